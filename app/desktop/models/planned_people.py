"""What an import would say of each person, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Qt

from app.desktop.models.titled_table import Index, TitledTable

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from app.exchange.importing import PlannedPerson


class PlannedPeopleModel(TitledTable):
    """Rows: people. Columns: name, new or known, faces, boxes, photos without a place, known already."""

    first_number = 2

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[PlannedPerson, ...] = ()

    def show(self, rows: tuple[PlannedPerson, ...]) -> None:
        """Show these people."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def count(self) -> int:
        """Return how many people there are."""
        return len(self._rows)

    def titles(self) -> tuple[str, ...]:
        """Return what the columns are called."""
        return (
            self.tr("Name"),
            "",
            self.tr("Faces"),
            self.tr("Boxes"),
            self.tr("Without a place"),
            self.tr("Known already"),
        )

    def hints(self) -> tuple[str, ...]:
        """Return what the titles mean."""
        return (
            self.tr("As they are called here, or will be"),
            self.tr("Whether somebody here has this name"),
            self.tr("Faces that will be confirmed as theirs"),
            self.tr("Boxes of the other program where no face was found: a face is looked for there"),
            self.tr("Photos that they are in, nobody knows where"),
            self.tr("What is the same here already"),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell; numbers stand at the right, and nothing stands for none."""
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.alignment(column)
        if role == Qt.ItemDataRole.DisplayRole:
            if column == 0:
                return row.name
            if column == 1:
                if not (row.confirm or row.draw or row.mention or row.known):
                    return self.tr("left out")
                return self.tr("new") if row.person_id is None else ""
            number = (row.confirm, row.draw, row.mention, row.known)[column - 2]
            return QLocale().toString(number) if number else ""
        return None
