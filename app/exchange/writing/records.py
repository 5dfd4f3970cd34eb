"""What writing names into files is told in: what would be done to each photo, what was done, and why not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

from app.metadata.people import NamedRegion, People
from app.operations import Changes

#: Where names go: into the file itself, or into a file beside it.
Place = Literal["file", "sidecar"]

#: Told how much is done, and of how much.
ProgressCallback = Callable[[int, int], None]

#: Boxes closer than this, in shares of a side, are the same.
_CLOSE: Final = 1e-4


class Why(StrEnum):
    """Why the names of a photo are not written.

    With `PARTLY`, one of its files could not be written, nor could the ones before it be given back what they
    had; what was written is in the history and can be undone.
    """

    OFFLINE = "offline"
    MISSING = "missing"
    CHANGED = "changed"
    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    PROTECTED = "protected"
    PACKET = "packet"
    NEWS = "news"
    FAILED = "failed"
    PARTLY = "partly"


#: What is wrong and what to do about it, after the name of the file.
_SENTENCES: Final = {
    Why.OFFLINE: "its folder cannot be reached. Connect its drive, then try again.",
    Why.MISSING: "it is no longer there. Its names stay in the library.",
    Why.CHANGED: "it was changed since Familiar last looked. Index it first, then try again.",
    Why.UNREADABLE: "it cannot be read ({detail}). Check that you may read it.",
    Why.UNKNOWN: "it could not be looked at, so nobody in it is known.",
    Why.PROTECTED: "its folder is write-protected. Allow writing to it, then try again.",
    Why.PACKET: "what it says already cannot be extended. {detail}",
    Why.NEWS: "what is known of it changed since it was shown. Look at what would be written once more.",
    Why.FAILED: "nothing was written. {detail}",
    Why.PARTLY: "only a part was written, and could not be taken back. {detail}",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A photo whose names are not written.

    Attributes:
        photo_id: `Photo.id`.
        file: The photo.
        why: In short.
        detail: More about it, where there is more to say.
    """

    photo_id: int
    file: Path
    why: Why
    detail: str = ""

    @property
    def sentence(self) -> str:
        """What is wrong and what to do about it, naming the file."""
        return f"{self.file}: {_SENTENCES[self.why].format(detail=self.detail)}"


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """What would be done to one photo.

    Attributes:
        photo_id: `Photo.id`.
        file: The photo.
        place: Whether its file is written, or a sidecar.
        targets: The files that would be written, the main one first; sidecars that say something of people
            follow, so that they do not say something else.
        before: Who is in the photo, as its file and sidecars say now; in the upright photo.
        after: As they would say.
    """

    photo_id: int
    file: Path
    place: Place
    targets: tuple[Path, ...]
    before: People
    after: People

    @property
    def added(self) -> tuple[str, ...]:
        """Names that would be new, in order."""
        return _more(self.after, self.before)

    @property
    def removed(self) -> tuple[str, ...]:
        """Names that would go, in order."""
        return _more(self.before, self.after)

    @property
    def changed(self) -> tuple[str, ...]:
        """Names that stay and get another place, or one for the first time, or lose it."""
        before, after = _places(self.before), _places(self.after)
        return tuple(
            name for name, boxes in after.items() if name in before and not _same(before[name], boxes)
        )


@dataclass(frozen=True, slots=True)
class WritePlan:
    """What would be done to photos; nothing has been done.

    Attributes:
        writes: Photos of which something would be written.
        refused: Photos whose names cannot be written.
        unchanged: How many photos say already what is known.
        cancelled: Not all photos were looked at.
    """

    writes: tuple[PlannedWrite, ...]
    refused: tuple[Refusal, ...]
    unchanged: int
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What was written.

    Attributes:
        changes: The action in the history; nothing changed where nothing was written.
        written: Ids of the photos whose names were written, all of them.
        refused: Photos of which nothing was written; for `Why.PARTLY`, see there. None is in both.
        cancelled: Not all was written that was planned.
    """

    changes: Changes
    written: tuple[int, ...]
    refused: tuple[Refusal, ...]
    cancelled: bool = False


def says_same(one: People, other: People) -> bool:
    """Return whether the same names are in the same places."""
    before, after = _places(one), _places(other)
    return before.keys() == after.keys() and all(_same(before[name], after[name]) for name in before)


def says_at_least(said: People, wanted: People, *, without: Iterable[str] = ()) -> bool:
    """Return whether all names that are wanted are said, in the places wanted, and none of some others.

    Somebody who is wanted without a place may be said with one.
    """
    there = _places(said)
    return all(
        name in there and (not boxes or _same(there[name], boxes)) for name, boxes in _places(wanted).items()
    ) and not any(name in there for name in without)


def _more(one: People, other: People) -> tuple[str, ...]:
    there = set(_places(other))
    return tuple(name for name in _places(one) if name not in there)


def _places(people: People) -> dict[str, list[NamedRegion]]:
    found: dict[str, list[NamedRegion]] = {}
    for region in people.regions:
        found.setdefault(region.name, []).append(region)
    for name in people.present:
        found.setdefault(name, [])
    return found


def _same(one: Sequence[NamedRegion], other: Sequence[NamedRegion]) -> bool:
    """Return whether two lists have the same boxes, in any order."""
    left = list(other)
    for region in one:
        there = next((each for each in left if _close(region, each)), None)
        if there is None:
            return False
        left.remove(there)
    return not left


def _close(one: NamedRegion, other: NamedRegion) -> bool:
    return (
        abs(one.left - other.left) <= _CLOSE
        and abs(one.top - other.top) <= _CLOSE
        and abs(one.width - other.width) <= _CLOSE
        and abs(one.height - other.height) <= _CLOSE
    )
