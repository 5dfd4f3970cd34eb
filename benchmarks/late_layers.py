"""What training the later stages of the published recogniser gives, one choice at a time.

    python benchmarks/late_layers.py SET.npz… --to FOLDER [--first block12] [--without bollywood_dev] …

SETs are prepared ones. Of each, the three tenths of the families that judge the default recogniser take no
part; half of the others is learned from, the other half measured. Nobody is learned from of the sets that
`--without` names: they show what becomes of people of a kind that was never learned. FOLDER keeps what faces
become before the stages that learn (200 KB a face and view); choices with the same `--first` share it.

Printed is VAL at FAR 1e-3 and 1e-4 of the measured half of each set, for weights on the way from the
published ones (0) to the learned ones (1).
"""

from __future__ import annotations

import argparse
import copy
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from trainer.data.joining import joined
from trainer.data.splitting import divide
from trainer.data.training_set import TrainingSet
from trainer.finetuning.linear_map import folded
from trainer.mining import Selection
from trainer.networks.base import RecognitionNetwork
from trainer.networks.sface import PUBLISHED_SIZE, SFace, published_sface
from trainer.training.activations import MIRRORED, PLAIN, remember_activations
from trainer.training.late_layers import LateConfig, embed_late, learn_late, soup
from trainer.training.validation import val

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


def between(old: RecognitionNetwork, new: RecognitionNetwork, share: float) -> RecognitionNetwork:
    """Return the network whose weights lie that far on the way from the old to the new ones."""
    result, towards = copy.deepcopy(old), new.state_dict()
    result.load_state_dict(
        {
            name: torch.lerp(one, towards[name], share) if one.is_floating_point() else one
            for name, one in old.state_dict().items()
        }
    )
    return result


def widened(network: SFace, dimensions: int) -> SFace:
    """Return a network with more dimensions, so small that its embeddings are nearly as before."""
    result = copy.deepcopy(network)
    head = result.layers.head
    assert isinstance(head, nn.Sequential)
    old = head.linear
    assert isinstance(old, nn.Linear)
    more = dimensions - old.out_features
    if more:
        before = head.norm
        result.replace_head(dimensions)
        new, norm = head.linear, head.norm
        assert isinstance(new, nn.Linear)
        assert isinstance(before, nn.BatchNorm1d)
        assert isinstance(norm, nn.BatchNorm1d)
        state = before.state_dict()
        with torch.no_grad():
            noise = torch.randn(more, old.in_features, generator=torch.Generator().manual_seed(0))
            new.weight.copy_(torch.cat([old.weight, noise.to(old.weight) * old.weight.std() / 10]))
            new.bias.copy_(torch.cat([old.bias, old.bias.new_zeros(more)]))
            for name, value in norm.state_dict().items():
                # The norm does nothing, in each dimension (`folded`).
                value.copy_(state[name][0].expand_as(value) if value.ndim else state[name])
    return result.eval()


def measured(faces: TrainingSet, places: NDArray[np.int64], vectors: NDArray[np.float32]) -> str:
    """Return VAL of each set as text; `vectors` are those of `places`."""
    told = []
    for number, name in enumerate(faces.set_names):
        own = faces.sets[places] == number
        vals = [val(vectors[own], faces.people[places[own]], far=far) for far in (1e-3, 1e-4)]
        told.append(f"{name} {vals[0]:.4f} {vals[1]:.4f}")
    return " | ".join(told)


def main() -> None:
    """Train as the words say, and print what it gave."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--to", type=Path, required=True)
    parser.add_argument("--first", default="block12")
    parser.add_argument("--without", nargs="*", default=[])
    parser.add_argument("--altered", nargs="*", default=[], help="views besides plain and mirrored")
    usual = LateConfig()
    parser.add_argument("--steps", type=int, default=usual.steps)
    parser.add_argument("--people", type=int, default=usual.people)
    parser.add_argument("--rate", type=float, default=usual.learning_rate)
    parser.add_argument("--earlier", type=float, default=usual.earlier)
    parser.add_argument("--distillation", type=float, default=usual.distillation)
    parser.add_argument("--selection", type=Selection, default=usual.selection)
    parser.add_argument("--margin", type=float, default=usual.margin)
    parser.add_argument("--seeds", type=int, nargs="+", default=[usual.seed], help="several: their mean")
    parser.add_argument(
        "--dimensions", type=int, default=PUBLISHED_SIZE, help="of the embedding, 128 or more"
    )
    words = parser.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    views = (PLAIN, MIRRORED, *words.altered)
    network = folded(published_sface(), np.eye(PUBLISHED_SIZE, dtype=np.float32)).to(device).eval()
    faces = joined([TrainingSet.load(file) for file in words.sets])
    given = remember_activations(
        network,
        words.first,
        faces,
        views,
        words.to / words.first,
        device=device,
        on_progress=lambda done, total: print(f"\r{done} of {total}", end="", flush=True),
    )
    parts = divide(faces, validation=0.5, test=0.3)
    learned_sets = [n for n, name in enumerate(faces.set_names) if name not in words.without]
    if len(learned_sets) + len(words.without) != len(faces.set_names):
        parser.error(f"--without names sets of {', '.join(faces.set_names)}")
    learned, judged = (
        part[np.isin(faces.sets[part], learned_sets)] for part in (parts.training, parts.validation)
    )
    network = widened(network, words.dimensions)
    before = embed_late(network, given, np.arange(len(faces)), device=device)
    started = time.monotonic()
    parts_learned = [
        learn_late(
            network,
            faces,
            given,
            before,
            training=learned,
            held_out=judged,
            config=LateConfig(
                views=views,
                steps=words.steps,
                people=words.people,
                learning_rate=words.rate,
                earlier=words.earlier,
                distillation=words.distillation,
                selection=words.selection,
                margin=words.margin,
                kept=1.0,
                validate_every=words.steps,
                seed=seed,
            ),
            device=device,
        ).newest
        for seed in words.seeds
    ]
    newest = soup(parts_learned)
    print(f"\rlearned in {time.monotonic() - started:.0f} s", flush=True)
    for share in SHARES:
        there = between(network.cpu(), newest, share).to(device)
        vectors = embed_late(there, given, parts.validation, device=device)
        print(f"{share:.2f}  {measured(faces, parts.validation, vectors)}", flush=True)


if __name__ == "__main__":
    main()
