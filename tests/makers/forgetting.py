"""What the tests of forgetting share: looking for bytes the slow way, and undoing and redoing everything."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from makers.libraries import everything
from sqlalchemy import text

from app.library import traces
from app.library.store import Library
from app.operations import OperationError, history, redo, undo


def vectors_of(library: Library, where: str = "TRUE") -> set[bytes]:
    """The embeddings of those faces."""
    statement = text(f"SELECT vector FROM embedding JOIN face ON face.id = face_id WHERE {where}")
    with library.read() as session:
        return set(session.execute(statement).scalars())


def files_with(folder: Path, strings: Iterable[bytes | str], *, but: Iterable[Path] = ()) -> set[str]:
    """The names of files in a folder that have any of these strings, bytes also as hexadecimal text."""
    wanted: list[bytes] = []
    for string in strings:
        forms = [string.encode()] if isinstance(string, str) else [string, string.hex().encode()]
        wanted += forms
    found = set()
    for file in set(folder.iterdir()) - set(but):
        content = file.read_bytes()
        if any(form in content for form in wanted):
            found.add(file.name)
    return found


def undo_and_redo_everything(library: Library) -> int:
    """Go through all that stands in the history and back; it must lead back to the same. Return how much."""
    before = everything(library)
    standing = [entry for entry in history(library) if entry.undone_at is None]
    steps = 0
    while True:
        try:
            undo(library)
        except OperationError:
            break
        steps += 1
        assert library.check() == []
    assert steps == len(standing)
    for _ in range(steps):
        redo(library)
        assert library.check() == []
    assert everything(library) == before
    return steps


def journal_rows(library: Library) -> list[dict[str, object]]:
    """All rows of the history as they are written."""
    with library.read() as session:
        texts = session.execute(text("SELECT changes FROM action")).scalars().all()
    return [
        {"table": change["table"], **row}
        for changes in texts
        for change in json.loads(changes)
        for row in (change["before"], change["after"])
        if row is not None
    ]


def erased_vectors(library: Library, person: int) -> set[bytes]:
    """The embeddings of faces that were that person's when they were deleted, as the history has them."""
    with library.read() as session:
        texts = session.execute(text("SELECT changes FROM action WHERE undone_at IS NULL")).scalars().all()
    found = set()
    for changes in map(json.loads, texts):
        gone = {
            change["key"]
            for change in changes
            if change["table"] == "face" and change["after"] is None
            if change["before"]["person_id"] == person
        }
        found |= {
            bytes.fromhex(change["before"]["vector"]["hex"])
            for change in changes
            if change["table"] == "embedding" and change["key"] in gone
        }
    return found


def let_go() -> None:
    """Close the files that searching keeps open; no library may be open."""
    for handle in traces._kept.values():
        os.close(handle)
    traces._kept.clear()
