"""What is told of people agrees with the lists of people and faces, and with what hiding hides."""

from __future__ import annotations

import numpy as np
import pytest
from makers.libraries import Made, add_faces, run

from app import operations
from app.library.store import Library
from app.search.faces import faces_of_person, people_overview
from app.search.people import (
    about_person,
    faces_ignored_singly,
    last_seen,
    owner_of,
    person_called,
    seldom_seen,
)


@pytest.fixture
def library(four_groups: Library) -> Library:
    for photo in range(1, 12):
        taken = f"{2000 + photo}-03-{photo:02}T10:00:00"
        run(four_groups, f"UPDATE photo SET taken_at = '{taken}' WHERE id = {photo}")
    operations.name_person(four_groups, person=1, name="Anna")
    operations.ignore_faces(four_groups, faces=[2])
    return four_groups


def test_figures_agree_with_lists(library: Library) -> None:
    with library.read() as session:
        people = people_overview(session)
        seen = last_seen(session).of(people.ids)
        for row, person in enumerate(people.ids.tolist()):
            about = about_person(session, person)
            faces = faces_of_person(session, person, order="time")
            assert about is not None
            assert (about.id, about.name) == (person, people.names[row])
            assert about.birthday == people.birthdays[row]
            assert (about.faces, about.photos, about.cover) == (
                people.faces[row],
                people.photos[row],
                people.covers[row],
            )
            assert about.confirmed == faces.confirmed.sum()
            assert seen[row] == faces.days.max()
            years = faces.days[faces.days > 0] // 10_000
            assert (about.first_year, about.last_year) == (years.min(), years.max())
        assert about_person(session, 99) is None


def test_a_chosen_cover_is_shown_and_an_empty_person_has_none(library: Library) -> None:
    operations.set_cover(library, person=1, face=3)
    with library.read() as session:
        about = about_person(session, 1)
    assert about is not None
    assert about.cover == 3
    operations.move_faces(library, faces=[1, 2, 3, 4], to=2)
    with library.read() as session:
        about = about_person(session, 1)
        assert last_seen(session).of(np.array([1, 2, 99])).tolist()[::2] == [0, 0]
    assert about is not None
    assert (about.faces, about.cover, about.first_year) == (0, 0, None)


def test_an_empty_library_has_seen_nobody(library: Library) -> None:
    run(library, "DELETE FROM face")
    with library.read() as session:
        assert last_seen(session).of(np.array([1])).tolist() == [0]


def test_names_are_found_as_they_compare(library: Library) -> None:
    with library.read() as session:
        assert person_called(session, "  ANNA ") == 1
        assert person_called(session, "1") is None
        assert person_called(session, " ") is None
        assert (owner_of(session, 5), owner_of(session, 999)) == (2, None)


@pytest.mark.parametrize("fewer_than", [2, 3, 4, 5])
def test_the_count_is_what_is_ignored_then(library: Library, fewer_than: int) -> None:
    add_faces(library, [Made(photo=20, who=9), Made(photo=21, who=8)])
    operations.confirm_person(library, person=4)
    operations.ignore_faces(library, faces=[5])
    with library.read() as session:
        seldom = seldom_seen(session, fewer_than)
        before = {*people_overview(session).ids.tolist()}
        ignored = faces_ignored_singly(session).tolist()
    assert ignored == [2, 5]
    operations.ignore_seldom(library, fewer_than=fewer_than)
    with library.read() as session:
        assert len(before - {*people_overview(session).ids.tolist()}) == seldom.groups
        assert len(faces_ignored_singly(session)) - len(ignored) == seldom.faces == 2
