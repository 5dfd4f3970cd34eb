"""Who is seen in a video, and when: the moments of faces, joined into spans of time.

Finding them is the business of indexing; where faces are in photos that do not move is in `app.search.faces`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.search.rows import columns, fetch, file_name
from engine.video import DEFAULT_VIDEO_LIMITS
from engine.video.choosing import apart_ms

#: Faces that are in the video as it is now, and that the user wants to see, with when they are seen.
_IN_VIDEO: Final = """
SELECT face.id, person_id, name, confirmed_at IS NOT NULL, coalesce(quality, 0), sighting.at_ms
FROM face JOIN sighting ON face_id = face.id LEFT JOIN person ON person.id = person_id
WHERE photo_id = ? AND face.ignored_at IS NULL AND person.ignored_at IS NULL
ORDER BY sighting.at_ms, face.id
"""
_OF_PERSON: Final = """
SELECT photo_id, root.path, photo.path, duration_ms, missing_since IS NOT NULL, sighting.at_ms
FROM face JOIN sighting ON face_id = face.id JOIN photo ON photo.id = photo_id JOIN root ON root.id = root_id
WHERE person_id = ? AND face.ignored_at IS NULL ORDER BY taken_at, photo_id, sighting.at_ms
"""
_BOXES: Final = """
SELECT face_id, sighting.at_ms, sighting.x, sighting.y, sighting.width, sighting.height
FROM face JOIN sighting ON face_id = face.id WHERE photo_id = ? ORDER BY sighting.at_ms, face_id
"""
_DURATION: Final = "SELECT coalesce(duration_ms, 0) FROM photo WHERE id = ?"


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which somebody is seen: the first and the last of adjacent moments, which may be one.

    Attributes:
        begin_ms: milliseconds since the first frame.
        end_ms: likewise, not before `begin_ms`.
    """

    begin_ms: int
    end_ms: int

    def __str__(self) -> str:
        begin, end = mark(self.begin_ms), mark(self.end_ms)
        return begin if begin == end else f"{begin}–{end}"


@dataclass(frozen=True, slots=True)
class SeenPerson:
    """Somebody in a video.

    Attributes:
        person_id: The person or group; None for a face of nobody, each of which is listed alone.
        name: Of that person, or None.
        face_id: Of their faces in the video the best; nearly always there is one alone.
        confirmed: The user, or a file, said of one of these faces whose it is.
        spans: When they are seen, in order.
    """

    person_id: int | None
    name: str | None
    face_id: int
    confirmed: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class VideoOfPerson:
    """A video in which somebody is seen.

    Attributes:
        photo_id: `Photo.id`.
        file: Where it is.
        duration_ms: How long it is.
        missing: The file is gone.
        spans: When they are seen, in order.
    """

    photo_id: int
    file: Path
    duration_ms: int
    missing: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Boxes:
    """Where faces are seen in a video, by moment: n sightings.

    Attributes:
        face_ids: (n,) int64, `Face.id`.
        moments: (n,) int64 milliseconds since the first frame, ascending.
        boxes: (n, 4) float64 left, top, width, height, pixels of the upright frame at full size.
    """

    face_ids: NDArray[np.int64]
    moments: NDArray[np.int64]
    boxes: NDArray[np.float64]


def people_in_video(session: Session, photo_id: int) -> list[SeenPerson]:
    """List who is seen in a video, in the order in which they first are; ignored ones are left out.

    Args:
        session: A session.
        photo_id: `Photo.id`; of one that is no video nobody is listed.
    """
    known: dict[tuple[str, int], list[tuple[int, int, str | None, bool, float]]] = {}
    for face, person, name, confirmed, quality, moment in fetch(session, _IN_VIDEO, (photo_id,)):
        key = ("face", face) if person is None else ("person", person)
        known.setdefault(key, []).append((moment, face, name, bool(confirmed), quality))
    apart = _apart(session, photo_id)
    return [
        SeenPerson(
            person_id=number if kind == "person" else None,
            name=seen[0][2],
            face_id=max(seen, key=lambda one: (one[4], -one[1]))[1],
            confirmed=any(one[3] for one in seen),
            spans=spans([one[0] for one in seen], apart=apart),
        )
        for (kind, number), seen in known.items()
    ]


def videos_of_person(session: Session, person_id: int) -> list[VideoOfPerson]:
    """List the videos in which a person or group is seen, by date.

    Args:
        session: A session.
        person_id: `Person.id`.
    """
    known: dict[int, tuple[Path, int, bool, list[int]]] = {}
    for photo, root, path, duration, missing, moment in fetch(session, _OF_PERSON, (person_id,)):
        file = Path(file_name(root), file_name(path))
        known.setdefault(photo, (file, duration or 0, bool(missing), []))[3].append(moment)
    return [
        VideoOfPerson(photo, file, duration, missing, spans(moments, apart=_adjacent(duration)))
        for photo, (file, duration, missing, moments) in known.items()
    ]


def boxes_in_video(session: Session, photo_id: int) -> Boxes:
    """Return where all faces of a video are seen, ignored ones too.

    Args:
        session: A session.
        photo_id: `Photo.id`.
    """
    face_ids, moments, *sides = columns(
        fetch(session, _BOXES, (photo_id,)), np.int64, np.int64, *[np.float64] * 4
    )
    return Boxes(face_ids, moments, np.stack(sides, axis=1))


def spans(moments: Iterable[int], *, apart: int) -> tuple[Span, ...]:
    """Join moments into spans.

    Args:
        moments: milliseconds, in any order.
        apart: those further apart are of two spans.
    """
    found: list[list[int]] = []
    for moment in sorted(moments):
        if found and moment - found[-1][1] <= apart:
            found[-1][1] = moment
        else:
            found.append([moment, moment])
    return tuple(Span(begin, end) for begin, end in found)


def mark(ms: int) -> str:
    """Return a moment as players show it: "0:03", "1:40", "1:02:05"."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def marks(of: Sequence[Span]) -> str:
    """Return spans for people to read: "0:03–0:12, 1:40"."""
    return ", ".join(map(str, of))


def _apart(session: Session, photo_id: int) -> int:
    return _adjacent(next((row[0] for row in fetch(session, _DURATION, (photo_id,))), 0))


def _adjacent(duration_ms: int) -> int:
    return apart_ms(duration_ms, DEFAULT_VIDEO_LIMITS.most_frames)
