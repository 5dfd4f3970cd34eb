"""What the tests of forgetting share: somebody with a long history, looking for bytes the slow way.

Also undoing and redoing everything.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from makers.libraries import everything, vector
from sqlalchemy import text

from app.library import traces
from app.library.store import Library
from app.operations import (
    DrawnFace,
    NewPerson,
    OperationError,
    draw_face,
    erase_faces,
    history,
    ignore_faces,
    merge_people,
    move_faces,
    name_person,
    redo,
    reject_faces,
    reject_pair,
    set_birthday,
    set_cover,
    set_notes,
    undo,
)
from engine.embedding import pack

#: Names and words that are nowhere else in a library.
NAME, FORMER, MERGED, NOTES = "Zdenka Qvist", "Zdenka Early", "Zdenka Twice", "likes quinces"


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


def drawn(seed: int) -> DrawnFace:
    """A face of person 1, to be drawn."""
    return DrawnFace((50, 50, 9, 9), model_id=1, vector=pack(vector(0, seed)[None])[0])


def live(library: Library) -> set[bytes]:
    """Give person 1 a long history; return every embedding that was ever theirs."""
    name_person(library, person=1, name=FORMER)
    set_notes(library, person=1, notes=NOTES)
    set_birthday(library, person=1, birthday=date(1931, 5, 7))
    name_person(library, person=1, name=NAME)
    # Somebody who turned out to be the same.
    name_person(library, person=2, name=MERGED)
    merge_people(library, target=1, sources=[2])
    # Faces that come and go.
    name_person(library, person=3, name="Ben")
    move_faces(library, faces=[8, 10], to=1)
    move_faces(library, faces=[4, 10], to="Ben")
    reject_faces(library, faces=[3], person=1)
    reject_pair(library, person=1, other="Ben")
    ignore_faces(library, faces=[1])
    set_cover(library, person="Ben", face=4)
    # A face that was drawn, and one that was deleted, whose embedding only the history has.
    draw_face(library, photo=9, face=drawn(99), to=1)
    vectors = vectors_of(library, "face.person_id = 1")
    erase_faces(library, faces=[2])
    # What was undone still has everything.
    move_faces(library, faces=[5, 6], to=NewPerson("Zdenka Undone"))
    undo(library)
    return vectors
