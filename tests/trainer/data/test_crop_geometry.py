"""Where a network's input lies in a crop."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.crops_of_people import soft_crop

from engine.alignment import align
from engine.models import Catalogue
from trainer.data.geometry import Region, cut_region, template_for

_RECOGNITION = Catalogue().card("sface-2021dec").recognition
assert _RECOGNITION is not None
TEMPLATE = _RECOGNITION.template


def test_at_the_recognisers_size_it_is_the_middle() -> None:
    crop = soft_crop(1)
    face = cut_region(crop, Region(144, 16, 112, 112))
    np.testing.assert_array_equal(face, crop[16:128, 16:128])
    np.testing.assert_array_equal(
        cut_region(crop, Region(144, 16, 112, 112, flipped=True)), crop[16:128, 16:128][:, ::-1]
    )
    face[:] = 0
    assert crop.any(), "the crop stays as it is"


@pytest.mark.parametrize("width", [96, 112, 128, 144])
def test_other_widths_show_more_or_less_at_the_sides(width: int) -> None:
    crop = soft_crop(2)
    left = (144 - width) // 2
    face = cut_region(crop, Region(144, 16, width, 112))
    np.testing.assert_array_equal(face, crop[16:128, left : left + width])


@given(
    st.sampled_from([(96, 96), (112, 112), (220, 220), (100, 128), (112, 96)]),
    st.booleans(),
    st.floats(-6, 6),
    st.floats(0.9, 1.1),
    st.floats(-20, 20),
)
def test_the_matrix_takes_the_middle_where_it_was_asked_for(
    size: tuple[int, int], flipped: bool, shift: float, scale: float, turn: float
) -> None:
    width, height = size
    region = Region(144, 16, width, height, flipped, (shift, 0.0), scale, turn)
    matrix = region.matrix()
    unit = height / 112
    # Written out: away from the middle, turned and scaled, then mirrored.
    for point in ((71.5, 71.5), (100.0, 60.0), (16.0, 16.0)):
        x, y = point[0] - 71.5, point[1] - 71.5
        angle = np.deg2rad(turn)
        u = unit * scale * (x * np.cos(angle) - y * np.sin(angle)) + (width - 1) / 2 + shift * unit
        v = unit * scale * (x * np.sin(angle) + y * np.cos(angle)) + (height - 1) / 2
        u = width - 1 - u if flipped else u
        np.testing.assert_allclose(matrix @ (*point, 1), (u, v), atol=1e-9)


def test_a_warp_without_change_is_the_middle_too() -> None:
    crop = soft_crop(3)
    # So small a turn that pixels stay, but that is not the short cut.
    warped = cut_region(crop, Region(144, 16, 112, 112, turn=1e-7))
    np.testing.assert_array_equal(warped, crop[16:128, 16:128])


@pytest.mark.parametrize(("width", "height"), [(96, 96), (112, 112), (224, 224), (96, 112), (128, 112)])
def test_a_networks_template_is_where_its_inputs_have_the_landmarks(width: int, height: int) -> None:
    # What the engine cuts with that template is what was cut of the crop.
    crop = soft_crop(4)
    template = template_for(TEMPLATE, 112, width=width, height=height)
    cut = align(crop, TEMPLATE + 16, template, width=width, height=height)
    trained = cut_region(crop, Region(144, 16, width, height))
    assert np.abs(cut.astype(int) - trained)[2:-2, 2:-2].max() <= 3


def test_at_the_same_size_the_template_stays() -> None:
    np.testing.assert_allclose(template_for(TEMPLATE, 112, width=112, height=112), TEMPLATE)
