"""The dialog of exporting: from every page, as everything, and back where it is refused."""

from __future__ import annotations

import errno
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.desks import settle
from makers.export_windows import (
    ANNA,
    Gate,
    choose,
    export,
    message,
    opened_window,
    pressed,
    shown,
    type_place,
)
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMenu
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.pages.people import PeoplePage
from app.desktop.pages.person import PersonPage
from app.desktop.pages.photos import PhotosPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.export_dialog import ExportDialog
from app.desktop.window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    yield from opened_window(qtbot, desk)


def dialog_of(qtbot: QtBot, window: MainWindow) -> ExportDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(ExportDialog)))
    dialog = window.findChildren(ExportDialog)[-1]
    assert isinstance(dialog, ExportDialog)
    return dialog


@pytest.mark.parametrize(
    ("key", "name", "made"),
    [
        ("folder", "Anna", ["1.jpg", "2.jpg"]),
        ("zip", "Anna.zip", ["Anna.zip"]),
        ("album", "Anna.html", ["Anna.html"]),
        ("pdf", "Anna.pdf", ["Anna.pdf"]),
        ("pages", "Anna.jpg", ["Anna.jpg"]),
        ("json", "Names.json", ["Names.json"]),
        ("csv", "Names.csv", ["Names.csv"]),
    ],
)
def test_everything_can_be_made(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, key: str, name: str, made: list[str]
) -> None:
    out = tmp_path / "out"
    dialog = ExportDialog(desk.exports, [ANNA], window)
    dialog.open()
    choose(dialog, key)
    assert Path(dialog.place.text()).name == name
    assert dialog.photos.isVisible() is (key not in {"json", "csv"})
    assert dialog.how.isVisible() is (key == "folder")
    assert dialog.paper.isVisible() is dialog.columns.isVisible() is (key in {"pdf", "pages"})
    assert dialog.side.isVisible() is (key == "album")
    type_place(qtbot, dialog, out / name)
    export(qtbot, desk, dialog)
    folder = out / "Anna" if key == "folder" else out
    assert sorted(file.name for file in folder.iterdir()) == made
    qtbot.waitUntil(lambda: not message(window).isHidden())
    said = message(window).accessibleName()
    assert str(out / name) in said
    assert "2 photo" in said or "Names" in said


def test_what_is_chosen_counts(qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    dialog = ExportDialog(desk.exports, [ANNA], window)
    dialog.open()
    assert shown(dialog) == ["Two photos", "All photos"]
    QApplication.sendEvent(dialog.photos, pressed(Qt.Key.Key_Down))
    assert Path(dialog.place.text()).name == "Photos"
    QApplication.sendEvent(dialog.how, pressed(Qt.Key.Key_End))
    type_place(qtbot, dialog, tmp_path / "all")
    export(qtbot, desk, dialog)
    assert len(list((tmp_path / "all").iterdir())) == 14
    assert all(file.is_symlink() for file in (tmp_path / "all").iterdir())
    # The folder and the kind are remembered; the ending is that of what is made.
    again = ExportDialog(desk.exports, [ANNA], window)
    again.open()
    assert again.place.text() == str(tmp_path / "Anna")
    choose(again, "zip")
    type_place(qtbot, again, tmp_path / "some.photos")
    export(qtbot, desk, again)
    with zipfile.ZipFile(tmp_path / "some.photos.zip") as found:
        assert found.namelist() == ["1.jpg", "2.jpg"]


def test_a_folder_that_was_refused_is_not_offered_again(
    qtbot: QtBot, window: MainWindow, desk: Desk, album: Path, tmp_path: Path
) -> None:
    for place in (tmp_path / "good", album / "photos" / "more"):
        dialog = ExportDialog(desk.exports, [ANNA], window)
        dialog.open()
        type_place(qtbot, dialog, place)
        export(qtbot, desk, dialog)
    assert "watched folder" in dialog.refusal.text()
    dialog.reject()
    again = ExportDialog(desk.exports, [ANNA], window)
    assert again.place.text() == str(tmp_path / "Anna")
    again.deleteLater()


@pytest.mark.parametrize("key", ["folder", "zip", "album", "pdf", "json"])
def test_what_is_refused_can_be_corrected(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, key: str
) -> None:
    troubled: list[str] = []
    desk.troubled.connect(troubled.append)
    (tmp_path / "file").touch()
    dialog = ExportDialog(desk.exports, [ANNA], window)
    dialog.open()
    choose(dialog, key)
    height = dialog.height()
    typed = Path(dialog.place.text()).name
    QApplication.sendEvent(dialog.photos, pressed(Qt.Key.Key_Down))
    type_place(qtbot, dialog, tmp_path / "file" / typed)
    export(qtbot, desk, dialog)
    qtbot.waitUntil(dialog.refusal.isVisible)
    assert "cannot be written" in dialog.refusal.text()
    assert dialog.isVisible()
    assert dialog.height() > height
    assert dialog.focusWidget() is dialog.place
    # What was typed and chosen is still there, and nobody is told twice.
    assert dialog.place.text() == str(tmp_path / "file" / typed)
    assert (dialog.kind.currentData(), dialog.photos.currentIndex()) == (key, 1)
    assert dialog.button.isEnabled()
    assert message(window).isHidden()
    assert not troubled
    type_place(qtbot, dialog, tmp_path / "out" / typed)
    with qtbot.waitSignal(dialog.destroyed):
        qtbot.keyClick(dialog.place, Qt.Key.Key_Return)
    assert (tmp_path / "out" / typed).exists()
    qtbot.waitUntil(lambda: str(tmp_path / "out" / typed) in message(window).accessibleName())


def test_a_folder_in_which_no_photo_can_be_written_is_refused(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.EACCES, "Permission denied")

    dialog = ExportDialog(desk.exports, [ANNA], window)
    dialog.open()
    type_place(qtbot, dialog, tmp_path / "out")
    with monkeypatch.context() as without:
        without.setattr("app.exchange.exporting.folder.shutil.copyfile", full)
        export(qtbot, desk, dialog)
    qtbot.waitUntil(dialog.refusal.isVisible)
    assert "Permission denied" in dialog.refusal.text()
    assert dialog.refusal.text().endswith("1 more could not be exported either.")


def test_a_long_export_goes_on_without_the_dialog(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    gate = Gate()
    dialog = ExportDialog(desk.exports, [gate.which()], window)
    dialog.open()
    type_place(qtbot, dialog, tmp_path / "file" / "out")
    qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    assert not dialog.place.isEnabled()
    qtbot.waitUntil(dialog.isHidden)
    (tmp_path / "file").touch()
    # It comes back where nothing is made, but not over another question.
    other = ExportDialog(desk.exports, [], window)
    other.open()
    with qtbot.waitSignal(dialog.destroyed):
        gate.open.set()
    assert other.isVisible()
    qtbot.waitUntil(lambda: "cannot be written" in message(window).accessibleName())
    other.reject()
    gate = Gate()
    dialog = ExportDialog(desk.exports, [gate.which()], window)
    dialog.open()
    type_place(qtbot, dialog, tmp_path / "file" / "out")
    qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.isHidden)
    gate.open.set()
    qtbot.waitUntil(dialog.isVisible)
    assert "cannot be written" in dialog.refusal.text()


def test_nothing_is_done_without_a_place_or_a_yes(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    dialog = ExportDialog(desk.exports, [ANNA], window)
    dialog.open()
    dialog.place.clear()
    assert not dialog.button.isEnabled()
    type_place(qtbot, dialog, tmp_path / "out")
    assert dialog.button.isEnabled()
    (box,) = dialog.findChildren(QDialogButtonBox)
    cancel = box.button(QDialogButtonBox.StandardButton.Cancel)  # type: ignore[attr-defined]
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not desk.jobs.running
    assert not (tmp_path / "out").exists()


def test_controls_have_names(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    dialog = ExportDialog(desk.exports, [], window)
    fields = (dialog.kind, dialog.photos, dialog.how, dialog.paper, dialog.columns, dialog.side, dialog.place)
    assert all(field.accessibleName() for field in fields)
    assert len({field.accessibleName() for field in fields}) == len(fields)
    dialog.deleteLater()


def press_export(qtbot: QtBot, window: MainWindow) -> ExportDialog:
    # Without a screen, no window becomes active by itself when a dialog is closed.
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    return dialog_of(qtbot, window)


def test_each_page_offers_its_own_photos(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    offered: dict[str, list[str]] = {}
    for name, place in (
        ("photos", Place(PageName.PHOTOS)),
        ("search", Place(PageName.PHOTOS, text="Anna")),
        ("person", Place(PageName.PERSON, 1)),
        ("people", Place(PageName.PEOPLE)),
        ("photo", Place(PageName.PHOTO, 2, ids=(1, 2, 3))),
    ):
        window.go(place)
        settle(qtbot, desk)
        qtbot.waitUntil(lambda: not desk.lanes.busy)
        dialog = press_export(qtbot, window)
        offered[name] = shown(dialog)
        with qtbot.waitSignal(dialog.destroyed):
            dialog.reject()
    everything = "All photos"
    assert offered == {
        "photos": [everything],
        "search": ["7 photo(s) of this search", everything],
        "person": ["All photos of Anna", everything],
        "people": [everything],
        "photo": ["This photo", "3 photo(s) to go through here", everything],
    }


def test_chosen_photos_from_the_menu(qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path) -> None:
    window.go(Place(PageName.PHOTOS))
    settle(qtbot, desk)
    page = window.page
    assert isinstance(page, PhotosPage)
    grid = page.grid
    qtbot.waitUntil(lambda: grid.model().rowCount() == 14)
    for row, keys in ((0, Qt.KeyboardModifier.NoModifier), (2, Qt.KeyboardModifier.ControlModifier)):
        place = grid.visualRect(grid.model().index(row, 0)).center()
        qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, keys, place)
    assert press_and_close(qtbot, window)[0] == "2 chosen photo(s)"
    grid.menu_wanted.emit(QPoint(10, 10))
    (menu,) = [one for one in window.findChildren(QMenu) if one.isVisible()]
    (action,) = [one for one in menu.actions() if one.text() == "Export…"]
    rect = menu.actionGeometry(action)
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=rect.center())
    dialog = dialog_of(qtbot, window)
    assert shown(dialog) == ["2 chosen photo(s)", "All photos"]
    chosen = grid.chosen_ids().tolist()
    type_place(qtbot, dialog, tmp_path / "chosen")
    export(qtbot, desk, dialog)
    names = sorted(file.stem for file in (tmp_path / "chosen").iterdir())
    assert names == sorted(str(photo) for photo in chosen)


def press_and_close(qtbot: QtBot, window: MainWindow) -> list[str]:
    dialog = press_export(qtbot, window)
    found = shown(dialog)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    return found


def test_the_menus_of_a_person(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    window.go(Place(PageName.PERSON, 1))
    settle(qtbot, desk)
    page = window.page
    assert isinstance(page, PersonPage)
    (action,) = [one for one in page.header.menu.actions() if one.text() == "Export photos…"]
    action.trigger()
    dialog = dialog_of(qtbot, window)
    assert (shown(dialog)[0], Path(dialog.place.text()).name) == ("All photos of Anna", "Anna")
    with qtbot.waitSignal(dialog.destroyed):
        dialog.reject()
    window.go(Place(PageName.PEOPLE))
    settle(qtbot, desk)
    people = window.page
    assert isinstance(people, PeoplePage)
    qtbot.waitUntil(lambda: people.grid.people.rowCount() == 1)
    grid = people.grid
    place = grid.visualRect(grid.people.index(0, 0)).center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menu = people.menu_for([1])
    (action,) = [one for one in menu.actions() if one.text() == "Export photos…"]
    action.trigger()
    assert shown(dialog_of(qtbot, window))[0] == "All photos of Anna"
