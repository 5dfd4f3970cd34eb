"""A run's weights and state on disk, as safetensors: nothing in them can run code when they are read.

`checkpoint-STEP.safetensors` holds all that going on needs; `best.safetensors` holds the best network alone.
Both name the network they belong to. Files are written aside and renamed, so that a crash leaves whole ones.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor
from torch.optim import Optimizer

from trainer.networks import NETWORKS, build
from trainer.networks.base import RecognitionNetwork

_KIND = "familiar training 1"
_BEST = "best.safetensors"
_CHECKPOINT = re.compile(r"checkpoint-(\d+)\.safetensors")

#: So many checkpoints are kept: the newest, and one in case that its disk was full or failed.
_KEPT = 2


class CheckpointError(ValueError):
    """A file of weights that cannot be used; the message names it and the remedy."""


@dataclass(frozen=True, slots=True, eq=False)
class Saved:
    """A file of weights.

    Attributes:
        tensors: by name.
        facts: what was said with them; values that JSON has.
    """

    tensors: dict[str, Tensor]
    facts: dict[str, Any]


def write(path: Path, tensors: Mapping[str, Tensor], facts: Mapping[str, Any]) -> None:
    """Write tensors and facts, replacing the file as a whole.

    Raises:
        OSError: it cannot be written.
    """
    aside = path.with_suffix(".new")
    own = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}
    save_file(own, str(aside), metadata={"kind": _KIND, "facts": json.dumps(facts)})
    with aside.open("r+b") as file:
        os.fsync(file.fileno())
    # The library makes files for their owner alone; a run's other files are for whom the user's are.
    mask = os.umask(0)
    os.umask(mask)
    aside.chmod(0o666 & ~mask)
    aside.replace(path)


def read(path: Path) -> Saved:
    """Read what `write` wrote.

    Raises:
        CheckpointError: it is no such file, or damaged.
        OSError: it cannot be read.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path} does not exist.")
    try:
        with safe_open(str(path), framework="pt") as file:
            said = file.metadata() or {}
            # Copies: a tensor that is still mapped from the file would keep it from being removed.
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
        facts = json.loads(said["facts"]) if said.get("kind") == _KIND else None
    except (SafetensorError, ValueError, KeyError) as error:
        raise CheckpointError(
            f"{path} is damaged, or no file of this trainer ({error}). Name another one."
        ) from error
    if not isinstance(facts, dict):
        raise CheckpointError(f"{path} holds tensors, but was not written by this trainer. Name another one.")
    return Saved(tensors, facts)


def network_facts(network: RecognitionNetwork, name: str) -> dict[str, Any]:
    """Return what `rebuilt` needs to build the network again."""
    usual = (NETWORKS[name].height, NETWORKS[name].width) == (network.height, network.width)
    return {
        "network": name,
        "embedding_size": network.embedding_size,
        "image_size": 0 if usual else network.width,
    }


def load_network(path: Path) -> RecognitionNetwork:
    """Load a trained network, in evaluation mode.

    Args:
        path: of a run, whose best network is taken (its newest, while nothing was validated), or of a file of
            weights.

    Raises:
        CheckpointError: there is none in the folder, or the file is damaged or another version's.
        OSError: it cannot be read.
    """
    return load_named(path)[1]


def load_named(path: Path) -> tuple[str, RecognitionNetwork]:
    """Load a trained network as `load_network` does, and say which of `NETWORKS` it is.

    Raises:
        CheckpointError: there is none in the folder, or the file is damaged or another version's.
        OSError: it cannot be read.
    """
    file = path
    if path.is_dir():
        found = [path / _BEST, *reversed(checkpoints(path).values())]
        file = next((one for one in found if one.exists()), found[0])
        if not file.exists():
            raise CheckpointError(f"{path} holds no trained network. Name the folder of a training run.")
    saved = read(file)
    return str(saved.facts.get("network")), rebuilt(saved, str(file))


def rebuilt(saved: Saved, where: str) -> RecognitionNetwork:
    """Build the network that a file holds, with its weights, in evaluation mode.

    Raises:
        CheckpointError: the file lacks weights, or has other ones.
    """
    facts = saved.facts
    if facts.get("network") not in NETWORKS:
        raise CheckpointError(
            f"{where} holds no network that this version knows ({facts.get('network')}). Name another one."
        )
    network = build(
        facts["network"],
        embedding_size=int(facts["embedding_size"]),
        image_size=int(facts["image_size"]) or None,
    )
    prefix = "average." if any(name.startswith("average.") for name in saved.tensors) else "network."
    weights = {
        name.removeprefix(prefix): one for name, one in saved.tensors.items() if name.startswith(prefix)
    }
    try:
        network.load_state_dict(weights)
    except RuntimeError as error:
        raise CheckpointError(f"{where} does not fit the network {facts['network']}: {error}") from error
    return network.eval()


def write_best(folder: Path, weights: Mapping[str, Tensor], facts: Mapping[str, Any]) -> None:
    """Write the best network of a run."""
    write(folder / _BEST, {f"network.{name}": one for name, one in weights.items()}, facts)


def checkpoints(folder: Path) -> dict[int, Path]:
    """Return a run's checkpoints by the number of steps done, the newest last."""
    found = {
        int(match[1]): path
        for path in folder.glob("*.safetensors")
        if (match := _CHECKPOINT.fullmatch(path.name))
    }
    return dict(sorted(found.items()))


def write_checkpoint(
    folder: Path, step: int, tensors: Mapping[str, Tensor], facts: Mapping[str, Any]
) -> None:
    """Write a checkpoint after so many steps, and remove old ones.

    Those of later steps are removed as well: a run gets before one of its checkpoints only if that cannot be
    read.
    """
    write(folder / f"checkpoint-{step}.safetensors", tensors, {**facts, "step": step})
    found = checkpoints(folder)
    kept = [known for known in found if known <= step][-_KEPT:]
    for known, path in found.items():
        if known not in kept:
            path.unlink()


def newest(folder: Path) -> Saved | None:
    """Read the newest checkpoint of a run that can be read; None where there is no checkpoint.

    Raises:
        CheckpointError: there are some, and all are damaged.
        OSError: one cannot be read.
    """
    found = checkpoints(folder)
    for path in reversed(found.values()):
        try:
            return read(path)
        except CheckpointError:
            continue
    if found:
        raise CheckpointError(
            f"No checkpoint in {folder} can be read. Name a new folder, or remove them to begin anew."
        )
    return None


def remembered(path: Path, name: str, facts: Mapping[str, Any]) -> Tensor | None:
    """Return a tensor that was written with these facts; None where there is none that can be read."""
    try:
        saved = read(path)
    except (FileNotFoundError, CheckpointError):
        return None
    return saved.tensors.get(name) if saved.facts == facts else None


def optimiser_state(optimiser: Optimizer) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Divide an optimiser's state into tensors by name, and numbers that JSON has."""
    tensors: dict[str, Tensor] = {}
    numbers: dict[str, dict[str, Any]] = {}
    for index, entries in optimiser.state_dict()["state"].items():
        for name, value in entries.items():
            if isinstance(value, Tensor):
                tensors[f"optimiser.{index}.{name}"] = value
            else:
                numbers.setdefault(str(index), {})[name] = value
    return tensors, numbers


def set_optimiser_state(optimiser: Optimizer, saved: Saved) -> None:
    """Give an optimiser the state it had when `optimiser_state` divided it."""
    state: dict[int, dict[str, Any]] = {
        int(index): dict(entries) for index, entries in saved.facts["optimiser"].items()
    }
    for name, tensor in saved.tensors.items():
        if name.startswith("optimiser."):
            _, index, entry = name.split(".", 2)
            state.setdefault(int(index), {})[entry] = tensor
    optimiser.load_state_dict({"state": state, "param_groups": optimiser.state_dict()["param_groups"]})
