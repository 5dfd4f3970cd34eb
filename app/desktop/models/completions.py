"""The suggestions under the search field, as a list for a view.

How they are drawn lives in `app.desktop.widgets.search_field`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.search.completion import Completion

_NO_INDEX: Final = QModelIndex()
#: The `Completion` of a row.
COMPLETION_ROLE: Final = Qt.ItemDataRole.UserRole
#: The face to show for a person, 0 for none.
COVER_ROLE: Final = Qt.ItemDataRole.UserRole + 1
#: What kind of thing it is, in words.
KIND_ROLE: Final = Qt.ItemDataRole.UserRole + 2


class Completions(QAbstractListModel):
    """What the word being typed may become."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Completion] = []
        self._covers: dict[int, int] = {}

    def show(self, rows: Sequence[Completion], covers: Mapping[int, int]) -> None:
        """Put other suggestions in place of those there are.

        Args:
            rows: Best first.
            covers: The face to show, by person.
        """
        self.beginResetModel()
        self._rows, self._covers = list(rows), dict(covers)
        self.endResetModel()

    def at(self, row: int) -> Completion:
        """Return a suggestion."""
        return self._rows[row]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what is shown of a suggestion."""
        if not self.checkIndex(index, self.CheckIndexOption.IndexIsValid):
            return None
        found = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.tr("{label}, {kind}").format(label=found.label, kind=self._kind(found))
        if role == COMPLETION_ROLE:
            return found
        if role == COVER_ROLE:
            return self._covers.get(found.person_id or 0, 0)
        if role == KIND_ROLE:
            return self._kind(found)
        return None

    def _kind(self, found: Completion) -> str:
        return {
            "person": self.tr("person"),
            "word": self.tr("word"),
            "folder": self.tr("folder"),
            "camera": self.tr("camera"),
            "year": self.tr("year"),
        }[found.kind]
