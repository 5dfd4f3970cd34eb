"""What an import would change, before anything is changed: faces, boxes, people, and what stays as it is.

Which photos are meant is found in `app.exchange.importing.matching`, what becomes of each name is decided in
`app.operations.deciding`, as it is anew when the plan is carried out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.exchange.importing.matching import Match, Moved, match_photos
from app.library.store import Library
from app.metadata.imports import Import, ImportedPhoto, as_upright
from app.metadata.people import People
from app.operations.deciding import Decisions, Verdict, decide
from app.operations.retelling import Described, News, Statements, news_of
from app.operations.saying import Said, SaidPhotos

#: Of photos that the library does not have, so many files are looked for, to name the folders to add.
_MOST_LOOKED_FOR: Final = 20_000


class Reason(StrEnum):
    """Why a name is left out."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


_REASONS: Final = {Verdict.CONFIRMED: Reason.CONFIRMED, Verdict.REJECTED: Reason.REJECTED}


@dataclass(frozen=True, slots=True)
class Conflict:
    """A name that is left out, because the user said otherwise.

    Attributes:
        photo_id: `Photo.id`.
        file: Of the photo.
        face_id: `Face.id`.
        name: As the other program has it.
        reason: The face is confirmed as somebody else, or the user said that it is not this person.
        known_as: Whose face it is here, None for nobody or a group without a name, which is ignored where the
            face is confirmed.
    """

    photo_id: int
    file: str
    face_id: int
    name: str
    reason: Reason
    known_as: str | None


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """What an import would say of one person.

    Attributes:
        name: As the library has it, or will have it.
        person_id: Of the person the library knows by this name; None where they are to be made.
        confirm: Faces that are to be confirmed.
        draw: Boxes where no face is known: a face is looked for there and drawn.
        mention: Photos in which they are to be noted without a place.
        known: Faces and photos of which this is known already.
    """

    name: str
    person_id: int | None
    confirm: int
    draw: int
    mention: int
    known: int


@dataclass(frozen=True, slots=True)
class PlannedPhoto:
    """What an import would say of one photo; numbers as in `PlannedPerson`.

    Attributes:
        photo_id: `Photo.id`.
        file: Absolute path.
        confirm: Faces to be confirmed.
        draw: Boxes to be drawn.
        mention: Names to be noted without a place.
        known: What is known already.
        conflicts: Names that are left out.
        erased: Boxes that stay deleted, because the user deleted them here.
    """

    photo_id: int
    file: str
    confirm: int
    draw: int
    mention: int
    known: int
    conflicts: int
    erased: int


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """All that an import would do.

    Attributes:
        program: As `Import.program`.
        read: Photos with people that the other program knows.
        photos: Those of the library, by id.
        people: Who is in them, those with most to do first.
        conflicts: What stays as the user said it here.
        unknown: Files, as the other program has them, of photos that the library does not have.
        folders: Folders on this computer in which those are; adding them to the library makes them known.
        guesses: Folders of the other program that may be some of the library's, for the user to say so.
        problems: What could not be read, in sentences.
        said: What there is to take over, by photo.
        besides: Birthdays, notes, and who is not whom, as far as it is new; only of another library.
        statements: All of that.
    """

    program: str
    read: int
    photos: tuple[PlannedPhoto, ...]
    people: tuple[PlannedPerson, ...]
    conflicts: tuple[Conflict, ...]
    unknown: tuple[str, ...]
    folders: tuple[str, ...]
    guesses: tuple[Moved, ...]
    problems: tuple[str, ...]
    said: tuple[Said, ...]
    besides: News = field(default_factory=News)
    statements: Statements = field(default_factory=Statements)

    def __bool__(self) -> bool:
        return bool(self.besides) or any(
            photo.confirm or photo.draw or photo.mention for photo in self.photos
        )


def plan_import(library: Library, imported: Import, *, moved: Mapping[str, str] | None = None) -> ImportPlan:
    """Say what taking over another program's names would change; nothing is changed.

    Args:
        library: The library.
        imported: What the other program knows.
        moved: Folders of the other program that are elsewhere now, with where.
    """
    matches = match_photos(library, imported.photos, moved=moved)
    said, rejected, files, unknown = [], [], {}, []
    for photo, match in zip(imported.photos, matches.photos, strict=True):
        if match is None:
            unknown.append(photo.file)
        else:
            if photo.people:
                said.append(Said(match.photo_id, _upright(photo, match)))
            if photo.rejected:
                rejected.append(Said(match.photo_id, People(photo.rejected)))
            files[match.photo_id] = match.file
    statements = Statements(
        tuple(Described(one.name, one.birthday, one.notes) for one in imported.people),
        imported.different,
        tuple(rejected),
    )
    with library.read() as session:
        photos = SaidPhotos(session, said)
        decided = decide(session, photos)
        told = _told(photos, decided, files)
        besides = news_of(session, statements, made=decided.made(), confirmed=decided.confirmed())
    return ImportPlan(
        program=imported.program,
        read=sum(bool(photo.people) for photo in imported.photos),
        photos=told.photos,
        people=told.people,
        conflicts=told.conflicts,
        unknown=tuple(unknown),
        folders=_folders(unknown),
        guesses=matches.guesses,
        problems=imported.problems,
        said=tuple(said),
        besides=besides,
        statements=statements,
    )


def _upright(photo: ImportedPhoto, match: Match) -> People:
    if not photo.as_stored:
        return photo.people
    regions = tuple(as_upright(region, match.orientation) for region in photo.people.regions)
    return replace(photo.people, regions=regions)


def _folders(files: Sequence[str]) -> tuple[str, ...]:
    """Return the topmost folders on this computer that some of these files are in."""
    parents = {Path(file).parent for file in files[:_MOST_LOOKED_FOR] if _is_here(file)}
    return tuple(sorted(str(one) for one in parents if parents.isdisjoint(one.parents)))


def _is_here(file: str) -> bool:
    if file[:1] in {"/", "\\"} and file[1:2] in {"/", "\\"}:
        # Windows would ask another computer, any that a file of somebody else's names.
        return False
    try:
        path = Path(file)
        return path.is_absolute() and path.is_file()
    except (OSError, ValueError):
        return False


@dataclass(slots=True)
class _Counts:
    confirm: int = 0
    draw: int = 0
    mention: int = 0
    known: int = 0
    conflicts: int = 0


@dataclass(slots=True, eq=False)
class _Told:
    """Decisions, counted by photo and person and with whom they contradict.

    Attributes:
        photos: What is planned for each.
        people: Likewise.
        conflicts: What stays as the user said it.
    """

    photos: tuple[PlannedPhoto, ...]
    people: tuple[PlannedPerson, ...]
    conflicts: tuple[Conflict, ...]


def _told(said: SaidPhotos, decided: Decisions, files: Mapping[int, str]) -> _Told:
    """Tell what was decided.

    Args:
        said: The photos.
        decided: What becomes of what is said of them.
        files: Their absolute paths.
    """
    of_photo = {photo: _Counts() for photo in said.by_id}
    of_person = {key: _Counts() for key in decided.spelled}
    conflicts = []
    placed: Counter[int] = Counter()
    for place in decided.places:
        placed[place.photo_id] += 1
        reason = _REASONS.get(place.verdict)
        if reason is not None and place.face is not None:
            of_photo[place.photo_id].conflicts += 1
            owner = decided.names.get(place.face.person_id or 0)
            file, name = files[place.photo_id], decided.spelled[place.key]
            conflicts.append(Conflict(place.photo_id, file, place.face.id, name, reason, known_as=owner))
        for counts in (of_photo[place.photo_id], of_person[place.key]):
            counts.confirm += place.verdict is Verdict.CONFIRM
            counts.draw += place.verdict is Verdict.NO_FACE
            counts.known += place.verdict is Verdict.KNOWN
    for photo, key in decided.mentions:
        of_photo[photo].mention += 1
        of_person[key].mention += 1
    for photo, key in decided.mentioned:
        of_photo[photo].known += 1
        of_person[key].known += 1
    return _Told(
        tuple(
            PlannedPhoto(
                photo.id,
                files[photo.id],
                counts.confirm,
                counts.draw,
                counts.mention,
                counts.known,
                counts.conflicts,
                erased=len(photo.regions) - placed[photo.id],
            )
            for photo, counts in zip(said.by_id.values(), of_photo.values(), strict=True)
        ),
        _people(decided, of_person),
        tuple(conflicts),
    )


def _people(decided: Decisions, counted: Mapping[str, _Counts]) -> tuple[PlannedPerson, ...]:
    found = []
    for key, counts in counted.items():
        person = decided.people.get(key)
        name = None if person is None else decided.names[person]
        numbers = (counts.confirm, counts.draw, counts.mention, counts.known)
        found.append(PlannedPerson(name or decided.spelled[key], person, *numbers))
    found.sort(key=lambda one: (-(one.confirm + one.draw + one.mention), one.name.casefold()))
    return tuple(found)
