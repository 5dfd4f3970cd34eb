"""Whom a model learned from, so that nobody of them measures it.

People are known by the digest of their set's name and their own: a list can lie beside a model, for whoever
has the set, and name nobody to those who have not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from trainer.data.splitting import divide
from trainer.data.training_set import TrainingSet
from trainer.recognisers import DEFAULT
from trainer.training.config import INSTALLED, ConfigError
from trainer.training.config_file import read_config

#: In a run's folder, and behind the name of a card (NAME.learned-from.txt) beside it: one digest a line.
LEARNED_FROM = "learned-from.txt"

#: Characters of a digest: among a million people the odds that two have one are one in thirty million.
_DIGITS = 16


def digest(full_name: str) -> str:
    """Return what stands for a person in such lists: 16 hexadecimal digits of SHA-256.

    Args:
        full_name: SET/PERSON (`TrainingSet.full_names`).
    """
    return hashlib.sha256(full_name.encode()).hexdigest()[:_DIGITS]


def trained_on(said: str) -> frozenset[str]:
    """Return the digests of the people whom a model learned from.

    Those of the runs and models that it began from are among them. Nobody where nothing is known: of models
    without a list beside their card, and of sets whose files are gone.

    Args:
        said: what `load_model` was told.

    Raises:
        ValueError: the run's training file or a set is damaged.
        OSError: one cannot be read.
    """
    path = Path(said)
    if not path.is_dir() and path.suffix not in {".safetensors", ".toml"}:
        built_in = files("resources") / "models" / f"{said}.{LEARNED_FROM}"
        return _read(built_in.read_text("utf-8")) if built_in.is_file() else frozenset()
    folder = path if path.is_dir() else path.parent
    listed = path.with_suffix(f".{LEARNED_FROM}") if path.suffix == ".toml" else folder / LEARNED_FROM
    if listed.is_file():
        return _read(listed.read_text("utf-8"))
    config_file = folder / "config.toml"
    if path.suffix == ".toml" or not config_file.is_file():
        return frozenset()
    try:
        config = read_config(config_file)
    except ConfigError as error:
        raise ValueError(
            f"{error} So it is not known whom the run learned from: mend the file, or copy the weights out "
            "of its folder."
        ) from error
    known: set[str] = set()
    for file in map(Path, config.data.sets):
        if file.exists():
            faces = TrainingSet.load(file)
            parts = divide(faces, validation=config.data.held_out, fold=config.data.fold)
            known.update(map(digest, faces.subset(parts.training).full_names()))
    began_from = config.network.initial
    return frozenset(known) | (_began_with(began_from) if began_from else frozenset())


def write_learned_from(folder: Path, faces: TrainingSet, *, initial: str = "") -> None:
    """Write into a run's folder whom it learns from, where its settings do not tell; `trained_on` reads it.

    Args:
        folder: of the run.
        faces: that it learns from.
        initial: what it begins from, as in `NetworkConfig.initial`; whoever that learned from is added.

    Raises:
        OSError: it cannot be written.
    """
    _write(folder / LEARNED_FROM, {*map(digest, faces.full_names()), *_began_with(initial)})


def copy_learned_from(run: Path, card_file: Path) -> None:
    """Write whom a run learned from beside a card that was made of it, if the run tells.

    Raises:
        ValueError: the run's training file or a set is damaged.
        OSError: a file cannot be read or written.
    """
    known = trained_on(str(run))
    if known:
        _write(card_file.with_suffix(f".{LEARNED_FROM}"), known)


def _began_with(initial: str) -> frozenset[str]:
    return trained_on(DEFAULT if initial == INSTALLED else initial) if initial else frozenset()


def _read(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _write(file: Path, digests: Iterable[str]) -> None:
    file.write_text("".join(f"{one}\n" for one in sorted(digests)), "utf-8")
