"""Taking over who is in photos: which faces are confirmed, who is made, and what the user said that holds."""

from __future__ import annotations

import pytest
from makers.libraries import Made, add_faces, everything, run, scalar
from sqlalchemy import text

from app.library.store import Library
from app.metadata.people import NamedRegion, People
from app.operations import (
    OperationError,
    Said,
    adopt,
    confirm_faces,
    erase_faces,
    history,
    ignore_faces,
    ignore_person,
    mention_person,
    merge_people,
    move_faces,
    name_person,
    redo,
    reject_faces,
    reject_pair,
    remove_mention,
    remove_name,
    undo,
    without_faces,
)
from app.operations.changes import NewPerson

#: Of every photo made here, pixels.
SIDE = 1000


@pytest.fixture
def library(four_groups: Library) -> Library:
    """Groups 1 to 4 of four, three, three and two faces (1 to 12), face n in photo n at 100 to 300."""
    run(four_groups, f"UPDATE photo SET width = {SIDE}, height = {SIDE}")
    run(four_groups, "UPDATE face SET x = 100, y = 100, width = 200, height = 200")
    return four_groups


def at(name: str, x: float, y: float = 100, side: float = 200) -> NamedRegion:
    return NamedRegion(name, x / SIDE, y / SIDE, side / SIDE, side / SIDE)


def of(photo: int, *regions: NamedRegion, present: tuple[str, ...] = ()) -> Said:
    return Said(photo, People(regions, present))


def add(library: Library, photo: int, *lefts: float) -> list[int]:
    """Add faces of nobody to a photo, 200 pixels wide."""
    new = add_faces(library, [Made(photo, 20 + at) for at in range(len(lefts))])
    run(library, f"UPDATE photo SET width = {SIDE}, height = {SIDE}")
    for face, left in zip(new, lefts, strict=True):
        run(library, f"UPDATE face SET x = {left}, y = 100, width = 200, height = 200 WHERE id = {face}")
    return new


def named(library: Library) -> dict[int, str]:
    """The names of confirmed faces."""
    with library.read() as session:
        rows = session.execute(
            text(
                "SELECT face.id, name FROM face JOIN person ON person.id = person_id "
                "WHERE confirmed_at IS NOT NULL ORDER BY face.id"
            )
        )
        return {face: str(name) for face, name in rows}


def mentions(library: Library) -> list[tuple[int, str]]:
    with library.read() as session:
        rows = session.execute(
            text("SELECT photo_id, name FROM mention JOIN person ON person.id = person_id ORDER BY 1, 2")
        )
        return [(photo, name) for photo, name in rows]


def test_a_region_confirms_the_face_it_means_and_makes_the_person(library: Library) -> None:
    (lonely,) = add(library, 50, 100)
    before = everything(library)
    # As loose as people draw: twice as wide, and a little off.
    changes = adopt(library, [of(50, at("Zoë", 10, 20, 400))])
    assert named(library) == {lonely: "Zoë"}
    assert changes.summary == "Read 1 name from photos"
    assert (changes.photos, changes.faces) == ((50,), (lonely,))
    after = everything(library)
    undo(library)
    assert everything(library) == before
    redo(library)
    assert everything(library) == after


def test_a_known_person_is_found_in_any_spelling(library: Library) -> None:
    name_person(library, person=1, name="Anna Maria")
    (lonely,) = add(library, 50, 100)
    adopt(library, [of(50, at("ANNA  maria", 100))])
    assert named(library)[lonely] == "Anna Maria"
    assert scalar(library, "SELECT count(*) FROM person WHERE name IS NOT NULL") == 1


def test_regions_share_out_faces_so_that_most_fits(library: Library) -> None:
    # The first region fits both faces, and the left one better; but the second fits only that.
    left, right = add(library, 50, 100, 180)
    adopt(library, [of(50, at("Anna", 130), at("Ben", 70))])
    assert named(library) == {left: "Ben", right: "Anna"}


def test_a_neighbour_does_not_get_the_name_of_a_face_that_is_confirmed_otherwise(library: Library) -> None:
    left, _ = add(library, 50, 100, 220)
    move_faces(library, faces=[left], to=NewPerson("Ben"))
    adopt(library, [of(50, at("Anna", 110))])
    assert named(library) == {left: "Ben"}
    assert scalar(library, "SELECT count(*) FROM person WHERE name = 'Anna'") == 0
    assert mentions(library) == []


def test_a_rejection_holds(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    (lonely,) = add(library, 50, 100)
    reject_faces(library, faces=[lonely], person="Anna")
    before = everything(library)
    assert adopt(library, [of(50, at("Anna", 100))]).action_id is None
    assert everything(library) == before


def test_that_two_are_not_the_same_holds(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    reject_pair(library, person=1, other=2)
    before = everything(library)
    adopt(library, [of(5, at("Anna", 100))])
    assert everything(library) == before


def test_where_a_box_was_deleted_nothing_comes_back(library: Library) -> None:
    erase_faces(library, faces=[5])
    before = everything(library)
    said = [of(5, at("Anna", 100))]
    assert without_faces(library, said) == []
    adopt(library, said)
    assert everything(library) == before


def test_a_face_that_is_there_beside_a_deleted_box_gets_its_name(library: Library) -> None:
    (second,) = add(library, 5, 120)
    erase_faces(library, faces=[5])
    adopt(library, [of(5, at("Anna", 100))])
    assert named(library) == {second: "Anna"}


def test_an_ignored_face_gets_its_name_and_stays_ignored(library: Library) -> None:
    ignore_faces(library, faces=[5])
    adopt(library, [of(5, at("Anna", 100))])
    assert named(library) == {5: "Anna"}
    assert scalar(library, "SELECT ignored_at IS NOT NULL FROM face WHERE id = 5")


def test_a_group_takes_the_only_name_among_its_faces(library: Library) -> None:
    adopt(library, [of(1, at("Anna", 100)), of(2, at("Anna", 110))])
    assert named(library) == {1: "Anna", 2: "Anna"}
    # The others stay with them as grouping put them, for the user to say.
    assert scalar(library, "SELECT count(*) FROM face WHERE person_id = 1") == 4
    assert scalar(library, "SELECT name FROM person WHERE id = 1") == "Anna"


def test_a_group_with_two_names_takes_neither(library: Library) -> None:
    adopt(library, [of(1, at("Anna", 100)), of(2, at("Ben", 100))])
    assert named(library) == {1: "Anna", 2: "Ben"}
    assert scalar(library, "SELECT name FROM person WHERE id = 1") is None
    assert scalar(library, "SELECT count(*) FROM face WHERE person_id = 1") == 2
    # It may still be either of them.
    assert scalar(library, "SELECT count(*) FROM rejection") == 0


def test_of_two_groups_the_larger_part_takes_the_name(library: Library) -> None:
    adopt(library, [of(photo, at("Anna", 100)) for photo in (1, 5, 6)])
    assert scalar(library, "SELECT id FROM person WHERE name = 'Anna'") == 2
    assert named(library) == {1: "Anna", 5: "Anna", 6: "Anna"}


def test_an_ignored_group_takes_no_name(library: Library) -> None:
    ignore_person(library, person=1)
    adopt(library, [of(1, at("Anna", 100))])
    assert scalar(library, "SELECT name FROM person WHERE id = 1") is None
    assert named(library) == {1: "Anna"}


def test_a_confirmed_face_of_a_group_stays_and_the_person_is_mentioned(library: Library) -> None:
    name_person(library, person=2, name="Anna")
    confirm_faces(library, faces=[1])
    adopt(library, [of(1, at("Anna", 100))])
    assert scalar(library, "SELECT person_id FROM face WHERE id = 1") == 1
    assert mentions(library) == [(1, "Anna")]


def test_a_group_whose_faces_all_go_to_one_leaves_them_what_was_said_of_it(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    reject_faces(library, faces=[5], person=4)
    adopt(library, [of(photo, at("Anna", 100)) for photo in (11, 12)])
    assert scalar(library, "SELECT count(*) FROM person WHERE id = 4") == 0
    assert scalar(library, "SELECT person_id FROM rejection WHERE face_id = 5") == 1


def test_a_face_that_grouping_put_to_somebody_leaves_them(library: Library) -> None:
    name_person(library, person=1, name="Ben")
    run(library, "UPDATE face SET person_id = 1 WHERE id = 5")
    adopt(library, [of(5, at("Anna", 100))])
    assert named(library)[5] == "Anna"
    assert scalar(library, "SELECT count(*) FROM rejection") == 0


def test_two_faces_of_a_photo_are_one_person_only_where_it_is_said(library: Library) -> None:
    first, second, third = add(library, 50, 100, 400, 700)
    name_person(library, person=1, name="Anna")
    run(library, f"UPDATE face SET person_id = 1 WHERE id = {third}")
    adopt(library, [of(50, at("Anna", 100), at("Anna", 400))])
    assert {first, second} <= named(library).keys()
    assert scalar(library, f"SELECT person_id FROM face WHERE id = {third}") is None


def test_one_place_said_twice_is_one(library: Library) -> None:
    first, second = add(library, 50, 100, 250)
    adopt(library, [of(50, at("Anna", 100)), of(50, at("anna", 120, side=220))])
    assert named(library) == {first: "Anna"}
    assert scalar(library, f"SELECT person_id FROM face WHERE id = {second}") is None
    assert mentions(library) == []


def test_names_without_a_place_are_mentioned_unless_a_face_shows_them(library: Library) -> None:
    adopt(library, [of(1, at("Anna", 100), present=("Ben",)), of(2, at("Zoë", 700)), of(99, present=("X",))])
    assert mentions(library) == [(1, "Ben"), (2, "Zoë")]
    before = everything(library)
    assert adopt(library, [of(1, present=("anna", "BEN"))]).action_id is None
    assert everything(library) == before


def test_names_that_cannot_be_names_and_boxes_that_cannot_be_boxes_are_left_out(library: Library) -> None:
    before = everything(library)
    nan = NamedRegion("Anna", float("nan"), 0.1, 0.2, 0.2)
    adopt(library, [of(1, at("", 100), nan, at("a\nb", 100), present=("\u200b", " "))])
    assert everything(library) == before


def test_regions_that_have_no_face_are_told_before(library: Library) -> None:
    said = [of(1, at("Anna", 100), at("Ben", 600)), of(2, at("Anna", 100)), of(3, at("Cleo", 600))]
    assert without_faces(library, said) == [of(1, at("Ben", 600)), of(3, at("Cleo", 600))]


def test_thousands_of_regions_are_no_photo_of_people(library: Library) -> None:
    regions = tuple(NamedRegion("Anna", 0.1, 0.1, 0.2, 0.2) for _ in range(100_000))
    adopt(library, [Said(1, People(regions, tuple(f"n{n}" for n in range(5000))))])
    assert named(library) == {1: "Anna"}
    assert len(mentions(library)) == 2000


def test_merging_takes_mentions_along_once(library: Library) -> None:
    adopt(library, [of(1, present=("Anna", "Ben")), of(2, present=("Ben",))])
    before = everything(library)
    merge_people(library, target="Anna", sources=["Ben"])
    assert mentions(library) == [(1, "Anna"), (2, "Anna")]
    undo(library)
    assert everything(library) == before


def test_a_name_that_is_removed_takes_its_mentions(library: Library) -> None:
    adopt(library, [of(1, present=("Anna",)), of(5, at("Anna", 100))])
    before = everything(library)
    remove_name(library, person="Anna")
    assert mentions(library) == []
    undo(library)
    assert everything(library) == before


def test_somebody_can_be_mentioned_by_hand_and_taken_back(library: Library) -> None:
    before = everything(library)
    assert mention_person(library, photo=3, person=NewPerson("Anna")).photos == (3,)
    assert mention_person(library, photo=3, person="Anna").action_id is None
    assert mentions(library) == [(3, "Anna")]
    remove_mention(library, photo=3, person="Anna")
    assert mentions(library) == []
    with pytest.raises(OperationError, match="Name it first"):
        mention_person(library, photo=3, person=1)
    assert [entry.summary for entry in history(library)] == [
        "Took back that Anna is in a photo",
        "Noted that Anna is in a photo",
    ]
    undo(library)
    undo(library)
    assert everything(library) == before


def test_mentions_outlive_undoing_only_with_their_person(library: Library) -> None:
    """A copy of a photo may have been mentioned meanwhile, by no action."""
    adopt(library, [of(1, present=("Anna",))])
    run(
        library,
        "INSERT INTO mention (photo_id, person_id, created_at) SELECT 2, person_id, created_at FROM mention",
    )
    undo(library)
    assert mentions(library) == [(2, "Anna")]
    redo(library)
    assert mentions(library) == [(1, "Anna"), (2, "Anna")]
