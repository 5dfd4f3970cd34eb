"""Placing new faces among the groups that stand, in time that depends on the new faces, not on the library.

No face that belongs to somebody changes hands, and no two groups that stand become one: that is for the
user, or for grouping everything anew (`app.grouping.solve`). New faces join the look they resemble most, or
found groups with each other or with faces that were alone so far; and where the user has changed what a
person looks like, faces that are alone may come to that person now, but for those of low quality, which wait
until everything is grouped anew. The constraints are those of `app.grouping.seeds`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.grouping.arrays import Ids, best_places, crowded_out, matches
from app.grouping.exemplars import add_exemplars, load_exemplars, renew_exemplars, stale_people
from app.grouping.lonely import Lonely, load_parted
from app.grouping.looks import group_totals
from app.grouping.rule import Rule
from app.grouping.solve import TRIED, Looks
from app.grouping.state import SEEN, embedding_size, table
from app.grouping.storing import Stored, move_automatically, new_rows, remove_empty
from app.grouping.suggesting import Touched, units
from engine.clustering import Constraints, KnownOdds, Standing, Strangers, join_groups
from engine.embedding import unit_rows
from engine.neighbours import nearest

#: Faces compared at one time.
_ROWS: Final = 8192

#: Who is kept from a face: rejected, not born, or in its photo already. The parameter: a JSON list of faces.
_BARRED = """
WITH chosen AS (SELECT value AS id FROM json_each(?)),
born AS MATERIALIZED (SELECT id, birthday FROM person WHERE birthday IS NOT NULL)
SELECT chosen.id, rejection.person_id FROM chosen CROSS JOIN rejection ON rejection.face_id = chosen.id
UNION
SELECT chosen.id, other.person_id FROM chosen CROSS JOIN face ON face.id = chosen.id
CROSS JOIN face AS other ON other.photo_id = face.photo_id WHERE other.person_id IS NOT NULL
UNION
SELECT chosen.id, born.id FROM chosen CROSS JOIN face ON face.id = chosen.id
CROSS JOIN photo ON photo.id = face.photo_id CROSS JOIN born ON photo.taken_at < born.birthday
ORDER BY 1, 2
"""
_KNOWN = f"""
SELECT value FROM json_each(?) AS chosen WHERE EXISTS (
    SELECT 1 FROM face WHERE person_id = chosen.value AND ignored_at IS NULL AND coalesce(quality, 1) >= ?
    AND {SEEN}
) ORDER BY value
"""  # noqa: S608 - our own


@dataclass(frozen=True, slots=True, eq=False)
class Added:
    """What adding newcomers did, and what the library holds afterwards.

    Attributes:
        stored: What changed.
        touched: Whose suggestions are to be made anew.
        looks: All, by person.
        lonely: All faces that belong to nobody.
        strangers: Of the library, with the newcomers one by one.
    """

    stored: Stored
    touched: Touched
    looks: Looks
    lonely: Lonely
    strangers: Strangers


def add_newcomers(session: Session, model_id: int, *, rule: Rule, min_quality: float) -> Added:
    """Place the newcomers of a recogniser, and renew the looks that the user's actions have changed.

    Args:
        session: A writing session.
        model_id: The recogniser (`Model.id`).
        rule: How sure grouping must be.
        min_quality: Least quality of a face that may found a group.

    Returns:
        What changed, and what there is now.
    """
    size = embedding_size(session, model_id)
    changed = renew_exemplars(
        session,
        model_id,
        stale_people(session, model_id),
        size=size,
        threshold=rule.looks,
        min_quality=min_quality,
    )
    looks = load_exemplars(session, model_id, size)
    new, alone = load_parted(session, model_id)
    waiting = alone[alone.quality >= min_quality]
    good = new[new.quality >= min_quality]
    strangers = Strangers.of(units(looks, new.with_others(alone)), size, rule.odds.calibration)
    odds = KnownOdds(rule.odds.calibration, rule.odds.least, strangers)
    founders = good.with_others(waiting[_concerned(waiting, good, changed, rule.linkage, odds)])
    poor = new[new.quality < min_quality]

    owner, grown = _founded(session, founders, looks, rule.linkage, odds)
    made = _new_groups(session, owner, grown)
    placed = founders.photos[owner > 0], owner[owner > 0]
    joined = _joined(session, poor, grown, placed, threshold=rule.looks, min_quality=min_quality)
    whose = np.r_[owner, joined]
    faces = np.r_[founders.ids, poor.ids][whose > 0]
    whose = whose[whose > 0]
    move_automatically(session, faces, whose)
    removed = remove_empty(session)
    # Moving faces has deleted the looks of everybody who got one.
    gone = np.isin(grown.owner, whose)
    add_exemplars(session, model_id, Looks(grown.owner[gone], grown.totals[gone], grown.faces[gone]))
    session.connection().exec_driver_sql("DELETE FROM newcomer WHERE model_id = ?", (model_id,))
    order = np.argsort(grown.owner, kind="stable")
    everybody = new.with_others(alone)
    return Added(
        stored=Stored(moved=len(faces), made=made, removed=removed),
        touched=Touched(people=np.union1d(changed.owner, whose), faces=np.setdiff1d(new.ids, faces)),
        looks=Looks(grown.owner[order], grown.totals[order], grown.faces[order]),
        lonely=everybody[~np.isin(everybody.ids, faces)],
        strangers=strangers,
    )


def _concerned(
    alone: Lonely, new: Lonely, changed: Looks, threshold: float, odds: KnownOdds
) -> NDArray[np.bool_]:
    """Mark the lonely faces that may join a new face, or a look that has changed."""
    marked = np.zeros(len(alone.ids), np.bool_)
    targets = np.concatenate([unit_rows(new.vectors, slice(None)), changed.means()])
    theirs = odds.strangers.expected(targets)
    for start in range(0, len(alone.ids) if len(targets) else 0, _ROWS):
        rows = unit_rows(alone.vectors, slice(start, start + _ROWS))
        near = odds.near(rows @ targets.T, threshold, odds.strangers.expected(rows), theirs)
        marked[start + near // len(targets)] = True
    return marked


def _barred(session: Session, faces: Lonely) -> Ids:
    """List who is kept from these faces: (b, 2) int64, index of the face and person."""
    pairs = table(session, _BARRED, 2, json.dumps(faces.ids.tolist()))
    return np.column_stack([np.searchsorted(faces.ids, pairs[:, 0]), pairs[:, 1]])


def _founded(
    session: Session, faces: Lonely, looks: Looks, threshold: float, odds: KnownOdds
) -> tuple[Ids, Looks]:
    """Let faces join looks and found groups.

    Returns:
        (n,) int64: the person each face comes to, 0 for nobody's, and -1, -2, ... for new groups; and all
        looks as they are then, with those of new groups.
    """
    barred = _barred(session, faces)
    order = np.argsort(looks.owner, kind="stable")
    owners = looks.owner[order]
    pair, look = matches(barred[:, 1], owners)
    labels = join_groups(
        faces.vectors,
        Standing(sums=looks.totals, counts=looks.faces),
        threshold,
        constraints=Constraints.of(len(faces.ids), photos=faces.photos),
        barred=np.column_stack([barred[pair, 0], order[look]]),
        odds=odds,
    )
    stood = len(looks.owner)
    sizes = np.bincount(labels, minlength=stood)
    number = np.zeros(len(sizes), np.int64)
    number[:stood] = looks.owner
    founded = stood + np.flatnonzero(sizes[stood:] >= 2)
    number[founded] = -1 - np.arange(len(founded))
    owner = number[labels] if len(labels) else labels
    _part_photos(faces, labels, owner, looks)

    kept = np.where(owner != 0, labels, -1)
    touched = np.unique(kept[kept >= 0])
    totals = group_totals(faces.vectors, kept, touched)
    more = np.bincount(kept[kept >= 0], minlength=len(sizes))
    standing = touched < stood
    grown = Looks(
        np.r_[looks.owner, number[touched[~standing]]],
        np.concatenate([looks.totals, totals[~standing]]),
        np.r_[looks.faces + more[:stood], more[touched[~standing]]],
    )
    grown.totals[touched[standing]] += totals[standing]
    return owner, grown


def _part_photos(faces: Lonely, labels: Ids, owner: Ids, looks: Looks) -> None:
    """Leave faces alone that came to two looks of one person from one photo; the most similar stays.

    Changes `owner`.
    """
    joined = np.flatnonzero(owner > 0)
    if not joined.size:
        return
    mean = looks.totals[labels[joined]] / looks.faces[labels[joined], None]
    similarity = np.einsum("ij,ij->i", unit_rows(faces.vectors, joined), mean)
    owner[joined[crowded_out(faces.photos[joined], owner[joined], similarity)]] = 0


def _new_groups(session: Session, owner: Ids, grown: Looks) -> int:
    """Make rows for new groups, and put them in place of their numbers; returns how many.

    Changes `owner` and the owners of `grown`.
    """
    count = int(-owner.min(initial=0))
    rows = np.array([0, *new_rows(session, count)], np.int64)
    for numbers in (owner, grown.owner):
        numbers[numbers < 0] = rows[-numbers[numbers < 0]]
    return count


def _joined(
    session: Session,
    faces: Lonely,
    looks: Looks,
    placed: tuple[Ids, Ids],
    *,
    threshold: float,
    min_quality: float,
) -> Ids:
    """Find the best look each face of low quality may join, the surest first.

    Args:
        session: A session.
        faces: Those of low quality.
        looks: All, with the other new faces in place.
        placed: Photos and people of these.
        threshold: Least mean cosine similarity.
        min_quality: Least quality of a face that others of low quality may be known by.

    Returns:
        (n,) int64 people, 0 for none.
    """
    whose = np.zeros(len(faces.ids), np.int64)
    if not len(faces.ids) or not len(looks.owner):
        return whose
    tried, similarity = nearest(unit_rows(faces.vectors, slice(None)), looks.means(), TRIED)
    similar = similarity >= threshold
    # Who is known by poor faces alone resembles all other poor faces.
    known = table(
        session, _KNOWN, 1, json.dumps(np.unique(looks.owner[tried[similar]]).tolist()), min_quality
    )
    similar &= np.isin(looks.owner[tried], np.r_[known[:, 0], placed[1]])
    rows, ranks = np.nonzero(similar)
    candidates = similarity[rows, ranks], rows, looks.owner[tried[rows, ranks]]
    found = best_places(
        candidates,
        faces.photos,
        taken=set(zip(placed[0].tolist(), placed[1].tolist(), strict=True)),
        barred=set(map(tuple, _barred(session, faces).tolist())),
    )
    whose[list(found.keys())] = list(found.values())
    return whose
