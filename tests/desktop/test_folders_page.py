"""The tree of folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers.desks import settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.jobs import Kind
from app.desktop.pages.folders import FoldersPage
from app.desktop.places import PageName, Place


def opened(qtbot: QtBot, desk: Desk) -> FoldersPage:
    page = FoldersPage(desk)
    qtbot.addWidget(page)
    page.resize(800, 500)
    page.show()
    page.arrive(Place(PageName.FOLDERS))
    settle(qtbot, desk)
    return page


def test_folders_and_their_photos(qtbot: QtBot, desk: Desk, album: Path) -> None:
    page = opened(qtbot, desk)
    tree = page.findChild(QTreeWidget)
    root = tree.topLevelItem(0)
    assert (root.text(0), root.text(1)) == (str(album / "photos"), "14")
    tree.setCurrentItem(root)
    with qtbot.waitSignal(page.going) as going:
        qtbot.keyClick(tree, Qt.Key.Key_Return)
    assert going.args[0] == Place(PageName.PHOTOS, text=f'in:"{album / "photos"}"')


def test_without_folders_one_is_asked_for(
    qtbot: QtBot, empty_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, empty_desk)
    assert "No folder is watched yet" in [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    (tmp_path / "photos").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "photos"))
    (choose,) = [one for one in page.findChildren(QPushButton) if one.isVisible()]
    with qtbot.waitSignal(empty_desk.jobs.finished) as finished:
        qtbot.mouseClick(choose, Qt.MouseButton.LeftButton)
    assert finished.args[0].kind is Kind.INDEX
    tree = page.findChild(QTreeWidget)
    qtbot.waitUntil(lambda: tree.topLevelItemCount() == 1)
    assert tree.topLevelItem(0).text(0) == str(tmp_path / "photos")
