"""Makes training sets of made-up faces: soft patterns, one for each person, so that no photo is needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from trainer.data.training_set import TrainingSet

Pixels = NDArray[np.uint8]


def soft_crop(number: int, *, size: int = 144) -> Pixels:
    """Return (size, size, 3) of soft colours, different for each number."""
    coarse = np.random.default_rng(number).integers(0, 256, (6, 6, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(coarse, (size, size), interpolation=cv2.INTER_CUBIC), np.uint8)


def set_of(people: Sequence[str], *, name: str = "made", size: int = 144, **more: Any) -> TrainingSet:
    """Return a set with one crop for each name of a person; `more` is that of `TrainingSet.of`."""
    crops = np.stack([soft_crop(number, size=size) for number in range(len(people))])
    return TrainingSet.of_crops(crops, people, name=name, **more)
