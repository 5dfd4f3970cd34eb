"""What the user (or a photo) says about which faces belong together, checked and made countable.

Here live the constraints of grouping, the error that names a contradiction, and the translation of
constraints on faces to constraints on groups. How groups are merged lives in `engine.clustering.linkage`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.clustering.groups import sorted_once


class ContradictionError(ValueError):
    """Two constraints that cannot both hold.

    Attributes:
        faces: the two faces concerned, by index.
    """

    def __init__(self, message: str, faces: tuple[int, int]) -> None:
        super().__init__(message)
        self.faces = faces


def _nothing(n: int) -> NDArray[np.int64]:
    return np.full(n, -1, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Constraints:
    """Constraints on n faces; numbers of seeds, people and photos are the caller's own.

    Attributes:
        seeds: (n,) int64, -1 = free; faces of one seed are one group from the start (must-link).
        people: (n,) int64, the person each face is confirmed to be, -1 = none. Groups of two
            different people never meet. It takes a seed to tie faces of one person together.
        photos: (n,) int64, the photo of each face, -1 = none. Two groups with faces in one photo
            never meet; the faces of one seed may share a photo.
        cannot_link: (c, 2) int64, pairs of faces whose groups never meet.
    """

    seeds: NDArray[np.int64]
    people: NDArray[np.int64]
    photos: NDArray[np.int64]
    cannot_link: NDArray[np.int64]

    @classmethod
    def of(
        cls,
        n: int,
        *,
        seeds: NDArray[np.int64] | None = None,
        people: NDArray[np.int64] | None = None,
        photos: NDArray[np.int64] | None = None,
        cannot_link: NDArray[np.int64] | None = None,
    ) -> Constraints:
        """Build constraints on n faces; what is left out constrains nothing."""
        return cls(
            seeds=_nothing(n) if seeds is None else seeds,
            people=_nothing(n) if people is None else people,
            photos=_nothing(n) if photos is None else photos,
            cannot_link=np.empty((0, 2), np.int64) if cannot_link is None else cannot_link,
        )


def in_order_of_first_face(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Renumber (n,) int64 labels 0, 1, ... in the order in which they first appear."""
    _, first, inverse = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(first.size, np.int64)
    rank[np.argsort(first)] = np.arange(first.size)
    return rank[inverse]


def initial_roots(constraints: Constraints, n: int) -> NDArray[np.int64]:
    """Put the faces of each seed together and every other face alone.

    Args:
        constraints: on n faces.
        n: number of faces.

    Returns:
        (n,) int64, the first face of the group of each face.

    Raises:
        ValueError: for arrays of a wrong shape or faces that do not exist.
        ContradictionError: for a seed with two people, a cannot-link inside one seed, or a face
            that cannot be linked with itself.
    """
    for name in ("seeds", "people", "photos"):
        shape = getattr(constraints, name).shape
        if shape != (n,):
            raise ValueError(f"{name} must be ({n},), not {shape}")
    links = constraints.cannot_link
    if links.ndim != 2 or links.shape[1] != 2:
        raise ValueError(f"cannot_link must be (c, 2), not {links.shape}")
    if links.size and not 0 <= links.min() <= links.max() < n:
        raise ValueError(f"cannot_link must name faces 0 to {n - 1}")
    seeds = constraints.seeds
    groups = np.arange(n)
    seeded = np.flatnonzero(seeds >= 0)
    _, first, seed = np.unique(seeds[seeded], return_index=True, return_inverse=True)
    groups[seeded] = seeded[first][seed]
    _check_people(constraints, groups)
    first, second = groups[links[:, 0]], groups[links[:, 1]]
    for face, other in links[first == second][:1].tolist():
        raise ContradictionError(
            f"Faces {face} and {other} are one by their seed, and yet may not be linked.",
            (face, other),
        )
    return groups


def _check_people(constraints: Constraints, groups: NDArray[np.int64]) -> None:
    """Raise if a group has faces of two people."""
    named = np.flatnonzero(constraints.people >= 0)
    order = named[np.argsort(groups[named], kind="stable")]
    people = constraints.people[order]
    clash = (groups[order][1:] == groups[order][:-1]) & (people[1:] != people[:-1])
    for at in np.flatnonzero(clash)[:1].tolist():
        face, other = int(order[at]), int(order[at + 1])
        raise ContradictionError(
            f"Faces {face} and {other} have one seed ({constraints.seeds[face]}), "
            f"and yet are two people ({people[at]} and {people[at + 1]}).",
            (face, other),
        )


def people_of_groups(constraints: Constraints, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the (n,) int64 person of each group, -1 = none; `groups` is (n,), below n."""
    people = _nothing(groups.size)
    named = constraints.people >= 0
    people[groups[named]] = constraints.people[named]
    return people


def keeps_apart(constraints: Constraints) -> bool:
    """Tell whether a photo with several faces or a cannot-link may keep two groups apart."""
    photos = constraints.photos[constraints.photos >= 0]
    return bool(constraints.cannot_link.size) or sorted_once(photos).size < photos.size


def forbidden_pairs(
    constraints: Constraints, groups: NDArray[np.int64], component: NDArray[np.int64]
) -> NDArray[np.int64]:
    """List the pairs of groups that a photo or a cannot-link keeps apart.

    Only pairs inside one connected component of the candidate graph are listed: no others could ever
    meet, and a library full of crowds would otherwise have very many.

    Args:
        constraints: on n faces.
        groups: (n,) int64, the group of each face, below n.
        component: (n,) int64, the component of each group.

    Returns:
        Sorted int64 codes `low * n + high`, one for each pair low < high.
    """
    count = component.size
    links = groups[constraints.cannot_link]
    links = links[component[links[:, 0]] == component[links[:, 1]]]
    low, high = [links.min(axis=1)], [links.max(axis=1)]

    seen = np.flatnonzero(constraints.photos >= 0)
    group, photo = groups[seen], constraints.photos[seen]
    order = np.lexsort((group, component[group], photo))
    group, photo = group[order], photo[order]
    once = np.ones(group.size, np.bool_)
    once[1:] = (photo[1:] != photo[:-1]) | (group[1:] != group[:-1])
    group, photo = group[once], photo[once]
    place = component[group]
    start, step = np.arange(group.size), 1
    while start.size:
        start = start[start + step < group.size]
        next_ = start + step
        start = start[(photo[start] == photo[next_]) & (place[start] == place[next_])]
        low.append(group[start])
        high.append(group[start + step])
        step += 1
    return sorted_once(np.concatenate(low) * count + np.concatenate(high))
