"""Forgetting somebody: nothing of them stays, everything else does, and it is proved."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from makers import fake_photos
from makers.fake_photos import World
from makers.forgetting import files_with, journal_rows, let_go, undo_and_redo_everything, vectors_of
from makers.libraries import CARD, Made, add_faces, assignments, everything, members, run, scalar, vector
from sqlalchemy import text

from app.grouping import group
from app.library import connection, errors
from app.library.crops import CropStore
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.library.tables import Embedding, Exemplar
from app.operations import (
    DrawnFace,
    ForgettingUnfinishedError,
    NewPerson,
    OperationError,
    confirm_faces,
    draw_face,
    erase_faces,
    finish_forgetting,
    forget_person,
    forgetting,
    forgetting_unfinished,
    history,
    ignore_faces,
    ignore_person,
    merge_people,
    move_faces,
    name_person,
    prove_forgotten,
    redo,
    reject_faces,
    reject_pair,
    set_birthday,
    set_cover,
    set_notes,
    undo,
)
from app.operations.scrubbing import scrub, without
from app.operations.subject import Subject, discover
from engine.crops import Crop
from engine.embedding import pack

#: Names and words that are nowhere else in a library.
NAME, FORMER, MERGED, NOTES = "Zdenka Qvist", "Zdenka Early", "Zdenka Twice", "likes quinces"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Groups 1, 2, 3 and 4 of four, three, three and two faces (1 to 12), each face in a photo of its own."""
    path = tmp_path_factory.mktemp("template") / "library.db"
    with Library.open(path) as made:
        who = [0] * 4 + [1] * 3 + [2] * 3 + [3] * 2
        add_faces(made, [Made(photo, person) for photo, person in enumerate(who, 1)])
        for person in range(4):
            run(made, f"INSERT INTO person (id, created_at) VALUES ({person + 1}, '2020-01-01')")
        for face, person in enumerate(who, 1):
            run(made, f"UPDATE face SET person_id = {person + 1} WHERE id = {face}")
    return path


@pytest.fixture
def library(template: Path, tmp_path: Path) -> Iterator[Library]:
    """Return a copy of the template, open."""
    with Library.open(shutil.copy(template, tmp_path)) as opened:
        yield opened
    let_go()


def drawn(seed: int) -> DrawnFace:
    return DrawnFace((50, 50, 9, 9), model_id=1, vector=pack(vector(0, seed)[None])[0])


def live(library: Library) -> set[bytes]:
    """Give person 1 a long history; return every embedding that was ever theirs."""
    name_person(library, person=1, name=FORMER)
    set_notes(library, person=1, notes=NOTES)
    set_birthday(library, person=1, birthday=date(1931, 5, 7))
    name_person(library, person=1, name=NAME)
    # Somebody who turned out to be the same.
    name_person(library, person=2, name=MERGED)
    merge_people(library, target=1, sources=[2])
    # Faces that come and go.
    name_person(library, person=3, name="Ben")
    move_faces(library, faces=[8, 10], to=1)
    move_faces(library, faces=[4, 10], to="Ben")
    reject_faces(library, faces=[3], person=1)
    reject_pair(library, person=1, other="Ben")
    ignore_faces(library, faces=[1])
    set_cover(library, person="Ben", face=4)
    # A face that was drawn, and one that was deleted, whose embedding only the history has.
    draw_face(library, photo=9, face=drawn(99), to=1)
    vectors = vectors_of(library, "face.person_id = 1")
    erase_faces(library, faces=[2])
    # What was undone still has everything.
    move_faces(library, faces=[5, 6], to=NewPerson("Zdenka Undone"))
    undo(library)
    return vectors


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
        "Named group 3 Ben",
    ]
    undo_and_redo_everything(library)


def break_compaction(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Library, "compact", lambda library: None)


def break_scrubbing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(forgetting, "scrub", lambda connection, subject: 0)


def break_sentences(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("app.operations.scrubbing.without", lambda sentence, forgotten, others: sentence)


@pytest.mark.parametrize(
    ("break_it", "found"),
    [
        (break_compaction, "library.db-wal still has bytes of"),
        (break_scrubbing, "The history still refers to them"),
        (break_scrubbing, "The history still names them"),
        (break_scrubbing, "library.db still has bytes of"),
        (break_sentences, "The history still names them"),
    ],
)
def test_the_proof_finds_what_is_left(
    library: Library,
    break_it: Callable[[pytest.MonkeyPatch], None],
    found: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    live(library)
    break_it(monkeypatch)
    assert found in " ".join(forget_person(library, person=1).proof)


def test_the_proof_finds_rows(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    reject_faces(library, faces=[3], person=2)
    monkeypatch.setattr(forgetting, "_delete_faces", lambda connection, faces: None)
    said = forget_person(library, person=1).proof
    for table, rows in {"face": 4, "embedding": 4, "rejection": 1}.items():
        assert f"still has {rows} of their rows (table {table})" in " ".join(said)


@pytest.mark.parametrize("name", ["library.db.old", ".library.db.swp"])
def test_the_proof_finds_leftovers(library: Library, tmp_path: Path, name: str) -> None:
    (theirs, *_) = vectors_of(library, "face.person_id = 1")
    (other, *_) = vectors_of(library, "face.person_id = 2")
    leftover = tmp_path / name
    with library.read() as session:
        subject = discover(session.connection(), 1)
    leftover.write_bytes(b"x" * 1000 + other)
    assert forget_person(library, person=1).proof == ()
    leftover.write_bytes(b"x" * 1001 + theirs.hex().encode())
    (said,) = prove_forgotten(library, subject)
    assert f"{leftover} still has bytes of 1 of the embeddings." in said


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


def test_undoing_what_was_done_with_others_faces(library: Library) -> None:
    name_person(library, person=1, name=NAME)
    name_person(library, person=3, name="Ben")
    move_faces(library, faces=[1], to="Ben")
    move_faces(library, faces=[8], to=NAME)
    move_faces(library, faces=[8], to="Ben")
    forget_person(library, person=NAME)
    assert [entry.summary for entry in history(library)] == [
        "Moved 1 face to Ben",
        "Moved 1 face to somebody forgotten",
        "Moved 1 face to Ben",
        "Named group 3 Ben",
    ]
    # What belonged to somebody forgotten before belongs to nobody then.
    undo(library)
    assert assignments(library)[8] == (None, False)
    undo(library)
    assert assignments(library)[8] == (3, True)
    undo(library)
    assert assignments(library)[1] == (None, False)
    undo(library)
    assert scalar(library, "SELECT name FROM person WHERE id = 3") is None
    for _ in range(4):
        redo(library)
    assert assignments(library)[1] == (3, True)
    with pytest.raises(OperationError, match="nothing to redo"):
        redo(library)


def test_it_is_not_in_the_history_and_ends_redoing(library: Library) -> None:
    name_person(library, person=3, name="Ben")
    ignore_person(library, person=4)
    undo(library)
    forget_person(library, person=1)
    assert [entry.summary for entry in history(library)] == ["Named group 3 Ben"]
    with pytest.raises(OperationError, match="nothing to redo"):
        redo(library)


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


def test_somebody_without_faces_who_became_somebody_else_stays(library: Library) -> None:
    """Although the other's name, or number, has the forgotten one's in it."""
    for person, name in ((2, "Ben"), (3, "Cleo")):
        name_person(library, person=person, name=name)
        run(library, f"UPDATE face SET person_id = NULL, confirmed_at = NULL WHERE person_id = {person}")
    run(library, "INSERT INTO person (id, created_at) VALUES (12, '2020-01-01')")
    merge_people(library, target=12, sources=["Ben"])
    name_person(library, person=4, name="Anna")
    merge_people(library, target="Anna", sources=["Cleo"])
    name_person(library, person=4, name="Dora")
    name_person(library, person=1, name="Anna")
    forget_person(library, person="Anna")
    assert [entry.summary for entry in history(library)] == [
        "Renamed Anna to Dora",
        "Merged Cleo into Anna",
        "Named group 4 Anna",
        "Merged Ben into group 12",
        "Named group 3 Cleo",
        "Named group 2 Ben",
    ]
    undo_and_redo_everything(library)


def test_who_was_merged_by_mistake_can_still_come_back(library: Library) -> None:
    name_person(library, person=2, name="Ben")
    name_person(library, person=1, name=NAME)
    merge_people(library, target=NAME, sources=["Ben"])
    # Two of Ben's faces turn out to be somebody else's.
    move_faces(library, faces=[5, 6], to=NewPerson("Cleo"))
    forget_person(library, person=NAME)
    assert [entry.summary for entry in history(library)] == [
        "Moved 2 faces to Cleo",
        "Merged Ben into somebody forgotten",
        "Named group 2 Ben",
    ]
    undo(library)
    undo(library)
    assert members(library) == {2: {5, 6}, 3: {8, 9, 10}, 4: {11, 12}}
    assert scalar(library, "SELECT name FROM person WHERE id = 2") == "Ben"
    redo(library)
    redo(library)
    undo_and_redo_everything(library)


def test_a_merge_that_was_undone_says_nothing(library: Library) -> None:
    name_person(library, person=2, name="Ben")
    merge_people(library, target=1, sources=["Ben"])
    undo(library)
    assert forget_person(library, person=1).faces == 4
    assert scalar(library, "SELECT name FROM person WHERE id = 2") == "Ben"
    assert members(library)[2] == {5, 6, 7}
    assert [entry.summary for entry in history(library)] == ["Named group 2 Ben"]


def test_a_deleted_face_of_somebody_else_can_still_come_back(library: Library) -> None:
    erase_faces(library, faces=[1, 5])
    vectors = vectors_of(library, "face.person_id = 1")
    assert forget_person(library, person=1).faces == 3
    assert scalar(library, "SELECT count(*) FROM erasure") == 5
    undo(library)
    assert 5 in assignments(library)
    assert 1 not in assignments(library)
    assert scalar(library, "SELECT count(*) FROM embedding WHERE face_id = 5") == 1
    # The place of the forgotten face stays empty.
    assert scalar(library, "SELECT count(*) FROM erasure WHERE photo_id = 1") == 1
    assert scalar(library, "SELECT count(*) FROM erasure WHERE photo_id = 5") == 0
    assert vectors_of(library).isdisjoint(vectors)


def test_a_face_that_is_somebody_elses_by_now_stays(library: Library) -> None:
    """Also where the history has its embedding from when it was theirs."""
    name_person(library, person=3, name="Ben")
    draw_face(library, photo=5, face=drawn(101), to=1)
    draw_face(library, photo=6, face=drawn(102), to=1)
    move_faces(library, faces=[13], to="Ben")
    reject_faces(library, faces=[14], person=1)
    done = forget_person(library, person=1)
    assert (done.faces, done.proof) == (4, ())
    assert assignments(library)[13] == (3, True)
    assert assignments(library)[14] == (None, False)
    assert len(vectors_of(library, "face.id > 12")) == 2
    undo_and_redo_everything(library)


def test_a_face_that_only_an_undone_action_has_goes(library: Library, tmp_path: Path) -> None:
    draw_face(library, photo=5, face=drawn(101), to=1)
    vectors = vectors_of(library, "face.id = 13")
    undo(library)
    run(library, "DELETE FROM face WHERE id = 13")
    assert files_with(tmp_path, vectors) != set()
    with library.read() as session:
        assert vectors <= discover(session.connection(), 1).vectors
    assert forget_person(library, person=1).proof == ()
    assert files_with(tmp_path, vectors) == set()


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


@pytest.mark.parametrize(
    ("sentence", "forgotten", "others", "expected"),
    [
        ("Named group 12 Anna", {"Anna"}, set(), "Named group 12 somebody forgotten"),
        ("Moved 3 faces to Anna Smith", {"Anna"}, {"Anna Smith"}, "Moved 3 faces to Anna Smith"),
        ("Merged Anna, Anna Smith into Ann", {"Anna"}, {"Anna Smith"}, "Merged {}, Anna Smith into Ann"),
        ("Moved 1 face to Annabel", {"Anna"}, set(), "Moved 1 face to Annabel"),
        ("Merged group 1 into group 12", {"group 1"}, set(), "Merged {} into group 12"),
        ("Noted that C++ (x|y) is not C", {"C++ (x|y)"}, {"C"}, "Noted that {} is not C"),
        ("Named group 3 安娜", {"安娜"}, set(), "Named group 3 {}"),
        ("Moved 1 face to Anna", {"Anna"}, {"Anna"}, "Moved 1 face to {}"),
    ],
)
def test_names_in_sentences(sentence: str, forgotten: set[str], others: set[str], expected: str) -> None:
    assert without(sentence, forgotten, others) == expected.format("somebody forgotten")


def test_a_name_that_somebody_else_has_today_stays_theirs(library: Library) -> None:
    name_person(library, person=1, name="Anna")
    name_person(library, person=1, name=NAME)
    name_person(library, person=2, name="Anna")
    move_faces(library, faces=[11], to="Anna")
    done = forget_person(library, person=NAME)
    assert done.proof == ()
    assert [entry.summary for entry in history(library)] == ["Moved 1 face to Anna", "Named group 2 Anna"]
    undo_and_redo_everything(library)


def test_a_sentence_whose_rows_are_gone_names_nobody(library: Library) -> None:
    name_person(library, person=1, name=NAME)
    move_faces(library, faces=[8], to=NAME)
    undo(library)
    run(library, "DELETE FROM photo WHERE id = 8")
    redo(library)
    assert history(library)[0].summary == f"Moved 1 face to {NAME}"
    assert scalar(library, "SELECT changes FROM action ORDER BY id DESC LIMIT 1") == "[]"
    assert forget_person(library, person=NAME).proof == ()
    assert history(library) == []


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


# Crops.


def crop(seed: int) -> Crop:
    return Crop(np.random.default_rng(seed).bytes(3000), None)


def test_crops_go_too(library: Library, tmp_path: Path) -> None:
    with CropStore(library) as store:
        store.put({face: crop(face) for face in range(1, 13)})
        done = forget_person(library, person=1)
        assert done.proof == ()
        assert sorted(store.get(range(1, 13))) == list(range(5, 13))
    pieces = {crop(face).jpeg[at : at + 64] for face in range(1, 5) for at in range(0, 2900, 100)}
    assert files_with(tmp_path, pieces) == set()
    assert files_with(tmp_path, [crop(5).jpeg[100:164]]) != set()


def test_the_proof_finds_crops(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with CropStore(library) as store:
        store.put({face: crop(face) for face in range(1, 13)})
    monkeypatch.setattr(CropStore, "delete", lambda store, faces: 0)
    said = " ".join(forget_person(library, person=1).proof)
    assert "library.db.crops still has 4 of the crops." in said
    assert "library.db.crops still has bytes of 4 of the crops." in said


# What can come between.


def test_a_reader_delays_it_and_a_second_call_finishes(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = live(library)
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.1)
    with Library.open(library.path) as other, other.read() as reading:
        assert reading.execute(text("SELECT count(*) FROM face")).scalar() == 12
        with pytest.raises(ForgettingUnfinishedError, match="Another Familiar is working on") as raised:
            forget_person(library, person=NAME)
        # Gone from the tables, but not from the files.
        with pytest.raises(PersonNotFoundError):
            forget_person(library, person=NAME)
        assert files_with(tmp_path, vectors) != set()
        assert forgetting_unfinished(library)
        assert prove_forgotten(library, raised.value.subject) != []
        with pytest.raises(ForgettingUnfinishedError):
            finish_forgetting(library, raised.value.subject)
    assert finish_forgetting(library, raised.value.subject) == ()
    assert not forgetting_unfinished(library)
    assert files_with(tmp_path, vectors | {"Zdenka"}) == set()


def test_another_run_finishes_what_was_killed(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = live(library)
    with CropStore(library) as store:
        store.put({face: crop(face) for face in range(1, 13)})

    class KilledError(BaseException):
        pass

    def kill(library: Library, subject: Subject) -> tuple[str, ...]:
        raise KilledError

    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_finish", kill)
        with pytest.raises(KilledError):
            forget_person(library, person=NAME)
    with Library.open(library.path) as again:
        assert forgetting_unfinished(again)
        # Forgetting the next one finishes both.
        assert forget_person(again, person=4).proof == ()
        assert not forgetting_unfinished(again)
        assert finish_forgetting(again) == ()
        with CropStore(again) as store:
            assert sorted(store.get(range(1, 14))) == [3, 4, 9, 10]
    assert files_with(tmp_path, vectors | {crop(1).jpeg[2000:2064]}) == set()


def test_finishing_alone_looks_for_rows_and_crops(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with CropStore(library) as store:
        store.put({1: crop(1)})
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_finish", lambda library, subject: ())
        forget_person(library, person=1)
    assert finish_forgetting(library) == ()
    with CropStore(library) as store:
        assert store.get([1]) == {}


def test_an_error_changes_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    live(library)
    before, entries = everything(library), history(library)

    def fail(*_: object) -> None:
        raise errors.LibraryUnwritableError("The disk is full.")

    monkeypatch.setattr(forgetting, "_delete_faces", fail)
    with pytest.raises(errors.LibraryUnwritableError):
        forget_person(library, person=1)
    assert (everything(library), history(library)) == (before, entries)
    assert not forgetting_unfinished(library)


def test_nothing_is_done_while_a_job_runs(library: Library) -> None:
    before = everything(library)
    with library.job_lock(), pytest.raises(errors.LibraryBusyError):
        forget_person(library, person=1)
    assert everything(library) == before


def test_discovering_and_scrubbing_are_settled_after_once(library: Library) -> None:
    """What was forgotten cannot be discovered again, so a second scrubbing finds nothing to do."""
    live(library)
    with library.read() as session:
        subject = discover(session.connection(), 1)
    assert subject.people == {1, 2}
    assert subject.faces == {1, 2, 5, 6, 7, 8, 13}
    assert {NAME, FORMER, MERGED} <= subject.names
    forget_person(library, person=1)
    with library.write() as session:
        assert scrub(session.connection(), replace(subject)) == 0
