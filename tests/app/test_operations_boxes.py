"""Deleting a wrong box and drawing a missed one, also where the photo changes before that is undone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from makers.libraries import Made, add_faces, assignments, everything, members, run, scalar
from makers.operating import LONG_AGO, both_ways, rejections, three_groups

from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import (
    DrawnFace,
    NewPerson,
    OperationError,
    confirm_faces,
    draw_face,
    erase_faces,
    ignore_person,
    name_person,
    redo,
    reject_faces,
    set_cover,
    undo,
)

POINTS = np.arange(10, dtype=np.float32).reshape(5, 2)
VECTOR = np.arange(-60, 68, dtype=np.int8)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """The three groups in photos of 400 x 300 pixels; every face is at 0.5, 1.25 and 10 x 10."""
    with three_groups(tmp_path / "library.db") as opened:
        run(opened, "UPDATE photo SET width = 400, height = 300")
        yield opened


def erasures(library: Library) -> list[tuple[Any, ...]]:
    return [row[1:6] for row in everything(library)["erasure"]]


def drawn(*box: float, **more: Any) -> DrawnFace:
    x, y, width, height = box or (100, 100, 40, 50)
    embedding = {"model_id": 1, "vector": VECTOR}
    return DrawnFace((x, y, width, height), **({"landmarks": POINTS, "quality": 0.25} | embedding | more))


def test_a_deleted_face_comes_back_with_all_that_was_said(library: Library) -> None:
    run(library, "INSERT INTO model VALUES (2, 'b', 'recognition', randomblob(32), '', '2020')")
    run(library, "INSERT INTO embedding VALUES (1, 2, randomblob(128))")
    name_person(library, person=1, name="Anna")
    reject_faces(library, faces=[1], person=2)
    set_cover(library, person=1, face=1)
    changes = both_ways(library, lambda: erase_faces(library, faces=[1, 5]))
    assert members(library) == {1: {2, 3, 4}, 2: {6, 7}, 3: {8, 9}}
    assert rejections(library) == set()
    assert scalar(library, "SELECT count(*) FROM embedding WHERE face_id IN (1, 5)") == 0
    assert scalar(library, "SELECT cover_face_id FROM person WHERE id = 1") is None
    assert erasures(library) == [(101, 0.5, 1.25, 10, 10), (105, 0.5, 1.25, 10, 10)]
    assert changes.summary == "Deleted 2 faces"
    assert (changes.people, changes.faces, changes.photos) == ((1, 2), (1, 5), (101, 105))
    with pytest.raises(OperationError, match="There is no face 1 in the library"):
        erase_faces(library, faces=[1])


def test_a_group_without_faces_goes_away_and_comes_back(library: Library) -> None:
    reject_faces(library, faces=[10], person=3)
    both_ways(library, lambda: erase_faces(library, faces=[8, 9]))
    assert scalar(library, "SELECT count(*) FROM person WHERE id = 3") == 0
    undo(library)
    assert rejections(library) == {(10, 3, None)}
    name_person(library, person=3, name="Cleo")
    ignore_person(library, person=2)
    both_ways(library, lambda: erase_faces(library, faces=[5, 6, 7, 8, 9]))
    assert scalar(library, "SELECT group_concat(id) FROM person") == "1,2,3"


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ("source = 'detected'", True),
        ("landmarks = NULL", False),
        ("source = 'metadata', landmarks = NULL", True),
        ("source = 'drawn'", False),
        ("source = 'drawn', detector_score = 0.5", True),
    ],
)
def test_what_may_be_found_again_is_kept_out(library: Library, change: str, kept: bool) -> None:
    run(library, f"UPDATE face SET {change} WHERE id = 1")
    both_ways(library, lambda: erase_faces(library, faces=[1]))
    assert len(erasures(library)) == kept


def test_an_erasure_whose_photo_is_gone_is_no_error(library: Library) -> None:
    erase_faces(library, faces=[1, 5])
    run(library, "DELETE FROM photo WHERE id = 101")
    assert undo(library).problems == ("1 face is no longer in the library and could not be brought back.",)
    assert assignments(library)[5] == (2, False)
    run(library, "DELETE FROM photo WHERE id = 105")
    assert redo(library).problems == ()
    assert erasures(library) == []


def test_a_deleted_face_does_not_meet_another_of_its_photo(library: Library) -> None:
    """Grouping put another face of the photo into its place meanwhile."""
    add_faces(library, [Made(photo=101, who=0)])
    erase_faces(library, faces=[1])
    run(library, "UPDATE face SET person_id = 1 WHERE id = 11")
    undo(library)
    assert assignments(library)[1] == (None, False)
    assert assignments(library)[11] == (1, False)


def test_a_confirmed_deleted_face_makes_its_group_again(library: Library) -> None:
    confirm_faces(library, faces=[8])
    erase_faces(library, faces=[8])
    run(library, "UPDATE face SET person_id = NULL WHERE person_id = 3")
    run(library, "DELETE FROM person WHERE id = 3")
    undo(library)
    assert assignments(library)[8] == (3, True)


def test_a_drawn_face_is_stored_whole(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    changes = both_ways(
        library, lambda: draw_face(library, photo=110, face=drawn(detector_score=0.5), to="anna")
    )
    row = everything(library)["face"][-1]
    assert row[:10] == (11, 110, 100, 100, 40, 50, POINTS.tobytes(), 0.5, 0.25, "drawn")
    assert assignments(library)[11] == (1, True)
    assert everything(library)["embedding"][-1] == (11, 1, VECTOR.tobytes())
    assert changes.summary == "Drew a face of Anna"
    assert (changes.people, changes.faces, changes.photos) == ((1,), (11,), (110,))


def test_a_drawn_face_may_be_nobodys_or_somebody_news(library: Library) -> None:
    changes = both_ways(library, lambda: draw_face(library, photo=110, face=drawn()))
    assert changes.summary == "Drew a face"
    assert assignments(library)[11] == (None, False)
    plain = DrawnFace((200, 100, 40, 40))
    both_ways(library, lambda: draw_face(library, photo=110, face=plain, to=NewPerson("Dora")))
    assert scalar(library, "SELECT name FROM person WHERE id = 4") == "Dora"
    assert assignments(library)[12] == (4, True)
    assert everything(library)["face"][-1][6:10] == (None, None, None, "drawn")
    assert len(everything(library)["embedding"]) == 11


def test_undoing_takes_away_what_came_to_a_drawn_face_since(library: Library) -> None:
    run(library, "INSERT INTO model VALUES (2, 'b', 'recognition', randomblob(32), '', '2020')")
    draw_face(library, photo=110, face=drawn(), to=1)
    run(library, "INSERT INTO embedding VALUES (11, 2, randomblob(128))")
    later = everything(library)
    undo(library)
    assert len(everything(library)["embedding"]) == 10
    redo(library)
    assert everything(library) == later


def test_a_model_that_is_gone_takes_its_embedding_along(library: Library) -> None:
    run(library, "INSERT INTO model VALUES (2, 'b', 'recognition', randomblob(32), '', '2020')")
    draw_face(library, photo=110, face=drawn(model_id=2))
    undo(library)
    run(library, "DELETE FROM model WHERE id = 2")
    assert redo(library).faces == (11,)
    assert len(everything(library)["embedding"]) == 10


def test_drawing_where_a_box_was_deleted_lets_it_be_found_again(library: Library) -> None:
    add_faces(library, [Made(photo=110, who=0)])
    run(library, "UPDATE face SET x = 300 WHERE id = 11")
    erase_faces(library, faces=[10, 11])
    both_ways(library, lambda: draw_face(library, photo=110, face=drawn(1, 1, 10, 11), to=1))
    assert erasures(library) == [(110, 300, 1.25, 10, 10)]


@pytest.mark.parametrize(
    ("box", "said"),
    [
        ((1, 2, 10, 10), r"Face 10 is there already\. Say whose face that is, or delete it"),
        ((0, 0, 0, 10), r"The box has no size\. Draw it larger\."),
        ((0, 0, 10, -1), "no size"),
        ((0, 0, 10, float("nan")), "no size"),
        ((float("inf"), 0, 10, 10), "no size"),
        ((400, 0, 10, 10), r"outside the photo of 400 x 300 pixels\. Draw it inside\."),
        ((0, -50, 10, 50), "outside"),
    ],
)
def test_boxes_that_cannot_be_drawn(library: Library, box: Any, said: str) -> None:
    before = everything(library)
    with pytest.raises(OperationError, match=said):
        draw_face(library, photo=110, face=drawn(*box), to=NewPerson("Dora"))
    assert everything(library) == before


@pytest.mark.parametrize(
    ("duration_ms", "at_ms", "said"),
    [
        (None, 0, r"A photo has no moments\. Draw the box without one\."),
        (480, 481, r"The video lasts 0\.48 s\. Draw the box at a moment of it\."),
        (60_000, 60_001, r"lasts 60 s\."),
        (1000, -1, r"lasts 1 s\."),
        (1000, None, r"lasts 1 s\."),
    ],
)
def test_moments_that_are_none_of_the_video(
    library: Library, duration_ms: int | None, at_ms: int | None, said: str
) -> None:
    if duration_ms is not None:
        run(library, f"UPDATE photo SET duration_ms = {duration_ms}, shown_ms = 0")
    before = everything(library)
    with pytest.raises(OperationError, match=said):
        draw_face(library, photo=110, face=drawn(at_ms=at_ms))
    assert everything(library) == before


def test_half_a_box_in_common_is_not_yet_the_same(library: Library) -> None:
    draw_face(library, photo=110, face=drawn(0.5, 1.25, 10, 5))
    draw_face(library, photo=110, face=drawn(-100, 100, 150, 40))
    assert len(assignments(library)) == 12


def test_whose_face_must_be_known(library: Library) -> None:
    before = everything(library)
    with pytest.raises(PersonNotFoundError):
        draw_face(library, photo=110, face=drawn(), to="Nobody")
    with pytest.raises(OperationError, match="There is no photo 999 in the library"):
        draw_face(library, photo=999, face=drawn())
    with pytest.raises(ValueError, match="a model and a vector"):
        DrawnFace((0, 0, 1, 1), model_id=1)
    with pytest.raises(ValueError, match=r"not \(2, 5\)"):
        drawn(landmarks=POINTS.T)
    assert everything(library) == before


@pytest.mark.parametrize("erase", [True, False])
@pytest.mark.parametrize(
    ("size", "box", "points"),
    [
        ((400, 300), (100, 100, 40, 50), POINTS),
        ((200, 150), (50, 50, 20, 25), POINTS / 2),
        ((1000, 750), (250, 250, 100, 125), POINTS * 2.5),
        ((300, 300), (100, 100, 40, 50), None),
        ((300, 400), (100, 100, 40, 50), None),
    ],
)
def test_a_box_comes_back_in_the_size_its_photo_has_now(
    library: Library, erase: bool, size: Any, box: Any, points: Any
) -> None:
    draw_face(library, photo=110, face=drawn(detector_score=0.5))
    (erase_faces if erase else lambda *_, **__: undo(library))(library, faces=[11])
    run(library, f"UPDATE photo SET width = {size[0]}, height = {size[1]}")
    (undo if erase else redo)(library)
    row = everything(library)["face"][-1]
    assert row[2:6] == box
    assert row[6] == (None if points is None else points.astype("<f4").tobytes())
    # And what that changed is taken back exactly.
    later = everything(library)
    (redo if erase else undo)(library)
    (undo if erase else redo)(library)
    assert everything(library) == later


def test_an_erasure_comes_back_in_the_size_its_photo_has_now(library: Library) -> None:
    erase_faces(library, faces=[10])
    draw_face(library, photo=110, face=drawn(0.5, 1.25, 10, 10))
    run(library, "UPDATE photo SET width = 800, height = 600")
    undo(library)
    assert erasures(library) == [(110, 1, 2.5, 20, 20)]


def test_photos_of_unknown_size_leave_boxes_as_they_are(library: Library) -> None:
    run(library, "UPDATE photo SET width = NULL, height = NULL")
    erase_faces(library, faces=[10])
    before = everything(library)
    run(library, "UPDATE photo SET width = 800, height = 600")
    undo(library)
    assert everything(library)["face"][-1][2:6] == (0.5, 1.25, 10, 10)
    redo(library)
    assert everything(library) == before


def test_history_of_an_earlier_version_brings_faces_back(library: Library) -> None:
    """An entry as Familiar wrote it before it knew of embeddings, erasures and sizes of photos."""
    columns = "id photo_id x y width height landmarks detector_score quality source person_id".split()
    row = dict.fromkeys((*columns, "confirmed_at", "ignored_at")) | {
        "id": 1, "photo_id": 101, "x": 1, "y": 2, "width": 3, "height": 4, "source": "detected"
    }  # fmt: skip
    run(library, "DELETE FROM face WHERE id = 1")
    entry = json.dumps([{"table": "face", "key": 1, "before": row, "after": None}])
    run(
        library,
        f"INSERT INTO action (kind, summary, changes, created_at) VALUES ('x', 'x', '{entry}', '{LONG_AGO}')",
    )
    undo(library)
    assert assignments(library)[1] == (None, False)
    redo(library)
    assert 1 not in assignments(library)
