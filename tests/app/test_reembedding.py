"""A change of recogniser: every face is embedded anew, from photo or crop, and nothing said is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from makers.command_line import CommandLine
from makers.dying import dying_at
from makers.fake_photos import DETECTOR, RECOGNISER, FakeAnalyser, World, other_model, photo, vector
from numpy.typing import NDArray
from sqlalchemy import select

from app.cli import index as cli_index
from app.indexing import CancelToken, IndexReport, Progress, Stage, add_roots
from app.library.crops import CropStore
from app.library.embeddings import drop_other_embeddings, unembedded_count
from app.library.settings import RECOGNISER as RECOGNISER_SETTING
from app.library.settings import set_setting
from app.library.store import Library
from app.library.tables import Model
from engine.crops import Crop
from engine.embedding import pack
from engine.models import ModelCard

CARD = other_model(RECOGNISER)
MOMENT = "2024-05-06T07:08:09.123456+00:00"
#: What the user said; indexing writes nothing else into these columns.
SAID = {
    "face": ("id", "photo_id", "person_id", "confirmed_at", "ignored_at"),
    "person": ("id", "name", "sort_name", "birthday", "cover_face_id", "ignored_at", "notes", "created_at"),
    "rejection": ("id", "face_id", "person_id", "other_person_id", "created_at"),
}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with Library.open(tmp_path / "library.db") as library:
        yield World.make(tmp_path, library)


def fill(world: World, count: int = 12) -> None:
    """Index photos of two faces each, and say something of some of them."""
    for number in range(count):
        world.put(f"{number:02}.jpg", photo((f"{number}", 10, 10, 50), ("x", 200, 10, 50), salt=number))
    world.index()
    anna, ben = world.name_face(1, "Anna"), world.name_face(3, "Ben")
    world.sql("UPDATE face SET person_id = :p WHERE id IN (5, 7)", p=anna)
    world.sql("UPDATE person SET cover_face_id = 5, notes = 'aunt' WHERE id = :p", p=anna)
    world.sql("INSERT INTO person (created_at, ignored_at) VALUES (:m, :m)", m=MOMENT)
    world.sql("INSERT INTO person (created_at) VALUES (:m)", m=MOMENT)
    world.sql("UPDATE face SET person_id = 3 WHERE id IN (2, 4, 6)")
    world.sql("UPDATE face SET person_id = 4 WHERE id IN (8, 10)")
    world.sql("UPDATE face SET ignored_at = :m WHERE id = 9", m=MOMENT)
    world.sql("INSERT INTO rejection (face_id, person_id, created_at) VALUES (11, :p, :m)", p=anna, m=MOMENT)
    world.sql(
        "INSERT INTO rejection (person_id, other_person_id, created_at) VALUES (:a, :b, :m)",
        a=anna,
        b=ben,
        m=MOMENT,
    )


def said(world: World) -> dict[str, list[dict[str, Any]]]:
    found = {
        table: [{key: row[key] for key in keys} for row in world.rows(table)] for table, keys in SAID.items()
    }
    assert any(row["confirmed_at"] for row in found["face"])
    assert len(found["rejection"]) == 2
    return found


def anew(world: World, **options: Any) -> IndexReport:
    """Index with the other recogniser."""
    return world.index(
        recogniser=CARD, analyser=options.pop("analyser", None) or FakeAnalyser(CARD.name), **options
    )


def counts(report: IndexReport) -> tuple[int, int, int]:
    return report.embedded, report.embedded_from_crops, report.not_embedded


def model_id(library: Library, card: ModelCard) -> int:
    with library.read() as session:
        found = session.scalar(select(Model.id).where(Model.sha256 == bytes.fromhex(card.file.sha256)))
    assert found is not None
    return found


def embedded_as(world: World, card: ModelCard) -> dict[int, bytes]:
    return {
        row["face_id"]: row["vector"]
        for row in world.rows("embedding", model_id=model_id(world.library, card))
    }


def expected(card: ModelCard, count: int = 12) -> dict[int, bytes]:
    """Return the embeddings of the faces that `fill` makes."""
    names = [name for number in range(count) for name in (f"{number}", "x")]
    return {face: pack(vector(name, card.name)).tobytes() for face, name in enumerate(names, 1)}


def test_from_the_photos_where_they_are(world: World) -> None:
    fill(world)
    before = said(world)
    assert counts(anew(world)) == (24, 0, 0)
    assert world.analyser.cropped == []
    assert embedded_as(world, CARD) == expected(CARD)
    assert embedded_as(world, RECOGNISER) == expected(RECOGNISER)
    assert said(world) == before
    assert counts(anew(world)) == (0, 0, 0)
    assert (world.analyser.embedded, world.analyser.analysed) == ([], [])


def test_from_crops_where_the_drive_is_away(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.indexing.progress.REPORT_EVERY_S", 0.0)
    fill(world)
    before, photos = said(world), world.rows("photo")
    shutil.move(world.folder, world.folder.with_name("unplugged"))
    told: list[Progress] = []
    report = anew(world, on_progress=told.append)
    assert counts(report) == (0, 24, 0)
    assert report.offline == (str(world.folder),)
    assert (world.analyser.embedded, len(world.analyser.cropped)) == ([], 24)
    assert embedded_as(world, CARD) == expected(CARD)
    assert embedded_as(world, RECOGNISER) == expected(RECOGNISER)
    assert (said(world), world.rows("photo")) == (before, photos)
    last = [progress for progress in told if progress.stage is Stage.EMBEDDING_CROPS][-1]
    assert (last.done, last.total, last.failed) == (24, 24, 0)
    # The drive is back: all is done already.
    shutil.move(world.folder.with_name("unplugged"), world.folder)
    assert counts(anew(world)) == (0, 0, 0)
    assert world.analyser.embedded == []


def test_missing_changed_and_unreadable_photos(world: World) -> None:
    fill(world)
    world.index()
    before = said(world)
    world.folder.joinpath("00.jpg").unlink()
    world.put("01.jpg", b"rubbish")
    report = anew(world)
    assert (report.missing, report.changed) == (1, 1)
    assert counts(report) == (20, 4, 0)
    assert embedded_as(world, CARD) == expected(CARD)
    assert said(world) == before
    # Changed after the walk: what the library knows of it is what the crop shows.
    world.sql(
        "DELETE FROM embedding WHERE model_id = :m AND face_id IN (7, 8, 9)", m=model_id(world.library, CARD)
    )
    world.sql("UPDATE photo SET sha256 = zeroblob(32) WHERE path = '03.jpg'")
    assert counts(anew(world)) == (1, 2, 0)
    assert embedded_as(world, CARD) == expected(CARD)
    assert said(world) == before


def test_a_photo_that_fails_is_embedded_from_crops(world: World) -> None:
    fill(world)

    class Failing(FakeAnalyser):
        def embed(self, data: bytes, *, name: str, landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
            if name.endswith("02.jpg"):
                raise ValueError("the landmarks of a face coincide")
            return super().embed(data, name=name, landmarks=landmarks)

    report = anew(world, analyser=Failing(CARD.name))
    assert (counts(report), report.problems) == ((22, 2, 0), {"internal": 1})
    assert embedded_as(world, CARD) == expected(CARD)


def test_with_neither_photo_nor_crop_the_old_embedding_stays(world: World) -> None:
    fill(world)
    before = said(world)
    with CropStore(world.library) as store:
        store.delete([1])
        (crop,) = store.get([3]).values()
        store.put({3: Crop(b"not a picture", crop.landmarks), 5: Crop(crop.jpeg, None)})
    for number in range(3):
        world.folder.joinpath(f"{number:02}.jpg").unlink()
    assert counts(anew(world)) == (18, 3, 3)
    left = expected(CARD)
    for face in (1, 3, 5):
        del left[face]
    assert embedded_as(world, CARD) == left
    assert embedded_as(world, RECOGNISER) == expected(RECOGNISER)
    assert said(world) == before
    with world.library.write() as session:
        assert unembedded_count(session, model_id(world.library, CARD)) == 3
        assert drop_other_embeddings(session, model_id(world.library, CARD)) == 0
    # One of the photos is found again.
    world.put("elsewhere/0.jpg", photo(("0", 10, 10, 50), ("x", 200, 10, 50), salt=0))
    assert counts(anew(world)) == (1, 0, 2)
    assert said(world) == before


def test_roots_that_are_not_looked_at_wait(world: World, tmp_path: Path) -> None:
    """Their photos are there, so their faces are not embedded from crops."""
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", 200, 10, 50)))
    second = tmp_path / "second"
    second.mkdir()
    (root,) = add_roots(world.library, [second])
    for number in range(3):
        (second / f"{number}.jpg").write_bytes(photo(("cem", 10, 10, 50), salt=f"second {number}"))
    world.index()
    assert counts(anew(world, roots=[world.root_id])) == (2, 0, 3)
    (second / "0.jpg").unlink()
    world.index(roots=[root.id])
    assert counts(anew(world, roots=[world.root_id])) == (0, 1, 2)
    shutil.move(second, tmp_path / "away")
    world.index(roots=[root.id])
    assert counts(anew(world, roots=[world.root_id])) == (0, 2, 0)


@pytest.mark.parametrize("away", [False, True], ids=["from photos", "from crops"])
def test_cancelled_half_way_and_resumed(world: World, away: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.indexing.pipeline.BATCH_FILES", 2)
    monkeypatch.setattr("app.indexing.from_crops._TOGETHER", 2)
    monkeypatch.setattr("app.indexing.progress.REPORT_EVERY_S", 0.0)
    fill(world, 40)
    before = said(world)
    if away:
        shutil.move(world.folder, world.folder.with_name("unplugged"))
    done = 0
    for stop_at in (10, 24):
        token = CancelToken()

        def watch(progress: Progress, token: CancelToken = token, stop_at: int = stop_at) -> None:
            if progress.stage in {Stage.EMBEDDING, Stage.EMBEDDING_CROPS} and progress.done >= stop_at // 2:
                token.cancel()

        report = anew(world, on_progress=watch, token=token)
        assert report.cancelled
        assert 0 < report.embedded + report.embedded_from_crops < 80 - done
        done += report.embedded + report.embedded_from_crops
        assert report.not_embedded == 80 - done
        assert len(embedded_as(world, CARD)) == done
        # Neither recogniser's work is lost.
        assert embedded_as(world, RECOGNISER) == expected(RECOGNISER, 40)
        assert said(world) == before
        with world.library.write() as session:
            assert drop_other_embeddings(session, model_id(world.library, CARD)) == 0
    report = anew(world)
    assert counts(report) == ((0, 80 - done, 0) if away else (80 - done, 0, 0))
    assert len(world.analyser.cropped if away else world.analyser.embedded) < 80
    assert embedded_as(world, CARD) == expected(CARD, 40)
    assert said(world) == before


@pytest.mark.parametrize("kill_at", range(8))
def test_killed_at_any_transaction(world: World, kill_at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.indexing.pipeline.BATCH_FILES", 3)
    monkeypatch.setattr("app.indexing.from_crops._TOGETHER", 2)
    fill(world)
    world.folder.joinpath("00.jpg").unlink()
    world.folder.joinpath("05.jpg").unlink()
    world.index()
    before = said(world)
    with dying_at(world.library, kill_at):
        anew(world)
    assert embedded_as(world, RECOGNISER) == expected(RECOGNISER)
    assert said(world) == before
    anew(world)
    assert embedded_as(world, CARD) == expected(CARD)
    assert said(world) == before


def test_other_embeddings_are_dropped_once_all_are_there(world: World) -> None:
    fill(world)
    before = said(world)
    for number in range(4):
        world.folder.joinpath(f"{number:02}.jpg").unlink()
    anew(world)
    new, old = model_id(world.library, CARD), model_id(world.library, RECOGNISER)
    with world.library.write() as session:
        assert (unembedded_count(session, new), unembedded_count(session, old)) == (0, 0)
    world.sql("DELETE FROM embedding WHERE face_id = 20 AND model_id = :m", m=new)
    with world.library.write() as session:
        assert (unembedded_count(session, new), unembedded_count(session, old)) == (1, 0)
        assert drop_other_embeddings(session, new) == 0
    assert embedded_as(world, RECOGNISER) == expected(RECOGNISER)
    anew(world)
    with world.library.write() as session:
        assert drop_other_embeddings(session, new) == 24
        assert drop_other_embeddings(session, new) == 0
        assert (unembedded_count(session, new), unembedded_count(session, old)) == (0, 24)
    assert embedded_as(world, RECOGNISER) == {}
    assert embedded_as(world, CARD) == expected(CARD)
    assert said(world) == before
    # Back to the former one: as with any other.
    assert counts(world.index()) == (16, 8, 0)
    assert embedded_as(world, RECOGNISER) == expected(RECOGNISER)


def test_the_command_line_tells_of_both(
    familiar: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.jpg").write_bytes(photo((f"{number}", 10, 10, 50), salt=number))
    monkeypatch.setattr(cli_index, "analyser_factory", lambda *_, **__: FakeAnalyser)
    monkeypatch.setattr("app.grouping.group", lambda *_, **__: None)
    familiar.good("index", folder)
    for number in (1, 2):
        (folder / f"{number}.jpg").unlink()
    with Library.open(familiar.library) as library:
        with CropStore(library) as store:
            store.delete([3])
        with library.write() as session:
            set_setting(session, RECOGNISER_SETTING, CARD.name)
    monkeypatch.setattr(cli_index, "chosen_models", lambda *_: (DETECTOR, CARD))
    out = familiar.good("index")
    assert "3 faces embedded anew, 1 of them from kept crops.\n" in out
    assert "1 face not embedded anew, because neither the photo nor a crop is there. Names stay;" in out
    assert " found in " not in out
