"""What the pages of people, of groups without a name and of the ignored have in common: covers and a bar.

What is particular to each lives in `app.desktop.pages.people`, what is done to people in
`app.desktop.widgets.person_actions`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import ClassVar, Final

from PySide6.QtCore import QLocale, QPoint, Qt
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

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.exports import Which
from app.desktop.kept import keep, kept
from app.desktop.keys import Shortcut
from app.desktop.lanes import Ticket
from app.desktop.models.people import PeopleOrder, PersonRole
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place
from app.desktop.widgets.cover_grid import CoverGrid
from app.desktop.widgets.export_dialog import ExportDialog
from app.desktop.widgets.person_actions import PersonActions
from app.desktop.widgets.write_dialog import WriteDialog
from app.desktop.writings import ToWrite
from app.exchange.exporting import of_person
from app.operations import Changes
from app.search.browsing import counts
from app.search.faces import People, people_overview
from app.search.mentions import known_by_mention_alone
from app.search.people import LastSeen, last_seen
from app.search.shown import shown_faces

_SIDES: Final = (64, 200)
_SIDE_KEY: Final = "people/side"


@dataclass(frozen=True, slots=True, eq=False)
class Covers:
    """What a page shows.

    Attributes:
        everybody: All who may be shown, as `people_overview` gives them.
        people: Those of them who are.
        seen: When they were seen last.
        lonely: How many faces are seen once.
        singly: Faces that are ignored one by one.
        mentions: In how many photos people without a face are named, by `Person.id`.
    """

    everybody: People
    people: People
    seen: LastSeen
    lonely: int = 0
    singly: tuple[int, ...] = ()
    mentions: Mapping[int, int] = field(default_factory=dict)


class CoversPage(Page):
    """A grid of people with what finds, orders and changes them."""

    #: Whether the ignored are shown, in place of the others.
    ignored: ClassVar[bool] = False

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.does = PersonActions(desk, self)
        self.does.kept_apart.connect(self._name_again)
        self._asked: Ticket | None = None
        self._found: Covers | None = None
        #: Of whom something else may be shown than `_found` knows; None for everybody.
        self._outdated: set[int] | None = None
        self._stay = -1
        self.heading = QLabel(self.title())
        self.heading.setProperty("title", True)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter by name"))
        self.filter.setAccessibleName(self.tr("Filter by name"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(220)
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self._go_to_first)
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
        self.grid.unnamed.connect(self._remove_name)
        self.grid.merge_wanted.connect(self.does.merge)
        self.grid.also = self.chosen_keys()
        self.grid.customContextMenuRequested.connect(self._show_menu)
        self.grid.selectionModel().selectionChanged.connect(self._count_chosen)
        # Qt does not tell that nobody is selected any more.
        self.grid.people.modelReset.connect(self._count_chosen)
        self.chosen = QLabel()
        self.chosen.setProperty("faint", True)
        self.buttons: list[QPushButton] = []
        self.nobody, self.unmatched = self.empty(), Empty(self.tr("Nobody has such a name"), "")
        self.photoless = Empty(
            self.tr("There are no photos yet"),
            self.tr(
                "Drop a folder with photos on this window. The people in them appear here by themselves."
            ),
        )
        self._lay_out()
        self.cover_size.valueChanged.connect(self._resize)
        self.cover_size.setValue(int(str(kept(_SIDE_KEY, self.grid.covers.side))))
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

    def choose(self, session: Session, everybody: People, seen: LastSeen) -> Covers:
        """Return what is shown of everybody; not in the GUI thread."""
        raise NotImplementedError

    def chosen_buttons(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done to those who are selected, for buttons beside their number."""
        return [(self.tr("Merge"), self.merge_chosen), (self.tr("Ignore"), self.ignore_chosen)]

    def chosen_keys(self) -> list[Shortcut]:
        """Return what keys do to those who are selected."""
        return [
            Shortcut(self.tr("Ignore"), ("Delete", "Backspace"), self.ignore_chosen),
            Shortcut(self.tr("Merge"), ("Ctrl+M",), self.merge_chosen),
        ]

    def extra_buttons(self) -> list[QWidget]:
        """Return further widgets for the end of the bar."""
        return []

    def arrive(self, place: Place) -> None:
        """Show everybody."""
        if self._stale or (self._found is None and self._asked is None):
            self._stale = False
            self.refresh(None)
        self.grid.go_in()

    def refresh(self, changes: Changes | None) -> None:
        """Read again whom there is, where people or faces have changed."""
        if changes is None:
            self._outdated = None
        elif self._outdated is not None:
            self._outdated.update(changes.people)
        if changes is None or changes.people or changes.faces:
            self._read()

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do on this page."""
        return self.grid.shortcuts()

    def ignore_chosen(self) -> None:
        """Ignore those who are selected."""
        self._remember()
        self.does.ignore(self.grid.chosen_people())

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

    def to_export(self) -> list[Which]:
        """Return the photos of who is selected, where that is one."""
        people = self.grid.chosen_people()
        if len(people) != 1:
            return []
        (person,) = people
        name = str(self.grid.people.indexes_of([person])[0].data(PersonRole.NAME) or "")
        text = self.tr("All photos of {name}").format(name=name) if name else self.tr("Photos of this group")
        return [Which(text, name, lambda library: of_person(library, person))]

    def _export(self) -> None:
        ExportDialog(self.desk.exports, self.to_export(), self.window()).open()

    def _write_names(self) -> None:
        (which,), (person,) = self.to_export(), self.grid.chosen_people()
        WriteDialog(self.desk.writings, ToWrite(which.text, person=person), self.window()).open()

    def menu_for(self, people: Sequence[int]) -> QMenu:
        """Return the menu of one or several people."""
        menu = QMenu(self)
        if len(people) == 1:
            (person,) = people
            index = self.grid.people.indexes_of([person])[0]
            named = bool(index.data(PersonRole.NAME))
            self._add(menu, self.tr("Open"), lambda: self.grid.opened.emit(person), "Return")
            name = self.tr("Rename") if named else self.tr("Add name")
            self._add(menu, name, lambda: self._name_again(person), "F2")
            self._add(menu, self.tr("Merge with…"), lambda: self.does.merge_with(people))
            self._add_ignoring(menu, people)
            if named:
                menu.addSeparator()
                self._add(menu, self.tr("Remove the name"), partial(self._remove_name, person))
                self._add(menu, self.tr("Set birthday…"), partial(self.does.birthday, person))
                self._add(menu, self.tr("Notes…"), partial(self.does.notes, person))
            menu.addSeparator()
            self._add(menu, self.tr("Export photos…"), self._export)
            if named:
                self._add(menu, self.tr("Write names into photos…"), self._write_names)
            self._add(menu, self.tr("Forget for good…"), partial(self.does.forget, person))
        else:
            self._add(menu, self.tr("Merge %n people", "", len(people)), self.merge_chosen)
            self._add_ignoring(menu, people)
        return menu

    def _add_ignoring(self, menu: QMenu, people: Sequence[int]) -> None:
        self._add(menu, self.tr("Ignore"), self.ignore_chosen, "Delete")

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
        for widget in (self.grid, self.nobody, self.unmatched, self.photoless):
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
        before = self._found
        # What is asked for now may not arrive, so these stay outdated until something does.
        only = None if self._outdated is None else frozenset(self._outdated)

        def look(session: Session) -> Covers:
            shown = shown_faces(session, only=only)
            everybody = people_overview(session, ignored=self.ignored, only=only, shown=shown)
            seen = last_seen(session, only=only, shown=shown)
            if before is not None and only is not None:
                everybody = before.everybody.with_changed(only, everybody)
                seen = before.seen.with_changed(only, seen)
            return replace(self.choose(session, everybody, seen), mentions=known_by_mention_alone(session))

        self._asked = self.desk.read(look, self._show, owner=self)

    def _show(self, found: Covers) -> None:
        self._asked, self._found, self._outdated = None, found, set()
        self.grid.people.load(found.people, found.seen, found.lonely, found.mentions)
        number = QLocale().toString(len(found.people))
        self.heading.setText(f"{self.title()}  {number}" if len(found.people) else self.title())
        stays, focused = self._stay >= 0, self.grid.hasFocus()
        self._show_whether_empty()
        if not self.grid.people.rowCount():
            if stays and focused:
                # Nobody is left to go to.
                self.order.setFocus()
        elif stays and not self.grid.chosen():
            self.grid.choose(self.grid.people.index(min(self._stay, self.grid.people.rowCount() - 1)))
        self._stay = -1

    def _show_whether_empty(self) -> None:
        if self.grid.people.rowCount():
            self.stack.setCurrentWidget(self.grid)
        else:
            self.stack.setCurrentWidget(self.unmatched if self.filter.text().strip() else self.nobody)
            self.desk.read(lambda session: counts(session).photos > 0, self._say_why, owner=self)

    def _say_why(self, photos: bool) -> None:
        """Say what to do first where nobody can be, because there are no photos."""
        if self.stack.currentWidget() in {self.nobody, self.photoless}:
            self.stack.setCurrentWidget(self.nobody if photos else self.photoless)

    def _remember(self) -> None:
        """Stay at the same place when those who are selected go away."""
        rows = [index.row() for index in self.grid.chosen()]
        self._stay = rows[0] if rows else -1

    def _name(self, person: int, name: str) -> None:
        self._remember()
        self.does.name(person, name)

    def _remove_name(self, person: int) -> None:
        self._remember()
        self.does.remove_name(person)

    def _name_again(self, person: int) -> None:
        for index in self.grid.people.indexes_of([person]):
            self.grid.name_in_place(index)

    def _filter(self, text: str) -> None:
        self.unmatched.text.setText(self.tr("Nobody here is called “{text}”.").format(text=text.strip()))
        self.grid.people.filter_by(text)
        self._show_whether_empty()

    def _go_to_first(self) -> None:
        """Go from the filter to the first whom it leaves; the page opens them then, as Return does."""
        if self.grid.people.rowCount():
            self.grid.choose(self.grid.people.index(0))
            self.grid.setFocus()

    def _sort(self) -> None:
        self.grid.people.sort_by(PeopleOrder(self.order.currentData()))

    def _resize(self, side: int) -> None:
        self.grid.set_side(side)
        keep(_SIDE_KEY, side)

    def _count_chosen(self) -> None:
        number = len(self.grid.chosen_people())
        self.chosen.setVisible(number > 1)
        self.chosen.setText(self.tr("%n selected", "", number))
        self._show_buttons(shown=number > 1)

    def _show_buttons(self, *, shown: bool) -> None:
        if not shown and any(button.hasFocus() for button in self.buttons):
            # What was done with the button is done; keys go on to the neighbour.
            self.grid.setFocus()
        for button in self.buttons:
            button.setVisible(shown)

    def _show_menu(self, at: QPoint) -> None:
        people = self.grid.chosen_people()
        if people:
            shown = self.grid.visualRect(self.grid.currentIndex())
            # The Menu key asks for it in the middle of the grid.
            place = at if shown.contains(at) else shown.center()
            menu = self.menu_for(people)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.grid.viewport().mapToGlobal(place))
