"""Putting one file in place and the library's row of the photo with it, so that being killed loses nothing.

Three steps: the library notes what is going to be done, the file is replaced at one stroke, the library notes
that it was. Whoever finds a note of the first kind (`look_at_pending`) looks which packet the file has.
What the history says then is the business of `app.exchange.writing.reconciling`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.exchange.writing.drafting import Target
from app.indexing.remembering import remember
from app.indexing.words import Frame, head_of, keyword_rule, read_words
from app.library.store import Library
from app.library.tables import Photo, Region, Root, Written, now
from app.library.thumbnails import ThumbnailStore
from app.metadata.containers import (
    ContainerError,
    remove_leftovers,
    replace_packet,
    sidecars,
    write_atomically,
)
from engine.image import ImageError

_CHANGED: Final = "It was changed at the same time. Index it first, then try again."


def note(session: Session, photo_id: int, action_id: int, target: Target) -> int:
    """Note that a file is going to be written; return `Written.id`."""
    row = Written(
        photo_id=photo_id,
        action_id=action_id,
        place=target.place,
        path=str(target.path),
        before=target.packet_before,
        after=target.packet_after,
        sha256_before=None if target.before is None else _sha256(target.before),
        sha256_after=_sha256(target.after),
        pending=True,
    )
    session.add(row)
    session.flush()
    return row.id


def carry_out(library: Library, row_id: int, target: Target) -> None:
    """Replace a file that was noted, and let the library follow.

    Raises:
        ContainerError: The file could not be written, or is not what it was when it was drafted; it stays as
            it is and the note is gone. The message is a sentence without the file's name.
    """
    try:
        _replace(target)
    except (ContainerError, OSError) as error:
        with library.write() as session:
            session.execute(delete(Written).where(Written.id == row_id))
        if isinstance(error, ContainerError):
            raise
        raise ContainerError(f"It cannot be read ({error.strerror}).") from error
    settle(library, row_id, target.after)


def _replace(target: Target) -> None:
    if content(target.path) != target.before:
        raise ContainerError(_CHANGED)
    write_atomically(target.path, target.after)


def bring(library: Library, row_id: int, *, forward: bool) -> str | None:
    """Give a file back the packet from before it was written, or the written one.

    Args:
        library: The library; this thread is not writing it.
        row_id: `Written.id`, of a row that is not pending.
        forward: To the written packet; else to the one before.

    Returns:
        Why it was left as it is, a sentence that names the file; None where it was done.
    """
    with library.read() as session:
        row = session.get_one(Written, row_id)
        path = _where(session, row)
    have, want = (row.sha256_before, row.sha256_after) if forward else (row.sha256_after, row.sha256_before)
    packet = row.after if forward else row.before
    try:
        data = content(path)
        if (None if data is None else _sha256(data)) != have:
            if data is None:
                return f"{path} is not there, so it was left out. Connect its drive, then try again."
            return f"{path} was changed since, so it stays as it is."
        new = packet if row.place == "sidecar" else replace_packet(data or b"", packet)
        # What a link in the place of a sidecar leads to was not written by us.
        elsewhere = row.place == "sidecar" and path.is_symlink()
        if elsewhere or (None if new is None else _sha256(new)) != want:
            return f"{path} cannot be made what it was, so it stays as it is."
        with library.write() as session:
            session.get_one(Written, row_id).pending = True
        if new is None:
            path.unlink()
        else:
            write_atomically(path, new)
    except ContainerError as error:
        look_at_pending(library)
        return f"{path} stays as it is. {error}"
    except OSError as error:
        look_at_pending(library)
        return f"{path} stays as it is. It cannot be read or written ({error.strerror})."
    settle(library, row_id, new)
    return None


def settle(library: Library, row_id: int, data: bytes | None) -> None:
    """Note that a file was replaced, and let the photo's row follow it.

    Args:
        library: The library.
        row_id: `Written.id`.
        data: What is in the file now; None where it is gone.
    """
    with library.write() as session:
        followed = _settle(session, session.get_one(Written, row_id), data)
    _follow(library, followed)


def look_at_pending(library: Library) -> int:
    """Find out what became of files that were being replaced when Familiar was killed.

    A file that cannot be reached now is asked again the next time.

    Returns:
        How many files were looked at.
    """
    with library.read() as session:
        pending = list(session.scalars(select(Written.id).where(Written.pending)))
    looked = 0
    for row_id in pending:
        with library.write() as session:
            row = session.get(Written, row_id)
            if row is None or not _reachable(session, row):
                continue
            try:
                path = _where(session, row)
                data = content(path)
            except OSError:
                continue
            remove_leftovers(path)
            looked += 1
            followed = _settle(session, row, data)
        _follow(library, followed)
    return looked


def _reachable(session: Session, row: Written) -> bool:
    root = session.scalar(select(Root.path).join(Photo).where(Photo.id == row.photo_id))
    return root is not None and Path(root).is_dir()


def _file(session: Session, photo_id: int) -> Path:
    """Return where a photo is."""
    statement = select(Root.path, Photo.path).join(Photo).where(Photo.id == photo_id)
    return Path(*session.execute(statement).one())


def _where(session: Session, row: Written) -> Path:
    """Return where a file is that was written: a photo may have moved since, and its sidecar with it."""
    file = _file(session, row.photo_id)
    if row.place == "file":
        return file
    written = Path(row.path)
    # A library from elsewhere may name any file, and this one is written or deleted.
    is_sidecar = written.suffix.lower() == ".xmp"
    if is_sidecar and written.exists() and not written.is_symlink():
        return written
    suffix = written.suffix if is_sidecar else ".xmp"
    # `photo.jpg.xmp` is never taken for `photo.xmp`, which may be there as well.
    is_own = Path(written.stem).suffix.lower() == file.suffix.lower()
    return file.with_name(file.name + suffix) if is_own else file.with_suffix(suffix)


def _follow(library: Library, followed: list[tuple[int, bytes, bytes]]) -> None:
    """Keep the thumbnails of photos whose file has another content and the same pixels."""
    if followed:
        with ThumbnailStore(library) as thumbnails:
            for photo in followed:
                thumbnails.follow(*photo)


def _settle(session: Session, row: Written, data: bytes | None) -> list[tuple[int, bytes, bytes]]:
    """Let the library's rows follow a file; return the photos that did, what their content was and is."""
    sha256 = None if data is None else _sha256(data)
    row.pending = False
    row.undone_at = None if sha256 == row.sha256_after else row.undone_at or now()
    if sha256 not in {row.sha256_after, row.sha256_before}:
        # Somebody else was faster: indexing will look at it like at any changed file.
        return []
    photo = session.get_one(Photo, row.photo_id)
    file = _file(session, photo.id)
    followed = []
    if row.place == "file" and data is not None and sha256 is not None:
        status = file.stat()
        for one in (photo, *_same_file(session, photo, file)):
            one.size, one.mtime_ns, one.inode = len(data), status.st_mtime_ns, status.st_ino
            if one.sha256 is not None:
                followed.append((one.id, one.sha256, sha256))
            one.sha256 = sha256
    if photo.sidecar_ns is not None:
        made = _where(session, row) if row.place == "sidecar" and row.sha256_before is None else None
        _remember(session, photo, file, data if row.place == "file" else None, made=made)
    return followed


def _same_file(session: Session, photo: Photo, file: Path) -> list[Photo]:
    """Return the other photos that are links to a photo's file, or are reached by another way."""
    rows = session.execute(
        select(Photo, Root.path).join(Root).where(Photo.sha256 == photo.sha256, Photo.id != photo.id)
    )
    return [other for other, root in rows.all() if _is_same(Path(root, other.path), file)]


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _remember(session: Session, photo: Photo, file: Path, data: bytes | None, *, made: Path | None) -> None:
    """Note what a photo's file and sidecars say now; it came from here, so it is not taken over anew.

    Where another program changed a sidecar since names were read, that is left for the next indexing: it may
    say of somebody what is not known here yet.

    Args:
        session: A writing session.
        photo: Of it.
        file: The photo.
        data: What is in it; None to read it.
        made: A sidecar that came from here as a whole; the others keep their times when they are written.
    """
    times = {path: path.stat().st_mtime_ns for path in sidecars(file)}
    if any(path != made and time > (photo.sidecar_ns or 0) for path, time in times.items()):
        return
    newest = max(times.values(), default=0)
    keywords = keyword_rule(session)
    if keywords is None:
        photo.sidecar_ns = newest
        return
    frame = Frame(photo.orientation, photo.width or 0, photo.height or 0)
    try:
        words = read_words(head_of(str(file)) if data is None else data, str(file), frame, keywords)
    except ImageError:
        # The next indexing will say so.
        return
    remember(session, photo, words, newest)
    new = (Region.photo_id == photo.id, Region.adopted_at.is_(None))
    session.execute(update(Region).where(*new).values(adopted_at=now()))


def content(path: Path) -> bytes | None:
    """Return what is in a file; None where there is none.

    Raises:
        OSError: It cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
