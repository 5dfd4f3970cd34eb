"""`familiar search`: the photos that a search describes, as the window's search field finds them."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli import output
from app.cli.context import JsonOption, LibraryOption, RefusedError, open_library, wants_json
from app.search import QueryError, photo_rows, search_photos, understand


def search(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS", help='For example: Anna and not Bert 2019. Or: "(Anna or Bert), in:holiday"'
        ),
    ],
    *,
    most: Annotated[int, typer.Option("--most", min=1, help="How many photos at most.")] = 100,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find photos by people, dates, places, folders and cameras; docs/search.md has all the words."""
    text = " ".join(words).strip()
    with open_library(context, library) as opened, opened.read() as session:
        try:
            found = search_photos(session, understand(session, text))
        except QueryError as error:
            raise RefusedError(str(error)) from error
        photos = photo_rows(session, found[:most])
    if wants_json(context, as_json):
        output.emit_json(
            {
                "search": text,
                "count": len(found),
                "photos": [
                    {
                        "photo_id": photo.id,
                        "file": str(photo.file),
                        "taken_at": photo.taken_at,
                        "missing": photo.missing,
                    }
                    for photo in photos
                ],
            }
        )
        return
    output.say(f"{output.count(len(found), 'photo')} found.")
    for photo in photos:
        output.say(f"{photo.file}{' (missing)' * photo.missing}")
    if len(found) > most:
        output.say(f"... and {len(found) - most:,} more: --most {len(found)}")
