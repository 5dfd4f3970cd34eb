"""Pictures for whoever shows a library: kept ones first, fresh ones always, and something from far away."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from makers.drawn_faces import box_of_face, photo_of_face
from makers.image_files import STORED, exif_block, noise, photo
from numpy.typing import NDArray
from sqlalchemy import text

from app.library import pictures as module
from app.library.crops import CropStore
from app.library.pictures import PictureSupplier
from app.library.store import Library
from app.library.tables import Face, Model, Photo, Root
from app.library.thumbnails import ThumbnailStore
from engine.crops import LARGE_SIDE, MOST_SIDE, Crop, cut
from engine.image import decode
from engine.pictures import face_picture

Pixels = NDArray[np.uint8]

#: Where the landmarks lie in a box of size 1.
FIVE = np.array([(0.3, 0.4), (0.7, 0.4), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8)])
BOX = box_of_face(200, 60, 90)
RED, GREEN, BLUE = (200, 30, 40), (30, 180, 50), (40, 50, 190)


def plain(colour: tuple[int, int, int], size: tuple[int, int] = (600, 400)) -> bytes:
    return photo("JPEG", np.full((size[1], size[0], 3), colour, np.uint8))


def pixels_of(jpeg: bytes | None) -> Pixels:
    assert jpeg is not None
    return decode(jpeg, name="a picture").pixels


def colour_of(jpeg: bytes | None) -> tuple[int, ...]:
    """The nearest of the three colours to that of a picture."""
    mean = pixels_of(jpeg).mean((0, 1))
    return min((RED, GREEN, BLUE), key=lambda colour: float(abs(mean - colour).sum()))


@dataclass
class World:
    """A folder of photos and a library that knows them, as indexing leaves it."""

    folder: Path
    library: Library
    crops: CropStore
    thumbnails: ThumbnailStore

    @property
    def supplier(self) -> PictureSupplier:
        return PictureSupplier(self.library, self.crops, self.thumbnails)

    def put(self, name: str, data: bytes) -> Path:
        file = self.folder / name
        file.write_bytes(data)
        return file

    def learn(self, name: str, data: bytes | None = None, **more: Any) -> int:
        """Bring the library up to date with a file; return the photo's id."""
        content = (self.folder / name).read_bytes() if data is None else data
        size = decode(content, name=name).pixels.shape
        values = {
            "sha256": hashlib.sha256(content).digest(),
            "size": len(content),
            "mtime_ns": 1,
            "state": "analysed",
            "width": size[1],
            "height": size[0],
        }
        with self.library.write() as session:
            known = session.query(Photo).filter_by(path=name).one_or_none()
            if known is None:
                known = Photo(root_id=1, path=name, **values)
                session.add(known)
            for key, value in (values | more).items():
                setattr(known, key, value)
            session.flush()
            return known.id

    def add(self, name: str, data: bytes) -> int:
        self.put(name, data)
        return self.learn(name)

    def add_face(self, photo_id: int, box: tuple[float, ...] = BOX, *, landmarks: bool = True) -> int:
        points = (np.array(box[:2]) + FIVE * box[2:]).astype("<f4").tobytes() if landmarks else None
        x, y, width, height = box
        with self.library.write() as session:
            face = Face(photo_id=photo_id, x=x, y=y, width=width, height=height, landmarks=points)
            session.add(face)
            session.flush()
            return face.id

    def go_offline(self) -> None:
        with self.library.write() as session:
            session.execute(text("UPDATE root SET offline_since = '2020-01-01T00:00:00.000000+00:00'"))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    folder = tmp_path / "photos"
    folder.mkdir()
    with Library.open(tmp_path / "library.db") as library:
        with library.write() as session:
            session.add_all(
                [Root(id=1, path=str(folder)), Model(name="m", task="detection", sha256=bytes(32), card="")]
            )
        with CropStore(library) as crops, ThumbnailStore(library) as thumbnails:
            yield World(folder, library, crops, thumbnails)


@pytest.fixture
def no_reading(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what makes reading a photo fail the test from then on."""

    def refuse(path: str) -> bytes:
        raise AssertionError(f"{path} was opened")

    return lambda: monkeypatch.setattr(module, "read_bytes", refuse)


# Thumbnails.


def test_a_thumbnail_is_made_once(world: World, no_reading: Callable[[], None]) -> None:
    photo_id = world.add("a.jpg", plain(RED))
    jpeg = world.supplier.thumbnail(photo_id, 256)
    assert pixels_of(jpeg).shape == (171, 256, 3)
    assert colour_of(jpeg) == RED
    assert world.thumbnails.get([photo_id], 256) == {photo_id: jpeg}
    no_reading()
    assert world.supplier.thumbnail(photo_id, 256) == jpeg
    assert world.supplier.thumbnails([photo_id, 99], 256) == {photo_id: jpeg}


def test_the_large_one_brings_the_small_one(world: World, no_reading: Callable[[], None]) -> None:
    photo_id = world.add("a.jpg", photo("JPEG", noise(1500, 900)))
    assert pixels_of(world.supplier.thumbnail(photo_id, 1024)).shape == (614, 1024, 3)
    no_reading()
    assert pixels_of(world.supplier.thumbnail(photo_id, 256)).shape == (154, 256, 3)


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_thumbnails_are_upright(world: World, orientation: int) -> None:
    upright = np.full((300, 400, 3), GREEN, np.uint8)
    upright[:150] = RED
    turns = {1: 0, 3: 2, 6: 1, 8: -1}[orientation]
    data = photo("JPEG", np.ascontiguousarray(np.rot90(upright, turns)), exif=exif_block(orientation))
    shown = pixels_of(world.supplier.thumbnail(world.add("a.jpg", data), 256))
    assert shown.shape == (192, 256, 3)
    np.testing.assert_allclose(shown[:80].mean((0, 1)), RED, atol=8)
    np.testing.assert_allclose(shown[-80:].mean((0, 1)), GREEN, atol=8)


def test_a_changed_photo_is_never_shown_as_it_was(world: World, no_reading: Callable[[], None]) -> None:
    photo_id = world.add("a.jpg", plain(RED))
    assert colour_of(world.supplier.thumbnail(photo_id, 256)) == RED
    world.add("a.jpg", plain(GREEN))
    assert colour_of(world.supplier.thumbnail(photo_id, 256)) == GREEN
    # Here the supplier is quicker than indexing, which finds the thumbnail when it comes.
    world.thumbnails.clear()
    world.put("a.jpg", plain(BLUE))
    assert colour_of(world.supplier.thumbnail(photo_id, 256)) == BLUE
    assert colour_of(world.supplier.thumbnail(photo_id, 256)) == BLUE
    world.learn("a.jpg")
    no_reading()
    assert colour_of(world.supplier.thumbnail(photo_id, 256)) == BLUE


def test_a_drive_that_is_away_is_not_looked_for(world: World, no_reading: Callable[[], None]) -> None:
    kept, stale, never = (world.add(f"{name}.jpg", plain(RED)) for name in "abc")
    world.supplier.thumbnails([kept, stale], 256)
    world.learn("b.jpg", plain(GREEN))
    world.go_offline()
    no_reading()
    found = world.supplier.thumbnails([kept, stale, never], 256)
    # What was there before is better than nothing.
    assert list(found) == [kept, stale]
    assert {colour_of(jpeg) for jpeg in found.values()} == {RED}
    assert world.supplier.thumbnail(never, 256) is None
    assert world.supplier.thumbnail(kept, 1024) is None


def test_a_file_that_is_gone_is_shown_as_it_was(world: World) -> None:
    kept, never = (world.add(f"{name}.jpg", plain(RED)) for name in "ab")
    world.supplier.thumbnail(kept, 256)
    world.learn("a.jpg", plain(GREEN))
    for name in "ab":
        (world.folder / f"{name}.jpg").unlink()
    found = world.supplier.thumbnails([kept, never], 256)
    assert list(found) == [kept]
    assert colour_of(found[kept]) == RED


def test_a_file_that_is_damaged_now_is_not_shown_as_it_was(world: World) -> None:
    photo_id = world.add("a.jpg", plain(RED))
    assert world.supplier.thumbnail(photo_id, 256) is not None
    world.put("a.jpg", b"rubbish")
    with world.library.write() as session:
        values = {"sha256": hashlib.sha256(b"rubbish").digest()}
        session.execute(
            text("UPDATE photo SET sha256 = :sha256, state = 'failed', problem = 'damaged'"), values
        )
    assert world.supplier.thumbnail(photo_id, 256) is None


def test_many_at_one_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH", 4)
    ids = [
        world.add(f"{number}.jpg", plain((RED, GREEN, BLUE)[number % 3], (60, 40))) for number in range(15)
    ]
    world.put("3.jpg", b"rubbish")
    world.supplier.thumbnail(ids[7], 256)
    found = world.supplier.thumbnails([*reversed(ids), 4711], 256)
    assert found.keys() == set(ids) - {ids[3]}
    for number, photo_id in enumerate(ids):
        if number != 3:
            assert colour_of(found[photo_id]) == (RED, GREEN, BLUE)[number % 3]
    assert world.thumbnails.get(ids, 256) == dict(sorted(found.items()))


def test_only_the_sizes_that_are_kept(world: World) -> None:
    with pytest.raises(ValueError, match="not of 100"):
        world.supplier.thumbnail(1, 100)


def test_without_a_place_to_keep_them_there_are_pictures_all_the_same(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    world.thumbnails.path.mkdir()
    world.crops.path.mkdir()
    photo_id = world.add("a.jpg", photo("JPEG", photo_of_face(200, 60, 90)))
    face_id = world.add_face(photo_id)
    for _ in range(2):
        assert world.supplier.thumbnail(photo_id, 256) is not None
        assert world.supplier.face(face_id, 64) is not None
    assert "library.db.thumbnails" in caplog.text
    assert "library.db.crops" in caplog.text


def test_many_threads(world: World) -> None:
    colours = [RED, GREEN, BLUE]
    ids = [world.add(f"{number}.jpg", plain(colours[number % 3], (300, 200))) for number in range(12)]
    faults: list[BaseException] = []
    supplier = world.supplier

    def work(start: int) -> None:
        try:
            for step in range(24):
                number = (start + step) % 12
                assert (
                    colour_of(supplier.thumbnail(ids[number], (256, 1024)[step % 2])) == colours[number % 3]
                )
        except BaseException as error:  # noqa: BLE001 - shown by the test
            faults.append(error)

    threads = [threading.Thread(target=work, args=(start,)) for start in (0, 0, 5, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert faults == []


# Faces.


def kept_crop() -> Crop:
    pixels = photo_of_face(200, 60, 90)
    return cut(pixels, np.array(BOX), np.array(BOX[:2]) + FIVE * BOX[2:])


def test_a_face_is_shown_by_its_crop(world: World, no_reading: Callable[[], None]) -> None:
    photo_id = world.add("a.jpg", plain(RED))
    face_id = world.add_face(photo_id)
    world.crops.put({face_id: kept_crop()})
    world.go_offline()
    no_reading()
    for side in (64, 96, 256):
        shown = pixels_of(world.supplier.face(face_id, side))
        expected = face_picture(kept_crop(), side)
        assert shown.shape == expected.shape == (min(side, 150), min(side, 150), 3) or side == 256
        assert abs(shown.astype(int) - expected).mean() < 3
    assert world.supplier.face(face_id, 256) == kept_crop().jpeg


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_face_without_a_crop_is_cut_out_once_and_upright(
    world: World, orientation: int, no_reading: Callable[[], None]
) -> None:
    stored = STORED[orientation](photo_of_face(200, 60, 90))
    data = photo("JPEG", np.ascontiguousarray(stored), exif=exif_block(orientation))
    face_id = world.add_face(world.add("a.jpg", data))
    shown = world.supplier.face(face_id, 96)
    expected = face_picture(kept_crop(), 96)
    assert abs(pixels_of(shown).astype(int) - expected).mean() < 4
    crop = world.crops.get([face_id])[face_id]
    assert world.crops.embeddable([face_id]) == {face_id}
    no_reading()
    assert world.supplier.face(face_id, 96) == shown
    assert world.supplier.face(face_id, 160) == crop.jpeg


def test_a_large_face_is_cut_once_and_the_small_one_is_left_as_it_was(
    world: World, no_reading: Callable[[], None]
) -> None:
    big = np.asarray(cv2.resize(photo_of_face(200, 60, 90), None, fx=6, fy=6), np.uint8)
    face_id = world.add_face(world.add("a.jpg", photo("JPEG", big)), tuple(6 * value for value in BOX))
    small = world.supplier.face(face_id, 128)
    large = world.supplier.face(face_id, 384)
    assert pixels_of(large).shape == (384, 384, 3)
    # The same part of the photo, with more in it.
    reduced = np.asarray(cv2.resize(pixels_of(large), (128, 128), interpolation=cv2.INTER_AREA), int)
    assert abs(reduced - pixels_of(small)).mean() < 4
    no_reading()
    assert world.supplier.face(face_id, 384) == large
    assert pixels_of(world.supplier.face(face_id, 4000)).shape == (LARGE_SIDE, LARGE_SIDE, 3)
    assert world.supplier.face(face_id, 128) == small


def test_a_face_that_is_small_in_its_photo_has_no_large_picture(world: World) -> None:
    photo_id = world.add("a.jpg", photo("JPEG", photo_of_face(200, 60, 90)))
    face_id = world.add_face(photo_id, (60, 60, 90, 90))
    assert (
        pixels_of(world.supplier.face(face_id, 512)).shape
        == pixels_of(world.supplier.face(face_id, MOST_SIDE)).shape
    )
    assert world.crops.get_large([face_id]) == {}


def test_a_face_out_of_reach_is_shown_by_its_small_crop(world: World) -> None:
    face_id = world.add_face(world.add("a.jpg", plain(RED)), (0, 0, 400, 400))
    world.crops.put({face_id: kept_crop()})
    world.go_offline()
    assert world.supplier.face(face_id, 512) == kept_crop().jpeg


def test_nothing_is_cut_from_another_content(world: World) -> None:
    data = photo("JPEG", photo_of_face(200, 60, 90))
    changed, missing, known = (world.add(f"{name}.jpg", data) for name in "abc")
    faces = [world.add_face(photo_id) for photo_id in (changed, missing, known, known, known)]
    without = world.add_face(known, landmarks=False)
    world.put("a.jpg", plain(RED))
    (world.folder / "b.jpg").unlink()
    found = world.supplier.faces([*faces, without, 4711], 64)
    assert sorted(found) == faces[2:]
    assert len(set(found.values())) == 1
    assert list(world.crops.get(range(100))) == faces[2:]
    world.go_offline()
    assert world.supplier.face(world.add_face(known), 64) is None


def test_a_damaged_crop_is_cut_anew(world: World) -> None:
    face_id = world.add_face(world.add("a.jpg", photo("JPEG", photo_of_face(200, 60, 90))))
    world.crops.put({face_id: Crop(b"rubbish", None)})
    shown = pixels_of(world.supplier.face(face_id, 96))
    assert abs(shown.astype(int) - face_picture(kept_crop(), 96)).mean() < 4
    assert world.crops.embeddable([face_id]) == {face_id}
