"""All names of a library as one JSON or CSV file, written as they are read, with the memory of one photo.

docs/exporting.md describes both; docs/familiar-names.schema.json is the JSON's schema. What is in them lives
in `app.exchange.exporting.names`; reading the JSON again in `app.metadata.imports.familiar_json`.
"""

from __future__ import annotations

import csv
import importlib.metadata
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from app.exchange.exporting.names import (
    WholeFace,
    WholePerson,
    WholePhoto,
    different,
    people,
    photo_count,
    photos,
    roots,
)
from app.exchange.exporting.placing import aside, settle, sync
from app.exchange.exporting.records import Course
from app.library.store import Library
from app.library.tables import now

#: What the JSON calls itself, and the version of what is in it.
FORMAT: Final = "familiar-names"
VERSION: Final = 1
#: Endings of the files that names may have.
SUFFIXES: Final = (".json", ".csv")

COLUMNS: Final = (
    *("photo_id", "root", "path", "sha256", "size", "photo_width", "photo_height", "taken_at"),
    *("kind", "face_id", "x", "y", "width", "height"),
    *("share_left", "share_top", "share_width", "share_height"),
    *("person_id", "name", "confirmed", "ignored", "outdated", "rejected", "at_ms"),
)
#: A spreadsheet takes what begins so for a formula, also where it is in quotes
#: (https://owasp.org/www-community/attacks/CSV_Injection); an apostrophe in front makes it text.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
_NUMBERS_BOX, _NUMBERS_SHARE = 2, 6


@dataclass(frozen=True, slots=True)
class NamesReport:
    """What was written.

    Attributes:
        place: Absolute path of the file, also of one that was not made because the export was cancelled.
        people: How many people with a name it has.
        photos: How many photos and videos with faces or mentions.
        videos: How many of them are videos.
        faces: How many faces.
        cancelled: The user ended the export; there is no file.
    """

    place: Path
    people: int
    photos: int
    videos: int
    faces: int
    cancelled: bool = False


@dataclass(slots=True)
class _Tally:
    people: int = 0
    photos: int = 0
    videos: int = 0
    faces: int = 0


def export_names(library: Library, place: Path | str, *, course: Course | None = None) -> NamesReport:
    """Write who is where in all photos, as the library was at one moment, into a JSON or CSV file.

    Nothing is overwritten: where the name of the file is taken, the next is used. It gets its name when it is
    whole: an export that was cancelled or failed leaves nothing.

    Args:
        library: The library.
        place: The file; its ending is one of `SUFFIXES`.
        course: Is told of each photo, and ends the export.

    Raises:
        ValueError: The ending is neither.
        ExportTargetError: The file cannot be written, as where the disk is full.
    """
    course = course or Course()
    target = Path(place).absolute()
    if target.suffix.lower() not in SUFFIXES:
        raise ValueError(f"names cannot be written to a {target.suffix or 'file without an ending'}")
    write = _json if target.suffix.lower() == ".json" else _csv
    tally = _Tally()
    with aside(target) as folder:
        part = folder / "names"
        with part.open("wb", buffering=1 << 20) as stream:
            with library.read() as session:
                for text in write(session, course, tally):
                    stream.write(text)
            sync(stream)
        if course.cancelled:
            return NamesReport(target, people=0, photos=0, videos=0, faces=0, cancelled=True)
        made = settle(part, target.name, target.parent)
    return NamesReport(made, tally.people, tally.photos, tally.videos, tally.faces)


def _all(session: Session, course: Course, tally: _Tally) -> Iterator[WholePhoto]:
    for photo in course.through(photos(session), photo_count(session)):
        tally.photos += 1
        tally.videos += photo.duration_ms is not None
        tally.faces += len(photo.faces)
        yield photo


# JSON: the beginning as it is, then a person, pair or photo a line.


def _json(session: Session, course: Course, tally: _Tally) -> Iterator[bytes]:
    head = {
        "format": FORMAT,
        "version": VERSION,
        "made_by": f"familiar {importlib.metadata.version('familiar')}",
        "made_at": now().isoformat(timespec="seconds"),
        "roots": [{"id": root, "path": path} for root, path in roots(session).items()],
    }
    yield _line(head)[:-1]
    yield b',\n"people":['
    for at, person in enumerate(people(session)):
        tally.people += person.name is not None
        yield (b",\n" if at else b"\n") + _line(_person(person))
    yield b'\n],\n"different":['
    for at, pair in enumerate(different(session)):
        yield (b",\n" if at else b"\n") + _line(pair)
    yield b'\n],\n"photos":['
    for at, photo in enumerate(_all(session, course, tally)):
        yield (b",\n" if at else b"\n") + _line(_photo(photo))
    yield b"\n]}\n"


def _line(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode()
    except UnicodeEncodeError:
        # A path that is no Unicode: its bytes as lone surrogates, which JSON can only escape.
        return json.dumps(value, separators=(",", ":")).encode("ascii")


def _person(person: WholePerson) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "sort_name": person.sort_name,
        "birthday": person.birthday,
        "notes": person.notes,
        "ignored": person.ignored,
        "cover_face": person.cover_face_id,
    }


def _photo(photo: WholePhoto) -> dict[str, Any]:
    return {
        "id": photo.id,
        "root": photo.root_id,
        "path": photo.path,
        "sha256": photo.sha256,
        "size": photo.size,
        "width": photo.width,
        "height": photo.height,
        "taken_at": photo.taken_at,
        "taken_offset": photo.taken_offset,
        "missing": photo.missing,
        **_of_video("duration_ms", photo.duration_ms),
        "faces": [_face(photo, face) for face in photo.faces],
        "mentions": photo.mentions,
    }


def _face(photo: WholePhoto, face: WholeFace) -> dict[str, Any]:
    x, y, width, height = (round(value, _NUMBERS_BOX) for value in face.box)
    share = photo.share(face)
    left, top, across, down = (None,) * 4 if share is None else (round(v, _NUMBERS_SHARE) for v in share)
    return {
        "id": face.id,
        "box": {"x": x, "y": y, "width": width, "height": height},
        "share": None if share is None else {"left": left, "top": top, "width": across, "height": down},
        "person": face.person_id,
        "confirmed": face.confirmed,
        "ignored": face.ignored,
        "outdated": face.outdated,
        "source": face.source,
        "rejected": face.rejected,
        **_of_video("at_ms", face.at_ms),
    }


def _of_video(key: str, value: int | None) -> dict[str, int]:
    """Return what only videos have."""
    return {} if value is None else {key: value}


# CSV (RFC 4180): a line for each face, and one for each mention.


def _csv(session: Session, course: Course, tally: _Tally) -> Iterator[bytes]:
    names = {person.id: person.name for person in people(session) if person.name is not None}
    tally.people = len(names)
    places = roots(session)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    # Without the mark, Excel reads UTF-8 as the system's old letters and garbles names.
    yield b"\xef\xbb\xbf"
    for photo in _all(session, course, tally):
        facts = _facts(photo, places[photo.root_id])
        for face in photo.faces:
            writer.writerow([*facts, *_face_cells(photo, face, names)])
        for person in photo.mentions:
            blank = [""] * 8
            writer.writerow(
                [*facts, "mention", "", *blank, person, _text(names.get(person)), "yes", "no", "no", "", ""]
            )
        # Rows that are as good as written are given on in one piece.
        yield buffer.getvalue().encode("utf-8", "backslashreplace")
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _facts(photo: WholePhoto, root: str) -> list[Any]:
    size = [photo.size, photo.width, photo.height]
    return [photo.id, _text(root), _text(photo.path), photo.sha256, *size, photo.taken_at]


def _face_cells(photo: WholePhoto, face: WholeFace, names: dict[int, str]) -> list[Any]:
    share = photo.share(face)
    return [
        "face",
        face.id,
        *(round(value, _NUMBERS_BOX) for value in face.box),
        *([""] * 4 if share is None else (round(value, _NUMBERS_SHARE) for value in share)),
        face.person_id,
        _text(names.get(face.person_id or 0)),
        *("yes" if said else "no" for said in (face.confirmed, face.ignored, face.outdated)),
        " ".join(str(person) for person in face.rejected),
        face.at_ms,
    ]


def _text(value: str | None) -> str:
    """Return a text as a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    return f"'{value}" if value.startswith(_FORMULA) else value
