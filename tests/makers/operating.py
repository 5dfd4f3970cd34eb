"""What the tests of several operations share: a library of three groups, and acting, undoing and redoing."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Callable
from pathlib import Path

from makers.libraries import Made, add_faces, everything
from sqlalchemy import text

from app.library.store import Library
from app.operations import Changes, redo, undo

LONG_AGO = "2020-01-01T00:00:00+00:00"


def three_groups(path: Path) -> Library:
    """Groups 1 (faces 1 to 4), 2 (5 to 7) and 3 (8, 9), each face in a photo of its own; 10 is alone.

    The photo of a face has its number and 100.
    """
    path.write_bytes(_three_groups())
    return Library.open(path)


@functools.cache
def _three_groups() -> bytes:
    """Make the library once, since that takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "library.db")
        with Library.open(path) as opened:
            add_faces(opened, [Made(photo=100 + face, who=0) for face in range(1, 11)])
            with opened.write() as session:
                for person, faces in {1: "1, 2, 3, 4", 2: "5, 6, 7", 3: "8, 9"}.items():
                    session.execute(
                        text(f"INSERT INTO person (id, created_at) VALUES ({person}, '{LONG_AGO}')")
                    )
                    session.execute(text(f"UPDATE face SET person_id = {person} WHERE id IN ({faces})"))
        # Closing empties the log, so that the file is all there is.
        return path.read_bytes()


def rejections(library: Library) -> set[tuple[int | None, int, int | None]]:
    """Every rejection: face, person, other person."""
    with library.read() as session:
        rows = session.execute(text("SELECT face_id, person_id, other_person_id FROM rejection"))
        return {(row[0], row[1], row[2]) for row in rows}


def both_ways(library: Library, act: Callable[[], Changes]) -> Changes:
    """Act, undo and redo, and check that both bring back every byte."""
    before = everything(library)
    changes = act()
    after = everything(library)
    assert after != before
    undone = undo(library)
    assert everything(library) == before
    redone = redo(library)
    assert everything(library) == after
    assert (undone.faces, redone.faces) == (changes.faces, changes.faces)
    assert (undone.people, redone.people) == (changes.people, changes.people)
    assert (undone.photos, redone.photos) == (changes.photos, changes.photos)
    assert undone.problems == redone.problems == ()
    return changes
