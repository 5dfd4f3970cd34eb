"""The head of a person's page: cover, name, figures, birthday and notes, and what is done with all of it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.hints import hint
from app.desktop.widgets.face_picture import FacePicture
from app.desktop.widgets.name_field import NameField
from app.search.people import PersonAbout

#: Of a name at most, in logical pixels: a longer one would make the window wider.
_NAME = 420
_COVER = 88


class PersonHeader(QFrame):
    """Who it is.

    Signals:
        named: The name that was given.
        unnamed: The name is to be taken away.
        confirm_wanted: All faces are right.
        find_wanted: More faces are to be found.
        birthday_wanted: The birthday is to be set.
        notes_wanted: The notes are to be written.
    """

    named = Signal(str)
    unnamed = Signal()
    confirm_wanted = Signal()
    find_wanted = Signal()
    birthday_wanted = Signal()
    notes_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._about: PersonAbout | None = None
        self.cover = FacePicture(desk, _COVER)
        self.title = QPushButton()
        self.title.setProperty("name", True)
        self.title.setToolTip(self.tr("Change the name"))
        self.title.setFlat(True)
        self.title.clicked.connect(self.edit_name)
        self.title.setCursor(Qt.CursorShape.IBeamCursor)
        self.field = NameField(desk)
        self.field.setMinimumWidth(260)
        self.field.set_hint(self.tr("{name}: the same person?"))
        self.field.named.connect(self._named)
        self.field.emptied.connect(self._emptied)
        self.field.given_up.connect(self.show_name)
        self.names = QStackedWidget()
        self.names.addWidget(self.title)
        self.names.addWidget(self.field)
        self.figures, self.notes = QLabel(), QLabel()
        for label in (self.figures, self.notes):
            label.setProperty("faint", True)
            label.setWordWrap(True)
        self.birthday, self.write = QPushButton(), QPushButton()
        for button, wanted in ((self.birthday, self.birthday_wanted), (self.write, self.notes_wanted)):
            # In line with what is above; a box would stand out to the left.
            button.setFlat(True)
            button.setStyleSheet(
                "QPushButton { border: none; background: transparent; padding: 2px 0; } "
                "QPushButton:hover, QPushButton:focus { text-decoration: underline; }"
            )
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, wanted=wanted: wanted.emit())
        self.confirm = QPushButton(self.tr("Confirm all"))
        self.confirm.setToolTip(self.tr("Say that all these faces are right"))
        self.confirm.clicked.connect(self._confirm)
        self.more_faces = QPushButton(self.tr("Find more"))
        self.more_faces.setToolTip(self.tr("Look for more faces like these"))
        self.more_faces.clicked.connect(self._find)
        self.menu = QMenu(self)
        # A button like its neighbours, so that all stand alike.
        self.more = QPushButton("⋯")
        self.more.setToolTip(self.tr("More actions"))
        self.more.setAccessibleName(self.tr("More actions"))
        self.more.setStyleSheet("QPushButton::menu-indicator { image: none; width: 0; }")
        self.more.setMenu(self.menu)
        self._lay_out()

    def show_person(self, about: PersonAbout, mentions: int = 0) -> None:
        """Show somebody.

        Args:
            about: What is known of them.
            mentions: In how many photos without a face of theirs they are named.
        """
        before, self._about = self._about, about
        name = about.name or self.tr("Unnamed group")
        self.cover.show_face(about.cover, name, (about.name or "")[:1].upper())
        metrics = self.title.fontMetrics()
        short = metrics.elidedText(about.name or "", Qt.TextElideMode.ElideMiddle, _NAME)
        # An ampersand would underline the letter after it.
        self.title.setText(short.replace("&", "&&") or self.tr("Add name"))
        self.title.setToolTip(self.tr("Change the name") if short == (about.name or "") else hint(name))
        self.title.setAccessibleName(self.tr("Name: {name}").format(name=name))
        self.figures.setText(self._with_mentions(about, mentions))
        self.birthday.setText(self._birthday(about.birthday))
        self.write.setText(self.tr("Edit notes") if about.notes else self.tr("Add notes"))
        self.notes.setText(about.notes or "")
        for widget, shown in (
            (self.birthday, about.name is not None),
            (self.write, about.name is not None),
            (self.notes, bool(about.notes)),
        ):
            widget.setVisible(shown)
        self.confirm.setEnabled(about.confirmed < about.faces)
        self.more_faces.setEnabled(about.cover > 0)
        if before is None or (before.id, before.name) != (about.id, about.name):
            self.show_name()

    def edit_name(self) -> None:
        """Open the field for the name."""
        if self._about is not None:
            self.field.set_text(self._about.name or "")
            self.field.set_removable(self._about.name is not None)
            self.names.setCurrentWidget(self.field)
            self.field.setFocus()

    def show_name(self) -> None:
        """Show the name, or the open field where there is none."""
        self.field.set_removable(False)
        self.field.set_text("")
        self.field.set_placeholder(self.tr("Who is this? Add a name"))
        named = self._about is not None and self._about.name is not None
        self.names.setCurrentWidget(self.title if named else self.field)

    def _confirm(self) -> None:
        self.confirm_wanted.emit()

    def _find(self) -> None:
        self.find_wanted.emit()

    def _emptied(self) -> None:
        self.names.setCurrentWidget(self.title)
        self.unnamed.emit()

    def _named(self, name: str) -> None:
        self.names.setCurrentWidget(self.title)
        self.named.emit(name)

    def _lay_out(self) -> None:
        self.setObjectName("head")
        words = QVBoxLayout()
        words.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP)
        row.addWidget(self.names)
        row.addStretch(1)
        words.addStretch(1)
        words.addLayout(row)
        words.addWidget(self.figures)
        under = QHBoxLayout()
        under.setSpacing(theme.MARGIN)
        under.addWidget(self.birthday)
        under.addWidget(self.write)
        under.addWidget(self.notes, 1)
        under.addStretch()
        words.addLayout(under)
        words.addStretch(1)
        across = QHBoxLayout(self)
        across.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.GAP)
        across.setSpacing(theme.MARGIN)
        across.addWidget(self.cover)
        across.addLayout(words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        for button in (self.confirm, self.more_faces, self.more):
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(buttons)
        self.names.setSizePolicy(self.title.sizePolicy())
        self.title.setStyleSheet(
            "QPushButton { border: none; background: transparent; padding: 2px 0; text-align: left; "
            "font-size: 22px; font-weight: 600; } QPushButton:focus { text-decoration: underline; }"
        )

    def _with_mentions(self, about: PersonAbout, mentions: int) -> str:
        if not mentions:
            return self._figures(about)
        if not about.faces:
            return self.tr("Named in %n photo(s), nobody knows where", "", mentions)
        named = self.tr("named in %n more photo(s), nobody knows where", "", mentions)
        return self.tr("{figures}; {named}").format(figures=self._figures(about), named=named)

    def _figures(self, about: PersonAbout) -> str:
        faces = self.tr("%n face(s)", "", about.faces)
        photos = self.tr("%n photo(s)", "", about.photos)
        confirmed = self.tr("%n confirmed", "", about.confirmed)
        if about.first_year is None:
            return self.tr("{faces} in {photos}, {confirmed}").format(
                faces=faces, photos=photos, confirmed=confirmed
            )
        if about.first_year == about.last_year:
            return self.tr("{faces} in {photos}, {year}, {confirmed}").format(
                faces=faces, photos=photos, year=about.first_year, confirmed=confirmed
            )
        return self.tr("{faces} in {photos}, {first} to {last}, {confirmed}").format(
            faces=faces, photos=photos, first=about.first_year, last=about.last_year, confirmed=confirmed
        )

    def _birthday(self, birthday: str | None) -> str:
        if birthday is None:
            return self.tr("Set birthday")
        day = date.fromisoformat(birthday)
        shown = QLocale().toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
        return self.tr("Born on {date}").format(date=shown)
