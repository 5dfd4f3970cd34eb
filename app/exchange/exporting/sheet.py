"""Contact sheets: pages of small upright pictures with who is in them and when, as PDF, JPEG or PNG.

How a page is drawn lives in `app.exchange.exporting.pages`, fonts in `app.exchange.exporting.fonts`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import PIL.Image

from app.exchange.exporting.decoding import pictures_of
from app.exchange.exporting.pages import DPI, Cell, Layout, Paper, draw_page
from app.exchange.exporting.pdf import PdfWriter
from app.exchange.exporting.placing import aside, settle_all, sync
from app.exchange.exporting.records import Course, ExportReport
from app.exchange.exporting.selecting import Selection, who_is_in
from app.library.store import Library
from app.search.outside import SkippedPhoto, refuse_watched

#: Endings of the files that a contact sheet may have, and what Pillow calls them.
FORMATS: Final = {".pdf": "JPEG", ".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
#: libjpeg's; the letters of captions need a good one.
_QUALITY: Final = 90


def export_to_sheet(
    library: Library,
    selection: Selection,
    place: Path | str,
    *,
    paper: Paper = Paper.A4,
    columns: int = 4,
    course: Course | None = None,
) -> ExportReport:
    """Make contact sheets: one PDF, or a JPEG or PNG for each page ("-1", "-2" and so on are added).

    Nothing is overwritten: where a name is taken, the next is used. Pages get their names when all are
    whole: an export that was cancelled or failed leaves nothing.

    Args:
        library: Whose photos they are; pictures are refused in its watched folders.
        selection: The photos; its title is written above them.
        place: The file; its ending says what it is: one of `FORMATS`.
        paper: The size of a page.
        columns: How many pictures are beside each other, 1 to 12.
        course: Is told of each photo, and ends the export.

    Raises:
        ValueError: The ending or the number of columns is none of these.
        OperationError: The pages would lie in a watched folder and be taken for photos.
        ExportTargetError: A file cannot be written, as where the disk is full.
    """
    course = course or Course()
    target = Path(place).absolute()
    kind = FORMATS.get(target.suffix.lower())
    if kind is None:
        raise ValueError(f"a contact sheet cannot be a {target.suffix or 'file without an ending'}")
    as_pdf = target.suffix.lower() == ".pdf"
    if not as_pdf:
        refuse_watched(library, target.parent)
    layout = Layout(paper, columns)
    drawing = _Drawing(layout, selection)
    with aside(target) as folder:
        parts: list[Path] = []
        pages = drawing.pages(library, course)
        if as_pdf:
            parts.append(folder / "pages.pdf")
            with parts[0].open("wb") as stream:
                pdf = PdfWriter(stream, selection.title)
                for page in pages:
                    pdf.add_page(_encoded(page, kind), page.size, paper.size_mm)
                pdf.close()
                sync(stream)
        else:
            for number, page in enumerate(pages, 1):
                parts.append(folder / f"{number}{target.suffix}")
                parts[-1].write_bytes(_encoded(page, kind))
        if course.cancelled or not drawing.written:
            return ExportReport(target, skipped=tuple(drawing.skipped), cancelled=course.cancelled)
        made = settle_all(parts, target.name, target.parent)
    return ExportReport(
        made[0],
        tuple((file, made[0]) for file in drawing.written),
        skipped=tuple(drawing.skipped),
        files=made,
    )


class _Drawing:
    """Draws pages, and notes which photos are on them and which are not."""

    def __init__(self, layout: Layout, selection: Selection) -> None:
        self._layout = layout
        self._selection = selection
        self.written: list[Path] = []
        self.skipped: list[SkippedPhoto] = []

    def pages(self, library: Library, course: Course) -> Iterator[PIL.Image.Image]:
        """Give the pages one after the other."""
        photos, layout = self._selection.photos, self._layout
        found = zip(pictures_of(photos, layout.picture), who_is_in(library, photos), strict=True)
        cells: list[Cell] = []
        number = 1
        for decoded, faces in course.through(found, len(photos)):
            if decoded.picture is None:
                self.skipped.append(SkippedPhoto(decoded.photo.file, decoded.reason))
                continue
            if len(cells) == layout.on_page:
                yield draw_page(layout, self._selection.title, number, cells)
                number, cells = number + 1, []
            names = tuple(dict.fromkeys(face.name for face in faces))
            date = (decoded.photo.taken_at or "")[:10]
            cells.append(Cell(decoded.picture, names, date, decoded.photo.shown_ms is not None))
            self.written.append(decoded.photo.file)
        if cells:
            yield draw_page(layout, self._selection.title, number, cells)


def _encoded(page: PIL.Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    page.save(buffer, kind, quality=_QUALITY, dpi=(DPI, DPI))
    return buffer.getvalue()
