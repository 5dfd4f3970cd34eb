"""Bringing rows back to what they were, also where the library has changed in between.

Only the newest action is undone and only the oldest undone one redone, so no other action of the user
lies between an action and its replay. Grouping and indexing may: they change automatic assignments
(`face.person_id` of unconfirmed faces), remove groups nobody kept, and remove faces and photos. Where they
did, these rules hold, and nothing is an error:

- A column comes back only where the action had changed it.
- A confirmed face comes back confirmed to its person, whatever grouping did with it meanwhile.
- An automatic assignment that an action had changed comes back when it is undone, whatever grouping made of
  the face meanwhile: that followed from the action. Done again, the action changes it only where grouping has
  not made a newer one. Either holds only where no other face of the same photo was put there automatically.
- A person row that is gone is made again, with its old id, where it has a name, is ignored, or where a
  face, a rejection or a mention that comes back refers to it.
- A person row that goes away stays where it still has confirmed faces or is mentioned.
- A name that somebody else has meanwhile comes back with a number: "Anna (2)".
- A rejection comes back where its face and its people exist, a mention where its photo and its person do; one
  that exists already stays as it is.
- A face that is gone stays gone, and is told of in a sentence. An embedding comes back with its face, and so
  do its sightings in a video.
- A face or erasure that comes back to a photo of another size is made larger or smaller with it. Where the
  photo was cropped or turned instead, a face comes back without landmarks, as indexing keeps the faces of an
  earlier version of a photo.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from sqlalchemy import Connection

from app.library.boxes import resize
from app.library.names import name_key
from app.operations.journal import COLUMNS, FRAME, Row, RowChange, rows_of

#: To whom a face belongs and whether the user said so: only ever brought back together.
_BELONGING = ("person_id", "confirmed_at")


@dataclass(frozen=True, slots=True)
class _Step:
    """One row: as the history expects to find it, and as it shall become."""

    key: int
    have: Row | None
    want: Row | None


def replay(connection: Connection, changes: list[RowChange], *, forward: bool) -> tuple[str, ...]:
    """Bring all rows of an action to their state after it, or before it.

    Args:
        connection: Of a writing transaction.
        changes: The action's.
        forward: To the state after the action (redo); else before it (undo).

    Returns:
        Sentences on what could not be brought back.
    """
    steps: dict[str, list[_Step]] = {table: [] for table in (*COLUMNS, "photo")}
    for change in changes:
        have, want = (change.before, change.after) if forward else (change.after, change.before)
        steps[change.table].append(_Step(change.key, have, want))
    frames = _Frames(connection, steps["photo"])
    # Faces and people refer to each other, so keys are checked when all rows are in place.
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    for table in ("rejection", "erasure", "mention", "sighting"):
        _delete(connection, table, [step.key for step in steps[table] if step.want is None])
    plan = _FacePlan(connection, steps["face"], frames, forward=forward)
    made = _make_missing_people(connection, steps, plan.people)
    plan.carry_out()
    _insert_where_possible(connection, "embedding", _wanted(steps["embedding"]))
    of_face = {row["id"]: row["photo_id"] for row in _wanted(steps["face"]) if "photo_id" in row}
    sightings = [
        frames.fit(row | {"photo_id": of_face.get(row["face_id"])}) for row in _wanted(steps["sighting"])
    ]
    _insert_where_possible(connection, "sighting", sightings)
    _remove_people(connection, [step.key for step in steps["person"] if step.want is None])
    _update_people(connection, steps["person"], made)
    rejections = _wanted(steps["rejection"])
    _insert_where_possible(connection, "rejection", rejections)
    erasures = [frames.fit(row) for row in _wanted(steps["erasure"])]
    _insert_where_possible(connection, "erasure", erasures)
    _insert_where_possible(connection, "mention", _wanted(steps["mention"]))
    rejected = {row["face_id"] for row in rejections} - {None}
    gone = len(plan.gone | rejected - set(_present(connection, "face", rejected)))
    if not gone:
        return ()
    faces = "1 face is" if gone == 1 else f"{gone} faces are"
    return (f"{faces} no longer in the library and could not be brought back.",)


def _wanted(steps: Iterable[_Step]) -> list[Row]:
    return [step.want for step in steps if step.want is not None]


class _Frames:
    """The sizes of the photos whose boxes come back: when the history recorded these boxes, and now."""

    def __init__(self, connection: Connection, steps: list[_Step]) -> None:
        self._then = {step.key: _size(step.have) for step in steps}
        rows = rows_of(connection, "photo", list(self._then), FRAME)
        self._now = {key: _size(row) for key, row in rows.items()}

    def fit(self, row: Row) -> Row:
        """Return a row of a box in the frame that its photo has now."""
        then, now = (sizes.get(row["photo_id"]) for sizes in (self._then, self._now))
        if then is None or now is None or then == now:
            return row
        across, down = resize(then, now)
        fitted = row | {
            "x": row["x"] * across,
            "y": row["y"] * down,
            "width": row["width"] * across,
            "height": row["height"] * down,
        }
        if row.get("landmarks") is not None:
            points = np.frombuffer(row["landmarks"], "<f4").reshape(-1, 2) * np.array([across, down])
            resized = (across, down) != (1, 1)
            fitted["landmarks"] = points.astype("<f4").tobytes() if resized else None
        return fitted


def _size(row: Row | None) -> tuple[int, int] | None:
    if row is None or row["width"] is None or row["height"] is None:
        return None
    return row["width"], row["height"]


class _FacePlan:
    """What is to be done with the faces of an action, decided before anything is changed.

    Attributes:
        people: Ids of the people whom restored faces will belong to.
        gone: Ids of the faces that cannot be restored.
    """

    def __init__(self, connection: Connection, steps: list[_Step], frames: _Frames, *, forward: bool) -> None:
        self._connection = connection
        self._forward = forward
        self._inserted = _wanted(step for step in steps if step.have is None)
        self._deleted = [step.key for step in steps if step.want is None]
        self._updates: list[tuple[int, Row]] = []
        self._automatic: list[int] = []
        both = [step for step in steps if step.have is not None and step.want is not None]
        current = rows_of(connection, "face", [step.key for step in both], ("id", *_BELONGING))
        self.gone = {step.key for step in both} - current.keys()
        for step in both:
            if step.key in current:
                self._decide(step.key, step.have or {}, step.want or {}, current[step.key])
        photos = {row["photo_id"] for row in self._inserted}
        present = set(_present(connection, "photo", photos))
        self.gone |= {row["id"] for row in self._inserted if row["photo_id"] not in present}
        self._inserted = [frames.fit(row) for row in self._inserted if row["photo_id"] in present]
        self._automatic += [row["id"] for row in self._inserted if row["confirmed_at"] is None]
        rows = [row for _, row in self._updates] + self._inserted
        self.people: set[int] = {row["person_id"] for row in rows if row.get("person_id") is not None}

    def _decide(self, key: int, have: Row, want: Row, current: Row) -> None:
        update = {column: value for column, value in want.items() if value != have[column]}
        if any(column in update for column in _BELONGING):
            untouched = all(current[column] == have[column] for column in _BELONGING)
            # What grouping did with a face that the action had set free follows from the action.
            followed = not self._forward and current["confirmed_at"] is have["confirmed_at"] is None
            if want["confirmed_at"] is not None or untouched or followed:
                update |= {column: want[column] for column in _BELONGING}
                if want["confirmed_at"] is None:
                    self._automatic.append(key)
            else:
                update = {column: value for column, value in update.items() if column not in _BELONGING}
        # A column that is written is written into its indexes as well, also where its value stays.
        for column in _BELONGING:
            if column in update and update[column] == current[column]:
                del update[column]
        if update:
            self._updates.append((key, update))

    def carry_out(self) -> None:
        for row in self._inserted:
            _insert(self._connection, "face", row)
        _update(self._connection, "face", self._updates)
        _delete(self._connection, "face", self._deleted)
        self._connection.exec_driver_sql(
            "UPDATE face SET person_id = NULL WHERE id IN (SELECT value FROM json_each(?)) AND EXISTS ("
            "SELECT 1 FROM face AS other WHERE other.photo_id = face.photo_id AND other.id <> face.id "
            "AND other.person_id = face.person_id AND other.confirmed_at IS NULL)",
            (json.dumps(self._automatic),),
        )


def _make_missing_people(connection: Connection, steps: dict[str, list[_Step]], needed: set[int]) -> set[int]:
    """Make rows, still without name and cover, for people who are gone and needed; return their ids."""
    wanted = {step.key: step.want for step in steps["person"] if step.want is not None}
    for step in steps["rejection"]:
        if step.want is not None:
            needed |= {step.want["person_id"], step.want["other_person_id"]}
    needed |= {row["person_id"] for row in _wanted(steps["mention"])}
    needed |= {key for key, row in wanted.items() if row["name"] is not None or row["ignored_at"] is not None}
    missing = wanted.keys() & needed - set(_present(connection, "person", set(wanted)))
    for key in sorted(missing):
        nameless = dict.fromkeys(("name", "name_key", "cover_face_id"))
        _insert(connection, "person", wanted[key] | nameless)
    return missing


def _remove_people(connection: Connection, keys: list[int]) -> None:
    connection.exec_driver_sql(
        "DELETE FROM person WHERE id IN (SELECT value FROM json_each(?)) AND NOT EXISTS ("
        "SELECT 1 FROM face WHERE face.person_id = person.id AND face.confirmed_at IS NOT NULL) "
        "AND NOT EXISTS (SELECT 1 FROM mention WHERE mention.person_id = person.id)",
        (json.dumps(keys),),
    )


def _update_people(connection: Connection, steps: list[_Step], made: set[int]) -> None:
    updates: dict[int, Row] = {}
    for step in steps:
        if step.want is not None:
            have = None if step.key in made else step.have
            updates[step.key] = {
                column: value for column, value in step.want.items() if have is None or have[column] != value
            }
    # Two people may have exchanged a name, so all let go of theirs first.
    renamed = [key for key, update in updates.items() if "name_key" in update]
    connection.exec_driver_sql(
        "UPDATE person SET name = NULL, name_key = NULL WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(renamed),),
    )
    named = {key for key in renamed if updates[key]["name_key"] is not None}
    for key in sorted(named):
        _number_taken_name(connection, updates[key])
        _update(connection, "person", [(key, updates[key])])
    others = ((key, update) for key, update in updates.items() if update and key not in named)
    _update(connection, "person", others)
    connection.exec_driver_sql(
        "UPDATE person SET cover_face_id = NULL WHERE id IN (SELECT value FROM json_each(?)) "
        "AND cover_face_id NOT IN (SELECT id FROM face)",
        (json.dumps(list(updates)),),
    )


def _number_taken_name(connection: Connection, update: Row) -> None:
    name, number = update["name"], 1
    while connection.exec_driver_sql(
        "SELECT 1 FROM person WHERE name_key = ?", (update["name_key"],)
    ).first():
        number += 1
        update["name"] = f"{name} ({number})"
        update["name_key"] = name_key(update["name"])


#: What must be there for a row to be inserted.
_CONDITIONS: Final = {
    "embedding": (
        "EXISTS (SELECT 1 FROM face WHERE id = :face_id) "
        "AND EXISTS (SELECT 1 FROM model WHERE id = :model_id)"
    ),
    "rejection": (
        "EXISTS (SELECT 1 FROM person WHERE id = :person_id) "
        "AND (:other_person_id IS NULL OR EXISTS (SELECT 1 FROM person WHERE id = :other_person_id)) "
        "AND (:face_id IS NULL OR EXISTS (SELECT 1 FROM face WHERE id = :face_id))"
    ),
    "erasure": "EXISTS (SELECT 1 FROM photo WHERE id = :photo_id)",
    "sighting": "EXISTS (SELECT 1 FROM face WHERE id = :face_id)",
    "mention": (
        "EXISTS (SELECT 1 FROM person WHERE id = :person_id) "
        "AND EXISTS (SELECT 1 FROM photo WHERE id = :photo_id)"
    ),
}


def _insert_where_possible(connection: Connection, table: str, rows: list[Row]) -> None:
    """Insert the rows that are not there and that all they refer to is there for."""
    if not rows:
        return
    columns = COLUMNS[table]
    # What was recorded before a table got a column has nothing of it.
    empty = dict.fromkeys(columns)
    connection.exec_driver_sql(
        f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) "
        f"SELECT {', '.join(f':{column}' for column in columns)} WHERE {_CONDITIONS[table]}",
        [empty | row for row in rows],
    )


def _present(connection: Connection, table: str, keys: set[int]) -> list[int]:
    rows = connection.exec_driver_sql(
        f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608 - our own names
        (json.dumps(sorted(keys)),),
    )
    return list(rows.scalars())


def _update(connection: Connection, table: str, updates: Iterable[tuple[int, Row]]) -> None:
    by_columns: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for key, update in updates:
        by_columns.setdefault(tuple(update), []).append((*update.values(), key))
    for columns, rows in by_columns.items():
        setters = ", ".join(f"{column} = ?" for column in columns)
        connection.exec_driver_sql(f"UPDATE {table} SET {setters} WHERE id = ?", rows)  # noqa: S608


def _insert(connection: Connection, table: str, row: Row) -> None:
    connection.exec_driver_sql(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",  # noqa: S608
        tuple(row.values()),
    )


def _delete(connection: Connection, table: str, keys: list[int]) -> None:
    connection.exec_driver_sql(
        f"DELETE FROM {table} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608 - our own names
        (json.dumps(keys),),
    )
