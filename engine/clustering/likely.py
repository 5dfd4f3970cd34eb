"""Merging what average linkage left apart, where two groups are more alike than either is to strangers.

A threshold on mean similarity must be strict, or it mixes siblings and blurred faces; then it leaves people
in pieces whose pictures differ. So a second step compares every two groups with strangers of this very
library (see `engine.clustering.strangers`), and merges them in rounds while the odds that they are one
person are high enough: two that are each other's best, and at the same time with a large group the small ones
whose best it is, as long as they hardly change it. What strangers are like is learnt anew after each round,
because groups of one person's pieces are fewer and surer than the pieces.

Average linkage itself lives in `engine.clustering.linkage`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from engine.calibration import Calibration
from engine.clustering.constraints import Constraints
from engine.clustering.groups import Groups, Pairs, renumbered
from engine.clustering.levels import kept_apart
from engine.clustering.strangers import Floats, Strangers, scores
from engine.neighbours import Edges, graph

#: Groups are compared with so many of those they resemble most.
NEIGHBOURS: Final = 16
#: Pairs are kept in sight that lie so far below the score at which they would merge: as groups grow, scores
#: rise, because a mean of many faces varies less.
MARGIN: Final = 1.0
#: All that joins a group in one round, beside its own best, is at most this share of it. Without that, the
#: pieces of somebody with thousands of pictures would come one in a round.
_SHARE: Final = 1 / 8
#: Scores are rounded to multiples of 2^-20 (1e-6), so that equal scores compare equal.
_STEPS: Final = 2.0**20


@dataclass(frozen=True, slots=True)
class Odds:
    """How sure it must be that two groups are one person, where strangers are learnt from the groups.

    Attributes:
        calibration: Of the recogniser.
        least: Natural logarithm of the odds at which groups merge.
    """

    calibration: Calibration
    least: float


@dataclass(frozen=True, slots=True)
class KnownOdds:
    """How sure it must be that a newcomer and a group are one person, where strangers are known.

    Attributes:
        calibration: Of the recogniser.
        least: Natural logarithm of the odds at which groups merge.
        strangers: Of the library: learnt from the groups that stood before and from the newcomers one by one,
            among all others.
    """

    calibration: Calibration
    least: float
    strangers: Strangers

    def in_sight(self) -> float:
        """Return the least score of pairs to be kept in sight."""
        return max(self.strangers.score_at(self.least) - MARGIN, 0)

    def near(
        self,
        block: NDArray[np.float32],
        threshold: float,
        ours: tuple[Floats, Floats],
        theirs: tuple[Floats, Floats],
    ) -> NDArray[np.int64]:
        """List the places in a block of similarities that reach a threshold, or whose odds are in sight.

        Args:
            block: (m, n) mean similarities.
            threshold: Least similarity that is enough, whatever the odds.
            ours: What `Strangers.expected` gives for the m.
            theirs: And for the n.

        Returns:
            (p,) int64, row * n + column.
        """
        least = self.in_sight()
        # A pair's score is the mean of two, one of which is at least as high.
        floor = min(float(np.min(mean + least * deviation, initial=1)) for mean, deviation in (ours, theirs))
        places = np.flatnonzero(block >= min(floor, threshold))
        one, other = np.divmod(places, max(block.shape[1], 1))
        similarity = block.ravel()[places]
        score = scores(similarity, (ours[0][one], ours[1][one]), (theirs[0][other], theirs[1][other]))
        found: NDArray[np.int64] = places[(similarity >= threshold) | (score >= least)]
        return found


def merge_likely(groups: Groups, odds: Odds, constraints: Constraints) -> None:
    """Merge groups that are probably one person, each other's best at the same time, until none are.

    Args:
        groups: All groups, of faces alone; changed in place.
        odds: How sure that must be.
        constraints: On the nodes.
    """
    units = np.flatnonzero(groups.roots() == np.arange(groups.parent.size))
    means = groups.means(units)
    strangers = Strangers.of([means], means.shape[1], odds.calibration)
    least = KnownOdds(odds.calibration, odds.least, strangers).in_sight()
    mean, deviation = strangers.expected(means)
    # Without those that are alike, deviations are smaller.
    floor = float(np.min(mean + least / 2 * deviation, initial=1.0))
    near = graph(means, NEIGHBOURS, floor=floor)
    one, other = near.first, near.second
    alike = _alike(one, other, near.similarity, units.size, odds.calibration.grouping)
    mean, deviation = strangers.expected(means, alike)
    del means
    score = scores(near.similarity, (mean[one], deviation[one]), (mean[other], deviation[other]))
    codes = renumbered(units[one[score >= least]], units[other[score >= least]], groups.roots())
    del near, one, other, score
    _in_rounds(groups, _scored(groups, codes, constraints), strangers, odds)


def join_likely(groups: Groups, proposals: Edges, odds: KnownOdds, constraints: Constraints) -> None:
    """Merge newcomers with groups that stood before, and with each other, where they are probably one.

    Args:
        groups: The groups; changed in place.
        proposals: Pairs of nodes whose groups may merge.
        odds: How sure it must be that they are one.
        constraints: On the nodes.
    """
    root = groups.roots()
    # Some have merged since.
    nodes = np.flatnonzero(np.bincount(root, minlength=root.size)[root] > 1)
    strangers = odds.strangers.plus(groups.nodes.means(nodes), -1).plus(groups.means(np.unique(root[nodes])))
    pairs = _scored(groups, renumbered(proposals.first, proposals.second, root), constraints)
    _in_rounds(groups, pairs, strangers, odds)


def _in_rounds(groups: Groups, pairs: Pairs, strangers: Strangers, odds: Odds | KnownOdds) -> None:
    while (moves := _moves(groups, pairs, strangers, odds)).low.size:
        strangers = strangers.plus(groups.means(np.unique(np.r_[moves.low, moves.high])), -1)
        pairs = _merged(groups, pairs, moves)
        strangers = strangers.plus(groups.means(np.unique(groups.roots()[moves.low])))


def _scored(groups: Groups, codes: NDArray[np.int64], constraints: Constraints) -> Pairs:
    """Return the pairs that may meet, with their similarities, of codes of pairs of groups."""
    groups.forbidden = kept_apart(groups, *np.divmod(codes, max(groups.parent.size, 1)), constraints)
    return groups.scored(codes)


def _moves(groups: Groups, pairs: Pairs, strangers: Strangers, odds: Odds | KnownOdds) -> Pairs:
    """Decide which groups go into which in this round, and in which order.

    Returns:
        In `low` the groups that go, in `high` those that take them, whichever is lower; with the scores.
    """
    units, place = np.unique(np.concatenate([pairs.low, pairs.high]), return_inverse=True)
    one, other = np.split(place, 2)
    alike = _alike(one, other, pairs.similarity, units.size, odds.calibration.grouping)
    mean, deviation = strangers.expected(groups.means(units), alike)
    score = scores(pairs.similarity, (mean[one], deviation[one]), (mean[other], deviation[other]))
    score = np.rint(score * _STEPS) / _STEPS
    likely = score >= strangers.score_at(odds.least)
    one, other, score = one[likely], other[likely], score[likely]
    # Each one's best; the lowest number among equals.
    ends, partners = np.concatenate([one, other]), np.concatenate([other, one])
    both = np.concatenate([score, score])
    order = np.lexsort((partners, -both, ends))
    first = order[np.unique(ends[order], return_index=True)[1]]
    goes, takes, score = ends[first], partners[first], both[first]
    best = np.full(units.size, -1)
    best[goes] = takes
    mutual = best[takes] == goes
    chosen = _smaller(groups, units[goes], units[takes], mutual)
    # Who goes takes nobody.
    leaving = np.zeros(units.size, np.bool_)
    leaving[goes[chosen]] = True
    chosen &= ~leaving[takes]
    order = np.lexsort((goes, -score, ~mutual, takes))
    order = order[chosen[order]]
    goes, takes, score, mutual = units[goes[order]], units[takes[order]], score[order], mutual[order]
    kept = _room(groups, goes, takes, mutual)
    kept[kept] = ~_clashing(groups, goes[kept], takes[kept])
    return Pairs(goes[kept], takes[kept], score[kept])


def _alike(
    one: NDArray[np.integer],
    other: NDArray[np.integer],
    similarity: NDArray[np.floating],
    count: int,
    threshold: float,
) -> NDArray[np.float64]:
    """Sum what `Strangers.expected` is to leave out: similarities from a threshold on, of (count,) units.

    Somebody whose pictures differ much is in many pieces, which are no strangers to each other.
    """
    alike = similarity >= threshold
    ends = np.concatenate([one[alike], other[alike]])
    summed = np.concatenate([similarity[alike]] * 2).astype(np.float64)
    return np.stack([np.bincount(ends, summed**power, count) for power in (0, 1, 2)])


def _smaller(
    groups: Groups, goes: NDArray[np.int64], takes: NDArray[np.int64], mutual: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Mark the smaller one of two that are each other's best, and others that are small beside their best."""
    size, room = groups.counts[goes], groups.counts[takes]
    smaller = (size < room) | ((size == room) & (goes > takes))
    # Several may come to one group at a time: they must not bring along what may not meet.
    plain = (groups.people[goes] < 0) | (groups.people[goes] == groups.people[takes])
    plain &= goes >= groups.nodes.counts.size
    found: NDArray[np.bool_] = np.where(mutual, smaller, (size <= _SHARE * room) & plain)
    return found


def _room(
    groups: Groups, goes: NDArray[np.int64], takes: NDArray[np.int64], mutual: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Mark as many as there is room for in one round, of moves in the order of `takes`."""
    size = np.where(mutual, 0, groups.counts[goes])
    total = np.cumsum(size)
    start = np.searchsorted(takes, takes)
    found: NDArray[np.bool_] = total - (total - size)[start] <= _SHARE * groups.counts[takes]
    return found


def _clashing(groups: Groups, goes: NDArray[np.int64], takes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark the moves to a group to which one goes before that may not meet this one."""
    place = np.full(groups.parent.size, -1)
    place[goes] = np.arange(goes.size)
    low, high = (place[groups_] for groups_ in np.divmod(groups.forbidden, max(groups.parent.size, 1)))
    both = (low >= 0) & (high >= 0)
    low, high = low[both], high[both]
    clash = np.zeros(goes.size, np.bool_)
    clash[np.maximum(low, high)[takes[low] == takes[high]]] = True
    return clash


def _merged(groups: Groups, pairs: Pairs, moves: Pairs) -> Pairs:
    """Merge, and return the candidate pairs there are then."""
    now = np.arange(groups.parent.size)
    turn = np.arange(moves.high.size) - np.searchsorted(moves.high, moves.high)
    for number in range(int(turn.max(initial=-1)) + 1):
        goes, takes = moves.low[turn == number], moves.high[turn == number]
        low, high = np.minimum(goes, now[takes]), np.maximum(goes, now[takes])
        groups.merge(low, high)
        now[takes] = low
    root = groups.roots()
    groups.forbidden = renumbered(*np.divmod(groups.forbidden, root.size), root)
    changed = np.zeros(root.size, np.bool_)
    changed[moves.low] = changed[moves.high] = True
    stale = changed[pairs.low] | changed[pairs.high]
    renewed = groups.scored(renumbered(pairs.low[stale], pairs.high[stale], root))
    kept = pairs.where(~stale)
    return Pairs(
        np.concatenate([kept.low, renewed.low]),
        np.concatenate([kept.high, renewed.high]),
        np.concatenate([kept.similarity, renewed.similarity]),
    )
