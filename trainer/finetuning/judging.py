"""Judging a fine-tuning on people who took no part in it: before against after, and whether it is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from trainer.data.joining import joined
from trainer.evaluation.hard_pairs import HardPairs, Pairs, hard_pairs
from trainer.evaluation.roc import Interval, bootstrap
from trainer.finetuning.dividing import Divided

#: The false accept rate at which before and after are compared.
FAR = 1e-3

#: With fewer accepted pairs of two people than this, single pairs decide on a threshold.
FEW = 10


@dataclass(frozen=True, slots=True)
class Comparison:
    """VAL at `FAR` before and after, on the same held-out faces.

    Attributes:
        name: what was measured.
        faces: whose pairs of one person count.
        people: whose they are.
        before: with the network as it was.
        after: with the fine-tuned one.
        difference: after less before, with the range of resampled people.
    """

    name: str
    faces: int
    people: int
    before: float
    after: float
    difference: Interval


@dataclass(frozen=True, slots=True, eq=False)
class Finetuned:
    """How a fine-tuning ended.

    Attributes:
        steps: batches that it learned from.
        best_step: after which the network was the best on the people that chose it; 0: before the first.
        own: held-out people of the library.
        general: held-out general people.
        better: whether the network is to be kept: more of the library's pairs are accepted, and the general
            pairs are not fewer by more than chance.
        reason: a sentence on that.
    """

    steps: int
    best_step: int
    own: Comparison
    general: Comparison
    better: bool
    reason: str


#: Embeddings of the held-out faces of the library, and of the general ones: (n, d) and (m, d) unit vectors.
Embedded = tuple[NDArray[np.float32], NDArray[np.float32]]


def judge(before: Embedded, after: Embedded, faces: Divided) -> tuple[Comparison, Comparison]:
    """Compare two networks on the held-out people of the library, and on general ones.

    The people of a library are alike, being related; so their pairs are judged at the threshold that gives
    `FAR` among themselves. Where they make too few pairs of two people for that (fewer than `FEW` would be
    accepted), the pairs of all held-out faces decide on the threshold, general ones too.

    Args:
        before: embeddings by the first network.
        after: by the second.
        faces: whose held-out faces they are.

    Returns:
        What was found of the library's people, and of the general ones.
    """
    mine = len(faces.own)
    own = [hard_pairs(embedded[0], faces.own.people) for embedded in (before, after)]
    if own[0].different_count * FAR < FEW:
        people = joined([faces.own, faces.general]).people
        together = [hard_pairs(np.concatenate(embedded), people) for embedded in (before, after)]
        own = [_same_among_first(pairs, mine) for pairs in together]
    general = [hard_pairs(embedded[1], faces.general.people) for embedded in (before, after)]
    return (
        _comparison(own, "held-out people of the library", mine),
        _comparison(general, "held-out people of the general sets", len(faces.general)),
    )


def verdict(own: Comparison, general: Comparison) -> tuple[bool, str]:
    """Tell whether a fine-tuned network is to be kept, and why."""
    if own.difference.value <= 0:
        return False, (
            f"It is no better on the {own.name}: VAL {own.after:.4f} after, {own.before:.4f} before. It is "
            "not kept."
        )
    if general.difference.high < 0:
        return False, (
            f"It is worse on the {general.name}: VAL {general.after:.4f} after, {general.before:.4f} before. "
            "It is not kept."
        )
    return True, (
        f"It is better on the {own.name}: VAL {own.after:.4f} after, {own.before:.4f} before; and not worse "
        f"on the {general.name}: {general.after:.4f} and {general.before:.4f}."
    )


def told(found: Finetuned, faces: Divided) -> str:
    """Return a report of a fine-tuning, as Markdown."""
    learned = f"{len(faces.training):,} faces of {len(faces.training.names):,} people"
    best = f"after {found.best_step:,} of them" if found.best_step else "before the first of them"
    lines = [
        f"Learned from {learned} in {found.steps:,} steps; the network was best {best}.",
        "",
        f"| VAL at FAR {FAR:g} | faces | people | before | after | difference (95% of resamples) |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.name} | {one.faces:,} | {one.people:,} | {one.before:.4f} | {one.after:.4f} | "
        f"{one.difference.value:+.4f} ({one.difference.low:+.4f} to {one.difference.high:+.4f}) |"
        for one in (found.own, found.general)
    ]
    return "\n".join([*lines, "", found.reason]) + "\n"


def _same_among_first(pairs: HardPairs, count: int) -> HardPairs:
    """Leave out pairs of one person beyond the first so many faces; pairs of two people all stay."""
    kept = pairs.same.first < count
    same = Pairs(pairs.same.first[kept], pairs.same.second[kept], pairs.same.similarity[kept])
    return replace(pairs, same=same)


def _comparison(pairs: list[HardPairs], name: str, faces: int) -> Comparison:
    found = bootstrap(pairs, (FAR,))
    before, after = found.measured[:, 0]
    people = len(np.unique(pairs[0].people[:faces]))
    return Comparison(name, faces, people, float(before), float(after), found.differences(1, 0)[0])
