"""What can be done to some of a person's faces: by key, from the menu, and by buttons over the faces."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from app import operations
from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.pictures import Kind
from app.desktop.widgets.face_grid import FaceGrid
from app.desktop.widgets.person_actions import PersonActions

_NO_ROW: Final = -1


class FaceActions(QObject):
    """Does what the user wants with the faces of one person that are selected.

    Args:
        desk: Where it is done.
        grid: The faces; it gets the keys.
        does: What is done with people.
    """

    def __init__(self, desk: Desk, grid: FaceGrid, does: PersonActions) -> None:
        super().__init__(grid)
        self._desk, self._grid, self._does = desk, grid, does
        #: `Person.id` of whose faces these are.
        self.person = 0
        self._stay = _NO_ROW
        self.confirm = self._action(self.tr("Confirm"), "C", self._confirm)
        self.reject = self._action(self.tr("Not this person"), "N", self._reject)
        self.move_to = self._action(self.tr("Move to…"), "M", self._move)
        self.ignore = self._action(self.tr("Ignore"), "I", self._ignore)
        self.make_cover = self._action(self.tr("Use as cover"), "", self._choose_cover)

    @property
    def for_many(self) -> list[QAction]:
        """The actions that can be done to several faces."""
        return [self.confirm, self.reject, self.move_to, self.ignore]

    def enable(self) -> None:
        """Allow what can be done with as many faces as are selected."""
        number = len(self._grid.chosen_faces())
        for action in self.for_many:
            action.setEnabled(number > 0)
        self.make_cover.setEnabled(number == 1)

    def go_on(self) -> None:
        """Choose the neighbour where the faces that were selected have gone."""
        rows = self._grid.faces.rowCount()
        if self._stay != _NO_ROW and rows and not self._grid.chosen():
            self._grid.choose(self._grid.faces.index(min(self._stay, rows - 1)))
        self._stay = _NO_ROW

    def set_cover(self, face: int | None) -> None:
        """Choose the face that stands for the person; None for the best one."""
        self._desk.do(operations.set_cover, person=self.person, face=face)

    def _action(self, text: str, keys: str, do: Callable[[], None]) -> QAction:
        action = QAction(text, self._grid)
        if keys:
            action.setShortcuts([QKeySequence(keys)] + [QKeySequence("Delete")] * (keys == "N"))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.setToolTip(self.tr("{action} ({key})").format(action=text, key=keys))
        action.triggered.connect(lambda _=False: do())
        self._grid.addAction(action)
        return action

    def _confirm(self) -> None:
        self._desk.do(operations.confirm_faces, faces=self._grid.chosen_faces())

    def _reject(self) -> None:
        self._remember()
        self._desk.do(operations.reject_faces, faces=self._grid.chosen_faces(), person=self.person)

    def _move(self) -> None:
        self._remember()
        self._does.move(self._grid.chosen_faces())

    def _ignore(self) -> None:
        self._remember()
        self._desk.do(operations.ignore_faces, faces=self._grid.chosen_faces())

    def _choose_cover(self) -> None:
        self.set_cover(self._grid.chosen_faces()[0])

    def _remember(self) -> None:
        rows = [index.row() for index in self._grid.chosen()]
        self._stay = rows[0] if rows else _NO_ROW


class FacesBar(QWidget):
    """What is shown of a person and in which order; in its place buttons while faces are selected.

    Signals:
        ordered: Another order is wanted.
        split_wanted: Faces that may be somebody else's are to be found.
    """

    ordered = Signal()
    split_wanted = Signal()

    def __init__(self, grid: FaceGrid, actions: FaceActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid, self._actions = grid, actions
        self.kind, self.order, self.chosen = QComboBox(), QComboBox(), QLabel()
        for name, kind in ((self.tr("Faces"), Kind.FACE), (self.tr("Photos"), Kind.PHOTO)):
            self.kind.addItem(name, (kind, False))
        for name, order in (
            (self.tr("Newest first"), "time"),
            (self.tr("Best first"), "quality"),
            (self.tr("Outliers first"), "outliers"),
        ):
            self.order.addItem(name, order)
        for box, called in ((self.kind, self.tr("Show faces or photos")), (self.order, self.tr("Order"))):
            box.setAccessibleName(called)
            box.setToolTip(called)
        self.chosen.setProperty("faint", True)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.order.currentIndexChanged.connect(self._ordered)
        self.split = QPushButton(self.tr("Split…"))
        self.split.setToolTip(self.tr("Find faces that may be somebody else's"))
        self.split.clicked.connect(self._split)
        self.buttons: list[QPushButton] = []
        for action in actions.for_many:
            button = QPushButton(action.text())
            button.setToolTip(action.toolTip())
            button.clicked.connect(action.trigger)
            self.buttons.append(button)
        none = QPushButton(self.tr("Choose none"))
        none.clicked.connect(grid.clearSelection)
        self.buttons.append(none)
        # There is not room for both in a small window.
        self._choices = _row(self.kind, self.order, self.split)
        self._doings = _row(self.chosen, *self.buttons)
        self._stack = QStackedWidget()
        for row in (self._choices, self._doings):
            self._stack.addWidget(row)
        around = QHBoxLayout(self)
        around.setContentsMargins(theme.MARGIN, theme.GAP, theme.MARGIN, theme.GAP)
        around.addWidget(self._stack)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        grid.selectionModel().selectionChanged.connect(self.count)
        self.count()

    def show_orders(self, *, with_age: bool) -> None:
        """Offer the order by age where the birthday is known."""
        at = self.order.findData("age")
        if with_age == (at >= 0):
            return
        self.order.blockSignals(True)
        if with_age:
            self.order.insertItem(1, self.tr("By age"), "age")
        else:
            self.order.removeItem(at)
        self.order.blockSignals(False)

    def show_videos(self, *, there: bool) -> None:
        """Offer the faces in videos where there are any."""
        at = self.kind.findText(self.tr("In videos"))
        if there and at < 0:
            self.kind.addItem(self.tr("In videos"), (Kind.FACE, True))
        elif not there and at >= 0:
            if self.kind.currentIndex() == at:
                self.kind.setCurrentIndex(0)
            self.kind.removeItem(at)

    def count(self) -> None:
        """Show how many faces are selected, and what can be done with them."""
        number = len(self._grid.chosen_faces())
        self.chosen.setText(self.tr("%n selected", "", number))
        self._actions.enable()
        if not number and any(button.hasFocus() for button in self.buttons):
            # What was done with the button is done; keys go on to the neighbour.
            self._grid.setFocus()
        self._stack.setCurrentWidget(self._doings if number else self._choices)

    def _show_kind(self) -> None:
        kind, in_videos = self.kind.currentData()
        self._grid.faces.show_kind(Kind(kind), in_videos=in_videos)

    def _ordered(self) -> None:
        self.ordered.emit()

    def _split(self) -> None:
        self.split_wanted.emit()


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    along = QHBoxLayout(row)
    along.setContentsMargins(0, 0, 0, 0)
    along.setSpacing(theme.GAP)
    for widget in widgets:
        along.addWidget(widget)
    along.addStretch(1)
    return row
