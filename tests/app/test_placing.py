"""Which face a region means: against trying all ways, and boxes as other programs draw them."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.library.boxes import overlaps
from app.metadata.people import NamedRegion
from app.operations.placing import LEAST_OVERLAP, MIDDLE, Boxes, boxes_of, meant

BOXES = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(5, 40), st.integers(5, 40)), max_size=4
).map(lambda found: np.array(found, np.float64).reshape(-1, 4))


def possible(regions: Boxes, faces: Boxes) -> Boxes:
    """How much each region overlaps each face that it may mean."""
    shared = overlaps(regions, faces)
    for one, region in enumerate(regions):
        for other, face in enumerate(faces):
            for side in (0, 1):
                apart = abs((region[side] + region[side + 2] / 2) - (face[side] + face[side + 2] / 2))
                if apart > MIDDLE * max(region[side + 2], face[side + 2]):
                    shared[one, other] = 0
    shared[shared < LEAST_OVERLAP] = 0
    return shared


# SciPy takes a while to load.
@settings(deadline=None)
@given(BOXES, BOXES)
def test_the_way_with_most_overlap_is_taken(regions: Boxes, faces: Boxes) -> None:
    shared = possible(regions, faces)
    pairs = meant(regions, faces)
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    assert all(shared[pair] > 0 for pair in pairs)
    # Faces that no region means stand for themselves.
    padded = np.hstack([shared, np.zeros((len(regions), len(regions)))])
    best = max(
        sum(padded[one, other] for one, other in enumerate(way))
        for way in permutations(range(padded.shape[1]), len(regions))
    )
    assert sum(shared[pair] for pair in pairs) == pytest.approx(best)


@pytest.mark.parametrize("wide", [0.7, 1.0, 1.5, 2.0, 2.4])
@pytest.mark.parametrize("off", [(0, 0), (-0.15, 0), (0.1, -0.25), (0.15, 0.15)])
def test_loose_boxes_mean_their_face_and_no_neighbour(wide: float, off: tuple[float, float]) -> None:
    # Three faces side by side, as in a row of people.
    faces = np.array([(100.0 + 90 * at, 100.0, 60.0, 80.0) for at in range(3)])
    size = np.full(2, 80 * wide)
    middles = faces[:, :2] + faces[:, 2:] / 2 + np.array(off) * size
    regions = np.hstack([middles - size / 2, np.tile(size, (3, 1))])
    assert meant(regions, faces) == [(0, 0), (1, 1), (2, 2)]
    # One that the detector missed is not its neighbour.
    assert meant(regions, faces[[0, 2]]) == [(0, 0), (2, 1)]


def test_shares_become_pixels() -> None:
    region = NamedRegion("Anna", 0.25, -0.1, 0.5, 0.2)
    np.testing.assert_allclose(boxes_of([region], 400, 300), [[100, -30, 200, 60]])
    assert boxes_of([], 400, 300).shape == (0, 4)
