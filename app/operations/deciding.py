"""What becomes of names that files and other programs give: decided here alone, and nothing is changed.

`app.operations.adopting` does what is decided, and `app.exchange.importing` shows it before; so they cannot
disagree. Which face a region means is found in `app.operations.saying`. The rules:

- A face that the user confirmed stays whose it is, and no face becomes whose the user said it is not, be it
  of the face itself or of the group it is in. Then the file's name for this face is left out.
- Whether somebody is ignored does not change, nor does that of a face.
- Where the user deleted a box, nothing comes back, nor does who was forgotten.
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
from dataclasses import dataclass, field
from enum import Enum, auto

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.library.names import clean_name
from app.library.tables import Face, Mention, Person, Rejection
from app.operations.rows import among
from app.operations.saying import KnownFace, SaidPhotos, key_of


class Verdict(Enum):
    """What becomes of a name that is said of a place.

    Attributes:
        KNOWN: The face is confirmed to be this person already.
        CONFIRM: It becomes confirmed.
        NO_FACE: There is none; unless one is found there, the person is noted to be in the photo.
        MENTION: The face is somebody's without a name, so the person is noted to be in the photo.
        CONFIRMED: Left out, because the face is confirmed to be somebody else.
        REJECTED: Left out, because the user said that it is not this person.
    """

    KNOWN = auto()
    CONFIRM = auto()
    NO_FACE = auto()
    MENTION = auto()
    CONFIRMED = auto()
    REJECTED = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A name that is said of a place, and what becomes of it.

    Attributes:
        photo_id: `Photo.id`.
        key: Of the name.
        face: The face that is there; None where there is none.
        verdict: What becomes of it.
    """

    photo_id: int
    key: str
    face: KnownFace | None
    verdict: Verdict


@dataclass(slots=True, eq=False)
class Decisions:
    """What becomes of all that is said.

    Attributes:
        places: All names with a place but for those of deleted boxes, by photo.
        mentions: Photos and keys of names that are to be noted without a place, each once, in order.
        searched: Likewise, if no face is found where one was said to be.
        mentioned: Likewise, of names without a place that are known already.
        taken: Groups without a name, by the key of the name that they take.
        people: Whom the library has, by the key of the name.
        names: Of whom it has: of these, and of whose the faces are; None for groups.
        spelled: The names that are said, by key, as they would be stored.
    """

    places: list[Place] = field(default_factory=list)
    mentions: list[tuple[int, str]] = field(default_factory=list)
    searched: list[tuple[int, str]] = field(default_factory=list)
    mentioned: list[tuple[int, str]] = field(default_factory=list)
    taken: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    names: dict[int, str | None] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)

    def made(self) -> set[str]:
        """Return the keys of the names that somebody has then, as far as that is sure."""
        placed = {place.key for place in self.places if place.verdict is Verdict.CONFIRM}
        return {*placed, *self.taken, *(key for _, key in (*self.mentions, *self.searched))}

    def confirmed(self) -> set[tuple[int, str]]:
        """Return the faces that become confirmed, by id, and the keys of whose they are."""
        return {
            (place.face.id, place.key)
            for place in self.places
            if place.face is not None and place.verdict is Verdict.CONFIRM
        }

    def person(self, key: str) -> int | None:
        """Return who has a name or takes it; None where somebody is to be made."""
        return self.people.get(key, self.taken.get(key))


_Said = tuple[int, str, KnownFace | None]


def decide(session: Session, photos: SaidPhotos) -> Decisions:
    """Decide what becomes of what is said; nothing is changed.

    Args:
        session: A session.
        photos: What is said, beside what the library knows.
    """
    return _Deciding(session).decide(photos)


class _Deciding:
    """One run: what is looked up for it, and what is decided."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found = Decisions()
        #: Groups without a name, and whether they are shown.
        self._groups: dict[int, bool] = {}
        self._rejected: set[tuple[int, int]] = set()
        self._apart: set[frozenset[int | None]] = set()

    def decide(self, photos: SaidPhotos) -> Decisions:
        found = self._found
        said: list[_Said] = []
        for photo in photos.by_id.values():
            for region, face in photo.placed():
                said.append((photo.id, self._key(region.name), face))
        present = [(photo.id, self._key(name)) for photo in photos.by_id.values() for name in photo.present]
        faces = [face for _, _, face in said if face is not None]
        self._look_up_people(faces)
        self._name_groups(said)
        self._look_up_rejections(faces)
        found.places = [Place(*one, self._verdict(one[1], one[2])) for one in said]
        self._note_mentions(present)
        return found

    def _key(self, name: str) -> str:
        key = key_of(name)
        self._found.spelled.setdefault(key, clean_name(name))
        return key

    def _look_up_people(self, faces: Sequence[KnownFace]) -> None:
        """Look up who has the names, and whose the faces are."""
        wanted = func.json_each(json.dumps(list(self._found.spelled))).table_valued("value")
        owners = {face.person_id for face in faces if face.person_id is not None}
        rows = self._session.execute(
            select(Person.id, Person.name, Person.name_key, Person.ignored_at).where(
                or_(Person.name_key.in_(select(wanted.c.value)), among(Person.id, owners))
            )
        )
        for person, name, key, ignored in rows:
            self._found.names[person] = name
            if key is None:
                self._groups[person] = ignored is None
            elif key in self._found.spelled:
                self._found.people[key] = person

    def _name_groups(self, said: Iterable[_Said]) -> None:
        """Give each new name the group that most of its faces are in, if no other name is among its faces."""
        keys: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for _, key, face in said:
            if face is not None and face.person_id is not None and self._groups.get(face.person_id):
                keys[face.person_id][key] += 1
        best: dict[str, tuple[int, int]] = {}
        for group, counted in keys.items():
            if len(counted) == 1:
                ((key, count),) = counted.items()
                if key not in self._found.people:
                    best[key] = max(best.get(key, (0, 0)), (count, -group))
        self._found.taken = {key: -group for key, (_, group) in best.items()}

    def _look_up_rejections(self, faces: Sequence[KnownFace]) -> None:
        """Look up "not this person" of the faces, and "not the same" of the people these belong to."""
        single = self._session.execute(
            select(Rejection.face_id, Rejection.person_id).where(
                among(Rejection.face_id, [face.id for face in faces])
            )
        )
        self._rejected = {(face, person) for face, person in single if face is not None}
        owners = {face.person_id for face in faces if face.person_id is not None}
        pairs = self._session.execute(
            select(Rejection.person_id, Rejection.other_person_id).where(
                Rejection.other_person_id.is_not(None),
                or_(among(Rejection.person_id, owners), among(Rejection.other_person_id, owners)),
            )
        )
        self._apart = {frozenset((one, other)) for one, other in pairs}

    def _verdict(self, key: str, face: KnownFace | None) -> Verdict:
        if face is None:
            return Verdict.NO_FACE
        target = self._found.person(key)
        if target is not None and face.person_id == target:
            # A group that takes the name was nobody's until now.
            is_known = face.confirmed and key in self._found.people
            return Verdict.KNOWN if is_known else Verdict.CONFIRM
        if face.confirmed and self._found.names.get(face.person_id or 0) is not None:
            return Verdict.CONFIRMED
        if target is not None and (
            (face.id, target) in self._rejected or frozenset((face.person_id, target)) in self._apart
        ):
            return Verdict.REJECTED
        if not face.confirmed:
            return Verdict.CONFIRM
        # Whoever is ignored stays so, and is nobody whom the user would still name.
        return Verdict.MENTION if self._groups.get(face.person_id or 0) else Verdict.CONFIRMED

    def _note_mentions(self, present: Iterable[tuple[int, str]]) -> None:
        """Note who is somewhere in which photo, where neither a mention nor a confirmed face says so."""
        found = self._found
        confirmed = {(one.photo_id, one.key) for one in found.places if one.verdict is Verdict.CONFIRM}
        searched = {(one.photo_id, one.key): None for one in found.places if one.verdict is Verdict.NO_FACE}
        wanted = {(one.photo_id, one.key): None for one in found.places if one.verdict is Verdict.MENTION}
        wanted |= dict.fromkeys(present)
        there = self._there({photo for photo, _ in (*wanted, *searched)})
        for pair in (*wanted, *searched):
            if (pair[0], found.person(pair[1])) in there:
                if pair in wanted:
                    found.mentioned.append(pair)
            elif pair not in confirmed:
                (found.searched if pair in searched else found.mentions).append(pair)
        found.searched = list(dict.fromkeys(found.searched))
        found.mentioned = list(dict.fromkeys(found.mentioned))

    def _there(self, photos: set[int]) -> set[tuple[int, int | None]]:
        """Return the photos and people of whom a mention or a confirmed face says that they are in them."""
        known = select(Mention.photo_id, Mention.person_id).where(among(Mention.photo_id, photos))
        shown = select(Face.photo_id, Face.person_id).where(
            among(Face.photo_id, photos), Face.confirmed_at.is_not(None), Face.person_id.is_not(None)
        )
        return {
            (photo, person)
            for statement in (known, shown)
            for photo, person in self._session.execute(statement)
        }
