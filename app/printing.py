"""Names as they can be shown: on one line, in the direction they are written, and steering nothing."""

from __future__ import annotations

import unicodedata
from pathlib import PurePath
from typing import Final

#: Joiners that Persian, Indian scripts and emoji need within a word; they cannot steer a terminal.
_JOINERS: Final = "\u200c\u200d"


def printable(name: str | PurePath) -> str:
    """Return a name or path as text that is shown on one line anywhere, and cannot steer a terminal.

    File names may hold line breaks, control and direction marks, and bytes that are no text; all of these
    are shown as escapes. Spaces of all widths stay: Chinese names have wide ones, and macOS writes the time
    of a picture of the screen with a narrow one.
    """
    text = str(name)
    if text.isprintable():
        return text
    return "".join(c if _is_shown(c) else c.encode("unicode_escape", "surrogatepass").decode() for c in text)


def _is_shown(character: str) -> bool:
    return character.isprintable() or character in _JOINERS or unicodedata.category(character) == "Zs"
