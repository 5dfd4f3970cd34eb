"""Which rows of a list are selected, quickly also where there are a hundred thousand, and keeping them so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractItemModel, QItemSelection, QItemSelectionModel, QModelIndex
from PySide6.QtWidgets import QAbstractItemView

from app.desktop.models.ids import Ids, IdsModel, runs


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """What the user was at while all rows are shown anew.

    Attributes:
        chosen: (n,) int64, ids that were selected.
        current: The id that was current; empty for none.
    """

    chosen: Ids
    current: tuple[int, ...]


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


def hold(view: QAbstractItemView, model: IdsModel) -> Held:
    """Note what is selected and current, before all rows are shown anew."""
    rows = rows_of(view.selectionModel().selection(), model.rowCount())
    current = view.currentIndex()
    return Held(model.ids[rows], (model.id_at(current),) if current.isValid() else ())


def take_up(view: QAbstractItemView, model: IdsModel, held: Held) -> None:
    """Select what was selected and make current what was, where that is now."""
    rows = np.flatnonzero(np.isin(model.ids, held.chosen))
    view.selectionModel().select(selection_of(model, rows), QItemSelectionModel.SelectionFlag.Select)
    for index in model.indexes_of(list(held.current)):
        make_current(view, index)


def make_current(view: QAbstractItemView, index: QModelIndex) -> None:
    """Make a row the one that keys are for; it is not selected, and nothing is scrolled."""
    # The user may have scrolled away from there.
    auto_scroll = view.hasAutoScroll()
    view.setAutoScroll(False)
    view.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
    view.setAutoScroll(auto_scroll)
