"""Which copies of a library hold a person: backups, copies made before a migration, unfinished ones.

Where copies are is known to `app.library.copies`; deleting them is up to `app.operations.forgetting`.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.library.copies import files_of, known_copies
from app.library.daily import daily_copies
from app.library.names import find_person
from app.library.store import Library
from app.operations.subject import Subject, discover

#: What is asked of a copy, of any schema: does it have an embedding of a face at the same place of the same
#: picture, of the same face of a photo that was edited since, or of anybody with the id and the name?
_QUESTIONS: Final = (
    """
    SELECT EXISTS (
        SELECT 1 FROM temp.place AS p JOIN photo ON photo.sha256 = p.sha256
        JOIN face ON face.photo_id = photo.id JOIN embedding ON embedding.face_id = face.id
        WHERE face.x + face.width / 2 BETWEEN p.x AND p.x + p.width
        AND face.y + face.height / 2 BETWEEN p.y AND p.y + p.height
    )
    """,
    """
    SELECT EXISTS (
        SELECT 1 FROM temp.place AS p JOIN face ON face.id = p.face_id
        JOIN photo ON photo.id = face.photo_id AND photo.path = p.path
        JOIN embedding ON embedding.face_id = face.id
    )
    """,
    """
    SELECT EXISTS (
        SELECT 1 FROM temp.who JOIN person ON person.id = who.id AND person.name = who.name
        JOIN face ON face.person_id = person.id JOIN embedding ON embedding.face_id = face.id
    )
    """,
)


@dataclass(frozen=True, slots=True)
class Reached:
    """The copies of a library, as far as somebody is concerned.

    Attributes:
        holding: Files that hold their embeddings, but for those of `daily`.
        daily: Those of the copies that were made by themselves: forgetting deletes them, and makes a new one.
        unreachable: Files that were made as copies and cannot be read now.
    """

    holding: tuple[Path, ...]
    unreachable: tuple[Path, ...]
    daily: tuple[Path, ...] = ()


def backups_reaching(library: Library, person: int | str) -> Reached:
    """Find the copies of a library that hold embeddings of a person or group.

    Familiar knows of the backups it made, of the copies it made before migrations, and of files with their
    names beside the library; not of copies made by hand. Reads the copies: seconds for a large one.

    Raises:
        PersonNotFoundError: There is no such person or group.
        LibraryError: The library cannot be read.
    """
    with library.read() as session:
        subject = discover(session.connection(), find_person(session, person).id)
    return reached(library, subject)


def reached(library: Library, subject: Subject) -> Reached:
    """Find the copies of a library that hold embeddings of the subject.

    Args:
        library: The library; the subject has not been deleted from it yet.
        subject: Whom it is about.
    """
    with library.read() as session:
        copies = known_copies(session, library.path)
        places = session.connection().exec_driver_sql(
            "SELECT face.id, photo.sha256, photo.path, face.x, face.y, face.width, face.height "
            "FROM face JOIN photo ON photo.id = face.photo_id "
            "WHERE face.id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(subject.faces)),),
        )
        rows = [tuple(row) for row in places]
    holding: list[Path] = []
    unreachable = list(copies.unreachable)
    for copy in copies.present:
        try:
            if _answers(copy, subject, rows) or any(subject.traces.any_in(file) for file in files_of(copy)):
                holding.append(copy)
        except OSError:
            unreachable.append(copy)
    own = {copy.path for copy in daily_copies(library.path)}
    return Reached(
        tuple(copy for copy in holding if copy not in own),
        tuple(unreachable),
        tuple(copy for copy in holding if copy in own),
    )


def _answers(copy: Path, subject: Subject, places: list[tuple[Any, ...]]) -> bool:
    """Ask a copy as a database; what is not answered (it is damaged, or unfinished) counts as no."""
    # Without a log beside it, the file is all there is, and nothing has to be made to read it.
    whole = "" if copy.with_name(f"{copy.name}-wal").exists() else "&immutable=1"
    try:
        with closing(sqlite3.connect(f"{copy.as_uri()}?mode=ro{whole}", uri=True)) as opened:
            opened.execute("PRAGMA trusted_schema = OFF")
            opened.execute("PRAGMA temp_store = MEMORY")
            opened.execute("CREATE TEMP TABLE who (id, name)")
            opened.executemany(
                "INSERT INTO temp.who VALUES (?, ?)",
                [(key, name) for key in subject.people for name in subject.names],
            )
            opened.execute("CREATE TEMP TABLE place (face_id, sha256, path, x, y, width, height)")
            opened.executemany("INSERT INTO temp.place VALUES (?, ?, ?, ?, ?, ?, ?)", places)
            return any(opened.execute(question).fetchone()[0] for question in _QUESTIONS)
    except sqlite3.Error:
        return False
