"""The settings: folders, how faces are grouped, appearance and language, and what is kept on the disk."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.choices import APPEARANCE, LANGUAGE, Choice
from app.desktop.desk import Desk
from app.desktop.pages.page import Page
from app.desktop.places import PageName, Place
from app.indexing import forget_missing
from app.library.settings import DETECTOR, RECOGNISER, STRICTNESS, get_setting, set_setting
from app.operations import Changes
from app.search.browsing import Counts, counts
from engine.models import Task


class SettingsPage(Page):
    """Each setting once; what changes groups leads to the preview."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        heading = QLabel(self.tr("Settings"))
        heading.setProperty("title", True)
        self._folders, self._strictness, self._missing = QLabel(), QLabel(), QLabel()
        self._detectors, self._recognisers = QComboBox(), QComboBox()
        self._detectors.setAccessibleName(self.tr("The model that finds faces"))
        self._recognisers.setAccessibleName(self.tr("The model that tells people apart"))
        self._detectors.activated.connect(lambda _: self._choose_model(DETECTOR, self._detectors))
        self._recognisers.activated.connect(lambda _: self._choose_model(RECOGNISER, self._recognisers))
        self._thumbnails, self._crops = QLabel(), QLabel()
        inside = QWidget()
        down = QVBoxLayout(inside)
        down.setContentsMargins(*[theme.MARGIN] * 4)
        down.setSpacing(theme.MARGIN)
        down.addWidget(heading)
        for group in (self._photos(), self._grouping(), self._window(), self._privacy()):
            group.setMaximumWidth(760)
            down.addWidget(group)
        down.addStretch(1)
        area = QScrollArea(widgetResizable=True)
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

        def known() -> tuple[Counts, str, str, float, list[str], list[str], int, int]:
            with desk.library.read() as session:
                chosen = get_setting(session, DETECTOR), get_setting(session, RECOGNISER)
                strictness, found = get_setting(session, STRICTNESS), counts(session)
            cards = desk.catalogue.cards()
            detectors = [card.name for card in cards if card.task is Task.DETECTION]
            recognisers = [card.name for card in cards if card.task is Task.RECOGNITION]
            return found, *chosen, strictness, detectors, recognisers, *desk.kept_bytes()

        desk.lanes.read(known, lambda now: self._show(*now), owner=self)

    def _show(  # noqa: PLR0917 - one reading of everything
        self,
        found: Counts,
        detector: str,
        recogniser: str,
        strictness: float,
        detectors: list[str],
        recognisers: list[str],
        thumbnails: int,
        crops: int,
    ) -> None:
        locale = QLocale()
        self._folders.setText(self.tr("%n photo(s)", "", found.photos))
        self._missing.setText(self.tr("%n photo(s) whose file is gone", "", found.missing))
        self._strictness.setText(locale.toString(strictness, "f", 2))
        for box, names, chosen in (
            (self._detectors, detectors, detector),
            (self._recognisers, recognisers, recogniser),
        ):
            box.clear()
            box.addItems(names)
            box.setCurrentText(chosen)
        self._thumbnails.setText(locale.formattedDataSize(thumbnails))
        self._crops.setText(locale.formattedDataSize(crops))

    def _photos(self) -> QGroupBox:
        box = QGroupBox(self.tr("Photos"))
        form = QFormLayout(box)
        form.addRow(self.tr("Folders"), self._row(self._folders, (self.tr("Folders…"), self._to_folders)))
        form.addRow(
            self.tr("Missing"), self._row(self._missing, (self.tr("Forget them…"), self._forget_missing))
        )
        return box

    def _grouping(self) -> QGroupBox:
        box = QGroupBox(self.tr("People"))
        form = QFormLayout(box)
        form.addRow(
            self.tr("Strictness"), self._row(self._strictness, (self.tr("Preview…"), self._to_preview))
        )
        form.addRow(self.tr("Finding faces"), self._detectors)
        form.addRow(self.tr("Telling people apart"), self._recognisers)
        return box

    def _window(self) -> QGroupBox:
        box = QGroupBox(self.tr("Window"))
        form = QFormLayout(box)
        form.addRow(
            self.tr("Appearance"),
            self._choice(
                APPEARANCE,
                [self.tr("Like the system"), self.tr("Light"), self.tr("Dark")],
                lambda value: theme.choose(theme.Appearance(value)),
            ),
        )
        # Languages are called what their speakers call them.
        names = [self.tr("Like the system"), "English", "简体中文", "繁體中文", "한국어"]
        form.addRow(self.tr("Language"), self._choice(LANGUAGE, names, self._say_restart))
        return box

    def _privacy(self) -> QGroupBox:
        box = QGroupBox(self.tr("Privacy"))
        form = QFormLayout(box)
        said = QLabel(
            self.tr(
                "Nothing leaves this computer. The library is {path}. To remove all that is known of a "
                "person, open their page and choose Forget."
            ).format(path=self.desk.library.path)
        )
        said.setWordWrap(True)
        said.setProperty("faint", True)
        form.addRow(said)
        clear = self.tr("Delete…")
        form.addRow(self.tr("Thumbnails"), self._row(self._thumbnails, (clear, self._clear_thumbnails)))
        form.addRow(self.tr("Pictures of faces"), self._row(self._crops, (clear, self._clear_crops)))
        return box

    def _row(self, label: QLabel, button: tuple[str, Callable[[], None]]) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        text, do = button
        pressed = QPushButton(text)
        pressed.clicked.connect(lambda _: do())
        layout.addWidget(label, 1)
        layout.addWidget(pressed)
        return row

    def _choice(self, choice: Choice, names: list[str], then: Callable[[str], None]) -> QComboBox:
        box = QComboBox()
        for option, name in zip(choice.options, names, strict=True):
            box.addItem(name, option)
        box.setCurrentIndex(choice.options.index(choice.get()))
        box.setAccessibleName(choice.key)

        def chosen(row: int) -> None:
            choice.set(choice.options[row])
            then(choice.options[row])

        box.activated.connect(chosen)
        return box

    def _say_restart(self, _language: str) -> None:
        self.desk.told.emit(self.tr("The language changes when Familiar is started again."), False)

    def _to_folders(self) -> None:
        self.going.emit(Place(PageName.FOLDERS))

    def _to_preview(self) -> None:
        self.going.emit(Place(PageName.PREVIEW))

    def _choose_model(self, setting: object, box: QComboBox) -> None:
        name = box.currentText()
        library = self.desk.library

        def choose() -> bool:
            with library.write() as session:
                changed = get_setting(session, setting) != name  # type: ignore[arg-type]
                set_setting(session, setting, name)  # type: ignore[arg-type]
                return changed

        def chosen(changed: bool) -> None:
            if changed:
                self.desk.jobs.index()

        self.desk.lanes.write(choose, chosen, owner=self)

    def _forget_missing(self) -> None:
        if self._sure(
            self.tr("Forget the photos whose files are gone?"),
            self.tr(
                "Their faces, and what you said of them, are removed for good; this cannot be undone. "
                "Photos on a drive that is away are not among them."
            ),
        ):
            library = self.desk.library
            self.desk.lanes.write(lambda: forget_missing(library), self._forgotten, owner=self)

    def _forgotten(self, number: int) -> None:
        self.desk.told.emit(self.tr("%n photo(s) forgotten.", "", number), False)
        self.desk.renewed.emit()

    def _clear_thumbnails(self) -> None:
        if self._sure(self.tr("Delete all thumbnails?"), self.tr("They are made again when they are seen.")):
            self.desk.lanes.write(self.desk.clear_thumbnails, lambda _: self.refresh(None), owner=self)

    def _clear_crops(self) -> None:
        if self._sure(
            self.tr("Delete all pictures of faces?"),
            self.tr(
                "They are cut again from the photos when they are seen. Faces in photos that are away then "
                "have no picture, and another recogniser cannot embed them until the photos are back."
            ),
        ):
            self.desk.lanes.write(self.desk.clear_crops, lambda _: self.refresh(None), owner=self)

    def _sure(self, title: str, text: str) -> bool:
        box = QMessageBox(QMessageBox.Icon.Question, title, title, parent=self)
        box.setInformativeText(text)
        box.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)
        return box.exec() == QMessageBox.StandardButton.Ok
