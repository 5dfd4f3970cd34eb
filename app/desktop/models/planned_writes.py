"""What writing names would do to each photo, as a table: those that change first, then those that cannot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QObject, Qt

from app.desktop.models.titled_table import Index, TitledTable
from app.exchange.writing import PlannedWrite, Refusal, WritePlan
from app.metadata.people import People
from app.printing import printable


class PlannedWritesModel(TitledTable):
    """Rows: photos. Columns: file, names before, names after, where they go; or file, and why not.

    Args:
        reason: Says in the language of the window why names are not written.
    """

    def __init__(self, reason: Callable[[Refusal], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reason = reason
        self._writes: tuple[PlannedWrite, ...] = ()
        self._refused: tuple[Refusal, ...] = ()

    def show(self, plan: WritePlan | None) -> None:
        """Show what was planned, or nothing."""
        self.beginResetModel()
        self._writes = () if plan is None else plan.writes
        self._refused = () if plan is None else plan.refused
        self.endResetModel()

    @property
    def refused(self) -> range:
        """Rows of the photos whose names cannot be written."""
        return range(len(self._writes), len(self._writes) + len(self._refused))

    def count(self) -> int:
        """Return how many photos there are."""
        return len(self._writes) + len(self._refused)

    def titles(self) -> tuple[str, ...]:
        """Return what the columns are called."""
        return self.tr("Photo"), self.tr("Names now"), self.tr("Names then"), self.tr("Where")

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the text of a cell; the whole path, and the whole text of long cells, as a hint."""
        at, column = index.row(), index.column()
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        hint = role == Qt.ItemDataRole.ToolTipRole
        row = self._writes[at] if at < len(self._writes) else self._refused[at - len(self._writes)]
        if column == 0:
            return printable(str(row.file) if hint else row.file.name)
        if isinstance(row, Refusal):
            return self._reason(row) if column == 1 else ""
        match column:
            case 1:
                return self._names(row.before, ())
            case 2:
                return self._names(row.after, row.changed)
        if hint:
            return "\n".join(printable(str(path)) for path in row.targets)
        if row.place == "file":
            return self.tr("Into the file")
        return self.tr("Beside it: {file}").format(file=printable(row.targets[0].name))

    def _names(self, people: People, changed: tuple[str, ...]) -> str:
        """Return the names of people; of those with another place than before this is said."""
        names = dict.fromkeys([*(region.name for region in people.regions), *people.present])
        said = [
            self.tr("{name} (elsewhere)").format(name=name) if name in changed else name for name in names
        ]
        return QLocale().createSeparatedList(said) if said else self.tr("nobody")
