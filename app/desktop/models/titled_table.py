"""A table with a title above each column, which says what kinds of cells are below."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


class TitledTable(QAbstractTableModel):
    """Rows of cells; what they are is said by its heirs.

    Attributes:
        first_number: The first column of numbers, which stand at the right, as all behind it do; None where
            there are none.
    """

    first_number: int | None = None

    def titles(self) -> tuple[str, ...]:
        """Return what the columns are called."""
        raise NotImplementedError

    def hints(self) -> tuple[str, ...]:
        """Return what the titles mean; nothing where they say it themselves."""
        return ()

    def count(self) -> int:
        """Return how many rows there are."""
        raise NotImplementedError

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        """Return where the texts of a column stand, its title with them."""
        at_right = self.first_number is not None and column >= self.first_number
        side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Return how many rows there are."""
        return 0 if parent.isValid() else self.count()

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.titles())

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the titles of the columns, above what they are about, and what they mean."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles()[section]
        if role == Qt.ItemDataRole.ToolTipRole and self.hints():
            return self.hints()[section]
        return None
