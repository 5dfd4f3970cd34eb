"""Garbage is looked for in the GUI thread, at times of the window's choosing."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.desktop import garbage as garbage_module
from app.desktop.garbage import Garbage


class Knot:
    """Refers to itself, so that only a look frees it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[Garbage]:
    made = Garbage()
    yield made
    made.stop()
    gc.unfreeze()


def test_garbage_is_found_only_when_it_is_looked_for(garbage: Garbage) -> None:
    knot = weakref.ref(Knot())
    # Enough for Python to look by itself.
    kept = [[number] for number in range(5_000)]
    assert len(kept) == 5_000
    assert knot() is not None
    garbage.look()
    assert knot() is None


def test_it_is_looked_for_by_and_by(qtbot: QtBot, garbage: Garbage) -> None:
    knot = weakref.ref(Knot())
    qtbot.waitUntil(lambda: knot() is None)


def test_while_much_is_made_nobody_looks_for_a_while(
    garbage: Garbage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage_module, "_MANY", 1_000)
    monkeypatch.setattr(garbage_module, "_PATIENCE", 2)
    knot = weakref.ref(Knot())
    kept = [[number] for number in range(5_000)]
    garbage.look()
    garbage.look()
    assert knot() is not None
    garbage.look()
    assert knot() is None
    assert len(kept) == 5_000


def test_python_looks_by_itself_again_afterwards(qtbot: QtBot) -> None:
    stopped = Garbage()
    assert not gc.isenabled()
    stopped.stop()
    assert gc.isenabled()
    gc.unfreeze()
