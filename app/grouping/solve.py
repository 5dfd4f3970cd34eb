"""From the state of a library to the group of every face: clustering, then the faces of low quality.

Nothing here reads or writes a database; which rows the groups become lives in `app.grouping.storing`, and
placing a few new faces without grouping everything anew in `app.grouping.adding`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.grouping.arrays import Ids, best_places, crowded_out, matches
from app.grouping.looks import find_looks, group_totals
from app.grouping.rule import Rule
from app.grouping.seeds import Seeds, find_seeds
from app.grouping.state import LibraryState
from engine.clustering import SLACK, Constraints, average_linkage, in_order_of_first_face
from engine.embedding import Vectors, unit_rows
from engine.neighbours import Edges, graph, nearest

#: Faces of lower quality (`engine.quality`) found no groups, unless their person has no better one; they
#: may join one. Blurred faces of all people resemble each other.
MIN_QUALITY: float = 0.2

#: Neighbours of each face in the graph that clustering works on.
_NEIGHBOURS: Final = 32
#: Groups that a face of low quality tries, the most similar first.
TRIED: Final = 8


@dataclass(frozen=True, slots=True, eq=False)
class Looks:
    """Looks of people and groups.

    Attributes:
        owner: (l,) int64, the group or person each look is of.
        totals: (l, d) float32, the sum of its faces' embeddings.
        faces: (l,) int64, how many faces that is.
    """

    owner: Ids
    totals: NDArray[np.float32]
    faces: Ids

    def means(self) -> NDArray[np.float32]:
        """Return the (l, d) float32 means; the inner product of two is the looks' mean similarity."""
        means: NDArray[np.float32] = self.totals / self.faces.astype(np.float32)[:, None]
        return means


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """The groups of the n faces that take part.

    Attributes:
        part: (n,) int64, the faces, as indices into `LibraryState.faces`, ascending.
        labels: (n,) int64, the group of each face, -1 for a face of low quality that joined none.
        person: (g,) int64, the person whose seed a group grew from; -1 for one that is free.
        founders: (g,) int64, how many faces founded it.
        looks: Of the groups that have a person or at least two founders, by group.
        seeds: What the user said.
    """

    part: Ids
    labels: Ids
    person: Ids
    founders: Ids
    looks: Looks
    seeds: Seeds


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A library ready to be grouped at any threshold above a floor.

    Attributes:
        state: The library.
        part: (n,) int64, the faces that take part.
        seeds: What the user said of them.
        founders: (f,) int64, by place in `part`: the faces that found groups.
        others: (n - f,) int64: those that only join, or are their person's already.
        vectors: (f, d) embeddings of the founders.
        edges: Their graph of neighbours.
        min_quality: Least quality of a face that may found a group.
    """

    state: LibraryState
    part: Ids
    seeds: Seeds
    founders: Ids
    others: Ids
    vectors: Vectors
    edges: Edges
    min_quality: float


def prepare(state: LibraryState, loosest: Rule, *, min_quality: float) -> Prepared:
    """Find out who takes part how, and who resembles whom: the long part of grouping.

    Args:
        state: The library. Ignored faces take no part.
        loosest: The rule of lowest thresholds to be asked for.
        min_quality: Least quality of a face that may found a group; unknown quality is enough.
    """
    part = np.flatnonzero(~state.faces.ignored)
    seeds = find_seeds(state, part)
    founding = ~(state.faces.quality[part] < min_quality)
    founding |= (seeds.person >= 0) & ~np.isin(seeds.person, seeds.person[founding & (seeds.person >= 0)])
    founders, others = np.flatnonzero(founding), np.flatnonzero(~founding)
    vectors = (
        state.faces.vectors if len(founders) == len(state.faces) else state.faces.vectors[part[founders]]
    )
    # Most pairs of faces lie below the threshold of linkage; only people who are known have looks.
    known = (seeds.person[founders] >= 0).any()
    floor = min(loosest.linkage, loosest.looks) if known else loosest.linkage
    edges = graph(vectors, _NEIGHBOURS, floor=floor - SLACK)
    return Prepared(state, part, seeds, founders, others, vectors, edges, min_quality)


def solve(prepared: Prepared, rule: Rule) -> Groups:
    """Group the faces of a library; the same state gives the same groups.

    Args:
        prepared: The library.
        rule: How sure grouping must be; no looser than that which the library was prepared for.
    """
    part, seeds, founders = prepared.part, prepared.seeds, prepared.founders
    photos = prepared.state.faces.photo_ids[part]
    person = seeds.person[founders]
    looks = find_looks(prepared.vectors, person, rule.looks, prepared.edges)
    constraints = Constraints.of(
        len(founders),
        seeds=looks,
        people=person,
        # Seeds keep others out of their photos by `cannot_link`; the looks of one person may share a photo.
        photos=np.where(person < 0, photos[founders], -1),
        cannot_link=_cannot_link(prepared, looks),
    )
    clusters = average_linkage(prepared.vectors, prepared.edges, rule.linkage, constraints, odds=rule.odds)
    labels = np.full(len(part), -1, np.int64)
    labels[founders], person = _groups_of_clusters(clusters, person)
    _part_photos(labels, clusters, prepared)
    labels, person = _numbered(labels, person, founders)

    founded = np.bincount(labels[founders], minlength=len(person))
    open_groups = (founded >= 2) | (person >= 0)
    groups = Groups(
        part=part,
        labels=labels,
        person=person,
        founders=founded,
        looks=_looks(prepared.vectors, labels[founders], clusters, open_groups),
        seeds=seeds,
    )
    _join(groups, prepared, rule.looks)
    return groups


def _cannot_link(prepared: Prepared, looks: Ids) -> Ids:
    """Turn "this face does not come to that person" into pairs of founders, one of each of their looks."""
    place = np.full(len(prepared.part), -1, np.int64)
    place[prepared.founders] = np.arange(len(prepared.founders))
    barred = prepared.seeds.barred
    faces, people = place[barred[:, 0]], barred[:, 1]
    person = prepared.seeds.person[prepared.founders]
    _, first_of_look = np.unique(looks, return_index=True)
    first_of_look = first_of_look[looks[first_of_look] >= 0]
    owner = person[first_of_look]
    order = np.argsort(owner, kind="stable")
    first_of_look, owner = first_of_look[order], owner[order]
    pair, look = matches(np.where(faces >= 0, people, -1), owner)
    return np.column_stack([faces[pair], first_of_look[look]])


def _groups_of_clusters(clusters: Ids, person: Ids) -> tuple[Ids, Ids]:
    """Make the clusters of one person one group.

    Returns:
        (f,) int64 group of each founder, and (g,) int64 person of each group.
    """
    owner = np.full(int(clusters.max(initial=-1)) + 1, -1, np.int64)
    np.maximum.at(owner, clusters, person)
    of_person, first = np.unique(owner, return_index=True)
    into = np.arange(len(owner))
    held = owner >= 0
    into[held] = first[np.searchsorted(of_person, owner[held])]
    return into[clusters], owner


def _part_photos(labels: Ids, clusters: Ids, prepared: Prepared) -> None:
    """Take free faces out that came to two looks of one person from one photo; the most similar stays.

    Changes `labels` and `clusters`: a face taken out is a cluster of its own.
    """
    founders = prepared.founders
    photos = prepared.state.faces.photo_ids[prepared.part[founders]]
    free = np.flatnonzero(prepared.seeds.person[founders] < 0)
    order = free[np.lexsort((photos[free], labels[founders[free]]))]
    group, photo = labels[founders[order]], photos[order]
    again = (group[1:] == group[:-1]) & (photo[1:] == photo[:-1])
    crowded = np.unique(np.r_[order[1:][again], order[:-1][again]])
    if not crowded.size:
        return
    wanted = np.unique(clusters[crowded])
    totals = group_totals(prepared.vectors, clusters, wanted)
    similarity = (
        np.einsum(
            "ij,ij->i",
            unit_rows(prepared.vectors, crowded),
            totals[np.searchsorted(wanted, clusters[crowded])],
        )
        / np.bincount(clusters)[clusters[crowded]]
    )
    out = crowded[crowded_out(photos[crowded], labels[founders[crowded]], similarity)]
    alone = int(clusters.max()) + 1 + np.arange(len(out))
    clusters[out] = labels[founders[out]] = alone


def _numbered(labels: Ids, person: Ids, founders: Ids) -> tuple[Ids, Ids]:
    """Number groups 0, 1, ... in the order of their first face.

    Returns:
        `labels` renumbered, and the (g,) int64 person of each group.
    """
    numbered = labels.copy()
    numbered[founders] = in_order_of_first_face(labels[founders])
    whose = np.full(int(numbered.max(initial=-1)) + 1, -1, np.int64)
    known = founders[labels[founders] < len(person)]
    whose[numbered[known]] = person[labels[known]]
    return numbered, whose


def _looks(vectors: Vectors, labels: Ids, clusters: Ids, open_groups: NDArray[np.bool_]) -> Looks:
    """Sum the clusters of open groups."""
    wanted, first = np.unique(clusters, return_index=True)
    is_open = open_groups[labels[first]] if len(first) else np.zeros(0, np.bool_)
    wanted, owner = wanted[is_open], labels[first[is_open]]
    order = np.lexsort((first[is_open], owner))
    totals = group_totals(vectors, clusters, wanted)
    return Looks(owner=owner[order], totals=totals[order], faces=np.bincount(clusters)[wanted][order])


def _join(groups: Groups, prepared: Prepared, threshold: float) -> None:
    """Put faces of low quality into the best group each may join; the surest first. Changes `labels`."""
    held = prepared.seeds.person[prepared.others]
    if (held >= 0).any():
        # Their person has better faces to be known by.
        known = np.flatnonzero(groups.person >= 0)
        known = known[np.argsort(groups.person[known])]
        theirs = prepared.others[held >= 0]
        groups.labels[theirs] = known[np.searchsorted(groups.person[known], held[held >= 0])]
    joiners = prepared.others[held < 0]
    looks = groups.looks
    if not joiners.size or not len(looks.owner):
        return
    photos = prepared.state.faces.photo_ids[prepared.part]
    vectors = unit_rows(prepared.state.faces.vectors, prepared.part[joiners])
    # Who is known by poor faces alone resembles all other poor faces.
    good = ~(prepared.state.faces.quality[prepared.part] < prepared.min_quality) & (groups.labels >= 0)
    drawing = np.isin(looks.owner, groups.labels[good])
    owner, means = looks.owner[drawing], looks.means()[drawing]
    tried, similarity = nearest(vectors, means, TRIED)
    rows, ranks = np.nonzero(similarity >= threshold)
    candidates = similarity[rows, ranks], joiners[rows], owner[tried[rows, ranks]]
    in_group = np.flatnonzero((groups.labels >= 0) & np.isin(photos, photos[joiners]))
    group_of = {person: group for group, person in enumerate(groups.person.tolist()) if person >= 0}
    found = best_places(
        candidates,
        photos,
        taken=set(zip(photos[in_group].tolist(), groups.labels[in_group].tolist(), strict=True)),
        barred={
            (face, group_of[person]) for face, person in groups.seeds.barred.tolist() if person in group_of
        },
    )
    groups.labels[list(found.keys())] = list(found.values())
