"""From a cold start to the second one: a real window, driven by real keys."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from cold_start import check, lacking
from makers.drawn_people import draw_album

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the screen is one of X"),
    pytest.mark.skipif(bool(lacking()), reason=f"there is no {', '.join(lacking())}"),
]


def test_everything_is_there_after_starting_again(tmp_path: Path) -> None:
    photos = tmp_path / "Photos"
    draw_album(photos)
    steps = [step for step, _ in check(tmp_path, photos)]
    assert steps[-1].startswith("start again")
