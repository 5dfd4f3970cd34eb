"""Commands that look after a library: status, settings, doctor, backup, forgetting missing photos."""

from __future__ import annotations

import importlib.metadata
import platform
import shlex
import shutil
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from app.cli import output
from app.cli.context import (
    JsonOption,
    LibraryOption,
    RefusedError,
    YesOption,
    agreed,
    cores,
    is_grouped,
    library_path,
    open_library,
    wants_json,
    with_remedy,
)
from app.library import queries
from app.library.daily import daily_copies
from app.library.errors import LibraryError, LibraryMissingError
from app.library.settings import (
    DETECTOR,
    RECOGNISER,
    SETTINGS,
    STRICTNESS,
    VIDEOS,
    find_setting,
    get_setting,
    set_setting,
)
from app.library.store import Library
from app.library.tables import Job, Photo, Root
from app.search.videos import video_lengths
from engine.models import Catalogue
from engine.models.runtime import available_providers

#: Below this much free space the next index may fail.
_LITTLE_SPACE = 500e6
_DEPENDENCIES = ("numpy", "onnxruntime", "opencv-python-headless", "pillow", "pi-heif", "sqlalchemy")
#: What not everybody has, and for what it is.
_OPTIONAL = {"av": "videos", "rawpy": "RAW photos"}


def status(context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False) -> None:
    """Show what the library holds, its folders, and which photos could not be read."""
    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened, opened.read() as session:
        figures = asdict(queries.figures(session))
        roots = [
            {"path": root.path, "offline_since": root.offline_since}
            for root in session.scalars(select(Root).order_by(Root.path))
        ]
        failed = [
            {"file": str(Path(root, path)), "problem": problem, "text": text}
            for root, path, problem, text in session.execute(
                select(Root.path, Photo.path, Photo.problem, Photo.problem_text)
                .join(Root)
                .where(Photo.state == "failed", Photo.missing_since.is_(None))
                .order_by(Root.path, Photo.path)
            )
        ]
        job = session.scalar(select(Job).order_by(Job.id.desc()).limit(1))
        last = job and {"kind": job.kind, "state": job.state, "started_at": job.started_at}
    if as_json:
        document = {"library": str(opened.path), "figures": figures, "roots": roots, "failed": failed}
        output.emit_json({**document, "last_job": last})
        return
    output.say(f"Library: {opened.path}")
    output.table(
        ["", ""], ((key.replace("_", " "), f"{value:,}") for key, value in figures.items()), numbers=[1]
    )
    for root in roots:
        offline = (
            f" (cannot be reached since {root['offline_since']:%Y-%m-%d})" if root["offline_since"] else ""
        )
        output.say(f"Folder: {root['path']}{offline}")
    for photo in failed[:20]:
        output.say(f"Not read: {photo['text'] or photo['file']}")
    if len(failed) > 20:
        output.say(f"... and {len(failed) - 20} more: familiar status --json")
    if figures["missing"]:
        output.say(
            f"{output.count(figures['missing'], 'photo')} missing; names are kept. If they are gone for "
            "good: familiar forget-missing"
        )
    if last and last["state"] in {"cancelled", "interrupted", "running"}:
        output.say(f"The last {last['kind']} did not finish. Go on with: familiar index")


def settings(
    context: typer.Context,
    key: Annotated[str | None, typer.Argument(metavar="KEY")] = None,
    value: Annotated[str | None, typer.Argument(metavar="VALUE")] = None,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the library's settings, show one, or change one."""
    as_json = wants_json(context, as_json)
    shown = list(SETTINGS.values()) if key is None else [find_setting(key)]
    if value is not None and shown[0] in {DETECTOR, RECOGNISER}:
        raise RefusedError(
            f"Models are checked before they are used. Choose one with: familiar models select {value}"
        )
    with open_library(context, library, create=value is not None) as opened:
        if value is not None and shown[0] is STRICTNESS and is_grouped(opened):
            wanted = STRICTNESS.parse(value)
            raise RefusedError(
                f"See first what it would change: familiar preview --strictness {wanted:g}. Then add --accept"
            )
        if value is not None:
            with opened.write() as session:
                set_setting(session, shown[0], shown[0].parse(value))
        with opened.read() as session:
            found = [(setting, get_setting(session, setting)) for setting in shown]
            left = len(video_lengths(session)) if value is not None and found == [(VIDEOS, "no")] else 0
    if as_json:
        output.emit_json({"settings": {setting.key: current for setting, current in found}})
    else:
        output.table(["setting", "value", ""], ((setting.key, now, setting.help) for setting, now in found))
        if value is not None:
            output.say("It holds from the next run of: familiar index")
        if left:
            output.say(
                f"Known already, and kept with the people in them: {output.count(left, 'video')}. Whether "
                "they change or go is not noticed while videos are left out."
            )


def backup(
    context: typer.Context,
    target: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", dir_okay=False, help="Where to; by default beside the library."),
    ] = None,
    *,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace FILE if it is a backup already.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the library, also while it is in use, and check the copy."""
    if target is not None and target.exists() and not overwrite:
        raise RefusedError(f"{target} exists already. Choose another name, or replace it with --overwrite.")
    with open_library(context, library) as opened:
        stamp = f"{datetime.now():%Y-%m-%d-%H%M%S}"  # noqa: DTZ005 - the user's own clock
        target = target or opened.path.with_name(f"{opened.path.stem}-{stamp}.backup.db")
        written = opened.backup(target, overwrite=overwrite)
    if wants_json(context, as_json):
        output.emit_json({"backup": str(written), "bytes": written.stat().st_size})
    else:
        output.say(f"Backed up to {written}. To put it back: familiar restore {shlex.quote(str(written))}")


def doctor(context: typer.Context, library: LibraryOption = None, as_json: JsonOption = False) -> int:
    """Check this installation, the models and the library; every problem comes with its remedy."""
    as_json = wants_json(context, as_json)
    facts, problems = _installation(), _model_problems()
    path = library_path(context, library)
    facts["library"] = str(path.absolute())
    if path.parent.is_dir():
        copies = daily_copies(path.resolve())
        newest = f"{len(copies)}, the newest of {copies[0].day}" if copies else "none yet"
        facts["daily copies"] = f"{newest} (all there are: familiar restore --list)"
    try:
        with Library.open(path, create=False) as opened:
            problems += opened.check() + _root_problems(opened)
    except LibraryMissingError:
        facts["library"] = f"{path.absolute()} (not made yet; familiar index FOLDER makes it)"
    except LibraryError as error:
        problems.append(with_remedy(error))
    existing = next(folder for folder in path.absolute().parents if folder.is_dir())
    free = shutil.disk_usage(existing).free
    facts["free space"] = f"{free / 1e9:,.1f} GB"
    if free < _LITTLE_SPACE:
        problems.append(f"Only {free / 1e6:,.0f} MB are free where the library lies. Free some space.")
    if as_json:
        output.emit_json({"facts": facts, "problems": problems})
    else:
        output.table(["", ""], facts.items())
        for problem in problems:
            output.say(f"Problem: {problem}")
        if not problems:
            output.say("Everything is in order.")
    return 5 if problems else 0


def _installation() -> dict[str, str]:
    facts = {"familiar": importlib.metadata.version("familiar"), "python": platform.python_version()}
    facts["system"] = f"{platform.system()} {platform.release()} {platform.machine()}, {cores()} cores"
    for package in (*_DEPENDENCIES, *_OPTIONAL):
        try:
            facts[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            facts[package] = "not installed"
            if package in _OPTIONAL:
                facts[package] += f" ({_OPTIONAL[package]} need it: pip install {package})"
    facts["networks run on"] = ", ".join(provider.value for provider in available_providers())
    return facts


def _model_problems() -> list[str]:
    catalogue = Catalogue()
    found = [status.problem for status in catalogue.statuses() if status.problem] + catalogue.broken_cards()
    # Of a cache that cannot be written each model tells.
    return list(dict.fromkeys(found))


def _root_problems(library: Library) -> list[str]:
    with library.read() as session:
        offline = session.scalars(
            select(Root.path).where(Root.offline_since.is_not(None)).order_by(Root.path)
        )
        return [
            f"The folder {path} is not there or empty. Connect its drive, then: familiar index"
            for path in offline
        ]


def forget_missing(
    context: typer.Context,
    *,
    yes: YesOption = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remove photos whose files are gone for good, with their faces. Cannot be undone; back up first."""
    from app.indexing import forget_missing as forget

    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened:
        with opened.read() as session:
            missing = queries.figures(session).missing
        if missing and not yes:
            question = f"Forget {output.count(missing, 'missing photo')} and what you said of their faces?"
            if not agreed(question, as_json=as_json):
                output.say("Nothing was forgotten.")
                return
        forgotten = forget(opened) if missing else 0
    if as_json:
        output.emit_json({"forgotten": forgotten})
    else:
        output.say(f"Forgot {output.count(forgotten, 'missing photo')}.")
