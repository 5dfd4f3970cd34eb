"""What another strictness or recogniser would change, person by person, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QObject, Qt

from app.desktop.models.titled_table import Index, TitledTable

if TYPE_CHECKING:
    # SciPy takes a fifth of a second to load.
    from app.grouping.preview import PersonDifference

#: `Face.id` of the face to show; 0 for none.
FACE: Final = Qt.ItemDataRole.UserRole


class DifferenceModel(TitledTable):
    """Rows: people and groups that would change. Columns: name, faces before and after, coming, going."""

    first_number = 1

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

    def row(self, index: Index) -> PersonDifference:
        """Return what is in a row."""
        return self._rows[index.row()]

    def count(self) -> int:
        """Return how many people and groups would change."""
        return len(self._rows)

    def titles(self) -> tuple[str, ...]:
        """Return what the columns are called."""
        return (
            self.tr("Who"),
            self.tr("Faces now"),
            self.tr("Faces then"),
            self.tr("Would come"),
            self.tr("Would leave"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell; numbers stand at the right."""
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.alignment(index.column())
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
