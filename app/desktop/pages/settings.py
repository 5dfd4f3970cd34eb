"""The settings: folders, how faces are grouped, appearance and language, and what is kept on the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.choices import APPEARANCE, LANGUAGE, STACKING, WATCHING, Choice
from app.desktop.desk import Desk
from app.desktop.pages.page import Page
from app.desktop.places import PageName, Place
from app.desktop.widgets.about import AboutDialog
from app.desktop.widgets.choice_box import ChoiceBox
from app.desktop.widgets.export_dialog import ExportDialog
from app.desktop.widgets.import_dialog import ImportDialog
from app.desktop.widgets.name_settings import NameSettings
from app.desktop.widgets.video_settings import VideoSettings
from app.indexing import forget_missing
from app.library.settings import DETECTOR, RECOGNISER, STRICTNESS, Setting, get_setting, set_setting
from app.operations import Changes
from app.parts import version
from app.search.browsing import Counts, counts
from engine.models import ModelCard, Task

#: Of a section at most, in logical pixels.
_WIDTH: Final = 760


@dataclass(frozen=True, slots=True)
class _Known:
    """What is shown, read at one time: sizes in bytes."""

    counts: Counts
    chosen: dict[Setting[str], str]
    strictness: float
    cards: Sequence[ModelCard]
    thumbnails: int
    crops: int


@dataclass(frozen=True, slots=True)
class _Row:
    """A setting: what it is called, what it is, and what leads to changing it."""

    called: str
    value: QWidget
    button: QPushButton | None = None


class SettingsPage(Page):
    """Each setting once; what changes groups leads to the preview."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        heading = QLabel(self.tr("Settings"))
        heading.setProperty("title", True)
        self._folders, self._strictness, self._missing = QLabel(), QLabel(), QLabel()
        self._detectors, self._recognisers = self._models(DETECTOR), self._models(RECOGNISER)
        self._detectors.setAccessibleName(self.tr("The model that finds faces"))
        self._recognisers.setAccessibleName(self.tr("The model that tells people apart"))
        self._thumbnails, self._crops = QLabel(), QLabel()
        self._forget = QPushButton(self.tr("Forget them…"))
        self._forget.clicked.connect(self._forget_missing)
        self._names = NameSettings(desk, self)
        self._videos = VideoSettings(desk, self)
        self._words: list[QLabel] = []
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(*[theme.MARGIN] * 4)
        down.setSpacing(theme.MARGIN)
        down.addWidget(heading)
        for title, rows in (
            (self.tr("Photos"), self._photos()),
            (self.tr("People"), self._grouping()),
            (self.tr("Names in files"), self._files()),
            (self.tr("Window"), self._window()),
            (self.tr("Privacy"), self._privacy()),
        ):
            down.addWidget(self._section(title, rows))
        down.addStretch(1)
        # What the settings are called takes as much width in all sections.
        widest = max(word.sizeHint().width() for word in self._words)
        for word in self._words:
            word.setFixedWidth(widest)
        area = QScrollArea(widgetResizable=True)
        # Of the whole, not of each section: lines are broken for the width that they have then.
        inside.setMaximumWidth(_WIDTH + 2 * theme.MARGIN)
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def title(self) -> str:
        """Return what the page is called."""
        return self.tr("Settings")

    def arrive(self, place: Place) -> None:
        """Show the settings."""
        self.refresh(None)

    def refresh(self, changes: Changes | None) -> None:
        """Read the settings again, unless only people have changed."""
        if changes is not None:
            return
        desk = self.desk

        def known() -> _Known:
            with desk.library.read() as session:
                chosen = {setting: get_setting(session, setting) for setting in (DETECTOR, RECOGNISER)}
                strictness, found = get_setting(session, STRICTNESS), counts(session)
            return _Known(found, chosen, strictness, desk.catalogue.cards(), *desk.kept_bytes())

        desk.lanes.read(known, self._show, owner=self)
        self._names.refresh()
        self._videos.refresh()

    def _show(self, known: _Known) -> None:
        locale = QLocale()
        self._folders.setText(self.tr("%n photo(s)", "", known.counts.photos))
        missing = known.counts.missing
        self._missing.setText(
            self.tr("%n photo(s) whose file is gone", "", missing) if missing else self.tr("None")
        )
        self._forget.setEnabled(missing > 0)
        self._strictness.setText(self._in_words(known.strictness))
        for box, setting, task in (
            (self._detectors, DETECTOR, Task.DETECTION),
            (self._recognisers, RECOGNISER, Task.RECOGNITION),
        ):
            box.clear()
            for card in known.cards:
                if card.task is task:
                    box.addItem(card.title, card.name)
                    box.setItemData(box.count() - 1, card.reference, Qt.ItemDataRole.ToolTipRole)
            box.setCurrentIndex(box.findData(known.chosen[setting]))
            box.setToolTip(str(box.currentData(Qt.ItemDataRole.ToolTipRole) or ""))
        self._thumbnails.setText(locale.formattedDataSize(known.thumbnails))
        self._crops.setText(locale.formattedDataSize(known.crops))

    def _in_words(self, strictness: float) -> str:
        """Return what a strictness is like, and its number, which `familiar settings` calls it by."""
        number = QLocale().toString(strictness, "f", 2)
        if strictness < 0:
            return self.tr("Larger groups, with more mistakes ({number})").format(number=number)
        if strictness > 0:
            return self.tr("Smaller, surer groups ({number})").format(number=number)
        return self.tr("What suits the recogniser best ({number})").format(number=number)

    def _photos(self) -> list[_Row]:
        watching = self._choice(
            WATCHING,
            self.tr("New photos"),
            [self.tr("Look at them as soon as they are there"), self.tr("Look for them when asked")],
            self._watch,
        )
        stacking = self._choice(
            STACKING,
            self.tr("Copies and bursts"),
            [self.tr("Show the best, the others behind it"), self.tr("Show each photo")],
            lambda _: self._stack(),
        )
        return [
            _Row(self.tr("Folders"), self._folders, self._button(self.tr("Folders…"), self._to_folders)),
            _Row(self.tr("New photos"), watching),
            _Row(self.tr("Videos"), self._videos),
            _Row(self.tr("Copies and bursts"), stacking),
            _Row(self.tr("Missing"), self._missing, self._forget),
        ]

    def _grouping(self) -> list[_Row]:
        preview = self._button(self.tr("Preview…"), self._to_preview)
        preview.setToolTip(self.tr("See what another strictness would change, and choose it there"))
        return [
            _Row(self.tr("Strictness"), self._strictness, preview),
            _Row(self.tr("Finding faces"), self._detectors),
            _Row(self.tr("Telling people apart"), self._recognisers),
        ]

    def _files(self) -> list[_Row]:
        about = QLabel(self.tr("digiKam, Picasa, Google Takeout, Apple Photos, another library"))
        about.setWordWrap(True)
        about.setProperty("faint", True)
        names = self._names
        return [
            _Row(self.tr("Reading names"), names.read),
            _Row(self.tr("Keywords"), names.keywords),
            _Row(self.tr("Writing names"), names.folders),
            _Row(
                self.tr("Other programs"), about, self._button(self.tr("Import names…"), self._ask_to_import)
            ),
        ]

    def _window(self) -> list[_Row]:
        appearance = self._choice(
            APPEARANCE,
            self.tr("Appearance"),
            [self.tr("Like the system"), self.tr("Light"), self.tr("Dark")],
            lambda value: theme.choose(theme.Appearance(value)),
        )
        # Languages are called what their speakers call them.
        names = [self.tr("Like the system"), "English", "简体中文", "繁體中文", "한국어"]
        language = self._choice(LANGUAGE, self.tr("Language"), names, self._say_restart)
        about = self._button(self.tr("About Familiar…"), self._show_about)
        return [
            _Row(self.tr("Appearance"), appearance),
            _Row(self.tr("Language"), language),
            _Row(self.tr("Version"), QLabel(version()), about),
        ]

    def _privacy(self) -> list[_Row]:
        said = QLabel(
            self.tr(
                "Nothing leaves this computer. To remove all that is known of a person, open their page and "
                "choose Forget for good."
            )
        )
        said.setWordWrap(True)
        said.setProperty("faint", True)
        path = QLabel(str(self.desk.library.path))
        path.setWordWrap(True)
        path.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        delete = self.tr("Delete…")
        return [
            _Row("", said),
            _Row(self.tr("Library"), path, self._button(self.tr("Export…"), self._ask_to_export)),
            _Row(self.tr("Thumbnails"), self._thumbnails, self._button(delete, self._clear_thumbnails)),
            _Row(self.tr("Pictures of faces"), self._crops, self._button(delete, self._clear_crops)),
        ]

    def _section(self, title: str, rows: list[_Row]) -> QWidget:
        section, box = QWidget(), QFrame()
        heading = QLabel(title)
        heading.setProperty("heading", True)
        box.setObjectName("card")
        down = QVBoxLayout(section)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.GAP)
        down.addWidget(heading)
        down.addWidget(box)
        inside = QVBoxLayout(box)
        inside.setContentsMargins(*[theme.MARGIN] * 4)
        inside.setSpacing(theme.GAP)
        for row in rows:
            across = QHBoxLayout()
            across.setSpacing(theme.MARGIN)
            if row.called:
                word = QLabel(row.called)
                word.setBuddy(row.button or row.value)
                self._words.append(word)
                across.addWidget(word)
            across.addWidget(row.value, 1)
            if row.button is not None:
                row.button.setAccessibleName(f"{row.called}: {row.button.text()}")
                across.addWidget(row.button)
            inside.addLayout(across)
        return section

    def _button(self, text: str, do: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.clicked.connect(lambda _: do())
        return button

    def _models(self, setting: Setting[str]) -> QComboBox:
        box = ChoiceBox()
        box.activated.connect(lambda _: self._choose_model(setting, str(box.currentData())))
        return box

    def _choice(
        self, choice: Choice, called: str, names: list[str], then: Callable[[str], None]
    ) -> QComboBox:
        box = ChoiceBox()
        for option, name in zip(choice.options, names, strict=True):
            box.addItem(name, option)
        box.setCurrentIndex(choice.options.index(choice.get()))
        box.setAccessibleName(called)

        def chosen(row: int) -> None:
            choice.set(choice.options[row])
            then(choice.options[row])

        box.activated.connect(chosen)
        return box

    def _say_restart(self, _language: str) -> None:
        self.desk.told.emit(self.tr("The language changes when Familiar is started again."), False)

    def _watch(self, chosen: str) -> None:
        if chosen == "on":
            self.desk.watching.start()
            # There may be some already.
            self.desk.jobs.index()
        else:
            self.desk.watching.close()

    def _stack(self) -> None:
        self.desk.stacking.look()
        self.desk.renewed.emit()

    def _to_folders(self) -> None:
        self.going.emit(Place(PageName.FOLDERS))

    def _ask_to_export(self) -> None:
        ExportDialog(self.desk.exports, (), self.window()).open()

    def _ask_to_import(self) -> None:
        ImportDialog(self.desk, self.window()).show()

    def _show_about(self) -> None:
        AboutDialog(self.desk.lanes, self.window()).open()

    def _to_preview(self) -> None:
        self.going.emit(Place(PageName.PREVIEW))

    def _choose_model(self, setting: Setting[str], name: str) -> None:
        library = self.desk.library

        def choose() -> bool:
            with library.write() as session:
                changed = get_setting(session, setting) != name
                set_setting(session, setting, name)
                return changed

        def chosen(changed: bool) -> None:
            if changed:
                self.desk.jobs.index()

        self.desk.write(choose, chosen, owner=self)

    def _forget_missing(self) -> None:
        if self._sure(
            self.tr("Forget the photos whose files are gone?"),
            self.tr(
                "Their faces, and what you said of them, are removed for good; this cannot be undone. "
                "Photos on a drive that is away are not among them."
            ),
        ):
            library = self.desk.library
            self.desk.write(lambda: forget_missing(library), self._forgotten, owner=self)

    def _forgotten(self, number: int) -> None:
        self.desk.told.emit(self.tr("%n photo(s) forgotten.", "", number), False)
        self.desk.renewed.emit()

    def _clear_thumbnails(self) -> None:
        if self._sure(self.tr("Delete all thumbnails?"), self.tr("They are made again when they are seen.")):
            self.desk.write(self.desk.clear_thumbnails, lambda _: self.refresh(None), owner=self)

    def _clear_crops(self) -> None:
        if self._sure(
            self.tr("Delete all pictures of faces?"),
            self.tr(
                "They are cut again from the photos when they are seen. Faces in photos that are away then "
                "have no picture, and another recogniser cannot embed them until the photos are back."
            ),
        ):
            self.desk.write(self.desk.clear_crops, lambda _: self.refresh(None), owner=self)

    def _sure(self, title: str, text: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, title, title, parent=self)
        box.setInformativeText(text)
        box.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        return box.exec() == QMessageBox.StandardButton.Ok
