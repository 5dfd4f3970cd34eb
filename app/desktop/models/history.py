"""The list of all actions, newest first, and what each was about.

What an action was about takes reading all that it changed, so it is asked for when the action is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from PySide6.QtCore import QDateTime, QLocale, QObject, Qt, QTimer, Signal

from app.desktop.hints import hint
from app.desktop.models.ids import Ids, IdsModel, Index
from app.desktop.sentences import translated
from app.operations import HistoryEntry, Told

UNDONE: Final = Qt.ItemDataRole.UserRole
WHEN: Final = Qt.ItemDataRole.UserRole + 1
#: `Told`, or None while that is not known.
TOLD: Final = Qt.ItemDataRole.UserRole + 2


class HistoryModel(IdsModel):
    """Holds the entries of the history.

    Signals:
        wanted: `Action.id` of entries that are shown and whose `Told` is to be given to `know` (list of int).
    """

    wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: dict[int, HistoryEntry] = {}
        self._told: dict[int, Told] = {}
        #: Entries whose `Told` is known, or on its way.
        self._asked: set[int] = set()
        self._lacking: list[int] = []
        self._kick = QTimer(self)
        self._kick.setSingleShot(True)
        self._kick.setInterval(0)
        self._kick.timeout.connect(self._ask)

    @property
    def entries(self) -> list[HistoryEntry]:
        """The entries, newest first."""
        return list(self._entries.values())

    def entry(self, index: Index) -> HistoryEntry:
        """Return the entry of a row."""
        return self._entries[self.id_at(index)]

    def show(self, entries: list[HistoryEntry]) -> None:
        """Show these entries; what is told of them is asked for again, as it may be otherwise now."""
        before, now = self._entries, {entry.id: entry for entry in entries}

        def switch() -> Ids:
            self._entries = now
            self._told = {key: told for key, told in self._told.items() if key in now}
            self._asked.clear()
            self._lacking.clear()
            # All are drawn again, so that those in sight ask.
            return np.array([key for key in now if key in before], np.int64)

        self.become(np.fromiter(now, np.int64, len(now)), switch)

    def know(self, told: Mapping[int, Told]) -> None:
        """Show what entries were about."""
        self._told |= told
        for index in self.indexes_of(list(told)):
            self.dataChanged.emit(index, index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the sentence of an entry, when it was, what it was about, and whether it has been undone."""
        if not index.isValid():
            return None
        key = self.id_at(index)
        entry = self._entries[key]
        if role == UNDONE:
            return entry.undone_at is not None
        if role == WHEN:
            return self._when(entry)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._sentence(entry)
        if role == TOLD:
            return self._told_of(key)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("undone") if entry.undone_at is not None else ""
            return ", ".join(part for part in (self._sentence(entry), self._when(entry), state) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return hint(f"{self._sentence(entry)}\n{self._goes(self._told_of(key))}".strip())
        return None

    def _when(self, entry: HistoryEntry) -> str:
        moment = QDateTime.fromMSecsSinceEpoch(round(entry.created_at.timestamp() * 1000))
        return QLocale().toString(moment, QLocale.FormatType.ShortFormat)

    def _sentence(self, entry: HistoryEntry) -> str:
        told = self._told_of(entry.id)
        # With its numbers for a moment, rather than nothing.
        return translated(entry.summary if told is None else told.sentence)

    def _goes(self, told: Told | None) -> str:
        if told is None:
            return ""
        if told.person:
            return self.tr("Return or a click on the picture shows whom this was about")
        if told.photo:
            return self.tr("Return or a click on the picture shows the photo")
        return self.tr("What this was about is no more")

    def _told_of(self, key: int) -> Told | None:
        if key not in self._asked:
            self._asked.add(key)
            self._lacking.append(key)
            if not self._kick.isActive():
                self._kick.start()
        return self._told.get(key)

    def _ask(self) -> None:
        lacking, self._lacking = self._lacking, []
        if lacking:
            self.wanted.emit(lacking)
