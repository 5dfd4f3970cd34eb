"""A photo as large as there is room for, with boxes around the faces that it is shown for."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.pictures import Key, Kind
from app.search.browsing import photo_rows
from app.search.faces import faces_in_photo

_SIDE: Final = 1024
_SMALL: Final = 256

#: Left, top, width and height, as shares of the photo's.
Box = tuple[float, float, float, float]


class MarkedPhoto(QWidget):
    """A photo.

    Args:
        desk: Where it comes from.
        hint: The size that is asked of a layout.
    """

    def __init__(self, desk: Desk, hint: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._hint = desk, hint
        self._photo = 0
        self._boxes: list[Box] = []
        desk.pictures.ready.connect(self._arrived)

    @property
    def photo(self) -> int:
        """`Photo.id` of what is shown; 0 for nothing."""
        return self._photo

    def show_photo(self, photo: int, faces: tuple[int, ...], told: str) -> None:
        """Show a photo, with boxes around some faces; `told` is for those who cannot see it."""
        self._photo, self._boxes = photo, []
        self.setAccessibleName(told)

        def look(session: Session) -> tuple[int, list[Box]]:
            rows, found = photo_rows(session, [photo]), faces_in_photo(session, photo)
            boxes = [face.box for face in found if face.id in faces]
            if not rows or not rows[0].width or not rows[0].height:
                return photo, []
            width, height = rows[0].width, rows[0].height
            return photo, [(x / width, y / height, w / width, h / height) for x, y, w, h in boxes]

        self._desk.read(look, lambda found: self._frame(*found), owner=self)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size that was asked for."""
        return self._hint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the photo; while the large one has not come, the small one."""
        found = theme.colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        pictures = self._desk.pictures
        picture = pictures.get(Kind.PHOTO, self._photo, _SIDE)
        if picture is None and not pictures.lacks(Kind.PHOTO, self._photo, _SIDE):
            picture = pictures.get(Kind.PHOTO, self._photo, _SMALL)
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
        for x, y, w, h in self._boxes:
            box = QRectF(x * area.width(), y * area.height(), w * area.width(), h * area.height())
            # A dark line beneath, so that the box is seen on any picture.
            for colour, width in ((QColor(0, 0, 0, 140), 4.5), (QColor(found.accent), 2.5)):
                painter.setPen(QPen(colour, width))
                painter.drawRoundedRect(box.translated(area.topLeft()), 6, 6)

    def _frame(self, photo: int, boxes: list[Box]) -> None:
        if photo == self._photo:
            self._boxes = boxes
            self.update()

    def _arrived(self, keys: frozenset[Key]) -> None:
        if any(key.kind is Kind.PHOTO and key.id == self._photo for key in keys):
            self.update()
