"""What an import would change: people in a table, and under it what stays, is not here, or could not be read.

Finding it out lives in `app.exchange.importing`, asking in `app.desktop.widgets.import_dialog`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.desktop import theme
from app.desktop.models.planned_people import PlannedPeopleModel
from app.desktop.sentences import translated
from app.desktop.widgets.plan_table import PlanTable
from app.metadata.imports import PROGRAMS
from app.printing import printable

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from app.exchange.importing import Conflict, ImportPlan

#: Lines of one note; of more it is said how many there are.
_LINES: Final = 12
#: Of all notes together, in logical pixels; the rest is scrolled to.
_NOTES: Final = 230


class ImportPreview(QWidget):
    """Shows the plan of an import.

    Signals:
        moved: A folder of the other program, and where the user says that it is here.
        add_wanted: Folders (a sequence of paths) whose photos the library should have.
        contacts_wanted: The user wants to say where Picasa's names are.
    """

    moved = Signal(str, str)
    add_wanted = Signal(object)
    contacts_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading, self.about = QLabel(), QLabel()
        self.heading.setProperty("heading", True)
        self.about.setProperty("faint", True)
        self.model = PlannedPeopleModel(self)
        self.table = PlanTable(
            self.model, self.tr("People who would be taken over"), (0, 60, 90, 90, 140, 130)
        )
        self.notes = QScrollArea(widgetResizable=True)
        self.notes.setMaximumHeight(_NOTES)
        self.notes.setAccessibleName(self.tr("What else there is to know"))
        self.notes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._looking = QLabel()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.GAP)
        for label in (self.heading, self.about, self._looking):
            label.setWordWrap(True)
            down.addWidget(label)
        self._looking.setText(
            self.tr("Photos are being read now. What is said here follows when that has ended.")
        )
        down.addWidget(self.table, 3)
        down.addWidget(self.notes, 2)
        #: Keeps what is said together, at the top, where there is no table.
        self._rest = QWidget()
        down.addWidget(self._rest, 3)
        self.setFocusProxy(self.table)

    def show_plan(self, plan: ImportPlan, *, looking: bool) -> None:
        """Show what importing would change.

        Args:
            plan: That.
            looking: Photos are being read, so that there may be more soon.
        """
        program = PROGRAMS.get(plan.program, plan.program)
        here = QLocale().toString(len(plan.photos))
        read = self.tr(
            "{program} knows people in %n photo(s), of which {number} in your library.", "", plan.read
        )
        self.heading.setText(read.format(program=program, number=here))
        self.about.setText(self._advice(plan, program))
        self._looking.setVisible(looking)
        self.model.show(plan.people)
        self.table.setVisible(bool(plan.people))
        self._rest.setVisible(not plan.people)
        if plan.people:
            self.table.selectRow(0)
        content = QWidget()
        down = QVBoxLayout(content)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.GAP)
        for note in self._notes(plan, program):
            down.addWidget(note)
        down.addStretch(1)
        self.notes.setVisible(down.count() > 1)
        self.notes.setWidget(content)

    def say_looking(self) -> None:
        """Say that photos are being read now."""
        self._looking.show()

    @property
    def said(self) -> str:
        """All that is said around the table, a line for each label."""
        return "\n".join(label.text() for label in self.findChildren(QLabel) if label.isVisible())

    def _advice(self, plan: ImportPlan, program: str) -> str:
        if plan:
            return self.tr(
                "Nothing is changed yet. Importing changes nothing of {program} and none of your photos, and "
                "Undo takes all of it back."
            ).format(program=program)
        if not plan.read:
            return self.tr("No names are kept there, so there is nothing to take over.")
        if not plan.photos:
            return self.tr(
                "None of these photos is in your library, so there is nothing to take over yet. Add the "
                "folders with these photos first."
            )
        return self.tr("There is nothing to take over: all that fits is known here already.")

    def _notes(self, plan: ImportPlan, program: str) -> list[QWidget]:
        """Return a card for each thing that the user should know of."""
        found: list[QWidget] = []
        if plan.besides:
            besides = self._besides(plan)
            found.append(self._card(self.tr("Taken over besides"), besides, len(besides)))
        if plan.conflicts:
            found.append(
                self._card(
                    self.tr("Left out, since you said otherwise here: %n name(s)", "", len(plan.conflicts)),
                    [self._conflict(one, program) for one in plan.conflicts[:_LINES]],
                    len(plan.conflicts),
                )
            )
        for guess in plan.guesses:
            text = self.tr(
                "{theirs} may be {ours} now, though no file there has the size that {program} remembers. "
                "That would give %n more photo(s).",
                "",
                guess.photos,
            ).format(theirs=printable(guess.theirs), ours=printable(guess.ours), program=program)
            button = QPushButton(self.tr("It is the same folder"))
            self._does(button, guess.theirs, guess.ours)
            found.append(self._card(self.tr("Perhaps a folder was moved"), [text], 1, button))
        if plan.unknown:
            add = None
            lines = [printable(one) for one in (plan.folders or plan.unknown)[:_LINES]]
            if plan.folders:
                add = QPushButton(self.tr("Add %n folder(s)", "", len(plan.folders)))
                add.setToolTip(self.tr("Their photos are read, and come into this list then"))
                folders = plan.folders
                add.clicked.connect(lambda _: self.add_wanted.emit(folders))
            found.append(
                self._card(
                    self.tr("%n photo(s) are not in your library", "", len(plan.unknown)),
                    lines,
                    len(plan.folders or plan.unknown),
                    add,
                )
            )
        erased = sum(photo.erased for photo in plan.photos)
        if erased:
            found.append(
                self._card(self.tr("Deleted here, and not coming back: %n face(s)", "", erased), [], 0)
            )
        if plan.problems:
            contacts = None
            if plan.program == "picasa" and any("contacts.xml" in one for one in plan.problems):
                contacts = QPushButton(self.tr("Choose contacts.xml…"))
                contacts.clicked.connect(lambda _: self.contacts_wanted.emit())
            lines = [translated(one) for one in plan.problems[:_LINES]]
            found.append(self._card(self.tr("What was left out"), lines, len(plan.problems), contacts))
        return found

    def _besides(self, plan: ImportPlan) -> list[str]:
        """Return what another library's user said besides who is where, counted."""
        news = plan.besides
        counted = (
            (self.tr("Birthdays: {number}"), len(news.birthdays)),
            (self.tr("Notes: {number}"), len(news.notes)),
            (self.tr("Pairs who are not the same: {number}"), len(news.different)),
            (self.tr("Faces that are not somebody's: {number}"), len(news.rejected)),
        )
        return [text.format(number=QLocale().toString(count)) for text, count in counted if count]

    def _does(self, button: QPushButton, theirs: str, ours: str) -> None:
        button.clicked.connect(lambda _: self.moved.emit(theirs, ours))

    def _conflict(self, one: Conflict, program: str) -> str:
        photo = printable(PurePath(one.file).name)
        if one.reason == "rejected":
            return self.tr("{photo}: {program} says {name}, you said that it is somebody else.").format(
                photo=photo, program=program, name=one.name
            )
        return self.tr("{photo}: {program} says {name}, you confirmed {other}.").format(
            photo=photo, program=program, name=one.name, other=one.known_as or self.tr("somebody else")
        )

    def _card(
        self, title: str, lines: Sequence[str], all_lines: int, button: QPushButton | None = None
    ) -> QWidget:
        card = QFrame()
        card.setObjectName("card")
        across = QHBoxLayout(card)
        across.setContentsMargins(12, theme.GAP, 12, theme.GAP)
        across.setSpacing(theme.MARGIN)
        down = QVBoxLayout()
        down.setSpacing(2)
        across.addLayout(down, 1)
        heading = QLabel(title)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        heading.setWordWrap(True)
        down.addWidget(heading)
        more = all_lines - len(lines)
        rest = [self.tr("… and {number} more").format(number=QLocale().toString(more))] if more > 0 else []
        for line in [*lines, *rest]:
            label = QLabel(line)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("faint", True)
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            down.addWidget(label)
        if button is not None:
            button.setAutoDefault(False)
            button.setAccessibleName(f"{title}: {button.text()}")
            across.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return card
