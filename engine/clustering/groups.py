"""Groups while they are being merged: exact sums, sizes and what keeps them apart.

Here live what groups are made of, the state that all phases of merging share, and the exact score of two
groups. Which pairs are looked at, and in which order, lives in `engine.clustering.levels`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.embedding.vectors import Vectors, unit_rows

#: Embeddings are rounded to multiples of 2^-32, so that float64 sums of up to a million faces are
#: exact and do not depend on the order of merging.
_EMBEDDING_STEPS = 2.0**32

#: Scores are rounded to multiples of 2^-40 (1e-12), so that equal scores compare equal.
_SCORE_STEPS = 2.0**40

#: Rows converted to float64, or pairs scored, at a time: half a MiB, which stays in the cache.
_CHUNK = 512

#: The pool of sums grows by at least this many rows.
_GROWTH = 1024


def mean_similarity(product: float, pairs: float) -> float:
    """Return the mean similarity of two groups from <S_a, S_b> and n_a n_b, rounded."""
    return round(product / pairs * _SCORE_STEPS) / _SCORE_STEPS


def sorted_once(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return (m,) codes sorted, each once (`numpy.unique` may hash, which is slower)."""
    codes = np.sort(codes)
    once = np.ones(codes.size, np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=once[1:])
    return codes[once]


def renumbered(
    low: NDArray[np.integer], high: NDArray[np.integer], into: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the codes of pairs of groups after merging, sorted, each once, without pairs inside a group.

    Args:
        low: (m,) one group, or node, of each pair.
        high: (m,) the other.
        into: (n,) the group that each went into.

    Returns:
        int64 codes `lower * n + higher`.
    """
    one, other = into[low], into[high]
    apart = one != other
    one, other = one[apart], other[apart]
    return sorted_once(np.minimum(one, other) * into.size + np.maximum(one, other))


@dataclass(slots=True, eq=False)
class Pairs:
    """Candidate pairs of groups, each once: (m,) int64 low < high and (m,) float64 similarity."""

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    similarity: NDArray[np.float64]

    def where(self, mask: NDArray[np.bool_]) -> Pairs:
        """Return the pairs that a (m,) mask marks."""
        return Pairs(self.low[mask], self.high[mask], self.similarity[mask])


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """What groups are made of: s groups that stood before (nodes 0 to s - 1), then m faces.

    Attributes:
        embeddings: (m, d) of the faces.
        sums: (s, d) float32 or float64, sums of the members' embeddings.
        counts: (s,) int64, members.
    """

    embeddings: Vectors
    sums: NDArray[np.floating]
    counts: NDArray[np.int64]

    @classmethod
    def of_faces(cls, embeddings: Vectors) -> Nodes:
        """Return nodes that are faces only, from (m, d) embeddings."""
        return cls(embeddings, np.empty((0, embeddings.shape[1]), np.float32), np.empty(0, np.int64))

    def __len__(self) -> int:
        return len(self.counts) + len(self.embeddings)

    def exact(self, nodes: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the sums of some nodes, rounded: (k, d) float64, which add up exactly."""
        standing = nodes < len(self.counts)
        if standing.any():
            result = np.empty((nodes.size, self.embeddings.shape[1]))
            result[standing] = self.sums[nodes[standing]]
            result[~standing] = unit_rows(self.embeddings, nodes[~standing] - len(self.counts))
        else:
            result = unit_rows(self.embeddings, nodes - len(self.counts)).astype(np.float64)
        result *= _EMBEDDING_STEPS
        np.rint(result, out=result)
        result /= _EMBEDDING_STEPS
        return result

    def means(self, nodes: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the mean embeddings of some nodes: (k, d) float32."""
        means = np.empty((nodes.size, self.embeddings.shape[1]), np.float32)
        for start in range(0, nodes.size, _CHUNK):
            some = nodes[start : start + _CHUNK]
            counts = np.r_[self.counts, 1][np.minimum(some, len(self.counts))]
            means[start : start + _CHUNK] = self.exact(some) / counts[:, None]
        return means


class Groups:
    """Groups of n nodes. A group's number is that of its first node, and merging keeps the lower.

    Only groups of two or more nodes have a row in the pool of sums: a million rows of float64 would be 1 GB.

    Attributes:
        nodes: what the groups are made of.
        counts: (n,) int64, faces of each group that stands.
        people: (n,) int64, the person of each group that stands, -1 = none.
        parent: (n,) int64, the group each was merged into, itself while it stands.
        forbidden: sorted int64 codes low * n + high of pairs of groups that may not meet, as far as they
            concern the groups that are being merged.
    """

    def __init__(self, nodes: Nodes, roots: NDArray[np.int64], people: NDArray[np.int64]) -> None:
        """Begin with some nodes together.

        Args:
            nodes: what the groups are made of.
            roots: (n,) int64, the first node of each node's group.
            people: (n,) int64, the person of each group, at its first node.
        """
        self.nodes = nodes
        self.parent = roots.copy()
        self.people = people
        self.forbidden = np.empty(0, np.int64)
        of_nodes = np.ones(len(nodes), np.int64)
        of_nodes[: nodes.counts.size] = nodes.counts
        self.counts = np.bincount(roots, of_nodes, len(nodes)).astype(np.int64)
        #: The row of each group in the pool, -1 = it is one node, and the rows that nobody has.
        self._place = np.full(len(nodes), -1, np.int64)
        self._pool = np.empty((0, nodes.embeddings.shape[1]))
        self._free = np.empty(0, np.int64)
        self._add_up(np.flatnonzero(np.bincount(roots, minlength=len(nodes)) > 1))

    def _add_up(self, shared: NDArray[np.int64]) -> None:
        """Sum the groups that begin with several nodes."""
        for start in range(0, shared.size, _CHUNK):
            some = shared[start : start + _CHUNK]
            self.put(some, np.zeros((some.size, self._pool.shape[1])))
        members = np.flatnonzero(self._place[self.parent] >= 0)
        members = members[np.argsort(self.parent[members], kind="stable")]
        for start in range(0, members.size, _CHUNK):
            part = members[start : start + _CHUNK]
            groups, first = np.unique(self.parent[part], return_index=True)
            self._pool[self._place[groups]] += np.add.reduceat(self.nodes.exact(part), first, axis=0)

    def sums(self, groups: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the exact sums of groups that stand: (k, d) float64, a copy."""
        place = self._place[groups]
        pooled = place >= 0
        if pooled.all():
            return self._pool[place]
        if not pooled.any():
            return self.nodes.exact(groups)
        result = np.empty((groups.size, self._pool.shape[1]))
        result[pooled] = self._pool[place[pooled]]
        result[~pooled] = self.nodes.exact(groups[~pooled])
        return result

    def means(self, groups: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the mean embeddings of groups that stand: (k, d) float32, not of unit length."""
        means = np.empty((groups.size, self.nodes.embeddings.shape[1]), np.float32)
        for start in range(0, groups.size, _CHUNK):
            some = groups[start : start + _CHUNK]
            means[start : start + _CHUNK] = self.sums(some) / self.counts[some][:, None]
        return means

    def put(self, groups: NDArray[np.int64], sums: NDArray[np.float64]) -> None:
        """Set the sums (k, d) of groups that have several nodes."""
        place = self._place[groups]
        new = np.flatnonzero(place < 0)
        if new.size > self._free.size:
            rows = len(self._pool)
            more = max(new.size - self._free.size, rows // 8, _GROWTH)
            # Resized in place: a copy would need the memory of two pools. Nobody holds a view of it.
            self._pool.resize((rows + more, self._pool.shape[1]), refcheck=False)
            self._free = np.concatenate([np.arange(rows + more - 1, rows - 1, -1), self._free])
        taken = self._free.size - new.size
        place[new] = self._free[taken:]
        self._free = self._free[:taken]
        self._place[groups] = place
        self._pool[place] = sums

    def drop(self, groups: NDArray[np.int64]) -> None:
        """Free the rows of groups that were merged into others."""
        place = self._place[groups]
        self._free = np.concatenate([self._free, place[place >= 0]])
        self._place[groups] = -1

    def merge(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> None:
        """Merge pairs (m,) of groups, each group in one pair at most."""
        for start in range(0, low.size, _CHUNK):
            into, gone = low[start : start + _CHUNK], high[start : start + _CHUNK]
            sums = self.sums(into) + self.sums(gone)
            self.drop(gone)
            self.put(into, sums)
        self.counts[low] += self.counts[high]
        self.people[low] = np.maximum(self.people[low], self.people[high])
        self.parent[high] = low

    def score(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the exact mean similarity of pairs of groups: (m,) float64."""
        product = np.empty(low.size)
        for start in range(0, low.size, _CHUNK):
            part = slice(start, start + _CHUNK)
            # Pairs come sorted, so that the lower group is mostly that of the pair before.
            different, again = np.unique(low[part], return_inverse=True)
            np.einsum("ij,ij->i", self.sums(different)[again], self.sums(high[part]), out=product[part])
        product /= self.counts[low] * self.counts[high]
        rounded: NDArray[np.float64] = np.rint(product * _SCORE_STEPS) / _SCORE_STEPS
        return rounded

    def allowed(self, low: NDArray[np.int64], high: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Mark the pairs (m,) of groups, low < high, that may meet."""
        one, other = self.people[low], self.people[high]
        free: NDArray[np.bool_] = (one < 0) | (other < 0) | (one == other)
        # A group that holds one that stood before has its number.
        free &= high >= self.nodes.counts.size
        if self.forbidden.size:
            codes = low * self.parent.size + high
            at = np.searchsorted(self.forbidden, codes)
            at[at == self.forbidden.size] = 0
            free &= self.forbidden[at] != codes
        return free

    def scored(self, codes: NDArray[np.int64]) -> Pairs:
        """Return the pairs that may meet, scored, of (m,) codes low * n + high."""
        low, high = np.divmod(codes, max(self.parent.size, 1))
        free = self.allowed(low, high)
        low, high = low[free], high[free]
        return Pairs(low, high, self.score(low, high))

    def roots(self) -> NDArray[np.int64]:
        """Return the (n,) int64 standing group of each node, which later merges do not change."""
        root = self.parent[self.parent]
        while not np.array_equal(root, self.parent):
            self.parent, root = root, root[root]
        return root

    def labels(self) -> NDArray[np.int64]:
        """Return the (n,) int64 groups, numbered 0, 1, ... in order of their first node."""
        root = self.roots()
        stands = root == np.arange(root.size)
        number = np.cumsum(stands) - 1
        return number[root]
