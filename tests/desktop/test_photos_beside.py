"""The page of photos: what is known of the chosen ones, and what is done with their files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import PIL.Image
import pytest
import send2trash
from makers.desks import settle
from makers.photos_pages import (
    CTRL,
    LEFT,
    Key,
    chosen,
    click,
    middle,
    opened_photos,
)
from PIL.TiffImagePlugin import IFDRational
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app import operations
from app.desktop.pages.photos import PhotosPage
from app.desktop.places import PageName, Place

page = pytest.fixture(opened_photos, name="page")


# What is known of the chosen.


@pytest.fixture
def about(qtbot: QtBot, page: PhotosPage) -> PhotosPage:
    qtbot.keyClick(page.grid, Key.Key_I)
    assert page.inspector.isVisible()
    return page


def shown(page: PhotosPage) -> str:
    return page.inspector.text.replace("\u200b", "")


def test_the_inspector_tells_of_one_photo(qtbot: QtBot, about: PhotosPage) -> None:
    click(qtbot, about, 14)
    settle(qtbot, about.desk)
    said = shown(about)
    for part in ("14.jpg", "Sunday", "2019", "480 × 320", "kB, JPEG", "Made", "photos", "Unnamed"):
        assert part in said
    qtbot.keyClick(about.grid, Key.Key_I)
    assert not about.inspector.isVisible()


def test_the_inspector_tells_how_a_photo_was_taken(qtbot: QtBot, about: PhotosPage, tmp_path: Path) -> None:
    with about.desk.library.write() as session:
        old = session.execute(text("SELECT path FROM root")).scalar_one()
        shutil.copytree(old, tmp_path / "photos")
        session.execute(text("UPDATE root SET path = :path"), {"path": str(tmp_path / "photos")})
    exif = PIL.Image.Exif()
    exif[0x8769] = {
        0x829A: IFDRational(1, 125), 0x829D: IFDRational(28, 10), 0x8827: 400, 0x920A: IFDRational(35, 1),
        0xA434: "A lens",
    }  # fmt: skip
    with PIL.Image.open(tmp_path / "photos" / "1.jpg") as opened:
        opened.save(tmp_path / "photos" / "1.jpg", exif=exif)
    click(qtbot, about, 1)
    qtbot.waitUntil(lambda: "1/125 s, f/2.8, ISO 400, 35 mm" in shown(about))
    assert "A lens" in shown(about)
    # What is known stays while faces are named.
    about.desk.do(operations.name_person, person=1, name="Anna")
    settle(qtbot, about.desk)
    settle(qtbot, about.desk)
    assert "Anna" in shown(about)
    assert "A lens" in shown(about)
    click(qtbot, about, 2)
    qtbot.waitUntil(lambda: "2.jpg" in shown(about))
    assert "A lens" not in shown(about)


def test_the_inspector_sums_several_photos_up(qtbot: QtBot, about: PhotosPage) -> None:
    qtbot.keyClick(about.grid, Key.Key_A, CTRL)
    settle(qtbot, about.desk)
    said = shown(about)
    assert "14 photo(s) chosen" in said
    tips = {one.toolTip() for one in about.inspector.findChildren(QWidget)}
    assert "Unnamed, in 7 photo(s)" in tips
    click(qtbot, about, 14)
    settle(qtbot, about.desk)
    assert "14.jpg" in shown(about)
    qtbot.keyClick(about.grid, Key.Key_Escape)
    settle(qtbot, about.desk)
    assert "Choose a photo" in shown(about)


def test_the_inspector_shows_a_name_as_soon_as_it_is_given_and_leads_there(
    qtbot: QtBot, about: PhotosPage
) -> None:
    click(qtbot, about, 1)
    about.desk.do(operations.name_person, person=1, name="Anna")
    settle(qtbot, about.desk)
    settle(qtbot, about.desk)
    assert "Anna" in shown(about)
    face = next(one for one in about.inspector.findChildren(QWidget) if one.toolTip() == "Anna")
    with qtbot.waitSignal(about.going) as gone:
        qtbot.mouseClick(face, LEFT)
    assert gone.args == [Place(PageName.PERSON, id=1)]
    with qtbot.waitSignal(about.going):
        qtbot.keyClick(face, Key.Key_Return)


# Files.


@pytest.fixture
def movable(page: PhotosPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have the photos copied, a trash of its own, and no real indexing; return what was indexed."""
    with page.desk.library.write() as session:
        old = session.execute(text("SELECT path FROM root")).scalar_one()
        shutil.copytree(old, tmp_path / "photos")
        session.execute(text("UPDATE root SET path = :path"), {"path": str(tmp_path / "photos")})
    indexed: list[str] = []
    (tmp_path / "trash").mkdir()
    monkeypatch.setattr(send2trash, "send2trash", lambda file: shutil.move(file, tmp_path / "trash"))
    monkeypatch.setattr(page.desk.jobs, "index", lambda folders=(): indexed.append("again"))
    return indexed


def box() -> QMessageBox:
    return next(
        one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox) and one.isVisible()
    )


def test_photos_go_to_the_trash_after_asking(
    qtbot: QtBot, page: PhotosPage, movable: list[str], tmp_path: Path
) -> None:
    click(qtbot, page, 14)
    qtbot.keyClick(page.grid, Key.Key_Delete)
    settle(qtbot, page.desk)
    asked = box()
    assert "14.jpg" in asked.text()
    qtbot.keyClick(asked, Key.Key_Escape)
    settle(qtbot, page.desk)
    assert (tmp_path / "photos" / "14.jpg").exists()
    click(qtbot, page, 12, CTRL)
    qtbot.keyClick(page.grid, Key.Key_Delete)
    settle(qtbot, page.desk)
    qtbot.mouseClick(next(one for one in box().buttons() if one.text() == "Move to the trash"), LEFT)
    settle(qtbot, page.desk)
    assert sorted(file.name for file in (tmp_path / "trash").iterdir()) == ["12.jpg", "14.jpg"]
    assert movable == ["again"]


def test_a_file_that_cannot_be_thrown_away_is_told_of(
    qtbot: QtBot, page: PhotosPage, movable: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(send2trash, "send2trash", refuse)
    click(qtbot, page, 14)
    qtbot.keyClick(page.grid, Key.Key_Delete)
    settle(qtbot, page.desk)
    with qtbot.waitSignal(page.desk.troubled) as told:
        qtbot.mouseClick(next(one for one in box().buttons() if one.text() == "Move to the trash"), LEFT)
    assert "14.jpg could not be moved to the trash (Permission denied)" in told.args[0]
    settle(qtbot, page.desk)


def menu_at(qtbot: QtBot, page: PhotosPage, photo: int) -> QMenu:
    place = middle(page, photo)
    view = page.grid.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.RightButton, pos=place)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.mapToGlobal(place))
    QApplication.sendEvent(view, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def test_the_menu_is_one_of_the_photo_under_the_mouse(qtbot: QtBot, page: PhotosPage) -> None:
    click(qtbot, page, 12)
    menu = menu_at(qtbot, page, 14)
    assert chosen(page) == [14]
    texts = [action.text() for action in menu.actions() if action.text()]
    assert texts[0] == "Open"
    assert "Copy path" in texts
    next(action for action in menu.actions() if action.text() == "Copy path").trigger()
    menu.close()
    settle(qtbot, page.desk)
    assert QGuiApplication.clipboard().text().endswith(f"{os.sep}14.jpg")


def test_the_menu_keeps_several_chosen_photos(qtbot: QtBot, page: PhotosPage) -> None:
    click(qtbot, page, 14)
    click(qtbot, page, 12, CTRL)
    menu_at(qtbot, page, 12).close()
    assert chosen(page) == [14, 12]


def test_a_face_beside_has_the_menu_of_a_face(qtbot: QtBot, about: PhotosPage) -> None:
    about.desk.do(operations.name_person, person=1, name="Anna")
    settle(qtbot, about.desk)
    click(qtbot, about, 1)
    settle(qtbot, about.desk)
    face = next(one for one in about.inspector.findChildren(QWidget) if one.toolTip() == "Anna")
    # With the Menu key, as with the mouse.
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), face.mapToGlobal(QPoint()))
    QApplication.sendEvent(face, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    with qtbot.waitSignal(about.going) as gone:
        next(action for action in menu.actions() if action.text() == "Go to Anna").trigger()
    assert gone.args == [Place(PageName.PERSON, id=1)]
    with qtbot.waitSignal(about.going) as gone:
        next(action for action in menu.actions() if action.text() == "Name…").trigger()
    assert (gone.args[0].page, gone.args[0].id) == (PageName.PHOTO, 1)
    menu.close()
