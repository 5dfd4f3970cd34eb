"""A field for the name of somebody, which knows the names there are.

Says what was typed and changes nothing itself; whose name it becomes is decided by `app.operations`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from PySide6.QtCore import QModelIndex, QRect, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.desktop.desk import Desk
from app.desktop.sentences import translated
from app.library.names import clean_name, name_key
from app.operations import Changes
from app.search.photos import known_names
from app.search.words import plain

#: The least width of the list of names, in logical pixels, where the field itself is narrow.
_LEAST_LIST: Final = 190
#: Names offered at one time.
_OFFERED: Final = 8


class NameField(QWidget):
    """A line edit that completes the names of people, with a line under it that says what Return does.

    Upper and lower case and accents do not count while completing; whether two names are the same is decided
    as everywhere, by `app.library.names.name_key`.

    Signals:
        named: The name, when Return was pressed or an offered name clicked. Somebody's name is given in their
            own spelling.
        emptied: Return was pressed where the name was deleted; only after `set_removable`. Where a name is
            needed, the field says so and stays.
        given_up: Escape was pressed.
    """

    named = Signal(str)
    emptied = Signal()
    given_up = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._names: Mapping[str, str] = {}
        self._plain: list[tuple[str, str]] = []
        self._hint_text = self.tr("Return adds these faces to {name}")
        #: Why Return did nothing, until something else is typed; empty for nothing.
        self._refused = ""
        self._removable = False
        self.line = _Line()
        self.line.setPlaceholderText(self.tr("Name"))
        self.line.setAccessibleName(self.tr("Name"))
        self.line.textEdited.connect(self._edited)
        self.line.returnPressed.connect(self._name)
        self.line.escaped.connect(self._give_up)
        self._typed = ""
        self._hint = QLabel()
        self._hint.setProperty("faint", True)
        self._hint.setWordWrap(True)
        self._hint.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.line)
        layout.addWidget(self._hint)
        self.setFocusProxy(self.line)
        self._offers = QStringListModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        # The field sets the completer up itself, so that the list opens under the hint and does not hide it.
        self._completer.setWidget(self.line)
        self._completer.highlighted.connect(self._highlighted)
        self._popup = cast("QAbstractItemView", self._completer.popup())
        self._popup.clicked.connect(lambda index: self._picked(index.data()))
        desk.changed.connect(self._changed)
        desk.renewed.connect(self._load)
        self._load()

    def text(self) -> str:
        """Return what was typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Put a text there, all of it selected."""
        self._refused = ""
        self.line.setText(text)
        self.line.selectAll()
        self._popup.hide()
        self._show_hint()

    def set_placeholder(self, text: str) -> None:
        """Say in the empty field what it is for."""
        self.line.setPlaceholderText(text)

    def set_hint(self, text: str) -> None:
        """Say what Return does with a name that somebody has; `{name}` stands for it."""
        self._hint_text = text
        self._show_hint()

    def set_removable(self, removable: bool) -> None:
        """Say whether Return in the empty field takes a name away."""
        self._removable = removable
        self._show_hint()

    @property
    def hint(self) -> str:
        """What stands under the line now; empty for nothing."""
        return self._hint.text()

    @property
    def offered(self) -> list[str]:
        """The names in the open list, the likeliest first; empty while it is closed."""
        return self._offers.stringList() if self._popup.isVisible() else []

    def sizeHint(self) -> QSize:
        """As wide as most names."""
        return QSize(240, super().sizeHint().height())

    def _load(self) -> None:
        self._desk.read(known_names, self._know, owner=self)

    def _know(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._plain = sorted((plain(key), name) for key, name in names.items())
        self._show_hint()
        if self.line.hasFocus() and self.line.isModified():
            self._offer()

    def _changed(self, changes: Changes) -> None:
        if changes.people:
            self._load()

    def _edited(self) -> None:
        self._refused, self._typed = "", self.line.text()
        self._show_hint()
        self._offer()

    def _offer(self) -> None:
        found = self._completions(self.line.text())
        if not found:
            self._popup.hide()
            return
        if found != self._offers.stringList():
            self._offers.setStringList(found)
        self._completer.complete(QRect(0, 0, max(self.line.width(), _LEAST_LIST), self.height()))
        # Nothing is chosen until the user goes there, so that Return names as typed; a list that gets the
        # keys goes to its first row by itself.
        self._popup.setCurrentIndex(QModelIndex())

    def _completions(self, text: str) -> list[str]:
        try:
            key = name_key(text)
        except ValueError:
            return []
        begin = plain(key)
        first = [name for known, name in self._plain if known.startswith(begin)]
        within = [name for known, name in self._plain if f" {begin}" in known and name not in first]
        exact = self._names.get(key)
        return [name for name in first + within if name != exact][:_OFFERED]

    def _highlighted(self, name: str) -> None:
        # Beyond the ends of the list is what was typed.
        self.line.setText(name or self._typed)
        self._show_hint()

    def _picked(self, name: str) -> None:
        self.line.setText(name)
        self._name()

    def _show_hint(self) -> None:
        known = self._known()
        if self._refused:
            text = self._refused
        elif known is not None:
            text = self._hint_text.format(name=known)
        else:
            text = self.tr("Return removes the name") if self._removes() else ""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self.line.setAccessibleDescription(self._hint.text())
        self.adjustSize()

    def _known(self) -> str | None:
        try:
            return self._names.get(name_key(self.line.text()))
        except ValueError:
            return None

    def _removes(self) -> bool:
        """Tell whether Return would take a name away."""
        return self._removable and not self.line.text().strip()

    def _name(self) -> None:
        self._popup.hide()
        if self._removes():
            self.emptied.emit()
            return
        try:
            name_key(self.line.text())
        except ValueError as error:
            empty = not self.line.text().strip()
            invite = self.tr("Type a name; Escape leaves all as it was.")
            self._refused = invite if empty else translated(str(error))
            self._show_hint()
            return
        self.named.emit(self._known() or clean_name(self.line.text()))

    def _give_up(self) -> None:
        self._popup.hide()
        self.given_up.emit()


class _Line(QLineEdit):
    """A line edit that tells of Escape."""

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give Escape away; keep all other keys, so that no page takes letters for shortcuts."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.escaped.emit()
            return
        super().keyPressEvent(event)
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
