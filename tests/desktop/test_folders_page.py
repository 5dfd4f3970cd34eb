"""The tree of folders: what is said of each, and watching them no more."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from makers.desks import settle
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMenu, QMessageBox, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app.desktop.desk import Desk
from app.desktop.job import Kind
from app.desktop.pages.folders import FoldersPage
from app.desktop.places import PageName, Place
from app.search.browsing import counts

LEFT = Qt.MouseButton.LeftButton


def opened(qtbot: QtBot, desk: Desk) -> FoldersPage:
    page = FoldersPage(desk)
    qtbot.addWidget(page)
    page.resize(800, 500)
    page.show()
    page.arrive(Place(PageName.FOLDERS))
    settle(qtbot, desk)
    return page


def tree(page: FoldersPage) -> QTreeWidget:
    found = page.findChild(QTreeWidget)
    assert isinstance(found, QTreeWidget)
    return found


def words(page: FoldersPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def button(page: FoldersPage, name: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == name and one.isVisible())


def box() -> QMessageBox:
    return next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()
    )


@pytest.fixture
def own_folder(desk: Desk, tmp_path: Path) -> Path:
    """Have the photos in a folder of the test."""
    folder = tmp_path / "photos"
    with desk.library.write() as session:
        shutil.copytree(session.execute(text("SELECT path FROM root")).scalar_one(), folder)
        session.execute(text("UPDATE root SET path = :path"), {"path": str(folder)})
    return folder


def look_again(qtbot: QtBot, page: FoldersPage) -> None:
    with qtbot.waitSignal(page.desk.jobs.finished):
        qtbot.mouseClick(button(page, "Look for new photos"), LEFT)
    qtbot.waitUntil(lambda: not page.desk.jobs.running)
    settle(qtbot, page.desk)


def test_folders_and_their_photos(qtbot: QtBot, desk: Desk, album: Path) -> None:
    page = opened(qtbot, desk)
    root = tree(page).topLevelItem(0)
    assert (root.text(0), root.text(1)) == (str(album / "photos"), "14")
    assert words(page) == "Folders"
    with qtbot.waitSignal(page.going) as going:
        qtbot.keyClick(tree(page), Qt.Key.Key_Return)
    assert going.args[0] == Place(PageName.PHOTOS, text=f'in:"{album / "photos"}"')


def test_without_folders_one_is_asked_for(
    qtbot: QtBot, empty_desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, empty_desk)
    assert "No folder is watched yet" in words(page)
    (tmp_path / "photos").mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "photos"))
    with qtbot.waitSignal(empty_desk.jobs.finished) as finished:
        qtbot.mouseClick(button(page, "Choose a photo folder…"), LEFT)
    assert finished.args[0].kind is Kind.INDEX
    qtbot.waitUntil(lambda: tree(page).topLevelItemCount() == 1)
    assert tree(page).topLevelItem(0).text(0) == str(tmp_path / "photos")
    assert f"There are no photos in {tmp_path / 'photos'}." in words(page)


def test_an_emptied_folder_and_one_that_is_away_are_told_apart(
    qtbot: QtBot, desk: Desk, own_folder: Path
) -> None:
    page = opened(qtbot, desk)
    shutil.move(own_folder, own_folder.with_name("elsewhere"))
    look_again(qtbot, page)
    assert tree(page).topLevelItem(0).text(0) == f"{own_folder} (not there now)"
    assert f"{own_folder} is not there now. Connect the drive" in words(page)
    own_folder.mkdir()
    look_again(qtbot, page)
    assert tree(page).topLevelItem(0).text(0) == f"{own_folder} (empty)"
    assert f"{own_folder} is empty. If its drive is not connected" in words(page)
    assert "choose Stop watching" in words(page)
    # Its photos are kept, and as they were once they are back.
    assert tree(page).topLevelItem(0).text(1) == "14"
    own_folder.rmdir()
    shutil.move(own_folder.with_name("elsewhere"), own_folder)
    page.refresh(None)
    settle(qtbot, desk)
    assert "is there again" in words(page)
    look_again(qtbot, page)
    assert words(page) == "Folders"


def test_a_folder_is_watched_no_more_after_asking(qtbot: QtBot, desk: Desk, own_folder: Path) -> None:
    page = opened(qtbot, desk)
    qtbot.mouseClick(button(page, "Stop watching…"), LEFT)
    qtbot.keyClick(box(), Qt.Key.Key_Escape)
    assert tree(page).topLevelItemCount() == 1
    qtbot.keyClick(tree(page), Qt.Key.Key_Delete)
    stop = next(one for one in box().buttons() if one.text() == "Stop watching")
    with qtbot.waitSignal(desk.told) as told:
        qtbot.mouseClick(stop, LEFT)
    settle(qtbot, desk)
    assert f"{own_folder} is not watched any more; 14" in told.args[0]
    assert "No folder is watched yet" in words(page)
    with desk.library.read() as session:
        assert counts(session).photos == 0
    assert len(list(own_folder.iterdir())) == 14


def test_the_menu_key_opens_the_menu_of_a_folder(
    qtbot: QtBot, desk: Desk, own_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = opened(qtbot, desk)
    view = tree(page)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(1, 1), view.mapToGlobal(QPoint(1, 1)))
    QApplication.sendEvent(view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts == ["Show photos", "Show in the file manager", "Write names into photos…", "Stop watching…"]
    menu.actions()[1].trigger()
    menu.close()
    assert [Path(one) for one in shown] == [own_folder]
