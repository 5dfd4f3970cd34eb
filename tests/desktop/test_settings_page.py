"""The settings: what each does, and that nothing is deleted unasked."""

from __future__ import annotations

import pytest
from makers.desks import settle
from PySide6.QtCore import QCoreApplication, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.desktop import theme
from app.desktop.choices import APPEARANCE, LANGUAGE, language
from app.desktop.desk import Desk
from app.desktop.pages.settings import SettingsPage
from app.desktop.pictures import Kind
from app.desktop.places import PageName, Place
from app.library.settings import STRICTNESS, set_setting
from app.library.tables import Photo, now
from app.search.browsing import counts


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> SettingsPage:
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.resize(900, 900)
    page.show()
    page.arrive(Place(PageName.SETTINGS))
    settle(qtbot, desk)
    return page


def button(page: SettingsPage, text: str, number: int = 0) -> QPushButton:
    return [one for one in page.findChildren(QPushButton) if one.text() == text][number]


def texts(page: SettingsPage) -> list[str]:
    return [label.text() for label in page.findChildren(QLabel)]


def test_it_leads_to_folders_and_preview(qtbot: QtBot, page: SettingsPage) -> None:
    for text, name in (("Folders…", PageName.FOLDERS), ("Preview…", PageName.PREVIEW)):
        with qtbot.waitSignal(page.going) as going:
            qtbot.mouseClick(button(page, text), Qt.MouseButton.LeftButton)
        assert going.args[0] == Place(name)


def test_appearance_changes_at_once_and_is_kept(qtbot: QtBot, page: SettingsPage) -> None:
    box = next(one for one in page.findChildren(QComboBox) if one.findText("Dark") >= 0)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_End)
    assert theme.is_dark()
    assert APPEARANCE.get() == "dark"
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert not theme.is_dark()
    theme.choose(theme.Appearance.SYSTEM)


def test_the_language_is_kept_for_the_next_start(qtbot: QtBot, desk: Desk, page: SettingsPage) -> None:
    box = next(one for one in page.findChildren(QComboBox) if one.findText("한국어") >= 0)
    box.setFocus()
    with qtbot.waitSignal(desk.told):
        qtbot.keyClick(box, Qt.Key.Key_End)
    assert LANGUAGE.get() == "ko"
    assert language().name() == "ko_KR"
    with pytest.raises(ValueError, match="klingon"):
        LANGUAGE.set("klingon")


@pytest.mark.parametrize(
    ("chosen", "system", "spoken"),
    [
        ("", "C", "en_US"),
        ("", "en_GB", "en_GB"),
        ("en", "en_GB", "en_GB"),
        ("en", "C", "en_US"),
        ("ko", "en_GB", "ko_KR"),
        ("zh_TW", "zh_CN", "zh_TW"),
    ],
)
def test_dates_are_as_in_the_users_country(
    monkeypatch: pytest.MonkeyPatch, chosen: str, system: str, spoken: str
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(system))
    LANGUAGE.set(chosen)
    assert language().name() == spoken


def test_it_says_what_the_settings_are(page: SettingsPage) -> None:
    boxes = {box.accessibleName(): box.currentText() for box in page.findChildren(QComboBox)}
    assert boxes["The model that finds faces"].startswith("YuNet")
    assert boxes["The model that tells people apart"].startswith("SFace")
    assert (boxes["Appearance"], boxes["Language"]) == ("Like the system", "Like the system")
    assert {"14 photo(s)", "None", "What suits the recogniser best (0.00)"} <= set(texts(page))
    assert not button(page, "Forget them…").isEnabled()


@pytest.mark.parametrize(("strictness", "said"), [(-0.5, "Larger groups"), (0.5, "Smaller, surer groups")])
def test_strictness_is_told_in_words(
    qtbot: QtBot, desk: Desk, page: SettingsPage, strictness: float, said: str
) -> None:
    with desk.library.write() as session:
        set_setting(session, STRICTNESS, strictness)
    page.arrive(Place(PageName.SETTINGS))
    qtbot.waitUntil(lambda: any(text.startswith(said) for text in texts(page)))
    settle(qtbot, desk)


@pytest.mark.parametrize("sure", [True, False])
def test_thumbnails_are_deleted_only_when_sure(
    qtbot: QtBot, desk: Desk, page: SettingsPage, monkeypatch: pytest.MonkeyPatch, sure: bool
) -> None:
    desk.supplier.thumbnail(1, 256)
    before = desk.kept_bytes()[0]
    answer = QMessageBox.StandardButton.Ok if sure else QMessageBox.StandardButton.Cancel
    monkeypatch.setattr(QMessageBox, "exec", lambda _: answer)
    qtbot.mouseClick(button(page, "Delete…", 0), Qt.MouseButton.LeftButton)
    settle(qtbot, desk)
    assert (desk.kept_bytes()[0] < before) == sure


def test_missing_photos_are_forgotten_when_sure(
    qtbot: QtBot, desk: Desk, page: SettingsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk.library.write() as session:
        photo = session.get(Photo, 13)
        assert photo is not None
        photo.missing_since = now()
    page.arrive(Place(PageName.SETTINGS))
    qtbot.waitUntil(lambda: "1 photo(s) whose file is gone" in texts(page))
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Ok)
    with qtbot.waitSignal(desk.told) as told:
        qtbot.mouseClick(button(page, "Forget them…"), Qt.MouseButton.LeftButton)
    assert told.args[0] == "1 photo(s) forgotten."
    with desk.library.read() as session:
        assert counts(session).missing == 0
    settle(qtbot, desk)


def test_pictures_are_held_and_come_later(qtbot: QtBot, desk: Desk) -> None:
    told: list[str] = []
    desk.pictures.get(Kind.PHOTO, 1, 256)
    # On its way, and not here yet.
    QCoreApplication.processEvents()
    desk.pictures.hold(lambda: told.append("held"))
    desk.pictures.get(Kind.PHOTO, 2, 256)
    qtbot.waitUntil(lambda: told == ["held"])
    settle(qtbot, desk)
    assert desk.pictures.get(Kind.PHOTO, 2, 256) is None
    desk.pictures.release()
    qtbot.waitUntil(lambda: desk.pictures.get(Kind.PHOTO, 2, 256) is not None)
    assert told == ["held"]
    settle(qtbot, desk)


def test_pictures_come_and_are_forgotten(qtbot: QtBot, desk: Desk) -> None:
    assert desk.pictures.get(Kind.PHOTO, 1, 256) is None
    with qtbot.waitSignal(desk.pictures.ready) as ready:
        desk.pictures.get(Kind.FACE, 1, 96)
    found = desk.pictures.get(Kind.PHOTO, 1, 256)
    qtbot.waitUntil(lambda: desk.pictures.get(Kind.PHOTO, 1, 256) is not None)
    found = desk.pictures.get(Kind.PHOTO, 1, 256)
    assert found is not None
    assert max(found.width(), found.height()) == 256
    assert ready.args[0]
    desk.pictures.forget(photos=[1])
    assert desk.pictures.get(Kind.PHOTO, 1, 256) is None
    assert desk.pictures.get(Kind.PHOTO, 999, 256) is None
    qtbot.waitUntil(lambda: desk.pictures.lacks(Kind.PHOTO, 999, 256))
    settle(qtbot, desk)


def test_the_wheel_scrolls_and_chooses_nothing(qtbot: QtBot, page: SettingsPage) -> None:
    boxes = page.findChildren(QComboBox)
    before = [box.currentIndex() for box in boxes]
    assert len(boxes) >= 7
    for box in boxes:
        box.setFocus()
        middle = QPointF(box.rect().center())
        turned = QWheelEvent(
            middle,
            QPointF(box.mapToGlobal(middle)),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        turned.ignore()
        QApplication.sendEvent(box, turned)
    assert [box.currentIndex() for box in boxes] == before


def test_long_texts_have_the_room_that_they_need(qtbot: QtBot, page: SettingsPage) -> None:
    page.resize(1400, 600)
    qtbot.waitUntil(lambda: page.width() == 1400)
    labels = [one for one in page.findChildren(QLabel) if one.wordWrap() and one.isVisible()]
    for label in labels:
        # One line on all of the page, two in the width that there is.
        label.setText(label.fontMetrics().elidedText("word " * 200, Qt.TextElideMode.ElideRight, 780))
    qtbot.waitUntil(lambda: all(one.height() >= one.heightForWidth(one.width()) for one in labels))
