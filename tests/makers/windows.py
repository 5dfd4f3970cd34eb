"""Opens the window for tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from makers.desks import settle
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.places import PageName
from app.desktop.start import MAKERS
from app.desktop.window import MainWindow


def shown_window(
    qtbot: QtBot, desk: Desk, makers: Mapping[PageName, Callable[[Desk], Any]] = MAKERS
) -> MainWindow:
    """Return the window, which shows its first page; whoever asked for it closes it.

    Args:
        qtbot: Of the test.
        desk: The library.
        makers: Its pages; by default all.
    """
    window = MainWindow(desk, makers)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: window.has_arrived)
    settle(qtbot, desk)
    return window
