"""Who files say is in a photo: photos found by it, and the questions it raises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.libraries import CARD, Made, add_faces, run, scalar

from app.grouping import Item, answer, group, next_questions
from app.library.store import Library
from app.operations import NewPerson, ignore_person, mention_person, move_faces, name_person, reject_faces
from app.search.photos import search_photos, understand


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Anna with faces 1 to 4, a group with 5 to 7, and photo 20 with faces 8 and 9 of strangers."""
    with Library.open(tmp_path / "library.db") as opened:
        who = [0] * 4 + [1] * 3
        add_faces(opened, [Made(photo, person) for photo, person in enumerate(who, 1)])
        add_faces(opened, [Made(20, 5), Made(20, 6)])
        group(opened, card=CARD, anew=True)
        name_person(opened, person=1, name="Anna")
        yield opened


def asked(library: Library) -> list[Item]:
    return [item for page in next_questions(library, CARD, most=9) for item in page.items if item.said]


def found(library: Library, text: str) -> list[int]:
    with library.read() as session:
        return sorted(search_photos(session, understand(session, text)).tolist())


def test_a_photo_that_mentions_somebody_is_found(library: Library) -> None:
    assert found(library, "Anna") == [1, 2, 3, 4]
    mention_person(library, photo=20, person="Anna")
    mention_person(library, photo=20, person=NewPerson("Ben"))
    assert found(library, "Anna") == [1, 2, 3, 4, 20]
    assert found(library, "Anna Ben") == [20]
    assert found(library, "only Anna") == [1, 2, 3, 4]
    assert found(library, "not Anna") == [5, 6, 7]
    mention_person(library, photo=1, person="Ben")
    assert found(library, "only Anna") == [2, 3, 4]
    ignore_person(library, person="Ben")
    assert found(library, "only Anna") == [1, 2, 3, 4]


def test_the_only_face_that_is_left_is_asked_about(library: Library) -> None:
    assert asked(library) == []
    mention_person(library, photo=20, person="Anna")
    # Two are possible, and neither looks like her: a click would settle too little.
    assert asked(library) == []
    reject_faces(library, faces=[8], person="Anna")
    (item,) = asked(library)
    assert (item.one.name, item.face_ids, item.probability) == ("Anna", (9,), pytest.approx(0.85, abs=0.05))
    assert item.expected
    (question,) = [page for page in next_questions(library, CARD, most=9) if item in page.items]
    answer(library, question, [True if one == item else None for one in question.items])
    assert scalar(library, "SELECT person_id FROM face WHERE id = 9") == 1
    assert asked(library) == []


def test_a_group_in_the_photo_may_be_somebody_of_whom_there_is_no_face_yet(library: Library) -> None:
    mention_person(library, photo=5, person=NewPerson("Ben"))
    (item,) = asked(library)
    assert (item.one.name, item.other.person_id, item.other.faces) == ("Ben", 2, 3)
    # Who has no face is shown by the one that is asked about.
    assert item.one.shown_face_id == item.other.shown_face_id == 5
    (question,) = [page for page in next_questions(library, CARD, most=9) if item in page.items]
    answer(library, question, [True if one == item else None for one in question.items])
    assert (
        scalar(library, "SELECT count(*) FROM face JOIN person ON person.id = person_id WHERE name = 'Ben'")
        == 3
    )


def test_what_the_user_ruled_out_is_not_asked(library: Library) -> None:
    mention_person(library, photo=5, person="Anna")
    assert len(asked(library)) == 1
    reject_faces(library, faces=[6], person="Anna")
    assert asked(library) == []
    mention_person(library, photo=20, person="Anna")
    run(library, "UPDATE face SET ignored_at = '2020-01-01T00:00:00.000000+00:00' WHERE id = 8")
    assert [item.face_ids for item in asked(library)] == [(9,)]
    move_faces(library, faces=[9], to=NewPerson("Zoë"))
    assert asked(library) == []


def test_a_group_that_another_photo_shows_beside_the_person_is_somebody_else(library: Library) -> None:
    (beside,) = add_faces(library, [Made(6, 0)])
    move_faces(library, faces=[beside], to="Anna")
    mention_person(library, photo=5, person="Anna")
    assert asked(library) == []
