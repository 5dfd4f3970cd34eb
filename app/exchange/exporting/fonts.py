"""Which of the computer's fonts shows a text: names are written in every script, and no one font has all.

None is bundled. Where fontconfig is there (Linux, mostly) it is asked for a font with just these letters;
elsewhere the fonts are tried that Windows and macOS bring. Directions and joined letters are the business of
Raqm within Pillow: without it, right-to-left text is set in the order of its letters.
"""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from unicodedata import bidirectional

from PIL import ImageFont

#: Pixels at which it is looked whether a font has a letter.
_TRIED_AT: Final = 24
#: No font has a picture for this, so what it draws is its mark for what it lacks.
_NOWHERE: Final = "\U0010fffe"
#: Up to here every font has everything: Latin with its accents, and what typography adds.
_LATIN_ENDS: Final = 0x250
#: Letters after each other in Unicode that one font has or has not: script by script, about.
_BLOCK: Final = 7
_ASK_S: Final = 5.0
_WORDS: Final = re.compile(r"\w+|\s+|[^\w\s]+")
#: Of Windows and macOS, and what is often there otherwise; the first with all letters is taken.
_KNOWN: Final = (
    "segoeui.ttf",
    "msyh.ttc",
    "msjh.ttc",
    "malgun.ttf",
    "YuGothM.ttc",
    "Nirmala.ttf",
    "LeelawUI.ttf",
    "SFNS.ttf",
    "Helvetica.ttc",
    "PingFang.ttc",
    "Hiragino Sans GB.ttc",
    "AppleSDGothicNeo.ttc",
    "GeezaPro.ttc",
    "Arial Unicode.ttf",
    "DejaVuSans.ttf",
    "NotoSans-Regular.ttf",
    "NotoSansCJK-Regular.ttc",
)

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def runs(text: str, size: int) -> list[tuple[str, Font]]:
    """Take a text apart so that each piece has a font that shows it, or as much of it as any that is found.

    A text in one script, with Latin or without, stays in one piece. The pieces come from left to right.

    Args:
        text: One line.
        size: In pixels.
    """
    found, whole = _font_of(text)
    if whole:
        return [(text, _sized(found, size))]
    pieces: list[tuple[str, tuple[str, int] | None]] = []
    for word in _WORDS.findall(text):
        font, _ = _font_of(word)
        # What stands between two words goes with the one before.
        if pieces and (font == pieces[-1][1] or not any(letter.isalnum() for letter in word)):
            pieces[-1] = pieces[-1][0] + word, pieces[-1][1]
        else:
            pieces.append((word, font))
    drawn = [(piece, _sized(font, size)) for piece, font in pieces]
    # Within a piece the letters are put in order when it is drawn; the pieces follow the first letter.
    return drawn[::-1] if _from_the_right(text) else drawn


def _from_the_right(text: str) -> bool:
    """Tell whether a line begins at the right (Unicode Standard Annex 9, rules P2 and P3)."""
    strong = (kind for letter in text if (kind := bidirectional(letter)) in {"L", "R", "AL"})
    return next(strong, "L") != "L"


def _font_of(text: str) -> tuple[tuple[str, int] | None, bool]:
    """Return the font for a text, and whether it has all letters."""
    # One letter of each block stands for it, so that texts in the same scripts share an answer.
    letters = {ord(letter) >> _BLOCK: letter for letter in text if ord(letter) >= _LATIN_ENDS}
    blocks = tuple(sorted(letters))
    if blocks not in _answers:
        _answers[blocks] = _best("Aa0" + "".join(letters[block] for block in blocks))
    return _answers[blocks]


@functools.lru_cache(maxsize=256)
def _sized(found: tuple[str, int] | None, size: int) -> Font:
    return ImageFont.load_default(size) if found is None else ImageFont.truetype(found[0], size, found[1])


#: By the blocks of a text; fonts do not come and go while the program runs.
_answers: dict[tuple[int, ...], tuple[tuple[str, int] | None, bool]] = {}


def _best(wanted: str) -> tuple[tuple[str, int] | None, bool]:
    best: tuple[int, tuple[str, int] | None] = (-1, None)
    for found in _fonts(wanted):
        covered = _covered(found, wanted)
        if covered > best[0]:
            best = covered, found
        if covered == len(wanted):
            break
    return best[1], best[0] == len(wanted)


def _fonts(wanted: str) -> Iterator[tuple[str, int]]:
    """Give the files of fonts, and their numbers in the files, the likeliest first."""
    asked = _ask(wanted)
    if asked is not None:
        yield asked
    for name in _KNOWN:
        yield name, 0


def _ask(wanted: str) -> tuple[str, int] | None:
    program = shutil.which("fc-match")
    if program is None:
        return None
    charset = " ".join(f"{ord(letter):x}" for letter in wanted)
    pattern = f"sans-serif:weight=80:slant=0:charset={charset}"
    try:
        done = subprocess.run(
            [program, "-f", "%{file}\n%{index}", pattern],
            capture_output=True,
            text=True,
            timeout=_ASK_S,
            check=True,
        )
        file, number = done.stdout.rsplit("\n", 1)
        # Pillow knows no variations: the upper bits of the number name one.
        return (file, int(number) & 0xFFFF) if Path(file).is_file() else None
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def _covered(found: tuple[str, int], wanted: str) -> int:
    """Return how many of some letters a font has a picture of; -1 where it cannot be used."""
    try:
        font = ImageFont.truetype(found[0], _TRIED_AT, found[1])
        nothing = _picture(font, _NOWHERE)
        return sum(_picture(font, letter) != nothing for letter in wanted)
    except (OSError, ValueError):
        return -1


def _picture(font: ImageFont.FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font.getmask(letter)
    return mask.size, bytes(mask)
