"""What a network is like in each precision: measured on held-out faces, and told in NAME.md."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.models import RuntimeOptions, Session
from trainer.evaluation.verification import count_pairs
from trainer.exporting.quantising import Precision
from trainer.exporting.running import embed, milliseconds

Pixels = NDArray[np.uint8]
Labels = NDArray[np.int64]

#: Faces on which precisions are compared.
COMPARED = 500

#: The false accept rate at which precisions are compared.
FAR = 1e-4


@dataclass(frozen=True, slots=True)
class PrecisionReport:
    """What a network is like in one precision.

    Attributes:
        precision: which.
        size: of the file, bytes.
        milliseconds: for one picture on one processor thread; a face is two pictures.
        cosine: mean similarity of embeddings to those in float32.
        least_cosine: the least of them.
        val: share of pairs of one person accepted at a FAR of `FAR`, among the faces compared.
    """

    precision: Precision
    size: int
    milliseconds: float
    cosine: float
    least_cosine: float
    val: float


def compare(
    files: dict[Precision, bytes],
    crops: Pixels,
    people: Labels,
    on_progress: Callable[[int, int], None],
) -> tuple[PrecisionReport, ...]:
    """Compare precisions of a network.

    Args:
        files: its ONNX files; the others are compared with the first.
        crops: (n, height, width, 3) uint8 RGB, faces of people it did not learn from.
        people: (n,) whose.
        on_progress: given how many precisions were measured, and of how many.
    """
    reports, reference = [], None
    for number, (precision, data) in enumerate(files.items()):
        session = Session(data, name=precision.value, options=RuntimeOptions(threads=os.cpu_count() or 1))
        vectors = embed(session, crops).vectors
        reference = vectors if reference is None else reference
        cosines = np.einsum("nd,nd->n", vectors, reference)
        reports.append(
            PrecisionReport(
                precision=precision,
                size=len(data),
                milliseconds=milliseconds(data, crops),
                cosine=float(cosines.mean()),
                least_cosine=float(cosines.min()),
                val=count_pairs(vectors, people).validation(FAR).val,
            )
        )
        on_progress(number + 1, len(files))
    return tuple(reports)


def report_text(name: str, described: str, difference: float, precisions: Sequence[PrecisionReport]) -> str:
    """Return what NAME.md says.

    Args:
        name: of the model.
        described: which file is stored as what.
        difference: greatest distance of a unit vector of the float32 file from the network's own.
        precisions: float32 first.
    """
    rows = [
        f"| {one.precision.value} | {one.size / 1e6:.2f} | {one.milliseconds:.2f} | {one.cosine:.5f} "
        f"| {one.least_cosine:.5f} | {one.val:.4f} |"
        for one in precisions
    ]
    return f"""# {name}

{described}. The float32 file gives the network's unit vectors
to within {difference:.1g}.

| Precision | MB | ms a picture | Cosine to float32: mean | least | VAL at FAR {FAR:g} |
|---|---|---|---|---|---|
{chr(10).join(rows)}

Measured on held-out faces; a picture takes so long on one processor thread, 16 at a time, and a face is two
pictures: itself and its mirror image.
"""
