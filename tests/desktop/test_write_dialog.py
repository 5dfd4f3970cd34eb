"""Writing names into photos: what is shown before, doing it and taking it back, and folders chosen for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from makers.desks import settle
from makers.planned_writing import choose, click, message, own_photos
from makers.windows import shown_window
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.job import Kind
from app.desktop.pages.folders import FoldersPage
from app.desktop.pages.people import PeoplePage
from app.desktop.pages.person import PersonPage
from app.desktop.pages.photo import PhotoPage
from app.desktop.pages.photos import PhotosPage
from app.desktop.pages.settings import SettingsPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.jobs_bar import JobsBar
from app.desktop.widgets.standing_folders import StandingFolders
from app.desktop.widgets.write_dialog import WriteDialog
from app.desktop.window import MainWindow
from app.exchange.writing import sayings, standing_folders
from app.library.settings import KEYWORDS_AS_PEOPLE, READ_NAMES, get_setting
from app.operations import name_person

LEFT = Qt.MouseButton.LeftButton
#: Photos of the first group of the album.
THEIRS = [1, 2, 4, 6, 8, 10, 14]


@pytest.fixture
def photos(desk: Desk, tmp_path: Path) -> Path:
    """Return the folder of photos that belong to the test, with Anna in some."""
    folder = own_photos(desk, tmp_path / "photos")
    name_person(desk.library, person=1, name="Anna")
    return folder


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, photos: Path) -> Iterator[MainWindow]:
    makers: dict[PageName, Callable[[Desk], Any]] = {
        PageName.PHOTOS: PhotosPage,
        PageName.PHOTO: PhotoPage,
        PageName.PEOPLE: PeoplePage,
        PageName.PERSON: PersonPage,
        PageName.FOLDERS: FoldersPage,
        PageName.SETTINGS: SettingsPage,
    }
    window = shown_window(qtbot, desk, makers)
    wait(qtbot, desk)
    yield window
    window.close()


def wait(qtbot: QtBot, desk: Desk) -> None:
    for _ in range(3):
        settle(qtbot, desk)


def dialog_of(qtbot: QtBot, within: QWidget, desk: Desk) -> WriteDialog:
    (dialog,) = [one for one in within.findChildren(WriteDialog) if one.isVisible()]
    assert isinstance(dialog, WriteDialog)
    qtbot.waitUntil(dialog.bar.isHidden)
    return dialog


def cells(dialog: WriteDialog) -> list[list[str]]:
    model = dialog.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def said(desk: Desk, photo: int) -> list[str]:
    return [region.name for region in sayings(desk.library, photo).embedded.regions]


def of_anna(qtbot: QtBot, window: MainWindow, desk: Desk) -> WriteDialog:
    window.go(Place(PageName.PERSON, 1))
    wait(qtbot, desk)
    page = window.page
    assert isinstance(page, PersonPage)
    page.header.menu.popup(QPoint(10, 10))
    choose(qtbot, page.header.menu, "Write names into photos…")
    return dialog_of(qtbot, window, desk)


def test_names_are_written_and_taken_back(qtbot: QtBot, window: MainWindow, desk: Desk, photos: Path) -> None:
    before = {photo: (photos / f"{photo}.jpg").read_bytes() for photo in THEIRS}
    dialog = of_anna(qtbot, window, desk)
    assert "All photos of Anna" in dialog.text.text()
    assert cells(dialog) == [[f"{photo}.jpg", "nobody", "Anna", "Into the file"] for photo in THEIRS]
    assert dialog.button.text() == "Write into 7 photo(s)"
    assert all((photos / f"{photo}.jpg").read_bytes() == data for photo, data in before.items())
    with qtbot.waitSignal(desk.writings.done):
        qtbot.mouseClick(dialog.button, LEFT)
    wait(qtbot, desk)
    assert all(said(desk, photo) == ["Anna"] for photo in THEIRS)
    assert said(desk, 3) == []
    qtbot.waitUntil(lambda: "Wrote names into 7 photos" in message(window).accessibleName())
    with qtbot.waitSignal(desk.changed):
        click(qtbot, message(window), "Undo")
    wait(qtbot, desk)
    assert all((photos / f"{photo}.jpg").read_bytes() == data for photo, data in before.items())


def test_names_can_go_beside_the_files(qtbot: QtBot, window: MainWindow, desk: Desk, photos: Path) -> None:
    before = (photos / "1.jpg").read_bytes()
    dialog = of_anna(qtbot, window, desk)
    dialog.place.setFocus()
    qtbot.keyClick(dialog.place, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: bool(dialog.model.rowCount()))
    assert cells(dialog)[0] == ["1.jpg", "nobody", "Anna", "Beside it: 1.jpg.xmp"]
    with qtbot.waitSignal(desk.writings.done):
        qtbot.keyClick(dialog.button, Qt.Key.Key_Return)
    wait(qtbot, desk)
    assert (photos / "1.jpg").read_bytes() == before
    assert b"Anna" in (photos / "1.jpg.xmp").read_bytes()
    # The choice is remembered; what is written is written once.
    again = of_anna(qtbot, window, desk)
    assert again.place.currentData() == "sidecar"
    assert not again.model.rowCount()
    assert again.empty.heading.text() == "There is nothing to write"
    assert not again.button.isEnabled()


def test_why_not_is_said_photo_by_photo(qtbot: QtBot, window: MainWindow, desk: Desk, photos: Path) -> None:
    (photos / "1.jpg").unlink()
    (photos / "2.jpg").write_bytes((photos / "2.jpg").read_bytes() + b"more")
    dialog = of_anna(qtbot, window, desk)
    found = {row[0]: row[1] for row in cells(dialog)}
    assert found["1.jpg"] == "It is no longer there. Its names stay in the library."
    assert found["2.jpg"] == "It was changed since Familiar last looked. Press F5, then try again."
    assert dialog.said.text() == "5 photo(s) will be written, 2 cannot be written."
    # What changes while one reads is not written.
    (photos / "4.jpg").write_bytes(b"other")
    troubled: list[str] = []
    desk.troubled.connect(troubled.append)
    with qtbot.waitSignal(desk.writings.done):
        qtbot.mouseClick(dialog.button, LEFT)
    wait(qtbot, desk)
    assert troubled == [
        f"{photos / '4.jpg'}: It was changed since Familiar last looked. Press F5, then try again."
    ]
    assert said(desk, 6) == ["Anna"]


def test_nothing_is_written_without_a_yes(qtbot: QtBot, window: MainWindow, desk: Desk, photos: Path) -> None:
    before = (photos / "1.jpg").read_bytes()
    dialog = of_anna(qtbot, window, desk)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    wait(qtbot, desk)
    assert not desk.jobs.running
    assert (photos / "1.jpg").read_bytes() == before


def test_each_page_writes_its_own_photos(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    window.go(Place(PageName.PHOTOS))
    wait(qtbot, desk)
    page = window.page
    assert isinstance(page, PhotosPage)
    qtbot.waitUntil(lambda: page.grid.model().rowCount() == 14)
    place = page.grid.visualRect(page.grid.model().index(0, 0)).center()
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=place)
    page.grid.menu_wanted.emit(QPoint(10, 10))
    (menu,) = [one for one in window.findChildren(QMenu) if one.isVisible()]
    choose(qtbot, menu, "Write names…")
    dialog = dialog_of(qtbot, window, desk)
    assert dialog.text.text().startswith("1 chosen photo(s)")
    assert cells(dialog) == [["14.jpg", "nobody", "Anna", "Into the file"]]
    dialog.reject()
    window.go(Place(PageName.PHOTO, 3, ids=(3,)))
    wait(qtbot, desk)
    photo = window.page
    assert isinstance(photo, PhotoPage)
    photo.view.menu_wanted.emit(0, QPoint(10, 10))
    (menu,) = [one for one in photo.findChildren(QMenu) if one.isVisible()]
    choose(qtbot, menu, "Write names…")
    dialog = dialog_of(qtbot, window, desk)
    assert not dialog.model.rowCount()
    dialog.reject()
    window.go(Place(PageName.PEOPLE))
    wait(qtbot, desk)
    people = window.page
    assert isinstance(people, PeoplePage)
    qtbot.waitUntil(lambda: people.grid.people.rowCount() == 1)
    place = people.grid.visualRect(people.grid.people.index(0, 0)).center()
    qtbot.mouseClick(people.grid.viewport(), LEFT, pos=place)
    menu = people.menu_for([1])
    menu.popup(QPoint(10, 10))
    choose(qtbot, menu, "Write names into photos…")
    dialog = dialog_of(qtbot, window, desk)
    assert dialog.model.rowCount() == len(THEIRS)
    dialog.reject()


def test_a_folder_is_written(qtbot: QtBot, window: MainWindow, desk: Desk, photos: Path) -> None:
    window.go(Place(PageName.FOLDERS))
    wait(qtbot, desk)
    page = window.page
    assert isinstance(page, FoldersPage)
    page._menu(QPoint(20, 10))
    (menu,) = [one for one in page.findChildren(QMenu) if one.isVisible()]
    choose(qtbot, menu, "Write names into photos…")
    dialog = dialog_of(qtbot, window, desk)
    assert str(photos) in dialog.text.text()
    assert [row[0] for row in cells(dialog)] == [f"{photo}.jpg" for photo in THEIRS]
    QAbstractItemModelTester(dialog.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert dialog.table.accessibleName()
    assert dialog.place.accessibleName()
    assert dialog.bar.accessibleName()
    dialog.reject()


def test_writing_waits_for_other_work_and_can_be_stopped(
    qtbot: QtBot, window: MainWindow, desk: Desk, photos: Path
) -> None:
    before = (photos / "1.jpg").read_bytes()
    dialog = of_anna(qtbot, window, desk)
    (bar,) = window.findChildren(JobsBar)
    assert isinstance(bar, JobsBar)
    told: list[str] = []
    desk.told.connect(lambda text, _: told.append(text))
    with desk.library.job_lock():
        qtbot.mouseClick(dialog.button, LEFT)
        waits = "Waiting for other work to end"
        qtbot.waitUntil(lambda: waits in [label.text() for label in bar.findChildren(QLabel)])
        (cancel,) = [one for one in bar.findChildren(QToolButton) if one.text() == "Cancel"]
        with qtbot.waitSignal(desk.jobs.finished):
            qtbot.mouseClick(cancel, LEFT)
    wait(qtbot, desk)
    assert told == ["Writing was stopped; nothing was written."]
    assert (photos / "1.jpg").read_bytes() == before


def folders(window: MainWindow) -> StandingFolders:
    (found,) = window.page.findChildren(StandingFolders)
    assert isinstance(found, StandingFolders)
    return found


def choose_folder(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    qtbot.mouseClick(folders(window).add, LEFT)
    (asked,) = [one for one in folders(window).findChildren(QFileDialog) if one.isVisible()]
    asked.setDirectory(str(folder))
    asked.accept()


def test_folders_are_written_whenever_they_were_looked_through(
    qtbot: QtBot, window: MainWindow, desk: Desk, photos: Path, tmp_path: Path
) -> None:
    window.go(Place(PageName.SETTINGS))
    wait(qtbot, desk)
    shown = folders(window)
    assert not shown.none.isHidden()
    troubled: list[str] = []
    desk.troubled.connect(troubled.append)
    choose_folder(qtbot, window, tmp_path)
    qtbot.waitUntil(lambda: bool(troubled))
    assert "is in none of your folders" in troubled[0]
    choose_folder(qtbot, window, photos)
    qtbot.waitUntil(lambda: shown.list.count() == 1)
    assert standing_folders(desk.library) == (photos,)
    with qtbot.waitSignal(desk.writings.done):
        desk.jobs.run(Kind.INDEX, lambda _: "")
    wait(qtbot, desk)
    assert all(said(desk, photo) == ["Anna"] for photo in THEIRS)
    qtbot.waitUntil(lambda: "Wrote names into 7 photos" in message(window).accessibleName())
    # Nothing new is known the next time, and nothing is said.
    message(window).hide()
    ended: list[Kind] = []
    desk.jobs.finished.connect(lambda job: ended.append(job.kind))
    desk.jobs.run(Kind.INDEX, lambda _: "")
    qtbot.waitUntil(lambda: Kind.WRITE in ended)
    wait(qtbot, desk)
    assert message(window).isHidden()
    shown.list.setFocus()
    qtbot.keyClick(shown.list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not shown.none.isHidden())
    assert standing_folders(desk.library) == ()


def test_what_files_say_may_be_left_alone(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    window.go(Place(PageName.SETTINGS))
    wait(qtbot, desk)
    page = window.page
    assert isinstance(page, SettingsPage)
    reading, keywords = page._names.read, page._names.keywords
    keywords.setFocus()
    keywords.selectAll()
    qtbot.keyClicks(keywords, "Family/, Grandma")
    qtbot.keyClick(keywords, Qt.Key.Key_Return)
    reading.setFocus()
    qtbot.keyClick(reading, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: not keywords.isEnabled())
    with desk.library.read() as session:
        assert get_setting(session, KEYWORDS_AS_PEOPLE) == "Family/, Grandma"
        assert get_setting(session, READ_NAMES) == "no"
    assert keywords.text() == "Family/, Grandma"


def test_closing_ends_a_look(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    dialog = of_anna(qtbot, window, desk)
    dialog.place.setFocus()
    qtbot.keyClick(dialog.place, Qt.Key.Key_Down)
    assert dialog._look is not None
    desk.writings.close()
    assert dialog._look.token.cancelled
