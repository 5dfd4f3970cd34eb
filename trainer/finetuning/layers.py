"""Fine-tuning the later layers of the default recogniser."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from trainer.finetuning.dividing import Divided, choosing, parts_of
from trainer.finetuning.judging import FAR, Embedded, Finetuned, judge, verdict
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
from trainer.training.progress import Ending, Progress
from trainer.training.validation import embed


def recipe(*, steps: int, seed: int) -> TrainingConfig:
    """Return how the default recogniser is fine-tuned.

    The early stages, which see edges and textures, stay; the later ones learn slowly, the earliest of them
    slowest. A copy of the network as it was holds the embedding of every face, however badly it is shown,
    near that of the face shown well: against forgetting, and for bad photos. With a higher learning rate, or
    less weight on that, the network forgets within a hundred steps (benchmarks/RESULTS.md).

    Args:
        steps: batches.
        seed: of chance.
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
            initial=INSTALLED,
            frozen=("stem", *(f"block{number}" for number in range(1, 5))),
            freeze_statistics=True,
            stage_decay=0.9,
        ),
        batch=BatchConfig(people=12, faces_each=4, chunk=48, same_family=0.25),
        loss=LossConfig(teacher=INSTALLED, distillation=5.0, within_family=0.3),
        optimiser=OptimiserConfig(learning_rate=5e-5, averaging=0.98, warm_up=max(steps // 20, 1)),
    )


def finetune_layers(
    faces: Divided,
    *,
    config: TrainingConfig,
    folder: Path,
    ranks: Ranks | None = None,
    on_progress: Callable[[Progress], None] = lambda _: None,
    on_work: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[RecognitionNetwork, Finetuned]:
    """Fine-tune the later layers of the network, and judge the result.

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
        CheckpointError: the folder holds another run.
        ValueError: there is too little data.
        OSError: the folder cannot be written.
    """
    ranks = ranks or Ranks()
    parts, chosen_by = choosing(faces.training)
    outcome = Run(
        config,
        training=faces.training.subset(parts.training),
        held_out=[chosen_by.subset(places) for places, _ in parts_of(chosen_by)],
        folder=folder,
        ranks=ranks,
    ).train(on_progress=on_progress, on_work=on_work, cancelled=cancelled)
    if outcome.ending is Ending.CANCELLED:
        raise InterruptedError("The fine-tuning was stopped; the same command goes on.")
    networks = initial_network(config.network, seed=config.seed), load_network(folder)
    before, after = (
        _embedded(network.to(ranks.device).eval(), faces, ranks, on_work) for network in networks
    )
    own, general = judge(before, after, faces)
    better, reason = verdict(own, general)
    return networks[1].cpu(), Finetuned(outcome.step, outcome.best_step, own, general, better, reason)


def _embedded(
    network: RecognitionNetwork, faces: Divided, ranks: Ranks, on_work: Callable[[str, int, int], None]
) -> Embedded:
    told = partial(on_work, "Judging")
    return (
        embed(network, faces.own, device=ranks.device, on_progress=told),
        embed(network, faces.general, device=ranks.device, on_progress=told),
    )
