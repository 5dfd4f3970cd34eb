"""`familiar preview`: what another strictness or recogniser would change, to accept or to drop."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.asking import grouping_card
from app.cli.context import JsonOption, LibraryOption, RefusedError, named_model, open_library, wants_json
from app.library.settings import RECOGNISER, STRICTNESS, get_setting
from engine.models import Catalogue, Task

if TYPE_CHECKING:
    from app.grouping import Difference, GroupingReport

#: Strictnesses shown where none is asked for.
_SCALE = (-1.0, -0.5, 0.0, 0.5, 1.0)
#: People and groups listed.
_SHOWN = 20


def preview(
    context: typer.Context,
    *,
    strictness: Annotated[
        float | None, typer.Option(min=-1, max=1, help="From -1 (larger groups) to 1 (smaller, surer ones).")
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="NAME", help="Another recogniser that has embedded the faces.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Group the library this way from now on.")] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what another strictness or recogniser would change, before anything is changed.

    Confirmed faces stay where they are, whatever is accepted. Without --strictness and --model it shows the
    whole scale.
    """
    from app.grouping import Previewer, UnknownRecogniserError

    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened:
        with opened.read() as session:
            current = get_setting(session, STRICTNESS)
            chosen = get_setting(session, RECOGNISER)
        former, catalogue = grouping_card(opened), Catalogue()
        card = (
            catalogue.card(chosen) if model is None else named_model(catalogue, model, task=Task.RECOGNITION)
        )
        with opened.job_lock():
            try:
                previewer = Previewer(opened, card=card)
            except UnknownRecogniserError as error:
                raise RefusedError(str(error)) from error
            whole_scale = strictness is None and model is None and not accept
            asked = (
                sorted({*_SCALE, current}) if whole_scale else [current if strictness is None else strictness]
            )
            found = [previewer.difference(one) for one in asked]
            report = previewer.accept(asked[0]) if accept else None
    if as_json:
        document = {"model": card.name, "strictness": current, "differences": [asdict(one) for one in found]}
        output.emit_json({**document, "accepted": None if report is None else asdict(report)})
    elif whole_scale:
        _print_scale(found, current)
    else:
        _print_difference(found[0], report)
        if report is not None:
            changed = former.file.sha256 != card.file.sha256
            _print_way_back(found[0], current, former.name if changed else None)


def _print_scale(found: list[Difference], current: float) -> None:
    output.table(
        ["strictness", "faces that would move", "people and groups", "faces of nobody", ""],
        (
            (
                f"{one.strictness:g}",
                one.moved,
                one.groups_after,
                one.alone_after,
                "now" * (one.strictness == current),
            )
            for one in found
        ),
        numbers=[0, 1, 2, 3],
    )
    output.say("See one in detail: familiar preview --strictness NUMBER. Choose it by adding --accept")


def _print_difference(found: Difference, report: GroupingReport | None) -> None:
    output.say(
        f"{output.count(found.moved, 'face')} of {found.faces:,} {'moved' if report else 'would move'}; "
        f"people and groups: {found.groups_before:,} before, {found.groups_after:,} after; "
        f"faces of nobody: {found.alone_before:,} before, {found.alone_after:,} after; "
        f"{output.count(found.locked, 'confirmed face')} untouched."
    )
    output.table(
        ["#", "name", "before", "after", "come", "leave"],
        (
            (
                one.person_id or "new",
                one.name or "(no name)",
                one.before,
                one.after,
                len(one.gains),
                len(one.loses),
            )
            for one in found.people[:_SHOWN]
        ),
        numbers=[0, 2, 3, 4, 5],
    )
    if len(found.people) > _SHOWN:
        output.say(f"... and {len(found.people) - _SHOWN:,} more: add --json")
    if report is None and found.moved:
        output.say("Nothing has been changed. To change it, add --accept")


def _print_way_back(found: Difference, strictness: float, former: str | None) -> None:
    """Say how to group as before.

    Args:
        found: What was accepted.
        strictness: The one before.
        former: The recogniser before; None where it is still the same.
    """
    as_before = f"familiar preview --strictness {strictness:g} --accept"
    if former is not None:
        # Its embeddings may have gone with the change.
        as_before = f"familiar models select {former}, then familiar index, then {as_before}"
    if former is not None or found.strictness != strictness:
        output.say(f"This is not in the history. To group as before: {as_before}")
    elif found.moved:
        output.say("This is not in the history, so undo does not move these faces back.")
