"""Feeds the decoders of photos with mutated files of every format.

How it is run and what counts as a finding is in `fuzzing.py`. The promises here: a picture or an
`ImageError`, and a picture that is what it says. The mutations are guided by the lines of our code and of
Pillow's Python; what goes on inside libjpeg, libpng, libwebp, libavif, libheif, libtiff and LibRaw they do
not see, but a crash there is a finding like any other. That such a crash costs no more than one photo is
`engine.image.isolated`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

import numpy as np
from fuzzing import Target, hold, main

#: Broken headers may state any size; no input here needs more.
_PIXELS = 4_000_000
WORDS = r"""
    \xff\xd8\xff\xe0 \xff\xc0 \xff\xc2 \xff\xc4 \xff\xda \xff\xdb \xff\xd9 \xff\xe1 Exif\x00\x00 MPF\x00
    ICC_PROFILE\x00 Adobe IHDR PLTE tRNS IDAT IEND eXIf iCCP zTXt iTXt acTL fcTL fdAT gAMA sRGB pHYs RIFF
    WEBP VP8\x20 VP8L VP8X ALPH ANIM ANMF EXIF ftyp avif avis heic heix mif1 msf1 crx\x20 meta hdlr pict
    pitm iloc iinf infe iprp ipco ipma ispe pixi hvcC av1C irot imir clap auxC grid iovl iden idat mdat
    dimg thmb II*\x00 MM\x00* II+\x00 \x00\x01 \x01\x01 \x03\x01 \x06\x01 \x11\x01 \x16\x01 \x17\x01
    \x44\x01 \x4a\x01 \x12\xc6 BM GIF87a GIF89a \x21\xf9\x04 \x21\xff\x0b NETSCAPE2.0 \xff\xff\xff\xff
    \xff\x7f \x00\x80 FUJIFILMCCD-RAW IIRO IIRS MMOR IIU\x00 HEAPCCDR FOVb \x00MRM
""".split()


def decode(data: bytes, suffix: str = ".jpg") -> None:
    """A photo is decoded or refused, and its EXIF block and size are read."""
    from app.indexing.budget import guess_pixels
    from app.metadata.exif import read_facts
    from engine.image import ImageError, Limits
    from engine.image.decoding import decode_here

    if not data:
        return
    hold(guess_pixels(data) >= 0, "fewer pixels than none")
    at_least = 16 if data[-1] % 2 else None
    limits = Limits(max_pixels=_PIXELS)
    try:
        image = decode_here(data, name="photo" + suffix, at_least=at_least, limits=limits)
    except ImageError as error:
        hold("photo" in error.sentence, "no sentence")
        return
    height, width, channels = image.pixels.shape
    hold(image.pixels.dtype == np.uint8 and channels == 3 and image.pixels.flags.c_contiguous, "no picture")
    hold(0 < image.scale <= 1 and 1 <= image.orientation <= 8, "no scale, or turned nowhere")
    hold(image.full_width * image.full_height <= _PIXELS, "beyond the limits")
    for side, full in ((width, image.full_width), (height, image.full_height)):
        hold(abs(side - full * image.scale) < 2, f"{side} pixels of {full} by {image.scale}")
    read_facts(image.exif)


def develop(data: bytes) -> None:
    """A file with the suffix of a RAW photo is developed, decoded or refused."""
    decode(data, ".dng")


def seeds_of(*names: str) -> Callable[[], Iterable[bytes]]:
    """Return what makes files of some formats."""

    def made() -> Iterable[bytes]:
        from makers.image_files import encode, exif_block, noise, photo, picture

        exif = exif_block(6, x010f="Make", x8769={0x9003: "2020:01:02 03:04:05"})
        for name in names:
            yield photo(name)
            yield photo(name, noise(20, 15))
            if name in {"JPEG", "PNG", "WEBP", "AVIF", "TIFF"}:
                yield photo(name, exif=exif)
            if name in {"PNG", "WEBP", "GIF", "TIFF", "AVIF"}:
                yield encode(picture(), name, mode="RGBA" if name != "GIF" else "P")
            if name in {"PNG", "TIFF", "JPEG", "BMP"}:
                yield encode(picture(), name, mode="L")
            if name in {"PNG", "TIFF"}:
                yield encode(picture()[..., 0].astype(np.uint16) * 257, name)
            if name == "JPEG":
                yield photo(name, progressive=True)
                yield encode(picture(), name, mode="CMYK")
            if name == "TIFF":
                for compression in ("tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"):
                    yield photo(name, noise(20, 15), compression=compression)
                yield encode(picture()[..., 0].astype(np.float32), name)

    return made


def heic_seeds() -> Iterable[bytes]:
    """Return HEIC files with EXIF and without."""
    from makers.heic_files import heic
    from makers.image_files import exif_block, noise, picture

    yield heic(picture())
    yield heic(noise(16, 16), exif=exif_block(6, x010f="Make"))


def raw_seeds() -> Iterable[bytes]:
    """Return DNGs, and TIFFs that could be RAW."""
    from makers.image_files import dng, noise, photo, picture

    yield dng(picture())
    yield dng(noise(32, 24), orientation=6)
    yield photo("TIFF")


TARGETS = {
    "jpeg": Target(decode, seeds_of("JPEG")),
    "png": Target(decode, seeds_of("PNG")),
    "webp": Target(decode, seeds_of("WEBP")),
    "avif": Target(decode, seeds_of("AVIF")),
    "heic": Target(decode, heic_seeds),
    "tiff": Target(decode, seeds_of("TIFF")),
    "bmp": Target(decode, seeds_of("BMP")),
    "gif": Target(decode, seeds_of("GIF")),
    "raw": Target(develop, raw_seeds),
}
LOADED = ["PIL.TiffImagePlugin", "PIL.PngImagePlugin", "engine.image", "app.indexing.budget"]

if __name__ == "__main__":
    sys.exit(main(__file__, TARGETS, words=WORDS, watched=["engine.image", "PIL"], load=LOADED))
