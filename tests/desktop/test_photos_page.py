"""The page of photos: the grid, choosing, size and time, and opening."""

from __future__ import annotations

import pytest
from makers.desks import settle
from makers.photos_pages import (
    CTRL,
    LEFT,
    SHIFT,
    Key,
    chosen,
    click,
    middle,
    opened_photos,
    words,
)
from PySide6.QtCore import QBuffer, QPoint, Qt
from PySide6.QtGui import QImage, QPixmap, QWheelEvent
from PySide6.QtWidgets import QApplication, QSlider
from pytestqt.qtbot import QtBot

from app.desktop.pages.photos import PhotosPage
from app.desktop.pictures import Kind
from app.desktop.places import PageName, Place
from app.operations import Changes

page = pytest.fixture(opened_photos, name="page")


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


@pytest.mark.parametrize(
    ("width", "ratio", "height", "side"),
    [(900, 1, 170, 256), (900, 2, 170, 512), (900, 1, 300, 512), (900, 2, 420, 1024), (2600, 2, 100, 256)],
)
def test_thumbnails_are_as_large_as_the_screen_shows_them(
    qtbot: QtBot,
    page: PhotosPage,
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    ratio: int,
    height: int,
    side: int,
) -> None:
    page.resize(width, 600)
    page.grid.set_row_height(height)
    asked: set[int] = set()
    get = page.desk.pictures.get

    def note(kind: Kind, id_: int, side_: int) -> QPixmap | None:
        asked.add(side_)
        return get(kind, id_, side_)

    monkeypatch.setattr(page.grid, "devicePixelRatioF", lambda: float(ratio))
    monkeypatch.setattr(page.desk.pictures, "get", note)
    page.grid.viewport().grab()
    assert max(asked) == side
    settle(qtbot, page.desk)


def test_a_thumbnail_of_middle_size_is_made_of_a_large_one(
    qtbot: QtBot, page: PhotosPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    buffer = QBuffer()
    QImage(1024, 640, QImage.Format.Format_RGB32).save(buffer, "JPEG")
    large, asked = bytes(buffer.data().data()), []

    def supply(ids: list[int], side: int) -> dict[int, bytes]:
        asked.append(side)
        return dict.fromkeys(ids, large)

    monkeypatch.setattr(page.desk.supplier, "thumbnails", supply)
    pictures = page.desk.pictures
    qtbot.waitUntil(lambda: pictures.get(Kind.PHOTO, 1, 512) is not None)
    found = pictures.get(Kind.PHOTO, 1, 512)
    assert found is not None
    assert (found.width(), found.height()) == (512, 320)
    assert set(asked) == {1024}


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


def test_changes_of_people_leave_all_photos_as_they_are(qtbot: QtBot, page: PhotosPage) -> None:
    with qtbot.assertNotEmitted(page.grid.model().modelReset):
        page.desk.changed.emit(Changes(1, "x", people=(1,), faces=(1,), photos=(1,)))
        settle(qtbot, page.desk)
