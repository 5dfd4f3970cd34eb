"""What is suggested to the user: that two people are one, or that a face is somebody's.

Suggestions are made in `app.grouping.suggesting` and `app.grouping.mentioned`, listed in
`app.grouping.review`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suggested:
    """Two people or groups that may be one, or a lonely face that may be somebody's.

    Attributes:
        person_id: The person; of two, the lower id.
        name: Of that one, or None for a group.
        other_person_id: The higher id; None where it is about a face.
        other_name: Of that one, or None.
        face_id: The lonely face, or None.
        similarity: Mean cosine similarity of the two sides (of people, of their looks that are most surely
            one), -1 to 1.
        probability: That they are one, 0 to 1.
        settles: Faces that one yes settles: those of the smaller side.
        nearest_face_id: The reason: the face of the first side that is most like
        other_nearest_face_id: this one of the second side.
        said: A photo's file says that the person is in it, and this is one of its faces.
    """

    person_id: int
    name: str | None
    other_person_id: int | None
    other_name: str | None
    face_id: int | None
    similarity: float
    probability: float
    settles: int
    nearest_face_id: int
    other_nearest_face_id: int
    said: bool = False

    @property
    def key(self) -> tuple[int, int | None, int | None]:
        """Whom it is about."""
        return self.person_id, self.other_person_id, self.face_id
