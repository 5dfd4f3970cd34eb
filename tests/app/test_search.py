"""Finding people in the library and in outside photos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from makers.libraries import (
    CARD,
    GROUPING,
    SIZE,
    Made,
    add_faces,
    centre,
    run,
    vector,
)
from numpy.typing import NDArray

from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import (
    confirm_faces,
    ignore_faces,
    ignore_person,
    name_person,
    reject_faces,
    reject_pair,
    set_cover,
)
from app.search import (
    cover_faces,
    find_in_image,
    find_person,
    photos_of,
)
from app.search.person import LIKELY_MARGIN
from engine.analysis import PhotoFaces
from engine.crops import Crop
from engine.detection import Detections
from engine.embedding import unpack


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Person 1 with faces 1 to 3 (1 and 2 in one photo), group 2 with 4 and 5, nobody's 6 to 8."""
    with Library.open(tmp_path / "library.db") as opened:
        who = [(1, 0), (1, 0), (2, 0), (3, 1), (4, 1), (5, 0), (6, 0), (7, 2)]
        add_faces(opened, [Made(photo=photo, who=person) for photo, person in who])
        run(opened, "INSERT INTO person (id, created_at) VALUES (1, '2020-01-01'), (2, '2020-01-01')")
        run(opened, "UPDATE person SET created_at = '2020-01-01T00:00:00+00:00'")
        run(opened, "UPDATE face SET person_id = 1 WHERE id IN (1, 2, 3)")
        run(opened, "UPDATE face SET person_id = 2 WHERE id IN (4, 5)")
        name_person(opened, person=1, name="Anna")
        run(opened, "UPDATE photo SET taken_at = '2020-05-01T00:00:00' WHERE id = 1")
        run(opened, "UPDATE photo SET missing_since = '2020-01-01T00:00:00+00:00' WHERE id = 2")
        yield opened


class FakeAnalyser:
    """Finds the faces it was given, whatever the photo."""

    def __init__(self, embeddings: NDArray[np.floating]) -> None:
        n = len(embeddings)
        self.embedder = self
        self.card = CARD
        self.size = SIZE
        self.seen: list[tuple[bytes, str]] = []
        boxes = np.arange(4 * n, dtype=np.float32).reshape(n, 4)
        self.found = PhotoFaces(
            width=100,
            height=80,
            format="JPEG",
            orientation=1,
            damaged=False,
            exif=None,
            faces=Detections(
                boxes, np.zeros((n, 5, 2), np.float32), np.linspace(0.9, 0.8, n, dtype=np.float32)
            ),
            quality=np.linspace(0.5, 0.6, n, dtype=np.float32),
            embeddings=embeddings.astype(np.float32).reshape(n, SIZE),
            crops=(Crop(b"", None),) * n,
        )

    def analyse(self, data: bytes, *, name: str) -> PhotoFaces:
        self.seen.append((data, name))
        return self.found


def test_photos_of_a_person(library: Library) -> None:
    photos = photos_of(library, person="anna")
    assert [(photo.photo_id, [face.id for face in photo.faces]) for photo in photos] == [
        (2, [3]),
        (1, [1, 2]),
    ]
    assert photos[0].file == Path("/photos/2.jpg")
    assert [(photo.taken_at, photo.missing) for photo in photos] == [
        (None, True),
        ("2020-05-01T00:00:00", False),
    ]
    assert photos_of(library, person=2)[0].faces[0].confirmed is False
    with pytest.raises(PersonNotFoundError):
        photos_of(library, person="Nobody")


def test_more_faces_like_a_person(library: Library) -> None:
    result = find_person(library, person="Anna", card=CARD)
    assert (result.person_id, result.name, len(result.photos)) == (1, "Anna", 2)
    assert {face.face_id for face in result.more_like_this} == {6, 7}
    own = np.stack([vector(0, seed) for seed in (1, 2, 3)])
    for face in result.more_like_this:
        assert face.similarity == pytest.approx((own @ vector(0, face.face_id)).mean(), abs=0.01)
        assert face.d2 == pytest.approx(2 - 2 * face.similarity)
        assert face.place.person_id is None
    similarities = [face.similarity for face in result.more_like_this]
    assert similarities == sorted(similarities, reverse=True)
    assert len(find_person(library, person="Anna", card=CARD, most=1).more_like_this) == 1
    with pytest.raises(ValueError, match="not a recogniser"):
        find_person(library, person="Anna", card=replace(CARD, recognition=None))


def test_what_is_ruled_out_is_not_shown(library: Library) -> None:
    def shown() -> set[int]:
        return {face.face_id for face in find_person(library, person="Anna", card=CARD).more_like_this}

    run(library, "UPDATE face SET person_id = 2 WHERE id = 6")
    assert shown() == {6, 7}
    reject_faces(library, faces=[7], person="Anna")
    assert shown() == {6}
    reject_pair(library, person="Anna", other=2)
    assert shown() == set()
    run(library, "DELETE FROM rejection")
    ignore_person(library, person=2)
    ignore_faces(library, faces=[7])
    assert shown() == set()
    run(library, "UPDATE face SET person_id = NULL WHERE id = 6")
    assert shown() == {6}
    run(library, "UPDATE face SET photo_id = 1 WHERE id = 6")
    assert shown() == set()
    run(library, "UPDATE face SET photo_id = 5, person_id = 2 WHERE id = 6")
    run(library, "UPDATE person SET ignored_at = NULL")
    confirm_faces(library, faces=[6])
    assert shown() == set()


def test_only_faces_similar_enough_are_shown(library: Library) -> None:
    level = GROUPING - LIKELY_MARGIN
    mean = np.mean([vector(0, seed) for seed in (1, 2, 3)], axis=0)
    direction = mean / np.linalg.norm(mean)
    across = centre(40) - (centre(40) @ direction) * direction
    across /= np.linalg.norm(across)
    for at, wanted in enumerate((level - 0.02, level + 0.02)):
        cosine = wanted / np.linalg.norm(mean)
        made = cosine * direction + np.sqrt(1 - cosine**2) * across
        add_faces(library, [Made(photo=50 + at, who=0)], made[None])
    found = {face.face_id for face in find_person(library, person="Anna", card=CARD).more_like_this}
    assert found == {6, 7, 10}


def test_a_person_without_embeddings_has_no_look_alikes(library: Library) -> None:
    run(library, "DELETE FROM embedding WHERE face_id <= 3")
    assert find_person(library, person="Anna", card=CARD).more_like_this == ()
    run(library, "DELETE FROM embedding")
    assert find_person(library, person="Anna", card=CARD).more_like_this == ()
    assert len(find_person(library, person="Anna", card=CARD).photos) == 2


def test_faces_of_an_outside_photo(library: Library) -> None:
    probes = np.stack([vector(0, 999), vector(1, 999), centre(30)])
    analyser = FakeAnalyser(probes)
    faces = find_in_image(library, analyser, b"bytes", "party.jpg", most_faces=3)  # type: ignore[arg-type]
    assert analyser.seen == [(b"bytes", "party.jpg")]
    anna, group, stranger = faces
    assert anna.box == (0.0, 1.0, 2.0, 3.0)
    assert (anna.score, anna.quality) == (pytest.approx(0.9), pytest.approx(0.5))
    best = anna.people[0]
    assert (best.person_id, best.name, best.ignored, best.same_person) == (1, "Anna", False, True)
    own = np.stack([vector(0, seed) for seed in (1, 2, 3)]) @ probes[0]
    assert best.similarity == pytest.approx(own.mean(), abs=0.01)
    assert best.d2 == pytest.approx(2 - 2 * best.similarity)
    assert best.nearest_face_id == 1 + int(np.argmax(own))
    assert not anna.people[1].same_person
    assert (group.people[0].person_id, group.people[0].name) == (2, None)
    assert not any(person.same_person for person in stranger.people)
    everything = np.stack([vector(who, at) for at, who in enumerate([0, 0, 0, 1, 1, 0, 0, 2], start=1)])
    for probe, face in zip(probes, faces, strict=True):
        expected = np.argsort(-(everything @ probe))[:3] + 1
        if face is not stranger:
            assert [similar.face_id for similar in face.faces] == expected.tolist()
        assert len(face.faces) == 3
        for similar in face.faces:
            assert similar.similarity == pytest.approx(everything[similar.face_id - 1] @ probe, abs=0.01)
            assert similar.same_person == (similar.similarity >= 0.4)
    assert anna.faces[0].place.file.parent == Path("/photos")
    assert anna.faces[0].place.box == (0.5, 1.25, 10.0, 10.0)


def test_ignored_people_are_marked_and_ignored_faces_left_out(library: Library) -> None:
    ignore_person(library, person=2)
    ignore_faces(library, faces=[6, 7])
    (face,) = find_in_image(library, FakeAnalyser(vector(1, 999)[None]), b"", "x")  # type: ignore[arg-type]
    assert face.people[0].ignored
    assert {similar.face_id for similar in face.faces} == {1, 2, 3, 4, 5, 8}


def test_an_outside_photo_and_an_empty_library(tmp_path: Path) -> None:
    with Library.open(tmp_path / "empty.db") as library:
        (face,) = find_in_image(library, FakeAnalyser(centre(0)[None]), b"", "x")  # type: ignore[arg-type]
        assert face.people == face.faces == ()
        assert find_in_image(library, FakeAnalyser(np.zeros((0, SIZE))), b"", "x") == []  # type: ignore[arg-type]


def test_covers(library: Library) -> None:
    assert cover_faces(library, people=[1, 2, 99]) == {1: 1, 2: 4}
    run(library, "UPDATE face SET quality = 0.95 WHERE id IN (2, 3, 5)")
    assert cover_faces(library, people=[1, 2]) == {1: 2, 2: 5}  # The photo of 3 is missing.
    ignore_faces(library, faces=[2])
    assert cover_faces(library, people=[1]) == {1: 1}
    set_cover(library, person=1, face=3)
    assert cover_faces(library, people=[1]) == {1: 3}
    run(library, "UPDATE face SET person_id = NULL, confirmed_at = NULL WHERE id = 3")
    assert cover_faces(library, people=[1]) == {1: 1}
    run(library, "UPDATE face SET quality = NULL WHERE id = 4")
    assert cover_faces(library, people=[2]) == {2: 5}


def test_made_embeddings_are_stored_as_they_are(library: Library) -> None:
    with library.read() as session:
        packed = session.connection().exec_driver_sql("SELECT vector FROM embedding WHERE face_id = 8")
        stored = unpack(np.frombuffer(packed.scalar_one(), np.int8))
    assert float(stored @ vector(2, 8)) > 0.999


def test_twenty_thousand_faces_are_searched(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    with Library.open(tmp_path / "large.db") as library:
        made = [Made(photo=number, who=0) for number in range(1, 20_001)]
        add_faces(library, made, random.normal(size=(20_000, SIZE)))
        (face,) = find_in_image(library, FakeAnalyser(centre(0)[None]), b"", "x")  # type: ignore[arg-type]
        assert len(face.faces) == 20
