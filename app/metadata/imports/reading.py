"""What the readers of other programs' data share: bounded reading of files, JSON, names and boxes.

Everything comes from outside and may be damaged or hostile: files are read up to a limit, never waited for,
and no name leads out of its folder.
"""

from __future__ import annotations

import json
import math
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Final

from app.metadata.imports.records import SourceError, Token, check
from app.metadata.people import NamedRegion, People
from app.printing import printable

#: No name of a person, with titles and all, is longer.
_LONGEST_NAME: Final = 200
#: More people than this are in no photo that anybody named faces in.
MOST_PEOPLE: Final = 2000
#: Files are listed up to so many; a photo collection of a lifetime has a million.
_MOST_FILES: Final = 5_000_000
#: Boxes may reach past the photo a little; what lies further out is no part of it.
_FURTHEST: Final = 1.0

#: Characters read at one time of a long JSON file, and the longest item of it.
_CHUNK: Final = 1 << 20
_LONGEST_ITEM: Final = 1 << 26
_AFTER_VALUE: Final = frozenset(" \t\r\n,]")

_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)


def read_limited(file: Path, limit: int) -> bytes:
    """Return the content of a plain file.

    Raises:
        SourceError: It is not there, is no plain file, is larger than `limit` bytes or cannot be read.
    """
    shown = printable(file)
    try:
        handle = os.open(file, _OPEN_FLAGS)
    except FileNotFoundError as error:
        raise SourceError(f"{shown} is not there. Check its name, or connect its drive.") from error
    except (OSError, ValueError) as error:
        raise SourceError(f"{shown} cannot be opened. Check that you may read it.") from error
    try:
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise SourceError(f"{shown} is no plain file. Choose another.")
            data = stream.read(limit + 1)
    except OSError as error:
        raise SourceError(f"{shown} cannot be read. Check the drive it is on.") from error
    if len(data) > limit:
        raise SourceError(f"{shown} is larger than such a file can be ({limit >> 20} MB) and was left out.")
    return data


def read_json(file: Path, limit: int) -> Any:
    """Return what a JSON file holds.

    Raises:
        SourceError: As `read_limited`; also where it is no JSON, or nested deeper than anybody writes.
    """
    data = read_limited(file, limit)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"{printable(file)} is damaged or no JSON file, and was left out. Export it anew."
        ) from error


def json_items(file: Path, token: Token | None = None) -> Iterator[Any]:
    """Yield the items of a list in a JSON file one by one, or its only value; it may be larger than memory.

    Raises:
        SourceError: It cannot be read, is no JSON, is not whole, or an item is longer than any that programs
            write.
        StoppedError: The token was cancelled.
    """
    shown = printable(file)
    if not file.is_file():
        raise SourceError(f"{shown} is not there, or no plain file. Choose another.")
    try:
        with file.open(encoding="utf-8-sig") as stream:
            for item in _Json(stream).items():
                check(token)
                yield item
    except SourceError:
        raise
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{shown} is damaged or no JSON file. Make it anew.") from error
    except OSError as error:
        raise SourceError(f"{shown} cannot be read. Check the drive it is on.") from error


class _Json:
    """JSON in a stream, of which only what is looked at is in memory; raises ValueError where it is none."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._at = 0

    def items(self) -> Iterator[Any]:
        """Yield the items of the list that it is, or the only value."""
        if self._next() != "[":
            yield self._value()
        else:
            self._at += 1
            if self._next() == "]":
                self._at += 1
            else:
                yield self._value()
                while self._taken(",", "]") == ",":
                    self._next()
                    yield self._value()
        if self._next():
            raise ValueError("more after the end")

    def _taken(self, *wanted: str) -> str:
        found = self._next()
        if found not in wanted:
            raise ValueError(f"{wanted} is missing")
        self._at += 1
        return found

    def _next(self) -> str:
        """Go to the next character that is no space, and return it; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._read(_CHUNK):
                return ""

    def _value(self) -> Any:
        more = _CHUNK
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except ValueError:
                if len(self._text) - self._at > _LONGEST_ITEM or not self._read(more):
                    raise
            else:
                # A number may go on in what has not been read yet.
                if self._text[end : end + 1] in _AFTER_VALUE or not self._read(more):
                    self._at = end
                    return value
            # Ever more, so that a long item is not begun anew too often.
            more *= 2

    def _read(self, count: int) -> bool:
        """Read on, forgetting what has been used; tell whether there was more."""
        more = self._stream.read(count)
        if more:
            self._text, self._at = self._text[self._at :] + more, 0
        return bool(more)


def folders(top: Path, problems: list[str], token: Token | None = None) -> Iterator[tuple[Path, list[str]]]:
    """Yield each folder at and below `top` with the names of its files, both sorted.

    Links to folders are not followed. Folders that cannot be listed are told in `problems`.

    Raises:
        StoppedError: The token was cancelled.
    """

    def left_out(error: OSError) -> None:
        name = error.filename if error.filename is not None else top
        problems.append(f"{printable(name)} cannot be listed. Check that you may read this folder.")

    seen = 0
    for folder, below, files in os.walk(top, onerror=left_out):
        check(token)
        below.sort()
        seen += 1 + len(files)
        if seen > _MOST_FILES:
            problems.append(f"{printable(top)} holds more files than can be read. Import its folders singly.")
            return
        yield Path(folder), sorted(files)


def child(folder: Path, name: str) -> Path | None:
    """Return the file of this name in a folder, None where the name leads elsewhere or can be none."""
    if not name or name in {".", ".."} or len(name) > 255 or any(letter in name for letter in '/\\:*?"<>|'):
        return None
    if any(ord(letter) < 32 for letter in name):
        return None
    return folder / name


def tidy_name(value: object) -> str | None:
    """Return the name of a person as the user would write it; None where it is no name.

    Composed (NFC), one line, single spaces; control characters and broken Unicode are left out.
    """
    if not isinstance(value, str) or len(value) > 4 * _LONGEST_NAME:
        return None
    shown = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter
        for letter in value
        if unicodedata.category(letter) != "Cs"
    )
    name = " ".join(unicodedata.normalize("NFC", shown).split())
    if not name or len(name) > _LONGEST_NAME:
        return None
    # Only characters without a shape, such as direction marks: nobody could see such a name.
    return name if any(unicodedata.category(letter) != "Cf" for letter in name) else None


def number(value: object) -> float | None:
    """Return a finite number, also where it is written as text; None for all else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str) and len(value) > 40:
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def whole(value: object) -> int | None:
    """Return a number of bytes or pixels above 0; None for all else."""
    found = number(value)
    return int(found) if found is not None and 1 <= found < 2**53 else None


def named_region(name: str, left: float, top: float, width: float, height: float) -> NamedRegion | None:
    """Return a region in shares of a photo; None where it has no size or lies outside the photo."""
    if not all(map(math.isfinite, (left, top, width, height))) or width <= 0 or height <= 0:
        return None
    if left >= 1 or top >= 1 or left + width <= 0 or top + height <= 0:
        return None
    if left < -_FURTHEST or top < -_FURTHEST or left + width > 1 + _FURTHEST or top + height > 1 + _FURTHEST:
        return None
    return NamedRegion(name, left, top, width, height)


def people_of(regions: Iterable[NamedRegion], names: Iterable[str]) -> People:
    """Return who is in a photo, each region and each name once; names of regions are not repeated."""
    placed = tuple(dict.fromkeys(regions))[:MOST_PEOPLE]
    known = {region.name for region in placed}
    present = tuple(name for name in dict.fromkeys(names) if name not in known)[:MOST_PEOPLE]
    return People(placed, present)
