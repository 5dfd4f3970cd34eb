"""What is to be exported, as what, and where: one dialog for photos and for all names.

It asks, and lets `app.desktop.exports` do it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QLocale, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.desktop import theme
from app.desktop.exports import FOLDER, Exports, Which
from app.desktop.kept import keep, kept
from app.desktop.sentences import translated
from app.desktop.widgets.person_dialogs import SmallDialog
from app.exchange.exporting import MOST_COLUMNS, Form, How, Options, Paper, of_search, safe_name

_KIND: Final = "export/kind"
#: Longest sides of the pictures in an album, in pixels; the second is usual.
_SIDES: Final = (1024, 2048, 4096)
_WIDTH: Final = 520
#: An export that is not refused within so many milliseconds goes on without the dialog.
_WAITS_MS: Final = 400


@dataclass(frozen=True, slots=True)
class _Kind:
    """Something that can be made.

    Attributes:
        key: By which it is remembered.
        form: Of photos; None where it is all names.
        ending: Of the file; "" for a folder.
    """

    key: str
    form: Form | None
    ending: str


_KINDS: Final = (
    _Kind("folder", Form.FOLDER, ""),
    _Kind("zip", Form.ZIP, ".zip"),
    _Kind("album", Form.ALBUM, ".html"),
    _Kind("pdf", Form.SHEET, ".pdf"),
    _Kind("pages", Form.SHEET, ".jpg"),
    _Kind("json", None, ".json"),
    _Kind("csv", None, ".csv"),
)


class ExportDialog(SmallDialog):
    """Asks what is to be exported.

    Args:
        exports: Does it.
        which: The photos that may be meant, the likeliest first; all photos are added.
        parent: The window.
    """

    def __init__(self, exports: Exports, which: Sequence[Which], parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Export"))
        self._exports = exports
        everything = Which(self.tr("All photos"), self.tr("Photos"), lambda library: of_search(library, ""))
        self._which = [*which, everything]
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._form.setHorizontalSpacing(theme.MARGIN)
        self._form.setVerticalSpacing(theme.GAP)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.kind, self.photos = QComboBox(), QComboBox()
        for kind in _KINDS:
            self.kind.addItem(self._called(kind), kind.key)
        for one in self._which:
            self.photos.addItem(one.text)
        self.how, self.paper, self.side = QComboBox(), QComboBox(), QComboBox()
        self.columns = QComboBox()
        self._fill_options()
        self.place = QLineEdit()
        self.choose = QPushButton(self.tr("Choose…"))
        # Return begins the export.
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        where = QHBoxLayout()
        where.setSpacing(theme.GAP)
        where.addWidget(self.place, 1)
        where.addWidget(self.choose)
        fields = {
            self.tr("What"): self.kind,
            self.tr("Photos"): self.photos,
            self.tr("Files"): self.how,
            self.tr("Paper"): self.paper,
            self.tr("Photos in a row"): self.columns,
            self.tr("Size"): self.side,
        }
        for text, field in fields.items():
            field.setAccessibleName(text)
            self._form.addRow(text, field)
        self.place.setAccessibleName(self.tr("Where"))
        self._form.addRow(self.tr("Where"), where)
        labels = [self._form.labelForField(field) for field in fields.values()]
        for label in (*labels, self._form.labelForField(where)):
            # On the line of what stands in the field.
            label.setMinimumHeight(self.kind.sizeHint().height())
        self.down.addLayout(self._form)
        self.note, self.refusal = QLabel(), QLabel()
        for label, look in ((self.note, "faint"), (self.refusal, "bad")):
            label.setProperty(look, True)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            self.down.addWidget(label)
        self.refusal.hide()
        #: An export that goes on runs beside the window.
        self._waits = QTimer(self, singleShot=True, interval=_WAITS_MS)
        self._waits.timeout.connect(self.hide)
        self.text.hide()
        self.setMinimumWidth(_WIDTH)
        self.button = self.add_buttons(self.tr("Export"))
        self.place.textChanged.connect(lambda text: self.button.setEnabled(bool(text.strip())))
        self.kind.setCurrentIndex(max(0, self.kind.findData(str(kept(_KIND, _KINDS[0].key)))))
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.photos.currentIndexChanged.connect(self._suggest_place)
        self._suggest_place()
        self._show_kind()

    def accept(self) -> None:
        """Begin the export; this comes back where nothing is made."""
        kind, place = self._chosen(), self._place()
        keep(_KIND, kind.key)
        self._enable(enabled=False)
        self._waits.start()
        if kind.form is None:
            self._exports.names(place, self)
        else:
            options = Options(
                how=How(self.how.currentData()),
                paper=Paper(self.paper.currentData()),
                columns=int(self.columns.currentData()),
                side=int(self.side.currentData()),
                words=self._exports.words(),
            )
            which = self._which[self.photos.currentIndex()]
            self._exports.photos(which, place, kind.form, options, self)

    def refused(self, reason: str) -> bool:
        """Say why nothing was exported, with all that was chosen; not over another question."""
        other = QApplication.activeModalWidget()
        if other is not None and other is not self:
            return False
        self._waits.stop()
        self.refusal.setText(translated(reason))
        self.refusal.show()
        self._enable(enabled=True)
        self.show()
        self.adjustSize()
        self.place.setFocus()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.refusal.text()))
        return True

    def ended(self) -> None:
        """Go."""
        super().accept()
        # A dialog that is hidden is not closed by that.
        self.deleteLater()

    def _enable(self, *, enabled: bool) -> None:
        fields = (self.kind, self.photos, self.how, self.paper, self.columns, self.side, self.place)
        for widget in (*fields, self.choose, self.button):
            widget.setEnabled(enabled)
        # Return begins it again; a button that is disabled is that no more.
        self.button.setDefault(enabled)

    def _fill_options(self) -> None:
        for text, how in (
            (self.tr("Copies"), How.COPY),
            (self.tr("The same files under a second name (hard links)"), How.HARDLINK),
            (self.tr("Links to the photos (symbolic links)"), How.SYMLINK),
        ):
            self.how.addItem(text, how.value)
        for paper in Paper:
            width, height = paper.size_mm
            name = paper.value.upper() if paper.value.startswith("a") else paper.value.capitalize()
            self.paper.addItem(
                self.tr("{name} ({width} × {height} mm)").format(
                    name=name, width=round(width), height=round(height)
                ),
                paper.value,
            )
        self.paper.setCurrentIndex(self.paper.findData(Paper.A4.value))
        for side in _SIDES:
            self.side.addItem(self.tr("Up to {side} pixels a side").format(side=side), side)
        self.side.setCurrentIndex(1)
        for number in range(1, MOST_COLUMNS + 1):
            self.columns.addItem(QLocale().toString(number), number)
        self.columns.setCurrentIndex(self.columns.findData(Options().columns))

    def _called(self, kind: _Kind) -> str:
        return {
            "folder": self.tr("A folder with the photos"),
            "zip": self.tr("A zip file with the photos"),
            "album": self.tr("An album for the browser (HTML)"),
            "pdf": self.tr("Contact sheets (PDF)"),
            "pages": self.tr("Contact sheets (pictures)"),
            "json": self.tr("All names, to be read by programs (JSON)"),
            "csv": self.tr("All names, as a table (CSV)"),
        }[kind.key]

    def _about(self, kind: _Kind) -> str:
        match kind.form:
            case Form.FOLDER | Form.ZIP:
                return self.tr(
                    "The photos stay as they are, with all that the camera noted, such as the place. Nothing "
                    "is overwritten."
                )
            case Form.SHEET:
                return self.tr(
                    "Small pictures in rows, with names and dates, to be printed. They tell nothing of place "
                    "and camera."
                )
            case Form.ALBUM:
                return self.tr(
                    "A page that opens in every browser, without this program and without a network: photos, "
                    "people to choose from, names on faces. Pictures tell nothing of place and camera."
                )
            case _:
                return self.tr(
                    "Who is where in all photos, with birthdays and notes; another library can import the "
                    "JSON file. It is not meant for others."
                )

    def _chosen(self) -> _Kind:
        return _KINDS[self.kind.currentIndex()]

    def _show_kind(self) -> None:
        kind = self._chosen()
        for field, shown in (
            (self.photos, kind.form is not None),
            (self.how, kind.form is Form.FOLDER),
            (self.paper, kind.form is Form.SHEET),
            (self.columns, kind.form is Form.SHEET),
            (self.side, kind.form is Form.ALBUM),
        ):
            self._form.setRowVisible(field, shown)
        self.note.setText(self._about(kind))
        self._suggest_place()
        self.adjustSize()

    def _suggest_place(self) -> None:
        """Name the file by what is exported, in the folder that was chosen last."""
        kind = self._chosen()
        name = self.tr("Names") if kind.form is None else self._which[self.photos.currentIndex()].name
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        typed = self.place.text().strip()
        folder = Path(typed).expanduser().parent if typed else Path(str(kept(FOLDER, documents)))
        self.place.setText(os.fspath(folder / (safe_name(name or self.tr("Photos")) + kind.ending)))

    def _place(self) -> Path:
        """Return where it goes: with the ending of what is made, whatever was typed."""
        kind, place = self._chosen(), Path(self.place.text().strip()).expanduser()
        if place.suffix.lower() == kind.ending or not kind.ending:
            return place
        return place.with_name(place.name + kind.ending)

    def _choose(self) -> None:
        kind = self._chosen()
        dialog = QFileDialog(self, self.tr("Export to"))
        dialog.setDirectory(os.fspath(self._place().parent))
        if kind.form is Form.FOLDER:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setFileMode(QFileDialog.FileMode.AnyFile)
            # Nothing is overwritten: a name that is taken gets a number.
            dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
            dialog.setDefaultSuffix(kind.ending.removeprefix("."))
            dialog.selectFile(self._place().name)
        dialog.fileSelected.connect(self.place.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
