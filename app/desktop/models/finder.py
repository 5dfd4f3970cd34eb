"""Looking for one face in the library: the faces in memory, the models for pictures, and what is found.

All of it runs beside the GUI thread. The comparison itself is `app.search.similar`, the page
`app.desktop.pages.find`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QObject, Signal
from PySide6.QtGui import QImage

from app.desktop.desk import Desk
from app.desktop.lanes import Ticket
from app.library.errors import LibraryError
from app.library.settings import DETECTOR, get_setting
from app.search.person import cover_faces
from app.search.places import FacePlace, face_places
from app.search.similar import FaceIndex, KnownPerson, OutsidePicture, Ranking, known_people, look_into
from engine.image import ImageError, read_bytes
from engine.models import Catalogue, ModelCard, ModelError, RuntimeOptions
from engine.models.runtime import RuntimeProblemError

if TYPE_CHECKING:
    from engine.analysis import Analyser

#: Makes the models of these two names.
Loader = Callable[[Catalogue, str, str], "Analyser"]
Probe = NDArray[np.float32]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What was found for a face.

    Attributes:
        ranking: The faces of the library that are similar enough to be shown, best first.
        people: Those whom it may be, and everybody with a name, by `Person.id`.
        covers: The face to show for those whom it may be.
        card: Of the recogniser by which faces were compared.
        place: Where the face is, if it is one of the library; else None.
    """

    ranking: Ranking
    people: dict[int, KnownPerson]
    covers: dict[int, int]
    card: ModelCard
    place: FacePlace | None = None


class NotComparableError(Exception):
    """A face or picture cannot be looked for; the message is a sentence for the user."""


def load_analyser(catalogue: Catalogue, detector: str, recogniser: str) -> Analyser:
    """Load the models that find faces in a picture and embed them; takes a second."""
    from engine.analysis import Analyser

    return Analyser.load(
        catalogue, detector=detector, recogniser=recogniser, options=RuntimeOptions(threads=2)
    )


class Finder(QObject):
    """Looks for one face at a time; what is asked for last counts.

    Args:
        desk: The library and its lanes.
        load: Makes the models for outside pictures, when the first one is looked into.

    Signals:
        looked: An `OutsidePicture`, and the picture itself (QImage).
        found: `Found` for the face that was asked for.
        failed: A sentence on why nothing can be found.
    """

    looked = Signal(object, QImage)
    found = Signal(object)
    failed = Signal(str)

    def __init__(self, desk: Desk, load: Loader = load_analyser, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._load = desk, load
        self._index: tuple[ModelCard, FaceIndex] | None = None
        self._analyser: tuple[str, Analyser] | None = None
        self._looking: Ticket | None = None
        #: Counts changes of the library.
        self._version = 0

    def forget(self) -> None:
        """Read the faces again when they are needed next, because the library has changed."""
        self._index = None
        self._version += 1

    def look_into_file(self, path: Path) -> None:
        """Find the faces in a picture."""
        self._look(lambda analyser: look_into(analyser, read_bytes(path), path.name))

    def look_into_image(self, image: QImage, name: str) -> None:
        """Find the faces in a picture that is no file."""
        self._look(lambda analyser: look_into(analyser, _as_png(image), name))

    def rank_face(self, face: int) -> None:
        """Compare a face of the library with all others."""

        def work() -> Found:
            card, index = self._faces()
            with self._desk.library.read() as session:
                place = face_places(session, [face]).get(face)
            probe = index.vector(face)
            if place is None or probe is None:
                raise NotComparableError(
                    QCoreApplication.translate(
                        "Finder",
                        "This face cannot be compared: it is ignored or gone, or was drawn by hand without "
                        "being recognised.",
                    )
                )
            return self._described(card, index.rank(probe, without=face), place)

        self._begin(work, self.found.emit)

    def rank_embedding(self, probe: Probe) -> None:
        """Compare an embedding (d,) with all faces of the library."""

        def work() -> Found:
            card, index = self._faces()
            return self._described(card, index.rank(probe), None)

        self._begin(work, self.found.emit)

    def stop(self) -> None:
        """Wait for nothing more."""
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def _look(self, look: Callable[[Analyser], OutsidePicture]) -> None:
        def work() -> tuple[OutsidePicture, QImage]:
            picture = look(self._models())
            # Named, lest the format is looked for (see `app.desktop.pictures`); text, whatever the stub says.
            return picture, QImage.fromData(picture.jpeg, "JPEG")  # type: ignore[arg-type]

        self._begin(work, lambda both: self.looked.emit(*both))

    def _begin(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self.stop()
        self._looking = self._desk.lanes.read(work, done, self._not_found, owner=self)

    def _not_found(self, error: Exception) -> None:
        known = ImageError | ModelError | RuntimeProblemError | LibraryError | NotComparableError
        if not isinstance(error, known):
            self._desk.lanes.broke.emit(error)
        self.failed.emit(str(error))

    # Beside the GUI thread

    def _faces(self) -> tuple[ModelCard, FaceIndex]:
        version, kept = self._version, self._index
        if kept is None:
            from app.grouping.recogniser import grouping_card

            card = grouping_card(self._desk.library, self._desk.catalogue)
            with self._desk.library.read() as session:
                kept = card, FaceIndex.load(session, card)
            if version == self._version:
                self._index = kept
        return kept

    def _models(self) -> Analyser:
        card, _ = self._faces()
        if self._analyser is None or self._analyser[0] != card.file.sha256:
            if self._desk.catalogue.card(card.name).file.sha256 != card.file.sha256:
                raise NotComparableError(
                    QCoreApplication.translate(
                        "Finder",
                        "The faces of this library were recognised by another version of {name} than the one "
                        "on this computer. Index the folders again first.",
                    ).format(name=card.name)
                )
            with self._desk.library.read() as session:
                detector = get_setting(session, DETECTOR)
            self._analyser = card.file.sha256, self._load(self._desk.catalogue, detector, card.name)
        return self._analyser[1]

    def _described(self, card: ModelCard, ranking: Ranking, place: FacePlace | None) -> Found:
        with self._desk.library.read() as session:
            people = known_people(session, ranking.people)
        covers = cover_faces(self._desk.library, people=ranking.people.tolist())
        return Found(ranking, people, covers, card, place)


def _as_png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # Quickly rather than small.
    image.save(buffer, "PNG", 90)  # type: ignore[call-overload]
    return bytes(buffer.data().data())
