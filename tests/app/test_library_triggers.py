"""What the triggers of a library keep in step: exemplars go when a face changes, newcomers are noted."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from app.library.store import Library

SETUP = """
INSERT INTO root (id, path, added_at) VALUES (1, '/p', '2026');
INSERT INTO model (id, name, task, sha256, card, added_at)
VALUES (1, 'm', 'recognition', zeroblob(32), '', ''), (2, 'n', 'recognition', randomblob(32), '', '');
INSERT INTO photo (id, root_id, path, size, mtime_ns, inode, state, damaged, orientation, indexed_at)
VALUES (1, 1, 'a', 1, 1, 0, 'analysed', 0, 1, '2026');
INSERT INTO person (id, created_at) VALUES (1, '2026'), (2, '2026'), (3, '2026');
INSERT INTO face (id, photo_id, x, y, width, height, source, person_id, quality)
VALUES (1, 1, 0, 0, 1, 1, 'detected', 1, 0.5), (2, 1, 0, 0, 1, 1, 'detected', 2, 0.5),
(3, 1, 0, 0, 1, 1, 'detected', NULL, 0.5);
INSERT INTO embedding (face_id, model_id, vector)
VALUES (1, 1, zeroblob(128)), (2, 1, zeroblob(128)), (3, 1, zeroblob(128)), (3, 2, zeroblob(128));
DELETE FROM newcomer;
INSERT INTO exemplar (person_id, model_id, number, faces, total)
VALUES (1, 1, 0, 1, zeroblob(512)), (2, 1, 0, 1, zeroblob(512)), (2, 2, 0, 1, zeroblob(512)),
(3, 1, 0, 1, zeroblob(512))
"""
ALL = [(1, 1), (2, 1), (2, 2), (3, 1)]

#: A statement, the exemplars (person, model) left by it, and the newcomers (face, model) it makes.
CASES = {
    "nothing that matters": ("UPDATE face SET x = 5, quality = quality WHERE id = 1", ALL, []),
    "moved": ("UPDATE face SET person_id = 2 WHERE id = 1", [(3, 1)], []),
    "placed": ("UPDATE face SET person_id = 3 WHERE id = 3", ALL[:3], []),
    "left for nobody": ("UPDATE face SET person_id = NULL WHERE id = 1", ALL[1:], [(1, 1)]),
    "confirmed": ("UPDATE face SET confirmed_at = '2026' WHERE id = 1", ALL[1:], []),
    "hidden": ("UPDATE face SET ignored_at = '2026' WHERE id = 1", ALL[1:], []),
    "born": ("UPDATE person SET birthday = '2000-01-01' WHERE id = 1", ALL[1:], []),
    "named": ("UPDATE person SET name = 'Anna', name_key = 'anna' WHERE id = 1", ALL, []),
    "better": ("UPDATE face SET quality = 0.9 WHERE id = 1", ALL[1:], []),
    "deleted": ("DELETE FROM face WHERE id = 1", ALL[1:], []),
    "person deleted": ("DELETE FROM person WHERE id = 1", ALL[1:], [(1, 1)]),
    "embedded anew": (
        "UPDATE embedding SET vector = zeroblob(256) WHERE face_id = 2",
        [*ALL[:1], *ALL[2:]],
        [(2, 1)],
    ),
    "embedding deleted": ("DELETE FROM embedding WHERE face_id = 1", ALL[1:], []),
    "embedded by another": (
        "INSERT INTO embedding VALUES (2, 2, zeroblob(128))",
        [*ALL[:2], *ALL[3:]],
        [(2, 2)],
    ),
    "found": (
        "INSERT INTO face (photo_id, x, y, width, height, source, person_id) "  # noqa: ISC004
        "VALUES (1, 0, 0, 1, 1, 'drawn', 1)",
        ALL[1:],
        [],
    ),
}


@pytest.fixture
def library(tmp_path: Path) -> Library:
    opened = Library.open(tmp_path / "library.db")
    with opened.write() as session:
        for statement in SETUP.split(";"):
            session.execute(text(statement))
    return opened


@pytest.mark.parametrize("case", CASES)
def test_exemplars_and_newcomers_follow_every_change(library: Library, case: str) -> None:
    statement, exemplars, newcomers = CASES[case]
    with library.write() as session:
        session.execute(text(statement))
        kept = session.execute(text("SELECT person_id, model_id FROM exemplar ORDER BY 1, 2")).all()
        noted = session.execute(text("SELECT face_id, model_id FROM newcomer ORDER BY 1, 2")).all()
    assert [tuple(row) for row in kept] == exemplars
    assert [tuple(row) for row in noted] == newcomers
    library.close()


def test_shown_face_of_nobody_is_a_newcomer_for_every_model(library: Library) -> None:
    with library.write() as session:
        session.execute(text("UPDATE face SET ignored_at = '2026' WHERE id = 3"))
        assert session.scalar(text("SELECT count(*) FROM newcomer")) == 0
        session.execute(text("UPDATE face SET ignored_at = NULL WHERE id = 3"))
        noted = session.execute(text("SELECT face_id, model_id FROM newcomer ORDER BY 1, 2")).all()
    assert [tuple(row) for row in noted] == [(3, 1), (3, 2)]
    library.close()
