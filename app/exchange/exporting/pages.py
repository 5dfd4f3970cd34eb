"""One page of a contact sheet: where its pictures and captions are, and drawing them. Knows no files."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import PIL.Image
import PIL.ImageDraw

from app.exchange.exporting.fonts import runs

#: Pixels an inch, as printers have.
DPI: Final = 300
_PAPER_MM: Final = {
    "a3": (297.0, 420.0),
    "a4": (210.0, 297.0),
    "a5": (148.0, 210.0),
    "letter": (215.9, 279.4),
    "legal": (215.9, 355.6),
}
#: Pictures beside each other.
MOST_COLUMNS: Final = 12
#: In millimetres: around the page, between cells, and from one line's top to the next.
_MARGIN_MM, _GAP_MM, _LINE_MM = 12.0, 4.0, 4.2
#: Of the letters, in millimetres.
_TITLE_MM, _CAPTION_MM = 5.5, 3.0
#: From the edges of a picture to the middle of the sign of a video, in millimetres.
_SIGN_MM: Final = 3.0
#: Rows may be so many times as far from each other as they must be.
_LOOSEST: Final = 1.3
_INK, _PALE, _PAPER = (20, 20, 20), (110, 110, 110), (255, 255, 255)
_SHORTENED: Final = "…"
_BETWEEN: Final = ", "


class Paper(StrEnum):
    """The size of a page, upright."""

    A3 = "a3"
    A4 = "a4"
    A5 = "a5"
    LETTER = "letter"
    LEGAL = "legal"

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height in millimetres."""
        return _PAPER_MM[self.value]


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A photo on a page.

    Attributes:
        picture: RGB, upright.
        names: Of whom it shows.
        date: As it is written; "" where nobody knows.
        video: It is a frame of a video, and gets a sign that says so.
    """

    picture: PIL.Image.Image
    names: tuple[str, ...]
    date: str
    video: bool = False


class Layout:
    """Where everything is on the pages of a contact sheet, in pixels.

    Args:
        paper: The size of a page.
        columns: How many pictures are beside each other, 1 to 12.

    Raises:
        ValueError: There are no so many columns.

    Attributes:
        size: Width and height of the page.
        columns: How many pictures are beside each other.
        rows: How many are above each other.
        picture: The longest side that a picture can have.
    """

    def __init__(self, paper: Paper, columns: int) -> None:
        if not 1 <= columns <= MOST_COLUMNS:
            raise ValueError(f"a contact sheet has 1 to {MOST_COLUMNS} columns, not {columns}")
        width, height = paper.size_mm
        self.size = pixels(width), pixels(height)
        self.columns = columns
        side_mm = (width - 2 * _MARGIN_MM - (columns - 1) * _GAP_MM) / columns
        tall_mm = side_mm + 2 * _LINE_MM + _GAP_MM
        space_mm = height - 2 * _MARGIN_MM - 2 * _TITLE_MM - _LINE_MM + _GAP_MM
        # A single wide picture may be wider than what is left of the page is high.
        side_mm = min(side_mm, space_mm - 2 * _LINE_MM - _GAP_MM)
        self.rows = max(1, int(space_mm // tall_mm))
        self.picture = pixels(side_mm)
        # What is left of the page's height is shared out, so that it looks full.
        down_mm = min(space_mm / self.rows, _LOOSEST * tall_mm)
        self._step = pixels(side_mm + _GAP_MM), pixels(down_mm)
        used = columns * self._step[0] - pixels(_GAP_MM)
        self._left = (self.size[0] - used) // 2

    @property
    def on_page(self) -> int:
        """How many photos are on a full page."""
        return self.columns * self.rows

    def corner(self, number: int) -> tuple[int, int]:
        """Return the upper left corner of a cell, by number from 0, row by row."""
        row, column = divmod(number, self.columns)
        top = pixels(_MARGIN_MM + 2 * _TITLE_MM)
        return self._left + column * self._step[0], top + row * self._step[1]


def pixels(millimetres: float) -> int:
    """Return a length on paper in pixels."""
    return round(millimetres * DPI / 25.4)


def draw_page(layout: Layout, title: str, number: int, cells: Sequence[Cell]) -> PIL.Image.Image:
    """Draw a page, RGB.

    Args:
        layout: Where everything is.
        title: Above the pictures; may be empty.
        number: Of the page, from 1.
        cells: No more than are on a page.
    """
    page = PIL.Image.new("RGB", layout.size, _PAPER)
    margin, line = pixels(_MARGIN_MM), pixels(_LINE_MM)
    across = layout.size[0] - 2 * margin
    _centred(page, (margin, margin, across), [title], pixels(_TITLE_MM), _INK)
    for at, cell in enumerate(cells):
        left, top = layout.corner(at)
        picture = cell.picture
        if max(picture.size) > layout.picture:
            picture = picture.copy()
            picture.thumbnail((layout.picture, layout.picture), PIL.Image.Resampling.LANCZOS)
        # On the line of the captions, so that these belong to the pictures above them.
        corner = left + (layout.picture - picture.width) // 2, top + layout.picture - picture.height
        page.paste(picture, corner)
        if cell.video:
            _draw_sign(page, corner[0] + pixels(_SIGN_MM), top + layout.picture - pixels(_SIGN_MM))
        under = top + layout.picture + line // 4
        size = pixels(_CAPTION_MM)
        lines: list[tuple[Sequence[str], tuple[int, int, int]]] = [(cell.names, _INK), ([cell.date], _PALE)]
        for words, colour in [one for one in lines if any(one[0])]:
            _centred(page, (left, under, layout.picture), words, size, colour)
            under += line
    foot = layout.size[1] - margin - pixels(_CAPTION_MM)
    _centred(page, (margin, foot, across), [str(number)], pixels(_CAPTION_MM), _PALE)
    return page


def _draw_sign(page: PIL.Image.Image, x: int, y: int) -> None:
    """Draw a white triangle on a dark disc around a point: what one presses to play a video."""
    draw, radius = PIL.ImageDraw.Draw(page), pixels(_SIGN_MM / 1.5)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_INK)
    half = radius / 2
    draw.polygon([(x - 0.7 * half, y - half), (x + half, y), (x - 0.7 * half, y + half)], fill=_PAPER)


def _centred(
    page: PIL.Image.Image,
    line: tuple[int, int, int],
    texts: Sequence[str],
    size: int,
    colour: tuple[int, int, int],
) -> None:
    """Write texts beside each other, with commas between, each in a font that has its letters.

    Args:
        page: Written on.
        line: Where: left, top and width.
        texts: Of one line; shortened where they are too long for it.
        size: Of the letters.
        colour: RGB.
    """
    draw = PIL.ImageDraw.Draw(page)
    left, top, across = line
    shown = [one for text in texts if (one := _printable(text))]
    parts = [part for text in shown for part in (text, _BETWEEN)][:-1]
    parts = _shortened(parts, size, across)
    at = left + (across - sum(_width(part, size) for part in parts)) / 2
    for part in parts:
        for piece, font in runs(part, size):
            # "ls": at the line that letters stand on, which fonts of several scripts have in common.
            draw.text((at, top + size), piece, font=font, fill=colour, anchor="ls")
            at += font.getlength(piece)


def _shortened(parts: list[str], size: int, across: int) -> list[str]:
    """Return what fits of texts, which end in "…" where something is left out."""
    if sum(_width(part, size) for part in parts) <= across:
        return parts
    kept = list(parts)
    while kept:
        rest = across - sum(_width(part, size) for part in kept[:-1])
        last = kept.pop()
        for end in range(len(last) - 1, 0, -1):
            if _width(last[:end] + _SHORTENED, size) <= rest:
                return [*kept, last[:end].rstrip(" ,") + _SHORTENED]
    return []


def _width(text: str, size: int) -> float:
    return sum(font.getlength(piece) for piece, font in runs(text, size))


def _printable(text: str) -> str:
    """Return a text as one line that Pillow can draw."""
    letters = (" " if unicodedata.category(one) in {"Cc", "Zl", "Zp"} else one for one in text)
    return " ".join("".join(letters).encode("utf-8", "replace").decode().split())
