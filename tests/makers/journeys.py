"""Photos of journeys: with coordinates and times, without files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from makers.libraries import Made, add_faces
from sqlalchemy import text

from app.library.store import Library

#: Where towns are, a little beside their middle.
PARIS, LYON, ROME, ZERMATT, ATLANTIC = (48.86, 2.34), (45.76, 4.83), (41.9, 12.48), (45.98, 7.66), (30, -40)
Coordinates = tuple[float, float]


def add_photos(library: Library, photos: Iterable[tuple[Coordinates | None, str | None]]) -> None:
    """Add photos 1 and on, of which one knows where and when they were taken, each with a face of nobody."""
    listed = list(photos)
    add_faces(library, [Made(number, who=0) for number in range(1, len(listed) + 1)])
    change_photos(
        library,
        {
            number: {
                "latitude": where and where[0],
                "longitude": where and where[1],
                "taken_at": when,
                "width": 4000,
                "height": 3000,
                "sha256": number.to_bytes(32, "big"),
            }
            for number, (where, when) in enumerate(listed, 1)
        },
    )


def change_photos(library: Library, changes: dict[int, dict[str, Any]]) -> None:
    """Change columns of photos behind everybody's back."""
    with library.write() as session:
        for photo, values in changes.items():
            columns = ", ".join(f"{name} = :{name}" for name in values)
            session.execute(text(f"UPDATE photo SET {columns} WHERE id = :id"), {"id": photo, **values})


def name_face(library: Library, face: int, person: int, name: str) -> None:
    """Say whose face it is."""
    with library.write() as session:
        session.execute(
            text(
                "INSERT OR IGNORE INTO person (id, name, name_key, created_at) "
                "VALUES (:id, :name, lower(:name), '2020-01-01T00:00:00.000000+00:00')"
            ),
            {"id": person, "name": name},
        )
        session.execute(
            text("UPDATE face SET person_id = :person WHERE id = :face"), {"person": person, "face": face}
        )
