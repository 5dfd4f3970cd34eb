"""The list of all actions, newest first."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QAbstractListModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.operations import HistoryEntry

UNDONE: Final = Qt.ItemDataRole.UserRole
WHEN: Final = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex


class HistoryModel(QAbstractListModel):
    """Holds the entries of the history."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[HistoryEntry] = []

    @property
    def entries(self) -> list[HistoryEntry]:
        """The entries, newest first."""
        return self._entries

    def show(self, entries: list[HistoryEntry]) -> None:
        """Show these entries."""
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Return how many entries there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the sentence of an entry, when it was, and whether it has been undone."""
        entry = self._entries[index.row()]
        moment = QDateTime.fromMSecsSinceEpoch(round(entry.created_at.timestamp() * 1000))
        when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.summary
        if role == WHEN:
            return when
        if role == UNDONE:
            return entry.undone_at is not None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = self.tr("undone") if entry.undone_at is not None else ""
            return ", ".join(part for part in (entry.summary, when, state) if part)
        return None
