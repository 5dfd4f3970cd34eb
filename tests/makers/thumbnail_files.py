"""What the tests of the file of thumbnails share: a library to copy, thumbnails, and days that pass."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from makers.libraries import Made, add_faces
from sqlalchemy import text

from app.library import thumbnails as module
from app.library.store import Library
from app.library.thumbnails import Thumbnail, ThumbnailStore

PHOTOS = 40
SMALL, LARGE = 256, 1024


def sha256(photo_id: int, version: int = 0) -> bytes:
    """The content of a photo."""
    return hashlib.sha256(f"{photo_id} {version}".encode()).digest()


def set_content(library: Library, photo_id: int, version: int = 0) -> None:
    with library.write() as session:
        values = {"sha256": sha256(photo_id, version), "id": photo_id}
        session.execute(text("UPDATE photo SET sha256 = :sha256 WHERE id = :id"), values)


def made_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a library of `PHOTOS` photos, to copy; to be made a fixture."""
    path = tmp_path_factory.mktemp("thumbnails") / "library.db"
    with Library.open(path) as library:
        add_faces(library, [Made(photo=number, who=0) for number in range(1, PHOTOS + 1)])
        for number in range(1, PHOTOS + 1):
            set_content(library, number)
    return path


def opened_library(tmp_path: Path, made: Path) -> Iterator[Library]:
    """Open a copy of `made_library`; to be made a fixture."""
    shutil.copy(made, tmp_path / "library.db")
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def opened_store(library: Library) -> Iterator[ThumbnailStore]:
    """Open the thumbnails of a library; to be made a fixture."""
    with ThumbnailStore(library) as opened:
        yield opened


def thumbnail(
    photo_id: int, side: int = SMALL, *, version: int = 0, length: int = 6000, seed: int = 0
) -> Thumbnail:
    """Return a thumbnail of bytes that are nowhere else."""
    jpeg = random.Random(f"{photo_id} {side} {version} {seed}").randbytes(length)
    return Thumbnail(photo_id, side, sha256(photo_id, version), jpeg)


def thumbnails(photo_ids: Iterable[int], side: int = SMALL) -> list[Thumbnail]:
    return [thumbnail(photo_id, side) for photo_id in photo_ids]


def pictures(some: Iterable[Thumbnail]) -> dict[int, bytes]:
    return {one.photo_id: one.jpeg for one in some}


def on_day(day: int, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(module.time, "time", lambda: day * 86_400.0 + 1000)
