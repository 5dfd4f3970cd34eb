"""`familiar sightings`: who is seen in a video and when, or in which videos somebody is seen."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.context import JsonOption, LibraryOption, RefusedError, open_library, wants_json
from app.cli.faces import photo_of
from app.library.names import find_person
from app.library.store import Library
from app.search.mentions import mentioned_in_photo
from app.search.sightings import mark, marks, people_in_video, videos_of_person
from engine.image import SUFFIXES
from engine.video import is_video


def sightings(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="VIDEO|PERSON", help="A video of the library, or a person or group.")
    ],
    *,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """List who is seen in a video and when, or the videos in which PERSON is seen."""
    as_json = wants_json(context, as_json)
    with open_library(context, library) as opened:
        if is_video(what) or Path(what).suffix.lower() in SUFFIXES:
            _in_video(opened, Path(what), as_json=as_json)
        else:
            _of_person(opened, what, as_json=as_json)


def _in_video(library: Library, file: Path, *, as_json: bool) -> None:
    with library.read() as session:
        photo = photo_of(session, file)
        if photo.duration_ms is None:
            raise RefusedError(
                photo.problem_text
                or f"{file} is not a video. Who is in a photo is shown by: familiar metadata show PHOTO"
            )
        seen = people_in_video(session, photo.id)
        mentioned = mentioned_in_photo(session, photo.id)
        photo_id, duration = photo.id, photo.duration_ms
    if as_json:
        output.emit_json(
            {
                "photo_id": photo_id,
                "file": str(file),
                "duration_ms": duration,
                "people": [asdict(one) for one in seen],
                "mentioned": [asdict(one) for one in mentioned],
            }
        )
        return
    output.say(f"{output.count(len(seen), 'person', 'people')} in {file} ({mark(duration)}).")
    rows: list[tuple[str, int | None, str]] = [
        (
            one.name or (f"group {one.person_id}" if one.person_id else "nobody known"),
            one.face_id,
            marks(one.spans),
        )
        for one in seen
    ]
    rows += [(one.name, None, "somewhere") for one in mentioned]
    output.table(("who", "face", "when"), rows, numbers=(1,))


def _of_person(library: Library, who: str, *, as_json: bool) -> None:
    with library.read() as session:
        person = find_person(session, who)
        videos = videos_of_person(session, person.id)
        name, number = person.name, person.id
    if as_json:
        listed = [asdict(video) | {"file": str(video.file)} for video in videos]
        output.emit_json({"person_id": number, "name": name, "videos": listed})
        return
    output.say(f"{name or f'Group {number}'} is seen in {output.count(len(videos), 'video')}.")
    output.table(
        ("video", "when"),
        [(f"{video.file}{' (missing)' * video.missing}", marks(video.spans)) for video in videos],
    )
