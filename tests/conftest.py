"""Fixtures every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of labelled photographs kept beside the checkout, or skip."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the labelled photographs beside the checkout are absent")
    return SHARED_DATA
