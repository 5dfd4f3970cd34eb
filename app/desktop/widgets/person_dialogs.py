"""Small questions about people: whether they are one, when they were born, what to note, whom to ignore.

Each tells what the user answered and changes nothing; doing it lives in `app.desktop.widgets.person_actions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.widgets.face_picture import FacePicture
from app.desktop.widgets.marked_photo import MarkedPhoto
from app.desktop.widgets.name_field import NameField
from app.search.meeting import Meeting
from app.search.people import PersonAbout, Seldom, seldom_seen

_FACE = 112
#: Of the photo that two people are in.
_MET = QSize(420, 260)


class SmallDialog(QDialog):
    """A question over the window, gone once it is answered."""

    def __init__(self, title: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.down = QVBoxLayout(self)
        self.down.setContentsMargins(2 * theme.MARGIN, theme.MARGIN, 2 * theme.MARGIN, theme.MARGIN)
        self.down.setSpacing(theme.MARGIN)
        self.text = QLabel(text)
        self.text.setWordWrap(True)
        self.text.setMinimumWidth(360)
        self.down.addWidget(self.text)

    def sizeHint(self) -> QSize:
        """Return a size in which the text is whole."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(hint.height(), self.heightForWidth(hint.width())))

    def add_buttons(self, accept: str, *others: QPushButton) -> QPushButton:
        """Add the button that does it, and Cancel; return the first."""
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        box.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        for other in others:
            box.addButton(other, QDialogButtonBox.ButtonRole.ResetRole)
        made = QPushButton(accept)
        box.addButton(made, QDialogButtonBox.ButtonRole.AcceptRole)
        for button in box.buttons():
            button.setAutoDefault(button is made)  # type: ignore[attr-defined]
        made.setDefault(True)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.down.addWidget(box)
        return made


class SameQuestion(SmallDialog):
    """Are these people one?

    Args:
        desk: Where faces come from.
        text: The question.
        people: Whom it is about; their faces are shown side by side.
        answers: What can be answered besides Cancel; the first is the expected one.
        parent: The window.
        met: A photo that two of them are in, which speaks against it: then Cancel is what is expected.

    Signals:
        answered: Which of the answers, from 0.
    """

    answered = Signal(int)

    def __init__(
        self,
        desk: Desk,
        text: str,
        people: Sequence[PersonAbout],
        answers: Sequence[str],
        parent: QWidget,
        *,
        met: Meeting | None = None,
    ) -> None:
        super().__init__(self.tr("The same person?"), text, parent)
        faces = QHBoxLayout()
        faces.setSpacing(2 * theme.MARGIN)
        faces.addStretch()
        for person in people:
            faces.addLayout(self._face(desk, person))
        faces.addStretch()
        self.down.addLayout(faces)
        if met is not None:
            photo = MarkedPhoto(desk, _MET)
            photo.setMinimumHeight(_MET.height())
            photo.show_photo(met.photo, met.faces, self.tr("A photo that both are in"))
            self.down.addWidget(photo, 1)
        buttons = QHBoxLayout()
        buttons.addStretch()
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setDefault(met is not None)
        cancel.setAutoDefault(met is not None)
        cancel.clicked.connect(self.reject)
        buttons.addWidget(cancel)
        for number, answer in reversed(list(enumerate(answers))):
            button = QPushButton(answer)
            expected = number == 0 and met is None
            button.setDefault(expected)
            button.setAutoDefault(expected)
            button.clicked.connect(partial(self._answer, number))
            buttons.addWidget(button)
        self.down.addLayout(buttons)
        if met is not None:
            cancel.setFocus()

    def _face(self, desk: Desk, person: PersonAbout) -> QVBoxLayout:
        name = person.name or self.tr("Unnamed group")
        picture = FacePicture(desk, _FACE)
        picture.show_face(person.cover, name)
        under = QLabel(name)
        faces = QLabel(self.tr("%n face(s)", "", person.faces))
        faces.setProperty("faint", True)
        column = QVBoxLayout()
        column.setSpacing(4)
        for widget in (picture, under, faces):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        return column

    def _answer(self, number: int) -> None:
        self.answered.emit(number)
        self.accept()


class BirthdayDialog(SmallDialog):
    """When was somebody born?

    Signals:
        chosen: A `date`, or None for not known.
    """

    chosen = Signal(object)

    def __init__(self, name: str, birthday: str | None, parent: QWidget) -> None:
        super().__init__(
            self.tr("Birthday"),
            self.tr(
                "When was {name} born? No face in an older photo is taken for theirs, and photos can be "
                "ordered by age."
            ).format(name=name),
            parent,
        )
        self.day = QDateEdit()
        self.day.setAccessibleName(self.tr("Birthday"))
        self.day.setCalendarPopup(True)
        self.day.setDateRange(QDate(1800, 1, 1), QDate.currentDate())
        # As everywhere a birthday is typed; what is typed in another order would be taken for another day.
        self.day.setDisplayFormat("yyyy-MM-dd")
        known = date.fromisoformat(birthday) if birthday else None
        self.day.setDate(QDate(known.year, known.month, known.day) if known else QDate(1990, 1, 1))
        self.down.addWidget(self.day)
        unknown = QPushButton(self.tr("Not known"))
        unknown.clicked.connect(self._unknown)
        self.add_buttons(self.tr("Set birthday"), *([unknown] if birthday else []))
        self.accepted.connect(self._tell)
        self._known = True
        self.day.setFocus()

    def _unknown(self) -> None:
        self._known = False
        self.accept()

    def _tell(self) -> None:
        day = self.day.date()
        self.chosen.emit(date(day.year(), day.month(), day.day()) if self._known else None)


class NotesDialog(SmallDialog):
    """What does the user want to remember of somebody?

    Signals:
        written: The text.
    """

    written = Signal(str)

    def __init__(self, name: str, notes: str | None, parent: QWidget) -> None:
        super().__init__(self.tr("Notes"), self.tr("Notes on {name}").format(name=name), parent)
        self.notes = QPlainTextEdit(notes or "")
        self.notes.setAccessibleName(self.tr("Notes"))
        self.notes.setTabChangesFocus(True)
        self.notes.setMinimumSize(QSize(360, 140))
        self.down.addWidget(self.notes)
        self.add_buttons(self.tr("Save"))
        self.accepted.connect(lambda: self.written.emit(self.notes.toPlainText()))


class SeldomDialog(SmallDialog):
    """Who is seen too seldom to be shown?

    Signals:
        chosen: How many times one must be seen to stay.
    """

    chosen = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            self.tr("Ignore who is seldom seen"),
            self.tr("Ignore everyone without a name who is seen fewer times than this:"),
            parent,
        )
        self._desk = desk
        self.times = QSpinBox()
        self.times.setRange(2, 999)
        self.times.setValue(3)
        self.times.setAccessibleName(self.tr("Times"))
        self.count = QLabel()
        self.count.setProperty("faint", True)
        self.count.setWordWrap(True)
        self.count.setMinimumHeight(2 * self.fontMetrics().height() + 4)
        self.down.addWidget(self.times)
        self.down.addWidget(self.count)
        self.ignore_button = self.add_buttons(self.tr("Ignore them"))
        self.accepted.connect(lambda: self.chosen.emit(self.times.value()))
        self.times.valueChanged.connect(self._ask)
        self._ask()

    def _ask(self) -> None:
        self.ignore_button.setEnabled(False)
        times = self.times.value()
        self._desk.read(
            lambda session: seldom_seen(session, times), lambda found: self._told(times, found), owner=self
        )

    def _told(self, times: int, found: Seldom) -> None:
        if times != self.times.value():
            return
        groups = self.tr("%n group(s)", "", found.groups)
        faces = self.tr("%n face(s) seen once", "", found.faces)
        self.count.setText(
            self.tr("{groups} and {faces} will be ignored. You can restore them on the Ignored page.").format(
                groups=groups, faces=faces
            )
        )
        self.ignore_button.setEnabled(bool(found.groups or found.faces))


class WhoDialog(SmallDialog):
    """Whom does the user mean? A name, known or new.

    Signals:
        named: The name.
    """

    named = Signal(str)

    def __init__(self, desk: Desk, title: str, text: str, hint: str, parent: QWidget) -> None:
        super().__init__(title, text, parent)
        self.field = NameField(desk)
        self.field.set_hint(hint)
        self.field.setMinimumHeight(self.field.line.sizeHint().height() + self.fontMetrics().height() + 6)
        self.field.setMinimumWidth(self.text.minimumWidth())
        self.field.named.connect(self._named)
        self.field.given_up.connect(self.reject)
        self.down.addWidget(self.field)
        self.field.setFocus()

    def _named(self, name: str) -> None:
        self.named.emit(name)
        self.accept()
