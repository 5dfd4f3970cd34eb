"""Makes a library of a hundred thousand photos within seconds: without pictures, and without their files."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Callable, Collection
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from app.library.pictures import PictureSupplier
from app.library.queries import get_or_create_model, get_or_create_root
from app.library.store import Library
from engine.embedding import pack
from engine.models import Catalogue

Supply = Callable[[PictureSupplier, Collection[int], int], dict[int, bytes]]

#: When everything in the library was made.
NOW: Final = "2026-01-01T00:00:00.000000+00:00"
#: People with a name, and all people and groups; the twelve first have two fifths of the faces.
NAMED: Final = 80
PEOPLE: Final = 10_000
#: Questions that wait for an answer.
SUGGESTIONS: Final = 300
#: Seconds from one photo to the next, the first of January 2010.
_EVERY_S: Final = 3155


def make_large_library(path: Path, *, photos: int = 100_000, faces: int = 200_000) -> None:
    """Write a library of ten years: family, friends and strangers, with suggestions, all faces in groups.

    Args:
        path: Where none is yet.
        photos: How many, 4000 × 3000 pixels each.
        faces: How many.
    """
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
    random = np.random.default_rng(1)
    who = _who(faces, random)
    where = 1 + np.sort(random.integers(0, photos, faces))
    quality = random.uniform(0.5, 1.0, faces).round(3)
    packed = _embeddings(who, random)
    with closing(sqlite3.connect(path)) as opened:
        # Triggers tell grouping of each face; here all are grouped.
        opened.execute("PRAGMA synchronous = OFF")
        opened.executemany(
            "INSERT INTO photo (id, root_id, path, size, mtime_ns, inode, state, damaged, orientation, "
            "indexed_at, taken_at, width, height) VALUES (?1, 1, (?1 / 1000) || '/' || ?1 || '.jpg', 1, 1, "
            "?1, 'analysed', 0, 1, ?2, strftime('%Y-%m-%dT%H:%M:%S', 1262304000 + ?1 * ?3, 'unixepoch'), "
            "4000, 3000)",
            ((photo, NOW, _EVERY_S) for photo in range(1, photos + 1)),
        )
        opened.executemany(
            "INSERT INTO person (id, name, name_key, created_at) VALUES (?1, ?2, lower(?2), ?3)",
            ((one, f"Person {one}" if one <= NAMED else None, NOW) for one in range(1, PEOPLE + 1)),
        )
        opened.executemany(
            "INSERT INTO face (id, photo_id, person_id, quality, x, y, width, height, landmarks, source) "
            "VALUES (?, ?, ?, ?, 100, 100, 500, 600, zeroblob(40), 'detected')",
            zip(range(1, faces + 1), where.tolist(), (who + 1).tolist(), quality.tolist(), strict=True),
        )
        opened.executemany(
            "INSERT INTO embedding (face_id, model_id, vector) VALUES (?, 1, ?)",
            zip(range(1, faces + 1), (row.tobytes() for row in packed), strict=True),
        )
        opened.execute("DELETE FROM newcomer")
        opened.executemany(
            "INSERT INTO suggestion (person_id, other_person_id, similarity, probability, settles, "
            "nearest_face_id, other_nearest_face_id) "
            "SELECT ?1, ?2, 0.5, 0.9, 1, min(one.id), min(other.id) FROM face AS one, face AS other "
            "WHERE one.person_id = ?1 AND other.person_id = ?2 HAVING count(*) > 0",
            ((one % NAMED + 1, NAMED + 1 + one) for one in range(SUGGESTIONS)),
        )
        opened.commit()


def _who(faces: int, random: np.random.Generator) -> NDArray[np.int64]:
    """Return (n,) int64 from 0, who each face is of."""
    ranks = np.concatenate([np.repeat(np.arange(12), 20), np.repeat(np.arange(12, NAMED), 3)])
    known = random.random(faces) < 0.8
    return np.where(known, random.choice(ranks, faces), random.integers(NAMED, PEOPLE, faces))


def _embeddings(who: NDArray[np.int64], random: np.random.Generator) -> NDArray[np.int8]:
    centres = random.standard_normal((PEOPLE, 128), np.float32)
    vectors = centres[who] + 0.6 * random.standard_normal((len(who), 128), np.float32)
    return pack(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def picture_generator() -> Supply:
    """Return what may stand for `PictureSupplier.thumbnails` and `faces`: pictures in a few colours."""
    jpegs = []
    for hue in range(0, 256, 32):
        buffer = io.BytesIO()
        picture = Image.new("HSV", (256, 192), (hue, 90, 160)).convert("RGB")
        picture.paste((230, 200, 170), (96, 40, 160, 130))
        picture.save(buffer, "JPEG")
        jpegs.append(buffer.getvalue())

    def supply(_: PictureSupplier, ids: Collection[int], side: int) -> dict[int, bytes]:
        return {one: jpegs[one % len(jpegs)] for one in ids}

    return supply
