"""Faces of frames put together by person: with made-up embeddings, and with drawn and real faces in films."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from makers.faces import load_rgb
from makers.films import RATE, face_of, film, greys, moving_face, scene
from numpy.typing import NDArray

from engine.analysis import Analyser, PhotoFaces
from engine.image import ImageError
from engine.tracks import LEAST_ALONE, FramedFaces, put_together, shown_moment
from engine.video.reading import StoppedError

GROUPING, SAME_PERSON = 0.5, 0.4


def unit(values: NDArray[np.floating]) -> NDArray[np.float32]:
    return (values / np.linalg.norm(values, axis=-1, keepdims=True)).astype(np.float32)


def faces_of(*seen: tuple[int, int, float, float]) -> FramedFaces:
    """Faces as (moment, who, left, quality)."""
    rng = np.random.default_rng(1)
    vectors = [np.eye(16)[who] + rng.normal(0, 0.05, 16) for _, who, _, _ in seen]
    return FramedFaces(
        np.array([moment for moment, *_ in seen]),
        np.array([(left, 0, 50, 60) for _, _, left, _ in seen], np.float32),
        np.array([quality for *_, quality in seen], np.float32),
        unit(np.array(vectors)).reshape(-1, 16),
    )


def together(faces: FramedFaces) -> list[list[int]]:
    tracks = put_together(faces, grouping=GROUPING, same_person=SAME_PERSON)
    return [track.members.tolist() for track in tracks]


def test_nobody_is_nobody() -> None:
    assert put_together(faces_of(), grouping=GROUPING, same_person=SAME_PERSON) == []


def test_each_person_is_one_with_the_best_face_and_all_moments() -> None:
    faces = faces_of(
        (0, 1, 10, 0.5), (0, 2, 300, 0.6), (1000, 1, 12, 0.9), (1000, 2, 200, 0.4), (9000, 1, 400, 0.7)
    )
    first, second = put_together(faces, grouping=GROUPING, same_person=SAME_PERSON)
    assert (first.best, first.members.tolist()) == (2, [0, 2, 4])
    assert (second.best, second.members.tolist()) == (1, [1, 3])
    seen = first.sightings(faces)
    assert seen.moments.tolist() == [0, 1000, 9000]
    np.testing.assert_array_equal(seen.boxes[:, 0], [10, 12, 400])


def test_two_faces_of_one_frame_are_two_people() -> None:
    assert together(faces_of((0, 1, 10, 0.9), (0, 1, 200, 0.9))) == [[0], [1]]
    # Also where one of them is there again.
    assert len(together(faces_of((0, 1, 10, 0.9), (0, 1, 200, 0.9), (1000, 1, 10, 0.9)))) == 2


def test_who_is_seen_once_must_be_seen_well() -> None:
    low, high = LEAST_ALONE - 0.01, LEAST_ALONE + 0.01
    faces = faces_of((0, 1, 10, low), (0, 2, 200, high), (1000, 3, 10, low), (9000, 3, 10, low))
    assert together(faces) == [[1], [2, 3]]


def test_who_stays_in_their_place_stays_one_person() -> None:
    faces = faces_of((0, 1, 10, 0.9), (1000, 1, 12, 0.9), (2000, 1, 14, 0.9))
    # Turned away, they are less like themselves than groups have to be.
    away = unit(0.45 * np.eye(16)[1] + np.sqrt(1 - 0.45**2) * np.eye(16)[5])
    vectors = faces.embeddings.copy()
    vectors[1] = away
    assert together(replace(faces, embeddings=vectors)) == [[0, 1, 2]]
    # Elsewhere, or later, that is not enough.
    boxes = faces.boxes.copy()
    boxes[1, 0] = 400
    assert [0, 2] in together(replace(faces, embeddings=vectors, boxes=boxes))
    late = replace(faces, embeddings=vectors, moments=faces.moments * 10)
    assert [0, 2] in together(late)


def test_somebody_else_in_the_same_place_is_somebody_else() -> None:
    assert together(faces_of((0, 1, 10, 0.9), (1000, 2, 10, 0.9), (2000, 2, 10, 0.9))) == [[0], [1, 2]]


def test_the_frame_with_the_best_faces_stands_for_a_video() -> None:
    faces = faces_of((0, 1, 10, 0.5), (1000, 1, 10, 0.6), (1000, 2, 300, 0.6), (2000, 1, 10, 0.9))
    tracks = put_together(faces, grouping=GROUPING, same_person=SAME_PERSON)
    contrasts = {0: 99.0, 1000: 1.0, 2000: 1.0, 3000: 2.0}
    assert shown_moment(contrasts, faces, tracks) == 1000
    assert shown_moment(contrasts, faces, []) == 0
    assert shown_moment({0: 5.0, 1000: 5.0}, faces, []) == 0


def test_a_drawn_face_that_moves_is_found_once(analyser: Analyser, tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", moving_face(3 * RATE))
    found = analyser.analyse_video(path)
    assert (found.width, found.height, found.format, found.exif) == (640, 480, "MP4", None)
    assert len(found.faces) == len(found.quality) == len(found.embeddings) == len(found.crops) == 1
    assert found.video is not None
    (seen,) = found.video.sightings
    assert seen.moments[0] == 0
    assert max(np.diff(seen.moments)) <= 1500
    assert (np.diff(seen.boxes[:, 0]) > 10).all()
    (moment,) = found.video.moments.tolist()
    np.testing.assert_array_equal(found.faces.boxes[0], seen.boxes[seen.moments.tolist().index(moment)])
    assert found.video.shown_ms in seen.moments
    assert abs(found.video.duration_ms - 3000) <= 150
    assert found.thumbnail is not None
    # Again, byte for byte.
    again = analyser.analyse_video(path)
    assert again.crops[0].jpeg == found.crops[0].jpeg
    np.testing.assert_array_equal(again.embeddings, found.embeddings)


def test_a_film_that_lies_on_its_side_is_looked_at_upright(analyser: Analyser, tmp_path: Path) -> None:
    stored = [np.rot90(picture, -1) for picture in moving_face(RATE)]
    found = analyser.analyse_video(film(tmp_path / "a.mp4", stored, turn=90))
    assert (found.width, found.height, len(found.faces)) == (640, 480, 1)


def test_a_film_without_anybody_has_a_thumbnail(analyser: Analyser, tmp_path: Path) -> None:
    found = analyser.analyse_video(film(tmp_path / "a.mp4", greys(2 * RATE)))
    assert len(found.faces) == 0
    assert found.embeddings.shape == (0, analyser.embedder.size)
    assert found.video is not None
    assert found.video.sightings == ()
    assert found.thumbnail is not None


def test_looking_at_a_film_may_be_stopped(analyser: Analyser, tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", greys(3 * RATE))
    answers = iter([True, True, False])
    with pytest.raises(StoppedError):
        analyser.analyse_video(path, proceed=lambda: next(answers))
    with pytest.raises(ImageError):
        analyser.analyse_video(tmp_path / "none.mp4")


@pytest.fixture(scope="module")
def two(shared_data: Path) -> tuple[list[NDArray[np.uint8]], list[NDArray[np.uint8]]]:
    """Return four pictures of each of two people."""
    names = ("Al_Gore", "Amelia_Vega")
    first, second = (
        [face_of(load_rgb(file), 240) for file in sorted((shared_data / "lfw_dev" / name).glob("*.jpg"))[:4]]
        for name in names
    )
    return first, second


def test_two_people_of_whom_one_comes_back(
    analyser: Analyser, tmp_path: Path, two: tuple[list[NDArray[np.uint8]], list[NDArray[np.uint8]]]
) -> None:
    one, other = two
    pictures = []
    for second in range(12):
        # The first is there for four seconds, away for four and back for four; the second comes at two.
        here = [] if 4 <= second < 8 else [(one[second % len(one)], 20, 100)]
        here += [(other[second % len(other)], 360, 120)] if 2 <= second < 10 else []
        pictures += [scene(*here)] * RATE
    found = analyser.analyse_video(film(tmp_path / "a.mp4", pictures))
    assert found.video is not None
    sightings = [seen for seen in found.video.sightings if len(seen.moments) > 3]
    assert len(sightings) == 2
    left, right = (seen.moments // 1000 for seen in sightings)
    assert set(left.tolist()) <= {0, 1, 2, 3, 8, 9, 10, 11}
    assert {0, 3, 8, 11} <= set(left.tolist())
    assert set(right.tolist()) <= set(range(2, 10))
    for seen, place in zip(sightings, (20, 360), strict=True):
        middles = seen.boxes[:, 0] + seen.boxes[:, 2] / 2
        assert (abs(middles - (place + 120)) < 60).all()
    assert_one_face_each(found)


def assert_one_face_each(found: PhotoFaces) -> None:
    """No moment of one face is listed twice, and every face is seen at its own moment."""
    assert found.video is not None
    for moment, seen in zip(found.video.moments, found.video.sightings, strict=True):
        assert moment in seen.moments
        assert all(before < after for before, after in pairwise(seen.moments.tolist()))
