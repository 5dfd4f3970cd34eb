"""A photo as large as there is room for, with boxes around the faces that it is shown for.

Of a video that is the frame in which the first of them is seen best.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.models.full_pictures import FullPictures
from app.desktop.pictures import Key, Kind
from app.search.browsing import PhotoRow, photo_rows
from app.search.faces import faces_in_photo

_SIDE: Final = 1024
_SMALL: Final = 256

#: Left, top, width and height, as shares of the photo's.
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class _Marked:
    """What is shown of a photo; `moment` is that of a video."""

    row: PhotoRow
    moment: int | None
    boxes: list[Box]


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
        #: Of a video the moment that is shown; None where its thumbnail is.
        self._moment: int | None = None
        self._frames = FullPictures(desk, self)
        self._frames.ready.connect(lambda _: self.update())
        self._frames.failed.connect(lambda *_: self._show_thumbnail())
        desk.pictures.ready.connect(self._arrived)

    @property
    def photo(self) -> int:
        """`Photo.id` of what is shown; 0 for nothing."""
        return self._photo

    def show_photo(self, photo: int, faces: tuple[int, ...], told: str) -> None:
        """Show a photo, with boxes around some faces; `told` is for those who cannot see it."""
        self._photo, self._boxes, self._moment = photo, [], None
        self.setAccessibleName(told)

        def look(session: Session) -> _Marked | None:
            rows = photo_rows(session, [photo])
            if not rows or not rows[0].width or not rows[0].height:
                return None
            width, height = rows[0].width, rows[0].height
            marked = [face for face in faces_in_photo(session, photo) if face.id in faces]
            moment = next((face.at_ms for face in marked if face.id == faces[0]), None)
            # The others may be seen at another time.
            boxes = [face.box for face in marked if face.at_ms == moment]
            shares = [(x / width, y / height, w / width, h / height) for x, y, w, h in boxes]
            return _Marked(rows[0], moment, shares)

        self._desk.read(look, self._frame, owner=self)
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
        lacks = pictures.lacks(Kind.PHOTO, self._photo, _SIDE)
        picture = self._frame_of_moment() if self._moment is not None else self._thumbnail()
        if picture is None:
            painter.setPen(QColor(found.faint))
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

    def _thumbnail(self) -> QPixmap | None:
        pictures = self._desk.pictures
        picture = pictures.get(Kind.PHOTO, self._photo, _SIDE)
        if picture is None and not pictures.lacks(Kind.PHOTO, self._photo, _SIDE):
            picture = pictures.get(Kind.PHOTO, self._photo, _SMALL)
        return picture

    def _show_thumbnail(self) -> None:
        """Show the thumbnail, where there is no frame of the moment: the boxes are not of it."""
        self._moment, self._boxes = None, []
        self.update()

    def _frame_of_moment(self) -> QPixmap | None:
        whole = self._frames.get(self._photo, self._moment)
        return None if whole is None else QPixmap.fromImage(whole.image)

    def _frame(self, marked: _Marked | None) -> None:
        if marked is None or marked.row.id != self._photo:
            return
        row = marked.row
        if marked.moment == row.shown_ms:
            self._boxes = marked.boxes
        elif not (row.missing or row.offline):
            self._moment, self._boxes = marked.moment, marked.boxes
            self._frames.ask(row.id, row.file, _SIDE, marked.moment)
        self.update()

    def _arrived(self, keys: frozenset[Key]) -> None:
        if any(key.kind is Kind.PHOTO and key.id == self._photo for key in keys):
            self.update()
