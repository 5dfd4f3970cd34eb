"""Truncated and broken photos: what can be decoded is, the rest is refused, and nothing else escapes."""

from __future__ import annotations

import importlib.util
import random
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import PIL.Image
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.heic_files import heic
from makers.image_files import deflated_tiff, dng, encode, exif_block, noise, photo, picture

from engine.image import Image, ImageError, ImageProblem, Limits, decode

#: Broken headers may state any size; nothing here needs more.
LIMITS = Limits(max_pixels=200_000)
RAW = importlib.util.find_spec("rawpy") is not None


@cache
def files() -> dict[str, bytes]:
    """Return whole files of every kind, full of detail so that every missing byte counts."""
    pixels = noise(64, 48)
    exif = exif_block(6, x010f="Make", x8769={0x9003: "2020:01:02 03:04:05"})
    made = {name: photo(name, pixels) for name in ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP", "GIF")}
    made |= {
        "JPEG with EXIF": photo("JPEG", pixels, exif=exif),
        "progressive JPEG": photo("JPEG", pixels, progressive=True),
        "CMYK JPEG": encode(pixels, "JPEG", mode="CMYK"),
        "palette PNG": encode(pixels, "PNG", mode="P"),
        "RGBA PNG": encode(pixels, "PNG", mode="RGBA"),
        "grey PNG": encode(pixels[..., 0].astype(np.uint16) * 257, "PNG"),
        "lossy WebP": photo("WEBP", pixels, lossless=False),
        # Cut short, a WebP loses its EXIF block, which comes last, and with it its orientation.
        "WebP with EXIF": photo("WEBP", pixels, exif=exif_block(1, x010f="Make")),
        "animated WebP": encode(
            pixels,
            "WEBP",
            lossless=True,
            save_all=True,
            append_images=[PIL.Image.fromarray(noise(64, 48, 1))],
        ),
        "deflated TIFF": deflated_tiff(pixels, 4),
        "HEIC": heic(pixels, exif=exif),
    }
    if RAW:
        made["DNG"] = dng(noise(128, 96))
    return made


@cache
def whole(name: str) -> Image:
    """Return a file of `files()` decoded."""
    return decode(files()[name], name=name)


NAMES = list(files())


def attempt(data: bytes, name: str = "photo.jpg", at_least: int | None = None) -> Image | None:
    """Decode; return None for an `ImageError`, and let anything else through."""
    try:
        image = decode(data, name=name, at_least=at_least, limits=LIMITS)
    except ImageError:
        return None
    assert image.pixels.dtype == np.uint8
    assert image.pixels.ndim == 3
    assert image.pixels.shape[2] == 3
    assert 0 < image.scale <= 1
    assert 1 <= image.orientation <= 8
    return image


@pytest.mark.parametrize("name", NAMES)
def test_a_file_cut_anywhere_is_damaged_or_refused(name: str) -> None:
    data = files()[name]
    assert not whole(name).damaged
    lengths = {*range(1, len(data), max(1, len(data) // 40)), *range(len(data) - 12, len(data))}
    for length in sorted(lengths):
        image = attempt(data[:length], "photo.tif")
        assert image is None or image.damaged
        if image is not None:
            assert image.pixels.shape == whole(name).pixels.shape


@pytest.mark.parametrize(
    ("name", "share"),
    [
        ("JPEG", 0.5),
        ("JPEG with EXIF", 0.5),
        ("CMYK JPEG", 0.5),
        ("PNG", 0.6),
        ("RGBA PNG", 0.6),
        ("palette PNG", 0.4),
        ("WEBP", 0.6),
        ("lossy WebP", 0.5),
        ("WebP with EXIF", 0.6),
        ("animated WebP", 1.0),
        ("AVIF", 0.5),
        ("TIFF", 0.6),
        ("deflated TIFF", 0.6),
        ("BMP", 0.6),
        ("GIF", 0.4),
        ("HEIC", 0.5),
    ],
)
def test_the_part_that_is_there_is_decoded(name: str, share: float) -> None:
    data = files()[name]
    image = attempt(data[: len(data) * 7 // 10])
    assert image is not None
    assert image.damaged
    assert (image.pixels == whole(name).pixels).all(2).mean() >= share


@pytest.mark.skipif(not RAW, reason="rawpy is not installed")
def test_the_part_of_a_raw_that_is_there_is_developed() -> None:
    pixels = np.tile(np.linspace(40, 250, 96).astype(np.uint8)[:, None, None], (1, 128, 3))
    data = dng(pixels)
    image = attempt(data[: len(data) * 7 // 10], "photo.dng")
    assert image is not None
    assert image.damaged
    assert image.pixels[:60].mean() > 50
    assert image.pixels[-20:].mean() < 5


def test_a_progressive_jpeg_cut_short_shows_its_coarse_picture() -> None:
    data = photo("JPEG", picture(256, 192), progressive=True)
    image = attempt(data[: len(data) * 6 // 10])
    assert image is not None
    assert image.damaged
    assert np.abs(image.pixels.astype(int) - picture(256, 192)).mean() < 25


@pytest.mark.parametrize("at_least", [400, 100])
def test_a_reduced_jpeg_cut_short_is_damaged(at_least: int) -> None:
    data = photo("JPEG", noise(800, 600))
    assert not decode(data, name="x", at_least=at_least).damaged
    image = decode(data[: len(data) // 2], name="x", at_least=at_least)
    assert image.damaged
    assert image.scale == at_least / 800


def test_a_cut_file_is_still_turned() -> None:
    data = photo("JPEG", picture(), exif=exif_block(6))
    image = decode(data[: len(data) - 60], name="x")
    assert image.damaged
    assert image.pixels.shape == (64, 48, 3)
    data = deflated_tiff(noise(64, 48), 4, orientation=6)
    cut = decode(data[: len(data) // 2], name="x")
    assert cut.damaged
    share = (cut.pixels == decode(data, name="x").pixels).all(2).mean()
    assert 0.3 < share < 0.9


@pytest.mark.parametrize("name", ["JPEG", "PNG", "BMP", "WEBP", "TIFF", "GIF", "deflated TIFF"])
def test_a_file_without_any_picture_data_is_refused(name: str) -> None:
    data = files()[name]
    starts = {"PNG": b"IDAT", "JPEG": b"\xff\xda"}
    end = data.index(starts[name]) + 14 if name in starts else 60
    with pytest.raises(ImageError) as caught:
        decode(data[:end], name="x")
    assert caught.value.problem is ImageProblem.DAMAGED


def test_trailing_bytes_do_no_harm() -> None:
    for name in NAMES:
        tail = bytes(64) if name == "GIF" else bytes(range(64))
        image = decode(files()[name] + tail, name=name)
        assert (image.pixels == whole(name).pixels).all()
        assert not image.damaged or name in {"AVIF", "HEIC"}


def test_broken_side_information_costs_no_pixels() -> None:
    data = photo("PNG", noise(64, 48), exif=exif_block(6))
    at = data.index(b"eXIf") + 12
    broken = data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]
    image = decode(broken, name="x")
    assert image.damaged
    assert np.isin(image.pixels, whole("PNG").pixels).all()
    for junk in (b"Exif\0\0", b"Exif\0\0II*\0", b"Exif\0\0MM\0*\xff\xff\xff\xff" + bytes(9)):
        jpeg = decode(photo("JPEG", exif=junk), name="x")
        assert (jpeg.orientation, jpeg.damaged) == (1, False)


@pytest.mark.parametrize("item", [b"Exif", b"hvc1"])
def test_item_types_that_are_no_text_do_not_take_the_process_down(item: bytes) -> None:
    data = bytearray(files()["HEIC"])
    data[data.index(item)] = 0xFF
    image = attempt(bytes(data))
    assert item == b"hvc1" or (image is not None and (image.pixels == whole("HEIC").pixels).all())


def test_broken_files_of_every_kind() -> None:
    """Over a thousand broken files: each gives a picture or an error of the right kind."""
    chance = random.Random(5)
    tried = refused = 0
    for data in files().values():
        for _ in range(60):
            broken = bytearray(data)
            how = chance.randrange(5)
            at = chance.randrange(len(data)) if chance.random() < 0.5 else chance.randrange(64)
            length = chance.randrange(1, 64)
            if how == 0:
                broken[at : at + length] = bytes(length)
            elif how == 1:
                broken[at : at + length] = chance.randbytes(length)
            elif how == 2:
                del broken[at : at + length]
            elif how == 3:
                broken[at:at] = chance.randbytes(length)
            else:
                broken[at] ^= 1 << chance.randrange(8)
            name = chance.choice(["photo.jpg", "photo.tif", "photo.nef"])
            refused += attempt(bytes(broken), name, chance.choice([None, 16])) is None
            tried += 1
    assert tried >= 1000
    assert 0 < refused < tried


STARTS = [
    b"",
    b"\xff\xd8\xff\xe0",
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"GIF89a",
    b"RIFF\x80\0\0\0WEBPVP8 ",
    b"RIFF\x80\0\0\0WEBPVP8X",
    b"\0\0\0\x18ftypavif",
    b"\0\0\0\x18ftypheic",
    b"\0\0\0\x18ftypcrx ",
    b"BM\x80\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
    b"II*\0\x08\0\0\0",
    b"MM\0*\0\0\0\x08",
    b"II+\0\x08\0\0\0",
    b"FUJIFILMCCD-RAW",
    b"IIU\0\x08\0\0\0",
]


@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=400), suffix=st.sampled_from([".jpg", ".dng"]))
@settings(max_examples=300, deadline=None)
def test_arbitrary_bytes_raise_nothing_else(start: bytes, rest: bytes, suffix: str) -> None:
    attempt(start + rest, "photo" + suffix)


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_arbitrary_changes_raise_nothing_else(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    broken = bytearray(files()[name])
    changes = st.tuples(st.integers(0, min(len(broken), 600) - 1), st.integers(0, 255))
    for at, value in data.draw(st.lists(changes, min_size=1, max_size=6)):
        broken[at] = value
    length = data.draw(st.integers(1, len(broken)))
    attempt(bytes(broken[:length]), "photo.jpg", data.draw(st.sampled_from([None, 16])))


def test_many_threads_tell_whole_from_cut() -> None:
    work = []
    for name in NAMES:
        data = files()[name]
        work += [(name, data, False), (name, data[: len(data) * 8 // 10], True)] * 6
    random.Random(3).shuffle(work)

    def check(job: tuple[str, bytes, bool]) -> bool:
        name, data, cut = job
        image = decode(data, name=name)
        same = bool((image.pixels == whole(name).pixels).all())
        # Cut behind its first frame, an animation still gives the whole of that.
        return image.damaged == cut and same == (not cut or name == "animated WebP")

    for name in NAMES:
        whole(name)
    assert not PIL.ImageFile.LOAD_TRUNCATED_IMAGES
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(check, work))
    assert not PIL.ImageFile.LOAD_TRUNCATED_IMAGES
