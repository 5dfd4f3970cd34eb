"""Boxes that the user draws: what is seen in them, by the real models, and how it reaches the library."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
from makers.drawn_faces import box_of_face, photo_of_face
from makers.faces import DETECTOR, RECOGNISER
from makers.libraries import everything, run, scalar
from makers.operating import both_ways
from numpy.typing import NDArray

from app.grouping import MIN_QUALITY
from app.indexing import add_roots, index
from app.indexing.drawing import draw_face, estimated_landmarks, look
from app.library.boxes import overlaps
from app.library.crops import CropStore
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import NewPerson, OperationError, erase_faces
from engine.analysis import Analyser
from engine.detection import Detections
from engine.embedding import cosine, unpack
from engine.image import ImageError
from engine.models import Catalogue

Pixels = NDArray[np.uint8]


@pytest.fixture(scope="module")
def analyser(tmp_path_factory: pytest.TempPathFactory) -> Analyser:
    folder = tmp_path_factory.mktemp("models")
    catalogue = Catalogue(installed=folder / "installed", cache=folder / "cache")
    return Analyser.load(catalogue, detector=DETECTOR, recogniser=RECOGNISER)


def png(pixels: Pixels) -> bytes:
    file = io.BytesIO()
    PIL.Image.fromarray(np.ascontiguousarray(pixels)).save(file, "PNG")
    return file.getvalue()


def iou(one: Any, other: Any) -> float:
    return float(overlaps(np.array([one]), np.array([other]))[0, 0])


@dataclass
class World:
    """One photo `a.png` in a watched folder, indexed."""

    library: Library
    file: Path
    analyser: Analyser

    def index(self) -> None:
        cards = {"detector": self.analyser.detector.card, "recogniser": self.analyser.embedder.card}
        index(self.library, lambda: self.analyser, **cards)

    def draw(self, *box: float, to: Any = None) -> Any:
        return draw_face(self.library, self.analyser, photo_id=1, box=box, to=to)  # type: ignore[arg-type]


@pytest.fixture
def world(tmp_path: Path, analyser: Analyser) -> Iterator[World]:
    """A photo with one large face, which was found, and one lying on its side, which was not."""
    folder = tmp_path / "photos"
    folder.mkdir()
    picture = photo_of_face(160, 20, 30)
    picture[200:360, 300:460] = photo_of_face(160, 0, 0, turns=1)[:160, :160]
    (folder / "a.png").write_bytes(png(picture))
    with Library.open(tmp_path / "library.db") as library:
        add_roots(library, [folder])
        made = World(library, folder / "a.png", analyser)
        made.index()
        yield made


@pytest.mark.parametrize("side", [64, 120, 300])
@pytest.mark.parametrize(("grown", "moved"), [(1.0, 0.0), (1.5, 0.1), (0.75, -0.1)])
def test_the_face_in_a_box_is_found_however_it_is_drawn(
    analyser: Analyser, side: int, grown: float, moved: float
) -> None:
    x, y, width, height = box_of_face(side, 60, 50)
    picture = photo_of_face(side, 60, 50)
    drawn = (
        x + width * (0.5 + moved) - width * grown / 2,
        y + height * (0.5 + moved) - height * grown / 2,
        width * grown,
        height * grown,
    )
    seen = look(analyser, png(picture), name="a.png", side=500, box=drawn)
    assert seen.score is not None
    assert iou(seen.box, (x, y, width, height)) > 0.75
    whole = analyser.analyse(png(picture), name="a.png")
    assert np.abs(seen.landmarks - whole.faces.landmarks[0]).max() < 0.15 * width
    assert cosine(seen.vector, whole.embeddings[0]) > 0.75
    assert seen.crop.landmarks is not None


def test_a_face_too_small_for_the_first_look_is_found_in_its_box(analyser: Analyser) -> None:
    picture = png(photo_of_face(40, 60, 50))
    assert len(analyser.analyse(picture, name="a.png").faces) == 0
    box = box_of_face(40, 60, 50)
    seen = look(analyser, picture, name="a.png", side=500, box=box)
    assert seen.score is not None
    assert iou(seen.box, box) > 0.75


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_faces_lying_down_are_found(analyser: Analyser, turns: int) -> None:
    picture = photo_of_face(160, 100, 100, turns=turns)
    upright = look(analyser, png(photo_of_face(160, 100, 100)), name="u", side=500, box=(140, 130, 80, 105))
    seen = look(analyser, png(picture), name="a.png", side=500, box=(140, 130, 90, 100))
    assert seen.score is not None
    assert cosine(seen.vector, upright.vector) > 0.8
    # Where the eyes are says which way the face lies: the person's right eye comes first.
    across, down = seen.landmarks[1] - seen.landmarks[0]
    eyes = {1: (0, -1), 2: (-1, 0), 3: (0, 1)}[turns]
    assert np.dot((across, down), eyes) > 0.9 * np.hypot(across, down)
    expected = np.array([(140, 130, 80, 105), (130, 140, 105, 80)], np.float64)[turns % 2]
    centre = expected[:2] + expected[2:] / 2
    assert np.abs(np.array(seen.box[:2]) + np.array(seen.box[2:]) / 2 - centre).max() < 25


def test_without_a_face_the_landmarks_are_estimated(analyser: Analyser) -> None:
    generator = np.random.default_rng(0)
    picture = generator.integers(90, 150, (300, 400, 3)).astype(np.uint8)
    seen = look(analyser, png(picture), name="a.png", side=400, box=(100, 80, 60, 80))
    assert seen.score is None
    assert seen.box == (100, 80, 60, 80)
    np.testing.assert_array_equal(seen.landmarks, estimated_landmarks(seen.box, analyser.embedder.template))
    assert 0 <= seen.quality < MIN_QUALITY


def test_estimated_landmarks_lie_where_the_detector_sees_them(analyser: Analyser) -> None:
    whole = analyser.analyse(png(photo_of_face(200, 60, 50)), name="a.png")
    guess = estimated_landmarks(tuple(whole.faces.boxes[0].tolist()), analyser.embedder.template)
    width = whole.faces.boxes[0, 2]
    assert np.abs(guess - whole.faces.landmarks[0]).max() < 0.12 * width


def test_an_estimated_face_founds_no_group_however_good_it_looks(
    analyser: Analyser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(analyser.detector, "detect", lambda *_, **__: Detections.none())
    picture = photo_of_face(200, 60, 50)
    seen = look(analyser, png(picture), name="a.png", side=500, box=box_of_face(200, 60, 50))
    assert seen.score is None
    assert 0 < seen.quality < MIN_QUALITY


def test_a_missed_face_comes_into_the_library(world: World) -> None:
    assert scalar(world.library, "SELECT count(*) FROM face") == 1
    changes = both_ways(world.library, lambda: world.draw(335, 250, 95, 75, to=NewPerson("Anna")))
    assert changes.summary == "Drew a face of Anna"
    assert (changes.faces, changes.photos) == ((2,), (1,))
    first, second = everything(world.library)["face"]
    assert second[9:11] == ("drawn", 1)
    assert second[6] is not None
    assert 0.3 <= second[7] <= 1
    assert iou(second[2:6], (333, 249, 100, 75)) > 0.6
    # The same face, but for lying down.
    vectors = [unpack(np.frombuffer(row[2], np.int8)) for row in everything(world.library)["embedding"]]
    assert cosine(*vectors) > 0.8
    assert first[9] == "detected"
    with CropStore(world.library) as crops:
        assert sorted(crops.get([1, 2])) == [1, 2]
    # Indexing leaves it as it is.
    before = everything(world.library)
    world.index()
    assert everything(world.library) == before


def test_a_face_that_is_there_is_not_drawn_again(world: World) -> None:
    x, y, width, height = everything(world.library)["face"][0][2:6]
    before = everything(world.library)
    # Half as wide again on each side: less than half of it is the face's own box.
    around = (x - width / 4, y - height / 4, 1.5 * width, 1.5 * height)
    assert iou(around, (x, y, width, height)) < 0.5
    with pytest.raises(OperationError, match="Face 1 is there already"):
        world.draw(*around)
    assert everything(world.library) == before


def test_a_deleted_face_can_be_drawn_again(world: World) -> None:
    box = everything(world.library)["face"][0][2:6]
    erase_faces(world.library, faces=[1])
    assert scalar(world.library, "SELECT count(*) FROM erasure") == 1
    world.draw(*box)
    assert scalar(world.library, "SELECT count(*) FROM erasure") == 0
    assert iou(everything(world.library)["face"][0][2:6], box) > 0.8


def test_only_the_photo_that_the_library_knows_is_looked_at(world: World) -> None:
    before = everything(world.library)
    content = world.file.read_bytes()
    world.file.write_bytes(png(photo_of_face(100, 5, 5)))
    with pytest.raises(OperationError, match=r"a\.png is not as the library knows it\. Bring the library up"):
        world.draw(335, 250, 95, 75)
    world.file.unlink()
    with pytest.raises(OperationError, match=r"a\.png is not there\. Connect its drive or put it back"):
        world.draw(335, 250, 95, 75)
    world.file.mkdir()
    with pytest.raises(OperationError, match=r"a\.png"):
        world.draw(335, 250, 95, 75)
    world.file.rmdir()
    world.file.write_bytes(content)
    for box, said in (((0, 0, 0, 5), "no size"), ((600, 0, 5, 5), "outside the photo")):
        with pytest.raises(OperationError, match=said):
            world.draw(*box)
    with pytest.raises(PersonNotFoundError):
        world.draw(335, 250, 95, 75, to="Nobody")
    with pytest.raises(OperationError, match="There is no photo 9 in the library"):
        draw_face(world.library, world.analyser, photo_id=9, box=(1, 1, 5, 5))
    assert everything(world.library) == before
    run(world.library, "UPDATE photo SET state = 'failed', problem = 'damaged', problem_text = 'x'")
    with pytest.raises(OperationError, match="not as the library knows it"):
        world.draw(335, 250, 95, 75)


def test_a_file_that_cannot_be_decoded_says_so(analyser: Analyser) -> None:
    with pytest.raises(ImageError, match=r"b\.png"):
        look(analyser, b"no photo", name="b.png", side=100, box=(1, 1, 5, 5))


@pytest.mark.shared
def test_a_portrait_upright_and_lying_down(analyser: Analyser, shared_data: Path) -> None:
    file = shared_data / "groups" / "Tom_Cruise_avp_2014_4.jpg"
    pixels = np.asarray(PIL.Image.open(file).convert("RGB"))
    (whole,) = [analyser.analyse(png(pixels), name="a")]
    x, y, width, height = whole.faces.boxes[0].tolist()
    seen = look(analyser, png(pixels), name="a", side=max(pixels.shape), box=(x, y, width, height))
    assert cosine(seen.vector, whole.embeddings[0]) > 0.9
    turned = np.ascontiguousarray(np.rot90(pixels))
    # rot90 takes (x, y) to (y, width of the photo - x).
    box = (y, pixels.shape[1] - x - width, height, width)
    lying = look(analyser, png(turned), name="a", side=max(pixels.shape), box=box)
    assert iou(lying.box, box) > 0.7
    assert cosine(lying.vector, whole.embeddings[0]) > 0.9
    assert lying.quality > MIN_QUALITY
