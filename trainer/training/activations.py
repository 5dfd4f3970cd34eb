"""What the later stages of a network are given, computed once and kept on disk.

Where the early stages of a network stay as they are, what they make of a face never changes. Kept, it saves
most of each step: a face costs the later stages a sixth of what it costs the whole of SFace, and its last
layer alone a fiftieth. Faces are kept in several views each, as what is altered in a picture can no longer be
altered behind the early stages.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from trainer.data.augmentation import PRESETS, Augmentation
from trainer.data.training_set import TrainingSet
from trainer.networks.base import RecognitionNetwork, stages

Halves = NDArray[np.float16]
Mapped = np.memmap[Any, np.dtype[np.float16]]

#: Views that every set of activations has: the face as it is, and its mirror image.
PLAIN, MIRRORED = "plain", "mirrored"

_FACTS = "activations.json"
# Faces computed at once, and how many are written between two notes of how far it is.
_CHUNK = 32
_NOTED = 512
# Of float16; what early stages give is far below it, and an outlier must not become infinite.
_GREATEST: Final = 65504.0


@dataclass(frozen=True, slots=True, eq=False)
class Activations:
    """What n faces become before a stage, in some views.

    Attributes:
        first: the stage that is given them.
        identity: of faces and early stages together; other ones have another.
        views: by name, (n, ...) float16, mapped from files.
    """

    first: str
    identity: str
    views: dict[str, Halves]

    def read(self, view: str, faces: NDArray[np.integer]) -> torch.Tensor:
        """Return what some faces (k,) become in a view: (k, ...) float32."""
        return torch.from_numpy(self.views[view][faces].astype(np.float32))

    def read_each(self, views: Sequence[str], faces: NDArray[np.integer]) -> torch.Tensor:
        """Return what faces (k,) become, each in a view of its own (k names): (k, ...) float32."""
        found = [self.views[view][face] for view, face in zip(views, faces, strict=True)]
        return torch.from_numpy(np.stack(found).astype(np.float32))


def divided_at(network: RecognitionNetwork, first: str) -> tuple[nn.Sequential, nn.Sequential]:
    """Return the stages before one, and the others.

    Raises:
        ValueError: the network has no such stage.
    """
    names = [name for name, _ in stages(network)]
    if first not in names:
        raise ValueError(f"The network has no stage {first!r}; it has {', '.join(names)}.")
    parts = [part for _, part in stages(network)]
    at = names.index(first)
    return nn.Sequential(*parts[:at]), nn.Sequential(*parts[at:])


def view_of(name: str) -> tuple[Augmentation, int]:
    """Return how a view alters faces, and a number that tells it from others of that kind.

    Args:
        name: "plain", "mirrored", a name of `PRESETS`, or one with a number behind it: "old_photos 2".

    Raises:
        ValueError: there is no such view.
    """
    kind, _, number = name.partition(" ")
    known = {PLAIN: Augmentation(), MIRRORED: Augmentation(flip=1.0), **PRESETS}
    if kind not in known or (number and not number.isdecimal()):
        raise ValueError(f"There is no view {name!r}; there are {', '.join(known)}, and 'old_photos 2'.")
    return known[kind], int(number or 1)


def remember_activations(
    network: RecognitionNetwork,
    first: str,
    faces: TrainingSet,
    views: Sequence[str],
    folder: Path,
    *,
    device: torch.device,
    seed: int = 0,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Activations:
    """Compute what a stage is given, or go on where it was stopped.

    Args:
        network: on `device`; its early stages are used in evaluation mode.
        first: the stage.
        faces: n of them.
        views: ways to show each; "plain" and "mirrored" are added.
        folder: for the files; it is made if need be. What another network or other faces left there is
            replaced.
        device: that computes.
        seed: of the alterations; what a face becomes follows from it, the view and the face's place alone.
        on_progress: told how many of how many pictures are done.
        cancelled: asked between chunks.

    Raises:
        InterruptedError: it was cancelled; the same call goes on.
        ValueError: there is no such stage or view, or a crop is damaged.
        OSError: the disk is full, or the folder cannot be written.
    """
    early = divided_at(network, first)[0].eval()
    names = tuple(dict.fromkeys((PLAIN, MIRRORED, *views)))
    kinds = [view_of(name) for name in names]
    shape = _shape(network, early, device)
    folder.mkdir(parents=True, exist_ok=True)
    facts: dict[str, Any] = {
        "first": first,
        "network": _fingerprint(early),
        "faces": _faces(faces),
        "size": [network.height, network.width],
        "seed": seed,
    }
    done = _done(folder, facts, (len(faces), *shape))
    for name in names:
        if name not in done:
            _file(folder, name).unlink(missing_ok=True)
    # Before any file is begun anew: what is noted of another network must not be taken for this one's.
    _note(folder, facts, done)
    _require_space(folder, names, done, len(faces), shape)
    arrays: dict[str, Halves] = {}
    for number, (name, (augmentation, draw)) in enumerate(zip(names, kinds, strict=True)):
        file = _file(folder, name)
        begun = done.get(name, 0)
        array = np.lib.format.open_memmap(file, mode="r+") if begun else _begun(file, (len(faces), *shape))
        for start in range(begun, len(faces), _CHUNK):
            if cancelled():
                raise InterruptedError("Stopped; the same command goes on.")
            places = np.arange(start, min(start + _CHUNK, len(faces)))
            altered = [
                augmentation.altered(
                    crop,
                    faces.margin,
                    network.width,
                    network.height,
                    generator=np.random.default_rng((seed, draw, int(place))),
                )
                for place, crop in zip(places, faces.crops(places), strict=True)
            ]
            array[places] = _computed(network, early, np.stack(altered), device)
            end = int(places[-1]) + 1
            if end == len(faces) or start // _NOTED != end // _NOTED:
                array.flush()
                done[name] = end
                _note(folder, facts, done)
            on_progress(number * len(faces) + end, len(names) * len(faces))
        array.flush()
        arrays[name] = array
    identity = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
    return Activations(first, identity, arrays)


@torch.inference_mode()
def _computed(
    network: RecognitionNetwork, early: nn.Sequential, faces: NDArray[np.uint8], device: torch.device
) -> Halves:
    pixels = torch.from_numpy(np.ascontiguousarray(faces.transpose(0, 3, 1, 2))).to(device, torch.float32)
    found = early(network.scaled(pixels.contiguous(memory_format=torch.channels_last)))
    half = found.clamp(-_GREATEST, _GREATEST).to(torch.float16).cpu().contiguous()
    return np.asarray(half.numpy(), np.float16)


def _shape(network: RecognitionNetwork, early: nn.Sequential, device: torch.device) -> tuple[int, ...]:
    blank = np.zeros((1, network.height, network.width, 3), np.uint8)
    return _computed(network, early, blank, device).shape[1:]


def _fingerprint(early: nn.Sequential) -> str:
    found = hashlib.sha256()
    for name, tensor in early.state_dict().items():
        found.update(name.encode())
        found.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return found.hexdigest()


def _faces(faces: TrainingSet) -> str:
    found = hashlib.sha256(str(faces.margin).encode())
    for place in range(len(faces)):
        found.update(faces.jpeg(place))
    return found.hexdigest()


def _file(folder: Path, view: str) -> Path:
    return folder / f"{view.replace(' ', '-')}.npy"


def _done(folder: Path, facts: dict[str, Any], shape: tuple[int, ...]) -> dict[str, int]:
    """Return how many faces of each view an earlier call has kept of the same, in files that are whole."""
    try:
        said = json.loads((folder / _FACTS).read_text("utf-8"))
        done = said.pop("done")
    except (FileNotFoundError, ValueError, KeyError):
        return {}
    if said != facts:
        return {}
    whole = 2 * int(np.prod(shape))
    return {
        name: int(count)
        for name, count in done.items()
        if _file(folder, name).exists() and _file(folder, name).stat().st_size > whole
    }


def _begun(file: Path, shape: tuple[int, ...]) -> Mapped:
    array: Mapped = np.lib.format.open_memmap(file, mode="w+", dtype=np.float16, shape=shape)
    # A disk that gets full behind a mapped file ends the process; this way it is an error.
    if hasattr(os, "posix_fallocate"):
        with file.open("r+b") as opened:
            os.posix_fallocate(opened.fileno(), 0, file.stat().st_size)
    return array


def _note(folder: Path, facts: dict[str, Any], done: dict[str, int]) -> None:
    aside = folder / f"{_FACTS}.new"
    aside.write_text(json.dumps({**facts, "done": done}), "utf-8")
    aside.replace(folder / _FACTS)


def _require_space(
    folder: Path, names: Sequence[str], done: dict[str, int], count: int, shape: tuple[int, ...]
) -> None:
    each = 2 * int(np.prod(shape)) * count
    wanted = sum(each for name in names if name not in done)
    free = shutil.disk_usage(folder).free
    if wanted > free:
        raise OSError(
            f"{folder} needs {wanted / 1e9:.1f} GB for what faces become, and {free / 1e9:.1f} GB are free. "
            "Make room, or name a folder on another disk."
        )
