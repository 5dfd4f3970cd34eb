"""The faces of a run: its prepared sets, joined, and divided into people to train on and people held out."""

from __future__ import annotations

from pathlib import Path

from trainer.data.joining import joined
from trainer.data.splitting import divide
from trainer.data.training_set import TrainingSet
from trainer.training.config import ConfigError, DataConfig


def faces_of_run(data: DataConfig) -> tuple[TrainingSet, list[TrainingSet]]:
    """Read the sets of a run and divide them.

    Returns:
        The faces to train on, and the held-out ones, set by set.

    Raises:
        ConfigError: no set is named.
        ValueError: a file is no training set.
        OSError: it cannot be read.
    """
    if not data.sets:
        raise ConfigError("no faces are named: set [data] sets to files of `trainer prepare`.")
    missing = [path for path in (*data.sets, *data.held_out_sets) if not Path(path).exists()]
    if missing:
        raise FileNotFoundError(
            f"{missing[0]} does not exist. Make it with `trainer prepare`, or name another file in [data]."
        )
    training, held_out = [], []
    for path in data.sets:
        faces = TrainingSet.load(Path(path))
        parts = divide(faces, validation=data.held_out, fold=data.fold)
        learned = faces.subset(parts.training)
        training.append(learned.subset(divide(learned, validation=data.share, seed=2).validation))
        if len(parts.validation):
            held_out.append(faces.subset(parts.validation))
    held_out += [TrainingSet.load(Path(path)) for path in data.held_out_sets]
    if not held_out:
        raise ConfigError("nobody is held out: set [data] held_out or held_out_sets.")
    return joined(training), held_out
