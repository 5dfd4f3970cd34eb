"""What the tests of the window share about a desk."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk


def settle(qtbot: QtBot, desk: Desk) -> None:
    """Wait until all work that was asked for has been done and handed over."""
    qtbot.waitUntil(lambda: not desk.lanes.busy, timeout=10_000)
