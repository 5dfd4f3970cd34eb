"""Sizes and switches are kept at once for this run, and soon for the next."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.desktop.kept import forget_all, keep, kept


def test_what_is_kept_is_known_at_once_and_after_another_start(qtbot: QtBot) -> None:
    assert kept("people/side", 112) == 112
    keep("people/side", 150)
    keep("photo/boxes", value=False)
    assert kept("people/side", 112) == 150
    assert kept("photo/boxes", default=True) is False
    forget_all()
    # As the next run reads it: text, or what Qt makes of it.
    assert int(str(kept("people/side", 112))) == 150
    assert kept("photo/boxes", "true") in {False, "false"}
    assert int(str(QSettings().value("people/side"))) == 150


def test_the_last_value_is_the_one_that_stays(qtbot: QtBot) -> None:
    for side in range(64, 200):
        keep("people/side", side)
    forget_all()
    assert int(str(kept("people/side", 0))) == 199
