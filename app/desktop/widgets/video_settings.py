"""The setting on videos: whether those in the folders are looked at, and what is missing for that.

It is a row of `app.desktop.pages.settings`; looking at videos is done in `app.indexing`.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from sqlalchemy.orm import Session

from app.desktop.desk import Desk
from app.desktop.theme import GAP
from app.desktop.widgets.choice_box import ChoiceBox
from app.library.settings import VIDEOS, get_setting, set_setting
from engine.video import can_read_videos


class VideoSettings(QWidget):
    """The choice, and a word on PyAV where it is not installed.

    Args:
        desk: The library.
        parent: The page.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.choice = ChoiceBox()
        self.choice.addItem(self.tr("Look for people in them, too"), "yes")
        self.choice.addItem(self.tr("Leave new ones out"), "no")
        self.choice.setAccessibleName(self.tr("Videos in the folders"))
        self.choice.setToolTip(self.tr("Videos that are in the library already stay there."))
        self.choice.activated.connect(lambda _: self._choose())
        self.setFocusProxy(self.choice)
        self.hint = QLabel(
            self.tr(
                "Videos cannot be read here, because PyAV is not installed (a bundle comes without it). "
                "Start Familiar with python3 run.py, which installs it, or run: pip install av"
            )
        )
        self.hint.setProperty("faint", True)
        self.hint.setWordWrap(True)
        self.hint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.hint.hide()
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(GAP // 2)
        down.addWidget(self.choice)
        down.addWidget(self.hint)

    def refresh(self) -> None:
        """Read the setting again."""

        def read(session: Session) -> tuple[str, bool]:
            return get_setting(session, VIDEOS), can_read_videos()

        self._desk.read(read, self._show, owner=self)

    def _show(self, known: tuple[str, bool]) -> None:
        chosen, readable = known
        self.choice.setCurrentIndex(self.choice.findData(chosen))
        self.hint.setVisible(not readable and chosen == "yes")

    def _choose(self) -> None:
        library, value = self._desk.library, str(self.choice.currentData())

        def choose() -> bool:
            with library.write() as session:
                changed = get_setting(session, VIDEOS) != value
                set_setting(session, VIDEOS, value)
                return changed

        def chosen(changed: bool) -> None:
            if changed and value == "yes":
                # There may be some already.
                self._desk.jobs.index()
            self.refresh()

        self._desk.write(choose, chosen, owner=self)
