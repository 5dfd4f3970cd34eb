"""What can be done to a person from any page: asks what has to be asked, then lets it be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from app import operations
from app.desktop import together
from app.desktop.desk import Desk
from app.desktop.widgets.forget_dialog import ForgetDialog
from app.desktop.widgets.person_dialogs import (
    BirthdayDialog,
    NotesDialog,
    SameQuestion,
    SeldomDialog,
    WhoDialog,
)
from app.operations import NewPerson
from app.search.meeting import Meeting, meeting
from app.search.people import PersonAbout, about_person, person_called


class PersonActions(QObject):
    """Does what the user wants with people.

    Args:
        desk: Where it is done.
        over: The widget that questions are asked over.

    Signals:
        kept_apart: Somebody (`Person.id`) is not the one who has the name already, and needs another name.
    """

    kept_apart = Signal(int)

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over

    def name(self, person: int, name: str) -> None:
        """Name or rename somebody; where the name is somebody else's, ask whether they are one."""

        def ask(session: Session) -> tuple[list[PersonAbout], Meeting | None]:
            holder = person_called(session, name)
            both = [person] if holder is None else [person, holder]
            return _abouts(session, both), meeting(session, both)

        def found(people: list[PersonAbout], met: Meeting | None) -> None:
            if len(people) == 2 and people[0].id != people[1].id:
                self._ask_same(people[0], people[1], met)
            else:
                self._desk.do(operations.name_person, person=person, name=name)

        self._desk.read(ask, lambda read: found(*read), owner=self)

    def remove_name(self, person: int) -> None:
        """Take somebody's name away; the message offers to undo it."""
        self._desk.do(operations.remove_name, person=person)

    def merge(self, people: Sequence[int], target: int) -> None:
        """Make people and groups one; where several have names, ask which one stays.

        Two who are in one photo can hardly be one: then, too, the user is asked, and shown the photo.

        Args:
            people: Who becomes part of it.
            target: Who stays, where the names do not say.
        """

        def found(known: list[PersonAbout], met: Meeting | None) -> None:
            named = [one for one in known if one.name is not None]
            if len(named) < 2:
                into = named[0].id if named else target
                if met is None:
                    self._merge_into(into, [one.id for one in known])
                else:
                    self._ask_met(known, met, into)
                return
            text = self.tr("Are these the same person? Which name stays?")
            question = SameQuestion(
                self._desk,
                text if met is None else self._with_meeting(text, known, met),
                known[:5],
                [self.tr("Merge as {name}").format(name=one.name) for one in named[:4]],
                self._over,
                met=met,
            )
            question.answered.connect(
                lambda number: self._merge_into(named[number].id, [one.id for one in known])
            )
            question.open()

        everybody = [target, *(one for one in people if one != target)]
        self._desk.read(
            lambda session: (_abouts(session, everybody), meeting(session, everybody)),
            lambda read: found(*read) if len(read[0]) > 1 else None,
            owner=self,
        )

    def merge_with(self, people: Sequence[int]) -> None:
        """Ask for the name of somebody, and merge people into them."""
        dialog = WhoDialog(
            self._desk,
            self.tr("Merge with"),
            self.tr("Who is the same person? Type their name."),
            self.tr("Return merges with {name}"),
            self._over,
        )
        dialog.named.connect(lambda name: self._merge_named(people, name))
        dialog.open()

    def move(self, faces: Sequence[int]) -> None:
        """Ask whose faces these are, somebody's or somebody new's, and move them there."""
        dialog = WhoDialog(
            self._desk,
            self.tr("Move to"),
            self.tr("Whose %n face(s) are these? A name nobody has yet makes somebody new.", "", len(faces)),
            self.tr("Return moves them to {name}"),
            self._over,
        )
        dialog.named.connect(lambda name: self._move_named(faces, name))
        dialog.open()

    def ignore(self, people: Sequence[int]) -> None:
        """Ignore people and groups."""
        if people:
            self._desk.do(together.ignore_people, people=list(people))

    def restore(self, people: Sequence[int]) -> None:
        """Restore people and groups that are ignored."""
        if people:
            self._desk.do(together.restore_people, people=list(people))

    def ignore_seldom(self) -> None:
        """Ask who is seen too seldom, and ignore them."""
        dialog = SeldomDialog(self._desk, self._over)
        dialog.chosen.connect(lambda times: self._desk.do(operations.ignore_seldom, fewer_than=times))
        dialog.open()

    def birthday(self, person: int) -> None:
        """Ask when somebody was born."""

        def found(known: list[PersonAbout]) -> None:
            dialog = BirthdayDialog(known[0].name or "", known[0].birthday, self._over)
            dialog.chosen.connect(lambda day: self._set_birthday(person, day))
            dialog.open()

        self._about([person], found)

    def notes(self, person: int) -> None:
        """Ask what to remember of somebody."""

        def found(known: list[PersonAbout]) -> None:
            dialog = NotesDialog(known[0].name or "", known[0].notes, self._over)
            dialog.written.connect(
                lambda text: self._desk.do(operations.set_notes, person=person, notes=text)
            )
            dialog.open()

        self._about([person], found)

    def forget(self, person: int) -> None:
        """Ask whether somebody is to be forgotten for good, and do it."""
        self._about([person], lambda known: ForgetDialog(self._desk, known[0], self._over).open())

    def _about(self, people: Sequence[int], found: Callable[[list[PersonAbout]], None]) -> None:
        def done(known: list[PersonAbout]) -> None:
            if known:
                found(known)

        self._desk.read(lambda session: _abouts(session, people), done, owner=self)

    def _ask_same(self, person: PersonAbout, holder: PersonAbout, met: Meeting | None) -> None:
        text = self.tr("{name} exists already. Are these the same person?").format(name=holder.name)
        question = SameQuestion(
            self._desk,
            text if met is None else self._with_meeting(text, [person, holder], met),
            [person, holder],
            [self.tr("Merge"), self.tr("Keep apart…")],
            self._over,
            met=met,
        )

        def answered(number: int) -> None:
            if number == 0:
                self._desk.do(operations.name_person, person=person.id, name=holder.name or "", merge=True)
            else:
                self._desk.do(operations.reject_pair, person=person.id, other=holder.id)
                self.kept_apart.emit(person.id)

        question.answered.connect(answered)
        question.open()

    def _ask_met(self, known: list[PersonAbout], met: Meeting, into: int) -> None:
        answers = [self.tr("Merge all the same")]
        if len(known) == 2:
            answers.append(self.tr("They are different people"))
        question = SameQuestion(
            self._desk,
            self._with_meeting(self.tr("Are these the same person?"), known, met),
            known[:5],
            answers,
            self._over,
            met=met,
        )

        def answered(number: int) -> None:
            if number == 0:
                self._merge_into(into, [one.id for one in known])
            else:
                self._desk.do(operations.reject_pair, person=known[0].id, other=known[1].id)

        question.answered.connect(answered)
        question.open()

    def _with_meeting(self, question: str, known: Sequence[PersonAbout], met: Meeting) -> str:
        """Return a question with what speaks against it: two of these are in one photo."""
        names = [one.name for one in known if one.id in met.people and one.name is not None]
        if len(names) == 2:
            both = self.tr("{name} and {other} are in this photo together.").format(
                name=names[0], other=names[1]
            )
        elif names:
            both = self.tr("{name} and the other group are in this photo together.").format(name=names[0])
        else:
            both = self.tr("Both groups are in this photo together.")
        return self.tr("{question} {but}").format(question=question, but=both)

    def _merge_into(self, target: int, people: Sequence[int]) -> None:
        sources = [one for one in people if one != target]
        self._desk.do(operations.merge_people, target=target, sources=sources)

    def _merge_named(self, people: Sequence[int], name: str) -> None:
        def found(holder: int | None) -> None:
            if holder is None:
                self._desk.troubled.emit(
                    self.tr("Nobody is called {name}. Choose a name that somebody has.").format(name=name)
                )
            else:
                self.merge(people, holder)

        self._desk.read(lambda session: person_called(session, name), found, owner=self)

    def _move_named(self, faces: Sequence[int], name: str) -> None:
        def found(holder: int | None) -> None:
            to = NewPerson(name) if holder is None else holder
            self._desk.do(operations.move_faces, faces=list(faces), to=to)

        self._desk.read(lambda session: person_called(session, name), found, owner=self)

    def _set_birthday(self, person: int, day: date | None) -> None:
        self._desk.do(operations.set_birthday, person=person, birthday=day)


def _abouts(session: Session, people: Sequence[int]) -> list[PersonAbout]:
    found = (about_person(session, person) for person in people)
    return [one for one in found if one is not None]
