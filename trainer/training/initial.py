"""The network that a run begins with: by chance, from the installed model, or from another run."""

from __future__ import annotations

from pathlib import Path

import torch

from trainer.networks import build
from trainer.networks.base import RecognitionNetwork, freeze_batch_norm, stages
from trainer.networks.sface import default_sface
from trainer.training import checkpoints
from trainer.training.config import INSTALLED, ConfigError, LossConfig, NetworkConfig


def initial_network(wanted: NetworkConfig, *, seed: int) -> RecognitionNetwork:
    """Make the network that a run begins with, in training mode.

    Args:
        wanted: which.
        seed: of chance.

    Raises:
        ConfigError: there is no such network, the one that it should begin with is another one or of
            another size, or it has no such stage.
        CheckpointError: its file cannot be used.
        ModelError: the installed model is missing or damaged.
    """
    torch.manual_seed(seed)
    if wanted.initial == INSTALLED:
        if wanted.name != "sface":
            raise ConfigError("Only sface has installed weights; set [network] initial to a training run.")
        network: RecognitionNetwork = default_sface(embedding_size=wanted.embedding_size)
    elif wanted.initial:
        found, network = checkpoints.load_named(Path(wanted.initial))
        if (found, network.embedding_size) != (wanted.name, wanted.embedding_size):
            raise ConfigError(
                f"{wanted.initial} holds {found} with {network.embedding_size} dimensions, not {wanted.name} "
                f"with {wanted.embedding_size}."
            )
    else:
        try:
            network = build(
                wanted.name, embedding_size=wanted.embedding_size, image_size=wanted.image_size or None
            )
        except ValueError as error:
            raise ConfigError(str(error)) from error
    if wanted.image_size not in (0, network.width):
        raise ConfigError(
            f"{wanted.initial} takes faces of {network.width} pixels, not {wanted.image_size}; leave "
            "[network] image_size out."
        )
    known = dict(stages(network))
    unknown = sorted(set(wanted.frozen) - set(known))
    if unknown:
        raise ConfigError(f"{wanted.name} has no stage {unknown[0]!r}; it has {', '.join(known)}.")
    for name in wanted.frozen:
        known[name].requires_grad_(False)
        freeze_batch_norm(known[name])
    if wanted.freeze_statistics:
        freeze_batch_norm(network)
    return network.train()


def teacher_network(wanted: LossConfig, *, embedding_size: int) -> RecognitionNetwork | None:
    """Load the fixed network that a run learns from, in evaluation mode; None where it learns from none.

    Args:
        wanted: which.
        embedding_size: of the network that learns.

    Raises:
        ConfigError: its embeddings are to be compared with the network's, and are of another size.
        CheckpointError: the file cannot be used.
        ModelError: the installed model is missing or damaged.
        OSError: it cannot be read.
    """
    if not wanted.teacher:
        return None
    named = wanted.teacher
    network = default_sface() if named == INSTALLED else checkpoints.load_network(Path(named))
    if wanted.harmonic and network.embedding_size != embedding_size:
        raise ConfigError(
            f"[loss] harmonic compares with a teacher of {network.embedding_size} dimensions: set [network] "
            f"embedding_size to {network.embedding_size}."
        )
    return network.eval().requires_grad_(False)
