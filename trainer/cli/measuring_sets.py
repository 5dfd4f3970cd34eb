"""The sets that `trainer evaluate`, `compare` and `calibrate` measure on: prepared, or cut out of folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress

from engine.detection import FaceDetector
from engine.models import Catalogue, RuntimeOptions
from trainer.data.pairs import read_pair_list
from trainer.data.preparing import prepare
from trainer.data.tables import read_suspects
from trainer.data.training_set import TrainingSet
from trainer.evaluation.evaluating import EvaluationSet
from trainer.evaluation.learned import digest
from trainer.evaluation.models import stored_template
from trainer.evaluation.subgroups import read_subgroups


@dataclass(frozen=True, slots=True)
class SetWords:
    """What the command line says of the sets.

    Attributes:
        sets: folders with one folder of pictures per person, or prepared sets.
        families: whether the people of the folders are named FAMILY_MEMBER.
        suspects: CSV of people to leave out.
        pairs: list of pairs to verify.
        subgroups: CSV of what is known of faces or people.
        detector: name of the detector for folders.
    """

    sets: Sequence[Path]
    families: bool
    suspects: Path | None
    pairs: Path | None
    subgroups: Path | None
    detector: str


def read_sets(
    words: SetWords, catalogue: Catalogue, options: RuntimeOptions, *, trained: frozenset[str]
) -> list[EvaluationSet]:
    """Read all sets.

    Args:
        words: which.
        catalogue: has the detector.
        options: how it is run.
        trained: digests of those whom a model to be measured learned from; they are left out.

    Raises:
        ValueError: a file cannot be used, no set has what `pairs` or `subgroups` names, or a model was
            trained on everybody in a set.
        OSError: a set or file cannot be read.
        ModelError: there is no such detector.
    """
    left_out = read_suspects(words.suspects) if words.suspects else frozenset[str]()
    found = []
    for path in words.sets:
        faces, skipped = _faces(path, words, catalogue, options)
        found.append(_with_labels(unseen(faces, trained), skipped, left_out, words))
    if words.pairs and not any(one.pairs and len(one.pairs.same) for one in found):
        raise ValueError(f"No pair of {words.pairs} has both its pictures in the sets.")
    if words.subgroups and not any(one.subgroups for one in found):
        raise ValueError(f"No picture and no person that {words.subgroups} names is in the sets.")
    return found


def unseen(faces: TrainingSet, trained: frozenset[str]) -> TrainingSet:
    """Leave out people whom a model was trained on, and say so: nothing is learnt from measuring on them.

    Args:
        faces: a set.
        trained: digests of those people (`evaluation.learned`).

    Raises:
        ValueError: nobody is left.
    """
    kept = np.array([digest(name) not in trained for name in faces.full_names()], bool)
    if kept.all():
        return faces
    name = " + ".join(faces.set_names)
    if not kept.any():
        raise ValueError(f"The model was trained on everybody in {name}. Name a set of other people.")
    Console(stderr=True, highlight=False, markup=False).print(
        f"{name}: {(~kept).sum():,} of {len(kept):,} people are left out, as a model was trained on them."
    )
    return faces.subset(np.flatnonzero(kept[faces.people]))


def _faces(
    path: Path, words: SetWords, catalogue: Catalogue, options: RuntimeOptions
) -> tuple[TrainingSet, tuple[tuple[str, str], ...]]:
    if path.is_file():
        return TrainingSet.load(path), ()
    if path.suffix == ".npz":
        raise FileNotFoundError(f"{path} is not there. Make it with `trainer prepare`.")
    card = catalogue.card(words.detector)
    with progress_of(f"Reading faces of {path.name}") as tell:
        prepared = prepare(
            path,
            FaceDetector(catalogue.session(card, options), card),
            stored_template(catalogue),
            families=words.families,
            on_progress=tell.update,
        )
    return prepared.faces, prepared.skipped


def _with_labels(
    faces: TrainingSet, skipped: tuple[tuple[str, str], ...], left_out: frozenset[str], words: SetWords
) -> EvaluationSet:
    if left_out:
        kept = [name not in left_out for name in faces.names]
        faces = faces.subset(np.flatnonzero(np.array(kept)[faces.people]))
    pairs = read_pair_list(words.pairs, faces.files) if words.pairs else None
    people = [faces.names[person] for person in faces.people]
    return EvaluationSet(
        name=" + ".join(faces.set_names),
        faces=faces,
        skipped=skipped,
        pairs=pairs if pairs and (len(pairs.same) or len(words.sets) == 1) else None,
        subgroups=read_subgroups(words.subgroups, faces.files, people) if words.subgroups else {},
    )


class Telling:
    """One line of progress on the standard error stream."""

    def __init__(self, progress: Progress, title: str) -> None:
        self._progress = progress
        self._task = progress.add_task(title, total=None)

    def update(self, done: int, total: int) -> None:
        """Say how many of how many are done."""
        self._progress.update(self._task, completed=done, total=total)

    def work(self, what: str, done: int, total: int) -> None:
        """Say what is done, and how much of how much."""
        self._progress.update(self._task, description=what, completed=done, total=total)


@contextmanager
def progress_of(title: str) -> Iterator[Telling]:
    """Show a line of progress while something is done."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        yield Telling(progress, title)
