"""Makes HEIC files without an encoder library.

The one HEVC picture inside is stored as raw samples (`pcm_flag` of ITU-T H.265, section 7.3.8.7), so all
that has to be written is headers, an arithmetic code of three decisions per block of 16 × 16 pixels, and
the samples. Section numbers below are those of H.265; boxes are those of ISO/IEC 14496-12 and 23008-12.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

BLOCK = 16

# Table 9-52, last column, first states: the only part that so regular a stream can reach.
_LPS_RANGES = (240, 227, 216, 205, 195, 185, 175, 166, 158, 150, 142, 135, 128, 122, 116, 110)

# Rotation (quarter turns against the clock) and mirror axis that stand for each EXIF orientation.
_TURNS: dict[int, tuple[int, int | None]] = {
    1: (0, None),
    2: (0, 1),
    3: (2, None),
    4: (0, 0),
    5: (1, 0),
    6: (3, None),
    7: (3, 0),
    8: (1, None),
}


@dataclass
class _Bits:
    bits: list[int] = field(default_factory=list)

    def u(self, value: int, count: int) -> None:
        self.bits += [value >> shift & 1 for shift in range(count - 1, -1, -1)]

    def ue(self, *values: int) -> None:
        """Write Exp-Golomb codes (section 9.2)."""
        for value in values:
            length = (value + 1).bit_length()
            self.u(0, length - 1)
            self.u(value + 1, length)

    def align(self, first: int = 0) -> None:
        if first:
            self.u(1, 1)
        while len(self.bits) % 8:
            self.u(0, 1)

    def data(self) -> bytes:
        return np.packbits(self.bits).tobytes()


class _Arithmetic:
    """The arithmetic encoder of section 9.3.5."""

    def __init__(self, out: _Bits) -> None:
        self.out = out
        self.state = 0  # of the one context, part_mode, at QP 26; its likely value is 1
        self.restart()

    def restart(self) -> None:
        self.low, self.range, self.first, self.outstanding = 0, 510, True, 0

    def likely(self) -> None:
        assert self.range >> 6 & 3 == 3
        self.range -= _LPS_RANGES[self.state]
        self.state += 1
        self._renormalise()

    def terminate(self, value: int) -> None:
        self.range -= 2
        if value:
            self.low += self.range
            self.range = 2
        self._renormalise()
        if value:
            self._put(self.low >> 9 & 1)
            self.out.u(self.low >> 7 & 3 | 1, 2)
            self.out.align()

    def _renormalise(self) -> None:
        while self.range < 256:
            if self.low < 256:
                self._put(0)
            elif self.low >= 512:
                self.low -= 512
                self._put(1)
            else:
                self.low -= 256
                self.outstanding += 1
            self.range <<= 1
            self.low <<= 1

    def _put(self, bit: int) -> None:
        if self.first:
            self.first = False
        else:
            self.out.u(bit, 1)
        self.out.bits += [1 - bit] * self.outstanding
        self.outstanding = 0


def _unit(kind: int, payload: bytes) -> bytes:
    """Wrap a payload as a network abstraction layer unit (section 7.3.1)."""
    escaped = bytearray()
    zeros = 0
    for byte in payload:
        if zeros >= 2 and byte <= 3:
            escaped.append(3)
            zeros = 0
        escaped.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes([kind << 1, 1]) + bytes(escaped)


_PROFILE = bytes([0x03, 0x70, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93])


def _profile(bits: _Bits) -> None:
    for byte in _PROFILE:
        bits.u(byte, 8)


def _video_parameters() -> bytes:
    bits = _Bits()
    bits.u(0, 4)
    bits.u(3, 2)
    bits.u(0, 6 + 3)
    bits.u(1, 1)
    bits.u(0xFFFF, 16)
    _profile(bits)
    bits.u(1, 1)
    bits.ue(0, 0, 0)
    bits.u(0, 6)
    bits.ue(0)
    bits.u(0, 2)
    bits.align(1)
    return _unit(32, bits.data())


def _sequence_parameters(width: int, height: int) -> bytes:
    bits = _Bits()
    bits.u(0, 4 + 3)
    bits.u(1, 1)
    _profile(bits)
    bits.ue(0, 1, width, height)
    bits.u(0, 1)
    bits.ue(0, 0, 0)
    bits.u(1, 1)
    bits.ue(0, 0, 0)
    bits.ue(1, 0, 0, 2, 0, 0)  # blocks of 16 only; transforms of 4 to 16
    bits.u(0, 3)
    bits.u(1, 1)  # pcm_enabled_flag
    bits.u(7, 4)
    bits.u(7, 4)
    bits.ue(1, 0)
    bits.u(1, 1)
    bits.ue(0)
    bits.u(0, 5)
    bits.align(1)
    return _unit(33, bits.data())


def _picture_parameters() -> bytes:
    bits = _Bits()
    bits.ue(0, 0)
    bits.u(0, 1 + 1 + 3 + 1 + 1)
    bits.ue(0, 0, 0)
    bits.u(0, 3)
    bits.ue(0, 0)
    bits.u(0, 1 + 1 + 1 + 1 + 1 + 1 + 1)
    bits.u(0b101, 3)  # deblocking is controlled, not overridden, off
    bits.u(0, 2)
    bits.ue(0)
    bits.u(0, 2)
    bits.align(1)
    return _unit(34, bits.data())


def _slice(pixels: NDArray[np.uint8]) -> bytes:
    height, width = pixels.shape[:2]
    luma, chroma = _ycc(pixels)
    bits = _Bits()
    bits.u(0b10, 2)
    bits.ue(0, 2, 0)
    bits.align(1)
    coder = _Arithmetic(bits)
    blocks = [(y, x) for y in range(0, height, BLOCK) for x in range(0, width, BLOCK)]
    for index, (y, x) in enumerate(blocks):
        coder.likely()  # part_mode: one part
        coder.terminate(1)  # pcm_flag
        half = (slice(y // 2, y // 2 + 8), slice(x // 2, x // 2 + 8))
        planes = (luma[y : y + BLOCK, x : x + BLOCK], chroma[0][half], chroma[1][half])
        bits.bits += np.unpackbits(np.concatenate([plane.ravel() for plane in planes])).tolist()
        coder.restart()
        coder.terminate(int(index == len(blocks) - 1))  # end_of_slice_segment_flag
    return _unit(19, bits.data())


def _ycc(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], list[NDArray[np.uint8]]]:
    """Convert to full-range BT.601 with chroma at half size."""
    red, green, blue = np.moveaxis(pixels.astype(np.float64), 2, 0)
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    height, width = luma.shape
    chroma = []
    for colour, weight in ((blue, 1.772), (red, 1.402)):
        plane = (colour - luma) / weight + 128
        chroma.append(plane.reshape(height // 2, 2, width // 2, 2).mean((1, 3)))
    whole = [np.clip(np.rint(plane), 0, 255).astype(np.uint8) for plane in (luma, *chroma)]
    return whole[0], whole[1:]


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def _full(kind: bytes, version: int, *parts: bytes) -> bytes:
    return _box(kind, bytes([version, 0, 0, 0]), *parts)


def heic(
    pixels: NDArray[np.uint8],
    *,
    orientation: int = 1,
    exif: bytes | None = None,
    stated_size: tuple[int, int] | None = None,
) -> bytes:
    """Make an HEIC file of (h, w, 3) pixels; h and w must be multiples of 16, of at most 16 blocks.

    Args:
        pixels: the picture as stored.
        orientation: written as rotation and mirror properties, which decoders apply.
        exif: TIFF-structured block.
        stated_size: width and height for the `ispe` property, where it is to lie.
    """
    height, width = pixels.shape[:2]
    units = (_video_parameters(), _sequence_parameters(width, height), _picture_parameters())
    configuration = bytes([1]) + _PROFILE + bytes([0xF0, 0, 0xFC, 0xFD, 0xF8, 0xF8, 0, 0, 0x0F, 3])
    for kind, unit in zip((32, 33, 34), units, strict=True):
        configuration += bytes([0x80 | kind]) + struct.pack(">HH", 1, len(unit)) + unit
    turns, axis = _TURNS[orientation]
    properties = [
        _box(b"hvcC", configuration),
        _full(b"ispe", 0, struct.pack(">II", *(stated_size or (width, height)))),
        _box(b"colr", b"nclx", struct.pack(">HHHB", 1, 13, 6, 0x80)),
    ]
    if turns:
        properties.append(_box(b"irot", bytes([turns])))
    if axis is not None:
        properties.append(_box(b"imir", bytes([axis])))
    links = bytes(index | (0x80 if index in {1, 4, 5} else 0) for index in range(1, len(properties) + 1))
    coded = _slice(pixels)
    items = [struct.pack(">I", len(coded)) + coded]
    entries = [_full(b"infe", 2, struct.pack(">HH4s", 1, 0, b"hvc1"), b"\0")]
    references = b""
    if exif is not None:
        items.append(bytes(4) + exif)
        entries.append(_full(b"infe", 2, struct.pack(">HH4s", 2, 0, b"Exif"), b"\0"))
        references = _full(b"iref", 0, _box(b"cdsc", struct.pack(">HHH", 2, 1, 1)))
    start = _box(b"ftyp", b"heic", bytes(4), b"mif1", b"heic")

    def meta(first: int) -> bytes:
        locations = b""
        offset = first
        for number, item in enumerate(items, 1):
            locations += struct.pack(">HHHII", number, 0, 1, offset, len(item))
            offset += len(item)
        return _full(
            b"meta",
            0,
            _full(b"hdlr", 0, bytes(4), b"pict", bytes(13)),
            _full(b"pitm", 0, struct.pack(">H", 1)),
            _full(b"iloc", 0, b"\x44\x00", struct.pack(">H", len(items)), locations),
            _full(b"iinf", 0, struct.pack(">H", len(entries)), *entries),
            references,
            _box(
                b"iprp",
                _box(b"ipco", *properties),
                _full(b"ipma", 0, struct.pack(">IHB", 1, 1, len(properties)), links),
            ),
        )

    first = len(start) + len(meta(0)) + 8
    return start + meta(first) + _box(b"mdat", *items)
