"""Whole photos for the viewer: decoded beside the GUI thread, as large as the screen first, then in full.

Thumbnails live in `app.desktop.pictures`; decoding itself in `engine.image`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from app.desktop.desk import Desk
from app.desktop.lanes import Ticket
from engine.image import ImageError, decode, read_bytes

#: Pictures that are kept, in bytes; those of the shown photo and its neighbours are, whatever their size.
_KEPT: Final = 200 * 1024 * 1024
_NEIGHBOURS: Final = 3


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
        self._kept: OrderedDict[int, Whole] = OrderedDict()
        self._asked: dict[tuple[int, bool], Ticket] = {}

    def get(self, photo: int) -> Whole | None:
        """Return the best picture there is of a photo."""
        found = self._kept.get(photo)
        if found is not None:
            self._kept.move_to_end(photo)
        return found

    def ask(self, photo: int, file: Path, side: int | None) -> None:
        """Decode a photo, unless there is a picture that is as good; `ready` or `failed` tells of the end.

        Args:
            photo: `Photo.id`.
            file: Where it is.
            side: The longer side wanted, in pixels; None for all there is.
        """
        full = side is None
        kept = self._kept.get(photo)
        if (photo, full) in self._asked or (kept is not None and (kept.full or not full)):
            return
        self._asked[photo, full] = self._lanes.read(
            partial(_decoded, file, side),
            partial(self._came, photo, full),
            partial(self._broke, photo, full),
            owner=self,
        )

    def wait_only_for(self, photos: Collection[int]) -> None:
        """Do not decode what is not decoded yet, but for some photos; keep no full picture of others."""
        for (photo, full), ticket in list(self._asked.items()):
            if photo not in photos:
                ticket.cancel()
                del self._asked[photo, full]
        for photo in [photo for photo, kept in self._kept.items() if kept.full and photo not in photos]:
            del self._kept[photo]

    def forget(self, photo: int) -> None:
        """Drop the picture of a photo, as when its file is another now."""
        self._kept.pop(photo, None)
        for full in (False, True):
            ticket = self._asked.pop((photo, full), None)
            if ticket is not None:
                ticket.cancel()

    def _came(self, photo: int, full: bool, whole: Whole) -> None:
        del self._asked[photo, full]
        self._kept[photo] = whole
        self._kept.move_to_end(photo)
        while len(self._kept) > _NEIGHBOURS and self._bytes() > _KEPT:
            self._kept.popitem(last=False)
        self.ready.emit(photo)

    def _bytes(self) -> int:
        return sum(kept.image.sizeInBytes() for kept in self._kept.values())

    def _broke(self, photo: int, full: bool, error: Exception) -> None:
        del self._asked[photo, full]
        if not isinstance(error, ImageError):
            self._lanes.broke.emit(error)
        self.failed.emit(photo, str(error))


def _decoded(file: Path, side: int | None) -> Whole:
    """Decode a photo, no larger than asked for.

    Raises:
        ImageError: It cannot be read or decoded.
    """
    found = decode(read_bytes(file), name=str(file), at_least=side)
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
