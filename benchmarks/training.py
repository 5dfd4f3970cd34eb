"""What training costs beside the bare network: faces a second of `trainer train`, and of the network alone.

    python benchmarks/training.py [--networks nns2,fasternet,sface] [--people 12] [--faces 8] [--steps 4]
                                  [--rounds 3] [--threads 1] [--device cpu]

A step of training loads a batch from a prepared set, decodes and alters every face ("old_photos", the dearest
preset), puts it through the network, selects semi-hard triplets, goes back, and takes an AdamW step. The bare
network goes forward and back over a batch that is there already, with the mean of its output for a loss; both
are timed in turn, step by step, in one process, and the median of the ratios is printed. The set is noise.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch

from trainer.data.training_set import SIZE, TrainingSet
from trainer.training.config import BatchConfig, LossConfig, NetworkConfig, TrainingConfig
from trainer.training.distributed import ranks
from trainer.training.initial import initial_network
from trainer.training.loop import Run
from trainer.training.progress import Progress


def main() -> None:
    """Print a line for each network."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--networks", default="nns2,fasternet,sface")
    parser.add_argument("--people", type=int, default=12, help="in a batch")
    parser.add_argument("--faces", type=int, default=8, help="of each person")
    parser.add_argument("--steps", type=int, default=4, help="of each kind in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    words = parser.parse_args()
    torch.set_num_threads(words.threads)
    faces = _faces(2 * words.people, 2 * words.faces)
    print("network     faces/s trained   bare   share of the bare network's speed")
    for name in words.networks.split(","):
        trained, bare, shares = _compare(name, faces, words)
        low, middle, high = min(shares), statistics.median(shares), max(shares)
        print(f"{name:12}{trained:8.1f}{bare:13.1f}   {middle:.3f} ({low:.3f} to {high:.3f})")


def _faces(people: int, each: int) -> TrainingSet:
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 255, (people * each, SIZE // 8, SIZE // 8, 3), np.uint8)
    crops = noise.repeat(8, axis=1).repeat(8, axis=2)
    names = [f"person {number // each}" for number in range(people * each)]
    return TrainingSet.of_crops(crops, names, name="noise")


def _compare(name: str, faces: TrainingSet, words: argparse.Namespace) -> tuple[float, float, list[float]]:
    steps = words.steps * words.rounds
    count = words.people * words.faces
    config = TrainingConfig(
        steps=steps + 2,
        augmentation="old_photos",
        # Validating is not what is measured here, and happens before the first step and after the last.
        validate_every=steps + 2,
        network=NetworkConfig(name=name),
        batch=BatchConfig(people=words.people, faces_each=words.faces, chunk=count),
        loss=LossConfig(selection="semi_hard"),
    )
    bare: list[float] = []
    training: list[float] = []
    with tempfile.TemporaryDirectory() as folder, ranks(words.device) as here:
        network = initial_network(config.network, seed=0).to(here.device)
        torch.nn.utils.convert_conv2d_weight_memory_format(network, torch.channels_last)
        pixels = torch.rand(count, 3, network.height, network.width, device=here.device) * 255
        pixels = pixels.to(memory_format=torch.channels_last)

        def forward_and_back() -> None:
            network(pixels).mean().backward()
            if here.device.type == "cuda":
                torch.cuda.synchronize()

        begun = 0.0

        def between(progress: Progress) -> None:
            nonlocal begun
            now = time.perf_counter()
            # The first step also begins the threads; the last one is validated.
            if 1 < progress.step <= steps + 1:
                training.append(now - begun)
                forward_and_back()
                bare.append(time.perf_counter() - now)
            begun = time.perf_counter()

        forward_and_back()
        held_out = faces.subset(np.arange(4 * words.faces))
        Run(config, training=faces, held_out=[held_out], folder=Path(folder), ranks=here).train(
            on_progress=between
        )
    shares = [ours / theirs for ours, theirs in zip(bare, training, strict=True)]
    return count / statistics.median(training), count / statistics.median(bare), shares


if __name__ == "__main__":
    main()
