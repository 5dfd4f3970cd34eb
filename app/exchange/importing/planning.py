"""What an import would change, before anything is changed: faces, boxes, people, and what stays as it is.

Which photos are meant is found in `app.exchange.importing.matching`. The decisions here are those that
`app.operations.adopting` makes when the plan is carried out, told instead of done; it makes them anew then.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.exchange.importing.matching import Match, Moved, match_photos
from app.library.names import name_key
from app.library.store import Library
from app.library.tables import Face, Mention, Person, Rejection
from app.metadata.imports import Import, ImportedPhoto, as_upright
from app.metadata.people import People
from app.operations.rows import among
from app.operations.saying import KnownFace, Said, SaidPhoto, SaidPhotos

#: Of photos that the library does not have, so many files are looked for, to name the folders to add.
_MOST_LOOKED_FOR: Final = 20_000


class Reason(StrEnum):
    """Why a name is left out."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A name that is left out, because the user said otherwise.

    Attributes:
        photo_id: `Photo.id`.
        file: Of the photo.
        face_id: `Face.id`.
        name: As the other program has it.
        reason: The face is confirmed as somebody else, or the user said that it is not this person.
        known_as: Whose face it is here, None for nobody or a group without a name.
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

    def __bool__(self) -> bool:
        return any(photo.confirm or photo.draw or photo.mention for photo in self.photos)


def plan_import(library: Library, imported: Import, *, moved: Mapping[str, str] | None = None) -> ImportPlan:
    """Say what taking over another program's names would change; nothing is changed.

    Args:
        library: The library.
        imported: What the other program knows.
        moved: Folders of the other program that are elsewhere now, with where.
    """
    matches = match_photos(library, imported.photos, moved=moved)
    said, files, unknown = [], {}, []
    for photo, match in zip(imported.photos, matches.photos, strict=True):
        if match is None:
            unknown.append(photo.file)
        else:
            said.append(Said(match.photo_id, _upright(photo, match)))
            files[match.photo_id] = match.file
    with library.read() as session:
        planner = _Planner(session, SaidPhotos(session, said), files)
        planner.plan()
    return ImportPlan(
        program=imported.program,
        read=len(imported.photos),
        photos=tuple(planner.photos),
        people=planner.people(),
        conflicts=tuple(planner.conflicts),
        unknown=tuple(unknown),
        folders=_folders(unknown),
        guesses=matches.guesses,
        problems=imported.problems,
        said=tuple(said),
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
class _Planner:
    """Goes through photos and notes what would become of each name.

    Attributes:
        session: A session of the library.
        said: The photos.
        files: Their absolute paths.
        photos: What is planned for each, filled by `plan`.
        conflicts: Likewise.
    """

    session: Session
    said: SaidPhotos
    files: dict[int, str]
    photos: list[PlannedPhoto] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    _spelled: dict[str, str] = field(default_factory=dict)
    _ids: dict[str, int] = field(default_factory=dict)
    _names: dict[int, str | None] = field(default_factory=dict)
    _groups: set[int] = field(default_factory=set)
    #: Groups without a name that will have one, by it.
    _named: dict[str, int] = field(default_factory=dict)
    _by_person: defaultdict[str, _Counts] = field(default_factory=lambda: defaultdict(_Counts))
    _rejected: set[tuple[int, int]] = field(default_factory=set)
    _apart: set[frozenset[int]] = field(default_factory=set)
    _there: set[tuple[int, int]] = field(default_factory=set)

    def plan(self) -> None:
        """Go through all photos."""
        placed = {photo.id: photo.placed() for photo in self.said.by_id.values()}
        faces = [face for pairs in placed.values() for _, face in pairs if face is not None]
        names = [region.name for pairs in placed.values() for region, _ in pairs]
        self._find_people([*names, *self.said.names()], faces)
        self._name_groups(
            (region.name, face) for pairs in placed.values() for region, face in pairs if face is not None
        )
        for photo in self.said.by_id.values():
            counts = _Counts()
            for region, face in placed[photo.id]:
                self._region(photo, region.name, face, counts)
            for name in photo.present:
                self._present(photo, name, counts)
            self.photos.append(
                PlannedPhoto(
                    photo.id,
                    self.files[photo.id],
                    counts.confirm,
                    counts.draw,
                    counts.mention,
                    counts.known,
                    counts.conflicts,
                    erased=len(photo.regions) - len(placed[photo.id]),
                )
            )

    def people(self) -> tuple[PlannedPerson, ...]:
        """Return what is planned for each person."""
        found = []
        for key, counts in self._by_person.items():
            known = self._ids.get(key)
            name = self._names.get(known) if known is not None else None
            found.append(
                PlannedPerson(
                    name or self._spelled[key],
                    known,
                    counts.confirm,
                    counts.draw,
                    counts.mention,
                    counts.known,
                )
            )
        found.sort(key=lambda one: (-(one.confirm + one.draw + one.mention), one.name.casefold()))
        return tuple(found)

    def _find_people(self, names: Iterable[str], faces: Sequence[KnownFace]) -> None:
        """Look up who has the names, whose the faces are, and what was said of both."""
        for name in names:
            self._spelled.setdefault(name_key(name), name)
        wanted = func.json_each(json.dumps(list(self._spelled))).table_valued("value")
        owners = {face.person_id for face in faces if face.person_id is not None}
        rows = self.session.execute(
            select(Person.id, Person.name, Person.name_key, Person.ignored_at).where(
                or_(Person.name_key.in_(select(wanted.c.value)), among(Person.id, owners))
            )
        )
        for person, called, key, ignored in rows:
            self._names[person] = called
            if key is not None:
                self._ids[key] = person
            elif ignored is None:
                self._groups.add(person)
        people = set(self._ids.values())
        self._rejected = {
            (face, person)
            for face, person in self.session.execute(
                select(Rejection.face_id, Rejection.person_id).where(
                    among(Rejection.face_id, [face.id for face in faces])
                )
            )
            if face is not None and person is not None
        }
        self._apart = {
            frozenset((one, other))
            for one, other in self.session.execute(
                select(Rejection.person_id, Rejection.other_person_id).where(
                    Rejection.other_person_id.is_not(None),
                    or_(among(Rejection.person_id, owners), among(Rejection.other_person_id, owners)),
                )
            )
            if other is not None
        }
        photos = list(self.said.by_id)
        for statement in (
            select(Mention.photo_id, Mention.person_id).where(
                among(Mention.photo_id, photos), among(Mention.person_id, people)
            ),
            select(Face.photo_id, Face.person_id).where(
                among(Face.photo_id, photos), among(Face.person_id, people), Face.confirmed_at.is_not(None)
            ),
        ):
            there = self.session.execute(statement)
            self._there |= {(photo, person) for photo, person in there if person is not None}

    def _name_groups(self, places: Iterable[tuple[str, KnownFace]]) -> None:
        """Note which groups take a new name: those with no other name among their faces, the largest each."""
        counted: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for name, face in places:
            if face.person_id in self._groups:
                counted[face.person_id][name_key(name)] += 1
        best: dict[str, tuple[int, int]] = {}
        for group, keys in counted.items():
            if len(keys) == 1:
                ((key, count),) = keys.items()
                if key not in self._ids:
                    best[key] = max(best.get(key, (0, 0)), (count, -group))
        self._named = {key: -group for key, (_, group) in best.items()}

    def _region(self, photo: SaidPhoto, name: str, face: KnownFace | None, counts: _Counts) -> None:
        person, key = self._by_person[name_key(name)], name_key(name)
        target = self._ids.get(key, self._named.get(key))
        if face is None:
            counts.draw += 1
            person.draw += 1
        elif face.person_id is not None and face.person_id == self._named.get(key):
            counts.confirm += 1
            person.confirm += 1
        elif target is not None and face.person_id == target and face.confirmed:
            counts.known += 1
            person.known += 1
        elif face.confirmed and face.person_id is not None and self._names.get(face.person_id) is not None:
            self._conflict(photo, name, face, Reason.CONFIRMED, counts)
        elif target is not None and self._is_rejected(face, target):
            self._conflict(photo, name, face, Reason.REJECTED, counts)
        elif not face.confirmed:
            counts.confirm += 1
            person.confirm += 1
        else:
            # The face's group may be this person, and has no name to contradict.
            self._present(photo, name, counts)

    def _is_rejected(self, face: KnownFace, target: int) -> bool:
        if face.person_id == target:
            return False
        apart = face.person_id is not None and frozenset((face.person_id, target)) in self._apart
        return apart or (face.id, target) in self._rejected

    def _conflict(
        self, photo: SaidPhoto, name: str, face: KnownFace, reason: Reason, counts: _Counts
    ) -> None:
        counts.conflicts += 1
        owner = self._names.get(face.person_id) if face.person_id is not None else None
        self.conflicts.append(Conflict(photo.id, self.files[photo.id], face.id, name, reason, known_as=owner))

    def _present(self, photo: SaidPhoto, name: str, counts: _Counts) -> None:
        key = name_key(name)
        person, known = self._by_person[key], self._ids.get(key)
        if known is not None and (photo.id, known) in self._there:
            counts.known += 1
            person.known += 1
        else:
            counts.mention += 1
            person.mention += 1
