"""Which photos are exported, and who is in them: of a person, of a search, or those that were chosen."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.library.names import find_person
from app.library.store import Library
from app.search.person import photos_of
from app.search.photos import search_photos, understand
from app.search.rows import fetch, file_name

#: Photos of which it is looked up at one time who is in them.
_BATCH: Final = 500
#: A photo's facts, in the order of the ids given.
_PHOTOS: Final = """
SELECT photo.id, root.path, photo.path, taken_at, width, height, shown_ms
FROM json_each(?) AS wanted CROSS JOIN photo ON photo.id = wanted.value JOIN root ON root.id = root_id
ORDER BY wanted.key
"""
#: Faces that are in the photo as it is now, of people with a name whom the user wants to see; left to right.
_FACES: Final = """
SELECT photo_id, face.id, person.id, name, x, y, face.width, face.height, quality, at_ms IS NULL
FROM face JOIN person ON person.id = person_id
WHERE photo_id IN (SELECT value FROM json_each(?)) AND name IS NOT NULL AND face.ignored_at IS NULL
    AND person.ignored_at IS NULL AND (landmarks IS NOT NULL OR source <> 'detected')
ORDER BY photo_id, x + face.width / 2, face.id
"""
#: People of whom a file says that they are in the photo, and not where.
_MENTIONED: Final = """
SELECT photo_id, person.id, name FROM mention JOIN person ON person.id = person_id
WHERE photo_id IN (SELECT value FROM json_each(?)) AND name IS NOT NULL AND person.ignored_at IS NULL
ORDER BY photo_id, name
"""


@dataclass(frozen=True, slots=True)
class ChosenPhoto:
    """A photo that is to be exported.

    Attributes:
        id: `Photo.id`.
        file: Its file.
        taken_at: ISO 8601 local time of the camera, or None.
        width: Of the upright photo, in pixels; None where it could not be read.
        height: Likewise.
        replaced: The person whose photos are exported is not in the file any more.
        shown_ms: Of a video the moment whose frame stands for it; None of a photo.
    """

    id: int
    file: Path
    taken_at: str | None
    width: int | None
    height: int | None
    replaced: bool = False
    shown_ms: int | None = None

    def problem(self) -> str | None:
        """Return why the photo cannot be exported, a sentence with a remedy; None where it can be."""
        # Not of `Path`, which raises where a folder may not be entered or a drive is broken.
        if not os.path.isfile(self.file):  # noqa: PTH113
            return f"{self.file} is not there. Connect its drive or bring it back, then export again."
        if self.replaced:
            return f"{self.file} was replaced by another picture, which does not show them."
        return None


@dataclass(frozen=True, slots=True)
class Selection:
    """The photos of one export.

    Attributes:
        title: What they have in common, for people: a name or a search; empty where nobody said.
        photos: In the order in which they are exported.
    """

    title: str
    photos: tuple[ChosenPhoto, ...]


@dataclass(frozen=True, slots=True)
class ShownFace:
    """Somebody with a name in a photo.

    Attributes:
        face_id: `Face.id`; None where nobody knows the place.
        person_id: `Person.id`.
        name: Their name.
        box: Left, top, width and height, in pixels of the upright photo at full size; may reach past it. None
            where nobody knows the place, and in a video, where it depends on the moment.
        quality: 0 to 1; 0 where unknown.
    """

    face_id: int | None
    person_id: int
    name: str
    box: tuple[float, float, float, float] | None
    quality: float


def of_person(library: Library, person: int | str) -> Selection:
    """Choose the photos of a person or group, by date, unknown dates first.

    Args:
        library: The library.
        person: Id or name.

    Raises:
        PersonNotFoundError: There is no such person or group.
    """
    photos = photos_of(library, person=person)
    gone = {photo.photo_id for photo in photos if all(face.outdated for face in photo.faces)}
    with library.read() as session:
        found = find_person(session, person)
        return Selection(found.name or "", _photos(session, [photo.photo_id for photo in photos], gone))


def of_search(library: Library, text: str) -> Selection:
    """Choose the photos that a search describes, newest first.

    Args:
        library: The library.
        text: In the language of the search field.

    Raises:
        QueryError: The search cannot be understood.
    """
    with library.read() as session:
        found = search_photos(session, understand(session, text))
        return Selection(text, _photos(session, found))


def of_photos(
    library: Library, photo_ids: Sequence[int] | NDArray[np.int64], *, title: str = ""
) -> Selection:
    """Choose photos by id, in the order given; those that are no more are left out.

    Args:
        library: The library.
        photo_ids: `Photo.id`.
        title: What they have in common, for people.
    """
    with library.read() as session:
        return Selection(title, _photos(session, photo_ids))


def faces_shown(session: Session, photo_ids: Sequence[int]) -> dict[int, list[ShownFace]]:
    """Return who is in photos, of people with a name: first those with a place, from left to right.

    Args:
        session: A session.
        photo_ids: `Photo.id`, not of the whole library at one time.

    Returns:
        By photo; photos without anybody are left out.
    """
    wanted = json.dumps([int(photo) for photo in photo_ids])
    shown: dict[int, list[ShownFace]] = {}
    for photo, rows in groupby(fetch(session, _FACES, (wanted,)), key=lambda row: row[0]):
        shown[photo] = [
            ShownFace(row[1], row[2], row[3], row[4:8] if row[9] else None, row[8] or 0.0) for row in rows
        ]
    for photo, person, name in fetch(session, _MENTIONED, (wanted,)):
        others = shown.setdefault(photo, [])
        if all(face.person_id != person for face in others):
            others.append(ShownFace(None, person, name, None, 0.0))
    return shown


def who_is_in(library: Library, photos: Sequence[ChosenPhoto]) -> Iterator[list[ShownFace]]:
    """Give who is in each of some photos, as `faces_shown`; looked up a few hundred photos at a time.

    Args:
        library: The library.
        photos: Which.
    """
    for start in range(0, len(photos), _BATCH):
        some = [photo.id for photo in photos[start : start + _BATCH]]
        with library.read() as session:
            faces = faces_shown(session, some)
        for photo in some:
            yield faces.get(photo, [])


def _photos(
    session: Session, ids: Sequence[int] | NDArray[np.int64], gone: frozenset[int] | set[int] = frozenset()
) -> tuple[ChosenPhoto, ...]:
    wanted = json.dumps([int(photo) for photo in ids])
    return tuple(
        ChosenPhoto(photo, Path(file_name(root), file_name(path)), taken, width, height, photo in gone, shown)
        for photo, root, path, taken, width, height, shown in fetch(session, _PHOTOS, (wanted,))
    )
