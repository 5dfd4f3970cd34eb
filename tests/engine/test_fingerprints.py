"""Fingerprints of pictures: what changes them little, and finding near ones."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from engine.fingerprints import distance, fingerprint, near_pairs
from engine.pictures import make_thumbnails


def jpeg(picture: Image.Image, quality: int = 90) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def scene(seed: int) -> Image.Image:
    """Something with large and small shapes, as photos have."""
    random = np.random.default_rng(seed)
    picture = Image.new("RGB", (1600, 1200))
    for cells, weight in ((3, 1.0), (9, 0.5), (60, 0.25)):
        noise = random.integers(0, 256, (cells * 3 // 4 + 1, cells, 3), np.uint8)
        layer = Image.fromarray(noise).resize(picture.size, Image.Resampling.BICUBIC)
        picture = Image.blend(picture, layer, weight if cells > 3 else 1.0)
    return picture


def bits(picture: Image.Image, quality: int = 90) -> int:
    found = fingerprint(make_thumbnails(jpeg(picture, quality), name="x.jpg", sides=[256])[256])
    assert found is not None
    return found[0]


def differing(one: int, other: int) -> int:
    return (one ^ other).bit_count()


@pytest.mark.parametrize("seed", range(4))
def test_smaller_and_worse_copies_have_nearly_the_same_fingerprint(seed: int) -> None:
    picture = scene(seed)
    original = bits(picture)
    assert differing(original, bits(picture, quality=30)) <= 4
    assert differing(original, bits(picture.resize((400, 300)))) <= 4
    assert differing(original, bits(picture.convert("L").convert("RGB"))) <= 4


def test_other_pictures_have_other_fingerprints() -> None:
    found = [bits(scene(seed)) for seed in range(12)]
    assert min(differing(one, other) for at, one in enumerate(found) for other in found[:at]) > 12


def test_half_of_the_bits_are_set() -> None:
    assert bits(scene(5)).bit_count() == 32


def test_a_sharper_picture_is_sharper() -> None:
    picture = scene(1)
    blurred = picture.resize((40, 30)).resize(picture.size)
    sharp, dull = (fingerprint(jpeg(one.resize((256, 192)))) for one in (picture, blurred))
    assert sharp is not None
    assert dull is not None
    assert sharp[1] > 4 * dull[1]


@pytest.mark.parametrize("data", [b"", b"no picture", jpeg(Image.new("RGB", (256, 192), (90, 90, 90)))])
def test_what_has_no_fingerprint(data: bytes) -> None:
    assert fingerprint(data) is None


def slowly(fingerprints: NDArray[np.uint64], most: int) -> list[tuple[int, int]]:
    values = [int(value) for value in fingerprints]
    return [
        (one, other)
        for one in range(len(values))
        for other in range(one + 1, len(values))
        if differing(values[one], values[other]) <= most
    ]


@settings(max_examples=60)
@given(st.data(), st.integers(1, 8))
def test_near_pairs_are_those_of_a_comparison_of_all(data: st.DataObject, most: int) -> None:
    some = data.draw(st.lists(st.integers(0, 2**64 - 1), max_size=12))
    flipped = [
        value ^ sum(1 << bit for bit in set(data.draw(st.lists(st.integers(0, 63), max_size=9))))
        for value in some
        for _ in range(3)
    ]
    fingerprints = np.unique(np.array([*some, *flipped], np.uint64))
    one, other = near_pairs(fingerprints, most)
    assert list(zip(one.tolist(), other.tolist(), strict=True)) == slowly(fingerprints, most)


def test_many_near_ones_are_compared_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprints = np.arange(64, dtype=np.uint64)
    whole = [array.tolist() for array in near_pairs(fingerprints, 2)]
    monkeypatch.setattr("engine.fingerprints._CHUNK", 7)
    assert [array.tolist() for array in near_pairs(fingerprints, 2)] == whole


def test_distances_are_counted_in_bits() -> None:
    one = np.array([0, 2**64 - 1, 5], np.uint64)
    assert distance(one, np.array([0, 0, 6], np.uint64)).tolist() == [0, 64, 2]


@pytest.mark.shared
def test_real_photos_are_told_apart(shared_data: Path) -> None:
    """All are known again at a third of the size; of others none comes near but copies."""
    files = sorted(shared_data.joinpath("photos_dev").rglob("*.jpg"))[::4]
    found, again = [], []
    for file in files:
        picture = Image.open(file).convert("RGB")
        found.append(bits(picture))
        again.append(bits(picture.resize((max(64, picture.width // 3), max(64, picture.height // 3))), 40))
    assert len(found) > 40
    assert all(differing(one, other) <= 4 for one, other in zip(found, again, strict=True))
    pairs = [differing(one, other) for at, one in enumerate(found) for other in found[:at]]
    # Copies are among them, but nothing between a copy and another photo.
    assert not [pair for pair in pairs if 4 < pair < 10]
