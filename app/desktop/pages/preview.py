"""What another strictness or recogniser would change, before anything is changed: to accept or to drop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale, QModelIndex, QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.job import Job, Kind
from app.desktop.keys import Shortcut
from app.desktop.models.difference import FACE, DifferenceModel
from app.desktop.pages.page import Empty, Page
from app.desktop.places import PageName, Place
from app.desktop.widgets.buttons import main_button
from app.desktop.widgets.difference_table import DifferenceTable
from app.grouping import Difference, Previewer, UnknownRecogniserError
from app.library.settings import RECOGNISER, STRICTNESS, get_setting
from app.operations import Changes
from app.search.browsing import counts
from app.search.person import cover_faces
from app.search.places import FacePlace, face_places
from engine.models import Task

#: Steps of the slider for each 1 of strictness.
_STEPS: Final = 20
#: The difference is worked out once the slider has rested for so long, in milliseconds.
_REST_MS: Final = 250


@dataclass(frozen=True, slots=True)
class _Now:
    """How the library is grouped now.

    Attributes:
        recognisers: Names of all there are.
        recogniser: The chosen one.
        strictness: The chosen one.
        photos: There are photos.
    """

    recognisers: tuple[str, ...]
    recogniser: str
    strictness: float
    photos: bool


class PreviewPage(Page):
    """A slider for strictness, a list of recognisers, and what they would change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._previewer: Previewer | None = None
        self._round = 0
        self._current = 0.0
        self._chosen = ""
        #: Faces are being grouped as the user accepted; until that is done, there is nothing to compare.
        self._accepting = False
        self._models = QComboBox()
        # They are known once the page has been shown.
        self._models.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._models.setAccessibleName(self.tr("Recogniser"))
        self._models.setToolTip(self.tr("The model that tells people apart"))
        self._models.activated.connect(lambda _: self._prepare())
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(-_STEPS, _STEPS)
        self._slider.setPageStep(_STEPS // 4)
        self._slider.setAccessibleName(self.tr("Strictness"))
        self._slider.setToolTip(self.tr("How sure it must be that two faces are one person"))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask)
        self._slider.valueChanged.connect(self._moved)
        self._value, self._facts = QLabel(), QLabel()
        self._facts.setWordWrap(True)
        self._model = DifferenceModel(self)
        self._table = DifferenceTable(self._model, desk.pictures)
        self._table.activated.connect(self._open)
        self._table.customContextMenuRequested.connect(self._show_menu)
        self._nothing = QLabel()
        self._nothing.setProperty("faint", True)
        self._nothing.setWordWrap(True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._accept = main_button(self.tr("Group this way"))
        self._accept.clicked.connect(self._accepted)
        self._drop = QPushButton(self.tr("Leave everything as it is"))
        self._drop.clicked.connect(self._dropped)
        desk.jobs.finished.connect(self._job_finished)
        self._lay_out()

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Preview"))
        heading.setProperty("title", True)
        explanation = QLabel(
            self.tr(
                "How sure must Familiar be that two faces are one person? See what would change before it "
                "does. Faces that you have confirmed never move."
            )
        )
        explanation.setProperty("faint", True)
        explanation.setWordWrap(True)
        scale = QHBoxLayout()
        scale.setSpacing(theme.GAP)
        for widget, stretch in (
            (QLabel(self.tr("Larger groups")), 0),
            (self._slider, 1),
            (QLabel(self.tr("Surer groups")), 0),
            (self._value, 0),
            (self._models, 0),
        ):
            scale.addWidget(widget, stretch)
        # So that the slider does not move while numbers change under it.
        self._value.setMinimumWidth(self._value.fontMetrics().horizontalAdvance("−0.00"))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        buttons.addStretch(1)
        buttons.addWidget(self._drop)
        buttons.addWidget(self._accept)
        self._differing = QStackedWidget()
        self._differing.addWidget(self._table)
        self._differing.addWidget(self._nothing)
        whole = QWidget()
        down = QVBoxLayout(whole)
        down.setContentsMargins(*[theme.MARGIN] * 4)
        down.setSpacing(theme.GAP)
        down.addWidget(heading)
        down.addWidget(explanation)
        down.addLayout(scale)
        down.addWidget(self._facts)
        down.addWidget(self._differing, 1)
        down.addLayout(buttons)
        self._look = QPushButton(self.tr("Look at the photos now"))
        self._look.clicked.connect(lambda _: self.desk.jobs.index())
        self._empty = Empty(
            self.tr("There are no photos yet"),
            self.tr(
                "Drop a folder with photos on this window. What another strictness would change is shown "
                "here once there are faces."
            ),
        )
        self._faceless = Empty("", "", self._look)
        self._stack = QStackedWidget()
        for page in (whole, self._empty, self._faceless):
            self._stack.addWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self._stack)

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("Preview")

    def arrive(self, place: Place) -> None:
        """Read how the library is grouped now."""
        self._stale = False
        self.refresh(None)
        self._slider.setFocus()

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do on this page."""
        return [Shortcut(self.tr("Show whom the row is about"), ("Return",))]

    def refresh(self, changes: Changes | None) -> None:
        """Begin anew: whatever has changed, a difference would be another."""
        if self._accepting:
            return

        def known(session: Session) -> _Now:
            cards = [card for card in self.desk.catalogue.cards() if card.task is Task.RECOGNITION]
            return _Now(
                tuple(card.name for card in cards),
                get_setting(session, RECOGNISER),
                get_setting(session, STRICTNESS),
                counts(session).photos > 0,
            )

        self.desk.read(known, self._show_now, owner=self)

    def _show_now(self, now: _Now) -> None:
        if self._accepting:
            return
        self._current, self._chosen = now.strictness, now.recogniser
        names = [self._models.itemText(row) for row in range(self._models.count())]
        if names != list(now.recognisers):
            self._models.clear()
            self._models.addItems(now.recognisers)
        if self._previewer is None:
            self._models.setCurrentText(now.recogniser)
            self._set_slider(self._current)
        self._models.setVisible(len(now.recognisers) > 1)
        if not now.photos:
            self._stack.setCurrentWidget(self._empty)
            return
        self._prepare()

    def _set_slider(self, strictness: float) -> None:
        self._slider.blockSignals(True)
        self._slider.setValue(round(strictness * _STEPS))
        self._slider.blockSignals(False)
        self._say_value()

    @property
    def strictness(self) -> float:
        """What the slider says, -1 to 1."""
        return self._slider.value() / _STEPS

    def _say_value(self) -> None:
        self._value.setText(QLocale().toString(self.strictness, "f", 2))

    def _moved(self) -> None:
        self._say_value()
        self._accept.setEnabled(False)
        self._drop.setEnabled(self._is_other())
        self._rest.start()

    def _prepare(self) -> None:
        """Read the library: what takes long; every strictness after that is quick."""
        self._previewer = None
        self._wait(self.tr("Comparing all faces…"))
        name = self._models.currentText()
        library, catalogue = self.desk.library, self.desk.catalogue
        self._run(lambda: Previewer(library, card=catalogue.card(name)), self._prepared)

    def _prepared(self, previewer: Previewer) -> None:
        self._previewer = previewer
        self._stack.setCurrentIndex(0)
        self._ask()

    def _ask(self) -> None:
        if self._previewer is None:
            return
        previewer, strictness, library = self._previewer, self.strictness, self.desk.library

        def work() -> tuple[Difference, dict[int, int]]:
            found = previewer.difference(strictness)
            people = [row.person_id for row in found.people if row.person_id is not None]
            return found, cover_faces(library, people=people)

        self._wait(self.tr("Working out what would change…"))
        self._run(work, lambda found: self._show(*found))

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        """Do something long; what was asked for before is of no interest any more."""
        self._round += 1
        mine = self._round

        def arrived(result: object) -> None:
            if mine == self._round:
                done(result)

        def failed(error: Exception) -> None:
            if mine == self._round and isinstance(error, UnknownRecogniserError):
                self._say_unknown()
            elif mine == self._round:
                self.desk.lanes.broke.emit(error)

        self.desk.lanes.read(work, arrived, failed, owner=self)

    def _say_unknown(self) -> None:
        if self._models.currentText() == self._chosen:
            self._faceless.heading.setText(self.tr("There are no faces to compare yet"))
            self._faceless.text.setText(
                self.tr(
                    "Faces are found, and prepared for comparing, while photos are looked at. What another "
                    "strictness would change is shown here after that."
                )
            )
            self._stack.setCurrentWidget(self._faceless)
            return
        self._stack.setCurrentIndex(0)
        self._model.show((), {})
        self._say_nothing(
            self.tr(
                "No face has been prepared for this recogniser yet. Choose it in the settings; the next look "
                "at the photos does it."
            )
        )
        self._wait("")

    def _say_nothing(self, text: str) -> None:
        self._nothing.setText(text)
        self._differing.setCurrentWidget(self._nothing)

    def _wait(self, text: str) -> None:
        self._facts.setText(text)
        self._accept.setEnabled(False)
        self._drop.setEnabled(not self._accepting and self._is_other())

    def _show(self, found: Difference, covers: dict[int, int]) -> None:
        self._model.show(found.people, covers)
        if found.people:
            self._differing.setCurrentWidget(self._table)
        else:
            self._say_nothing(self.tr("Nobody would change. Move the slider to see what would."))
        self._facts.setText(
            "  ·  ".join(
                (
                    self.tr("%n face(s) would move", "", found.moved),
                    self.tr("people and groups: {before} now, {after} then").format(
                        before=QLocale().toString(found.groups_before),
                        after=QLocale().toString(found.groups_after),
                    ),
                    self.tr("faces of nobody: {before} now, {after} then").format(
                        before=QLocale().toString(found.alone_before),
                        after=QLocale().toString(found.alone_after),
                    ),
                    self.tr("%n confirmed face(s) stay", "", found.locked),
                )
            )
        )
        self._accept.setEnabled(bool(found.moved) or self._is_other())

    def _accepted(self) -> None:
        previewer, strictness = self._previewer, self.strictness
        if previewer is None:
            return
        # A job of its own: the user goes on working, and what they do meanwhile counts.
        self._accepting, self._previewer = True, None
        self._round += 1
        self._slider.setEnabled(False)
        self._models.setEnabled(False)
        self._wait(self.tr("Grouping… You can go on working meanwhile."))
        self.desk.jobs.group_as_previewed(previewer, strictness)

    def _job_finished(self, job: Job) -> None:
        if self._accepting and job.kind is Kind.GROUP and not self.desk.jobs.previewed_waits:
            self._accepting = False
            self._slider.setEnabled(True)
            self._models.setEnabled(True)
            self._renewed()

    def _dropped(self) -> None:
        self._models.setCurrentText(self._chosen)
        self._set_slider(self._current)
        self._prepare()

    def _is_other(self) -> bool:
        """Tell whether something else is chosen than what holds now."""
        return self.strictness != self._current or self._models.currentText() != self._chosen

    def _open(self, index: QModelIndex) -> None:
        """Go to whom a row is about; of a group that is not made yet to a photo with one of its faces."""
        person = self._model.row(index).person_id
        if person is not None:
            self.going.emit(Place(PageName.PERSON, id=person))
            return
        face = int(self._model.index(index.row(), 0).data(FACE))

        def found(places: dict[int, FacePlace]) -> None:
            if face in places:
                photo = places[face].photo_id
                self.going.emit(Place(PageName.PHOTO, id=photo, ids=(photo,), faces=(face,)))

        self.desk.read(lambda session: face_places(session, [face]), found, owner=self)

    def _show_menu(self, at: QPoint) -> None:
        # A press of the right button has made the row under it the current one; the Menu key is about that.
        index = self._table.currentIndex()
        if not index.isValid():
            return
        if not self._table.visualRect(index).contains(at):
            at = self._table.visualRect(index).center()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made = self._model.row(index).person_id is None
        menu.addAction(self.tr("Show a photo") if made else self.tr("Show them"), lambda: self._open(index))
        menu.popup(self._table.viewport().mapToGlobal(at))
