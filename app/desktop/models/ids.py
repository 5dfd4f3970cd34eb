"""A list model that holds ids and goes from one list to another with as little change as there is.

What is shown for an id lives in the models made of this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex

#: With more pieces than this to take out or put in, everything is shown anew.
_MOST_PIECES: Final = 100

Ids = NDArray[np.int64]
Index = QModelIndex | QPersistentModelIndex


class IdsModel(QAbstractListModel):
    """Rows that stand for different ids.

    A class made of this one gives `data`, by id.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ids: Ids = np.zeros(0, np.int64)
        self._rows: dict[int, int] | None = {}

    @property
    def ids(self) -> Ids:
        """(n,) int64, in the order of the rows."""
        return self._ids

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many rows there are."""
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    def row_of(self, id_: int) -> int | None:
        """Return where an id is shown, or None."""
        return self._by_id().get(id_)

    def id_at(self, index: Index) -> int:
        """Return the id that an index of this model stands for."""
        return int(self._ids[index.row()])

    def indexes_of(self, ids: list[int]) -> list[QModelIndex]:
        """Return the indexes of those of some ids that are shown."""
        known = self._by_id()
        rows = (known.get(id_) for id_ in ids)
        return [self.index(row) for row in rows if row is not None]

    def become(self, ids: Ids, switch: Callable[[], Ids]) -> None:
        """Show another list; rows that stay keep their indexes, and thereby their selection.

        Args:
            ids: (m,) int64, all different, in the new order.
            switch: Makes what is known of the new ids available; called when only ids are shown that are in
                both lists. Returns those of which something else is shown now.
        """
        goes = np.flatnonzero(~np.isin(self._ids, ids))
        stays = self._ids[np.isin(self._ids, ids)]
        comes = np.flatnonzero(~np.isin(ids, self._ids))
        if len(list(runs(goes))) + len(list(runs(comes))) > _MOST_PIECES:
            self.beginResetModel()
            switch()
            self._show(ids)
            self.endResetModel()
            return
        for first, last in reversed(list(runs(goes))):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._show(np.delete(self._ids, slice(first, last + 1)))
            self.endRemoveRows()
        changed = switch()
        ordered = ids[np.isin(ids, stays)]
        if not np.array_equal(ordered, stays):
            self._reorder(ordered)
        for first, last in runs(comes):
            self.beginInsertRows(QModelIndex(), first, last)
            self._show(np.insert(self._ids, first, ids[first : last + 1]))
            self.endInsertRows()
        for first, last in runs(np.flatnonzero(np.isin(ids, np.intersect1d(changed, stays)))):
            self.dataChanged.emit(self.index(first), self.index(last))

    def _reorder(self, ids: Ids) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [int(self._ids[index.row()]) for index in before]
        self._show(ids)
        rows = self._by_id()
        self.changePersistentIndexList(before, [self.index(rows[id_]) for id_ in kept])
        self.layoutChanged.emit()

    def _show(self, ids: Ids) -> None:
        self._ids = ids
        self._rows = None

    def _by_id(self) -> dict[int, int]:
        # Not while rows come and go piece by piece: nobody asks then.
        if self._rows is None:
            self._rows = {id_: row for row, id_ in enumerate(self._ids.tolist())}
        return self._rows


def in_both(before: Ids, now: Ids) -> tuple[Ids, NDArray[np.intp], NDArray[np.intp]]:
    """Find what is in two lists of ids, each of which has none twice.

    Args:
        before: (n,) int64.
        now: (m,) int64.

    Returns:
        (b,) int64, the ids in both, ascending; (b,) where each is in `before`, and (b,) where in `now`.
    """
    ids, was, at = np.intersect1d(before, now, assume_unique=True, return_indices=True)
    return ids, was, at


def runs(places: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """Give the first and last of each run of places that follow each other; `places` (n,) ascend."""
    for run in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1):
        if len(run):
            yield int(run[0]), int(run[-1])
