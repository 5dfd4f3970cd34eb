"""Measuring what a recogniser's similarities mean: the `[calibration]` table of its card.

Pure functions on arrays and names; `engine.calibration` says what the table means and uses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

from engine.models.card import CalibrationSpec
from trainer.evaluation.verification import PairCounts, count_pairs, require_pairs

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

#: Of one person no more faces than this count, so that the few of whom there are hundreds do not decide.
MOST_FACES = 30

#: One in so many pairs of different people in a family's photos is taken to be of two relatives; a guess.
RELATIVES = 0.1

#: Groups of so many faces are compared.
GROUP_SIZES = (2, 4, 8)

#: Sets with fewer people of whom there are two groups say nothing on groups of that size.
_FEWEST_PEOPLE = 10

# Bins of similarity that are fine enough to judge odds in.
_COARSE = 2000

_STEP = 0.04
_GRID = np.round(np.arange(-0.2, 0.921, _STEP), 2)

# Labels are wrong more often than once in 3,000 pairs, so nothing can be measured that is surer than e^8.
_SUREST = 8.0

# With fewer pairs of two people left, the false accept rate goes on falling as it did before.
_FEW_PAIRS = 20
# Of two neighbouring false accept rates the second is at most this part of the first: each has one threshold.
_FALL = 0.998


@dataclass(frozen=True, slots=True, eq=False)
class LabelledSet:
    """The faces of one set.

    Attributes:
        name: of the set.
        embeddings: (n, d) float32 unit vectors.
        people: (n,) whose face each is.
        families: (n,) the family of each person, where relatives are known; otherwise None.
    """

    name: str
    embeddings: NDArray[np.float32]
    people: Labels
    families: Labels | None = None


@dataclass(frozen=True, slots=True)
class SetSize:
    """How much of one set was measured.

    Attributes:
        name: of the set.
        faces: that counted.
        people: whose they are.
        same: pairs of faces of one person.
        different: pairs of faces of two people.
        relatives: those of them that are of one family.
    """

    name: str
    faces: int
    people: int
    same: int
    different: int
    relatives: int


@dataclass(frozen=True, slots=True)
class Measured:
    """A calibration and what it was measured on."""

    calibration: CalibrationSpec
    sets: tuple[SetSize, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Densities:
    """Shares of pairs in each bin of similarity of `PairCounts`; each kind sums to 1, or to 0 if unknown."""

    same: Floats
    different: Floats
    strangers: Floats
    relatives: Floats


def measure(sets: Sequence[LabelledSet]) -> Measured:
    """Measure the meaning of similarities. Sets weigh equally, whatever their size.

    False accepts and accepts are those of all pairs, as the literature has them. For the log odds, pairs of
    relatives (where a set knows them) are `RELATIVES` of the pairs of different people: in a family's photos
    they are far more frequent than in a set of many families, and far more alike than strangers.

    Args:
        sets: one or more.

    Raises:
        ValueError: a set has no two faces of one person, or none of two people.
    """
    sets = [_thinned(one) for one in sets]
    sizes, densities = zip(*map(_densities, sets), strict=True)
    different = np.mean([one.different for one in densities], axis=0)
    strangers_and_relatives = _likely_strangers(densities)
    same = np.mean([one.same for one in densities], axis=0)
    pairs = [sum(getattr(one, kind) for one in sizes) for kind in ("same", "different")]
    log_odds = _log_odds(same, strangers_and_relatives, surest=min(_SUREST, float(np.log1p(min(pairs)))))
    spec = CalibrationSpec(
        similarities=tuple(_GRID.tolist()),
        false_accepts=_rounded(_falling(_at_least(different), pairs=pairs[1])),
        accepts=_rounded(_at_least(same)),
        log_odds=tuple(np.round(log_odds, 2).tolist()),
        averaged_out=_averaged_out(sets, log_odds),
    )
    return Measured(spec, tuple(sizes))


def _thinned(one: LabelledSet) -> LabelledSet:
    """Return a set with at most `MOST_FACES` faces of each person, chosen by chance, always the same ones."""
    mixed = np.random.default_rng(0).permutation(len(one.people))
    order = mixed[np.argsort(one.people[mixed], kind="stable")]
    starts = np.searchsorted(one.people[order], one.people[order])
    kept = np.sort(order[np.arange(len(order)) - starts < MOST_FACES])
    families = None if one.families is None else one.families[kept]
    return LabelledSet(one.name, one.embeddings[kept], one.people[kept], families)


def _densities(one: LabelledSet) -> tuple[SetSize, _Densities]:
    require_pairs(one.name, one.people)
    counts = count_pairs(one.embeddings, one.people)
    relatives = _relatives(one, counts)
    size = SetSize(
        name=one.name,
        faces=len(one.people),
        people=len(np.unique(one.people)),
        same=int(counts.same.sum()),
        different=int(counts.different.sum()),
        relatives=int(relatives.sum()),
    )
    return size, _shares(counts, relatives)


def _relatives(one: LabelledSet, counts: PairCounts) -> Labels:
    """Count the pairs of relatives by similarity, in the bins of `PairCounts`."""
    if one.families is None:
        return np.zeros_like(counts.different)
    return count_pairs(one.embeddings, one.people, within=one.families).different


def _shares(counts: PairCounts, relatives: Labels) -> _Densities:
    kinds = counts.same, counts.different, counts.different - relatives, relatives
    return _Densities(*(kind / max(kind.sum(), 1) for kind in kinds))


def _likely_strangers(densities: Sequence[_Densities]) -> Floats:
    """Return the shares of pairs of different people as a family's photos have them."""
    strangers, relatives = (
        [shares for shares in kind if shares.any()]
        for kind in ([one.strangers for one in densities], [one.relatives for one in densities])
    )
    if not (strangers and relatives):
        return np.asarray(np.mean(strangers or relatives, axis=0))
    mixed = (1 - RELATIVES) * np.mean(strangers, axis=0) + RELATIVES * np.mean(relatives, axis=0)
    return np.asarray(mixed)


def _centres(bins: int) -> Floats:
    return np.asarray((np.arange(bins) + 0.5) * (2 / bins) - 1)


def _at_least(shares: Floats) -> Floats:
    """Return which share of the pairs is at least as similar as each point of the grid."""
    first = np.ceil((_GRID + 1) * (len(shares) / 2) - 1e-6).astype(np.int64)
    return np.asarray(np.cumsum(shares[::-1])[::-1][first])


def _falling(rates: Floats, *, pairs: int) -> Floats:
    """Return false accept rates that fall throughout, also where hardly any of so many pairs is left."""
    result = rates.copy()
    measured = max(int((rates * pairs >= _FEW_PAIRS).sum()), 2)
    result[0] = max(result[0], 1 / pairs)
    ratio = 0.5
    for index in range(1, len(result)):
        if index < measured and result[index] > 0:
            result[index] = min(result[index], result[index - 1] * _FALL)
            before = max(index - 3, 0)
            ratio = (result[index] / result[before]) ** (1 / (index - before))
        else:
            result[index] = result[index - 1] * ratio
    return result


def _rounded(values: Floats) -> tuple[float, ...]:
    return tuple(float(f"{value:.4g}") for value in np.clip(values, 0, 1).tolist())


def _log_odds(same: Floats, different: Floats, *, surest: float) -> Floats:
    """Return the logarithm of same / different around each point of the grid, made rising.

    Isotonic regression of the share of one person among both, each point with the weight of its pairs.
    """
    nearest = np.rint((_centres(len(same)) - _GRID[0]) / _STEP)
    window = np.clip(nearest, 0, len(_GRID) - 1).astype(np.int64)
    ones, others = (np.bincount(window, kind, len(_GRID)) for kind in (same, different))
    weight = ones + others
    known = weight > 0
    share = isotonic_regression(ones[known] / weight[known], weights=weight[known]).x
    limit = 1 / (1 + np.exp(surest))
    share = np.clip(share, limit, 1 - limit)
    return np.interp(_GRID, _GRID[known], np.log(share / (1 - share)))


def _averaged_out(sets: Sequence[LabelledSet], log_odds: Floats) -> float:
    """Return the share r of the spread that goes away in large groups: the most likely one.

    With the gain k of `engine.calibration`, r is chosen so that the mean of -ln(probability of what is true)
    over groups of all `GROUP_SIZES` is least. 0 where no set has enough people with two groups.
    """
    kinds = []
    for size in GROUP_SIZES:
        groups = [_groups(one, size) for one in sets]
        enough = [one for one in groups if _people_with_two(one) >= _FEWEST_PEOPLE]
        if enough:
            densities = [_densities(one)[1] for one in enough]
            same = np.mean([one.same for one in densities], axis=0)
            kinds.append((size, _coarse(same), _coarse(_likely_strangers(densities))))
    if not kinds:
        return 0.0
    evidence = np.interp(_centres(_COARSE), _GRID, log_odds)

    def cost(share: float) -> float:
        total = 0.0
        for size, same, different in kinds:
            odds = evidence / (1 - share + share / size)
            total += float(same @ np.logaddexp(0, -odds) + different @ np.logaddexp(0, odds))
        return total

    return float(min(np.round(np.arange(0, 0.96, 0.01), 2), key=cost))


def _coarse(shares: Floats) -> Floats:
    return np.asarray(shares.reshape(_COARSE, -1).sum(axis=1))


def _people_with_two(groups: LabelledSet) -> int:
    return int((np.unique(groups.people, return_counts=True)[1] >= 2).sum())


def _groups(one: LabelledSet, size: int) -> LabelledSet:
    """Divide each person's faces into groups of that size, as clustering begins: a face and those nearest.

    Groups by chance would be more alike than real ones, which hold the faces of one day or one year.

    Returns:
        The groups for faces: the "embedding" of a group is the mean of its faces', so that the product of two
        is their mean similarity.
    """
    order = np.argsort(one.people, kind="stable")
    starts = np.flatnonzero(np.diff(one.people[order], prepend=-1))
    means, first = [], []
    for members in np.split(order, starts[1:]):
        rest = members
        while len(rest) >= size:
            nearest = np.argsort(-(one.embeddings[rest] @ one.embeddings[rest[0]]), kind="stable")
            means.append(one.embeddings[rest[nearest[:size]]].mean(axis=0))
            first.append(rest[0])
            rest = np.delete(rest, nearest[:size])
    families = None if one.families is None else one.families[first]
    vectors = np.array(means, np.float32).reshape(len(means), one.embeddings.shape[1])
    return LabelledSet(one.name, vectors, one.people[np.array(first, np.int64)], families)


def as_toml(measured: Measured, *, by: str = "trainer calibrate") -> str:
    """Write the table as a card has it, with a comment that says what it was measured on.

    Args:
        measured: what was measured.
        by: the command that did it.
    """
    spec = measured.calibration
    lines = ["[calibration]", f"# Measured by `{by}`; sets weigh equally:"]
    for one in measured.sets:
        related = f" ({one.relatives:,} of relatives)" if one.relatives else ""
        lines.append(
            f"# {one.name}: {one.faces:,} faces of {one.people:,} people; {one.same:,} pairs of one person, "
            f"{one.different:,} of two people{related}."
        )
    for key in ("similarities", "false_accepts", "accepts", "log_odds"):
        values: tuple[float, ...] = getattr(spec, key)
        lines.append(f"{key} = [")
        lines += [
            f"    {', '.join(map(repr, values[start : start + 8]))}," for start in range(0, len(values), 8)
        ]
        lines.append("]")
    lines.append(f"averaged_out = {spec.averaged_out!r}")
    return "\n".join(lines) + "\n"
