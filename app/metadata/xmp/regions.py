"""The regions in a packet, of both kinds, with where each value stands: what reading and merging share.

MWG regions (`mwg-rs:Regions`) name the centre of a box, and may be faces, pets, bar codes or points of focus;
Microsoft's (`MP:RegionInfo`) name the upper left corner, and are people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.metadata.xmp import geometry, rdf
from app.metadata.xmp.geometry import Box, Frame
from app.metadata.xmp.packets import Element, Packet
from app.metadata.xmp.rdf import Field
from app.metadata.xmp.spelling import clean_name, read_number, read_rectangle
from app.metadata.xmp.vocabulary import (
    APPLIED_TO,
    AREA,
    DIMENSIONS,
    MP_NAME,
    MP_RECTANGLE,
    MP_REGION_INFO,
    MP_REGIONS,
    MWG,
    REGION_LIST,
    REGIONS,
    Name,
)

#: More regions are no photo of people.
MOST_REGIONS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Region:
    """One region of a packet.

    Attributes:
        item: The list item it stands in.
        name: Tidied; empty where it has none.
        name_field: Where the name stands.
        is_face: It shows a person, or does not say what.
        box: In the packet's own frame; None where it has no usable one.
        numbers: Where the numbers of the box stand: x, y, w, h and unit, or the rectangle.
        normalised: The numbers are shares of the picture's sides, not pixels.
    """

    item: Element
    name: str
    name_field: Field | None
    is_face: bool
    box: Box | None
    numbers: dict[str, Field]
    normalised: bool = True


@dataclass(frozen=True, slots=True)
class RegionList:
    """The regions of one property.

    Attributes:
        field: The property.
        array: Its list; None where it has none.
        frame: What the boxes are shares of.
        regions: At most `MOST_REGIONS`.
        complete: There are no more.
    """

    field: Field
    array: Element | None
    frame: Frame
    regions: tuple[Region, ...]
    complete: bool


def find_mwg(packet: Packet, *, orientation: int, width: int, height: int) -> list[RegionList]:
    """Find MWG regions; orientation and upright size as in `read_people`."""
    found = []
    for each in rdf.properties(packet, REGIONS):
        inner = {} if each.element is None else rdf.fields(each.element)
        size = _size(inner.get(APPLIED_TO))
        frame = geometry.frame_of(size, orientation=orientation, width=width, height=height)
        pixels = size or geometry.stored_size(orientation=orientation, width=width, height=height)
        array, listed = _listed(inner.get(REGION_LIST))
        regions = tuple(_mwg(item, pixels) for item in listed[:MOST_REGIONS])
        found.append(RegionList(each, array, frame, regions, len(listed) <= MOST_REGIONS))
    return found


def find_mp(packet: Packet, frame: Frame) -> list[RegionList]:
    """Find Microsoft's regions, which say nothing of their frame: that of the packet's MWG regions."""
    found = []
    for each in rdf.properties(packet, MP_REGION_INFO):
        inner = {} if each.element is None else rdf.fields(each.element)
        array, listed = _listed(inner.get(MP_REGIONS))
        regions = tuple(map(_mp, listed[:MOST_REGIONS]))
        found.append(RegionList(each, array, frame, regions, len(listed) <= MOST_REGIONS))
    return found


def frame_of_packet(mwg: list[RegionList]) -> Frame:
    """Return the frame of a packet's MWG regions; the stored one where it has none."""
    return mwg[0].frame if mwg else Frame.STORED


def _listed(found: Field | None) -> tuple[Element | None, list[Element]]:
    if found is None or found.element is None:
        return None, []
    return rdf.array_of(found.element), rdf.items(found.element)


def _size(found: Field | None) -> tuple[float, float] | None:
    if found is None or found.element is None:
        return None
    inner = rdf.fields(found.element)
    width = read_number(_text(inner, (DIMENSIONS, "w")))
    height = read_number(_text(inner, (DIMENSIONS, "h")))
    if width is None or height is None or width <= 0 or height <= 0:
        return None
    return width, height


def _text(inner: dict[Name, Field], name: Name) -> str | None:
    found = inner.get(name)
    return None if found is None else found.text


def _mwg(item: Element, pixels: tuple[float, float]) -> Region:
    inner = rdf.fields(item)
    name = inner.get((MWG, "Name"))
    kind = (_text(inner, (MWG, "Type")) or "Face").strip().casefold()
    area = inner.get((MWG, "Area"))
    parts = {} if area is None or area.element is None else rdf.fields(area.element)
    numbers = {part: parts[AREA, part] for part in ("x", "y", "w", "h", "unit") if (AREA, part) in parts}
    x, y, w, h = (read_number(_text(parts, (AREA, part))) for part in "xywh")
    normalised = (_text(parts, (AREA, "unit")) or "").strip().casefold() not in {"pixel", "pixels"}
    box = None
    if x is not None and y is not None and w is not None and h is not None:
        across, down = (1.0, 1.0) if normalised else pixels
        box = ((x - w / 2) / across, (y - h / 2) / down, w / across, h / down)
    return Region(item, _name(name), name, kind in {"face", ""}, _sane(box), numbers, normalised)


def _mp(item: Element) -> Region:
    inner = rdf.fields(item)
    name = inner.get(MP_NAME)
    rectangle = inner.get(MP_RECTANGLE)
    numbers = {} if rectangle is None else {"rectangle": rectangle}
    box = read_rectangle(None if rectangle is None else rectangle.text)
    return Region(item, _name(name), name, True, _sane(box), numbers)


def _name(found: Field | None) -> str:
    return clean_name((found.text if found else None) or "")


def _sane(box: Box | None) -> Box | None:
    return box if box is not None and geometry.is_sane(box) else None
