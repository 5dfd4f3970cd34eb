"""Importing names from another program: choosing its data, what importing would change, and the question.

It shows and asks; reading, looking and importing live in `app.desktop.imports`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desktop import theme
from app.desktop.desk import Desk
from app.desktop.job import Job, Kind
from app.desktop.kept import keep, kept
from app.desktop.looking import Look
from app.desktop.places import pictures_folder
from app.desktop.widgets.buttons import main_button
from app.desktop.widgets.import_preview import ImportPreview
from app.desktop.widgets.person_dialogs import SmallDialog
from app.metadata.imports import PROGRAMS, Import

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from app.exchange.importing import ImportPlan

_FOLDER: Final = "import/folder"
_SIZE: Final = QSize(860, 640)


class ImportDialog(SmallDialog):
    """Asks what to import, shows what that would change, and asks again.

    Args:
        desk: The library.
        parent: The window.
        path: What to import, where the user has said so already.
    """

    def __init__(self, desk: Desk, parent: QWidget, path: Path | None = None) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Import names"))
        self.setAcceptDrops(True)
        self.text.hide()
        self._desk = desk
        self._path: Path | None = None
        self._imported: Import | None = None
        self._plan: ImportPlan | None = None
        self._moved: dict[str, str] = {}
        self._look: Look[Import] | Look[ImportPlan] | None = None
        self.stack = QStackedWidget()
        self.choosing, self.working = self._make_choosing(), self._make_working()
        self.preview = ImportPreview()
        self.preview.moved.connect(self._follow_moved)
        self.preview.add_wanted.connect(self._add_folders)
        self.preview.contacts_wanted.connect(self._ask_contacts)
        for page in (self.choosing, self.working, self.preview):
            self.stack.addWidget(page)
        self.down.addWidget(self.stack, 1)
        self.other = QPushButton(self.tr("Choose something else…"))
        self.other.clicked.connect(lambda _: self._choose_anew(""))
        self.button = self.add_buttons(self.tr("Import"), self.other)
        # Qt makes dialogs no larger than two thirds of the screen by itself.
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.9))
        desk.jobs.finished.connect(self._job_ended)
        if path is None:
            self._choose_anew("")
        else:
            self.read(path)

    def read(self, path: Path, *, contacts: Path | None = None) -> None:
        """Read what another program knows, and show what importing it would change.

        Args:
            path: Its file or folder.
            contacts: Picasa's list of names, where it is elsewhere.
        """
        self._path, self._imported, self._plan, self._moved = path, None, None, {}
        keep(_FOLDER, os.fspath(path if path.is_dir() else path.parent))
        self._work(self.tr("Reading what the other program knows…"))
        look = self._desk.imports.read(path, contacts=contacts, owner=self)
        look.found.connect(self._read)
        look.refused.connect(self._choose_anew)
        self._look = look

    def accept(self) -> None:
        """Import what is shown."""
        if self._plan:
            self._desk.imports.run(self._plan)
            super().accept()

    def done(self, result: int) -> None:
        """Look no further."""
        self._stop()
        super().done(result)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file or folder."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the first file or folder that was dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        self._stop()
        self.read(Path(files[0]))

    def _make_choosing(self) -> QWidget:
        """Return the page that asks for the other program's data."""
        page = QWidget()
        down = QVBoxLayout(page)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(theme.MARGIN)
        heading = QLabel(self.tr("Take over the names you gave elsewhere"))
        heading.setProperty("title", True)
        heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.problem = QLabel()
        self.problem.setProperty("bad", True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        about = QLabel(
            "<p>{}</p><table cellspacing=6>{}</table><p>{}</p>".format(
                self.tr("Choose what the other program keeps, or drop it here:"),
                "".join(
                    f"<tr><td><b>{program}</b></td><td>{what}</td></tr>" for program, what in self._known()
                ),
                self.tr(
                    "Names that Lightroom, Immich and others keep in the photos or beside them need no "
                    "import: they are read when the folder is added."
                ),
            )
        )
        about.setTextFormat(Qt.TextFormat.RichText)
        for label in (self.problem, about):
            label.setWordWrap(True)
        self.file_button, self.folder_button = (
            main_button(self.tr("Choose a file…")),
            main_button(self.tr("Choose a folder…")),
        )
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.GAP)
        buttons.addStretch(1)
        buttons.addWidget(self.file_button)
        buttons.addWidget(self.folder_button)
        buttons.addStretch(1)
        self.file_button.clicked.connect(lambda _: self._ask_file())
        self.folder_button.clicked.connect(lambda _: self._ask_folder())
        down.addStretch(1)
        down.addWidget(heading)
        down.addWidget(self.problem)
        down.addWidget(about)
        down.addLayout(buttons)
        down.addStretch(2)
        return page

    def _known(self) -> Sequence[tuple[str, str]]:
        """Return what each program keeps its names in."""
        return (
            (PROGRAMS["digikam"], self.tr("the file digikam4.db, or the folder it is in")),
            (PROGRAMS["picasa"], self.tr("the folder with the photos that Picasa showed (.picasa.ini)")),
            (PROGRAMS["takeout"], self.tr("the folder into which all parts of the Takeout were unpacked")),
            ("Apple Photos", self.tr("what osxphotos exported as JSON: the file or the folder")),
            (PROGRAMS["familiar"], self.tr("the JSON file with the names of another library")),
        )

    def _make_working(self) -> QWidget:
        """Return the page that is shown while the other program's data is read."""
        page = QWidget()
        down = QVBoxLayout(page)
        self.work_text = QLabel()
        self.work_text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.tr("Working"))
        down.addStretch(1)
        down.addWidget(self.work_text)
        down.addWidget(bar)
        down.addStretch(1)
        return page

    def _stop(self) -> None:
        if self._look is not None:
            self._look.stop()
            self._look = None

    def _choose_anew(self, problem: str) -> None:
        """Ask for something to import, and say what was wrong with what was chosen."""
        self._stop()
        self._plan = None
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self._show_page(self.choosing)
        self.file_button.setFocus()

    def _work(self, text: str) -> None:
        self.work_text.setText(text)
        self._show_page(self.working)

    def _show_page(self, page: QWidget) -> None:
        self.stack.setCurrentWidget(page)
        self.other.setVisible(page is not self.choosing)
        self.button.setVisible(page is not self.choosing)
        self.button.setEnabled(page is self.preview and bool(self._plan))

    def _read(self, imported: Import) -> None:
        self._imported = imported
        self._compare()

    def _compare(self) -> None:
        """Find out what importing would change now."""
        if self._imported is not None:
            self._stop()
            self._plan = None
            self._work(self.tr("Comparing it with your photos…"))
            look = self._desk.imports.look(self._imported, self._moved, owner=self)
            look.found.connect(self._show_plan)
            look.refused.connect(self._choose_anew)
            self._look = look

    def _show_plan(self, plan: ImportPlan) -> None:
        self._plan = plan
        looking = any(job.kind is Kind.INDEX for job in self._desk.jobs.running)
        self.preview.show_plan(plan, looking=looking)
        self._show_page(self.preview)
        (self.button if plan else self.preview).setFocus()

    def _follow_moved(self, theirs: str, ours: str) -> None:
        self._moved[theirs] = ours
        self._compare()

    def _add_folders(self, folders: Sequence[str]) -> None:
        """Watch folders with photos that the other program knows; the plan follows once they are read."""
        self._desk.jobs.index([Path(folder) for folder in folders])
        self.preview.say_looking()

    def _job_ended(self, job: Job) -> None:
        """Compare again with the photos that were read meanwhile, unless there is nothing more to come."""
        if (
            job.kind is Kind.INDEX
            and not job.token.cancelled
            and self._plan is not None
            and self._plan.unknown
            and self.isVisible()
        ):
            self._compare()

    def _ask_file(self) -> None:
        self._ask(QFileDialog.FileMode.ExistingFile, self.tr("Choose the other program's file"))

    def _ask_folder(self) -> None:
        self._ask(QFileDialog.FileMode.Directory, self.tr("Choose the other program's folder"))

    def _ask(self, mode: QFileDialog.FileMode, title: str) -> None:
        dialog = QFileDialog(self, title)
        dialog.setFileMode(mode)
        dialog.setDirectory(str(kept(_FOLDER, pictures_folder())))
        if mode is QFileDialog.FileMode.Directory:
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self.read(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_contacts(self) -> None:
        path = self._path
        if path is None:
            return
        dialog = QFileDialog(self, self.tr("Choose Picasa's contacts.xml"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter("*.xml")
        dialog.setDirectory(os.fspath(path))
        dialog.fileSelected.connect(lambda chosen: self.read(path, contacts=Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
