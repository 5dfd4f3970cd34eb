"""Writes library files full of made faces, as indexing would have, but without photos to read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.library.queries import get_or_create_model, get_or_create_root
from app.library.store import Library
from engine.models import Catalogue

_BATCH = 50_000


def create(path: Path, packed: NDArray[np.int8], photos: NDArray[np.int64]) -> None:
    """Make a library of faces with these (n, d) embeddings in these (n,) photos."""
    card = Catalogue().card("sface-2021dec")
    with Library.open(path) as library, library.write() as session:
        get_or_create_root(session, "/made")
        get_or_create_model(
            session,
            name=card.name,
            task="recognition",
            sha256=bytes.fromhex(card.file.sha256),
            card=card.text,
        )
    add(path, packed, photos, first_face=0)


def add(path: Path, packed: NDArray[np.int8], photos: NDArray[np.int64], *, first_face: int) -> None:
    """Add faces, in order of their photos, after `first_face` others."""
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA foreign_keys = ON")
        (known,) = opened.execute("SELECT coalesce(max(id), 0) FROM photo").fetchone()
        opened.executemany(
            "INSERT INTO photo "
            "(id, root_id, path, size, mtime_ns, inode, state, damaged, orientation, indexed_at) "
            "VALUES (?1, 1, ?1 || '.jpg', 1, 1, 0, 'analysed', 0, 1, '2026')",
            ((photo + 1,) for photo in np.unique(photos).tolist() if photo + 1 > known),
        )
        for start in range(0, len(packed), _BATCH):
            part = range(start, min(len(packed), start + _BATCH))
            ids = [first_face + at + 1 for at in part]
            opened.executemany(
                "INSERT INTO face (id, photo_id, x, y, width, height, landmarks, quality, source) "
                "VALUES (?, ?, 0, 0, 50, 60, zeroblob(40), 0.8, 'detected')",
                zip(ids, (photos[part.start : part.stop] + 1).tolist(), strict=True),
            )
            opened.executemany(
                "INSERT INTO embedding (face_id, model_id, vector) VALUES (?, 1, ?)",
                zip(ids, (packed[at].tobytes() for at in part), strict=True),
            )
        opened.commit()


def labels_of(path: Path) -> NDArray[np.int64]:
    """Return the person of every face, in order of id; faces of nobody get numbers of their own below 0."""
    with closing(sqlite3.connect(path)) as opened:
        rows = opened.execute("SELECT coalesce(person_id, -id) FROM face ORDER BY id").fetchall()
    return np.array([row[0] for row in rows], np.int64)
