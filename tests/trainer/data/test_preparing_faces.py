"""Preparing training sets: which faces are cut how, what is skipped, what is kept for the next time."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from makers.drawn_faces import drawn_face, photo_of_face
from makers.faces import DETECTOR, RECOGNISER
from numpy.typing import NDArray
from PIL import Image

from engine.analysis import Analyser
from engine.detection import FaceDetector
from engine.embedding import FaceEmbedder
from engine.models import Catalogue
from trainer.data import preparing
from trainer.data.preparing import aligned, cut, prepare, read_albums
from trainer.data.training_set import TrainingSet

Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    catalogue = Catalogue()
    card = catalogue.card(DETECTOR)
    return FaceDetector(catalogue.session(card), card)


@pytest.fixture(scope="module")
def embedder() -> FaceEmbedder:
    catalogue = Catalogue()
    card = catalogue.card(RECOGNISER)
    return FaceEmbedder(catalogue.session(card), card)


def write(file: Path, pixels: Pixels) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(file, quality=95)
    return file


@dataclass
class Counting:
    """A detector that counts what it looks at."""

    detector: FaceDetector
    looks: int = 0
    fails_after: int = 10**9

    @property
    def card(self) -> object:
        return self.detector.card

    def detect_all(self, pixels: Pixels) -> object:
        self.looks += 1
        if self.looks > self.fails_after:
            raise KeyboardInterrupt
        return self.detector.detect_all(pixels)


def make_people(folder: Path, *, each: int = 3) -> None:
    """Write pictures of three people of two families, who all look the same."""
    for person in ("F1_A", "F1_B", "F2_A"):
        for number in range(each):
            write(folder / person / f"{number}.jpg", photo_of_face(150 + 10 * number, 60, 40))


def prepared(
    folder: Path, detector: FaceDetector | Counting, embedder: FaceEmbedder, cache: Path, **more: object
) -> preparing.Prepared:
    return prepare(folder, detector, embedder.template, cache=cache, workers=2, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("side", "degrees"), [(60, 0), (150, 10), (150, -35), (380, 5)])
def test_the_middle_of_a_crop_is_what_the_engine_cuts(
    detector: FaceDetector, embedder: FaceEmbedder, side: int, degrees: float
) -> None:
    photo = photo_of_face(side, 60, 10)
    turn = cv2.getRotationMatrix2D((250, 200), degrees, 1.0)
    pixels = np.asarray(cv2.warpAffine(photo, turn, (500, 400)), np.uint8)
    landmarks = detector.detect_all(pixels).faces.landmarks[0]
    crop = aligned(pixels, landmarks, embedder.template)
    assert crop.shape == (144, 144, 3)
    np.testing.assert_array_equal(crop[16:128, 16:128], embedder.crop(pixels, landmarks[None])[0])
    # The margin goes on where the middle ends: the warp of the whole differs from it by rounding alone.
    whole = preparing.align(pixels, landmarks, embedder.template + 16, width=144, height=144)
    assert np.abs(crop.astype(int) - whole).max() <= 24
    assert np.abs(crop.astype(int) - whole).mean() < 0.5


def test_large_photos_are_cut_from_the_decode_that_the_engine_uses(
    detector: FaceDetector, embedder: FaceEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small in a photo so large that the first look is at a half: the face needs the larger decode.
    photo = np.full((2400, 3200, 3), 90, np.uint8)
    photo[1000:1220, 1500:1720] = drawn_face(220)
    file = write(tmp_path / "large.jpg", photo)
    crop = cut(file, detector, embedder.template)
    assert isinstance(crop, np.ndarray)
    seen: list[Pixels] = []
    inner = embedder.crop

    def crop_and_keep(pixels: Pixels, landmarks: NDArray[np.float32]) -> Pixels:
        seen.append(inner(pixels, landmarks))
        return seen[-1]

    monkeypatch.setattr(embedder, "crop", crop_and_keep)
    Analyser(detector, embedder).analyse(file.read_bytes(), name="large.jpg")
    (engines,) = seen
    np.testing.assert_array_equal(crop[16:128, 16:128], engines[0])


def test_a_face_that_fills_the_picture_is_found_within_a_border(
    detector: FaceDetector, embedder: FaceEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = drawn_face(400)
    file = write(tmp_path / "tight.png", whole[110:330, 120:290])
    looks: list[tuple[int, ...]] = []
    inner = detector.detect_all

    # A stand-in for what the detector misses: whatever has no border.
    def blind(pixels: Pixels) -> object:
        looks.append(pixels.shape[:2])
        found = inner(pixels)
        if len(looks) == 1:
            found = type(found)(*[found.faces.take(np.zeros(0, int))] * 3)
        return found

    monkeypatch.setattr(detector, "detect_all", blind)
    crop = cut(file, detector, embedder.template)
    assert isinstance(crop, np.ndarray)
    assert looks == [(220, 170), (440, 390)]
    # The landmarks are those of the picture, not of the one with the border.
    monkeypatch.undo()
    landmarks = detector.detect_all(whole).faces.landmarks[0]
    exact = aligned(whole, landmarks, embedder.template)
    middle = (slice(50, 110), slice(50, 94))
    assert np.abs(crop[middle].astype(int) - exact[middle]).mean() < 12


def test_what_cannot_be_used_is_listed_with_the_reason(
    detector: FaceDetector, embedder: FaceEmbedder, tmp_path: Path
) -> None:
    folder = tmp_path / "people"
    make_people(folder)
    write(folder / "F1_A" / "nobody.png", np.full((200, 200, 3), 90, np.uint8))
    (folder / "F1_A" / "broken.jpg").write_bytes(b"no picture")
    two = np.full((300, 640, 3), 90, np.uint8)
    two[50:250, 60:260] = two[50:250, 380:580] = drawn_face(200)
    write(folder / "F2_A" / "two.png", two)
    found = prepared(folder, detector, embedder, tmp_path / "cache")
    reasons = dict(found.skipped)
    assert set(reasons) == {"F1_A/nobody.png", "F1_A/broken.jpg", "F2_A/two.png"}
    assert reasons["F1_A/nobody.png"] == "no face was found"
    # The list names it before the reason.
    assert reasons["F1_A/broken.jpg"].startswith("it is not a picture of a known format. Export it as ")
    assert reasons["F2_A/two.png"] == "several faces are equally prominent"
    assert len(found.faces) == 9
    about = tomllib.loads(found.faces.made)
    assert about["detector"] == DETECTOR
    assert [tuple(pair) for pair in about["skipped"]] == list(found.skipped)


def test_people_families_and_photos(detector: FaceDetector, embedder: FaceEmbedder, tmp_path: Path) -> None:
    folder = tmp_path / "people"
    make_people(folder)
    albums = tmp_path / "albums.csv"
    albums.write_text("family,person,photo,face,file\nF1,F1_A,P1,1,F1_A/0.jpg\nF1,F1_B,P1,2,F1_B/2.jpg\n")
    plain = prepared(folder, detector, embedder, tmp_path / "cache").faces
    assert (plain.names, plain.people.tolist()) == (("F1_A", "F1_B", "F2_A"), [0] * 3 + [1] * 3 + [2] * 3)
    assert plain.set_names == ("people",)
    assert plain.files[:2] == ("F1_A/0.jpg", "F1_A/1.jpg")
    assert len(set(plain.photos.tolist())) == 9
    assert plain.families.tolist() == plain.people.tolist()
    found = prepared(
        folder, detector, embedder, tmp_path / "cache", families=True, albums=albums, name="home",
        left_out=frozenset({"F2_A", "nobody"}),
    )  # fmt: skip
    faces = found.faces
    assert (faces.names, faces.set_names, found.left_out) == (("F1_A", "F1_B"), ("home",), 3)
    assert (faces.family_names, faces.families.tolist()) == (("F1",), [0] * 6)
    assert faces.photos[0] == faces.photos[5]
    assert len(set(faces.photos.tolist())) == 5


def test_a_second_call_reads_what_is_kept(
    detector: FaceDetector, embedder: FaceEmbedder, tmp_path: Path
) -> None:
    folder, cache = tmp_path / "people", tmp_path / "cache"
    make_people(folder)
    counting = Counting(detector)
    first = prepared(folder, counting, embedder, cache).faces
    assert counting.looks == 9
    told: list[tuple[int, int]] = []
    second = prepared(folder, counting, embedder, cache, on_progress=lambda *step: told.append(step)).faces
    assert (counting.looks, told) == (9, [])
    assert [second.jpeg(i) for i in range(9)] == [first.jpeg(i) for i in range(9)]
    # Another picture, another time of change and another quality are noticed; the older is not kept.
    write(folder / "F1_A" / "more.jpg", photo_of_face(200, 60, 40))
    assert len(prepared(folder, counting, embedder, cache).faces) == 10
    assert counting.looks == 19
    os.utime(folder / "F1_A" / "more.jpg", ns=(1, 1))
    prepared(folder, counting, embedder, cache)
    assert counting.looks == 29
    assert len(list(cache.glob("*/*/whole.npz"))) == 1
    prepared(folder, counting, embedder, cache, quality=80)
    assert counting.looks == 39
    assert len(list(cache.glob("*/*/whole.npz"))) == 2


def test_a_damaged_cache_is_made_again(
    detector: FaceDetector, embedder: FaceEmbedder, tmp_path: Path
) -> None:
    folder, cache = tmp_path / "people", tmp_path / "cache"
    make_people(folder)
    first = prepared(folder, detector, embedder, cache).faces
    jpegs = [first.jpeg(i) for i in range(9)]
    (kept,) = cache.glob("*/*/whole.npz")
    # Another file in its place: the first is mapped still.
    content = kept.read_bytes()
    kept.unlink()
    kept.write_bytes(content[:1000])
    second = prepared(folder, detector, embedder, cache).faces
    assert [second.jpeg(i) for i in range(9)] == jpegs


def test_an_interrupted_run_goes_on_where_it_was(
    detector: FaceDetector, embedder: FaceEmbedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "_PART", 4)
    folder, cache = tmp_path / "people", tmp_path / "cache"
    make_people(folder, each=5)
    undisturbed = prepared(folder, detector, embedder, tmp_path / "other").faces
    stopped = Counting(detector, fails_after=10)
    with pytest.raises(KeyboardInterrupt):
        prepared(folder, stopped, embedder, cache)
    # Two parts of four were whole.
    assert len(list(cache.glob("*/*/part-*.npz"))) == 2
    again = Counting(detector)
    told: list[tuple[int, int]] = []
    faces = prepared(folder, again, embedder, cache, on_progress=lambda *step: told.append(step)).faces
    assert again.looks == 7
    assert told == [(number, 15) for number in range(9, 16)]
    assert faces.files == undisturbed.files
    assert [faces.jpeg(i) for i in range(15)] == [undisturbed.jpeg(i) for i in range(15)]
    assert not list(cache.glob("*/*/part-*.npz"))


def test_leaving_everybody_out_is_an_error(
    detector: FaceDetector, embedder: FaceEmbedder, tmp_path: Path
) -> None:
    make_people(tmp_path / "people", each=1)
    with pytest.raises(ValueError, match=r"Everybody below .*people is left out"):
        prepared(
            tmp_path / "people", detector, embedder, tmp_path / "cache",
            left_out=frozenset({"F1_A", "F1_B", "F2_A"}),
        )  # fmt: skip


def test_nobody_at_all_is_an_error(detector: FaceDetector, embedder: FaceEmbedder, tmp_path: Path) -> None:
    write(tmp_path / "people" / "anna" / "1.png", np.full((200, 200, 3), 90, np.uint8))
    with pytest.raises(ValueError, match="No face was found in the pictures below"):
        prepared(tmp_path / "people", detector, embedder, tmp_path / "cache")
    with pytest.raises(FileNotFoundError):
        prepared(tmp_path / "people" / "anna", detector, embedder, tmp_path / "cache")


@pytest.mark.parametrize("content", ["file,photo\n", "", "a,b,c\n1,2,3\n"])
def test_albums_need_their_columns(tmp_path: Path, content: str) -> None:
    file = tmp_path / "albums.csv"
    file.write_text(content)
    with pytest.raises(ValueError, match="needs a heading"):
        read_albums(file)


def test_a_set_that_was_prepared_can_be_kept(
    detector: FaceDetector, embedder: FaceEmbedder, tmp_path: Path
) -> None:
    make_people(tmp_path / "people")
    faces = prepared(tmp_path / "people", detector, embedder, tmp_path / "cache").faces
    faces.save(tmp_path / "set.npz")
    read = TrainingSet.load(tmp_path / "set.npz")
    assert (read.names, read.files, read.made) == (faces.names, faces.files, faces.made)
    np.testing.assert_array_equal(read.crops([0, 8]), faces.crops([0, 8]))
