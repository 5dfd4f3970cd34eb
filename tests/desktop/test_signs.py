"""Signs on buttons: the fonts that nearly every Linux has must have them, or there is an empty box."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontInfo, QRawFont
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.desktop import start
from app.desktop.desk import Desk
from app.desktop.places import PageName
from app.desktop.window import MainWindow

#: What the first lacks is taken from the second.
PLAIN = ("DejaVu Sans", "DejaVu Serif")


def test_every_sign_is_in_a_plain_font(qtbot: QtBot, desk: Desk) -> None:
    if any(QFontInfo(QFont(family)).family() != family for family in PLAIN):
        pytest.skip(f"{' and '.join(PLAIN)} are not installed")
    fonts = [QRawFont.fromFont(QFont(family)) for family in PLAIN]
    window = MainWindow(desk, start.MAKERS)
    qtbot.addWidget(window)
    signs = set()
    for widget in (window, *(start.MAKERS[name](desk) for name in PageName)):
        qtbot.addWidget(widget)
        signs |= {one.text() for one in widget.findChildren(QAbstractButton) if len(one.text()) == 1}
    assert len(signs) > 5
    lacking = {sign for sign in signs if not any(font.supportsCharacter(ord(sign)) for font in fonts)}
    assert lacking == set()
    # Where this looks, others are not.
    assert not any(font.supportsCharacter(ord("ⓘ")) for font in fonts)
