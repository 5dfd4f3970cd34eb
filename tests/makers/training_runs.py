"""Makes tiny training runs: a network of a few thousand weights, people drawn as patterns, a file for them.

As a program (`python -m makers.training_runs train …`) it is the trainer's command line, which knows the tiny
network too, and can be killed in the midst of its work:

- KILL_IN=step kills it as SIGKILL does, with the gradient of step KILL_AT computed and not yet applied;
- KILL_IN=checkpoint with the file of checkpoint KILL_AT written and not yet renamed;
- KILL_IN=best with the best network of step KILL_AT renamed, before the log and the checkpoint of that step;
- STOP_AT sends it SIGINT, as Ctrl-C does, during that step.

With APART, processes that train together see only a folder of the run of their own, as on several machines.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch
from makers.tiny_networks import people_crops
from torch import Tensor, nn

import trainer.networks
from trainer.cli import main
from trainer.data.training_set import TrainingSet
from trainer.networks import NetworkSpec
from trainer.networks.base import RecognitionNetwork, initialise
from trainer.training import checkpoints, learner
from trainer.training.config import TrainingConfig
from trainer.training.config_file import as_toml, parse_config

TINY = "tiny"


def tiny(*, embedding_size: int = 64, image_size: int = 32, batch_norm: bool = True) -> RecognitionNetwork:
    """Return a network of two convolutions and a layer, with random weights."""

    def norm(channels: int) -> nn.Module:
        return nn.BatchNorm2d(channels) if batch_norm else nn.Identity()

    stem = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), norm(8), nn.PReLU(8))
    body = nn.Sequential(nn.Conv2d(8, 16, 3, stride=2, padding=1), norm(16), nn.PReLU(16), nn.AvgPool2d(2))
    head = nn.Sequential(nn.Flatten(), nn.Linear(16 * (image_size // 8) ** 2, embedding_size))
    network = RecognitionNetwork(
        {"stem": stem, "body": body, "head": head},
        height=image_size,
        width=image_size,
        embedding_size=embedding_size,
    )
    initialise(network)
    return network


def discs(people: int, each: int = 6, *, name: str = "made", seed: int = 0) -> TrainingSet:
    """Return people with a colour each: that of a disc before a pattern that differs in every picture.

    An untrained network does not tell them apart; one that has learned to look at the disc does.
    """
    chance = np.random.default_rng(seed)
    crops = people_crops(people * each, 1, seed=seed)
    colours = chance.uniform(20, 235, (people, 3)).repeat(each, axis=0)
    y, x = np.mgrid[:40, :40] - 19.5
    inside = y**2 + x**2 < 9**2
    crops[:, inside] = np.clip(colours[:, None] + chance.normal(0, 8, (len(crops), inside.sum(), 3)), 0, 255)
    names = [f"P{number:03}" for number in range(people) for _ in range(each)]
    return TrainingSet.of_crops(crops, names, name=name, margin=4)


@contextmanager
def tiny_is_known() -> Iterator[None]:
    """Let "tiny" be among the networks that a training file may name."""
    before = trainer.networks.NETWORKS
    known = {**before, TINY: NetworkSpec(tiny, 32, 32)}
    places: list[Any] = [trainer.networks, checkpoints]
    for place in places:
        place.NETWORKS = known
    try:
        yield
    finally:
        for place in places:
            place.NETWORKS = before


def tiny_config(**tables: Any) -> TrainingConfig:
    """Return a run of twelve steps with the tiny network; entries and tables change it."""
    usual: dict[str, Any] = {
        "steps": 12,
        "augmentation": "none",
        "validate_every": 4,
        "far": 0.05,
        "workers": 1,
        "data": {"held_out": 0.3},
        "network": {"name": TINY, "embedding_size": 64},
        "batch": {"people": 5, "faces_each": 3, "random_negatives": 2, "chunk": 6},
        "loss": {"choose_every": 5, "choose_from": 40},
        "optimiser": {"learning_rate": 3e-3, "warm_up": 2},
    }
    for name, value in tables.items():
        usual[name] = {**usual[name], **value} if isinstance(value, dict) else value
    return parse_config(usual)


def write_run(folder: Path, **tables: Any) -> Path:
    """Write a prepared set and a training file for it into a folder; return the file."""
    folder.mkdir(parents=True, exist_ok=True)
    faces = folder / "made.npz"
    if not faces.exists():
        discs(24, 4).save(faces)
    file = folder / "training.toml"
    tables["data"] = {"sets": [str(faces)], **tables.get("data", {})}
    file.write_text(as_toml(tiny_config(**tables)), "utf-8")
    return file


def _killed_in(place: str, at: int) -> None:
    """Let this process end, as by SIGKILL, at a place of a step."""

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if place == "step":
        backward, steps = learner.backward, iter(range(10**6))

        def ending_in_step(*args: Any, **more: Any) -> tuple[Tensor, Tensor]:
            found = backward(*args, **more)
            if next(steps) == at:
                die()
            return found

        learner.backward = ending_in_step
    elif place == "checkpoint":
        fsync: Callable[[int], None] = os.fsync

        def ending_in_checkpoint(handle: int) -> None:
            fsync(handle)
            if Path(f"/proc/self/fd/{handle}").readlink().name == f"checkpoint-{at}.new":
                die()

        os.fsync = ending_in_checkpoint
    elif place == "best":
        write_best = checkpoints.write_best

        def ending_after_best(folder: Path, weights: Any, facts: Any) -> None:
            write_best(folder, weights, facts)
            if facts["step"] == at:
                die()

        checkpoints.write_best = ending_after_best


def _interrupted_at(at: int) -> None:
    backward, steps = learner.backward, iter(range(10**6))

    def interrupted(*args: Any, **more: Any) -> tuple[Tensor, Tensor]:
        if next(steps) == at:
            os.kill(os.getpid(), signal.SIGINT)
        return backward(*args, **more)

    learner.backward = interrupted


if __name__ == "__main__":
    torch.set_num_threads(1)
    _killed_in(os.environ.get("KILL_IN", ""), int(os.environ.get("KILL_AT", "0")))
    if "STOP_AT" in os.environ:
        _interrupted_at(int(os.environ["STOP_AT"]))
    words = sys.argv[1:]
    if "APART" in os.environ and os.environ["RANK"] != "0":
        words[words.index("--to") + 1] += f"-of-rank-{os.environ['RANK']}"
    with tiny_is_known():
        sys.exit(main(words))
