"""Finding the photos that a query describes, compared with looking at one photo after the other."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from app.library.names import name_key
from app.library.store import Library
from app.library.tables import Face, Person, Photo, Root
from app.library.tables.base import now
from app.search import search_photos
from app.search.photos import contains
from app.search.tree import (
    Below,
    Either,
    Every,
    Everything,
    FromCamera,
    InFolder,
    Missing,
    NamedFile,
    NoFaces,
    Not,
    Only,
    Query,
    Shows,
    Taken,
    Undated,
    UnnamedFaces,
    leaves,
)

ROOTS = ("/photos", "/media/Drive ÄÖ")
#: Names of people by id; 4 and 5 are groups; 3 and 5 are ignored.
PEOPLE = {1: "Anna", 2: "Bert", 3: "Carla", 4: None, 5: None}
IGNORED = {3, 5}
FOLDERS = (
    "",
    "a",
    "a/b",
    "Holiday",
    "a/holiday 2019",
    "ÄÖ/x",
    "a_b",
    "a%b",
    os.fsdecode(b"b\xff"),
    "a0",
    "A/B",
)
FILES = (
    "1.jpg",
    "IMG_12.JPG",
    "Straße.png",
    "über%.jpg",
    os.fsdecode(b"\xfe.jpg"),
    "holiday.jpg",
    "u\u0308.jpg",
)
CAMERAS = (None, "NIKON D7", "Canon", "Ä1", "Nikon_2")
DATES = (
    None,
    "2018-12-31T23:59:59",
    "2019-01-01T00:00:00",
    "2019-07-14T12:00:00",
    "2019-07-15T00:00:00",
    "2020-02-29T08:00:00",
)
TEXTS = (
    "holiday",
    "HOLIDAY/",
    "a/b",
    "b/",
    "ä",
    "Ö/",
    "nikon",
    "_",
    "%",
    "img_1",
    "ü",
    "ß",
    "ss",
    "photos",
    "drive",
    "s/a",
    "!",
    "x\0",
)


@dataclass(frozen=True)
class MadeFace:
    person: int | None
    ignored: bool
    outdated: bool


@dataclass(frozen=True)
class MadePhoto:
    root: int
    folder: str
    file: str
    taken: str | None
    camera: str | None
    missing: bool
    failed: bool
    faces: tuple[MadeFace, ...]

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.file}".lstrip("/")


rarely = st.sampled_from([False, False, False, True])
faces = st.builds(MadeFace, st.sampled_from([None, *PEOPLE]), rarely, rarely)
photos = st.builds(
    MadePhoto,
    st.sampled_from([0, 1]),
    st.sampled_from(FOLDERS),
    st.sampled_from(FILES),
    st.sampled_from(DATES),
    st.sampled_from(CAMERAS),
    rarely,
    rarely,
    st.lists(faces, max_size=4).map(tuple),
)
somebody = st.sampled_from(
    [Shows(name_key(name), name) for name in PEOPLE.values() if name] + [Shows("nobody", "x")]
)
dates = st.sampled_from(
    [None, "2018", "2019", "2019-01", "2019-07", "2019-07-14", "2019-07-15", "2020", "2020-03"]
)


def joined(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return several.map(Every) | several.map(Either)


simple: st.SearchStrategy[Query] = (
    somebody
    | st.recursive(somebody, joined, max_leaves=3).map(Only)
    | st.builds(Taken, dates, dates)
    | st.just(NoFaces())
    | st.just(UnnamedFaces())
    | st.sampled_from([Everything(), Undated(), Missing()])
    | st.sampled_from(TEXTS).map(InFolder)
    | st.sampled_from(TEXTS).map(FromCamera)
    | st.sampled_from(TEXTS).map(NamedFile)
    | st.builds(Below, st.sampled_from([1, 2, 3]), st.sampled_from(FOLDERS))
)
queries = st.recursive(simple, lambda part: joined(part) | part.map(Not), max_leaves=6)


def found_slowly(query: Query, made: list[MadePhoto]) -> list[int]:
    """Ids of the photos that a query finds, looking at each."""
    scope = [
        number for number, photo in enumerate(made, 1) if not photo.missing or Missing() in leaves(query)
    ]
    found = [number for number in scope if describes(query, made[number - 1])]
    dated = [number for number in found if made[number - 1].taken]
    dated.sort(key=lambda number: (made[number - 1].taken, number), reverse=True)

    def place(number: int) -> tuple[int, bool, bytes]:
        path = os.fsencode(made[number - 1].path)
        return made[number - 1].root, not is_text(path), path

    return dated + sorted([number for number in found if not made[number - 1].taken], key=place)


def is_text(path: bytes) -> bool:
    try:
        path.decode()
    except UnicodeDecodeError:
        return False
    return True


def describes(query: Query, photo: MadePhoto) -> bool:  # noqa: C901
    inside = [face for face in photo.faces if not face.ignored and not face.outdated]
    shown = [face for face in inside if face.person not in IGNORED]
    match query:
        case Everything():
            return True
        case Every(parts):
            return all(describes(part, photo) for part in parts)
        case Either(parts):
            return any(describes(part, photo) for part in parts)
        case Not(part):
            return not describes(part, photo)
        case Shows(_, name):
            return any(face.person is not None and PEOPLE[face.person] == name for face in inside)
        case Only(who):
            names = {leaf.name for leaf in leaves(who) if isinstance(leaf, Shows)}
            mine = all(face.person is not None and PEOPLE[face.person] in names for face in shown)
            return describes(who, photo) and mine
        case Taken(first, end):
            taken = photo.taken or ""
            return bool(taken) and (first is None or taken >= first) and (end is None or taken < end)
        case Undated():
            return not photo.taken
        case InFolder(part):
            return contains(f"{ROOTS[photo.root]}/{photo.folder}/", part)
        case Below(root, folder):
            return photo.root == root - 1 and f"{photo.folder}/".startswith(f"{folder}/" if folder else "")
        case FromCamera(part):
            return photo.camera is not None and contains(photo.camera, part)
        case NamedFile(part):
            return contains(photo.file, part)
        case NoFaces():
            return not photo.failed and not shown
        case UnnamedFaces():
            return any(face.person is None or PEOPLE[face.person] is None for face in shown)
        case Missing():
            return photo.missing


def fill(library: Library, made: list[MadePhoto]) -> None:
    with library.write() as session:
        for table in ("face", "photo", "person", "root", "sqlite_sequence"):
            session.execute(text(f"DELETE FROM {table}"))
        session.execute(insert(Root), [{"id": at, "path": path} for at, path in enumerate(ROOTS, 1)])
        session.execute(
            insert(Person),
            [
                {
                    "id": person,
                    "name": name,
                    "name_key": name and name_key(name),
                    "ignored_at": now() if person in IGNORED else None,
                }
                for person, name in PEOPLE.items()
            ],
        )
        rows: list[dict[str, Any]] = [
            {
                "id": number,
                "root_id": photo.root + 1,
                "path": photo.path,
                "size": 1,
                "mtime_ns": 1,
                "state": "failed" if photo.failed else "analysed",
                "problem": "damaged" if photo.failed else None,
                "taken_at": photo.taken,
                "camera": photo.camera,
                "missing_since": now() if photo.missing else None,
            }
            for number, photo in enumerate(made, 1)
        ]
        if rows:
            session.execute(insert(Photo), rows)
        faces = [
            {
                "photo_id": number,
                "x": 1,
                "y": 1,
                "width": 10,
                "height": 10,
                "person_id": face.person,
                "ignored_at": now() if face.ignored else None,
                "landmarks": None if face.outdated else bytes(40),
            }
            for number, photo in enumerate(made, 1)
            for face in photo.faces
        ]
        if faces:
            session.execute(insert(Face), faces)


@pytest.fixture(scope="module")
def library() -> Iterator[Library]:
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "library.db") as opened:
        yield opened


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    made=st.lists(photos, max_size=25, unique_by=lambda photo: (photo.root, photo.path)),
    asked=st.lists(queries, min_size=8, max_size=8),
)
def test_it_finds_what_looking_at_each_photo_finds(
    library: Library, made: list[MadePhoto], asked: list[Query]
) -> None:
    fill(library, made)
    with library.read() as session:
        for query in asked:
            found = search_photos(session, query)
            assert found.dtype == np.int64
            assert found.tolist() == found_slowly(query, made), query


@pytest.mark.parametrize("part", TEXTS)
@pytest.mark.parametrize("field", [InFolder, NamedFile, FromCamera])
def test_text_is_found_wherever_it_is(library: Library, field: Any, part: str) -> None:
    made = [
        MadePhoto(root, folder, file, None, camera, False, False, ())
        for root in range(2)
        for folder in FOLDERS
        for file, camera in zip(FILES, CAMERAS + CAMERAS, strict=False)
    ]
    fill(library, made)
    with library.read() as session:
        assert search_photos(session, field(part)).tolist() == found_slowly(field(part), made)


def test_what_contains_means() -> None:
    assert contains("/Photos/HOLIDAY/", "s/holi")
    assert contains("MÜLLER", "mu\u0308ller")
    assert contains("Mu\u0308ller", "MÜLL")
    assert contains("STRASSE", "straß")
    assert not contains("Straße", "strass")
    assert not contains("abc", "a%c")
