"""Opens mutated libraries, as one opens a file from elsewhere, and works with what opens.

How it is run and what counts as a finding is in `fuzzing.py`. The promises here: a library that is refused,
by a `LibraryError` that names it, and with one that opens nothing is done to any other file, whatever is done
with it. What its rows say may be nonsense, and then somebody stumbles over it.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from fuzzing import Target, hold, main

WORDS = r"""
    SQLite\x20format\x203\x00 Faml CREATE\x20TRIGGER CREATE\x20VIEW CREATE\x20VIRTUAL\x20TABLE CREATE\x20TABLE
    CREATE\x20INDEX AFTER\x20INSERT\x20ON BEGIN END; load_extension( writefile( fts5( ATTACH USING
    WITHOUT\x20ROWID GENERATED\x20ALWAYS\x20AS DEFAULT CHECK( COLLATE REFERENCES sqlite_sequence sqlite_stat1
    alembic_version photo face person embedding root backup written setting action \x0d\x00\x00\x00
    \x05\x00\x00\x00 \x0a\x00\x00\x00 \x02\x00\x00\x00 \xff\xff\xff\xff \x10\x00 \x01\x00
""".split()
_PRECIOUS = {"letter.txt": b"dear", "library.db.part": b"sir", "other.db": b"or madam"}


@cache
def _library() -> bytes:
    from sqlalchemy import text

    from app.library.store import Library
    from app.library.tables import Backup

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "library.db")
        with Library.open(file) as library:
            from makers.libraries import Made, add_faces

            add_faces(library, [Made(photo, photo % 2) for photo in range(4)])
            with library.write() as session:
                at = {"at": "2026-01-01T00:00:00.000000+00:00"}
                session.execute(
                    text("INSERT INTO person (id, name, name_key, created_at) VALUES (1, 'A', 'a', :at)"),
                    at,
                )
                session.execute(text("UPDATE face SET person_id = 1"))
                session.add(Backup(path="/precious/other.db"))
            library.compact()
        return file.read_bytes()


def open_library(data: bytes) -> None:
    """A library is opened, read, checked and written to, or refused."""
    from app.library.errors import LibraryError
    from app.library.store import Library

    place = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with tempfile.TemporaryDirectory(dir=place) as folder:
        file, precious = Path(folder, "library.db"), Path(folder, "precious")
        precious.mkdir()
        for name, content in _PRECIOUS.items():
            (precious / name).write_bytes(content)
        file.write_bytes(data)
        try:
            library = Library.open(file)
        except LibraryError as error:
            hold(str(file) in str(error), "no file named")
        else:
            # Of what is in the rows nothing is expected.
            with library, contextlib.suppress(Exception):
                _work(library)
        left = {path.name: path.read_bytes() for path in precious.iterdir()}
        hold(left == _PRECIOUS, "other files touched")
        shutil.rmtree(precious)


def _work(library: object) -> None:
    from sqlalchemy import select

    from app.library.store import Library
    from app.library.tables import Action, Face, Photo, Root, Setting
    from app.operations import forget_person, name_person, undo

    assert isinstance(library, Library)
    with library.read() as session:
        for table in (Root, Photo, Face, Setting, Action):
            session.scalars(select(table).limit(20)).all()
    library.check()
    name_person(library, person=1, name="Anna")
    undo(library)
    forget_person(library, person=1, backups="delete")


def seeds() -> Iterable[bytes]:
    """Return a library, with parts that are not ours and without."""
    import sqlite3

    yield _library()
    with tempfile.TemporaryDirectory() as folder:
        for number, statement in enumerate(
            (
                "CREATE TRIGGER t AFTER INSERT ON person BEGIN DELETE FROM face; END",
                "CREATE VIEW v AS SELECT * FROM person",
                "CREATE TABLE g (a, b GENERATED ALWAYS AS (abs(a)))",
                "CREATE INDEX i ON face (abs(quality))",
            )
        ):
            file = Path(folder, str(number))
            file.write_bytes(_library())
            with contextlib.closing(sqlite3.connect(file)) as opened, opened:
                opened.execute(statement)
            yield file.read_bytes()


TARGETS = {"library": Target(open_library, seeds, 2_000_000)}
LOADED = ["app.library.store", "app.library.schema", "app.operations"]

if __name__ == "__main__":
    sys.exit(main(__file__, TARGETS, words=WORDS, watched=["app.library", "app.operations"], load=LOADED))
