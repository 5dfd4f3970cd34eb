"""A large look at a photo over the page, with the face it is about; gone with the next press of Space."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QWidget

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.pictures import Key, Kind
from app.search.browsing import photo_rows
from app.search.faces import faces_in_photo

_SIDE = 1024

Box = tuple[float, float, float, float]


class Peek(QDialog):
    """A photo, as large as there is room for.

    Signals:
        stepped: The user wants to see the one so many further on (-1 or 1).
    """

    stepped = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._photo = desk, 0
        #: Boxes of the faces it is about, as shares of width and height.
        self._boxes: list[Box] = []
        self.setWindowTitle(self.tr("Preview"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window = parent.window().size()
        self.resize(QSize(max(320, window.width() * 4 // 5), max(240, window.height() * 4 // 5)))
        desk.pictures.ready.connect(self._arrived)

    @property
    def photo(self) -> int:
        """`Photo.id` of what is shown."""
        return self._photo

    def show_photo(self, photo: int, faces: tuple[int, ...], told: str) -> None:
        """Show a photo, with boxes around some faces; `told` is for those who cannot see it."""
        self._photo, self._boxes = photo, []
        self.setAccessibleName(told)
        self._desk.read(
            lambda session: (photo_rows(session, [photo]), faces_in_photo(session, photo)),
            lambda found: self._frame(photo, faces, *found),
            owner=self,
        )
        self.update()

    def _frame(self, photo: int, faces: tuple[int, ...], rows: list, found: list) -> None:  # type: ignore[type-arg]
        if photo != self._photo or not rows or not rows[0].width or not rows[0].height:
            return
        width, height = rows[0].width, rows[0].height
        boxes = [face.box for face in found if face.id in faces]
        self._boxes = [(x / width, y / height, w / width, h / height) for x, y, w, h in boxes]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo; while the large one has not come, the small one."""
        found = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(found.window))
        pictures = self._desk.pictures
        picture = pictures.get(Kind.PHOTO, self._photo, _SIDE)
        if picture is None and not pictures.lacks(Kind.PHOTO, self._photo, _SIDE):
            picture = pictures.get(Kind.PHOTO, self._photo, 256)
        if picture is None:
            painter.setPen(QColor(found.faint))
            lacks = pictures.lacks(Kind.PHOTO, self._photo, _SIDE)
            text = self.tr("This photo cannot be shown now.") if lacks else self.tr("Loading …")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
            return
        size = picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRectF(
            (self.width() - size.width()) / 2,
            (self.height() - size.height()) / 2,
            size.width(),
            size.height(),
        )
        painter.drawPixmap(area, picture, QRectF(picture.rect()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(found.accent), 2))
        for x, y, w, h in self._boxes:
            box = QRectF(x * area.width(), y * area.height(), w * area.width(), h * area.height())
            painter.drawRoundedRect(box.translated(area.topLeft()), 6, 6)

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

    def _arrived(self, keys: frozenset[Key]) -> None:
        if any(key.kind is Kind.PHOTO and key.id == self._photo for key in keys):
            self.update()
