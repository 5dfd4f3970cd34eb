"""What one run of indexing did, counted."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from app.indexing.walk import Skipped, as_text

#: So many failed photos are listed one by one; all are counted.
LISTED_FAILURES = 100


@dataclass(frozen=True, slots=True)
class Failure:
    """A photo that could not be used.

    Attributes:
        path: absolute; may hold surrogate escapes.
        problem: the kind, `engine.image.ImageProblem` or "internal".
        sentence: for the user; names the file and the remedy.
    """

    path: str
    problem: str
    sentence: str


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What a run did.

    After a run that was not cancelled, `seen` is the sum of `unchanged`, `new`, `changed`, `moved`,
    `duplicates`, `vanished` and `unfinished`.

    Attributes:
        seen: files found.
        videos: those of them that are videos.
        unchanged: files as they were, also where only their times changed.
        new: files looked at for the first time, whether or not they could be used.
        changed: files with other content than before, and files tried again because they could not be read.
        moved: photos that were elsewhere before.
        duplicates: new files with the content of another photo, whose faces were copied.
        videos_read: videos among the new, changed and duplicate files.
        vanished: files that were gone when they were to be read.
        unfinished: files left to the next run, because the library was changed by somebody meanwhile.
        missing: photos whose files are gone since the run before, and were not found elsewhere.
        returned: photos that were missing and are there again.
        damaged: files that broke off, of which the part that could be decoded was used.
        faces: faces found or copied.
        embedded: faces that another recogniser knew and that were embedded for this one, from their photos.
        embedded_from_crops: such faces whose photos are out of reach, and that were embedded from crops.
        not_embedded: faces that another recogniser knows and this one still does not; after a run of all
            roots that was not cancelled, those of which neither a photo nor a crop could be used.
        names: names taken over from files and sidecars: faces confirmed to be somebody, and people who are
            somewhere in a photo.
        failures: photos that could not be used in this run, the first `LISTED_FAILURES` of them.
        problems: how many photos could not be used, by kind.
        skipped: folders and files that could not be looked at.
        offline: roots that cannot be reached, as paths.
        online: roots that can be reached again, as paths.
        seconds: that the run took.
        photos_per_second: files read, by `seconds`.
        cancelled: the run was asked to end before it was done.
    """

    seen: int
    videos: int
    unchanged: int
    new: int
    changed: int
    moved: int
    duplicates: int
    videos_read: int
    vanished: int
    unfinished: int
    missing: int
    returned: int
    damaged: int
    faces: int
    embedded: int
    embedded_from_crops: int
    not_embedded: int
    names: int
    failures: tuple[Failure, ...]
    problems: dict[str, int]
    skipped: tuple[Skipped, ...]
    offline: tuple[str, ...]
    online: tuple[str, ...]
    seconds: float
    photos_per_second: float
    cancelled: bool

    @property
    def failed(self) -> int:
        """How many photos could not be used in this run."""
        return sum(self.problems.values())


@dataclass(slots=True)
class Tally:
    """The counts of a run that is going on; see `IndexReport`."""

    seen: int = 0
    videos: int = 0
    unchanged: int = 0
    new: int = 0
    changed: int = 0
    moved: int = 0
    duplicates: int = 0
    videos_read: int = 0
    vanished: int = 0
    unfinished: int = 0
    missing: int = 0
    returned: int = 0
    damaged: int = 0
    faces: int = 0
    embedded: int = 0
    embedded_from_crops: int = 0
    not_embedded: int = 0
    names: int = 0
    read: int = 0
    failures: list[Failure] = field(default_factory=list)
    problems: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    offline: list[str] = field(default_factory=list)
    online: list[str] = field(default_factory=list)

    def fail(self, failure: Failure) -> None:
        """Count a photo that could not be used."""
        self.problems[failure.problem] += 1
        if len(self.failures) < LISTED_FAILURES:
            self.failures.append(failure)

    def summary(self) -> str:
        """Return the counts as JSON, for the job's row."""
        counts = {name: getattr(self, name) for name in _COUNTS}
        roots = [as_text(path) for path in self.offline]
        return json.dumps({**counts, "problems": dict(self.problems), "offline": roots})

    def report(self, *, seconds: float, cancelled: bool) -> IndexReport:
        """Return the final report."""
        return IndexReport(
            **{name: getattr(self, name) for name in _COUNTS},
            failures=tuple(self.failures),
            problems=dict(self.problems),
            skipped=tuple(self.skipped),
            offline=tuple(self.offline),
            online=tuple(self.online),
            seconds=seconds,
            photos_per_second=self.read / seconds if seconds > 0 else 0.0,
            cancelled=cancelled,
        )


_COUNTS = (
    "seen videos unchanged new changed moved duplicates videos_read vanished unfinished missing returned "
    "damaged faces embedded embedded_from_crops not_embedded names"
).split()
