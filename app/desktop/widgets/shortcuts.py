"""The sheet of all shortcuts."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme


class ShortcutSheet(QDialog):
    """Lists what each key does; the window and the pages add theirs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        self.resize(460, 560)
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setVerticalSpacing(theme.GAP)
        self._grid.setColumnStretch(0, 1)
        area = QScrollArea(widgetResizable=True)
        area.setWidget(self._rows)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area)
        layout.addWidget(buttons)
        self._count = 0

    def add(self, text: str, keys: QKeySequence | str) -> None:
        """Add a shortcut to the sheet."""
        shown = keys if isinstance(keys, str) else keys.toString(QKeySequence.SequenceFormat.NativeText)
        what, how = QLabel(text), QLabel(shown)
        how.setProperty("faint", True)
        self._grid.addWidget(what, self._count, 0)
        self._grid.addWidget(how, self._count, 1, Qt.AlignmentFlag.AlignRight)
        self._count += 1
        self._grid.setRowStretch(self._count, 1)
