"""What pages of people and faces show: who there is, the faces of somebody, the faces in a photo.

Photos live in `app.search.browsing`. Faces that are ignored one by one are left out of pages of people.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.search.rows import fetch, floats
from app.search.shown import COVER, ShownFaces, shown_faces
from app.search.words import plain
from engine.embedding import unpack

#: time: newest first. age: youngest first. quality: best first. outliers: first who looks least like them.
FaceOrder = Literal["time", "age", "quality", "outliers"]

_IN_PHOTO: Final = """
SELECT face.id, x, y, width, height, person_id, name, confirmed_at IS NOT NULL, face.ignored_at IS NOT NULL,
    person.ignored_at IS NOT NULL, landmarks IS NULL AND source = 'detected', quality, source, at_ms
FROM face LEFT JOIN person ON person.id = person_id WHERE photo_id = ? ORDER BY x + width / 2, face.id
"""
_PEOPLE: Final = f"""
SELECT id, name, coalesce(sort_name, name), birthday, coalesce({COVER}, 0) FROM person
WHERE (ignored_at IS NOT NULL) = ? AND {{which}} ORDER BY id
"""  # noqa: S608 - our own
_EVERYBODY: Final = _PEOPLE.format(which="true")
_SOME: Final = _PEOPLE.format(which="id IN (SELECT value FROM json_each(?))")
#: Day and confirmation in one number, because two take longer to read.
_OF_PERSON: Final = """
SELECT face.id, photo_id,
    coalesce(CAST(replace(substr(taken_at, 1, 10), '-', '') AS INTEGER), 0) << 1 | (confirmed_at IS NOT NULL),
    quality
FROM face JOIN photo ON photo.id = photo_id WHERE person_id = ? AND ignored_at IS NULL ORDER BY
"""
_ORDERS: Final[dict[FaceOrder, str]] = {
    "time": "taken_at DESC, face.id DESC",
    "age": "taken_at IS NULL, taken_at, face.id",
    "quality": "quality DESC, face.id",
    "outliers": "face.id",
}
_VECTORS: Final = """
SELECT face_id, model_id, vector FROM face JOIN embedding ON face_id = face.id
WHERE person_id = ? AND ignored_at IS NULL ORDER BY face_id
"""


@dataclass(frozen=True, slots=True)
class FaceInPhoto:
    """A face as it is drawn onto its photo.

    Attributes:
        id: `Face.id`.
        box: Left, top, width and height, in pixels of the upright photo at full size; may reach past it.
        person_id: The person or group it belongs to, or None.
        name: Of that person, or None.
        confirmed: The user said whose it is.
        ignored: This very face is ignored.
        person_ignored: The person or group that it belongs to is ignored.
        outdated: It was found in an earlier version of the file, and is not in the present one.
        quality: 0 to 1, or None where unknown.
        source: "detected", "drawn" or "metadata".
        at_ms: In a video the moment of the box, milliseconds since the first frame; None in a photo.
    """

    id: int
    box: tuple[float, float, float, float]
    person_id: int | None
    name: str | None
    confirmed: bool
    ignored: bool
    person_ignored: bool
    outdated: bool
    quality: float | None
    source: str
    at_ms: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """People with a name, by name, then groups without one, largest first.

    Attributes:
        ids: (n,) int64, `Person.id`.
        names: Of each, None for a group.
        sort_keys: Of each, folded and without accents; empty for a group.
        faces: (n,) int64, how many are not ignored.
        photos: (n,) int64, in how many photos, also missing ones.
        covers: (n,) int64, the face to show: that which the user chose, where it is still theirs; else the
            best that is not ignored, preferably from a photo that is there. 0 where there is none.
        birthdays: Of each, an ISO 8601 date, or None.
    """

    ids: NDArray[np.int64]
    names: tuple[str | None, ...]
    sort_keys: tuple[str, ...]
    faces: NDArray[np.int64]
    photos: NDArray[np.int64]
    covers: NDArray[np.int64]
    birthdays: tuple[str | None, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, at: NDArray[np.intp]) -> People:
        """Return those at some places (m,), in this order."""
        places = at.tolist()
        return People(
            self.ids[at],
            tuple(self.names[place] for place in places),
            tuple(self.sort_keys[place] for place in places),
            self.faces[at],
            self.photos[at],
            self.covers[at],
            tuple(self.birthdays[place] for place in places),
        )

    def with_changed(self, changed: Collection[int], now: People) -> People:
        """Return everybody after some have changed.

        Args:
            changed: `Person.id` of those who have.
            now: Those of them who are still to be listed, as they are now.
        """
        stay = self.take(np.flatnonzero(~np.isin(self.ids, np.fromiter(changed, np.int64))))
        every = People(
            np.concatenate([stay.ids, now.ids]),
            stay.names + now.names,
            stay.sort_keys + now.sort_keys,
            np.concatenate([stay.faces, now.faces]),
            np.concatenate([stay.photos, now.photos]),
            np.concatenate([stay.covers, now.covers]),
            stay.birthdays + now.birthdays,
        )
        return every.take(_in_order(every.names, every.sort_keys, every.faces, every.ids))


@dataclass(frozen=True, slots=True, eq=False)
class FacesOfPerson:
    """The faces of a person or group that are not ignored, in the order asked for.

    Attributes:
        ids: (n,) int64, `Face.id`.
        photo_ids: (n,) int64.
        days: (n,) int32, when the photo was taken, as 20190714; 0 where unknown.
        confirmed: (n,) bool; the user said whose it is.
        quality: (n,) float32, 0 to 1; NaN where unknown.
        ages: (n,) int16, whole years; -1 where the birthday or the date is unknown, or was before birth.
        similarity: (n,) float32, cosine to the person's nearest look; NaN where the face has no embedding.
            None unless outliers were asked for.
    """

    ids: NDArray[np.int64]
    photo_ids: NDArray[np.int64]
    days: NDArray[np.int32]
    confirmed: NDArray[np.bool_]
    quality: NDArray[np.float32]
    ages: NDArray[np.int16]
    similarity: NDArray[np.float32] | None

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, at: NDArray[np.intp]) -> FacesOfPerson:
        """Return those at some places (m,), in this order."""
        similarity = None if self.similarity is None else self.similarity[at]
        return FacesOfPerson(
            self.ids[at],
            self.photo_ids[at],
            self.days[at],
            self.confirmed[at],
            self.quality[at],
            self.ages[at],
            similarity,
        )


def faces_in_photo(session: Session, photo_id: int) -> list[FaceInPhoto]:
    """List all faces of a photo from left to right, by the middle of their boxes; ignored ones are marked."""
    rows = fetch(session, _IN_PHOTO, (photo_id,))
    return [FaceInPhoto(*_drawn(row)) for row in rows]


def _drawn(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[0], row[1:5], *row[5:7], *map(bool, row[7:11]), *row[11:]


def people_overview(
    session: Session,
    *,
    ignored: bool = False,
    only: Collection[int] | None = None,
    shown: ShownFaces | None = None,
) -> People:
    """Describe all people and groups, with one look at each face.

    Groups are left out where all their faces are ignored; people with a name are not.

    Args:
        session: A session.
        ignored: Those whom the user does not want to see, in place of the others.
        only: `Person.id` of those to describe, where not all; only their faces are looked at.
        shown: As `shown_faces` gives them of all or `only` these people, where that is known already.
    """
    owners, faces, photos = _counted(shown_faces(session, only=only) if shown is None else shown)
    if only is None:
        rows = fetch(session, _EVERYBODY, (ignored,))
    else:
        rows = fetch(session, _SOME, (ignored, json.dumps(list(only))))
    ids, covers = (np.array([row[column] for row in rows], np.int64) for column in (0, 4))
    at = np.searchsorted(owners, ids)
    at[at == len(owners)] = 0
    has = owners[at] == ids if len(owners) else np.zeros(len(ids), np.bool_)

    def known(values: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.where(has, values[at], 0) if len(owners) else np.zeros(len(ids), np.int64)

    faces, photos = known(faces), known(photos)
    keys = [_sort_key(row[2]) for row in rows]
    names, birthdays = tuple(row[1] for row in rows), tuple(row[3] for row in rows)
    every = People(ids, names, tuple(keys), faces, photos, covers, birthdays)
    return every.take(_in_order(names, keys, faces, ids))


def _in_order(
    names: Sequence[str | None], keys: Sequence[str], faces: NDArray[np.int64], ids: NDArray[np.int64]
) -> NDArray[np.intp]:
    """Return the places of people in the order of `People`; groups without faces are left out."""
    is_named = np.array([name is not None for name in names], np.bool_)
    named = np.flatnonzero(is_named).tolist()
    named.sort(key=lambda place: (keys[place], names[place], ids[place]))
    groups = np.flatnonzero(~is_named & (faces > 0))
    groups = groups[np.lexsort((ids[groups], -faces[groups]))]
    return np.concatenate([np.array(named, np.intp), groups])


def _counted(shown: ShownFaces) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return (p,) people ascending, and for each the number of faces and of photos."""
    first = shown.firsts()
    if not len(first):
        return (np.zeros(0, np.int64),) * 3
    new_photo = np.diff(shown.photos, prepend=-1) != 0
    new_photo[first] = True
    return (
        shown.people[first],
        np.diff(np.r_[first, len(shown)]),
        np.add.reduceat(new_photo, first, dtype=np.int64),
    )


def _sort_key(name: str | None) -> str:
    return "" if name is None else plain(name.casefold())


def faces_of_person(session: Session, person_id: int, *, order: FaceOrder) -> FacesOfPerson:
    """List the faces of a person or group.

    The age follows from the person's birthday. Faces of unknown date, quality or embedding come last. For
    outliers, faces are compared with the person's looks (`Exemplar`); while grouping has not made these
    again after a change, with the mean of all of the person's faces.

    Args:
        session: A session.
        person_id: `Person.id`.
        order: Which comes first.
    """
    rows = floats(session, _OF_PERSON + _ORDERS[order], (person_id,), 4)
    ids, photos, stamps = (rows[:, column].astype(np.int64) for column in range(3))
    days, confirmed = (stamps >> 1).astype(np.int32), (stamps & 1).astype(np.bool_)
    ages = _ages(session, person_id, days)
    found = FacesOfPerson(ids, photos, days, confirmed, rows[:, 3].astype(np.float32), ages, None)
    if order != "outliers":
        return found
    similarity = _similarity(session, person_id, ids)
    return replace(found, similarity=similarity).take(np.argsort(similarity, kind="stable"))


def _ages(session: Session, person_id: int, days: NDArray[np.int32]) -> NDArray[np.int16]:
    rows = fetch(session, "SELECT replace(birthday, '-', '') FROM person WHERE id = ?", (person_id,))
    born = rows[0][0] if rows else None
    if born is None:
        return np.full(len(days), -1, np.int16)
    # Of two days as numbers, the difference has the whole years before its last four digits.
    years = (days.astype(np.int64) - int(born)) // 10_000
    return np.where((days > 0) & (years >= 0), years, -1).astype(np.int16)


def _similarity(session: Session, person_id: int, ids: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return how like the person each of their faces (ascending ids) is; NaN without an embedding."""
    found = np.full(len(ids), np.nan, np.float32)
    rows = fetch(session, _VECTORS, (person_id,))
    if not rows:
        return found
    # Two recognisers have embeddings only while the library passes from one to the other.
    ((model, _),) = Counter(row[1] for row in rows).most_common(1)
    faces = np.array([row[0] for row in rows if row[1] == model], np.int64)
    packed = np.frombuffer(b"".join(row[2] for row in rows if row[1] == model), np.int8)
    vectors = unpack(packed.reshape(len(faces), -1))
    found[np.searchsorted(ids, faces)] = (vectors @ _looks(session, person_id, model, vectors).T).max(axis=1)
    return found


def _looks(
    session: Session, person_id: int, model_id: int, vectors: NDArray[np.float32]
) -> NDArray[np.float32]:
    rows = fetch(
        session, "SELECT total FROM exemplar WHERE person_id = ? AND model_id = ?", (person_id, model_id)
    )
    totals: NDArray[np.float32] = vectors.sum(axis=0, keepdims=True)
    if rows:
        totals = (
            np.frombuffer(b"".join(row[0] for row in rows), "<f4").reshape(len(rows), -1).astype(np.float32)
        )
    # Faces that are each other's opposite have no mean direction.
    lengths = np.linalg.norm(totals, axis=1, keepdims=True)
    return (totals / np.where(lengths > 0, lengths, 1)).astype(np.float32)
