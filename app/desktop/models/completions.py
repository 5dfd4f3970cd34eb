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
        """Return what a suggestion is; of an English word, in another language, what that means."""
        if found.kind == "word" and (meaning := self._meanings().get(found.text, found.text)) != found.text:
            return meaning
        return {
            "person": self.tr("person"),
            "word": self.tr("word"),
            "folder": self.tr("folder"),
            "camera": self.tr("camera"),
            "year": self.tr("year"),
            "place": self.tr("place"),
        }[found.kind]

    def _meanings(self) -> dict[str, str]:
        """Return what the words of a search mean, which are typed in English in every language."""
        return {
            "and": self.tr("and"),
            "with": self.tr("with"),
            "or": self.tr("or"),
            "not": self.tr("not"),
            "without": self.tr("without"),
            "only": self.tr("only"),
            "undated": self.tr("undated"),
            "missing": self.tr("missing"),
            "without faces": self.tr("without faces"),
            "no faces": self.tr("no faces"),
            "unnamed faces": self.tr("unnamed faces"),
            "before": self.tr("before"),
            "after": self.tr("after"),
            "in:": self.tr("in:"),
            "folder:": self.tr("folder:"),
            "camera:": self.tr("camera:"),
            "file:": self.tr("file:"),
        }
