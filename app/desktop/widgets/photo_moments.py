"""Which moment of a video the viewer shows, and what it shows of it besides the frame.

The strip below the video lives in `app.desktop.widgets.video_strip`, decoding frames in
`app.desktop.models.full_pictures`.
"""

from __future__ import annotations

import os
from functools import partial
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.desktop.desk import Desk
from app.desktop.keys import Shortcut
from app.desktop.models.moments import Moments
from app.desktop.widgets.video_strip import VideoStrip
from app.printing import printable
from app.search.browsing import PhotoRow
from app.search.faces import FaceInPhoto

#: Of a step that is not from one face to the next, in milliseconds.
_SECOND: Final = 1000


class PhotoMoments(QObject):
    """The moment that is shown.

    Attributes:
        strip: What is below the video; hidden where there is none.
        moment: Milliseconds since the first frame; None where a photo is shown, or nothing is known yet.

    Signals:
        changed: Another moment is to be shown.
        going: A `Place` the user wants to go to.
    """

    changed = Signal()
    going = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._row: PhotoRow | None = None
        self._known = Moments()
        self.moment: int | None = None
        self.strip = VideoStrip(desk)
        self.strip.hide()
        self.strip.moment_wanted.connect(self.go)
        self.strip.step_wanted.connect(self.step)
        self.strip.play_wanted.connect(self.play)
        self.strip.going.connect(self.going)

    def begin(self, row: PhotoRow | None) -> None:
        """Show another photo, of which nothing is known but maybe its row."""
        self._known = Moments()
        self._row = row
        self.moment = None if row is None else row.shown_ms
        if self.moment is None:
            self.strip.hide()

    def know(self, row: PhotoRow, known: Moments, sought: int | None) -> None:
        """Show what is known of a photo.

        Args:
            row: The photo.
            known: Its faces, and where it is a video, when they are seen.
            sought: The moment that the user is to see; None for that which is shown, or stands for the video.
        """
        self._row, self._known = row, known
        if row.duration_ms is None or row.shown_ms is None:
            self.moment = None
            self.strip.hide()
            return
        if sought is not None:
            self.moment = sought
        elif self.moment is None or self.moment > row.duration_ms:
            self.moment = row.shown_ms
        self.strip.show_moments(known, row.duration_ms)
        self._say()
        self.strip.show()

    @property
    def has_thumbnail(self) -> bool:
        """Whether the moment is the one whose frame stands for the video."""
        return self._row is None or self.moment == self._row.shown_ms

    @property
    def all_faces(self) -> tuple[FaceInPhoto, ...]:
        """All faces of the photo or video."""
        return self._known.faces

    def faces(self) -> tuple[FaceInPhoto, ...]:
        """Return the faces that are seen: of a photo all, of a video those of the moment."""
        return self._known.faces if self.moment is None else self._known.faces_at(self.moment)

    def moment_of(self, face: int) -> int | None:
        """Return when a face is seen best; None where it is seen nowhere, or in a photo."""
        return self._known.moment_of(face)

    def go(self, moment: int) -> None:
        """Show a moment."""
        if self._row is None or self._row.duration_ms is None:
            return
        moment = max(0, min(self._row.duration_ms, moment))
        if moment != self.moment:
            self.moment = moment
            self._say()
            self.changed.emit()

    def step(self, by: int) -> None:
        """Go on by so many moments at which somebody is seen."""
        marks = self._known.marked()
        if self.moment is None or not len(marks):
            return
        at = int(np.searchsorted(marks, self.moment, side="left" if by < 0 else "right"))
        at += by if by < 0 else by - 1
        if 0 <= at < len(marks):
            self.go(int(marks[at]))

    def shift(self, by_ms: int) -> None:
        """Go on by a time."""
        if self.moment is not None:
            self.go(self.moment + by_ms)

    def play(self) -> None:
        """Open the video in the program that the system has for it."""
        if self._row is None or self._row.duration_ms is None:
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(os.fspath(self._row.file))):
            self._desk.troubled.emit(
                self.tr("No program was found that plays {file}. Install one, then try again.").format(
                    file=printable(self._row.file.name)
                )
            )

    def shortcuts(self) -> list[Shortcut]:
        """Return what keys do with a video; nothing where a photo is shown."""
        if self.moment is None:
            return []
        return [
            Shortcut(self.tr("Next moment with somebody"), (".", "Ctrl+Right"), partial(self.step, 1)),
            Shortcut(self.tr("Previous moment with somebody"), (",", "Ctrl+Left"), partial(self.step, -1)),
            Shortcut(self.tr("A second on"), ("Shift+Right",), partial(self.shift, _SECOND)),
            Shortcut(self.tr("A second back"), ("Shift+Left",), partial(self.shift, -_SECOND)),
            Shortcut(self.tr("Play the video"), ("P",), self.play),
        ]

    def _say(self) -> None:
        if self._row is not None and self.moment is not None:
            self.strip.show_moment(
                self.moment,
                can_step=len(self._known.marked()) > 0,
                playable=not (self._row.missing or self._row.offline),
            )
