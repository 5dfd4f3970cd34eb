"""`familiar stacks`: copies of one photo, bursts and RAW files with their pictures. Nothing is deleted."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, Final

import typer

from app.cli import output
from app.cli.context import JsonOption, LibraryOption, open_library, wants_json
from app.library.crops import CropStore
from app.library.fingerprints import FingerprintStore, fingerprint_photos
from app.library.pictures import PictureSupplier
from app.library.thumbnails import ThumbnailStore
from app.search import photo_rows
from app.search.stacks import Stacks, Why, find_stacks

_REASONS: Final = {
    Why.SAME_CONTENT: "same file",
    Why.SAME_PICTURE: "same picture",
    Why.BURST: "burst",
    Why.RAW: "RAW",
}
_LINE_EVERY_S: Final = 10.0


def stacks(
    context: typer.Context,
    *,
    most: Annotated[int, typer.Option("--most", min=1, help="How many stacks at most.")] = 100,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List photos of which one is enough to see: copies, bursts, RAW files. Nothing is deleted.

    Looks at each photo once; a run that was stopped goes on where it was.
    """
    as_json = wants_json(context, as_json)
    with (
        open_library(context, library) as opened,
        FingerprintStore(opened) as kept,
        CropStore(opened) as crops,
        ThumbnailStore(opened) as thumbnails,
    ):
        with opened.job_lock():
            told = _told(quiet=as_json)
            fingerprint_photos(kept, PictureSupplier(opened, crops, thumbnails), told=told)
        with opened.read() as session:
            found = find_stacks(session, kept.fresh())
            shown = range(min(most, len(found)))
            rows = [photo_rows(session, found.photos(number)) for number in shown]
    if as_json:
        listed = [
            {
                "why": _reasons(found, number),
                "shots": int(found.shots[number]),
                "photos": [{"photo_id": row.id, "file": str(row.file)} for row in rows[number]],
            }
            for number in shown
        ]
        output.emit_json({"count": len(found), "photos": len(found.ids), "stacks": listed})
        return
    photos, number_of = output.count(len(found.ids), "photo"), output.count(len(found), "stack")
    output.say(f"{photos} in {number_of}; the best comes first.")
    for number in shown:
        output.say(f"Stack {number + 1}: {', '.join(_reasons(found, number))}")
        for row in rows[number]:
            size = f"{row.width} × {row.height}" if row.width else "not read"
            output.say(f"  {row.file}  ({size})")
    if len(found) > most:
        output.say(f"... and {len(found) - most:,} more: --most {len(found)}")


def _reasons(found: Stacks, number: int) -> list[str]:
    return [text for why, text in _REASONS.items() if int(found.why[number]) & why]


def _told(*, quiet: bool) -> Callable[[int, int], bool]:
    last = time.monotonic()

    def told(done: int, total: int) -> bool:
        nonlocal last
        if not quiet and time.monotonic() - last >= _LINE_EVERY_S:
            last = time.monotonic()
            output.note(f"Looking at photos: {done:,} of {total:,}")
        return True

    return told
