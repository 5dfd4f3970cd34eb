"""JPEGs: packets in several segments, files with several pictures, what follows the picture."""

from __future__ import annotations

import hashlib
import io
import re
import struct
from xml.etree import ElementTree as ET

import PIL.Image
import pytest
from makers import packets as made
from makers.image_files import encode, picture
from makers.packets import RDF, jpeg_segment, packet, regions_packet

from app.metadata.containers import ContainerError, can_hold, read_packets, replace_packet

PLAIN = made.jpegs()["plain"]
XMP = b"http://ns.adobe.com/xap/1.0/\0"
EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"


def canonical(text: bytes) -> list[str]:
    """Return the properties of a packet, each as canonical XML, sorted; descriptions may be split."""
    root = ET.fromstring(text)
    rdf = root if root.tag.endswith("RDF") else root.find(f"{{{RDF}}}RDF")
    assert rdf is not None
    found = []
    for description in rdf:
        found += [f"{key}={value}" for key, value in description.attrib.items() if not key.endswith("about")]
        found += [ET.canonicalize(ET.tostring(element), strip_text=True) for element in description]
    return sorted(found)


def parts_of(tree: bytes, size: int) -> list[bytes]:
    guid = hashlib.md5(tree).hexdigest().upper().encode()
    return [
        jpeg_segment(0xE1, EXTENSION + guid + struct.pack(">II", len(tree), at) + tree[at : at + size])
        for at in range(0, len(tree), size)
    ]


def noted(tree: bytes, form: str = "attribute") -> bytes:
    """Return a packet that names a second tree, as an attribute or as an element."""
    guid = hashlib.md5(tree).hexdigest().upper()
    name = 'xmlns:xmpNote="http://ns.adobe.com/xmp/note/"'
    text = packet().decode()
    if form == "attribute":
        return text.replace("rdf:about=", f'{name} xmpNote:HasExtendedXMP="{guid}" rdf:about=').encode()
    element = f"<xmpNote:HasExtendedXMP {name}>{guid}</xmpNote:HasExtendedXMP>"
    return text.replace("<dc:title>", element + "<dc:title>").encode()


TREE = (
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:e="http://example.org/e/"><rdf:RDF xmlns:rdf="{RDF}">'
    f'<rdf:Description rdf:about="" e:short="1"><e:long>{"Ä" * 3000}</e:long></rdf:Description>'
    "</rdf:RDF></x:xmpmeta>"
).encode()


@pytest.mark.parametrize("form", ["attribute", "element"])
@pytest.mark.parametrize("turn", [1, -1])
def test_a_second_tree_is_joined_in_any_order(form: str, turn: int) -> None:
    segments = parts_of(TREE, 1000)
    data = PLAIN[:2] + b"".join([jpeg_segment(0xE1, XMP + noted(TREE, form)), *segments[::turn]]) + PLAIN[2:]
    (found,) = read_packets(data)
    assert b"HasExtended" not in found
    assert canonical(found) == sorted(canonical(packet()) + canonical(TREE))
    assert replace_packet(data, None) == PLAIN
    changed = replace_packet(data, packet())
    assert read_packets(changed) == (packet(),)
    assert EXTENSION not in changed


@pytest.mark.parametrize("damage", ["missing", "twice", "changed", "longer", "shorter", "no XML"])
def test_a_damaged_second_tree_is_left_alone(damage: str) -> None:
    tree = b"<x>" if damage == "no XML" else TREE
    segments = parts_of(tree, 1000)
    if damage == "missing":
        del segments[2]
    elif damage == "twice":
        segments.append(segments[1])
    elif damage == "changed":
        segments[1] = segments[1].replace(b"\xc3\x84", b"\xc3\x85", 1)
    elif damage in {"longer", "shorter"}:
        length = struct.pack(">I", len(tree))
        other = struct.pack(">I", len(tree) + (1 if damage == "longer" else -1))
        segments = [segment.replace(length, other, 1) for segment in segments]
    data = PLAIN[:2] + b"".join([jpeg_segment(0xE1, XMP + noted(tree)), *segments]) + PLAIN[2:]
    assert read_packets(data) == ((noted(tree), tree) if damage == "no XML" else (noted(tree),))
    assert not can_hold(data)
    with pytest.raises(ContainerError):
        replace_packet(data, packet())


def test_parts_that_no_packet_names_stay() -> None:
    strangers = b"".join(parts_of(TREE, 1000))
    data = PLAIN[:2] + strangers + PLAIN[2:]
    assert read_packets(data) == ()
    written = replace_packet(data, packet())
    assert read_packets(written) == (packet(),)
    assert strangers in written
    assert replace_packet(written, None) == data


def test_a_long_packet_is_split_and_people_stay_in_front() -> None:
    text = regions_packet(100)
    assert len(text) > 65_502
    data = replace_packet(PLAIN, text)
    first = data[data.index(XMP) :][: 65_502 + len(XMP)]
    assert b"Person 99" in first
    assert b"long long" not in first[: first.index(EXTENSION)]
    assert read_packets(data) == (text,)
    assert replace_packet(data, text) == data
    assert replace_packet(replace_packet(data, packet()), text) == data
    assert replace_packet(data, None) == PLAIN
    with PIL.Image.open(io.BytesIO(data)) as image, PIL.Image.open(io.BytesIO(PLAIN)) as before:
        assert image.tobytes() == before.tobytes()


def test_more_people_than_fit_in_front() -> None:
    text = regions_packet(1500)
    assert read_packets(replace_packet(PLAIN, text)) == (text,)


def test_a_split_packet_that_another_program_wrote_anew() -> None:
    """Comments and prefixes are other then; the second tree is as it was."""
    text = regions_packet(300)
    data = replace_packet(PLAIN, text)
    mark = b"<!--Familiar: moved-->"
    start = data.index(XMP)
    end = start + int.from_bytes(data[start - 2 : start], "big") - 2
    first = data[start + len(XMP) : end]
    assert first.count(mark) == 1
    without = first.replace(mark, b"")
    other = re.sub(rb"\bdc\b", b"d", without.replace(b"http://purl.org/dc/", b"http://purl.org/d/"))
    for changed in (without, first.replace(mark, mark * 2), other):
        again = data[: start - 4] + jpeg_segment(0xE1, XMP + changed) + data[end:]
        (found,) = read_packets(again)
        properties = canonical(found.replace(mark, b""))
        assert len(properties) == len(canonical(text))
        if b"purl.org/dc/" in changed:
            assert properties == canonical(text)
        assert replace_packet(again, None) == PLAIN


def test_a_description_of_long_attributes_goes_as_a_whole() -> None:
    """Depth maps are written so."""
    text = packet().replace(
        b"</rdf:RDF>",
        b'<rdf:Description rdf:about="" xmlns:GImage="http://ns.google.com/photos/1.0/image/" GImage:Data="'
        + b"QUJD" * 50_000
        + b'"/></rdf:RDF>',
    )
    data = replace_packet(PLAIN, text)
    (found,) = read_packets(data)
    assert canonical(found) == canonical(text)
    assert b"Garden" in data[: data.index(EXTENSION)]


def test_padding_is_given_up_before_a_packet_is_split() -> None:
    text = packet(padding=70_000)
    assert read_packets(replace_packet(PLAIN, text)) == (packet(),)


@pytest.mark.parametrize(
    "text",
    [
        b"x" * 70_000,
        packet("&a;" + "b" * 70_000).replace(b"<x:xmpmeta", b'<!DOCTYPE x [<!ENTITY a "a">]><x:xmpmeta'),
        packet("\0" * 70_000),
        packet("a" * 70_000).replace(b"rdf:RDF", b"rdf:Other"),
        ("<a>" * 300 + "b" * 70_000 + "</a>" * 300).encode(),
        packet("a" * 70_000).decode().encode("utf-16"),
    ],
    ids=["words", "entities", "zeros", "no RDF", "deep", "UTF-16"],
)
def test_long_packets_that_cannot_be_split(text: bytes) -> None:
    with pytest.raises(ContainerError):
        replace_packet(PLAIN, text)


def mpo() -> bytes:
    file = io.BytesIO()
    first, *rest = made.frames()
    first.save(file, "MPO", save_all=True, append_images=rest)
    return file.getvalue()


def pictures(data: bytes) -> list[bytes]:
    """Decode the pictures of a multi-picture file where its index says they are."""
    with PIL.Image.open(io.BytesIO(data)) as image:
        assert image.format == "MPO"
        found = []
        for number in range(image.n_frames):
            image.seek(number)
            found.append(image.tobytes())
        return found


def sizes(data: bytes) -> list[tuple[int, int]]:
    with PIL.Image.open(io.BytesIO(data)) as image:
        return [(entry["Size"], entry["DataOffset"]) for entry in image.mpinfo[0xB002]]


def test_the_index_of_several_pictures_is_kept_right() -> None:
    data = mpo()
    before = pictures(data)
    assert len(before) == 3
    written = replace_packet(data, packet())
    assert pictures(written) == before
    grown = len(written) - len(data)
    assert sizes(written)[0] == (sizes(data)[0][0] + grown, 0)
    start, start_before = (text.index(b"MPF\0") + 4 for text in (written, data))
    assert sizes(written)[1:] == sizes(data)[1:]
    for size, offset in sizes(written)[1:]:
        assert written[start + offset :][:3] == b"\xff\xd8\xff"
        assert written[start + offset :][:size] == data[start_before + offset :][:size]
    assert replace_packet(written, None) == data


def test_a_packet_behind_the_index_moves_the_other_pictures() -> None:
    data = mpo()
    at = data.index(b"MPF\0")
    end = at - 2 + int.from_bytes(data[at - 2 : at], "big")
    segment = jpeg_segment(0xE1, XMP + packet("x" * 100))
    moved = data[:end] + segment + data[end:]
    with pytest.raises(ContainerError, match="further pictures is wrong"):
        replace_packet(moved, None)
    # Put right by hand: the first picture is longer, the others are further away.
    at += 4
    order = "<" if data[at : at + 2] == b"II" else ">"
    entry = moved.index(struct.pack(order + "I", sizes(data)[0][0]), at)
    fixed = bytearray(moved)
    for number, (size, offset) in enumerate(sizes(data)):
        values = (size + len(segment), 0) if number == 0 else (size, offset + len(segment))
        struct.pack_into(order + "II", fixed, entry + 16 * number, *values)
    assert pictures(bytes(fixed)) == pictures(data)
    assert replace_packet(bytes(fixed), None) == data
    longer = replace_packet(bytes(fixed), packet("y" * 5000))
    assert pictures(longer) == pictures(data)


def test_a_damaged_index_is_left_alone() -> None:
    data = mpo()
    at = data.index(b"MPF\0") + 4
    for damaged in (
        data[:at] + b"XX" + data[at + 2 :],
        data[: at + 4] + b"\xff\xff\xff\xff" + data[at + 8 :],
        data[: at + 8] + bytes(2) + data[at + 10 :],
        data[: data.rindex(b"\xff\xd8\xff")],
    ):
        with pytest.raises(ContainerError, match="further pictures"):
            replace_packet(damaged, packet())


def test_a_second_picture_without_an_index_is_left_alone() -> None:
    """Makers' notes say where it is, by its distance from the first picture's start."""
    data = made.jpegs()["progressive"]
    assert not can_hold(data + PLAIN)
    assert can_hold(data + b"\0\0" + b"SEFT")


def test_the_packet_follows_what_must_come_first() -> None:
    data = replace_packet(made.jpegs()["profile"], packet())
    order = [data.index(text) for text in (b"JFIF\0", b"Exif\0", XMP, b"ICC_PROFILE")]
    assert order == sorted(order)


def test_a_thumbnail_inside_is_not_taken_for_the_picture() -> None:
    inner = encode(picture(16, 16), "JPEG", xmp=packet("inner"))
    exif = b"Exif\0\0" + made.exif_block(1) + inner
    data = PLAIN[:2] + jpeg_segment(0xE1, exif) + PLAIN[2:]
    assert read_packets(data) == ()
    assert replace_packet(replace_packet(data, packet()), None) == data


@pytest.mark.parametrize("fill", [0, 1, 3])
def test_a_second_picture_is_seen_behind_fill_bytes(fill: int) -> None:
    """Any number of FF bytes may stand before a marker (ITU-T T.81, B.1.1.2)."""
    scan = PLAIN.index(b"\xff\xda")
    filled = PLAIN[:scan] + b"\xff" * fill + PLAIN[scan:]
    assert can_hold(filled)
    assert not can_hold(filled + PLAIN)
