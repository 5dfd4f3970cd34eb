"""What is seen in a video at which moment: the faces of a frame with their boxes, and the other moments.

Who is seen when is found out by `app.search.sightings`; which moment is shown is decided by the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.search.browsing import PhotoRow, photo_rows
from app.search.faces import FaceInPhoto, faces_in_photo
from app.search.sightings import Boxes, SeenPerson, boxes_in_video, people_in_video
from app.search.videos import moment_sought


def _no_boxes() -> Boxes:
    none = np.zeros(0, np.int64)
    return Boxes(none, none, np.zeros((0, 4)))


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """All that is known of who is seen in a video; of a photo its faces alone.

    Attributes:
        faces: All of its faces, in a video each with its best box.
        boxes: Where these are seen.
        people: Who they are, and when they are seen.
    """

    faces: tuple[FaceInPhoto, ...] = ()
    boxes: Boxes = field(default_factory=_no_boxes)
    people: tuple[SeenPerson, ...] = ()

    def faces_at(self, moment: int) -> tuple[FaceInPhoto, ...]:
        """Return the faces that are seen at a moment, with their boxes in its frame, from left to right."""
        known = {face.id: face for face in self.faces}
        at = np.flatnonzero(self.boxes.moments == moment)
        seen = []
        for face, box in zip(self.boxes.face_ids[at].tolist(), self.boxes.boxes[at].tolist(), strict=True):
            if face in known:
                left, top, width, height = box
                seen.append(replace(known[face], box=(left, top, width, height)))
        return tuple(sorted(seen, key=lambda face: face.box[0] + face.box[2] / 2))

    def marked(self) -> NDArray[np.int64]:
        """Return the moments at which somebody is seen whom the user wants to see, ascending, each once."""
        shown = [face.id for face in self.faces if not (face.ignored or face.person_ignored)]
        return np.unique(self.boxes.moments[np.isin(self.boxes.face_ids, shown)])

    def moment_of(self, face: int) -> int | None:
        """Return the moment at which a face is seen best; None where it is seen nowhere."""
        theirs = self.boxes.moments[self.boxes.face_ids == face]
        best = next((one.at_ms for one in self.faces if one.id == face), None)
        if not len(theirs) or best is None:
            return None
        return int(theirs[np.abs(theirs - best).argmin()])


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What the library tells of a photo or video for showing it alone.

    Attributes:
        rows: Its row and those of its neighbours, by `Photo.id`.
        seen: Its faces; of a video also when they are seen.
        sought: The moment of a video that the user is to see; None for that which stands for it.
    """

    rows: dict[int, PhotoRow]
    seen: Moments
    sought: int | None = None


def known_of(
    session: Session, photo: int, near: Sequence[int], *, faces: Sequence[int] = (), text: str = ""
) -> Known:
    """Find out what is shown of a photo or video.

    Args:
        session: A session.
        photo: `Photo.id`.
        near: Of its neighbours and itself.
        faces: `Face.id` of those that the user wants to see: the first that is in a video says which moment.
        text: The search that found it; says it where none of the faces does.
    """
    rows = {row.id: row for row in photo_rows(session, near)}
    found = tuple(faces_in_photo(session, photo))
    if photo not in rows or rows[photo].duration_ms is None:
        return Known(rows, Moments(found))
    seen = Moments(found, boxes_in_video(session, photo), tuple(people_in_video(session, photo)))
    there = {face.id for face in found}
    wanted = next((face for face in faces if face in there), None)
    if wanted is not None:
        return Known(rows, seen, seen.moment_of(wanted))
    return Known(rows, seen, moment_sought(session, photo, text) if text else None)
