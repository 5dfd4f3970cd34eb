"""Where the keys go on the page of review while the next question is looked for."""

from __future__ import annotations

from makers.desks import settle
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.pages.review import ReviewPage
from app.desktop.places import PageName, Place


def test_keys_do_not_leave_the_page(qtbot: QtBot, desk: Desk) -> None:
    both = QWidget()
    qtbot.addWidget(both)
    beside, page = QLineEdit(), ReviewPage(desk)
    layout = QVBoxLayout(both)
    layout.addWidget(beside)
    layout.addWidget(page)
    both.resize(900, 700)
    both.show()
    qtbot.waitExposed(both)
    both.activateWindow()
    page.arrive(Place(PageName.REVIEW))
    settle(qtbot, desk)
    page.arrive(Place(PageName.REVIEW))
    assert page.isAncestorOf(QApplication.focusWidget())
    # Without a question yet, as after an answer from which much follows.
    page._show(None, None)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.isAncestorOf(focused)
    beside.setFocus()
    page._show(None, None)
    assert beside.hasFocus()
