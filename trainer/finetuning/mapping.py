"""Fine-tuning by a linear map of the default recogniser's embeddings."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from engine.models import Catalogue
from trainer.data.training_set import TrainingSet
from trainer.evaluation.models import Model, load_model
from trainer.finetuning.dividing import Divided, choosing, parts_of
from trainer.finetuning.judging import Finetuned, judge, verdict
from trainer.finetuning.linear_map import MapConfig, folded, learn_map, mapped
from trainer.networks.base import RecognitionNetwork
from trainer.networks.sface import default_sface
from trainer.recognisers import DEFAULT
from trainer.training.checkpoints import network_facts, remembered, write, write_best


def finetune_map(
    faces: Divided,
    *,
    config: MapConfig,
    folder: Path,
    on_step: Callable[[int, int, float], None] = lambda _step, _steps, _val: None,
    on_work: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[RecognitionNetwork, Finetuned]:
    """Learn a map of the default recogniser's embeddings, fold it into the network, and judge the result.

    Faces are embedded as the application does it, each averaged with its mirror image; the map of a mean is
    the mean of what is mapped.

    Args:
        faces: to learn from and to judge by.
        config: of the map.
        folder: where the network is written; it exists.
        on_step: told the step, the number of steps and the newest VAL.
        on_work: told what else is done, and how much of how much.
        cancelled: asked now and then.

    Returns:
        The network and the judgement.

    Raises:
        InterruptedError: it was cancelled.
        ValueError: there is too little data.
        OSError: the folder cannot be written.
    """
    network = default_sface().eval()
    model = load_model(DEFAULT, Catalogue())
    training, own_before, general_before = (
        _embedded(model, part, folder / name, on_work, cancelled)
        for part, name in (
            (faces.training, "embeddings-training"),
            (faces.own, "embeddings-own"),
            (faces.general, "embeddings-general"),
        )
    )
    parts, chosen_by = choosing(faces.training)
    learned = learn_map(
        training[parts.training],
        faces.training.subset(parts.training),
        [(training[parts.validation][places], people) for places, people in parts_of(chosen_by)],
        config=config,
        on_progress=on_step,
        cancelled=cancelled,
    )
    after = folded(network, learned.matrix)
    write_best(folder, after.state_dict(), {**network_facts(after, "sface"), "step": learned.step})
    own, general = judge(
        (own_before, general_before),
        (mapped(own_before, learned.matrix), mapped(general_before, learned.matrix)),
        faces,
    )
    better, reason = verdict(own, general)
    return after, Finetuned(config.steps, learned.step, own, general, better, reason)


def _embedded(
    model: Model,
    faces: TrainingSet,
    kept: Path,
    on_work: Callable[[str, int, int], None],
    cancelled: Callable[[], bool],
) -> NDArray[np.float32]:
    """Embed faces as the application does, or take what an earlier run has kept of the same ones."""
    contents = hashlib.sha256(b"".join(bytes(faces.jpeg(index)) for index in range(len(faces))))
    facts = {"model": model.name, "faces": contents.hexdigest()}
    found = remembered(kept.with_suffix(".safetensors"), "embeddings", facts)
    if found is not None:
        return np.asarray(found.numpy(), np.float32)

    def told(done: int, total: int) -> None:
        if cancelled():
            raise InterruptedError("The fine-tuning was stopped; the same command begins it again.")
        on_work(f"Embedding faces of {' and '.join(faces.set_names)}", done, total)

    vectors = model.embed(faces, told)
    write(kept.with_suffix(".safetensors"), {"embeddings": torch.from_numpy(vectors)}, facts)
    return vectors
