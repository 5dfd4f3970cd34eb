"""Decoding whole photos: formats, orientations, scaling, and every kind of pixel."""

from __future__ import annotations

import io
import sys
import tracemalloc

import cv2
import numpy as np
import PIL.Image
import pytest
from makers.heic_files import heic
from makers.image_files import (
    CORNERS,
    FAITHFUL,
    HEIGHT,
    TURNS,
    WIDTH,
    WITH_EXIF,
    deflated_tiff,
    dng,
    encode,
    exif_block,
    noise,
    photo,
    picture,
)

from engine.image import RAW_SUFFIXES, SUFFIXES, ImageError, ImageProblem, decode, tiff
from engine.image.conversion import to_rgb, upright

LOSSLESS = ["PNG", "WEBP", "TIFF", "BMP"]
ORIENTATIONS = list(range(1, 9))


def assert_close(pixels: np.ndarray, expected: np.ndarray, tolerance: int = 0) -> None:
    assert pixels.shape == expected.shape
    assert pixels.dtype == np.uint8
    assert pixels.flags.c_contiguous
    assert np.abs(pixels.astype(int) - expected.astype(int)).mean() <= tolerance


def corner_colours(pixels: np.ndarray) -> list[np.ndarray]:
    """Return the mean colour of the four corners: top left, top right, bottom left, bottom right."""
    down, right = pixels.shape[0] // 6, pixels.shape[1] // 6
    rows, columns = (slice(down), slice(-down, None)), (slice(right), slice(-right, None))
    return [pixels[r, c].reshape(-1, 3).mean(0) for r in rows for c in columns]


@pytest.mark.parametrize("file_format", list(FAITHFUL))
def test_every_format_gives_the_picture_back(file_format: str) -> None:
    image = decode(photo(file_format), name="photo.bin")
    tolerance = 0 if file_format in LOSSLESS else 6
    assert_close(image.pixels, picture(), tolerance)
    assert image.format == file_format
    assert (image.full_width, image.full_height, image.scale) == (WIDTH, HEIGHT, 1.0)
    assert (image.orientation, image.damaged) == (1, False)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_turning_agrees_with_plain_numpy(orientation: int) -> None:
    pixels = noise(37, 23)
    assert_close(upright(pixels, orientation), TURNS[orientation](pixels))


@pytest.mark.parametrize("file_format", WITH_EXIF)
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_orientation_is_applied_once(file_format: str, orientation: int) -> None:
    options = {"tiffinfo": {0x0112: orientation}} if file_format == "TIFF" else {}
    if not options:
        options = {"exif": exif_block(orientation)}
    image = decode(photo(file_format, **options), name="photo")
    assert_close(image.pixels, TURNS[orientation](picture()), 0 if file_format in LOSSLESS else 6)
    assert image.orientation == orientation
    assert (image.full_height, image.full_width) == image.pixels.shape[:2]
    assert tiff.orientation_of(image.exif) == orientation


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_orientation_of_compressed_tiff(orientation: int) -> None:
    data = deflated_tiff(picture(), 8, orientation=orientation)
    image = decode(data, name="photo.tif")
    assert_close(image.pixels, TURNS[orientation](picture()))


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_heic_is_turned_by_its_properties_and_not_again_by_exif(orientation: int) -> None:
    data = heic(picture(), orientation=orientation, exif=exif_block(orientation))
    image = decode(data, name="photo.heic")
    assert_close(image.pixels, TURNS[orientation](picture()), 12)
    for found, stated in zip(
        corner_colours(image.pixels), corner_colours(TURNS[orientation](picture())), strict=True
    ):
        assert np.abs(found - stated).max() < 4
    assert (image.format, image.orientation, image.damaged) == ("HEIC", orientation, False)
    assert (image.full_height, image.full_width) == image.pixels.shape[:2]


def test_heic_keeps_its_pixels_after_the_file_is_gone() -> None:
    images = [decode(heic(noise(64, 48, seed)), name="photo") for seed in range(8)]
    again = [decode(heic(noise(64, 48, seed)), name="photo") for seed in range(8)]
    assert all((a.pixels == b.pixels).all() for a, b in zip(images, again, strict=True))


@pytest.mark.parametrize("at_least", [None, 64, 65])
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_raw_is_developed_upright(orientation: int, at_least: int | None) -> None:
    pytest.importorskip("rawpy")
    stored = picture(128, 96)
    image = decode(dng(stored, orientation=orientation), name="photo.dng", at_least=at_least)
    expected = TURNS[orientation](stored)
    for found, stated in zip(corner_colours(image.pixels), corner_colours(expected), strict=True):
        assert np.abs(found - stated).max() < 30
    assert image.scale == (0.5 if at_least == 64 else 1.0)
    assert (image.full_height, image.full_width) == expected.shape[:2]
    assert max(image.pixels.shape) == (64 if at_least == 64 else 128)
    assert (image.format, image.orientation, image.damaged) == ("RAW", orientation, False)
    assert tiff.orientation_of(image.exif) == orientation


def test_raw_is_known_by_content_and_not_by_suffix() -> None:
    pytest.importorskip("rawpy")
    assert decode(dng(picture(128, 96)), name="photo.jpg").format == "RAW"
    assert decode(photo("TIFF"), name="photo.nef").format == "TIFF"
    assert decode(photo("JPEG"), name="photo.cr2").format == "JPEG"


def test_raw_without_rawpy_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rawpy", None)
    with pytest.raises(ImageError) as caught:
        decode(dng(picture(128, 96)), name="summer.dng")
    assert caught.value.problem is ImageProblem.NEEDS_RAW
    assert "summer.dng" in caught.value.sentence
    assert "pip install rawpy" in caught.value.sentence


@pytest.mark.parametrize(
    ("start", "name"),
    [
        (b"FUJIFILMCCD-RAW 0201", "a.raf"),
        (b"IIU\0", "a.rw2"),
        (b"IIRO", "a.orf"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "a.cr3"),
        (b"II*\0\x10\0\0\0CR\2\0", "a.cr2"),
    ],
)
def test_raw_formats_are_recognised(start: bytes, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rawpy", None)
    with pytest.raises(ImageError) as caught:
        decode(start.ljust(400, b"\0"), name=name)
    assert caught.value.problem is ImageProblem.NEEDS_RAW


@pytest.mark.parametrize("file_format", list(FAITHFUL))
def test_a_wrong_suffix_does_not_matter(file_format: str) -> None:
    wrong = "photo.png" if file_format != "PNG" else "photo.jpg"
    assert decode(photo(file_format), name=wrong).format == file_format


def test_suffixes_are_lower_case_and_hold_raw() -> None:
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in SUFFIXES)
    assert RAW_SUFFIXES < SUFFIXES
    assert {".jpg", ".heic", ".avif", ".webp", ".cr3"} <= SUFFIXES


@pytest.mark.parametrize(
    ("at_least", "reduction"),
    [(None, 1), (803, 1), (402, 1), (401, 2), (202, 2), (201, 4), (101, 8), (1, 8)],
)
def test_jpeg_is_reduced_no_further_than_wanted(at_least: int | None, reduction: int) -> None:
    data = photo("JPEG", picture(801, 601))
    image = decode(data, name="photo.jpg", at_least=at_least)
    assert image.pixels.shape == (-(-601 // reduction), -(-801 // reduction), 3)
    assert image.scale == 1 / reduction
    assert (image.full_width, image.full_height) == (801, 601)
    assert at_least is None or max(image.pixels.shape) >= at_least or reduction == 1


@pytest.mark.parametrize("at_least", [400, 200, 100])
@pytest.mark.parametrize("size", [(800, 600), (801, 601), (807, 605)])
def test_scale_maps_points_back(size: tuple[int, int], at_least: int) -> None:
    width, height = size
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[320:336, 560:592] = 255
    image = decode(photo("JPEG", pixels), name="photo.jpg", at_least=at_least)
    weight = image.pixels[..., 0].astype(float)
    y, x = np.mgrid[: weight.shape[0], : weight.shape[1]] + 0.5
    centre = np.array([(x * weight).sum(), (y * weight).sum()]) / weight.sum() / image.scale
    assert np.abs(centre - (576, 328)).max() < 0.5


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_reduced_jpeg_is_turned(orientation: int) -> None:
    data = photo("JPEG", picture(640, 480), exif=exif_block(orientation))
    image = decode(data, name="photo.jpg", at_least=160)
    expected = TURNS[orientation](picture(640, 480))
    assert (image.full_height, image.full_width) == expected.shape[:2]
    assert image.pixels.shape[:2] == (expected.shape[0] // 4, expected.shape[1] // 4)
    for found, stated in zip(corner_colours(image.pixels), corner_colours(expected), strict=True):
        assert np.abs(found - stated).max() < 6


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (7, 9), (8, 8), (9, 2)])
@pytest.mark.parametrize("at_least", [None, 1, 5])
def test_odd_sizes(size: tuple[int, int], at_least: int | None) -> None:
    pixels = np.full((size[1], size[0], 3), 90, np.uint8)
    for file_format in ("JPEG", "PNG", "WEBP"):
        image = decode(photo(file_format, pixels), name="photo", at_least=at_least)
        assert (image.full_width, image.full_height) == size
        assert min(image.pixels.shape) >= 1
        assert np.abs(image.pixels.astype(int) - 90).max() <= 2


def test_grey_progressive_and_several_pictures() -> None:
    grey = np.asarray(PIL.Image.fromarray(picture()).convert("L"))
    image = decode(photo("JPEG", mode="L"), name="photo")
    assert_close(image.pixels, np.stack([grey] * 3, 2), 3)
    assert_close(decode(photo("JPEG", progressive=True), name="photo").pixels, picture(), 6)
    for file_format in ("MPO", "TIFF", "GIF", "PNG", "WEBP"):
        more = [PIL.Image.fromarray(noise(WIDTH, HEIGHT))]
        options = {"save_all": True, "append_images": more}
        if file_format == "WEBP":
            options["lossless"] = True
        image = decode(encode(picture(), file_format, **options), name="photo")
        assert_close(image.pixels, picture(), 8)
        assert not image.damaged


@pytest.mark.parametrize("file_format", ["JPEG", "TIFF"])
def test_inks(file_format: str) -> None:
    data = encode(picture(), file_format, mode="CMYK")
    assert_close(decode(data, name="photo").pixels, picture(), 6)


def test_sixteen_bits_of_grey() -> None:
    grey = (np.arange(48 * 64, dtype=np.uint32).reshape(48, 64) * 21).astype(np.uint16)
    expected = np.stack([(grey >> 8).astype(np.uint8)] * 3, 2)
    little, big = encode(grey, "TIFF"), encode(grey.astype(">u2"), "TIFF")
    assert (little[:2], big[:2]) == (b"II", b"MM")
    for data in (encode(grey, "PNG"), little, big):
        assert_close(decode(data, name="photo").pixels, expected)
    black_on_white = little.replace(b"\x06\x01\x03\0\1\0\0\0\1\0", b"\x06\x01\x03\0\1\0\0\0\0\0")
    assert black_on_white != little
    assert_close(decode(black_on_white, name="photo").pixels, 255 - expected)


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
@pytest.mark.parametrize("channels", [3, 4])
def test_sixteen_bits_of_colour(suffix: str, channels: int) -> None:
    pixels = np.random.default_rng(1).integers(0, 65536, (48, 64, 3), dtype=np.uint16)
    stored = pixels[..., ::-1]
    if channels == 4:
        stored = np.dstack([stored, np.full((48, 64), 65535, np.uint16)])
    done, data = cv2.imencode(suffix, stored)
    assert done
    assert_close(decode(data.tobytes(), name="photo").pixels, (pixels >> 8).astype(np.uint8))


@pytest.mark.parametrize(("white", "scale"), [(1.0, 255), (255.0, 1), (65535.0, 1 / 257), (9e6, 0)])
def test_floating_point_samples(white: float, scale: float) -> None:
    samples = np.linspace(0, white, 48 * 64, dtype=np.float32).reshape(48, 64)
    samples[0, 0] = np.nan
    samples[0, 1] = -5
    expected = np.rint(np.nan_to_num(samples).clip(0) * (scale or 255 / 9e6)).astype(np.uint8)
    image = decode(encode(samples, "TIFF"), name="photo")
    assert_close(image.pixels, np.stack([expected] * 3, 2))


def test_whole_numbers_of_32_bits() -> None:
    samples = np.linspace(0, 65535, 48 * 64).astype(np.int32).reshape(48, 64)
    image = decode(encode(samples, "TIFF"), name="photo")
    assert_close(image.pixels, np.stack([np.rint(samples / 257).astype(np.uint8)] * 3, 2))


@pytest.mark.parametrize("file_format", ["PNG", "WEBP", "TIFF"])
@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparency_is_laid_on_white(file_format: str, mode: str) -> None:
    colours = PIL.Image.fromarray(picture()).convert(mode)
    alpha = np.tile(np.linspace(0, 255, WIDTH).astype(np.uint8), (HEIGHT, 1))
    colours.putalpha(PIL.Image.fromarray(alpha))
    file = io.BytesIO()
    colours.save(file, file_format, **({"lossless": True, "exact": True} if file_format == "WEBP" else {}))
    share = alpha[..., np.newaxis] / 255
    opaque = np.asarray(colours.convert("RGBA"))[..., :3]
    expected = np.rint(opaque * share + 255 * (1 - share)).astype(np.uint8)
    pixels = decode(file.getvalue(), name="photo").pixels
    assert np.abs(pixels.astype(int) - expected).max() <= 1


def test_palettes_single_bits_and_transparent_colours() -> None:
    flat = PIL.Image.fromarray(picture()).quantize(32)
    colours = np.asarray(flat.convert("RGB"))
    indices = np.asarray(flat)
    for file_format in ("PNG", "GIF", "TIFF", "BMP"):
        file = io.BytesIO()
        flat.save(file, file_format)
        assert_close(decode(file.getvalue(), name="photo").pixels, colours)
    hole = int(indices[0, 0])
    expected = np.where((indices == hole)[..., np.newaxis], 255, colours)
    half_hole = bytes(0 if index == hole else 255 for index in range(256))
    for file_format, transparency in (("PNG", hole), ("PNG", half_hole), ("GIF", hole)):
        file = io.BytesIO()
        flat.save(file, file_format, transparency=transparency)
        assert_close(decode(file.getvalue(), name="photo").pixels, expected)
    red = CORNERS["top left"]
    expected = np.where((picture() == red).all(2, keepdims=True), 255, picture())
    assert_close(decode(photo("PNG", transparency=red), name="photo").pixels, expected)
    bits = np.asarray(PIL.Image.fromarray(picture()).convert("1"))
    for file_format in ("PNG", "TIFF", "BMP"):
        pixels = decode(photo(file_format, mode="1"), name="photo").pixels
        assert_close(pixels, np.stack([bits * np.uint8(255)] * 3, 2))


def test_conversion_in_pieces_agrees_with_conversion_at_once() -> None:
    pixels = noise(700, 900)
    image = PIL.Image.fromarray(pixels)
    assert_close(to_rgb(image), pixels)
    assert to_rgb(image).flags.owndata
    with_alpha = image.convert("RGBA")
    with_alpha.putalpha(PIL.Image.fromarray(noise(700, 900, 1)[..., 0]))
    white = PIL.Image.new("RGB", image.size, "white")
    white.paste(with_alpha, mask=with_alpha)
    assert_close(to_rgb(with_alpha), np.asarray(white))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "CMYK", "L", "P"])
def test_conversion_holds_no_second_copy_of_the_picture(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    image = PIL.Image.fromarray(noise(700, 900)).convert(mode)
    converted: list[int] = []
    convert = PIL.Image.Image.convert

    def noted(part: PIL.Image.Image, mode: str) -> PIL.Image.Image:
        converted.append(part.width * part.height)
        return convert(part, mode)

    monkeypatch.setattr(PIL.Image.Image, "convert", noted)
    to_rgb(image)
    assert sum(converted) == 700 * 900
    assert max(converted) <= 1 << 18


def test_conversion_of_32_bits_takes_little_memory() -> None:
    image = PIL.Image.fromarray(np.arange(1_000_000, dtype=np.float32).reshape(1000, 1000))
    tracemalloc.start()
    to_rgb(image)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak <= 13.5e6


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_nonsense_orientations_are_upright(value: int) -> None:
    image = decode(photo("JPEG", exif=exif_block(value)), name="photo")
    assert image.orientation == 1
    assert_close(image.pixels, picture(), 6)
