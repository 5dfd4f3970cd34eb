"""A large look at a photo over the page, with the face it is about; gone with the next press of Space."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app.desktop.desk import Desk
from app.desktop.models.faces import FaceRole
from app.desktop.widgets.face_grid import FaceGrid
from app.desktop.widgets.marked_photo import MarkedPhoto


class Peek(QDialog):
    """A photo, as large as there is room for.

    Signals:
        stepped: The user wants to see the one so many further on (-1 or 1).
    """

    stepped = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Look closer"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window = parent.window().size()
        size = QSize(max(320, window.width() * 4 // 5), max(240, window.height() * 4 // 5))
        self._shown = MarkedPhoto(desk, size)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(self._shown)
        self.resize(size)

    @property
    def photo(self) -> int:
        """`Photo.id` of what is shown."""
        return self._shown.photo

    def show_photo(self, photo: int, faces: tuple[int, ...], told: str) -> None:
        """Show a photo, with boxes around some faces; `told` is for those who cannot see it."""
        self.setAccessibleName(told)
        self._shown.show_photo(photo, faces, told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Return close, arrows go on."""
        match event.key():
            case Qt.Key.Key_Space | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.accept()
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self.stepped.emit(1)
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close."""
        self.accept()


class Peeking(QObject):
    """Shows the photo of the current row of a grid of faces over it, and goes on from row to row.

    Args:
        desk: Where photos come from.
        grid: The faces.
    """

    def __init__(self, desk: Desk, grid: FaceGrid) -> None:
        super().__init__(grid)
        self._desk, self._grid = desk, grid
        self._peek: Peek | None = None
        grid.peeked.connect(self.begin)

    def begin(self) -> None:
        """Look at the photo of the current row."""
        if self._grid.currentIndex().isValid():
            self._peek = Peek(self._desk, self._grid)
            self._peek.stepped.connect(self._step)
            self._show()
            self._peek.open()

    def _show(self) -> None:
        index = self._grid.currentIndex()
        told = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
        if self._peek is not None:
            self._peek.show_photo(index.data(FaceRole.PHOTO), index.data(FaceRole.FACES), told)

    def _step(self, by: int) -> None:
        row = self._grid.currentIndex().row() + by
        if 0 <= row < self._grid.faces.rowCount():
            self._grid.choose(self._grid.faces.index(row))
            self._show()
