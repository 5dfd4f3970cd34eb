"""The page of photos: the grid, choosing, searching, what is known of the chosen, and their files."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import send2trash
from makers.desks import settle
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMessageBox, QPushButton, QSlider, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app import operations
from app.desktop.desk import Desk
from app.desktop.pages.photos import PhotosPage
from app.desktop.places import PageName, Place
from app.operations import Changes
from app.search.faces import faces_in_photo

LEFT = Qt.MouseButton.LeftButton
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[PhotosPage]:
    made = PhotosPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.arrive(Place(PageName.PHOTOS))
    settle(qtbot, desk)
    yield made
    made.hide()
    settle(qtbot, desk)


def search(qtbot: QtBot, page: PhotosPage, text: str) -> None:
    page.arrive(Place(PageName.PHOTOS, text=text))
    settle(qtbot, page.desk)


def chosen(page: PhotosPage) -> list[int]:
    return page.grid.chosen_ids().tolist()


def middle(page: PhotosPage, photo: int) -> QPoint:
    grid = page.grid
    row = grid.model().row_of(photo)
    return grid.visualRect(grid.model().index(row, 0)).center()


def click(qtbot: QtBot, page: PhotosPage, photo: int, modifiers: Qt.KeyboardModifier | None = None) -> None:
    grid = page.grid
    grid.scrollTo(grid.model().index(grid.model().row_of(photo), 0))
    qtbot.mouseClick(grid.viewport(), LEFT, modifiers or Qt.KeyboardModifier.NoModifier, middle(page, photo))


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def button(widget: QWidget, text: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisible())


# Choosing.


def test_photos_are_shown_newest_first_with_their_number(page: PhotosPage) -> None:
    assert page.grid.model().ids_tuple()[:3] == (14, 12, 11)
    assert "14 photo" in words(page)
    assert page.title() == "Photos"
    assert page.grid.layout_.months.tolist() == [201907, 201906, 201905, 201904, 201903, 201902, 201901, 0]


def test_clicks_choose(qtbot: QtBot, page: PhotosPage) -> None:
    click(qtbot, page, 12)
    assert chosen(page) == [12]
    click(qtbot, page, 9, SHIFT)
    assert chosen(page) == [12, 11, 10, 9]
    click(qtbot, page, 10, CTRL)
    assert chosen(page) == [12, 11, 9]
    click(qtbot, page, 10, CTRL)
    assert chosen(page) == [12, 11, 10, 9]
    click(qtbot, page, 14)
    assert chosen(page) == [14]
    # Where no photo is, a click chooses none.
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=QPoint(5, 5))
    assert chosen(page) == []


def test_keys_choose(qtbot: QtBot, page: PhotosPage) -> None:
    grid = page.grid
    qtbot.keyClick(grid, Key.Key_Right)
    assert chosen(page) == [14]
    qtbot.keyClick(grid, Key.Key_Right)
    qtbot.keyClick(grid, Key.Key_Right, SHIFT)
    assert chosen(page) == [12, 11]
    qtbot.keyClick(grid, Key.Key_End)
    assert chosen(page) == [13]
    qtbot.keyClick(grid, Key.Key_Home, SHIFT)
    assert len(chosen(page)) == 14
    qtbot.keyClick(grid, Key.Key_Escape)
    assert chosen(page) == []
    qtbot.keyClick(grid, Key.Key_A, CTRL)
    assert len(chosen(page)) == 14
    qtbot.keyClick(grid, Key.Key_Home)
    qtbot.keyClick(grid, Key.Key_Right, CTRL)
    qtbot.keyClick(grid, Key.Key_Right, CTRL)
    qtbot.keyClick(grid, Key.Key_Space)
    assert chosen(page) == [14, 11]


def test_keys_go_up_and_down_to_the_nearest_photo(qtbot: QtBot, page: PhotosPage) -> None:
    grid = page.grid
    click(qtbot, page, 12)
    # June has two photos beside each other, July one, at the left.
    qtbot.keyClick(grid, Key.Key_Up)
    assert chosen(page) == [14]
    qtbot.keyClick(grid, Key.Key_Up)
    assert chosen(page) == [14]
    qtbot.keyClick(grid, Key.Key_Down)
    assert chosen(page) == [12]
    qtbot.keyClick(grid, Key.Key_Right)
    qtbot.keyClick(grid, Key.Key_Down)
    assert chosen(page) == [9]
    qtbot.keyClick(grid, Key.Key_PageDown)
    far = grid.currentIndex().row()
    assert far > grid.model().row_of(9) + 1
    qtbot.keyClick(grid, Key.Key_PageUp)
    assert grid.currentIndex().row() < far
    # What the keys are at can be seen.
    assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()))


def test_a_rubber_band_chooses(qtbot: QtBot, page: PhotosPage) -> None:
    grid = page.grid
    view = grid.viewport()
    end = grid.visualRect(grid.model().index(2, 0)).center()
    qtbot.mousePress(view, LEFT, pos=QPoint(3, 3))
    qtbot.mouseMove(view, QPoint(30, 60))
    qtbot.mouseMove(view, end)
    assert chosen(page) == [14, 12, 11]
    qtbot.mouseMove(view, grid.visualRect(grid.model().index(0, 0)).center())
    assert chosen(page) == [14]
    qtbot.mouseRelease(view, LEFT, pos=end)
    qtbot.mouseMove(view, QPoint(400, 400))
    assert chosen(page) == [14]


# Size and time.


def test_photos_become_larger_with_keys_wheel_and_slider(qtbot: QtBot, page: PhotosPage) -> None:
    grid, slider = page.grid, page.findChild(QSlider)
    before = grid.row_height
    qtbot.keyClick(grid, Key.Key_Plus)
    assert slider.value() == grid.row_height > before
    qtbot.keyClick(grid, Key.Key_Minus)
    assert grid.row_height == before
    place = middle(page, 14)
    event = QWheelEvent(
        place.toPointF(),
        grid.viewport().mapToGlobal(place).toPointF(),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        CTRL,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(grid.viewport(), event)
    assert grid.row_height > before
    slider.setValue(slider.minimum())
    assert grid.row_height == slider.minimum()
    assert grid.layout_.total < 14 * (slider.minimum() * 1.4 + 60)


def test_the_photo_that_keys_are_at_stays_when_photos_become_larger(qtbot: QtBot, page: PhotosPage) -> None:
    grid = page.grid
    grid.set_row_height(300)
    click(qtbot, page, 6)
    before = middle(page, 6).y()
    qtbot.keyClick(grid, Key.Key_Plus)
    assert abs(middle(page, 6).y() - before) <= 2
    page.resize(700, 600)
    assert abs(middle(page, 6).y() - before) <= 2


def test_the_scrubber_goes_to_a_month_and_names_it(qtbot: QtBot, page: PhotosPage) -> None:
    page.grid.set_row_height(300)
    bar, strip = page.grid.verticalScrollBar(), page.scrubber
    qtbot.mousePress(strip, LEFT, pos=QPoint(20, strip.height() - 2))
    assert bar.value() == bar.maximum() > 0
    qtbot.mouseMove(strip, QPoint(20, 2))
    assert bar.value() == 0
    assert strip.bubble == "July 2019"
    qtbot.mouseMove(strip, QPoint(20, strip.height() // 2))
    assert strip.bubble in {"April 2019", "May 2019", "March 2019"}
    qtbot.mouseRelease(strip, LEFT, pos=QPoint(20, strip.height() // 2))
    assert strip.bubble == ""


# Opening.


def test_return_and_double_click_open_a_photo_among_all(qtbot: QtBot, page: PhotosPage) -> None:
    gone: list[Place] = []
    page.going.connect(gone.append)
    click(qtbot, page, 12)
    qtbot.keyClick(page.grid, Key.Key_Return)
    qtbot.mouseDClick(page.grid.viewport(), LEFT, pos=middle(page, 11))
    assert [(place.page, place.id) for place in gone] == [(PageName.PHOTO, 12), (PageName.PHOTO, 11)]
    assert gone[0].ids == page.grid.model().ids_tuple()
    # The list is made once, however long it is.
    assert gone[0].ids is gone[1].ids


# Searching.


def test_a_search_shows_what_it_finds(qtbot: QtBot, page: PhotosPage) -> None:
    search(qtbot, page, "march 2019")
    assert page.grid.model().ids_tuple() == (6, 5)
    assert "2 photo" in words(page)
    assert page.title() == "march 2019"
    search(qtbot, page, "")
    assert len(page.grid.model().ids_tuple()) == 14


def test_a_search_that_finds_nothing_says_what_to_do(qtbot: QtBot, page: PhotosPage) -> None:
    search(qtbot, page, "2031")
    assert "Nothing found" in words(page)
    assert "“2031”" in words(page)
    with qtbot.waitSignal(page.going) as gone:
        qtbot.mouseClick(button(page, "Show all photos"), LEFT)
    assert gone.args == [Place(PageName.PHOTOS)]
    search(qtbot, page, "march 2019")
    assert page.grid.isVisible()


def test_a_search_that_is_not_clear_says_so_and_offers_what_is(qtbot: QtBot, page: PhotosPage) -> None:
    page.desk.do(operations.name_person, person=1, name="Annabel")
    settle(qtbot, page.desk)
    search(qtbot, page, "Anabel and 2019")
    assert "not clear" in words(page)
    with qtbot.waitSignal(page.going) as gone:
        qtbot.mouseClick(button(page, "Search for “Annabel and 2019”"), LEFT)
    assert gone.args == [Place(PageName.PHOTOS, text="Annabel and 2019")]


def test_a_search_follows_what_the_user_does(qtbot: QtBot, page: PhotosPage) -> None:
    desk = page.desk
    desk.do(operations.name_person, person=1, name="Anna")
    settle(qtbot, desk)
    search(qtbot, page, "Anna")
    found = page.grid.model().ids_tuple()
    click(qtbot, page, found[2])
    page_rows = page.grid.model().ids_tuple()
    desk.do(operations.reject_faces, faces=[_face_of(desk, 1, found[0])], person=1)
    settle(qtbot, desk)
    settle(qtbot, desk)
    assert page.grid.model().ids_tuple() == page_rows[1:]
    # What was chosen stays so.
    assert chosen(page) == [found[2]]


def _face_of(desk: Desk, person: int, photo: int) -> int:
    with desk.library.read() as session:
        return next(face.id for face in faces_in_photo(session, photo) if face.person_id == person)


def test_nothing_is_laid_out_anew_where_no_photo_came_or_went(qtbot: QtBot, page: PhotosPage) -> None:
    with qtbot.assertNotEmitted(page.grid.model().modelReset):
        page.desk.renewed.emit()
        settle(qtbot, page.desk)


def test_without_a_folder_one_can_be_added(qtbot: QtBot, empty_desk: Desk) -> None:
    page = PhotosPage(empty_desk)
    qtbot.addWidget(page)
    page.show()
    page.arrive(Place(PageName.PHOTOS))
    settle(qtbot, empty_desk)
    assert "No photo folder yet" in words(page)
    assert button(page, "Add a folder…").isEnabled()


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


def test_changes_of_people_leave_all_photos_as_they_are(qtbot: QtBot, page: PhotosPage) -> None:
    with qtbot.assertNotEmitted(page.grid.model().modelReset):
        page.desk.changed.emit(Changes(1, "x", people=(1,), faces=(1,), photos=(1,)))
        settle(qtbot, page.desk)
