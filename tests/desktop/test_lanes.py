"""Work in other threads: its results come back to the GUI thread, in order, to whoever still waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.desktop.lanes import Lanes


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    made = Lanes()
    yield made
    made.close()


def test_results_come_back_to_the_gui_thread(qtbot: QtBot, lanes: Lanes) -> None:
    here = threading.current_thread()
    came: list[tuple[threading.Thread, threading.Thread]] = []
    lanes.read(threading.current_thread, lambda there: came.append((there, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(came))
    assert came[0][0] is not here
    assert came[0][1] is here


def test_what_writes_is_done_in_order(qtbot: QtBot, lanes: Lanes) -> None:
    done: list[int] = []
    came: list[int] = []
    gate = threading.Event()
    lanes.write(lambda: gate.wait(5))
    for number in range(20):
        lanes.write(lambda number=number: done.append(number) or number, came.append)
    assert not done
    gate.set()
    qtbot.waitUntil(lambda: not lanes.busy)
    assert done == came == list(range(20))


def test_nobody_hears_what_nobody_waits_for(qtbot: QtBot, lanes: Lanes) -> None:
    came: list[str] = []
    owner = QObject()
    gate = threading.Event()
    lanes.read(lambda: gate.wait(5), lambda _: came.append("gone"), owner=owner)
    ticket = lanes.read(lambda: gate.wait(5), lambda _: came.append("cancelled"))
    lanes.read(lambda: gate.wait(5), lambda _: came.append("wanted"))
    delete(owner)
    ticket.cancel()
    gate.set()
    qtbot.waitUntil(lambda: not lanes.busy)
    assert came == ["wanted"]


def test_errors_come_to_whoever_asked_or_to_everybody(qtbot: QtBot, lanes: Lanes) -> None:
    came: list[Exception] = []
    lanes.read(lambda: 1 / 0, None, came.append)
    qtbot.waitUntil(lambda: bool(came))
    assert isinstance(came[0], ZeroDivisionError)
    with qtbot.waitSignal(lanes.broke) as broken:
        lanes.write(lambda: {}["nothing"])
    assert isinstance(broken.args[0], KeyError)
