"""What another strictness or recogniser would change, person by person, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    # SciPy takes a fifth of a second to load.
    from app.grouping.preview import PersonDifference

_Index = QModelIndex | QPersistentModelIndex
_COLUMNS: Final = 5
#: `Face.id` of the face to show; 0 for none.
FACE: Final = Qt.ItemDataRole.UserRole


class DifferenceModel(QAbstractTableModel):
    """Rows: people and groups that would change. Columns: name, faces before and after, coming, going."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PersonDifference, ...] = ()
        self._covers: Mapping[int, int] = {}

    def show(self, rows: tuple[PersonDifference, ...], covers: Mapping[int, int]) -> None:
        """Show these rows.

        Args:
            rows: Who would change.
            covers: The face to show, by person or group.
        """
        self.beginResetModel()
        self._rows, self._covers = rows, covers
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
        """Return the titles of the columns, above what they are about."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        if role == Qt.ItemDataRole.DisplayRole:
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
        match role:
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(index.column())
            case Qt.ItemDataRole.ToolTipRole if row.person_id is not None:
                return self.tr("Return or a double click shows them")
            case Qt.ItemDataRole.ToolTipRole:
                return self.tr("Return or a double click shows a photo with one of these faces")
            case _ if role == FACE:
                cover = 0 if row.person_id is None else self._covers.get(row.person_id, 0)
                return cover or next(iter((*row.gains, *row.loses)), 0)
            case Qt.ItemDataRole.DisplayRole:
                if index.column() == 0:
                    return self._who(row)
                number = (row.before, row.after, len(row.gains), len(row.loses))[index.column() - 1]
                return QLocale().toString(number)
        return None

    def _who(self, row: PersonDifference) -> str:
        if row.name is not None:
            return row.name
        if row.person_id is None:
            return self.tr("A new group of %n face(s)", "", row.after)
        return self.tr("A group of %n face(s)", "", row.before)

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
