"""What a training run is to do: one frozen record with a default for everything, checked as it is made.

`trainer.training.config_file` reads it from TOML and writes it; what the entries do lives in the modules that
use them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

#: Stands for the installed recogniser where the path of a run may stand.
INSTALLED = "installed"


class ConfigError(ValueError):
    """A training file that cannot be used; the message names the entry and what it should be."""


class Choosing(StrEnum):
    """When the triplets of a step are chosen (FaceNet, section 3.2)."""

    #: From the step's own batch.
    ONLINE = "online"
    #: Every so many steps, from a subset of the data, by the network as it is then.
    OFFLINE = "offline"
    #: From the step's own batch, which is made of people whom the network, every so many steps, confuses.
    HYBRID = "hybrid"


class Loss(StrEnum):
    """What is made small."""

    TRIPLET = "triplet"
    CONTRASTIVE = "contrastive"


class Algorithm(StrEnum):
    """How weights follow their gradients."""

    SGD = "sgd"
    ADAGRAD = "adagrad"
    ADAMW = "adamw"


class Schedule(StrEnum):
    """How the learning rate goes on after its warm-up."""

    CONSTANT = "constant"
    COSINE = "cosine"


class Precision(StrEnum):
    """The numbers that the network computes with; losses and weights are float32 always."""

    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"
    FLOAT16 = "float16"


class Criterion(StrEnum):
    """Which VAL decides on the best network and on stopping early, where there are several held-out views."""

    MEAN = "mean"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class DataConfig:
    """Which faces are used.

    Attributes:
        sets: prepared sets to train on (`trainer prepare`), paths.
        share: of the people to train on, how many are; a study varies it.
        held_out_sets: prepared sets of other people, to validate on.
        held_out: share of the people of `sets` kept apart for validation, by family where families are known.
        fold: which such share: another number keeps other people apart.
        views: how held-out faces are shown: "clean", or names of `trainer.data.augmentation.DEGRADATIONS`.
        most_validated: of a held-out set no more faces than this are validated on.
    """

    sets: tuple[str, ...] = ()
    share: float = 1.0
    held_out_sets: tuple[str, ...] = ()
    held_out: float = 0.1
    fold: int = 0
    views: tuple[str, ...] = ("clean",)
    most_validated: int = 2000


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Which network is trained, and from where.

    Attributes:
        name: of `trainer.networks.NETWORKS`.
        embedding_size: dimensions of the embedding.
        image_size: side of the input in pixels; 0: the network's own.
        initial: "" for chance, "installed" for the weights of the installed model of that name, or the path
            of a training run or of its weights.
        frozen: names of stages whose weights stay; their batch statistics stay too.
        freeze_statistics: whether those of all stages stay, as small batches ask for.
        stage_decay: the learning rate of each stage is that of the stage behind it times this.
    """

    name: str = "fasternet"
    embedding_size: int = 128
    image_size: int = 0
    initial: str = ""
    frozen: tuple[str, ...] = ()
    freeze_statistics: bool = False
    stage_decay: float = 1.0


@dataclass(frozen=True, slots=True)
class BatchConfig:
    """What a step sees. The defaults are the paper's: about 1,800 faces, about 40 of each person.

    Attributes:
        people: in a batch.
        faces_each: of each of them.
        random_negatives: faces of any other people, added to them.
        chunk: faces that go through the network at once, so that a batch may be larger than memory.
        same_family: share of the people who are drawn with relatives, where families are known.
        balanced_sets: whether every set is drawn from equally often, however large, and not every person.
    """

    people: int = 45
    faces_each: int = 40
    random_negatives: int = 0
    chunk: int = 128
    same_family: float = 0.0
    balanced_sets: bool = False


@dataclass(frozen=True, slots=True)
class LossConfig:
    """What is made small, and over which triplets.

    Attributes:
        kind: triplet or contrastive.
        margin: on d² of triplets, where the paper's is 0.2; on the distance d of pairs.
        selection: a name of `trainer.mining.Selection`.
        within_family: share of the pairs whose negative is a relative's, where the batch has one.
        choosing: when triplets are chosen.
        choose_every: steps between two choices, where not every step chooses.
        choose_from: faces that such a choice looks at.
        teacher: "" for none, "installed" or the path of a run: a fixed network whose embeddings of the
            unaltered faces are used by the two entries below.
        distillation: weight of the mean d² to the teacher's embedding of the same face.
        harmonic: whether triplets mix the network's embeddings with the teacher's, so that both can be
            compared (paper, appendix).
    """

    kind: Loss = Loss.TRIPLET
    margin: float = 0.2
    selection: str = "semi_hard"
    within_family: float = 0.0
    choosing: Choosing = Choosing.ONLINE
    choose_every: int = 100
    choose_from: int = 2000
    teacher: str = ""
    distillation: float = 0.0
    harmonic: bool = False


@dataclass(frozen=True, slots=True)
class OptimiserConfig:
    """How weights follow their gradients. The paper's: AdaGrad or SGD with a learning rate of 0.05.

    Attributes:
        algorithm: SGD, AdaGrad or AdamW.
        learning_rate: at its highest.
        momentum: of SGD.
        weight_decay: not applied to biases and to scales of normalisation.
        schedule: constant, or falling to 0 along a cosine.
        warm_up: steps until the learning rate is reached.
        most_gradient: longer gradients are shortened to this length; 0: never.
        averaging: decay of the moving average of weights that is validated and kept; 0: no average.
    """

    algorithm: Algorithm = Algorithm.ADAMW
    learning_rate: float = 1e-3
    momentum: float = 0.9
    weight_decay: float = 0.05
    schedule: Schedule = Schedule.COSINE
    warm_up: int = 50
    most_gradient: float = 1.0
    averaging: float = 0.0


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """A training run.

    Attributes:
        steps: batches.
        seed: of all chance, below 2^32.
        augmentation: a preset of `trainer.data.augmentation`: "none", "light", "old_photos".
        precision: of the network's arithmetic.
        validate_every: steps between two validations; each also writes a checkpoint.
        patience: validations without a better one before it stops; 0: it never stops early.
        criterion: which VAL is meant by better.
        far: false accept rate at which VAL is measured.
        workers: threads that prepare batches; no result depends on how many.
    """

    steps: int = 1000
    seed: int = 0
    augmentation: str = "light"
    precision: Precision = Precision.FLOAT32
    validate_every: int = 100
    patience: int = 0
    criterion: Criterion = Criterion.MEAN
    far: float = 1e-3
    workers: int = 2
    data: DataConfig = field(default_factory=DataConfig)
    network: NetworkConfig = field(default_factory=NetworkConfig)
    batch: BatchConfig = field(default_factory=BatchConfig)
    loss: LossConfig = field(default_factory=LossConfig)
    optimiser: OptimiserConfig = field(default_factory=OptimiserConfig)

    def __post_init__(self) -> None:
        """Raise ConfigError for numbers out of range, and for entries that contradict one another."""
        checks = {
            "steps must be at least 1": self.steps >= 1,
            "seed must be from 0 to 4294967295": 0 <= self.seed < 2**32,
            "validate_every must be at least 1": self.validate_every >= 1,
            "patience must not be negative": self.patience >= 0,
            "workers must be at least 1": self.workers >= 1,
            "far must lie between 0 and 1": 0 < self.far < 1,
            "[data] share must be above 0, up to 1": 0 < self.data.share <= 1,
            "[data] held_out must be at least 0 and less than 1": 0 <= self.data.held_out < 1,
            "[data] fold must not be negative": self.data.fold >= 0,
            "[data] most_validated must be at least 2": self.data.most_validated >= 2,
            "[data] views must not be empty": bool(self.data.views),
            "[network] embedding_size must be from 64 to 512": 64 <= self.network.embedding_size <= 512,
            "[network] stage_decay must be above 0, up to 1": 0 < self.network.stage_decay <= 1,
            "[batch] people must be at least 2": self.batch.people >= 2,
            "[batch] faces_each must be at least 2": self.batch.faces_each >= 2,
            "[batch] random_negatives must not be negative": self.batch.random_negatives >= 0,
            "[batch] chunk must be at least 2": self.batch.chunk >= 2,
            "[batch] same_family must be at least 0 and less than 1": 0 <= self.batch.same_family < 1,
            "[loss] margin must be above 0, and finite": 0 < self.loss.margin < math.inf,
            "[loss] choose_every must be at least 1": self.loss.choose_every >= 1,
            "[loss] choose_from must be at least 4": self.loss.choose_from >= 4,
            "[loss] within_family must be from 0 to 1": 0 <= self.loss.within_family <= 1,
            "[loss] distillation must be 0 or more, and finite": 0 <= self.loss.distillation < math.inf,
            "[loss] distillation and harmonic need a teacher": bool(self.loss.teacher)
            or not (self.loss.distillation or self.loss.harmonic),
            "[loss] harmonic and contrastive need batches of people: choosing must be online or hybrid": (
                self.loss.choosing is not Choosing.OFFLINE
                or not (self.loss.harmonic or self.loss.kind is Loss.CONTRASTIVE)
            ),
            "[loss] harmonic is a matter of triplets": not self.loss.harmonic
            or self.loss.kind is Loss.TRIPLET,
            "[optimiser] learning_rate must be above 0, and finite": (
                0 < self.optimiser.learning_rate < math.inf
            ),
            "[optimiser] momentum must be at least 0 and less than 1": 0 <= self.optimiser.momentum < 1,
            "[optimiser] weight_decay must be 0 or more, and finite": (
                0 <= self.optimiser.weight_decay < math.inf
            ),
            "[optimiser] warm_up must not be negative": self.optimiser.warm_up >= 0,
            "[optimiser] most_gradient must be 0 or more, and finite": (
                0 <= self.optimiser.most_gradient < math.inf
            ),
            "[optimiser] averaging must be at least 0 and less than 1": 0 <= self.optimiser.averaging < 1,
        }
        for sentence, holds in checks.items():
            if not holds:
                raise ConfigError(f"{sentence}.")
