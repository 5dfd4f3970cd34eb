"""Photos by event, and in stacks: opening and closing them, copies of a photo, and the setting."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.desks import settle
from makers.journeys import PARIS, change_photos, name_face
from makers.libraries import run
from makers.photos_pages import LEFT, Key, chosen, middle, words
from PySide6.QtCore import QAbstractItemModel, QPoint, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QMenu, QWidget
from pytestqt.qtbot import QtBot

from app.desktop.choices import STACKING
from app.desktop.desk import Desk
from app.desktop.job import Job, Kind
from app.desktop.models.event_names import days_text
from app.desktop.models.gathered import gather
from app.desktop.pages.photos import PhotosPage
from app.desktop.pages.settings import SettingsPage
from app.desktop.places import PageName, Place
from app.library.fingerprints import Fingerprint
from app.search.browsing import Timeline
from app.search.events import Events
from app.search.stacks import Stacks

SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> Iterator[PhotosPage]:
    """Have 2, 7 and 10 be copies of one photo, and 8 the RAW file of 9; 11 and 12 of one evening in Paris."""
    run(desk.library, "UPDATE photo SET sha256 = CAST(printf('%032d', id) AS BLOB)")
    run(desk.library, "UPDATE photo SET sha256 = CAST(printf('%032d', 2) AS BLOB) WHERE id IN (7, 10)")
    change_photos(
        desk.library,
        {
            8: {"path": "9.nef"},
            11: {"taken_at": "2019-06-12T11:00:00", "latitude": PARIS[0], "longitude": PARIS[1]},
        },
    )
    made = PhotosPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.arrive(Place(PageName.PHOTOS))
    settle(qtbot, desk)
    yield made
    made.hide()
    settle(qtbot, desk)


def shown(page: PhotosPage) -> list[int]:
    model = page.grid.model()
    return [model.index(row, 0).data(Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


def badge(page: PhotosPage, photo: int) -> QPoint:
    grid = page.grid
    index = grid.model().index(shown(page).index(photo), 0)
    grid.scrollTo(index)
    return grid.badge_rect(index).center()


def by_event(qtbot: QtBot, page: PhotosPage) -> None:
    box = next(one for one in page.findChildren(QComboBox) if one.accessibleName() == "Divide the photos by")
    qtbot.keyClick(box, Key.Key_Down)
    settle(qtbot, page.desk)


# Stacks.


def test_a_stack_is_one_tile_with_its_number(page: PhotosPage) -> None:
    assert shown(page) == [14, 12, 11, 9, 6, 5, 4, 3, 2, 1, 13]
    model = page.grid.model()
    spoken = {photo: model.index(row, 0).data(SPOKEN) for row, photo in enumerate(shown(page))}
    assert spoken[2].endswith(", stack of 3 photo(s)")
    assert spoken[9].endswith(", with its RAW file")
    assert "stack" not in spoken[3]
    # All were found.
    assert "14 photo" in words(page)


def test_a_click_on_the_number_opens_and_closes_a_stack(qtbot: QtBot, page: PhotosPage) -> None:
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=badge(page, 2))
    assert shown(page) == [14, 12, 11, 9, 6, 5, 4, 3, 2, 7, 10, 1, 13]
    assert chosen(page) == [2]
    # The stack lies where the best of it lies, in one month.
    assert page.grid.layout_.months.tolist()[-2:] == [201901, 0]
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=badge(page, 2))
    assert shown(page) == [14, 12, 11, 9, 6, 5, 4, 3, 2, 1, 13]


def test_headings_count_photos_and_not_tiles(
    qtbot: QtBot, page: PhotosPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[tuple[str, int]] = []

    def paint(_: QPainter, __: QRect, name: str, photos: int, ___: QWidget) -> None:
        painted.append((name, photos))

    monkeypatch.setattr("app.desktop.widgets.photos_view.paint_heading", paint)
    page.grid.zoom(-10)
    page.resize(900, 1200)
    page.grid.viewport().repaint()
    closed = dict(painted)
    # The stack of three lies in January, with the photo that was taken then.
    assert closed["January 2019"] == 4
    assert sum(closed.values()) == 14
    page.resize(900, 500)
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=badge(page, 2))
    page.resize(900, 1200)
    painted.clear()
    page.grid.viewport().repaint()
    assert dict(painted) == closed


def test_a_click_beside_the_number_chooses_alone(qtbot: QtBot, page: PhotosPage) -> None:
    badge(page, 2)
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=middle(page, 2))
    assert chosen(page) == [2]
    assert 7 not in shown(page)


def test_a_key_opens_and_closes_a_stack_from_any_of_its_photos(qtbot: QtBot, page: PhotosPage) -> None:
    grid = page.grid
    badge(page, 2)
    qtbot.mouseClick(grid.viewport(), LEFT, pos=middle(page, 2))
    qtbot.keyClick(grid, Key.Key_S)
    assert shown(page)[8:11] == [2, 7, 10]
    qtbot.keyClick(grid, Key.Key_Right)
    qtbot.keyClick(grid, Key.Key_Right)
    assert chosen(page) == [10]
    qtbot.keyClick(grid, Key.Key_S)
    assert shown(page)[8:] == [2, 1, 13]
    # Where there is no stack nothing happens.
    qtbot.keyClick(grid, Key.Key_Home)
    qtbot.keyClick(grid, Key.Key_S)
    assert shown(page)[8:] == [2, 1, 13]


def test_a_closed_stack_is_exported_whole(qtbot: QtBot, page: PhotosPage) -> None:
    def to_export() -> list[int]:
        (which,) = page.to_export()
        with ThreadPoolExecutor(1) as pool:
            photos = pool.submit(which.select, page.desk.library).result().photos
        return sorted(photo.id for photo in photos)

    badge(page, 2)
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=middle(page, 2))
    assert to_export() == [2, 7, 10]
    qtbot.keyClick(page.grid, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert to_export() == list(range(1, 15))
    # Of an open one, those that are chosen.
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=badge(page, 2))
    assert to_export() == [2]


def test_a_double_click_opens_the_photo_and_on_the_number_it_does_not(qtbot: QtBot, page: PhotosPage) -> None:
    going: list[Place] = []
    page.going.connect(going.append)
    at = badge(page, 2)
    qtbot.mouseDClick(page.grid.viewport(), LEFT, pos=at)
    assert going == []
    qtbot.mouseDClick(page.grid.viewport(), LEFT, pos=middle(page, 2))
    assert [(place.page, place.id) for place in going] == [(PageName.PHOTO, 2)]


def test_what_a_search_finds_of_a_stack_is_shown(qtbot: QtBot, page: PhotosPage) -> None:
    page.arrive(Place(PageName.PHOTOS, text="2019-04 or 2019-05"))
    settle(qtbot, page.desk)
    # 2 is the best, but of another month.
    assert shown(page) == [9, 7]
    page.arrive(Place(PageName.PHOTOS, text="2019-04"))
    settle(qtbot, page.desk)
    assert shown(page) == [8, 7]
    assert page.grid.badge_rect(page.grid.model().index(1, 0)).isEmpty()


def menu_of(qtbot: QtBot, page: PhotosPage, photo: int) -> QMenu:
    grid = page.grid
    grid.scrollTo(grid.model().index(shown(page).index(photo), 0))
    qtbot.mouseClick(grid.viewport(), LEFT, pos=middle(page, photo))
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.RightButton, pos=middle(page, photo))
    page.grid.menu_wanted.emit(grid.viewport().mapToGlobal(middle(page, photo)))
    return next(one for one in page.findChildren(QMenu) if one.isVisible())


def pick(qtbot: QtBot, menu: QMenu, text: str) -> None:
    action = next(one for one in menu.actions() if one.text() == text)
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())


def test_copies_of_a_photo_are_shown_on_their_own(qtbot: QtBot, page: PhotosPage) -> None:
    with qtbot.waitSignal(page.going) as going:
        pick(qtbot, menu_of(qtbot, page, 2), "Copies of this photo")
    assert going.args == [Place(PageName.PHOTOS, id=2, ids=(2, 7, 10))]
    page.arrive(going.args[0])
    settle(qtbot, page.desk)
    assert shown(page) == [10, 7, 2]
    assert chosen(page) == [2]
    assert page.title() == "Copies of a photo"
    assert "Copies of a photo: 3 photo(s)" in words(page)
    page.arrive(Place(PageName.PHOTOS))
    settle(qtbot, page.desk)
    assert len(shown(page)) == 11


def test_where_there_are_no_copies_that_is_said(qtbot: QtBot, page: PhotosPage) -> None:
    with qtbot.waitSignal(page.desk.told) as told:
        pick(qtbot, menu_of(qtbot, page, 3), "Copies of this photo")
    assert told.args == ["No copies of this photo are known.", False]


def test_the_menu_opens_a_stack(qtbot: QtBot, page: PhotosPage) -> None:
    pick(qtbot, menu_of(qtbot, page, 2), "Open the stack")
    assert shown(page)[8:11] == [2, 7, 10]
    pick(qtbot, menu_of(qtbot, page, 7), "Close the stack")
    assert 7 not in shown(page)


def test_stacking_is_switched_off_and_on_in_the_settings(qtbot: QtBot, page: PhotosPage) -> None:
    settings = SettingsPage(page.desk)
    qtbot.addWidget(settings)
    settings.show()
    settings.arrive(Place(PageName.SETTINGS))
    settle(qtbot, page.desk)
    box = next(one for one in settings.findChildren(QComboBox) if one.accessibleName() == "Copies and bursts")
    qtbot.keyClick(box, Key.Key_Down)
    assert STACKING.get() == "off"
    settle(qtbot, page.desk)
    assert len(shown(page)) == 14
    ended: list[Job] = []
    page.desk.jobs.finished.connect(ended.append)
    qtbot.keyClick(box, Key.Key_Up)
    assert STACKING.get() == "on"
    # Photos that nobody has looked at yet are looked at now.
    qtbot.waitUntil(lambda: [job.kind for job in ended] == [Kind.STACKS], timeout=15_000)
    settle(qtbot, page.desk)
    assert 7 not in shown(page)


def test_pictures_that_were_looked_at_are_stacked(qtbot: QtBot, page: PhotosPage) -> None:
    store = page.desk.stacking._store
    _, contents = store.lacking()
    same = 0x0F0F_0F0F_0F0F_0F0F
    page.desk.lanes.write(
        lambda: store.put([Fingerprint(at, int(contents[at - 1]), same, 1.0) for at in (5, 6)]),
        lambda _: page.desk.jobs.renewed.emit(),
        owner=page,
    )
    qtbot.waitUntil(lambda: 6 not in shown(page))
    settle(qtbot, page.desk)
    assert 5 in shown(page)


# Events.


def test_photos_are_divided_by_events_with_place_and_people(qtbot: QtBot, page: PhotosPage) -> None:
    name_face(page.desk.library, 1, 1, "Anna")
    by_event(qtbot, page)
    grid = page.grid
    # Two days of each month are one event; what has no date comes last.
    assert grid.layout_.section_size.tolist() == [1, 2, 2, 2, 2, 4, 1]
    model = grid.model()
    grid.viewport().repaint()
    settle(qtbot, page.desk)
    names = [model.heading(int(key)) for key in grid.layout_.keys]
    assert names[1] == "12 June 2019 · Paris"
    assert names[-2].startswith("1 January 2019 – 2 January 2019")
    assert names[-1] == "Without a date"
    # It is so the next time as well.
    again = PhotosPage(page.desk)
    qtbot.addWidget(again)
    again.show()
    again.arrive(Place(PageName.PHOTOS))
    settle(qtbot, page.desk)
    assert len(again.grid.layout_.section_size) == 7


def test_people_are_named_in_a_heading(qtbot: QtBot, page: PhotosPage) -> None:
    with page.desk.library.read() as session:
        face = session.connection().exec_driver_sql("SELECT id FROM face WHERE photo_id = 12").scalar_one()
    name_face(page.desk.library, int(face), 99, "Zoe")
    by_event(qtbot, page)
    page.grid.viewport().repaint()
    settle(qtbot, page.desk)
    assert page.grid.model().heading(1) == "12 June 2019 · Paris · Zoe"


def test_the_model_is_one_with_stacks_and_events(qtbot: QtBot, page: PhotosPage) -> None:
    model = page.grid.model()
    assert isinstance(model, QAbstractItemModel)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    by_event(qtbot, page)
    qtbot.mouseClick(page.grid.viewport(), LEFT, pos=badge(page, 2))
    assert len(shown(page)) == 13


def test_days_of_events() -> None:
    day = 86_400
    assert days_text(0, day - 1) == "1 January 1970"
    assert days_text(0, day) == "1 January 1970 – 2 January 1970"


# Gathering, compared with doing it photo by photo.


@st.composite
def libraries(draw: st.DrawFn) -> tuple[Timeline, Stacks, set[int]]:
    count = draw(st.integers(0, 20))
    ids = draw(st.permutations(range(1, count + 1)))
    months = np.sort(draw(st.lists(st.integers(1, 4), min_size=count, max_size=count)))[::-1]
    photos = Timeline(np.array(ids, np.int64), months.astype(np.int32), np.ones(count, np.float32))
    stacked = draw(st.permutations(range(1, count + 6)))
    sizes = draw(st.lists(st.integers(2, 5), max_size=5))
    starts = [0]
    for size in sizes:
        if starts[-1] + size <= len(stacked):
            starts.append(starts[-1] + size)
    members = np.array(stacked[: starts[-1]], np.int64)
    number = len(starts) - 1
    beside = np.zeros(len(members), np.bool_)
    stacks = Stacks(
        members, np.array(starts), beside, np.diff(starts).astype(np.int64), np.ones(number, np.uint8)
    )
    return photos, stacks, draw(st.sets(st.integers(1, 25), max_size=4))


@given(libraries())
def test_gathering_is_as_one_would_do_it_by_hand(case: tuple[Timeline, Stacks, set[int]]) -> None:
    photos, stacks, opened = case
    ids = photos.ids.tolist()
    expected: list[tuple[int, int, int, bool, int]] = []
    for at, photo in enumerate(ids):
        members = [one for one in stacks.with_photo(photo).tolist() if one in ids]
        month = int(photos.months[at])
        if len(members) < 2:
            expected.append((photo, month, 0, False, 1))
        elif members[0] == photo:
            is_open = bool(opened & set(members))
            expected.append((photo, month, len(members), is_open, 1 if is_open else len(members)))
            expected += [(one, month, 0, True, 1) for one in members[1:] if is_open]
    found = gather(photos, stacks=stacks, opened=opened)
    timeline = found.timeline
    assert expected == list(
        zip(
            timeline.ids.tolist(),
            timeline.months.tolist(),
            found.shots.tolist(),
            found.opened.tolist(),
            found.photos.tolist(),
            strict=True,
        )
    )


def test_sections_by_event_stay_together_in_open_stacks() -> None:
    photos = Timeline(np.array([4, 3, 2, 1]), np.array([2, 2, 1, 1], np.int32), np.ones(4, np.float32))
    every = np.array([4, 3, 2, 1])
    events = Events(every, np.array([0, 1, 4]), np.array([9, 0]), np.array([9, 5]))
    stacks = Stacks(
        np.array([1, 4]), np.array([0, 2]), np.zeros(2, np.bool_), np.array([2]), np.ones(1, np.uint8)
    )
    closed = gather(photos, events=events, stacks=stacks)
    assert (closed.timeline.ids.tolist(), closed.timeline.keys.tolist()) == ([3, 2, 1], [1, 1, 1])
    found = gather(photos, events=events, stacks=stacks, opened=[4])
    assert (found.timeline.ids.tolist(), found.timeline.keys.tolist()) == ([3, 2, 1, 4], [1, 1, 1, 1])
