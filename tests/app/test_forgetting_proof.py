"""Forgetting somebody is proved, and finished also where something comes between."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import pytest
from makers.forgetting import NAME, drawn, files_with, live, vectors_of
from makers.libraries import everything
from sqlalchemy import text

from app.library import connection, errors
from app.library.crops import CropStore
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.library.tables import Setting
from app.library.thumbnails import Thumbnail, ThumbnailStore
from app.operations import (
    ForgettingUnfinishedError,
    draw_face,
    erase_faces,
    finish_forgetting,
    forget_person,
    forgetting,
    forgetting_unfinished,
    history,
    move_faces,
    prove_forgotten,
    reject_faces,
    undo,
)
from app.operations.subject import Subject, discover
from engine.crops import Crop


@pytest.fixture
def library(four_groups: Library) -> Library:
    return four_groups


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


# Crops.


def crop(seed: int) -> Crop:
    return Crop(np.random.default_rng(seed).bytes(3000), None)


def test_crops_go_too(library: Library, tmp_path: Path) -> None:
    with CropStore(library) as store:
        store.put({face: crop(face) for face in range(1, 13)})
        store.put_large({face: crop(100 + face) for face in range(1, 13)})
        done = forget_person(library, person=1)
        assert done.proof == ()
        assert sorted(store.get(range(1, 13))) == list(range(5, 13))
        assert sorted(store.get_large(range(1, 13))) == list(range(5, 13))
    seeds = [seed + face for seed in (0, 100) for face in range(1, 5)]
    pieces = {crop(seed).jpeg[at : at + 64] for seed in seeds for at in range(0, 2900, 100)}
    assert files_with(tmp_path, pieces) == set()
    assert files_with(tmp_path, [crop(5).jpeg[100:164]]) != set()


def test_the_proof_finds_crops(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with CropStore(library) as store:
        store.put({face: crop(face) for face in range(1, 13)})
        store.put_large({1: crop(101)})
    monkeypatch.setattr(CropStore, "delete", lambda store, faces: 0)
    said = " ".join(forget_person(library, person=1).proof)
    assert "library.db.crops still has 4 of the crops." in said
    assert "library.db.crops still has bytes of 5 of the crops." in said


# Thumbnails.


def thumbnail(photo: int, side: int = 256) -> Thumbnail:
    return Thumbnail(photo, side, bytes([photo]) * 32, np.random.default_rng([photo, side]).bytes(7000))


def pieces_of(photos: Iterable[int]) -> set[bytes]:
    """Pieces of the thumbnails of photos, from all over them."""
    pictures = [thumbnail(photo, side).jpeg for photo in photos for side in (256, 1024)]
    return {picture[at : at + 64] for picture in pictures for at in range(0, 6900, 100)}


def kept_photos(library: Library) -> list[int]:
    with ThumbnailStore(library) as store:
        return sorted({kept.photo_id for kept in store.kept(range(100))})


def put_thumbnails(library: Library, photos: Iterable[int] = range(1, 13)) -> None:
    with ThumbnailStore(library) as store:
        store.put(thumbnail(photo, side) for photo in photos for side in (256, 1024))


def test_thumbnails_of_photos_they_were_in_go_too(library: Library, tmp_path: Path) -> None:
    # Of each photo there was another thumbnail before, of which the file still has bytes.
    for _ in range(2):
        put_thumbnails(library)
    with library.read() as session:
        assert discover(session.connection(), 1).photos == {1, 2, 3, 4}
    assert files_with(tmp_path, pieces_of(range(1, 5))) != set()
    done = forget_person(library, person=1)
    assert done.proof == ()
    assert kept_photos(library) == list(range(5, 13))
    assert files_with(tmp_path, pieces_of(range(1, 5))) == set()
    assert files_with(tmp_path, pieces_of([5])) != set()


def test_thumbnails_of_deleted_faces_and_of_copies_go_too(library: Library) -> None:
    # Face 2 was deleted, which undoing would bring back; photo 9 is a copy of 3, where nobody was found.
    erase_faces(library, faces=[2])
    with library.write() as session:
        session.execute(text("UPDATE photo SET sha256 = zeroblob(32) WHERE id IN (3, 9)"))
        session.execute(text("DELETE FROM photo WHERE id = 4"))
    # Face 5 was theirs for a time; face 6 was drawn and that was undone.
    move_faces(library, faces=[5], to=1)
    move_faces(library, faces=[5], to=2)
    draw_face(library, photo=12, face=drawn(99), to=1)
    undo(library)
    put_thumbnails(library)
    assert forget_person(library, person=1).proof == ()
    assert kept_photos(library) == [4, 5, 6, 7, 8, 10, 11, 12]


def test_the_proof_finds_thumbnails(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    put_thumbnails(library)
    monkeypatch.setattr(ThumbnailStore, "delete", lambda store, photos: 0)
    said = " ".join(forget_person(library, person=1).proof)
    assert "library.db.thumbnails still has 8 of the thumbnails." in said
    assert "library.db.thumbnails still has bytes of 8 of the thumbnails." in said


def test_the_proof_finds_bytes_of_thumbnails(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    put_thumbnails(library)
    monkeypatch.setattr(ThumbnailStore, "compact", lambda store: None)
    said = " ".join(forget_person(library, person=1).proof)
    assert "still has 8 of the thumbnails." not in said
    assert "still has bytes of 8 of the thumbnails." in said


def test_finishing_alone_drops_thumbnails(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    put_thumbnails(library)
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_finish", lambda library, subject: ())
        forget_person(library, person=1)
        forget_person(library, person=4)
    assert kept_photos(library) == list(range(1, 13))
    assert finish_forgetting(library) == ()
    assert kept_photos(library) == list(range(5, 11))


def test_what_was_begun_before_there_were_thumbnails_is_finished(library: Library) -> None:
    put_thumbnails(library)
    with library.write() as session:
        pending = {"people": [99], "faces": [1]}
        session.add(Setting(key="forgetting.unfinished", value=json.dumps(pending)))
    assert "table face" in " ".join(finish_forgetting(library))
    assert not forgetting_unfinished(library)
    assert kept_photos(library) == list(range(1, 13))


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
