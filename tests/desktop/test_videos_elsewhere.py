"""Videos in grids, on the page of a person, in the settings, and where names are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers.albums import PHOTOS
from makers.desks import settle
from makers.filmed import ANNA, BEN, SHOWN, VIDEO, add_film, grey
from makers.person_pages import click, opened, show, shown
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.models.faces import FaceRole
from app.desktop.pages.photos import PhotosPage
from app.desktop.pages.settings import SettingsPage
from app.desktop.pictures import Kind
from app.desktop.places import PageName, Place
from app.desktop.widgets import video_settings
from app.desktop.widgets.peek import Peek
from app.desktop.widgets.write_dialog import WriteDialog
from app.desktop.writings import ToWrite
from app.library.settings import VIDEOS, get_setting
from app.operations import name_person

LEFT = Qt.MouseButton.LeftButton
TOLD = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def file(desk: Desk, tmp_path: Path) -> Path:
    return add_film(desk.library, tmp_path / "films")


def grid_of_photos(qtbot: QtBot, desk: Desk, search: str = "") -> PhotosPage:
    page = PhotosPage(desk)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    page.arrive(Place(PageName.PHOTOS, text=search))
    for _ in range(3):
        settle(qtbot, desk)
    return page


def test_a_video_has_a_badge_with_its_length(qtbot: QtBot, desk: Desk, file: Path) -> None:
    page = grid_of_photos(qtbot, desk)
    grid = page.grid
    model = grid.model()
    index = model.index(0, 0)
    assert index.data(Qt.ItemDataRole.UserRole) == VIDEO
    qtbot.waitUntil(lambda: desk.pictures.get(Kind.PHOTO, VIDEO, 256) is not None)
    qtbot.waitUntil(lambda: "party.mp4" in index.data(TOLD))
    assert index.data(TOLD).endswith("video of 0:10")
    assert "video" not in model.index(1, 0).data(TOLD)
    place = grid.visualRect(index)
    seen = grid.viewport().grab().toImage()
    at_badge = seen.pixelColor(place.bottomLeft() + QPoint(18, -5))
    beside = seen.pixelColor(place.bottomRight() - QPoint(18, 5))
    assert at_badge.green() < beside.green() / 2
    assert abs(beside.green() - grey(SHOWN)) < 8
    page.hide()


def test_a_video_is_opened_with_the_search_that_found_it(qtbot: QtBot, desk: Desk, file: Path) -> None:
    page = grid_of_photos(qtbot, desk, "2020")
    grid = page.grid
    with qtbot.waitSignal(page.going) as going:
        qtbot.mouseDClick(grid.viewport(), LEFT, pos=grid.visualRect(grid.model().index(0, 0)).center())
    assert going.args == [Place(PageName.PHOTO, VIDEO, "2020", (VIDEO,))]
    page.hide()


def test_a_persons_faces_in_videos_are_marked_and_can_be_seen_alone(
    qtbot: QtBot, desk: Desk, file: Path
) -> None:
    page = show(qtbot, desk, 1)
    settle(qtbot, desk)
    row = shown(page).index(ANNA)
    index = page.grid.faces.index(row)
    assert index.data(FaceRole.VIDEO) == "0:03"
    assert "in a video at 0:03" in index.data(TOLD)
    assert [
        page.grid.faces.index(other).data(FaceRole.VIDEO) for other in range(page.grid.faces.rowCount())
    ] == ["0:03" if other == row else "" for other in range(page.grid.faces.rowCount())]
    kind = page.bar.kind
    kind.setCurrentIndex(kind.findText("Photos"))
    row = shown(page).index(VIDEO)
    assert page.grid.faces.index(row).data(FaceRole.VIDEO) == "0:10"
    kind.setCurrentIndex(kind.findText("In videos"))
    assert shown(page) == [ANNA]
    click(qtbot, page, 0)
    with qtbot.waitSignal(page.going) as going:
        qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    assert going.args == [Place(PageName.PHOTO, VIDEO, ids=(VIDEO,), faces=(ANNA, ANNA))]
    # Somebody who is in none is shown whole again.
    page.arrive(Place(PageName.PERSON, 3))
    settle(qtbot, desk)
    assert kind.currentText() == "Faces"
    assert kind.findText("In videos") < 0
    assert len(shown(page)) == sum(2 in who for who in PHOTOS)
    page.hide()


def test_a_closer_look_shows_the_frame_of_the_face(qtbot: QtBot, desk: Desk, file: Path) -> None:
    with desk.library.write() as session:
        session.connection().exec_driver_sql(f"UPDATE face SET at_ms = 2000, x = 200 WHERE id = {BEN}")
    page = show(qtbot, desk, 2)
    settle(qtbot, desk)
    click(qtbot, page, shown(page).index(BEN))
    qtbot.keyClick(page.grid, Qt.Key.Key_Space)
    peek = opened(qtbot, page, Peek)
    for _ in range(3):
        settle(qtbot, desk)
    middle = peek.grab().toImage().pixelColor(peek.rect().center())
    assert abs(middle.green() - grey(2)) < 8
    settle(qtbot, desk)
    qtbot.keyClick(peek, Qt.Key.Key_Space)
    page.hide()


def settings_page(qtbot: QtBot, desk: Desk) -> tuple[SettingsPage, video_settings.VideoSettings]:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.resize(900, 900)
    page.show()
    page.arrive(Place(PageName.SETTINGS))
    settle(qtbot, desk)
    (videos,) = page.findChildren(video_settings.VideoSettings)
    return page, videos


def test_new_videos_are_left_out_where_the_user_wants_it(qtbot: QtBot, empty_desk: Desk) -> None:
    page, videos = settings_page(qtbot, empty_desk)
    assert not videos.hint.isVisible()
    box = videos.findChild(QComboBox)
    assert box.currentData() == "yes"
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_End)
    settle(qtbot, empty_desk)
    with empty_desk.library.read() as session:
        assert get_setting(session, VIDEOS) == "no"
    assert not empty_desk.jobs.running
    with qtbot.waitSignal(empty_desk.jobs.finished):
        qtbot.keyClick(box, Qt.Key.Key_Home)
    settle(qtbot, empty_desk)
    with empty_desk.library.read() as session:
        assert get_setting(session, VIDEOS) == "yes"
    page.hide()


def test_what_is_missing_for_videos_is_said(
    qtbot: QtBot, empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(video_settings, "can_read_videos", lambda: False)
    page, videos = settings_page(qtbot, empty_desk)
    assert videos.hint.isVisible()
    assert videos.hint.text().endswith("pip install av")
    page.hide()


def test_names_are_written_beside_a_video(qtbot: QtBot, desk: Desk, file: Path) -> None:
    name_person(desk.library, person=1, name="Anna")
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = WriteDialog(desk.writings, ToWrite("This video", photos=[VIDEO]), parent)
    dialog.show()
    for _ in range(3):
        settle(qtbot, desk)
    assert dialog.model.index(0, 0).data() == "party.mp4"
    assert dialog.model.index(0, 2).data() == "Anna"
    assert dialog.model.index(0, 3).data() == "Beside it: party.mp4.xmp"
    dialog.reject()
