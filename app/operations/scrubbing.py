"""Taking somebody out of the history, so that what else the user did can still be undone and redone.

Whom it is about is found out in `app.operations.subject`; the tables are seen to in
`app.operations.forgetting`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection

from app.operations import journal
from app.operations.journal import Row, RowChange
from app.operations.subject import Subject, entries, mentions, names_in, rows_in

#: What sentences say instead of a name.
SOMEBODY: Final = "somebody forgotten"

#: What a row says of a face that belongs to nobody.
_NOBODYS: Final = {"person_id": None, "confirmed_at": None}
#: Of a face, a sighting or an erasure: where it is, and in a video when.
_BOX: Final = ("photo_id", "x", "y", "width", "height", "at_ms")


def scrub(connection: Connection, subject: Subject) -> int:
    """Take somebody out of every entry of the history.

    What was undone can no longer be redone, as after any action. Of the entries that stand:

    - rows of the subject's people, faces, embeddings, sightings and erasures go, and rejections that concern
      them;
    - where a face that stays belonged to the subject, it belonged to nobody;
    - an entry in which nothing is left that changed anything goes;
    - the subject's names in sentences become "somebody forgotten".

    Afterwards `subject.names` are those that nobody else has or had, and `subject.traces` leaves out the
    embeddings that the history keeps of others.

    Args:
        connection: Of a writing transaction.
        subject: Not yet deleted from the tables.

    Returns:
        How many entries were changed or removed.
    """
    undone = connection.exec_driver_sql("DELETE FROM action WHERE undone_at IS NOT NULL").rowcount
    changed: set[int] = set()
    empty: set[int] = set()
    others = _names_of_others(connection, subject)
    for entry in entries(connection):
        kept = _kept(entry.changes, subject)
        others |= names_in(kept)
        subject.traces.leave_out(row["vector"] for row in rows_in(kept, "embedding"))
        if not any(change.effective for change in kept):
            empty.add(entry.id)
        if kept != entry.changes:
            changed.add(entry.id)
            theirs = names_in(change for change in entry.changes if change.key in subject.people)
            summary = without(entry.summary, theirs | subject.groups, names_in(kept))
            connection.exec_driver_sql(
                "UPDATE action SET changes = ?, summary = ? WHERE id = ?",
                (journal.to_json(kept), summary, entry.id),
            )
    subject.names -= others
    # A sentence may name somebody whose rows the entry, since it was replayed, no longer has.
    for key, before in connection.exec_driver_sql("SELECT id, summary FROM action").all():
        summary = without(before, subject.names | subject.groups, others)
        if summary != before:
            changed.add(key)
            connection.exec_driver_sql("UPDATE action SET summary = ? WHERE id = ?", (summary, key))
    connection.exec_driver_sql(
        "DELETE FROM action WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(sorted(changed & empty)),),
    )
    return undone + len(changed)


def without(sentence: str, forgotten: set[str], others: Iterable[str]) -> str:
    """Return a sentence with "somebody forgotten" for names.

    Args:
        sentence: Names stand in it between spaces, punctuation or its ends.
        forgotten: Names to replace.
        others: Names that stay where they have a forgotten one in them: "Anna" in "Anna Smith".
    """
    if not mentions(sentence, forgotten):
        return sentence
    longer = {name for name in others if mentions(name, forgotten)}
    known = sorted(forgotten | longer, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, known))})(?!\w)")
    return pattern.sub(lambda found: SOMEBODY if found[0] in forgotten else found[0], sentence)


def _names_of_others(connection: Connection, subject: Subject) -> set[str]:
    rows = connection.exec_driver_sql("SELECT id, name FROM person WHERE name IS NOT NULL")
    return {name for key, name in rows if key not in subject.people}


def _kept(changes: list[RowChange], subject: Subject) -> list[RowChange]:
    """Return what stays of an entry's rows."""
    rows = [
        row
        for change in changes
        if change.table == "face" and change.key in subject.faces
        for row in (change.before, change.after)
        if row is not None and "x" in row and "photo_id" in row
    ]
    photos = {row["id"]: row["photo_id"] for row in rows}
    rows += [
        row | {"photo_id": photos[row["face_id"]]}
        for row in rows_in(changes, "sighting")
        if row["face_id"] in photos
    ]
    boxes = {_box(row) for row in rows}
    kept: list[RowChange] = []
    for change in changes:
        if _concerns(change, subject):
            continue
        if change.table == "erasure" and any(_box(row) in boxes for row in rows_in([change], "erasure")):
            # Undoing it would let the forgotten face be found again.
            continue
        before, after = (_forgetful(row, change.table, subject) for row in (change.before, change.after))
        kept.append(RowChange(change.table, change.key, before, after))
    return kept


def _box(row: Row) -> tuple[float | None, ...]:
    # Rows from before there were videos have no moment.
    return tuple(row.get(column) for column in _BOX)


def _concerns(change: RowChange, subject: Subject) -> bool:
    match change.table:
        case "person":
            return change.key in subject.people
        case "face":
            return change.key in subject.faces
    return any(
        row.get("face_id") in subject.faces
        or row.get("person_id") in subject.people
        or row.get("other_person_id") in subject.people
        for row in rows_in([change], change.table)
    )


def _forgetful(row: Row | None, table: str, subject: Subject) -> Row | None:
    """Return a row of somebody else without what refers to the subject."""
    if row is None:
        return None
    if table == "face" and row.get("person_id") in subject.people:
        return row | _NOBODYS
    if table == "person" and row.get("cover_face_id") in subject.faces:
        return row | {"cover_face_id": None}
    return row
