"""Words of somebody forgotten: the names that files gave, and packets with these that were kept for undoing.

The rows of people, faces and the history are seen to in `app.operations.forgetting` and
`app.operations.scrubbing`; the files themselves are never touched.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections.abc import Collection, Iterator

from sqlalchemy import Connection

from app.library.names import name_key
from app.operations.forgotten import note_forgotten
from app.operations.subject import Subject

#: How a packet's text may be encoded; a name in another encoding is not found.
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")


def erase_words(connection: Connection, subject: Subject) -> None:
    """Delete what files said with one of the subject's names, and kept packets of theirs.

    What files go on saying of them is not taken over again (`app.operations.forgotten`). A name that somebody
    else in the library has now is theirs and stays.

    Args:
        connection: Of a writing transaction.
        subject: Not yet deleted from the tables; with all names they ever had.
    """
    keys = _keys(subject.names)
    others = connection.exec_driver_sql("SELECT id, name_key FROM person WHERE name_key IS NOT NULL")
    keys -= {key for person, key in others if person not in subject.people}
    written = list(_packets(connection, keys))
    in_files = connection.exec_driver_sql(
        "SELECT DISTINCT photo_id FROM written WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(written),),
    )
    said = [(photo, key) for photo in in_files.scalars() for key in keys]
    note_forgotten(connection, [*said, *(one for one in _said(connection) if one[1] in keys)])
    # One by one: SQLite would save the pages of one large deletion in a temporary file.
    for table, rows in (("region", _regions(connection, keys)), ("written", written)):
        for row in list(rows):
            connection.exec_driver_sql(f"DELETE FROM {table} WHERE id = ?", (row,))  # noqa: S608


def count_words(connection: Connection, names: Collection[str]) -> int:
    """Count the regions and kept packets that have one of these names."""
    keys = _keys(names)
    return sum(1 for rows in (_regions(connection, keys), _packets(connection, keys)) for _ in rows)


def _keys(names: Collection[str]) -> set[str]:
    return {name_key(name) for name in names}


def _regions(connection: Connection, keys: set[str]) -> Iterator[int]:
    for row, name in connection.exec_driver_sql("SELECT id, name FROM region").all() if keys else ():
        if name_key(name) in keys:
            yield row


def _said(connection: Connection) -> Iterator[tuple[int, str]]:
    """Give the photos with the keys of the names that their files say."""
    for photo, name in connection.exec_driver_sql("SELECT photo_id, name FROM region").all():
        yield photo, name_key(name)


def _packets(connection: Connection, keys: set[str]) -> Iterator[int]:
    rows = connection.exec_driver_sql("SELECT id FROM written").scalars().all() if keys else ()
    for row in rows:
        packets = connection.exec_driver_sql("SELECT before, after FROM written WHERE id = ?", (row,)).one()
        if any(_has(packet, keys) for packet in packets if packet):
            yield row


def _has(packet: bytes, keys: set[str]) -> bool:
    """Tell whether a packet has a name, also where it writes letters as numbers."""
    # Every other encoding has zeros in its tags.
    for encoding in _ENCODINGS if b"\0" in packet else _ENCODINGS[:1]:
        text = html.unescape(packet.decode(encoding, "replace"))
        # A packet as a whole is no name: it has line breaks.
        words = " ".join("".join(map(_shown, text)).split())
        if words and any(_stands_in(key, name_key(words)) for key in keys):
            return True
    return False


def _shown(letter: str) -> str:
    """Return a character as it counts in a name: joiners do not, and are in the middle of many."""
    if letter.isprintable():
        return letter
    return "" if unicodedata.category(letter) == "Cf" else " "


def _stands_in(key: str, text: str) -> bool:
    # Scripts that write no spaces have no ends of words to look for.
    if not key.isascii():
        return key in text
    return re.search(rf"(?<!\w){re.escape(key)}(?!\w)", text) is not None
