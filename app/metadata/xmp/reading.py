"""Who is in a photo, as its XMP packets say it.

Where packets come from, embedded or beside the photo, is `app.metadata.containers`; what the library makes of
the people is `app.operations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from app.metadata.people import NamedRegion, People
from app.metadata.xmp import geometry, rdf, regions
from app.metadata.xmp.geometry import BoxIndex, Frame
from app.metadata.xmp.packets import Packet, PacketError, parse
from app.metadata.xmp.spelling import clean_name, same_name
from app.metadata.xmp.vocabulary import BRANCHES, DETAILED_NAME, DETAILS, PERSON_IN_IMAGE, SUBJECT

#: With regions or without: more names are no photo of people.
_MOST_NAMES: Final = 10_000
#: A keyword of more letters is no keyword.
_LONGEST_KEYWORD: Final = 4_000


@dataclass(frozen=True, slots=True)
class KeywordRule:
    """Which keywords are names of people.

    Attributes:
        branches: Outermost levels below which the last level is a person: "People" makes a person of
            "People/Family/Anna" and "People|Anna". Compared without regard to case.
        words: Keywords without levels that are people, in any case; the names are as written here.
    """

    branches: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Saying:
    """What one packet says."""

    regions: list[NamedRegion] = field(default_factory=list)
    present: list[str] = field(default_factory=list)


def read_people(
    packets: Sequence[bytes],
    *,
    orientation: int,
    width: int,
    height: int,
    keywords: KeywordRule | None = None,
) -> People:
    """Read who is in a photo.

    Read are MWG regions that show faces or do not say what they show, Microsoft's people regions, IPTC's
    PersonInImage (also with details), and keywords where a rule says so. Which frame regions are in is told
    by `geometry.frame_of`. A name whose region has no usable box counts as present. Of several regions of one
    name in one place one is returned. Where packets differ on who is in a place, the later one is right: a
    sidecar is written after the file.

    Args:
        packets: Embedded ones first, then those of sidecars. Unusable ones are skipped.
        orientation: EXIF orientation of the file, 1 to 8.
        width: Of the upright photo, pixels.
        height: Of the upright photo, pixels.
        keywords: Which keywords are people; None for none.

    Returns:
        The people, at most 10,000, in the frame of the upright photo. Names are tidied as by
        `spelling.clean_name`.
    """
    whole = _Saying()
    for data in packets:
        try:
            packet = parse(data, forgiving=True)
        except PacketError:
            continue
        saying = _read(packet, orientation, width, height)
        if keywords is not None:
            saying.present.extend(_keywords(packet, keywords))
        whole = _combined(whole, saying)
    placed = {same_name(region.name) for region in whole.regions}
    present = [name for name in _once(whole.present) if same_name(name) not in placed]
    return People(tuple(whole.regions[:_MOST_NAMES]), tuple(present[:_MOST_NAMES]))


def _read(packet: Packet, orientation: int, width: int, height: int) -> _Saying:
    saying = _Saying()
    places: dict[str, BoxIndex] = {}
    mwg = regions.find_mwg(packet, orientation=orientation, width=width, height=height)
    for found in (*mwg, *regions.find_mp(packet, regions.frame_of_packet(mwg))):
        for region in found.regions:
            if not region.is_face or not region.name:
                continue
            if region.box is None or found.frame is Frame.OTHER:
                saying.present.append(region.name)
                continue
            box = region.box
            if found.frame is Frame.STORED:
                box = geometry.to_upright(box, orientation)
            index = places.setdefault(same_name(region.name), BoxIndex())
            if index.best(box) is None:
                index.add(box, len(saying.regions))
                saying.regions.append(NamedRegion(region.name, *box))
    saying.present.extend(filter(None, map(clean_name, _persons(packet))))
    return saying


def _persons(packet: Packet) -> Iterator[str]:
    for found in rdf.properties(packet, PERSON_IN_IMAGE):
        yield from rdf.texts(found)
    for found in rdf.properties(packet, DETAILS):
        for item in [] if found.element is None else rdf.items(found.element):
            name = rdf.fields(item).get(DETAILED_NAME)
            if name is not None and name.text is not None:
                yield name.text


def _keywords(packet: Packet, rule: KeywordRule) -> Iterator[str]:
    branches = {same_name(clean_name(branch)) for branch in rule.branches}
    for name, separator in BRANCHES:
        for found in rdf.properties(packet, name):
            paths = [_levels(text, separator) for text in rdf.texts(found)]
            # Some programs list every level: "People", "People|Family", "People|Family|Anna". Sorted, a path
            # is followed by those that begin with it; a set of all beginnings would take gigabytes.
            inner = {path for path, after in pairwise(sorted(set(paths))) if after[: len(path)] == path}
            for path in paths:
                if len(path) > 1 and path not in inner and same_name(path[0]) in branches:
                    yield path[-1]
    words = {same_name(clean_name(word)): clean_name(word) for word in rule.words}
    for found in rdf.properties(packet, SUBJECT):
        for text in rdf.texts(found):
            word = words.get(same_name(clean_name(text)))
            if word:
                yield word


def _levels(text: str, separator: str) -> tuple[str, ...]:
    if len(text) > _LONGEST_KEYWORD:
        return ()
    return tuple(filter(None, map(clean_name, text.split(separator)[:100])))


def _combined(earlier: _Saying, later: _Saying) -> _Saying:
    """Return what two packets say together; who is in a place is told by the later."""
    index = BoxIndex()
    for number, region in enumerate(later.regions):
        index.add((region.left, region.top, region.width, region.height), number)
    kept, replaced = [], set()
    for region in earlier.regions:
        if index.best((region.left, region.top, region.width, region.height)) is None:
            kept.append(region)
        else:
            replaced.add(same_name(region.name))
    # Somebody whose only region is somebody else's now is not in the photo any more.
    replaced -= {same_name(region.name) for region in kept}
    present = [name for name in earlier.present if same_name(name) not in replaced]
    return _Saying(kept + later.regions, present + later.present)


def _once(names: Iterable[str]) -> list[str]:
    """Return names without repetitions, in the order in which they came."""
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(same_name(name), name)
    return list(first.values())
