"""A small real video in the album of `makers.albums`: who is seen in it, and when, by moment."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from makers.films import film
from numpy.typing import NDArray
from sqlalchemy import text

from app.indexing import add_roots
from app.library.store import Library

VIDEO = 50
#: `Face.id` of the first group's face, of the second's, and of a lonely one.
ANNA, BEN, NOBODY = 101, 102, 103
#: Width and height; how many seconds it lasts; which stands for it.
SIZE, SECONDS, SHOWN = (320, 240), 10, 3
#: Who is seen in which second, and how far from the left; the best moment of each is the last.
SEEN = {ANNA: [(1, 20), (2, 30), (8, 60), (3, 40)], BEN: [(2, 200), (3, 210)], NOBODY: [(6, 120)]}
SIDE, TOP = 60, 80


def grey(second: int) -> int:
    """Return how bright the frame of a second is."""
    return 30 + 20 * second


def add_film(library: Library, folder: Path, name: str = "party.mp4") -> Path:
    """Make a video in a folder of its own, photo `VIDEO` of a library, taken on 5 May 2020."""
    folder.mkdir(exist_ok=True)
    frames: list[NDArray[np.uint8]] = [
        np.full((SIZE[1], SIZE[0], 3), grey(second), np.uint8) for second in range(SECONDS)
    ]
    file = film(folder / name, frames, times=[1000 * second for second in range(SECONDS)], key_every=1)
    (root,) = add_roots(library, [folder])
    status = file.stat()
    with library.write() as session:
        session.execute(
            text(
                "INSERT INTO photo (id, root_id, path, size, mtime_ns, inode, sha256, state, damaged, "
                "format, width, height, orientation, indexed_at, taken_at, duration_ms, shown_ms) "
                "VALUES (:id, :root, :path, :size, :time, 0, :sha256, 'analysed', 0, "
                "'MP4', :width, :height, 1, "
                "'2020-06-01T00:00:00.000000+00:00', '2020-05-05T12:00:00', :length, :shown)"
            ),
            {
                "id": VIDEO,
                "root": root.id,
                "path": name,
                "size": status.st_size,
                "time": status.st_mtime_ns,
                "sha256": hashlib.sha256(file.read_bytes()).digest(),
                "width": SIZE[0],
                "height": SIZE[1],
                "length": 1000 * SECONDS,
                "shown": 1000 * SHOWN,
            },
        )
        for face, seen in SEEN.items():
            box = "VALUES (:face, {of}:left, :top, :side, :side, :at{more})"
            insert_face = (
                "INSERT INTO face (id, photo_id, x, y, width, height, at_ms, landmarks, source, quality, "
                "person_id) " + box.format(of=":photo, ", more=", zeroblob(40), 'detected', 0.8, :person")
            )
            insert_sighting = "INSERT INTO sighting (face_id, x, y, width, height, at_ms) " + box.format(
                of="", more=""
            )
            person = {ANNA: 1, BEN: 2}.get(face)
            known = {"face": face, "photo": VIDEO, "person": person, "top": TOP, "side": SIDE}
            places = [{"left": left, "at": 1000 * second} for second, left in seen]
            session.execute(text(insert_face), known | places[-1])
            for place in sorted(places, key=lambda one: one["at"]):
                session.execute(text(insert_sighting), known | place)
    return file
