"""The fingerprints of photos, in a fourth SQLite file beside the library: `<library>.fingerprints`.

They come from the thumbnails and can be made again; what the file has in common with others of the kind is
`app.library.sidefile`. What a fingerprint is lives in `engine.fingerprints`, and what is made of them in
`app.search.stacks`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.library.copies import FINGERPRINTS
from app.library.pictures import PictureSupplier
from app.library.sidefile import Layout, SideFile, transaction
from app.library.store import Library
from engine.fingerprints import fingerprint
from engine.pictures import THUMBNAIL_SIDES

#: "FamF".
APPLICATION_ID: Final = 0x46616D46
#: Photos whose fingerprints are made before they are stored.
_BATCH: Final = 64
#: Where the bytes of what a photo contains begin, as a number: enough to see that it is another.
_CONTENT: Final = ">i8"

_LAYOUT: Final = Layout(
    suffix=FINGERPRINTS,
    application_id=APPLICATION_ID,
    version=1,
    holds="fingerprints of photos",
    table="fingerprint",
    key="photo_id",
    owner="photo",
    schema=(
        # Without bits a picture is flat.
        """
        CREATE TABLE IF NOT EXISTS fingerprint (
            photo_id INTEGER PRIMARY KEY,
            content INTEGER NOT NULL,
            bits INTEGER,
            sharpness REAL NOT NULL
        )
        """,
    ),
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A fingerprint to keep.

    Attributes:
        photo_id: Of which photo.
        content: The beginning of the SHA-256 of its file, as `FingerprintStore.lacking` gives it.
        bits: 0 to 2^64 - 1; None of a flat picture.
        sharpness: As `engine.fingerprints.fingerprint`.
    """

    photo_id: int
    content: int
    bits: int | None
    sharpness: float


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprints:
    """What is kept of n photos, by photo id, ascending.

    Attributes:
        photo_ids: (n,) int64.
        bits: (n,) uint64; 0 of a flat picture.
        sharpness: (n,) float32.
    """

    photo_ids: NDArray[np.int64]
    bits: NDArray[np.uint64]
    sharpness: NDArray[np.float32]


class FingerprintStore(SideFile):
    """The fingerprints of one library. May be used from many threads at once; see `SideFile`.

    A fingerprint is fresh while the library's photo has the content that it was made from.

    Args:
        library: Whose photos they are; stays open as long as this.
    """

    def __init__(self, library: Library) -> None:
        super().__init__(library, _LAYOUT)

    def put(self, fingerprints: Iterable[Fingerprint]) -> None:
        """Store fingerprints in place of those that are there."""
        rows = [
            (one.photo_id, one.content, None if one.bits is None else _signed(one.bits), one.sharpness)
            for one in fingerprints
        ]

        def insert(opened: sqlite3.Connection) -> None:
            with transaction(opened):
                opened.executemany("INSERT OR REPLACE INTO fingerprint VALUES (?, ?, ?, ?)", rows)

        if rows:
            self._run(insert, None, create=True)

    def fresh(self) -> Fingerprints:
        """Return all fingerprints that are of what the library knows of its photos."""
        kept = self._kept()
        if not len(kept):
            # To ask for all contents takes a tenth of a second with a hundred thousand photos.
            return Fingerprints(np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.float32))
        ids, content = self._contents()
        at = np.minimum(np.searchsorted(ids, kept["photo_id"]), max(len(ids) - 1, 0))
        same = (
            (ids[at] == kept["photo_id"]) & (content[at] == kept["content"])
            if len(ids)
            else np.zeros(len(kept), np.bool_)
        )
        kept = kept[same]
        return Fingerprints(
            kept["photo_id"].copy(), kept["bits"].view(np.uint64).copy(), kept["sharpness"].copy()
        )

    def lacking(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the photos that could be read and lack a fresh fingerprint, and how their contents begin."""
        ids, content = self._contents()
        lack = ~np.isin(ids, self.fresh().photo_ids)
        return ids[lack], content[lack]

    def _kept(self) -> NDArray[np.void]:
        types = [("photo_id", "i8"), ("content", "i8"), ("bits", "i8"), ("sharpness", "f4")]

        def select(opened: sqlite3.Connection) -> NDArray[np.void]:
            rows = opened.execute(
                "SELECT photo_id, content, coalesce(bits, 0), sharpness FROM fingerprint ORDER BY photo_id"
            )
            return np.fromiter(rows, np.dtype(types))

        return self._run(select, np.zeros(0, np.dtype(types)))

    def _contents(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the photos that could be read, ascending, and the beginnings of their contents."""
        with self._library.read() as session:
            rows = session.connection().exec_driver_sql(
                "SELECT id, substr(sha256, 1, 8) FROM photo "
                "WHERE sha256 IS NOT NULL AND state = 'analysed' AND missing_since IS NULL "
                # One frame says little of a video; the very same video is known by its content.
                "AND duration_ms IS NULL ORDER BY id"
            )
            found = np.fromiter((tuple(row) for row in rows), np.dtype([("id", "i8"), ("content", "S8")]))
        content = found["content"].copy().view(_CONTENT).astype(np.int64)
        return found["id"].copy(), content


def fingerprint_photos(
    store: FingerprintStore,
    pictures: PictureSupplier,
    *,
    told: Callable[[int, int], bool] = lambda _done, _total: True,
) -> int:
    """Make the fingerprints that lack, from thumbnails that are kept or made for it.

    It may be stopped at any time; what is made is kept, and the next time goes on from there. A photo that is
    out of reach is tried again the next time.

    Args:
        store: Where they are kept.
        pictures: Who gives the thumbnails.
        told: Is told how many of how many photos were looked at; False stops.

    Returns:
        How many were made.

    Raises:
        LibraryError: The library cannot be read, or the file cannot be written.
    """
    store.prune()
    ids, contents = store.lacking()
    made = 0
    for begin in range(0, len(ids), _BATCH):
        if not told(begin, len(ids)):
            return made
        content = dict(
            zip(ids[begin : begin + _BATCH].tolist(), contents[begin : begin + _BATCH].tolist(), strict=True)
        )
        new = []
        for photo, jpeg in pictures.thumbnails(list(content), THUMBNAIL_SIDES[0]).items():
            found = fingerprint(jpeg)
            bits, sharpness = (None, 0.0) if found is None else found
            new.append(Fingerprint(photo, content[photo], bits, sharpness))
        store.put(new)
        made += len(new)
    told(len(ids), len(ids))
    return made


def _signed(bits: int) -> int:
    return bits - (1 << 64) if bits >> 63 else bits
