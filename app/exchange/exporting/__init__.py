"""Taking photos and names along: into folders, archives, contact sheets, albums, and files for programs.

Everything here reads the library and the photos, and writes only what is exported: whole or not at all, and
over nothing that is there. Which photos is said by a `Selection`; `export_photos` decides by the ending of a
place what is made there. The training set of the trainer lives in `app.search.training_set`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.exchange.exporting import album, sheet
from app.exchange.exporting.album import export_to_album
from app.exchange.exporting.album_page import ENGLISH, Words
from app.exchange.exporting.archive import export_to_zip
from app.exchange.exporting.folder import export_to_folder
from app.exchange.exporting.names_files import NamesReport, export_names
from app.exchange.exporting.pages import MOST_COLUMNS, Paper
from app.exchange.exporting.placing import safe_name
from app.exchange.exporting.records import Course, ExportReport, ExportTargetError, How
from app.exchange.exporting.selecting import Selection, of_person, of_photos, of_search
from app.exchange.exporting.sheet import export_to_sheet
from app.library.store import Library

__all__ = [
    "ENGLISH",
    "MOST_COLUMNS",
    "Course",
    "ExportReport",
    "ExportTargetError",
    "Form",
    "How",
    "NamesReport",
    "Options",
    "Paper",
    "Selection",
    "Words",
    "export_names",
    "export_photos",
    "export_to_album",
    "export_to_folder",
    "export_to_sheet",
    "export_to_zip",
    "form_of",
    "of_person",
    "of_photos",
    "of_search",
    "safe_name",
]


class Form(StrEnum):
    """What photos are exported as."""

    FOLDER = "folder"
    ZIP = "zip"
    SHEET = "sheet"
    ALBUM = "album"


@dataclass(frozen=True, slots=True)
class Options:
    """How photos are exported; each form takes of it what concerns it.

    Attributes:
        how: Copies or links, in a folder.
        paper: The size of a page of a contact sheet.
        columns: How many pictures are beside each other on it.
        side: The longest side of a picture in an album, in pixels.
        words: What the page of an album says.
    """

    how: How = How.COPY
    paper: Paper = Paper.A4
    columns: int = 4
    side: int = album.SIDE
    words: Words = ENGLISH


_DEFAULTS: Final = Options()


def form_of(place: Path) -> Form:
    """Return what a place is for, by the ending of its name; what has none of the endings is a folder."""
    suffix = place.suffix.lower()
    if suffix == ".zip":
        return Form.ZIP
    if suffix in album.SUFFIXES:
        return Form.ALBUM
    return Form.SHEET if suffix in sheet.FORMATS else Form.FOLDER


def export_photos(
    library: Library,
    selection: Selection,
    place: Path,
    *,
    form: Form | None = None,
    options: Options = _DEFAULTS,
    course: Course | None = None,
) -> ExportReport:
    """Export photos to a folder, an archive, a contact sheet or an album.

    Args:
        library: Whose photos they are.
        selection: The photos.
        place: The folder or file.
        form: What is made there; by default what the ending says.
        options: How.
        course: Is told of each photo, and ends the export.

    Raises:
        OperationError: The place lies in a watched folder, and what is made would be taken for more photos.
        ExportTargetError: It cannot be written, as where the disk is full.
    """
    match form or form_of(place):
        case Form.FOLDER:
            return export_to_folder(library, selection, place, how=options.how, course=course)
        case Form.ZIP:
            return export_to_zip(selection, place, course=course)
        case Form.SHEET:
            paper, columns = options.paper, options.columns
            return export_to_sheet(library, selection, place, paper=paper, columns=columns, course=course)
        case Form.ALBUM:
            side, words = options.side, options.words
            return export_to_album(library, selection, place, side=side, words=words, course=course)
