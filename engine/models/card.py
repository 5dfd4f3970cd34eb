"""Model cards: everything Familiar must know of a model to run it rightly, as one TOML file a model.

This file reads and checks cards. It opens no model; `engine.models.catalogue` does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.models.repair import REPAIRS


class CardError(ValueError):
    """A card that cannot be used; the message names the card, the entry and what it should be."""


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
    """

    path: str
    sha256: str
    package: str | None = None
    version: str | None = None
    repairs: tuple[str, ...] = ()


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


_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SHA256 = re.compile(r"[0-9a-f]{64}")

# No number of a card is greater; it keeps out infinity, and whole numbers too great for a float.
_GREATEST = 1e9


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _GREATEST


class _Table:
    """One TOML table that checks each entry as it is taken, and complains of those left over."""

    def __init__(self, where: str, entries: Mapping[str, Any]) -> None:
        self._where = where
        self._entries = dict(entries)

    def error(self, key: str, expected: str) -> CardError:
        return CardError(f"{self._where}: '{key}' must be {expected}.")

    def take(self, key: str, default: object = None) -> Any:
        value = self._entries.pop(key, default)
        if value is None:
            raise CardError(f"{self._where}: '{key}' is missing.")
        return value

    def optional_table(self, key: str) -> _Table | None:
        return self.table(key) if key in self._entries else None

    def table(self, key: str) -> _Table:
        value = self.take(key)
        if not isinstance(value, dict):
            raise self.error(key, "a table")
        return _Table(f"{self._where} [{key}]", value)

    def text(self, key: str, default: str | None = None, *, pattern: str = r"(?s).+") -> str:
        value = self.take(key, default)
        if not isinstance(value, str) or (value != default and not re.fullmatch(pattern, value)):
            raise self.error(key, f"text of the form {pattern}")
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        value = self.take(key, default)
        if not _is_number(value) or not low <= value <= high:
            raise self.error(key, f"a number from {low:g} to {high:g}")
        return float(value)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self.number(key, low, high, default)
        if value != int(value):
            raise self.error(key, f"a whole number from {low} to {high}")
        return int(value)

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if not isinstance(value, bool):
            raise self.error(key, "true or false")
        return value

    def numbers(
        self, key: str, *, least: int, most: int | None = None, default: list[float] | None = None
    ) -> list[float]:
        value = self.take(key, default)
        if (
            not isinstance(value, list)
            or not least <= len(value) <= (most or 64)
            or not all(_is_number(v) for v in value)
        ):
            raise self.error(key, f"a list of {least} numbers" + ("" if most == least else " or more"))
        return [float(v) for v in value]

    def names(self, key: str) -> tuple[str, ...]:
        value = self.take(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and _NAME.fullmatch(v) for v in value):
            raise self.error(key, "a list of names of models")
        return tuple(dict.fromkeys(value))

    def finish(self) -> None:
        if self._entries:
            unknown = ", ".join(sorted(self._entries))
            raise CardError(f"{self._where}: unknown entries: {unknown}. Check their spelling.")


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
        top = _Table(where, tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        # Not only TOMLDecodeError: a number of 5,000 digits is a plain ValueError.
        raise CardError(f"{where} is not valid TOML: {error}.") from error
    task = Task(top.text("task", pattern="detection|recognition"))
    name = top.text("name", pattern=_NAME.pattern)
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


def _file(table: _Table) -> FileSource:
    repairs = table.take("repairs", [])
    if not isinstance(repairs, list) or any(name not in list(REPAIRS) for name in repairs):
        raise table.error("repairs", f"a list of {', '.join(sorted(REPAIRS))}")
    package = table.text("package", "") or None
    source = FileSource(
        # A card is data from anywhere: a path inside its package or folder, never out of it.
        path=table.text("path", pattern=r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]*\.onnx"),
        sha256=table.text("sha256", pattern=_SHA256.pattern),
        package=package,
        version=table.text("version") if package else None,
        repairs=tuple(repairs),
    )
    if package is None and "/" in source.path:
        raise table.error("path", "a file name without folders, where no package is named")
    table.finish()
    return source


def _input(table: _Table, *, fixed_size: bool) -> InputSpec:
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


def _detection(table: _Table) -> DetectionSpec:
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


def _recognition(top: _Table, name: str) -> RecognitionSpec:
    alignment, embedding, thresholds = (top.table(key) for key in ("alignment", "embedding", "thresholds"))
    points = alignment.take("template")
    if (
        not isinstance(points, list)
        or len(points) != 5
        or not all(isinstance(p, list) and len(p) == 2 and all(_is_number(v) for v in p) for p in points)
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


def _calibration(table: _Table | None) -> CalibrationSpec | None:
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
