"""What is above a photo in the viewer: its name and date, which of how many it is, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app.desktop.hints import hint
from app.desktop.kept import keep, kept
from app.desktop.models.timeline import date_text
from app.desktop.theme import GAP, MARGIN
from app.desktop.widgets.buttons import flat_button
from app.printing import printable
from app.search.browsing import PhotoRow

_BOXES = "photo/boxes"
_ABOUT = "photo/about"
#: Room that the name needs to be shown, in logical pixels.
_LEAST_NAME = 60


class PhotoBar(QWidget):
    """The bar; what is switched on stays so the next time the window is opened.

    Attributes:
        boxes: Whether faces are shown.
        pencil: Whether a face can be drawn.
        about: Whether the facts of the photo are shown.

    Signals:
        stepped: By how many photos to go on.
        turned: The view is to be turned by a quarter.
        screen_wanted: The whole screen is wanted.
    """

    stepped = Signal(int)
    turned = Signal()
    screen_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._where = _Name(), QLabel()
        self._where.setProperty("faint", True)
        self._before = flat_button("←", self.tr("Previous photo (Left)"))
        self._before.clicked.connect(lambda _: self.stepped.emit(-1))
        self._after = flat_button("→", self.tr("Next photo (Right)"))
        self._after.clicked.connect(lambda _: self.stepped.emit(1))
        self.boxes = _toggle("▢", self.tr("Show faces (B)"))
        self.boxes.toggled.connect(self._show_boxes)
        self.pencil = _toggle("✎", self.tr("Draw a missed face (D)"))
        turn = flat_button("↻", self.tr("Turn the view (R)"))
        turn.clicked.connect(lambda _: self.turned.emit())
        whole = flat_button("⤢", self.tr("Full screen (F)"))
        whole.clicked.connect(lambda _: self.screen_wanted.emit())
        self.about = _toggle("ℹ", self.tr("About this photo (I)"))
        self.about.toggled.connect(lambda shown: keep(_ABOUT, shown))
        along = QHBoxLayout(self)
        along.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        along.addWidget(self._before)
        along.addWidget(self._after)
        along.addSpacing(GAP)
        along.addWidget(self._name, 1)
        along.addWidget(self._where)
        along.addSpacing(GAP)
        for button in (self.boxes, self.pencil, turn, whole, self.about):
            along.addWidget(button)

    def restore(self) -> None:
        """Switch on what was switched on the last time."""
        self.boxes.setChecked(kept(_BOXES, "true") in {True, "true"})
        self.about.setChecked(kept(_ABOUT, "false") in {True, "true"})
        self._show_boxes(self.boxes.isChecked())

    def show_place(self, at: int, count: int) -> None:
        """Say which of how many photos is shown, counted from 0; nothing of a photo alone."""
        locale = QLocale()
        self._where.setText(
            self.tr("{number} of {all}").format(number=locale.toString(at + 1), all=locale.toString(count))
            if count > 1
            else ""
        )
        self._before.setEnabled(at > 0)
        self._after.setEnabled(at + 1 < count)

    def describe(self, row: PhotoRow | None) -> None:
        """Say which photo is shown; nothing while that is not known."""
        name = "" if row is None else printable(row.file.name)
        if row is not None and row.taken_at is not None:
            name = self.tr("{name}, {date}").format(name=name, date=date_text(row.taken_at))
        self._name.show_text(name)
        self._name.setToolTip("" if row is None else hint(printable(str(row.file))))

    def _show_boxes(self, shown: bool) -> None:
        self.boxes.setText("▣" if shown else "▢")
        keep(_BOXES, shown)


class _Name(QLabel):
    """A line that is shortened where there is no room for all of it."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        """Show a text."""
        self._whole = text
        self._shorten()

    def resizeEvent(self, event: object) -> None:
        """Show as much as there is room for."""
        self._shorten()

    def _shorten(self) -> None:
        mode, room = Qt.TextElideMode.ElideMiddle, self.width()
        # The rest of a name of which next to nothing is left says nothing.
        self.setText(self.fontMetrics().elidedText(self._whole, mode, room) if room > _LEAST_NAME else "")


def _toggle(sign: str, name: str) -> QToolButton:
    button = flat_button(sign, name)
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
