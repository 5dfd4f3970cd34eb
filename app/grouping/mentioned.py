"""Questions that files raise: "Anna is one of these" makes a question of each face that she could be.

A file that names somebody without a place is seldom wrong, so the fewer faces of a photo are left, the surer
is each; how alike they are to the person counts besides (`app.grouping.suggesting`). Pages are made of the
questions in `app.grouping.review`.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any, Final

from sqlalchemy.orm import Session

from app.grouping.suggested import Suggested

#: That one of a photo's faces is the person: files name people who turn away, and are seldom wrong.
_TRUE: Final = 0.85

#: A face may be of a person who is somewhere in its photo unless the user said that it, or its group, is not,
#: or another photo shows the group and the person together.
_POSSIBLE: Final = """
SELECT photo.id, person.id, person.name, face.id, team.id,
    (SELECT count(*) FROM face AS one WHERE one.person_id = team.id AND one.ignored_at IS NULL)
FROM mention CROSS JOIN person ON person.id = mention.person_id
CROSS JOIN photo ON photo.id = mention.photo_id
CROSS JOIN face ON face.photo_id = photo.id
LEFT JOIN person AS team ON team.id = face.person_id
WHERE (?1 IS NULL OR ?1 = person.id) AND person.name IS NOT NULL AND person.ignored_at IS NULL
AND photo.missing_since IS NULL
AND NOT EXISTS (SELECT 1 FROM face AS one WHERE one.photo_id = photo.id AND one.person_id = person.id)
AND face.ignored_at IS NULL AND (face.landmarks IS NOT NULL OR face.source <> 'detected')
AND (team.id IS NULL OR (team.name IS NULL AND team.ignored_at IS NULL))
AND NOT EXISTS (
    SELECT 1 FROM rejection WHERE rejection.face_id = face.id AND rejection.person_id = person.id
) AND (
    team.id IS NULL OR NOT EXISTS (
        SELECT 1 FROM rejection WHERE rejection.person_id = min(person.id, team.id)
        AND rejection.other_person_id = max(person.id, team.id)
        UNION ALL
        SELECT 1 FROM face AS one JOIN rejection ON rejection.face_id = one.id
        WHERE one.person_id = team.id AND rejection.person_id = person.id
        UNION ALL
        SELECT 1 FROM face AS one JOIN rejection ON rejection.face_id = one.id
        WHERE one.person_id = person.id AND rejection.person_id = team.id
        UNION ALL
        SELECT 1 FROM face AS one JOIN face AS two ON two.photo_id = one.photo_id
        WHERE one.person_id = team.id AND two.person_id = person.id
    )
)
ORDER BY mention.id, face.id
LIMIT ?2
"""
#: Of each person the face to show; who has none is shown by the face that is asked about.
_SHOWN: Final = """
SELECT value, (
    SELECT face.id FROM face WHERE face.person_id = value AND face.ignored_at IS NULL
    ORDER BY face.confirmed_at IS NULL, coalesce(quality, -1) DESC, face.id LIMIT 1
) FROM json_each(?)
"""


def with_mentions(
    session: Session, found: list[Suggested], *, most: int, person: int | None
) -> list[Suggested]:
    """Add what files say to suggestions: some become surer, and some are new.

    Args:
        session: A session.
        found: What grouping suggests.
        most: Faces of photos with somebody mentioned that are looked at.
        person: Only of this person; None for all.

    Returns:
        Suggestions, each pair once; new ones at the end.
    """
    connection = session.connection()
    rows = [tuple(row) for row in connection.exec_driver_sql(_POSSIBLE, (person, most))]
    faces = Counter((photo, who) for photo, who, *_ in rows)
    people = json.dumps(sorted({who for _, who in faces}))
    pictures: list[Any] = list(connection.exec_driver_sql(_SHOWN, (people,)))
    shown: dict[int, int | None] = dict(pictures)
    best: dict[tuple[int, int | None, int | None], Suggested] = {}
    for photo, who, name, face, group, size in rows:
        chance, theirs = _TRUE / faces[photo, who], shown[who] or face
        if group is None:
            one = Suggested(who, name, None, None, face, 0.0, chance, 1, theirs, face, said=True)
        elif who < group:
            one = Suggested(who, name, group, None, None, 0.0, chance, size, theirs, face, said=True)
        else:
            one = Suggested(group, None, who, name, None, 0.0, chance, size, face, theirs, said=True)
        known = best.get(one.key)
        best[one.key] = one if known is None else replace(known, probability=_either(known, one))
    surer = [
        replace(one, probability=_either(one, best.pop(one.key)), said=True) if one.key in best else one
        for one in found
    ]
    return [*surer, *best.values()]


def _either(one: Suggested, other: Suggested) -> float:
    """Return the probability where two reasons speak for it, each by itself."""
    return 1 - (1 - one.probability) * (1 - other.probability)
