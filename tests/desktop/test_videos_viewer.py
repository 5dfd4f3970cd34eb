"""A video in the viewer: the frame of a moment, who is seen then, and going from moment to moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.desks import settle
from makers.filmed import ANNA, BEN, NOBODY, SIZE, VIDEO, add_film, grey
from makers.photo_pages import LEFT, Key, click_face, wait, words
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from app import operations
from app.desktop import naming
from app.desktop.desk import Desk
from app.desktop.pages.photo import PhotoPage
from app.desktop.places import PageName, Place
from app.indexing import drawing
from app.library.store import Library
from app.operations import Changes, DrawnFace
from app.search.sightings import people_in_video

IDS = (6, VIDEO, 2)


@pytest.fixture
def file(desk: Desk, tmp_path: Path) -> Path:
    return add_film(desk.library, tmp_path / "films")


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, file: Path) -> Iterator[PhotoPage]:
    made = PhotoPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    arrive(qtbot, made)
    yield made
    made.hide()
    settle(qtbot, desk)


def arrive(qtbot: QtBot, page: PhotoPage, *faces: int, photo: int = VIDEO, sought: str = "") -> None:
    page.arrive(Place(PageName.PHOTO, photo, sought, IDS, faces))
    wait(qtbot, page)


def second(page: PhotoPage) -> int:
    """Return of which second the picture is that is seen, by how bright it is at its lower edge."""
    place = page.view.transform().map(QPointF(SIZE[0] / 2, SIZE[1] - 12))
    seen = page.view.grab().toImage().pixelColor(place.toPoint())
    return round((seen.green() - grey(0)) / (grey(1) - grey(0)))


def faces(page: PhotoPage) -> list[int]:
    return [face.id for face in page.view.faces]


def times_of(page: PhotoPage, said: str) -> QLabel:
    """Return the times of somebody in the strip."""
    labels = page.moments.strip.findChildren(QLabel)
    return next(label for label in labels if label.accessibleName().startswith(said))


def test_the_frame_that_stands_for_it_is_shown_with_who_is_seen_then(page: PhotoPage) -> None:
    assert second(page) == 3
    assert faces(page) == [ANNA, BEN]
    assert page.view.faces[0].box == (40, 80, 60, 60)
    assert page.title() == "party.mp4"
    strip = page.moments.strip
    assert strip.isVisible()
    assert strip.y() >= page.view.geometry().bottom()
    assert "0:03 of 0:10" in words(page)
    assert times_of(page, "Who?").accessibleName() == "Who?: 0:06"
    first, *_ = [label for label in strip.findChildren(QLabel) if "Unnamed" in label.accessibleName()]
    assert first.accessibleName() == "Unnamed: 0:01–0:03, 0:08"
    assert page.foot() >= strip.height()


def test_keys_go_from_moment_to_moment(qtbot: QtBot, page: PhotoPage) -> None:
    for key, held, at, seen in (
        (Key.Key_Period, Qt.KeyboardModifier.NoModifier, 6, [NOBODY]),
        (Key.Key_Right, Qt.KeyboardModifier.ControlModifier, 8, [ANNA]),
        (Key.Key_Period, Qt.KeyboardModifier.NoModifier, 8, [ANNA]),
        (Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, 7, []),
        (Key.Key_Comma, Qt.KeyboardModifier.NoModifier, 6, [NOBODY]),
        (Key.Key_Right, Qt.KeyboardModifier.ShiftModifier, 7, []),
        (Key.Key_Left, Qt.KeyboardModifier.ControlModifier, 6, [NOBODY]),
        (Key.Key_Comma, Qt.KeyboardModifier.NoModifier, 3, [ANNA, BEN]),
        (Key.Key_Comma, Qt.KeyboardModifier.NoModifier, 2, [ANNA, BEN]),
        (Key.Key_Comma, Qt.KeyboardModifier.NoModifier, 1, [ANNA]),
        (Key.Key_Comma, Qt.KeyboardModifier.NoModifier, 1, [ANNA]),
    ):
        qtbot.keyClick(page.view, key, held)
        # The boxes of another frame are not on this one.
        assert second(page) == at or faces(page) == []
        wait(qtbot, page)
        assert (second(page), faces(page)) == (at, seen)
    assert page.view.faces[0].box[0] == 20
    listed = {key for shortcut in page.shortcuts() for key in shortcut.keys}
    assert {",", ".", "Ctrl+Left", "Ctrl+Right", "P"} <= listed


def test_plain_arrows_go_to_other_photos_and_moments_end_there(qtbot: QtBot, page: PhotoPage) -> None:
    qtbot.keyClick(page.view, Key.Key_Right)
    wait(qtbot, page)
    assert page.title() == "2.jpg"
    assert not page.moments.strip.isVisible()
    assert not {",", "P"} & {key for shortcut in page.shortcuts() for key in shortcut.keys}
    assert len(page.view.faces) == 2
    qtbot.keyClick(page.view, Key.Key_Left)
    wait(qtbot, page)
    assert (second(page), faces(page)) == (3, [ANNA, BEN])


def test_a_mark_on_the_time_line_shows_its_moment(qtbot: QtBot, page: PhotoPage) -> None:
    line = page.moments.strip.line
    qtbot.mouseClick(line, LEFT, pos=line.place_of(8000).toPoint() + QPoint(4, 0))
    wait(qtbot, page)
    assert (line.value(), second(page), faces(page)) == (8000, 8, [ANNA])
    # Elsewhere a click goes to the very moment, where a face may have been missed.
    qtbot.mouseClick(line, LEFT, pos=line.place_of(4400).toPoint())
    wait(qtbot, page)
    assert abs(line.value() - 4400) < 20
    assert (second(page), faces(page)) == (5, [])
    line.setFocus()
    for key, at in ((Key.Key_Right, 6000), (Key.Key_Left, 3000), (Key.Key_Home, 1000), (Key.Key_End, 8000)):
        qtbot.keyClick(line, key)
        assert line.value() == at
    assert page.title() == "party.mp4"
    assert "0:03: somebody without a name, somebody without a name" in line.accessibleDescription()
    wait(qtbot, page)


def test_a_time_beside_a_name_shows_that_moment(qtbot: QtBot, page: PhotoPage) -> None:
    label = times_of(page, "Who?")
    top = label.contentsMargins().top()
    qtbot.mouseClick(label, LEFT, pos=QPoint(6, top + 6))
    wait(qtbot, page)
    assert (second(page), faces(page)) == (6, [NOBODY])
    # And with keys alone: the second time of the first person.
    first = times_of(page, "Unnamed: 0:01")
    first.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(2):
        qtbot.keyClick(first, Key.Key_Tab)
    qtbot.keyClick(first, Key.Key_Return)
    wait(qtbot, page)
    assert (second(page), faces(page)) == (8, [ANNA])


def test_a_name_leads_to_the_person(qtbot: QtBot, page: PhotoPage) -> None:
    buttons = {one.accessibleName(): one for one in page.moments.strip.findChildren(QToolButton)}
    with qtbot.waitSignal(page.going) as going:
        qtbot.mouseClick(buttons["Go to Who?"], LEFT)
    assert going.args == [Place(PageName.FIND, NOBODY)]


def test_a_face_is_named_where_it_is_seen(qtbot: QtBot, page: PhotoPage) -> None:
    click_face(qtbot, page, ANNA)
    qtbot.keyClicks(page.naming.field.line, "Anna")
    qtbot.keyClick(page.naming.field.line, Key.Key_Return)
    wait(qtbot, page)
    assert times_of(page, "Anna: 0:01–0:03, 0:08").isVisible()
    assert page.view.words(page.view.faces[0]) == "Anna"
    assert second(page) == 3


def test_to_name_a_face_of_another_moment_is_to_go_there(qtbot: QtBot, page: PhotoPage) -> None:
    page.inspector.naming.emit(VIDEO, NOBODY)
    wait(qtbot, page)
    assert (second(page), faces(page), page.naming.face) == (6, [NOBODY], NOBODY)
    # With another moment the question is another.
    qtbot.keyClick(page.view, Key.Key_Period)
    assert not page.naming.isVisible()
    wait(qtbot, page)
    assert faces(page) == [ANNA]


def test_a_missed_face_is_drawn_at_the_moment_that_is_shown(
    qtbot: QtBot, page: PhotoPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(
        library: Library, _: object, *, photo_id: int, box: naming.Box, to: operations.NewPerson, at_ms: int
    ) -> Changes:
        return operations.draw_face(library, photo=photo_id, face=DrawnFace(box, at_ms=at_ms), to=to)

    monkeypatch.setattr(naming.Drawing, "_loaded", lambda *_: None)
    monkeypatch.setattr(drawing, "draw_face", add)
    qtbot.keyClick(page.view, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    wait(qtbot, page)
    placed = page.view.transform()
    qtbot.keyClick(page.view, Key.Key_D)
    qtbot.mousePress(page.view, LEFT, pos=placed.map(QPointF(230, 40)).toPoint())
    qtbot.mouseMove(page.view, placed.map(QPointF(280, 90)).toPoint())
    qtbot.mouseRelease(page.view, LEFT, pos=placed.map(QPointF(280, 90)).toPoint())
    qtbot.keyClicks(page.naming.field.line, "Dora")
    qtbot.keyClick(page.naming.field.line, Key.Key_Return)
    wait(qtbot, page)
    (dora,) = page.view.faces
    assert (dora.name, dora.at_ms) == ("Dora", 4000)
    with page.desk.library.read() as session:
        seen = {one.name: [str(span) for span in one.spans] for one in people_in_video(session, VIDEO)}
    assert seen["Dora"] == ["0:04"]
    assert times_of(page, "Dora: 0:04").isVisible()


def test_a_face_that_led_here_is_shown_at_its_moment(qtbot: QtBot, page: PhotoPage) -> None:
    arrive(qtbot, page, NOBODY)
    assert (second(page), faces(page)) == (6, [NOBODY])
    # Also where one comes from another photo, and of faces in other photos nothing is said.
    arrive(qtbot, page, 3, NOBODY, photo=6)
    assert page.title() == "6.jpg"
    qtbot.keyClick(page.view, Key.Key_Right)
    wait(qtbot, page)
    assert (second(page), faces(page)) == (6, [NOBODY])


def test_a_search_for_somebody_shows_their_moment(qtbot: QtBot, page: PhotoPage) -> None:
    with page.desk.library.write() as session:
        session.execute(text(f"UPDATE face SET at_ms = 8000 WHERE id = {ANNA}"))
    operations.name_person(page.desk.library, person=1, name="Anna")
    arrive(qtbot, page, sought="Anna 2020")
    assert second(page) == 8


def test_play_opens_the_file_in_the_systems_player(
    qtbot: QtBot, page: PhotoPage, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    answers = [True, False]

    def open_url(url: QUrl) -> bool:
        opened.append(url)
        return answers.pop(0)

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    qtbot.mouseClick(page.moments.strip.play, LEFT)
    assert opened == [QUrl.fromLocalFile(str(file))]
    assert opened[0].isLocalFile()
    with qtbot.waitSignal(page.desk.troubled) as troubled:
        qtbot.keyClick(page.view, Key.Key_P)
    assert "No program was found that plays party.mp4" in troubled.args[0]


def test_of_a_video_that_is_gone_what_was_kept_is_shown(qtbot: QtBot, page: PhotoPage) -> None:
    with page.desk.library.write() as session:
        session.execute(text("UPDATE photo SET missing_since = '2021-01-01' WHERE id = 50"))
    arrive(qtbot, page, photo=2)
    arrive(qtbot, page)
    assert "is gone" in page.notice
    assert not page.moments.strip.play.isEnabled()
    # Of another moment there is no frame, and no box is drawn on the one that was shown.
    arrive(qtbot, page, NOBODY)
    assert page.moments.strip.line.value() == 6000
    assert not page.view.has_image
    assert faces(page) == []


def test_a_video_that_cannot_be_read_any_more_says_so(qtbot: QtBot, page: PhotoPage, file: Path) -> None:
    file.write_bytes(b"nothing")
    qtbot.keyClick(page.view, Key.Key_Period)
    wait(qtbot, page)
    assert page.notice
    assert faces(page) == []
    assert not page.view.has_image


def test_the_full_screen_gives_the_video_back_above_its_strip(qtbot: QtBot, page: PhotoPage) -> None:
    qtbot.keyClick(page.view, Key.Key_F)
    qtbot.keyClick(page.view, Key.Key_Period)
    wait(qtbot, page)
    assert faces(page) == [NOBODY]
    qtbot.keyClick(page.view, Key.Key_Escape)
    qtbot.waitUntil(lambda: page.view.window() is page.window())
    qtbot.waitUntil(lambda: page.moments.strip.y() >= page.view.geometry().bottom())
    assert page.bar.y() < page.view.y()


def test_the_inspector_says_how_long_it_is(qtbot: QtBot, page: PhotoPage) -> None:
    qtbot.keyClick(page.view, Key.Key_I)
    wait(qtbot, page)
    said = page.inspector.text
    assert "Length\n0:10" in said
    assert "320 × 240" in said
    assert "megapixels" not in said
    assert "MP4" in said
