"""Who is in a photo, as packets of many writers say it."""

from __future__ import annotations

import time
import tracemalloc

import numpy as np
import pytest
from makers.xmp_packets import (
    assert_people,
    box,
    microsoft,
    mwg,
    packet,
    persons,
    region,
    size,
)

from app.metadata.people import NamedRegion, People
from app.metadata.xmp import KeywordRule, PacketError, geometry, read_people
from app.metadata.xmp.packets import parse
from app.metadata.xmp.spelling import clean_name, read_number, read_rectangle
from engine.image.conversion import upright

ANNA = NamedRegion("Anna", 0.4, 0.3, 0.2, 0.2)


def read(
    *packets: bytes, orientation: int = 1, width: int = 400, height: int = 300, **rest: KeywordRule
) -> People:
    return read_people(packets, orientation=orientation, width=width, height=height, **rest)


FORMS = {
    "elements": mwg(region("Anna", 0.5, 0.4, 0.2, 0.2)),
    "attributes": packet(
        "<mwg-rs:Regions><rdf:Description><mwg-rs:RegionList><rdf:Bag><rdf:li>"
        "<rdf:Description mwg-rs:Name='Anna' mwg-rs:Type='Face'>"
        "<mwg-rs:Area stArea:x='.5' stArea:y='0.4' stArea:w='2e-1' stArea:h='20%'/>"
        "</rdf:Description></rdf:li></rdf:Bag></mwg-rs:RegionList></rdf:Description></mwg-rs:Regions>"
    ),
    "sequence, decimal commas, no type": mwg(region("Anna", "0,5", "0,4", "0,2", " 0,2 ", kind=None)).replace(
        b"rdf:Bag", b"rdf:Seq"
    ),
    "numbered items": mwg(region("Anna", 0.5, 0.4, 0.2, 0.2)).replace(b"rdf:li", b"rdf:_1"),
    "qualifier": mwg(
        region("<rdf:Description rdf:value='Anna' xml:lang='de'/>", 0.5, 0.4, 0.2, 0.2),
    ),
    "language alternatives": mwg(
        region("<rdf:Alt><rdf:li xml:lang='x-default'>Anna</rdf:li></rdf:Alt>", 0.5, 0.4, 0.2, 0.2)
    ),
    "pixels": mwg(region("Anna", 200, 120, 80, 60).replace("normalized", "pixel"), applied=size(400, 300)),
    "Microsoft": packet(microsoft(("Anna", "0.4, 0.3, 0.2, 0.2"))),
    "Microsoft with commas": packet(microsoft(("Anna", "0,4, 0,3, 0,2, 0,2"))),
    "Microsoft without spaces": packet(microsoft(("Anna", "0.4,0.3,0.2,0.2"))),
    "bare, other prefixes": (
        b"<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><r:Description r:about='uuid:1'>"
        b"<Regions xmlns='http://www.metadataworkinggroup.com/schemas/regions/' r:parseType='Resource'>"
        b"<RegionList><r:Bag><r:li r:parseType='Resource'><Name>An<!-- no -->na</Name><Type>FACE</Type>"
        b"<Area xmlns:a='http://ns.adobe.com/xmp/sType/Area#' a:x='.5' a:y='.4' a:w='.2' a:h='.2'/></r:li>"
        b"</r:Bag></RegionList></Regions></r:Description></r:RDF>"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_the_same(form: str) -> None:
    assert_people(read(FORMS[form]), People((ANNA,)))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"]
)
def test_every_encoding_and_wrapping_says_the_same(encoding: str) -> None:
    text = FORMS["elements"].decode()
    wrapped = (
        f"<?xpacket begin='\ufeff' id='W5M0'?>\n<!-- a -> b -->{text}\n{' ' * 2048}<?xpacket end='w'?>\n"
    )
    assert_people(read(wrapped.encode(encoding)), People((ANNA,)))
    assert_people(read(f"\n \n{text}".encode(encoding)), People((ANNA,)))


def test_junk_around_a_packet_is_left_alone() -> None:
    data = FORMS["elements"]
    assert_people(read(b"http://ns.adobe.com/xap/1.0/\0" + data + b"\0\0\xff junk <"), People((ANNA,)))
    assert_people(read(b"<?xml version='1.0' encoding='latin-1'?>" + data), People((ANNA,)))


def test_a_broken_letter_costs_one_name_alone() -> None:
    data = mwg(region("Anna", 0.5, 0.4, 0.2, 0.2), region("J?rg", 0.1, 0.1, 0.1, 0.1)).replace(
        b"J?rg", b"J\xf6rg"
    )
    assert_people(read(data), People((ANNA,)))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("applied", ["", size(400, 300), size(1600, 1200), size(201, 150), size(0, 0)])
def test_regions_turn_with_the_photo(orientation: int, applied: str) -> None:
    stored = np.zeros((300, 400, 3), np.uint8)
    stored[30:90, 40:160] = 255
    turned = upright(stored, orientation)
    rows, columns = np.nonzero(turned[..., 0])
    height, width = turned.shape[:2]
    found = read(
        mwg(region("Anna", 0.25, 0.2, 0.3, 0.2), applied=applied),
        orientation=orientation, width=width, height=height,
    )  # fmt: skip
    assert box(found.regions[0]) == pytest.approx(
        (
            columns.min() / width,
            rows.min() / height,
            (columns.max() + 1 - columns.min()) / width,
            (rows.max() + 1 - rows.min()) / height,
        )
    )


@pytest.mark.parametrize("orientation", [5, 6, 7, 8])
def test_dimensions_the_other_way_round_mean_the_upright_photo(orientation: int) -> None:
    data = mwg(region("Anna", 0.5, 0.4, 0.2, 0.2), applied=size(300, 400))
    assert_people(read(data, orientation=orientation, width=300, height=400), People((ANNA,)))


@pytest.mark.parametrize(("width", "height"), [(300, 400), (300, 300), (400, 200)])
def test_regions_of_a_picture_of_another_shape_are_names_alone(width: int, height: int) -> None:
    data = packet(
        "<mwg-rs:Regions rdf:parseType='Resource'>" + size(400, 300) + "<mwg-rs:RegionList><rdf:Bag>"
        + region("Anna", 0.5, 0.4, 0.2, 0.2) + "</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
        + microsoft(("Bo", "0.1, 0.1, 0.1, 0.1"))
    )  # fmt: skip
    assert read(data, width=width, height=height) == People((), ("Anna", "Bo"))


def test_only_faces_with_names_count() -> None:
    data = mwg(
        region("Rex", 0.5, 0.5, 0.1, 0.1, kind="Pet"),
        region(None, 0.2, 0.2, 0.1, 0.1),
        region("  ", 0.2, 0.2, 0.1, 0.1),
        region("Bo", 0.3, 0.2, 0.1, 0.1, kind="face"),
    )
    assert [each.name for each in read(data).regions] == ["Bo"]


@pytest.mark.parametrize(
    "number", ["nan", "inf", "-inf", "1e999", "0x1", "", "1.2.3", "--1", "0", "-0.5", "7", "٣"]
)
def test_a_name_with_a_nonsense_box_is_present(number: str) -> None:
    assert read(mwg(region("Anna", 0.5, 0.5, number, 0.1))) == People((), ("Anna",))
    assert read(packet(microsoft(("Anna", f"0.1, 0.1, {number}, 0.1")))) == People((), ("Anna",))


def test_a_box_may_reach_past_an_edge_but_not_be_elsewhere() -> None:
    past = read(mwg(region("Anna", 0.02, 0.5, 0.1, 0.1)))
    assert box(past.regions[0]) == pytest.approx((-0.03, 0.45, 0.1, 0.1))
    assert read(mwg(region("Anna", 1.2, 0.5, 0.1, 0.1))) == People((), ("Anna",))


def test_the_same_region_said_three_times_is_one() -> None:
    both = packet(
        "<mwg-rs:Regions rdf:parseType='Resource'><mwg-rs:RegionList><rdf:Bag>"
        + region("Anna", 0.5, 0.4, 0.2, 0.2) + region("Anna", 0.9, 0.4, 0.1, 0.2)
        + "</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
        + microsoft(("Anna", "0.4, 0.3, 0.2, 0.2"), ("Bo", "0.4, 0.3, 0.2, 0.2"))
        + persons("Anna", "Carl", "Carl", " ")
    )  # fmt: skip
    expected = People(
        (ANNA, NamedRegion("Anna", 0.85, 0.3, 0.1, 0.2), NamedRegion("Bo", 0.4, 0.3, 0.2, 0.2)), ("Carl",)
    )
    assert_people(read(both), expected)
    assert_people(read(both, both), expected)


def test_a_sidecar_knows_better_who_is_in_a_place() -> None:
    embedded = packet(
        microsoft(("Anna", "0.4, 0.3, 0.2, 0.2"), ("Bo", "0.1, 0.1, 0.1, 0.1")) + persons("Anna", "Bo")
    )
    sidecar = mwg(region("Anna Smith", 0.5, 0.4, 0.2, 0.2))
    expected = (NamedRegion("Bo", 0.1, 0.1, 0.1, 0.1), NamedRegion("Anna Smith", 0.4, 0.3, 0.2, 0.2))
    assert_people(read(embedded, b"broken", sidecar), People(expected))


def test_persons_may_be_plain_or_have_details() -> None:
    data = packet(
        "<Iptc4xmpExt:PersonInImage>Anna</Iptc4xmpExt:PersonInImage>"
        "<Iptc4xmpExt:PersonInImageWDetails><rdf:Bag><rdf:li rdf:parseType='Resource'>"
        "<Iptc4xmpExt:PersonName><rdf:Alt><rdf:li xml:lang='x-default'>Bo</rdf:li></rdf:Alt>"
        "</Iptc4xmpExt:PersonName></rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImageWDetails>"
    )
    assert read(data).present == ("Anna", "Bo")


def test_keywords_are_people_where_a_rule_says_so() -> None:
    def bag(tag: str, *words: str) -> str:
        return (
            f"<{tag}><rdf:Bag>"
            + "".join(f"<rdf:li>{word}</rdf:li>" for word in words)
            + f"</rdf:Bag></{tag}>"
        )

    data = packet(
        bag("digiKam:TagsList", "People/Anna", "People/Family", "People/Family/Bo", "Places/Rome", "People")
        + bag("lr:hierarchicalSubject", "PEOPLE|Carl", "Places|Oslo")
        + bag("MicrosoftPhoto:LastKeywordXMP", "people/Dora", "x" * 5000 + "/y")
        + bag("dc:subject", "emil", "sea", "Anna")
    )
    assert read(data) == People()
    rule = KeywordRule(branches=("People",), words=frozenset({"Emil", "anna"}))
    assert read(data, keywords=rule).present == ("Anna", "Bo", "Carl", "Dora", "Emil")
    assert read(data, keywords=KeywordRule()).present == ()


def test_names_are_tidied() -> None:
    assert clean_name(" Zoe\u0308\t\n Smith\u202e\u2066 ") == "Zoë Smith"
    assert clean_name("می\u200cخواهم") == "می\u200cخواهم"
    assert clean_name("\u200d \u202e\ufeff") == ""
    assert clean_name("J\ufffdrg") == ""
    assert len(clean_name("x" * 100_000)) == 200


def test_numbers_are_read_as_people_write_them() -> None:
    assert [read_number(text) for text in ("1", " 0,25", "25 %", "-.5", "1e-2")] == [
        1,
        0.25,
        0.25,
        -0.5,
        0.01,
    ]
    assert read_rectangle("0.1;0.2;0.3;0.4") == read_rectangle("0,1 0,2 0,3 0,4") == (0.1, 0.2, 0.3, 0.4)
    assert read_rectangle("0.1, 0.2, 0.3") is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no XMP packet"),
        (b"plain text", "no XMP packet"),
        (b"<a", "well-formed"),
        (b"<a><b></a>", "well-formed"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "document type"),
        (b"<?xml version='1.0'?><!-- x --><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "document type"),
        (b"<a>&b;</a>", "well-formed"),
        (b"<a>" * 5000, "too deeply"),
        (b"<a>" + b"<b/>" * 200_001 + b"</a>", "too many"),
        (b"<a " + b" ".join(b"b%d=''" % number for number in range(200_001)) + b"/>", "too many"),
        (b"<a>" + b" " * (17 << 20), "16 MB"),
    ],
)
def test_unsafe_and_broken_packets_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(PacketError, match=reason):
        parse(data, forgiving=True)


def test_billion_laughs_are_refused_at_once() -> None:
    levels = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    bomb = f"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY l0 'ha'>{levels}]><l>&l11;</l>".encode()
    begin = time.perf_counter()
    assert read(bomb, bomb.decode().encode("utf-16")) == People()
    assert time.perf_counter() - begin < 1


def test_many_thousand_regions_take_no_time() -> None:
    begin = time.perf_counter()
    same = mwg(*(region("Anna", (n % 100) / 100, n / 10_000, 0.004, 0.0001) for n in range(11_000)))
    found = read(same)
    assert len(found.regions) == 2_000
    assert time.perf_counter() - begin < 6


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turning_back_undoes_turning(orientation: int) -> None:
    start = (0.1, 0.25, 0.3, 0.4)
    turned = geometry.to_stored(geometry.to_upright(start, orientation), orientation)
    assert turned == pytest.approx(start)


def test_the_index_finds_what_comparing_with_all_finds() -> None:
    random = np.random.default_rng(3)
    boxes = [
        (float(x), float(y), float(2.0**w), float(2.0**h))
        for x, y, w, h in zip(*random.uniform((0, 0, -4, -4), (1, 1, 0, 0), (300, 4)).T, strict=True)
    ]
    index = geometry.BoxIndex()
    for number, each in enumerate(boxes):
        index.add(each, number)
    found = 0
    for x, y, w, h in random.uniform((0, 0, 0.05, 0.05), (1, 1, 1, 1), (300, 4)):
        wanted = (float(x), float(y), float(w), float(h))
        shared = [geometry.overlap(wanted, each) for each in boxes]
        best = index.best(wanted)
        assert (best is None) == (max(shared) < geometry.SAME_PLACE)
        if best is not None:
            found += 1
            assert shared[best] == max(shared)
    assert found > 30


def test_deep_keywords_take_little_memory() -> None:
    """All beginnings of all paths, kept apart, would take a gigabyte for a few megabytes."""
    deep = "/".join("abcdefghi" * 10)
    items = "".join(f"<rdf:li>People/{number}/{deep}</rdf:li>" for number in range(500))
    data = packet(f"<digiKam:TagsList><rdf:Seq>{items}</rdf:Seq></digiKam:TagsList>")
    tracemalloc.start()
    assert read(data, keywords=KeywordRule(("People",))).present == ("i",)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * len(data)
