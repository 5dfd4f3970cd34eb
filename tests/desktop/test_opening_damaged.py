"""A damaged library at the start of the window: a copy is offered, and put in its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.libraries import scalar
from makers.operating import three_groups
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from app.desktop.opening import Opening, asks_to_restore
from app.library.daily import make_copy, today
from app.library.restoring import Restorable, restorable
from app.library.store import Library
from app.operations import name_person


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library of which only the daily copy is whole."""
    with three_groups(tmp_path / "library.db") as library:
        name_person(library, person=1, name="Anna")
    make_copy(tmp_path / "library.db", today())
    (tmp_path / "library.db").write_bytes(b"x" * 50_000)
    return tmp_path / "library.db"


@pytest.fixture
def opening(qtbot: QtBot, path: Path) -> Iterator[Opening]:
    made = Opening(path)
    qtbot.addWidget(made)
    yield made
    made.finish()


def test_a_copy_is_offered_and_put_back(qtbot: QtBot, opening: Opening, path: Path) -> None:
    with qtbot.waitSignal(opening.damaged) as damaged:
        opening.begin()
    problem, copy = damaged.args
    assert "its beginning is overwritten" in problem
    assert isinstance(copy, Restorable)
    assert (copy.people, copy.photos) == (1, 10)
    with qtbot.waitSignal(opening.opened) as opened:
        opening.restore(copy)
    (library,) = opened.args
    assert isinstance(library, Library)
    assert scalar(library, "SELECT name FROM person WHERE id = 1") == "Anna"
    library.close()
    (kept,) = path.parent.glob("*.before-restoring-*")
    assert kept.read_bytes() == b"x" * 50_000


def test_where_no_copy_is_whole_it_is_only_told(qtbot: QtBot, opening: Opening, path: Path) -> None:
    (copy,) = restorable(path)
    copy.path.write_bytes(copy.path.read_bytes()[:20_000])
    with qtbot.waitSignal(opening.failed) as failed:
        opening.begin()
    assert "restore your latest backup" in failed.args[0]


@pytest.mark.parametrize("answer", ["Restore the copy", "Close"])
def test_the_user_decides(qtbot: QtBot, path: Path, answer: str) -> None:
    (copy,) = restorable(path)

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert str(path) in box.text()
        assert "is whole" in box.informativeText()
        (button,) = [one for one in box.buttons() if one.text().replace("&", "") == answer]
        button.click()

    QTimer.singleShot(0, press)
    assert asks_to_restore(f"The library {path} is damaged (x).", copy) == (answer != "Close")
