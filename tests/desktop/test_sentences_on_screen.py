"""Sentences made below the window are shown in the language of the window, wherever they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from makers.desks import settle
from makers.translators import Backwards, spoken
from PySide6.QtCore import Qt, QTranslator
from PySide6.QtWidgets import QLabel, QListView, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app import operations
from app.desktop.desk import Desk
from app.desktop.models.completions import KIND_ROLE, Completions
from app.desktop.pages.find import FindPage
from app.desktop.pages.history import HistoryPage
from app.desktop.pages.photos import PhotosPage
from app.desktop.pages.review import ReviewPage
from app.desktop.places import PageName, Place
from app.desktop.start import MAKERS
from app.desktop.widgets.forget_dialog import ForgetDialog
from app.desktop.widgets.name_field import NameField
from app.desktop.window import MainWindow
from app.library.settings import RECOGNISER, set_setting
from app.search.completion import Completion
from app.search.people import about_person
from app.search.words import FIELDS, JOINING, SIDES, STANDING


@pytest.fixture(autouse=True)
def backwards(qtbot: QtBot) -> Iterator[None]:
    with spoken(Backwards()):
        yield


def shown(widget: QWidget) -> str:
    """Return all that can be read in a widget."""
    labels = [label for label in widget.findChildren(QLabel) if label.isVisible()]
    return "\n".join(label.text().replace("\u200b", "") for label in labels)


def opened(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    widget.show()


def test_messages_of_the_window(qtbot: QtBot, desk: Desk) -> None:
    window = MainWindow(desk, MAKERS)
    opened(qtbot, window)
    qtbot.waitUntil(lambda: window.has_arrived)
    desk.do(operations.name_person, person=1, name="Anna")
    qtbot.waitUntil(lambda: "⟨⟨7⟩|⟨Anna|⟨7⟩⟩⟩" in shown(window))
    desk.undo()
    qtbot.waitUntil(lambda: "⟨⟨⟨7⟩|⟨Anna|⟨7⟩⟩⟩⟩" in shown(window))
    desk.undo()
    qtbot.waitUntil(lambda: "THERE IS NOTHING TO UNDO." in shown(window))
    settle(qtbot, desk)
    window.close()


def test_history(qtbot: QtBot, desk: Desk) -> None:
    operations.name_person(desk.library, person=1, name="Anna")
    page = HistoryPage(desk)
    opened(qtbot, page)
    page.arrive(Place(PageName.HISTORY))
    model = page.findChild(QListView).model()
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    qtbot.waitUntil(lambda: model.index(0, 0).data() == "⟨⟨7⟩|⟨Anna|⟨7⟩⟩⟩")
    assert "⟨Anna|" in model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_searches_that_are_not_clear(qtbot: QtBot, desk: Desk) -> None:
    page = PhotosPage(desk)
    opened(qtbot, page)
    page.arrive(Place(PageName.PHOTOS, text="Zebulon 2019-13"))
    qtbot.waitUntil(lambda: "⟨Zebulon⟩ ⟨2019-13⟩" in shown(page))


def test_photos_that_cannot_be_used(qtbot: QtBot, desk: Desk) -> None:
    with desk.library.write() as session:
        session.execute(
            text("UPDATE photo SET state = 'failed', problem = 'empty', problem_text = :said WHERE id = 1"),
            {"said": "/photos/a.jpg is empty. Restore it from a backup, or delete it."},
        )
    page = PhotosPage(desk)
    opened(qtbot, page)
    page.arrive(Place(PageName.PHOTOS))
    settle(qtbot, desk)
    qtbot.keyClick(page.grid, Qt.Key.Key_I)
    page.inspector.show_photos(np.array([1]))
    qtbot.waitUntil(lambda: "⟨/photos/a.jpg⟩" in shown(page.inspector))


def test_pictures_that_cannot_be_looked_into(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "no picture.jpg"
    file.write_bytes(b"nothing")
    page = FindPage(desk)
    opened(qtbot, page)
    page.arrive(Place(PageName.FIND, text=str(file)))
    qtbot.waitUntil(lambda: "⟨no picture.jpg⟩" in shown(page))


def test_questions_that_cannot_be_made(qtbot: QtBot, desk: Desk) -> None:
    with desk.library.write() as session:
        set_setting(session, RECOGNISER, "lost")
        session.execute(text("DELETE FROM setting WHERE key LIKE 'grouping%'"))
    page = ReviewPage(desk)
    opened(qtbot, page)
    page.arrive(Place(PageName.REVIEW))
    qtbot.waitUntil(lambda: "|lost⟩" in shown(page))


def test_names_that_cannot_be(qtbot: QtBot, desk: Desk) -> None:
    field = NameField(desk)
    opened(qtbot, field)
    field.set_text("\N{ZERO WIDTH JOINER}")
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.hint == "A NAME CANNOT BE EMPTY."


def test_people_who_cannot_be_forgotten(qtbot: QtBot, desk: Desk) -> None:
    with desk.library.read() as session:
        person = about_person(session, 1)
    assert person is not None
    with desk.library.write() as session:
        session.execute(text("DELETE FROM person WHERE id = 1"))
    dialog = ForgetDialog(desk, person, None)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "⟨1⟩" in shown(dialog))


class Capitals(QTranslator):
    """Says all words of suggestions in capital letters."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        return source.upper() if context == "Completions" else source


def test_words_of_searches_are_explained() -> None:
    words = [*JOINING, *(word for word, query in STANDING.items() if query), *SIDES]
    words += [f"{field}:" for field in FIELDS]
    model = Completions()
    model.show([Completion(0, 0, word, word, "word") for word in words], {})
    rows = [model.index(row) for row in range(len(words))]
    assert {row.data(KIND_ROLE) for row in rows} == {"word"}
    with spoken(Capitals()):
        assert [row.data() for row in rows] == words
        assert [row.data(KIND_ROLE) for row in rows] == [word.upper() for word in words]
