"""What is found for a face: the people it may be in a row, and below them similar faces as tiles.

What is found comes from `app.desktop.pages.find`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.hints import hint
from app.desktop.models.results import Index, ResultRole, ResultsModel
from app.desktop.pictures import Kind, Pictures
from app.desktop.widgets.chances import chance_in_short, chance_in_words
from app.desktop.widgets.covers import Shapes, asked_side
from app.desktop.widgets.face_picture import FacePicture
from app.desktop.widgets.tile_grid import TileGrid

_SIDE: Final = 104
_COVER: Final = 60
_CARD_WIDTH: Final = 144


class Results(TileGrid):
    """Similar faces as tiles, of which several can be chosen."""

    def __init__(self, model: ResultsModel, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        delegate = _ResultDelegate(pictures, self)
        self.setItemDelegate(delegate)
        self.set_tile(delegate.tile())
        self.setAccessibleName(self.tr("Faces that look alike, the most similar first"))
        pictures.ready.connect(lambda _: self.viewport().update())


class _ResultDelegate(QStyledItemDelegate):
    """Draws a face, whose it is, and how similar it is."""

    def __init__(self, pictures: Pictures, view: TileGrid) -> None:
        super().__init__(view)
        self._pictures, self._view, self._shapes = pictures, view, Shapes()

    def tile(self) -> QSize:
        """Return the least size of a tile."""
        return QSize(_SIDE + 2 * theme.GAP, _SIDE + self._view.fontMetrics().height() + 2 * theme.GAP + 4)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the place of a tile; the face is drawn in the middle of it."""
        return self._view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a face."""
        found, area = theme.colours(), option.rect
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        left = area.left() + (area.width() - _SIDE) // 2
        square = QRect(left, area.top() + theme.GAP // 2, _SIDE, _SIDE)
        side = asked_side(_SIDE, self._view.devicePixelRatioF())
        picture = self._pictures.get(Kind.FACE, index.data(ResultRole.FACE), side)
        self._shapes.paint(painter, square, picture, round_=False, empty=QColor(found.empty))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(found.accent), 3 if chosen else 1.5))
            painter.drawRoundedRect(square.adjusted(-1, -1, 1, 1), 7, 7)
        metrics = painter.fontMetrics()
        name, similarity = index.data(ResultRole.NAME) or "", f"{index.data(ResultRole.SIMILARITY):.2f}"
        line = QRect(left, square.bottom() + 4, _SIDE, metrics.height())
        painter.setPen(QColor(found.faint))
        painter.drawText(
            line, Qt.AlignmentFlag.AlignRight if name else Qt.AlignmentFlag.AlignHCenter, similarity
        )
        painter.setPen(QColor(found.text))
        room = _SIDE - metrics.horizontalAdvance(similarity) - theme.GAP
        painter.drawText(
            line,
            Qt.AlignmentFlag.AlignLeft,
            metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, room),
        )
        painter.restore()


class LikelyPeople(QScrollArea):
    """The people a face may be, the likeliest first.

    Signals:
        person_wanted: `Person.id` of the one that was clicked.
        face_wanted: `Face.id` of the cover of one, which is to be looked for.
    """

    person_wanted = Signal(int)
    face_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row = QWidget()
        self._along = QHBoxLayout(self._row)
        self._along.setContentsMargins(0, 0, 0, 0)
        self._along.setSpacing(theme.GAP)
        self._along.setSizeConstraint(QLayout.SizeConstraint.SetMinAndMaxSize)
        self.setWidget(self._row)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(self.tr("People it may be"))
        card = _COVER + 3 * self.fontMetrics().height() + 4 * theme.GAP
        self.setFixedHeight(card + self.horizontalScrollBar().sizeHint().height())

    def show_people(self, people: Sequence[tuple[int, str, int, float, float]]) -> None:
        """Show people.

        Args:
            people: Of each `Person.id`, what to call them, the face to show, the similarity and the
                probability.
        """
        while (item := self._along.takeAt(0)) is not None:
            card = item.widget()
            if card is not None:
                card.hide()
                card.deleteLater()
        for person, name, face, similarity, chance in people:
            button = _PersonCard(self._desk, name, face, similarity, chance)
            button.clicked.connect(lambda _=False, person=person: self.person_wanted.emit(person))
            button.face_wanted.connect(lambda face=face: self.face_wanted.emit(face))
            self._along.addWidget(button)
            # Not only in the next turn of events, as a layout does it: the row has its height at once.
            button.show()
        self.setVisible(bool(people))
        self.horizontalScrollBar().setValue(0)


class _PersonCard(QPushButton):
    """One of the people: cover, name, how similar and how probable.

    Signals:
        face_wanted: Faces like the one that is shown are to be looked for.
    """

    face_wanted = Signal()

    def __init__(self, desk: Desk, name: str, face: int, similarity: float, chance: float) -> None:
        super().__init__()
        self._has_face = face > 0
        self._cover = FacePicture(desk, _COVER)
        self._cover.show_face(face, name)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        down.setSpacing(1)
        down.addWidget(self._cover, 0, Qt.AlignmentFlag.AlignHCenter)
        room = _CARD_WIDTH - 2 * theme.GAP
        number = self.tr("similarity {similarity}").format(similarity=f"{similarity:.2f}")
        for text, faint in ((name, False), (chance_in_short(chance), True), (number, True)):
            shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room)
            label = QLabel(shown)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setProperty("faint", faint)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            down.addWidget(label)
        self._cover.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFixedSize(_CARD_WIDTH, down.sizeHint().height())
        told = self.tr("{name}: {chance} the same person, {number}").format(
            name=name, chance=chance_in_words(chance), number=number
        )
        self.setAccessibleName(told)
        self.setToolTip(hint(told))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer where one can go from here."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show the person"), self.click)
        if self._has_face:
            menu.addAction(self.tr("Look for this face"), self._look)
        menu.popup(event.globalPos())

    def _look(self) -> None:
        self.face_wanted.emit()
