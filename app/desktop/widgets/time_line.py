"""The time line of a video: a mark for each moment at which somebody is seen, and where one is now."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QToolTip, QWidget

from app.desktop.hints import hint
from app.desktop.theme import colours
from app.search.sightings import SeenPerson, mark

_HEIGHT: Final = 28
#: Left and right of the line, so that the sign of the shown moment has room, in logical pixels.
_SIDE: Final = 8
#: So near a mark, in logical pixels, the mark is meant.
_NEAR: Final = 6
_GROOVE, _MARK_WIDE, _MARK_HIGH, _KNOB = 4, 3, 12, 7


class TimeLine(QAbstractSlider):
    """Shows moments of a video, and lets the user choose one; its value is the moment that is shown.

    Signals:
        moment_wanted: Milliseconds since the first frame.
        step_wanted: By how many marks to go on: 1, or -1 to go back.
    """

    moment_wanted = Signal(int)
    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: NDArray[np.int64] = np.zeros(0, np.int64)
        self._people: tuple[SeenPerson, ...] = ()
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Time line"))

    def show_marks(self, duration: int, marks: NDArray[np.int64], people: tuple[SeenPerson, ...]) -> None:
        """Show a video.

        Args:
            duration: milliseconds.
            marks: (n,) int64 milliseconds, ascending: when somebody is seen.
            people: Who they are.
        """
        self._marks, self._people = marks, people
        self.setRange(0, max(duration, 1))
        self.setAccessibleDescription("; ".join(self._said_of(int(moment)) for moment in marks))
        self.update()

    def place_of(self, moment: int) -> QPointF:
        """Return where a moment is on the line."""
        share = moment / self.maximum()
        return QPointF(_SIDE + share * (self.width() - 2 * _SIDE), self.height() / 2)

    def sizeHint(self) -> QSize:
        """Return a size that suits a line."""
        return QSize(200, _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, its marks, and where one is."""
        found = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(found.line))
        middle = self.height() / 2
        line = QRectF(_SIDE, middle - _GROOVE / 2, self.width() - 2 * _SIDE, _GROOVE)
        painter.drawRoundedRect(line, _GROOVE / 2, _GROOVE / 2)
        painter.setBrush(QColor(found.accent))
        for moment in self._marks.tolist():
            x = self.place_of(moment).x()
            area = QRectF(x - _MARK_WIDE / 2, middle - _MARK_HIGH / 2, _MARK_WIDE, _MARK_HIGH)
            painter.drawRoundedRect(area, 1.5, 1.5)
        painter.setBrush(QColor(found.surface))
        ring = QColor(found.accent if self.hasFocus() else found.text)
        painter.setPen(QPen(ring, 2.5 if self.hasFocus() else 2))
        painter.drawEllipse(self.place_of(self.value()), _KNOB, _KNOB)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the mark that was clicked, or to the moment where there is none."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.moment_wanted.emit(self._moment_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell by the cursor whether there is a mark."""
        near = self._mark_at(event.position().x()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from mark to mark with the arrows, to the first and the last; leave other keys to the page."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or key not in steps | ends:
            event.ignore()
        elif key in steps:
            self.step_wanted.emit(steps[key])
        elif len(self._marks):
            self.moment_wanted.emit(int(self._marks[ends[key]]))

    def event(self, event: QEvent) -> bool:
        """Say who is seen at the mark under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            said = self._said_of(self._moment_at(event.pos().x()))
            QToolTip.showText(event.globalPos(), hint(said), self)
            return True
        return super().event(event)

    def _moment_at(self, x: float) -> int:
        marked = self._mark_at(x)
        if marked is not None:
            return marked
        share = (x - _SIDE) / max(1, self.width() - 2 * _SIDE)
        return round(max(0.0, min(1.0, share)) * self.maximum())

    def _mark_at(self, x: float) -> int | None:
        """Return the nearest mark at a place; None where none is near."""
        places = _SIDE + self._marks / self.maximum() * (self.width() - 2 * _SIDE)
        if not len(places) or np.abs(places - x).min() > _NEAR:
            return None
        return int(self._marks[np.abs(places - x).argmin()])

    def _said_of(self, moment: int) -> str:
        """Return a moment, and who is seen then."""
        seen = [
            one.name or self.tr("somebody without a name")
            for one in self._people
            if any(span.begin_ms <= moment <= span.end_ms for span in one.spans)
        ]
        if not seen:
            return mark(moment)
        return self.tr("{moment}: {people}").format(moment=mark(moment), people=", ".join(seen))
