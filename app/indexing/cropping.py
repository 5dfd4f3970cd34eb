"""What indexing does with crops and thumbnails: a batch's are noted while it is written, and stored after.

They are in files of their own (`app.library.crops`, `app.library.thumbnails`), and can be made again. So
whatever is wrong with such a file is logged and does not stop a run, and a crash between the two loses no
more than the pictures of a batch.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import TypeVar

from app.library.crops import CropStore
from app.library.sidefile import tried
from app.library.thumbnails import Thumbnail, ThumbnailStore
from engine.crops import Crop
from engine.pictures import THUMBNAIL_SIDES

T = TypeVar("T")


class CropKeeper:
    """Reads and writes crops for a run. Reading may be done from many threads at once.

    Args:
        store: Where they are kept.
    """

    def __init__(self, store: CropStore) -> None:
        self._store = store
        self._made: dict[int, Crop] = {}
        self._copied: dict[int, int] = {}
        self._gone: list[int] = []

    def get(self, face_ids: Collection[int]) -> dict[int, Crop]:
        """Return the crops of those of some faces that have one, by face id."""
        return _crops(lambda: self._store.get(face_ids), {})

    def embeddable(self, face_ids: Collection[int]) -> set[int]:
        """Return which of some faces have a crop with landmarks."""
        return _crops(lambda: self._store.embeddable(face_ids), set())

    def keep(self, face_id: int, crop: Crop) -> None:
        """Note the crop of a face."""
        self._made[face_id] = crop

    def copy(self, copies: Mapping[int, int]) -> None:
        """Note faces that look like others: their ids by those of the others."""
        self._copied.update((copy, face) for face, copy in copies.items())

    def drop(self, face_id: int) -> None:
        """Note a face that is no more."""
        self._gone.append(face_id)

    def write(self) -> None:
        """Store what was noted, now that the faces are safely in the library."""
        made, copied, gone = self._made, self._copied, self._gone
        self._made, self._copied, self._gone = {}, {}, []
        if copied:
            # The others may be of this batch, too.
            known = self.get(set(copied.values()) - made.keys()) | made
            made |= {copy: known[face] for copy, face in copied.items() if face in known}
        _crops(lambda: self._store.put(made), None)
        if gone:
            _crops(lambda: self._store.delete(gone), 0)


class ThumbnailKeeper:
    """Writes thumbnails for a run.

    Args:
        store: Where they are kept.
    """

    def __init__(self, store: ThumbnailStore) -> None:
        self._store = store
        self._made: dict[int, Thumbnail] = {}
        self._copied: dict[int, int] = {}

    def keep(self, photo_id: int, sha256: bytes, jpeg: bytes | None) -> None:
        """Note the thumbnail of a photo of some content, if one was made."""
        if jpeg is not None:
            self._made[photo_id] = Thumbnail(photo_id, THUMBNAIL_SIDES[0], sha256, jpeg)

    def copy(self, photo_id: int, copy_id: int) -> None:
        """Note a photo that has the content of another."""
        self._copied[copy_id] = photo_id

    def write(self) -> None:
        """Store what was noted, now that the photos are safely in the library."""
        made, copied = self._made, self._copied
        self._made, self._copied = {}, {}
        known = dict(made)
        elsewhere = set(copied.values()) - made.keys()
        if elsewhere:
            none: list[Thumbnail] = []
            kept = _thumbnails(lambda: self._store.kept(elsewhere), none)
            known |= {one.photo_id: one for one in kept if one.side == THUMBNAIL_SIDES[0]}
        made |= {copy: replace(known[of], photo_id=copy) for copy, of in copied.items() if of in known}
        _thumbnails(lambda: self._store.put(made.values(), looked_at=False), None)


def _crops(step: Callable[[], T], otherwise: T) -> T:
    return tried(step, otherwise, lacking="crops of faces")


def _thumbnails(step: Callable[[], T], otherwise: T) -> T:
    return tried(step, otherwise, lacking="thumbnails")
