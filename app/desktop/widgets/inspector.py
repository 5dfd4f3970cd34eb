"""What is known of the chosen photos, beside the grid: facts of the file, and who is in them.

Finding it out is the business of `app.search`; the actions on files live in
`app.desktop.widgets.photo_files`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from sqlalchemy.orm import Session

from app import operations
from app.desktop.desk import Desk
from app.desktop.lanes import Ticket
from app.desktop.models.timeline import date_text
from app.desktop.places import PageName, Place
from app.desktop.sentences import translated
from app.desktop.theme import GAP, MARGIN
from app.desktop.widgets.face_button import FaceButton
from app.desktop.widgets.face_menu import FaceMenu
from app.desktop.widgets.mentioned_people import MentionedPeople
from app.desktop.widgets.photo_files import PhotoFiles
from app.metadata.exif import Shot, read_shot
from app.search.browsing import PhotoRow, photo_rows
from app.search.chosen import Summary, summary
from app.search.faces import FaceInPhoto, faces_in_photo
from app.search.mentions import Mentioned, mentioned_in_photo
from app.search.sightings import mark
from engine.image import ImageError, decode, read_bytes
from engine.video import is_video

_WIDTH: Final = 276
_COLUMNS: Final = 3
_MOST_PEOPLE: Final = 40
#: A photo's file is read once it has been shown for so long, in milliseconds.
_STAYS_MS: Final = 200
#: Shorter exposures are told as fractions of a second.
_FRACTIONS_BELOW_S: Final = 0.3


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out: of one photo `row`, `faces` and `mentioned`, of several `together`."""

    row: PhotoRow | None = None
    faces: tuple[FaceInPhoto, ...] = ()
    mentioned: tuple[Mentioned, ...] = ()
    shot: Shot = field(default_factory=Shot)
    together: Summary | None = None


class Inspector(QScrollArea):
    """Shows what is known of photos.

    Signals:
        going: A `Place` the user wants to go to.
        naming: `Photo.id` and `Face.id` of a face that is to be named.
        placing: `Photo.id`, the name of somebody who is there somewhere, and whether a box is to be drawn
            around their face; otherwise one of the faces is theirs.
    """

    going = Signal(object)
    naming = Signal(int, int)
    placing = Signal(int, str, bool)

    def __init__(self, desk: Desk, files: PhotoFiles, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._files = desk, files
        self._ids: NDArray[np.int64] = np.zeros(0, np.int64)
        self._asked = 0
        self._known = _Known()
        #: How the photo was taken is read from its file, once the user stays with it.
        self._stays = QTimer(self, singleShot=True, interval=_STAYS_MS)
        self._stays.timeout.connect(self._read_shot)
        self._reading: Ticket | None = None
        self._menu = FaceMenu(desk, self)
        self._menu.going.connect(self.going)
        self._menu.naming.connect(lambda face: self.naming.emit(int(self._ids[0]), face))
        self.setFixedWidth(_WIDTH)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("About the chosen photos"))
        self._fill(_Known())

    @property
    def text(self) -> str:
        """All that is shown, a line for each label, in order."""
        labels = self.findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.text())

    def show_photos(self, ids: NDArray[np.int64]) -> None:
        """Show what is known of photos, once it is found out."""
        self._ids = ids
        self.refresh()

    def refresh(self) -> None:
        """Find out again what is shown."""
        if not self.isVisible():
            return
        ids = self._ids
        self._asked += 1
        number = self._asked

        def find(session: Session) -> _Known:
            if len(ids) != 1:
                return _Known(together=summary(session, ids, most_people=_MOST_PEOPLE) if len(ids) else None)
            rows = photo_rows(session, ids)
            if not rows:
                return _Known()
            photo = int(ids[0])
            mentioned = tuple(mentioned_in_photo(session, photo))
            return _Known(rows[0], tuple(faces_in_photo(session, photo)), mentioned)

        def found(known: _Known) -> None:
            if number == self._asked:
                old, new = self._known.row, known.row
                same = old is not None and new is not None and (old.id, old.size) == (new.id, new.size)
                self._fill(replace(known, shot=self._known.shot) if same else known)
                if not same:
                    self._stays.start()

        self._desk.read(find, found, owner=self)

    def showEvent(self, event: object) -> None:
        """Find out what there is to show."""
        self.refresh()

    def _read_shot(self) -> None:
        row = self._known.row
        if self._reading is not None:
            self._reading.cancel()
        if row is None or row.missing or row.offline or not self.isVisible():
            return

        def read(shot: Shot) -> None:
            if self._known.row == row and shot != self._known.shot:
                self._fill(replace(self._known, shot=shot))

        self._reading = self._desk.lanes.read(partial(_shot_of, row.file), read, owner=self)

    def _fill(self, known: _Known) -> None:
        self._known = known
        content = QWidget()
        down = QVBoxLayout(content)
        down.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        down.setSpacing(GAP)
        if known.row is not None:
            self._fill_one(down, known.row, known.faces, known.shot)
            self._fill_mentioned(down, known.row.id, known.mentioned)
        elif known.together is not None and known.together.photos:
            self._fill_several(down, known.together)
        else:
            down.addWidget(
                _faint(self.tr("Choose a photo to see when and where it was taken, and who is in it."))
            )
        if len(self._ids):
            down.addSpacing(GAP)
            for action in self._files.actions():
                button = QPushButton(action.text())
                button.clicked.connect(action.trigger)
                down.addWidget(button)
        down.addStretch(1)
        self.setWidget(content)

    def _fill_one(self, down: QVBoxLayout, row: PhotoRow, faces: Sequence[FaceInPhoto], shot: Shot) -> None:
        down.addWidget(_heading(row.file.name))
        if row.problem_text is not None or row.missing or row.offline:
            down.addWidget(_bad(translated(row.problem_text) if row.problem_text else self._absent(row)))
        facts: list[tuple[str, str]] = []
        if row.taken_at is not None:
            facts.append((self.tr("Taken"), date_text(row.taken_at, long=True)))
        if row.camera:
            facts.append((self.tr("Camera"), row.camera))
        if shot.lens:
            facts.append((self.tr("Lens"), shot.lens))
        exposure = ", ".join(self._exposure(shot))
        if exposure:
            facts.append((self.tr("Exposure"), exposure))
        if row.duration_ms is not None:
            facts.append((self.tr("Length"), mark(row.duration_ms)))
            size = self.tr("{width} × {height}").format(width=row.width, height=row.height)
            facts.append((self.tr("Size"), size))
        elif row.width is not None and row.height is not None:
            megapixels = QLocale().toString(row.width * row.height / 1e6, "f", 1)
            facts.append(
                (
                    self.tr("Size"),
                    self.tr("{width} × {height} ({megapixels} megapixels)").format(
                        width=row.width, height=row.height, megapixels=megapixels
                    ),
                )
            )
        kind = self.tr("{size}, {format}").format(
            size=_bytes(row.size), format=row.format or self.tr("unknown")
        )
        facts.append((self.tr("File"), kind))
        if row.latitude is not None and row.longitude is not None:
            facts.append((self.tr("Place"), self._place(row.latitude, row.longitude)))
        facts.append((self.tr("Folder"), str(row.file.parent)))
        down.addLayout(_table(facts))
        shown = [face for face in faces if not (face.ignored or face.person_ignored or face.outdated)]
        people = []
        for face in shown:
            owner, name = face.person_id, face.name
            if owner is None:
                name, place = self.tr("Who?"), Place(PageName.FIND, id=face.id)
            else:
                name, place = name or self.tr("Unnamed"), Place(PageName.PERSON, id=owner)
            people.append((face.id, name, name, place))
        self._fill_people(down, people, {face.id: face for face in shown})

    def _fill_mentioned(self, down: QVBoxLayout, photo: int, people: Sequence[Mentioned]) -> None:
        if not people:
            return
        rows = MentionedPeople(people)
        rows.person_wanted.connect(lambda one: self.going.emit(Place(PageName.PERSON, id=one)))
        rows.face_wanted.connect(lambda name: self.placing.emit(photo, name, False))
        rows.drawing_wanted.connect(lambda name: self.placing.emit(photo, name, True))
        rows.removal_wanted.connect(
            lambda one: self._desk.do(operations.remove_mention, photo=photo, person=one)
        )
        down.addSpacing(GAP)
        down.addWidget(rows)

    def _fill_several(self, down: QVBoxLayout, together: Summary) -> None:
        down.addWidget(_heading(self.tr("%n photo(s) chosen", "", together.photos)))
        facts = [(self.tr("Files"), _bytes(together.size))]
        if together.first is not None and together.last is not None:
            first, last = date_text(together.first), date_text(together.last)
            facts.append((self.tr("First"), first))
            facts.append((self.tr("Last"), last))
        down.addLayout(_table(facts))
        self._fill_people(
            down,
            [
                (
                    one.face,
                    one.name or self.tr("Unnamed"),
                    self.tr("{name}, in %n photo(s)", "", one.photos).format(
                        name=one.name or self.tr("Unnamed")
                    ),
                    Place(PageName.PERSON, id=one.id),
                )
                for one in together.people
            ],
        )

    def _fill_people(
        self,
        down: QVBoxLayout,
        people: Sequence[tuple[int, str, str, Place]],
        faces: Mapping[int, FaceInPhoto] = MappingProxyType({}),
    ) -> None:
        if not people:
            return
        down.addSpacing(GAP)
        down.addWidget(_faint(self.tr("People")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(GAP)
        for number, (face, name, tip, place) in enumerate(people):
            button = FaceButton(self._desk, face, name, tip)
            button.clicked.connect(lambda place=place: self.going.emit(place))
            if face in faces:
                # Of several photos, a face stands for all of a person.
                button.menu_wanted.connect(lambda at, face=faces[face]: self._menu.made_for(face).popup(at))
            grid.addWidget(button, number // _COLUMNS, number % _COLUMNS, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(_COLUMNS, 1)
        down.addLayout(grid)

    def _exposure(self, shot: Shot) -> Iterator[str]:
        """Give the parts of how a photo was taken, as photographers write them."""
        locale = QLocale()
        if shot.exposure_s is not None and shot.exposure_s < _FRACTIONS_BELOW_S:
            yield self.tr("1/{part} s").format(part=locale.toString(round(1 / shot.exposure_s)))
        elif shot.exposure_s is not None:
            yield self.tr("{seconds} s").format(seconds=locale.toString(round(shot.exposure_s, 1), "g"))
        if shot.f_number is not None:
            yield self.tr("f/{number}").format(number=locale.toString(round(shot.f_number, 1), "g"))
        if shot.iso is not None:
            yield self.tr("ISO {number}").format(number=shot.iso)
        if shot.focal_mm is not None:
            yield self.tr("{length} mm").format(length=locale.toString(round(shot.focal_mm, 1), "g"))

    def _absent(self, row: PhotoRow) -> str:
        if row.offline:
            return self.tr("{folder} is not there or empty now. Connect the drive it is on.").format(
                folder=row.root
            )
        return self.tr("The file is gone. Put it back, or look for it with F5 if it was moved.")

    def _place(self, latitude: float, longitude: float) -> str:
        return self.tr("{latitude}° {north}, {longitude}° {east}").format(
            latitude=QLocale().toString(abs(latitude), "f", 4),
            north=self.tr("N") if latitude >= 0 else self.tr("S"),
            longitude=QLocale().toString(abs(longitude), "f", 4),
            east=self.tr("E") if longitude >= 0 else self.tr("W"),
        )


def _shot_of(file: Path) -> Shot:
    """Read how a photo was taken; nothing is known where its file cannot be read."""
    try:
        if is_video(file):
            return Shot()
        # Nothing of its pixels is wanted.
        return read_shot(decode(read_bytes(file), name=str(file), at_least=1).exif)
    except ImageError:
        return Shot()


def _bytes(size: int) -> str:
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _table(facts: Sequence[tuple[str, str]]) -> QGridLayout:
    table = QGridLayout()
    table.setHorizontalSpacing(12)
    table.setVerticalSpacing(6)
    table.setColumnStretch(1, 1)
    for line, (name, value) in enumerate(facts):
        shown = _wrapping(value)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        table.addWidget(_faint(name), line, 0, Qt.AlignmentFlag.AlignTop)
        table.addWidget(shown, line, 1)
    return table


def _heading(text: str) -> QLabel:
    label = _wrapping(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _faint(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(" " in text)
    label.setProperty("faint", True)
    return label


def _bad(text: str) -> QLabel:
    label = _wrapping(text)
    label.setProperty("bad", True)
    return label


def _wrapping(text: str) -> QLabel:
    """Return a label that breaks long names and paths too."""
    breaking = text
    for sign in "/\\_":
        breaking = breaking.replace(sign, f"{sign}\u200b")
    label = QLabel(breaking)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
