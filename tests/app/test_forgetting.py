"""Forgetting somebody: nothing of them stays, and of others everything does."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers import fake_photos
from makers.fake_photos import World
from makers.forgetting import (
    FORMER,
    MERGED,
    NAME,
    NOTES,
    files_with,
    journal_rows,
    let_go,
    live,
    undo_and_redo_everything,
    vectors_of,
)
from makers.libraries import CARD, everything, members, run, scalar
from sqlalchemy import text

from app.grouping import group
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.library.tables import Embedding, Exemplar
from app.operations import (
    confirm_faces,
    finish_forgetting,
    forget_person,
    forgetting,
    forgetting_unfinished,
    history,
    ignore_person,
    merge_people,
    move_faces,
    name_person,
    reject_pair,
    set_cover,
    set_notes,
)
from engine.embedding import pack


@pytest.fixture
def library(four_groups: Library) -> Library:
    return four_groups


def test_nothing_of_them_stays(library: Library, tmp_path: Path) -> None:
    vectors = live(library)
    assert len(vectors) == 7
    totals = {bytes(range(256)), bytes(reversed(range(256)))}
    with library.write() as session:
        session.add_all(
            Exemplar(person_id=1, model_id=1, number=at, faces=1, total=total)
            for at, total in enumerate(sorted(totals))
        )
    words = {NAME, FORMER, MERGED, NOTES, "1931-05-07", "Zdenka"}
    for string in vectors | totals | words:
        assert files_with(tmp_path, [string]) != set()

    done = forget_person(library, person=NAME)
    assert done.proof == ()
    # Faces 1, 5, 6, 7, 8 and the one drawn; face 2 was deleted before.
    assert (done.faces, done.photos) == (6, 6)
    assert files_with(tmp_path, vectors | totals | words) == set()
    assert members(library) == {3: {4, 9, 10}, 4: {11, 12}}
    assert scalar(library, "SELECT count(*) FROM person") == 2
    assert scalar(library, "SELECT count(*) FROM rejection WHERE person_id = 1 OR other_person_id = 1") == 0
    assert scalar(library, "SELECT count(*) FROM setting WHERE key LIKE 'forgetting%'") == 0
    assert not forgetting_unfinished(library)
    assert [row for row in journal_rows(library) if row.get("person_id") in {1, 2}] == []
    assert library.check() == []
    # The others' own history is all there.
    assert [entry.summary for entry in history(library)] == [
        "Changed the cover of Ben",
        "Moved 2 faces to Ben",
        "Moved 2 faces to somebody forgotten",
        "Named group 3 Ben; confirmed 3 faces",
    ]
    undo_and_redo_everything(library)


def test_others_keep_everything(library: Library) -> None:
    live(library)
    before = everything(library)
    forget_person(library, person=1)
    after = everything(library)
    gone = {1, 2, 5, 6, 7, 8, 13}
    assert after["person"] == [row for row in before["person"] if row[0] != 1]
    assert after["face"] == [row for row in before["face"] if row[0] not in gone]
    assert after["rejection"] == [
        row for row in before["rejection"] if 1 not in {row[2], row[3]} and row[1] not in gone
    ]


def test_groups_without_a_name_are_forgotten_too(library: Library, tmp_path: Path) -> None:
    vectors = vectors_of(library, "face.person_id = 4")
    reject_pair(library, person=4, other=3)
    ignore_person(library, person=4)
    set_cover(library, person=3, face=8)
    move_faces(library, faces=[8], to=4)
    done = forget_person(library, person=4)
    assert (done.faces, done.actions_changed, done.proof) == (3, 4, ())
    assert files_with(tmp_path, vectors) == set()
    assert "group 4" not in " ".join(entry.summary for entry in history(library))
    undo_and_redo_everything(library)


def test_somebody_without_faces_is_finished_too(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_person(library, person=1, name=NAME)
    run(library, "UPDATE face SET person_id = NULL, confirmed_at = NULL WHERE person_id = 1")
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_finish", lambda library, subject: ())
        forget_person(library, person=1)
    assert files_with(tmp_path, [NAME]) != set()
    assert forgetting_unfinished(library)
    finish_forgetting(library)
    assert files_with(tmp_path, [NAME]) == set()


def test_somebody_without_faces(library: Library) -> None:
    name_person(library, person=1, name=NAME)
    run(library, "UPDATE face SET person_id = NULL, confirmed_at = NULL WHERE person_id = 1")
    done = forget_person(library, person=NAME)
    assert (done.faces, done.photos, done.actions_changed, done.proof) == (0, 0, 1, ())
    with pytest.raises(PersonNotFoundError):
        forget_person(library, person=NAME)


def test_who_became_part_of_them_is_forgotten_with_them(library: Library, tmp_path: Path) -> None:
    name_person(library, person=1, name=FORMER)
    set_notes(library, person=1, notes=NOTES)
    merge_people(library, target=2, sources=[1])
    name_person(library, person=2, name=MERGED)
    merge_people(library, target=3, sources=[2])
    name_person(library, person=3, name=NAME)
    assert forget_person(library, person=NAME).proof == ()
    assert history(library) == []
    assert files_with(tmp_path, ["Zdenka", NOTES]) == set()


def test_somebody_without_faces_who_became_part_of_them(library: Library, tmp_path: Path) -> None:
    name_person(library, person=2, name=MERGED)
    run(library, "DELETE FROM photo WHERE id IN (5, 6, 7)")
    name_person(library, person=1, name=NAME)
    merge_people(library, target=NAME, sources=[MERGED])
    forget_person(library, person=NAME)
    assert files_with(tmp_path, ["Zdenka"]) == set()
    assert history(library) == []


def test_each_face_leaves_its_box(library: Library) -> None:
    run(library, "UPDATE face SET x = 1.5, y = -2.25, width = 3, height = 4.125 WHERE id = 12")
    forget_person(library, person=4)
    with library.read() as session:
        rows = session.execute(text("SELECT photo_id, x, y, width, height FROM erasure ORDER BY photo_id"))
        assert [tuple(row) for row in rows] == [(11, 0.5, 1.25, 10, 10), (12, 1.5, -2.25, 3, 4.125)]


def test_faces_in_copies_of_a_photo_go_too(library: Library, tmp_path: Path) -> None:
    (theirs,) = vectors_of(library, "face.id = 1")
    with library.write() as session:
        for face in (11, 12):
            session.get_one(Embedding, (face, 1)).vector = theirs
    confirm_faces(library, faces=[12])
    done = forget_person(library, person=1)
    assert done.faces == 5
    assert members(library)[4] == {12}
    # What the user said of face 12 counts, but is told.
    (said,) = done.proof
    assert "so it stays: face 12." in said
    assert files_with(tmp_path, [theirs]) == {"library.db"}


def test_faces_that_only_look_alike_stay_and_are_no_find(library: Library) -> None:
    (theirs,) = vectors_of(library, "face.id = 1")
    alike = bytes([theirs[0] ^ 1]) + theirs[1:]
    with library.write() as session:
        session.get_one(Embedding, (11, 1)).vector = alike
    done = forget_person(library, person=1)
    assert (done.faces, done.proof) == (4, ())
    assert vectors_of(library, "face.id = 11") == {alike}


def test_grouping_goes_on_afterwards(library: Library) -> None:
    group(library, card=CARD)
    name_person(library, person=1, name=NAME)
    forget_person(library, person=1)
    group(library, card=CARD)
    assert members(library) == {2: {5, 6, 7}, 3: {8, 9, 10}, 4: {11, 12}}


def test_indexing_does_not_find_them_again(tmp_path: Path) -> None:
    def picture(salt: int) -> bytes:
        return fake_photos.photo(("anna", 10, 10, 50), ("ben", 200, 10, 50), salt=salt)

    def whose(path: str) -> set[str]:
        (photo,) = world.rows("photo", path=path)
        faces = {row["id"] for row in world.rows("face", photo_id=photo["id"])}
        vectors = {row["vector"] for row in world.rows("embedding") if row["face_id"] in faces}
        return {who for who in ("anna", "ben") if packed(who) in vectors}

    def packed(who: str) -> bytes:
        return pack(fake_photos.vector(who)[None])[0].tobytes()

    (tmp_path / "data").mkdir()
    with Library.open(tmp_path / "data" / "library.db") as library:
        world = World.make(tmp_path, library)
        world.put("a.jpg", picture(1))
        world.index()
        anna = next(row["face_id"] for row in world.rows("embedding") if row["vector"] == packed("anna"))
        world.name_face(anna, "Anna")
        assert whose("a.jpg") == {"anna", "ben"}
        assert forget_person(library, person="Anna").proof == ()
        # The same picture with other bytes, a copy of it, and everything once more.
        world.put("a.jpg", picture(2))
        world.put("copy.jpg", picture(2))
        world.index()
        assert (whose("a.jpg"), whose("copy.jpg")) == ({"ben"}, {"ben"})
        assert files_with(tmp_path / "data", [packed("anna")]) == set()
        # A new photo is looked at like any.
        world.put("new.jpg", fake_photos.photo(("anna", 90, 90, 50)))
        world.index()
        assert whose("new.jpg") == {"anna"}
    let_go()
