"""Covers and figures of people, found by index, beside queries that look at every face."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from makers.libraries import Made, add_faces, run
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.library.store import Library
from app.library.tables import Face, Person, Photo
from app.library.tables.base import now
from app.operations import history, name_person, told
from app.search import FaceOrder, cover_faces, faces_of_person, people_overview
from app.search.browsing import timeline
from app.search.people import about_person, birthday_of, last_seen
from app.search.shown import shown_faces
from app.search.videos import in_videos

#: The first has few faces and the second many; of the third all photos are missing; of the fourth all faces
#: are ignored; the fifth has no face. The others are mixed.
PEOPLE = range(1, 10)

#: What `cover_faces` promises, in one query; ?1 is whether ignored faces count, where there are no others.
PLAIN_COVERS = """
SELECT id, face_id FROM (
    SELECT person.id, face.id AS face_id, row_number() OVER (
        PARTITION BY person.id ORDER BY face.id IS person.cover_face_id DESC, face.ignored_at IS NULL DESC,
            photo.missing_since IS NULL DESC, coalesce(face.quality, -1) DESC, face.id
    ) AS place
    FROM person JOIN face ON face.person_id = person.id JOIN photo ON photo.id = face.photo_id
    WHERE :ignored OR face.ignored_at IS NULL OR face.id IS person.cover_face_id
) WHERE place = 1
"""
PLAIN_FIGURES = """
SELECT count(face.id), count(DISTINCT face.photo_id), count(face.confirmed_at),
    CAST(min(substr(taken_at, 1, 4)) AS INTEGER), CAST(max(substr(taken_at, 1, 4)) AS INTEGER)
FROM person LEFT JOIN face ON face.person_id = person.id AND face.ignored_at IS NULL
LEFT JOIN photo ON photo.id = face.photo_id WHERE person.id = :person GROUP BY person.id
"""
#: The cover of an action, of which it does not matter whether its photo is there.
PLAIN_TOLD = """
SELECT face.id FROM person JOIN face ON face.person_id = person.id WHERE person.id = :person
ORDER BY face.id IS cover_face_id DESC, face.ignored_at IS NULL DESC, coalesce(quality, -1) DESC, face.id
LIMIT 1
"""


def mixed(path: Path, seed: int) -> Library:
    """Make a library whose faces have equal and unknown qualities, and are ignored or missing by lot."""
    rng = np.random.default_rng(seed)
    library = Library.open(path)
    add_faces(library, [Made(int(photo), 0) for photo in rng.integers(1, 60, 200)])
    with library.write() as session:
        session.add_all(Person(id=person) for person in PEOPLE)
        session.flush()
        for photo in session.scalars(select(Photo)):
            photo.missing_since = now() if rng.random() < 0.3 else None
            day = f"{rng.integers(1990, 2020)}-{rng.integers(1, 13):02}-{rng.integers(1, 29):02}"
            photo.taken_at = f"{day}T{rng.integers(24):02}:00:00" if rng.random() < 0.8 else None
        session.flush()
        gone = set(session.scalars(select(Photo.id).where(Photo.missing_since.is_not(None))))
        for face in session.scalars(select(Face)):
            whose = (
                3 if face.photo_id in gone and rng.random() < 0.5 else int(rng.choice([0, 2, 4, 6, 7, 8, 9]))
            )
            face.person_id = whose or None
            face.quality = [None, 0.0, 0.25, 0.5, 1.0, float(rng.random())][rng.integers(6)]
            face.confirmed_at = now() if whose and rng.random() < 0.5 else None
            face.ignored_at = now() if whose == 4 or rng.random() < 0.2 else None
        for face in session.scalars(select(Face).limit(3)):
            face.person_id = 1
        session.flush()
        for person in session.scalars(select(Person)):
            person.cover_face_id = int(rng.integers(1, 201)) if rng.random() < 0.5 else None
            person.birthday = "1995-05-05" if rng.random() < 0.5 else None
    return library


@pytest.fixture(params=range(8))
def library(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Library]:
    with mixed(tmp_path / "library.db", request.param) as opened:
        yield opened


def plain_covers(library: Library, *, ignored: bool) -> dict[int, int]:
    with library.read() as session:
        rows = session.execute(text(PLAIN_COVERS), {"ignored": ignored})
        return {row.id: row.face_id for row in rows}


def test_covers_are_those_of_a_look_at_every_face(library: Library) -> None:
    expected = plain_covers(library, ignored=True)
    assert cover_faces(library, people=[*PEOPLE, 99]) == expected
    assert cover_faces(library, people=[2, 4, 2]) == {person: expected[person] for person in (2, 4)}
    assert cover_faces(library, people=[]) == {}
    shown = plain_covers(library, ignored=False)
    assert 5 not in expected
    with library.read() as session:
        people = people_overview(session)
        assert people.covers.tolist() == [shown.get(person, 0) for person in people.ids.tolist()]
        for person in PEOPLE:
            about = about_person(session, person)
            assert about is not None
            assert about.cover == shown.get(person, 0)
            some = people_overview(session, only=[person])
            assert some.covers.tolist() == [shown[person] for person in some.ids.tolist()]


def test_covers_where_no_photo_is_left(library: Library) -> None:
    run(library, "UPDATE photo SET missing_since = '2020-01-01T00:00:00+00:00'")
    assert cover_faces(library, people=PEOPLE) == plain_covers(library, ignored=True)


def test_the_cover_of_an_action_is_that_of_a_look_at_every_face(library: Library) -> None:
    for person in (1, 2, 3, 4, 6):
        name_person(library, person=person, name=f"Somebody {person}")
        name_person(library, person=person, name=f"Anna {person}")
        newest = history(library, most=1)[0].id
        with library.read() as session:
            expected = session.scalar(text(PLAIN_TOLD), {"person": person})
        assert told(library, [newest])[newest].face == expected


@pytest.mark.parametrize("order", ["time", "age", "quality", "outliers"])
def test_figures_of_faces_that_are_known_are_those_of_a_look_at_every_face(
    library: Library, order: FaceOrder
) -> None:
    with library.read() as session:
        for person in PEOPLE:
            expected = session.execute(text(PLAIN_FIGURES), {"person": person}).one()
            about = about_person(session, person)
            assert about is not None
            figures = (about.faces, about.photos, about.confirmed, about.first_year, about.last_year)
            assert figures == tuple(expected)
            assert about_person(session, person, faces=faces_of_person(session, person, order=order)) == about
            assert birthday_of(session, person) == about.birthday
        assert about_person(session, 99, faces=faces_of_person(session, 99, order=order)) is None
        assert birthday_of(session, 99) is None


def test_shown_faces_are_those_of_a_look_at_every_face(library: Library) -> None:
    with library.read() as session:
        rows = session.execute(
            text(
                "SELECT person_id, photo_id FROM face WHERE person_id IS NOT NULL AND ignored_at IS NULL "
                "ORDER BY person_id, photo_id"
            )
        ).all()
        shown = shown_faces(session)
        assert list(zip(shown.people.tolist(), shown.photos.tolist(), strict=True)) == rows
        firsts = shown.people[shown.firsts()].tolist()
        assert firsts == sorted({person for person, _ in rows})
        some = shown_faces(session, only=[3, 6, 99])
        assert list(zip(some.people.tolist(), some.photos.tolist(), strict=True)) == [
            row for row in rows if row[0] in {3, 6}
        ]
        seen, known = last_seen(session), last_seen(session, shown=shown)
        assert seen.ids.tolist() == known.ids.tolist()
        assert seen.days.tolist() == known.days.tolist()
        some_seen = last_seen(session, only=PEOPLE)
        assert some_seen.ids.tolist() == seen.ids.tolist()
        assert some_seen.days.tolist() == seen.days.tolist()


def test_nobody_is_shown_in_an_empty_library(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library, library.read() as session:
        shown = shown_faces(session)
        assert len(shown) == len(shown.firsts()) == len(last_seen(session, shown=shown).ids) == 0
        assert len(people_overview(session, shown=shown)) == 0


def test_two_people_in_one_photo_have_a_photo_each(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        add_faces(library, [Made(1, 0), Made(1, 1), Made(1, 2), Made(1, 2)])
        run(library, "INSERT INTO person (id, created_at) VALUES (1, '2020'), (2, '2020'), (3, '2020')")
        run(library, "UPDATE face SET person_id = min(id, 3)")
        with library.read() as session:
            people = people_overview(session)
    assert people.ids.tolist() == [3, 1, 2]
    assert people.faces.tolist() == [2, 1, 1]
    assert people.photos.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    "ask",
    [
        lambda library, session: cover_faces(library, people=[1]),
        lambda library, session: in_videos(session, 1),
        lambda library, session: timeline(session, np.array([1])),
    ],
    ids=["cover", "videos", "timeline"],
)
def test_not_every_face_is_looked_at(tmp_path: Path, ask: Callable[[Library, Session], object]) -> None:
    with Library.open(tmp_path / "library.db") as library:
        add_faces(library, [Made(photo, 0, quality=(photo % 7) / 7) for photo in range(1, 4001)])
        run(library, "INSERT INTO person (id, created_at) VALUES (1, '2020')")
        run(library, "UPDATE face SET person_id = 1")
        steps = 0

        def step() -> int:
            nonlocal steps
            steps += 1
            return 0

        with library.read() as session:
            raw = session.connection().connection.driver_connection
            assert raw is not None
            raw.set_progress_handler(step, 1)
        # By the same connection: there is only this one as long as nobody else needs one.
        with library.read() as session:
            ask(library, session)
        raw.set_progress_handler(None, 0)
    assert 0 < steps < 4000
