"""A report as Markdown, with its plots and pictures as files in a folder beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.image.encoding import to_jpeg
from trainer.evaluation.report import Block, FacePairs, Heading, Plot, Table, Text

# Faces in a row of a picture of pairs, and the ground between them.
_PAIRS_A_ROW = 4
_GAP = 8
_GROUND = 255

# What `_picture` calls its files.
_PICTURE = re.compile(r"[0-9]{2,}-[a-z0-9.-]*\.(png|jpg)")


def write_markdown(blocks: Iterable[Block], file: Path) -> None:
    """Write a report.

    Args:
        blocks: what it says.
        file: NAME.md; pictures go into the folder NAME_files beside it. Those of a former report are removed
            from there, and nothing else.

    Raises:
        OSError: it cannot be written.
    """
    folder = file.with_name(f"{file.stem}_files")
    folder.mkdir(parents=True, exist_ok=True)
    for former in folder.iterdir():
        if _PICTURE.fullmatch(former.name):
            former.unlink()
    parts = [_block(block, folder, number) for number, block in enumerate(blocks)]
    file.write_text("\n\n".join(parts) + "\n", "utf-8")


def _block(block: Block, folder: Path, number: int) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {_plain(text)}"
        case Text(text):
            return _plain(text)
        case Table():
            return _table(block)
        case Plot():
            return _picture(folder, number, block.title, ".png", block.png())
        case FacePairs():
            if not block.pairs:
                return f"{_plain(block.title)}: none."
            jpeg = to_jpeg(_montage(block), quality=90)
            listed = "\n".join(
                f"{at}. {pair.title}: {_plain(pair.names[0])}, {_plain(pair.names[1])}"
                for at, pair in enumerate(block.pairs, 1)
            )
            return f"{_picture(folder, number, block.title, '.jpg', jpeg)}\n\n{listed}"


def _table(table: Table) -> str:
    def row(cells: Iterable[str]) -> str:
        return f"| {' | '.join(_plain(cell) for cell in cells)} |"

    rule = ["---" if at < table.words else "---:" for at in range(len(table.headings))]
    return "\n".join([row(table.headings), f"| {' | '.join(rule)} |", *map(row, table.rows)])


def _picture(folder: Path, number: int, title: str, suffix: str, data: bytes) -> str:
    name = f"{number:02}-{re.sub(r'[^A-Za-z0-9.-]+', '-', title).strip('-').lower()[:60]}{suffix}"
    (folder / name).write_bytes(data)
    return f"![{_plain(title)}]({quote(folder.name)}/{name})"


def _montage(gallery: FacePairs) -> NDArray[np.uint8]:
    """Lay pairs side by side, row by row: (h, w, 3) uint8 RGB."""
    pairs = [np.hstack([_decoded(jpeg) for jpeg in pair.jpegs]) for pair in gallery.pairs]
    height, width = (max(pair.shape[axis] for pair in pairs) for axis in (0, 1))
    columns = min(_PAIRS_A_ROW, len(pairs))
    rows = -(-len(pairs) // columns)
    sheet = np.full((rows * (height + _GAP) - _GAP, columns * (width + _GAP) - _GAP, 3), _GROUND, np.uint8)
    for at, pair in enumerate(pairs):
        top, left = (at // columns) * (height + _GAP), (at % columns) * (width + _GAP)
        sheet[top : top + pair.shape[0], left : left + pair.shape[1]] = pair
    return sheet


def _decoded(jpeg: bytes) -> NDArray[np.uint8]:
    decoded = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise ValueError("A crop of the training set is damaged. Prepare the training set again.")
    return np.asarray(decoded[..., ::-1], np.uint8)


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
