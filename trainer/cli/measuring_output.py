"""What `trainer evaluate` and `trainer compare` print: tables for people, JSON for programs, and reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from trainer.evaluation.evaluating import FAR, ModelFigures, SetFigures
from trainer.evaluation.report import contents
from trainer.evaluation.report_html import as_html
from trainer.evaluation.report_markdown import write_markdown

#: Endings of reports.
HTML, MARKDOWN = (".html", ".htm"), (".md", ".markdown")


def write_report(found: Sequence[SetFigures], file: Path) -> None:
    """Write a report: one HTML page, or Markdown with its pictures beside it.

    Raises:
        OSError: it cannot be written.
    """
    if file.suffix.lower() in MARKDOWN:
        write_markdown(contents(found), file)
    else:
        file.write_text(as_html(contents(found)), "utf-8")
    # On the standard error stream, as --json has the other to itself.
    Console(stderr=True, highlight=False, markup=False).print(f"The report is {file}.", soft_wrap=True)


def document(found: SetFigures) -> dict[str, Any]:
    """Return what was found as JSON has it, with a list of models."""
    pairs = found.measured.pairs
    return {
        "set": found.measured.name,
        "faces": len(found.measured.faces),
        "people": len(found.measured.faces.names),
        "same": found.same,
        "different": found.different,
        "skipped": found.measured.skipped,
        "pairs_left_out": pairs.left_out if pairs else 0,
        "pairs_in_folds": bool(pairs and pairs.fold is not None),
        "models": [asdict(one) for one in found.models],
    }


def flat_document(found: SetFigures) -> dict[str, Any]:
    """Return what was found of one model as JSON has it: the model's figures beside the set's."""
    whole = document(found)
    (figures,) = whole.pop("models")
    own = figures.pop("grouping") or dict.fromkeys(figures["best_grouping"])
    own["grouping_threshold"] = own.pop("threshold")
    return {**whole, **figures, **own}


def print_one(found: SetFigures, *, titled: bool) -> None:
    """Print tables of one model.

    Args:
        found: on one set.
        titled: whether the set's name stands above.
    """
    console = Console(highlight=False, markup=False)
    (one,) = found.models
    if titled:
        console.print(f"\n{found.measured.name}")
    skipped = len(found.measured.skipped)
    unused = f"; {skipped:,} picture{'s' if skipped > 1 else ''} could not be used" if skipped else ""
    console.print(
        f"{one.model}: {len(found.measured.faces):,} faces of {len(found.measured.faces.names):,} people"
        + unused
    )
    curve = Table("FAR", "cosine from", "d² up to", "VAL", "95% over people", "VAL packed", box=None)
    for at, (plain, packed) in enumerate(zip(one.val, one.val_packed, strict=True)):
        tar = one.tar[at].tar
        curve.add_row(
            f"{plain.far:g}",
            f"{plain.threshold:.4f}",
            f"{plain.d2:.4f}",
            f"{plain.val:.4f}",
            f"{tar.low:.4f} to {tar.high:.4f}{'' if one.tar[at].reliable else ' *'}",
            f"{packed.val:.4f}",
        )
    console.print(curve)
    if not all(point.reliable for point in one.tar):
        console.print("* fewer than 10 pairs of two people are accepted there")
    _print_more(console, found, one)


def _print_more(console: Console, found: SetFigures, one: ModelFigures) -> None:
    if one.val_on_splits is not None:
        splits = one.val_on_splits
        console.print(
            f"VAL at FAR {FAR:g} over 10 splits of people: {splits.mean:.4f} ± {splits.standard_error:.4f}"
        )
    if one.pairs is not None and one.pairs_val is not None and found.measured.pairs is not None:
        folds = "the list's folds" if found.measured.pairs.fold is not None else "dealt to folds in turn"
        console.print(
            f"{one.pairs.pairs:,} pairs: accuracy {one.pairs.mean:.4f} ± {one.pairs.standard_error:.4f}"
            f" ({found.measured.pairs.left_out} left out), VAL {one.pairs_val.mean:.4f} ± "
            f"{one.pairs_val.standard_error:.4f} at FAR {FAR:g}, {folds}"
        )
    for shown in one.identification:
        console.print(
            f"{shown.gallery_faces} known face{'s' if shown.gallery_faces > 1 else ''} of {shown.people:,} "
            f"people: rank 1 {shown.rank_1.mean:.4f} ± {shown.rank_1.standard_error:.4f}, "
            f"rank 5 {shown.rank_5.mean:.4f}"
        )
    if one.open_set is not None:
        console.print(
            f"1 known face of {one.open_set.people:,} people, and strangers: {one.open_set.found.mean:.4f} ± "
            f"{one.open_set.found.standard_error:.4f} found at {one.open_set.false_alarms:.0%} false alarms"
        )
    if one.relatives is not None:
        console.print(
            f"FAR of {one.relatives.pairs:,} pairs of relatives: {one.relatives.far:.4f} where that of all "
            f"is {FAR:g}"
        )
    for grouping, kind in ((one.grouping, ""), (one.best_grouping, ", the best here")):
        if grouping is None:
            continue
        scores = Table(f"{grouping.groups:,} groups at {grouping.threshold:g}{kind}", "P", "R", "F", box=None)
        for name, score in (("pairwise", grouping.pairwise), ("B-cubed", grouping.b_cubed)):
            scores.add_row(name, *(f"{value:.4f}" for value in (score.precision, score.recall, score.f)))
        console.print(scores)
        console.print(
            f"clicks to perfect: {grouping.clicks.merges:,} merges + {grouping.clicks.moves:,} moves, "
            f"{grouping.clicks_per_1000_faces:.1f} per 1,000 faces"
        )
    if one.subgroups:
        rows = Table("label", "value", "same", "VAL", "different", "FAR", box=None)
        for group in one.subgroups:
            value = group.value if group.value == group.other else f"{group.value} – {group.other}"
            val, far = (
                "–" if share is None else f"{share:.{digits}f}"
                for share, digits in ((group.val, 4), (group.far, 6))
            )
            rows.add_row(group.label, value, f"{group.same:,}", val, f"{group.different:,}", far)
        console.print(rows)


def print_comparison(found: SetFigures) -> None:
    """Print a table of models on the same pairs."""
    console = Console(highlight=False, markup=False)
    first = found.models[0].model
    console.print(
        f"\n{found.measured.name}: {len(found.measured.faces):,} faces of "
        f"{len(found.measured.faces.names):,} people",
    )
    rows = Table("FAR", "model", "VAL", f"above {first}", "95% over people", box=None)
    for at, point in enumerate(found.models[0].tar):
        for one in found.models:
            above = one.above_first[at] if one.above_first else None
            rows.add_row(
                f"{point.far:g}",
                one.model,
                f"{one.tar[at].tar.value:.4f}{'' if point.reliable else ' *'}",
                f"{above.value:+.4f}" if above else "",
                f"{above.low:+.4f} to {above.high:+.4f}" if above else "",
            )
    console.print(rows)
    if not all(point.reliable for point in found.models[0].tar):
        console.print("* fewer than 10 pairs of two people are accepted there")
    more = Table("model", "one shot, rank 1", "pairs", "best B-cubed F", "clicks per 1,000 faces", box=None)
    for one in found.models:
        more.add_row(
            one.model,
            f"{one.identification[0].rank_1.mean:.4f}" if one.identification else "–",
            f"{one.pairs.mean:.4f}" if one.pairs else "–",
            f"{one.best_grouping.b_cubed.f:.4f}",
            f"{one.best_grouping.clicks_per_1000_faces:.1f}",
        )
    console.print(more)
