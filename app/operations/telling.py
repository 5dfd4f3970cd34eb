"""An action told to somebody who sees faces rather than numbers, and what it was about that still exists.

Sentences in the history call a group without a name by its number, which the command line needs. Who looks at
a window knows a group by its faces and by how many these are; so the number is replaced when the sentence is
shown, also in entries that were written long ago. The sentences themselves are made by the operations.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection

from app.library.store import Library
from app.operations import journal
from app.operations.journal import RowChange

_GROUP: Final = re.compile(r"\b(group|Group) (\d{1,18})\b")
#: An action on more faces is shown by the cover of whose they are, on fewer by one of the faces themselves.
_FEW_FACES: Final = 3

_PEOPLE: Final = """
SELECT person.id, name,
    (SELECT count(*) FROM face WHERE person_id = person.id AND person_id > 0 AND face.ignored_at IS NULL),
    coalesce(
        (SELECT id FROM face WHERE id = cover_face_id AND person_id = person.id),
        (
            SELECT face.id FROM face
            WHERE person_id = person.id AND person_id > 0 AND face.ignored_at IS NULL
            ORDER BY quality DESC, face.id LIMIT 1
        ),
        (
            SELECT face.id FROM face WHERE person_id = person.id
            ORDER BY coalesce(quality, -1) DESC, face.id LIMIT 1
        ),
        0
    )
FROM person WHERE person.id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True)
class Told:
    """An action as a window shows it.

    Attributes:
        sentence: What was done; groups without a name are told by how many faces they have.
        face: `Face.id` of a face it was about, for a picture; 0 where none exists any more.
        person: `Person.id` of the person or group it was about; 0 where they exist no more.
        photo: `Photo.id` of a photo it was about; 0 where it was about people alone, or is gone.
    """

    sentence: str
    face: int = 0
    person: int = 0
    photo: int = 0


@dataclass(slots=True)
class _Now:
    """What still exists.

    Attributes:
        people: Name, number of faces and cover, by id.
        faces: Photo by face.
        photos: Ids.
    """

    people: dict[int, tuple[str | None, int, int]] = field(default_factory=dict)
    faces: dict[int, int] = field(default_factory=dict)
    photos: set[int] = field(default_factory=set)


def told(library: Library, actions: Sequence[int]) -> dict[int, Told]:
    """Tell of actions in the history.

    Args:
        library: The library.
        actions: `Action.id` of each; few at a time, because all they changed is read.

    Returns:
        By id; those that are not in the history are left out.
    """
    with library.read() as session:
        connection = session.connection()
        rows = connection.exec_driver_sql(
            "SELECT id, summary, changes, undone_at IS NULL FROM action "
            "WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(actions)),),
        )
        entries = [
            (key, summary, journal.from_json(changes), stands) for key, summary, changes, stands in rows
        ]
        now = _now(connection, [change for _, _, changes, _ in entries for change in changes])
        return {
            key: _told(summary, changes, now, stands=bool(stands))
            for key, summary, changes, stands in entries
        }


def sentence_now(
    connection: Connection, summary: str, changes: Collection[RowChange], *, stands: bool = True
) -> str:
    """Return the sentence of an action that was done or undone just now, with groups told by their faces.

    Args:
        connection: Of the transaction.
        summary: As it is kept in the history.
        changes: What the action changed, or would change again.
        stands: Whether it was done rather than undone.
    """
    if _GROUP.search(summary) is None:
        return summary
    sizes = {key: size for key, _, size, _ in _select(connection, _PEOPLE, journal.people_in(changes))}
    return _plain(summary, changes, sizes, {}, stands=stands)


def without_numbers(sentence: str) -> str:
    """Return a sentence on what was refused without the numbers of groups."""
    return _GROUP.sub(lambda found: "This group" if found[1] == "Group" else "this group", sentence)


def _now(connection: Connection, changes: Iterable[RowChange]) -> _Now:
    changes = list(changes)
    people, faces = journal.people_in(changes), journal.faces_in(changes)
    found = _Now()
    for key, name, size, cover in _select(connection, _PEOPLE, people):
        found.people[key] = name, size, cover
    boxes = "SELECT id, photo_id FROM face WHERE id IN (SELECT value FROM json_each(?))"
    found.faces = dict(_select(connection, boxes, faces))
    photos = "SELECT id FROM photo WHERE id IN (SELECT value FROM json_each(?))"
    found.photos = {row[0] for row in _select(connection, photos, journal.photos_in(changes))}
    return found


def _select(connection: Connection, statement: str, ids: Collection[int]) -> list[Any]:
    if not ids:
        return []
    return list(connection.exec_driver_sql(statement, (json.dumps(sorted(ids)),)))


def _told(summary: str, changes: list[RowChange], now: _Now, *, stands: bool) -> Told:
    nameless = _nameless(changes)
    # Who has a name since is known by it, unless the action itself is about that name.
    names = {
        person: name
        for person, (name, _, _) in now.people.items()
        if name is not None and person in nameless and person not in _renamed(changes)
    }
    still = {person: size for person, (name, size, _) in now.people.items() if name is None}
    sentence = _plain(summary, changes, still, names, stands=stands)
    person = _person(changes, now)
    faces = [change.key for change in changes if change.table == "face" and change.effective]
    faces += [row["face_id"] for row in _rejections(changes) if row["face_id"] is not None]
    face = next((one for one in faces if one in now.faces), 0)
    photo = now.faces.get(face, 0) or min(journal.photos_in(changes) & now.photos, default=0)
    if not face and photo:
        return Told(sentence, photo=photo)
    if person and (len(set(faces)) > _FEW_FACES or not face or person in _effective(changes)):
        return Told(sentence, now.people[person][2], person)
    return Told(sentence, face, person, photo)


def _plain(
    summary: str,
    changes: Collection[RowChange],
    sizes: Mapping[int, int],
    names: Mapping[int, str],
    *,
    stands: bool,
) -> str:
    """Return a sentence with names or numbers of faces in place of the numbers of groups.

    Args:
        summary: The sentence.
        changes: What the action changed.
        sizes: How many faces those have now who still are what the sentence calls them.
        names: Of those who have one since.
        stands: Whether the action has not been undone.
    """
    nameless, before, after = _nameless(changes), _sizes(changes, made=False), _sizes(changes, made=True)
    made = {change.key for change in changes if change.table == "person" and change.before is None}

    def said(found: re.Match[str]) -> str:
        person = int(found[2])
        if person not in nameless:
            # Somebody may be called so.
            return found[0]
        if person in names:
            return names[person]
        # As many as the user saw when they did it.
        was = sizes.get(person, 0)
        if stands and person in sizes and person not in made:
            was += before[person] - after[person]
        faces = max(was, (after if person in made else before)[person])
        article = "A group" if found[1] == "Group" else "a group"
        return f"{article} of {faces} face{'s' * (faces != 1)}" if faces else article

    return _GROUP.sub(said, summary)


def _nameless(changes: Iterable[RowChange]) -> set[int]:
    """Return the people who had no name before or after."""
    return {
        change.key
        for change in changes
        if change.table == "person"
        and any(row is not None and row["name"] is None for row in (change.before, change.after))
    }


def _renamed(changes: Iterable[RowChange]) -> set[int]:
    return {
        change.key
        for change in changes
        if change.table == "person"
        and any(row is not None and row["name"] is not None for row in (change.before, change.after))
    }


def _sizes(changes: Iterable[RowChange], *, made: bool) -> Counter[int]:
    """Count by person the faces of an action that were theirs before, or are after; ignored ones are not."""
    rows = (change.after if made else change.before for change in changes if change.table == "face")
    shown = (row["person_id"] for row in rows if row is not None and row.get("ignored_at") is None)
    return Counter(person for person in shown if person is not None)


def _effective(changes: Iterable[RowChange]) -> set[int]:
    return {change.key for change in changes if change.table == "person" and change.effective}


def _rejections(changes: Iterable[RowChange]) -> list[journal.Row]:
    rows = ((change.before, change.after) for change in changes if change.table == "rejection")
    return [row for pair in rows for row in pair if row is not None]


def _person(changes: list[RowChange], now: _Now) -> int:
    """Return whom an action was mostly about, of those who exist; 0 for nobody."""
    came = Counter(
        change.after["person_id"]
        for change in changes
        if change.table == "face" and change.after is not None and change.after.get("person_id") is not None
    )
    effective = _effective(changes)
    there = journal.people_in(changes) & now.people.keys()
    return max(there, key=lambda person: (came[person], person in effective, -person), default=0)
