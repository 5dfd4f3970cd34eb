"""Altered faces: shape, chance, the strength of each alteration, and nothing grey at the edges."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.crops_of_people import soft_crop
from numpy.typing import NDArray

from trainer.data import alterations
from trainer.data.augmentation import DEGRADATIONS, PRESETS, Augmentation
from trainer.data.geometry import Region

Pixels = NDArray[np.uint8]


def altered(
    augmentation: Augmentation, crop: Pixels, seed: int, width: int = 112, height: int = 112
) -> Pixels:
    return augmentation.altered(crop, 16, width, height, generator=np.random.default_rng(seed))


def detailed(number: int = 0, size: int = 112) -> Pixels:
    """Return a picture with fine detail."""
    return np.random.default_rng(number).integers(0, 256, (size, size, 3), dtype=np.uint8)


def detail(face: Pixels) -> float:
    """Return the mean difference of horizontal neighbours."""
    return float(np.abs(np.diff(face.astype(int), axis=1)).mean())


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(sorted(PRESETS)),
    st.integers(0, 10_000),
    st.sampled_from([(112, 112), (96, 96), (96, 112), (128, 112), (224, 224), (48, 48)]),
)
def test_every_preset_gives_faces_of_the_size_asked_for(
    preset: str, seed: int, size: tuple[int, int]
) -> None:
    crop = soft_crop(seed % 5)
    before = crop.copy()
    face = altered(PRESETS[preset], crop, seed, *size)
    assert (face.shape, face.dtype) == ((size[1], size[0], 3), np.uint8)
    np.testing.assert_array_equal(crop, before)
    np.testing.assert_array_equal(face, altered(PRESETS[preset], crop, seed, *size))


def test_none_is_the_middle() -> None:
    crop = soft_crop(1)
    np.testing.assert_array_equal(altered(PRESETS["none"], crop, 5), crop[16:128, 16:128])


def test_another_generator_alters_otherwise() -> None:
    crop = soft_crop(1)
    faces = {altered(PRESETS["old_photos"], crop, seed).tobytes() for seed in range(20)}
    assert len(faces) == 20


@pytest.mark.parametrize("preset", ["light", "old_photos"])
def test_alterations_happen_as_often_as_they_should(preset: str) -> None:
    # Each alone: its face differs from the plain middle in about its share of cases.
    crop = np.pad(detailed(3, 112), ((16, 16), (16, 16), (0, 0)), "reflect")
    augmentation = PRESETS[preset]
    shares = [name for name in Augmentation.__slots__ if isinstance(getattr(Augmentation(), name), float)]
    named = [name for name in shares if name not in ("shift", "turn", "cast")]
    for name in named:
        alone = replace(Augmentation(), **{name: getattr(augmentation, name)})
        changed = np.mean(
            [not np.array_equal(altered(alone, crop, seed), crop[16:128, 16:128]) for seed in range(200)]
        )
        assert changed == pytest.approx(getattr(augmentation, name), abs=0.12), name


def test_a_face_that_was_moved_needs_no_more_than_the_crop() -> None:
    # The corners of the input, taken back into the crop, at the presets' bounds.
    for augmentation in PRESETS.values():
        for across in (-1, 1):
            for down in (-1, 1):
                for turn in (-1, 1):
                    region = Region(
                        144, 16, 112, 112,
                        shift=(across * augmentation.shift, down * augmentation.shift),
                        scale=augmentation.scale[0],
                        turn=turn * augmentation.turn,
                    )  # fmt: skip
                    back = cv2.invertAffineTransform(region.matrix())
                    corners = np.array([[0, 0, 1], [111, 0, 1], [0, 111, 1], [111, 111, 1]]) @ back.T
                    assert corners.min() >= 0
                    assert corners.max() <= 143


def test_a_flipped_face_is_the_mirror_image() -> None:
    crop = soft_crop(2)
    np.testing.assert_array_equal(altered(Augmentation(flip=1), crop, 0), crop[16:128, 16:128][:, ::-1])


def test_strength_grows_with_the_input_whatever_the_size_of_the_crop() -> None:
    """Of crops twice as large a network sees the same, blurred and moved as much."""
    small = soft_crop(4)
    large = np.asarray(cv2.resize(small, (288, 288), interpolation=cv2.INTER_LINEAR), np.uint8)
    for augmentation in (
        Augmentation(blur=1, sigma=(4, 4)),
        Augmentation(move=1, shift=10, scale=(1, 1), turn=0),
    ):
        for seed in range(5):
            ours, theirs = (
                augmentation.altered(crop, margin, 112, 112, generator=np.random.default_rng(seed))
                for crop, margin in ((small, 16), (large, 32))
            )
            assert np.abs(ours.astype(int) - theirs)[12:-12, 12:-12].max() <= 3


def test_moving_keeps_what_is_in_the_middle() -> None:
    crop = np.zeros((144, 144, 3), np.uint8)
    crop[62:82, 62:82] = 255
    for seed in range(30):
        face = altered(Augmentation(move=1), crop, seed)
        y, x = np.nonzero(face[..., 0] > 127)
        assert abs(x.mean() - 55.5) <= 4.6
        assert abs(y.mean() - 55.5) <= 4.6
        assert 0.95**2 * 400 * 0.9 <= len(x) <= 1.1**2 * 400 * 1.1


@pytest.mark.parametrize(
    "words",
    [{"flip": 1.5}, {"noise": -0.1}, {"sigma": (3.0, 1.0)}, {"quality": (60, 10)}],
)
def test_what_makes_no_sense_is_refused(words: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"begins at|from 0 to 1"):
        Augmentation(**words)  # type: ignore[arg-type]


def test_grey_and_sepia() -> None:
    face = detailed()
    grey = alterations.grey(face)
    assert (grey[..., 0] == grey[..., 1]).all()
    assert (grey[..., 1] == grey[..., 2]).all()
    expected = face @ np.array([0.299, 0.587, 0.114])
    assert np.abs(grey[..., 0] - expected).max() <= 0.6
    sepia = alterations.sepia(face).reshape(-1, 3).mean(axis=0)
    assert sepia[0] > sepia[1] > sepia[2]


def test_light_follows_its_formula() -> None:
    face = detailed()
    cast = np.array([1.1, 1.0, 0.9], np.float32)
    lit = alterations.lit(face, exposure=0.5, contrast=0.8, gamma=1.3, cast=cast)
    values = (face / 255.0) ** 1.3 * 2**0.5 * cast
    expected = np.clip(((values - 0.5) * 0.8 + 0.5) * 255, 0, 255)
    assert np.abs(lit - expected).max() <= 0.51
    np.testing.assert_array_equal(alterations.lit(face), face)


@pytest.mark.parametrize("sigma", [1.0, 2.5, 5.0])
def test_blur_takes_detail_and_leaves_the_light(sigma: float) -> None:
    face = detailed()
    blurred = alterations.blurred(face, sigma)
    assert detail(blurred) < detail(alterations.blurred(face, sigma / 2)) < detail(face)
    assert blurred.mean() == pytest.approx(face.mean(), abs=1)


def test_motion_smears_along_its_direction_alone() -> None:
    face = np.zeros((112, 112, 3), np.uint8)
    face[56, 56] = 255
    across = alterations.moved(face, 9, 0)
    assert np.flatnonzero(across[..., 0].any(axis=0)).tolist() == list(range(52, 61))
    assert np.flatnonzero(across[..., 0].any(axis=1)).tolist() == [56]
    down = alterations.moved(face, 9, 90)
    np.testing.assert_array_equal(down, across.transpose(1, 0, 2))
    assert alterations.moved(detailed(), 9, 30).mean() == pytest.approx(detailed().mean(), abs=1)


def test_shrinking_leaves_no_more_than_so_many_pixels() -> None:
    face = alterations.shrunk(detailed(), 16, up=cv2.INTER_NEAREST)
    assert len(np.unique(face.reshape(-1, 3), axis=0)) <= 16 * 16
    assert alterations.shrunk(detailed(size=96), 24).shape == (96, 96, 3)


def test_noise_is_of_its_level_and_grain_has_no_colour() -> None:
    face = np.full((112, 112, 3), 128, np.uint8)
    generator = np.random.default_rng(0)
    noise = alterations.noisy(face, 10, generator).astype(int) - 128
    assert noise.std() == pytest.approx(10, rel=0.05)
    assert abs(np.corrcoef(noise[..., 0].ravel(), noise[..., 1].ravel())[0, 1]) < 0.05
    grain = alterations.grained(face, 10, generator).astype(int) - 128
    assert grain.std() == pytest.approx(10, rel=0.1)
    np.testing.assert_array_equal(grain[..., 0], grain[..., 2])
    # Coarser: neighbours are alike.
    assert np.corrcoef(grain[:, 1:, 0].ravel(), grain[:, :-1, 0].ravel())[0, 1] > 0.3
    assert alterations.noisy(np.zeros((600, 700, 3), np.uint8), 9, generator).shape == (600, 700, 3)


def test_compression_is_that_of_a_jpeg() -> None:
    face = soft_crop(3, size=112)
    off = [
        np.abs(alterations.compressed(face, quality).astype(int) - face).mean() for quality in (95, 40, 10)
    ]
    assert off[0] < off[1] < off[2] < 20


def test_covers_hide_a_part_and_leave_the_rest() -> None:
    crop = soft_crop(4)
    kinds = set()
    for seed in range(40):
        face = altered(Augmentation(cover=1), crop, seed)
        hidden = (face != crop[16:128, 16:128]).any(axis=2)
        assert 0.01 < hidden.mean() < 0.45
        colour = face[hidden]
        assert (colour == colour[0]).all()
        kinds.add(tuple(np.flatnonzero(hidden.any(axis=1))[[0, -1]]) if hidden.all(axis=1).any() else "part")
    assert {"part", (43, 59), (67, 111)} <= kinds


@pytest.mark.parametrize("size", [96, 112, 220])
@pytest.mark.parametrize("kind", sorted(DEGRADATIONS))
def test_a_degradation_is_always_the_same(kind: str, size: int) -> None:
    face = soft_crop(5, size=size)
    before = face.copy()
    shown = DEGRADATIONS[kind](face)
    assert (shown.shape, shown.dtype) == (face.shape, np.uint8)
    assert not np.array_equal(shown, face)
    np.testing.assert_array_equal(shown, DEGRADATIONS[kind](face))
    np.testing.assert_array_equal(face, before)
