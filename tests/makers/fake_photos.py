"""Makes photo files that say in plain text which faces they hold, and an analyser that believes them.

Also what the tests of indexing share: a small world of folders and a library, and a dump of the library.
"""

from __future__ import annotations

import json
import threading
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import text

from app.indexing import IndexReport, add_roots, index
from app.library.store import Library
from engine.analysis import Analyser, PhotoFaces
from engine.crops import Crop
from engine.detection import Detections
from engine.image import ImageError, ImageProblem
from engine.models import Catalogue, ModelCard

#: Where eyes, nose and mouth lie in a box of size 1.
_POINTS = np.array([(0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8)])

DETECTOR, RECOGNISER = (Catalogue().card(name) for name in ("yunet-2023mar", "sface-2021dec"))


def other_model(card: ModelCard) -> ModelCard:
    """Return a card of another model of the same kind."""
    return replace(card, name=f"{card.name}-b", file=replace(card.file, sha256="ab" * 32))


def photo(
    *faces: tuple[str, float, float, float], size: tuple[int, int] = (400, 300), salt: object = 0
) -> bytes:
    """Return a file with faces (who, left, top, width = height); `salt` makes the content different."""
    return json.dumps({"size": size, "faces": faces, "salt": salt}).encode()


def fails(how: str) -> bytes:
    """Return a file at which the analyser fails: "memory", "crash" or "infinite"."""
    return json.dumps({"fails": how}).encode()


def vector(who: str, model: str = RECOGNISER.name) -> NDArray[np.float32]:
    """Return the embedding of a person; people are unlike each other."""
    values = np.random.default_rng(zlib.crc32(f"{model} {who}".encode())).normal(size=128)
    return (values / np.linalg.norm(values)).astype(np.float32)


def thumbnail_of(content: bytes) -> bytes:
    """Return the thumbnail that `FakeAnalyser` makes of a photo."""
    return b"thumbnail of " + content


def crop_of(crop: Crop) -> str:
    """Return whose crop `FakeAnalyser` made it."""
    if crop.landmarks is None or not crop.jpeg.startswith(b"picture of "):
        raise ValueError("no crop of a fake face")
    return crop.jpeg.removeprefix(b"picture of ").decode()


def _nearest(photo: PhotoFaces, landmarks: NDArray[np.float32]) -> list[int]:
    return [int(abs(photo.faces.landmarks - points).sum((1, 2)).argmin()) for points in landmarks]


class FakeAnalyser(Analyser):
    """Reads `photo` files; counts what it was asked.

    Args:
        model: name of the recogniser it plays.
        seconds: it takes for a photo, by its bytes; None for no time.
    """

    def __init__(self, model: str = RECOGNISER.name, seconds: Callable[[bytes], float] | None = None) -> None:
        self._model = model
        self._seconds = seconds
        self._lock = threading.Lock()
        self.analysed: list[str] = []
        self.embedded: list[str] = []
        self.cropped: list[str] = []
        self.at_once = self.most_at_once = 0

    def analyse(self, data: bytes, *, name: str) -> PhotoFaces:
        with self._lock:
            self.analysed.append(name)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return self._analyse(data, name)
        finally:
            with self._lock:
                self.at_once -= 1

    def embed(self, data: bytes, *, name: str, landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
        with self._lock:
            self.embedded.append(name)
        whole = self._analyse(data, name)
        return whole.embeddings[_nearest(whole, landmarks)]

    def cut(
        self, data: bytes, *, name: str, boxes: NDArray[np.float32], landmarks: NDArray[np.float32]
    ) -> tuple[Crop, ...]:
        whole = self._analyse(data, name)
        return tuple(whole.crops[index] for index in _nearest(whole, landmarks))

    def embed_crops(self, crops: Sequence[Crop]) -> NDArray[np.float32]:
        who = [crop_of(crop) for crop in crops]
        with self._lock:
            self.cropped += who
        return np.array([vector(name, self._model) for name in who], np.float32).reshape(-1, 128)

    def _analyse(self, data: bytes, name: str) -> PhotoFaces:
        if self._seconds is not None:
            time.sleep(self._seconds(data))
        try:
            content = json.loads(data)
        except ValueError as error:
            raise ImageError(ImageProblem.DAMAGED, name) from error
        match content.get("fails"):
            case "memory":
                raise MemoryError
            case "crash":
                raise ZeroDivisionError("a fault")
        faces = content.get("faces", [])
        boxes = np.array([(x, y, side, side) for _, x, y, side in faces], np.float32).reshape(-1, 4)
        if content.get("fails") == "infinite":
            boxes = np.full((1, 4), np.inf, np.float32)
            faces = ["x"]
        n = len(boxes)
        points = boxes[:, None, :2] + _POINTS.astype(np.float32) * boxes[:, None, 2:]
        width, height = content.get("size", (400, 300))
        return PhotoFaces(
            width=width,
            height=height,
            format="JPEG",
            orientation=1,
            damaged=content.get("salt") == "damaged",
            exif=None,
            faces=Detections(boxes, points.astype(np.float32), np.full(n, 0.9, np.float32)),
            quality=np.full(n, 0.5, np.float32),
            embeddings=np.array([vector(face[0], self._model) for face in faces], np.float32).reshape(
                -1, 128
            ),
            crops=tuple(
                Crop(f"picture of {who}".encode(), (_POINTS * side).astype(np.float32))
                for who, _, _, side in (faces if np.isfinite(boxes).all() else ())
            ),
            thumbnail=thumbnail_of(data),
        )


@dataclass
class World:
    """A folder `photos` watched by a library."""

    folder: Path
    library: Library
    root_id: int
    analyser: FakeAnalyser

    @classmethod
    def make(cls, place: Path, library: Library) -> World:
        folder = place / "photos"
        folder.mkdir()
        (root,) = add_roots(library, [folder])
        return cls(folder, library, root.id, FakeAnalyser())

    def put(self, path: str, content: bytes) -> Path:
        """Write a file below the folder."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        return file

    def index(self, **options: Any) -> IndexReport:
        """Index with an analyser that starts counting anew."""
        self.analyser = options.pop("analyser", None) or FakeAnalyser()
        options = {"detector": DETECTOR, "recogniser": RECOGNISER, "workers": 2} | options
        return index(self.library, lambda: self.analyser, **options)

    def rows(self, table: str, **where: object) -> list[dict[str, Any]]:
        """Return rows by id as dictionaries."""
        return [row for row in rows(self.library, table) if where.items() <= row.items()]

    def paths(self, **where: object) -> list[str]:
        """Return the paths of photos by id."""
        return [row["path"] for row in self.rows("photo", **where)]

    def sql(self, statement: str, **values: object) -> None:
        """Change the library, as a user would."""
        with self.library.write() as session:
            session.execute(text(statement), values)

    def name_face(self, face_id: int, name: str) -> int:
        """Say whose face it is; return the person's id."""
        with self.library.write() as session:
            person = session.execute(
                text(
                    "INSERT INTO person (name, name_key, created_at) "
                    "VALUES (:n, lower(:n), '2020-01-01T00:00:00.000000+00:00') RETURNING id"
                ),
                {"n": name},
            ).scalar_one()
            session.execute(
                text(
                    "UPDATE face SET person_id = :p, confirmed_at = '2020-01-01T00:00:00.000000+00:00' "
                    "WHERE id = :f"
                ),
                {"p": person, "f": face_id},
            )
        return int(person)


_ORDER = {"embedding": "face_id, model_id", "setting": "key"}


def rows(library: Library, table: str) -> list[dict[str, Any]]:
    """Return all rows of a table by id."""
    with library.read() as session:
        found = session.execute(text(f"SELECT * FROM {table} ORDER BY {_ORDER.get(table, 'id')}"))
        return [dict(row) for row in found.mappings()]


def dump(library: Library) -> dict[str, list[dict[str, Any]]]:
    """Return everything indexing writes, ids included; of moments only whether they are set."""
    names = ("photo", "face", "embedding", "person", "rejection", "erasure", "mention", "region")
    tables = {name: rows(library, name) for name in names}
    for table in tables.values():
        for row in table:
            for key in [key for key in row if key.endswith(("_at", "_since")) and key != "taken_at"]:
                row[key] = row[key] is not None
    return tables


def three_named(world: World) -> None:
    """Index photos 1 to 3, of a face each, and name these anna, ben and cem."""
    for number, name in enumerate(["anna", "ben", "cem"], 1):
        world.put(f"{number}.jpg", photo((name, 10, 10, 50), salt=name * number))
    world.index()
    for number, name in enumerate(["anna", "ben", "cem"], 1):
        world.name_face(number, name)


def names(world: World) -> dict[str, list[str]]:
    """Return the confirmed names by path of all photos that are not missing."""
    found: dict[str, list[str]] = {}
    people = {person["id"]: person["name"] for person in world.rows("person")}
    for row in world.rows("photo", missing_since=None):
        faces = world.rows("face", photo_id=row["id"])
        found[row["path"]] = [people[face["person_id"]] for face in faces if face["confirmed_at"]]
    return found
