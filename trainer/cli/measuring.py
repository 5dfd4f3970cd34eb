"""`trainer evaluate`, `trainer compare` and `trainer calibrate`: measure recognisers on labelled faces.

What is measured lives in `trainer.evaluation`; sets are read in `trainer.cli.measuring_sets`, and what is
printed lives in `trainer.cli.measuring_output`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from engine.embedding import pack, unpack
from engine.models import Catalogue, Provider, RuntimeOptions
from trainer.cli.measuring_output import (
    HTML,
    MARKDOWN,
    document,
    flat_document,
    print_comparison,
    print_one,
    write_report,
)
from trainer.cli.measuring_sets import SetWords, progress_of, read_sets
from trainer.evaluation.evaluating import EvaluationSet, SetFigures, evaluate_models
from trainer.evaluation.learned import trained_on
from trainer.evaluation.models import Model, load_model
from trainer.exporting.calibration import LabelledSet, as_toml, measure
from trainer.recognisers import DEFAULT

_MODEL_HELP = "A recogniser: an installed one's name, a card NAME.toml, or a training run's folder."


def _report_file(file: Path | None) -> Path | None:
    if file is not None and file.suffix.lower() not in (*HTML, *MARKDOWN):
        raise typer.BadParameter(f"{file} must end in .html or .md.")
    if file is not None and not file.absolute().parent.is_dir():
        raise typer.BadParameter(f"The folder of {file} is not there. Make it first.")
    return file


_Sets = Annotated[
    list[Path],
    typer.Argument(help="Folders with one folder of pictures per person, or prepared sets (.npz)."),
]
_Detector = Annotated[str, typer.Option(help="The detector, for folders.")]
_Pairs = Annotated[
    Path | None,
    typer.Option(help="Pairs to verify, in the form of LFW's pairs.txt.", exists=True, dir_okay=False),
]
_Families = Annotated[
    bool,
    typer.Option(
        "--families", help="People of folders are named FAMILY_MEMBER, so that relatives are known."
    ),
]
_Suspects = Annotated[
    Path | None,
    typer.Option(
        help="CSV with columns person_a and person_b: people to leave out, because two names may be one "
        "person's.",
        exists=True,
        dir_okay=False,
    ),
]
_Subgroups = Annotated[
    Path | None,
    typer.Option(
        help="CSV with a column file or person, and a column for each thing known of them (kind, age, …).",
        exists=True,
        dir_okay=False,
    ),
]
_ReportFile = Annotated[
    Path | None,
    typer.Option(
        help="Write a report: one page (NAME.html), or Markdown (NAME.md) with its pictures beside it.",
        callback=_report_file,
        dir_okay=False,
    ),
]
_Provider = Annotated[Provider, typer.Option(help="Where the networks run.")]
_Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]


def evaluate(
    sets: _Sets,
    *,
    model: Annotated[str, typer.Option(help=_MODEL_HELP)] = DEFAULT,
    detector: _Detector = "yunet-2023mar",
    pairs: _Pairs = None,
    families: _Families = False,
    suspects: _Suspects = None,
    subgroups: _Subgroups = None,
    report: _ReportFile = None,
    provider: _Provider = Provider.AUTO,
    as_json: _Json = False,
) -> None:
    """Measure a recogniser: is it one person, who is it, and which faces form a group."""
    words = SetWords(sets, families, suspects, pairs, subgroups, detector)
    found = _found([model], words, provider)
    if report is not None:
        write_report(found, report)
    if as_json:
        documents = [flat_document(one) for one in found]
        typer.echo(json.dumps(documents[0] if len(documents) == 1 else documents, indent=2))
        return
    for one in found:
        print_one(one, titled=len(found) > 1)


def compare(
    sets: _Sets,
    *,
    models: Annotated[list[str], typer.Option("--model", help=f"{_MODEL_HELP} Given twice or more.")],
    detector: _Detector = "yunet-2023mar",
    pairs: _Pairs = None,
    families: _Families = False,
    suspects: _Suspects = None,
    subgroups: _Subgroups = None,
    report: _ReportFile = None,
    provider: _Provider = Provider.AUTO,
    as_json: _Json = False,
) -> None:
    """Compare recognisers on the same pairs: each later one with the first."""
    if len(models) < 2:
        raise typer.BadParameter("A comparison needs two models: give --model twice.")
    words = SetWords(sets, families, suspects, pairs, subgroups, detector)
    found = _found(models, words, provider)
    if report is not None:
        write_report(found, report)
    if as_json:
        typer.echo(json.dumps([document(one) for one in found], indent=2))
        return
    for one in found:
        print_comparison(one)


def _found(names: Sequence[str], words: SetWords, provider: Provider) -> list[SetFigures]:
    catalogue, options = Catalogue(), RuntimeOptions(provider=provider)
    models = [load_model(name, catalogue, options) for name in names]
    found = []
    trained = frozenset[str]().union(*map(trained_on, names))
    for one in read_sets(words, catalogue, options, trained=trained):
        with progress_of(f"Embedding faces of {one.name}") as tell:
            found.append(
                evaluate_models(models, one, on_progress=lambda _, done, total: tell.update(done, total))
            )
    return found


def calibrate(
    sets: _Sets,
    *,
    model: Annotated[str, typer.Option(help=_MODEL_HELP)] = DEFAULT,
    detector: _Detector = "yunet-2023mar",
    families: _Families = False,
    suspects: _Suspects = None,
    provider: _Provider = Provider.AUTO,
    as_json: _Json = False,
) -> None:
    """Measure what a recogniser's similarities mean, and print the table `calibration` for its card.

    All sets weigh equally, however large.
    """
    words = SetWords(sets, families, suspects, pairs=None, subgroups=None, detector=detector)
    catalogue, options = Catalogue(), RuntimeOptions(provider=provider)
    loaded = load_model(model, catalogue, options)
    found = read_sets(words, catalogue, options, trained=trained_on(model))
    measured = measure([_as_stored(one, loaded) for one in found])
    typer.echo(json.dumps(asdict(measured), indent=2) if as_json else as_toml(measured), nl=as_json)


def _as_stored(one: EvaluationSet, model: Model) -> LabelledSet:
    """Embed a set, packed into bytes as the library stores embeddings."""
    with progress_of(f"Embedding faces of {one.name}") as tell:
        embeddings = unpack(pack(model.embed(one.faces, tell.update)))
    return LabelledSet(one.name, embeddings, one.faces.people, one.faces.families)
