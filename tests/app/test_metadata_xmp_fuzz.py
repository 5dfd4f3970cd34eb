"""Arbitrary and spoilt packets: read as nobody or somebody, merged or refused, never anything else."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st
from makers.xmp_packets import ELEMENTS, microsoft, packet, persons, region, size

from app.metadata.people import NamedRegion, People
from app.metadata.xmp import KeywordRule, PacketError, read_people, with_people

_RULE = KeywordRule(branches=("People",), words=frozenset({"Anna"}))
_WHOLE = packet(
    ELEMENTS.format(
        size=size(400, 300),
        regions=region("Anna", 0.5, 0.4, 0.2, 0.2) + region("Rex", 0.1, 0.1, 0.1, 0.1, kind="Pet"),
    )
    + microsoft(("Anna", "0.4, 0.3, 0.2, 0.2"))
    + persons("Anna", "Bo")
)
_PIECES = [
    b"<", b">", b"/>", b"'", b'"', b"&amp;", b"&x;", b"&#0;", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<?",
    b"?>", b"<!DOCTYPE a>", b"xmlns:rdf='x'", b"xmlns=''", b"rdf:li", b"<rdf:Bag/>", b"\0", b"\xff\xfe",
    b"rdf:parseType='Resource'", b"rdf:resource='y'", b"<rdf:value>x</rdf:value>", b"stDim:w='1'", b"nan",
    b"1e308", b"-1",
]  # fmt: skip


def _try(data: bytes, orientation: int) -> None:
    found = read_people([data, data], orientation=orientation, width=400, height=300, keywords=_RULE)
    for each in found.regions:
        assert each.name
        assert each.width > 0
        assert each.height > 0
    ours = People((NamedRegion("Zoë", 0.45, 0.3, 0.2, 0.2),), ("Bo",))
    with contextlib.suppress(PacketError):
        merged = with_people(data, ours, orientation=orientation, width=400, height=300, gone=("Anna",))
        again = read_people([merged], orientation=orientation, width=400, height=300)
        assert "Zoë" in {each.name for each in again.regions}
        assert "Bo" in again.present or "Bo" in {each.name for each in again.regions}
        assert (
            with_people(merged, ours, orientation=orientation, width=400, height=300, gone=("Anna",))
            == merged
        )


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.integers(1, 8))
def test_arbitrary_bytes(data: bytes, orientation: int) -> None:
    _try(data, orientation)


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, len(_WHOLE)), st.integers(0, 60), st.sampled_from(_PIECES) | st.binary(max_size=4)
        ),
        max_size=4,
    ),
    st.integers(1, 8),
)
def test_spoilt_packets(changes: list[tuple[int, int, bytes]], orientation: int) -> None:
    data = _WHOLE
    for start, length, new in changes:
        data = data[:start] + new + data[start + length :]
    _try(data, orientation)


@st.composite
def _elements(draw: st.DrawFn, depth: int = 4) -> str:
    """Draw well-formed XML of the words that packets are made of, in any order."""
    tag = draw(
        st.sampled_from(
            "rdf:Description rdf:Bag rdf:Seq rdf:li rdf:value mwg-rs:Regions mwg-rs:RegionList mwg-rs:Area "
            "mwg-rs:Name mwg-rs:Type mwg-rs:AppliedToDimensions stDim:w stDim:h MP:RegionInfo MPRI:Regions "
            "MPReg:Rectangle MPReg:PersonDisplayName Iptc4xmpExt:PersonInImage "
            "digiKam:TagsList dc:subject".split()
        )
    )
    attributes = draw(
        st.lists(
            st.sampled_from(
                "rdf:parseType='Resource'|stArea:x='0.5'|stArea:y='.5'|stArea:w='0.2'|stArea:h='0.2'|"
                "mwg-rs:Name='Anna'|"
                "MPReg:Rectangle='0.4, 0.3, 0.2, 0.2'|stDim:w='400'|stDim:h='300'|rdf:about=''|"
                "rdf:value='Anna'|"
                "mwg-rs:Type='Pet'|Iptc4xmpExt:PersonInImage='Anna'|stArea:unit='pixel'".split("|")
            ),
            unique=True,
            max_size=4,
        )
    )
    start = " ".join([tag, *attributes])
    if depth == 0 or draw(st.booleans()):
        return f"<{start}>{draw(st.sampled_from(['', 'Anna', '0.2', ' ']))}</{tag}>"
    inside = draw(st.lists(_elements(depth - 1), max_size=3))
    return f"<{start}>{''.join(inside)}</{tag}>" if inside else f"<{start}/>"


@settings(max_examples=300, deadline=None)
@given(st.lists(_elements(), max_size=3), st.integers(1, 8))
def test_shuffled_packets(inside: list[str], orientation: int) -> None:
    _try(packet("".join(inside)), orientation)
