"""Which photo of the library is meant by a path of another program, perhaps of another computer or drive.

Only names and sizes are compared, no file is opened. What is said of the photos is not known here.

In this order: the same path; a path below a folder that was moved or has another name there; the same name
and size. That a folder was moved is learned from the photos themselves: where the end of a path, at least
folder and name, is that of one photo of the library alone, the beginnings are a pair, as in
`/home/anna/Pictures` and `D:/Photos`. A pair counts where enough of its photos have the size that the other
program remembers: folders of the same year hold photos of the same names in many collections, and files
change in size when names are written into them. Other pairs are told as guesses; the user may say that they
count.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select

from app.library.store import Library
from app.library.tables import Photo, Root
from app.metadata.imports import ImportedPhoto

#: Least share of the photos with the same two beginnings whose sizes agree, for it to be a moved folder.
_LEAST_AGREEING: Final = 0.05
#: Folder and name: many cameras call their first photo the same.
_LEAST_END: Final = 2
#: Moved folders that are looked below, those with most photos; photos whose paths end alike, of which the one
#: of the right size is looked for.
_MOST_PAIRS: Final = 200
_MOST_ALIKE: Final = 100
_MOST_GUESSES: Final = 5
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]|\\\\")

_Parts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A photo of the library that an imported one means.

    Attributes:
        photo_id: `Photo.id`.
        file: absolute path.
        orientation: EXIF orientation of the file, 1 to 8.
    """

    photo_id: int
    file: str
    orientation: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A folder of another program that may be one of the library's.

    Attributes:
        theirs: Its path as the other program has it.
        ours: Its path here.
        photos: How many of its photos would be matched so.
    """

    theirs: str
    ours: str
    photos: int


@dataclass(frozen=True, slots=True)
class Matches:
    """What imported photos mean.

    Attributes:
        photos: For each imported photo the one of the library, or None.
        guesses: Folders that were not taken for moved, because no file in them has the size it should.
    """

    photos: tuple[Match | None, ...]
    guesses: tuple[Moved, ...] = ()


@dataclass(slots=True)
class _Known:
    match: Match
    way: _Parts
    size: int


@dataclass(slots=True)
class _Pair:
    """Photos whose paths end alike: the beginnings there and here, and how many have the size they should."""

    theirs: _Parts
    ours: _Parts
    photos: list[tuple[int, _Known]] = field(default_factory=list)
    agree: int = 0

    #: Both beginnings as they are written.
    written: tuple[str, str] = ("", "")

    @property
    def counts(self) -> bool:
        return self.agree >= max(1, _LEAST_AGREEING * len(self.photos))


def match_photos(
    library: Library, photos: Sequence[ImportedPhoto], *, moved: Mapping[str, str] | None = None
) -> Matches:
    """Find the photo of the library that each imported photo means.

    Missing photos count as well: their names are kept.

    Args:
        library: The library.
        photos: As another program gives them.
        moved: Folders of the other program that the user says are elsewhere now, with where.
    """
    ways = [_parts(photo.file) for photo in photos]
    index = _index(library, photos, ways)
    told = [_Pair(_parts(theirs), _parts(ours)) for theirs, ours in (moved or {}).items()]
    found = [
        index.at(way, photo.file) or _moved(way, index, told) for photo, way in zip(photos, ways, strict=True)
    ]
    open_ones = [at for at, one in enumerate(found) if one is None]
    all_pairs = _pairs(photos, ways, index, open_ones)
    pairs = [pair for pair in all_pairs if pair.counts]
    for pair in pairs:
        for at, one in pair.photos:
            found[at] = one
    for at in open_ones:
        if found[at] is None:
            found[at] = _moved(ways[at], index, pairs[:_MOST_PAIRS]) or _same_size(photos[at], index)
    guesses = [
        Moved(*pair.written, sum(found[at] is None for at, _ in pair.photos))
        for pair in all_pairs
        if not pair.counts
    ]
    return Matches(
        tuple(None if one is None else one.match for one in found),
        tuple(guess for guess in guesses if guess.photos)[:_MOST_GUESSES],
    )


def _parts(path: str) -> _Parts:
    """Return a path's folders and name as they are compared: composed letters, no case."""
    if _DRIVE.match(path):
        path = path.replace("\\", "/")
    return tuple(_compared(part) for part in path.split("/") if part not in {"", "."})


def _beginning(path: str, end: int) -> str:
    """Return a path as it is written, without so many parts at its end."""
    separators = "/\\" if _DRIVE.match(path) else "/"
    for _ in range(end):
        path = path.rstrip(separators)
        path = path[: 1 + max(path.rfind(separator) for separator in separators)]
    return path.rstrip(separators) or path


def _compared(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _names(photo: ImportedPhoto, way: _Parts) -> dict[str, None]:
    return dict.fromkeys([*way[-1:], *map(_compared, photo.names)])


class _Index:
    """Photos of the library that have a name of an imported one: by path, by its end, by name and size."""

    def __init__(self, known: Iterable[_Known]) -> None:
        self._by_way: defaultdict[_Parts, list[_Known]] = defaultdict(list)
        self._by_size: defaultdict[tuple[str, int], list[_Known]] = defaultdict(list)
        for one in known:
            self._by_way[one.way].append(one)
            self._by_size[one.way[-1], one.size].append(one)
        # Backwards and sorted, so that paths with the same end are next to each other.
        self._backwards = sorted(way[::-1] for way in self._by_way)

    def at(self, way: _Parts, file: str = "") -> _Known | None:
        """Return the photo at a path; of those that differ in case alone, the one that is written so."""
        same = self._by_way.get(way, [])
        return next((one for one in same if one.match.file == file), same[0] if same else None)

    def of_size(self, name: str, size: int) -> list[_Known]:
        """Return the photos of a name and size."""
        return self._by_size.get((name, size), [])

    def ending_like(self, way: _Parts, size: int | None) -> tuple[int, _Known | None]:
        """Return how long an end a path has in common with another, and the photo at that.

        Of several such photos it is the only one of the right size, and None where there is none.
        """
        backwards = way[::-1]
        place = bisect_left(self._backwards, backwards)
        beside = self._backwards[max(0, place - 1) : place + 1]
        longest = max((_common(backwards, other) for other in beside), default=0)
        if longest < _LEAST_END:
            return longest, None
        end = backwards[:longest]
        first = bisect_left(self._backwards, end)
        alike = [
            one
            for other in self._backwards[first : first + _MOST_ALIKE]
            if other[:longest] == end
            for one in self._by_way[other[::-1]]
        ]
        if len(alike) > 1:
            alike = [one for one in alike if one.size == size]
        return longest, alike[0] if len(alike) == 1 else None


def _index(library: Library, photos: Sequence[ImportedPhoto], ways: Sequence[_Parts]) -> _Index:
    """Return the photos of the library that have a name of an imported one."""
    wanted = {name for photo, way in zip(photos, ways, strict=True) for name in _names(photo, way)}
    statement = (
        select(Photo.id, Root.path, Photo.path, Photo.size, Photo.orientation)
        .join(Root, Root.id == Photo.root_id)
        .order_by(Photo.id)
    )
    known = []
    with library.read() as session:
        for photo, root, path, size, orientation in session.execute(statement).yield_per(10_000):
            if _compared(path.rpartition("/")[2]) in wanted:
                file = f"{root.rstrip('/')}/{path}"
                known.append(_Known(Match(photo, file, orientation), _parts(file), size))
    return _Index(known)


def _pairs(
    photos: Sequence[ImportedPhoto], ways: Sequence[_Parts], index: _Index, open_ones: Sequence[int]
) -> list[_Pair]:
    """Return photos whose paths end like that of one photo of the library, those of most photos first."""
    pairs: dict[tuple[_Parts, _Parts], _Pair] = {}
    for at in open_ones:
        way, size = ways[at], photos[at].size
        longest, one = index.ending_like(way, size)
        if one is not None:
            theirs, ours = way[:-longest], one.way[:-longest]
            if (theirs, ours) not in pairs:
                written = _beginning(photos[at].file, longest), _beginning(one.match.file, longest)
                pairs[theirs, ours] = _Pair(theirs, ours, written=written)
            pair = pairs[theirs, ours]
            pair.photos.append((at, one))
            pair.agree += size is None or size == one.size
    return sorted(pairs.values(), key=lambda pair: -len(pair.photos))


def _common(one: _Parts, other: _Parts) -> int:
    """Return how many first parts two paths have in common."""
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count


def _moved(way: _Parts, index: _Index, pairs: Sequence[_Pair]) -> _Known | None:
    """Return the photo at a path below a moved folder."""
    for pair in pairs:
        if way[: len(pair.theirs)] == pair.theirs:
            found = index.at(pair.ours + way[len(pair.theirs) :])
            if found is not None:
                return found
    return None


def _same_size(photo: ImportedPhoto, index: _Index) -> _Known | None:
    """Return the only photo of a name and size."""
    if photo.size is None:
        return None
    same = {
        one.match.photo_id: one
        for name in _names(photo, _parts(photo.file))
        for one in index.of_size(name, photo.size)
    }
    return next(iter(same.values())) if len(same) == 1 else None
