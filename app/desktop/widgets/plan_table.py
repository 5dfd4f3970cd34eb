"""A table of what would be done, to be looked through before it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

_HEIGHT: Final = 34


class PlanTable(QTableView):
    """Rows to be read, with mouse and keys.

    Args:
        model: What is shown.
        called: What the table is called for those who hear it.
        widths: Of the columns in logical pixels; 0 shares what is left.
    """

    def __init__(
        self, model: QAbstractTableModel, called: str, widths: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(called)
        self.setShowGrid(False)
        self.setStyleSheet("QTableView::item { padding: 0 5px; }")
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_HEIGHT)
        columns.setHighlightSections(False)
        for column, width in enumerate(widths):
            if width:
                columns.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
                columns.resizeSection(column, width)
            else:
                columns.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
