"""Folders into whose photos names are written whenever indexing has finished, because the user chose so.

How that is done is no different from any other writing: it is in the history, and undone there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.exchange.writing.job import plan_writing
from app.exchange.writing.known import KnownPhoto, known, photos_of
from app.exchange.writing.records import ProgressCallback, WritePlan, says_at_least
from app.indexing import CancelToken
from app.library.store import Library
from app.library.tables import Region, Root, Setting, Written
from app.metadata.people import NamedRegion, People
from app.metadata.xmp import read_people
from app.operations.changes import OperationError
from app.operations.rows import among

#: The row of `setting` that lists the folders, absolute.
_KEY: Final = "writing.folders"
_BATCH: Final = 200


def standing_folders(library: Library) -> tuple[Path, ...]:
    """Return the folders into whose photos names are written after indexing, in order of their names."""
    with library.read() as session:
        return _folders(session)


def _folders(session: Session) -> tuple[Path, ...]:
    row = session.get(Setting, _KEY)
    return () if row is None else tuple(sorted(map(Path, json.loads(row.value))))


def set_standing(library: Library, folder: Path, *, on: bool) -> None:
    """Choose whether names are written into the photos of a folder, and of those below it, after indexing.

    Args:
        library: The library.
        folder: A folder that is watched, or one below it.
        on: Whether to write from now on; what was written stays.

    Raises:
        OperationError: The folder is not watched, or was not chosen.
    """
    path = Path(os.path.abspath(folder))  # noqa: PTH100 - links stay as the user named them
    with library.write() as session:
        folders = set(_folders(session))
        if on and not any(path.is_relative_to(root) for root in session.scalars(select(Root.path))):
            raise OperationError(f"{path} is not watched. Bring it in first: familiar index {path}")
        if not on and path not in folders:
            raise OperationError(f"Names are not written into {path} after indexing.")
        folders = folders | {path} if on else folders - {path}
        session.merge(Setting(key=_KEY, value=json.dumps(sorted(map(str, folders)))))


def plan_standing(
    library: Library, *, progress: ProgressCallback | None = None, token: CancelToken | None = None
) -> WritePlan:
    """Find out what there is to write into the folders that were chosen.

    Only photos are read of which something is known that neither their files said when they were last read
    nor Familiar wrote: what the user undid is not written again until something else is known.

    Args:
        library: The library.
        progress: Told how many photos were looked at.
        token: Cancels.

    Raises:
        LibraryError: The library cannot be used.
    """
    photos: set[int] = set()
    for folder in standing_folders(library):
        try:
            photos.update(photos_of(library, folder=folder))
        except OperationError:
            # All its photos went.
            continue
    return plan_writing(library, _with_news(library, sorted(photos)), progress=progress, token=token)


def _with_news(library: Library, photos: list[int]) -> list[int]:
    found = []
    for start in range(0, len(photos), _BATCH):
        some = list(known(library, photos[start : start + _BATCH]))
        with library.read() as session:
            said = _said(session, {photo.id: photo for photo in some})
        found += [
            photo.id
            for photo in some
            if not photo.missing
            and not any(says_at_least(one, photo.people, without=photo.gone) for one in said[photo.id])
        ]
    return found


def _said(session: Session, photos: dict[int, KnownPhoto]) -> dict[int, list[People]]:
    """Return what photos' files said when they were last read, and what was last written into them."""
    regions: dict[int, list[NamedRegion]] = {photo: [] for photo in photos}
    present: dict[int, list[str]] = {photo: [] for photo in photos}
    for row in session.scalars(select(Region).where(among(Region.photo_id, photos))):
        if row.x is None or row.y is None or row.width is None or row.height is None:
            present[row.photo_id].append(row.name)
        else:
            regions[row.photo_id].append(NamedRegion(row.name, row.x, row.y, row.width, row.height))
    said = {photo: [People(tuple(regions[photo]), tuple(present[photo]))] for photo in photos}
    for photo_id, packet in _last_written(session, photos).items():
        photo = photos[photo_id]
        said[photo_id].append(
            read_people(
                [packet], orientation=photo.orientation, width=photo.width or 0, height=photo.height or 0
            )
        )
    return said


def _last_written(session: Session, photos: Collection[int]) -> dict[int, bytes]:
    statement = (
        select(Written.photo_id, Written.after)
        .where(among(Written.photo_id, photos), Written.after.is_not(None))
        .order_by(Written.id)
    )
    return {photo: packet for photo, packet in session.execute(statement) if packet is not None}
