"""How the window was left: sizes and switches, kept with the system's settings without waiting for a disk.

What the user chooses on the page of settings is declared in `app.desktop.choices`.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSettings

#: Qt writes its file, and waits until the disk has it, in the thread that changed something.
_writer: Final = ThreadPoolExecutor(1, "kept")
#: What was kept since the program began, which may not be written yet.
_now: Final[dict[str, object]] = {}


def kept(key: str, default: object) -> Any:
    """Return what was kept: as it was given, or, since another run, as text.

    Args:
        key: Of the setting, as "people/side".
        default: Where nothing was kept.
    """
    return _now[key] if key in _now else QSettings().value(key, default)


def keep(key: str, value: object) -> None:
    """Keep a value; it is written beside this thread."""
    if key not in _now or _now[key] != value:
        _now[key] = value
        _writer.submit(partial(_write, key, value))


def forget_all() -> None:
    """Wait until all is written, and read from the settings again."""
    _writer.submit(_now.clear).result()


def _write(key: str, value: object) -> None:
    QSettings().setValue(key, value)
