"""Forgetting somebody for good: says what goes, asks, lets it be done, and tells what is left.

The work is `app.operations.forget_person`; it is no entry in the history and cannot be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypeVar

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QProgressBar, QPushButton, QWidget
from PySide6.QtWidgets import QDialogButtonBox as Box

from app import operations
from app.desktop.desk import Desk
from app.desktop.sentences import translated
from app.desktop.widgets.person_dialogs import SmallDialog
from app.library.errors import LibraryError
from app.library.names import PersonNotFoundError
from app.operations import ForgettingUnfinishedError, Forgotten, Reached
from app.search.people import PersonAbout
from app.search.person import photos_of


@dataclass(frozen=True, slots=True)
class _Theirs:
    """What goes with somebody, and which copies of the library hold them."""

    faces: list[int]
    photos: list[int]
    reached: Reached


T = TypeVar("T")


class ForgetDialog(SmallDialog):
    """Is somebody to be forgotten for good?"""

    def __init__(self, desk: Desk, person: PersonAbout, parent: QWidget) -> None:
        # There is no `self` to ask yet.
        translate = QCoreApplication.translate
        name = person.name or translate("ForgetDialog", "this unnamed group")
        super().__init__(translate("ForgetDialog", "Forget {name}").format(name=name), "", parent)
        self._desk, self._person, self._name = desk, person, name
        self._theirs: _Theirs | None = None
        self._busy = False
        self.text.setText(
            self.tr("Looking for what the library and its backups hold of {name} …").format(name=name)
        )
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.backups = QCheckBox()
        self.backups.hide()
        self.listed = QLabel()
        self.listed.setProperty("faint", True)
        self.listed.setWordWrap(True)
        self.listed.hide()
        self.working = QProgressBar()
        self.working.setRange(0, 0)
        self.working.setTextVisible(False)
        self.working.setAccessibleName(self.tr("Working"))
        for widget in (self.backups, self.listed, self.working):
            self.down.addWidget(widget)
        self.box = Box(Box.StandardButton.Cancel)
        self.box.rejected.connect(self.reject)
        self._cancel = self.box.button(Box.StandardButton.Cancel)
        self._cancel.setText(self.tr("Cancel"))
        self.button = QPushButton(self.tr("Forget for good"))
        self.button.setProperty("bad", True)
        self.button.setAutoDefault(False)
        self.button.setEnabled(False)
        self.button.clicked.connect(self._forget)
        self.box.addButton(self.button, Box.ButtonRole.DestructiveRole)
        self._cancel.setDefault(True)
        self.down.addWidget(self.box)
        desk.lanes.read(self._look, self._found, self._failed, owner=self)

    def reject(self) -> None:
        """Close, but not in the middle of forgetting."""
        if not self._busy:
            super().reject()

    def _look(self) -> _Theirs:
        library, person = self._desk.library, self._person.id
        faces = [face.id for photo in photos_of(library, person=person) for face in photo.faces]
        photos = [photo.photo_id for photo in photos_of(library, person=person)]
        return _Theirs(faces, photos, operations.backups_reaching(library, person))

    def _found(self, theirs: _Theirs) -> None:
        self._theirs = theirs
        self.working.hide()
        faces = self.tr("%n face(s)", "", len(theirs.faces))
        photos = self.tr("%n photo(s)", "", len(theirs.photos))
        self.text.setText(
            self.tr(
                "Forget {name} for good? {faces} in {photos} will be removed: their boxes, pictures and "
                "embeddings, the name, the birthday and the notes, and every trace in the history. This "
                "cannot be undone.\n\nThe photos stay as they are. In photos that are added later, they are "
                "a stranger like any other."
            ).format(name=self._name, faces=faces, photos=photos)
        )
        holding = len(theirs.reached.holding)
        if holding:
            self.backups.setText(self.tr("Also delete %n backup(s) that hold them:", "", holding))
            self.backups.show()
        lines = [str(path) for path in theirs.reached.holding]
        if theirs.reached.unreachable:
            lines.append(self.tr("These backups cannot be reached now and may hold them:"))
            lines += [str(path) for path in theirs.reached.unreachable]
        self._list(lines)
        self.button.setEnabled(True)
        self.adjustSize()

    def _forget(self) -> None:
        self._begin(self.tr("Forgetting {name} …").format(name=self._name))
        backups: Literal["keep", "delete"] = "delete" if self.backups.isChecked() else "keep"
        library, person = self._desk.library, self._person.id
        self._work(lambda: operations.forget_person(library, person=person, backups=backups), self._forgotten)

    def _work(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        """Do it once no picture is on its way, so that none of them is made anew meanwhile."""

        def begin() -> None:
            self._desk.lanes.write(work, done, self._failed, owner=self)

        self._desk.pictures.hold(begin)

    def _begin(self, text: str) -> None:
        self._busy = True
        self.text.setText(text)
        self.backups.hide()
        self.listed.hide()
        self.working.show()
        self.box.setEnabled(False)

    def _forgotten(self, done: Forgotten) -> None:
        faces = self.tr("%n face(s)", "", done.faces)
        photos = self.tr("%n photo(s)", "", done.photos)
        told = self.tr("{name} is forgotten: {faces} in {photos} are gone.").format(
            name=self._name, faces=faces, photos=photos
        )
        lines = self._said_of(self.tr("Deleted:"), done.backups_deleted)
        lines += self._said_of(
            self.tr("These backups still hold them; delete them when you need them no longer:"),
            done.backups_left,
        )
        lines += self._said_of(
            self.tr("These cannot be reached now; connect their drives and delete them there:"),
            done.backups_unreachable,
        )
        self._finish(told, done.proof, lines)

    def _said_of(self, text: str, paths: Sequence[Path]) -> list[str]:
        return [text, *map(str, paths)] if paths else []

    def _finish(self, told: str, proof: Sequence[str], lines: list[str]) -> None:
        self._end()
        checked = self.tr(
            "All tables and, byte by byte, all files of the library were searched: nothing is left."
        )
        self.text.setText(f"{told}\n\n{checked}" if not proof else told)
        self._list([*map(translated, proof), *lines])
        self.button.hide()
        self._cancel.setText(self.tr("Close"))
        self._renew()
        self._desk.told.emit(told, False)

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, ForgettingUnfinishedError):
            self._renew()
            self.button.setText(self.tr("Try again"))
            self.button.clicked.disconnect()
            self.button.clicked.connect(partial(self._go_on, error))
        elif isinstance(error, LibraryError | PersonNotFoundError):
            self.button.setEnabled(self._theirs is not None)
        else:
            self._desk.lanes.broke.emit(error)
        self.text.setText(translated(str(error)))
        self.adjustSize()

    def _go_on(self, unfinished: ForgettingUnfinishedError) -> None:
        self._begin(self.tr("Forgetting {name} …").format(name=self._name))
        library = self._desk.library
        self._work(lambda: operations.finish_forgetting(library, unfinished.subject), self._finished)

    def _finished(self, proof: Sequence[str]) -> None:
        self._finish(self.tr("{name} is forgotten.").format(name=self._name), proof, [])

    def _end(self) -> None:
        self._busy = False
        self._desk.pictures.release()
        self.working.hide()
        self.box.setEnabled(True)

    def _renew(self) -> None:
        if self._theirs is not None:
            self._desk.pictures.forget(photos=self._theirs.photos, faces=self._theirs.faces)
        self._desk.renewed.emit()

    def _list(self, lines: Sequence[str]) -> None:
        self.listed.setText("\n".join(lines))
        self.listed.setVisible(bool(lines))
        self.adjustSize()
