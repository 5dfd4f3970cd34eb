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

    def connect(*args: Any, **keywords: Any) -> sqlite3.Connection:
        note("opens a database")
        opened = real(*args, **keywords)
        opened.set_trace_callback(lambda statement: note(f"SQL: {statement[:200]}"))
        return opened

    patch.setattr(sqlite3, "connect", connect)
    for owner, name in _DECODERS:
        patch.setattr(owner, name, _noting(getattr(owner, name), note, f"decodes a picture with {name}"))
    for name in ("__init__", "run"):
        patch.setattr(runtime.Session, name, _noting(getattr(runtime.Session, name), note, "uses a network"))
    return found


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
