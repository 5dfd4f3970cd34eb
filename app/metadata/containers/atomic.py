"""Replacing a file at one stroke: whoever looks finds the old content or the new, and never a part.

The new content is written beside the file, made durable, given what the old one had (times, rights, owner,
extended attributes), and put in its place.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import secrets
import stat
from pathlib import Path
from typing import Final

from app.metadata.containers.common import ContainerError

_FLAGS: Final = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_EXCL
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)
_SENTENCES: Final = {
    errno.EACCES: "Its folder may not be written to. Give your account the right to write there.",
    errno.EPERM: "Its folder may not be written to. Give your account the right to write there.",
    errno.EROFS: "It is on a drive that may only be read. Copy it to another one, or connect that one anew.",
    errno.ENOSPC: "Its drive is full. Make room there, then try again.",
    errno.EDQUOT: "Your share of its drive is full. Make room there, then try again.",
    errno.ENOENT: "Its folder is no longer there. Connect the drive it is on.",
}
#: What file systems answer about attributes that they, or this user, cannot set.
_NOT_SETTABLE: Final = frozenset({errno.ENOTSUP, errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENODATA})


def write_atomically(file: Path, data: bytes, *, keep_times: bool = True) -> None:
    """Write a file anew, or for the first time.

    A symbolic link is followed, and what it leads to is replaced. A hard link keeps the old content under
    its other names.

    Args:
        file: a plain file, a link to one, or a path where nothing is.
        data: the whole new content.
        keep_times: give the new content the times at which the old one was read and changed, to the
            nanosecond.

    Raises:
        ContainerError: a sentence with the remedy; the file is then as it was, and nothing is left beside it.
    """
    try:
        target = file.resolve()
        status = target.stat() if target.exists() else None
    except (OSError, RuntimeError, ValueError) as error:
        raise _refusal(error) from error
    if status is None and file.is_symlink():
        raise ContainerError("It is a link to a file that is no longer there.")
    if status is not None and not stat.S_ISREG(status.st_mode):
        raise ContainerError("It is no plain file, and only such are written to.")
    if status is not None and not os.access(target, os.W_OK):
        raise ContainerError("It is write-protected. Allow writing to it, then try again.")
    beside = target.with_name(f".familiar-{_sign(target)}-{secrets.token_hex(8)}.part")
    try:
        _write(beside, data, target if status is not None else None, status)
        if status is not None and keep_times:
            os.utime(beside, ns=(status.st_atime_ns, status.st_mtime_ns))
        beside.replace(target)
    except OSError as error:
        raise _refusal(error) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()
    _make_durable(target.parent)


def remove_leftovers(file: Path) -> None:
    """Delete what writing a file has left beside it where it was killed; what cannot be deleted stays.

    Args:
        file: As given to `write_atomically`. Should somebody be writing it at this moment, that fails, and
            the file stays as it is.
    """
    with contextlib.suppress(OSError, RuntimeError, ValueError):
        target = file.resolve()
        for left in target.parent.glob(f".familiar-{_sign(target)}-*.part"):
            left.unlink(missing_ok=True)


def _sign(target: Path) -> str:
    """Return what tells whose leftovers are whose in a folder."""
    return hashlib.sha256(os.fsencode(target.name)).hexdigest()[:16]


def _write(beside: Path, data: bytes, old: Path | None, status: os.stat_result | None) -> None:
    # Until it has the old file's rights, it is nobody else's to read.
    descriptor = os.open(beside, _FLAGS, 0o666 if status is None else 0o600)
    with os.fdopen(descriptor, "wb") as new:
        new.write(data)
        new.flush()
        if old is not None and status is not None:
            _keep_owner(new.fileno(), status)
            _keep_attributes(old, new.fileno())
            if hasattr(os, "fchmod"):
                os.fchmod(new.fileno(), stat.S_IMODE(status.st_mode))
        os.fsync(new.fileno())


def _keep_owner(descriptor: int, status: os.stat_result) -> None:
    if not hasattr(os, "fchown"):
        return
    # Only root may give a file away, but anybody to a group of theirs.
    for owner, group in ((-1, status.st_gid), (status.st_uid, -1)):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, owner, group)


def _keep_attributes(old: Path, descriptor: int) -> None:
    if not hasattr(os, "listxattr"):
        return
    try:
        names = os.listxattr(old)
    except OSError:
        return
    for name in names:
        try:
            os.setxattr(descriptor, name, os.getxattr(old, name))
        except OSError as error:
            if error.errno not in _NOT_SETTABLE:
                raise


def _make_durable(folder: Path) -> None:
    """Make sure that a power cut does not bring the old content back; a comfort, so no failure counts."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _refusal(error: BaseException) -> ContainerError:
    number = getattr(error, "errno", None)
    detail = getattr(error, "strerror", None) or str(error)
    return ContainerError(
        _SENTENCES.get(number or 0, f"It could not be written ({detail}). Check the drive it is on.")
    )
