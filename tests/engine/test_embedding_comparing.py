"""One packed embedding against many: exact products, against a slow twin."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from engine.embedding import PackedVectors, comparing, pack, unit, unpack


def slowly(probe: list[int], row: list[int], length: np.float32) -> np.float32:
    """Multiply whole numbers, which is exact, and scale as the docstring says."""
    product = sum(a * b for a, b in zip(probe, row, strict=True))
    scaled = product * float(length) / math.sqrt(sum(a * a for a in probe))
    return np.float32(min(max(scaled, -1), 1))


def shortened(rows: list[list[int]]) -> list[np.float32]:
    return [np.float32(1 / math.sqrt(sum(a * a for a in row))) for row in rows]


@given(st.integers(0, 60), st.integers(1, 140), st.integers(0, 2**32), st.sampled_from([4, 65_536]))
def test_equal_to_the_slow_way(n: int, d: int, seed: int, chunk: int) -> None:
    random = np.random.default_rng(seed)
    vectors = pack(random.normal(size=(n, d))).reshape(n, d)
    # As far apart and as close as bytes can be.
    vectors[: n // 4] = random.choice([-127, 127], (n // 4, d))
    probe = vectors[n // 8] if n else pack(random.normal(size=d))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(comparing, "_CHUNK", chunk)
        found = PackedVectors(vectors).cosines(probe)
    rows = vectors.tolist()
    expected = [slowly(probe.tolist(), *both) for both in zip(rows, shortened(rows), strict=True)]
    assert found.dtype == np.float32
    assert found.tolist() == expected


def test_cosines_are_those_of_the_unit_vectors() -> None:
    random = np.random.default_rng(1)
    vectors, probe = pack(random.normal(size=(500, 128))), pack(random.normal(size=128))
    found = PackedVectors(vectors).cosines(probe)
    np.testing.assert_allclose(found, unpack(vectors) @ unpack(probe), atol=1e-6)
    assert PackedVectors(vectors).cosines(vectors[7])[7] == 1


@given(st.integers(1, 140), st.integers(0, 2**32))
def test_what_was_packed_is_packed_into_the_same_bytes_again(d: int, seed: int) -> None:
    packed = pack(np.random.default_rng(seed).normal(size=(20, d)))
    np.testing.assert_array_equal(pack(unpack(packed)), packed)


@pytest.mark.parametrize("step", [1, 2, -1, -2])
def test_a_part_of_other_vectors_is_compared_as_well(step: int) -> None:
    every: NDArray[np.int8] = pack(np.random.default_rng(2).normal(size=(40, 64)))
    vectors, probe = every[::3, ::step], every[3, ::step]
    np.testing.assert_allclose(PackedVectors(vectors).cosines(probe), unit(vectors) @ unit(probe), atol=1e-6)


def test_what_cannot_be_compared_is_refused() -> None:
    vectors = pack(np.eye(3))
    with pytest.raises(ValueError, match="shape"):
        PackedVectors(vectors).cosines(np.ones(4, np.int8))
    with pytest.raises(ValueError, match="no direction"):
        PackedVectors(vectors).cosines(np.zeros(3, np.int8))
    with pytest.raises(ValueError, match="no direction"):
        PackedVectors(np.append(vectors, np.zeros((1, 3), np.int8), axis=0))
