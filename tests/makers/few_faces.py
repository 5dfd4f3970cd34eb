"""A library of few faces, of which each is known, for the queries of the pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from makers.libraries import Made, add_faces, run

from app.library.store import Library

#: A moment, as SQL writes it.
GONE = "'2020-01-01T00:00:00+00:00'"


def few_faces(tmp_path: Path) -> Iterator[Library]:
    """Faces 1 to 8 in photos 1 to 6, of persons 1 (four), 2 (two) and nobody; to be made a fixture."""
    with Library.open(tmp_path / "library.db") as opened:
        photos = [(1, 0), (1, 0), (2, 0), (3, 0), (3, 1), (4, 1), (5, 2), (6, 3)]
        add_faces(opened, [Made(photo, who, quality=photo / 10) for photo, who in photos])
        run(opened, f"INSERT INTO person (id, created_at) VALUES (1, {GONE}), (2, {GONE})")
        run(opened, "UPDATE face SET person_id = 1 WHERE id < 5")
        run(opened, "UPDATE face SET person_id = 2 WHERE id IN (5, 6)")
        run(opened, "UPDATE photo SET taken_at = (2010 + id) || '-0' || id || '-14T12:30:00' WHERE id < 5")
        yield opened
