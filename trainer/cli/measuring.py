"""`trainer evaluate` and `trainer calibrate`: measure recognisers on labelled faces."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from engine.analysis import Analyser
from engine.clustering import Clicks, Scores, average_linkage, b_cubed, clicks_to_perfect, pairwise_scores
from engine.embedding import pack, unpack
from engine.models import Catalogue, ModelCard, Provider, RuntimeOptions
from engine.neighbours import neighbour_edges
from trainer.data.faces import LabelledFaces, read_faces
from trainer.data.pairs import read_pairs
from trainer.evaluation.verification import Accuracy, Validation, accuracy, count_pairs
from trainer.exporting.calibration import as_toml, labelled_set, measure, read_suspects

_FARS = (1e-3, 1e-4, 1e-5)
_NEIGHBOURS = 32


def evaluate(
    folder: Annotated[Path, typer.Argument(help="A folder with one folder of pictures per person.")],
    *,
    model: Annotated[str, typer.Option(help="The recogniser.")] = "sface-2021dec",
    detector: Annotated[str, typer.Option(help="The detector.")] = "yunet-2023mar",
    pairs: Annotated[
        Path | None,
        typer.Option(help="Pairs to verify, in the form of LFW's pairs.txt.", exists=True, dir_okay=False),
    ] = None,
    provider: Annotated[Provider, typer.Option(help="Where the networks run.")] = Provider.AUTO,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Measure a recogniser: VAL at FAR, before and after packing, accuracy on pairs, and grouping."""
    analyser = Analyser.load(
        Catalogue(), detector=detector, recogniser=model, options=RuntimeOptions(provider=provider)
    )
    faces = _read(folder, analyser)
    found = _measured(faces, analyser.embedder.card, pairs)
    if as_json:
        typer.echo(json.dumps(asdict(found), indent=2))
    else:
        _print(found)


def calibrate(
    folders: Annotated[list[Path], typer.Argument(help="Folders with one folder of pictures per person.")],
    *,
    families: Annotated[
        list[Path] | None,
        typer.Option(
            help="One more such folder, whose people are named FAMILY_MEMBER, so that relatives are known; "
            "may be repeated."
        ),
    ] = None,
    suspects: Annotated[
        Path | None,
        typer.Option(
            help="CSV with columns person_a and person_b: people to leave out, because two names may be one "
            "person's.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    model: Annotated[str, typer.Option(help="The recogniser.")] = "sface-2021dec",
    detector: Annotated[str, typer.Option(help="The detector.")] = "yunet-2023mar",
    provider: Annotated[Provider, typer.Option(help="Where the networks run.")] = Provider.AUTO,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Measure what a recogniser's similarities mean, and print the [calibration] table for its card.

    All folders weigh equally, however large.
    """
    left_out = read_suspects(suspects) if suspects else frozenset()
    analyser = Analyser.load(
        Catalogue(), detector=detector, recogniser=model, options=RuntimeOptions(provider=provider)
    )
    related = families or []
    sets = [
        labelled_set(folder.resolve().name, _read(folder, analyser), left_out, families=folder in related)
        for folder in [*folders, *related]
    ]
    measured = measure(sets)
    typer.echo(json.dumps(asdict(measured), indent=2) if as_json else as_toml(measured), nl=as_json)


def _read(folder: Path, analyser: Analyser) -> LabelledFaces:
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(f"Reading faces of {folder.name}", total=None)
        faces = read_faces(
            folder,
            analyser,
            on_progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
    if not faces.files:
        raise ValueError(f"No face was found in the pictures below {folder}.")
    return faces


@dataclass(frozen=True, slots=True)
class _Report:
    """What `evaluate` found; its JSON is this, field by field."""

    model: str
    faces: int
    people: int
    skipped: tuple[tuple[str, str], ...]
    val: tuple[Validation, ...]
    val_packed: tuple[Validation, ...]
    pairs: Accuracy | None
    pairs_left_out: int
    grouping_threshold: float
    groups: int
    pairwise: Scores
    b_cubed: Scores
    clicks: Clicks
    clicks_per_1000_faces: float


def _measured(faces: LabelledFaces, card: ModelCard, pairs: Path | None) -> _Report:
    if card.recognition is None:
        raise ValueError(f"{card.name} is not a recogniser.")
    threshold = card.recognition.grouping
    people = faces.labels()
    packed = unpack(pack(faces.embeddings))
    plain_counts, packed_counts = count_pairs(faces.embeddings, people), count_pairs(packed, people)
    edges = neighbour_edges(packed, _NEIGHBOURS, floor=threshold - 0.05)
    groups = average_linkage(packed, edges, threshold).labels
    clicks = clicks_to_perfect(groups, people)
    judged, left_out = None, 0
    if pairs is not None:
        similarity, same, left_out = read_pairs(pairs, faces)
        judged = accuracy(similarity, same)
    return _Report(
        model=card.name,
        faces=len(people),
        people=len(np.unique(people)),
        skipped=faces.skipped,
        val=tuple(plain_counts.validation(far) for far in _FARS),
        val_packed=tuple(packed_counts.validation(far) for far in _FARS),
        pairs=judged,
        pairs_left_out=left_out,
        grouping_threshold=threshold,
        groups=int(groups.max()) + 1,
        pairwise=pairwise_scores(groups, people),
        b_cubed=b_cubed(groups, people),
        clicks=clicks,
        clicks_per_1000_faces=1000 * clicks.total / len(people),
    )


def _print(found: _Report) -> None:
    console = Console(highlight=False)
    console.print(
        f"{found.model}: {found.faces:,} faces of {found.people:,} people; "
        f"{len(found.skipped):,} pictures could not be used"
    )
    curve = Table("FAR", "cosine from", "VAL", "VAL packed", box=None)
    for plain, packed in zip(found.val, found.val_packed, strict=True):
        curve.add_row(f"{plain.far:g}", f"{plain.threshold:.4f}", f"{plain.val:.4f}", f"{packed.val:.4f}")
    console.print(curve)
    if found.pairs is not None:
        console.print(
            f"{found.pairs.pairs:,} pairs: accuracy {found.pairs.mean:.4f} ± {found.pairs.standard_error:.4f}"
            f" ({found.pairs_left_out} left out)"
        )
    scores = Table(f"{found.groups:,} groups at {found.grouping_threshold}", "P", "R", "F", box=None)
    for name, score in (("pairwise", found.pairwise), ("B-cubed", found.b_cubed)):
        scores.add_row(name, *(f"{value:.4f}" for value in (score.precision, score.recall, score.f)))
    console.print(scores)
    console.print(
        f"clicks to perfect: {found.clicks.merges:,} merges + {found.clicks.moves:,} moves, "
        f"{found.clicks_per_1000_faces:.1f} per 1,000 faces"
    )
