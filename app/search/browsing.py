"""What pages of photos show: the timeline, the photos of a window, folders, and the figures of the sidebar.

Which photos a search finds is decided in `app.search.photos`; pages of people and faces live in
`app.search.faces`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.search.photos import search_photos
from app.search.rows import fetch, file_name, numbers
from app.search.tree import Everything

#: Width by height of photos of which nothing better is known.
USUAL_RATIO: Final = 1.5
#: Less probable suggestions are not counted: `app.grouping.review.LEAST_LISTED`, which may not be imported.
LEAST_LISTED: Final = 0.1

#: Two numbers a photo, of two times 32 bits, because four take half as long again to read.
_SHAPES: Final = """
SELECT id << 32 | coalesce(CAST(substr(taken_at, 1, 4) || substr(taken_at, 6, 2) AS INTEGER), 0),
    coalesce(width, 0) << 32 | coalesce(height, 0) FROM photo
"""
_SHAPES_OF: Final = f"{_SHAPES} WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608 - our own
_LOW: Final = np.int64(0xFFFFFFFF)
_PHOTOS: Final = """
SELECT photo.id, root_id, root.path, photo.path, size, width, height, taken_at, taken_offset, camera,
    latitude, longitude, format, problem, problem_text, damaged, missing_since IS NOT NULL,
    offline_since IS NOT NULL, duration_ms, shown_ms
FROM json_each(?) AS wanted CROSS JOIN photo ON photo.id = wanted.value JOIN root ON root.id = root_id
ORDER BY wanted.key
"""
_PATHS: Final = """
SELECT root_id, path FROM photo WHERE id NOT IN (SELECT id FROM photo WHERE missing_since IS NOT NULL)
"""
_PHOTO_COUNTS: Final = """
SELECT count(*) - count(missing_since), count(missing_since),
    count(*) FILTER (WHERE missing_since IS NULL AND state = 'failed') FROM photo
"""
#: Faces are counted with the index of their people, and the few that are ignored looked for in one go, which
#: the plus sees to.
_PEOPLE_COUNTS: Final = """
WITH ignored AS (
    SELECT person_id, count(*) AS faces FROM face WHERE ignored_at IS NOT NULL GROUP BY +person_id
),
mine AS (SELECT person_id, count(*) AS faces FROM face GROUP BY person_id),
lonely AS (SELECT coalesce(sum(faces), 0) AS faces FROM mine WHERE person_id IS NULL)
SELECT count(*) FILTER (WHERE name IS NOT NULL AND ignored_at IS NULL),
    count(*) FILTER (
        WHERE name IS NULL AND ignored_at IS NULL
            AND coalesce(mine.faces, 0) - coalesce(ignored.faces, 0) >= 2
    ),
    (SELECT faces FROM lonely) - coalesce((SELECT faces FROM ignored WHERE person_id IS NULL), 0),
    count(ignored_at),
    (SELECT coalesce(sum(faces), 0) FROM ignored)
FROM person LEFT JOIN mine ON mine.person_id = person.id LEFT JOIN ignored ON ignored.person_id = person.id
"""
#: As `app.grouping.review.suggestions` lists them: without what was answered or ignored since they were
#: made, or is shown by a face that is somebody else's since.
_TO_REVIEW: Final = """
WITH told AS (
    SELECT rejection.person_id AS one, face.person_id AS other FROM rejection
    CROSS JOIN face ON face.id = rejection.face_id WHERE face.person_id IS NOT NULL
)
SELECT count(*) FROM suggestion JOIN person AS one ON one.id = suggestion.person_id
LEFT JOIN person AS other ON other.id = suggestion.other_person_id
LEFT JOIN face ON face.id = suggestion.face_id
WHERE probability >= ? AND one.ignored_at IS NULL AND other.ignored_at IS NULL
AND face.ignored_at IS NULL AND face.person_id IS NULL
AND EXISTS (SELECT 1 FROM face WHERE face.id = nearest_face_id AND face.person_id = one.id)
AND (
    other.id IS NULL
    OR EXISTS (SELECT 1 FROM face WHERE face.id = other_nearest_face_id AND face.person_id = other.id)
)
AND NOT EXISTS (
    SELECT 1 FROM rejection WHERE rejection.face_id = suggestion.face_id AND rejection.person_id = one.id
) AND NOT EXISTS (
    SELECT 1 FROM rejection WHERE rejection.person_id = one.id AND rejection.other_person_id = other.id
) AND (
    other.id IS NULL
    OR (one.id, other.id) NOT IN (SELECT one, other FROM told UNION SELECT other, one FROM told)
)
"""


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Photos in the order in which they are shown.

    Attributes:
        ids: (n,) int64, `Photo.id`.
        months: (n,) int32, as 201907; 0 without a date.
        ratios: (n,) float32, width by height of the upright photo; `USUAL_RATIO` where unknown.
        sections: (n,) int32, what photos are divided by, those of a section together, as numbers of
            `app.search.events.Events`; None where that is months.
    """

    ids: NDArray[np.int64]
    months: NDArray[np.int32]
    ratios: NDArray[np.float32]
    sections: NDArray[np.int32] | None = None

    @property
    def keys(self) -> NDArray[np.int32]:
        """What photos are divided by."""
        return self.months if self.sections is None else self.sections

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """What is shown of one photo.

    Attributes:
        id: `Photo.id`.
        root_id: `Root.id`.
        root: The root's path.
        path: Below the root, with forward slashes.
        size: Of the file, in bytes.
        width: Of the upright photo, in pixels; None where it could not be read.
        height: Likewise.
        taken_at: ISO 8601 local time of the camera, or None.
        taken_offset: Minutes east of UTC, or None.
        camera: Or None.
        latitude: Degrees north, or None.
        longitude: Degrees east, or None.
        format: Of the file, or None.
        problem: Why it could not be read: a kind (`engine.image.ImageProblem`); None where it could.
        problem_text: Likewise, a sentence for the user.
        damaged: What is left of a damaged file is shown.
        missing: The file is gone.
        offline: The root cannot be reached at present.
        duration_ms: Of a video that could be read, milliseconds; None of a photo.
        shown_ms: Of such a video the moment whose frame stands for it, milliseconds since the first frame.
    """

    id: int
    root_id: int
    root: str
    path: str
    size: int
    width: int | None
    height: int | None
    taken_at: str | None
    taken_offset: int | None
    camera: str | None
    latitude: float | None
    longitude: float | None
    format: str | None
    problem: str | None
    problem_text: str | None
    damaged: bool
    missing: bool
    offline: bool
    duration_ms: int | None = None
    shown_ms: int | None = None

    @property
    def file(self) -> Path:
        """The photo's file."""
        return Path(self.root, self.path)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with photos in it or in the folders in it; a root also without.

    Attributes:
        root_id: `Root.id`.
        root: The root's path.
        path: Below the root, with forward slashes; empty for the root itself.
        photos: Directly in it, without missing ones.
        all_photos: Also in the folders in it.
        offline: The root cannot be reached at present.
    """

    root_id: int
    root: str
    path: str
    photos: int
    all_photos: int
    offline: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of the sidebar.

    Attributes:
        photos: Those that are there, or on a drive that is away.
        named: People with a name who are not ignored.
        groups: Groups without a name that are not ignored and have two faces or more.
        lonely_faces: Faces of nobody.
        ignored_people: People and groups that are ignored.
        ignored_faces: Faces that are ignored one by one.
        missing: Photos whose files are gone.
        problems: Photos that are there and could not be read.
        to_review: Suggestions that are listed and not answered yet.
    """

    photos: int
    named: int
    groups: int
    lonely_faces: int
    ignored_people: int
    ignored_faces: int
    missing: int
    problems: int
    to_review: int


def timeline(session: Session, photo_ids: NDArray[np.int64] | None = None) -> Timeline:
    """Describe photos as a page lays them out.

    Args:
        session: A session.
        photo_ids: (m,) int64, in the order in which they are shown, as `search_photos` gives them; None for
            all photos whose files are not gone, newest first. Those that are no more are left out.
    """
    if photo_ids is None:
        ids, found = search_photos(session, Everything()), numbers(session, _SHAPES, (), 2)
    else:
        ids, found = photo_ids, numbers(session, _SHAPES_OF, (json.dumps(photo_ids.tolist()),), 2)
    found = found[np.argsort(found[:, 0])]
    known = found[:, 0] >> 32
    ids = ids[np.isin(ids, known)]
    dates, sizes = found[np.searchsorted(known, ids)].T
    months, widths, heights = dates & _LOW, sizes >> 32, sizes & _LOW
    ratios = np.full(len(ids), USUAL_RATIO, np.float32)
    np.divide(widths, heights, out=ratios, where=(widths > 0) & (heights > 0), casting="same_kind")
    return Timeline(ids, months.astype(np.int32), ratios)


def photo_rows(session: Session, ids: Sequence[int] | NDArray[np.int64]) -> list[PhotoRow]:
    """Read what is shown of some photos, in the order given; those that are no more are left out.

    Args:
        session: A session.
        ids: `Photo.id`, those of a window and not of the whole library.
    """
    wanted = json.dumps([int(photo) for photo in ids])
    return [PhotoRow(*_shown(row)) for row in fetch(session, _PHOTOS, (wanted,))]


def _shown(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return *row[:2], *map(file_name, row[2:4]), *row[4:15], *map(bool, row[15:18]), *row[18:]


def folders(session: Session) -> list[Folder]:
    """List roots and the folders in them, each before the folders in it, by path without regard to case."""
    direct: Counter[tuple[int, str]] = Counter()
    for root, path in fetch(session, _PATHS):
        direct[root, file_name(path).rpartition("/")[0]] += 1
    total: Counter[tuple[int, str]] = Counter()
    for (root, folder), count in direct.items():
        total[root, ""] += count
        while folder:
            total[root, folder] += count
            folder = folder.rpartition("/")[0]  # noqa: PLW2901 - up to the root
    below: dict[int, list[str]] = {}
    for root, folder in total:
        below.setdefault(root, []).append(folder)
    rows = fetch(session, "SELECT id, path, offline_since IS NOT NULL FROM root")
    roots = [(root, file_name(path), bool(offline)) for root, path, offline in rows]
    return [
        Folder(root, place, folder, direct[root, folder], total[root, folder], offline)
        for root, place, offline in sorted(roots, key=lambda row: _in_order(row[1]))
        for folder in sorted(below.get(root, [""]), key=_in_order)
    ]


def _in_order(path: str) -> tuple[list[str], str]:
    return path.casefold().split("/") if path else [], path


def counts(session: Session) -> Counts:
    """Count what the sidebar shows."""
    ((photos, missing, problems),) = fetch(session, _PHOTO_COUNTS)
    ((named, groups, lonely, ignored_people, ignored_faces),) = fetch(session, _PEOPLE_COUNTS)
    ((to_review,),) = fetch(session, _TO_REVIEW, (LEAST_LISTED,))
    return Counts(
        photos=photos,
        named=named,
        groups=groups,
        lonely_faces=lonely,
        ignored_people=ignored_people,
        ignored_faces=ignored_faces,
        missing=missing,
        problems=problems,
        to_review=to_review,
    )
