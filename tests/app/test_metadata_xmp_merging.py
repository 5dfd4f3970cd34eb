"""People merged into packets: what was there stays, what is ours is right, twice is once."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.xmp_packets import (
    ELEMENTS,
    NAMESPACES,
    assert_people,
    canonical,
    microsoft,
    mwg,
    packet,
    persons,
    region,
    size,
)

from app.metadata.people import NamedRegion, People
from app.metadata.xmp import PacketError, read_people, with_people
from app.metadata.xmp.spelling import clean_name, same_name

ANNA = NamedRegion("Anna", 0.4, 0.3, 0.2, 0.2)
BO = NamedRegion("Bo", 0.1, 0.1, 0.1, 0.1)

#: Everything of others that a packet may have.
OTHERS = (
    "<dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject><!-- kept -->"
    "<own:Thing own:b='2' own:a='1' xmlns:odd='http://example.org/odd/'>"
    "<rdf:Description odd:x='&quot;&amp;&#10;'><own:Deep rdf:parseType='Resource'><rdf:value>v</rdf:value>"
    "<odd:q>ü \U0001f600</odd:q></own:Deep></rdf:Description></own:Thing><?own instruction?>"
)


def merge(data: bytes | None, people: People, *, orientation: int = 1, **rest: object) -> bytes:
    width, height = (300, 400) if orientation >= 5 else (400, 300)
    gone = rest.get("gone", ())
    assert isinstance(gone, tuple)
    result = with_people(data, people, orientation=orientation, width=width, height=height, gone=gone)
    again = with_people(result, people, orientation=orientation, width=width, height=height, gone=gone)
    assert again == result
    return result


def read(data: bytes, *, orientation: int = 1) -> People:
    width, height = (300, 400) if orientation >= 5 else (400, 300)
    return read_people([data], orientation=orientation, width=width, height=height)


#: The usual prefixes mean other things.
_STRANGE_PREFIXES = (
    "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:rdf='urn:other' xmlns:stArea="
    "'http://www.metadataworkinggroup.com/schemas/regions/' xmlns:mwg-rs='urn:more'> </r:RDF>"
)

names = st.text(st.characters(codec="utf-8"), max_size=12).map(clean_name).filter(bool)
shares = st.floats(0, 0.9)
boxes = st.tuples(shares, shares, st.floats(0.001, 0.5), st.floats(0.001, 0.5))


@st.composite
def peoples(draw: st.DrawFn) -> People:
    """Draw people with distinct names and boxes that are not in one place twice for one name."""
    several = draw(st.lists(names, unique_by=same_name, max_size=8))
    placed = draw(st.integers(0, len(several)))
    regions = tuple(NamedRegion(name, *draw(boxes)) for name in several[:placed])
    return People(regions, tuple(several[placed:]))


@settings(max_examples=150, deadline=None)
@given(peoples(), st.integers(1, 8), st.sampled_from([None, packet(OTHERS), packet(persons("Eve"))]))
def test_what_is_written_is_read(people: People, orientation: int, start: bytes | None) -> None:
    result = merge(start, people, orientation=orientation)
    if start is not None and b"Eve" in start and "Eve" not in (each.name for each in people.regions):
        people = People(people.regions, (*people.present, "Eve"))
    assert_people(read(result, orientation=orientation), people)


@settings(max_examples=100, deadline=None)
@given(peoples(), peoples(), st.integers(1, 8), st.booleans())
def test_a_second_writing_replaces_the_first(
    first: People, second: People, orientation: int, frugal: bool
) -> None:
    """Whoever is in both is where the second says; whoever is not is still there, or gone as told."""
    start = packet(microsoft(("Kept", "0.95, 0.95, 0.001, 0.001")))
    written = merge(start, first, orientation=orientation)
    lost = tuple(each.name for each in first.regions) + first.present
    result = merge(written, second, orientation=orientation, gone=lost if frugal else ())
    found = read(result, orientation=orientation)
    if frugal:
        kept = NamedRegion("Kept", *_turned(orientation))
        if "kept" not in {same_name(each.name) for each in second.regions}:
            second = People((*second.regions, kept), second.present)
        assert_people(found, second)
    said = {same_name(each.name) for each in found.regions} | {same_name(name) for name in found.present}
    assert {same_name(each.name) for each in second.regions} <= said
    assert {same_name(name) for name in second.present} <= said


def _turned(orientation: int) -> tuple[float, float, float, float]:
    from app.metadata.xmp.geometry import to_upright

    return to_upright((0.95, 0.95, 0.001, 0.001), orientation)


def test_a_new_packet_has_the_size_of_the_stored_picture() -> None:
    text = merge(None, People((ANNA,)), orientation=6).decode()
    assert re.search(
        r"<stDim:w>400</stDim:w>\s*<stDim:h>300</stDim:h>\s*<stDim:unit>pixel</stDim:unit>", text
    )
    assert text.startswith("<?xpacket begin=")
    assert text.endswith('<?xpacket end="w"?>')


def test_all_that_is_not_ours_stays_byte_for_byte() -> None:
    before = packet(OTHERS)
    after = merge(before, People((ANNA,), ("Carl",)))
    ours = after.index(b"<rdf:Description", after.index(b"instruction?>"))
    end = after.index(b"</rdf:RDF>")
    assert after[:ours] + after[end:] == before
    removed = frozenset({"{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description"})
    assert canonical(before, without=removed) == canonical(after, without=removed)


def test_a_region_keeps_what_else_it_says() -> None:
    more = "<mwg-rs:Extensions own:id='7' rdf:parseType='Resource'/><mwg-rs:Rotation>1.5</mwg-rs:Rotation>"
    before = mwg(region("Anna", 0.5, 0.4, 0.2, 0.2, more=more), applied=size(400, 300))
    moved = merge(before, People((NamedRegion("Anna", 0.41, 0.3, 0.2, 0.2),)))
    assert moved.count(b"<rdf:li") == 2
    assert more.encode() in moved
    renamed = merge(before, People((NamedRegion("Anna Smith", 0.4, 0.3, 0.2, 0.2),)))
    assert more.encode() in renamed
    assert_people(read(renamed), People((NamedRegion("Anna Smith", 0.4, 0.3, 0.2, 0.2),)))


def test_saying_what_is_said_already_changes_nothing() -> None:
    both = ELEMENTS.format(size=size(400, 300), regions=region("Anna", "0,5", 0.4, 0.2, "20%"))
    before = packet(both + microsoft(("Anna", "0.4, 0.3, 0.2, 0.2")) + persons("Anna", "Carl"))
    assert merge(before, People((ANNA,), ("Carl",))) == before
    assert merge(before, People((ANNA,))) == before


def test_other_regions_stay() -> None:
    others = (
        region("Rex", 0.5, 0.5, 0.1, 0.1, kind="Pet"),
        region(None, 0.9, 0.9, 0.1, 0.1),
        region("Dora", 0.2, 0.9, 0.1, 0.1),
        region(None, 0.5, 0.4, 0.2, 0.2, kind="Focus"),
    )
    after = merge(mwg(*others, applied=size(400, 300)), People((ANNA,)))
    for each in others:
        assert each.encode() in after
    assert_people(read(after), People((ANNA, NamedRegion("Dora", 0.15, 0.85, 0.1, 0.1))))


def test_a_face_without_a_name_gets_ours() -> None:
    nameless = (
        mwg(region(None, 0.5, 0.4, 0.2, 0.2)),
        mwg(
            region(None, 0.5, 0.4, 0.2, 0.2)
            .replace("<rdf:li rdf:parseType='Resource'>", "<rdf:li><rdf:Description>")
            .replace("</rdf:li>", "</rdf:Description></rdf:li>")
        ),
    )
    for data in nameless:
        after = merge(data, People((ANNA,)))
        assert after.count(b"<mwg-rs:Area") == 1
        assert_people(read(after), People((ANNA,)))
    short = packet(
        "<MP:RegionInfo><rdf:Description><MPRI:Regions><rdf:Bag>"
        "<rdf:li MPReg:Rectangle='0.4, 0.3, 0.2, 0.2'/></rdf:Bag></MPRI:Regions>"
        "</rdf:Description></MP:RegionInfo>"
    )
    quoted = NamedRegion("Anna \"'&<", 0.4, 0.3, 0.2, 0.2)
    after = merge(short, People((quoted,)))
    assert after.count(b"0.4, 0.3, 0.2, 0.2") == 1
    assert_people(read(after), People((quoted,)))


def test_microsofts_regions_are_written_where_there_are_some() -> None:
    assert b"MPReg:Rectangle" not in merge(packet(OTHERS), People((ANNA,)))
    after = merge(packet(microsoft(("Bo", "0.1, 0.1, 0.1, 0.1"))), People((ANNA,)))
    assert b">0.4, 0.3, 0.2, 0.2<" in after
    assert_people(read(after), People((ANNA, BO)))


def test_who_is_gone_goes() -> None:
    details = (
        "<Iptc4xmpExt:PersonInImageWDetails><rdf:Bag><rdf:li rdf:parseType='Resource'>"
        "<Iptc4xmpExt:PersonName>Bo</Iptc4xmpExt:PersonName></rdf:li></rdf:Bag>"
        "</Iptc4xmpExt:PersonInImageWDetails>"
    )
    regions = region("Anna", 0.5, 0.4, 0.2, 0.2) + region("Bo", 0.15, 0.15, 0.1, 0.1)
    before = packet(
        ELEMENTS.format(size=size(400, 300), regions=regions)
        + microsoft(("Anna", "0.4, 0.3, 0.2, 0.2"), ("Bo", "0.1, 0.1, 0.1, 0.1"))
        + persons("Anna", "Bo", "Carl") + details
    )  # fmt: skip
    assert_people(read(merge(before, People((ANNA,)), gone=("Bo",))), People((ANNA,), ("Carl",)))
    nobody = merge(before, People(), gone=("Bo", "Anna", "Carl"))
    assert read(nobody) == People()
    for tag in (b"mwg-rs:Regions", b"MP:RegionInfo", b"PersonInImage>", b"WDetails>"):
        assert tag not in nobody


def test_whoever_lost_the_place_to_another_name_is_not_present_either() -> None:
    before = packet(
        ELEMENTS.format(size=size(400, 300), regions=region("Anna", 0.5, 0.4, 0.2, 0.2)) + persons("Anna")
    )
    married = People((NamedRegion("Anna Smith", 0.4, 0.3, 0.2, 0.2),))
    assert_people(read(merge(before, married)), married)


def test_the_spelling_of_a_name_follows() -> None:
    before = merge(None, People((NamedRegion("anna", 0.4, 0.3, 0.2, 0.2),), ("carl",)))
    after = merge(before, People((ANNA,), ("Carl",)))
    assert_people(read(after), People((ANNA,), ("Carl",)))
    assert b"<rdf:li>Anna</rdf:li>" in after
    assert b"anna" not in after


def test_names_may_change_places() -> None:
    before = merge(None, People((ANNA, BO)))
    swapped = People((NamedRegion("Anna", 0.1, 0.1, 0.1, 0.1), NamedRegion("Bo", 0.4, 0.3, 0.2, 0.2)))
    assert_people(read(merge(before, swapped)), swapped)


def test_somebody_may_be_there_twice() -> None:
    mirror = People((ANNA, NamedRegion("Anna", 0.7, 0.3, 0.2, 0.2)))
    once = merge(None, People((ANNA,)))
    twice = merge(once, mirror)
    assert_people(read(twice), mirror)
    assert_people(read(merge(twice, People((ANNA,)))), People((ANNA,)))


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_a_packet_in_the_upright_frame_is_turned_as_a_whole(orientation: int) -> None:
    regions = region("Dora", 0.2, 0.9, 0.1, 0.2) + region("Rex", 0.8, 0.1, 0.1, 0.1, kind="Pet")
    before = packet(
        ELEMENTS.format(size=size(300, 400), regions=regions) + microsoft(("Bo", "0.1, 0.1, 0.1, 0.1"))
    )
    after = merge(before, People((ANNA,)), orientation=orientation)
    dora = NamedRegion("Dora", 0.15, 0.8, 0.1, 0.2)
    assert_people(read(after, orientation=orientation), People((ANNA, dora, BO)))
    assert b"stDim:w='400' stDim:h='300'" in after
    pet = merge(after.replace(b"Pet", b"Face"), People((ANNA,)), orientation=orientation)
    rex = NamedRegion("Rex", 0.75, 0.05, 0.1, 0.1)
    assert_people(read(pet, orientation=orientation), People((ANNA, dora, BO, rex)))


def test_regions_of_a_cropped_picture() -> None:
    stale = mwg(region("Anna", 0.5, 0.4, 0.2, 0.2), applied=size(500, 100))
    assert_people(read(merge(stale, People((BO,), ("Anna",)))), People((BO,), ("Anna",)))
    assert merge(stale, People((), ("Carl",))).count(b"0.4") == 1
    pet = mwg(region("Rex", 0.5, 0.4, 0.2, 0.2, kind="Pet"), applied=size(500, 100))
    with pytest.raises(PacketError, match="another shape"):
        merge(pet, People((ANNA,)))


def test_regions_in_pixels_become_shares() -> None:
    pixels = region("Dora", 200, 120, 80, 60).replace("normalized", "pixel")
    after = merge(mwg(pixels, applied=size(400, 300)), People((BO,)))
    assert b"stArea:unit='normalized'" in after
    assert_people(read(after), People((BO, NamedRegion("Dora", 0.4, 0.3, 0.2, 0.2))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32-le"])
def test_the_encoding_and_all_around_the_packet_stay(encoding: str) -> None:
    inside = packet(OTHERS).decode()
    before = f"<?xpacket begin='\ufeff' id='W5M0'?>{inside}\n   \n<?xpacket end='w'?>".encode(encoding)
    after = merge(before, People((NamedRegion("Jürgen 😀", 0.1, 0.1, 0.2, 0.2),)))
    assert after.decode(encoding).endswith("\n   \n<?xpacket end='w'?>")
    assert after[:40] == before[:40]
    assert [each.name for each in read(after).regions] == ["Jürgen 😀"]


@pytest.mark.parametrize(
    "empty",
    [
        f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF {NAMESPACES}/></x:xmpmeta>",
        f"<rdf:RDF {NAMESPACES}><rdf:Description about='u:1'/></rdf:RDF>",
        packet("<mwg-rs:Regions/><Iptc4xmpExt:PersonInImage/>").decode(),
        packet("")
        .decode()
        .replace("rdf:about=''", "rdf:about='' mwg-rs:Regions='' Iptc4xmpExt:PersonInImage='Bo'"),
        packet("<Iptc4xmpExt:PersonInImage><rdf:Bag/></Iptc4xmpExt:PersonInImage>").decode(),
        mwg().decode().replace("<rdf:Bag></rdf:Bag>", "<rdf:Bag/>"),
        _STRANGE_PREFIXES,
    ],
)
def test_odd_beginnings(empty: str) -> None:
    after = merge(empty.encode(), People((ANNA,), ("Carl",)))
    there = ("Carl", "Bo") if "Bo" in empty else ("Carl",)
    assert_people(read(after), People((ANNA,), there))


def test_descriptions_are_about_one_thing() -> None:
    start = packet(OTHERS).replace(b"rdf:about=''", b"rdf:about='uuid:1&amp;2'")
    assert merge(start, People((ANNA,))).count(b"uuid:1&amp;2") == 2


@pytest.mark.parametrize("data", [b"", b"<a/>", b"\xff\xfe<", b"<!DOCTYPE a><a/>"])
def test_what_is_no_packet_is_not_written_to(data: bytes) -> None:
    with pytest.raises(PacketError):
        merge(data, People((ANNA,)))


def test_regions_that_cannot_be_turned_are_not_guessed() -> None:
    point = region(None, 0.5, 0.5, 0, 0, kind="Focus")
    with pytest.raises(PacketError, match="cannot be turned"):
        merge(mwg(point, applied=size(300, 400)), People((ANNA,)), orientation=6)
