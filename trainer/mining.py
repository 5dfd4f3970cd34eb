"""Which triplets of a batch to learn from, and how the batch stands.

Here live the strategies that select (anchor, positive, negative) from the squared distances of one batch, the
loss over all its triplets that needs no list of them, and the report by which a collapse is noticed. The
other losses live in `trainer.losses`; how batches are put together, in `trainer.data`.

Throughout, `d2` is (n, n) floating, the squared L2 distances of the n unit vectors of the batch, 0 to 4;
`labels` is (n,) integer, the person of each face: equal numbers are one person, and a face alone with its
number is nobody's positive but everybody else's negative. Everything runs on the device of `d2`, without a
loop over pairs; what is random comes from the generator alone, and is the same on every device for the
same `d2`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import torch
from torch import Generator, Tensor

#: The most triplets that are listed: 800 MB of indices. `batch_all_loss` knows no such limit.
MOST_LISTED = 1 << 25
#: Mean d² of different people under which a batch is one point; see `MiningReport`.
COLLAPSED_D2 = 0.01
#: Distances between which the density of distances weighs negatives; see `Selection.DISTANCE_WEIGHTED`.
NEAREST_WEIGHED, FARTHEST_WEIGHED = 0.5, 1.4
#: Weights are drawn from as whole numbers that add up to about this for each anchor: whole numbers add up
#: alike on every device.
_WHOLE = 2.0**40


class Selection(StrEnum):
    """How triplets are selected. "Paper" is FaceNet (Schroff, Kalenichenko, Philbin 2015), section 3.2.

    - RANDOM: for every anchor-positive pair any negative, all alike.
    - SEMI_HARD: for every anchor-positive pair, as the paper does it, a negative with
      d²(a, p) < d²(a, n) < d²(a, p) + margin: the nearest of those, or any. Pairs without one are left out:
      their negatives are either far enough already, or nearer than the positive, and the latter are what the
      paper avoids because they lead to a collapse early in training.
    - HARDEST: for every anchor-positive pair the nearest negative of the batch.
    - HARD_POSITIVE: for every anchor the farthest positive, with a semi-hard negative.
    - BATCH_ALL: every triplet of the batch with d²(a, n) < d²(a, p) + margin.
    - SEMI_HARD_ALL: every semi-hard triplet of the batch.
    - DISTANCE_WEIGHTED: for every anchor-positive pair a negative drawn with probability proportional to
      min(λ, 1 / q(D)), where q is the density of distances D between random points of the sphere (Wu,
      Manmatha, Smola, Krähenbühl 2017, "Sampling Matters in Deep Embedding Learning", section 4). λ is 1 /
      q(0.5), and negatives from a distance of 1.4 on are left out, as nothing is to be learnt from most of
      them; an anchor with none nearer gets any negative.
    """

    RANDOM = "random"
    SEMI_HARD = "semi_hard"
    HARDEST = "hardest"
    HARD_POSITIVE = "hard_positive"
    BATCH_ALL = "batch_all"
    SEMI_HARD_ALL = "semi_hard_all"
    DISTANCE_WEIGHTED = "distance_weighted"


@dataclass(frozen=True, slots=True, eq=False)
class Triplets:
    """Triplets of a batch, as (t,) int64 positions in it, ordered by anchor."""

    anchor: Tensor
    positive: Tensor
    negative: Tensor

    def __len__(self) -> int:
        return self.anchor.numel()


@dataclass(frozen=True, slots=True)
class MiningReport:
    """How a batch stands, and what was selected from it.

    Attributes:
        triplets: how many were selected.
        active: share of the selected that violate the margin, d²(a, n) < d²(a, p) + margin; 0 of none.
        positive_d2: mean d² of all pairs of one person in the batch; NaN where there are none, as below.
        negative_d2: mean d² of all pairs of different people in the batch.
        collapsed: all embeddings are (nearly) one point: the mean d² of different people is below
            `COLLAPSED_D2`, an angle of 5.7 degrees. As the variance of unit vectors is half the mean of all
            d², that is a variance near zero as well. A batch of one person says nothing, and is not called
            collapsed; an untrained network may be, so what counts is a batch after some steps.
    """

    triplets: int
    active: float
    positive_d2: float
    negative_d2: float
    collapsed: bool


def positive_pairs(labels: Tensor) -> tuple[Tensor, Tensor]:
    """Return every ordered (anchor, positive) of one person.

    Returns:
        anchors and positives, (p,) int64 each: positions in the batch, ordered by anchor, then positive.
    """
    same = labels[:, None] == labels
    anchors, positives = same.fill_diagonal_(False).nonzero(as_tuple=True)
    return anchors, positives


def select(
    strategy: Selection | str,
    d2: Tensor,
    labels: Tensor,
    margin: float = 0.2,
    generator: Generator | None = None,
    *,
    nearest: bool = True,
    families: Tensor | None = None,
    within: float = 0.0,
    dimensions: int = 128,
) -> Triplets:
    """Select triplets of a batch.

    Args:
        strategy: a `Selection` or its name.
        d2: (n, n) floating; no gradient flows through the selection.
        labels: (n,) integer.
        margin: of d², as in the loss.
        generator: what random choices are drawn from, on any device; None is torch's own.
        nearest: of semi-hard negatives take the nearest; otherwise any of them.
        families: (n,) integer, the family of each face.
        within: share, 0 to 1, of pairs whose negative comes from the anchor's family; a pair without such a
            negative of the kind that the strategy asks for gets one from the whole batch.
        dimensions: of the embeddings; matters to DISTANCE_WEIGHTED only.

    Returns:
        The triplets, at most one for each anchor-positive pair, except for BATCH_ALL and SEMI_HARD_ALL.

    Raises:
        ValueError: for an unknown strategy or shapes that do not fit, a share within families without
            families or with a strategy that takes every negative, or more than `MOST_LISTED` triplets.
    """
    strategy = Selection(strategy)
    d2 = d2.detach()
    _check(d2, labels)
    if not 0 <= within <= 1 or (within and families is None):
        raise ValueError(f"a share within families must lie between 0 and 1 and needs families, not {within}")
    negatives = labels[:, None] != labels
    anchors, positives = positive_pairs(labels)
    if not anchors.numel():
        return Triplets(anchors, positives, anchors)
    if strategy in (Selection.BATCH_ALL, Selection.SEMI_HARD_ALL):
        if within:
            raise ValueError(f"{strategy} takes every negative; a share within families has no meaning")
        harder = strategy is Selection.BATCH_ALL
        return _listed(d2, negatives, anchors, positives, margin, harder=harder)
    if strategy is Selection.HARD_POSITIVE:
        anchors, positives = _farthest_positives(d2, labels)
    pick = partial(
        _picked,
        strategy=strategy,
        d2=d2,
        pairs=(anchors, positives),
        margin=margin,
        generator=generator,
        nearest=nearest,
        dimensions=dimensions,
    )
    found = pick(negatives)
    if within and families is not None:
        kin = pick(negatives & (families[:, None] == families))
        wanted = _uniform(anchors.numel(), generator, d2.device) < within
        found = torch.where(wanted & (kin >= 0), kin, found)
    kept = found >= 0
    return Triplets(anchors[kept], positives[kept], found[kept])


def batch_all_loss(d2: Tensor, labels: Tensor, margin: float = 0.2) -> Tensor:
    """Return the mean triplet loss of all triplets that violate the margin, without listing them.

    It is what `triplet_loss` gives for the triplets of `Selection.BATCH_ALL` ("batch all, non-zero": Hermans,
    Beyer, Leibe 2017, "In Defense of the Triplet Loss", section 2), value and gradient. Each d² enters as
    often as triplets violate the margin with it; these counts come from the rank of each negative among the
    anchor's positives, so that memory is O(n²).

    Args:
        d2: (n, n) floating; the gradient flows into it.
        labels: (n,) integer.
        margin: of d².

    Returns:
        A scalar of the dtype of `d2`; 0 with a gradient of zeros where no triplet violates the margin.

    Raises:
        ValueError: if the shapes do not fit.
    """
    _check(d2, labels)
    weights = _violations(d2.detach(), labels, margin).to(torch.float64)
    triplets = weights.clamp(min=0).sum()
    weights /= triplets.clamp(min=1)
    return ((weights * d2).sum() + margin * (triplets > 0)).to(d2.dtype)


def report(d2: Tensor, labels: Tensor, triplets: Triplets | None, margin: float = 0.2) -> MiningReport:
    """Return how a batch stands and what was selected from it.

    Args:
        d2: (n, n) floating.
        labels: (n,) integer.
        triplets: the selected; None for all triplets of the batch, which `batch_all_loss` looks at, and which
            are counted without being listed.
        margin: of d².

    Raises:
        ValueError: if the shapes do not fit.
    """
    _check(d2, labels)
    d2 = d2.detach()
    same = labels[:, None] == labels
    others = ~same
    same.fill_diagonal_(False)
    if triplets is None:
        count = (same.sum(1) * others.sum(1)).sum()
        active = _violations(d2, labels, margin).clamp(min=0).sum()
    else:
        positive, negative = d2[triplets.anchor, triplets.positive], d2[triplets.anchor, triplets.negative]
        count = torch.tensor(len(triplets), device=d2.device)
        active = (negative < positive + margin).sum()
    pairs = [(d2 * mask).sum(dtype=torch.float64) / mask.sum() for mask in (same, others)]
    numbers = torch.stack([count.double(), active / count.clamp(min=1), *pairs]).tolist()
    return MiningReport(
        triplets=int(numbers[0]),
        active=numbers[1],
        positive_d2=numbers[2],
        negative_d2=numbers[3],
        # NaN, no different people, is not below anything.
        collapsed=numbers[3] < COLLAPSED_D2,
    )


def _check(d2: Tensor, labels: Tensor) -> None:
    if labels.ndim != 1 or d2.shape != (labels.numel(), labels.numel()):
        raise ValueError(
            f"d2 must be (n, n) and labels (n,), not {tuple(d2.shape)} and {tuple(labels.shape)}"
        )


def _farthest_positives(d2: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
    """Return the anchors that have a positive, and the farthest of each."""
    same = (labels[:, None] == labels).fill_diagonal_(False)
    anchors = same.any(1).nonzero()[:, 0]
    return anchors, d2.masked_fill(~same, -1).argmax(1)[anchors]


def _picked(
    allowed: Tensor,
    *,
    strategy: Selection,
    d2: Tensor,
    pairs: tuple[Tensor, Tensor],
    margin: float,
    generator: Generator | None,
    nearest: bool,
    dimensions: int,
) -> Tensor:
    """Return the negative of each pair out of those that `allowed` (n, n) bool allows, or -1: (t,) int64."""
    anchors, positives = pairs
    if strategy is Selection.RANDOM:
        return _drawn(allowed.long(), anchors, generator)
    if strategy is Selection.DISTANCE_WEIGHTED:
        return _drawn(_weights(d2, allowed, dimensions), anchors, generator)
    if strategy is Selection.HARDEST:
        closest = d2.masked_fill(~allowed, torch.inf).argmin(1)
        return torch.where(allowed.any(1), closest, -1)[anchors]
    ordered, order = d2.masked_fill(~allowed, torch.inf).sort(dim=1, stable=True)
    first, last = _band(ordered, anchors, d2[anchors, positives], margin)
    chosen = first
    if not nearest:
        share = _uniform(anchors.numel(), generator, d2.device)
        chosen = (first + (share * (last - first)).long()).minimum(last - 1).maximum(first)
    return torch.where(first < last, order[anchors, chosen.clamp(max=len(d2) - 1)], -1)


def _listed(
    d2: Tensor, negatives: Tensor, anchors: Tensor, positives: Tensor, margin: float, *, harder: bool
) -> Triplets:
    """Return every triplet in the band of its pair; with `harder`, those nearer than the positive too."""
    ordered, order = d2.masked_fill(~negatives, torch.inf).sort(dim=1, stable=True)
    first, last = _band(ordered, anchors, d2[anchors, positives], margin)
    if harder:
        first = torch.zeros_like(first)
    counts = (last - first).clamp(min=0)
    total = int(counts.sum())
    if total > MOST_LISTED:
        raise ValueError(
            f"{total:,} triplets violate the margin, more than the {MOST_LISTED:,} that are listed; "
            "batch_all_loss takes them all without listing them"
        )
    pair = torch.arange(len(counts), device=d2.device).repeat_interleave(counts, output_size=total)
    column = (first - counts.cumsum(0) + counts)[pair].add_(torch.arange(total, device=d2.device))
    anchor = anchors[pair]
    return Triplets(anchor, positives[pair], order[anchor, column])


def _band(ordered: Tensor, anchors: Tensor, positive_d2: Tensor, margin: float) -> tuple[Tensor, Tensor]:
    """Return for each pair the first and past-the-last column of its semi-hard negatives in `ordered`."""
    first = _ranks(ordered, anchors, positive_d2, right=True)
    return first, _ranks(ordered, anchors, positive_d2 + margin, right=False)


def _ranks(ordered: Tensor, anchors: Tensor, values: Tensor, *, right: bool) -> Tensor:
    """Return where each value belongs in the row of its anchor: (t,) int64.

    Args:
        ordered: (n, m), each row ascending.
        anchors: (t,) int64, ascending.
        values: (t,) of the dtype of `ordered`.
        right: past equal entries, otherwise before them.
    """
    column = _columns(anchors, len(ordered))
    padded = ordered.new_zeros(len(ordered), int(column.max()) + 1)
    padded[anchors, column] = values
    return torch.searchsorted(ordered, padded, right=right)[anchors, column]


def _columns(anchors: Tensor, n: int) -> Tensor:
    """Return the place of each pair among the pairs of its anchor; `anchors` (t,) ascending."""
    counts = anchors.bincount(minlength=n)
    return torch.arange(len(anchors), device=anchors.device) - (counts.cumsum(0) - counts)[anchors]


def _drawn(weights: Tensor, anchors: Tensor, generator: Generator | None) -> Tensor:
    """Draw for each pair a column of its anchor's row with probability proportional to its weight, or -1.

    Args:
        weights: (n, n) int64, 0 or more.
        anchors: (t,) int64, ascending.
        generator: what is drawn from.
    """
    cumulative = weights.cumsum(1)
    total = cumulative[:, -1][anchors]
    share = _uniform(anchors.numel(), generator, weights.device)
    target = (share * total).long().minimum(total - 1)
    return torch.where(total > 0, _ranks(cumulative, anchors, target, right=True), -1)


def _weights(d2: Tensor, negatives: Tensor, dimensions: int) -> Tensor:
    """Return the weights of DISTANCE_WEIGHTED: (n, n) int64, about 2^40 in all in rows with a negative."""
    near = negatives & (d2 < FARTHEST_WEIGHED**2)
    square = d2.clamp(NEAREST_WEIGHED**2, FARTHEST_WEIGHED**2).double()
    logarithm = square.log().mul_(-(dimensions - 2) / 2)
    logarithm -= square.div_(-4).log1p_().mul_((dimensions - 3) / 2)
    logarithm.masked_fill_(~near, -torch.inf)
    logarithm.masked_fill_(negatives & ~near.any(1, keepdim=True), 0)
    # A row without negatives is all -inf, of which softmax makes NaN.
    return logarithm.softmax(1).nan_to_num_(0).mul_(_WHOLE).long()


def _violations(d2: Tensor, labels: Tensor, margin: float) -> Tensor:
    """Return with how many others each pair makes a triplet that violates the margin: (n, n) int64.

    Positive pairs count their negatives, from 0 up; negative pairs count their positives, from 0 down.
    """
    anchors, positives = positive_pairs(labels)
    counts = torch.zeros_like(d2, dtype=torch.int64)
    if not anchors.numel():
        return counts
    column = _columns(anchors, len(d2))
    reach = d2.new_full((len(d2), int(column.max()) + 1), torch.inf)
    reach[anchors, column] = d2[anchors, positives] + margin
    reach, order = reach.sort(dim=1)
    # How many positives of the anchor do not reach each negative; the following ones do.
    rank = torch.searchsorted(reach, d2, right=True)
    negatives = labels[:, None] != labels
    reached = torch.zeros(len(d2), reach.shape[1] + 1, dtype=torch.int64, device=d2.device)
    reached = reached.scatter_add_(1, rank, negatives.long()).cumsum(1)[:, :-1]
    counts -= (anchors.bincount(minlength=len(d2))[:, None] - rank) * negatives
    counts[anchors, positives] = torch.empty_like(reached).scatter_(1, order, reached)[anchors, column]
    return counts


def _uniform(count: int, generator: Generator | None, device: torch.device) -> Tensor:
    """Return (count,) float64 in [0, 1), drawn on the generator's device: the same for d² on any device."""
    source = generator.device if generator is not None else torch.device("cpu")
    return torch.rand(count, generator=generator, dtype=torch.float64, device=source).to(device)
