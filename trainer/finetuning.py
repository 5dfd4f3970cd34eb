"""Making the default recogniser better at the people of one library, without making it worse at others.

A library has few people, and what is measured on people it was trained on says nothing. So some of its people
are held out, by family where families are known; the network learns from the others, and from general faces
beside them, while a fixed copy of itself holds it to where it was; and it is kept only if it is better on the
held-out people and not worse on general ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from trainer.data.splitting import divide
from trainer.data.training_set import TrainingSet, joined
from trainer.evaluation.hard_pairs import HardPairs, Pairs, hard_pairs
from trainer.evaluation.roc import Interval, bootstrap
from trainer.networks.base import RecognitionNetwork
from trainer.training.checkpoints import load_network
from trainer.training.config import (
    INSTALLED,
    BatchConfig,
    Criterion,
    DataConfig,
    LossConfig,
    NetworkConfig,
    OptimiserConfig,
    TrainingConfig,
)
from trainer.training.distributed import Ranks
from trainer.training.initial import initial_network
from trainer.training.loop import Run
from trainer.training.progress import Ending, Outcome, Progress
from trainer.training.validation import embed

#: People of the library with two faces or more, below which holding some out says nothing.
FEWEST_PEOPLE = 8

#: Of the people of the library and of the general sets, this share is held out.
HELD_OUT = 0.25

#: The false accept rate at which before and after are compared.
FAR = 1e-3

# Of so few people a hash may put none, or all, on one side: other seeds are tried.
_DIVISIONS = 100


@dataclass(frozen=True, slots=True, eq=False)
class Divided:
    """Faces to learn from, and faces of other people to judge by.

    Attributes:
        training: of the library's people and of general ones.
        own: held-out faces of the library's people.
        general: held-out faces of general people.
    """

    training: TrainingSet
    own: TrainingSet
    general: TrainingSet


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
        outcome: of the training run.
        own: held-out people of the library.
        general: held-out general people.
        better: whether the network is to be kept: more of the library's pairs are accepted, and the general
            pairs are not fewer by more than chance.
        reason: a sentence on that.
    """

    outcome: Outcome
    own: Comparison
    general: Comparison
    better: bool
    reason: str


def recipe(*, steps: int, seed: int, initial: str = INSTALLED) -> TrainingConfig:
    """Return how the default recogniser is fine-tuned.

    The early stages, which see edges and textures, stay; the later ones learn slowly, the earliest of them
    slowest. A copy of the network as it was holds the embedding of every face, however badly it is shown,
    near that of the face shown well: against forgetting, and for bad photos.

    Args:
        steps: batches.
        seed: of chance.
        initial: "installed", or the path of a run that began from it.
    """
    return TrainingConfig(
        steps=steps,
        seed=seed,
        augmentation="old_photos",
        validate_every=max(steps // 10, 1),
        criterion=Criterion.MEAN,
        far=FAR,
        data=DataConfig(views=("clean",)),
        network=NetworkConfig(
            name="sface",
            initial=initial,
            frozen=("stem", *(f"block{number}" for number in range(1, 7))),
            freeze_statistics=True,
            stage_decay=0.8,
        ),
        batch=BatchConfig(people=12, faces_each=4, chunk=24, same_family=0.25),
        loss=LossConfig(teacher=INSTALLED, distillation=1.0, within_family=0.5),
        optimiser=OptimiserConfig(learning_rate=1e-4, averaging=0.99, warm_up=max(steps // 20, 1)),
    )


def divided(own: TrainingSet, general: Sequence[TrainingSet]) -> Divided:
    """Divide the people of a library, and of general sets, into some to learn from and some to judge by.

    Args:
        own: faces of the library.
        general: other prepared sets, one or more.

    Raises:
        ValueError: the library has too few people, or there is no general set.
    """
    counts = np.bincount(own.people)
    several = int((counts >= 2).sum())
    if several < FEWEST_PEOPLE:
        raise ValueError(
            f"Fine-tuning needs {FEWEST_PEOPLE} people with two confirmed faces or more, and there are "
            f"{several}. Name and confirm more people, and export the training set again."
        )
    if not general:
        raise ValueError("Fine-tuning needs a general set of other people: name one with --general.")
    for seed in range(_DIVISIONS):
        parts = divide(own, validation=HELD_OUT, seed=seed)
        mine, judged = own.subset(parts.training), own.subset(parts.validation)
        if min(_people_with_two(mine), _people_with_two(judged)) >= 2:
            break
    else:
        raise ValueError("The people of the training set cannot be divided: nearly all are of one family.")
    learned, judged_general = [mine], []
    for faces in general:
        parts = divide(faces, validation=HELD_OUT)
        learned.append(faces.subset(parts.training))
        judged_general.append(faces.subset(parts.validation))
    return Divided(joined(learned), judged, joined(judged_general))


def _people_with_two(faces: TrainingSet) -> int:
    return int((np.bincount(faces.people, minlength=1) >= 2).sum())


def finetune(
    faces: Divided,
    *,
    config: TrainingConfig,
    folder: Path,
    ranks: Ranks | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    on_work: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[RecognitionNetwork, Finetuned]:
    """Fine-tune, and judge the result.

    Some of the people to learn from choose the best network of the run; those who judge it in the end take
    no part in that.

    Args:
        faces: to learn from and to judge by.
        config: as `recipe` has it.
        folder: of the run; it exists. Where it holds the same run, that goes on.
        ranks: processes that train together.
        on_progress: told after each step.
        on_work: told what else is done, and how much of how much.
        cancelled: asked before each step.

    Returns:
        The network and the judgement.

    Raises:
        InterruptedError: it was cancelled; the run can go on.
        ConfigError: the folder holds another run.
        ValueError: there is too little data.
        OSError: the folder cannot be written.
    """
    ranks = ranks or Ranks()
    parts = divide(faces.training, validation=0.1, seed=1)
    outcome = Run(
        config,
        training=faces.training.subset(parts.training),
        held_out=_set_by_set(faces.training.subset(parts.validation)),
        folder=folder,
        ranks=ranks,
    ).train(on_progress=on_progress, on_work=on_work, cancelled=cancelled)
    if outcome.ending is Ending.CANCELLED:
        raise InterruptedError("The fine-tuning was stopped; the same command goes on.")
    before = initial_network(config.network, seed=config.seed).eval()
    after = load_network(folder)
    own, general = judge(before, after, faces, ranks=ranks)
    better, reason = verdict(own, general)
    return after, Finetuned(outcome, own, general, better, reason)


def judge(
    before: RecognitionNetwork, after: RecognitionNetwork, faces: Divided, *, ranks: Ranks | None = None
) -> tuple[Comparison, Comparison]:
    """Compare two networks on the held-out people of the library, and on general ones.

    A library holds out few people, who make few pairs of two people; so its pairs of one person are judged at
    the threshold that gives `FAR` among all held-out faces, general ones too.

    Args:
        before: the first network.
        after: the second.
        faces: whose held-out faces are compared.
        ranks: whose device computes.
    """
    device = (ranks or Ranks()).device
    together = joined([faces.own, faces.general])
    mine = len(faces.own)
    whole = [
        hard_pairs(embed(network.to(device), together, device=device), together.people)
        for network in (before, after)
    ]
    mine_alone = [_same_among_first(pairs, mine) for pairs in whole]
    own = _comparison(mine_alone, "held-out people of the library", mine)
    embedded = [
        hard_pairs(embed(network, faces.general, device=device), faces.general.people)
        for network in (before, after)
    ]
    return own, _comparison(embedded, "held-out people of the general sets", len(faces.general))


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


def _set_by_set(faces: TrainingSet) -> list[TrainingSet]:
    """Take joined sets apart, those without two people and a pair left out."""
    found = [faces.subset(np.flatnonzero(faces.sets == number)) for number in range(len(faces.set_names))]
    return [one for one in found if len(one.names) >= 2 and _people_with_two(one)]


def told(found: Finetuned, faces: Divided) -> str:
    """Return a report of a fine-tuning, as Markdown."""
    learned = f"{len(faces.training):,} faces of {len(faces.training.names):,} people"
    lines = [
        f"Learned from {learned} in {found.outcome.step:,} steps (the best: {found.outcome.best_step:,}).",
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
