"""Forgetting somebody: they go for good from the tables, the history, the pictures and copies of a library.

This is the one action that is not in the history and cannot be undone. Whom it is about is found out in
`app.operations.subject`; the history is seen to in `app.operations.scrubbing`, what files said in
`app.operations.wording`; copies of the library are searched in `app.operations.reaching`; the proof is in
`app.operations.proving`.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import Connection, delete, func, insert, literal, select
from sqlalchemy.orm import Session

from app.library import daily
from app.library.copies import delete_copy, strike_backup
from app.library.crops import CropStore
from app.library.errors import LibraryError
from app.library.fingerprints import FingerprintStore
from app.library.names import find_person
from app.library.store import Library
from app.library.tables import Erasure, Face, Moment, Person, Setting, Sighting, now
from app.library.thumbnails import ThumbnailStore
from app.library.traces import Traces
from app.operations.proving import prove_forgotten
from app.operations.reaching import reached
from app.operations.rows import IN_BULK, among
from app.operations.scrubbing import scrub
from app.operations.subject import Subject, discover
from app.operations.wording import erase_words

_log = logging.getLogger(__name__)

#: The row of `setting` that lists whose bytes may still be in files, by the ids they had.
_UNFINISHED: Final = "forgetting.unfinished"
#: Crops read at one time, or photos whose thumbnails are.
_BATCH: Final = 64
#: Bytes of a picture that are looked for: of a crop the last, of a thumbnail those behind the middle, since
#: photos of others may end in the same sky or floor.
_PIECE: Final = 512


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What forgetting somebody did.

    Attributes:
        faces: Faces that were deleted, each with its embeddings and crop.
        photos: In how many photos, whose thumbnails were deleted as well.
        actions_changed: Entries of the history that were changed or removed.
        backups_deleted: Copies of the library that held them and were deleted.
        backups_left: Copies of the library that still hold them.
        backups_unreachable: Copies that were made and cannot be read now; they may hold them.
        proof: Sentences on what was still found of them afterwards; empty where nothing was.
    """

    faces: int
    photos: int
    actions_changed: int
    backups_deleted: tuple[Path, ...]
    backups_left: tuple[Path, ...]
    backups_unreachable: tuple[Path, ...]
    proof: tuple[str, ...]


class ForgettingUnfinishedError(LibraryError):
    """Somebody is gone from all tables, but files may still have their bytes: `finish_forgetting` goes on.

    Attributes:
        subject: For `finish_forgetting`, so that it can prove what it did.
    """

    def __init__(self, reason: LibraryError, subject: Subject) -> None:
        super().__init__(
            f"They are gone from the library, but bytes of them may still be in its files. {reason}"
        )
        self.subject = subject


def forget_person(
    library: Library, *, person: int | str, backups: Literal["keep", "delete"] = "keep"
) -> Forgotten:
    """Forget a person or group: all faces of theirs with embeddings and crops, their names, their history.

    The thumbnails of all photos they are in go, too. Whoever looks at such a photo makes them anew, so nobody
    should be looking meanwhile.

    What files said with one of their names is no longer known either, nor are packets with it that were in
    files before Familiar wrote there, so that writing these can no longer be undone. The files themselves
    stay as they are.

    Each face leaves its box in the photo behind, so that indexing does not find it there again; and each name
    leaves a mark that nobody can read, so that it is not taken over again when such a file is read anew
    (`app.operations.forgotten`). Copies that were made day by day go where they hold the person, and a new
    one is made.

    It cannot be undone, and ends what could be redone; everything else the user did can be undone as before.
    Photos that are added later are looked at like any: there, the person is a stranger.

    Killed at any moment, the person is either still there as before or gone from all tables; then
    `finish_forgetting` takes their bytes out of the files. Needs free disk space of the library's size.

    Args:
        library: The library; this thread is neither reading nor writing it.
        person: Id or name of a person or group.
        backups: Whether copies of the library that hold them are deleted, or kept and listed.

    Raises:
        PersonNotFoundError: There is no such person or group.
        LibraryBusyError: A long job is running on this library; nothing was done.
        ForgettingUnfinishedError: They are gone from all tables, but a file could not be rid of their bytes,
            mostly because somebody is reading it.
        LibraryError: The library cannot be written; nothing was done but for backups that were deleted.
    """
    with library.job_lock():
        with library.write():
            pass  # The daily copy that is due is made now, and found with the others.
        with library.read() as session:
            known = find_person(session, person).id
            subject = discover(session.connection(), known)
        found = reached(library, subject)
        deleted = _delete(found.holding) if backups == "delete" else ()
        own = _delete(found.daily)
        with library.write() as session:
            for copy in deleted:
                strike_backup(session, copy)
            subject = discover(session.connection(), find_person(session, known).id)
            subject.crops = _crops(library, subject.faces)
            subject.thumbnails = _thumbnails(library, subject.photos)
            erase_words(session.connection(), subject)
            changed = scrub(session.connection(), subject)
            faces, photos = _erase(session, subject)
        proof = _finish(library, subject)
        if found.daily:
            _copy_anew(library)
    return Forgotten(
        faces=faces,
        photos=photos,
        actions_changed=changed,
        backups_deleted=deleted,
        backups_left=tuple(copy for copy in (*found.holding, *found.daily) if copy not in {*deleted, *own}),
        backups_unreachable=found.unreachable,
        proof=proof,
    )


def _copy_anew(library: Library) -> None:
    """Make a daily copy without them, in the place of those that were deleted."""
    try:
        daily.make_copy(library.path, daily.today())
    except (LibraryError, OSError) as error:
        _log.warning("The daily copy was not made: %s", error)


def forgetting_unfinished(library: Library) -> bool:
    """Tell whether bytes of somebody forgotten may still be in files, because it was blocked or killed.

    Raises:
        LibraryError: The library cannot be read.
    """
    with library.read() as session:
        return session.get(Setting, _UNFINISHED) is not None


def finish_forgetting(library: Library, subject: Subject | None = None) -> tuple[str, ...]:
    """Take the bytes of everybody forgotten out of the files, where that could not be done at once.

    Args:
        library: The library; this thread is neither reading nor writing it.
        subject: That of `ForgettingUnfinishedError`, whose bytes are then looked for. Without it (in a later
            run of the program) nobody knows them any more; only rows and pictures can be looked for.

    Returns:
        As `prove_forgotten`.

    Raises:
        LibraryBusyError: A long job is running on this library.
        ForgettingUnfinishedError: It still cannot be done.
        LibraryError: The library cannot be written.
    """
    with library.job_lock():
        with library.read() as session:
            subject = subject or _pending(session)
        return _finish(library, subject)


def _delete(copies: Collection[Path]) -> tuple[Path, ...]:
    """Delete those copies that can be, and return them."""
    deleted = []
    for copy in copies:
        try:
            delete_copy(copy)
        except OSError:
            continue
        deleted.append(copy)
    return tuple(deleted)


def _crops(library: Library, faces: Collection[int]) -> Traces:
    """Return the crops of faces, to look for."""
    with CropStore(library) as store:
        # All pictures begin alike, with the tables of JPEG.
        return Traces(
            crop.jpeg[len(crop.jpeg) // 2 :][-_PIECE:]
            for some in _batches(faces)
            for crop in (*store.get(some).values(), *store.get_large(some).values())
        )


def _thumbnails(library: Library, photos: Collection[int]) -> Traces:
    """Return the thumbnails of photos, to look for."""
    with ThumbnailStore(library) as store:
        return Traces(
            kept.jpeg[len(kept.jpeg) // 2 :][:_PIECE]
            for some in _batches(photos)
            for kept in store.kept(some)
        )


def _batches(ids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _BATCH):
        yield ordered[start : start + _BATCH]


def _erase(session: Session, subject: Subject) -> tuple[int, int]:
    """Delete the subject from all tables but the history; return how many faces, in how many photos."""
    theirs = among(Face.id, subject.faces)
    faces, photos = session.execute(
        select(func.count(), func.count(Face.photo_id.distinct())).where(theirs)
    ).one()
    box = ("x", "y", "width", "height", "at_ms")
    for table, of_them in (
        (Face, select(Face).where(theirs)),
        (
            Sighting,
            select(Sighting).join(Face).where(theirs, Sighting.at_ms.is_distinct_from(Face.at_ms)),
        ),
    ):
        columns = (Face.photo_id, *(getattr(table, name) for name in box), literal(now(), Moment))
        rows = of_them.with_only_columns(*columns)
        session.execute(insert(Erasure).from_select(("photo_id", *box, "created_at"), rows))
    _delete_faces(session.connection(), sorted(subject.faces))
    session.execute(delete(Person).where(among(Person.id, subject.people)), execution_options=IN_BULK)
    pending = _pending(session)
    ids = {
        "people": sorted(pending.people | subject.people),
        "faces": sorted(pending.faces | subject.faces),
        "photos": sorted(pending.photos | subject.photos),
    }
    session.merge(Setting(key=_UNFINISHED, value=json.dumps(ids)))
    return faces, photos


def _delete_faces(connection: Connection, faces: list[int]) -> None:
    """Delete faces one by one: SQLite would save the pages of one large deletion in a temporary file."""
    if faces:
        connection.exec_driver_sql("DELETE FROM face WHERE id = ?", [(face,) for face in faces])


def _pending(session: Session) -> Subject:
    row = session.get(Setting, _UNFINISHED)
    ids = {"people": [], "faces": []} if row is None else json.loads(row.value)
    # Before there were thumbnails, photos were not listed.
    return Subject(people=set(ids["people"]), faces=set(ids["faces"]), photos=set(ids.get("photos", ())))


def _finish(library: Library, subject: Subject) -> tuple[str, ...]:
    """Take bytes out of the files, and look for them."""
    try:
        with library.read() as session:
            pending = _pending(session)
        for store, ids in (
            (CropStore(library), pending.faces),
            (ThumbnailStore(library), pending.photos),
            (FingerprintStore(library), pending.photos),
        ):
            with store:
                store.delete(ids)
                store.compact()
        library.compact()
        with library.write() as session:
            session.execute(delete(Setting).where(Setting.key == _UNFINISHED))
    except LibraryError as error:
        raise ForgettingUnfinishedError(error, subject) from error
    return tuple(prove_forgotten(library, subject))
