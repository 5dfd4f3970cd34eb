"""`familiar find`: looking somebody up, by name or by a picture."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.context import (
    JsonOption,
    LibraryOption,
    ProviderOption,
    RefusedError,
    analyser_factory,
    chosen_models,
    cores,
    open_library,
    require_picture,
    wants_json,
)
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.search import FoundFace, PersonResult, find_in_image, find_person
from engine.image import SUFFIXES, read_bytes
from engine.models import Catalogue, Provider

#: Photos printed for each face of an outside picture.
_SHOWN = 10


def find(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="IMAGE|PERSON", help="A picture, or somebody's name or number.")
    ],
    *,
    most: Annotated[int, typer.Option("--most", "-n", min=1, help="How many results at most.")] = 100,
    provider: ProviderOption = Provider.AUTO,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find who is in an outside picture, or all photos of a person and more that may be of them."""
    as_json = wants_json(context, as_json)
    picture = Path(what)
    with open_library(context, library) as opened:
        try:
            # A file that merely has somebody's name does not hide them.
            if not (picture.suffix.lower() in SUFFIXES and picture.is_file()):
                _find_person(opened, what, most=most, as_json=as_json)
                return
        except PersonNotFoundError as error:
            _check_picture(what, error)
        _find_image(opened, picture, most=most, provider=provider, as_json=as_json)


def _check_picture(what: str, nobody: PersonNotFoundError) -> None:
    """Pass if this, which is nobody's name, may be a picture; say what it is otherwise."""
    picture = Path(what)
    if not what or not (picture.exists() or picture.suffix.lower() in SUFFIXES):
        raise nobody
    if picture.is_dir():
        raise RefusedError(f"{what} is a folder. Name one picture in it, or a person.") from nobody
    require_picture(picture)


def _find_image(library: Library, picture: Path, *, most: int, provider: Provider, as_json: bool) -> None:
    catalogue = Catalogue()
    detector, recogniser = chosen_models(library, catalogue)
    load = analyser_factory(detector, recogniser, catalogue, provider=provider, threads=cores())
    faces = find_in_image(library, load(), read_bytes(picture), str(picture), most_faces=most)
    if as_json:
        output.emit_json({"image": str(picture), "faces": [asdict(face) for face in faces]})
        return
    if not faces:
        output.say(f"No face was found in {picture}.")
    for number, face in enumerate(faces, 1):
        left, top, width, _ = face.box
        output.say(
            f"Face {number} of {len(faces)}: {width:.0f} pixels wide at {left:.0f}, {top:.0f}; "
            f"quality {face.quality:.2f}"
        )
        _print_matches(face)


def _print_matches(face: FoundFace) -> None:
    if not face.people:
        output.say("  Nobody in the library to compare with yet.")
    output.table(
        ["  #", "person", "similarity", "d²", ""],
        (
            (
                p.person_id,
                p.name or "(no name)",
                f"{p.similarity:.3f}",
                f"{p.d2:.3f}",
                "probably" * p.same_person,
            )
            for p in face.people
        ),
        numbers=[0, 2, 3],
    )
    output.table(
        ["  face", "similarity", "person", "photo"],
        (
            (
                alike.face_id,
                f"{alike.similarity:.3f}",
                alike.place.name or (f"group {alike.place.person_id}" if alike.place.person_id else ""),
                alike.place.file,
            )
            for alike in face.faces[:_SHOWN]
            if alike.same_person
        ),
        numbers=[0, 1],
    )


def _find_person(library: Library, person: str, *, most: int, as_json: bool) -> None:
    _, recogniser = chosen_models(library, Catalogue())
    found = find_person(library, person=person, card=recogniser, most=most)
    if as_json:
        output.emit_json(
            {
                "id": found.person_id,
                "name": found.name,
                "photos": [asdict(photo) for photo in found.photos[:most]],
                "more_like_this": [asdict(face) for face in found.more_like_this],
            }
        )
        return
    _print_person(found, most)


def _print_person(found: PersonResult, most: int) -> None:
    title = found.name or f"Group {found.person_id}"
    output.say(f"{title} is in {output.count(len(found.photos), 'photo')}.")
    output.table(
        ["taken", "face", "photo"],
        (
            (
                (photo.taken_at or "")[:10],
                " ".join(str(face.id) for face in photo.faces),
                f"{photo.file}{' (missing)' * photo.missing}",
            )
            for photo in found.photos[:most]
        ),
    )
    if len(found.photos) > most:
        output.say(f"... and {len(found.photos) - most:,} more: --most {len(found.photos)}")
    if found.more_like_this:
        output.say(f"Perhaps also (then: familiar move FACE --to {found.person_id}):")
        output.table(
            ["face", "similarity", "photo"],
            ((face.face_id, f"{face.similarity:.3f}", face.place.file) for face in found.more_like_this),
            numbers=[0, 1],
        )
