"""The training loop: from prepared faces to the best network and a log.

A run is a folder. Whatever a step needs of chance comes from the run's seed and the step's number, so that a
run that goes on from a checkpoint ends exactly where it would have ended undisturbed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from trainer.data.augmentation import PRESETS
from trainer.data.loading import Batch, Loader
from trainer.data.training_set import TrainingSet
from trainer.mining import Selection
from trainer.networks.base import RecognitionNetwork
from trainer.training import checkpoints
from trainer.training.choosing import Choice
from trainer.training.config import ConfigError, TrainingConfig
from trainer.training.config_file import as_toml, decisive
from trainer.training.distributed import Ranks
from trainer.training.initial import initial_network, teacher_network
from trainer.training.learner import Learner, named, placed
from trainer.training.logs import Log
from trainer.training.objective import Objective
from trainer.training.progress import Ending, Outcome, Pace, Progress
from trainer.training.validation import CLEAN, embed, val, verdict, views

#: A network whose embeddings are one point, or no numbers, for so many steps running does not recover.
HOPELESS = 50

_COLUMNS = (
    "loss",
    "triplets",
    "active",
    "positive_d2",
    "negative_d2",
    "distillation",
    "collapsed",
    "gradient",
    "learning_rate",
    "val",
)


@dataclass(slots=True)
class _Record:
    """What validations and steps have found so far; a checkpoint remembers it."""

    before: float = -1.0
    best: float = -1.0
    best_step: int = 0
    without_better: int = 0
    collapsed: int = 0
    diverged: int = 0


class Run:
    """One training run.

    Args:
        config: what to do.
        training: faces to train on.
        held_out: sets of other people, each with a name of its own, to validate on.
        folder: of the run; it exists on the first rank's machine. Where it holds checkpoints of the same
            run, it goes on from there.
        ranks: processes that train together.

    Attributes:
        step: steps done.

    Raises:
        ConfigError: the configuration does not fit the network.
        CheckpointError: the folder holds another run, or its checkpoints or a file that the configuration
            names cannot be used.
        ValueError: there is too little data.
        OSError: the folder cannot be written.
    """

    def __init__(
        self,
        config: TrainingConfig,
        *,
        training: TrainingSet,
        held_out: Sequence[TrainingSet],
        folder: Path,
        ranks: Ranks | None = None,
    ) -> None:
        if config.augmentation not in PRESETS:
            raise ConfigError(f"augmentation must be one of {', '.join(PRESETS)}.")
        if config.loss.selection not in list(Selection):
            raise ConfigError(f"[loss] selection must be one of {', '.join(Selection)}.")
        self._config = config
        self._training = training
        self._folder = folder
        self._ranks = ranks or Ranks()
        self._views = views(held_out, config.data.views, most=config.data.most_validated)
        self._choice = Choice(config, training, self._ranks)
        self._objective = Objective(config.loss, seed=config.seed)
        self._record = _Record()
        self.step = 0
        saved = self._ranks.shared(self._saved)
        network = initial_network(config.network, seed=config.seed)
        self._learner = Learner(network, config, self._ranks, saved=saved)
        if saved is not None:
            self.step = int(saved.facts["step"])
            self._record = _Record(**saved.facts["record"])
            self._choice.restore(named("chosen.", saved.tensors))
        self._taught_by = teacher_network(config.loss, embedding_size=network.embedding_size)
        self._teacher: Tensor | None = None
        self._log: Log | None = None
        self._told: Callable[[str, int, int], None] = lambda _what, _done, _total: None

    def train(
        self,
        *,
        on_progress: Callable[[Progress], None] = lambda _: None,
        on_work: Callable[[str, int, int], None] = lambda _what, _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """Train to the end, or until it is cancelled; then a checkpoint remembers where it was.

        Args:
            on_progress: told after each step.
            on_work: told what is embedded besides (the teacher's faces, those of a validation or a choice),
                and how many of how many are.
            cancelled: asked before each step, and before the first one throughout.

        Raises:
            ValueError: a batch is too small to be shared, or there is no triplet to choose.
            OSError: the folder cannot be written.
        """
        fresh = self._record.before < 0
        if self._ranks.first:
            names = (*_COLUMNS, *(f"val/{view.name}" for view in self._views))
            self._log = Log(self._folder, names, after=-1 if fresh else self.step)
        self._told = on_work
        try:
            try:
                self._teacher = self._teach(cancelled)
                if fresh:
                    self._write_row(self._validate(cancelled))
                    self._save()
            except InterruptedError:
                return self._outcome(Ending.CANCELLED)
            ending = self._ending()
            pace = Pace(self._config.steps, self.step)
            while ending is None:
                with closing(self._batches_until_choice()) as batches:
                    for batch in batches:
                        if self._ranks.any(cancelled()):
                            ending = Ending.CANCELLED
                            break
                        numbers = self._take_step(batch.pixels)
                        on_progress(Progress(self.step, self._config.steps, pace.did(self.step), numbers))
                        ending = self._ending()
                        if ending is not None:
                            break
            if ending is not Ending.DONE:
                self._save()
        finally:
            if self._log is not None:
                self._log.close()
        return self._outcome(ending)

    def _outcome(self, ending: Ending) -> Outcome:
        record = self._record
        return Outcome(ending, self.step, record.best_step, record.best, record.before)

    def _take_step(self, pixels: Tensor) -> dict[str, float]:
        """Learn from a batch, validate where it is time, and write down what was found."""
        numbers = self._learn(pixels)
        self.step += 1
        due = self.step % self._config.validate_every == 0 or self.step == self._config.steps
        if due:
            numbers |= self._validate()
        self._write_row(numbers)
        # A run goes on behind the checkpoint's step, so that the log must have that step's row by then.
        if due:
            self._save()
        return numbers

    def _ending(self) -> Ending | None:
        if self._record.collapsed >= HOPELESS:
            return Ending.COLLAPSED
        if self._record.diverged >= HOPELESS:
            return Ending.DIVERGED
        if 0 < self._config.patience <= self._record.without_better:
            return Ending.EARLY
        return Ending.DONE if self.step >= self._config.steps else None

    def _batches_until_choice(self) -> Generator[Batch]:
        """Yield batches from this step to the end, or until triplets are to be chosen anew."""
        if self._choice.due(self.step):
            network = self._learner.network
            self._choice.choose(
                self.step, embedded=lambda faces: self._embeddings(network, faces, "Choosing triplets")
            )
        loader = Loader(
            self._training,
            self._choice.batches,
            PRESETS[self._config.augmentation],
            width=self._learner.network.width,
            height=self._learner.network.height,
            seed=self._config.seed,
            workers=self._config.workers,
            rank=self._ranks.rank,
            world_size=self._ranks.count,
        )
        with loader:
            yield from loader.batches(self.step, self._choice.end(self.step))

    def _learn(self, pixels: Tensor) -> dict[str, float]:
        """Take one step, and return what it found."""
        config = self._config
        chance = np.random.SeedSequence((config.seed, self.step, self._ranks.rank))
        torch.manual_seed(int(chance.generate_state(1)[0]))
        # Of the whole batch, of which this rank has loaded its part only.
        faces = self._choice.batches.batch(self.step)
        labels = torch.from_numpy(self._training.people[faces]).to(self._ranks.device)
        families = torch.from_numpy(self._training.families[faces]).to(self._ranks.device)
        teacher = None if self._teacher is None else self._teacher[faces].to(self._ranks.device)
        given = self._choice.given(len(labels))

        def loss_of(embeddings: Tensor) -> Tensor:
            return self._objective.loss(
                embeddings, labels, step=self.step, families=families, teacher=teacher, given=given
            )

        learned = self._learner.learn(pixels, loss_of, step=self.step, length=len(labels))
        found = self._objective.report
        # All ranks must end at the same step, even if rounding lets them judge differently.
        collapsed = self._ranks.any(found.collapsed)
        self._record.collapsed = self._record.collapsed + 1 if collapsed else 0
        usable = math.isfinite(learned["gradient"])
        self._record.diverged = 0 if usable else self._record.diverged + 1
        return {**found.numbers, "collapsed": float(collapsed), **learned}

    def _validate(self, stopped: Callable[[], bool] = lambda: False) -> dict[str, float]:
        """Measure the network on the held-out people, and keep it if it is the best so far."""
        network, weights = self._learner.network, self._learner.weights
        learned = {name: tensor.detach().clone() for name, tensor in network.state_dict().items()}
        network.load_state_dict(weights)
        found_embeddings = [
            self._embeddings(
                network,
                view.faces,
                f"Validating on {view.name}",
                degradation=view.degradation,
                stopped=stopped,
            )
            for view in self._views
        ]
        vals = self._ranks.shared(
            lambda: [
                val(embeddings, view.faces.people, far=self._config.far)
                for embeddings, view in zip(found_embeddings, self._views, strict=True)
            ]
        )
        found = verdict(vals, self._config.criterion)
        record = self._record
        if record.before < 0:
            record.before = found
        record.without_better += 1
        if found > record.best:
            record.best, record.best_step, record.without_better = found, self.step, 0
            if self._ranks.first:
                facts = {**self._facts(), "step": self.step, "val": found}
                checkpoints.write_best(self._folder, weights, facts)
        network.load_state_dict(learned)
        by_view = zip((f"val/{view.name}" for view in self._views), vals, strict=True)
        return {"val": found, **dict(by_view)}

    def _embeddings(
        self,
        network: RecognitionNetwork,
        faces: TrainingSet,
        what: str,
        *,
        degradation: str = CLEAN,
        stopped: Callable[[], bool] = lambda: False,
    ) -> NDArray[np.float32]:
        """Embed faces, each rank a part of them; (n, d) on every rank."""
        part = self._ranks.part(len(faces))
        found = embed(
            network,
            faces.subset(np.arange(part.start, part.stop)),
            device=self._ranks.device,
            degradation=degradation,
            chunk=self._config.batch.chunk,
            arithmetic=self._learner.arithmetic,
            on_progress=partial(self._told, what),
            # The other ranks would wait for one that stopped.
            stopped=stopped if self._ranks.count == 1 else lambda: False,
        )
        gathered = self._ranks.gather(torch.from_numpy(found).to(self._ranks.device), len(faces))
        return np.asarray(gathered.cpu().numpy(), np.float32)

    def _teach(self, stopped: Callable[[], bool]) -> Tensor | None:
        """Return the fixed network's embeddings of all faces (n, d), of which each step needs some."""
        if self._taught_by is None:
            return None
        kept, facts = self._folder / "teacher.safetensors", {"config": decisive(as_toml(self._config))}
        found = self._ranks.shared(lambda: checkpoints.remembered(kept, "embeddings", facts))
        if found is None:
            teacher = placed(self._taught_by, self._ranks.device)
            found = torch.from_numpy(
                self._embeddings(teacher, self._training, "Asking the teacher", stopped=stopped)
            )
            if self._ranks.first:
                checkpoints.write(kept, {"embeddings": found}, facts)
        self._taught_by = None
        return found

    def _facts(self) -> dict[str, Any]:
        return {
            **checkpoints.network_facts(self._learner.network, self._config.network.name),
            "config": as_toml(self._config),
        }

    def _save(self) -> None:
        """Write a checkpoint; what the log says up to here is on the disk before it."""
        if not self._ranks.first or self._log is None:
            return
        self._log.flush()
        tensors, facts = self._learner.state()
        tensors |= {f"chosen.{name}": one for name, one in self._choice.remembered().items()}
        facts |= {**self._facts(), "record": asdict(self._record)}
        checkpoints.write_checkpoint(self._folder, self.step, tensors, facts)

    def _saved(self) -> checkpoints.Saved | None:
        saved = checkpoints.newest(self._folder)
        if saved is not None and decisive(saved.facts["config"]) != decisive(as_toml(self._config)):
            raise checkpoints.CheckpointError(
                f"{self._folder} holds another run. Name a new folder, or use that one's config.toml."
            )
        return saved

    def _write_row(self, numbers: Mapping[str, float]) -> None:
        if self._log is not None:
            self._log.write(self.step, numbers)
