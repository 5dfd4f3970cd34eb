"""When Python looks for garbage: between events of the GUI thread, and at no other time.

By itself it looks whenever any thread has made many objects. A lane that reads a hundred thousand rows would
then hold Python's lock for a tenth of a second at a time, in which the window stands still; and what it found
of Qt's objects it would take apart in the wrong thread.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 500
#: With more new objects than this, some lane is at work on many, which are not looked through meanwhile ...
_MANY: Final = 100_000
#: ... for so many times in turn, at most.
_PATIENCE: Final = 120
#: Looks at new objects for one at older ones, and of these for one at all.
_STEPS: Final = 20


class Garbage(QObject):
    """Looks for garbage now and then: one for the whole program, until its end. Tests stop it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        spare_what_is_there()
        self._waited = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def stop(self) -> None:
        """Let Python look by itself again."""
        self._timer.stop()
        gc.enable()

    def look(self) -> None:
        """Look for garbage, unless now is no good time."""
        new, younger, older = gc.get_count()
        if new > _MANY and self._waited < _PATIENCE:
            self._waited += 1
            return
        self._waited = 0
        gc.collect(2 if older >= _STEPS else 1 if younger >= _STEPS else 0)


def spare_what_is_there() -> None:
    """Never look again for garbage among what there is now: code, for the most part, which stays.

    A look at all of it takes 50 ms.
    """
    gc.freeze()
