"""Looking for the bytes of embeddings in files, whatever put them there and in whichever form.

This is how forgetting somebody is proved (`app.operations.forgetting`): a database's own answers say nothing
of freed pages, write-ahead logs and leftovers. Where to look is decided there.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: Bytes of a trace that are looked for in one piece.
_WINDOW: Final = 16
#: A window with fewer different bytes could be anything: padding, zeros, a run of one value.
_LEAST_DIFFERENT: Final = 8
#: Bytes read at one time.
_CHUNK: Final = 8 << 20
#: Of Fibonacci hashing (Knuth, The Art of Computer Programming 3, section 6.4) for 64 bits.
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_HEX: Final = np.frombuffer(b"0123456789abcdef", np.uint8)

_reading = threading.Lock()
#: Files of this process's own databases that were read here, by device and inode.
_kept: dict[tuple[int, int], int] = {}

Bytes = NDArray[np.uint8]


class Traces:
    """Byte strings to look for, each as it is and as hexadecimal text (as the history holds bytes).

    Of each, three windows of 16 bytes are looked for: the first, the middle and the last. A string that a
    database cuts in two, to spread it over pages, is found by what is left whole. Shorter strings, and those
    of hardly any different bytes, cannot be told from others, and are not looked for.

    Args:
        strings: What to look for.
    """

    def __init__(self, strings: Iterable[bytes]) -> None:
        windows: list[bytes] = []
        owners: list[int] = []
        for owner, string in enumerate(sorted(set(strings))):
            for start in _starts(len(string)):
                windows.append(string[start : start + _WINDOW])
                owners.append(owner)
        found = np.frombuffer(b"".join(windows), np.uint8).reshape(-1, _WINDOW)
        telling = _different(found) >= _LEAST_DIFFERENT
        self._windows = found[telling]
        self._owners = np.array(owners, np.int64)[telling]
        self._as_text = np.ones(len(self._windows), np.bool_)
        self._prepared: _Table | None = None

    def __len__(self) -> int:
        """How many strings can be found."""
        return len(np.unique(self._owners))

    def leave_out(self, others: Iterable[bytes]) -> None:
        """Look no longer for what other strings have in the same place, since finding that says nothing.

        Args:
            others: Strings that are rightly where they are; compared with all at once, so not too many.
        """
        by_length: dict[int, list[bytes]] = {}
        for other in others:
            by_length.setdefault(len(other), []).append(other)
        for length, strings in by_length.items():
            rows = np.frombuffer(b"".join(strings), np.uint8).reshape(-1, length)
            for start in _starts(length):
                self._leave_out(rows[:, start : start + _WINDOW])
        self._prepared = None

    def _leave_out(self, windows: Bytes) -> None:
        ours, theirs = _numbers(self._windows[:, :8]), _numbers(windows[:, :8])
        # The text form of a window has its first eight bytes only.
        alike = np.isin(ours, theirs)
        self._as_text &= ~alike
        equal = {window.tobytes() for window in windows[np.isin(theirs, ours)]}
        stays = np.ones(len(ours), np.bool_)
        stays[alike] = [window.tobytes() not in equal for window in self._windows[alike]]
        self._windows, self._owners = self._windows[stays], self._owners[stays]
        self._as_text = self._as_text[stays]

    def count_in(self, file: Path, *, own: bool = False) -> int:
        """Return how many of the strings are in a file.

        Args:
            file: Read from beginning to end, eight megabytes at a time.
            own: This process may have the file open as a database.

        Raises:
            OSError: The file cannot be read.
        """
        found: set[int] = set()
        for chunk in self._overlapping(file, own=own):
            found.update(self._table().owners_in(chunk))
        return len(found)

    def any_in(self, file: Path) -> bool:
        """Tell whether any of the strings is in a file, reading no more of it than needed.

        Raises:
            OSError: The file cannot be read.
        """
        return any(self._table().owners_in(chunk) for chunk in self._overlapping(file, own=False))

    def _overlapping(self, file: Path, *, own: bool) -> Iterator[bytes]:
        tail = b""
        if not len(self._windows):
            return
        with _opened(file, own=own) as handle:
            while chunk := os.read(handle, _CHUNK):
                yield tail + chunk
                tail = (tail + chunk)[1 - _WINDOW :]

    def _table(self) -> _Table:
        if self._prepared is None:
            text = _text(self._windows[self._as_text])
            self._prepared = _Table(
                np.concatenate([self._windows, text]),
                np.concatenate([self._owners, self._owners[self._as_text]]),
            )
        return self._prepared


class _Table:
    """Windows, by every run of eight bytes that begins in a window's first eight.

    Wherever a window lies in a file, one of these runs lies at a multiple of eight, so only every eighth
    place has to be looked at.
    """

    def __init__(self, windows: Bytes, owners: NDArray[np.int64]) -> None:
        self._windows, self._owners = windows, owners
        runs = np.concatenate([_numbers(windows[:, start : start + 8]) for start in range(8)])
        order = np.argsort(runs)
        self._runs = runs[order]
        self._start, self._window = np.divmod(order, max(1, len(windows)))
        # Most places are ruled out by a table that fits into the processor's cache.
        self._shift = np.uint64(64 - min(24, max(10, 4 + len(runs).bit_length())))
        self._likely = np.zeros(1 << (64 - int(self._shift)), np.bool_)
        self._likely[self._hashed(runs)] = True

    def _hashed(self, numbers: NDArray[np.uint64]) -> NDArray[np.int64]:
        hashed = numbers * _MULTIPLIER
        hashed >>= self._shift
        return hashed.view(np.int64)

    def owners_in(self, data: bytes) -> set[int]:
        """Return whose windows are in `data`."""
        found: set[int] = set()
        content = np.frombuffer(data, np.uint8)
        numbers = np.frombuffer(data, "<u8", len(data) // 8)
        place = np.flatnonzero(self._likely.take(self._hashed(numbers)))
        at = np.searchsorted(self._runs, numbers[place])
        # Several windows may have a run in common.
        while len(place):
            alike = at < len(self._runs)
            alike[alike] = self._runs[at[alike]] == numbers[place[alike]]
            at, place = at[alike], place[alike]
            start = 8 * place - self._start[at]
            inside = (start >= 0) & (start + _WINDOW <= len(content))
            window = self._window[at[inside]]
            there = content[start[inside, None] + np.arange(_WINDOW)]
            found.update(self._owners[window[(there == self._windows[window]).all(axis=1)]].tolist())
            at += 1
        return found


def _starts(length: int) -> tuple[int, ...]:
    """Return where the windows of a string begin; nowhere in one that is shorter than a window."""
    last = length - _WINDOW
    return tuple(sorted({0, last // 2, last})) if last >= 0 else ()


def _different(windows: Bytes) -> NDArray[np.int64]:
    """Return how many different bytes each row has."""
    ordered = np.sort(windows, axis=1)
    different: NDArray[np.int64] = 1 + (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1)
    return different


def _text(windows: Bytes) -> Bytes:
    """Return the first eight bytes of windows as hexadecimal text."""
    halves = windows[:, :8, None] >> np.array([4, 0], np.uint8) & 15
    text: Bytes = _HEX[halves].reshape(-1, _WINDOW)
    return text


def _numbers(rows: Bytes) -> NDArray[np.uint64]:
    """Return rows of eight bytes as numbers."""
    return np.ascontiguousarray(rows).view("<u8").reshape(-1)


@contextmanager
def _opened(file: Path, *, own: bool) -> Iterator[int]:
    """Open a file for reading from its beginning, for one reader at a time.

    On POSIX systems, closing a file ends all locks that this process holds on it, SQLite's too ("How To
    Corrupt An SQLite Database File", section 2.2). So a file that may be open as a database here is opened
    once and never closed.
    """
    with _reading:
        if own and os.name == "posix":
            status = file.stat()
            key = status.st_dev, status.st_ino
            if key not in _kept:
                _kept[key] = os.open(file, os.O_RDONLY)
            os.lseek(_kept[key], 0, os.SEEK_SET)
            yield _kept[key]
            return
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            yield handle
        finally:
            os.close(handle)
