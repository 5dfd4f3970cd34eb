"""Names as they can be shown: on one line, in the direction they are written, and steering nothing."""

from __future__ import annotations

from typing import Final

#: Joiners that Persian, Indian scripts and emoji need within a word; they cannot steer a terminal.
_JOINERS: Final = "\u200c\u200d"


def printable(text: str) -> str:
    """Return text that any terminal and any label shows on one line and that cannot steer it.

    File names may hold line breaks, control and direction marks, and bytes that are no text; all of these
    are shown as escapes.
    """
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in _JOINERS else c.encode("unicode_escape", "surrogatepass").decode()
        for c in text
    )
