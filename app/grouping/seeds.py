"""What the user said, turned into the constraints of clustering.

The rules:

- The confirmed faces of a person are their seed. So are all faces, confirmed or not, of a person whom
  grouping must not dissolve: an ignored group, a group that is part of a rejection, a person with a name of
  whom no confirmed face takes part, and a group all of whose confirmed faces do not.
- Two seeds never meet: only the user merges people.
- "Not this person" keeps a face from the person's seed. Two people who were told apart both have seeds.
- Faces of one photo never meet, unless the user confirmed both to be one person.
- A face in a photo taken before a person's birthday does not come to that person by itself.
- Faces that take no part stay where they are if they are confirmed, if their person is kept whole, or if the
  recogniser does not know them (their drive may be away while another recogniser takes over); and they keep
  their photo's other faces from that person. Other ignored faces are nobody's.

Contradictions: the newest statement of the user wins, because the operations withdraw the older one when
they record it. Where a library holds a confirmation and a rejection of one face and person all the same,
the confirmation counts, since grouping never changes a confirmed face. A face that is a seed's only by an
earlier grouping leaves it where a rejection or a confirmed face of the same photo speaks against it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.grouping.arrays import Ids, among_pairs, matches
from app.grouping.state import LibraryState


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """What the user's statements mean for n faces.

    Attributes:
        person: (n,) int64, the person whose seed a face is part of; -1 for a free face.
        barred: (b, 2) int64, a free face (by index) and a person it must not come to, sorted, each once. A
            person with a seed bars all other faces of the seed's photos.
        released: (r,) int64, ids of faces that take no part and become nobody's.
    """

    person: Ids
    barred: Ids
    released: Ids


def find_seeds(state: LibraryState, part: Ids) -> Seeds:
    """Apply the rules to the faces that take part.

    Args:
        state: The library.
        part: (n,) int64, which faces of `state.faces` take part, by index, ascending.
    """
    faces, absent = state.faces, state.absent
    photos, people, confirmed = faces.photo_ids[part], faces.person_ids[part], faces.confirmed[part]
    sure = absent[:, 3] == 1
    kept_whole = _kept_whole(state, people[confirmed], absent[sure, 2])

    places = np.column_stack([photos, people])
    released = ~sure & (absent[:, 4] == 1) & ~np.isin(absent[:, 2], kept_whole)
    released |= ~sure & among_pairs(absent[:, [0, 2]], state.rejected_faces)
    released |= ~sure & among_pairs(absent[:, [0, 2]], state.unborn)
    released |= ~sure & among_pairs(absent[:, 1:3], places[confirmed])
    staying = absent[~released, 1:3]

    said = _among_faces(np.concatenate([state.rejected_faces, state.unborn]), faces.face_ids[part])
    unsure = np.isin(people, kept_whole) & ~confirmed
    unsure &= ~among_pairs(np.column_stack([np.arange(len(part)), people]), said)
    unsure &= ~among_pairs(places, staying)
    unsure &= ~_photo_taken(places, held=confirmed | unsure, confirmed=confirmed)
    person = np.where(confirmed | unsure, people, -1)
    holding = np.concatenate([staying, np.column_stack([photos, person])[person >= 0]])
    barred = np.concatenate([said, _beside(photos, np.unique(holding, axis=0))])
    return Seeds(
        person=person,
        barred=np.unique(barred[person[barred[:, 0]] < 0], axis=0),
        released=absent[released, 0],
    )


def _kept_whole(state: LibraryState, seen: Ids, unseen: Ids) -> Ids:
    """List the people all of whose faces stay together.

    Args:
        state: The library.
        seen: People of confirmed faces that take part.
        unseen: People of confirmed faces that do not.
    """
    ids, named, ignored = state.people.T
    rejected = np.isin(ids, np.concatenate([state.rejected_faces[:, 1], state.rejected_people.ravel()]))
    without = ~np.isin(ids, seen)
    unnamed_kept = (named == 0) & ((ignored == 1) | rejected | (without & np.isin(ids, unseen)))
    named_unconfirmed = (named == 1) & without
    kept: Ids = ids[unnamed_kept | named_unconfirmed]
    return kept


def _among_faces(pairs: Ids, face_ids: Ids) -> Ids:
    """Return the pairs of a face and a person whose face takes part, with the face as an index."""
    known = pairs[np.isin(pairs[:, 0], face_ids)]
    return np.column_stack([np.searchsorted(face_ids, known[:, 0]), known[:, 1]])


def _photo_taken(places: Ids, *, held: NDArray[np.bool_], confirmed: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the held faces of whose photo an earlier or a confirmed face is the same person's already.

    Args:
        places: (n, 2) int64, photo and person of each face.
        held: (n,) the faces to look at.
        confirmed: (n,) those that come first in their place.
    """
    taken = np.zeros(len(places), np.bool_)
    order = np.flatnonzero(held)
    order = order[np.lexsort((order, ~confirmed[order], places[order, 0], places[order, 1]))]
    again = (places[order][1:] == places[order][:-1]).all(axis=1)
    taken[order[1:][again]] = True
    return taken


def _beside(photos: Ids, staying: Ids) -> Ids:
    """Pair every face (by index) with the people who are in its photo already.

    Args:
        photos: (n,) int64, photo of each face.
        staying: (a, 2) int64, photo and person.
    """
    order = np.argsort(photos, kind="stable")
    held, place = matches(staying[:, 0], photos[order])
    return np.column_stack([order[place], staying[held, 1]])
