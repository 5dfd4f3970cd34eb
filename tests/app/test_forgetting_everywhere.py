"""After forgetting, no file of any kind that Familiar owns has a byte of the person: a slow search."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from makers.forgetting import FORMER, MERGED, NAME, NOTES, live
from sqlalchemy import select, text

from app.library.copies import CROPS, FINGERPRINTS, THUMBNAILS
from app.library.crops import CropStore
from app.library.daily import make_copy
from app.library.fingerprints import Fingerprint, FingerprintStore
from app.library.restoring import restore
from app.library.store import Library
from app.library.tables import Photo
from app.library.thumbnails import Thumbnail, ThumbnailStore
from app.operations import forget_person
from engine.crops import Crop

#: Every kind of file that holds something of a person before, by a part of its name.
KINDS = (
    "library.db",
    "library.db-wal",
    f"library.db{CROPS}",
    f"library.db{CROPS}-wal",
    f"library.db{THUMBNAILS}",
    f"library.db{THUMBNAILS}-wal",
    ".daily-",
    ".before-v",
    ".before-restoring-",
    ".part",
    "mine.backup.db",
    "elsewhere/copy.db",
    f"elsewhere/copy.db{CROPS}",
)


def picture(seed: int) -> bytes:
    return np.random.default_rng(seed).bytes(3000)


def pieces(pictures: Iterable[bytes]) -> set[bytes]:
    return {one[at : at + 64] for one in pictures for at in range(0, 2900, 100)}


def holding(folder: Path, strings: Iterable[bytes | str]) -> set[str]:
    """Return the files below a folder, by path, that have any of these, also as hexadecimal or JSON."""
    wanted: set[bytes] = set()
    for string in strings:
        if isinstance(string, str):
            wanted |= {string.encode(), json.dumps(string)[1:-1].encode(), string.casefold().encode()}
        else:
            wanted |= {string, string.hex().encode()}
    found = set()
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            if any(form in content for form in wanted):
                found.add(str(file.relative_to(folder)))
    return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which all temporary files are, too."""
    folder = tmp_path / "all"
    for name in ("elsewhere", "tmp"):
        (folder / name).mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(folder / "tmp"))
    monkeypatch.setenv("SQLITE_TMPDIR", str(folder / "tmp"))
    return folder


def put_pictures(library: Library) -> None:
    with (
        CropStore(library) as crops,
        ThumbnailStore(library) as thumbnails,
        FingerprintStore(library) as prints,
    ):
        # Twice, so that the files have bytes of what was there before.
        for _ in range(2):
            crops.put({face: Crop(picture(face), None) for face in range(1, 13)})
            crops.put_large({face: Crop(picture(100 + face), None) for face in range(1, 13)})
            with library.read() as session:
                contents = {photo.id: photo.sha256 for photo in session.scalars(select(Photo))}
            thumbnails.put(
                Thumbnail(photo, side, contents[photo] or bytes(32), picture(1000 + side + photo))
                for photo in range(1, 13)
                for side in (256, 1024)
            )
        prints.put(Fingerprint(photo, 0, photo, 1.0) for photo in range(1, 13))


def test_nothing_is_left_of_them_in_any_file(four_groups_closed: Path, place: Path) -> None:
    file = place / "library.db"
    shutil.copy(four_groups_closed, file)
    with Library.open(file) as library:
        vectors = live(library)
        put_pictures(library)
        library.backup(place / "elsewhere" / "copy.db")
        library.backup(place / "mine.backup.db")
        make_copy(library.path, date(2020, 1, 1))
    # What a migration and a restoration leave, and a copy that was cut short.
    shutil.copy(file, place / "library.db.before-v4.20200101T000000.000000Z.backup")
    shutil.copy(file, place / ".library.db.abc123.part")
    with Library.open(place / "elsewhere" / "copy.db") as copy:
        put_pictures(copy)
    restore(file, place / "mine.backup.db")
    with Library.open(file) as library, CropStore(library) as crops_open, ThumbnailStore(library) as shown:
        # As the window has them, so that their logs stay.
        assert (crops_open.count([1]), shown.count([1])) == (1, 2)
        put_pictures(library)
        with library.write() as session:
            session.execute(text("CREATE TEMP TABLE kept AS SELECT face_id, vector FROM embedding"))
            session.execute(text("UPDATE embedding SET vector = zeroblob(length(vector))"))
            again = "(SELECT vector FROM kept WHERE kept.face_id = embedding.face_id)"
            session.execute(text(f"UPDATE embedding SET vector = {again}"))
            session.execute(text("DROP TABLE kept"))
        # Face 3 was said not to be theirs, and face 4 to be somebody else's.
        faces = (1, 2, 5, 6, 7)
        told = {NAME, FORMER, MERGED, NOTES}
        crops = pieces([picture(seed + face) for seed in (0, 100) for face in faces])
        thumbnails = pieces([picture(1000 + side + photo) for side in (256, 1024) for photo in faces])
        everything = [*vectors, *told, *crops, *thumbnails]
        before = holding(place, everything)
        lacking = [kind for kind in KINDS if not any(kind in path for path in before)]
        assert not lacking, f"{sorted(before)}"
        forgotten = forget_person(library, person=NAME, backups="delete")
        assert forgotten.proof == ()
        assert not forgotten.backups_left
        assert holding(place, everything) == set()
        # Somebody else's are there: the search finds what it looks for.
        assert f"library.db{CROPS}" in holding(place, pieces([picture(9)]))
        assert (place / f"library.db{FINGERPRINTS}").exists()
    assert holding(place, everything) == set()
