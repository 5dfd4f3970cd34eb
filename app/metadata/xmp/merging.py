"""Writing who is in a photo into its XMP packet, and nothing else.

The packet is changed in its text: a region that is there gets another name or place and keeps what else it
says, one that is new is added, one of somebody who is not there any more goes. All other bytes stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from app.metadata.people import People
from app.metadata.xmp import geometry, rdf, regions
from app.metadata.xmp.editing import Composer, Edits
from app.metadata.xmp.geometry import Box, BoxIndex, Frame
from app.metadata.xmp.listing import merge_persons
from app.metadata.xmp.packets import LARGEST_PACKET, Element, PacketError, parse
from app.metadata.xmp.regions import Region, RegionList
from app.metadata.xmp.spelling import clean_name, same_name, write_number
from app.metadata.xmp.vocabulary import (
    APPLIED_TO,
    AREA,
    DIMENSIONS,
    MP_NAME,
    MP_RECTANGLE,
    MWG,
    RDF,
    REGION_LIST,
    REGIONS,
)

_EMPTY: Final = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    f' <rdf:RDF xmlns:rdf="{RDF}">\n'
    " </rdf:RDF>\n"
    "</x:xmpmeta>\n"
    '<?xpacket end="w"?>'
).encode()

#: Boxes closer than this, in shares of a side, are the same: a millionth is less than a pixel.
_CLOSE: Final = 1e-6
_ITEM: Final = (RDF, "li")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a packet is to say: names with boxes of the stored picture, and who is no more."""

    placed: tuple[tuple[str, Box], ...]
    names: tuple[str, ...]
    gone: frozenset[str]
    orientation: int
    size: tuple[int, int]

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(map(same_name, self.names))


def with_people(
    packet: bytes | None,
    people: People,
    *,
    orientation: int,
    width: int,
    height: int,
    gone: Collection[str] = (),
) -> bytes:
    """Return a packet that says who is in a photo.

    MWG regions and PersonInImage are written, Microsoft's regions where the packet has some. Face regions
    in the place of one of the people, or with the name of one, become theirs; regions of other kinds, of
    other names and without a name stay, and so do keywords. Boxes are in the frame of the stored picture,
    whose size `AppliedToDimensions` gives; a packet in the upright frame (`geometry.frame_of`) is turned as
    a whole.

    Merging the same a second time changes nothing.

    Args:
        packet: The packet so far; None for a new one.
        people: All named people of the photo, boxes in shares of the upright photo.
        orientation: EXIF orientation of the file, 1 to 8.
        width: Of the upright photo, pixels, at least 1.
        height: Of the upright photo, pixels, at least 1.
        gone: Names that are not in the photo any more: their regions and mentions are taken out.

    Returns:
        The packet in the encoding that it had.

    Raises:
        PacketError: The packet is no safe XML, or its regions cannot be changed without a loss.
    """
    parsed = parse(_EMPTY if packet is None else packet)
    roots = rdf.rdf_roots(parsed)
    if not roots:
        raise PacketError("The XMP packet has no properties (rdf:RDF).")
    wanted = _wanted(people, gone, orientation, width, height)
    edits = Edits(parsed)
    new: list[str] = []
    outer = rdf.descriptions(parsed)
    composer = Composer(roots[-1])

    mwg = regions.find_mwg(parsed, orientation=orientation, width=width, height=height)
    replaced: set[str] = set()
    # Microsoft's regions first: their frame is that of the others as they were.
    for number, found in enumerate(regions.find_mp(parsed, regions.frame_of_packet(mwg))):
        merge = _Merge(edits, found, wanted, is_mwg=False)
        replaced |= merge.run(first=number == 0)
    written = False
    for found in mwg:
        merge = _Merge(edits, found, wanted, is_mwg=True)
        replaced |= merge.run(first=not written and found.array is not None)
        written = written or found.array is not None
    if wanted.placed and not written:
        items = [_mwg_item(composer, *placed) for placed in wanted.placed]
        new.append(
            composer.structure(
                REGIONS, _dimensions(composer, wanted.size), composer.array(REGION_LIST, items)
            )
        )
    lost = (wanted.gone | replaced) - wanted.keys
    new += merge_persons(parsed, edits, composer, wanted.names, lost)
    if new:
        about = max((_about(element) for element in outer), key=len, default="")
        edits.append(roots[-1], composer.declared(composer.description(about, new)))
    result = edits.result()
    if len(result) > LARGEST_PACKET:
        raise PacketError("The XMP packet would become larger than 16 MB.")
    return result


def _wanted(people: People, gone: Collection[str], orientation: int, width: int, height: int) -> _Wanted:
    placed = []
    for region in people.regions:
        name, box = clean_name(region.name), (region.left, region.top, region.width, region.height)
        if name and geometry.is_sane(box):
            placed.append((name, geometry.to_stored(box, orientation)))
    present = [name for name in map(clean_name, people.present) if name]
    names = {same_name(name): name for name in (*(name for name, _ in placed), *present)}
    lost = {same_name(clean_name(name)) for name in gone} - names.keys() - {""}
    size = geometry.stored_size(orientation=orientation, width=width, height=height)
    return _Wanted(tuple(placed), tuple(names.values()), frozenset(lost), orientation, size)


def _about(element: Element) -> str:
    """Return what a description says it is about: all of a packet must say the same (ISO 16684-1, 7.4)."""
    return element.attributes.get((RDF, "about"), element.attributes.get(("", "about"), ""))


class _Merge:
    """Merges people into one list of regions."""

    def __init__(self, edits: Edits, found: RegionList, wanted: _Wanted, *, is_mwg: bool) -> None:
        self._edits = edits
        self._found = found
        self._wanted = wanted
        self._is_mwg = is_mwg
        self._names = wanted.keys

    def run(self, *, first: bool) -> set[str]:
        """Make the edits.

        Args:
            first: This list takes the people; from others of the same kind they are taken out.

        Returns:
            Names, as `same_name` has them, that regions had which are others' or nobody's now.
        """
        found, array = self._found, self._found.array
        if array is None:
            if self._is_mwg:
                # A property without a list says nothing; a new one takes its place.
                self._edits.remove_field(found.field)
            return set()
        if not found.complete:
            raise PacketError(f"The XMP packet has more than {regions.MOST_REGIONS} regions.")
        placed = self._wanted.placed if first else ()
        matches = self._matches(placed)
        taken = {id(region) for region in matches.values()}
        lost = {
            id(region): region
            for region in found.regions
            if id(region) not in taken
            and region.is_face
            and region.name
            and same_name(region.name) in (self._names | self._wanted.gone)
        }
        stays = [region for region in found.regions if id(region) not in taken and id(region) not in lost]
        if found.frame is Frame.OTHER and placed and stays:
            raise PacketError(
                "The XMP packet has regions of a picture of another shape, perhaps before it was cropped."
            )
        if not placed and not stays and lost:
            self._edits.remove_field(found.field)
        else:
            for region in lost.values():
                self._edits.remove(region.item)
            self._write(array, placed, matches)
            for region in stays:
                self._turn(region)
            if self._is_mwg and (placed or found.frame is Frame.UPRIGHT):
                self._write_dimensions()
        return self._replaced(placed, matches, stays)

    def _replaced(
        self, placed: tuple[tuple[str, Box], ...], matches: dict[int, Region], stays: list[Region]
    ) -> set[str]:
        renamed = {
            same_name(region.name)
            for number, region in matches.items()
            if region.name and same_name(region.name) != same_name(placed[number][0])
        }
        return renamed - {same_name(region.name) for region in stays}

    def _stored(self, region: Region) -> Box | None:
        if region.box is None or self._found.frame is Frame.OTHER:
            return None
        if self._found.frame is Frame.UPRIGHT:
            return geometry.to_stored(region.box, self._wanted.orientation)
        return region.box

    def _matches(self, placed: tuple[tuple[str, Box], ...]) -> dict[int, Region]:
        """Return which region of the packet becomes which of ours: by name and overlap, then by place."""
        by_name: dict[str, list[int]] = defaultdict(list)
        index = BoxIndex()
        boxes = [self._stored(region) if region.is_face else None for region in self._found.regions]
        for number, box in enumerate(boxes):
            if box is not None:
                by_name[same_name(self._found.regions[number].name)].append(number)
                index.add(box, number)
        matches: dict[int, Region] = {}
        for ours, (name, box) in enumerate(placed):
            same = by_name[same_name(name)]
            shared = [(geometry.overlap(box, boxes[number] or box), number) for number in same]
            best, number = max(shared, key=lambda pair: pair[0], default=(0.0, -1))
            if best > 0:
                same.remove(number)
                index.discard(boxes[number] or box, number)
                matches[ours] = self._found.regions[number]
        for ours, (_, box) in enumerate(placed):
            if ours not in matches:
                there = index.best(box)
                if there is not None:
                    index.discard(boxes[there] or box, there)
                    matches[ours] = self._found.regions[there]
        return matches

    def _write(self, array: Element, placed: tuple[tuple[str, Box], ...], matches: dict[int, Region]) -> None:
        for number, (name, box) in enumerate(placed):
            region = matches.get(number)
            if region is not None:
                if region.name != name:
                    self._rename(region, name)
                self._place(region, box)
                continue
            composer = Composer(array)
            item = (_mwg_item if self._is_mwg else _mp_item)(composer, name, box)
            self._edits.append(array, composer.declared(item))

    def _rename(self, region: Region, name: str) -> None:
        if region.name_field is not None:
            self._edits.set_text(region.name_field, name)
            return
        inner = rdf.holder(region.item)
        kind = (MWG, "Name") if self._is_mwg else MP_NAME
        if inner is region.item and (RDF, "parseType") not in inner.attributes:
            self._edits.add_attribute(inner, kind, name)
            return
        composer = Composer(inner)
        self._edits.append(inner, composer.declared(composer.simple(kind, name)))

    def _place(self, region: Region, box: Box) -> None:
        """Give a region another box of the stored picture, where it has not that one."""
        there = region.box
        same = (
            there is not None
            and self._found.frame is not Frame.UPRIGHT
            and region.normalised
            and all(abs(old - new) <= _CLOSE for old, new in zip(there, box, strict=True))
        )
        if same:
            return
        if self._is_mwg:
            for part, value in zip("xywh", _centred(box), strict=True):
                self._edits.set_text(region.numbers[part], write_number(value))
            if not region.normalised:
                self._edits.set_text(region.numbers["unit"], "normalized")
        else:
            self._edits.set_text(region.numbers["rectangle"], ", ".join(map(write_number, box)))

    def _turn(self, region: Region) -> None:
        """Bring a region that is not ours into the frame that the packet has now."""
        box = self._stored(region)
        if box is not None:
            self._place(region, box)
        elif self._found.frame is Frame.UPRIGHT and region.numbers:
            # A point, a circle, or nonsense: what cannot be read cannot be turned.
            raise PacketError("The XMP packet has a region without a box, which cannot be turned.")

    def _write_dimensions(self) -> None:
        field = self._found.field
        if field.element is None:
            return
        inner = rdf.fields(field.element)
        there = inner.get(APPLIED_TO)
        parts = {} if there is None or there.element is None else rdf.fields(there.element)
        width, height, unit = (parts.get((DIMENSIONS, part)) for part in ("w", "h", "unit"))
        if width is not None and height is not None and unit is not None:
            for part, text in zip(
                (width, height, unit), (*map(str, self._wanted.size), "pixel"), strict=True
            ):
                if (part.text or "").strip() != text:
                    self._edits.set_text(part, text)
            return
        if there is not None:
            self._edits.remove_field(there)
        owner = rdf.holder(field.element)
        composer = Composer(owner)
        self._edits.append(owner, composer.declared(_dimensions(composer, self._wanted.size)))


def _centred(box: Box) -> Box:
    left, top, width, height = box
    return left + width / 2, top + height / 2, width, height


def _dimensions(composer: Composer, size: tuple[int, int]) -> str:
    return composer.structure(
        APPLIED_TO,
        composer.simple((DIMENSIONS, "w"), str(size[0])),
        composer.simple((DIMENSIONS, "h"), str(size[1])),
        composer.simple((DIMENSIONS, "unit"), "pixel"),
    )


def _mwg_item(composer: Composer, name: str, box: Box) -> str:
    numbers = (
        composer.simple((AREA, part), write_number(value))
        for part, value in zip("xywh", _centred(box), strict=True)
    )
    area = composer.structure((MWG, "Area"), *numbers, composer.simple((AREA, "unit"), "normalized"))
    return composer.structure(
        _ITEM, composer.simple((MWG, "Name"), name), composer.simple((MWG, "Type"), "Face"), area
    )


def _mp_item(composer: Composer, name: str, box: Box) -> str:
    rectangle = ", ".join(map(write_number, box))
    return composer.structure(_ITEM, composer.simple(MP_RECTANGLE, rectangle), composer.simple(MP_NAME, name))
