"""The page that asks who is who: one question at a time, the most useful first, with keys alone or the mouse.

Which question is next lives in `app.desktop.models.conversation`; how one looks in
`app.desktop.widgets.question_view`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.job import Kind
from app.desktop.keys import Shortcut
from app.desktop.models.conversation import Answers, Conversation, Nothing
from app.desktop.models.question import QuestionModel
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place
from app.desktop.sentences import translated
from app.desktop.widgets.face_picture import FacePicture
from app.desktop.widgets.question_view import PairView, Tiles
from app.operations import Changes

if TYPE_CHECKING:
    from app.grouping import Item, Question

#: Side of the face of whom a question is about, in logical pixels.
_WHO: Final = 56


class ReviewPage(Page):
    """Questions, and what became of the answers."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._conversation = Conversation(desk, self)
        self._model = QuestionModel(self)
        self._build()
        self._conversation.asked.connect(self._show)
        self._conversation.ended.connect(self._explain)
        desk.jobs.finished.connect(lambda _: self._renewed())
        self._conversation.progressed.connect(self._show_progress)
        self._model.dataChanged.connect(self._name_buttons)
        self._show(None, None)

    def title(self) -> str:
        """Return the title."""
        return self.tr("To review")

    def arrive(self, place: Place) -> None:
        """Go on where the user left."""
        shown = self._stack.currentWidget()
        if shown is not None:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changes: Changes | None) -> None:
        """Find out whether the question still stands and what else there is to ask."""
        self._conversation.go_on(changes)

    def _build(self) -> None:
        self._heading, self._keys, self._progress = QLabel(), QLabel(), QLabel()
        self._heading.setProperty("title", True)
        for label in (self._heading, self._keys):
            label.setWordWrap(True)
        for label in (self._keys, self._progress):
            label.setProperty("faint", True)
        self._progress.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._who = FacePicture(self.desk, _WHO)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._heading)
        words.addWidget(self._keys)
        top = QHBoxLayout()
        top.setSpacing(theme.MARGIN)
        top.addWidget(self._who)
        top.addLayout(words, 1)
        top.addWidget(self._progress)
        self._tiles = Tiles(self._model, self.desk.pictures)
        self._tiles.photos_wanted.connect(self._show_photos)
        self._pair = PairView(self._model, self.desk)
        self._pair.photo_wanted.connect(self._show_photo)
        self._pair.going.connect(self.going)
        self._thinking = Empty(self.tr("Looking for what to ask…"), "")
        self._again = _button(self.tr("Ask again what was put off"), self._conversation.ask_later_ones)
        self._group = _button(self.tr("Group faces now"), self.desk.jobs.group)
        self._empty = Empty("", "", self._again, self._group)
        self._stack = QStackedWidget()
        for empty in (self._thinking, self._empty):
            # An answer can be taken back here, too.
            empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for widget in (self._tiles, self._pair, self._thinking, self._empty):
            self._stack.addWidget(widget)
        down = QVBoxLayout(self)
        down.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        down.setSpacing(theme.MARGIN)
        down.addLayout(top)
        down.addWidget(self._stack, 1)
        down.addLayout(self._build_buttons())

    def _build_buttons(self) -> QHBoxLayout:
        self._yes = _button(self.tr("Yes"), lambda: self._answer([True]))
        self._no = _button(self.tr("No"), lambda: self._answer([False]))
        self._accept = _button("", self._accept_ticked)
        self._accept.setProperty("main", True)
        self._all = _button(self.tr("Tick all"), lambda: self._model.answer_all(said=True))
        self._none = _button(self.tr("Untick all"), lambda: self._model.answer_all(said=False))
        self._photos = _button(self.tr("Show photos"), lambda: self._show_photos(self._current()))
        self._photos.setToolTip(self.tr("Show the photos of both faces"))
        self._later = _button(self.tr("Skip"), self._skip)
        self._later.setToolTip(self.tr("Ask all of this later"))
        self._undo = _button(self.tr("Undo"), self._conversation.take_back)
        self._undo.setToolTip(self.tr("Take the last answer of this sitting back and ask it again"))
        along = QHBoxLayout()
        along.setSpacing(theme.GAP)
        along.addWidget(self._photos)
        along.addStretch(1)
        # What is pressed again and again is under what it is about.
        for button in (self._all, self._none, self._yes, self._no, self._accept):
            along.addWidget(button)
        along.addStretch(1)
        for button in (self._later, self._undo):
            along.addWidget(button)
        return along

    def _show(self, question: Question | None, answers: Answers | None) -> None:
        # What had the keys may be hidden now, and Qt would give them to something beside this page.
        ours = self._has_keys()
        self._model.show(question, answers)
        single = question is not None and len(question.items) == 1
        many = question is not None and not single
        if question is None:
            self._stack.setCurrentWidget(self._thinking)
        elif single:
            self._pair.show_item(question.items[0])
            self._stack.setCurrentWidget(self._pair)
        else:
            self._tiles.begin()
            self._stack.setCurrentWidget(self._tiles)
        self._heading.setText("" if question is None else self._asked(question))
        self._keys.setText("" if question is None else self._keys_of(single=single))
        about = many and question is not None and question.kind == "person"
        self._who.setVisible(about)
        if about and question is not None:
            self._who.show_face(question.person.shown_face_id, question.person.name or "")
        for shown, buttons in (
            (single, (self._yes, self._no)),
            (many, (self._accept, self._all, self._none)),
            (single or many, (self._photos, self._later)),
        ):
            for button in buttons:
                button.setVisible(shown)
        self._name_buttons()
        current = self._stack.currentWidget()
        if ours and current is not None:
            current.setFocus(Qt.FocusReason.OtherFocusReason)

    def _asked(self, question: Question) -> str:
        if len(question.items) == 1:
            return self._model.sentence(question.items[0])
        if question.kind == "pairs":
            return self.tr("Which of these are the same person?")
        if question.kind == "blocks":
            return self.tr("Which of these belong to the person or group they are in?")
        if question.person.name is None:
            return self.tr("Which of these are this person?")
        return self.tr("Which of these are {name}?").format(name=question.person.name)

    def _keys_of(self, *, single: bool) -> str:
        if single:
            return self.tr("Y: yes. N: no. S: later. P: photos. U: undo. Return: what is probable.")
        return self.tr(
            "What is probable is ticked; click or press Space to change it. Y: yes. N: no. S: later. "
            "P: photos. Return: answer. U: undo."
        )

    def _name_buttons(self) -> None:
        answers = self._model.answers
        yes, no = answers.count(True), answers.count(False)
        later = len(answers) - yes - no
        parts = [
            text
            for number, text in (
                (yes, self.tr("%n yes", "", yes)),
                (no, self.tr("%n no", "", no)),
                (later, self.tr("%n later", "", later)),
            )
            if number
        ]
        answered = QLocale().createSeparatedList(parts)
        self._accept.setText(self.tr("Answer: {answers}").format(answers=answered))
        for button, said in ((self._yes, True), (self._no, False)):
            button.setProperty("main", answers == [said])
            button.style().unpolish(button)
            button.style().polish(button)

    def _show_progress(self) -> None:
        told, parts = self._conversation, []
        if told.answered:
            answered = self.tr("%n question(s) answered", "", told.answered)
            settled = self.tr("%n face(s) settled", "", told.settled)
            parts.append(self.tr("{questions}, {faces}").format(questions=answered, faces=settled))
        if told.settled_last:
            parts.append(self.tr("the last answer settled %n face(s)", "", told.settled_last))
        if told.left and self._model.rowCount():
            parts.append(self.tr("about %n suggestion(s) left", "", told.left))
        self._progress.setText("\n".join(parts))
        self._undo.setEnabled(told.can_take_back)

    def _explain(self, why: Nothing) -> None:
        """Say why there is nothing to ask."""
        if why.problem:
            title, text = self.tr("Nothing can be asked"), translated(why.problem)
        elif any(job.kind is Kind.INDEX for job in self.desk.jobs.running):
            title = self.tr("Photos are still being looked at")
            text = self.tr("Nothing is worth asking of what was found so far. Questions come by themselves.")
        elif not why.photos:
            title = self.tr("There are no photos yet")
            text = self.tr("Drop a folder with photos on this window. Who looks alike is asked here then.")
        elif not why.grouped:
            title = self.tr("Faces have not been grouped yet")
            text = self.tr("That happens by itself while photos are looked at.")
        elif why.later:
            title = self.tr("Nothing else is worth asking now")
            text = self.tr("You put %n thing(s) off.", "", why.later)
        else:
            title = self.tr("Everything is sorted for now")
            text = self.tr("Nothing is worth asking. New photos bring new questions by themselves.")
        self._empty.heading.setText(title)
        self._empty.text.setText(text)
        self._again.setVisible(bool(why.later))
        self._group.setVisible(why.photos and not why.grouped)
        self._stack.setCurrentWidget(self._empty)

    def _answer(self, answers: Answers) -> None:
        if answers and len(answers) == self._model.rowCount():
            self._conversation.answer(answers)

    def _accept_ticked(self) -> None:
        self._answer(self._model.answers)

    def _skip(self) -> None:
        self._answer([None] * self._model.rowCount())

    def _current(self) -> Item | None:
        items = self._model.items
        row = self._tiles.currentIndex().row() if len(items) > 1 else 0
        return items[row] if 0 <= row < len(items) else None

    def _show_photos(self, item: Item | None) -> None:
        if item is not None:
            photos = tuple(dict.fromkeys((item.other.photo_id, item.one.photo_id)))
            faces = (item.other.shown_face_id, item.one.shown_face_id)
            self.going.emit(Place(PageName.PHOTO, id=photos[0], ids=photos, faces=faces))

    def _show_photo(self, photo: int, face: int) -> None:
        self.going.emit(Place(PageName.PHOTO, id=photo, ids=(photo,), faces=(face,)))

    def _has_keys(self) -> bool:
        """Tell whether keys go to this page rather than to something beside it."""
        focused = QApplication.focusWidget()
        return focused is None or self.isAncestorOf(focused)

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do on this page; the tiles answer one by one where there are several."""
        several = self._model.rowCount() > 1
        found = [
            Shortcut(self.tr("Answer what is ticked"), ("Return",), self._accept_ticked)
            if several
            else Shortcut(self.tr("Answer what is probable"), ("Return",), self._accept_ticked),
            Shortcut(self.tr("Take the last answer back"), ("U",), self._conversation.take_back),
        ]
        if several:
            return [*self._tiles.shortcuts(), *found]
        return [
            Shortcut(self.tr("Yes"), ("Y",), lambda: self._answer([True])),
            Shortcut(self.tr("No"), ("N",), lambda: self._answer([False])),
            Shortcut(self.tr("Ask later"), ("S",), self._skip),
            Shortcut(self.tr("Show the photos"), ("P",), lambda: self._show_photos(self._current())),
            *found,
        ]

    def foot(self) -> int:
        """Leave the buttons free."""
        return self._later.sizeHint().height() + theme.MARGIN


def _button(text: str, do: Callable[[], object]) -> QPushButton:
    made = QPushButton(text)
    made.clicked.connect(lambda _=False: do())
    return made
