"""Writing a recogniser's card: thresholds and what similarities mean, measured on held-out faces, as TOML.

What each entry means is said in `engine.models.card`, how similarities are calibrated in
`trainer.exporting.calibration`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trainer.evaluation.grouping import grouped, neighbours
from trainer.evaluation.verification import count_pairs
from trainer.exporting.calibration import LabelledSet, Measured, as_toml
from trainer.exporting.certainty import Certainty
from trainer.exporting.running import INPUT

#: Share of the pairs of two people that pass for one person at the threshold for single faces.
FALSE_ACCEPTS = 1e-3

#: Least share of pairs in a group that must be one person's, where a threshold can have it.
PRECISION = 0.99

#: Share of the greatest F that a threshold must have, however precise it is.
NEAR_BEST = 0.97

_STEP = 0.01
# Groups hold together below the similarity of single faces, and well above it there is nothing to be found.
_BELOW, _ABOVE = 0.15, 0.25


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Similarities from which on faces are one person's.

    Attributes:
        same_person: least cosine of two single faces.
        grouping: least mean cosine of two groups.
        precision: of the pairs in groups at `grouping`, mean over the sets.
        f: of the same.
    """

    same_person: float
    grouping: float
    precision: float
    f: float


@dataclass(frozen=True, slots=True)
class About:
    """What a person must say of a network for its card.

    Attributes:
        name: of the model: lower case, digits, `.`, `_` and `-`.
        title: for people.
        licence: SPDX name or a sentence.
        source: where it comes from.
        reference: of the method; may be empty.
        comparable_with: names of recognisers whose embeddings lie in the same space.
        notes: sentences on data, recipe and weak points, for the head of the card.
    """

    name: str
    title: str
    licence: str
    source: str
    reference: str = ""
    comparable_with: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What a network takes and gives.

    Attributes:
        width: of its input, pixels.
        height: of its input, pixels.
        embedding_size: dimensions.
        template: (5, 2) float64, pixels of the input: where the landmarks lie.
    """

    width: int
    height: int
    embedding_size: int
    template: NDArray[np.float64]


def choose_thresholds(sets: Sequence[LabelledSet]) -> Thresholds:
    """Choose thresholds on held-out labelled faces; sets weigh equally, whatever their size.

    `same_person` is the least similarity that at most `FALSE_ACCEPTS` of the pairs of two people reach, on
    the mean over the sets. `grouping` is a threshold of average linkage; of precision and F over pairs, the
    means over the sets count. Only thresholds count whose F is at least `NEAR_BEST` of the greatest: of those
    with a precision of `PRECISION` the one with the greatest F; where none has that (relatives in every set)
    the most precise, because a wrong merge is harder to see than a missing one.

    Args:
        sets: one or more, each with pairs of both kinds; embeddings as the library stores them.
    """
    counts = [count_pairs(one.embeddings, one.people) for one in sets]
    different = np.mean([one.different / one.different.sum() for one in counts], axis=0)
    accepted = np.cumsum(different[::-1])[::-1]
    at = int(np.argmax(accepted <= FALSE_ACCEPTS)) if accepted[-1] <= FALSE_ACCEPTS else len(accepted) - 1
    # Rounded up, so that what is written has no more false accepts.
    same_person = min(float(np.ceil((2 * at / len(accepted) - 1) * 100 - 1e-6) / 100), 1.0)
    low, high = max(same_person - _BELOW, -0.5), min(same_person + _ABOVE, 0.95)
    tried = np.round(np.arange(low, high + _STEP / 2, _STEP), 2).tolist()
    precision, f = (
        np.mean(values, axis=0) for values in zip(*(_scores(one, tried) for one in sets), strict=True)
    )
    near = f >= NEAR_BEST * f.max()
    precise = near & (precision >= PRECISION)
    score = np.where(precise, f, -1) if precise.any() else np.where(near, precision, -1)
    equals = np.flatnonzero(score == score.max())
    # Of equals the middle one, which is farthest from where it gets worse.
    best = int(equals[len(equals) // 2])
    return Thresholds(same_person, tried[best], float(precision[best]), float(f[best]))


def _scores(one: LabelledSet, thresholds: Sequence[float]) -> tuple[list[float], list[float]]:
    packed, edges = neighbours(one.embeddings, min(thresholds))
    scores = [grouped(packed, edges, one.people, threshold).pairwise for threshold in thresholds]
    return [score.precision for score in scores], [score.f for score in scores]


def card_text(
    about: About,
    shape: Shape,
    *,
    sha256: str,
    mixed_sha256: str | None = None,
    thresholds: Thresholds,
    certainty: Certainty,
    measured: Measured | None,
) -> str:
    """Write a card. `engine.models.parse_card` reads it, if `about` is right.

    Args:
        about: what a person said.
        shape: of the network.
        sha256: of the ONNX file, which is to lie beside the card as NAME.onnx.
        mixed_sha256: of the file with wide layers in whole numbers, NAME-mixed.onnx; None: there is none.
        thresholds: that were chosen.
        certainty: that was measured.
        measured: the calibration; None: the card does not say what similarities mean.
    """
    points = ", ".join(f"[{x:.4f}, {y:.4f}]" for x, y in shape.template)
    lines = [
        *(f"# {line}" for note in about.notes for line in note.splitlines()),
        f"name = {_quoted(about.name)}",
        f"title = {_quoted(about.title)}",
        'task = "recognition"',
        f"licence = {_quoted(about.licence)}",
        f"source = {_quoted(about.source)}",
        *([f"reference = {_quoted(about.reference)}"] if about.reference else []),
        "",
        "[file]",
        f"path = {_quoted(f'{about.name}.onnx')}",
        f'sha256 = "{sha256}"',
        *_mixed_lines(about.name, mixed_sha256),
        "",
        "[input]",
        f'name = "{INPUT}"',
        'colour = "RGB"',
        "range = [0.0, 255.0]",
        f"width = {shape.width}",
        f"height = {shape.height}",
        "",
        "[alignment]",
        "# Right eye, left eye, nose, right and left mouth corner (the person's own right), pixels.",
        f"template = [{points}]",
        "",
        "[embedding]",
        f"size = {shape.embedding_size}",
        "flip_average = true",
        *_certainty_lines(certainty),
        *(
            [f"comparable_with = [{', '.join(map(_quoted, about.comparable_with))}]"]
            if about.comparable_with
            else []
        ),
        "",
        "[thresholds]",
        "# Cosine similarities of the embeddings; d² = 2 - 2 cosine.",
        f"# Of the pairs in such groups {thresholds.precision:.2%} are one person's; F {thresholds.f:.4f}.",
        f"grouping = {thresholds.grouping:g}",
        f"# At most {FALSE_ACCEPTS:.1%} of the pairs of two people are so similar.",
        f"same_person = {thresholds.same_person:g}",
        "",
    ]
    table = "" if measured is None else as_toml(measured, by="trainer export")
    return "\n".join(lines) + "\n" + table


def _mixed_lines(name: str, sha256: str | None) -> list[str]:
    if sha256 is None:
        return []
    return [
        "",
        "# The same network, wide layers in whole numbers, for processors that are quicker with them.",
        "[file.mixed]",
        f"path = {_quoted(f'{name}-mixed.onnx')}",
        f'sha256 = "{sha256}"',
    ]


def _certainty_lines(certainty: Certainty) -> list[str]:
    if not certainty.lengths:
        return ["# The length of an embedding says little of how certain it is."]
    return [
        "# Length of an embedding before it is scaled to 1, and what share of a good picture's similarity to",
        "# other pictures of the same person is left; measured on faces made smaller, blurred and darker.",
        f"certain_lengths = {list(certainty.lengths)}",
        f"certain_shares = {list(certainty.shares)}",
    ]


def _quoted(text: str) -> str:
    """Return a text as a TOML string; JSON writes one the same way, but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
