"""`familiar places` and `familiar events`: where photos were taken, and what belongs together."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer

from app.cli import output
from app.cli.context import JsonOption, LibraryOption, open_library, wants_json
from app.search.events import EventTitle, event_titles, events
from app.search.geography import VisitedPlace, visited_places

MostOption = Annotated[int, typer.Option("--most", min=1, help="How many at most.")]


def list_places(
    context: typer.Context,
    *,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the countries, regions and towns where photos were taken, as far as their files say where."""
    with open_library(context, library) as opened, opened.read() as session:
        found = visited_places(session)
    if wants_json(context, as_json):
        output.emit_json({"places": [asdict(place) for place in found]})
        return
    if not found:
        output.say("Of no photo it is known where it was taken.")
        return
    output.table(
        ["place", "photos", "from", "to"],
        (
            (
                "  " * place.level + called(place),
                f"{place.photos:,}",
                _day_number(place.first),
                _day_number(place.last),
            )
            for place in found
        ),
        numbers=[1],
    )
    output.say('Photos of one of them: familiar search in "NAME"')


def list_events(
    context: typer.Context,
    *,
    most: MostOption = 100,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List what photos were taken at: days and trips, the newest first, with place and people."""
    with open_library(context, library) as opened, opened.read() as session:
        found = events(session)
        shown = range(min(most, len(found)))
        titles = event_titles(session, [found.photos(number) for number in shown])
    spans = [(int(found.first[number]), int(found.last[number])) for number in shown]
    sizes = [len(found.photos(number)) for number in shown]
    if wants_json(context, as_json):
        listed = [
            {
                "first": _moment(first).isoformat(),
                "last": _moment(last).isoformat(),
                "photos": size,
                **asdict(title),
                "photo_ids": found.photos(number).tolist(),
            }
            for number, (first, last), size, title in zip(shown, spans, sizes, titles, strict=True)
        ]
        output.emit_json({"count": len(found), "events": listed})
        return
    output.say(f"{output.count(len(found), 'event')}.")
    output.table(
        ["days", "photos", "where", "who"],
        (
            (_days(*span), f"{size:,}", _where(title), ", ".join(title.people))
            for span, size, title in zip(spans, sizes, titles, strict=True)
        ),
        numbers=[1],
    )
    if len(found) > most:
        output.say(f"... and {len(found) - most:,} more: --most {len(found)}")


def called(place: VisitedPlace) -> str:
    """Return what a place is called, in English."""
    return f"near {place.name}" if place.near else place.name


def _where(title: EventTitle) -> str:
    return " and ".join(title.towns)


def _day_number(day: int) -> str:
    return f"{day // 10000}-{day // 100 % 100:02}-{day % 100:02}" if day else ""


def _moment(seconds: int) -> datetime:
    # The camera's local time, of which the zone is not known.
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)


def _days(first: int, last: int) -> str:
    begin, end = _moment(first).date(), _moment(last).date()
    return f"{begin}" if begin == end else f"{begin} to {end}"
