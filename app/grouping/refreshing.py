"""Making the stored suggestions anew: reading what they depend on, and writing them with their reasons.

What is worth suggesting is decided in `app.grouping.suggesting`; what is shown of it lives in
`app.grouping.review`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.grouping.arrays import Ids, among_pairs, matches
from app.grouping.exemplars import load_exemplars
from app.grouping.lonely import Lonely, load_lonely
from app.grouping.solve import Looks
from app.grouping.state import SEEN, table
from app.grouping.suggesting import Proposals, Touched, find_alike, propose, units
from app.library.store import Library
from app.library.tables import Setting
from engine.calibration import Calibration
from engine.clustering.strangers import Strangers
from engine.embedding import unpack
from engine.models import ModelCard

#: The row of `setting` that is there while suggestions are still those of before the last grouping.
STALE_KEY: Final = "grouping.suggestions"
#: In a library of so many looks and lonely faces all suggestions are made anew in a moment.
_ALL_UP_TO: Final = 20_000
#: Of larger people, so many faces, the best ones, are compared to find the two that are most alike ...
_COMPARED: Final = 500
#: ... and of those with more than so many faces, the best among a part of them.
_CONSIDERED: Final = 2000
#: Proposals whose faces are read at one time.
_BATCH: Final = 200

_PEOPLE: Final = """
SELECT person.id, name IS NOT NULL, (SELECT count(*) FROM face WHERE face.person_id = person.id)
FROM json_each(?) AS chosen CROSS JOIN person ON person.id = chosen.value
WHERE person.ignored_at IS NULL ORDER BY person.id
"""
#: Whom people were told apart from, also by single faces.
_TOLD: Final = """
SELECT rejection.person_id, coalesce(other_person_id, face.person_id) AS other FROM json_each(?) AS chosen
CROSS JOIN rejection ON rejection.person_id = chosen.value LEFT JOIN face ON face.id = rejection.face_id
WHERE other IS NOT NULL
"""
_BIRTHDAYS: Final = """
SELECT person.id, cast(replace(birthday, '-', '') AS INTEGER) FROM json_each(?) AS chosen
CROSS JOIN person ON person.id = chosen.value WHERE birthday IS NOT NULL ORDER BY person.id
"""
_EARLIEST: Final = """
SELECT face.person_id, cast(replace(substr(min(taken_at), 1, 10), '-', '') AS INTEGER)
FROM json_each(?) AS chosen CROSS JOIN face ON face.person_id = chosen.value
CROSS JOIN photo ON photo.id = face.photo_id WHERE taken_at IS NOT NULL
GROUP BY face.person_id ORDER BY face.person_id
"""
#: A plus sign keeps SQLite from going through all faces of a person to find one in a photo.
_MET: Final = """
SELECT key FROM json_each(?) AS pair WHERE EXISTS (
    SELECT 1 FROM face AS mine CROSS JOIN face AS theirs ON theirs.photo_id = mine.photo_id
    WHERE mine.person_id = json_extract(pair.value, '$[1]')
    AND +theirs.person_id = json_extract(pair.value, '$[0]')
) ORDER BY key
"""
_BARRED: Final = """
WITH pair AS MATERIALIZED (
    SELECT key, json_extract(value, '$[0]') AS face, json_extract(value, '$[1]') AS person FROM json_each(?)
)
SELECT key FROM pair WHERE EXISTS (
    SELECT 1 FROM rejection WHERE rejection.face_id = pair.face AND rejection.person_id = pair.person
) OR EXISTS (
    SELECT 1 FROM face CROSS JOIN face AS theirs ON theirs.photo_id = face.photo_id
    WHERE face.id = pair.face AND +theirs.person_id = pair.person
) OR EXISTS (
    SELECT 1 FROM face CROSS JOIN photo ON photo.id = face.photo_id
    CROSS JOIN person ON person.id = pair.person AND photo.taken_at < person.birthday
    WHERE face.id = pair.face
) ORDER BY key
"""
#: Somebody may have gone while the suggestions were made, or a face may have come to somebody.
_INSERT: Final = """
INSERT OR REPLACE INTO suggestion (person_id, other_person_id, face_id, similarity, probability, settles,
nearest_face_id, other_nearest_face_id) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
WHERE EXISTS (SELECT 1 FROM person WHERE id = ?1) AND EXISTS (SELECT 1 FROM face WHERE id = ?7)
AND EXISTS (SELECT 1 FROM face WHERE id = ?8)
AND (?2 IS NULL OR EXISTS (SELECT 1 FROM person WHERE id = ?2))
AND (?3 IS NULL OR EXISTS (SELECT 1 FROM face WHERE id = ?3 AND person_id IS NULL))
"""
_DELETE: Final = """
DELETE FROM suggestion WHERE person_id IN (SELECT value FROM json_each(?1))
OR other_person_id IN (SELECT value FROM json_each(?1)) OR face_id IN (SELECT value FROM json_each(?2))
OR EXISTS (SELECT 1 FROM face WHERE face.id = suggestion.face_id AND face.person_id IS NOT NULL)
"""
#: Of each person (?1: the recogniser, ?2: a JSON list of people) the ?4 best faces among about ?3, which are
#: drawn by a hash of their ids (Knuth: The Art of Computer Programming 3, section 6.4, multiplicative): to
#: read the quality of every face of somebody with many takes long.
_MEMBERS: Final = f"""
WITH chosen AS MATERIALIZED (
    SELECT value AS id, 1 + (SELECT count(*) FROM face WHERE face.person_id = value) / ?3 AS step
    FROM json_each(?2)
)
SELECT chosen.id, face_id, vector FROM chosen CROSS JOIN embedding ON face_id IN (
    SELECT face.id FROM face WHERE face.person_id = chosen.id AND ignored_at IS NULL AND {SEEN}
    AND ((face.id * 2654435761) >> 16 & 65535) % step = 0
    AND EXISTS (SELECT 1 FROM embedding AS known WHERE known.face_id = face.id AND known.model_id = ?1)
    ORDER BY coalesce(quality, 1) DESC, face.id LIMIT ?4
) AND model_id = ?1 ORDER BY chosen.id, face_id
"""  # noqa: S608 - our own


def refresh_suggestions(
    library: Library,
    model_id: int,
    *,
    card: ModelCard,
    touched: Touched | None = None,
    held: tuple[Looks, Lonely, Strangers] | None = None,
) -> int:
    """Make the suggestions of a library anew; the library can be written by others most of the time.

    Args:
        library: The library.
        model_id: The recogniser (`Model.id`).
        card: Its card.
        touched: Who has changed since; in a large library only their suggestions are made anew. None for all.
        held: All looks, by person, all lonely faces, and what strangers are like, where these are known
            already; what the user has changed since then is not suggested wrongly.

    Returns:
        How many suggestions there are then.
    """
    with library.read() as session:
        looks, lonely = held[:2] if held else load_units(session, model_id)
        if len(looks.owner) + len(lonely.ids) <= _ALL_UP_TO:
            touched = None
        # In a large library a few faces more or less change nothing about strangers.
        strangers = held[2] if held and touched else strangers_of(looks, lonely, card)
        alike = find_alike(shown_looks(session, looks), lonely, strangers=strangers, touched=touched)
        rows = _rows(session, model_id, propose(alike, StoredFacts(session)), lonely)
    with library.write() as session:
        connection = session.connection()
        if touched is None:
            connection.exec_driver_sql("DELETE FROM suggestion")
        else:
            ids = json.dumps(touched.people.tolist()), json.dumps(touched.faces.tolist())
            connection.exec_driver_sql(_DELETE, ids)
        if rows:
            connection.exec_driver_sql(_INSERT, rows)
        session.execute(delete(Setting).where(Setting.key == STALE_KEY))
        return int(connection.exec_driver_sql("SELECT count(*) FROM suggestion").scalar_one())


def load_units(session: Session, model_id: int) -> tuple[Looks, Lonely]:
    """Read all looks, by person, and all lonely faces."""
    lonely = load_lonely(session, model_id)
    return load_exemplars(session, model_id, lonely.vectors.shape[1]), lonely


def shown_looks(session: Session, looks: Looks) -> Looks:
    """Leave out the looks of people and groups who are ignored."""
    ignored = table(session, "SELECT id FROM person WHERE ignored_at IS NOT NULL", 1)[:, 0]
    if not len(ignored):
        return looks
    shown = ~np.isin(looks.owner, ignored)
    return Looks(looks.owner[shown], looks.totals[shown], looks.faces[shown])


def strangers_of(looks: Looks, lonely: Lonely, card: ModelCard) -> Strangers:
    """Learn how alike strangers are."""
    return Strangers.of(units(looks, lonely), looks.totals.shape[1], Calibration.of(card))


@dataclass(frozen=True, slots=True)
class StoredFacts:
    """What a library knows for sure (`app.grouping.suggesting.Facts`)."""

    session: Session

    def people(self, ids: Ids) -> Ids:
        """Tell about people: id, 1 where named, number of faces; see `Facts.people`."""
        return table(self.session, _PEOPLE, 3, json.dumps(ids.tolist()))

    def apart(self, pairs: Ids) -> NDArray[np.bool_]:
        """Mark pairs (n, 2) of people who are not one, (n,); see `Facts.apart`."""
        people = json.dumps(np.unique(pairs).tolist())
        told = table(self.session, _TOLD, 2, people)
        apart = among_pairs(np.sort(pairs, axis=1), np.sort(told, axis=1))
        apart |= self._unborn(pairs, table(self.session, _BIRTHDAYS, 2, people))
        # This reads the photos of the smaller one, so only where nothing else is known.
        rest = np.flatnonzero(~apart)
        met = table(self.session, _MET, 1, json.dumps(pairs[rest].tolist()))[:, 0]
        apart[rest[met]] = True
        return apart

    def barred(self, pairs: Ids) -> NDArray[np.bool_]:
        """Mark pairs (n, 2) of a lonely face and a person that it is not, (n,); see `Facts.barred`."""
        barred = np.zeros(len(pairs), np.bool_)
        barred[table(self.session, _BARRED, 1, json.dumps(pairs.tolist()))[:, 0]] = True
        return barred

    def _unborn(self, pairs: Ids, birthdays: Ids) -> NDArray[np.bool_]:
        """Mark pairs of whom one is in a photo that was taken before the other was born."""
        unborn = np.zeros(len(pairs), np.bool_)
        # Of somebody with many faces it takes long to find the earliest photo, so few are asked about.
        asked = np.unique(pairs[np.isin(pairs[:, ::-1], birthdays[:, 0])])
        earliest = table(self.session, _EARLIEST, 2, json.dumps(asked.tolist()))
        for one, other in (pairs.T, pairs.T[::-1]):
            row, born = matches(one, birthdays[:, 0])
            at, first = matches(other[row], earliest[:, 0])
            unborn[row[at[earliest[first, 1] < birthdays[born[at], 1]]]] = True
        return unborn


def _rows(
    session: Session, model_id: int, found: Proposals, lonely: Lonely
) -> list[tuple[int | float | None, ...]]:
    """Return the rows of the table, with the faces that are most alike; without those who have none left."""
    nearest = np.zeros((len(found), 2), np.int64)
    # Those of one person together, so that the faces of somebody with many are read once or twice.
    order = np.argsort(found.person, kind="stable")
    for start in range(0, len(found), _BATCH):
        part = order[start : start + _BATCH]
        sides = np.column_stack([found.person, found.other, found.face])[part]
        nearest[part] = _most_alike(session, model_id, sides, lonely)
    kept = np.flatnonzero(nearest[:, 0])
    found, nearest = found.where(kept), nearest[kept]
    # The table has the lower id first, whoever is larger.
    turned = (found.other > 0) & (found.other < found.person)
    nearest[turned] = nearest[turned, ::-1]
    return list(
        zip(
            np.where(turned, found.other, found.person).tolist(),
            [person or None for person in np.where(turned, found.person, found.other).tolist()],
            [face or None for face in found.face.tolist()],
            found.similarity.tolist(),
            found.probability.tolist(),
            found.settles.tolist(),
            *nearest.T.tolist(),
            strict=True,
        )
    )


def _most_alike(session: Session, model_id: int, sides: Ids, lonely: Lonely) -> Ids:
    """Find the two faces that are most alike of each two sides.

    Args:
        session: A session.
        model_id: The recogniser (`Model.id`).
        sides: (m, 3) int64: a person, and another person or a lonely face; 0 for none.
        lonely: Faces that belong to nobody.

    Returns:
        (m, 2) int64 face ids of the one side and of the other; 0 where a person has no faces to show.
    """
    people = json.dumps(np.unique(sides[:, :2]).tolist())
    rows = session.connection().exec_driver_sql(_MEMBERS, (model_id, people, _CONSIDERED, _COMPARED)).all()
    whose, ids = (np.array([row[at] for row in rows], np.int64) for at in (0, 1))
    exact = unpack(np.frombuffer(b"".join(row[2] for row in rows), np.int8).reshape(len(rows), -1))
    starts, stops = (np.searchsorted(whose, sides[:, :2], side=side) for side in ("left", "right"))
    at = np.searchsorted(lonely.ids, sides[:, 2])
    nearest = np.zeros((len(sides), 2), np.int64)
    for row, lonely_face in enumerate(sides[:, 2].tolist()):
        one = slice(starts[row, 0], stops[row, 0])
        other = slice(starts[row, 1], stops[row, 1])
        beside = unpack(lonely.vectors[at[row]])[None] if lonely_face else exact[other]
        if not len(exact[one]) or not len(beside):
            continue
        here, there = divmod(int((exact[one] @ beside.T).argmax()), len(beside))
        nearest[row] = ids[one][here], lonely_face or ids[other][there]
    return nearest
