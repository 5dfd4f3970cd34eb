"""A photo with boxes around its faces: whose they are, which one is meant, and drawing one that was missed.

What is done to a face is decided by the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from app.desktop.keys import Shortcut, press
from app.desktop.theme import DARK
from app.desktop.widgets.picture_view import PictureView
from app.operations.drawing import Box
from app.search.faces import FaceInPhoto

#: What lies on photos looks the same in a light window: bright, on a dark ground of its own.
_COLOURS: Final = DARK
#: A drawn box has at least so many logical pixels on a side.
_LEAST: Final = 12
#: A key moves it by so much of its side.
_KEY_STEP: Final = 0.1


class FaceBoxes(PictureView):
    """Shows a photo and the boxes of its faces.

    Signals:
        face_clicked: `Face.id` of a face that was clicked, or on which Return was pressed.
        menu_wanted: `Face.id` of the face, or 0 for none, and where on the screen its menu is wanted.
        erase_wanted: `Face.id` of a face whose box is wrong.
        drawn: A `Box` that was drawn around a face.
        drawing_changed: Whether a box can be drawn now.
    """

    face_clicked = Signal(int)
    menu_wanted = Signal(int, QPoint)
    erase_wanted = Signal(int)
    drawn = Signal(object)
    drawing_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._faces: tuple[FaceInPhoto, ...] = ()
        self._boxes_shown = True
        self._hovered = self._focused = 0
        self._drawing = False
        self._corner: QPointF | None = None
        self._square = QRectF()

    @property
    def faces(self) -> tuple[FaceInPhoto, ...]:
        """The faces that are in the photo."""
        return self._faces

    def show_faces(self, faces: Sequence[FaceInPhoto]) -> None:
        """Show these faces, but for those that are not in the photo any more."""
        self._faces = tuple(face for face in faces if not face.outdated)
        known = {face.id for face in self._faces}
        self._hovered = self._hovered if self._hovered in known else 0
        self._focused = self._focused if self._focused in known else 0
        self.setAccessibleDescription(", ".join(self.words(face) for face in self._faces))
        self.update()

    def face(self, face: int) -> FaceInPhoto | None:
        """Return one of the faces."""
        return next((one for one in self._faces if one.id == face), None)

    def words(self, face: FaceInPhoto) -> str:
        """Return what is said of a face."""
        if face.ignored or face.person_ignored:
            return (
                self.tr("Ignored")
                if face.name is None
                else self.tr("{name} (ignored)").format(name=face.name)
            )
        if face.name is None:
            return self.tr("Who is this?")
        return face.name if face.confirmed else self.tr("{name}?").format(name=face.name)

    def show_boxes(self, shown: bool) -> None:
        """Show all boxes, or that under the mouse alone."""
        self._boxes_shown = shown
        self.update()

    @property
    def drawing(self) -> bool:
        """Whether a box can be drawn now."""
        return self._drawing

    def draw_box(self, wanted: bool) -> None:
        """Let the user draw a box, or no more."""
        if wanted == self._drawing:
            return
        self._drawing = wanted
        self._corner = None
        if wanted:
            self._square = QRectF()
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.unsetCursor()
        self.drawing_changed.emit(wanted)
        self.update()

    def forget_box(self) -> None:
        """Show the box no more that was drawn last."""
        self._corner = None
        self._square = QRectF()
        self.update()

    def place_of(self, face: int) -> QRectF:
        """Return where a face is in the view."""
        found = self.face(face)
        return QRectF() if found is None else self.transform().mapRect(QRectF(*found.box))

    def face_at(self, point: QPointF) -> int:
        """Return the face at a place of the view, the smallest where there are several; 0 for none."""
        placed = self.transform()
        there = [
            (face.box[2] * face.box[3], face.id)
            for face in self._faces
            if placed.mapRect(QRectF(*face.box)).contains(point)
        ]
        return min(there, default=(0.0, 0))[1]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the boxes over the photo."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = {self._hovered, self._focused if self.hasFocus() else 0} - {0}
        for face in self._faces:
            if self._boxes_shown or face.id in marked:
                self._paint_face(painter, face, marked=face.id in marked)
        if not self._square.isEmpty():
            area = self.transform().mapRect(self._square)
            _outline(painter, area, QColor(_COLOURS.accent), 2, Qt.PenStyle.DashLine)

    def _paint_face(self, painter: QPainter, face: FaceInPhoto, *, marked: bool) -> None:
        found = _COLOURS
        area = self.transform().mapRect(QRectF(*face.box))
        ignored = face.ignored or face.person_ignored
        if ignored or face.name is None:
            colour = QColor(found.faint if ignored else found.text)
        else:
            colour = QColor(found.good if face.confirmed else found.accent)
        style = Qt.PenStyle.DotLine if ignored else Qt.PenStyle.SolidLine
        _outline(painter, area, colour, 3 if marked else 2, style)
        if not marked and (ignored or face.name is None):
            return
        font = painter.font()
        font.setBold(marked)
        painter.setFont(font)
        text = painter.fontMetrics().elidedText(self.words(face), Qt.TextElideMode.ElideRight, 220)
        wide, high = painter.fontMetrics().horizontalAdvance(text) + 26, painter.fontMetrics().height() + 6
        plate = QRectF(0, 0, wide, high)
        plate.moveCenter(QPointF(area.center().x(), area.bottom() + 4 + high / 2))
        plate.moveLeft(max(2.0, min(self.width() - wide - 2, plate.left())))
        if plate.bottom() > self.height():
            plate.moveBottom(min(area.bottom() - 4, self.height() - 2.0))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(found.raised))
        painter.drawRoundedRect(plate, high / 2, high / 2)
        painter.setBrush(colour)
        painter.drawEllipse(QRectF(plate.left() + 8, plate.center().y() - 4, 8, 8))
        painter.setPen(QColor(found.text))
        painter.drawText(
            plate.adjusted(20, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to draw, or take hold of the picture."""
        if self._drawing and event.button() is Qt.MouseButton.LeftButton:
            self._corner = event.position()
            self._square = QRectF()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw a square, move the picture, or mark the face under the mouse."""
        if self._corner is not None:
            self._stretch(event.position())
            return
        super().mouseMoveEvent(event)
        if self._pressed is None and not self._drawing:
            hovered = self.face_at(event.position())
            if hovered != self._hovered:
                self._hovered = hovered
                self.setCursor(Qt.CursorShape.PointingHandCursor if hovered else Qt.CursorShape.ArrowCursor)
                self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drawing, or click a face."""
        if self._corner is not None:
            self._corner = None
            self._finish()
            return
        clicked = self._pressed is not None and not self._dragged
        super().mouseReleaseEvent(event)
        face = self.face_at(event.position())
        if clicked and face:
            self.face_clicked.emit(face)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom, unless a face is there: its first click has done what there was to do."""
        if not self._drawing and not self.face_at(event.position()):
            super().mouseDoubleClickEvent(event)

    def leaveEvent(self, event: object) -> None:
        """Mark no face any more."""
        self._hovered = 0
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the face at the mouse, or where a key was pressed of the marked one."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            place = self.place_of(self._focused).center() if self._focused else QRectF(self.rect()).center()
            self.menu_wanted.emit(self._focused, self.mapToGlobal(place.toPoint()))
        else:
            self.menu_wanted.emit(self.face_at(QPointF(event.pos())), event.globalPos())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go from face to face, and then on."""
        ids = [face.id for face in self._faces]
        if not self.hasFocus() or not ids:
            return super().focusNextPrevChild(forward)
        at = ids.index(self._focused) if self._focused else (-1 if forward else len(ids))
        at += 1 if forward else -1
        self._focused = ids[at] if 0 <= at < len(ids) else 0
        self.update()
        return True if self._focused else super().focusNextPrevChild(forward)

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do here: with the marked face, or with the box that is being drawn."""
        if self._drawing:
            return [
                *(
                    Shortcut(self.tr("Move the box"), (name,), partial(self._move_box, x, y))
                    for name, x, y in (("Left", -1, 0), ("Right", 1, 0), ("Up", 0, -1), ("Down", 0, 1))
                ),
                Shortcut(self.tr("Larger box"), ("+", "="), partial(self._resize_box, 1.1)),
                Shortcut(self.tr("Smaller box"), ("-",), partial(self._resize_box, 1 / 1.1)),
                Shortcut(self.tr("The box is right"), ("Return",), self._finish),
            ]
        found = [Shortcut(self.tr("From face to face"), ("Tab", "Shift+Tab"))]
        if self._focused:
            name = partial(self.face_clicked.emit, self._focused)
            erase = partial(self.erase_wanted.emit, self._focused)
            found.append(Shortcut(self.tr("Name the face"), ("Return",), name))
            found.append(Shortcut(self.tr("Delete the box: no face"), ("Delete", "Backspace"), erase))
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key is declared to do; leave all other keys to the page."""
        if not press(event, self.shortcuts()):
            event.ignore()

    def _move_box(self, x: int, y: int) -> None:
        """Move the box that is being drawn by keys a little to the side, as it is seen."""
        if self._square.isEmpty():
            self._resize_box(1)
            return
        placed = self.transform()
        step = placed.mapRect(self._square).width() * _KEY_STEP
        back, _ = placed.inverted()
        self._square = back.mapRect(placed.mapRect(self._square).translated(x * step, y * step))
        self.update()

    def _resize_box(self, factor: float) -> None:
        """Make the box that is being drawn by keys larger or smaller; it begins in the middle."""
        placed = self.transform()
        back, _ = placed.inverted()
        if self._square.isEmpty():
            side = min(self.width(), self.height()) / 4
            place = QRectF(0, 0, side, side)
            place.moveCenter(QRectF(self.rect()).center())
        else:
            place = placed.mapRect(self._square)
            middle = place.center()
            place.setSize(place.size() * factor)
            place.moveCenter(middle)
        self._square = back.mapRect(place)
        self.update()

    def focus_face(self, face: int) -> None:
        """Mark a face as the one that keys are for."""
        self._focused = face
        self.update()

    def _stretch(self, here: QPointF) -> None:
        """Make a square of the corner where the mouse went down and where it is."""
        corner = self._corner or here
        step = here - corner
        side = max(abs(step.x()), abs(step.y()))
        other = corner + QPointF(side if step.x() >= 0 else -side, side if step.y() >= 0 else -side)
        back, _ = self.transform().inverted()
        self._square = back.mapRect(QRectF(corner, other).normalized())
        self.update()

    def _finish(self) -> None:
        small = self.transform().mapRect(self._square).width() < _LEAST
        square = self._square.intersected(QRectF(QPointF(), self._size))
        if small or square.isEmpty():
            self.forget_box()
            QToolTip.showText(
                self.cursor().pos(), self.tr("Drag from one corner of the face to the other."), self
            )
            return
        self._square = square
        box: Box = (square.x(), square.y(), square.width(), square.height())
        self.drawn.emit(box)


def _outline(painter: QPainter, area: QRectF, colour: QColor, wide: float, style: Qt.PenStyle) -> None:
    """Draw a box that is seen on light and on dark photos."""
    shade = QColor(_COLOURS.window)
    shade.setAlpha(110)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(shade, wide + 2))
    painter.drawRoundedRect(area, 5, 5)
    painter.setPen(QPen(colour, wide, style))
    painter.drawRoundedRect(area, 5, 5)
