"""Whole photos for the viewer: decoded beside the GUI thread, as large as the screen first, then in full.

Of a video that is the frame of a moment. Thumbnails live in `app.desktop.pictures`; decoding itself in
`engine.stills`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from app.desktop.desk import Desk
from app.desktop.lanes import Ticket
from engine.image import ImageError
from engine.stills import still

#: Pictures that are kept, in bytes; those of the shown photo and its neighbours are, whatever their size.
_KEPT: Final = 200 * 1024 * 1024
_NEIGHBOURS: Final = 3

#: `Photo.id` and of a video the moment.
_Still = tuple[int, int | None]


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """A decoded photo.

    Attributes:
        image: Upright.
        full: It has all pixels of the photo.
    """

    image: QImage
    full: bool


class FullPictures(QObject):
    """Decodes photos and keeps a few.

    Signals:
        ready: `Photo.id` of a photo of which a picture, or a better one, has come.
        failed: `Photo.id` of a photo that cannot be shown, and a sentence that says why.
    """

    ready = Signal(int)
    failed = Signal(int, str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes = desk.lanes
        self._kept: OrderedDict[_Still, Whole] = OrderedDict()
        self._asked: dict[tuple[_Still, bool], Ticket] = {}

    def get(self, photo: int, at_ms: int | None = None) -> Whole | None:
        """Return the best picture there is of a photo, or of a moment of a video."""
        found = self._kept.get((photo, at_ms))
        if found is not None:
            self._kept.move_to_end((photo, at_ms))
        return found

    def ask(self, photo: int, file: Path, side: int | None, at_ms: int | None = None) -> None:
        """Decode a photo, unless there is a picture that is as good; `ready` or `failed` tells of the end.

        Args:
            photo: `Photo.id`.
            file: Where it is.
            side: The longer side wanted, in pixels; None for all there is.
            at_ms: Of a video the moment wanted, milliseconds since the first frame; None of a photo.
        """
        full, which = side is None, (photo, at_ms)
        kept = self._kept.get(which)
        if (which, full) in self._asked or (kept is not None and (kept.full or not full)):
            return
        self._asked[which, full] = self._lanes.read(
            partial(_decoded, file, side, at_ms),
            partial(self._came, which, full),
            partial(self._broke, which, full),
            owner=self,
        )

    def wait_only_for(self, photos: Collection[int]) -> None:
        """Do not decode what is not decoded yet, but for some photos; keep no full picture of others."""
        self._cancel(lambda which: which[0] not in photos)
        for which in [which for which, kept in self._kept.items() if kept.full and which[0] not in photos]:
            del self._kept[which]

    def wait_only_for_moment(self, photo: int, at_ms: int) -> None:
        """Do not decode other moments of a video that are not decoded yet; keep no full picture of them."""
        self._cancel(lambda which: which[0] == photo and which[1] != at_ms)
        for which in [which for which, kept in self._kept.items() if kept.full and which[0] == photo]:
            if which[1] != at_ms:
                del self._kept[which]

    def forget(self, photo: int) -> None:
        """Drop all pictures of a photo, as when its file is another now."""
        for which in [which for which in self._kept if which[0] == photo]:
            del self._kept[which]
        self._cancel(lambda which: which[0] == photo)

    def _cancel(self, whether: Callable[[_Still], bool]) -> None:
        for which, full in [asked for asked in self._asked if whether(asked[0])]:
            self._asked.pop((which, full)).cancel()

    def _came(self, which: _Still, full: bool, whole: Whole) -> None:
        del self._asked[which, full]
        self._kept[which] = whole
        self._kept.move_to_end(which)
        while len(self._kept) > _NEIGHBOURS and self._bytes() > _KEPT:
            self._kept.popitem(last=False)
        self.ready.emit(which[0])

    def _bytes(self) -> int:
        return sum(kept.image.sizeInBytes() for kept in self._kept.values())

    def _broke(self, which: _Still, full: bool, error: Exception) -> None:
        del self._asked[which, full]
        if not isinstance(error, ImageError):
            self._lanes.broke.emit(error)
        self.failed.emit(which[0], str(error))


def _decoded(file: Path, side: int | None, at_ms: int | None) -> Whole:
    """Decode a photo, or a moment of a video, no larger than asked for.

    Raises:
        ImageError: It cannot be read or decoded.
    """
    found = still(file, at_ms=at_ms, at_least=side)
    height, width, _ = found.pixels.shape
    image = QImage(found.pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    # A copy, since the pixels end with this function; in the format that is painted fastest.
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    full = width >= found.full_width
    if side is not None and max(width, height) > side:
        image = image.scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        full = False
    return Whole(image, full)
