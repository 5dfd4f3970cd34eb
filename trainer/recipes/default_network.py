"""How the default recogniser is made: the published one, its last stages trained with triplets, held back.

The order of the work, and its numbers. What was tried besides, and what it gave, is in
benchmarks/RESULTS.md.

A set is learned from, and judged, on its own: people of other sets are too easily told apart. Each set is
divided by family: some learn, some choose the weights, and some judge, once. People whom the published
network takes for somebody else (two names, one face) take no part, and nobody judges who looks like somebody
that was learned from, as people are in several sets. Relatives may look much more alike before they are taken
for one: to tell them apart is what is to be learned, and to be judged.

The result lies half way between the published weights and the learned ones (`LateConfig.kept`).
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from trainer.data.joining import joined
from trainer.data.splitting import Division, divide
from trainer.data.training_set import TrainingSet
from trainer.evaluation.learned import write_learned_from
from trainer.finetuning.linear_map import folded
from trainer.networks.base import RecognitionNetwork
from trainer.networks.sface import PUBLISHED_SIZE, published_sface
from trainer.recipes.judging import SetVerdict, judge
from trainer.training.activations import PLAIN, Activations, remember_activations
from trainer.training.checkpoints import (
    CheckpointError,
    network_facts,
    read,
    remembered,
    write,
    write_best,
)
from trainer.training.late_layers import LateConfig, Look, embed_late, learn_late, soup

#: A set of which fewer people with two faces could choose the weights leaves that to others.
FEWEST_CHOOSING = 8

Places = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Recipe:
    """The numbers of the recipe.

    Attributes:
        first: the first stage that learns.
        late: how it learns; each soup has its own seed.
        runs: how many networks the weights are the mean of.
        validation: share of the families, but for those that judge, that choose the weights.
        test: share of the families that judge them.
        one_person: people of whom the published network finds the mean faces at least so similar (cosine)
            are probably one person under two names.
        one_relative: the same for people of one family. Looked at by eye, siblings reach 0.82 and twins 0.9;
            above are pictures filed under the wrong relative.
    """

    first: str = "block7"
    late: LateConfig = LateConfig()  # noqa: RUF009  # frozen
    runs: int = 1
    validation: float = 0.12
    test: float = 0.3
    one_person: float = 0.6
    one_relative: float = 0.9


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One of the networks whose mean is taken.

    Attributes:
        network: with its best weights, in evaluation mode on the processor.
        step: after which they were the best.
        looks: at the people who chose.
    """

    network: RecognitionNetwork
    step: int
    looks: tuple[Look, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A network that the recipe made.

    Attributes:
        network: in evaluation mode.
        runs: how each of its parts was trained.
        verdicts: of the people who took no part, set by set.
        test: faces of these people, set by set.
        left_out: by set, names of people who may be one under two names: they took no part.
        learned: faces that were learned from, and how many people's they are.
    """

    network: RecognitionNetwork
    runs: tuple[Part, ...]
    verdicts: tuple[SetVerdict, ...]
    test: tuple[TrainingSet, ...]
    left_out: dict[str, tuple[str, ...]]
    learned: tuple[int, int]

    @property
    def better(self) -> bool:
        """Whether it is to replace the published network: better, or as good, on every set."""
        learned = any(part.step for part in self.runs)
        return learned and all(verdict.better for verdict in self.verdicts)


def make_default(
    sets: Sequence[TrainingSet],
    folder: Path,
    *,
    recipe: Recipe | None = None,
    device: torch.device,
    on_work: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
    on_look: Callable[[int, Look], None] = lambda _run, _look: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Made:
    """Make the default recogniser.

    Args:
        sets: prepared sets, each of a name of its own.
        folder: of the run; it exists. What faces become before the stages that learn is kept there, so that a
            run that was stopped goes on; so is the network.
        recipe: other numbers than the recipe's own.
        device: that computes.
        on_work: told what is done, and how much of how much.
        on_look: told the number of the part, from 1, and each new look at the people who choose.
        cancelled: asked now and then.

    Raises:
        InterruptedError: it was cancelled; the same call goes on.
        ValueError: a set has too few people, or two sets have one name.
        ModelError: the published network is not installed.
        OSError: the folder cannot be written.
    """
    recipe = recipe or Recipe()
    # The norm behind the last layer becomes part of it: one scale for all weights that learn at one rate.
    published = folded(published_sface(), np.eye(PUBLISHED_SIZE, dtype=np.float32)).to(device).eval()
    faces = joined(sets)
    # What would be refused in the end is refused before the long work.
    _divided(faces, np.zeros(0, np.int64), recipe)
    activations = remember_activations(
        published,
        recipe.first,
        faces,
        recipe.late.views,
        folder / "activations",
        device=device,
        seed=recipe.late.seed,
        on_progress=lambda done, total: on_work("Looking at faces", done, total),
        cancelled=cancelled,
    )

    def tell(done: int, total: int) -> None:
        if cancelled():
            raise InterruptedError("Stopped; the same command goes on.")
        on_work("Embedding them as before", done, total)

    before = _before(published, activations, folder, device, tell)
    means = _mean_faces(before, faces)
    doubtful = _one_person_twice(means, faces, recipe)
    divided = _divided(faces, doubtful, recipe)
    parts = _without_known(divided, means, faces, recipe.one_person)
    runs = [
        _learned(
            published,
            faces,
            activations,
            before,
            parts,
            recipe=replace(recipe, late=replace(recipe.late, seed=recipe.late.seed + number)),
            file=folder / f"part-{number + 1}.safetensors",
            device=device,
            on_step=_telling(number, recipe.runs, on_work, on_look),
            cancelled=cancelled,
        )
        for number in range(recipe.runs)
    ]
    network = soup([run.network for run in runs])
    write_learned_from(folder, faces.subset(parts.training))
    write_best(folder, network.state_dict(), {**network_facts(network, "sface"), "step": runs[0].step})
    on_work("Judging", 0, 1)
    network.to(device)
    tests = [parts.test[faces.sets[parts.test] == number] for number in range(len(faces.set_names))]
    verdicts = tuple(
        judge(
            name,
            faces.people[places],
            before[places],
            embed_late(network, activations, places, device=device),
        )
        for name, places in zip(faces.set_names, tests, strict=True)
    )
    on_work("Judging", 1, 1)
    left_out = {
        name: tuple(
            faces.names[person].removeprefix(f"{name}/")
            for person in np.intersect1d(doubtful, faces.people[faces.sets == number])
        )
        for number, name in enumerate(faces.set_names)
    }
    test = tuple(faces.subset(places) for places in tests)
    learned = len(parts.training), len(np.unique(faces.people[parts.training]))
    return Made(network.cpu(), tuple(runs), verdicts, test, left_out, learned)


def _before(
    published: RecognitionNetwork,
    activations: Activations,
    folder: Path,
    device: torch.device,
    tell: Callable[[int, int], None],
) -> Floats:
    """Embed all faces with the published network, or take what an earlier call has kept of the same ones."""
    kept, facts = folder / "before.safetensors", {"activations": activations.identity}
    found = remembered(kept, "embeddings", facts)
    if found is None:
        count = len(activations.views[PLAIN])
        vectors = embed_late(published, activations, np.arange(count), device=device, on_progress=tell)
        found = torch.from_numpy(vectors)
        write(kept, {"embeddings": found}, facts)
    return np.asarray(found.numpy(), np.float32)


def _learned(
    published: RecognitionNetwork,
    faces: TrainingSet,
    activations: Activations,
    before: Floats,
    parts: Division,
    *,
    recipe: Recipe,
    file: Path,
    device: torch.device,
    on_step: Callable[[int, int, Look], None],
    cancelled: Callable[[], bool],
) -> Part:
    """Train a part, or take what an earlier call has kept of the same one."""
    columns = (faces.people, faces.families, faces.photos, faces.sets, parts.training, parts.validation)
    who = hashlib.sha256(b"/".join(column.tobytes() for column in columns)).hexdigest()
    facts: dict[str, Any] = {"activations": activations.identity, "late": repr(recipe.late), "who": who}
    try:
        saved = read(file)
    except (FileNotFoundError, CheckpointError):
        saved = None
    if saved is not None and {key: saved.facts.get(key) for key in facts} == facts:
        network = copy.deepcopy(published).cpu().eval()
        network.load_state_dict(saved.tensors)
        looks = tuple(Look(int(step), dict(vals)) for step, vals in saved.facts["looks"])
        return Part(network, int(saved.facts["step"]), looks)
    found = learn_late(
        published,
        faces,
        activations,
        before,
        training=parts.training,
        held_out=parts.validation,
        config=recipe.late,
        device=device,
        on_step=on_step,
        cancelled=cancelled,
    )
    told = [[look.step, look.vals] for look in found.looks]
    write(file, found.network.state_dict(), {**facts, "step": found.step, "looks": told})
    return Part(found.network, found.step, found.looks)


def _mean_faces(embeddings: Floats, faces: TrainingSet) -> NDArray[np.float64]:
    """Return the mean embedding of each person (p, d), scaled to length 1."""
    sums = np.zeros((len(faces.names), embeddings.shape[1]))
    np.add.at(sums, faces.people, embeddings)
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True))


def _without_known(
    parts: Division, means: NDArray[np.float64], faces: TrainingSet, similarity: float
) -> Division:
    """Let nobody judge who looks like somebody that was learned from: people may be in two sets."""
    known, judges = (np.unique(faces.people[part]) for part in (parts.training, parts.test))
    alike = (means[judges] @ means[known].T >= similarity).any(axis=1)
    kept = ~np.isin(faces.people[parts.test], judges[alike])
    return replace(parts, test=parts.test[kept])


def _one_person_twice(means: NDArray[np.float64], faces: TrainingSet, recipe: Recipe) -> Places:
    """Return people to leave out, so that no two of one set look like one person: those with most doubts."""
    count = len(faces.names)
    own_set, family = np.zeros(count, np.int64), np.zeros(count, np.int64)
    own_set[faces.people], family[faces.people] = faces.sets, faces.families
    # A single face may be like another by chance; the mean of several is not.
    several = np.bincount(faces.people, minlength=count) >= 3
    least = np.where(family[:, None] == family, recipe.one_relative, recipe.one_person)
    alike = (means @ means.T >= least) & (own_set[:, None] == own_set) & several[:, None] & several
    np.fill_diagonal(alike, val=False)
    out = []
    while alike.any():
        worst = int(alike.sum(1).argmax())
        out.append(worst)
        alike[worst], alike[:, worst] = False, False
    return np.array(sorted(out), np.int64)


def _divided(faces: TrainingSet, doubtful: Places, recipe: Recipe) -> Division:
    """Divide the faces of all but `doubtful` people."""
    parts = divide(faces, validation=recipe.validation, test=recipe.test)
    training, validation, test = (
        part[~np.isin(faces.people[part], doubtful)]
        for part in (parts.training, parts.validation, parts.test)
    )
    # So few people choose by chance; they are of more use to learn from.
    few = [
        number
        for number in range(len(faces.set_names))
        if _people(faces, validation, number) < FEWEST_CHOOSING
    ]
    moved = np.isin(faces.sets[validation], few)
    training = np.sort(np.concatenate([training, validation[moved]]))
    for number, name in enumerate(faces.set_names):
        for part, work in ((training, "learn from"), (test, "judge")):
            if _people(faces, part, number) < 2:
                raise ValueError(
                    f"Of {name} there are not two people with two faces each to {work}. Name a set of more "
                    "people."
                )
    if moved.all():
        raise ValueError("There are too few people to choose the weights by. Name a set of more people.")
    return Division(training, validation[~moved], test)


def _people(faces: TrainingSet, places: Places, number: int) -> int:
    """Return how many people of a set have two faces or more at these places."""
    return int((np.bincount(faces.people[places[faces.sets[places] == number]], minlength=1) >= 2).sum())


def _telling(
    number: int,
    runs: int,
    on_work: Callable[[str, int, int], None],
    on_look: Callable[[int, Look], None],
) -> Callable[[int, int, Look], None]:
    told: list[Look] = []

    def tell(step: int, steps: int, look: Look) -> None:
        on_work(f"Learning, part {number + 1} of {runs}", step, steps)
        if not told or told[-1] is not look:
            told.append(look)
            on_look(number + 1, look)

    return tell
