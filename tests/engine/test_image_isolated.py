"""Photos decoded in processes of their own are what they are here; bad ones cost themselves alone."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from makers.bad_decoders import FUNCTIONS, bad
from makers.heic_files import heic
from makers.image_files import dng, exif_block, noise, photo, picture

from engine.image import DEFAULT_LIMITS, Image, ImageError, ImageProblem, Limits, decode, isolate, isolated
from engine.image.decoding import decode_here
from engine.isolation import Pool

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these decoders use POSIX calls")
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP", "GIF")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    made = Pool(FUNCTIONS, workers=2, cpu_s=2, memory=1 << 30)
    yield made
    made.close()


@pytest.fixture(autouse=True)
def _switched(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated._Switch, "pool", pool)


def outcome(data: bytes, name: str, at_least: int | None, limits: Limits, *, apart: bool) -> object:
    how = decode if apart else decode_here
    try:
        return how(data, name=name, at_least=at_least, limits=limits)
    except ImageError as error:
        return error.problem, error.name, error.detail


def same(
    data: bytes, name: str = "a.jpg", at_least: int | None = None, limits: Limits = DEFAULT_LIMITS
) -> object:
    here, there = (outcome(data, name, at_least, limits, apart=apart) for apart in (False, True))
    if not isinstance(here, Image):
        assert there == here
        return here
    assert isinstance(there, Image)
    for field in dataclasses.fields(Image):
        a, b = getattr(here, field.name), getattr(there, field.name)
        assert type(a) is type(b), field.name
        assert np.array_equal(a, b), field.name
    assert there.pixels.flags.c_contiguous
    assert there.pixels.flags.writeable
    return there


def test_every_format_is_decoded_as_here() -> None:
    exif = exif_block(6, x010f="Make")
    files = [photo(name) for name in FORMATS]
    files += [photo(name, exif=exif) for name in ("JPEG", "PNG", "WEBP", "AVIF")]
    files += [heic(picture(), exif=exif), photo("JPEG", noise(3000, 20))]
    for data in files:
        assert isinstance(same(data), Image)
        cut = same(data[: len(data) * 7 // 10])
        assert not isinstance(cut, Image) or cut.damaged
    assert isinstance(same(photo("JPEG", noise(800, 600)), at_least=300), Image)
    same(dng(noise(128, 96)), "a.dng", 40)


def test_errors_are_those_of_here() -> None:
    assert same(b"rubbish", "caf\udce9.jpg") == (ImageProblem.UNSUPPORTED, "caf\udce9.jpg", "")
    assert same(photo("PNG")[:40]) == (ImageProblem.DAMAGED, "a.jpg", "")
    for limits in (Limits(max_pixels=100), Limits(max_side=10)):
        found = same(photo("PNG"), limits=limits)
        assert found == (ImageProblem.TOO_LARGE, "a.jpg", "64 × 48 pixels")


@pytest.mark.parametrize(
    ("what", "problem", "detail"),
    [
        ("crash", ImageProblem.CRASHED, "the decoder crashed"),
        ("abort", ImageProblem.CRASHED, "the decoder crashed"),
        ("loop", ImageProblem.CRASHED, "it took too long"),
        ("lie", ImageProblem.CRASHED, "the decoder crashed"),
        ("babble", ImageProblem.CRASHED, "the decoder crashed"),
        pytest.param(
            "eat",
            ImageProblem.TOO_LARGE,
            "not enough memory",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="Linux alone knows this limit"),
        ),
    ],
)
def test_a_photo_that_ends_its_decoder_is_refused(what: str, problem: ImageProblem, detail: str) -> None:
    with pytest.raises(ImageError) as caught:
        decode(bad(photo("JPEG"), what), name="a.jpg")
    assert (caught.value.problem, caught.value.name, caught.value.detail) == (problem, "a.jpg", detail)
    assert isinstance(same(photo("PNG")), Image)


def test_many_threads_with_bad_photos_between_good_ones() -> None:
    good = [photo(name, noise(64, 48, 5)) for name in FORMATS]
    expected = [decode_here(data, name="x", at_least=None, limits=DEFAULT_LIMITS).pixels for data in good]

    def one(number: int) -> bool:
        which = number % len(good)
        if number % 15 == 3:
            with pytest.raises(ImageError) as caught:
                decode(bad(good[which], "crash"), name=f"{number}.jpg")
            return (caught.value.problem, caught.value.name) == (ImageProblem.CRASHED, f"{number}.jpg")
        return np.array_equal(decode(good[which], name="x").pixels, expected[which])

    with ThreadPoolExecutor(6) as threads:
        assert all(threads.map(one, range(90)))


def test_where_no_process_can_be_started_photos_are_decoded_here(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Pool({isolated.DECODE: "no_such_module:decode"}, workers=1)
    monkeypatch.setattr(isolated._Switch, "pool", broken)
    assert decode(photo("PNG"), name="a.png").full_width == 64
    assert "No process can be started for decoders" in caplog.text
    broken.close()


def test_the_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated._Switch, "pool", None)
    isolate()
    pool = isolated.pool()
    assert pool is not None
    assert not pool.processes
    decode(photo("PNG"), name="a.png")
    assert len(pool.processes) == 1
    isolate(0)
    assert not pool.processes
    assert isolated.pool() is None
    decode(photo("PNG"), name="a.png")
