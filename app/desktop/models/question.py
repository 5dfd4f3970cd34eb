"""A question and what has been answered so far, item by item, as a list for a view.

The questions are made in `app.grouping`; how an item looks lives in `app.desktop.widgets.question_view`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.desktop.hints import hint
from app.desktop.widgets.chances import chance_in_short, chance_in_words, day

if TYPE_CHECKING:
    from app.grouping import Item, Question, Side

Index = QModelIndex | QPersistentModelIndex

_NO_INDEX: Final = QModelIndex()
#: The faces to show, of both sides or of the smaller alone: a tuple of ids.
FACES_ROLE: Final = Qt.ItemDataRole.UserRole
#: What stands under each of these: a tuple of tuples of lines.
LINES_ROLE: Final = Qt.ItemDataRole.UserRole + 1
#: How probable it is, as a tuple of texts: in words, and shorter.
CHANCE_ROLE: Final = Qt.ItemDataRole.UserRole + 2
#: Yes, no, or None for later.
ANSWER_ROLE: Final = Qt.ItemDataRole.UserRole + 3
#: The `Item`.
ITEM_ROLE: Final = Qt.ItemDataRole.UserRole + 4

_ANSWERED: Final = [Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.AccessibleTextRole, ANSWER_ROLE]
_CHECKS: Final = {
    True: Qt.CheckState.Checked,
    False: Qt.CheckState.Unchecked,
    None: Qt.CheckState.PartiallyChecked,
}


class QuestionModel(QAbstractListModel):
    """The items of a question, each answered with yes, no or later."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._question: Question | None = None
        self._answers: list[bool | None] = []

    @property
    def question(self) -> Question | None:
        """What is asked, or None."""
        return self._question

    @property
    def answers(self) -> list[bool | None]:
        """The answer to each item; None for later."""
        return list(self._answers)

    @property
    def items(self) -> Sequence[Item]:
        """What is asked about."""
        return () if self._question is None else self._question.items

    def show(self, question: Question | None, answers: Sequence[bool | None] | None = None) -> None:
        """Show a question.

        Args:
            question: Which; None for none.
            answers: What is answered already; None for what is expected.
        """
        self.beginResetModel()
        self._question = question
        self._answers = list(answers) if answers is not None else [item.expected for item in self.items]
        self.endResetModel()

    def answer(self, row: int, said: bool | None) -> None:
        """Answer one item, for now."""
        if self._answers[row] is not said:
            self._answers[row] = said
            self.dataChanged.emit(
                self.index(row), self.index(row), [Qt.ItemDataRole.CheckStateRole, ANSWER_ROLE]
            )

    def answer_all(self, *, said: bool) -> None:
        """Answer all items alike, for now."""
        if self._answers:
            self._answers = [said] * len(self._answers)
            last = self.index(len(self._answers) - 1)
            self.dataChanged.emit(self.index(0), last, _ANSWERED)

    def rowCount(self, parent: Index = _NO_INDEX) -> int:
        """Return how many items there are."""
        return 0 if parent.isValid() else len(self._answers)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Say that items can be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.isValid() else flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick an item, as assistive programs do."""
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        self.answer(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is shown of an item."""
        if not self.checkIndex(index, self.CheckIndexOption.IndexIsValid) or self._question is None:
            return None
        item, said = self.items[index.row()], self._answers[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.sentence(item)
            case Qt.ItemDataRole.ToolTipRole:
                both = self.tr("{sentence} {remark}")
                return hint(both.format(sentence=self.sentence(item), remark=self.reason(item)))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(item, said)
            case Qt.ItemDataRole.CheckStateRole:
                return _CHECKS[said]
            case _ if role == FACES_ROLE:
                return tuple(side.shown_face_id for side in self._sides(item))
            case _ if role == LINES_ROLE:
                return tuple(self.lines(item, side) for side in self._sides(item))
            case _ if role == CHANCE_ROLE:
                return chance_in_words(item.probability), chance_in_short(item.probability)
            case _ if role == ANSWER_ROLE:
                return said
            case _ if role == ITEM_ROLE:
                return item
        return None

    def lines(self, item: Item, side: Side) -> tuple[str, ...]:
        """Return what is said of one side in two lines: who it is, then how many faces and when it was.

        Of somebody without a name the number of faces is what they are known by.
        """
        faces = self.tr("%n face(s)", "", side.faces)
        when = day(side.taken_at)
        if side is item.other and item.age is not None:
            age = self.tr("age %n", "", item.age)
            when = self.tr("{date}, {age}").format(date=when, age=age) if when else age
        if side.name is None:
            return faces, when
        return side.name, " · ".join(part for part in (faces, when) if part)

    def sentence(self, item: Item) -> str:
        """Return what is asked about one item."""
        belong = self._question is not None and self._question.kind == "blocks"
        if belong and item.one.name is not None:
            return self.tr("Do these %n face(s) belong to {name}?", "", item.other.faces).format(
                name=item.one.name
            )
        if belong:
            return self.tr("Do these %n face(s) belong to this group?", "", item.other.faces)
        if item.one.name is not None and item.other.name is not None:
            return self.tr("Are {name} and {other} the same person?").format(
                name=item.one.name, other=item.other.name
            )
        if item.one.name is not None:
            return self.tr("Is this {name}?").format(name=item.one.name)
        return self.tr("Are these two the same person?")

    def reason(self, item: Item) -> str:
        """Return why it is asked, and how probable it is."""
        shown = self.tr("Shown are the two faces that are most alike.")
        if self._question is not None and self._question.kind == "blocks":
            chance = self.tr("They belong there: {chance}.")
        else:
            chance = self.tr("The same person: {chance}.")
        said = chance.format(chance=chance_in_words(item.probability))
        return self.tr("{sentence} {remark}").format(sentence=said, remark=shown)

    def _sides(self, item: Item) -> tuple[Side, ...]:
        one_person = self._question is not None and self._question.kind == "person"
        return (item.other,) if one_person else (item.one, item.other)

    def _spoken(self, item: Item, said: bool | None) -> str:
        answer = {True: self.tr("yes"), False: self.tr("no"), None: self.tr("later")}[said]
        return self.tr("{question} {chance}. Answer: {answer}").format(
            question=self.sentence(item), chance=chance_in_words(item.probability), answer=answer
        )
