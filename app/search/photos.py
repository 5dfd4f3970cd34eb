"""Finds the photos that a query describes, in one statement of SQL.

The language of the search field lives in `app.search.language`, what a query is in `app.search.tree`.
"""

from __future__ import annotations

import json
import os
import unicodedata
from contextlib import suppress
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    true,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import LargeBinary, Text

from app.library.tables import Face, Mention, Person, Photo, Root
from app.search.geography import KnownPlaces, photos_at
from app.search.language import parse
from app.search.rows import fetch, file_name
from app.search.tree import (
    Below,
    Either,
    Every,
    Everything,
    FromCamera,
    InFolder,
    Missing,
    NamedFile,
    NoFaces,
    Not,
    Only,
    Query,
    Shows,
    Taken,
    TakenAt,
    Undated,
    UnnamedFaces,
    leaves,
)

#: Rows that are taken from SQLite at once.
_AT_ONCE: Final = 1000


def _belongs_to_none(people: Select[Any]) -> ColumnElement[bool]:
    # In one condition, because SQLite would look up the faces of nobody and of each person one by one.
    return func.coalesce(Face.person_id, 0).not_in(people)


#: The face is not ignored, and it is in the file as it is now.
IN_PHOTO: Final = and_(Face.ignored_at.is_(None), or_(Face.landmarks.is_not(None), Face.source != "detected"))
#: Nor is the person ignored whose it is.
SHOWN: Final = and_(IN_PHOTO, _belongs_to_none(select(Person.id).where(Person.ignored_at.is_not(None))))


def known_names(session: Session) -> dict[str, str]:
    """Return the names of all people by `Person.name_key`, as `app.search.language.parse` wants them."""
    rows = session.execute(select(Person.name_key, Person.name).where(Person.name.is_not(None)))
    return {key: name for key, name in rows if key is not None and name is not None}


def understand(session: Session, text: str) -> Query:
    """Understand a search with the names of a library's people and places: `app.search.language.parse`.

    Raises:
        QueryError: A part of the text cannot be understood.
    """
    return parse(text, known_names(session), KnownPlaces(session))


def search_photos(session: Session, query: Query) -> NDArray[np.int64]:
    """Find the photos that a query describes.

    Photos whose files are gone are left out, unless the query asks for `Missing` anywhere. Those on a drive
    that is away are not gone.

    Args:
        session: A session.
        query: What is looked for.

    Returns:
        (n,) int64 `Photo.id`, newest first, of one moment the higher id first; those without a date last, by
        root and path.
    """
    # Row by row, which is the usual, takes a fifth longer.
    rows = session.connection().execute(statement(session, query)).yield_per(_AT_ONCE)
    found = np.fromiter(chain.from_iterable(rows), np.int64)
    return _by_path_at_end(session, found)


def statement(session: Session, query: Query) -> Select[Any]:
    """Return the statement behind `search_photos`; its ids are negative where the date is not known.

    All conditions but those on the date are sets of ids, so that SQLite can go through the index of dates
    without a look at the photos, which are scattered over the file in that order.

    Args:
        session: For comparing what SQLite cannot.
        query: What is looked for.
    """
    signed = case((Photo.taken_at.is_(None), -Photo.id), else_=Photo.id)
    wanted = select(signed).where(_condition(session, query)).order_by(Photo.taken_at.desc(), Photo.id.desc())
    return wanted if Missing() in leaves(query) else wanted.where(Photo.id.not_in(_gone()))


def _by_path_at_end(session: Session, signed: NDArray[np.int64]) -> NDArray[np.int64]:
    undated = signed < 0
    if not undated.any():
        return signed
    wanted = select(Photo.id).where(among(Photo.id, (-signed[undated]).tolist()))
    rows = session.connection().execute(wanted.order_by(Photo.root_id, Photo.path))
    return np.concatenate([signed[~undated], np.fromiter(chain.from_iterable(rows), np.int64)])


def _gone() -> Select[Any]:
    return _photos(Photo.missing_since.is_not(None))


def _photos(condition: ColumnElement[bool]) -> Select[Any]:
    """Return a set of photos, found by itself and not for each photo of the search."""
    return select(Photo.id).where(condition).correlate(None)


def contains(text: str, part: str) -> bool:
    """Tell whether a text has another in it, as searches by folder, camera and file mean it.

    Upper and lower case are the same: of the letters A to Z where the part is ASCII, else of all letters, and
    composed and decomposed characters too. (SQLite compares the former by itself.)

    Args:
        text: A path or name.
        part: What the user typed.
    """
    if part.isascii():
        lower = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
        return part.translate(lower) in text.translate(lower)
    return folded(part) in folded(text)


def folded(text: str) -> str:
    """Return what all spellings of a text by `contains` have in common."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def among(column: Any, values: list[Any]) -> ColumnElement[bool]:
    """Return the condition that a column is one of any number of values."""
    listed = func.json_each(json.dumps(values)).table_valued("value")
    return column.in_(select(listed.c.value))  # type: ignore[no-any-return]


def _condition(session: Session, query: Query) -> ColumnElement[bool]:  # noqa: C901, PLR0912 - one case a kind
    match query:
        case Everything():
            return true()
        case Every(parts):
            return and_(*(_condition(session, part) for part in parts))
        case Either(parts):
            return _either(session, parts)
        case Not(part):
            # What has no date is neither of 2019 nor not of it for SQL, but for people it is the latter.
            return _condition(session, part).is_not(true())
        case Shows(key):
            return _shows([key])
        case Only(who):
            return and_(_condition(session, who), ~_others(who))
        case Taken(first, end):
            return _taken(first, end)
        case Undated():
            return Photo.taken_at.is_(None)
        case Below(root_id, folder):
            return _below(root_id, folder)
        case InFolder() | FromCamera() | NamedFile():
            return Photo.id.in_(_with_text(session, query))
        case TakenAt(_, spots):
            return among(Photo.id, photos_at(session, spots).tolist())
        case NoFaces():
            with_faces = select(Face.photo_id).where(SHOWN)
            return Photo.id.not_in(union_all(with_faces, _photos(Photo.state == "failed")))
        case UnnamedFaces():
            return Photo.id.in_(_unnamed())
        case Missing():
            return Photo.id.in_(_gone())


def _people(keys: list[str]) -> Select[Any]:
    return select(Person.id).where(Person.name_key.in_(keys))


def _shows(keys: list[str]) -> ColumnElement[bool]:
    # Whom a file names without saying where is in the photo as well.
    faces = select(Face.photo_id).where(Face.person_id.in_(_people(keys)), IN_PHOTO)
    return Photo.id.in_(
        union_all(faces, select(Mention.photo_id).where(Mention.person_id.in_(_people(keys))))
    )


def _either(session: Session, parts: tuple[Query, ...]) -> ColumnElement[bool]:
    # People are looked up all at once.
    keys = [part.key for part in parts if isinstance(part, Shows)]
    others = [_condition(session, part) for part in parts if not isinstance(part, Shows)]
    return or_(*([_shows(keys)] if keys else []), *others)


def _others(who: Query) -> ColumnElement[bool]:
    """Return the condition that somebody else is in the photo too."""
    keys = [leaf.key for leaf in leaves(who) if isinstance(leaf, Shows)]
    faces = select(Face.id).where(Face.photo_id == Photo.id, SHOWN, _belongs_to_none(_people(keys)))
    mentions = (
        select(Mention.id)
        .join(Person, Person.id == Mention.person_id)
        .where(
            Mention.photo_id == Photo.id,
            Person.ignored_at.is_(None),
            Mention.person_id.not_in(_people(keys)),
        )
    )
    return or_(faces.exists(), mentions.exists())


def _unnamed() -> Select[Any]:
    others = select(Person.id).where(or_(Person.name.is_not(None), Person.ignored_at.is_not(None)))
    return select(Face.photo_id).where(IN_PHOTO, _belongs_to_none(others))


def _taken(first: str | None, end: str | None) -> ColumnElement[bool]:
    """Return the condition on the date; moments are text whose order is that of time."""
    return and_(
        Photo.taken_at.is_not(None),
        *([] if first is None else [Photo.taken_at >= first]),
        *([] if end is None else [Photo.taken_at < end]),
    )


def _below(root_id: int, folder: str) -> ColumnElement[bool]:
    if not folder:
        return Photo.id.in_(_photos(Photo.root_id == root_id))
    # A path that is not valid Unicode is stored as bytes, which SQLite sorts after all text. "0" follows "/".
    stored = os.fsencode(folder)
    as_bytes, as_text = type_coerce(Photo.path, LargeBinary), type_coerce(Photo.path, Text)
    below = and_(as_bytes >= stored + b"/", as_bytes < stored + b"0")
    with suppress(UnicodeDecodeError):
        text = stored.decode()
        below = or_(below, and_(as_text >= f"{text}/", as_text < f"{text}0"))
    return Photo.id.in_(_photos(and_(Photo.root_id == root_id, below)))


def _with_text(session: Session, query: InFolder | FromCamera | NamedFile) -> Select[Any]:
    text = query.text
    if not text.isascii() or "\0" in text:
        return _with_other_text(session, query)
    pattern = f"%{text.replace('!', '!!').replace('%', '!%').replace('_', '!_')}%"
    path = cast(Photo.path, Text)
    match query:
        case FromCamera():
            return _photos(Photo.camera.like(pattern, escape="!"))
        case NamedFile():
            # What is no slash is cut off at the end of the path, and then the rest at its beginning.
            name = func.substr(path, func.length(func.rtrim(path, func.replace(path, "/", ""))) + 1)
            return _photos(and_(path.like(pattern, escape="!"), name.like(pattern, escape="!")))
        case InFolder():
            # A slash must follow, so that the name of the file does not count.
            in_folder = pattern if text.endswith("/") else f"{pattern}/%"
            whole = cast(Root.path, Text).concat("/").concat(path)
            return _photos(and_(Root.id == Photo.root_id, whole.like(in_folder, escape="!")))


def _with_other_text(session: Session, query: InFolder | FromCamera | NamedFile) -> Select[Any]:
    """Compare in Python what SQLite cannot: letters beyond ASCII (and it takes a zero for the end)."""
    part = folded(query.text)
    if isinstance(query, FromCamera):
        cameras = session.scalars(select(Photo.camera).distinct())
        return _photos(
            among(Photo.camera, [camera for camera in cameras if camera and part in folded(camera)])
        )
    paths = fetch(session, "SELECT id, root_id, path FROM photo")
    if isinstance(query, NamedFile):
        named = [photo for photo, _, path in paths if part in folded(file_name(path).rpartition("/")[2])]
        return _photos(among(Photo.id, named))
    roots = {root: file_name(path) for root, path in fetch(session, "SELECT id, path FROM root")}
    found: dict[tuple[int, str], bool] = {}
    photos = []
    for photo, root, path in paths:
        place = root, file_name(path).rpartition("/")[0]
        if place not in found:
            found[place] = part in folded(f"{roots[root]}/{place[1]}/")
        if found[place]:
            photos.append(photo)
    return _photos(among(Photo.id, photos))
