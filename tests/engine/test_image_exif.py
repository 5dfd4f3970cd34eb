"""What photos carry beside their pixels: it is found in every format, and handed on as one block."""

from __future__ import annotations

import io
import struct
import tracemalloc

import numpy as np
import PIL.Image
import pytest
from makers.image_files import TURNS, WITH_EXIF, dng, exif_block, photo, picture

from engine.image import decode, tiff


@pytest.mark.parametrize("file_format", WITH_EXIF)
def test_exif_is_handed_on_without_prefix(file_format: str) -> None:
    block = exif_block(1, x010f="Make", x0110="Model", x8769={0x9003: "2020:01:02 03:04:05"})
    data = photo(file_format, exif=b"Exif\0\0" + block)
    exif = decode(data, name="photo").exif
    assert exif is not None
    assert exif[:2] in {b"II", b"MM"}
    read = PIL.Image.Exif()
    read.load(exif)
    assert (read[0x010F], read[0x0110]) == ("Make", "Model")
    assert read.get_ifd(0x8769)[0x9003] == "2020:01:02 03:04:05"
    assert decode(photo("GIF"), name="photo").exif is None


def test_exif_of_a_png_that_carries_it_last() -> None:
    block = exif_block(6)
    data = photo("PNG")
    end = data.rindex(b"IEND") - 4
    file = io.BytesIO()
    PIL.Image.new("L", (1, 1)).save(file, "PNG", exif=block)
    with_exif = file.getvalue()
    start = with_exif.index(b"eXIf") - 4
    chunk = with_exif[start : start + 12 + len(block)]
    image = decode(data[:end] + chunk + data[end:], name="photo")
    assert image.orientation == 6
    assert np.array_equal(image.pixels, TURNS[6](picture()))


def test_exif_of_raw_holds_what_matters() -> None:
    pytest.importorskip("rawpy")
    exif = decode(dng(picture(128, 96), make="Leica", model="M9"), name="a.dng").exif
    assert exif is not None
    assert len(exif) < 1000
    read = PIL.Image.Exif()
    read.load(exif)
    assert (read[0x010F], read[0x0110], read[0x0132]) == ("Leica", "M9", "2019:05:06 07:08:09")


def test_exif_of_cr3_is_put_together() -> None:
    parts = {
        b"CMT1": exif_block(6, x010f="Canon", x0110="Canon EOS R"),
        b"CMT2": exif_block(x9003="2020:01:02 03:04:05"),
        b"CMT4": exif_block(x0001="N"),
    }
    data = b"".join((8 + len(block)).to_bytes(4, "big") + kind + block for kind, block in parts.items())
    exif = tiff.exif_of_cr3(b"\0\0\0\x10ftypcrx \0\0\0\1" + data)
    read = PIL.Image.Exif()
    assert exif is not None
    read.load(exif)
    assert (read[0x010F], read[0x0112]) == ("Canon", 6)
    assert read.get_ifd(0x8769) == {0x9003: "2020:01:02 03:04:05"}
    assert read.get_ifd(0x8825) == {1: "N"}
    assert tiff.exif_of_cr3(b"CMT1") is not None
    assert tiff.exif_of_cr3(b"\0\0\0\x0cCMT1????") is None


def test_a_directory_that_points_at_one_piece_again_and_again_takes_little_memory() -> None:
    entries = b"".join(struct.pack("<HHII", 1000 + number, 4, 2500, 8) for number in range(1000))
    data = struct.pack("<2sHIH", b"II", 42, 8, 1000) + entries + b"\0\0\0\0"
    tracemalloc.start()
    assert tiff.orientation_of(data) == 1
    assert not tiff.holds_sensor_data(data)
    assert tiff.stated_length(data) == 0
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2e6
