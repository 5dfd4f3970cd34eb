"""XMP packets as other programs write them, and what tests say of people in them."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from app.metadata.people import NamedRegion, People

NAMESPACES = (
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
    "xmlns:mwg-rs='http://www.metadataworkinggroup.com/schemas/regions/' "
    "xmlns:stArea='http://ns.adobe.com/xmp/sType/Area#' "
    "xmlns:stDim='http://ns.adobe.com/xap/1.0/sType/Dimensions#' "
    "xmlns:MP='http://ns.microsoft.com/photo/1.2/' "
    "xmlns:MPRI='http://ns.microsoft.com/photo/1.2/t/RegionInfo#' "
    "xmlns:MPReg='http://ns.microsoft.com/photo/1.2/t/Region#' "
    "xmlns:Iptc4xmpExt='http://iptc.org/std/Iptc4xmpExt/2008-02-29/' "
    "xmlns:dc='http://purl.org/dc/elements/1.1/' "
    "xmlns:digiKam='http://www.digikam.org/ns/1.0/' "
    "xmlns:lr='http://ns.adobe.com/lightroom/1.0/' "
    "xmlns:MicrosoftPhoto='http://ns.microsoft.com/photo/1.0/' "
    "xmlns:own='http://example.org/own/'"
)

#: MWG regions in element form: {regions} and {size} are filled in.
ELEMENTS = (
    "<mwg-rs:Regions rdf:parseType='Resource'>{size}"
    "<mwg-rs:RegionList><rdf:Bag>{regions}</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions>"
)


def packet(inside: str) -> bytes:
    """Return a packet with properties in one description."""
    return (
        f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF {NAMESPACES}>"
        f"<rdf:Description rdf:about=''>{inside}</rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode()


def size(width: object, height: object, unit: str = "pixel") -> str:
    return f"<mwg-rs:AppliedToDimensions stDim:w='{width}' stDim:h='{height}' stDim:unit='{unit}'/>"


def region(
    name: str | None, x: object, y: object, w: object, h: object, *, kind: str | None = "Face", more: str = ""
) -> str:
    """Return an MWG region in element form."""
    return (
        "<rdf:li rdf:parseType='Resource'>"
        + ("" if name is None else f"<mwg-rs:Name>{name}</mwg-rs:Name>")
        + ("" if kind is None else f"<mwg-rs:Type>{kind}</mwg-rs:Type>")
        + f"<mwg-rs:Area stArea:x='{x}' stArea:y='{y}' stArea:w='{w}' stArea:h='{h}' "
        + "stArea:unit='normalized'/>"
        + more
        + "</rdf:li>"
    )


def mwg(*regions: str, applied: str = "") -> bytes:
    return packet(ELEMENTS.format(size=applied, regions="".join(regions)))


def microsoft(*people: tuple[str, str]) -> str:
    """Return Microsoft's regions as a property: names with rectangles."""
    items = "".join(
        f"<rdf:li><rdf:Description MPReg:PersonDisplayName='{name}' MPReg:Rectangle='{rectangle}'/></rdf:li>"
        for name, rectangle in people
    )
    return (
        "<MP:RegionInfo rdf:parseType='Resource'><MPRI:Regions><rdf:Bag>"
        f"{items}</rdf:Bag></MPRI:Regions></MP:RegionInfo>"
    )


def persons(*names: str) -> str:
    items = "".join(f"<rdf:li>{name}</rdf:li>" for name in names)
    return f"<Iptc4xmpExt:PersonInImage><rdf:Bag>{items}</rdf:Bag></Iptc4xmpExt:PersonInImage>"


def assert_people(found: People, expected: People) -> None:
    """Names exactly, boxes to a millionth of a side, in any order."""
    assert set(found.present) == set(expected.present)
    order = sorted(found.regions, key=_key)
    wanted = sorted(expected.regions, key=_key)
    assert [each.name for each in order] == [each.name for each in wanted]
    for one, other in zip(order, wanted, strict=True):
        assert box(one) == pytest.approx(box(other), abs=1e-6)


def box(region: NamedRegion) -> tuple[float, float, float, float]:
    return region.left, region.top, region.width, region.height


def _key(region: NamedRegion) -> tuple[object, ...]:
    return region.name, *(round(value, 4) for value in box(region))


def canonical(data: bytes, *, without: frozenset[str] = frozenset()) -> str:
    """Return a packet in canonical XML, without the elements of some names and all white space between."""
    root = ET.fromstring(data)
    for parent in root.iter():
        for child in list(parent):
            if child.tag in without:
                parent.remove(child)
    text = ET.tostring(root, encoding="unicode")
    return ET.canonicalize(text, strip_text=True)
