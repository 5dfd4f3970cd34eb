"""Zooming, moving and turning a photo in the viewer, and files that are large or gone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from makers.photo_pages import (
    LEFT,
    Key,
    arrive,
    opened_page,
    wait,
)
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app.desktop.desk import Desk
from app.desktop.pages.photo import PhotoPage
from app.desktop.pictures import Kind

page = pytest.fixture(opened_page, name="page")


def test_the_wheel_zooms_at_the_cursor(qtbot: QtBot, page: PhotoPage) -> None:
    view = page.view
    before = view.scale
    place = QPointF(300, 250)
    back, _ = view.transform().inverted()
    point = back.map(place)
    for _ in range(6):
        event = QWheelEvent(
            place,
            view.mapToGlobal(place),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(view, event)
    assert view.scale == pytest.approx(before * 1.25**6)
    there = view.transform().map(point)
    assert (there.x(), there.y()) == pytest.approx((place.x(), place.y()), abs=0.01)
    # One can drag it, not further than its edge.
    qtbot.mousePress(view, LEFT, pos=QPoint(300, 550))
    qtbot.mouseMove(view, QPoint(330, 570))
    moved = view.transform().map(point)
    assert (moved.x() - there.x(), moved.y() - there.y()) == pytest.approx((30, 20), abs=0.01)
    qtbot.mouseMove(view, QPoint(9000, 9000))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(9000, 9000))
    corner = view.transform().map(QPointF(0, 0))
    assert (corner.x(), corner.y()) == pytest.approx((0, 0), abs=0.01)
    qtbot.keyClick(view, Key.Key_0)
    assert view.fits
    assert view.scale == pytest.approx(before)


def test_a_double_click_goes_to_the_pixels_and_back(qtbot: QtBot, page: PhotoPage) -> None:
    place = QPoint(20, page.view.height() - 80)
    # A small photo fills the view with larger pixels already.
    qtbot.mouseDClick(page.view, LEFT, pos=place)
    assert page.view.fits
    page.view.zoom(3)
    assert not page.view.fits
    qtbot.mouseDClick(page.view, LEFT, pos=place)
    assert page.view.fits


def test_the_view_turns_and_the_file_does_not(qtbot: QtBot, page: PhotoPage) -> None:
    file = Path(_root(page.desk), "6.jpg")
    before = file.read_bytes()
    face = page.view.faces[0]
    upright = page.view.place_of(face.id)
    qtbot.keyClick(page.view, Key.Key_R)
    turned = page.view.place_of(face.id)
    assert turned.center().x() > page.view.width() / 2
    assert turned != upright
    qtbot.keyClick(page.view, Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
    assert page.view.place_of(face.id) == upright
    assert file.read_bytes() == before


def _root(desk: Desk) -> str:
    with desk.library.read() as session:
        return str(session.execute(text("SELECT path FROM root")).scalar_one())


@pytest.fixture
def large(page: PhotoPage, tmp_path: Path) -> Path:
    """Make photo 6 a large one in a folder of its own."""
    folder = tmp_path / "large"
    folder.mkdir()
    pixels = np.zeros((2600, 3900, 3), np.uint8)
    pixels[::2] = 255
    Image.fromarray(pixels).save(folder / "6.jpg", quality=95)
    with page.desk.library.write() as session:
        session.execute(text("UPDATE root SET path = :path"), {"path": str(folder)})
        session.execute(text("UPDATE photo SET width = 3900, height = 2600 WHERE id = 6"))
    return folder / "6.jpg"


def test_all_pixels_are_read_when_one_zooms_in(qtbot: QtBot, page: PhotoPage, large: Path) -> None:
    page.desk.renewed.emit()
    wait(qtbot, page)
    page.view.fit()
    wait(qtbot, page)
    assert not page.view.lacks_detail
    page.view.toggle()
    assert page.view.scale == pytest.approx(1)
    assert page.view.lacks_detail
    qtbot.waitUntil(lambda: not page.view.lacks_detail)
    # Lines of one pixel are seen.
    seen = page.view.grab().toImage()
    column = [seen.pixelColor(100, y).red() for y in range(300, 310)]
    assert max(column) - min(column) > 100


def test_a_file_that_is_gone_is_told_of_and_its_thumbnail_shown(
    qtbot: QtBot, page: PhotoPage, large: Path
) -> None:
    page.desk.pictures.get(Kind.PHOTO, 6, 256)
    wait(qtbot, page)
    large.unlink()
    other = PhotoPage(page.desk)
    qtbot.addWidget(other)
    other.resize(600, 500)
    other.show()
    arrive(qtbot, other, 6)
    assert "6.jpg is no longer there" in other.notice
    assert "Connect the drive" in other.notice
    assert other.view.has_image
    with page.desk.library.write() as session:
        session.execute(text("UPDATE photo SET missing_since = '2026-01-01T00:00:00+00:00' WHERE id = 6"))
    page.desk.renewed.emit()
    wait(qtbot, other)
    assert "6.jpg is gone" in other.notice
    with page.desk.library.write() as session:
        session.execute(text("UPDATE root SET offline_since = '2026-01-01T00:00:00+00:00'"))
    page.desk.renewed.emit()
    wait(qtbot, other)
    assert "is not there or empty" in other.notice
    assert other.view.has_image
    # Messages of the window stay above what is said here.
    assert other.foot() > 30
    other.hide()
    wait(qtbot, other)
