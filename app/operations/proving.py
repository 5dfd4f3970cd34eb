"""Proving that somebody is forgotten: looking for them in the tables, and byte by byte in the files.

Forgetting itself lives in `app.operations.forgetting`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from glob import escape
from pathlib import Path

from sqlalchemy import Connection

from app.library.copies import known_copies
from app.library.crops import CropStore
from app.library.fingerprints import FingerprintStore
from app.library.store import Library
from app.library.thumbnails import ThumbnailStore
from app.operations.journal import RowChange
from app.operations.scrubbing import without
from app.operations.subject import Subject, entries, names_in
from app.operations.wording import count_words

#: The tables with rows of a face.
_FACE_TABLES = (
    "face.id",
    "embedding.face_id",
    "sighting.face_id",
    "rejection.face_id",
    "newcomer.face_id",
    "suggestion.face_id",
)
#: The tables with rows of a person.
_PERSON_TABLES = (
    "person.id",
    "face.person_id",
    "rejection.person_id",
    "exemplar.person_id",
    "mention.person_id",
)
#: The columns of the history's rows that refer to people.
_PEOPLE = ("person_id", "other_person_id")


def prove_forgotten(library: Library, subject: Subject) -> list[str]:
    """Look for everything that would show that somebody is still in a library, and say what was found.

    Looked through are the tables, the history, the crops, the thumbnails of photos they were in, and all
    bytes of the library's file and of every file whose name begins with its name (its log, the pictures and
    theirs, leftovers), but for copies of the library. Memory is bounded; a gigabyte takes a few seconds.

    Args:
        library: The library; this thread is neither reading nor writing it.
        subject: Whom it is about, as they were before they were forgotten.

    Returns:
        Sentences; none where nothing was found.

    Raises:
        LibraryError: The library cannot be read.
    """
    found: list[str] = []
    with library.read() as session:
        connection = session.connection()
        found += _in_tables(connection, subject)
        found += _in_history(connection, subject)
        copies = set(known_copies(session, library.path).present)
    found += _in_pictures(library, subject)
    for file in _files(library.path):
        if file not in copies:
            found += _in_file(file, subject)
    if subject.shared:
        faces = ", ".join(map(str, sorted(subject.shared)))
        found.append(
            "You confirmed to be somebody else's what has the same embedding as one of the forgotten faces, "
            f"so it stays: face {faces}. If that is a mistake, delete it."
        )
    return found


_AGAIN = "Close every other Familiar that uses the library, then finish forgetting once more."


def _in_tables(connection: Connection, subject: Subject) -> Iterator[str]:
    for columns, ids in ((_FACE_TABLES, subject.faces), (_PERSON_TABLES, subject.people)):
        for table, column in (name.split(".") for name in columns):
            rows = connection.exec_driver_sql(
                f"SELECT count(*) FROM {table} "  # noqa: S608 - our own names
                f"WHERE {column} IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted(ids)),),
            ).scalar_one()
            if rows:
                yield f"The library still has {rows} of their rows (table {table}). Forget them once more."
    for column in ("name", "sort_name"):
        names = set(connection.exec_driver_sql(f"SELECT {column} FROM person").scalars())  # noqa: S608
        if names & subject.names:
            yield "Somebody in the library has their name."
    words = count_words(connection, subject.names)
    if words:
        yield f"The library still has {words} of their names as files said them. Forget them once more."


def _in_history(connection: Connection, subject: Subject) -> Iterator[str]:
    others = set(connection.exec_driver_sql("SELECT name FROM person WHERE name IS NOT NULL").scalars())
    summaries: list[str] = []
    referring = naming = 0
    for entry in entries(connection):
        referring += any(_refers(change, subject) for change in entry.changes)
        names = names_in(entry.changes)
        naming += not subject.names.isdisjoint(names)
        others |= names - subject.names
        summaries.append(entry.summary)
    labels = subject.names | subject.groups
    naming += sum(without(summary, labels, others) != summary for summary in summaries)
    if referring:
        yield f"The history still refers to them ({referring} times). Forget them once more."
    if naming:
        yield f"The history still names them ({naming} times). Forget them once more."


def _refers(change: RowChange, subject: Subject) -> bool:
    keys = {"face": subject.faces, "embedding": subject.faces, "person": subject.people}
    rows = [row for row in (change.before, change.after) if row is not None]
    return change.key in keys.get(change.table, ()) or any(
        row.get(column) in ids
        for row in rows
        for columns, ids in ((("face_id", "cover_face_id"), subject.faces), (_PEOPLE, subject.people))
        for column in columns
    )


def _in_pictures(library: Library, subject: Subject) -> Iterator[str]:
    with (
        CropStore(library) as crops,
        ThumbnailStore(library) as thumbnails,
        FingerprintStore(library) as fingerprints,
    ):
        for store, ids, what in (
            (crops, subject.faces, "crops"),
            (thumbnails, subject.photos, "thumbnails"),
            (fingerprints, subject.photos, "fingerprints"),
        ):
            count = store.count(ids)
            if count:
                yield f"{store.path} still has {count} of the {what}. {_AGAIN}"


def _files(library: Path) -> list[Path]:
    """Return the library's file and all files whose name begins with its name, with or without a dot.

    Empty ones are left out. On Windows, so is the index of the log: it cannot be read while it is in use, and
    has nothing but numbers of pages.
    """
    patterns = (f"{escape(library.name)}*", f".{escape(library.name)}*")
    files = (file for pattern in patterns for file in library.parent.glob(pattern) if file.is_file())
    unreadable = "-shm" if os.name == "nt" else None
    return sorted(file for file in files if file.stat().st_size and file.name[-4:] != unreadable)


def _in_file(file: Path, subject: Subject) -> Iterator[str]:
    for what, traces in (
        ("embeddings", subject.traces),
        ("crops", subject.crops),
        ("thumbnails", subject.thumbnails),
    ):
        try:
            count = traces.count_in(file, own=True)
        except OSError as error:
            yield f"{file} could not be searched for the {what} ({error.strerror})."
            continue
        if count:
            yield f"{file} still has bytes of {count} of the {what}. {_AGAIN}"
