"""Pictures for the screen: thumbnails of photos and pictures of faces, fetched beside the GUI thread.

Pictures that are on the screen come first: what was asked for last is fetched first, and what scrolled away
meanwhile is not fetched at all. Where they come from lives in `app.library.pictures`.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from enum import StrEnum
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from app.desktop.lanes import Lanes
from app.library.pictures import PictureSupplier
from engine.crops import MOST_SIDE

#: Thumbnails of other sizes than are kept are made of these.
_KEPT_AS: Final = {512: 1024}
#: Decoded pictures kept, in bytes.
_KEPT: Final = 128 * 1024 * 1024
#: Pictures fetched by one lane in one go: few, so that scrolling changes what is next.
_BATCH: Final = 8
#: Large faces fetched in one go: a photo may have to be decoded for each.
_LARGE_BATCH: Final = 2
#: Of large faces that wait, so many are kept: about what is on the screen.
_LARGE_WAITING: Final = 60
#: Batches on their way at one time.
_LANES: Final = 2
#: Of what waits, so many are kept, the newest; the rest has scrolled away.
_WAITING: Final = 400


class Kind(StrEnum):
    """What a picture shows."""

    PHOTO = "photo"
    FACE = "face"


class Key(NamedTuple):
    """Which picture.

    Attributes:
        kind: What it shows.
        id: `Photo.id` or `Face.id`.
        side: Its long side in device pixels: of a photo 256, 512 or 1024, of a face any up to
            `engine.crops.LARGE_SIDE`.
    """

    kind: Kind
    id: int
    side: int


class Pictures(QObject):
    """A store of decoded pictures that fetches what it lacks.

    Signals:
        ready: Keys of pictures that have come, as a frozenset of `Key`.
    """

    ready = Signal(object)

    def __init__(self, supplier: PictureSupplier, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._supplier, self._lanes = supplier, lanes
        self._kept: OrderedDict[Key, QPixmap] = OrderedDict()
        self._bytes = 0
        self._lacking: set[Key] = set()
        self._waiting: OrderedDict[Key, None] = OrderedDict()
        #: Large faces, for when nothing else waits.
        self._larger: OrderedDict[Key, None] = OrderedDict()
        self._fetching: set[Key] = set()
        self._batches = 0
        #: What to do once nothing is on its way, or nothing more; None while pictures are fetched.
        self._held: Callable[[], None] | None = None
        self._kick = QTimer(self)
        self._kick.setSingleShot(True)
        self._kick.setInterval(0)
        self._kick.timeout.connect(self._fetch)

    def get(self, kind: Kind, id_: int, side: int) -> QPixmap | None:
        """Return a picture, or None and fetch it; there may also be none (see `lacks`).

        A large picture of a face takes a while the first time; until it comes, the small one is given.
        """
        key = Key(kind, id_, side)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        self._want(key)
        return self.get(kind, id_, MOST_SIDE) if _is_large(key) else None

    def _want(self, key: Key) -> None:
        if key not in self._lacking and key not in self._fetching:
            waiting, most = (self._larger, _LARGE_WAITING) if _is_large(key) else (self._waiting, _WAITING)
            waiting[key] = None
            waiting.move_to_end(key)
            while len(waiting) > most:
                waiting.popitem(last=False)
            if not self._kick.isActive():
                self._kick.start()

    def lacks(self, kind: Kind, id_: int, side: int) -> bool:
        """Tell whether it is known that there is no such picture."""
        return Key(kind, id_, side) in self._lacking

    def forget(self, *, photos: Iterable[int] = (), faces: Iterable[int] = ()) -> None:
        """Drop the pictures of some photos and faces, because they look otherwise now or have gone."""
        gone = {(Kind.PHOTO, one) for one in photos} | {(Kind.FACE, one) for one in faces}
        for key in [key for key in self._kept if (key.kind, key.id) in gone]:
            self._bytes -= _size(self._kept.pop(key))
        self._lacking = {key for key in self._lacking if (key.kind, key.id) not in gone}

    def hold(self, then: Callable[[], None]) -> None:
        """Fetch nothing from now on; `then` is called once nothing is on its way.

        While somebody is being forgotten, no picture of them may be made anew.
        """
        self._held = then
        self._say_held()

    def release(self) -> None:
        """Fetch again."""
        self._held = None
        self._fetch()

    def _say_held(self) -> None:
        if self._held is not None and not self._batches:
            then, self._held = self._held, _nothing
            then()

    def forget_lacking(self) -> None:
        """Ask again for what there was not, as after indexing."""
        self._lacking.clear()

    def _fetch(self) -> None:
        while (self._waiting or self._larger) and self._batches < _LANES and self._held is None:
            keys = self._next()
            for key in keys:
                self._waiting.pop(key, None)
                self._larger.pop(key, None)
            self._fetching.update(keys)
            self._batches += 1
            self._lanes.read(partial(self._load, keys), self._arrived, self._failed_for(keys), owner=self)

    def _next(self) -> list[Key]:
        """Return what to fetch next, the newest first: large faces last, and few at a time."""
        if not self._waiting:
            return list(reversed(self._larger))[:_LARGE_BATCH]
        kind = next(reversed(self._waiting)).kind
        return [key for key in reversed(self._waiting) if key.kind is kind][:_BATCH]

    def _load(self, keys: list[Key]) -> dict[Key, QImage | None]:
        found: dict[Key, QImage | None] = {}
        for side in {key.side for key in keys}:
            some = [key for key in keys if key.side == side]
            ids = [key.id for key in some]
            supply = self._supplier.thumbnails if some[0].kind is Kind.PHOTO else self._supplier.faces
            jpegs = supply(ids, _KEPT_AS.get(side, side) if some[0].kind is Kind.PHOTO else side)
            for key in some:
                data = jpegs.get(key.id)
                image = _decoded(data, side) if data is not None else None
                found[key] = None if image is None or image.isNull() else image
        return found

    def _failed_for(self, keys: list[Key]) -> Callable[[Exception], None]:
        def failed(error: Exception) -> None:
            self._arrived(dict.fromkeys(keys))
            self._lanes.broke.emit(error)

        return failed

    def _arrived(self, found: dict[Key, QImage | None]) -> None:
        self._batches -= 1
        for key, image in found.items():
            self._fetching.discard(key)
            if image is None:
                self._lacking.add(key)
                continue
            picture = QPixmap.fromImage(image)
            self._kept[key] = picture
            self._bytes += _size(picture)
        while self._bytes > _KEPT and len(self._kept) > 1:
            self._bytes -= _size(self._kept.popitem(last=False)[1])
        self.ready.emit(frozenset(found))
        self._say_held()
        self._fetch()


def _nothing() -> None:
    """Do nothing, once nothing is on its way any more."""


def _decoded(jpeg: bytes, side: int) -> QImage:
    """Decode a picture, no larger than wanted: it takes less time and a part of the memory."""
    buffer = QBuffer()
    buffer.setData(QByteArray(jpeg))
    # Were the format looked for, the plugin for SVG would connect a signal, and wait for a lock of Qt's with
    # Python's lock in its hand; where the GUI thread has the one and waits for the other, both stand still.
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def _is_large(key: Key) -> bool:
    """Tell whether a picture may have to be cut out of a photo first."""
    return key.kind is Kind.FACE and key.side > MOST_SIDE


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
