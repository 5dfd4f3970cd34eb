"""File names and names of people that would be taken for something else: shown as they are, on every page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from makers.desks import settle
from makers.windows import shown_window
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as GuiQt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from app.desktop.desk import Desk
from app.desktop.places import PageName, Place
from app.desktop.widgets.photo_bar import PhotoBar
from app.desktop.window import MainWindow
from app.library.store import Library
from app.library.tables import Photo
from app.printing import printable

MARK = "\N{SNOWMAN}"
#: Each with a mark, by which it is found wherever it is shown.
NAMES = [
    f"{MARK}<img src=x><b>bold.jpg",
    f"{MARK}&amp; & && <img src=y><a href='x'>.jpg",
    f"{MARK}line\nbreak\r\ttab\x1b[31m.jpg",
    f"{MARK}\u202egpj.exe\u2066.jpg",
    f"{MARK}%n {{name}} %1.jpg",
    f"{MARK}" + "long " * 48 + ".jpg",
]
#: One that is no text, as the library keeps it.
BYTES = f"{MARK}caf".encode() + b"\xe9.jpg"


@pytest.fixture
def hostile(tmp_path: Path, album: Path, qtbot: QtBot) -> Iterator[Desk]:
    """Open the album with such names of files and people; one photo failed, and says so."""
    shutil.copy(album / "library.db", tmp_path / "library.db")
    with Library.open(tmp_path / "library.db") as library, library.write() as session:
        folder = tmp_path / "photos"
        shutil.copytree(session.execute(text("SELECT path FROM root")).scalar_one(), folder)
        session.execute(text("UPDATE root SET path = :path"), {"path": str(folder)})
        photos = list(session.scalars(select(Photo).order_by(Photo.id)))
        for photo, name in zip(photos, [*NAMES, os.fsdecode(BYTES)], strict=False):
            (folder / photo.path).rename(folder / name)
            photo.path = name
        broken = photos[len(NAMES) + 1]
        broken.state, broken.problem = "failed", "damaged"
        broken.path = NAMES[0] + ".tif"
        broken.problem_text = f"{folder / broken.path} is empty. Restore it from a backup, or delete it."
        for person, name in enumerate(NAMES[:3], 1):
            session.execute(
                text("UPDATE person SET name = :name, name_key = :key WHERE id = :id"),
                {"name": name, "key": f"key {person}", "id": person},
            )
    desk = Desk(Library.open(tmp_path / "library.db"))
    yield desk
    desk.close()


def misread(widget: QWidget) -> list[str]:
    """Return the texts of a widget with our mark that Qt would take for rich text, or for a mnemonic."""
    found = []
    for one in [widget, *widget.findChildren(QWidget)]:
        if isinstance(one, QLabel) and MARK in one.text():
            rich = one.textFormat() is Qt.TextFormat.RichText
            guessed = one.textFormat() is Qt.TextFormat.AutoText and GuiQt.mightBeRichText(one.text())
            if (guessed or rich) and "<img" in one.text():
                found.append(f"{one.objectName() or type(one).__name__}: {one.text()!r}")
        if isinstance(one, QAbstractButton) and MARK in one.text() and "& " in one.text().replace("&&", ""):
            found.append(f"mnemonic of {one.text()!r}")
        tip = one.toolTip()
        if MARK in tip and GuiQt.mightBeRichText(tip) and "<img" in tip:
            found.append(f"tool tip of {type(one).__name__}: {tip!r}")
    return found


@pytest.fixture
def window(hostile: Desk, qtbot: QtBot) -> Iterator[MainWindow]:
    window = shown_window(qtbot, hostile)
    yield window
    window.close()


def places(desk: Desk) -> list[Place]:
    pages = [
        PageName.PHOTOS, PageName.PEOPLE, PageName.REVIEW, PageName.UNNAMED, PageName.IGNORED,
        PageName.FOLDERS, PageName.HISTORY, PageName.PREVIEW, PageName.SETTINGS, PageName.PLACES,
    ]  # fmt: skip
    listed = [Place(page) for page in pages]
    listed += [Place(PageName.PERSON, id=person) for person in (1, 2, 3)]
    listed += [Place(PageName.PHOTO, id=photo) for photo in range(1, len(NAMES) + 3)]
    return listed


def test_names_are_shown_as_they_are_on_every_page(hostile: Desk, window: MainWindow, qtbot: QtBot) -> None:
    found: dict[str, list[str]] = {}
    shown = 0
    for place in places(hostile):
        window.go(place)
        qtbot.waitUntil(lambda: window.has_arrived)
        settle(qtbot, hostile)
        shown += sum(MARK in label.text() for label in window.findChildren(QLabel))
        if wrong := misread(window):
            found[str(place)] = wrong
    assert shown
    assert not found


@pytest.mark.parametrize("name", [*NAMES, os.fsdecode(BYTES)])
def test_a_photo_is_told_of_on_one_line(name: str, qtbot: QtBot) -> None:
    bar = PhotoBar()
    qtbot.addWidget(bar)
    bar.resize(20_000, 40)
    bar.show()
    bar.describe(SimpleNamespace(file=Path("/photos") / name, taken_at=None))  # type: ignore[arg-type]
    (shown,) = [label.text() for label in bar.findChildren(QLabel) if MARK in label.text()]
    assert shown == printable(name)
    assert all(letter.isprintable() for letter in shown)


def test_the_title_is_one_line(hostile: Desk, window: MainWindow, qtbot: QtBot) -> None:
    for person in (1, 2, 3):
        window.go(Place(PageName.PERSON, id=person))
        qtbot.waitUntil(lambda: window.has_arrived)
        settle(qtbot, hostile)
        assert window.windowTitle().isprintable()
