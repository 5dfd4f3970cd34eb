"""Where in the window one can be: pages, what they show, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QStandardPaths


def pictures_folder() -> str:
    """Return the folder in which the user's pictures are, for dialogs to begin at."""
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)


class PageName(StrEnum):
    """A page of the window."""

    START = "start"
    PHOTOS = "photos"
    PEOPLE = "people"
    PERSON = "person"
    REVIEW = "review"
    UNNAMED = "unnamed"
    IGNORED = "ignored"
    FOLDERS = "folders"
    PLACES = "places"
    PHOTO = "photo"
    FIND = "find"
    HISTORY = "history"
    PREVIEW = "preview"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Place:
    """A page and what it shows.

    Attributes:
        page: Which page.
        id: Of a person on PERSON, of a photo on PHOTO, of a face on FIND; 0 for none. On PHOTOS, of a photo
            that is to be seen.
        text: A search on PHOTOS, a file on FIND; on PHOTO, the search that found the photos.
        ids: On PHOTO, the photos to go through, in order; on PHOTOS, those to show instead of a search.
        faces: On PHOTO, faces that the user wants to see, the first before others: a video is shown at the
            moment of the one that is in it.
    """

    page: PageName
    id: int = 0
    text: str = ""
    ids: tuple[int, ...] = ()
    faces: tuple[int, ...] = ()


class Way:
    """The places one has been at, to go back and forward."""

    def __init__(self, start: Place) -> None:
        self._places = [start]
        self._at = 0

    @property
    def here(self) -> Place:
        """Where one is."""
        return self._places[self._at]

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether one has gone back."""
        return self._at + 1 < len(self._places)

    def go(self, place: Place) -> None:
        """Go somewhere; what was ahead is forgotten."""
        if place != self.here:
            self._places[self._at + 1 :] = [place]
            self._at += 1

    def replace(self, place: Place) -> None:
        """Be somewhere else without a step back to here, as while typing a search."""
        self._places[self._at] = place

    def back(self) -> Place:
        """Go back, if one can."""
        self._at -= self.can_go_back
        return self.here

    def forward(self) -> Place:
        """Go forward again, if one can."""
        self._at += self.can_go_forward
        return self.here
