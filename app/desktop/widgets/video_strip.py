"""What is below a video in the viewer: its time line, who is seen and when, and the button that plays it.

Which moment is shown is decided by `app.desktop.widgets.photo_moments`.
"""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.desktop.desk import Desk
from app.desktop.models.moments import Moments
from app.desktop.places import PageName, Place
from app.desktop.theme import GAP, MARGIN
from app.desktop.widgets.buttons import flat_button
from app.desktop.widgets.face_picture import FacePicture
from app.desktop.widgets.time_line import TimeLine
from app.search.sightings import SeenPerson, mark

_FACE: Final = 28
#: The people take at most so much of the height, in logical pixels: three and the half of a fourth.
_MOST: Final = 130
#: Of a name, in logical pixels.
_NAME: Final = 160


class VideoStrip(QWidget):
    """Shows who is seen in a video, and when.

    Signals:
        moment_wanted: Milliseconds since the first frame.
        step_wanted: By how many moments at which somebody is seen to go on.
        play_wanted: The video is to be played.
        going: A `Place` the user wants to go to.
        placed: It is higher or lower than before.
    """

    moment_wanted = Signal(int)
    step_wanted = Signal(int)
    play_wanted = Signal()
    going = Signal(object)
    placed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.line = TimeLine()
        self.line.moment_wanted.connect(self.moment_wanted)
        self.line.step_wanted.connect(self.step_wanted)
        self.before = flat_button("‹", self.tr("The moment before at which somebody is seen (,)"))
        self.before.clicked.connect(lambda _: self.step_wanted.emit(-1))
        self.after = flat_button("›", self.tr("The next moment at which somebody is seen (.)"))
        self.after.clicked.connect(lambda _: self.step_wanted.emit(1))
        self._when = QLabel()
        self._when.setProperty("faint", True)
        self.play = QPushButton(self.tr("▶ Play"))
        self.play.setAccessibleName(self.tr("Play the video"))
        self.play.setToolTip(self.tr("Play the video in the program that this computer has for it (P)"))
        self.play.clicked.connect(lambda _: self.play_wanted.emit())
        above = QHBoxLayout()
        above.setSpacing(GAP // 2)
        for widget in (self.before, self.after):
            above.addWidget(widget)
        above.addWidget(self.line, 1)
        above.addWidget(self._when)
        above.addSpacing(GAP)
        above.addWidget(self.play)
        self._nobody = QLabel(self.tr("Nobody is seen in this video. Go where there is a face, and press D."))
        self._nobody.setProperty("faint", True)
        self._nobody.setWordWrap(True)
        self._area = _People()
        self._area.setAccessibleName(self.tr("Who is seen in this video, and when"))
        down = QVBoxLayout(self)
        down.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        down.setSpacing(GAP // 2)
        down.addLayout(above)
        down.addWidget(self._nobody)
        down.addWidget(self._area)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_moments(self, moments: Moments, duration: int) -> None:
        """Show who is seen in a video.

        Args:
            moments: Who they are, and when.
            duration: Of the video, milliseconds.
        """
        self.line.show_marks(duration, moments.marked(), moments.people)
        self._nobody.setVisible(not moments.people)
        self._area.setVisible(bool(moments.people))
        people = QWidget()
        grid = QGridLayout(people)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP // 2)
        grid.setColumnStretch(2, 1)
        for line, one in enumerate(moments.people):
            self._add(grid, line, one)
        self._area.show_rows(people)

    def show_moment(self, moment: int, *, can_step: bool, playable: bool) -> None:
        """Say which moment is shown.

        Args:
            moment: milliseconds since the first frame.
            can_step: There are moments to go to.
            playable: The file is there.
        """
        self.line.setValue(moment)
        self._when.setText(
            self.tr("{moment} of {length}").format(moment=mark(moment), length=mark(self.line.maximum()))
        )
        self.before.setEnabled(can_step)
        self.after.setEnabled(can_step)
        self.play.setEnabled(playable)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell of another height."""
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.placed.emit()

    def _add(self, grid: QGridLayout, line: int, one: SeenPerson) -> None:
        if one.person_id is None:
            called, place = self.tr("Who?"), Place(PageName.FIND, id=one.face_id)
        else:
            called, place = one.name or self.tr("Unnamed"), Place(PageName.PERSON, id=one.person_id)
        shown = self.tr("{name}?").format(name=called) if one.name and not one.confirmed else called
        picture = FacePicture(self._desk, _FACE)
        picture.show_face(one.face_id, called)
        name = flat_button("", self.tr("Go to {name}").format(name=called))
        short = name.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, _NAME)
        # An ampersand would underline the letter after it.
        name.setText(short.replace("&", "&&"))
        # In one line with the face and the first of the times.
        name.setFixedHeight(_FACE)
        name.setStyleSheet("padding: 0 2px;")
        name.clicked.connect(lambda _=False: self.going.emit(place))
        when = QLabel(", ".join(f'<a href="{span.begin_ms}">{escape(str(span))}</a>' for span in one.spans))
        when.setTextFormat(Qt.TextFormat.RichText)
        when.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        when.setWordWrap(True)
        when.setContentsMargins(0, (_FACE - when.fontMetrics().height()) // 2, 0, 0)
        when.setAccessibleName(
            self.tr("{name}: {times}").format(name=called, times=", ".join(map(str, one.spans)))
        )
        when.linkActivated.connect(lambda moment: self.moment_wanted.emit(int(moment)))
        grid.addWidget(picture, line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(name, line, 1, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(when, line, 2, Qt.AlignmentFlag.AlignTop)


class _People(QScrollArea):
    """Rows of people, as high as they are up to a limit."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_rows(self, rows: QWidget) -> None:
        """Show other rows."""
        self.setWidget(rows)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the rows are in another width."""
        super().resizeEvent(event)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return the height of the rows."""
        return QSize(200, self._height())

    def _fit(self) -> None:
        if self.height() != self._height():
            self.setFixedHeight(self._height())

    def _height(self) -> int:
        rows = self.widget()
        layout = None if rows is None else rows.layout()
        if layout is None:
            return 0
        return min(_MOST, max(layout.heightForWidth(self.viewport().width()), layout.sizeHint().height()))
