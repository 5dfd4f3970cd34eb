"""The pages of people with a name, of groups without one, and of those whom the user does not want to see.

What is done to people lives in `app.desktop.widgets.person_actions`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from app import operations
from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.lanes import Ticket
from app.desktop.models.people import PeopleOrder, PersonRole, chosen_people
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place
from app.desktop.widgets.cover_grid import CoverGrid
from app.desktop.widgets.person_actions import PersonActions
from app.operations import Changes
from app.search.browsing import counts
from app.search.faces import People, people_overview
from app.search.people import LastSeen, faces_hidden_singly, last_seen

_SIDES: Final = (64, 200)
_SIDE_KEY: Final = "people/side"


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """What a page shows: people, when they were seen, faces seen once, faces hidden one by one."""

    people: People
    seen: LastSeen
    lonely: int = 0
    hidden: tuple[int, ...] = ()


class _PeoplePage(Page):
    """A grid of people with what finds, orders and changes them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.does = PersonActions(desk, self)
        self.does.kept_apart.connect(self._name_again)
        self._asked: Ticket | None = None
        self._stay = -1
        self.heading = QLabel(self.title())
        self.heading.setProperty("title", True)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter by name"))
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(220)
        self.filter.textChanged.connect(self._filter)
        self.order = QComboBox()
        self.order.setAccessibleName(self.tr("Order"))
        self.order.setToolTip(self.tr("Order"))
        for order, text in self.orders():
            self.order.addItem(text, order)
        self.order.currentIndexChanged.connect(self._sort)
        self.cover_size = QSlider(Qt.Orientation.Horizontal)
        self.cover_size.setRange(*_SIDES)
        self.cover_size.setAccessibleName(self.tr("Size of covers"))
        self.cover_size.setToolTip(self.tr("Size of covers"))
        self.cover_size.setFixedWidth(110)
        self.grid = CoverGrid(desk)
        self.grid.setAccessibleName(self.title())
        self.grid.opened.connect(lambda person: self.going.emit(Place(PageName.PERSON, person)))
        self.grid.named.connect(self._name)
        self.grid.merge_wanted.connect(self.does.merge)
        self.grid.hide_wanted.connect(self.hide_chosen)
        self.grid.customContextMenuRequested.connect(self._show_menu)
        self.grid.selectionModel().selectionChanged.connect(self._count_chosen)
        self.chosen = QLabel()
        self.chosen.setProperty("faint", True)
        self.buttons: list[QPushButton] = []
        self.nobody, self.unmatched = self.empty(), Empty(self.tr("Nobody has such a name"), "")
        self._lay_out()
        self.cover_size.valueChanged.connect(self._resize)
        self.cover_size.setValue(int(str(QSettings().value(_SIDE_KEY, self.grid.covers.side))))
        self._count_chosen()

    def orders(self) -> list[tuple[PeopleOrder, str]]:
        """Return the orders that can be chosen, the usual one first."""
        return [
            (PeopleOrder.NAME, self.tr("By name")),
            (PeopleOrder.FACES, self.tr("Most faces first")),
            (PeopleOrder.SEEN, self.tr("Last seen first")),
        ]

    def empty(self) -> Empty:
        """Return what is shown where there is nobody."""
        raise NotImplementedError

    def look(self, session: Session) -> _Found:
        """Read what is shown; not in the GUI thread."""
        raise NotImplementedError

    def chosen_buttons(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done to those who are selected, for buttons beside their number."""
        return [(self.tr("Merge"), self.merge_chosen), (self.tr("Hide"), self.hide_chosen)]

    def extra_buttons(self) -> list[QWidget]:
        """Return further widgets for the end of the bar."""
        return []

    def arrive(self, place: Place) -> None:
        """Show everybody."""
        self._stale = False
        self._read()
        self.grid.setFocus()

    def refresh(self, changes: Changes | None) -> None:
        """Read again whom there is, where people or faces have changed."""
        if changes is None or changes.people or changes.faces:
            self._read()

    def hide_chosen(self) -> None:
        """Hide those who are selected."""
        self._remember()
        self.does.hide(self.grid.chosen_people())

    def merge_chosen(self) -> None:
        """Make one of those who are selected; of a single one ask with whom."""
        people = self.grid.chosen_people()
        if len(people) == 1:
            self.does.merge_with(people)
        elif people:
            faces = {
                person: self.grid.people.indexes_of([person])[0].data(PersonRole.FACES) for person in people
            }
            target = max(people, key=lambda person: faces[person])
            self.does.merge(people, target)

    def menu_for(self, people: Sequence[int]) -> QMenu:
        """Return the menu of one or several people."""
        menu = QMenu(self)
        if len(people) == 1:
            (person,) = people
            index = self.grid.people.indexes_of([person])[0]
            named = bool(index.data(PersonRole.NAME))
            self._add(menu, self.tr("Open"), lambda: self.grid.opened.emit(person), "Return")
            name = self.tr("Rename") if named else self.tr("Add name")
            self._add(menu, name, lambda: self.grid.name_in_place(index), "F2")
            self._add(menu, self.tr("Merge with…"), lambda: self.does.merge_with(people))
            self._add_hiding(menu, people)
            if named:
                menu.addSeparator()
                self._add(menu, self.tr("Set birthday…"), partial(self.does.birthday, person))
                self._add(menu, self.tr("Notes…"), partial(self.does.notes, person))
            menu.addSeparator()
            self._add(menu, self.tr("Forget for good…"), partial(self.does.forget, person))
        else:
            self._add(menu, self.tr("Merge %n people", "", len(people)), self.merge_chosen)
            self._add_hiding(menu, people)
        return menu

    def _add_hiding(self, menu: QMenu, people: Sequence[int]) -> None:
        self._add(menu, self.tr("Hide"), self.hide_chosen, "H")

    def _add(self, menu: QMenu, text: str, do: Callable[[], object], keys: str = "") -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda _=False: do())
        if keys:
            action.setShortcut(QKeySequence(keys))
            # The grid itself has the key; the menu only tells it.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return action

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.GAP)
        bar.setSpacing(theme.GAP)
        bar.addWidget(self.heading)
        bar.addSpacing(theme.GAP)
        bar.addWidget(self.chosen)
        for text, do in self.chosen_buttons():
            button = QPushButton(text)
            button.clicked.connect(lambda _=False, do=do: do())
            self.buttons.append(button)
            bar.addWidget(button)
        bar.addStretch(1)
        for widget in (*self.extra_buttons(), self.filter, self.order, self.cover_size):
            bar.addWidget(widget)
        self.stack = QStackedWidget()
        for widget in (self.grid, self.nobody, self.unmatched):
            self.stack.addWidget(widget)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(bar)
        inner = QHBoxLayout()
        inner.setContentsMargins(theme.GAP, 0, 0, 0)
        inner.addWidget(self.stack)
        down.addLayout(inner, 1)

    def _read(self) -> None:
        if self._asked is not None:
            self._asked.cancel()
        self._asked = self.desk.read(self.look, self._show, owner=self)

    def _show(self, found: _Found) -> None:
        self._asked = None
        self.grid.people.load(found.people, found.seen, found.lonely)
        self.heading.setText(f"{self.title()}  {len(found.people):,}" if len(found.people) else self.title())
        self._show_whether_empty()
        if self._stay >= 0 and not self.grid.chosen() and self.grid.people.rowCount():
            self.grid.choose(self.grid.people.index(min(self._stay, self.grid.people.rowCount() - 1)))
        self._stay = -1

    def _show_whether_empty(self) -> None:
        if self.grid.people.rowCount():
            self.stack.setCurrentWidget(self.grid)
        else:
            self.stack.setCurrentWidget(self.unmatched if self.filter.text().strip() else self.nobody)

    def _remember(self) -> None:
        """Stay at the same place when those who are selected go away."""
        rows = [index.row() for index in self.grid.chosen()]
        self._stay = rows[0] if rows else -1

    def _name(self, person: int, name: str) -> None:
        self._remember()
        self.does.name(person, name)

    def _name_again(self, person: int) -> None:
        for index in self.grid.people.indexes_of([person]):
            self.grid.name_in_place(index)

    def _filter(self, text: str) -> None:
        self.unmatched.text.setText(self.tr("Nobody here is called “{text}”.").format(text=text.strip()))
        self.grid.people.filter_by(text)
        self._show_whether_empty()

    def _sort(self) -> None:
        self.grid.people.sort_by(PeopleOrder(self.order.currentData()))

    def _resize(self, side: int) -> None:
        self.grid.set_side(side)
        QSettings().setValue(_SIDE_KEY, side)

    def _count_chosen(self) -> None:
        number = len(self.grid.chosen_people())
        self.chosen.setVisible(number > 1)
        self.chosen.setText(self.tr("%n selected", "", number))
        for button in self.buttons:
            button.setVisible(number > 1)

    def _show_menu(self, at: QPoint) -> None:
        people = self.grid.chosen_people()
        if people:
            shown = self.grid.visualRect(self.grid.currentIndex())
            inside = self.grid.viewport().rect().contains(at) and self.grid.indexAt(at).isValid()
            place = at if inside else shown.center()
            menu = self.menu_for(people)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.grid.viewport().mapToGlobal(place))


class PeoplePage(_PeoplePage):
    """Everybody with a name."""

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("People")

    def empty(self) -> Empty:
        """Return what to do while nobody has a name."""
        go = QPushButton(self.tr("Show unnamed groups"))
        go.setProperty("main", True)
        go.clicked.connect(lambda: self.going.emit(Place(PageName.UNNAMED)))
        return Empty(
            self.tr("Nobody has a name yet"),
            self.tr("Faces that look alike are put into groups. Name a group, and it appears here."),
            go,
        )

    def look(self, session: Session) -> _Found:
        """Read who has a name."""
        people = people_overview(session)
        return _Found(chosen_people(people, _named(people)), last_seen(session))


class UnnamedPage(_PeoplePage):
    """Groups without a name, largest first, and how many faces are seen once."""

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("Unnamed")

    def orders(self) -> list[tuple[PeopleOrder, str]]:
        """Return the orders of groups."""
        return [
            (PeopleOrder.FACES, self.tr("Most faces first")),
            (PeopleOrder.SEEN, self.tr("Last seen first")),
        ]

    def empty(self) -> Empty:
        """Return what it means that there are no groups."""
        return Empty(
            self.tr("No unnamed groups"),
            self.tr(
                "Everybody who is seen at least twice has a name or is hidden. New groups appear here when "
                "photos are added."
            ),
        )

    def extra_buttons(self) -> list[QWidget]:
        """Return the button that hides who is seldom seen."""
        self.filter.hide()
        self.seldom = QPushButton(self.tr("Hide who is seldom seen…"))
        self.seldom.clicked.connect(self.does.hide_seldom)
        return [self.seldom]

    def look(self, session: Session) -> _Found:
        """Read which groups there are."""
        people = people_overview(session)
        unnamed = ~_named(people)
        alone = int((unnamed & (people.faces == 1)).sum())
        groups = chosen_people(people, unnamed & (people.faces > 1))
        return _Found(groups, last_seen(session), counts(session).lonely_faces + alone)


class IgnoredPage(_PeoplePage):
    """Those whom the user does not want to see."""

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("Ignored")

    def empty(self) -> Empty:
        """Return what this page is for."""
        return Empty(
            self.tr("Nobody is hidden"),
            self.tr("Strangers, statues and posters that you hide are kept here, and can be shown again."),
        )

    def chosen_buttons(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done to those who are selected."""
        return [(self.tr("Restore"), self.restore_chosen)]

    def extra_buttons(self) -> list[QWidget]:
        """Return the button that shows faces again that were hidden one by one."""
        self._hidden: tuple[int, ...] = ()
        self.faces = QPushButton()
        self.faces.setToolTip(self.tr("Faces can also be hidden one by one, in their photo."))
        self.faces.clicked.connect(lambda: self.desk.do(operations.restore_faces, faces=self._hidden))
        self.faces.hide()
        return [self.faces]

    def look(self, session: Session) -> _Found:
        """Read who is hidden."""
        hidden = tuple(faces_hidden_singly(session).tolist())
        return _Found(people_overview(session, ignored=True), last_seen(session), hidden=hidden)

    def restore_chosen(self) -> None:
        """Show those who are selected again."""
        self._remember()
        self.does.restore(self.grid.chosen_people())

    def hide_chosen(self) -> None:
        """Do nothing: all are hidden."""

    def _add_hiding(self, menu: QMenu, people: Sequence[int]) -> None:
        self._add(menu, self.tr("Restore"), self.restore_chosen)

    def _count_chosen(self) -> None:
        super()._count_chosen()
        for button in self.buttons:
            button.setVisible(bool(self.grid.chosen_people()))

    def _show(self, found: _Found) -> None:
        super()._show(found)
        self._hidden = found.hidden
        self.faces.setText(self.tr("Restore %n face(s) hidden one by one", "", len(found.hidden)))
        self.faces.setVisible(bool(found.hidden))


def _named(people: People) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([name is not None for name in people.names], np.bool_)
