"""Forgetting somebody for good, from the pages of people."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers.covers import (
    LEFT,
    names,
    opened,
    people_page,
    press,
    shown,
    unnamed_page,
)
from makers.desks import settle
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.pages.covers_page import CoversPage
from app.desktop.widgets.forget_dialog import ForgetDialog
from app.search.people import about_person


@pytest.fixture
def unnamed(qtbot: QtBot, desk: Desk) -> CoversPage:
    return unnamed_page(qtbot, desk)


@pytest.fixture
def people(qtbot: QtBot, desk: Desk) -> CoversPage:
    return people_page(qtbot, desk)


def test_nothing_is_forgotten_before_it_is_known_what(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    with desk.library.read() as session:
        about = about_person(session, 1)
    assert about is not None
    dialog = ForgetDialog(desk, about, people)
    assert not dialog.button.isEnabled()
    settle(qtbot, desk)
    assert dialog.button.isEnabled()


@pytest.mark.parametrize("delete", [True, False])
def test_somebody_is_forgotten_for_good(
    qtbot: QtBot, desk: Desk, people: CoversPage, tmp_path: Path, delete: bool
) -> None:
    backup = tmp_path / "mine.backup"
    desk.library.backup(backup)
    people.does.forget(1)
    dialog = opened(qtbot, people, ForgetDialog)
    settle(qtbot, desk)
    assert "Anna" in dialog.text.text()
    assert "cannot be undone" in dialog.text.text()
    assert str(backup) in dialog.listed.text()
    dialog.backups.setChecked(delete)
    with qtbot.waitSignal(desk.renewed):
        qtbot.mouseClick(dialog.button, LEFT)
        assert not dialog.box.isEnabled()
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
    settle(qtbot, desk)
    assert "nothing is left" in dialog.text.text()
    assert backup.exists() != delete
    assert str(backup) in dialog.listed.text()
    assert names(desk) == {2: "Ben", 3: None}
    assert shown(people) == [2]
    press(qtbot, dialog, "Close")


def test_forgetting_is_not_begun_by_chance(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    people.does.forget(1)
    dialog = opened(qtbot, people, ForgetDialog)
    settle(qtbot, desk)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert names(desk)[1] == "Anna"


def test_forgetting_waits_for_jobs(qtbot: QtBot, desk: Desk, people: CoversPage) -> None:
    people.does.forget(1)
    dialog = opened(qtbot, people, ForgetDialog)
    settle(qtbot, desk)
    with desk.library.job_lock():
        qtbot.mouseClick(dialog.button, LEFT)
        settle(qtbot, desk)
    assert names(desk)[1] == "Anna"
    assert dialog.button.isEnabled()
    with qtbot.waitSignal(desk.renewed):
        qtbot.mouseClick(dialog.button, LEFT)
    settle(qtbot, desk)
    assert 1 not in names(desk)
    press(qtbot, dialog, "Close")
