"""All that is measured of one or more models on one set: the figures of a report, and what its plots draw.

Each figure's own module says what it means; here they are brought together. Reports are written by
`trainer.evaluation.report` and its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from trainer.data.pairs import PairList
from trainer.data.training_set import TrainingSet
from trainer.evaluation.errors import WorstErrors, worst_errors
from trainer.evaluation.grouping import LOWEST, Grouping, best_grouping, grouped, neighbours
from trainer.evaluation.hard_pairs import hard_pairs
from trainer.evaluation.identification import Identification, OpenSet, identify, open_set
from trainer.evaluation.models import Model
from trainer.evaluation.roc import FARS, Interval, OperatingPoint, Roc, bootstrap, roc
from trainer.evaluation.subgroups import Relatives, Subgroup, by_subgroup, relatives
from trainer.evaluation.verification import (
    Accuracy,
    Estimate,
    PairCounts,
    Validation,
    accuracy,
    count_pairs,
    require_folds,
    require_pairs,
    validation_on_pairs,
    validation_on_splits,
)

Floats = NDArray[np.float32]

#: The FAR of the paper's tables, and of all figures that need one threshold.
FAR = 1e-3

#: Gallery faces of each person that recognition is measured with.
GALLERIES = (1, 3, 5)

#: Bins of the histogram of d², 0 to 4.
HISTOGRAM_BINS = 200


@dataclass(frozen=True, slots=True, eq=False)
class EvaluationSet:
    """Faces to measure models on.

    Attributes:
        name: of the set.
        faces: n aligned faces with their people.
        skipped: pictures that could not be used, each with the reason.
        pairs: pairs to verify, where a list was given.
        subgroups: by label n values, where such were given.
    """

    name: str
    faces: TrainingSet
    skipped: tuple[tuple[str, str], ...] = ()
    pairs: PairList | None = None
    subgroups: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModelFigures:
    """What was measured of one model on one set.

    Attributes:
        model: its name.
        val: VAL over all pairs at each of `FARS`.
        val_packed: the same of embeddings packed into bytes, as the library stores them.
        tar: VAL at each of `FARS` with intervals over people.
        above_first: by how much VAL is above the first model's, with intervals; empty for the first.
        val_on_splits: VAL at `FAR` over splits of the people; None where the set is too small.
        pairs: accuracy on the list of pairs, where there is one.
        pairs_val: VAL at `FAR` on the list of pairs.
        grouping: the groups at the threshold on the model's card; None where it has none.
        best_grouping: the groups at the best threshold on this set.
        identification: with galleries of `GALLERIES` faces, where people have so many.
        open_set: recognition among strangers; None where the set is too small.
        relatives: FAR among relatives at the threshold of `FAR`; None where nobody has any.
        subgroups: VAL and FAR by subgroup at that threshold.
    """

    model: str
    val: tuple[Validation, ...]
    val_packed: tuple[Validation, ...]
    tar: tuple[OperatingPoint, ...]
    above_first: tuple[Interval, ...]
    val_on_splits: Estimate | None
    pairs: Accuracy | None
    pairs_val: Estimate | None
    grouping: Grouping | None
    best_grouping: Grouping
    identification: tuple[Identification, ...]
    open_set: OpenSet | None
    relatives: Relatives | None
    subgroups: tuple[Subgroup, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ModelDrawings:
    """What a report draws of one model on one set.

    Attributes:
        roc: the curve.
        same: (HISTOGRAM_BINS,) int64 pairs of one person by rising d², 0 to 4.
        different: the same of two people.
        worst: the worst errors.
    """

    roc: Roc
    same: NDArray[np.int64]
    different: NDArray[np.int64]
    worst: WorstErrors


@dataclass(frozen=True, slots=True, eq=False)
class SetFigures:
    """What was measured of the models on one set.

    Attributes:
        measured: the set.
        same: pairs of one person.
        different: pairs of two people.
        models: figures, model by model.
        drawings: what is drawn of each.
    """

    measured: EvaluationSet
    same: int
    different: int
    models: tuple[ModelFigures, ...]
    drawings: tuple[ModelDrawings, ...]


def evaluate_models(
    models: Sequence[Model],
    measured: EvaluationSet,
    *,
    resamples: int = 300,
    on_progress: Callable[[str, int, int], None] | None = None,
) -> SetFigures:
    """Measure models on the same faces.

    Args:
        models: one or more; each later one is compared with the first.
        measured: the set.
        resamples: of the people, for the intervals.
        on_progress: told a model's name, and how many of how many faces it has embedded.

    Raises:
        ValueError: there is no pair of one person, or none of two people; or too few of the listed pairs.
    """
    faces = measured.faces
    people = faces.people
    require_pairs(measured.name, people)
    if measured.pairs is not None:
        try:
            require_folds(measured.pairs.same, fold=measured.pairs.fold)
        except ValueError as error:
            raise ValueError(
                f"{measured.name} has too few of the listed pairs: {error}. Name a longer list, or leave the "
                "pairs out for this set."
            ) from error
    embeddings = []
    for model in models:

        def tell(done: int, total: int, name: str = model.name) -> None:
            if on_progress:
                on_progress(name, done, total)

        embeddings.append(model.embed(faces, tell))
    counts = [count_pairs(vectors, people) for vectors in embeddings]
    hard = [hard_pairs(one, people, counts=pairs) for one, pairs in zip(embeddings, counts, strict=True)]
    resampled = bootstrap(hard, FARS, resamples=resamples)
    figures, drawings = [], []
    for number, (model, vectors) in enumerate(zip(models, embeddings, strict=True)):
        figures.append(
            _figures(
                model,
                vectors,
                measured,
                counts[number],
                tar=resampled.points(number),
                above_first=resampled.differences(number, 0) if number else (),
            )
        )
        drawings.append(
            ModelDrawings(
                roc=roc(counts[number]),
                same=_histogram(counts[number].same),
                different=_histogram(counts[number].different),
                worst=worst_errors(hard[number]),
            )
        )
    return SetFigures(
        measured=measured,
        same=int(counts[0].same.sum()),
        different=int(counts[0].different.sum()),
        models=tuple(figures),
        drawings=tuple(drawings),
    )


def _figures(
    model: Model,
    vectors: Floats,
    measured: EvaluationSet,
    counts: PairCounts,
    *,
    tar: tuple[OperatingPoint, ...],
    above_first: tuple[Interval, ...],
) -> ModelFigures:
    people = measured.faces.people
    threshold = counts.validation(FAR).threshold
    judged, judged_val = _on_pairs(vectors, measured.pairs)
    own = model.grouping
    packed, edges = neighbours(vectors, LOWEST if own is None else min(LOWEST, own))
    counts_packed = count_pairs(packed, people)
    galleries = (identify(vectors, people, gallery_faces=number) for number in GALLERIES)
    return ModelFigures(
        model=model.name,
        val=tuple(counts.validation(far) for far in FARS),
        val_packed=tuple(counts_packed.validation(far) for far in FARS),
        tar=tar,
        above_first=above_first,
        val_on_splits=validation_on_splits(vectors, people, FAR),
        pairs=judged,
        pairs_val=judged_val,
        grouping=None if own is None else grouped(packed, edges, people, own),
        best_grouping=best_grouping(packed, edges, people),
        identification=tuple(found for found in galleries if found is not None),
        open_set=open_set(vectors, people),
        relatives=relatives(vectors, people, measured.faces.families, threshold=threshold),
        subgroups=by_subgroup(vectors, people, measured.subgroups, threshold=threshold),
    )


def _on_pairs(vectors: Floats, pairs: PairList | None) -> tuple[Accuracy | None, Estimate | None]:
    if pairs is None:
        return None, None
    similarity = pairs.similarity(vectors)
    return (
        accuracy(similarity, pairs.same, fold=pairs.fold),
        validation_on_pairs(similarity, pairs.same, FAR, fold=pairs.fold),
    )


def _histogram(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return counts by rising d² of counts by rising cosine."""
    return np.asarray(counts[::-1].reshape(HISTOGRAM_BINS, -1).sum(axis=1), np.int64)
