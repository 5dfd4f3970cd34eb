"""Names and numbers as other programs spell them: tidied, compared, or found to be nonsense."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import Final

#: Longer names are cut: nobody's name is, and a screen has an end.
LONGEST_NAME: Final = 200
#: The zero-width joiners change how Persian and Indic names and emoji are read; other invisible
#: characters, among them those that turn the direction of text, only let a name look like another.
_JOINERS: Final = "\u200c\u200d"
_UNWANTED: Final = {"Cc", "Cf", "Cs"}
_NUMBER: Final = re.compile(r"[+-]?(?:\d{1,40}(?:[.,]\d{0,40})?|[.,]\d{1,40})(?:[eE][+-]?\d{1,3})?", re.ASCII)


def clean_name(text: str) -> str:
    """Return a name fit for a library: NFC, single spaces, no control or direction characters.

    Returns:
        At most `LONGEST_NAME` characters; empty where nothing visible is left, or where bytes were lost.
    """
    if "\ufffd" in text:
        return ""
    # A name is cut anyway; what is far beyond is not worth the time.
    spaced = "".join(" " if letter.isspace() else letter for letter in text[: 20 * LONGEST_NAME])
    kept = "".join(letter for letter in spaced if letter in _JOINERS or not _is_unwanted(letter))
    name = " ".join(unicodedata.normalize("NFC", kept).split())[:LONGEST_NAME].rstrip()
    # Cutting may leave a letter without its accents, which is composed already.
    return name if name.strip(_JOINERS + " ") else ""


def _is_unwanted(letter: str) -> bool:
    # XML has no place for the two last characters of the first plane.
    return unicodedata.category(letter) in _UNWANTED or letter in "\ufffe\uffff"


def same_name(name: str) -> str:
    """Return what two spellings of one name have in common, for comparing."""
    visible = "".join(letter for letter in name if letter not in _JOINERS)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())


def read_number(text: str | None) -> float | None:
    """Return the number in a text: with a decimal point or comma, or in percent; None where it is none."""
    if text is None or len(text) > 100:
        return None
    text = text.strip()
    percent = text.endswith("%")
    if percent:
        text = text[:-1].rstrip()
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text.replace(",", ".")) / (100 if percent else 1)
    return number if math.isfinite(number) else None


def read_rectangle(text: str | None) -> tuple[float, float, float, float] | None:
    """Return the four numbers of Microsoft's "x, y, w, h"; with decimal commas too, "0,1, 0,2, 0,3, 0,4"."""
    if text is None or len(text) > 400:
        return None
    parts = re.split(r"[,;]\s+|\s+|;", text.strip())
    if len(parts) != 4:
        parts = text.split(",")
    numbers = [read_number(part) for part in parts]
    if len(numbers) != 4:
        return None
    left, top, width, height = numbers
    if left is None or top is None or width is None or height is None:
        return None
    return left, top, width, height


def write_number(number: float) -> str:
    """Return a share of a picture's side with nine digits after the point, as far as they say something."""
    text = f"{number:.9f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
