"""Model cards: everything Familiar must know of a model to run it rightly, as one TOML file a model.

This file reads and checks cards. It opens no model; `engine.models.catalogue` does.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.models.repair import REPAIRS
from engine.models.table import NAME, CardError, Table, is_number


class Task(StrEnum):
    """What a model does."""

    DETECTION = "detection"
    RECOGNITION = "recognition"


@dataclass(frozen=True, slots=True)
class FileSource:
    """Where the bytes of a model come from.

    Attributes:
        path: of the file inside the installed package, or its bare name beside the installed card.
        sha256: of the file as published, 64 lower-case hexadecimal digits.
        package: name of the installed distribution that carries the file; None for one beside its card.
        version: of that distribution.
        repairs: names of `engine.models.repair.REPAIRS`, applied in this order before use.
        mixed: the same network with its wide layers in whole numbers, used in place of this file where the
            processor is quicker with it; None if there is none. Such a file lies beside this one and needs
            no repair.
    """

    path: str
    sha256: str
    package: str | None = None
    version: str | None = None
    repairs: tuple[str, ...] = ()
    mixed: FileSource | None = None


@dataclass(frozen=True, slots=True)
class InputSpec:
    """What the network is given: a (batch, 3, height, width) float32 tensor.

    Attributes:
        name: of the graph input.
        colour: "RGB" or "BGR".
        low: value that byte 0 becomes.
        high: value that byte 255 becomes.
        width: in pixels; 0 where any is taken.
        height: in pixels; 0 where any is taken.
        multiple_of: width and height must be multiples of this.
    """

    name: str
    colour: str
    low: float
    high: float
    width: int = 0
    height: int = 0
    multiple_of: int = 1


@dataclass(frozen=True, slots=True)
class DetectionSpec:
    """How a detector's outputs are read.

    Attributes:
        strides: of the feature maps, in pixels of the input.
        score: least score of a face that is kept, 0 to 1.
        overlap: two boxes with an intersection over union above this are one face.
        face_width: least and greatest width of a face, in pixels of the input, that is found reliably.
    """

    strides: tuple[int, ...]
    score: float
    overlap: float
    face_width: tuple[int, int]


@dataclass(frozen=True, slots=True)
class CalibrationSpec:
    """What a recogniser's similarities mean, measured on labelled faces; `engine.calibration` reads it.

    The first four have one value for each similarity.

    Attributes:
        similarities: cosines, rising, -1 to 1.
        false_accepts: share of the pairs of two people's faces that are at least so similar, above 0 to 1,
            falling.
        accepts: share of the pairs of one person's faces that are at least so similar, 0 to 1, never rising.
        log_odds: natural logarithm of how many times likelier pairs of one person are to be so similar than
            pairs of two people, -50 to 50, never falling.
        averaged_out: share of the spread of such similarities that goes away in the mean over two large
            groups of faces, 0 to 1.
    """

    similarities: tuple[float, ...]
    false_accepts: tuple[float, ...]
    accepts: tuple[float, ...]
    log_odds: tuple[float, ...]
    averaged_out: float


@dataclass(frozen=True, slots=True, eq=False)
class RecognitionSpec:
    """How a recogniser is fed and its embeddings are compared.

    Attributes:
        template: (5, 2) float64, pixels of the input: where right eye, left eye, nose, right and left
            mouth corner of an aligned face lie.
        embedding_size: dimensions of the embedding.
        flip_average: whether the embeddings of a face and of its mirror image are averaged.
        certain_lengths: lengths of embeddings before they are scaled to 1, rising; empty: they say nothing.
        certain_shares: what share of a good picture's similarity to expect at each of these lengths.
        grouping: least mean cosine similarity of two groups that are one person.
        same_person: least cosine similarity at which two single faces are taken for one person.
        calibration: what similarities mean; None where the card does not say.
        comparable_with: names of other recognisers whose embeddings lie in the same space as this one's, so
            that faces of one may be compared with faces of the other.
    """

    template: NDArray[np.float64]
    embedding_size: int
    flip_average: bool
    certain_lengths: tuple[float, ...]
    certain_shares: tuple[float, ...]
    grouping: float
    same_person: float
    calibration: CalibrationSpec | None
    comparable_with: tuple[str, ...] = ()

    def certainty(self, lengths: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the certainty (n,) float32, 0 to 1, of embeddings of these lengths (n,)."""
        if not self.certain_lengths:
            return np.ones(len(lengths), np.float32)
        return np.interp(lengths, self.certain_lengths, self.certain_shares).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class ModelCard:
    """One model, as its card describes it. Exactly one of `detection` and `recognition` is set."""

    name: str
    title: str
    task: Task
    licence: str
    source: str
    reference: str
    file: FileSource
    input: InputSpec
    detection: DetectionSpec | None
    recognition: RecognitionSpec | None
    #: The card's own text, kept so that a library remembers by what its faces were made.
    text: str


_SHA256 = re.compile(r"[0-9a-f]{64}")


def comparable(one: ModelCard, other: ModelCard) -> bool:
    """Tell whether the embeddings of two recognisers may be compared: the card of one names the other."""
    a, b = one.recognition, other.recognition
    if a is None or b is None or a.embedding_size != b.embedding_size:
        return False
    return other.name in a.comparable_with or one.name in b.comparable_with


def parse_card(text: str, *, where: str = "model card") -> ModelCard:
    """Read a card.

    Args:
        text: the TOML text.
        where: what to call the card in messages, usually its path.

    Raises:
        CardError: not TOML, an entry is missing, unknown, or out of its range.
    """
    try:
        top = Table(where, tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        # Not only TOMLDecodeError: a number of 5,000 digits is a plain ValueError.
        raise CardError(f"{where} is not valid TOML: {error}.") from error
    task = Task(top.text("task", pattern="detection|recognition"))
    name = top.text("name", pattern=NAME.pattern)
    card = ModelCard(
        name=name,
        title=top.text("title"),
        task=task,
        licence=top.text("licence"),
        source=top.text("source"),
        reference=top.text("reference", ""),
        file=_file(top.table("file")),
        input=_input(top.table("input"), fixed_size=task is Task.RECOGNITION),
        detection=_detection(top.table("detection")) if task is Task.DETECTION else None,
        recognition=_recognition(top, name) if task is Task.RECOGNITION else None,
        text=text,
    )
    top.finish()
    if card.detection is not None and any(card.input.multiple_of % s for s in card.detection.strides):
        raise CardError(f"{where} [input]: 'multiple_of' must be a multiple of every stride of [detection].")
    return card


def _file(table: Table) -> FileSource:
    repairs = table.take("repairs", [])
    if not isinstance(repairs, list) or any(name not in list(REPAIRS) for name in repairs):
        raise table.error("repairs", f"a list of {', '.join(sorted(REPAIRS))}")
    package = table.text("package", "") or None
    second = table.optional_table("mixed")
    mixed = None
    if second is not None:
        mixed = FileSource(*_path_and_hash(second))
        second.finish()
    path, sha256 = _path_and_hash(table)
    source = FileSource(
        path=path,
        sha256=sha256,
        package=package,
        version=table.text("version") if package else None,
        repairs=tuple(repairs),
        mixed=mixed,
    )
    if package is None and "/" in source.path:
        raise table.error("path", "a file name without folders, where no package is named")
    if mixed is not None and (package is not None or "/" in mixed.path or mixed.path == source.path):
        raise table.error("mixed", "a table of another file, beside a model that is no part of a package")
    table.finish()
    return source


def _path_and_hash(table: Table) -> tuple[str, str]:
    # A card is data from anywhere: a path inside its package or folder, never out of it.
    path = table.text("path", pattern=r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]*\.onnx")
    return path, table.text("sha256", pattern=_SHA256.pattern)


def _input(table: Table, *, fixed_size: bool) -> InputSpec:
    low, high = table.numbers("range", least=2, most=2)
    if not low < high:
        raise table.error("range", "two rising numbers")
    size = {key: table.whole(key, 16, 1024) for key in ("width", "height")} if fixed_size else {}
    spec = InputSpec(
        name=table.text("name"),
        colour=table.text("colour", pattern="RGB|BGR"),
        low=low,
        high=high,
        multiple_of=table.whole("multiple_of", 1, 256, 1),
        **size,
    )
    table.finish()
    return spec


def _detection(table: Table) -> DetectionSpec:
    least, most = table.numbers("face_width", least=2, most=2)
    strides = table.numbers("strides", least=1)
    spec = DetectionSpec(
        strides=tuple(int(s) for s in strides),
        score=table.number("score", 0, 1),
        overlap=table.number("overlap", 0, 1),
        face_width=(int(least), int(most)),
    )
    if any(stride < 1 or stride % 1 for stride in strides):
        raise table.error("strides", "a list of positive whole numbers")
    if not 0 < least < most or least % 1 or most % 1:
        raise table.error("face_width", "two rising positive whole numbers")
    table.finish()
    return spec


def _recognition(top: Table, name: str) -> RecognitionSpec:
    alignment, embedding, thresholds = (top.table(key) for key in ("alignment", "embedding", "thresholds"))
    points = alignment.take("template")
    if (
        not isinstance(points, list)
        or len(points) != 5
        or not all(isinstance(p, list) and len(p) == 2 and all(is_number(v) for v in p) for p in points)
        or len({tuple(p) for p in points}) != 5
    ):
        raise alignment.error("template", "five different pairs of numbers")
    template = np.asarray(points, np.float64)
    template.setflags(write=False)
    lengths, shares = (
        embedding.numbers(key, least=0, default=[]) for key in ("certain_lengths", "certain_shares")
    )
    if len(lengths) != len(shares) or sorted(lengths) != lengths or not all(0 <= s <= 1 for s in shares):
        raise embedding.error("certain_lengths", "rising, with one of 'certain_shares' (0 to 1) for each")
    others = embedding.names("comparable_with")
    if name in others:
        raise embedding.error("comparable_with", "a list of other models, without this one")
    spec = RecognitionSpec(
        template=template,
        embedding_size=embedding.whole("size", 64, 512),
        flip_average=embedding.flag("flip_average"),
        certain_lengths=tuple(lengths),
        certain_shares=tuple(shares),
        grouping=thresholds.number("grouping", -1, 1),
        same_person=thresholds.number("same_person", -1, 1),
        calibration=_calibration(top.optional_table("calibration")),
        comparable_with=others,
    )
    for table in (alignment, embedding, thresholds):
        table.finish()
    return spec


def _calibration(table: Table | None) -> CalibrationSpec | None:
    if table is None:
        return None
    similarities = table.numbers("similarities", least=2)
    count = len(similarities)
    false_accepts, accepts, log_odds = (
        table.numbers(key, least=count, most=count) for key in ("false_accepts", "accepts", "log_odds")
    )
    if not all(a < b for a, b in pairwise(similarities)) or max(map(abs, similarities)) > 1:
        raise table.error("similarities", "rising numbers from -1 to 1")
    if (
        not all(a > b for a, b in pairwise(false_accepts))
        or not 0 < false_accepts[-1] < false_accepts[0] <= 1
    ):
        raise table.error("false_accepts", "falling numbers above 0, up to 1")
    if not all(a >= b for a, b in pairwise(accepts)) or not 0 <= accepts[-1] <= accepts[0] <= 1:
        raise table.error("accepts", "numbers from 0 to 1 that never rise")
    if not all(a <= b for a, b in pairwise(log_odds)) or max(map(abs, log_odds)) > 50:
        raise table.error("log_odds", "numbers from -50 to 50 that never fall")
    spec = CalibrationSpec(
        similarities=tuple(similarities),
        false_accepts=tuple(false_accepts),
        accepts=tuple(accepts),
        log_odds=tuple(log_odds),
        averaged_out=table.number("averaged_out", 0, 1),
    )
    table.finish()
    return spec
