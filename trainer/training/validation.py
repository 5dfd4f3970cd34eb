"""How good a network is on people it was not trained on: VAL at a false accept rate, view by view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from trainer.data.augmentation import DEGRADATIONS
from trainer.data.loading import evaluation_pixels
from trainer.data.training_set import TrainingSet
from trainer.evaluation.verification import count_pairs
from trainer.networks.base import RecognitionNetwork
from trainer.training.config import ConfigError, Criterion

#: The view of faces as they are.
CLEAN = "clean"


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """Held-out faces, shown in one way.

    Attributes:
        name: SET or SET/DEGRADATION.
        faces: of people the network is not trained on.
        degradation: a name of `DEGRADATIONS`, or "clean".
    """

    name: str
    faces: TrainingSet
    degradation: str


def views(held_out: Sequence[TrainingSet], degradations: Sequence[str], *, most: int) -> list[View]:
    """Make the views that a run is validated on.

    Args:
        held_out: sets of one name each.
        degradations: ways to show faces.
        most: faces of a set at most: whole people, chosen by chance, always the same.

    Raises:
        ConfigError: there is no such degradation, two views have one name, or a set has not two faces of one
            person and two people.
    """
    unknown = sorted(set(degradations) - {CLEAN, *DEGRADATIONS})
    if unknown:
        raise ConfigError(f"There is no view {unknown[0]!r}; there are {', '.join([CLEAN, *DEGRADATIONS])}.")
    made = []
    for faces in held_out:
        counts = np.bincount(faces.people)
        if len(counts) < 2 or counts.max() < 2:
            raise ConfigError(
                f"The held-out faces of {faces.set_names[0]} need two people, one of them with two faces. "
                "Raise [data] held_out, or choose another fold."
            )
        order = np.random.default_rng(0).permutation(len(counts))
        # Who has one face makes pairs of two people only, and comes last.
        order = order[np.argsort(counts[order] < 2, kind="stable")]
        enough = max(int(np.searchsorted(np.cumsum(counts[order]), most, side="right")), 2)
        chosen = faces.subset(np.flatnonzero(np.isin(faces.people, order[:enough])))
        for degradation in degradations:
            name = chosen.set_names[0]
            made.append(View(name if degradation == CLEAN else f"{name}/{degradation}", chosen, degradation))
    names = [view.name for view in made]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ConfigError(f"Two held-out views are named {min(twice)}. Name each set and each view once.")
    return made


@torch.no_grad()
def embed(
    network: RecognitionNetwork,
    faces: TrainingSet,
    *,
    device: torch.device,
    degradation: str = CLEAN,
    altered: Callable[[NDArray[np.uint8]], NDArray[np.uint8]] | None = None,
    chunk: int = 64,
    arithmetic: Callable[[], AbstractContextManager[object]] = nullcontext,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    stopped: Callable[[], bool] = lambda: False,
) -> NDArray[np.float32]:
    """Embed all faces of a set, in evaluation mode.

    Args:
        network: on `device`; its mode is left as it was.
        faces: n of them.
        device: that computes.
        degradation: how faces are shown: "clean", or a name of `DEGRADATIONS`.
        altered: is done to each face instead.
        chunk: faces at once.
        arithmetic: makes the context in which the network runs.
        on_progress: told how many of how many faces are done.
        stopped: asked between chunks.

    Returns:
        (n, d) unit vectors.

    Raises:
        InterruptedError: it was stopped.
    """
    training = network.training
    network.eval()
    altered = altered or DEGRADATIONS.get(degradation)
    found: list[NDArray[np.float32]] = []
    try:
        for part in _chunks(len(faces), chunk):
            if stopped():
                raise InterruptedError
            pixels = evaluation_pixels(faces, part, network.width, network.height, altered=altered)
            pixels = pixels.to(device, torch.float32, memory_format=torch.channels_last)
            with arithmetic():
                found.append(network(pixels).float().cpu().numpy())
            on_progress(int(part[-1]) + 1, len(faces))
    finally:
        network.train(training)
    return np.concatenate(found) if found else np.zeros((0, network.embedding_size), np.float32)


def _chunks(count: int, size: int) -> Iterable[NDArray[np.int64]]:
    return (np.arange(start, min(start + size, count)) for start in range(0, count, size))


def val(embeddings: NDArray[np.float32], people: NDArray[np.int64], *, far: float) -> float:
    """Return VAL at a false accept rate over all pairs; 0 of embeddings that are no numbers.

    Args:
        embeddings: (n, d) unit vectors.
        people: (n,) whose each is.
        far: Share of the pairs of two people that may be accepted.
    """
    if not np.isfinite(embeddings).all():
        return 0.0
    return count_pairs(embeddings, people).validation(far).val


def verdict(vals: Sequence[float], criterion: Criterion) -> float:
    """Return the one number that decides, of the VAL of all views."""
    return min(vals) if criterion is Criterion.WORST else float(np.mean(vals))
