"""Who else may be this person: look-alikes side by side with them, to say yes or no to.

Where they come from is `app.grouping`; what an answer does is `app.desktop.together`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.hints import hint
from app.desktop.widgets.chances import chance_in_short, chance_in_words, is_probable
from app.desktop.widgets.face_picture import FacePicture

if TYPE_CHECKING:
    from app.grouping import Suggested

_FACE: Final = 84
#: Look-alikes shown at one time; more follow when these are answered.
MOST: Final = 20


class AlikeStrip(QWidget):
    """Look-alikes of one person, or nothing where there are none.

    Signals:
        answered: Look-alikes (list of `Suggested`), and whether they are the same person.
        merge_wanted: `Person.id` of somebody else with a name who is the same person.
        review_wanted: The user wants to go on reviewing elsewhere.
        photos_wanted: `Face.id` of both faces of a look-alike, whose photos the user wants to see.
        person_wanted: `Person.id` of whom the user wants to go to.
    """

    answered = Signal(object, bool)
    merge_wanted = Signal(int)
    review_wanted = Signal()
    photos_wanted = Signal(int, int)
    person_wanted = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._person = desk, 0
        self._shown: list[Suggested] = []
        self.heading = QLabel()
        self.missing = QPushButton()
        self.missing.setFlat(True)
        self.missing.setToolTip(self.tr("Go to the review"))
        self.missing.setCursor(Qt.CursorShape.PointingHandCursor)
        self.missing.clicked.connect(self._review)
        self.missing.hide()
        self.all = QPushButton()
        self.all.clicked.connect(lambda: self.answered.emit(self._likely(), True))
        bar = QHBoxLayout()
        bar.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        for widget in (self.heading, self.all, self.missing):
            bar.addWidget(widget)
        bar.addStretch(1)
        self._area = QScrollArea()
        self._area.setAccessibleName(self.tr("Look-alikes to review"))
        self._area.setWidgetResizable(True)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, theme.GAP // 2, 0, theme.GAP)
        down.setSpacing(theme.GAP)
        down.addLayout(bar)
        down.addWidget(self._area)
        self._follow_theme()
        self.show_alike(0, None, [])

    def show_alike(self, person: int, name: str | None, found: Sequence[Suggested]) -> None:
        """Show look-alikes of a person or group, the most useful first."""
        if person == self._person and list(found) == self._shown and found:
            return
        self._person, self._shown = person, list(found[:MOST])
        cards = QWidget()
        across = QHBoxLayout(cards)
        across.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, 0)
        across.setSpacing(theme.GAP)
        for one in self._shown:
            across.addWidget(_Card(self._desk, person, name, one, self))
        across.addStretch(1)
        self._area.setWidget(cards)
        bar = self._area.horizontalScrollBar().sizeHint().height()
        self._area.setFixedHeight(cards.sizeHint().height() + bar)
        self._area.setVisible(bool(self._shown))
        self.heading.setText(self.tr("%n look-alike(s) to review", "", len(found)))
        self.heading.setVisible(bool(self._shown))
        likely = len(self._likely())
        self.all.setText(self.tr("Yes to the %n probable one(s)", "", likely))
        self.all.setToolTip(self.tr("Say yes to all of these that are probable; you can undo it"))
        self.all.setVisible(likely > 1)
        self._hide_if_empty()

    def show_missing(self, more: int) -> None:
        """Say how many faces are probably elsewhere; 0 for none."""
        self.missing.setText(self.tr("Probably %n more face(s) elsewhere ›", "", more))
        self.missing.setVisible(more > 0)
        self._hide_if_empty()

    def answer(self, one: Suggested, *, same: bool) -> None:
        """Answer one of them."""
        if same and one.name is not None and one.other_name is not None:
            other = one.other_person_id if one.person_id == self._person else one.person_id
            self.merge_wanted.emit(other)
        else:
            self.answered.emit([one], same)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._follow_theme()

    def _review(self) -> None:
        self.review_wanted.emit()

    def _follow_theme(self) -> None:
        link = f"QPushButton {{ border: none; background: transparent; color: {theme.colours().accent}; }}"
        if self.missing.styleSheet() != link:
            self.missing.setStyleSheet(link)

    def _hide_if_empty(self) -> None:
        self.setVisible(bool(self._shown) or not self.missing.isHidden())

    def _likely(self) -> list[Suggested]:
        return [
            one
            for one in self._shown
            if is_probable(one.probability) and (one.name is None or one.other_name is None)
        ]


class _Card(QFrame):
    """One look-alike, with the face of the person that is most like it."""

    def __init__(self, desk: Desk, person: int, name: str | None, one: Suggested, strip: AlikeStrip) -> None:
        super().__init__(strip)
        self.setObjectName("card")
        mine, other = one.nearest_face_id, one.other_nearest_face_id
        other_name = one.other_name
        if one.person_id != person:
            mine, other, other_name = other, mine, one.name
        self._one, self._strip, self._faces = one, strip, (other, mine)
        #: Who it is that may be this person; None for a face of nobody.
        self._other = one.other_person_id if one.person_id == person else one.person_id
        who = self._called(one, other_name)
        told = self.tr("{name} and {other}: {chance} the same person").format(
            name=name or self.tr("This group"), other=who, chance=chance_in_words(one.probability)
        )
        self.setAccessibleName(told)
        self.setToolTip(self.tr("{told}. Double-click to see the photos.").format(told=told))
        faces = QHBoxLayout()
        faces.setSpacing(4)
        for face, called in ((mine, name or self.tr("This group")), (other, who)):
            picture = FacePicture(desk, _FACE, square=True)
            picture.show_face(face, called)
            faces.addWidget(picture)
        label = QLabel(f"{who}\n{chance_in_short(one.probability)}")
        label.setProperty("faint", True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setMaximumWidth(2 * _FACE + 4)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        self.yes, self.no = QPushButton(self.tr("Yes")), QPushButton(self.tr("No"))
        for button, same, tip in (
            (self.yes, True, self.tr("Yes, the same person: {who}")),
            (self.no, False, self.tr("No, not the same person: {who}")),
        ):
            button.setToolTip(hint(tip.format(who=who)))
            button.setAccessibleName(tip.format(who=who))
            button.clicked.connect(lambda _=False, same=same: strip.answer(one, same=same))
            buttons.addWidget(button)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.GAP, theme.GAP, theme.GAP, theme.GAP)
        down.setSpacing(6)
        down.addLayout(faces)
        down.addWidget(label)
        down.addLayout(buttons)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the photos of both faces."""
        self._strip.photos_wanted.emit(*self._faces)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with it."""
        strip, other = self._strip, self._other
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Yes, the same person"), self.yes.click)
        menu.addAction(self.tr("No, not the same person"), self.no.click)
        menu.addSeparator()
        menu.addAction(self.tr("Show photos"), lambda: strip.photos_wanted.emit(*self._faces))
        if other is not None and self._one.face_id is None:
            menu.addAction(self.tr("Go to them"), lambda: strip.person_wanted.emit(other))
        menu.popup(event.globalPos())

    def _called(self, one: Suggested, name: str | None) -> str:
        if one.face_id is not None:
            return self.tr("A face seen once")
        if name is not None:
            return self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, 2 * _FACE)
        return self.tr("Another group")
