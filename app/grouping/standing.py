"""Whether a question that was made a while ago can still be answered."""

from __future__ import annotations

import json

from sqlalchemy.orm import Session

from app.grouping.questions import Question

#: Whose faces are; 0 for nobody's. Ignored ones are left out.
_OWNERS = """
SELECT id, coalesce(person_id, 0) FROM face
WHERE ignored_at IS NULL AND id IN (SELECT value FROM json_each(?))
"""
_PEOPLE = """
SELECT id, (
    SELECT count(*) FROM face
    WHERE face.person_id = person.id AND face.person_id > 0 AND face.ignored_at IS NULL
) FROM person
WHERE ignored_at IS NULL AND id IN (SELECT value FROM json_each(?))
"""
#: (person, other person, face), of which one of the last two is 0.
_REJECTED = """
SELECT person_id, coalesce(other_person_id, 0), coalesce(face_id, 0) FROM rejection
WHERE person_id IN (SELECT value FROM json_each(?1)) OR other_person_id IN (SELECT value FROM json_each(?1))
"""


def stands(session: Session, question: Question) -> bool:
    """Tell whether a question still means what it meant when it was made, and is not answered yet.

    Its people and groups are there, not ignored, and have as many faces as they had; its faces, and those
    that are shown, are whose they were, and nobody has told two sides of it apart. Where a group has grown,
    what was probable of it may no longer be: a question made while photos are read must not be answered once
    they have been.

    Args:
        session: A session.
        question: As `app.grouping.next_questions` gave it.
    """
    sides = [side for item in question.items for side in (item.one, item.other)]
    belong = question.kind == "blocks"
    people = {side.person_id: side.faces for side in sides if side.person_id is not None}
    if belong:
        # The side of the person is then all but the block.
        people = {item.one.person_id or 0: item.one.faces + len(item.face_ids) for item in question.items}
    listed = json.dumps(list(people))
    connection = session.connection()
    if {row[0]: row[1] for row in connection.exec_driver_sql(_PEOPLE, (listed,))} != people:
        return False
    wanted = {
        face: item.one.person_id or 0 if belong else 0 for item in question.items for face in item.face_ids
    }
    owners = connection.exec_driver_sql(_OWNERS, (json.dumps(sorted(wanted)),))
    if {row[0]: row[1] for row in owners} != wanted:
        return False
    shown = {side.shown_face_id: side.person_id for side in sides if side.person_id is not None}
    owners = connection.exec_driver_sql(_OWNERS, (json.dumps(sorted(shown)),))
    if {row[0]: row[1] for row in owners} != shown:
        return False
    apart = {tuple(row) for row in connection.exec_driver_sql(_REJECTED, (listed,))}
    for item in question.items:
        one, other = item.one.person_id or 0, item.other.person_id or 0
        if other and not apart.isdisjoint({(one, other, 0), (other, one, 0)}):
            return False
        if not apart.isdisjoint((one, 0, face) for face in item.face_ids):
            return False
    return True
