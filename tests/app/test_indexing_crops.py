"""Indexing keeps a crop of every face, and never fails or rereads a photo for the sake of one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from makers.dying import dying_at
from makers.fake_photos import RECOGNISER, FakeAnalyser, World, crop_of, dump, other_model, photo

from app.indexing import forget_missing
from app.library.crops import CropStore
from app.library.errors import LibraryUnwritableError
from engine.crops import Crop


def kept(world: World) -> dict[int, str]:
    """Return whose crop every face has, faces that are no more included."""
    with CropStore(world.library) as store:
        return {face: crop_of(crop) for face, crop in store.get(range(1, 2000)).items()}


def sides(world: World) -> dict[int, float]:
    """Return how far the eyes are apart in every crop: 0.4 of the face's width."""
    with CropStore(world.library) as store:
        found = store.get(range(1, 2000))
    return {
        face: float(np.ptp(crop.landmarks[:2, 0]) / 0.4)
        for face, crop in found.items()
        if crop.landmarks is not None
    }


def test_every_new_face_has_a_crop(world: World) -> None:
    names = [[f"{number} {at}" for at in range(number % 4)] for number in range(50)]
    for number, faces in enumerate(names):
        places = [(name, 10.0 + 90 * at, 10.0, 50.0) for at, name in enumerate(faces)]
        world.put(f"{number:02}.jpg", photo(*places, salt=number))
    world.put("bad.jpg", b"rubbish")
    world.index()
    found = kept(world)
    assert list(found) == [row["id"] for row in world.rows("face")]
    assert list(found.values()) == [name for faces in names for name in faces]
    assert set(sides(world).values()) == {50}


def test_a_copy_of_a_photo_has_copies_of_its_crops(world: World) -> None:
    content = photo(("anna", 10, 10, 50), ("ben", 200, 10, 50))
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        world.put(name, content)
    assert world.index().duplicates == 2
    world.put("later.jpg", content)
    assert world.index().duplicates == 1
    assert world.analyser.analysed == []
    assert list(kept(world).values()) == ["anna", "ben"] * 4


def test_the_crops_of_a_changed_photo_are_those_of_its_new_content(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", 200, 10, 50), ("cem", 300, 10, 50)))
    world.index()
    world.name_face(3, "Cem")
    world.put("a.jpg", photo(("anna", 12, 10, 55), ("dora", 100, 150, 60), salt="edited"))
    assert world.index().changed == 1
    # Anna is where she was, Ben is gone, Cem is gone too but was named, Dora is new.
    assert [row["id"] for row in world.rows("face")] == [1, 3, 4]
    assert kept(world) == {1: "anna", 3: "cem", 4: "dora"}
    assert sides(world) == pytest.approx({1: 55, 3: 50, 4: 60})
    world.put("a.jpg", b"rubbish")
    world.index()
    assert kept(world) == {1: "anna", 3: "cem", 4: "dora"}


def test_moving_changes_no_crop(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.index()
    before = (world.folder.parent / "library.db.crops").read_bytes()
    (world.folder / "a.jpg").rename(world.folder / "b.jpg")
    assert world.index().moved == 1
    assert (world.folder.parent / "library.db.crops").read_bytes() == before


def test_without_its_crops_an_unchanged_library_opens_no_photo(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        world.put(f"{number}.jpg", photo(("anna", 10, 10, 50), salt=number))
    world.index()
    crops = world.folder.parent / "library.db.crops"
    assert not list(crops.parent.glob("library.db.crops-*"))
    crops.unlink()

    def refuse(path: str) -> bytes:
        raise AssertionError(f"{path} was opened")

    with monkeypatch.context() as patch:
        patch.setattr("engine.image.read_bytes", refuse)
        assert world.index().unchanged == 5
    assert not crops.exists()
    # A photo that is looked at for another reason gets its crops again.
    world.put("2.jpg", photo(("anna", 10, 10, 50), salt="edited"))
    world.index()
    assert kept(world) == {3: "anna"}


def test_embedding_anew_adds_the_crops_that_lack(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", 200, 10, 70)))
    world.put("b.jpg", photo(("cem", 10, 10, 50)))
    world.index()
    with CropStore(world.library) as store:
        store.delete([2])
    cut: list[str] = []

    class Watching(FakeAnalyser):
        def cut(self, *args: object, name: str, **more: object) -> tuple[Crop, ...]:
            cut.append(Path(name).name)
            return super().cut(*args, name=name, **more)  # type: ignore[arg-type]

    card = other_model(RECOGNISER)
    report = world.index(recogniser=card, analyser=Watching(card.name))
    assert (report.embedded, report.embedded_from_crops, report.not_embedded) == (3, 0, 0)
    assert cut == ["a.jpg"]
    assert kept(world) == {1: "anna", 2: "ben", 3: "cem"}
    assert sides(world) == pytest.approx({1: 50, 2: 70, 3: 50})


def test_forgetting_missing_photos_forgets_their_crops(world: World) -> None:
    for name in "abc":
        world.put(f"{name}.jpg", photo((name, 10, 10, 50)))
    world.index()
    (world.folder / "b.jpg").unlink()
    world.index()
    assert list(kept(world).values()) == ["a", "b", "c"]
    assert forget_missing(world.library) == 1
    assert list(kept(world).values()) == ["a", "c"]


def put_that(raises: BaseException, at: int) -> Callable[[CropStore, Mapping[int, Crop]], None]:
    """Return a `CropStore.put` that raises when called for the `at`-th time, counted from 0."""
    put, calls = CropStore.put, 0

    def instead(store: CropStore, crops: Mapping[int, Crop]) -> None:
        nonlocal calls
        calls += 1
        if calls == at + 1:
            raise raises
        put(store, crops)

    return instead


def test_a_crash_between_faces_and_crops_loses_crops_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.indexing.pipeline.BATCH_FILES", 4)
    for number in range(12):
        world.put(f"{number:02}.jpg", photo((f"{number}", 10, 10, 50), salt=number))
    with monkeypatch.context() as patch:
        patch.setattr(CropStore, "put", put_that(SystemExit("killed"), 1))
        with pytest.raises(SystemExit):
            world.index()
    assert len(world.rows("face")) == 8
    report = world.index()
    assert (report.unchanged, report.new) == (8, 4)
    assert len(world.analyser.analysed) == 4
    assert kept(world) == {face: f"{face - 1}" for face in (1, 2, 3, 4, 9, 10, 11, 12)}


@pytest.mark.parametrize("kill_at", [1, 2, 3])
def test_a_crash_before_the_faces_are_in_leaves_no_crop_of_others(
    world: World, kill_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.indexing.pipeline.BATCH_FILES", 4)
    for number in range(12):
        world.put(f"{number:02}.jpg", photo((f"{number}", 10, 10, 50), salt=number))
    with dying_at(world.library, kill_at + 1):
        world.index()
    assert list(kept(world)) == [row["id"] for row in world.rows("face")]
    world.index()
    assert kept(world) == {face: f"{face - 1}" for face in range(1, 13)}


def test_a_full_disk_for_crops_stops_no_run(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        world.put(f"{number}.jpg", photo((f"{number}", 10, 10, 50), salt=number))
    monkeypatch.setattr(CropStore, "put", put_that(LibraryUnwritableError("the disk is full"), 0))
    with caplog.at_level(logging.WARNING):
        assert world.index().new == 3
    assert "the disk is full" in caplog.text
    assert len(world.rows("embedding")) == 3
    assert kept(world) == {}


def test_another_programs_file_in_its_place_stops_no_run(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    (world.folder.parent / "library.db.crops").mkdir()
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.index()
    card = other_model(RECOGNISER)
    with caplog.at_level(logging.WARNING):
        report = world.index(recogniser=card, analyser=FakeAnalyser(card.name))
    assert (report.embedded, len(world.rows("embedding"))) == (1, 2)
    assert "library.db.crops" in caplog.text


def test_damaged_crops_change_nothing_in_the_library(world: World) -> None:
    for number in range(6):
        world.put(f"{number}.jpg", photo((f"{number}", 10, 10, 50), salt=number))
    world.index()
    world.name_face(2, "Two")
    before = dump(world.library)
    (world.folder.parent / "library.db.crops").write_bytes(b"damaged" * 5000)
    assert world.index().unchanged == 6
    assert dump(world.library) == before
    assert kept(world) == {}
    world.put("new.jpg", photo(("new", 10, 10, 50)))
    world.index()
    assert kept(world) == {7: "new"}
