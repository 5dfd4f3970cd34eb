"""From the state of a library to the group of every face: clustering, then the faces of low quality.

Nothing here reads or writes a database; which rows the groups become lives in `app.grouping.storing`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.grouping.seeds import Seeds, find_seeds
from app.grouping.state import Ids, LibraryState
from engine.clustering import Constraints, average_linkage
from engine.embedding import unpack
from engine.neighbours import nearest, neighbour_edges

#: Faces of lower quality (`engine.quality`) found no groups, unless the user confirmed them; they may
#: join one. Blurred faces of all people resemble each other.
MIN_QUALITY: float = 0.2

#: Neighbours of each face in the graph that clustering works on.
_NEIGHBOURS: Final = 32
#: float32 similarities may be this far from the exact ones.
_SLACK: Final = 1e-5
#: Groups that a face of low quality tries, the most similar first.
_TRIED: Final = 8
#: Faces whose embeddings are summed at one time.
_ROWS: Final = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The groups of the n faces that take part.

    Attributes:
        part: (n,) int64, the faces, as indices into `LibraryState.faces`, ascending.
        labels: (n,) int64, the group of each face, -1 for a face of low quality that joined none.
        person: (g,) int64, the person whose seed a group grew from; -1 for one that is free.
        means: (g, d) float32, mean of the embeddings of the faces that founded a group. The inner product
            of two means is the mean similarity of the two groups.
        founders: (g,) int64, how many faces founded it.
        seeds: What the user said.
    """

    part: Ids
    labels: Ids
    person: Ids
    means: NDArray[np.float32]
    founders: Ids
    seeds: Seeds


def solve(
    state: LibraryState, *, threshold: float, min_quality: float, on_linking: Callable[[], None]
) -> Groups:
    """Group the faces of a library.

    The same state gives the same groups. Ignored faces take no part.

    Args:
        state: The library.
        threshold: Least mean cosine similarity of two groups that are one.
        min_quality: Least quality of a face that may found a group; unknown quality is enough.
        on_linking: Called when the neighbours are found and linking begins.
    """
    part = np.flatnonzero(~state.faces.ignored)
    seeds = find_seeds(state, part)
    photos = state.faces.photo_ids[part]
    founding = (seeds.person >= 0) | ~(state.faces.quality[part] < min_quality)
    founders, joiners = np.flatnonzero(founding), np.flatnonzero(~founding)

    # The founders' alone, and the joiners' when these are gone: there is memory for one copy only.
    vectors = unpack(state.faces.vectors[part[founders]])
    edges = neighbour_edges(vectors, _NEIGHBOURS, floor=threshold - _SLACK)
    on_linking()
    constraints = Constraints.of(
        len(founders),
        seeds=seeds.person[founders],
        people=seeds.person[founders],
        photos=photos[founders],
        cannot_link=_cannot_link(seeds, founding),
    )
    found = average_linkage(vectors, edges, threshold, constraints, margin=0.0)
    labels = np.full(len(part), -1, np.int64)
    labels[founders] = found.labels
    count = int(found.labels.max(initial=-1)) + 1
    person = np.full(count, -1, np.int64)
    np.maximum.at(person, found.labels, seeds.person[founders])
    sizes = np.bincount(found.labels, minlength=count)
    groups = Groups(
        part=part,
        labels=labels,
        person=person,
        means=_means(vectors, found.labels, sizes),
        founders=sizes,
        seeds=seeds,
    )
    del vectors, edges
    _join(groups, joiners, unpack(state.faces.vectors[part[joiners]]), photos, threshold)
    return groups


def _cannot_link(seeds: Seeds, founding: NDArray[np.bool_]) -> Ids:
    """Turn "this face is not that person's" into pairs of founding faces, one of them from the seed."""
    place = np.cumsum(founding) - 1
    people, first = np.unique(seeds.person, return_index=True)
    faces, barred_from = seeds.barred[founding[seeds.barred[:, 0]]].T
    known = np.isin(barred_from, people)
    one_of_seed = first[np.searchsorted(people, barred_from[known])]
    return np.column_stack([place[faces[known]], place[one_of_seed]])


def _means(vectors: NDArray[np.float32], labels: Ids, sizes: Ids) -> NDArray[np.float32]:
    means = np.empty((len(sizes), vectors.shape[1]), np.float32)
    order = np.argsort(labels, kind="stable")
    ends = np.cumsum(sizes)
    starts = ends - sizes
    first = 0
    while first < len(sizes):
        # Groups of so many faces together, or a larger one alone.
        last = max(first + 1, int(np.searchsorted(ends, starts[first] + _ROWS, side="right")))
        members = vectors[order[starts[first] : ends[last - 1]]]
        sums = np.add.reduceat(members, starts[first:last] - starts[first], axis=0, dtype=np.float64)
        means[first:last] = sums / sizes[first:last, None]
        first = last
    return means


def _join(groups: Groups, joiners: Ids, vectors: NDArray[np.float32], photos: Ids, threshold: float) -> None:
    """Put faces of low quality into the best group each may join; the surest first. Changes `labels`."""
    open_groups = np.flatnonzero((groups.founders >= 2) | (groups.person >= 0))
    if not joiners.size or not open_groups.size:
        return
    tried, similarity = nearest(vectors, groups.means[open_groups], _TRIED)
    rows, ranks = np.nonzero(similarity >= threshold)
    candidates = similarity[rows, ranks], joiners[rows], open_groups[tried[rows, ranks]]
    order = np.lexsort((candidates[2], candidates[1], -candidates[0]))
    in_group = np.flatnonzero((groups.labels >= 0) & np.isin(photos, photos[joiners]))
    taken = set(zip(photos[in_group].tolist(), groups.labels[in_group].tolist(), strict=True))
    barred = set(map(tuple, groups.seeds.barred.tolist()))
    person = groups.person.tolist()
    for face, group in zip(candidates[1][order].tolist(), candidates[2][order].tolist(), strict=True):
        place = (int(photos[face]), group)
        if groups.labels[face] < 0 and place not in taken and (face, person[group]) not in barred:
            groups.labels[face] = group
            taken.add(place)
