"""How results reach the terminal: tables and sentences for people, one JSON document for programs."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any

from rich.console import Console
from rich.table import Table

from app.printing import printable

# A file or pipe has no width; wide enough that no path is broken.
_WIDTH_WITHOUT_TERMINAL = 240


class _Console(Console):
    """Prints text as it is: no markup, no emoji codes, and a closed pipe is for the caller to see."""

    def __init__(self, *, to_stderr: bool) -> None:
        stream = sys.stderr if to_stderr else sys.stdout
        width = None if stream.isatty() else _WIDTH_WITHOUT_TERMINAL
        super().__init__(stderr=to_stderr, width=width, highlight=False, markup=False, emoji=False)

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def prepare_streams() -> None:
    """Let standard output and error take any text: a name that a terminal cannot show stops no command."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed, or started without a terminal on Windows
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - for good
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def drop_output() -> None:
    """Throw away what standard output still holds, where it cannot be written."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def say(text: str) -> None:
    """Print one sentence of a result."""
    _Console(to_stderr=False).print(printable(text), soft_wrap=True)


def note(text: str) -> None:
    """Print a remark that is no part of the result (standard error), if anybody can hear it."""
    with suppress(OSError):
        _Console(to_stderr=True).print(printable(text), soft_wrap=True)


def note_lines(text: str) -> None:
    """Print a remark of several lines (standard error)."""
    for line in text.splitlines():
        note(line)


def emit_json(document: object) -> None:
    """Print a result as one JSON document. Only ASCII, so that names of any bytes survive any terminal."""
    print(json.dumps(document, indent=2, default=str))  # noqa: T201


def table(headings: Sequence[str], rows: Iterable[Sequence[Any]], *, numbers: Sequence[int] = ()) -> None:
    """Print a table.

    Args:
        headings: of the columns.
        rows: cells; None prints as nothing.
        numbers: indices of the columns that are set to the right.
    """
    made = Table(
        box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_header=any(headings)
    )
    for index, heading in enumerate(headings):
        number = index in numbers
        made.add_column(heading, justify="right" if number else "left", no_wrap=number, overflow="fold")
    for row in rows:
        made.add_row(*("" if cell is None else printable(str(cell)) for cell in row))
    if made.row_count:
        _Console(to_stderr=False).print(made)


def count(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun: "1 photo", "12,000 photos", "3 people"."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def photos_and_videos(number: int, *, videos: int) -> str:
    """Return how many photos and videos there are: "12 photos", "10 photos and 2 videos", "2 videos".

    Args:
        number: Of both together.
        videos: How many of them are videos.
    """
    photos = number - videos
    parts = [count(photos, "photo")] * bool(photos or not videos) + [count(videos, "video")] * bool(videos)
    return " and ".join(parts)


def duration(seconds: float) -> str:
    """Return a time in words a person reads at a glance: "8 s", "3 min 20 s", "2 h 05 min"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
