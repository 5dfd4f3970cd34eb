"""The settings on names in photo files: whether they are read, which keywords are people, where to write.

They are rows of `app.desktop.pages.settings`; what they do is done in `app.indexing` and
`app.exchange.writing`.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from app.desktop.desk import Desk
from app.desktop.widgets.choice_box import ChoiceBox
from app.desktop.widgets.standing_folders import StandingFolders
from app.library.settings import (
    KEYWORDS_AS_PEOPLE,
    READ_NAMES,
    Setting,
    SettingValueError,
    get_setting,
    set_setting,
)


class NameSettings(QObject):
    """The widgets of these settings.

    Args:
        desk: The library.
        parent: The page.
    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known = ""
        self.read = ChoiceBox()
        self.read.addItem(self.tr("Make them people here"), "yes")
        self.read.addItem(self.tr("Leave them alone"), "no")
        self.read.setAccessibleName(self.tr("Names that photo files and sidecars have"))
        self.read.activated.connect(lambda _: self._choose_reading())
        self.keywords = QLineEdit()
        self.keywords.setAccessibleName(self.tr("Keywords that are people"))
        self.keywords.setPlaceholderText(self.tr("None"))
        self.keywords.setToolTip(
            self.tr(
                "Separated by commas: what people are filed under (People/), and single words that are names "
                "(Grandma). It counts for photos that are read from then on."
            )
        )
        self.keywords.editingFinished.connect(self._choose_keywords)
        self.folders = StandingFolders(desk)

    def refresh(self) -> None:
        """Read the settings again."""
        self._desk.read(
            lambda session: (get_setting(session, READ_NAMES), get_setting(session, KEYWORDS_AS_PEOPLE)),
            self._show,
            owner=self,
        )
        self.folders.refresh()

    def _show(self, known: tuple[str, str]) -> None:
        self.read.setCurrentIndex(self.read.findData(known[0]))
        self.keywords.setEnabled(known[0] == "yes")
        if not self.keywords.isModified():
            self._known = known[1]
            self.keywords.setText(known[1])

    def _choose_reading(self) -> None:
        chosen = str(self.read.currentData())
        # Names that are in the files by now are read at the next look.
        self._set(READ_NAMES, chosen, look=chosen == "yes")

    def _choose_keywords(self) -> None:
        text = self.keywords.text().strip()
        if text != self._known:
            self._known = text
            self._set(KEYWORDS_AS_PEOPLE, text, look=False)
        self.keywords.setModified(False)

    def _set(self, setting: Setting[str], value: str, *, look: bool) -> None:
        library = self._desk.library

        def choose() -> bool:
            with library.write() as session:
                changed = get_setting(session, setting) != value
                set_setting(session, setting, value)
                return changed

        def chosen(changed: bool) -> None:
            if changed and look:
                self._desk.jobs.index()
            self.refresh()

        try:
            setting.checked(value)
        except SettingValueError:
            self._desk.troubled.emit(self.tr("Keywords are words with commas between them, in one line."))
            self.refresh()
            return
        self._desk.write(partial(choose), chosen, owner=self)
