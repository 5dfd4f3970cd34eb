"""Which rows of a list are selected, quickly also where there are a hundred thousand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractItemModel, QItemSelection

from app.desktop.models.ids import runs


def rows_of(selection: QItemSelection, rows: int) -> NDArray[np.intp]:
    """Return the selected rows of a list, each once, ascending.

    Args:
        selection: What is selected.
        rows: How many rows the list has.
    """
    chosen = np.zeros(rows, np.bool_)
    for part in selection.toList():
        chosen[part.top() : part.bottom() + 1] = True
    return np.flatnonzero(chosen)


def selection_of(model: QAbstractItemModel, rows: NDArray[np.intp]) -> QItemSelection:
    """Return what to select of a list.

    Args:
        model: The list.
        rows: (n,), ascending.
    """
    selection = QItemSelection()
    for first, last in runs(rows):
        selection.select(model.index(first, 0), model.index(last, 0))
    return selection
