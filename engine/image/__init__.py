"""Upright RGB pixels from any photo file.

`read_bytes` reads a file once, `decode` turns its bytes into an `Image`; whatever goes wrong in either
is an `ImageError` with a kind and a sentence for the user. This package knows files and pixels, and
nothing of faces, dates or the library. All of it may be used from many threads at once.

Decoders are large programs in C, and photos come from strangers. After `isolate` they run in processes of
their own (`engine.image.isolated`), so that a photo at which one crashes, loops or fills the memory is
refused like any other damaged one. The app asks for that; whoever trusts the files, as the trainer does, need
not.
"""

from __future__ import annotations

from engine.image import isolated
from engine.image.decoding import Image, decode_here
from engine.image.files import (
    DEFAULT_LIMITS,
    ImageError,
    ImageProblem,
    Limits,
    hash_file,
    open_file,
    read_bytes,
)
from engine.image.isolated import isolate
from engine.image.signatures import RAW_SUFFIXES, SUFFIXES

__all__ = [
    "DEFAULT_LIMITS",
    "RAW_SUFFIXES",
    "SUFFIXES",
    "Image",
    "ImageError",
    "ImageProblem",
    "Limits",
    "decode",
    "hash_file",
    "isolate",
    "open_file",
    "read_bytes",
]


def decode(data: bytes, *, name: str, at_least: int | None = None, limits: Limits = DEFAULT_LIMITS) -> Image:
    """Decode a photo of any format, decided by its content, and turn it upright.

    A file that ends early is decoded as far as it goes and marked `damaged`. Of animations and files of
    several pages the first picture is taken. Colour profiles are not applied.

    Args:
        data: content of the file.
        name: name or path of the file, for messages; its suffix tells a RAW photo from a plain TIFF
            where the content alone does not.
        at_least: longer side wanted, pixels. JPEGs are decoded at the smallest of 1/8, 1/4, 1/2 and 1
            whose longer side is no shorter, RAW photos at 1/2 or 1; all other formats in full. None:
            full size.
        limits: what is refused before memory is taken for it.

    Raises:
        ImageError: `EMPTY`, `UNSUPPORTED`, `DAMAGED`, `TOO_LARGE` or `NEEDS_RAW`, and where decoders run in
            processes of their own (`isolate`), `CRASHED`; nothing else.
    """
    if not data:
        raise ImageError(ImageProblem.EMPTY, name)
    if len(data) > limits.max_bytes:
        raise ImageError(ImageProblem.TOO_LARGE, name, f"{len(data) / 1e6:,.0f} MB")
    pool = isolated.pool()
    if pool is not None:
        return isolated.decode_apart(pool, data, name=name, at_least=at_least, limits=limits)
    return decode_here(data, name=name, at_least=at_least, limits=limits)
