"""Carrying out the plan of an import: looking where boxes have no face, then all names in one action.

Looking takes long and changes nothing; what is found and all names are then stored in one transaction. So an
import that is stopped or killed has changed nothing, and one that is done is undone as one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from app.exchange.importing.planning import ImportPlan
from app.indexing.cropping import CropKeeper
from app.indexing.drawing import look
from app.indexing.progress import CancelToken
from app.indexing.walk import as_text
from app.indexing.work import Content, Unusable, read
from app.library.boxes import SAME_BOX, overlaps
from app.library.crops import CropStore
from app.library.queries import model_of_card
from app.library.store import Library
from app.library.tables import Erasure, Face, Photo, Root
from app.metadata.imports import PROGRAMS
from app.metadata.people import NamedRegion
from app.operations import Changes, DrawnFace, OperationError, draw_face
from app.operations.adopting import adopt
from app.operations.history import perform_together
from app.operations.retelling import retell
from app.operations.rows import among
from app.operations.saying import Said, without_faces
from engine.crops import Crop
from engine.embedding import pack
from engine.image import ImageError

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from engine.analysis import Analyser

#: Crops take about 6 kB each until all is stored; of more faces none are kept now.
_MOST_CROPS: Final = 20_000
#: Photos that could not be looked at are told of one by one up to so many.
_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        changes: The action; `action_id` is None where nothing was changed.
        drawn: Faces that were added where other programs have boxes.
        problems: Photos that could not be looked at, in sentences; their people are noted without a place.
        cancelled: It was stopped, and nothing was changed.
    """

    changes: Changes
    drawn: int = 0
    problems: tuple[str, ...] = ()
    cancelled: bool = False


@dataclass(slots=True, eq=False)
class _Found:
    """A region where no face was known, and what is there."""

    photo_id: int
    size: tuple[int, int]
    region: NamedRegion
    drawn: DrawnFace
    crop: Crop | None

    def moved(self) -> NamedRegion:
        """Return the region at the place of the face."""
        (left, top, width, height), (wide, high) = self.drawn.box, self.size
        return replace(
            self.region, left=left / wide, top=top / high, width=width / wide, height=height / high
        )


@dataclass(slots=True, eq=False)
class _Place:
    """A photo to look at, with the recogniser that the library has for it."""

    photo: Photo
    file: str
    model_id: int
    #: (n, 4) boxes that the user deleted: left, top, width and height in pixels.
    erased: NDArray[np.float64]


@dataclass(slots=True)
class _Looked:
    faces: list[_Found] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def run_import(
    library: Library,
    analyser: Callable[[], Analyser] | None,
    plan: ImportPlan,
    *,
    on_progress: Callable[[int, int], None] | None = None,
    token: CancelToken | None = None,
) -> ImportReport:
    """Take over names as planned: one action, that can be undone and redone.

    Faces that the library does not have are looked for in the boxes of the other program, and drawn there.
    Where a photo cannot be looked at now, its people are noted without a place.

    Args:
        library: The library.
        analyser: Loads what looks, with the library's recogniser, if there is anything to look at; None to
            note people of such boxes without a place.
        plan: Of this library. What changed since it was made is taken into account.
        on_progress: Told of photos that were looked at, and of how many there are.
        token: Stops it between photos, while nothing is changed yet.

    Raises:
        LibraryBusyError: Another long job is running on this library.
    """
    token = token or CancelToken()
    with library.job_lock():
        missing = without_faces(library, plan.said) if analyser is not None else []
        looked = _Looked()
        if missing and analyser is not None:
            looked = _look(library, analyser(), missing, on_progress, token)
        if token.cancelled:
            return ImportReport(Changes(None, "Stopped. Nothing was changed."), cancelled=True)
        return _store(library, plan, looked)


def _look(
    library: Library,
    analyser: Analyser,
    missing: Sequence[Said],
    on_progress: Callable[[int, int], None] | None,
    token: CancelToken,
) -> _Looked:
    """Look where boxes have no face."""
    looked = _Looked()
    card = analyser.embedder.card
    with library.write() as session:
        model_id = model_of_card(session, card).id
    with library.read() as session:
        rows = session.execute(
            select(Photo, Root.path)
            .join(Root, Root.id == Photo.root_id)
            .where(among(Photo.id, [one.photo_id for one in missing]))
        )
        places = {
            photo.id: _Place(photo, str(Path(root, photo.path)), model_id, np.empty((0, 4)))
            for photo, root in rows
        }
        box = (Erasure.x, Erasure.y, Erasure.width, Erasure.height)
        for photo, *erased in session.execute(
            select(Erasure.photo_id, *box).where(among(Erasure.photo_id, places))
        ):
            places[photo].erased = np.vstack([places[photo].erased, erased])
    for done, one in enumerate(missing):
        if token.cancelled:
            break
        while token.paused:
            token.wait(1.0)
        if on_progress is not None:
            on_progress(done, len(missing))
        if one.photo_id in places:
            _look_at(analyser, places[one.photo_id], one.people.regions, looked)
    if on_progress is not None:
        on_progress(len(missing), len(missing))
    if len(looked.problems) > _TOLD:
        more = len(looked.problems) - _TOLD
        looked.problems[_TOLD:] = [f"{more} more photos could not be looked at."]
    return looked


def _look_at(analyser: Analyser, place: _Place, regions: Sequence[NamedRegion], looked: _Looked) -> None:
    """Look at the boxes of one photo, as far as its file is what the library knows."""
    photo, file = place.photo, place.file
    if photo.width is None or photo.height is None:
        return
    content = read(file)
    if isinstance(content, Unusable):
        looked.problems.append(content.sentence)
        return
    if not isinstance(content, Content):
        looked.problems.append(
            f"{as_text(file)} is not there, so its people are noted without a place. Connect its drive and "
            "import again."
        )
        return
    if content.sha256 != photo.sha256:
        looked.problems.append(
            f"{as_text(file)} is not as the library knows it, so its people are noted without a place. "
            "Bring the library up to date and import again."
        )
        return
    for region in regions:
        box = (
            region.left * photo.width,
            region.top * photo.height,
            region.width * photo.width,
            region.height * photo.height,
        )
        try:
            seen = look(analyser, content.data, name=file, side=max(photo.width, photo.height), box=box)
        except ImageError as error:
            looked.problems.append(error.sentence)
            return
        shared = overlaps(np.array([seen.box]), place.erased)
        if (shared > SAME_BOX).any():
            # What the user deleted here does not come back.
            continue
        drawn = DrawnFace(
            box=seen.box,
            landmarks=seen.landmarks,
            detector_score=seen.score,
            quality=seen.quality,
            model_id=place.model_id,
            vector=pack(seen.vector),
            source="metadata",
        )
        crop = seen.crop if len(looked.faces) < _MOST_CROPS else None
        looked.faces.append(_Found(photo.id, (photo.width, photo.height), region, drawn, crop))


def _store(library: Library, plan: ImportPlan, looked: _Looked) -> ImportReport:
    """Draw the faces and take over the names, in one action."""
    placed: list[_Found] = []

    def draw(found: _Found) -> Callable[[], Changes]:
        def step() -> Changes:
            try:
                changes = draw_face(library, photo=found.photo_id, face=found.drawn)
            except OperationError:
                # Two boxes showed the same face, or the photo or its faces changed meanwhile.
                return Changes(None, "")
            placed.append(found)
            return changes

        return step

    def take_over() -> Changes:
        return adopt(library, _with_found(plan.said, placed))

    def say_more() -> Changes:
        return retell(library, plan.statements)

    photos = sum(bool(photo.confirm or photo.draw or photo.mention) for photo in plan.photos)
    program = PROGRAMS.get(plan.program, plan.program)
    changes = perform_together(
        library,
        "import",
        [*map(draw, looked.faces), take_over, say_more],
        summary=f"Imported the names in {photos} photo{'s' * (photos != 1)} from {program}"
        if photos
        else f"Imported what was said of people from {program}",
    )
    _keep_crops(library, changes, placed)
    return ImportReport(changes, len(placed), tuple(looked.problems))


def _with_found(said: Sequence[Said], placed: Sequence[_Found]) -> list[Said]:
    """Return what is said, with the boxes of faces that were drawn in place of those they were found in."""
    found = {(one.photo_id, one.region): one.moved() for one in placed}
    moved = []
    for one in said:
        regions = tuple(found.get((one.photo_id, region), region) for region in one.people.regions)
        moved.append(replace(one, people=replace(one.people, regions=regions)))
    return moved


def _keep_crops(library: Library, changes: Changes, placed: Sequence[_Found]) -> None:
    """Keep the pictures of the faces that were drawn."""
    crops = {(one.photo_id, *one.drawn.box): one.crop for one in placed}
    statement = select(Face.id, Face.photo_id, Face.x, Face.y, Face.width, Face.height)
    with library.read() as session:
        rows = session.execute(statement.where(among(Face.id, changes.faces))).all()
    with CropStore(library) as store:
        keeper = CropKeeper(store)
        for face, photo, x, y, width, height in rows:
            crop = crops.get((photo, x, y, width, height))
            if crop is not None:
                keeper.keep(face, crop)
        keeper.write()
