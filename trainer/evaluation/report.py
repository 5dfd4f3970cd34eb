"""What a report of measured models says: its headings, tables, plots and pictures, in order.

How that looks is the business of `trainer.evaluation.report_html` (one page that needs nothing beside it) and
`trainer.evaluation.report_markdown` (text with its pictures in a folder beside it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from trainer.evaluation.evaluating import FAR, ModelFigures, SetFigures
from trainer.evaluation.hard_pairs import Pairs
from trainer.evaluation.plots import histogram_plot, roc_plot
from trainer.evaluation.roc import Interval
from trainer.evaluation.verification import Accuracy, Estimate


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows; level 1 is the whole report's, 2 a set's, 3 a part's."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first `words` columns are words, the others figures."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Plot:
    """A drawing.

    Attributes:
        title: what it shows.
        svg: draws it for a page.
        png: draws it as a picture.
    """

    title: str
    svg: Callable[[], bytes]
    png: Callable[[], bytes]


@dataclass(frozen=True, slots=True, eq=False)
class FacePair:
    """Two faces beside each other.

    Attributes:
        jpegs: their pictures.
        title: how far apart they are.
        names: what to call each.
    """

    jpegs: tuple[bytes, bytes]
    title: str
    names: tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class FacePairs:
    """A gallery of pairs."""

    title: str
    pairs: tuple[FacePair, ...]


Block = Heading | Text | Table | Plot | FacePairs


def contents(found: Sequence[SetFigures]) -> Iterator[Block]:
    """Yield what the report says of one or more sets."""
    names = list(dict.fromkeys(one.model for figures in found for one in figures.models))
    yield Heading(1, " and ".join(names) + (" compared" if len(names) > 1 else " measured"))
    yield Text(
        "VAL is the share of the pairs of one person that are accepted, FAR the share of the pairs of two "
        "people. d² is the squared distance of two embeddings, 0 to 4. Ranges in brackets hold 95% of the "
        "figures that come out when the people of the set are drawn again with replacement."
    )
    yield _summary(found)
    for figures in found:
        yield from _of_set(figures)


def _summary(found: Sequence[SetFigures]) -> Table:
    rows = [
        (
            figures.measured.name,
            one.model,
            *(f"{point.tar.value:.4f}{'' if point.reliable else '*'}" for point in one.tar),
            one.identification[0].rank_1.mean if one.identification else None,
            one.grouping.b_cubed.f if one.grouping else None,
            one.best_grouping.b_cubed.f,
        )
        for figures in found
        for one in figures.models
    ]
    fars = [f"VAL at FAR {point.far:g}" for point in found[0].models[0].tar]
    return Table(
        ("set", "model", *fars, "one shot, rank 1", "groups, B-cubed F", "at the best threshold"),
        tuple(tuple(map(_cell, row)) for row in rows),
        words=2,
    )


def _of_set(figures: SetFigures) -> Iterator[Block]:
    measured = figures.measured
    yield Heading(2, measured.name)
    skipped = f" {len(measured.skipped):,} pictures could not be used." if measured.skipped else ""
    yield Text(
        f"{len(measured.faces):,} faces of {len(measured.faces.names):,} people; {figures.same:,} pairs of "
        f"one person, {figures.different:,} of two people.{skipped}"
    )
    yield Heading(3, "Is it one person?")
    yield from _verification(figures)
    yield Plot(
        f"ROC of {measured.name}",
        partial(roc_plot, figures, svg=True),
        partial(roc_plot, figures, svg=False),
    )
    for number, one in enumerate(figures.models):
        yield Plot(
            f"d² of {measured.name} by {one.model}",
            partial(histogram_plot, figures, number, svg=True),
            partial(histogram_plot, figures, number, svg=False),
        )
    yield from _recognition(figures.models)
    yield from _groups(figures.models)
    yield from _relatives(figures.models)
    yield from _subgroups(figures.models)
    yield from _errors(figures)


def _verification(figures: SetFigures) -> Iterator[Block]:
    compared = len(figures.models) > 1
    rows = []
    for one in figures.models:
        for at, point in enumerate(one.tar):
            above = (_difference(one.above_first[at]) if one.above_first else "",) if compared else ()
            rows.append(
                (
                    one.model,
                    f"{point.far:g}",
                    f"{one.val[at].d2:.4f}",
                    f"{_range(point.tar)}{'' if point.reliable else '*'}",
                    f"{one.val_packed[at].val:.4f}",
                    *above,
                )
            )
    last = (f"above {figures.models[0].model}",) if compared else ()
    yield Table(("model", "FAR", "d² up to", "VAL", "VAL packed", *last), tuple(rows))
    if any(not point.reliable for one in figures.models for point in one.tar):
        yield Text("* Fewer than 10 pairs of two people are accepted there: single pairs decide.")
    if any(one.val_on_splits or one.pairs for one in figures.models):
        yield Table(
            (
                "model",
                f"VAL at FAR {FAR:g}, 10 splits of people",
                "accuracy on pairs",
                f"VAL at FAR {FAR:g} on pairs",
            ),
            tuple(
                (
                    one.model,
                    _estimate(one.val_on_splits),
                    _estimate(one.pairs),
                    _estimate(one.pairs_val),
                )
                for one in figures.models
            ),
        )


def _recognition(models: Sequence[ModelFigures]) -> Iterator[Block]:
    rows = []
    for one in models:
        rows += [
            (
                one.model,
                f"{found.gallery_faces}",
                f"{found.people:,}",
                _estimate(found.rank_1),
                _estimate(found.rank_5),
                "",
            )
            for found in one.identification
        ]
        if one.open_set is not None:
            rows.append(
                (
                    f"{one.model}, strangers too",
                    f"{one.open_set.gallery_faces}",
                    f"{one.open_set.people:,}",
                    "",
                    "",
                    _estimate(one.open_set.found),
                )
            )
    if rows:
        yield Heading(3, "Who is it?")
        yield Table(
            ("model", "known faces each", "people", "rank 1", "rank 5", "found at 1% false alarms"),
            tuple(rows),
        )


def _groups(models: Sequence[ModelFigures]) -> Iterator[Block]:
    yield Heading(3, "Groups")
    rows = []
    for one in models:
        for kind, found in (("its own", one.grouping), ("the best here", one.best_grouping)):
            if found is not None:
                rows.append(
                    (
                        one.model,
                        kind,
                        f"{found.threshold:.2f}",
                        f"{found.groups:,}",
                        f"{found.pairwise.precision:.4f}",
                        f"{found.pairwise.recall:.4f}",
                        f"{found.pairwise.f:.4f}",
                        f"{found.b_cubed.f:.4f}",
                        f"{found.clicks_per_1000_faces:.1f}",
                    )
                )
    headings = (
        "model",
        "threshold",
        "cosine from",
        "groups",
        "pairwise P",
        "pairwise R",
        "pairwise F",
        "B-cubed F",
        "clicks per 1,000 faces",
    )
    yield Table(headings, tuple(rows), words=2)


def _relatives(models: Sequence[ModelFigures]) -> Iterator[Block]:
    rows = [
        (one.model, f"{one.relatives.pairs:,}", f"{one.relatives.far:.4f}")
        for one in models
        if one.relatives is not None
    ]
    if rows:
        yield Heading(3, "Relatives")
        yield Table(("model", "pairs of relatives", f"FAR where all pairs have {FAR:g}"), tuple(rows))


def _subgroups(models: Sequence[ModelFigures]) -> Iterator[Block]:
    rows = [
        (
            first.label,
            first.value if first.value == first.other else f"{first.value} – {first.other}",
            f"{first.same:,}",
            *(_cell(one.subgroups[at].val) for one in models),
            f"{first.different:,}",
            *(_rate(one.subgroups[at].far) for one in models),
        )
        for at, first in enumerate(models[0].subgroups)
    ]
    if not rows:
        return
    yield Heading(3, "Subgroups")
    yield Text(f"All at the threshold where the FAR of all pairs is {FAR:g}.")
    several = len(models) > 1
    val, far = ([f"{kind} {one.model}" if several else kind for one in models] for kind in ("VAL", "FAR"))
    yield Table(
        ("label", "value", "pairs of one person", *val, "pairs of two people", *far), tuple(rows), words=2
    )


def _errors(figures: SetFigures) -> Iterator[Block]:
    yield Heading(3, "The worst errors")
    yield Text("One pair of each person, or of each two people. Many such errors are wrong labels.")
    for one, drawn in zip(figures.models, figures.drawings, strict=True):
        for title, pairs in (
            ("one person, least alike", drawn.worst.same),
            ("two people, most alike", drawn.worst.different),
        ):
            yield FacePairs(f"{one.model}: {title}", tuple(_pictures(figures, pairs)))


def _pictures(figures: SetFigures, pairs: Pairs) -> Iterator[FacePair]:
    faces = figures.measured.faces
    for first, second, similarity in zip(pairs.first, pairs.second, pairs.similarity.tolist(), strict=True):
        yield FacePair(
            jpegs=(faces.jpeg(first), faces.jpeg(second)),
            title=f"d² {max(0.0, 2 - 2 * similarity):.3f}",
            names=(faces.files[first], faces.files[second]),
        )


def _cell(value: str | float | None) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else f"{value:.4f}"


def _rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.2g}"


def _range(found: Interval) -> str:
    return f"{found.value:.4f} ({found.low:.4f} to {found.high:.4f})"


def _difference(found: Interval) -> str:
    return f"{found.value:+.4f} ({found.low:+.4f} to {found.high:+.4f})"


def _estimate(found: Estimate | Accuracy | None) -> str:
    return "–" if found is None else f"{found.mean:.4f} ± {found.standard_error:.4f}"
