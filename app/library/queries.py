"""What several rooms ask a library: its roots, models, people and figures.

Searching by date, place or people lives in `app.search`; embeddings in `app.library.embeddings`; looking
somebody up by name in `app.library.names`. Lists are given one row at a time, each as one statement, so
that memory stays bounded; use them up inside their session.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from app.library.tables import Face, Model, Person, Photo, Root

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from engine.models import ModelCard

#: Rows fetched at one time.
_BATCH = 1000

Task = Literal["detection", "recognition"]
#: named: has a name. group: has none. ignored: the user does not want to see it, named or not; such people
#: and groups are in neither of the others.
PersonKind = Literal["named", "group", "ignored"]


@dataclass(frozen=True, slots=True)
class LibraryFigures:
    """How much of what a library holds.

    Attributes:
        roots: Folders watched.
        offline_roots: Those of them that cannot be reached at present.
        analysed: Photos that are there and were looked at.
        failed: Photos that are there and could not be read.
        missing: Photos whose files are gone.
        faces: Faces in all photos, also missing ones.
        ignored_faces: Those of them that the user hid one by one.
        named: People with a name who are not ignored.
        groups: Groups without a name that are not ignored.
        ignored: People and groups that are ignored.
    """

    roots: int
    offline_roots: int
    analysed: int
    failed: int
    missing: int
    faces: int
    ignored_faces: int
    named: int
    groups: int
    ignored: int


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """A person or group in a list.

    Attributes:
        id: `Person.id`.
        name: None for a group.
        faces: How many faces belong to it.
        photos: In how many photos.
        confirmed: How many of the faces the user confirmed.
        ignored: Whether the user does not want to see it.
        cover_face_id: The face that the user chose to show, or None.
    """

    id: int
    name: str | None
    faces: int
    photos: int
    confirmed: int
    ignored: bool
    cover_face_id: int | None


@dataclass(frozen=True, slots=True)
class PersonFace:
    """One face of a person, with where to find it.

    Attributes:
        id: `Face.id`.
        photo_id: `Photo.id`.
        root: The root's path.
        path: The photo's path below it.
        x: Left edge, in pixels of the upright photo at full size, like the next three.
        y: Top edge.
        width: Of the box.
        height: Of the box.
        quality: 0 to 1, or None where unknown.
        taken_at: ISO 8601 local time, or None.
        confirmed: The user said that this face is this person's.
        ignored: The user hid this face.
        missing: The photo's file is gone.
        outdated: The face was found in an earlier version of the photo's file, and is not in the present one.
    """

    id: int
    photo_id: int
    root: str
    path: str
    x: float
    y: float
    width: float
    height: float
    quality: float | None
    taken_at: str | None
    confirmed: bool
    ignored: bool
    missing: bool
    outdated: bool

    @property
    def file(self) -> Path:
        """The photo's file."""
        return Path(self.root, self.path)


def get_or_create_root(session: Session, path: str) -> Root:
    """Return the root at a path, a new one where there is none; `session` is a writing one.

    Args:
        session: A writing session.
        path: Absolute path of the folder, as it is to be shown and compared.

    Raises:
        ValueError: `path` is not absolute.
    """
    if not PurePath(path).is_absolute():
        raise ValueError(f"the path of a root must be absolute: {path!r}")
    root = session.scalar(select(Root).where(Root.path == path))
    if root is None:
        root = Root(path=path)
        session.add(root)
        session.flush()
    return root


def get_or_create_model(session: Session, *, name: str, task: Task, sha256: bytes, card: str) -> Model:
    """Return the model with this content, noted now where the library has not used it yet.

    Args:
        session: A writing session.
        name: The card's name.
        task: What the model does.
        sha256: 32 bytes, of the model file.
        card: The card's text, kept as it is now; that of a model known already is not changed.
    """
    model = session.scalar(select(Model).where(Model.sha256 == sha256))
    if model is None:
        model = Model(name=name, task=task, sha256=sha256, card=card)
        session.add(model)
        session.flush()
    return model


def model_of_card(session: Session, card: ModelCard) -> Model:
    """Return the model that a card describes, as `get_or_create_model` does; `session` is a writing one."""
    return get_or_create_model(
        session,
        name=card.name,
        task="detection" if card.detection is not None else "recognition",
        sha256=bytes.fromhex(card.file.sha256),
        card=card.text,
    )


def figures(session: Session) -> LibraryFigures:
    """Count what the library holds."""
    present = Photo.missing_since.is_(None)
    roots, offline = session.execute(select(func.count(), func.count(Root.offline_since))).one()
    analysed, failed, missing = session.execute(
        select(
            func.count().filter(present, Photo.state == "analysed"),
            func.count().filter(present, Photo.state == "failed"),
            func.count(Photo.missing_since),
        )
    ).one()
    faces, ignored_faces = session.execute(select(func.count(), func.count(Face.ignored_at))).one()
    named, groups, ignored = session.execute(
        select(
            func.count().filter(_is_kind("named")),
            func.count().filter(_is_kind("group"), _has_faces()),
            func.count().filter(_is_kind("ignored")),
        )
    ).one()
    return LibraryFigures(
        roots=roots,
        offline_roots=offline,
        analysed=analysed,
        failed=failed,
        missing=missing,
        faces=faces,
        ignored_faces=ignored_faces,
        named=named,
        groups=groups,
        ignored=ignored,
    )


def people(session: Session, kind: PersonKind | None = None) -> Iterator[PersonSummary]:
    """Give people and groups that have faces: the named by name, then the groups, largest first.

    People with a name are given also without a face.

    Args:
        session: A session.
        kind: Only these; None for all.
    """
    faces = func.count(Face.id)
    statement = (
        select(
            Person.id,
            Person.name,
            faces,
            func.count(Face.photo_id.distinct()),
            func.count(Face.confirmed_at),
            Person.ignored_at.is_not(None),
            Person.cover_face_id,
        )
        .outerjoin(Face, Face.person_id == Person.id)
        .group_by(Person.id)
        # A group without faces is kept for what the user said of it, but there is nothing to see.
        .having(or_(Person.name.is_not(None), faces > 0))
        .order_by(
            Person.name.is_(None),
            func.coalesce(Person.sort_name, Person.name_key),
            faces.desc(),
            Person.id,
        )
    )
    if kind is not None:
        statement = statement.where(_is_kind(kind))
    for row in session.execute(statement).yield_per(_BATCH):
        yield PersonSummary(*row)


def faces_of_person(session: Session, person_id: int) -> Iterator[PersonFace]:
    """Give every face of a person or group by the photo's date (unknown dates first), then by face id."""
    statement = (
        select(
            Face.id,
            Photo.id,
            Root.path,
            Photo.path,
            Face.x,
            Face.y,
            Face.width,
            Face.height,
            Face.quality,
            Photo.taken_at,
            Face.confirmed_at.is_not(None),
            Face.ignored_at.is_not(None),
            Photo.missing_since.is_not(None),
            # Indexing keeps what the user said of such a face, and takes its landmarks away.
            and_(Face.landmarks.is_(None), Face.source == "detected"),
        )
        .join(Photo, Face.photo_id == Photo.id)
        .join(Root, Photo.root_id == Root.id)
        .where(Face.person_id == person_id)
        .order_by(Photo.taken_at, Face.id)
    )
    for row in session.execute(statement).yield_per(_BATCH):
        yield PersonFace(*tuple(row))


def _has_faces() -> ColumnElement[bool]:
    return select(Face.id).where(Face.person_id == Person.id).exists()


def _is_kind(kind: PersonKind) -> ColumnElement[bool]:
    if kind == "ignored":
        return Person.ignored_at.is_not(None)
    has_name = Person.name.is_not(None) if kind == "named" else Person.name.is_(None)
    return and_(Person.ignored_at.is_(None), has_name)
