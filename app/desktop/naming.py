"""What is done to the faces of one photo where the user sees them: naming one, drawing one that was missed.

Which operation is meant follows from whose the face is. The operations themselves live in `app.operations`,
looking at a drawn box in `app.indexing.drawing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import operations
from app.library.settings import DETECTOR, RECOGNISER, get_setting
from app.library.store import Library
from app.library.tables import Face, Person
from app.operations import Changes, NewPerson, OperationError
from app.operations.drawing import Box
from app.operations.rows import checked_name, holder_of
from app.search.meeting import meeting
from engine.image import ImageError
from engine.models import Catalogue, RuntimeOptions

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from engine.analysis import Analyser


def name_face(library: Library, *, face: int, name: str) -> Changes:
    """Say whose a face is, by name.

    A face of a group without a name names the group, or adds the group to who has that name; unless the face
    is ignored, for then the group may be somebody else's, or the two have been in one photo. A face that is
    that person's already is confirmed. Any other face becomes the person's alone, who is made if need be.

    Args:
        library: The library.
        face: `Face.id`.
        name: Of the person.

    Raises:
        OperationError: The face is not in the library, or the name cannot be one.
    """
    with library.read() as session:
        whole = faces_named_with(session, face=face, name=name) > 0
        found = session.get(Face, face)
    if whole and found is not None and found.person_id is not None:
        cleaned, _ = checked_name(name)
        return operations.name_person(library, person=found.person_id, name=cleaned, merge=True)
    return name_face_alone(library, face=face, name=name)


def name_face_alone(library: Library, *, face: int, name: str) -> Changes:
    """Say whose a face is, by name, and nothing of the other faces of its group.

    Args:
        library: The library.
        face: `Face.id`.
        name: Of the person, who is made if need be.

    Raises:
        OperationError: The face is not in the library, or the name cannot be one.
    """
    to = _known(library, name)
    with library.read() as session:
        found = session.get(Face, face)
        theirs = found is not None and found.person_id == to and found.ignored_at is None
    if theirs:
        return operations.confirm_faces(library, faces=[face])
    return operations.move_faces(library, faces=[face], to=to)


def faces_named_with(session: Session, *, face: int, name: str) -> int:
    """Return how many faces get a name where one of them is given it: all of its group, where it is in one.

    Args:
        session: A session of the library.
        face: `Face.id`.
        name: The name.

    Returns:
        Faces of the group, this one included; 0 where the name is this face's alone, as in `name_face`.

    Raises:
        OperationError: The name cannot be one.
    """
    found = session.get(Face, face)
    owner = None if found is None or found.person_id is None else session.get(Person, found.person_id)
    _, key = checked_name(name)
    if found is None or owner is None or owner.name is not None or found.ignored_at is not None:
        return 0
    holder = holder_of(session, key)
    # Who is in one photo with somebody is somebody else: then it is about this face alone.
    if holder is not None and meeting(session, [owner.id, holder.id]) is not None:
        return 0
    return session.scalar(select(func.count()).where(Face.person_id == owner.id)) or 0


def _known(library: Library, name: str) -> int | NewPerson:
    """Return who has a name, or who is to be made."""
    cleaned, key = checked_name(name)
    with library.read() as session:
        holder = holder_of(session, key)
        return NewPerson(cleaned) if holder is None else holder.id


class Drawing:
    """Adds faces in boxes that the user draws; loads what it takes for that when the first is drawn.

    Its calls must not overlap: they belong into the lane that writes.

    Args:
        catalogue: Where the models are.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._analyser: Analyser | None = None
        self._names: tuple[str, str] | None = None

    def draw(
        self, library: Library, *, photo: int, box: Box, name: str = "", at_ms: int | None = None
    ) -> Changes:
        """Add the face in a box and say whose it is, in one step; as `app.indexing.drawing.draw_face`.

        Args:
            library: The library.
            photo: `Photo.id`.
            box: Left, top, width and height in pixels of the upright photo at full size.
            name: Of the person, who is made if need be; "" for nobody.
            at_ms: Of a video the moment whose frame shows the face; None for the one that stands for it.

        Raises:
            OperationError: It cannot be drawn there, the photo's file cannot be used, or the name cannot be
                one.
            ModelError: The models cannot be used.
        """
        # What looking takes a third of a second to load is loaded when it is needed.
        from app.indexing.drawing import draw_face

        try:
            return draw_face(
                library,
                self._loaded(library),
                photo_id=photo,
                box=box,
                to=_known(library, name) if name else None,
                at_ms=at_ms,
            )
        except ImageError as error:
            raise OperationError(error.sentence) from error

    def _loaded(self, library: Library) -> Analyser:
        from engine.analysis import Analyser

        with library.read() as session:
            names = get_setting(session, DETECTOR), get_setting(session, RECOGNISER)
        if self._analyser is None or names != self._names:
            detector, recogniser = names
            options = RuntimeOptions(threads=1)
            self._analyser = Analyser.load(
                self._catalogue, detector=detector, recogniser=recogniser, options=options
            )
            self._names = names
        return self._analyser
