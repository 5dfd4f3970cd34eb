"""What it gives to look at a face in several ways, and to let surer embeddings count more.

    python benchmarks/several_looks.py SET.npz… [--model familiar-1]

SETs are prepared ones; measured are the three tenths of the families that judge the default recogniser, so
that nobody is measured who was learned from. A way is a square cut out of the aligned crop, larger, smaller
or beside the usual one, and scaled to the network's input; each is seen with its mirror image but for
"alone". Printed is VAL at FAR 1e-3 and 1e-4 of all pairs of each set, and the pictures a face costs.

Then faces of one person are joined into one embedding, three at a time, by the mean and by means weighted
with the length of the embeddings before they are scaled to 1 (the recogniser's own certainty): VAL of such
galleries against single faces of everybody else's and their own.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.models import Catalogue
from trainer.data.splitting import divide
from trainer.data.training_set import TrainingSet
from trainer.exporting.running import as_input
from trainer.training.validation import val

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]

SIDE = 112
BATCH = 32
FARS = (1e-3, 1e-4)
#: Faces in a gallery.
TOGETHER = 3


@dataclass(frozen=True, slots=True)
class Way:
    """A square in the aligned crop: its side by the usual one's, and its shift, as shares of that."""

    scale: float = 1.0
    right: float = 0.0
    down: float = 0.0


USUAL, TIGHT, WIDE = Way(), Way(scale=0.92), Way(scale=1.1)
ASIDE = (Way(right=0.03), Way(right=-0.03), Way(down=0.03), Way(down=-0.03))
#: By name: ways whose embeddings are averaged.
IDEAS: dict[str, Sequence[Way]] = {
    "usual": [USUAL],
    "larger crop alone": [WIDE],
    "smaller crop alone": [TIGHT],
    "usual and larger": [USUAL, WIDE],
    "usual and smaller": [USUAL, TIGHT],
    "all three sizes": [USUAL, TIGHT, WIDE],
    "usual and four shifted": [USUAL, *ASIDE],
    "all seven": [USUAL, TIGHT, WIDE, *ASIDE],
}


def cut(crops: Pixels, margin: int, way: Way) -> Pixels:
    """Return (n, 112, 112, 3) what a way sees of stored crops (n, size, size, 3)."""
    usual = crops.shape[1] - 2 * margin
    factor = SIDE / (usual * way.scale)
    middle = crops.shape[1] / 2
    left, top = (middle + usual * (shift - way.scale / 2) for shift in (way.right, way.down))
    # Pixel centres are at whole numbers.
    move = np.array(
        [[factor, 0, (0.5 - left) * factor - 0.5], [0, factor, (0.5 - top) * factor - 0.5]], np.float64
    )
    border = (127, 127, 127)
    return np.stack([cv2.warpAffine(crop, move, (SIDE, SIDE), borderValue=border) for crop in crops])


def unit(vectors: Floats) -> Floats:
    """Scale vectors to length 1."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def galleries(people: NDArray[np.int64], chance: np.random.Generator) -> list[NDArray[np.int64]]:
    """Return places of three faces each, of everybody who has four or more; the others stay single."""
    found = []
    for person in np.unique(people):
        own = chance.permutation(np.flatnonzero(people == person))
        if len(own) > TOGETHER:
            found.append(own[:TOGETHER])
    return found


def gallery_val(
    vectors: Floats, weights: Floats, people: NDArray[np.int64], far: float, chance: np.random.Generator
) -> float:
    """Return VAL of galleries against single faces that are in none."""
    chosen = galleries(people, chance)
    joined = unit(np.stack([(vectors[own] * weights[own, None]).sum(axis=0) for own in chosen]))
    single = np.setdiff1d(np.arange(len(people)), np.concatenate(chosen))
    similar = joined @ vectors[single].T
    same = people[[own[0] for own in chosen]][:, None] == people[single]
    threshold = np.sort(similar[~same])[::-1][int(far * (~same).sum())]
    return float((similar[same] > threshold).mean())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--model", default="familiar-1")
    words = parser.parse_args()
    catalogue = Catalogue()
    session = catalogue.session(catalogue.card(words.model))
    (given,), (wanted,) = session.input_names, session.output_names
    for file in words.sets:
        faces = TrainingSet.load(file)
        places = divide(faces, validation=0.12, test=0.3).test
        people = faces.people[places]
        found: dict[tuple[Way, bool], Floats] = {}
        lengths = np.zeros(len(places), np.float32)
        for way in IDEAS["all seven"]:
            for mirrored in (False, True):
                raw = []
                for start in range(0, len(places), BATCH):
                    seen = cut(faces.crops(places[start : start + BATCH]), faces.margin, way)
                    raw.append(session.run({given: as_input(seen[:, :, ::-1] if mirrored else seen)})[wanted])
                vectors = np.concatenate(raw)
                if way == USUAL and not mirrored:
                    lengths = np.linalg.norm(vectors, axis=1)
                found[way, mirrored] = unit(vectors)

        def told(name: str, vectors: Floats, pictures: int, whose: NDArray[np.int64] = people) -> None:
            vals = " ".join(f"{val(vectors, whose, far=far):.4f}" for far in FARS)
            print(f"  {name:28} {pictures:2} {vals}", flush=True)

        print(f"{faces.set_names[0]}: {len(places):,} faces of {len(np.unique(people)):,} people")
        told("usual, not mirrored", found[USUAL, False], 1)
        for name, ways in IDEAS.items():
            told(
                name,
                unit(np.sum([found[way, side] for way in ways for side in (False, True)], axis=0)),
                2 * len(ways),
            )
        usual = unit(found[USUAL, False] + found[USUAL, True])
        for name, weights in (
            ("mean", np.ones_like(lengths)),
            ("by length", lengths),
            ("by its square", lengths**2),
        ):
            vals = [
                np.mean(
                    [
                        gallery_val(usual, weights, people, far, np.random.default_rng(seed))
                        for seed in range(10)
                    ]
                )
                for far in FARS
            ]
            print(f"  galleries of {TOGETHER}, {name:14} {vals[0]:.4f} {vals[1]:.4f}", flush=True)


if __name__ == "__main__":
    main()
