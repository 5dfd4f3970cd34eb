"""A sitting in which one question after the other is asked: which is next, and taking an answer back.

What is asked and what an answer does live in `app.grouping`; the page is `app.desktop.pages.review`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from app.desktop.desk import Desk
from app.desktop.lanes import Ticket
from app.library.store import Library
from app.operations import Changes
from app.search.browsing import Counts, counts

if TYPE_CHECKING:
    from app.grouping import Question, Sitting
    from app.grouping.questions import Key
    from engine.models import ModelCard

Answers = list[bool | None]

#: Questions made at one time; nobody is in two of them, so that they can be answered one after the other.
_AHEAD: Final = 3
#: With fewer waiting, more are made.
_ENOUGH: Final = 2


@dataclass(slots=True, eq=False)
class _Step:
    """A question that was answered or put off in this sitting.

    Attributes:
        question: Which.
        answers: What was said to each item.
        before: The sitting before it.
        changes: What the answer changed, once it is written.
        refused: The answer could not be written.
    """

    question: Question
    answers: Answers
    before: Sitting
    changes: Changes | None = None
    refused: bool = False

    @property
    def written(self) -> bool:
        """Whether there is something in the history that undo takes back."""
        return self.changes is not None and self.changes.action_id is not None

    def do(self, library: Library) -> Changes:
        """Write the answer."""
        from app.grouping import answer

        try:
            self.changes = answer(library, self.question, self.answers)
        except Exception:
            self.refused = True
            raise
        return self.changes


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why nothing is asked.

    Attributes:
        photos: There are photos.
        grouped: Faces have been grouped.
        later: How many things were put off in this sitting.
        problem: What keeps questions from being made; "" for nothing.
    """

    photos: bool = True
    grouped: bool = True
    later: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found out beside the GUI thread.

    Attributes:
        card: The recogniser that the groups rest on.
        questions: What may be asked, best first.
        shown: The question that was shown when this began to be found out.
        stands: The same, if it can still be answered; else None.
        counts: The figures of the library.
        grouped: Faces have been grouped.
    """

    card: ModelCard
    questions: list[Question]
    shown: Question | None
    stands: Question | None
    counts: Counts
    grouped: bool


class Conversation(QObject):
    """Asks and listens.

    While the user looks at a question, the next ones are made; where the library changes meanwhile, they are
    made again, and a question that means nothing any more goes away.

    Signals:
        asked: A `Question`, and what is answered already (list of bool or None; None for what is expected).
            Twice None while the next one is being looked for.
        ended: `Nothing`: why nothing is asked.
        progressed: The figures have changed.
    """

    asked = Signal(object, object)
    ended = Signal(object)
    progressed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._card: ModelCard | None = None
        self._sitting: Sitting | None = None
        self._shown: Question | None = None
        self._past: list[_Step] = []
        self._writing: list[_Step] = []
        self._queue: list[Question] = []
        self._asking: Ticket | None = None
        #: Who was in questions that were answered since the next ones began to be made.
        self._since: set[Key] = set()
        #: Questions answered in this sitting, faces settled by that, and suggestions that are left.
        self.answered = self.settled = self.left = 0
        desk.changed.connect(self._follow)

    @property
    def can_take_back(self) -> bool:
        """Whether something was answered or put off that can be asked again."""
        return bool(self._past) and not self._writing

    @property
    def settled_last(self) -> int:
        """How many faces the last answer settled."""
        last = self._past[-1].changes if self._past else None
        return 0 if last is None else len(last.faces)

    def go_on(self, changes: Changes | None = None) -> None:
        """Find out whether the question still stands and what else there is to ask.

        Args:
            changes: What has changed; those of an answer given here need nothing more.
        """
        if changes is None or all(step.changes is not changes for step in self._writing):
            self._ask()

    def answer(self, answers: Answers) -> None:
        """Answer the question that is shown, and ask the next one; None for an item puts it off."""
        from app.grouping import Sitting

        if self._shown is None:
            return
        self._since |= _keys(self._shown)
        sitting = self._sitting or Sitting()
        step = _Step(self._shown, answers, sitting)
        self._past.append(step)
        self._sitting = sitting.after(step.question, answers)
        if any(said is not None for said in answers):
            self._writing.append(step)
            self._desk.do(step.do)
            # Handed over after the answer's own result, whatever became of it.
            self._desk.lanes.write(lambda: step, self._written, owner=self)
        self._show(self._queue.pop(0) if self._queue else None)
        self.progressed.emit()
        self._fill()

    def take_back(self) -> None:
        """Take the last answer back and ask it again."""
        if not self.can_take_back:
            return
        if self._past[-1].written:
            # `_follow` shows the question again, once it is undone.
            self._desk.undo()
        else:
            self._return_to(len(self._past) - 1)

    def ask_later_ones(self) -> None:
        """Ask what was put off."""
        if self._sitting is not None:
            self._sitting = replace(self._sitting, later=frozenset())
        self._ask()

    def _fill(self) -> None:
        """See to it that enough questions wait."""
        if len(self._queue) < _ENOUGH and self._asking is None:
            self._ask()

    def _ask(self) -> None:
        """Find out beside the GUI thread what to ask; once an answer is being written, after that."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
        self._since = set()
        if self._writing:
            return
        library, catalogue = self._desk.library, self._desk.catalogue
        known, sitting, shown = self._card, self._sitting, self._shown

        def find() -> _Found:
            from app.grouping import grouped_by, next_questions
            from app.grouping.recogniser import grouping_card
            from app.grouping.standing import stands

            grouped, card = grouped_by(library), known
            if card is None or card.file.sha256 != grouped:
                card = grouping_card(library, catalogue)
            questions = next_questions(library, card, most=_AHEAD, sitting=sitting)
            with library.read() as session:
                still = shown if shown is not None and stands(session, shown) else None
                return _Found(card, questions, shown, still, counts(session), grouped is not None)

        self._asking = self._desk.lanes.read(find, self._found, self._failed, owner=self)

    def _found(self, found: _Found) -> None:
        self._asking = None
        self._card, self.left = found.card, found.counts.to_review
        # The user may have answered more meanwhile, and looks at another question now.
        if self._shown is found.shown and self._shown is not found.stands:
            self._shown = None
        taken = self._since | (set() if self._shown is None else _keys(self._shown))
        self._queue = [question for question in found.questions if taken.isdisjoint(_keys(question))]
        if self._shown is None:
            self._show(self._queue.pop(0) if self._queue else None)
        if self._since:
            self._fill()
        elif self._shown is None:
            later = 0 if self._sitting is None else len(self._sitting.later)
            self.ended.emit(Nothing(found.counts.photos > 0, found.grouped, later))
        self.progressed.emit()

    def _failed(self, error: Exception) -> None:
        self._asking = None
        self._show(None)
        self.ended.emit(Nothing(problem=str(error)))

    def _show(self, question: Question | None, answers: Answers | None = None) -> None:
        self._shown = question
        self.asked.emit(question, answers)

    def _written(self, step: _Step) -> None:
        self._writing.remove(step)
        if step.refused:
            self._past = [one for one in self._past if one is not step]
            self._queue.clear()
        else:
            self._count(step, 1)
        self.progressed.emit()
        self._fill()

    def _count(self, step: _Step, sign: int) -> None:
        if step.changes is not None:
            self.answered += sign
            self.settled += sign * len(step.changes.faces)

    def _follow(self, changes: Changes) -> None:
        """Keep track of what Undo takes back, whoever changed something, on any page."""
        if changes.action_id is None or any(step.changes is changes for step in self._writing):
            return
        for place, step in enumerate(self._past):
            if step.changes is not None and step.changes.action_id == changes.action_id:
                self._return_to(place)
                return
        # Undo would take back something else now.
        self._past.clear()
        self.progressed.emit()

    def _return_to(self, place: int) -> None:
        """Ask again what was answered in one step, and forget what was put off after it."""
        step = self._past[place]
        for undone in self._past[place:]:
            self._count(undone, -1)
        del self._past[place:]
        self._sitting = step.before
        self._queue.clear()
        self._show(step.question, step.answers if step.written else None)
        self.progressed.emit()
        self._ask()


def _keys(question: Question) -> set[Key]:
    return {key for item in question.items for key in item.keys}
