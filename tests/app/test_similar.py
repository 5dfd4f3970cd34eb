"""Ranking all faces by one: against a slow twin, what is left out, and pictures outside the library."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.libraries import CARD, SIZE, Made, add_faces, centre, everything, grouped, vector
from PIL import Image

from app import operations
from app.library.store import Library
from app.search.similar import FaceIndex, KnownPerson, known_people, look_into
from engine.analysis import Analyser, PhotoFaces
from engine.crops import Crop
from engine.detection import Detections
from engine.embedding import pack, unit, unpack
from engine.image import ImageError
from engine.recognition import BEST_FACES


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Faces 1 to 12 of three people in turn, and two strangers."""
    with Library.open(tmp_path / "library.db") as opened:
        add_faces(opened, [Made(face, face % 3) for face in range(1, 13)] + [Made(13, 5), Made(14, 6)])
        grouped(opened)
        yield opened


def index_of(library: Library) -> FaceIndex:
    with library.read() as session:
        return FaceIndex.load(session, CARD)


@given(st.integers(0, 300), st.integers(0, 4), st.integers(0, 10_000), st.booleans())
@settings(max_examples=40, deadline=None)
def test_ranking_is_that_of_a_slow_twin(faces: int, people: int, seed: int, twins: bool) -> None:
    random = np.random.default_rng(seed)
    packed = pack(random.normal(size=(faces, SIZE))).reshape(faces, SIZE)
    if twins and faces > 1:
        packed[faces // 2 :] = packed[: faces - faces // 2]
    owners = random.integers(0, people + 1, faces)
    ids = np.arange(1, faces + 1)
    probe = unit(random.normal(size=SIZE))
    without = int(random.integers(0, faces + 1))
    found = FaceIndex(CARD, ids, ids + 1000, owners, packed).rank(probe, without=without)

    exact = {face: float(unpack(row) @ probe) for face, row in zip(ids.tolist(), packed, strict=True)}
    exact.pop(without, None)
    assert len(found) == len(exact)
    assert set(found.face_ids.tolist()) == exact.keys()
    assert (np.diff(found.similarity) <= 0).all()
    np.testing.assert_allclose(found.similarity, [exact[face] for face in found.face_ids.tolist()], atol=1e-5)
    assert (found.photo_ids == found.face_ids + 1000).all()
    assert (found.person_ids == owners[found.face_ids - 1]).all()
    theirs: dict[int, list[float]] = {}
    for face, value in exact.items():
        if owners[face - 1]:
            theirs.setdefault(int(owners[face - 1]), []).append(value)
    assert set(found.people.tolist()) == theirs.keys()
    for person, similarity in zip(found.people.tolist(), found.people_similarity.tolist(), strict=True):
        best = sorted(theirs[person], reverse=True)[:BEST_FACES]
        assert similarity == pytest.approx(sum(best) / len(best), abs=1e-5)
    assert (np.diff(found.people_similarity) <= 0).all()
    for least in (-1.0, 0.0, 0.1, 1.1):
        assert found.at_least(least) == int((found.similarity >= np.float32(least)).sum())


def test_who_is_alike_comes_first_and_is_probable(library: Library) -> None:
    index = index_of(library)
    probe = index.vector(3)
    assert probe is not None
    found = index.rank(probe, without=3)
    assert set(found.face_ids[:3].tolist()) == {6, 9, 12}
    assert 3 not in found.face_ids
    assert found.people[0] == found.person_ids[0]
    assert found.people_probability[0] > 0.99
    assert (found.people_probability[1:] < 0.2).all()
    assert index.vector(99) is None


def test_ignored_faces_are_left_out_and_ignored_people_are_not(library: Library) -> None:
    operations.ignore_faces(library, faces=[6])
    found = index_of(library).rank(vector(0, 3).astype(np.float32))
    assert 6 not in found.face_ids
    person = int(found.people[0])
    operations.ignore_person(library, person=person)
    operations.name_person(library, person=int(found.people[1]), name="Anna")
    with library.read() as session:
        known = known_people(session, np.append(found.people, 999))
    assert known[person] == KnownPerson(None, True)
    assert known[int(found.people[1])] == KnownPerson("Anna", False)
    assert 999 not in known


def test_nothing_is_found_in_an_empty_library(tmp_path: Path) -> None:
    with Library.open(tmp_path / "empty.db") as library:
        index = index_of(library)
        found = index.rank(centre(0).astype(np.float32))
    assert len(found) == len(found.people) == len(index) == 0
    assert found.at_least(0.3) == 0


def test_embeddings_of_another_length_are_refused(library: Library) -> None:
    with pytest.raises(ValueError, match="shape"):
        index_of(library).rank(np.ones(3, np.float32))


class TwoFaces(Analyser):
    """Finds two faces in any picture, the right one first."""

    def __init__(self) -> None:
        """Load nothing."""

    def analyse(self, data: bytes, *, name: str) -> PhotoFaces:
        boxes = np.array([[300, 40, 80, 80], [20, 30, 60, 60]], np.float32)
        landmarks = np.zeros((2, 5, 2), np.float32)
        crops = tuple(Crop(jpeg(tone), None) for tone in (200, 40))
        found = Detections(boxes, landmarks, np.array([0.9, 0.8], np.float32))
        vectors = np.stack([vector(0, 77), vector(1, 78)]).astype(np.float32)
        quality = np.ones(2, np.float32)
        return PhotoFaces(400, 200, "JPEG", 1, False, None, found, quality, vectors, crops)


def jpeg(tone: int, size: tuple[int, int] = (64, 64)) -> bytes:
    buffer = io.BytesIO()
    Image.new("L", size, tone).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def test_faces_of_an_outside_picture_come_from_left_to_right_and_nothing_is_stored(library: Library) -> None:
    before = everything(library)
    found = look_into(TwoFaces(), jpeg(120, (400, 200)), "picture.jpg")
    assert (found.name, found.size) == ("picture.jpg", (400, 200))
    assert found.boxes[:, 0].tolist() == [20, 300]
    tones = [np.asarray(Image.open(io.BytesIO(face))).mean() for face in found.faces]
    assert tones == pytest.approx([40, 200], abs=3)
    assert Image.open(io.BytesIO(found.jpeg)).size == (400, 200)
    index = index_of(library)
    assert {index.rank(probe).face_ids[0] % 3 for probe in found.embeddings[:1]} == {1}
    assert everything(library) == before
    with pytest.raises(ImageError, match=r"broken\.jpg"):
        look_into(TwoFaces(), b"no picture", "broken.jpg")
