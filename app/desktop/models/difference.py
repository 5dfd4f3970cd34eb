"""What another strictness or recogniser would change, person by person, as a table."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.grouping.preview import PersonDifference

_Index = QModelIndex | QPersistentModelIndex
_COLUMNS: Final = 5


class DifferenceModel(QAbstractTableModel):
    """Rows: people and groups that would change. Columns: name, faces before and after, coming, going."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PersonDifference, ...] = ()

    def show(self, rows: tuple[PersonDifference, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row(self, index: _Index) -> PersonDifference:
        """Return what is in a row."""
        return self._rows[index.row()]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Return how many people and groups would change."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Return the number of columns."""
        return 0 if parent.isValid() else _COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (
                self.tr("Who"),
                self.tr("Faces now"),
                self.tr("Faces then"),
                self.tr("Would come"),
                self.tr("Would leave"),
            )[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell; numbers stand at the right."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column():
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if index.column() == 0:
            return row.name or (self.tr("New group") if row.person_id is None else self.tr("Unnamed group"))
        number = (row.before, row.after, len(row.gains), len(row.loses))[index.column() - 1]
        return QLocale().toString(number)
