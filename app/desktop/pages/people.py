"""The pages of people with a name, of groups without one, and of those whom the user ignores.

What they have in common lives in `app.desktop.pages.covers_page`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtWidgets import QMenu, QPushButton, QWidget
from sqlalchemy.orm import Session

from app import operations
from app.desktop.keys import Shortcut
from app.desktop.models.people import PeopleOrder, chosen_people
from app.desktop.pages.covers_page import Covers, CoversPage
from app.desktop.pages.page import Empty
from app.desktop.places import PageName, Place
from app.search.faces import People
from app.search.people import LastSeen, faces_ignored_singly, lonely_faces


class PeoplePage(CoversPage):
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

    def choose(self, session: Session, everybody: People, seen: LastSeen) -> Covers:
        """Choose who has a name."""
        return Covers(everybody, chosen_people(everybody, _named(everybody)), seen)


class UnnamedPage(CoversPage):
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
                "Everybody who is seen at least twice has a name or is ignored. New groups appear here when "
                "photos are added."
            ),
        )

    def extra_buttons(self) -> list[QWidget]:
        """Return the button that ignores who is seldom seen."""
        self.filter.hide()
        self.seldom = QPushButton(self.tr("Ignore who is seldom seen…"))
        self.seldom.clicked.connect(self.does.ignore_seldom)
        return [self.seldom]

    def choose(self, session: Session, everybody: People, seen: LastSeen) -> Covers:
        """Choose the groups, and count who is seen once."""
        unnamed = ~_named(everybody)
        alone = int((unnamed & (everybody.faces == 1)).sum())
        groups = chosen_people(everybody, unnamed & (everybody.faces > 1))
        return Covers(everybody, groups, seen, lonely=lonely_faces(session) + alone)


class IgnoredPage(CoversPage):
    """Those whom the user ignores."""

    ignored = True

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("Ignored")

    def empty(self) -> Empty:
        """Return what this page is for."""
        return Empty(
            self.tr("Nobody is ignored"),
            self.tr("Strangers, statues and posters that you ignore are kept here, and can be restored."),
        )

    def chosen_buttons(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what can be done to those who are selected."""
        return [(self.tr("Restore"), self.restore_chosen)]

    def chosen_keys(self) -> list[Shortcut]:
        """Return what keys do to those who are selected, who cannot be ignored any more."""
        return [Shortcut(self.tr("Restore"), ("R",), self.restore_chosen)]

    def extra_buttons(self) -> list[QWidget]:
        """Return the button that restores faces that were ignored one by one."""
        self._singly: tuple[int, ...] = ()
        self.faces = QPushButton()
        self.faces.setToolTip(self.tr("Faces can also be ignored one by one, in their photo."))
        self.faces.clicked.connect(lambda: self.desk.do(operations.restore_faces, faces=self._singly))
        self.faces.hide()
        return [self.faces]

    def choose(self, session: Session, everybody: People, seen: LastSeen) -> Covers:
        """Choose everybody, and find the faces that are ignored one by one."""
        return Covers(everybody, everybody, seen, singly=tuple(faces_ignored_singly(session).tolist()))

    def restore_chosen(self) -> None:
        """Show those who are selected again."""
        self._remember()
        self.does.restore(self.grid.chosen_people())

    def _add_ignoring(self, menu: QMenu, people: Sequence[int]) -> None:
        self._add(menu, self.tr("Restore"), self.restore_chosen, "R")

    def _count_chosen(self) -> None:
        super()._count_chosen()
        self._show_buttons(shown=bool(self.grid.chosen_people()))

    def _show(self, found: Covers) -> None:
        super()._show(found)
        self._singly = found.singly
        self.faces.setText(self.tr("Restore %n face(s) ignored one by one", "", len(found.singly)))
        if not found.singly and self.faces.hasFocus():
            (self.grid if self.grid.people.rowCount() else self.order).setFocus()
        self.faces.setVisible(bool(found.singly))


def _named(people: People) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.array([name is not None for name in people.names], np.bool_)
