"""Keeps SQLite's shared locks on an open library, whatever else this process does with its files.

On POSIX systems, closing a file ends all locks that the process holds on it, SQLite's too ("How To Corrupt An
SQLite Database File", section 2.2). Anything in the process may do that: Qt's file dialogs open every file
they list, to tell its type. Another process would then take itself for the library's last user, and delete
the write-ahead log that this one goes on writing to. Locks of an open file description do not end that way.
"""

from __future__ import annotations

import os
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

#: The first of the bytes that SQLite locks for reading while a database is in use ("SQLite File Format",
#: section 1.2.15: the lock-byte page), and the byte of the index of the write-ahead log that says somebody
#: uses it (`UNIX_SHM_DMS`).
_SHARED: Final = 0x40000002
_IN_USE: Final = 128


class Hold:
    """Shared locks on a library in use; none where the system has no locks of this kind.

    Args:
        library: Absolute path of the file, of which this process has a connection that has read.
    """

    def __init__(self, library: Path) -> None:
        self._files: list[int] = []
        for file, byte in ((library, _SHARED), (library.with_name(f"{library.name}-shm"), _IN_USE)):
            # A library on a drive without locks works as well as it would without these.
            with suppress(OSError):
                self._hold(file, byte)

    def release(self) -> None:
        """End the locks; to be called before the last connection is closed, which is to clear up."""
        while self._files:
            os.close(self._files.pop())

    def _hold(self, file: Path, byte: int) -> None:
        if sys.platform != "linux":
            return
        import fcntl

        handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        self._files.append(handle)
        # struct flock: type, whence, start, length, and no process.
        lock = struct.pack("hhqqi", fcntl.F_RDLCK, os.SEEK_SET, byte, 1, 0)
        fcntl.fcntl(handle, fcntl.F_OFD_SETLK, lock)
