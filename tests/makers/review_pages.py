"""What the tests of the page of questions share: a library with questions, and a page as the user sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from makers.desks import settle
from makers.libraries import CARD, Made, add_faces, between, centre, vector
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListView, QPushButton
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.models.question import ANSWER_ROLE
from app.desktop.pages.review import ReviewPage
from app.desktop.places import PageName, Place
from app.grouping import group
from app.library.store import Library
from engine.models import parse_card

#: As the library has it.
STORED = parse_card(CARD.text)
#: What is asked first, and then.
FIRST, SECOND = "Are Anna and Ben the same person?", "Which of these are the same person?"


def family(at: int) -> list[np.ndarray]:
    """Faces of one person who looks two ways: groups of 4 and of 3, and a face that is alone."""
    middle = between(at, at + 1, 0.456)
    others = [middle + 0.3 * vector(21 + 2 * at, seed) for seed in range(3)]
    others = [one / np.linalg.norm(one) for one in others]
    return [*[centre(at)] * 4, *others, between(at, at + 2, 0.449)]


def fill(library: Library) -> None:
    """Make people 1 and 2 (Anna and Ben, really one) with face 8, and 3 and 4 with face 16."""
    vectors = [*family(0), *family(3), *[vector(who, seed) for who in (12, 13) for seed in range(3)]]
    add_faces(library, [Made(at, 0) for at in range(1, len(vectors) + 1)], np.stack(vectors))
    group(library, card=STORED, anew=True)
    operations.name_person(library, person=1, name="Anna")
    operations.name_person(library, person=2, name="Ben")
    group(library, card=STORED)


class Shown:
    """A page as the user sees it."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot, self.desk = qtbot, desk
        self.page = ReviewPage(desk)
        self.went: list[Place] = []
        self.page.going.connect(self.went.append)
        self.troubles: list[str] = []
        desk.troubled.connect(self.troubles.append)
        qtbot.addWidget(self.page)
        self.page.resize(900, 600)
        with qtbot.waitExposed(self.page):
            self.page.show()
        self.page.activateWindow()
        self.page.arrive(Place(PageName.REVIEW))
        settle(qtbot, desk)

    def press(self, key: Qt.Key) -> None:
        """Press a key, wherever it goes, and wait for what it does."""
        focused = self.page.focusWidget()
        assert focused is not None
        self.qtbot.keyClick(focused, key)
        settle(self.qtbot, self.desk)

    def click(self, text: str) -> None:
        self.qtbot.mouseClick(self.button(text), Qt.MouseButton.LeftButton)
        settle(self.qtbot, self.desk)

    def button(self, text: str) -> QPushButton:
        (found,) = [one for one in self.page.findChildren(QPushButton) if one.text().startswith(text)]
        return found

    @property
    def title(self) -> str:
        labels = [one for one in self.page.findChildren(QLabel) if one.property("title") and one.isVisible()]
        return " ".join(label.text() for label in labels if label.text())

    @property
    def words(self) -> str:
        return " ".join(one.text() for one in self.page.findChildren(QLabel) if one.isVisible())

    @property
    def tiles(self) -> QListView:
        found = self.page.findChild(QListView)
        assert isinstance(found, QListView)
        return found

    @property
    def ticks(self) -> list[bool | None]:
        model = self.tiles.model()
        return [model.index(row, 0).data(ANSWER_ROLE) for row in range(model.rowCount())]


def shown_questions(qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    """Open a page with questions; to be made a fixture."""
    with Library.open(tmp_path / "library.db") as library:
        fill(library)
    desk = Desk(Library.open(tmp_path / "library.db"))
    yield Shown(qtbot, desk)
    desk.close()
