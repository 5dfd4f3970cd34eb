"""What another strictness or recogniser would change, before anything is changed: to accept or to drop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSlider,
    QTableView,
    QVBoxLayout,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.models.difference import DifferenceModel
from app.desktop.pages.page import Page
from app.desktop.places import PageName, Place
from app.desktop.widgets.buttons import main_button
from app.grouping import Difference, GroupingReport, Previewer, UnknownRecogniserError
from app.library.settings import RECOGNISER, STRICTNESS, get_setting
from app.operations import Changes
from engine.models import Task

#: Steps of the slider for each 1 of strictness.
_STEPS: Final = 20
#: The difference is worked out once the slider has rested for so long, in milliseconds.
_REST_MS: Final = 250


class PreviewPage(Page):
    """A slider for strictness, a list of recognisers, and what they would change."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._previewer: Previewer | None = None
        self._round = 0
        self._current = 0.0
        self._shown: Difference | None = None
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
        self._models = QComboBox()
        self._models.setAccessibleName(self.tr("Recogniser"))
        self._models.setToolTip(self.tr("The model that tells people apart"))
        self._models.activated.connect(lambda _: self._prepare())
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(-_STEPS, _STEPS)
        self._slider.setPageStep(_STEPS // 4)
        self._slider.setTickInterval(_STEPS // 2)
        self._slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self._slider.setAccessibleName(self.tr("Strictness"))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask)
        self._slider.valueChanged.connect(self._moved)
        self._value = QLabel()
        self._facts = QLabel()
        self._facts.setWordWrap(True)
        self._model = DifferenceModel(self)
        self._table = QTableView()
        self._table.setModel(self._model)
        self._table.verticalHeader().hide()
        self._table.setShowGrid(False)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._table.setAccessibleName(self.tr("Who would change"))
        self._table.activated.connect(self._open)
        self._accept = main_button(self.tr("Group this way"))
        self._accept.clicked.connect(self._accepted)
        self._drop = QPushButton(self.tr("Leave everything as it is"))
        self._drop.clicked.connect(self._dropped)
        self._lay_out(heading, explanation)

    def _lay_out(self, heading: QLabel, explanation: QLabel) -> None:
        scale = QHBoxLayout()
        for widget, stretch in (
            (QLabel(self.tr("Larger groups")), 0),
            (self._slider, 1),
            (QLabel(self.tr("Surer groups")), 0),
            (self._value, 0),
            (self._models, 0),
        ):
            scale.addWidget(widget, stretch)
        buttons = QHBoxLayout()
        buttons.addWidget(self._facts, 1)
        buttons.addWidget(self._drop)
        buttons.addWidget(self._accept)
        down = QVBoxLayout(self)
        down.setContentsMargins(*[theme.MARGIN] * 4)
        down.setSpacing(theme.GAP)
        down.addWidget(heading)
        down.addWidget(explanation)
        down.addLayout(scale)
        down.addWidget(self._table, 1)
        down.addLayout(buttons)

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("Preview")

    def arrive(self, place: Place) -> None:
        """Read how the library is grouped now."""
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Begin anew: whatever has changed, a difference would be another."""

        def known() -> tuple[list[str], str, float]:
            with self.desk.library.read() as session:
                chosen, strictness = get_setting(session, RECOGNISER), get_setting(session, STRICTNESS)
            cards = [card for card in self.desk.catalogue.cards() if card.task is Task.RECOGNITION]
            return [card.name for card in cards], chosen, strictness

        self.desk.lanes.read(known, self._show_now, owner=self)

    def _show_now(self, now: tuple[list[str], str, float]) -> None:
        names, chosen, self._current = now
        if [self._models.itemText(row) for row in range(self._models.count())] != names:
            self._models.clear()
            self._models.addItems(names)
        if self._previewer is None:
            self._models.setCurrentText(chosen)
            self._set_slider(self._current)
        self._models.setVisible(len(names) > 1)
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
        self._ask()

    def _ask(self) -> None:
        previewer, strictness = self._previewer, self.strictness
        if previewer is not None:
            self._wait(self.tr("Working out what would change…"))
            self._run(lambda: previewer.difference(strictness), self._show)

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
        self._wait(
            self.tr(
                "No face has been embedded by this recogniser yet. Choose it in the settings; the next look "
                "at the photos embeds the faces."
            )
        )

    def _wait(self, text: str) -> None:
        self._facts.setText(text)
        self._accept.setEnabled(False)

    def _show(self, found: Difference) -> None:
        self._shown = found
        self._model.show(found.people)
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
        self._accept.setEnabled(bool(found.moved) or found.strictness != self._current)

    def _accepted(self) -> None:
        previewer, strictness = self._previewer, self.strictness
        if previewer is None:
            return
        self._wait(self.tr("Grouping…"))

        def done(report: GroupingReport) -> None:
            former, self._current = self._current, strictness
            self.desk.told.emit(
                self.tr(
                    "%n face(s) moved. This is not in the history; to group as before, come back here and "
                    "choose {former}.",
                    "",
                    report.moved,
                ).format(former=QLocale().toString(former, "f", 2)),
                False,
            )
            self.desk.renewed.emit()

        self.desk.lanes.write(lambda: previewer.accept(strictness), done, owner=self)

    def _dropped(self) -> None:
        self._set_slider(self._current)
        self._ask()

    def _open(self, index: object) -> None:
        person = self._model.row(index).person_id  # type: ignore[arg-type]
        if person is not None:
            self.going.emit(Place(PageName.PERSON, id=person))
