"""Importing names: choosing, what is shown before, doing it and taking it back, and what can go wrong."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from makers.desks import settle
from makers.digikam_files import DigikamFile
from makers.planned_writing import click, message
from makers.windows import shown_window
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from app.desktop.desk import Desk
from app.desktop.job import Kind
from app.desktop.pages.folders import FoldersPage
from app.desktop.pages.photos import PhotosPage
from app.desktop.pages.settings import SettingsPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.import_dialog import ImportDialog
from app.desktop.widgets.jobs_bar import JobsBar
from app.desktop.window import MainWindow
from app.library.tables import Face, Mention, Person
from app.operations import history, name_person

LEFT = Qt.MouseButton.LeftButton
#: The first face of a photo of the album, as a generous square.
BOX = (35, 90, 90, 100)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    makers: dict[PageName, Callable[[Desk], Any]] = {
        PageName.PHOTOS: PhotosPage,
        PageName.FOLDERS: FoldersPage,
        PageName.SETTINGS: SettingsPage,
    }
    name_person(desk.library, person=2, name="Bert")
    window = shown_window(qtbot, desk, makers)
    yield window
    window.close()


@pytest.fixture
def database(album: Path, tmp_path: Path) -> Path:
    """Return what digiKam knows: faces of Zoe, two that are Bert's here, and Yuri, nobody knows where."""
    return made(tmp_path / "digikam4.db", album / "photos")


def made(file: Path, folder: Path, *, size: int | None = None) -> Path:
    known = DigikamFile(file)
    root = known.root(f"volumeid:?path={folder.parent}")
    here = known.album(root, f"/{folder.name}")
    zoe, yuri = known.tag("Zoe", person="Zoe"), known.tag("Yuri", person="Yuri")
    for number in (1, 3, 7, 8):
        image = known.image(here, f"{number}.jpg", stored=(480, 320), size=size)
        known.face(image, zoe, BOX)
    known.mark(known.image(here, "2.jpg", stored=(480, 320), size=size), yuri)
    known.mark(known.image(known.album(root, "/away"), "99.jpg", size=size), yuri)
    return known.close()


def dialog_of(window: MainWindow) -> ImportDialog:
    (dialog,) = [one for one in window.findChildren(ImportDialog) if one.isVisible()]
    assert isinstance(dialog, ImportDialog)
    return dialog


def wait(qtbot: QtBot, desk: Desk) -> None:
    for _ in range(3):
        settle(qtbot, desk)


def previewed(qtbot: QtBot, window: MainWindow, desk: Desk, file: Path) -> ImportDialog:
    window.import_names(file)
    dialog = dialog_of(window)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is not dialog.working)
    wait(qtbot, desk)
    return dialog


def cells(dialog: ImportDialog) -> list[list[str]]:
    model = dialog.preview.model
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def names(desk: Desk) -> set[str]:
    with desk.library.read() as session:
        return {name for name in session.scalars(select(Person.name)) if name}


@pytest.mark.parametrize(
    ("page", "button"), [(PageName.FOLDERS, "Import names…"), (PageName.SETTINGS, "Import names…")]
)
def test_names_are_imported_and_taken_back(
    qtbot: QtBot, window: MainWindow, desk: Desk, database: Path, page: PageName, button: str
) -> None:
    window.go(Place(page))
    wait(qtbot, desk)
    click(qtbot, window.page, button)
    dialog = dialog_of(window)
    assert not dialog.button.isVisible()
    click(qtbot, dialog, "Choose a file…")
    (asked,) = dialog.findChildren(QFileDialog)
    asked.setDirectory(str(database.parent))
    asked.selectFile(str(database))
    asked.accept()
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.preview)
    wait(qtbot, desk)
    assert cells(dialog) == [["Zoe", "new", "2", "", "", ""], ["Yuri", "new", "", "", "1", ""]]
    said = dialog.preview.said
    assert "digiKam knows people in 6 photo(s), of which 5 in your library." in said
    assert "Nothing is changed yet." in said
    assert "Left out, since you said otherwise here: 2 name(s)" in said
    assert "3.jpg: digiKam says Zoe, you confirmed Bert." in said
    assert "1 photo(s) are not in your library" in said
    assert names(desk) == {"Bert"}
    with qtbot.waitSignal(desk.imports.done):
        qtbot.mouseClick(dialog.button, LEFT)
    wait(qtbot, desk)
    assert names(desk) == {"Bert", "Zoe", "Yuri"}
    with desk.library.read() as session:
        zoe, yuri = (
            session.scalars(select(Person.id).where(Person.name == one)).one() for one in ("Zoe", "Yuri")
        )
        faces = session.execute(select(Face.photo_id, Face.confirmed_at).where(Face.person_id == zoe)).all()
        confirmed = sorted(photo for photo, at in faces if at is not None)
        assert confirmed == [1, 8]
        assert session.scalars(select(Mention.photo_id).where(Mention.person_id == yuri)).all() == [2]
    qtbot.waitUntil(lambda: "Imported the names in 3 photos from digiKam" in message(window).accessibleName())
    with qtbot.waitSignal(desk.changed):
        click(qtbot, message(window), "Undo")
    wait(qtbot, desk)
    assert names(desk) == {"Bert"}


def test_nothing_is_changed_without_a_yes(
    qtbot: QtBot, window: MainWindow, desk: Desk, database: Path
) -> None:
    before = len(history(desk.library))
    dialog = previewed(qtbot, window, desk, database)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not desk.jobs.running
    assert len(history(desk.library)) == before
    assert names(desk) == {"Bert"}


def test_what_cannot_be_read_is_said_and_another_chosen(
    qtbot: QtBot, window: MainWindow, desk: Desk, database: Path, tmp_path: Path
) -> None:
    (tmp_path / "notes.db").write_text("nothing")
    dialog = previewed(qtbot, window, desk, tmp_path / "notes.db")
    assert dialog.stack.currentWidget() is dialog.choosing
    assert "notes.db" in dialog.problem.text()
    assert dialog.problem.isVisible()
    assert dialog.file_button.hasFocus()
    dialog.read(database)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.preview)
    click(qtbot, dialog, "Choose something else…")
    assert dialog.stack.currentWidget() is dialog.choosing
    assert not dialog.problem.isVisible()
    assert not dialog.button.isVisible()


def test_known_and_unknown_photos_say_what_to_do(
    qtbot: QtBot, window: MainWindow, desk: Desk, database: Path, tmp_path: Path
) -> None:
    elsewhere = made(tmp_path / "other.db", tmp_path / "nowhere" / "at all")
    dialog = previewed(qtbot, window, desk, elsewhere)
    assert not dialog.button.isEnabled()
    assert "None of these photos is in your library" in dialog.preview.said
    # What is said stays together, at the top.
    assert dialog.preview.notes.geometry().top() < dialog.preview.height() // 4
    dialog.read(database)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.preview)
    with qtbot.waitSignal(desk.imports.done):
        qtbot.mouseClick(dialog.button, LEFT)
    wait(qtbot, desk)
    again = previewed(qtbot, window, desk, database)
    assert not again.button.isEnabled()
    assert "all that fits is known here already" in again.preview.said
    assert {row[0]: row[-1] for row in cells(again)} == {"Zoe": "2", "Yuri": "1"}


def test_a_folder_that_moved_counts_when_the_user_says_so(
    qtbot: QtBot, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    file = made(tmp_path / "moved.db", tmp_path / "old" / "photos", size=1)
    dialog = previewed(qtbot, window, desk, file)
    assert not dialog.button.isEnabled()
    assert "may be" in dialog.preview.said
    click(qtbot, dialog, "It is the same folder")
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.preview and dialog.button.isEnabled())
    assert cells(dialog)[0][:3] == ["Zoe", "new", "2"]


def test_folders_of_unknown_photos_can_be_added(
    qtbot: QtBot,
    window: MainWindow,
    desk: Desk,
    album: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(album / "photos" / "1.jpg", other / "new.jpg")
    known = DigikamFile(tmp_path / "digikam4.db")
    known.mark(
        known.image(known.album(known.root(f"volumeid:?path={tmp_path}"), "/other"), "new.jpg"),
        known.tag("Yuri", person="Yuri"),
    )
    added: list[Path] = []
    monkeypatch.setattr(desk.jobs, "index", lambda folders=(): added.extend(folders))
    dialog = previewed(qtbot, window, desk, known.close())
    click(qtbot, dialog, "Add 1 folder(s)")
    assert added == [other]
    assert "Photos are being read now" in dialog.preview.said
    # As soon as photos were read, all is compared again.
    with desk.library.write() as session:
        session.execute(text("UPDATE root SET path = :path WHERE id = 1"), {"path": str(other)})
        session.execute(text("UPDATE photo SET path = 'new.jpg' WHERE id = 1"))
    desk.jobs.run(Kind.INDEX, lambda _: "")
    qtbot.waitUntil(dialog.button.isEnabled)
    assert cells(dialog) == [["Yuri", "new", "", "", "1", ""]]


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    keys = LEFT, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, *keys)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, *keys))


def test_what_is_dropped_is_offered(
    qtbot: QtBot,
    window: MainWindow,
    desk: Desk,
    database: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    added: list[Path] = []
    monkeypatch.setattr(desk.jobs, "index", lambda folders=(): added.extend(folders))
    drop(window, database)
    dialog = dialog_of(window)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.preview)
    dialog.reject()
    plain, takeout = tmp_path / "plain", tmp_path / "takeout"
    for folder in (plain, takeout):
        folder.mkdir()
    drop(window, plain)
    wait(qtbot, desk)
    assert not [one for one in window.findChildren(ImportDialog) if one.isVisible()]
    (takeout / "a.jpg.json").write_text(
        json.dumps({"title": "a.jpg", "photoTakenTime": {"timestamp": "1"}, "people": [{"name": "Zoe"}]})
    )
    drop(window, takeout)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(ImportDialog)))
    assert added == [plain, takeout]
    dialog_of(window).reject()


def test_an_import_waits_for_other_work_and_can_be_stopped(
    qtbot: QtBot, window: MainWindow, desk: Desk, database: Path
) -> None:
    dialog = previewed(qtbot, window, desk, database)
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
    assert told == ["The import was stopped; nothing was changed."]
    assert names(desk) == {"Bert"}


def test_it_is_open_to_keys_and_to_those_who_hear(
    qtbot: QtBot, window: MainWindow, desk: Desk, database: Path
) -> None:
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    qtbot.keyClick(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = dialog_of(window)
    dialog.read(database)
    qtbot.waitUntil(lambda: dialog.stack.currentWidget() is dialog.preview)
    QAbstractItemModelTester(dialog.preview.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert dialog.preview.table.accessibleName()
    assert dialog.preview.notes.accessibleName()
    assert all(one.text() or one.accessibleName() for one in dialog.findChildren(QPushButton))
    assert dialog.button.isDefault()
    with qtbot.waitSignal(desk.imports.done):
        qtbot.keyClick(dialog.button, Qt.Key.Key_Return)
    wait(qtbot, desk)


def test_what_else_another_library_says_is_shown(
    qtbot: QtBot, window: MainWindow, desk: Desk, album: Path, tmp_path: Path
) -> None:
    document = {
        "format": "familiar-names",
        "version": 1,
        "roots": [{"id": 1, "path": str(album / "photos")}],
        "people": [{"id": 1, "name": "Bert", "birthday": "1990-01-02", "notes": "Shy"}],
        "photos": [],
    }
    file = tmp_path / "names.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    dialog = previewed(qtbot, window, desk, file)
    said = dialog.preview.said
    assert "Taken over besides" in said
    assert "Birthdays: 1" in said
    assert "Notes: 1" in said
    assert "Pairs" not in said
    click(qtbot, dialog, dialog.button.text())
    qtbot.waitUntil(
        lambda: history(desk.library)[0].summary == "Imported what was said of people from Familiar"
    )
    wait(qtbot, desk)
    with desk.library.read() as session:
        assert session.scalar(select(Person.notes).where(Person.name == "Bert")) == "Shy"
