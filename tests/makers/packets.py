"""Makes XMP packets, and photo files of every variant that a packet can be put into."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import PIL.Image
import PIL.ImageCms
from makers.heic_files import _box, _full
from makers.image_files import deflated_tiff, encode, exif_block, picture

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def packet(text: str = "Anna", *, wrapped: bool = True, padding: int = 0) -> bytes:
    """Return a packet with a description; `wrapped` in the processing instructions of a packet."""
    tree = (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="3">'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:description>'
        "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Garden</rdf:li></rdf:Alt></dc:title>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    if not wrapped:
        return tree.encode()
    start = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    return f'{start}{tree}\n{" " * padding}<?xpacket end="w"?>'.encode()


def regions_packet(count: int) -> bytes:
    """Return a packet with so many named face regions and a long description beside them."""
    items = "".join(
        f'<rdf:li rdf:parseType="Resource"><mwg-rs:Name>Person {number}</mwg-rs:Name>'
        '<mwg-rs:Type>Face</mwg-rs:Type><mwg-rs:Area stArea:x="0.5" stArea:y="0.5" stArea:w="0.1" '
        'stArea:h="0.1" stArea:unit="normalized"/></rdf:li>'
        for number in range(count)
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about=""'
        ' xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"'
        ' xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#">'
        '<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:AppliedToDimensions stDim:w="64" stDim:h="48"'
        f' stDim:unit="pixel"/><mwg-rs:RegionList><rdf:Bag>{items}</rdf:Bag></mwg-rs:RegionList>'
        '</mwg-rs:Regions><dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{'long ' * 13000}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    ).encode()


_EXIF = exif_block(6, x010f="Maker", x0110="Camera")
_PROFILE = PIL.ImageCms.ImageCmsProfile(PIL.ImageCms.createProfile("sRGB")).tobytes()
_IPTC = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x09\x1c\x02\x05\0\x04Gard\0"


def frames(count: int = 3) -> list[PIL.Image.Image]:
    """Return pictures that differ, for animations and pages."""
    return [PIL.Image.fromarray(np.roll(picture(), 5 * number, 1)) for number in range(count)]


def animation(file_format: str, **options: object) -> bytes:
    """Save three frames or pages through Pillow."""
    file = io.BytesIO()
    first, *rest = frames()
    first.save(file, file_format, save_all=True, append_images=rest, **options)
    return file.getvalue()


def with_iptc(jpeg: bytes) -> bytes:
    """Put a Photoshop block with an IPTC title after a JPEG's first segment."""
    end = 4 + int.from_bytes(jpeg[4:6], "big")
    return jpeg[:end] + b"\xff\xed" + struct.pack(">H", len(_IPTC) + 2) + _IPTC + jpeg[end:]


def jpegs() -> dict[str, bytes]:
    """Return JPEGs of many kinds, by name; none has a packet."""
    pixels = picture()
    plain = encode(pixels, "JPEG")
    return {
        "plain": plain,
        "progressive": encode(pixels, "JPEG", progressive=True),
        "cmyk": encode(pixels, "JPEG", mode="CMYK"),
        "grey": encode(pixels, "JPEG", mode="L"),
        "exif": encode(pixels, "JPEG", exif=_EXIF),
        "profile": encode(pixels, "JPEG", exif=_EXIF, icc_profile=_PROFILE, comment="A garden"),
        "iptc": with_iptc(plain),
        "restarts": encode(pixels, "JPEG", restart_marker_rows=1),
        "motion": plain + b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(200),
        "filled": plain[:2] + b"\xff\xff" + plain[2:],
        "no jfif": plain[:2] + plain[20:],
    }


def pngs() -> dict[str, bytes]:
    """Return PNGs of many kinds, by name; none has a packet."""
    pixels = picture()
    deep = (pixels[:, :, 0].astype(np.uint16) << 8) + pixels[:, :, 1]
    plain = encode(pixels, "PNG")
    return {
        "plain": plain,
        "palette": encode(pixels, "PNG", mode="P"),
        "alpha": encode(pixels, "PNG", mode="RGBA"),
        "sixteen": encode(deep, "PNG"),
        "one bit": encode(pixels, "PNG", mode="1"),
        "exif": encode(pixels, "PNG", exif=_EXIF, icc_profile=_PROFILE, dpi=(72, 72)),
        "animated": animation("PNG"),
        "rest": plain + b"something after the end",
    }


def webps() -> dict[str, bytes]:
    """Return WebPs of many kinds, by name; none has a packet."""
    pixels = picture()
    faded = np.dstack([pixels, pixels[:, :, 0]])
    return {
        "lossy": encode(pixels, "WEBP"),
        "lossless": encode(pixels, "WEBP", lossless=True),
        "lossy alpha": encode(faded, "WEBP"),
        "lossless alpha": encode(faded, "WEBP", lossless=True),
        "exif": encode(pixels, "WEBP", exif=_EXIF, icc_profile=_PROFILE),
        "odd": encode(pixels[:33, :31], "WEBP", exif=_EXIF + b"\0"),
        "animated": animation("WEBP"),
    }


def tiffs() -> dict[str, bytes]:
    """Return plain TIFFs of many kinds, by name; none has a packet."""
    pixels = picture()
    deep = (pixels[:, :, 0].astype(np.uint16) << 8) + pixels[:, :, 1]
    return {
        "plain": encode(pixels, "TIFF"),
        "big-endian": big_endian(),
        "deflate": encode(pixels, "TIFF", compression="tiff_adobe_deflate"),
        "lzw": encode(pixels, "TIFF", compression="tiff_lzw"),
        "packbits": encode(pixels, "TIFF", compression="packbits"),
        "jpeg": encode(pixels, "TIFF", compression="jpeg"),
        "cmyk": encode(pixels, "TIFF", mode="CMYK"),
        "palette": encode(pixels, "TIFF", mode="P"),
        "one bit": encode(pixels, "TIFF", mode="1", compression="group4"),
        "sixteen": encode(deep, "TIFF"),
        "float": encode(pixels[:, :, 0].astype(np.float32), "TIFF"),
        "profile": encode(pixels, "TIFF", exif=_EXIF, icc_profile=_PROFILE, dpi=(72, 72)),
        "strips": deflated_tiff(pixels, 5),
        "pages": animation("TIFF"),
        "big": encode(pixels, "TIFF", big_tiff=True),
        "tiles": tiled(),
        "odd length": encode(pixels, "TIFF") + b"\0",
    }


def big_endian() -> bytes:
    """Return an uncompressed grey TIFF in the byte order of Motorola's processors."""
    pixels = picture()[:, :, 0]
    return _tiff(">", pixels.tobytes(), [(258, 3, 8), (277, 3, 1), (278, 3, 48)], 273, 279)


def tiled() -> bytes:
    """Return an uncompressed grey TIFF of twelve tiles of 16 by 16 pixels."""
    pixels = picture()[:, :, 0]
    tiles = pixels.reshape(3, 16, 4, 16).transpose(0, 2, 1, 3).tobytes()
    return _tiff("<", tiles, [(258, 3, 8), (277, 3, 1), (322, 3, 16), (323, 3, 16)], 324, 325, 12)


def _tiff(
    order: str, pixels: bytes, further: list[tuple[int, int, int]], offsets: int, lengths: int, count: int = 1
) -> bytes:
    entries = [(256, 3, 64), (257, 3, 48), (259, 3, 1), (262, 3, 1), *further]
    number = len(entries) + 2
    lists = 8 + 2 + 12 * number + 4
    first = lists + 8 * count
    size = len(pixels) // count
    starts = struct.pack(f"{order}{count}I", *(first + size * index for index in range(count)))
    sizes = struct.pack(f"{order}{count}I", *[size] * count)
    table = {tag: struct.pack(order + "HHIHH", tag, kind, 1, value, 0) for tag, kind, value in entries}
    for tag, values, where in ((offsets, starts, lists), (lengths, sizes, lists + 4 * count)):
        value = values if count == 1 else struct.pack(order + "I", where)
        table[tag] = struct.pack(order + "HHI", tag, 4, count) + value
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "IH", 8, number)
    return head + b"".join(table[tag] for tag in sorted(table)) + bytes(4) + starts + sizes + pixels


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def jpeg_segment(marker: int, content: bytes) -> bytes:
    """Return a marker segment."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def heif(
    text: bytes, *, version: int = 0, held: bool = False, content_type: bytes = b"application/rdf+xml"
) -> bytes:
    """Return a file of boxes with nothing but a packet in it, in two pieces.

    Args:
        text: the packet.
        version: of the box that says where items are.
        held: keep the packet in the box `idat` beside it, and not in `mdat`.
        content_type: of the item.
    """
    start = _box(b"ftyp", b"heic", bytes(4), b"mif1", b"heic")
    entry = _full(b"infe", 2, struct.pack(">HH4s", 7, 0, b"mime"), b"XMP\0" + content_type + b"\0")
    half = len(text) // 2

    def meta(first: int) -> bytes:
        number = ">I" if version == 2 else ">H"
        item = struct.pack(number, 7) + (struct.pack(">H", int(held)) if version else b"") + bytes(2)
        item += struct.pack(">HIIII", 2, first, half, first + half, len(text) - half)
        place = _full(b"iloc", version, b"\x44\x00", struct.pack(number, 1), item)
        items = _full(b"iinf", 0, struct.pack(">H", 1), entry)
        return _full(b"meta", 0, items, place, _box(b"idat", text if held else b""))

    first = 0 if held else len(start) + len(meta(0)) + 8
    return start + meta(first) + _box(b"mdat", b"" if held else text)
