"""What indexing does with crops: those of a batch are noted while its transaction is written, stored after.

They are in a file of their own (`app.library.crops`), and can be made again. So whatever is wrong with that
file is logged and does not stop a run, and a crash between the two loses no more than the crops of a batch.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from typing import TypeVar

from app.library.crops import CropStore
from app.library.errors import LibraryError
from engine.crops import Crop

_log = logging.getLogger(__name__)

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
        return _tried(lambda: self._store.get(face_ids), {})

    def embeddable(self, face_ids: Collection[int]) -> set[int]:
        """Return which of some faces have a crop with landmarks."""
        return _tried(lambda: self._store.embeddable(face_ids), set())

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
        _tried(lambda: self._store.put(made), None)
        if gone:
            _tried(lambda: self._store.delete(gone), 0)


def _tried(step: Callable[[], T], otherwise: T) -> T:
    try:
        return step()
    except LibraryError as error:
        _log.warning("Going on without crops of faces: %s", error)
        return otherwise
