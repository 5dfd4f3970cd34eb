"""When the window shows the photos that were read while it is open."""

from __future__ import annotations

import time
from typing import Final

#: The first photos that were read are shown after so many seconds, ...
_FIRST_NEWS_S: Final = 1.0
#: ... and what came since then in the end so often: to lay out many photos anew takes a moment.
_NEWS_EVERY_S: Final = 15.0


class News:
    """Says when to show the photos that were read meanwhile: soon at first, then ever more rarely."""

    def __init__(self) -> None:
        self._shown, self._every = 0, _FIRST_NEWS_S
        self._next = time.monotonic() + _FIRST_NEWS_S

    def is_due(self, done: int) -> bool:
        """Tell whether to show what is new, after so many photos."""
        if done <= self._shown or time.monotonic() < self._next:
            return False
        self._shown = done
        self._every = min(_NEWS_EVERY_S, 1.5 * self._every)
        self._next = time.monotonic() + self._every
        return True
