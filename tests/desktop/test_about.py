"""About Familiar: its version, its parts, and the texts of their licences."""

from __future__ import annotations

import pytest
from makers.desks import settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QPushButton, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.pages.settings import SettingsPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.about import AboutDialog
from app.parts import installed, version


@pytest.fixture
def about(qtbot: QtBot, desk: Desk) -> AboutDialog:
    """Opened as a user opens it."""
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.resize(900, 900)
    page.show()
    page.arrive(Place(PageName.SETTINGS))
    settle(qtbot, desk)
    (button,) = [one for one in page.findChildren(QPushButton) if one.text() == "About Familiar…"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, desk)
    (dialog,) = page.window().findChildren(AboutDialog)
    assert dialog.isVisible()
    return dialog


def row(about: AboutDialog, name: str) -> QTreeWidgetItem:
    (found,) = about.list.findItems(name, Qt.MatchFlag.MatchExactly, 0)
    return found


def test_it_says_what_familiar_is(about: AboutDialog) -> None:
    words = [label.text() for label in about.findChildren(QLabel)]
    assert f"Familiar {version()}" in words
    assert any("MIT" in text for text in words)
    assert about.list.currentItem() is row(about, "familiar")


def test_it_lists_all_parts_with_their_licences(about: AboutDialog) -> None:
    items = [about.list.topLevelItem(number) for number in range(about.list.topLevelItemCount())]
    shown = [tuple(item.text(column) for column in range(3)) for item in items if item is not None]
    assert shown == [(part.name, part.version, part.licence) for part in installed()]


def test_a_click_shows_the_text_of_a_licence(qtbot: QtBot, desk: Desk, about: AboutDialog) -> None:
    for name, words in (
        ("onnx", "Apache License"),
        ("PySide6_Essentials", "came without the text"),
    ):
        item = row(about, name)
        about.list.scrollToItem(item)
        middle = about.list.visualItemRect(item).center()
        qtbot.mouseClick(about.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        settle(qtbot, desk)
        assert words in about.text.toPlainText()
        assert about.text.isReadOnly()


def test_the_last_choice_counts(qtbot: QtBot, desk: Desk, about: AboutDialog) -> None:
    for name in ("scipy", "onnx"):
        about.list.setCurrentItem(row(about, name))
    settle(qtbot, desk)
    assert "https://github.com/onnx/onnx" in about.text.toPlainText()


def test_it_closes(qtbot: QtBot, about: AboutDialog) -> None:
    (box,) = about.findChildren(QDialogButtonBox)
    close = box.button(QDialogButtonBox.StandardButton.Close)
    with qtbot.waitSignal(about.destroyed):
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
