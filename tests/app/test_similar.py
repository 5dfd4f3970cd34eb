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
from numpy.typing import NDArray
from PIL import Image

from app import operations
from app.library.embeddings import EmbeddedFaces
from app.library.store import Library
from app.search.similar import FaceIndex, KnownPerson, _turned, known_people, look_into
from engine.analysis import Analyser, PhotoFaces
from engine.calibration import Calibration
from engine.crops import Crop
from engine.detection import Detections
from engine.embedding import pack, unit, unpack
from engine.image import ImageError
from engine.recognition import BEST_FACES

CALIBRATION = Calibration.of(CARD)


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


def slowly_ranked(
    faces: EmbeddedFaces, probe: NDArray[np.float32], without: int
) -> tuple[list[tuple[float, int]], dict[int, list[float]]]:
    """Compare face by face: all faces, best first, and the similarities of each person, likewise."""
    rows, owner, packed = [], {}, pack(probe).astype(int)
    for at, face in enumerate(faces.face_ids.tolist()):
        if faces.ignored[at] or face == without:
            continue
        row = faces.vectors[at].astype(int)
        length = np.float32(1 / np.sqrt(float(row @ row)))
        cosine = float(row @ packed) * float(length) / float(np.sqrt(float(packed @ packed)))
        rows.append((-float(np.float32(min(max(cosine, -1), 1))), face))
        owner[face] = int(faces.person_ids[at])
    ranked = [(-value, face) for value, face in sorted(rows)]
    people: dict[int, list[float]] = {}
    for value, face in ranked:
        if owner[face]:
            people.setdefault(owner[face], []).append(value)
    return ranked, people


@given(
    st.integers(0, 300),
    st.integers(0, 60),
    st.integers(0, 10_000),
    st.sampled_from(["any", "twins", "same"]),
    st.sampled_from([-1.0, 0.0, 0.2, 1.0]),
    st.none() | st.integers(0, 40),
    st.integers(0, 12),
)
@settings(max_examples=100, deadline=None)
def test_ranking_is_that_of_a_slow_twin(
    count: int, people: int, seed: int, kind: str, least: float, most: int | None, most_people: int
) -> None:
    random = np.random.default_rng(seed)
    packed = pack(random.normal(size=(count, SIZE))).reshape(count, SIZE)
    if kind == "twins":
        packed[count // 2 :] = packed[: count - count // 2]
    elif kind == "same":
        packed[:] = packed[:1]
    owners = random.integers(0, people + 1, count)
    ids = np.cumsum(random.integers(1, 4, count))
    ignored = random.random(count) < 0.1
    ones = np.ones(count, np.float32)
    faces = EmbeddedFaces(1, ids, ids + 1000, owners, ignored & False, ignored, ones, packed)
    probe = unit(random.normal(size=SIZE))
    if count and random.random() < 0.5:
        probe = unpack(packed[random.integers(count)])
    without = int(random.integers(0, ids[-1] + 2)) if count else 0
    index = FaceIndex(CARD, faces)
    found = index.rank(probe, without=without, least=least, most_faces=most, most_people=most_people)

    ranked, theirs = slowly_ranked(faces, probe, without)
    listed = [(value, face) for value, face in ranked if value >= np.float32(least)][:most]
    assert list(zip(found.similarity.tolist(), found.face_ids.tolist(), strict=True)) == listed
    assert (len(index), found.compared) == (np.count_nonzero(~ignored), len(ranked))
    assert (found.photo_ids == found.face_ids + 1000).all()
    assert found.person_ids.tolist() == owners[np.searchsorted(ids, found.face_ids)].tolist()
    means = {person: float(np.float32(np.mean(best[:BEST_FACES]))) for person, best in theirs.items()}
    likely = sorted(means, key=lambda person: (-means[person], person))[:most_people]
    assert found.people.tolist() == likely
    assert found.people_similarity.tolist() == [means[person] for person in likely]
    whose = dict(zip(ids.tolist(), owners.tolist(), strict=True))
    nearest = [next(face for _, face in ranked if whose[face] == person) for person in likely]
    assert found.people_nearest.tolist() == nearest
    for person, probability in zip(likely, found.people_probability.tolist(), strict=True):
        every = theirs[person]
        expected = CALIBRATION.probability(sum(every) / len(every), sizes=(1, len(every)))
        assert probability == pytest.approx(float(expected), rel=1e-5)
    for bound in (-1.0, 0.0, 0.1, 1.1):
        assert found.at_least(bound) == int((found.similarity >= np.float32(bound)).sum())


@given(st.lists(st.floats(-1, 1, width=32), min_size=1))
def test_bits_are_turned_into_the_order_of_the_numbers(values: list[float]) -> None:
    # Nothing is minus zero that was made by a product of whole numbers.
    mixed = np.array([value + 0.0 for value in values], np.float32)
    turned = _turned(mixed.view(np.int32))
    assert mixed[np.argsort(turned, kind="stable")].tolist() == sorted(mixed.tolist())
    assert _turned(turned).view(np.float32).tolist() == mixed.tolist()


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
    with library.read() as session:
        named = known_people(session, np.zeros(0, np.int64))
    assert {known.name for known in named.values()} == {"Anna"}


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
