"""Going from place to place, back and forward."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.desktop.places import PageName, Place, Way

PLACES = [
    Place(PageName.PHOTOS),
    Place(PageName.PEOPLE),
    Place(PageName.PERSON, id=3),
    Place(PageName.REVIEW),
]


@given(steps=st.lists(st.one_of(st.sampled_from(PLACES), st.sampled_from(["back", "forward"])), max_size=30))
def test_the_way_is_that_of_a_browser(steps: list[Place | str]) -> None:
    way = Way(PLACES[0])
    before, here, ahead = [], PLACES[0], []
    for step in steps:
        if step == "back":
            if before:
                ahead.append(here)
                here = before.pop()
            assert way.back() == here
        elif step == "forward":
            if ahead:
                before.append(here)
                here = ahead.pop()
            assert way.forward() == here
        elif isinstance(step, Place):
            if step != here:
                before.append(here)
                here, ahead = step, []
            way.go(step)
        assert way.here == here
        assert way.can_go_back == bool(before)
        assert way.can_go_forward == bool(ahead)


def test_a_search_being_typed_leaves_no_steps() -> None:
    way = Way(PLACES[0])
    way.go(Place(PageName.PHOTOS, text="a"))
    way.replace(Place(PageName.PHOTOS, text="an"))
    assert way.here.text == "an"
    assert way.back() == PLACES[0]
