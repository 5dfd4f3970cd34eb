"""What lists and pages show: the timeline, photos, folders and figures."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from makers.few_faces import GONE, few_faces
from makers.libraries import Made, add_faces, run
from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from app.grouping import review, suggestions
from app.library.store import Library
from app.library.tables import Photo, Root, Suggestion
from app.library.tables.base import now
from app.operations import ignore_faces, ignore_person, name_person, reject_faces, reject_pair
from app.search import (
    counts,
    faces_in_photo,
    faces_of_person,
    folders,
    people_overview,
    photo_rows,
    search_photos,
    timeline,
)
from app.search.browsing import LEAST_LISTED, USUAL_RATIO
from app.search.tree import Everything, Undated

library = pytest.fixture(few_faces, name="library")


def test_the_timeline(library: Library) -> None:
    run(library, "UPDATE photo SET width = 300, height = 400 WHERE id = 2")
    run(library, f"UPDATE photo SET missing_since = {GONE} WHERE id = 3")
    with library.read() as session:
        found = timeline(session)
        chosen = timeline(session, np.array([3, 99, 2, 3], np.int64))
        nothing = timeline(session, np.zeros(0, np.int64))
    assert (len(found), found.ids.tolist()) == (5, [4, 2, 1, 5, 6])
    assert found.months.tolist() == [201404, 201202, 201101, 0, 0]
    assert found.ratios.tolist() == pytest.approx([USUAL_RATIO, 0.75, USUAL_RATIO, USUAL_RATIO, USUAL_RATIO])
    assert (found.ids.dtype, found.months.dtype, found.ratios.dtype) == (np.int64, np.int32, np.float32)
    # In the order given, without what is no more; also missing ones, which were asked for.
    assert (chosen.ids.tolist(), chosen.months.tolist()) == ([3, 2, 3], [201303, 201202, 201303])
    assert (len(nothing), nothing.months.dtype) == (0, np.int32)


def test_an_empty_library(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as empty, empty.read() as session:
        assert len(timeline(session)) == 0
        assert len(people_overview(session)) == 0
        assert len(faces_of_person(session, 1, order="outliers")) == 0
        assert (photo_rows(session, [1]), folders(session), faces_in_photo(session, 1)) == ([], [], [])
        figures = counts(session)
        assert {getattr(figures, name) for name in figures.__slots__} == {0}


def test_photos_of_a_window(library: Library) -> None:
    odd = os.fsdecode(b"odd\xff/\xfe.jpg")
    with library.write() as session:
        session.execute(
            update(Photo)
            .where(Photo.id == 2)
            .values(path=odd, width=300, height=200, format="JPEG", camera="NIKON", taken_offset=-90)
        )
        session.execute(
            update(Photo).where(Photo.id == 2).values(latitude=-1.5, longitude=8.25, damaged=True)
        )
        failed = {
            "state": "failed",
            "problem": "damaged",
            "problem_text": "It is damaged.",
            "missing_since": now(),
        }
        session.execute(update(Photo).where(Photo.id == 5).values(failed))
    with library.read() as session:
        found = photo_rows(session, [5, 2, 99, 1])
        again = photo_rows(session, np.array([5, 2], np.int64))
    assert again == found[:2]
    assert [photo.id for photo in found] == [5, 2, 1]
    failed_photo, photo, plain = found
    assert photo.file == Path("/photos", odd)
    assert (photo.root_id, photo.root, photo.size) == (1, "/photos", 1)
    assert (photo.width, photo.height, photo.format, photo.camera) == (300, 200, "JPEG", "NIKON")
    assert (photo.taken_at, photo.taken_offset) == ("2012-02-14T12:30:00", -90)
    assert (photo.latitude, photo.longitude) == (-1.5, 8.25)
    assert (photo.problem, photo.damaged, photo.missing, photo.offline) == (None, True, False, False)
    assert (failed_photo.problem, failed_photo.problem_text) == ("damaged", "It is damaged.")
    assert (failed_photo.missing, failed_photo.damaged, failed_photo.taken_at) == (True, False, None)
    assert plain.width is None
    run(library, f"UPDATE root SET offline_since = {GONE}")
    with library.read() as session:
        assert photo_rows(session, [1])[0].offline


def test_folders_with_what_is_in_them(library: Library) -> None:
    paths = ["b/2/x.jpg", "b/1.jpg", "B 2/1.jpg", "a.jpg", os.fsdecode(b"b/\xff/1.jpg"), "b/gone.jpg"]
    with library.write() as session:
        for photo, path in enumerate(paths, 1):
            session.execute(update(Photo).where(Photo.id == photo).values(path=path))
        session.execute(update(Photo).where(Photo.id == 6).values(missing_since=now()))
        session.execute(insert(Root), [{"path": "/Empty", "offline_since": now()}])
    with library.read() as session:
        found = [(row.root, row.path, row.photos, row.all_photos, row.offline) for row in folders(session)]
    assert found == [
        ("/Empty", "", 0, 0, True),
        ("/photos", "", 1, 5, False),
        ("/photos", "b", 1, 3, False),
        ("/photos", "b/2", 1, 1, False),
        ("/photos", os.fsdecode(b"b/\xff"), 1, 1, False),
        ("/photos", "B 2", 1, 1, False),
    ]


def test_the_figures_of_the_sidebar(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    ignore_faces(library, faces=[7])
    run(library, "UPDATE photo SET state = 'failed', problem = 'damaged' WHERE id = 6")
    run(library, f"UPDATE photo SET missing_since = {GONE} WHERE id = 5")
    with library.read() as session:
        found = counts(session)
    assert (found.photos, found.missing, found.problems) == (5, 1, 1)
    assert (found.named, found.groups, found.lonely_faces) == (1, 1, 1)
    assert (found.ignored_people, found.ignored_faces) == (0, 1)
    ignore_faces(library, faces=[6])
    with library.read() as session:
        assert counts(session).groups == 0
    ignore_person(library, person=2)
    with library.read() as session:
        found = counts(session)
    assert (found.named, found.groups, found.ignored_people, found.ignored_faces) == (1, 0, 1, 2)


def faces_of(session: Session, person: int) -> int:
    return session.execute(text(f"SELECT min(id) FROM face WHERE person_id = {person}")).scalar_one()


def test_to_review_are_the_suggestions_that_are_listed(library: Library) -> None:
    run(library, f"INSERT INTO person (id, created_at) VALUES (3, {GONE}), (4, {GONE})")
    third, fourth = add_faces(library, [Made(1, 30), Made(2, 31)])
    for face, person in ((third, 3), (fourth, 4)):
        run(library, f"UPDATE face SET person_id = {person} WHERE id = {face}")
    with library.read() as session:
        of = {person: faces_of(session, person) for person in (1, 2)} | {3: third, 4: fourth, None: 7}
    common = {"similarity": 0.5, "settles": 1}
    rows: list[dict[str, Any]] = [
        {"person_id": 1, "other_person_id": 2, "face_id": None, "probability": 0.9},
        {"person_id": 1, "other_person_id": 3, "face_id": None, "probability": LEAST_LISTED},
        {"person_id": 2, "other_person_id": 3, "face_id": None, "probability": 0.09},
        {"person_id": 1, "other_person_id": 4, "face_id": None, "probability": 0.3},
        {"person_id": 1, "other_person_id": None, "face_id": 7, "probability": 0.8},
        {"person_id": 2, "other_person_id": None, "face_id": 8, "probability": 0.7},
    ]
    with library.write() as session:
        shown = [
            {"nearest_face_id": of[row["person_id"]], "other_nearest_face_id": of[row["other_person_id"]]}
            for row in rows
        ]
        made = [common | row | two for row, two in zip(rows, shown, strict=True)]
        session.execute(insert(Suggestion), made)

    def to_review() -> int:
        with library.read() as session:
            found = counts(session).to_review
        assert found == len(suggestions(library))
        return found

    assert to_review() == 5
    reject_faces(library, faces=[7], person=1)
    assert to_review() == 4
    reject_pair(library, person=1, other=3)
    assert to_review() == 3
    reject_faces(library, faces=[5], person=1)
    assert to_review() == 2
    ignore_person(library, person=4)
    assert to_review() == 1
    ignore_faces(library, faces=[8])
    assert to_review() == 0
    assert review.LEAST_LISTED == LEAST_LISTED


def test_undated_photos_go_by_root_and_path(library: Library) -> None:
    with library.write() as session:
        session.execute(insert(Root), [{"id": 2, "path": "/a"}])
        session.execute(update(Photo).values(taken_at=None))
        session.execute(update(Photo).where(Photo.id == 1).values(root_id=2, path="0.jpg"))
        session.execute(update(Photo).where(Photo.id == 2).values(path=os.fsdecode(b"\x80.jpg")))
        session.execute(update(Photo).where(Photo.id == 3).values(path="9.jpg"))
    with library.read() as session:
        assert search_photos(session, Everything()).tolist() == [4, 5, 6, 3, 2, 1]
        assert search_photos(session, Undated()).tolist() == [4, 5, 6, 3, 2, 1]
