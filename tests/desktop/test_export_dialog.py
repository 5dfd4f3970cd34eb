"""Exporting from the window: from every page, as everything, stopped, refused, and shown at the end."""

from __future__ import annotations

import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from makers.desks import settle
from makers.sources import VALUE, Sources
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.exports import Which
from app.desktop.pages.people import PeoplePage
from app.desktop.pages.person import PersonPage
from app.desktop.pages.photo import PhotoPage
from app.desktop.pages.photos import PhotosPage
from app.desktop.places import PageName, Place
from app.desktop.sentences import has_template
from app.desktop.widgets.export_dialog import ExportDialog
from app.desktop.widgets.jobs_bar import JobsBar
from app.desktop.widgets.message_bar import MessageBar
from app.desktop.window import MainWindow
from app.exchange.exporting import Form, Options, of_photos
from app.operations import name_person

ANNA = Which("Two photos", "Anna", lambda library: of_photos(library, [1, 2], title="Anna"))


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    makers: dict[PageName, Callable[[Desk], Any]] = {
        PageName.PHOTOS: PhotosPage,
        PageName.PERSON: PersonPage,
        PageName.PEOPLE: PeoplePage,
        PageName.PHOTO: PhotoPage,
    }
    name_person(desk.library, person=1, name="Anna")
    window = MainWindow(desk, makers)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.has_arrived)
    settle(qtbot, desk)
    yield window
    window.close()


def dialog_of(qtbot: QtBot, window: MainWindow) -> ExportDialog:
    qtbot.waitUntil(lambda: bool(window.findChildren(ExportDialog)))
    dialog = window.findChildren(ExportDialog)[-1]
    assert isinstance(dialog, ExportDialog)
    return dialog


def shown(dialog: ExportDialog) -> list[str]:
    return [dialog.photos.itemText(row) for row in range(dialog.photos.count())]


def choose(dialog: ExportDialog, key: str) -> None:
    """Choose with the keys, as somebody at the box would."""
    dialog.kind.setFocus()
    wanted = dialog.kind.findData(key)
    while dialog.kind.currentIndex() != wanted:
        way = Qt.Key.Key_Down if dialog.kind.currentIndex() < wanted else Qt.Key.Key_Up
        QApplication.sendEvent(dialog.kind, _press(way))


def _press(key: Qt.Key) -> Any:
    from PySide6.QtGui import QKeyEvent

    return QKeyEvent(QKeyEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


def type_place(qtbot: QtBot, dialog: ExportDialog, place: Path) -> None:
    dialog.place.setFocus()
    dialog.place.selectAll()
    qtbot.keyClicks(dialog.place, str(place))


def export(qtbot: QtBot, desk: Desk, dialog: ExportDialog) -> None:
    with qtbot.waitSignal(desk.jobs.finished, timeout=20_000):
        qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    settle(qtbot, desk)


def message(window: MainWindow) -> MessageBar:
    (bar,) = window.findChildren(MessageBar)
    assert isinstance(bar, MessageBar)
    return bar


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
    QApplication.sendEvent(dialog.photos, _press(Qt.Key.Key_Down))
    assert Path(dialog.place.text()).name == "Photos"
    QApplication.sendEvent(dialog.how, _press(Qt.Key.Key_End))
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
    assert "watched folder" in message(window).accessibleName()
    again = ExportDialog(desk.exports, [ANNA], window)
    assert again.place.text() == str(tmp_path / "Anna")
    again.deleteLater()


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


class Gate:
    """Holds an export until it is opened."""

    def __init__(self) -> None:
        self.open, self.waiting = threading.Event(), threading.Event()

    def which(self) -> Which:
        def select(library: Any) -> Any:
            self.waiting.set()
            assert self.open.wait(10)
            return of_photos(library, [1, 2])

        return Which("held", "held", select)


def test_a_running_export_is_shown_and_can_be_stopped(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    gate = Gate()
    desk.exports.photos(gate.which(), tmp_path / "held.zip", Form.ZIP, Options())
    desk.exports.photos(ANNA, tmp_path / "next.zip", Form.ZIP, Options())
    assert gate.waiting.wait(10)
    (bar,) = window.findChildren(JobsBar)
    assert isinstance(bar, JobsBar)
    qtbot.waitUntil(bar.isVisible)
    qtbot.waitUntil(lambda: "Exporting photos" in [label.text() for label in bar.findChildren(QLabel)])
    (cancel,) = [button for button in bar.findChildren(QToolButton) if button.text() == "Cancel"]
    assert cancel.toolTip() == "Stop"
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    gate.open.set()
    qtbot.waitUntil(lambda: (tmp_path / "next.zip").exists() and not desk.jobs.running, timeout=10_000)
    assert not (tmp_path / "held.zip").exists()
    assert sorted(file.name for file in tmp_path.glob("*.zip")) == ["next.zip"]
    qtbot.waitUntil(lambda: "next.zip" in message(window).accessibleName())
    qtbot.waitUntil(bar.isHidden)


def test_a_stopped_export_is_told(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    told: list[str] = []
    desk.told.connect(lambda text, _: told.append(text))
    for form in (Form.ZIP, Form.FOLDER):
        gate = Gate()
        desk.exports.photos(gate.which(), tmp_path / "held", form, Options())
        assert gate.waiting.wait(10)
        (job,) = desk.jobs.running
        job.cancel()
        with qtbot.waitSignal(desk.jobs.finished):
            gate.open.set()
    settle(qtbot, desk)
    assert told == [
        "The export was stopped; nothing was made.",
        "The export was stopped. What is in the folder by now stays there.",
    ]


def test_closing_stops_what_runs_and_forgets_what_waits(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    gate = Gate()
    desk.exports.photos(gate.which(), tmp_path / "held.zip", Form.ZIP, Options())
    desk.exports.photos(ANNA, tmp_path / "next.zip", Form.ZIP, Options())
    assert gate.waiting.wait(10)
    threading.Timer(0.1, gate.open.set).start()
    desk.exports.close()
    desk.jobs.close()
    QApplication.processEvents()
    assert not list(tmp_path.glob("*.zip"))


def test_what_is_refused_and_left_out_is_told(qtbot: QtBot, desk: Desk, album: Path, tmp_path: Path) -> None:
    troubled: list[str] = []
    desk.troubled.connect(troubled.append)
    with qtbot.waitSignal(desk.jobs.finished):
        desk.exports.photos(ANNA, album / "photos" / "x", Form.FOLDER, Options())
    (tmp_path / "file").touch()
    with qtbot.waitSignal(desk.jobs.finished):
        desk.exports.names(tmp_path / "file" / "names.json")
    with desk.library.write() as session:
        from sqlalchemy import text

        session.execute(text("UPDATE photo SET path = 'gone/' || path WHERE id IN (1, 2)"))
    with qtbot.waitSignal(desk.jobs.finished):
        desk.exports.photos(ANNA, tmp_path / "a.zip", Form.ZIP, Options())
    settle(qtbot, desk)
    watched, unwritable, gone = troubled
    assert "watched folder" in watched
    assert "cannot be written" in unwritable
    assert gone.endswith("1 more could not be exported either.")
    assert all(has_template(one) for one in (watched, unwritable))
    assert has_template(gone.removesuffix(" 1 more could not be exported either."))


def test_what_was_made_can_be_shown(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr("app.desktop.widgets.photo_files._show_file", lambda file: asked.append(file) or True)
    with qtbot.waitSignal(desk.exports.offered):
        desk.exports.names(tmp_path / "names.json")
    assert json.loads((tmp_path / "names.json").read_text("utf-8"))["format"] == "familiar-names"
    (button,) = [one for one in message(window).findChildren(QPushButton) if one.isVisible()]
    assert button.text() == "Show in folder"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: asked == [tmp_path / "names.json"])


def test_an_album_speaks_the_language_of_the_window(desk: Desk) -> None:
    words = desk.exports.words()
    assert words.language == "en"
    assert "{n}" in words.photos
    assert "{names}" in words.not_placed


def test_every_sentence_has_a_template() -> None:
    sources = Sources.of("app/exchange/exporting", "app/search/outside.py")
    said = [
        *sources.arguments(["ExportTargetError", "OperationError"]),
        *sources.returns("problem"),
        *sources.returns("_reason"),
    ]
    assert len(said) > 6
    assert [one for one in said if one.text != VALUE and not has_template(one.text)] == []
