"""The page of places: what is listed, and going to the photos of a place."""

from __future__ import annotations

import pytest
from makers.desks import settle
from makers.journeys import PARIS, ROME, ZERMATT, change_photos
from makers.windows import shown_window
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QMenu, QTreeWidget
from pytestqt.qtbot import QtBot

from app.desktop.desk import Desk
from app.desktop.pages.geography import PlacesPage
from app.desktop.places import PageName, Place
from app.search import search_photos, understand

LEFT = Qt.MouseButton.LeftButton
CAMBRIDGE, OTHER_CAMBRIDGE = (52.2, 0.12), (42.374, -71.117)


@pytest.fixture
def journeys(desk: Desk) -> Desk:
    """Have photos 1 to 3 in Paris, 4 in Rome, 5 near Zermatt, 6 and 7 in two towns of one name."""
    where = {1: PARIS, 2: PARIS, 3: PARIS, 4: ROME, 5: ZERMATT, 6: CAMBRIDGE, 7: OTHER_CAMBRIDGE}
    change_photos(desk.library, {at: {"latitude": one[0], "longitude": one[1]} for at, one in where.items()})
    return desk


def opened(qtbot: QtBot, desk: Desk) -> PlacesPage:
    page = PlacesPage(desk)
    qtbot.addWidget(page)
    page.resize(800, 600)
    page.show()
    page.arrive(Place(PageName.PLACES))
    settle(qtbot, desk)
    return page


def tree(page: PlacesPage) -> QTreeWidget:
    found = page.findChild(QTreeWidget)
    assert isinstance(found, QTreeWidget)
    return found


def listed(page: PlacesPage) -> dict[str, list[str]]:
    top = [tree(page).topLevelItem(at) for at in range(tree(page).topLevelItemCount())]
    spoken = Qt.ItemDataRole.AccessibleTextRole
    return {
        item.data(0, spoken): [item.child(at).data(0, spoken) for at in range(item.childCount())]
        for item in top
        if item is not None
    }


def test_countries_and_towns_are_listed_with_their_numbers(qtbot: QtBot, journeys: Desk) -> None:
    page = opened(qtbot, journeys)
    assert listed(page) == {
        "France, 3 photo(s)": ["Paris, 3 photo(s)"],
        "Italy, 1 photo(s)": ["Rome, 1 photo(s)"],
        "Switzerland, 1 photo(s)": ["Near Zermatt, 1 photo(s)"],
        "United Kingdom, 1 photo(s)": ["Cambridge, 1 photo(s)"],
        "United States, 1 photo(s)": ["Cambridge, 1 photo(s)"],
    }
    assert page.title() == "Places"


def test_return_and_double_click_show_the_photos(qtbot: QtBot, journeys: Desk) -> None:
    page = opened(qtbot, journeys)
    with qtbot.waitSignal(page.going) as going:
        qtbot.keyClick(tree(page), Qt.Key.Key_Return)
    assert going.args == [Place(PageName.PHOTOS, text='in "France"')]
    paris = tree(page).topLevelItem(0).child(0)
    place = tree(page).visualItemRect(paris).center()
    qtbot.mouseClick(tree(page).viewport(), LEFT, pos=place)
    with qtbot.waitSignal(page.going) as going:
        qtbot.mouseDClick(tree(page).viewport(), LEFT, pos=place)
    assert going.args == [Place(PageName.PHOTOS, text='in "Paris"')]


def test_the_photos_of_each_place_are_those_that_were_counted(qtbot: QtBot, journeys: Desk) -> None:
    page = opened(qtbot, journeys)
    going: list[Place] = []
    page.going.connect(going.append)
    widget = tree(page)
    widget.expandAll()
    item = widget.topLevelItem(0)
    rows = 0
    while item is not None:
        widget.setCurrentItem(item)
        qtbot.keyClick(widget, Qt.Key.Key_Return)
        with journeys.library.read() as session:
            photos = len(search_photos(session, understand(session, going[-1].text)))
        assert item.data(0, Qt.ItemDataRole.AccessibleTextRole).endswith(f", {photos} photo(s)")
        rows += 1
        item = widget.itemBelow(item)
    assert (rows, len(going)) == (10, 10)


def test_the_menu_key_offers_the_photos(qtbot: QtBot, journeys: Desk) -> None:
    page = opened(qtbot, journeys)
    reason = QContextMenuEvent.Reason.Keyboard
    event = QContextMenuEvent(reason, QPoint(1, 1), tree(page).mapToGlobal(QPoint(1, 1)))
    QApplication.sendEvent(tree(page), event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    with qtbot.waitSignal(page.going) as going:
        menu.actions()[0].trigger()
    menu.close()
    # It goes while the page is still there, as in the window.
    qtbot.waitUntil(lambda: not page.findChildren(QMenu))
    assert going.args == [Place(PageName.PHOTOS, text='in "France"')]


def test_without_places_it_is_said_how_photos_get_one(qtbot: QtBot, desk: Desk) -> None:
    page = opened(qtbot, desk)
    said = "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "Of no photo it is known where it was taken" in said


def test_what_is_chosen_and_open_stays_when_photos_come(qtbot: QtBot, journeys: Desk) -> None:
    page = opened(qtbot, journeys)
    widget = tree(page)
    widget.topLevelItem(0).setExpanded(False)
    widget.topLevelItem(4).setExpanded(True)
    widget.setCurrentItem(widget.topLevelItem(1))
    change_photos(journeys.library, {8: {"latitude": ROME[0], "longitude": ROME[1]}})
    journeys.renewed.emit()
    settle(qtbot, journeys)
    assert widget.currentItem().data(0, Qt.ItemDataRole.AccessibleTextRole) == "Italy, 2 photo(s)"
    assert not widget.topLevelItem(0).isExpanded()
    assert widget.topLevelItem(4).isExpanded()


@pytest.mark.parametrize("there", [False, True])
def test_the_page_is_listed_where_there_are_places(
    qtbot: QtBot, desk: Desk, request: pytest.FixtureRequest, there: bool
) -> None:
    if there:
        request.getfixturevalue("journeys")
    window = shown_window(qtbot, desk)
    sidebar = window.findChild(QListWidget, "sidebar")
    assert isinstance(sidebar, QListWidget)
    names = [sidebar.item(at).text() for at in range(sidebar.count()) if not sidebar.item(at).isHidden()]
    assert ("Places" in names) == there
    if there:
        item = sidebar.findItems("Places", Qt.MatchFlag.MatchExactly)[0]
        qtbot.mouseClick(sidebar.viewport(), LEFT, pos=sidebar.visualItemRect(item).center())
        settle(qtbot, desk)
        assert isinstance(window.page, PlacesPage)
    window.close()
