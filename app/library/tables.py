"""The tables of a library, as SQLAlchemy typed mappings.

Every rule that the database itself can keep is declared here: foreign keys, unique keys and checks.
Opening, migrating, backing up and querying live beside this file, not in it. Whoever changes a table
here also writes a revision in `app.library.migrations.versions` and raises `schema.SCHEMA_VERSION`.

Rows that the history (`Action.changes`) refers to have ids that are never given out twice
(AUTOINCREMENT), so that an old entry cannot come to mean another row.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from app.library.triggers import TRIGGERS

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class FileName(TypeDecorator[str]):
    """A path as the operating system gave it, also where it is not valid Unicode.

    Stored as text where the path can be written in UTF-8, else as the file system's own bytes, so that
    every file can be found again. Read back as the `str` that `os.scandir` gives (surrogate escapes).
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | bytes | None:  # noqa: ARG002
        """Turn a path into what SQLite stores."""
        if value is None:
            return None
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            return os.fsencode(value)
        return value

    def process_result_value(self, value: str | bytes | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Turn what SQLite stored into the path it came from."""
        return os.fsdecode(value) if isinstance(value, bytes) else value


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, stored as ISO 8601 text with microseconds, so that text order is time order."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Turn an aware datetime into text; a naive one is a bug of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Turn stored text into an aware datetime."""
        return None if value is None else datetime.fromisoformat(value)


def now() -> datetime:
    """Return this moment in UTC."""
    return datetime.now(UTC)


class Base(DeclarativeBase):
    """Base of all mappings."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)


class Root(Base):
    """A folder the user asked to watch."""

    __tablename__ = "root"

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(FileName, unique=True)
    added_at: Mapped[datetime] = mapped_column(Moment, default=now)
    #: Set while the folder itself cannot be reached (an unplugged drive).
    offline_since: Mapped[datetime | None] = mapped_column(Moment)


class Model(Base):
    """A detector or recogniser this library has used, with its card as it was then."""

    __tablename__ = "model"
    __table_args__ = (
        CheckConstraint("task IN ('detection', 'recognition')", name="task"),
        CheckConstraint("length(sha256) = 32", name="sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    task: Mapped[str] = mapped_column(Text)
    sha256: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    card: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Photo(Base):
    """An image file below a root, known by its content and by its path."""

    __tablename__ = "photo"
    __table_args__ = (
        UniqueConstraint("root_id", "path", name="uq_photo_root_id_path"),
        CheckConstraint("length(sha256) = 32", name="sha256"),
        CheckConstraint("state IN ('analysed', 'failed')", name="state"),
        CheckConstraint("(state = 'failed') = (problem IS NOT NULL)", name="problem"),
        CheckConstraint("orientation BETWEEN 1 AND 8", name="orientation"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
        CheckConstraint("size >= 0", name="size"),
        CheckConstraint("width > 0 AND height > 0", name="pixels"),
        CheckConstraint("damaged IN (0, 1)", name="damaged"),
        Index("ix_photo_sha256", "sha256"),
        Index("ix_photo_taken_at", "taken_at"),
        Index("ix_photo_missing_since", "missing_since"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    root_id: Mapped[int] = mapped_column(ForeignKey("root.id", ondelete="CASCADE"))
    #: Relative to the root, with forward slashes.
    path: Mapped[str] = mapped_column(FileName)
    size: Mapped[int] = mapped_column(Integer)
    mtime_ns: Mapped[int] = mapped_column(Integer)
    #: 0 where the file system gives none.
    inode: Mapped[int] = mapped_column(Integer, default=0)
    #: NULL where the file could not be read at all.
    sha256: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(Text)
    #: Why a failed photo failed: a kind (`engine.image.ImageProblem`) and a sentence for the user.
    problem: Mapped[str | None] = mapped_column(Text)
    problem_text: Mapped[str | None] = mapped_column(Text)
    #: The file ended early or was damaged, and what could be decoded was used.
    damaged: Mapped[bool] = mapped_column(default=False)
    format: Mapped[str | None] = mapped_column(Text)
    #: Pixels of the upright photo; the frame of every box of this photo.
    width: Mapped[int | None] = mapped_column(Integer)
    height: Mapped[int | None] = mapped_column(Integer)
    #: EXIF orientation, 1 to 8, as stored in the file; `width` and `height` have it applied.
    orientation: Mapped[int] = mapped_column(Integer, default=1)
    #: Local time of the camera, ISO 8601 without zone ("2014-07-02T18:30:11"); text order is time order.
    taken_at: Mapped[str | None] = mapped_column(Text)
    #: Minutes east of UTC, where the file says so.
    taken_offset: Mapped[int | None] = mapped_column(Integer)
    camera: Mapped[str | None] = mapped_column(Text)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    #: Which detector looked at this photo.
    detector_id: Mapped[int | None] = mapped_column(ForeignKey("model.id"))
    indexed_at: Mapped[datetime] = mapped_column(Moment, default=now)
    #: Set while the file is gone; its faces and names are kept until the user says otherwise.
    missing_since: Mapped[datetime | None] = mapped_column(Moment)


class Person(Base):
    """A person, or (without a name) a group of faces that clustering put together.

    A group becomes a person when the user names it; its id stays the same.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("(name IS NULL) = (name_key IS NULL)", name="name_key"),
        CheckConstraint("name IS NULL OR length(name) > 0", name="name"),
        # Deleting a face clears the covers that show it; without this, each deletion reads all people.
        Index("ix_person_cover_face_id", "cover_face_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str | None] = mapped_column(Text)
    #: `name` for comparison: NFKC, case-folded, single spaces. No two people share one.
    name_key: Mapped[str | None] = mapped_column(Text, unique=True)
    sort_name: Mapped[str | None] = mapped_column(Text)
    #: ISO 8601 date.
    birthday: Mapped[str | None] = mapped_column(Text)
    cover_face_id: Mapped[int | None] = mapped_column(
        ForeignKey("face.id", ondelete="SET NULL", use_alter=True)
    )
    #: Set when the user does not want to see this person or group.
    ignored_at: Mapped[datetime | None] = mapped_column(Moment)
    notes: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Face(Base):
    """A detected or drawn box in a photo."""

    __tablename__ = "face"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="box"),
        CheckConstraint("length(landmarks) = 40", name="landmarks"),
        CheckConstraint("source IN ('detected', 'drawn', 'metadata')", name="source"),
        CheckConstraint("confirmed_at IS NULL OR person_id IS NOT NULL", name="confirmed"),
        CheckConstraint("quality BETWEEN 0 AND 1", name="quality"),
        Index("ix_face_photo_id", "photo_id"),
        Index("ix_face_person_id", "person_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"))
    #: Left, top, width and height in pixels of the upright photo at full size; may reach past its edges.
    x: Mapped[float] = mapped_column(Float)
    y: Mapped[float] = mapped_column(Float)
    width: Mapped[float] = mapped_column(Float)
    height: Mapped[float] = mapped_column(Float)
    #: (5, 2) little-endian float32 in the same frame: right eye, left eye, nose, right and left mouth corner.
    landmarks: Mapped[bytes | None] = mapped_column(LargeBinary)
    detector_score: Mapped[float | None] = mapped_column(Float)
    quality: Mapped[float | None] = mapped_column(Float)
    source: Mapped[str] = mapped_column(Text, default="detected")
    #: The person or group this face belongs to; NULL for a face seen once.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    #: Set when the user (or the file's metadata) said whose face this is: a must-link.
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    ignored_at: Mapped[datetime | None] = mapped_column(Moment)


class Embedding(Base):
    """What one recogniser says of one face: a unit vector as signed bytes (`engine.embedding.pack`)."""

    __tablename__ = "embedding"
    __table_args__ = (CheckConstraint("length(vector) BETWEEN 64 AND 512", name="vector"),)

    face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"), primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class Rejection(Base):
    """The user's "not this person" (face and person) or "not the same" (two people): a cannot-link."""

    __tablename__ = "rejection"
    __table_args__ = (
        CheckConstraint("(face_id IS NULL) <> (other_person_id IS NULL)", name="kind"),
        CheckConstraint("other_person_id IS NULL OR person_id < other_person_id", name="order"),
        UniqueConstraint("face_id", "person_id", name="uq_rejection_face_id_person_id"),
        UniqueConstraint("person_id", "other_person_id", name="uq_rejection_person_id_other"),
        Index("ix_rejection_other_person_id", "other_person_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    face_id: Mapped[int | None] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    other_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Suggestion(Base):
    """A proposal that two people or groups are one, or that a face is somebody's; made by grouping.

    Exactly one of `other_person_id` and `face_id` is set.
    """

    __tablename__ = "suggestion"
    __table_args__ = (
        CheckConstraint("(face_id IS NULL) <> (other_person_id IS NULL)", name="kind"),
        CheckConstraint("other_person_id IS NULL OR person_id < other_person_id", name="order"),
        CheckConstraint("probability BETWEEN 0 AND 1", name="probability"),
        CheckConstraint("settles > 0", name="settles"),
        UniqueConstraint("person_id", "other_person_id", name="uq_suggestion_person_id_other"),
        UniqueConstraint("face_id", "person_id", name="uq_suggestion_face_id_person_id"),
        # A row goes away with each row it refers to; without these, each deletion reads all suggestions.
        Index("ix_suggestion_other_person_id", "other_person_id"),
        Index("ix_suggestion_nearest_face_id", "nearest_face_id"),
        Index("ix_suggestion_other_nearest_face_id", "other_nearest_face_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    other_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    #: A face that belongs to nobody.
    face_id: Mapped[int | None] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"))
    #: Mean cosine similarity of the two sides' faces, -1 to 1; of a person, of the look nearest the other.
    similarity: Mapped[float] = mapped_column(Float)
    #: That the answer is yes (`engine.calibration`).
    probability: Mapped[float] = mapped_column(Float)
    #: How many faces one yes settles: those of the smaller side.
    settles: Mapped[int] = mapped_column(Integer)
    #: The reason shown: the two faces, one of each side, that are most alike.
    nearest_face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"))
    other_nearest_face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"))


class Exemplar(Base):
    """One look of a person or group (the child, the adult, with glasses), as the sum of its embeddings.

    Derived from faces and embeddings: triggers (`app.library.triggers`) delete a person's exemplars whenever
    one of their faces changes, and grouping makes them anew when it needs them.
    """

    __tablename__ = "exemplar"
    __table_args__ = (
        CheckConstraint("faces > 0", name="faces"),
        CheckConstraint("length(total) BETWEEN 256 AND 2048", name="total"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    #: 0, 1, ... in order of the first face.
    number: Mapped[int] = mapped_column(primary_key=True)
    #: How many faces make it up.
    faces: Mapped[int] = mapped_column(Integer)
    #: (d,) little-endian float32: the sum of the faces' unit vectors.
    total: Mapped[bytes] = mapped_column(LargeBinary)


class Newcomer(Base):
    """A face that grouping by one recogniser has not placed yet, or is to place again.

    Triggers (`app.library.triggers`) add the faces that get a new embedding, leave their person for nobody,
    or are shown again; grouping removes them.
    """

    __tablename__ = "newcomer"
    __table_args__ = (Index("ix_newcomer_face_id", "face_id"),)

    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"), primary_key=True)


class Erasure(Base):
    """A box in a photo that the user deleted: what is detected there later is left out again."""

    __tablename__ = "erasure"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="box"),
        Index("ix_erasure_photo_id", "photo_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"))
    #: As in `Face`.
    x: Mapped[float] = mapped_column(Float)
    y: Mapped[float] = mapped_column(Float)
    width: Mapped[float] = mapped_column(Float)
    height: Mapped[float] = mapped_column(Float)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Backup(Base):
    """A copy of this library that Familiar made, so that forgetting a person can reach it."""

    __tablename__ = "backup"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Absolute.
    path: Mapped[str] = mapped_column(FileName, unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Action(Base):
    """One thing the user did, with every row it changed as it was before and after."""

    __tablename__ = "action"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    #: One sentence for the user: "Named group 12 Anna".
    summary: Mapped[str] = mapped_column(Text)
    #: JSON: a list of {"table", "key", "before", "after"}; NULL before = inserted, NULL after = deleted.
    changes: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)


class Job(Base):
    """One run of a long task, for the user's information and for resuming."""

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint(
            "state IN ('running', 'finished', 'cancelled', 'failed', 'interrupted')", name="state"
        ),
        CheckConstraint("done >= 0 AND total >= 0", name="progress"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Text, default="running")
    started_at: Mapped[datetime] = mapped_column(Moment, default=now)
    finished_at: Mapped[datetime | None] = mapped_column(Moment)
    done: Mapped[int] = mapped_column(Integer, default=0)
    total: Mapped[int] = mapped_column(Integer, default=0)
    #: JSON with what the job counted.
    summary: Mapped[str | None] = mapped_column(Text)


class Setting(Base):
    """One setting of this library; the value is JSON."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


for _trigger in TRIGGERS:
    event.listen(Base.metadata, "after_create", DDL(_trigger))  # type: ignore[no-untyped-call]
