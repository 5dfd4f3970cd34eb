"""What writing names into photos would do, photo by photo, before it is done.

It shows and asks; looking and writing live in `app.desktop.writings`.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QLocale, QSize
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QProgressBar, QStackedWidget, QWidget

from app.desktop import theme
from app.desktop.kept import keep, kept
from app.desktop.looking import Look
from app.desktop.models.planned_writes import PlannedWritesModel
from app.desktop.pages.page import Empty
from app.desktop.widgets.person_dialogs import SmallDialog
from app.desktop.widgets.plan_table import PlanTable
from app.desktop.writings import ToWrite, Writings
from app.exchange.writing import Place, WritePlan

_PLACE: Final = "write/place"
_SIZE: Final = QSize(860, 560)
#: Of so many photos that are refused it is said over the whole row why; each span takes time.
_SPANNED: Final = 500
_PLACES: Final[tuple[Place, ...]] = ("file", "sidecar")


class WriteDialog(SmallDialog):
    """Shows what would be written, and asks.

    Args:
        writings: Looks, and writes.
        what: Into which photos.
        parent: The window.
    """

    def __init__(self, writings: Writings, what: ToWrite, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Write names into photos"))
        self._writings, self._what = writings, what
        self._look: Look[WritePlan] | None = None
        self._plan: WritePlan | None = None
        self.text.setText(
            self.tr(
                "{photos}: so that other programs find the names, too. Pictures and all else in the files "
                "stay as they are, to the last bit, and Undo gives every file back what it had."
            ).format(photos=what.text)
        )
        self.place = QComboBox()
        self.place.addItem(self.tr("Into the files where that is lossless, else beside them"), "file")
        self.place.addItem(self.tr("Always beside them (.xmp files)"), "sidecar")
        self.place.setCurrentIndex(max(0, self.place.findData(str(kept(_PLACE, "file")))))
        self.place.setAccessibleName(self.tr("Where the names go"))
        label = QLabel(self.tr("Where"))
        label.setBuddy(self.place)
        across = QHBoxLayout()
        across.setSpacing(theme.MARGIN)
        across.addWidget(label)
        across.addWidget(self.place, 1)
        self.down.addLayout(across)
        self.model = PlannedWritesModel(writings.reason, self)
        self.table = PlanTable(self.model, self.tr("What would be written"), (150, 0, 0, 0))
        self.empty = Empty("", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        self.down.addWidget(self.stack, 1)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.said = QLabel()
        self.said.setProperty("faint", True)
        self.said.setWordWrap(True)
        self.down.addWidget(self.bar)
        self.down.addWidget(self.said)
        self.button = self.add_buttons(self.tr("Write"))
        self.place.currentIndexChanged.connect(lambda _: self._start())
        # Qt makes dialogs no larger than two thirds of the screen by itself.
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.9))
        self._start()

    def accept(self) -> None:
        """Write what is shown."""
        if self._plan is not None and self._plan.writes:
            keep(_PLACE, str(self.place.currentData()))
            self._writings.write(self._plan)
            super().accept()

    def done(self, result: int) -> None:
        """Look no further."""
        if self._look is not None:
            self._look.stop()
        super().done(result)

    def _start(self) -> None:
        """Look at the photos, for the place that is chosen now."""
        if self._look is not None:
            self._look.stop()
        self._plan = None
        self.model.show(None)
        self.button.setEnabled(False)
        self._say(self.tr("Looking at the photos…"), self.tr("Nothing is written yet."))
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(self.tr("Photos looked at"))
        self.bar.show()
        self.said.setText("")
        look = self._writings.look(self._what, _PLACES[self.place.currentIndex()], owner=self)
        look.progressed.connect(self._show_progress)
        look.found.connect(self._show)
        look.refused.connect(self._refuse)
        self._look = look

    def _show_progress(self, done: int, total: int) -> None:
        locale = QLocale()
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        self.said.setText(
            self.tr("{done} of {total} photos looked at").format(
                done=locale.toString(done), total=locale.toString(total)
            )
        )

    def _refuse(self, reason: str) -> None:
        self.bar.hide()
        self.said.setText("")
        self._say(self.tr("Nothing can be written"), reason)

    def _show(self, plan: WritePlan) -> None:
        self._plan = plan
        self.bar.hide()
        self.model.show(plan)
        self.table.clearSpans()
        for row in self.model.refused[:_SPANNED]:
            self.table.setSpan(row, 1, 1, self.model.columnCount() - 1)
        self.said.setText(self._summary(plan))
        if self.model.rowCount():
            self.stack.setCurrentWidget(self.table)
            self.table.selectRow(0)
        else:
            self._say(
                self.tr("There is nothing to write"),
                self.tr(
                    "These photos say already all that you confirmed of who is in them. What Familiar only "
                    "supposes is not written: name faces, or confirm them, and come back."
                ),
            )
        self.button.setEnabled(bool(plan.writes))
        if plan.writes:
            self.button.setText(self.tr("Write into %n photo(s)", "", len(plan.writes)))
            self.button.setFocus()
        else:
            self.button.setText(self.tr("Write"))

    def _summary(self, plan: WritePlan) -> str:
        parts = []
        beside = sum(one.place == "sidecar" for one in plan.writes)
        if plan.writes:
            parts.append(self.tr("%n photo(s) will be written", "", len(plan.writes)))
        if beside and beside < len(plan.writes):
            parts.append(self.tr("%n of them beside the file", "", beside))
        if plan.unchanged:
            parts.append(self.tr("%n with these names already", "", plan.unchanged))
        if plan.refused:
            parts.append(self.tr("%n cannot be written", "", len(plan.refused)))
        return self.tr("{parts}.").format(parts=QLocale().createSeparatedList(parts)) if parts else ""

    def _say(self, title: str, text: str) -> None:
        self.empty.heading.setText(title)
        self.empty.text.setText(text)
        self.stack.setCurrentWidget(self.empty)
