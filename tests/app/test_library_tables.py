"""What the tables refuse, and what they give back as it was stored."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, delete, select, text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from app.library.store import Library
from app.library.tables import (
    Action,
    Backup,
    Base,
    Embedding,
    Erasure,
    Exemplar,
    Face,
    Job,
    Mention,
    Model,
    Newcomer,
    Person,
    Photo,
    Region,
    Rejection,
    Root,
    Suggestion,
    Written,
    now,
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    path = tmp_path_factory.mktemp("tables") / "library.db"
    with Library.open(path) as opened:
        with opened.write() as session:
            session.add_all([Root(path="/photos"), Person(), Person(), Backup(path="/known")])
            session.add(Model(name="m", task="recognition", sha256=bytes(32), card=""))
            session.flush()
            session.add(photo())
            session.flush()
            session.add(face())
            session.flush()
        yield opened


class Undone(Exception):  # noqa: N818
    """Ends a writing block without keeping what it wrote."""


def photo(**changes: object) -> Photo:
    values = {"root_id": 1, "path": "a.jpg", "size": 1, "mtime_ns": 1, "state": "analysed"}
    return Photo(**{**values, **changes})


def face(**changes: object) -> Face:
    return Face(**{"photo_id": 1, "x": -4.5, "y": 0.0, "width": 30.0, "height": 40.0, **changes})


def suggestion(**changes: Any) -> Suggestion:
    values = {"person_id": 1, "other_person_id": 2, "similarity": 0.4, "probability": 0.5, "settles": 3}
    return Suggestion(**{**values, "nearest_face_id": 1, "other_nearest_face_id": 1, **changes})


@contextmanager
def undone(library: Library) -> Iterator[Session]:
    with suppress(Undone), library.write() as session:
        yield session
        raise Undone


def returned(library: Library, row: Base) -> Base:
    """Store a row, read it back from the database, and undo it."""
    with undone(library) as session:
        session.add(row)
        session.flush()
        session.refresh(row)
        session.expunge(row)
    return row


REFUSED: dict[str, Callable[[], Base]] = {
    "photo without root": lambda: photo(path="b", root_id=99),
    "same path twice": photo,
    "short hash": lambda: photo(path="b", sha256=b"abc"),
    "odd state": lambda: photo(path="b", state="new"),
    "failed without problem": lambda: photo(path="b", state="failed"),
    "problem without failure": lambda: photo(path="b", problem="missing"),
    "orientation 0": lambda: photo(path="b", orientation=0),
    "latitude 91": lambda: photo(path="b", latitude=91.0),
    "longitude -181": lambda: photo(path="b", longitude=-181.0),
    "no width": lambda: photo(path="b", width=0, height=10),
    "negative size": lambda: photo(path="b", size=-1),
    "face without photo": lambda: face(photo_id=99),
    "empty box": lambda: face(width=0.0),
    "NaN box": lambda: face(height=float("nan")),
    "short landmarks": lambda: face(landmarks=bytes(39)),
    "odd source": lambda: face(source="guessed"),
    "confirmed for nobody": lambda: face(confirmed_at=now()),
    "quality above one": lambda: face(quality=1.5),
    "cover without face": lambda: Person(cover_face_id=99),
    "name without key": lambda: Person(name="Anna"),
    "key without name": lambda: Person(name_key="anna"),
    "empty name": lambda: Person(name="", name_key="x"),
    "embedding without face": lambda: Embedding(face_id=99, model_id=1, vector=bytes(128)),
    "embedding without model": lambda: Embedding(face_id=1, model_id=99, vector=bytes(128)),
    "short embedding": lambda: Embedding(face_id=1, model_id=1, vector=bytes(63)),
    "same model twice": lambda: Model(name="n", task="recognition", sha256=bytes(32), card=""),
    "odd task": lambda: Model(name="n", task="guessing", sha256=bytes([1] * 32), card=""),
    "short model hash": lambda: Model(name="n", task="recognition", sha256=b"abc", card=""),
    "rejection of nothing": lambda: Rejection(person_id=1),
    "rejection of both": lambda: Rejection(person_id=1, face_id=1, other_person_id=2),
    "rejection in wrong order": lambda: Rejection(person_id=2, other_person_id=1),
    "suggestion to itself": lambda: suggestion(other_person_id=1),
    "suggestion in wrong order": lambda: suggestion(person_id=2, other_person_id=1),
    "suggestion of nobody": lambda: suggestion(other_person_id=None),
    "suggestion of both": lambda: suggestion(face_id=1),
    "suggestion surer than sure": lambda: suggestion(probability=1.1),
    "suggestion of nothing": lambda: suggestion(settles=0),
    "suggestion without a reason": lambda: suggestion(nearest_face_id=99),
    "exemplar of no faces": lambda: Exemplar(person_id=1, model_id=1, number=0, faces=0, total=bytes(512)),
    "short exemplar": lambda: Exemplar(person_id=1, model_id=1, number=0, faces=1, total=bytes(128)),
    "newcomer without face": lambda: Newcomer(model_id=1, face_id=99),
    "erasure of nothing": lambda: Erasure(photo_id=1, x=0.0, y=0.0, width=0.0, height=1.0),
    "mention of nobody": lambda: Mention(photo_id=1, person_id=99),
    "mention in no photo": lambda: Mention(photo_id=99, person_id=1),
    "region of nobody": lambda: Region(photo_id=1, source="file", name=""),
    "region from nowhere": lambda: Region(photo_id=1, source="guess", name="Anna"),
    "half a region": lambda: Region(photo_id=1, source="file", name="Anna", x=0.5, y=0.5),
    "region without extent": lambda: Region(
        photo_id=1, source="file", name="Anna", x=0.5, y=0.5, width=0.0, height=0.1
    ),
    "written nowhere": lambda: Written(photo_id=1, place="cloud", path="/a.jpg"),
    "written with a short hash": lambda: Written(photo_id=1, place="file", path="/a", sha256_after=b"1"),
    "backup twice": lambda: Backup(path="/known"),
    "odd job": lambda: Job(kind="index", state="sleeping"),
    "job less than nothing": lambda: Job(kind="index", done=-1),
}


@pytest.mark.parametrize("case", REFUSED)
def test_impossible_rows_are_refused(library: Library, case: str) -> None:
    with pytest.raises(IntegrityError), library.write() as session:
        session.add(REFUSED[case]())


def test_possible_rows_are_taken(library: Library) -> None:
    rows: list[Base] = [
        photo(path="b", state="failed", problem="unreadable", sha256=bytes(32), orientation=8),
        face(landmarks=bytes(40), person_id=1, confirmed_at=now(), quality=1.0),
        Person(name="Anna", name_key="anna", cover_face_id=1),
        Embedding(face_id=1, model_id=1, vector=bytes(128)),
        Rejection(person_id=2, face_id=1),
        Rejection(person_id=1, other_person_id=2),
        suggestion(similarity=-1.0),
        suggestion(other_person_id=None, face_id=1, probability=0.0),
        Exemplar(person_id=1, model_id=1, number=0, faces=1, total=bytes(512)),
        Newcomer(model_id=1, face_id=1),
        Erasure(photo_id=1, x=-1.0, y=0.0, width=1.0, height=1.0),
        Mention(photo_id=1, person_id=1),
        Region(photo_id=1, source="sidecar", name="Anna"),
        Region(photo_id=1, source="file", name="Anna", x=-0.1, y=0.0, width=0.2, height=0.3),
        Written(photo_id=1, place="file", path="/caf\udce9", before=b"<x/>", sha256_after=bytes(32)),
        Backup(path="/caf\udce9"),
        Job(kind="index"),
        Action(kind="name", summary="Named group 1 Anna", changes="[]"),
    ]
    for row in rows:
        returned(library, row)


def test_person_with_confirmed_faces_cannot_be_deleted(library: Library) -> None:
    """Promise 1: a confirmed face leaves its person only by the user's hand."""
    with undone(library) as session:
        session.execute(update(Face).values(person_id=1, confirmed_at=now()))
        with pytest.raises(IntegrityError):
            session.execute(delete(Person).where(Person.id == 1))


def test_deleting_a_root_takes_everything_below_it(library: Library) -> None:
    with undone(library) as session:
        session.execute(update(Person).where(Person.id == 1).values(cover_face_id=1))
        session.add(Embedding(face_id=1, model_id=1, vector=bytes(128)))
        session.add(Rejection(person_id=1, face_id=1))
        session.add(Mention(photo_id=1, person_id=1))
        session.add(Region(photo_id=1, source="file", name="Anna"))
        session.add(Written(photo_id=1, place="file", path="/photos/a.jpg"))
        session.flush()
        session.execute(delete(Root))
        for table in (Photo, Face, Embedding, Rejection, Mention, Region, Written):
            assert session.scalars(select(table)).all() == []
        people = session.execute(select(Person.cover_face_id)).scalars().all()
        assert people == [None, None]


@pytest.mark.parametrize(
    "make",
    [
        Person,
        face,
        lambda: photo(path="c"),
        lambda: Action(kind="k", summary="s", changes="[]"),
        lambda: Rejection(person_id=1, other_person_id=2),
        lambda: Mention(photo_id=1, person_id=1),
    ],
)
def test_ids_in_the_history_are_never_given_out_twice(
    library: Library, make: Callable[[], Person | Face | Photo | Action | Rejection | Mention]
) -> None:
    with library.write() as session:
        first = make()
        session.add(first)
    with library.write() as session:
        session.delete(first)
    with library.write() as session:
        second = make()
        session.add(second)
    with library.write() as session:
        session.delete(second)
    assert second.id > first.id


def test_all_tables_can_be_dropped_and_sorted() -> None:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    Base.metadata.drop_all(engine)
    with engine.connect() as opened:
        assert opened.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 1
        assert opened.execute(text("SELECT name FROM sqlite_master")).scalar() == "sqlite_sequence"
    engine.dispose()


@given(st.binary(min_size=1, max_size=60).filter(lambda name: b"\0" not in name))
def test_any_file_name_comes_back(library: Library, name: bytes) -> None:
    path = os.fsdecode(name)
    row = returned(library, photo(path=path))
    assert isinstance(row, Photo)
    assert row.path == path
    assert os.fsencode(row.path) == name


def test_file_name_that_is_not_unicode_is_found_on_disk_and_by_query(
    library: Library, tmp_path: Path
) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.jpg"
    with open(raw, "wb") as file:  # noqa: PTH123
        file.write(b"x")
    (entry,) = os.scandir(tmp_path)
    with undone(library) as session:
        session.add(photo(path=entry.name))
        session.flush()
        found = session.scalars(select(Photo.path).where(Photo.path == entry.name)).one()
        stored = session.scalar(text("SELECT typeof(path) FROM photo WHERE path = x'636166e92e6a7067'"))
        assert (tmp_path / found).read_bytes() == b"x"
        assert stored == "blob"


moments = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)


@given(moments)
def test_any_moment_comes_back(library: Library, moment: datetime) -> None:
    row = returned(library, Root(path="/other", offline_since=moment))
    assert isinstance(row, Root)
    assert row.offline_since == moment
    assert row.offline_since is not None
    assert row.offline_since.utcoffset() == timedelta(0)


@given(st.lists(moments, min_size=2, max_size=6))
def test_text_order_of_moments_is_time_order(library: Library, found: list[datetime]) -> None:
    with undone(library) as session:
        session.add_all(Job(kind="k", started_at=moment) for moment in found)
        ordered = session.scalars(select(Job.started_at).order_by(Job.started_at)).all()
        assert ordered == sorted(found)


def test_naive_moment_is_a_bug(library: Library) -> None:
    with pytest.raises(StatementError, match="time zone"), library.write() as session:
        session.add(Root(path="/other", added_at=datetime(2020, 1, 1)))  # noqa: DTZ001


def test_now_is_aware() -> None:
    assert now().tzinfo is UTC


@given(
    box=st.tuples(
        st.floats(-1e6, 1e6),
        st.floats(-1e6, 1e6),
        st.floats(1e-3, 1e6),
        st.floats(1e-3, 1e6),
    ),
    landmarks=st.none() | st.binary(min_size=40, max_size=40),
    quality=st.none() | st.floats(0, 1),
)
def test_any_face_comes_back(
    library: Library,
    box: tuple[float, float, float, float],
    landmarks: bytes | None,
    quality: float | None,
) -> None:
    x, y, width, height = box
    row = returned(library, face(x=x, y=y, width=width, height=height, landmarks=landmarks, quality=quality))
    assert isinstance(row, Face)
    assert (row.x, row.y, row.width, row.height) == box
    assert (row.landmarks, row.quality) == (landmarks, quality)


@given(st.binary(min_size=64, max_size=512))
def test_any_vector_comes_back(library: Library, vector: bytes) -> None:
    row = returned(library, Embedding(face_id=1, model_id=1, vector=vector))
    assert isinstance(row, Embedding)
    assert row.vector == vector


def test_helper_undoes_what_it_stored(library: Library) -> None:
    returned(library, Root(path="/other"))
    with library.read() as session:
        assert session.scalars(select(Root.path)).all() == ["/photos"]
