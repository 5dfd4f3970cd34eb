"""Shared queries and the loading of embeddings, against slow explicit twins."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.library import embeddings
from app.library.embeddings import EmbeddedFaces, load_embeddings
from app.library.queries import (
    LibraryFigures,
    PersonKind,
    PersonSummary,
    faces_of_person,
    figures,
    get_or_create_model,
    get_or_create_root,
    people,
)
from app.library.store import Library
from app.library.tables import Embedding, Face, Person, Photo, now

PHOTOS = 60


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("queries") / "library.db") as opened:
        with opened.write() as session:
            fill(session)
        yield opened


def fill(session: Session) -> None:
    """Two roots, `PHOTOS` photos, eight people and groups, faces at random, two recognisers."""
    random = np.random.default_rng(3)
    roots = [get_or_create_root(session, path) for path in ("/a", "/b")]
    roots[1].offline_since = now()
    for name in ("x", "y"):
        get_or_create_model(session, name=name, task="recognition", sha256=name.encode() * 32, card=name)
    session.add_all(
        Person(name=name, name_key=name and name.casefold(), ignored_at=now() if ignored else None)
        for name, ignored in [
            ("Zoë", False),
            ("Anna", False),
            (None, False),
            (None, True),
            ("Ben", True),
            (None, False),
            ("Nobody", False),
        ]
    )
    session.flush()
    for number in range(PHOTOS):
        failed = number % 9 == 8
        photo = Photo(
            root_id=roots[number % 2].id,
            path=os.fsdecode(b"caf\xe9.jpg") if number == 0 else f"{number:03}.jpg",
            size=number,
            mtime_ns=2**60 + number,
            inode=2**62 + number,
            sha256=None if failed else os.urandom(32),
            state="failed" if failed else "analysed",
            problem="damaged" if failed else None,
            taken_at=None if number % 4 == 0 else f"20{number:02}-01-01T10:00:00",
            missing_since=now() if number % 10 == 9 else None,
        )
        session.add(photo)
        session.flush()
        for _ in range(0 if failed else int(random.integers(0, 4))):
            person = int(random.integers(0, 7))
            face = Face(
                photo_id=photo.id,
                x=1.0,
                y=2.0,
                width=3.0,
                height=4.0,
                quality=None if random.random() < 0.2 else float(np.float32(random.random())),
                person_id=person or None,
                confirmed_at=now() if person and random.random() < 0.5 else None,
                ignored_at=now() if random.random() < 0.2 else None,
            )
            session.add(face)
            session.flush()
            for model_id, size in ((1, 128), (2, 64)):
                if model_id == 1 or random.random() < 0.5:
                    vector = random.integers(-128, 128, size, dtype=np.int8).tobytes()
                    session.add(Embedding(face_id=face.id, model_id=model_id, vector=vector))


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """Collect the SQL of the block."""
    seen: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        seen.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_roots_and_models_are_made_once(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        for _ in range(2):
            with library.write() as session:
                assert get_or_create_root(session, "/photos").id == 1
                assert get_or_create_root(session, os.fsdecode(b"/caf\xe9")).id == 2
                model = get_or_create_model(
                    session, name="m", task="detection", sha256=bytes(32), card="first"
                )
                assert model.id == 1
        with library.write() as session:
            again = get_or_create_model(
                session, name="other", task="detection", sha256=bytes(32), card="second"
            )
            assert (again.name, again.card) == ("m", "first")
            with pytest.raises(ValueError, match="absolute"):
                get_or_create_root(session, "photos")


def test_figures(library: Library) -> None:
    with library.read() as session:
        found = figures(session)
        photos = session.scalars(select(Photo)).all()
        faces = session.scalars(select(Face)).all()
    present = [photo for photo in photos if photo.missing_since is None]
    assert found == LibraryFigures(
        roots=2,
        offline_roots=1,
        analysed=sum(photo.state == "analysed" for photo in present),
        failed=sum(photo.state == "failed" for photo in present),
        missing=len(photos) - len(present),
        faces=len(faces),
        ignored_faces=sum(face.ignored_at is not None for face in faces),
        named=3,
        groups=2,
        ignored=2,
    )
    assert min(found.analysed, found.failed, found.missing, found.ignored_faces) > 0


def test_figures_of_an_empty_library(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library, library.read() as session:
        assert figures(session) == LibraryFigures(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


def summary(session: Session, person: Person) -> PersonSummary:
    faces = session.scalars(select(Face).where(Face.person_id == person.id)).all()
    return PersonSummary(
        id=person.id,
        name=person.name,
        faces=len(faces),
        photos=len({face.photo_id for face in faces}),
        confirmed=sum(face.confirmed_at is not None for face in faces),
        ignored=person.ignored_at is not None,
        cover_face_id=person.cover_face_id,
    )


def test_people(library: Library) -> None:
    with library.write() as session:
        session.get_one(Person, 2).cover_face_id = 1
    with library.read() as session:
        with statements(session) as seen:
            found = list(people(session))
        assert len([line for line in seen if line.startswith("SELECT")]) == 1
        twin = [summary(session, person) for person in session.scalars(select(Person))]
    assert sorted(found, key=lambda person: person.id) == twin
    named = [person.name for person in found if person.name is not None]
    groups = [person.faces for person in found if person.name is None]
    assert named == ["Anna", "Ben", "Nobody", "Zoë"]
    assert groups == sorted(groups, reverse=True)
    assert [person.name is None for person in found] == [False] * 4 + [True] * 3
    assert next(person for person in found if person.name == "Nobody").faces == 0


@pytest.mark.parametrize(("kind", "ids"), [("named", {1, 2, 7}), ("group", {3, 6}), ("ignored", {4, 5})])
def test_people_of_one_kind(library: Library, kind: PersonKind, ids: set[int]) -> None:
    with library.read() as session:
        assert {person.id for person in people(session, kind)} == ids


def test_sort_name_goes_before_the_name(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        with library.write() as session:
            session.add(Person(name="Anna Zett", name_key="anna zett", sort_name="zett, anna"))
            session.add(Person(name="Ben Abel", name_key="ben abel", sort_name="abel, ben"))
        with library.read() as session:
            assert [person.name for person in people(session)] == ["Ben Abel", "Anna Zett"]


def test_faces_of_person(library: Library) -> None:
    with library.read() as session:
        with statements(session) as seen:
            found = list(faces_of_person(session, 2))
        assert len([line for line in seen if line.startswith("SELECT")]) == 1
        twin = session.scalars(select(Face).where(Face.person_id == 2)).all()
        assert {face.id for face in found} == {face.id for face in twin}
        for face in found:
            row = session.get_one(Face, face.id)
            photo = session.get_one(Photo, row.photo_id)
            assert face.photo_id == photo.id
            assert face.root == ("/a" if photo.root_id == 1 else "/b")
            assert face.file == Path(face.root, photo.path)
            assert (face.x, face.y, face.width, face.height) == (1.0, 2.0, 3.0, 4.0)
            assert (face.quality, face.taken_at) == (row.quality, photo.taken_at)
            assert face.confirmed == (row.confirmed_at is not None)
            assert face.ignored == (row.ignored_at is not None)
            assert face.missing == (photo.missing_since is not None)
    assert len(found) > 3
    order = [(face.taken_at or "", face.id) for face in found]
    assert order == sorted(order)


@pytest.mark.parametrize("model_id", [1, 2])
def test_load_embeddings(library: Library, monkeypatch: pytest.MonkeyPatch, model_id: int) -> None:
    monkeypatch.setattr(embeddings, "_BATCH", 7)
    with library.read() as session:
        loaded = load_embeddings(session, model_id)
        rows = session.scalars(
            select(Embedding).where(Embedding.model_id == model_id).order_by(Embedding.face_id)
        ).all()
        assert len(loaded) == len(rows) > 20
        for number, row in enumerate(rows):
            face = session.get_one(Face, row.face_id)
            assert loaded.face_ids[number] == face.id
            assert loaded.photo_ids[number] == face.photo_id
            assert loaded.person_ids[number] == (face.person_id or 0)
            assert loaded.confirmed[number] == (face.confirmed_at is not None)
            assert loaded.ignored[number] == (face.ignored_at is not None)
            assert loaded.vectors[number].tobytes() == row.vector
            if face.quality is None:
                assert math.isnan(loaded.quality[number])
            else:
                assert loaded.quality[number] == face.quality
    assert loaded.model_id == model_id
    assert loaded.vectors.shape == (len(rows), 128 if model_id == 1 else 64)
    arrays = (loaded.face_ids, loaded.confirmed, loaded.quality, loaded.vectors)
    assert [array.dtype.name for array in arrays] == ["int64", "bool", "float32", "int8"]


def test_loaded_embeddings_are_read_only(library: Library) -> None:
    with library.read() as session:
        loaded = load_embeddings(session, 1)
    with pytest.raises(ValueError, match="read-only"):
        loaded.person_ids[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        loaded.vectors[0] = 1


def test_no_embeddings(library: Library) -> None:
    with library.read() as session:
        loaded = load_embeddings(session, 99)
    assert len(loaded) == 0
    assert loaded.vectors.shape == (0, 0)


def test_vectors_of_two_lengths_are_a_bug(library: Library) -> None:
    with library.write() as session:
        row = session.scalars(select(Embedding).where(Embedding.model_id == 1)).first()
        assert row is not None
        row.vector = bytes(64)
        session.flush()
        with pytest.raises(ValueError, match="64 and of 128"):
            load_embeddings(session, 1)
        session.rollback()


def test_arrays_of_different_lengths_are_a_bug() -> None:
    ids = np.zeros(2, dtype=np.int64)
    flags = np.zeros(2, dtype=np.bool_)
    with pytest.raises(ValueError, match="equally long"):
        EmbeddedFaces(
            model_id=1,
            face_ids=ids,
            photo_ids=ids,
            person_ids=ids,
            confirmed=flags,
            ignored=flags,
            quality=np.zeros(1, dtype=np.float32),
            vectors=np.zeros((2, 128), dtype=np.int8),
        )
