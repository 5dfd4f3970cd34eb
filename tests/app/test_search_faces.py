"""Faces of photos and of people, and the people themselves, as the pages show them, beside slow twins."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from makers.few_faces import GONE, few_faces
from makers.libraries import Made, add_faces, between, centre, run, vector
from sqlalchemy import select, text

from app.library.names import name_key
from app.library.store import Library
from app.library.tables import Face, Person, Photo
from app.library.tables.base import now
from app.operations import ignore_faces, ignore_person, name_person, set_cover
from app.search import (
    FaceOrder,
    FacesOfPerson,
    People,
    cover_faces,
    faces_in_photo,
    faces_of_person,
    people_overview,
)
from engine.embedding import pack, unpack

library = pytest.fixture(few_faces, name="library")


def overview(library: Library, *, ignored: bool = False) -> People:
    with library.read() as session:
        return people_overview(session, ignored=ignored)


def faces(library: Library, person: int, order: FaceOrder) -> FacesOfPerson:
    with library.read() as session:
        return faces_of_person(session, person, order=order)


def test_faces_in_a_photo(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    run(library, "UPDATE face SET x = 100, width = 10 WHERE id = 1")
    run(library, "UPDATE face SET x = -5, y = 2, width = 300, height = 20 WHERE id = 2")
    run(library, "UPDATE face SET photo_id = 1, x = 0, width = 1, landmarks = NULL WHERE id = 5")
    run(
        library,
        "UPDATE face SET photo_id = 1, x = 900, source = 'drawn', landmarks = NULL, quality = NULL "
        "WHERE id = 7",
    )
    ignore_person(library, person=2)
    ignore_faces(library, faces=[2])
    with library.read() as session:
        found = faces_in_photo(session, 1)
    assert [face.id for face in found] == [5, 1, 2, 7]
    other, anna, ignored, drawn = found
    assert (anna.person_id, anna.name, anna.confirmed, anna.ignored) == (1, "Anna", True, False)
    assert (anna.source, anna.quality, anna.outdated) == ("detected", pytest.approx(0.1), False)
    assert (ignored.box, ignored.ignored, ignored.person_ignored) == ((-5, 2, 300, 20), True, False)
    assert (other.person_id, other.name, other.person_ignored, other.outdated) == (2, None, True, True)
    assert (drawn.person_id, drawn.quality, drawn.source, drawn.outdated) == (None, None, "drawn", False)
    assert not drawn.confirmed
    assert not drawn.person_ignored


def test_people_and_groups(library: Library) -> None:
    name_person(library, person=2, name="Zoë")
    run(library, f"INSERT INTO person (id, name, name_key, created_at) VALUES (3, 'émile', 'émile', {GONE})")
    run(library, f"INSERT INTO person (id, name, name_key, created_at) VALUES (4, 'Eva', 'eva', {GONE})")
    run(library, f"INSERT INTO person (id, created_at) VALUES (5, {GONE}), (6, {GONE})")
    run(library, "UPDATE person SET birthday = '2001-02-03', sort_name = 'A Zoë' WHERE id = 2")
    run(library, "UPDATE face SET person_id = 6 WHERE id = 8")
    found = overview(library)
    # A group without a face is not shown, somebody with a name is.
    assert found.ids.tolist() == [2, 3, 4, 1, 6]
    assert found.names == ("Zoë", "émile", "Eva", None, None)
    assert found.sort_keys == ("a zoe", "emile", "eva", "", "")
    assert found.birthdays == ("2001-02-03", None, None, None, None)
    assert found.faces.tolist() == [2, 0, 0, 4, 1]
    assert found.photos.tolist() == [2, 0, 0, 3, 1]
    assert found.covers.tolist() == [6, 0, 0, 4, 8]


def test_ignored_people_and_faces(library: Library) -> None:
    ignore_person(library, person=2)
    ignore_faces(library, faces=[1, 4])
    found = overview(library)
    assert (found.ids.tolist(), found.faces.tolist(), found.photos.tolist()) == ([1], [2], [2])
    assert found.covers.tolist() == [3]
    found = overview(library, ignored=True)
    assert (found.ids.tolist(), found.faces.tolist()) == ([2], [2])
    ignore_faces(library, faces=[2, 3])
    assert len(overview(library)) == 0


def test_covers_are_chosen_or_the_best(library: Library) -> None:
    assert overview(library).covers.tolist() == [4, 6]
    run(library, f"UPDATE photo SET missing_since = {GONE} WHERE id = 3")
    assert overview(library).covers.tolist() == [3, 6]
    set_cover(library, person=1, face=2)
    assert overview(library).covers.tolist() == [2, 6]
    run(library, "UPDATE person SET cover_face_id = 6 WHERE id = 1")
    assert overview(library).covers.tolist() == [3, 6]
    run(library, "UPDATE face SET quality = NULL WHERE id = 3")
    assert overview(library).covers.tolist() == [1, 6]


@pytest.mark.parametrize("seed", range(4))
def test_the_overview_says_what_counting_each_by_itself_says(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    with Library.open(tmp_path / "library.db") as library:
        made = [
            Made(int(photo), 0, float(rng.choice([0, 0.25, 0.5, 1]))) for photo in rng.integers(1, 40, 120)
        ]
        add_faces(library, made)
        with library.write() as session:
            names = ["Anna", None, "Bert", None, None, None, "Cleo", None]
            for person, name in enumerate(names, 1):
                ignored = now() if rng.random() < 0.3 else None
                key = None if name is None else name_key(name)
                session.add(Person(id=person, name=name, name_key=key, ignored_at=ignored))
            session.flush()
            for face in session.scalars(select(Face)):
                face.person_id = int(rng.integers(0, 9)) or None
                face.ignored_at = now() if rng.random() < 0.2 else None
                face.quality = face.quality if rng.random() < 0.8 else None
            session.flush()
            for person in session.scalars(select(Person)):
                person.cover_face_id = int(rng.integers(1, 121)) if rng.random() < 0.5 else None
            for photo in session.scalars(select(Photo)):
                photo.missing_since = now() if rng.random() < 0.3 else None
        covers = cover_faces(library, people=range(1, 9))
        seen = set()
        for ignored in (False, True):
            found = overview(library, ignored=ignored)
            for row, person in enumerate(found.ids.tolist()):
                with library.read() as session:
                    own = list(
                        session.scalars(
                            select(Face).where(Face.person_id == person, Face.ignored_at.is_(None))
                        )
                    )
                    person_row = session.get_one(Person, person)
                assert (person_row.ignored_at is not None) == ignored
                assert (found.faces[row], found.photos[row]) == (
                    len(own),
                    len({face.photo_id for face in own}),
                )
                assert found.covers[row] == covers[person]
                seen.add(person)
        assert seen == set(range(1, 9))


def test_faces_of_a_person_by_time(library: Library) -> None:
    run(library, "UPDATE photo SET taken_at = NULL WHERE id = 2")
    ignore_faces(library, faces=[1])
    found = faces(library, 1, "time")
    assert found.ids.tolist() == [4, 2, 3]
    assert found.photo_ids.tolist() == [3, 1, 2]
    assert found.days.tolist() == [20130314, 20110114, 0]
    assert found.confirmed.tolist() == [False, False, False]
    assert found.quality.tolist() == pytest.approx([0.3, 0.1, 0.2])
    assert found.ages.tolist() == [-1, -1, -1]
    assert found.similarity is None
    assert (found.days.dtype, found.ages.dtype, found.quality.dtype) == (np.int32, np.int16, np.float32)


def test_faces_of_a_person_by_age(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    run(library, "UPDATE person SET birthday = '2011-01-15' WHERE id = 1")
    run(library, "UPDATE photo SET taken_at = '2021-01-14T23:00:00' WHERE id = 2")
    found = faces(library, 1, "age")
    # One day before birth; then two years; then one day before the tenth birthday.
    assert found.ids.tolist() == [1, 2, 4, 3]
    assert found.ages.tolist() == [-1, -1, 2, 9]
    assert found.confirmed.all()


def test_ages_are_those_of_the_calendar(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    born = date(2004, 2, 29)
    run(library, f"UPDATE person SET birthday = '{born}' WHERE id = 1")
    for day in ("2004-02-29", "2005-02-28", "2005-03-01", "2008-02-29", "2019-12-31", "2004-02-28"):
        run(library, f"UPDATE photo SET taken_at = '{day}T00:00:00'")
        taken = date.fromisoformat(day)
        years = taken.year - born.year - ((taken.month, taken.day) < (born.month, born.day))
        assert set(faces(library, 1, "age").ages.tolist()) == {max(years, -1)}


def test_faces_of_a_person_by_quality(library: Library) -> None:
    run(library, "UPDATE face SET quality = NULL WHERE id = 4")
    found = faces(library, 1, "quality")
    assert found.ids.tolist() == [3, 1, 2, 4]
    assert np.isnan(found.quality[3])


def test_outliers_are_least_like_their_nearest_look(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        # Two looks of one person, a face between somebody else's and the first, and one without embedding.
        vectors = np.array(
            [vector(0, 1), vector(0, 2), vector(1, 3), vector(1, 4), between(0, 2, 0.5), centre(5)]
        )
        add_faces(library, [Made(photo, 0) for photo in range(1, 7)], vectors)
        vectors = unpack(pack(vectors)).astype(np.float64)
        run(library, f"INSERT INTO person (id, created_at) VALUES (1, {GONE})")
        run(library, "UPDATE face SET person_id = 1")
        run(library, "DELETE FROM embedding WHERE face_id = 6")
        mean = vectors[:5].sum(axis=0)
        similarity = vectors[:5] @ mean / np.linalg.norm(mean)
        found = faces(library, 1, "outliers")
        assert found.ids.tolist() == [*(1 + np.argsort(similarity)).tolist(), 6]
        assert found.similarity is not None
        assert found.similarity[:5].tolist() == pytest.approx(np.sort(similarity).tolist(), abs=1e-6)
        assert np.isnan(found.similarity[5])
        looks = np.array([vectors[[0, 1, 4]].sum(axis=0), vectors[2:4].sum(axis=0)], np.float32)
        with library.write() as session:
            for number, look in enumerate(looks):
                session.execute(
                    text("INSERT INTO exemplar VALUES (1, 1, :number, 2, :total)"),
                    {"number": number, "total": look.astype("<f4").tobytes()},
                )
        nearest = (vectors[:5] @ (looks / np.linalg.norm(looks, axis=1, keepdims=True)).T).max(axis=1)
        found = faces(library, 1, "outliers")
        assert found.ids[0] == 5
        assert found.similarity is not None
        assert found.similarity[:5].tolist() == pytest.approx(np.sort(nearest).tolist(), abs=1e-6)


def test_faces_that_cancel_out_have_no_mean(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        add_faces(library, [Made(1, 0), Made(2, 0)], np.array([centre(0), -centre(0)]))
        run(library, f"INSERT INTO person (id, created_at) VALUES (1, {GONE})")
        run(library, "UPDATE face SET person_id = 1")
        found = faces(library, 1, "outliers")
        assert found.similarity is not None
        assert found.similarity.tolist() == [0, 0]


def test_the_embeddings_of_most_faces_count(library: Library) -> None:
    before = faces(library, 1, "outliers")
    run(library, f"INSERT INTO model SELECT 2, 'new', task, randomblob(32), card, {GONE} FROM model")
    run(library, "INSERT INTO embedding SELECT face_id, 2, zeroblob(128) FROM embedding WHERE face_id = 1")
    after = faces(library, 1, "outliers")
    assert before.similarity is not None
    assert after.similarity is not None
    assert after.similarity.tolist() == before.similarity.tolist()
