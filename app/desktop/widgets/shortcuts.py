"""The sheet of shortcuts: those of the page that is shown, then those that work everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, cast

from PySide6.QtCore import QKeyCombination, Qt
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
from app.desktop.keys import Shortcut

#: The widest that the keys of one row may be before they go to the next line, in logical pixels.
_KEYS_WIDTH: Final = 280
#: More keys than these are shown as one.
_MANY: Final = 4
_ARROWS: Final = {
    Qt.Key.Key_Left: "←",
    Qt.Key.Key_Right: "→",
    Qt.Key.Key_Up: "↑",
    Qt.Key.Key_Down: "↓",
}


class ShortcutSheet(QDialog):
    """Lists what each key does."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Shortcuts"))
        self.resize(520, 600)
        self._area = QScrollArea(widgetResizable=True)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.setAccessibleName(self.tr("Shortcuts"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._area)
        layout.addWidget(buttons)

    def show_groups(self, groups: Iterable[tuple[str, Sequence[Shortcut]]]) -> None:
        """Open the sheet with groups of shortcuts, each under its heading; empty groups are left out."""
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setHorizontalSpacing(theme.MARGIN)
        grid.setVerticalSpacing(theme.GAP)
        grid.setColumnStretch(0, 1)
        line = 0
        for heading, shortcuts in groups:
            if not shortcuts:
                continue
            title = QLabel(heading)
            title.setProperty("heading", True)
            title.setContentsMargins(0, theme.MARGIN if line else 0, 0, 0)
            grid.addWidget(title, line, 0, 1, 2)
            line += 1
            keys: dict[str, list[str]] = {}
            for shortcut in shortcuts:
                keys.setdefault(shortcut.text, []).extend(shortcut.keys)
            for text, some in keys.items():
                self._add(grid, line, text, some)
                line += 1
        grid.setRowStretch(line, 1)
        self._area.setWidget(rows)
        self.open()

    def _add(self, grid: QGridLayout, line: int, text: str, keys: Iterable[str]) -> None:
        what, how = QLabel(text), QLabel(", ".join(_shown(keys)))
        what.setWordWrap(True)
        how.setProperty("faint", True)
        how.setWordWrap(how.sizeHint().width() > _KEYS_WIDTH)
        if how.wordWrap():
            how.setFixedWidth(_KEYS_WIDTH)
        how.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(what, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(how, line, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)


def _shown(keys: Iterable[str]) -> list[str]:
    """Return keys as they are read; many that are pressed with the same others, such as Shift, as one."""
    together: dict[str, list[str]] = {}
    for text in keys:
        # It can be indexed, which its type does not tell.
        pressed: QKeyCombination = cast("Any", QKeySequence(text))[0]
        held = _native(QKeyCombination(pressed.keyboardModifiers(), Qt.Key.Key_A)).removesuffix("A")
        name = _ARROWS.get(pressed.key()) or _native(QKeyCombination(pressed.key()))
        together.setdefault(held, []).append(name)
    shown = []
    for held, names in together.items():
        shown += [held + " ".join(names)] if len(names) > _MANY else [held + name for name in names]
    return shown


def _native(keys: QKeyCombination) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
