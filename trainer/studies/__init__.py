"""Studies that redo the paper's tables on the data at hand: one thing is varied, all else stays.

A study of training makes one run for each variation, on the same people, and compares their best networks on
people held out; a study of images shows one trained network the same faces in worse and worse ways (FaceNet,
section 5: tables 3 to 6). Which studies there are is said here; `running` carries them out, `drawing` draws.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from trainer.data import alterations
from trainer.mining import Selection
from trainer.training.config import Choosing

Pixels = NDArray[np.uint8]

# Every semi-hard triplet learns what one for each pair does, more slowly.
_LIKE_ANOTHER = {Selection.SEMI_HARD_ALL}


@dataclass(frozen=True, slots=True)
class TrainingStudy:
    """A study that trains.

    Attributes:
        title: for people.
        source: the part of the paper that it redoes, or what else it is about.
        variations: by label, the entries of the training file that it changes, as `--set` takes them.
    """

    title: str
    source: str
    variations: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ImageStudy:
    """A study of one trained network.

    Attributes:
        title: for people.
        source: the part of the paper that it redoes.
        variations: by label, what is done to each face (h, w, 3) uint8 RGB.
    """

    title: str
    source: str
    variations: Mapping[str, Callable[[Pixels], Pixels]]


TRAINING_STUDIES: Final[Mapping[str, TrainingStudy]] = MappingProxyType(
    {
        "network": TrainingStudy(
            "Network",
            "FaceNet, table 3",
            {
                name: (f"network.name={name}", "network.image_size=0", "network.initial=")
                for name in ("nn1", "nn2", "nn3", "nn4", "nns1", "nns2", "sface", "fasternet")
            },
        ),
        "embedding-size": TrainingStudy(
            "Embedding size",
            "FaceNet, table 5",
            {str(size): (f"network.embedding_size={size}",) for size in (64, 128, 256, 512)},
        ),
        "image-size": TrainingStudy(
            "Side of the images in pixels, in training and after",
            "FaceNet, table 3 (NN2 to NN4)",
            {str(side): (f"network.image_size={side}",) for side in (32, 48, 64, 96, 128, 160)},
        ),
        "people": TrainingStudy(
            "Share of the people that are trained on",
            "FaceNet, table 6",
            {f"{share:g}": (f"data.share={share}",) for share in (0.0625, 0.125, 0.25, 0.5, 1.0)},
        ),
        "miner": TrainingStudy(
            "Which triplets of a batch are selected",
            "FaceNet, section 3.2",
            {
                name.value: (f"loss.selection={name}",)
                for name in Selection
                if name is not Selection.SEMI_HARD_ALL
            },
        ),
        "choosing": TrainingStudy(
            "When triplets are chosen",
            "FaceNet, section 3.2, and the hybrid that it leaves untried",
            {name.value: (f"loss.choosing={name}",) for name in Choosing},
        ),
        "margin": TrainingStudy(
            "Margin",
            "FaceNet, section 3.1 (0.2)",
            {f"{margin:g}": (f"loss.margin={margin}",) for margin in (0.05, 0.1, 0.2, 0.4, 0.8)},
        ),
        "loss": TrainingStudy(
            "Triplets against pairs",
            "FaceNet, section 3.1",
            {"triplet": ("loss.kind=triplet",), "contrastive": ("loss.kind=contrastive", "loss.margin=1.0")},
        ),
    }
)

IMAGE_STUDIES: Final[Mapping[str, ImageStudy]] = MappingProxyType(
    {
        "jpeg-quality": ImageStudy(
            "JPEG quality of the faces",
            "FaceNet, table 4, left",
            {
                str(quality): partial(alterations.compressed, quality=quality)
                for quality in (10, 20, 30, 50, 70, 90)
            },
        ),
        "pixels": ImageStudy(
            "Pixels of the faces, enlarged to the network's input",
            "FaceNet, table 4, right",
            {
                f"{side * side:,}": partial(alterations.shrunk, side=side)
                for side in (16, 24, 32, 40, 56, 80, 112)
            },
        ),
    }
)
