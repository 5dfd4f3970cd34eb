"""Guards the GUI thread: the window asks no database there, decodes no picture, and runs no network.

How long the GUI thread may be busy with what it may do is watched by `makers.watchdog`.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import cv2
import PIL.Image
import PIL.ImageFile
import pytest
from PySide6.QtGui import QImage, QImageReader, QPixmap

from engine.image import decoding
from engine.models import runtime

_ROOT: Final = Path(__file__).resolve().parents[2]
_WINDOW: Final = str(_ROOT / "app" / "desktop")
_TESTS: Final = str(_ROOT / "tests")
#: What is written for lanes; whoever calls it is asked further.
_FOR_LANES: Final = tuple(
    str(_ROOT / "app" / "desktop" / name) for name in ("grouped.py", "naming.py", "together.py")
)

#: What decodes, by its owner and its name there.
_DECODERS: Final[tuple[tuple[Any, str], ...]] = (
    (decoding, "_decode"),
    (PIL.Image, "open"),
    (PIL.ImageFile.ImageFile, "load"),
    (cv2, "imdecode"),
    (cv2, "imread"),
    (QImage, "fromData"),
    (QImage, "load"),
    (QImage, "loadFromData"),
    (QImageReader, "read"),
    (QPixmap, "load"),
    (QPixmap, "loadFromData"),
)


def guard_gui_thread(patch: pytest.MonkeyPatch) -> list[str]:
    """Note what the window does in this thread, the GUI's, and must not; a test may do so itself.

    Whose doing something is, is told by the innermost frame that belongs to the window or to the tests.

    Args:
        patch: Takes the guard away again.

    Returns:
        What was done and where: a list that grows.
    """
    found: list[str] = []
    gui = threading.get_ident()

    def note(what: str) -> None:
        if threading.get_ident() == gui and (where := _culprit()):
            found.append(f"{what}\n{where}")

    real = sqlite3.connect

    connection = _noting_connection(note)

    def connect(*args: Any, **keywords: Any) -> sqlite3.Connection:
        note("opens a database")
        return real(*args, **{"factory": connection, **keywords})

    patch.setattr(sqlite3, "connect", connect)
    for owner, name in _DECODERS:
        patch.setattr(owner, name, _noting(getattr(owner, name), note, f"decodes a picture with {name}"))
    for name in ("__init__", "run"):
        patch.setattr(runtime.Session, name, _noting(getattr(runtime.Session, name), note, "uses a network"))
    return found


def _noting_connection(note: Callable[[str], None]) -> type[sqlite3.Connection]:
    """Return a class of connections that note each statement they are given.

    SQLite's trace callback would be called for each row that a trigger sees, too, and wait for Python's lock
    each time: the window, which needs that as well, would stall as it does nowhere else.
    """

    class Cursor(sqlite3.Cursor):
        def execute(self, statement: str, *given: Any) -> sqlite3.Cursor:
            note(f"SQL: {statement[:200]}")
            return super().execute(statement, *given)

        def executemany(self, statement: str, *given: Any) -> sqlite3.Cursor:
            note(f"SQL: {statement[:200]}")
            return super().executemany(statement, *given)

        def executescript(self, script: str) -> sqlite3.Cursor:
            note(f"SQL: {script[:200]}")
            return super().executescript(script)

    class Connection(sqlite3.Connection):
        def cursor(self, factory: Any = Cursor) -> Any:
            return super().cursor(factory)

        def execute(self, *given: Any) -> Any:
            return self.cursor().execute(*given)

        def executemany(self, *given: Any) -> Any:
            return self.cursor().executemany(*given)

        def executescript(self, *given: Any) -> Any:
            return self.cursor().executescript(*given)

        def commit(self) -> None:
            note("SQL: COMMIT")
            super().commit()

    return Connection


def _noting(real: Callable[..., Any], note: Callable[[str], None], what: str) -> Callable[..., Any]:
    def noted(*args: Any, **keywords: Any) -> Any:
        note(what)
        return real(*args, **keywords)

    return noted


def _culprit() -> str:
    """Return the stack down to here where the window is to blame; "" where a test or nobody is."""
    frame = sys._getframe(2)
    at = frame
    while at is not None:
        file = at.f_code.co_filename
        if file.startswith(_WINDOW) and file not in _FOR_LANES:
            return "".join(traceback.format_stack(frame, 14))
        if file.startswith(_TESTS) and file != __file__:
            return ""
        at = at.f_back
    return ""
