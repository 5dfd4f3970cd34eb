"""From indices to tensors: batches decoded and altered ahead of the network by threads.

What a batch holds follows from its number, the seed and the place in the batch alone, whatever the number of
threads or processes. Which faces are in it is the sampler's business.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import Protocol, Self

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from trainer.data.augmentation import Augmentation
from trainer.data.geometry import Region, cut_region
from trainer.data.training_set import TrainingSet

Pixels = NDArray[np.uint8]
Integers = NDArray[np.int64]

# Faces that one thread makes at a time.
_PART = 32


class Sampler(Protocol):
    """Says which faces are in a batch."""

    def batch(self, step: int) -> Integers:
        """Return the indices (n,) of the batch of that number."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Faces for one step.

    Attributes:
        pixels: (n, 3, height, width) uint8 RGB.
        labels: (n,) int64, whose face each is: places in the set's `names`.
        families: (n,) int64, places in the set's `family_names`.
        indices: (n,) int64, which face of the set each is.
    """

    pixels: Tensor
    labels: Tensor
    families: Tensor
    indices: Tensor


class Loader:
    """Makes batches, the next ones while the network is busy with one.

    A context manager: its threads end with it.

    Args:
        faces: to load from.
        sampler: says which faces are in a batch.
        augmentation: how they are altered.
        width: of the network's input, pixels.
        height: of the network's input, pixels.
        seed: of the alterations.
        workers: threads.
        ahead: batches that are made in advance; bounds memory.
        rank: number of this process, where several share every batch.
        world_size: how many processes share every batch; each loads its part, in order of rank.

    Raises:
        ValueError: there is no such rank.
    """

    def __init__(
        self,
        faces: TrainingSet,
        sampler: Sampler,
        augmentation: Augmentation,
        *,
        width: int,
        height: int,
        seed: int = 0,
        workers: int = 2,
        ahead: int = 2,
        rank: int = 0,
        world_size: int = 1,
    ) -> None:
        if not 0 <= rank < world_size:
            raise ValueError(f"rank {rank} is not one of {world_size}")
        self._faces = faces
        self._sampler = sampler
        self._augmentation = augmentation
        self._width, self._height = width, height
        self._seed = seed
        self._ahead = ahead
        self._rank, self._world_size = rank, world_size
        # Faces are altered side by side; OpenCV splitting each operation over all cores as well slows that.
        cv2.setNumThreads(1)
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="loading")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the threads; what they have not begun is dropped."""
        self._pool.shutdown(cancel_futures=True)

    def batch(self, step: int) -> Batch:
        """Make one batch.

        Args:
            step: its number, from 0.

        Raises:
            ValueError: a crop is damaged.
        """
        return self._begun(step)()

    def batches(self, start: int = 0, stop: int | None = None) -> Iterator[Batch]:
        """Yield the batches from `start` on, without end or until before `stop`, each made in advance.

        Raises:
            ValueError: a crop is damaged.
        """
        steps = iter(count(start) if stop is None else range(start, stop))
        waiting: deque[Callable[[], Batch]] = deque()
        for step in steps:
            waiting.append(self._begun(step))
            if len(waiting) > self._ahead:
                yield waiting.popleft()()
        while waiting:
            yield waiting.popleft()()

    def _begun(self, step: int) -> Callable[[], Batch]:
        """Begin a batch, and return what waits for its end."""
        whole = self._sampler.batch(step)
        first, end = (len(whole) * rank // self._world_size for rank in (self._rank, self._rank + 1))
        indices = np.ascontiguousarray(whole[first:end], np.int64)
        pixels = np.empty((len(indices), 3, self._height, self._width), np.uint8)
        parts = [
            self._pool.submit(self._fill, pixels, indices, slice(at, at + _PART), step, first)
            for at in range(0, len(indices), _PART)
        ]
        return lambda: self._ended(pixels, indices, parts)

    def _ended(self, pixels: Pixels, indices: Integers, parts: list[Future[None]]) -> Batch:
        for part in parts:
            part.result()
        return Batch(
            pixels=torch.from_numpy(pixels),
            labels=torch.from_numpy(self._faces.people[indices]),
            families=torch.from_numpy(self._faces.families[indices]),
            indices=torch.from_numpy(indices),
        )

    def _fill(self, pixels: Pixels, indices: Integers, part: slice, step: int, first: int) -> None:
        """Make some faces of a batch; `first` is the place of this process's first face in the whole."""
        crops = self._faces.crops(indices[part])
        for place, crop in enumerate(crops, part.start):
            generator = np.random.default_rng((self._seed, step, first + place))
            face = self._augmentation.altered(
                crop, self._faces.margin, self._width, self._height, generator=generator
            )
            pixels[place] = face.transpose(2, 0, 1)


def evaluation_pixels(
    faces: TrainingSet,
    indices: NDArray[np.integer],
    width: int,
    height: int,
    *,
    altered: Callable[[Pixels], Pixels] | None = None,
) -> Tensor:
    """Return faces as a network is to see them when it is measured: the recogniser's region, unaltered.

    Args:
        faces: to load from.
        indices: (k,) of faces.
        width: of the network's input, pixels.
        height: of the network's input, pixels.
        altered: is done to each face (height, width, 3) uint8 RGB, one of `augmentation.DEGRADATIONS`.

    Returns:
        (k, 3, height, width) uint8 RGB.

    Raises:
        ValueError: a crop is damaged.
    """
    region = Region(faces.size, faces.margin, width, height)
    pixels = np.empty((len(indices), 3, height, width), np.uint8)
    for place, crop in zip(pixels, faces.crops(indices), strict=True):
        face = cut_region(crop, region)
        place[...] = (altered(face) if altered else face).transpose(2, 0, 1)
    return torch.from_numpy(pixels)
