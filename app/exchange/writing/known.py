"""What the library knows of photos whose names are to be written: where they are, and who is in them.

Nothing here opens a photo.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from app.library.names import find_person
from app.library.store import Library
from app.library.tables import Face, Mention, Person, Photo, Rejection, Root, Written
from app.metadata.people import NamedRegion, People
from app.metadata.xmp import read_people
from app.operations.changes import OperationError
from app.operations.rows import among

#: Photos looked up at one time.
_BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class KnownPhoto:
    """A photo with whom the library knows to be in it.

    Attributes:
        id: `Photo.id`.
        root: The folder that is watched.
        file: The photo.
        offline: The folder could not be reached when it was last looked at.
        missing: The file was gone then.
        sha256: Of the file as it was then; None where it could not be read.
        orientation: EXIF, 1 to 8.
        width: Of the upright photo, in pixels; None where it could not be read.
        height: Likewise.
        people: Everybody with a name of whom the user said that they are in it, in the upright photo. Faces
            that grouping put to somebody are no more than likely, so they are not among them.
        gone: Names that Familiar wrote there and that are not known any more, and those of people of whom the
            user said that they are not in it.
    """

    id: int
    root: Path
    file: Path
    offline: bool
    missing: bool
    sha256: bytes | None
    orientation: int
    width: int | None
    height: int | None
    people: People
    gone: tuple[str, ...]


def photos_of(library: Library, *, person: int | str | None = None, folder: Path | None = None) -> list[int]:
    """Return the photos of a person, or those below a folder in which somebody has a name.

    Args:
        library: The library.
        person: Id or name.
        folder: Any folder with photos that the library knows.

    Raises:
        PersonNotFoundError: There is no such person.
        OperationError: The person has no name, or no photos below the folder are known.
    """
    with library.read() as session:
        if person is not None:
            found = find_person(session, person)
            if found.name is None:
                raise OperationError(f"Group {found.id} has no name. Name it first.")
            theirs = or_(
                exists().where(Face.photo_id == Photo.id, Face.person_id == found.id, _is_said()),
                exists().where(Mention.photo_id == Photo.id, Mention.person_id == found.id),
            )
            return list(session.scalars(select(Photo.id).where(theirs).order_by(Photo.id)))
        wanted = Path() if folder is None else folder.absolute()
        inside = [
            photo
            for photo, root, path in session.execute(
                select(Photo.id, Root.path, Photo.path).join(Root).order_by(Photo.id)
            )
            if folder is None or Path(root, path).is_relative_to(wanted)
        ]
        if folder is not None and not inside:
            raise OperationError(f"No photo below {folder} is known. Index it first: familiar index {folder}")
        return _with_names(session, inside)


def _is_said() -> ColumnElement[bool]:
    """Return the condition that the user, or a file, said whose face it is, and that it may be shown."""
    return and_(
        Face.confirmed_at.is_not(None),
        Face.ignored_at.is_(None),
        # Of an earlier version of the file, and not in the present one.
        or_(Face.landmarks.is_not(None), Face.source != "detected"),
    )


def _with_names(session: Session, photos: Collection[int]) -> list[int]:
    """Return those photos of which there is something to write or to take out."""
    named = select(Person.id).where(Person.name.is_not(None), Person.ignored_at.is_(None))
    something = or_(
        exists().where(Face.photo_id == Photo.id, Face.person_id.in_(named), _is_said()),
        exists().where(Mention.photo_id == Photo.id, Mention.person_id.in_(named)),
        exists().where(Written.photo_id == Photo.id, Written.undone_at.is_(None)),
    )
    statement = select(Photo.id).where(among(Photo.id, photos), something).order_by(Photo.id)
    return list(session.scalars(statement))


def known(library: Library, photos: Sequence[int]) -> Iterator[KnownPhoto]:
    """Give what is known of photos, in order; those that are not in the library are left out."""
    for start in range(0, len(photos), _BATCH):
        some = photos[start : start + _BATCH]
        with library.read() as session:
            found = {photo.id: photo for photo in _look_up(session, some)}
        yield from (found[photo] for photo in some if photo in found)


def _look_up(session: Session, photos: Sequence[int]) -> Iterator[KnownPhoto]:
    regions, present = _regions(session, photos), _present(session, photos)
    rejected, written = _rejected(session, photos), _written(session, photos)
    statement = select(Photo, Root).join(Root).where(among(Photo.id, photos))
    for photo, root in session.execute(statement):
        across, down = photo.width or 1, photo.height or 1
        boxes = tuple(
            NamedRegion(name, x / across, y / down, width / across, height / down)
            for name, x, y, width, height in regions[photo.id]
        )
        placed = {box.name for box in boxes}
        people = People(boxes, tuple(name for name in present[photo.id] if name not in placed))
        names = placed | set(people.present)
        lost = [*rejected[photo.id], *_ours(written[photo.id])]
        yield KnownPhoto(
            id=photo.id,
            root=Path(root.path),
            file=Path(root.path, photo.path),
            offline=root.offline_since is not None,
            missing=photo.missing_since is not None,
            sha256=photo.sha256,
            orientation=photo.orientation,
            width=photo.width,
            height=photo.height,
            people=people,
            gone=tuple(name for name in dict.fromkeys(lost) if name not in names),
        )


_Box = tuple[str, float, float, float, float]


def _regions(session: Session, photos: Sequence[int]) -> defaultdict[int, list[_Box]]:
    """Return whose faces are where; those of videos are left out, since nothing tells a reader when."""
    found: defaultdict[int, list[_Box]] = defaultdict(list)
    statement = (
        select(Face.photo_id, Person.name, Face.x, Face.y, Face.width, Face.height)
        .join(Person, Face.person_id == Person.id)
        .where(among(Face.photo_id, photos), _is_said(), Face.at_ms.is_(None))
        .where(Person.name.is_not(None), Person.ignored_at.is_(None))
        .order_by(Face.id)
    )
    for photo, name, x, y, width, height in session.execute(statement):
        found[photo].append((name or "", x, y, width, height))
    return found


def _present(session: Session, photos: Sequence[int]) -> defaultdict[int, list[str]]:
    """Return who is somewhere in photos, or in videos at any moment."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    in_video = (
        select(Face.photo_id, Person.name)
        .join(Person, Face.person_id == Person.id)
        .where(among(Face.photo_id, photos), _is_said(), Face.at_ms.is_not(None))
        .where(Person.name.is_not(None), Person.ignored_at.is_(None))
        .order_by(Face.id)
    )
    for photo, name in session.execute(in_video):
        if name is not None and name not in found[photo]:
            found[photo].append(name)
    statement = (
        select(Mention.photo_id, Person.name)
        .join(Person, Mention.person_id == Person.id)
        .where(among(Mention.photo_id, photos), Person.name.is_not(None), Person.ignored_at.is_(None))
        .order_by(Mention.id)
    )
    for photo, name in session.execute(statement):
        if name is not None and name not in found[photo]:
            found[photo].append(name)
    return found


def _rejected(session: Session, photos: Sequence[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    statement = (
        select(Face.photo_id, Person.name)
        .join(Rejection, Rejection.face_id == Face.id)
        .join(Person, Rejection.person_id == Person.id)
        .where(among(Face.photo_id, photos), Person.name.is_not(None))
    )
    for photo, name in session.execute(statement):
        found[photo].append(name or "")
    return found


def _written(
    session: Session, photos: Sequence[int]
) -> defaultdict[int, list[tuple[bytes | None, bytes | None]]]:
    found: defaultdict[int, list[tuple[bytes | None, bytes | None]]] = defaultdict(list)
    statement = select(Written.photo_id, Written.before, Written.after).where(
        among(Written.photo_id, photos), Written.undone_at.is_(None), Written.pending.is_(False)
    )
    for photo, before, after in session.execute(statement):
        found[photo].append((before, after))
    return found


def _ours(packets: list[tuple[bytes | None, bytes | None]]) -> Iterator[str]:
    """Give the names that Familiar put into packets."""
    for before, after in packets:
        there = set(names_in(before))
        yield from (name for name in names_in(after) if name not in there)


def names_in(packet: bytes | None) -> tuple[str, ...]:
    """Return the names of people in a packet, wherever they are."""
    said = read_people([packet] if packet else [], orientation=1, width=0, height=0)
    return (*dict.fromkeys(region.name for region in said.regions), *said.present)
