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

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage, QPixmap

from app.desktop.lanes import Lanes
from app.library.pictures import PictureSupplier

#: Decoded pictures kept, in bytes.
_KEPT: Final = 160 * 1024 * 1024
#: Pictures fetched by one lane in one go: few, so that scrolling changes what is next.
_BATCH: Final = 8
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
        side: Its long side in device pixels: of a photo 256 or 1024, of a face any.
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
        self._fetching: set[Key] = set()
        self._batches = 0
        #: What to do once nothing is on its way, or nothing more; None while pictures are fetched.
        self._held: Callable[[], None] | None = None
        self._kick = QTimer(self)
        self._kick.setSingleShot(True)
        self._kick.setInterval(0)
        self._kick.timeout.connect(self._fetch)

    def get(self, kind: Kind, id_: int, side: int) -> QPixmap | None:
        """Return a picture, or None and fetch it; there may also be none (see `lacks`)."""
        key = Key(kind, id_, side)
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
            return found
        if key not in self._lacking and key not in self._fetching:
            self._waiting[key] = None
            self._waiting.move_to_end(key)
            while len(self._waiting) > _WAITING:
                self._waiting.popitem(last=False)
            if not self._kick.isActive():
                self._kick.start()
        return None

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
        while self._waiting and self._batches < _LANES and self._held is None:
            kind = next(reversed(self._waiting)).kind
            keys = [key for key in reversed(self._waiting) if key.kind is kind][:_BATCH]
            for key in keys:
                del self._waiting[key]
            self._fetching.update(keys)
            self._batches += 1
            self._lanes.read(partial(self._load, keys), self._arrived, self._failed_for(keys), owner=self)

    def _load(self, keys: list[Key]) -> dict[Key, QImage | None]:
        found: dict[Key, QImage | None] = {}
        for side in {key.side for key in keys}:
            some = [key for key in keys if key.side == side]
            ids = [key.id for key in some]
            supply = self._supplier.thumbnails if some[0].kind is Kind.PHOTO else self._supplier.faces
            jpegs = supply(ids, side)
            for key in some:
                data = jpegs.get(key.id)
                image = QImage.fromData(data) if data is not None else None
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


def _size(picture: QPixmap) -> int:
    return picture.width() * picture.height() * 4
