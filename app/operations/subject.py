"""Whom forgetting somebody is about: which people, faces and embeddings, in the tables and in the history.

Nothing is changed here; taking them out lives in `app.operations.scrubbing` and `app.operations.forgetting`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from app.library.traces import Traces
from app.operations import journal
from app.operations.journal import RowChange

#: Rows held as Python objects at one time.
_BATCH = 8192


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the history.

    Attributes:
        id: `Action.id`.
        summary: Its sentence.
        changes: Its rows.
        undone: Whether it has been undone.
    """

    id: int
    summary: str
    changes: list[RowChange]
    undone: bool


@dataclass(slots=True)
class Subject:
    """Whom forgetting is about.

    Attributes:
        people: Ids of the person or group, and of those who became part of them.
        faces: Ids of their faces, deleted ones that the history could bring back included.
        vectors: Their embeddings and exemplars, as bytes.
        names: All names they ever had.
        shared: Faces that the user confirmed to be somebody else's although the embedding is the same.
        traces: Finds the vectors, but those that faces which stay have as well.
        crops: Finds their crops.
        photos: Ids of the photos they are in, or were when a face was deleted, and of copies of these.
        thumbnails: Finds the thumbnails of these.
    """

    people: set[int]
    faces: set[int] = field(default_factory=set)
    vectors: set[bytes] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    shared: set[int] = field(default_factory=set)
    traces: Traces = field(default_factory=lambda: Traces([]))
    crops: Traces = field(default_factory=lambda: Traces([]))
    photos: set[int] = field(default_factory=set)
    thumbnails: Traces = field(default_factory=lambda: Traces([]))

    @property
    def groups(self) -> set[str]:
        """How sentences call them while they have no name."""
        return {f"group {key}" for key in self.people}


def entries(connection: Connection) -> Iterator[Entry]:
    """Give the history, the newest entry first, one at a time."""
    ids = connection.exec_driver_sql("SELECT id FROM action ORDER BY id DESC").scalars().all()
    for key in ids:
        summary, changes, undone = connection.exec_driver_sql(
            "SELECT summary, changes, undone_at IS NOT NULL FROM action WHERE id = ?", (key,)
        ).one()
        yield Entry(key, summary, journal.from_json(changes), bool(undone))


def discover(connection: Connection, person_id: int) -> Subject:
    """Find out everything that forgetting a person or group is about.

    To a person belong, besides their faces:

    - people and groups who were merged into them, by their old ids, unless the user has since given one of
      the faces that came with them to somebody else;
    - deleted faces that undoing would bring back as theirs;
    - faces with the very same embedding as one of theirs (copies of a photo), unless the user confirmed them
      to be somebody else's.

    Args:
        connection: Of a transaction, in which nothing else changes.
        person_id: `Person.id`.
    """
    subject = Subject({person_id})
    subject.faces.update(_ids(connection, "SELECT id FROM face WHERE person_id = ?", person_id))
    subject.names.update(_ids(connection, "SELECT name FROM person WHERE id = ? AND name > ''", person_id))
    for statement in (
        "SELECT vector FROM embedding WHERE face_id IN (SELECT id FROM face WHERE person_id = ?)",
        "SELECT total FROM exemplar WHERE person_id = ?",
    ):
        subject.vectors.update(_ids(connection, statement, person_id))
    history = _History(connection, subject)
    for entry in entries(connection):
        history.learn(entry)
    subject.traces = Traces(subject.vectors)
    _compare_with_others(connection, subject)
    _find_photos(connection, subject)
    return subject


def _ids(connection: Connection, statement: str, key: int) -> list[Any]:
    return list(connection.exec_driver_sql(statement, (key,)).scalars())


class _History:
    """What the history tells of the subject, learnt from the newest entry on.

    So whom somebody became part of is known before what they did themselves.

    Args:
        connection: Of the transaction.
        subject: Has what the tables say; added to.
    """

    def __init__(self, connection: Connection, subject: Subject) -> None:
        self._connection = connection
        self._subject = subject
        #: How the subject's people were called just after the entry that is learnt from.
        self._labels = {key: next(iter(subject.names), f"group {key}") for key in subject.people}
        #: Faces that newer entries deleted while they were somebody else's.
        self._elsewhere: set[int] = set()

    def learn(self, entry: Entry) -> None:
        """Add what an entry tells."""
        subject = self._subject
        faces = [change for change in entry.changes if change.table == "face"]
        if not entry.undone:
            self._absorb(entry, faces)
            deleted = {face.key: face.before for face in faces if face.before and face.after is None}
            gone = deleted.keys() - self._present(deleted)
            theirs = {face for face in gone if deleted[face].get("person_id") in subject.people}
            subject.faces |= theirs
            subject.photos |= {deleted[face]["photo_id"] for face in theirs}
            self._elsewhere |= gone - theirs
        # A face that an undone entry had made is nowhere else; after forgetting it cannot be made again.
        made = {
            face.key
            for face in faces
            if entry.undone and face.after and face.after.get("person_id") in subject.people
        }
        known = subject.faces | made - self._present(made)
        subject.names |= names_in(change for change in entry.changes if change.key in subject.people)
        subject.vectors |= {
            row["vector"] for row in rows_in(entry.changes, "embedding") if row["face_id"] in known
        }

    def _present(self, faces: Iterable[int]) -> set[int]:
        return set(journal.rows_of(self._connection, "face", sorted(faces)))

    def _absorb(self, entry: Entry, faces: list[RowChange]) -> None:
        """Add the people whom an entry made part of the subject."""
        subject = self._subject
        people = {change.key: change for change in entry.changes if change.table == "person"}
        for key, person in people.items():
            if person.after is None and person.before is not None and self._became_part(entry, key, faces):
                subject.people.add(key)
        for key in people.keys() & subject.people:
            before = people[key].before or {}
            self._labels[key] = before.get("name") or f"group {key}"

    def _became_part(self, entry: Entry, person: int, faces: list[RowChange]) -> bool:
        subject = self._subject
        moved = {
            face.key: face.after["person_id"]
            for face in faces
            if face.before and face.after and face.before.get("person_id") == person
        }
        if not moved:
            # Somebody without faces: the sentence alone tells whom they became.
            into = tuple(f" into {label}" for label in self._labels.values())
            return entry.summary.endswith(into) or any(f"{end}; confirmed " in entry.summary for end in into)
        became = set(moved.values()) - {None}
        stays = {face for face, to in moved.items() if to is not None} - subject.faces
        return (
            bool(became)
            and became <= subject.people
            and not (stays & self._elsewhere or self._present(stays))
        )


def mentions(summary: str, labels: Iterable[str]) -> bool:
    """Tell whether a sentence may name somebody; a longer name that has this one in it counts, too."""
    return any(label in summary for label in labels)


def rows_in(changes: Iterable[RowChange], table: str) -> Iterator[journal.Row]:
    """Give the rows of one table, before and after."""
    for change in changes:
        if change.table == table:
            yield from (row for row in (change.before, change.after) if row is not None)


def names_in(changes: Iterable[RowChange]) -> set[str]:
    """Return all names of people in rows."""
    return {row["name"] for row in rows_in(changes, "person") if row["name"] is not None}


def _find_photos(connection: Connection, subject: Subject) -> None:
    """Add the photos of the subject's faces and mentions, and all with the content of one that is known."""
    of_faces = "SELECT photo_id FROM face WHERE id IN (SELECT value FROM json_each(?))"
    somewhere = "SELECT photo_id FROM mention WHERE person_id IN (SELECT value FROM json_each(?))"
    contents = "SELECT sha256 FROM photo WHERE id IN (SELECT value FROM json_each(?))"
    alike = f"SELECT id FROM photo WHERE sha256 IN ({contents})"  # noqa: S608 - our own
    of_them = ((of_faces, subject.faces), (somewhere, subject.people))
    for statement, ids in (*of_them, (alike, subject.photos)):
        found = connection.exec_driver_sql(statement, (json.dumps(sorted(ids)),))
        subject.photos.update(found.scalars())


def _compare_with_others(connection: Connection, subject: Subject) -> None:
    """Find the faces with the same embedding, and leave out of the traces what other faces have."""
    rows = connection.exec_driver_sql(
        "SELECT embedding.face_id, embedding.vector, face.confirmed_at IS NOT NULL FROM embedding "
        "JOIN face ON face.id = embedding.face_id"
    )
    for batch in rows.partitions(_BATCH):
        others: list[bytes] = []
        for face, vector, confirmed in batch:
            if face in subject.faces:
                continue
            if vector in subject.vectors:
                (subject.shared if confirmed else subject.faces).add(face)
            if face not in subject.faces:
                others.append(vector)
        subject.traces.leave_out(others)
