"""Names of somebody forgotten that files go on saying: they are not taken over again, and cannot be read.

As a box that was deleted keeps a face from coming back to its place, a mark keeps a name from coming back to
a photo. It is kept for the photos whose files named them, or into which Familiar wrote the name; in all other
photos, and in those that are added later, the name is anybody's.

A mark is a keyed digest of the name, of 16 bits alone. Whoever has the library may try names against it; but
one in 65,536 fits, so that of a list of names always some do, and nobody learns from it who it was. As often
a name that is new in such a photo is left out by mistake; the user may still say it (`mention_person`).
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.orm import Session

#: The row of `setting` with the key of the digests, and the marks by photo.
_SETTING: Final = "forgetting.names"
_DIGEST_BYTES: Final = 2


@dataclass(frozen=True, slots=True)
class ForgottenNames:
    """The names that are not taken over from files any more.

    Attributes:
        key: Of the digests.
        marks: By `Photo.id`.
    """

    key: bytes
    marks: dict[int, frozenset[int]]

    @classmethod
    def of(cls, session: Session) -> ForgottenNames:
        """Read them from a library."""
        return _load(session.connection())

    def has(self, photo_id: int, name_key: str) -> bool:
        """Tell whether a name, by its key, is not to be taken over in a photo."""
        marks = self.marks.get(photo_id)
        return marks is not None and _digest(self.key, name_key) in marks


def note_forgotten(connection: Connection, said: Iterable[tuple[int, str]]) -> None:
    """Note that names are not to be taken over any more.

    Args:
        connection: Of a writing transaction.
        said: `Photo.id` and key of the name, of each photo whose file may say it.
    """
    known = _load(connection)
    key = known.key or secrets.token_bytes(16)
    marks: defaultdict[int, set[int]] = defaultdict(set)
    for photo, name_key in said:
        marks[photo].add(_digest(key, name_key))
    if not marks:
        return
    for photo, some in known.marks.items():
        marks[photo] |= some
    there = _present(connection, marks)
    kept = {str(photo): sorted(some) for photo, some in sorted(marks.items()) if photo in there}
    _store(connection, key, kept)


def pass_on_forgotten(connection: Connection, original: int, copy: int) -> None:
    """Let what is not taken over in a photo not be taken over in a copy of it either; both are ids."""
    known = _load(connection)
    if original in known.marks:
        marks = {str(photo): sorted(some) for photo, some in known.marks.items()}
        both = known.marks[original] | known.marks.get(copy, frozenset())
        _store(connection, known.key, marks | {str(copy): sorted(both)})


def _store(connection: Connection, key: bytes, marks: dict[str, list[int]]) -> None:
    value = json.dumps({"key": key.hex(), "marks": marks}, separators=(",", ":"))
    connection.exec_driver_sql("INSERT OR REPLACE INTO setting (key, value) VALUES (?, ?)", (_SETTING, value))


def _load(connection: Connection) -> ForgottenNames:
    value = connection.exec_driver_sql("SELECT value FROM setting WHERE key = ?", (_SETTING,)).scalar()
    if value is None:
        return ForgottenNames(b"", {})
    found = json.loads(value)
    marks = {int(photo): frozenset(some) for photo, some in found["marks"].items()}
    return ForgottenNames(bytes.fromhex(found["key"]), marks)


def _present(connection: Connection, photos: Collection[int]) -> set[int]:
    statement = "SELECT id FROM photo WHERE id IN (SELECT value FROM json_each(?))"
    return set(connection.exec_driver_sql(statement, (json.dumps(sorted(photos)),)).scalars())


def _digest(key: bytes, name_key: str) -> int:
    digest = hashlib.blake2b(name_key.encode("utf-8", "surrogatepass"), key=key, digest_size=_DIGEST_BYTES)
    return int.from_bytes(digest.digest())
