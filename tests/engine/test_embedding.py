"""Embeddings: bytes and back, distances, the network's input, batches and mirror images."""

from __future__ import annotations

import dataclasses
import math
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from makers.faces import DETECTOR, load_rgb
from numpy.typing import NDArray

from engine.detection import FaceDetector
from engine.embedding import (
    FaceEmbedder,
    cosine,
    cosine_from_d2,
    d2_from_cosine,
    pack,
    squared_distance,
    unit,
    unit_rows,
    unpack,
)
from engine.models import Catalogue

Floats = NDArray[np.float32]


def directions(seed: int, *shape: int) -> Floats:
    return unit(np.random.default_rng(seed).normal(size=shape))


# --- vectors -------------------------------------------------------------------------------------------


@given(st.integers(0, 2**32), st.integers(64, 512))
def test_packing_keeps_the_direction(seed: int, size: int) -> None:
    vectors = directions(seed, 20, size)
    packed = pack(vectors)
    assert packed.dtype == np.int8
    assert packed.shape == (20, size)
    assert (np.abs(packed.astype(int)).max(axis=1) == 127).all()
    back = unpack(packed)
    assert back.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(back, axis=1), 1, atol=1e-6)
    assert cosine(vectors, back).min() > 0.9999


@given(hnp.arrays(np.float32, 64, elements=st.floats(-1, 1, width=32)))
def test_packing_is_within_half_a_step(vector: Floats) -> None:
    """For any vector at all, each component alone."""
    if np.linalg.norm(vector.astype(np.float64)) == 0:
        with pytest.raises(ValueError, match="no direction"):
            pack(vector)
        return
    # In float64, where the least of all float32 numbers can still be divided.
    exact = vector.astype(np.float64)
    step = np.abs(exact).max() / 127
    assert np.abs(pack(vector) * step - exact).max() <= 0.5001 * step


def test_packing_again_changes_nothing() -> None:
    packed = pack(directions(1, 50, 128))
    np.testing.assert_array_equal(pack(unpack(packed)), packed)


def test_packing_forgets_the_length() -> None:
    vectors = directions(2, 5, 128)
    np.testing.assert_array_equal(pack(vectors * 37), pack(vectors))


def test_a_packed_single_vector_has_its_shape() -> None:
    assert pack(directions(3, 128)).shape == (128,)
    assert unpack(pack(directions(3, 2, 3, 128))).shape == (2, 3, 128)


@pytest.mark.parametrize("bad", [0.0, math.nan, math.inf, -math.inf])
def test_what_has_no_direction_is_refused(bad: float) -> None:
    vectors = np.ones((3, 4), np.float32)
    vectors[1] = 0
    vectors[1, 2] = bad
    for function in (unit, pack):
        with pytest.raises(ValueError, match="no direction"):
            function(vectors)


def test_bytes_that_were_never_packed_are_refused() -> None:
    with pytest.raises(ValueError, match="no direction"):
        unpack(np.zeros((2, 128), np.int8))


@pytest.mark.parametrize("shape", [(9000, 64), (3, 3001, 64), (0, 64), (0, 0)])
def test_unpacking_many_is_unpacking_each(shape: tuple[int, ...]) -> None:
    packed = np.random.default_rng(4).integers(1, 128, shape).astype(np.int8)
    np.testing.assert_array_equal(unpack(packed), unit(packed.astype(np.float32)))


def test_unpacking_needs_little_more_memory_than_its_result() -> None:
    packed = np.ones((100_000, 128), np.int8)
    tracemalloc.start()
    try:
        size = unpack(packed).nbytes
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1.4 * size


@given(hnp.arrays(np.float64, (4, 8), elements=st.floats(1e-3, 1e6) | st.floats(-1e6, -1e-3)))
def test_unit_vectors_have_length_1_and_the_same_direction(vectors: NDArray[np.float64]) -> None:
    found = unit(vectors)
    assert found.dtype == np.float32
    for row, vector in zip(found, vectors, strict=True):
        length = math.sqrt(sum(float(v) ** 2 for v in vector))
        np.testing.assert_allclose(row, vector / length, rtol=1e-6)


def test_no_vectors() -> None:
    none = np.zeros((0, 128), np.float32)
    assert unit(none).shape == unpack(pack(none)).shape == (0, 128)
    assert cosine(none, none).shape == (0,)


@given(st.integers(0, 2**32))
def test_distances_equal_their_definitions(seed: int) -> None:
    a, b = directions(seed, 6, 32), directions(seed + 1, 6, 32)
    for one, other, similarity, distance in zip(a, b, cosine(a, b), squared_distance(a, b), strict=True):
        assert similarity == pytest.approx(
            sum(float(x) * float(y) for x, y in zip(one, other, strict=True)), abs=1e-6
        )
        assert distance == pytest.approx(
            sum((float(x) - float(y)) ** 2 for x, y in zip(one, other, strict=True)), abs=1e-5
        )


def test_distances_stay_in_their_range() -> None:
    a = directions(4, 500, 128)
    assert cosine(a, a).max() <= 1
    assert squared_distance(a, a).min() >= 0
    assert cosine(a, -a).min() >= -1
    assert squared_distance(a, -a).max() <= 4


@given(st.floats(-1, 1))
def test_cosine_and_distance_are_inverse(similarity: float) -> None:
    assert cosine_from_d2(d2_from_cosine(similarity)) == pytest.approx(similarity, abs=1e-12)
    assert (d2_from_cosine(1.0), d2_from_cosine(0.0), d2_from_cosine(-1.0)) == (0, 2, 4)


# --- the recogniser ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crops() -> NDArray[np.uint8]:
    return np.random.default_rng(8).integers(0, 256, (5, 112, 112, 3), np.uint8)


class _Spy:
    """Stands for the network: keeps its input, and gives means of 8 x 8 patches as an embedding."""

    def __init__(self) -> None:
        self.seen: list[Floats] = []

    def run(self, inputs: dict[str, Floats]) -> dict[str, Floats]:
        (tensor,) = inputs.values()
        self.seen.append(tensor)
        patches = tensor.reshape(len(tensor), 3, 14, 8, 14, 8).mean(axis=(3, 5))
        return {"any": patches[:, :, :8, :].reshape(len(tensor), -1)[:, :128]}


def spied(
    embedder: FaceEmbedder, *, flip: bool = True, batch: int = 16, **entries: object
) -> tuple[FaceEmbedder, _Spy]:
    spy = _Spy()
    assert embedder.card.recognition is not None
    card = dataclasses.replace(
        embedder.card,
        input=dataclasses.replace(embedder.card.input, **entries),
        recognition=dataclasses.replace(embedder.card.recognition, flip_average=flip),
    )
    return FaceEmbedder(spy, card, batch=batch), spy  # type: ignore[arg-type]


@pytest.mark.parametrize(("colour", "order"), [("RGB", [0, 1, 2]), ("BGR", [2, 1, 0])])
@pytest.mark.parametrize(("low", "high"), [(0.0, 255.0), (-1.0, 1.0), (0.0, 1.0)])
def test_the_tensor_is_as_the_card_says(
    embedder: FaceEmbedder, crops: NDArray[np.uint8], colour: str, order: list[int], low: float, high: float
) -> None:
    mine, spy = spied(embedder, flip=False, colour=colour, low=low, high=high)
    mine.embed(crops[:2])
    (tensor,) = spy.seen
    assert tensor.dtype == np.float32
    assert tensor.flags.c_contiguous
    expected = crops[:2, ..., order].transpose(0, 3, 1, 2) / 255 * (high - low) + low
    np.testing.assert_allclose(tensor, expected, rtol=1e-5, atol=1e-5)


def test_with_flipping_the_mirror_images_follow(embedder: FaceEmbedder, crops: NDArray[np.uint8]) -> None:
    mine, spy = spied(embedder)
    found = mine.embed(crops)
    (tensor,) = spy.seen
    np.testing.assert_array_equal(tensor[5:], tensor[:5, :, :, ::-1])
    single, _ = spied(embedder, flip=False)
    one, other = single.embed(crops).vectors, single.embed(crops[:, :, ::-1]).vectors
    np.testing.assert_allclose(found.vectors, unit(one + other), atol=1e-6)


def test_the_certainty_is_read_off_the_length_before_it_is_lost(
    embedder: FaceEmbedder, crops: NDArray[np.uint8]
) -> None:
    mine, spy = spied(embedder, flip=False, low=-0.02, high=0.05)
    certainty = mine.embed(crops).certainty
    raw = _Spy().run({"data": spy.seen[0]})["any"]
    spec = mine.card.recognition
    assert spec is not None
    assert certainty.dtype == np.float32
    np.testing.assert_array_equal(certainty, spec.certainty(np.linalg.norm(raw, axis=1)))


@pytest.mark.parametrize(("batch", "runs"), [(1, [1] * 5), (2, [2, 2, 1]), (5, [5]), (16, [5])])
def test_no_run_is_larger_than_the_batch(
    embedder: FaceEmbedder, crops: NDArray[np.uint8], batch: int, runs: list[int]
) -> None:
    mine, spy = spied(embedder, flip=False, batch=batch)
    found = mine.embed(crops)
    assert [len(tensor) for tensor in spy.seen] == runs
    whole, _ = spied(embedder, flip=False)
    np.testing.assert_allclose(found.vectors, whole.embed(crops).vectors, atol=1e-6)
    np.testing.assert_allclose(found.certainty, whole.embed(crops).certainty, atol=1e-6)


def test_real_batches_equal_singles_and_mirrors(embedder: FaceEmbedder, crops: NDArray[np.uint8]) -> None:
    together = embedder.embed(crops)
    single = [embedder.embed(crop[None]) for crop in crops]
    assert together.vectors.shape == (5, 128)
    np.testing.assert_allclose(np.linalg.norm(together.vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(together.vectors, np.concatenate([s.vectors for s in single]), atol=1e-4)
    np.testing.assert_allclose(together.certainty, np.concatenate([s.certainty for s in single]), atol=1e-3)
    mirrored = embedder.embed(crops[:, :, ::-1])
    np.testing.assert_allclose(mirrored.vectors, together.vectors, atol=1e-4)
    assert cosine(together.vectors[:1], together.vectors[1:2])[0] < 0.99


def test_no_crops(embedder: FaceEmbedder) -> None:
    crops = embedder.crop(np.zeros((5, 5, 3), np.uint8), np.zeros((0, 5, 2), np.float32))
    assert crops.shape == (0, 112, 112, 3)
    found = embedder.embed(crops)
    assert (found.vectors.shape, found.certainty.shape) == ((0, 128), (0,))
    assert found.vectors.dtype == found.certainty.dtype == np.float32


def test_a_detectors_card_is_refused(catalogue: Catalogue, embedder: FaceEmbedder) -> None:
    with pytest.raises(ValueError, match="yunet-2023mar is not a recogniser"):
        FaceEmbedder(embedder._session, catalogue.card(DETECTOR))


@pytest.mark.parametrize("size", [0.25, 1.0, 6.0])
def test_the_scale_needed_is_one_pixel_to_one(embedder: FaceEmbedder, size: float) -> None:
    """A face as large as the template needs every pixel; one six times as large a sixth of them."""
    points = (embedder.template * size + [100, 7]).astype(np.float32)
    assert embedder.scale_needed(points) == pytest.approx(1 / size, rel=1e-5)


def test_landmarks_in_one_place_are_refused(embedder: FaceEmbedder) -> None:
    points = np.full((1, 5, 2), 3.3, np.float32)
    with pytest.raises(ValueError, match="landmarks"):
        embedder.scale_needed(points[0])
    with pytest.raises(ValueError, match="landmarks"):
        embedder.crop(np.zeros((9, 9, 3), np.uint8), points)


# --- real faces ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def known(
    shared_data: Path, detector: FaceDetector, embedder: FaceEmbedder
) -> tuple[Floats, NDArray[np.intp]]:
    """Return embeddings (n, 128) of 30 people's three pictures each, and whose they are."""
    folders = [f for f in sorted((shared_data / "lfw_dev").iterdir()) if f.is_dir()]
    folders = [f for f in folders if len(list(f.glob("*.jpg"))) >= 3][:30]
    crops, people = [], []
    for person, folder in enumerate(folders):
        for path in sorted(folder.glob("*.jpg"))[:3]:
            image = load_rgb(path)
            faces = detector.detect_all(image).faces
            centres = faces.boxes[:, :2] + faces.boxes[:, 2:] / 2
            middle = np.abs(centres - np.array(image.shape[1::-1]) / 2).sum(axis=1).argmin()
            crops.append(embedder.crop(image, faces.landmarks[middle][None]))
            people.append(person)
    return embedder.embed(np.concatenate(crops)).vectors, np.array(people)


def accepted(vectors: Floats, people: NDArray[np.intp], far: float) -> float:
    """Return VAL: the share of pairs of one person that are accepted where `far` of the others are."""
    upper = np.triu_indices(len(vectors), 1)
    similarity, same = (vectors @ vectors.T)[upper], (people[:, None] == people)[upper]
    others = np.sort(similarity[~same])[::-1]
    threshold = others[math.floor(far * len(others))]
    return float((similarity[same] > threshold).mean())


def test_packing_costs_no_accuracy(known: tuple[Floats, NDArray[np.intp]]) -> None:
    vectors, people = known
    for far in (1e-2, 1e-3, 1e-4):
        before, after = accepted(vectors, people, far), accepted(unpack(pack(vectors)), people, far)
        assert before > 0.95
        # One of the 90 pairs may lie so near the threshold that the rounding decides.
        assert abs(before - after) < 1.5 / 90


def test_packing_changes_no_similarity_by_much(known: tuple[Floats, NDArray[np.intp]]) -> None:
    vectors, _ = known
    packed = unpack(pack(vectors))
    change = np.abs(vectors @ vectors.T - packed @ packed.T)
    assert change.max() < 5e-3
    assert change.mean() < 1e-3


def test_the_cards_thresholds_tell_people_apart(
    known: tuple[Floats, NDArray[np.intp]], embedder: FaceEmbedder
) -> None:
    vectors, people = known
    spec = embedder.card.recognition
    assert spec is not None
    upper = np.triu_indices(len(vectors), 1)
    similarity, same = (vectors @ vectors.T)[upper], (people[:, None] == people)[upper]
    assert (similarity[same] >= spec.same_person).mean() > 0.95
    assert (similarity[~same] >= spec.same_person).mean() < 2e-3


@pytest.mark.parametrize("rows", [slice(1, 3), np.array([2, 0])])
def test_unit_rows_gives_unit_vectors_of_packed_and_of_plain_rows(rows: slice | NDArray[np.intp]) -> None:
    plain = unit(np.random.default_rng(1).normal(size=(4, 128)))
    packed = pack(plain)

    np.testing.assert_array_equal(unit_rows(plain, rows), plain[rows])
    np.testing.assert_array_equal(unit_rows(packed, rows), unpack(packed)[rows])
    assert unit_rows(packed, rows).dtype == np.float32
