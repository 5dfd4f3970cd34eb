"""Shows a question: many items as tiles to tick, a single one as two large faces.

What is asked and answered lives in `app.desktop.models.question`, going from question to question in
`app.desktop.pages.review`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.keys import Shortcut, press
from app.desktop.models.question import (
    ANSWER_ROLE,
    CHANCE_ROLE,
    FACES_ROLE,
    ITEM_ROLE,
    LINES_ROLE,
    Index,
    QuestionModel,
)
from app.desktop.pictures import Kind, Pictures
from app.desktop.places import PageName, Place
from app.desktop.widgets.covers import Shapes, asked_side
from app.desktop.widgets.face_picture import FacePicture
from app.desktop.widgets.tile_grid import TileGrid

if TYPE_CHECKING:
    from app.grouping import Item, Side

#: Sides of faces, in logical pixels: one alone in a tile, one of two, and one of a single pair.
_ALONE: Final = 116
_OF_TWO: Final = 92
_LARGE: Final = (150, 380)
#: Around and between the two large faces, and under them: cards, words and the reason.
_BESIDE: Final = 140
_UNDER: Final = 150
_PAD: Final = 10
_BADGE: Final = 22


class Tiles(TileGrid):
    """The items of a question; a click or Space ticks and unticks, Y, N and S say yes, no and later.

    Signals:
        photos_wanted: The `Item` whose photos the user wants to see.
    """

    photos_wanted = Signal(object)

    def __init__(self, model: QuestionModel, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self._delegate = _TileDelegate(pictures, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        # The menu key asks for the menu of the current item.
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.DefaultContextMenu)
        self.setAccessibleName(self.tr("What is asked about"))
        pictures.ready.connect(lambda _: self.viewport().update())

    def begin(self) -> None:
        """Go to the first item of another question."""
        faces = len(self._model.index(0).data(FACES_ROLE))
        self.set_tile(self._delegate.tile(faces))
        self._go_to(0)
        self.scrollToTop()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick or untick what was clicked."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and index == self.currentIndex():
            self._toggle(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a second click as one of its own."""
        self.mousePressEvent(event)

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do with the current item; none where there is none."""
        index = self.currentIndex()
        if not index.isValid():
            return []
        return [
            Shortcut(self.tr("Yes"), ("Y",), lambda: self._answer(index.row(), said=True)),
            Shortcut(self.tr("No"), ("N",), lambda: self._answer(index.row(), said=False)),
            Shortcut(self.tr("Ask later"), ("S",), lambda: self._answer(index.row(), said=None)),
            Shortcut(self.tr("Tick or untick"), ("Space",), lambda: self._toggle(index)),
            Shortcut(
                self.tr("Show the photos"), ("P",), lambda: self.photos_wanted.emit(index.data(ITEM_ROLE))
            ),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key is declared to do; leave Return and other letters to the page."""
        if press(event, self.shortcuts()):
            return
        if event.text().strip() or event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with an item."""
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if keyboard else self.indexAt(event.pos())
        if not index.isValid():
            return
        row, item = index.row(), index.data(ITEM_ROLE)
        menu = QMenu(self)
        for text, said in ((self.tr("Yes"), True), (self.tr("No"), False), (self.tr("Later"), None)):
            menu.addAction(text).triggered.connect(lambda _=False, said=said: self._model.answer(row, said))
        menu.addSeparator()
        menu.addAction(self.tr("Show photos")).triggered.connect(lambda: self.photos_wanted.emit(item))
        where = self.visualRect(index).center() if keyboard else event.pos()
        menu.popup(self.viewport().mapToGlobal(where))

    def _answer(self, row: int, *, said: bool | None) -> None:
        self._model.answer(row, said)
        self._go_to(row + 1)

    def _toggle(self, index: Index) -> None:
        self._model.answer(index.row(), not index.data(ANSWER_ROLE))

    def _go_to(self, row: int) -> None:
        if row < self._model.rowCount():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self._model.index(row), flag)


class _TileDelegate(QStyledItemDelegate):
    """Draws an item: one face or two, what is known of them, how probable it is, and the answer."""

    def __init__(self, pictures: Pictures, parent: QListView) -> None:
        super().__init__(parent)
        self._pictures, self._view, self._shapes = pictures, parent, Shapes()

    def tile(self, faces: int) -> QSize:
        """Return the least size of an item with one face or two."""
        width = _ALONE if faces == 1 else 2 * _OF_TWO + _PAD
        lines = 2 * self._view.fontMetrics().height() + _BADGE
        return QSize(width + 2 * _PAD, (_ALONE if faces == 1 else _OF_TWO) + lines + 3 * _PAD)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the place of an item; it is drawn in the middle of it."""
        return self._view.gridSize()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one."""
        found, said = theme.colours(), index.data(ANSWER_ROLE)
        size = self.tile(len(index.data(FACES_ROLE)))
        area = QRect(QPoint(0, 0), size)
        area.moveCenter(option.rect.center())
        current = index == self._view.currentIndex() and self._view.hasFocus()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inner = area.adjusted(2, 2, -2, -2)
        painter.setBrush(QColor(found.surface))
        painter.setPen(QPen(QColor(found.accent if said else found.line), 2 if said else 1))
        painter.drawRoundedRect(inner, 10, 10)
        if current or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(found.text if current else found.faint), 2 if current else 1))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), 11, 11)
        self._draw_faces(painter, area, index)
        self._draw_answer(painter, area, index)
        painter.restore()

    def _draw_faces(self, painter: QPainter, area: QRect, index: Index) -> None:
        faces, lines = index.data(FACES_ROLE), index.data(LINES_ROLE)
        side = _ALONE if len(faces) == 1 else _OF_TWO
        found, metrics = theme.colours(), painter.fontMetrics()
        wanted = asked_side(side, self._view.devicePixelRatioF())
        left, top = area.left() + _PAD, area.top() + _PAD
        for face, (who, when) in zip(faces, lines, strict=True):
            picture = self._pictures.get(Kind.FACE, face, wanted)
            square = QRect(left, top, side, side)
            self._shapes.paint(painter, square, picture, round_=False, empty=QColor(found.empty))
            # Both ends of a name tell it from others; all of it is in the tooltip.
            for row, (text, colour, left_out) in enumerate(
                (
                    (who, found.text, Qt.TextElideMode.ElideMiddle),
                    (when, found.faint, Qt.TextElideMode.ElideRight),
                )
            ):
                line = QRect(left, top + side + 4 + row * metrics.height(), side, metrics.height())
                painter.setPen(QColor(colour))
                shown = metrics.elidedText(text, left_out, side)
                painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)
            left += side + _PAD

    def _draw_answer(self, painter: QPainter, area: QRect, index: Index) -> None:
        """Draw the tick, and how probable it is."""
        found, said = theme.colours(), index.data(ANSWER_ROLE)
        circle = QRect(area.left() + _PAD, area.bottom() - _PAD - _BADGE + 4, _BADGE, _BADGE)
        painter.setPen(QPen(QColor(found.accent if said else found.faint), 1.5))
        painter.setBrush(QColor(found.accent if said else found.surface))
        painter.drawEllipse(circle)
        middle = circle.center()
        painter.setPen(QPen(QColor(found.on_accent if said else found.faint), 2))
        if said:
            painter.drawPolyline([middle + QPoint(*at) for at in ((-4, 1), (-1, 4), (5, -4))])
        elif said is None:
            painter.drawPolyline([middle + QPoint(*at) for at in ((1, -5), (1, 1), (5, 4))])
        words = QRect(circle.right() + 6, circle.top(), area.right() - circle.right() - _PAD, _BADGE)
        texts = (self.tr("later"),) if said is None else index.data(CHANCE_ROLE)
        metrics = painter.fontMetrics()
        text = next((text for text in texts if metrics.horizontalAdvance(text) <= words.width()), texts[-1])
        painter.setPen(QColor(found.faint))
        painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


class PairView(QWidget):
    """A single item: both faces large, side by side, with what is known of them and why it is asked.

    Signals:
        photo_wanted: `Photo.id` and `Face.id` of one of the two, whose face was clicked.
        going: A `Place` the user wants to go to.
    """

    photo_wanted = Signal(int, int)
    going = Signal(object)

    def __init__(self, model: QuestionModel, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._sides = (_SideCard(desk), _SideCard(desk))
        for card in self._sides:
            card.photo_wanted.connect(self.photo_wanted)
            card.going.connect(self.going)
        self._reason = QLabel()
        self._reason.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._reason.setWordWrap(True)
        across = QHBoxLayout()
        across.setSpacing(theme.MARGIN)
        across.addStretch(1)
        for side in self._sides:
            across.addWidget(side)
        across.addStretch(1)
        down = QVBoxLayout(self)
        down.addStretch(1)
        down.addLayout(across)
        down.addSpacing(theme.GAP)
        down.addWidget(self._reason)
        down.addStretch(2)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer where one can go from either face: the keys go to both of them."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for card in self._sides:
            card.fill(menu.addMenu(""))
        keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        menu.popup(self.mapToGlobal(self.rect().center()) if keyboard else event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make the faces as large as there is room for."""
        super().resizeEvent(event)
        least, most = _LARGE
        side = max(least, min(most, (self.width() - _BESIDE) // 2, self.height() - _UNDER))
        for card in self._sides:
            card.set_side(side)

    def show_item(self, item: Item) -> None:
        """Show an item of the question at hand."""
        for card, side in zip(self._sides, (item.one, item.other), strict=True):
            card.show_side(side, *self._model.lines(item, side))
        self._reason.setText(self._model.reason(item))
        self.setAccessibleName(self._model.sentence(item))
        self.setAccessibleDescription(self._model.reason(item))


class _SideCard(QFrame):
    """One face, large, with what is known of it; a click shows its photo.

    Signals:
        photo_wanted: `Photo.id` and `Face.id`.
        going: A `Place` the user wants to go to.
    """

    photo_wanted = Signal(int, int)
    going = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._side: Side | None = None
        self.setObjectName("card")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(self.tr("Click to see the photo"))
        self._face = FacePicture(desk, _LARGE[0], square=True)
        self._who, self._when = QLabel(), QLabel()
        self._when.setProperty("faint", True)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        down.setSpacing(theme.GAP // 2)
        down.addWidget(self._face)
        down.addSpacing(theme.GAP // 2)
        for label in (self._who, self._when):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
            label.setWordWrap(True)
            down.addWidget(label)
        down.addStretch(1)

    def set_side(self, side: int) -> None:
        self._face.set_side(side)
        self.setFixedWidth(side + 2 * theme.MARGIN + 2)

    def show_side(self, side: Side, who: str, when: str) -> None:
        self._side = side
        self._face.show_face(side.shown_face_id, who)
        self._who.setText(who)
        self._when.setText(when)
        self._when.setVisible(bool(when))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show the photo."""
        inside = self.rect().contains(event.position().toPoint())
        if self._side is not None and inside and event.button() is Qt.MouseButton.LeftButton:
            self.photo_wanted.emit(self._side.photo_id, self._side.shown_face_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer where one can go from here."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill(menu)
        menu.popup(event.globalPos())

    def fill(self, menu: QMenu) -> None:
        """Add where one can go from here to a menu."""
        side = self._side
        if side is None:
            return
        menu.setTitle(self._who.text())
        show = menu.addAction(self.tr("Show photo"))
        show.triggered.connect(lambda _: self.photo_wanted.emit(side.photo_id, side.shown_face_id))
        menu.addAction(
            self.tr("Find this face in other photos"),
            lambda: self.going.emit(Place(PageName.FIND, side.shown_face_id)),
        )
        person = side.person_id
        if person is not None:
            go = self.tr("Go to {name}").format(name=side.name) if side.name else self.tr("Go to the group")
            menu.addAction(go, lambda: self.going.emit(Place(PageName.PERSON, person)))
