"""About Familiar: its version and licence, what it consists of, and the licences of that.

What that is, `app.parts` knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import parts
from app.desktop import theme
from app.desktop.lanes import Lanes
from app.parts import Part

_SIZE: Final = (820, 640)
_NAME_WIDTH, _VERSION_WIDTH = 240, 110


class AboutDialog(QDialog):
    """Says what Familiar is, and lists its parts with the texts of their licences.

    Args:
        lanes: Where packages are asked and texts read.
        parent: Beside which it opens.
    """

    def __init__(self, lanes: Lanes, parent: QWidget) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._parts: Sequence[Part] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About Familiar"))
        self.resize(*_SIZE)
        heading = QLabel(f"Familiar {parts.version()}")
        heading.setProperty("title", True)
        about = QLabel(
            self.tr(
                "Organises photos by the people in them, on this computer alone. Free software under the MIT "
                "licence, without any warranty; its parts have licences of their own."
            )
        )
        about.setWordWrap(True)
        self.list = QTreeWidget(columnCount=3)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels([self.tr("Part"), self.tr("Version"), self.tr("Licence")])
        self.list.setAccessibleName(self.tr("Parts of Familiar"))
        self.list.setColumnWidth(0, _NAME_WIDTH)
        self.list.setColumnWidth(1, _VERSION_WIDTH)
        self.list.currentItemChanged.connect(lambda *_: self._choose())
        self.text = QPlainTextEdit(readOnly=True, lineWrapMode=QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setAccessibleName(self.tr("Text of the licence"))
        between = QSplitter(Qt.Orientation.Vertical)
        between.addWidget(self.list)
        between.addWidget(self.text)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        down = QVBoxLayout(self)
        down.setContentsMargins(*[theme.MARGIN] * 4)
        down.setSpacing(theme.GAP)
        for widget in (heading, about):
            down.addWidget(widget)
        down.addWidget(between, 1)
        down.addWidget(buttons)
        lanes.read(parts.parts, self._show, owner=self)

    def _show(self, found: Sequence[Part]) -> None:
        self._parts = found
        self.list.addTopLevelItems(
            [QTreeWidgetItem([part.name, part.version, part.licence]) for part in found]
        )
        self.list.setCurrentIndex(self.list.model().index(0, 0))

    def _choose(self) -> None:
        number = self.list.currentIndex().row()
        self._lanes.read(partial(_text, self._parts[number]), partial(self._show_text, number), owner=self)

    def _show_text(self, number: int, text: str) -> None:
        # The user may have gone on to another part meanwhile.
        if number == self.list.currentIndex().row():
            missing = self.tr("This part came without the text of its licence.")
            source = self._parts[number].source
            self.text.setPlainText(f"{source}\n\n{text or missing}".strip())


def _text(part: Part) -> str:
    return "\n\n".join(text.read_text("utf-8", errors="replace").strip() for text in part.texts)
