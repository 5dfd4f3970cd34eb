"""The lock that lets one process at a time run a long job on a library, or change its schema.

Short writes need no such lock: SQLite's own keeps them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from app.library import errors


@contextmanager
def exclusive(library: Path, *, wait_s: float = 0.0) -> Iterator[None]:
    """Hold the lock file beside a library while the block runs.

    The lock is the operating system's, so it ends with the process, however that ends. The file stays.

    Args:
        library: Absolute path of the library file; the lock is `<library>.lock`.
        wait_s: How long to wait for another holder, in seconds.

    Raises:
        LibraryBusyError: Another process, or another part of this one, holds it.
        LibraryUnwritableError: The lock file cannot be made.
    """
    lock = FileLock(library.with_name(library.name + ".lock"), timeout=wait_s, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise errors.busy(library) from error
    except OSError as error:
        raise errors.LibraryUnwritableError(
            f"The lock file {lock.lock_file} cannot be written ({error.strerror}). Allow yourself to write "
            "to its folder, then try again."
        ) from error
    try:
        yield
    finally:
        lock.release()
