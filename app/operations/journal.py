"""Recording which rows of the user's data a transaction changes, whoever changes them and however.

Triggers note every inserted, updated and deleted row of `COLUMNS`, also those that foreign keys change by
themselves; so no operation can forget to record something. What is made of the record lives in
`app.operations.history`, and bringing rows back in `app.operations.replay`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from app.library.tables import Base

#: A row as SQLite holds it: column name to None, int, float, str or bytes.
Row = dict[str, Any]

#: The tables that hold what the user said, and what goes with a face, with their columns. An embedding's key
#: is its first two columns; all others have an integer key `id`.
COLUMNS: Final = {
    table: tuple(column.name for column in Base.metadata.tables[table].columns)
    for table in ("person", "face", "embedding", "rejection", "erasure", "mention", "sighting")
}

#: What is recorded of a photo whose boxes or mentions come or go: the frame that boxes are in.
FRAME: Final = ("id", "width", "height")

#: Recorded of every changed face, because whether an assignment may be brought back depends on all three.
ASSIGNMENT: Final = ("person_id", "confirmed_at", "ignored_at")


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row as it was before and after.

    Attributes:
        table: One of `COLUMNS`, or "photo".
        key: The row's id; of an embedding that of its face.
        before: None where the row was inserted. Of an updated face only the columns that differ and
            `ASSIGNMENT`; of a photo `FRAME`; else the whole row.
        after: None where the row was deleted; else as `before`. Equal to `before` for a person who did not
            change, but whom changed faces, rejections or mentions refer to, and for the photo of a face,
            erasure or mention that was inserted or deleted.
    """

    table: str
    key: int
    before: Row | None
    after: Row | None

    @property
    def effective(self) -> bool:
        """Whether the row changed at all."""
        return self.before != self.after


def start(connection: Connection) -> None:
    """Begin to record the changes of this transaction.

    Temporary tables and triggers belong to one connection and end with `finish`, or with the transaction
    when that is rolled back.
    """
    for table, columns in COLUMNS.items():
        names = ", ".join(f"{side}_{column}" for side in ("old", "new") for column in columns)
        connection.exec_driver_sql(f"CREATE TEMP TABLE changed_{table} ({names})")
        nothing = ", ".join(["NULL"] * len(columns))
        old = ", ".join(f"OLD.{column}" for column in columns)
        new = ", ".join(f"NEW.{column}" for column in columns)
        for event, values in {
            "INSERT": f"{nothing}, {new}",
            "UPDATE": f"{old}, {new}",
            "DELETE": f"{old}, {nothing}",
        }.items():
            note = f"INSERT INTO changed_{table} VALUES ({values})"  # noqa: S608 - our own names
            connection.exec_driver_sql(
                f"CREATE TEMP TRIGGER changed_{table}_{event} AFTER {event} ON {table} BEGIN {note}; END"
            )


def finish(connection: Connection) -> list[RowChange]:
    """End recording.

    Returns:
        The net change of every row that differs from what it was at `start`, by table and key, and the
        people and photos that these rows refer to.
    """
    changes: list[RowChange] = []
    for table, columns in COLUMNS.items():
        changes += _net_changes(connection, table, columns)
        for event in ("INSERT", "UPDATE", "DELETE"):
            connection.exec_driver_sql(f"DROP TRIGGER temp.changed_{table}_{event}")
        connection.exec_driver_sql(f"DROP TABLE temp.changed_{table}")
    known = {change.key for change in changes if change.table == "person"}
    people = rows_of(connection, "person", sorted(people_in(changes) - known))
    frames = rows_of(connection, "photo", sorted(photos_in(changes)), FRAME)
    return [
        *changes,
        *(RowChange("person", key, row, row) for key, row in people.items()),
        *(RowChange("photo", key, row, row) for key, row in frames.items()),
    ]


def _net_changes(connection: Connection, table: str, columns: tuple[str, ...]) -> list[RowChange]:
    width, parts = len(columns), 2 if table == "embedding" else 1
    before: dict[tuple[int, ...], tuple[Any, ...]] = {}
    after: dict[tuple[int, ...], tuple[Any, ...]] = {}
    rows = connection.exec_driver_sql(f"SELECT * FROM temp.changed_{table} ORDER BY rowid")  # noqa: S608
    for row in rows:
        old, new = row[:width], row[width:]
        key = tuple(new[:parts] if old[0] is None else old[:parts])
        before.setdefault(key, old)
        after[key] = new
    return [
        _row_change(table, key[0], columns, old, after[key])
        for key, old in sorted(before.items())
        if old != after[key]
    ]


def _row_change(
    table: str, key: int, columns: tuple[str, ...], old: tuple[Any, ...], new: tuple[Any, ...]
) -> RowChange:
    existed, exists = old[0] is not None, new[0] is not None
    before, after = dict(zip(columns, old, strict=True)), dict(zip(columns, new, strict=True))
    if table == "face" and existed and exists:
        kept = [column for column in columns if column in ASSIGNMENT or before[column] != after[column]]
        before = {column: before[column] for column in kept}
        after = {column: after[column] for column in kept}
    return RowChange(table, key, before if existed else None, after if exists else None)


def people_in(changes: Iterable[RowChange]) -> set[int]:
    """Return the ids of all people whom changes are about or refer to."""
    found: set[int | None] = set()
    for change in changes:
        if change.table == "person":
            found.add(change.key)
        for row in (change.before, change.after):
            if row is not None:
                found |= {row.get("person_id"), row.get("other_person_id")}
    return {key for key in found if key is not None}


def faces_in(changes: Iterable[RowChange]) -> set[int]:
    """Return the ids of all faces that changes are about, rejected ones included."""
    found: set[int | None] = set()
    for change in changes:
        if change.table == "face":
            found.add(change.key)
        for row in (change.before, change.after):
            if row is not None and change.table == "rejection":
                found.add(row["face_id"])
    return {key for key in found if key is not None}


def photos_in(changes: Iterable[RowChange]) -> set[int]:
    """Return the ids of the photos in which faces, erasures or mentions came or went."""
    rows = (row for change in changes for row in (change.before, change.after) if row is not None)
    return {row["photo_id"] for row in rows if "photo_id" in row}


def rows_of(
    connection: Connection, table: str, keys: list[int], columns: tuple[str, ...] | None = None
) -> dict[int, Row]:
    """Return the rows of a table that have these ids, by id, as SQLite holds them.

    Args:
        connection: Of any transaction.
        table: One with an integer key `id`.
        keys: Ids.
        columns: "id" and others; None for those of `COLUMNS`.
    """
    columns = COLUMNS[table] if columns is None else columns
    rows = connection.exec_driver_sql(
        f"SELECT {', '.join(columns)} FROM {table} "  # noqa: S608 - our own names
        "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(keys),),
    )
    return {row[0]: dict(zip(columns, row, strict=True)) for row in rows}


def to_json(changes: Iterable[RowChange]) -> str:
    """Return changes as the text of `Action.changes`; bytes become {"hex": …}."""
    encoder = json.JSONEncoder(
        ensure_ascii=False, separators=(",", ":"), default=lambda value: {"hex": value.hex()}
    )
    # One by one: all at once would keep every other thread from running while thousands are written.
    entries = (
        encoder.encode(
            {"table": change.table, "key": change.key, "before": change.before, "after": change.after}
        )
        for change in changes
    )
    return f"[{','.join(entries)}]"


def from_json(text: str) -> list[RowChange]:
    """Return what `to_json` wrote."""
    entries = json.loads(
        text, object_hook=lambda found: bytes.fromhex(found["hex"]) if found.keys() == {"hex"} else found
    )
    return [RowChange(**entry) for entry in entries]
