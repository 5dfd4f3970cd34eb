"""Taking over who is in photos from files and other programs: confirmed faces, people, mentions; undoable.

Reading files while indexing lives in `app.indexing.words`, importing from other programs in `app.exchange`;
which face a region means in `app.operations.placing` and `app.operations.saying`.

What the user said here stands above what a file says. So these hold:

- A face that the user confirmed stays whose it is, and no face becomes whose the user said it is not, be it
  of the face itself or of the group it is in. Then the file's name for this face is left out.
- Whether somebody is ignored does not change, nor does that of a face.
- Where the user deleted a box, nothing comes back.
- A group without a name takes a name that is new and the only one among its faces; of its faces only those
  that were named become confirmed. Otherwise a named face leaves its group, which says nothing against the
  group being the same person.
- A face that grouping had put to somebody leaves them where a file says so, without "not this person".
- A region where there is no face, and a name without a region, say that the person is somewhere in the photo.
  So does a region of a face that is confirmed in a group without a name, which the user may yet name.
- Two regions of one name in one photo are two faces of that person (mirrors, collages). A face that only
  grouping had put to that person leaves them then.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.orm import Session

from app.library.names import clean_name
from app.library.store import Library
from app.library.tables import Face, Mention, Person, Rejection, now
from app.operations.belonging import assign, emptied_groups, remove_emptied
from app.operations.changes import Changes
from app.operations.history import perform
from app.operations.rows import IN_BULK, among, dissolve
from app.operations.saying import KnownFace, Said, SaidPhotos, key_of


def adopt(
    library: Library, said: Sequence[Said], *, kind: str = "import", summary: str | None = None
) -> Changes:
    """Take over who is in photos: one action, that can be undone and redone.

    People are found by their names, or made. Photos that the library does not have, and names that cannot be
    one, are left out.

    Args:
        library: The library.
        said: Who is where; a photo may come several times.
        kind: The name of the operation in the history.
        summary: One sentence for the user; None for "Read 12 names from photos".

    Returns:
        What changed; nothing where all was known already.
    """

    def work(session: Session) -> str:
        names = adopt_in(session, said)
        return summary or f"Read {names} name{'s' * (names != 1)} from photos"

    return perform(library, kind, work)


def adopt_in(session: Session, said: Sequence[Said]) -> int:
    """Take over who is in photos, in the session of an operation.

    Returns:
        How many names were not known yet: faces that were confirmed, and mentions that were made.
    """
    photos = SaidPhotos(session, said)
    places = [
        _Place(photo.id, region.name, face)
        for photo in photos.by_id.values()
        for region, face in photo.placed()
    ]
    people = _People(session, [*(place.name for place in places), *photos.names()])
    confirmed = _confirm(session, people, _decided(session, people, places))
    mentioned = [(place.photo_id, place.name) for place in places if place.mentions]
    mentioned += [(photo.id, name) for photo in photos.by_id.values() for name in photo.present]
    return confirmed + _mention(session, people, mentioned)


@dataclass(slots=True, eq=False)
class _Place:
    """A name and the face it is said of; `mentions` where only that they are in the photo is taken over."""

    photo_id: int
    name: str
    face: KnownFace | None
    mentions: bool = False


def _texts(texts: Iterable[str]) -> Select[tuple[Any]]:
    values = func.json_each(json.dumps(list(texts))).table_valued("value")
    return select(values.c.value)


class _People:
    """The people of some names: those the library has, and those that are to be made."""

    def __init__(self, session: Session, names: Iterable[str]) -> None:
        self._session = session
        self._names: dict[str, str] = {}
        for name in names:
            self._names.setdefault(key_of(name), clean_name(name))
        known = select(Person.name_key, Person.id).where(Person.name_key.in_(_texts(self._names)))
        self._ids: dict[str, int] = {key: person for key, person in session.execute(known) if key is not None}

    def known(self, key: str) -> int | None:
        return self._ids.get(key)

    def take(self, group: int, key: str) -> None:
        """Give a group a name that nobody has."""
        self._session.execute(
            update(Person).where(Person.id == group).values(name=self._names[key], name_key=key),
            execution_options=IN_BULK,
        )
        self._ids[key] = group

    def make(self, names: Iterable[str]) -> None:
        """Make the people of names that nobody has."""
        made = {
            key: Person(name=self._names[key], name_key=key)
            for key in dict.fromkeys(map(key_of, names))
            if key not in self._ids
        }
        self._session.add_all(made.values())
        self._session.flush()
        self._ids |= {key: person.id for key, person in made.items()}

    def id(self, name: str) -> int:
        return self._ids[key_of(name)]


def _decided(session: Session, people: _People, places: list[_Place]) -> list[_Place]:
    """Return the places whose faces are to be confirmed; groups that take a name have it then."""
    groups = _groups(session, {place.face.person_id for place in places if place.face is not None} - {None})
    _name_groups(people, places, groups)
    rejected, apart = _rejections(session, places)
    wanted = []
    for place in places:
        face, target = place.face, people.known(key_of(place.name))
        if face is None:
            place.mentions = True
            continue
        if face.person_id is not None and face.person_id == target:
            wanted.append(place)
        elif (face.id, target) in rejected or frozenset((face.person_id, target)) in apart:
            continue
        elif not face.confirmed:
            wanted.append(place)
        else:
            place.mentions = groups.get(face.person_id or 0, False)
    return wanted


def _groups(session: Session, people: set[int | None]) -> dict[int, bool]:
    """Return those of some people who have no name, and whether they are shown."""
    rows = session.execute(
        select(Person.id, Person.ignored_at).where(
            among(Person.id, [one for one in people if one is not None]), Person.name.is_(None)
        )
    )
    return {person: ignored is None for person, ignored in rows}


def _name_groups(people: _People, places: list[_Place], groups: dict[int, bool]) -> None:
    """Give each new name the group that most of its faces are in, if no other name is among its faces."""
    keys: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for place in places:
        if place.face is not None and place.face.person_id is not None and groups.get(place.face.person_id):
            keys[place.face.person_id][key_of(place.name)] += 1
    best: dict[str, tuple[int, int]] = {}
    for group, found in keys.items():
        if len(found) == 1:
            ((key, count),) = found.items()
            best[key] = max(best.get(key, (0, 0)), (count, -group))
    for key, (_, group) in sorted(best.items(), key=lambda item: -item[1][1]):
        if people.known(key) is None:
            people.take(-group, key)


def _rejections(
    session: Session, places: list[_Place]
) -> tuple[set[tuple[int, int | None]], set[frozenset[int | None]]]:
    """Return "not this person" of the places' faces, and "not the same" of the people these belong to."""
    faces = [place.face for place in places if place.face is not None]
    owners = {face.person_id for face in faces if face.person_id is not None}
    single = session.execute(
        select(Rejection.face_id, Rejection.person_id).where(
            among(Rejection.face_id, [face.id for face in faces])
        )
    )
    pairs = session.execute(
        select(Rejection.person_id, Rejection.other_person_id).where(
            Rejection.other_person_id.is_not(None),
            or_(among(Rejection.person_id, owners), among(Rejection.other_person_id, owners)),
        )
    )
    return (
        {(face, person) for face, person in single if face is not None},
        {frozenset((one, other)) for one, other in pairs},
    )


def _confirm(session: Session, people: _People, wanted: list[_Place]) -> int:
    """Confirm faces to be those whose names are said of them; return how many were not yet."""
    people.make(place.name for place in wanted)
    moment = now()
    given: defaultdict[int, list[int]] = defaultdict(list)
    photos: defaultdict[int, set[int]] = defaultdict(set)
    left: defaultdict[int, set[int]] = defaultdict(set)
    for place in wanted:
        face, target = place.face, people.id(place.name)
        if face is None or (face.confirmed and face.person_id == target):
            continue
        given[target].append(face.id)
        photos[target].add(place.photo_id)
        if face.person_id is not None and face.person_id != target:
            left[face.person_id].add(target)
    for target, faces in given.items():
        assign(session, faces, target, moment)
        # Two faces of a photo are one person's only where somebody said so.
        session.execute(
            update(Face)
            .where(
                Face.person_id == target, Face.confirmed_at.is_(None), among(Face.photo_id, photos[target])
            )
            .values(person_id=None),
            execution_options=IN_BULK,
        )
    for group in emptied_groups(session, left):
        if len(left[group]) == 1:
            # What was said of the group is said of the one that all its faces went to.
            dissolve(session, [group], into=next(iter(left[group])))
    remove_emptied(session, left)
    return sum(map(len, given.values()))


def _mention(session: Session, people: _People, mentioned: list[tuple[int, str]]) -> int:
    """Note who is somewhere in which photo, where no confirmed face shows it; return how many are new."""
    people.make(name for _, name in mentioned)
    wanted = dict.fromkeys((photo, people.id(name)) for photo, name in mentioned)
    photos = {photo for photo, _ in wanted}
    known = select(Mention.photo_id, Mention.person_id).where(among(Mention.photo_id, photos))
    shown = select(Face.photo_id, Face.person_id).where(
        among(Face.photo_id, photos), Face.confirmed_at.is_not(None)
    )
    there = {tuple(row) for statement in (known, shown) for row in session.execute(statement)}
    new = [pair for pair in wanted if pair not in there]
    session.add_all(Mention(photo_id=photo, person_id=person) for photo, person in new)
    session.flush()
    return len(new)
