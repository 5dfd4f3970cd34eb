"""Small libraries with made-up faces: embeddings around centres, one recogniser, photos without files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import insert, select, text

from app.grouping import GroupingReport, group
from app.library.store import Library
from app.library.tables import Embedding, Face, Model, Photo, Root
from engine.embedding import pack
from engine.models.card import ModelCard, parse_card

SIZE = 64
#: Mean similarity of two faces of one person, about; faces of two people have about 0.
ALIKE = 0.8
GROUPING = 0.5


def recogniser_card() -> ModelCard:
    """The default recogniser's card with thresholds that suit the faces made here."""
    path = Path(__file__).resolve().parents[2] / "resources" / "models" / "sface-2021dec.toml"
    card = parse_card(path.read_text(encoding="utf-8"))
    assert card.recognition is not None
    return replace(card, recognition=replace(card.recognition, grouping=GROUPING, same_person=0.4))


CARD = recogniser_card()


@dataclass(frozen=True)
class Made:
    """A face to make: in which photo (by number), of whom (by number), how good."""

    photo: int
    who: int
    quality: float | None = 0.9


def centre(who: int) -> NDArray[np.float64]:
    """One of `SIZE` orthogonal directions."""
    return np.eye(SIZE)[who]


def vector(who: int, seed: int) -> NDArray[np.float64]:
    """A unit vector near the centre of somebody."""
    noise = np.random.default_rng([who, seed]).normal(size=SIZE)
    noise -= noise[who] * centre(who)
    return np.sqrt(ALIKE) * centre(who) + np.sqrt(1 - ALIKE) * noise / np.linalg.norm(noise)


def between(one: int, other: int, share: float) -> NDArray[np.float64]:
    """A direction between two centres, with cosine `share` to the first."""
    direction: NDArray[np.float64] = share * centre(one) + np.sqrt(1 - share**2) * centre(other)
    return direction


def add_faces(
    library: Library, faces: Sequence[Made], vectors: NDArray[np.floating] | None = None
) -> list[int]:
    """Add faces, their photos and embeddings; return the faces' ids, in order."""
    with library.write() as session:
        root = session.get(Root, 1) or Root(id=1, path="/photos")
        sha256 = bytes.fromhex(CARD.file.sha256)
        model = session.get(Model, 1) or Model(
            id=1, name=CARD.name, task="recognition", sha256=sha256, card=CARD.text
        )
        session.add_all([root, model])
        session.flush()
        known = set(session.scalars(select(Photo.id)))
        common = {"root_id": 1, "size": 1, "mtime_ns": 1, "state": "analysed"}
        photos = [
            {"id": photo, "path": f"{photo}.jpg", **common}
            for photo in sorted({face.photo for face in faces} - known)
        ]
        # Ids are never given out twice, also where the newest face has been deleted.
        used = session.execute(text("SELECT max(seq) FROM sqlite_sequence WHERE name = 'face'")).scalar()
        first = (used or 0) + 1
        box = {"x": 0.5, "y": 1.25, "width": 10, "height": 10, "landmarks": bytes(40)}
        rows: list[dict[str, Any]] = [
            {"id": first + at, "photo_id": face.photo, "quality": face.quality, **box}
            for at, face in enumerate(faces)
        ]
        if vectors is None:
            vectors = np.array([vector(face.who, row["id"]) for face, row in zip(faces, rows, strict=True)])
        embeddings = [
            {"face_id": row["id"], "model_id": 1, "vector": packed.tobytes()}
            for row, packed in zip(rows, pack(vectors.reshape(-1, SIZE)), strict=True)
        ]
        for table, values in ((Photo, photos), (Face, rows), (Embedding, embeddings)):
            if values:
                session.execute(insert(table), values)
        return [row["id"] for row in rows]


def everything(library: Library) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the tables that hold what the user said, and embeddings, byte for byte."""
    with library.read() as session:
        return {
            table: [tuple(row) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))]
            for table in ("person", "face", "rejection", "erasure", "embedding", "mention")
        }


def assignments(library: Library) -> dict[int, tuple[int | None, bool]]:
    """Person and confirmation by face."""
    with library.read() as session:
        rows = session.execute(text("SELECT id, person_id, confirmed_at IS NOT NULL FROM face ORDER BY id"))
        return {face: (person, bool(confirmed)) for face, person, confirmed in rows}


def members(library: Library) -> dict[int, set[int]]:
    """Faces by person."""
    found: dict[int, set[int]] = {}
    for face, (person, _) in assignments(library).items():
        if person is not None:
            found.setdefault(person, set()).add(face)
    return found


def scalar(library: Library, statement: str) -> Any:
    """The first value that a query gives."""
    with library.read() as session:
        return session.execute(text(statement)).scalar()


def run(library: Library, statement: str) -> None:
    """Change a library behind everybody's back."""
    with library.write() as session:
        session.execute(text(statement))


def three_people(library: Library) -> list[int]:
    """Faces 1 to 12, one a photo, of three people in turn."""
    return add_faces(library, [Made(photo=face, who=face % 3) for face in range(1, 13)])


def grouped(library: Library, **options: Any) -> GroupingReport:
    """Group everything anew."""
    return group(library, card=CARD, anew=True, **options)


def sets(library: Library) -> set[frozenset[int]]:
    """The sets of faces that belong together."""
    return {frozenset(faces) for faces in members(library).values()}
