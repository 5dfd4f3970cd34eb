"""What was found: folders, photos, the models that looked at them, faces and embeddings."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.library.tables.base import Base, FileName, Moment, now


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
    """A photo or video below a root, known by its content and by its path."""

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
        # The videos among many photos.
        Index("ix_photo_duration_ms", "duration_ms", sqlite_where=text("duration_ms IS NOT NULL")),
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
    #: Pixels of the upright photo, or of the upright frames of a video; the frame of every box of it.
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
    #: When the newest sidecar beside the file had been changed, when the names in both were read: nanoseconds
    #: as `mtime_ns`, 0 where there was no sidecar. NULL: its names are still to be read.
    sidecar_ns: Mapped[int | None] = mapped_column(Integer)
    #: Of a video that could be read, milliseconds; NULL for photos.
    duration_ms: Mapped[int | None] = mapped_column(
        Integer, CheckConstraint("duration_ms >= 0", name="duration_ms")
    )
    #: Of such a video the moment whose frame stands for it, milliseconds since the first frame.
    shown_ms: Mapped[int | None] = mapped_column(
        Integer,
        CheckConstraint(
            "(shown_ms IS NULL) = (duration_ms IS NULL) AND coalesce(shown_ms, 0) >= 0", name="shown_ms"
        ),
    )


class Face(Base):
    """A detected or drawn box in a photo, or in one frame of a video.

    Somebody who is seen in many frames of a video is one face, the best of them; the others are `Sighting`s.
    """

    __tablename__ = "face"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="box"),
        CheckConstraint("length(landmarks) = 40", name="landmarks"),
        CheckConstraint("source IN ('detected', 'drawn', 'metadata')", name="source"),
        CheckConstraint("confirmed_at IS NULL OR person_id IS NOT NULL", name="confirmed"),
        CheckConstraint("quality BETWEEN 0 AND 1", name="quality"),
        Index("ix_face_photo_id", "photo_id"),
        Index("ix_face_person_id", "person_id"),
        # The few among many.
        Index("ix_face_ignored_at", "person_id", sqlite_where=text("ignored_at IS NOT NULL")),
        Index("ix_face_at_ms", "person_id", sqlite_where=text("at_ms IS NOT NULL")),
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
    #: In a video the moment of the box, milliseconds since the first frame; NULL in a photo.
    at_ms: Mapped[int | None] = mapped_column(Integer, CheckConstraint("at_ms >= 0", name="at_ms"))


#: The faces of somebody that are not ignored, the best first. Only for queries that say "person_id > 0", too:
#: where other columns are needed, looking faces up in this order takes longer than in that of their ids.
SHOWN_FACES: Final = Index(
    "ix_face_shown",
    Face.person_id,
    Face.quality.desc(),
    Face.id,
    Face.photo_id,
    sqlite_where=text("person_id > 0 AND ignored_at IS NULL"),
)


class Sighting(Base):
    """When, and where in the frame, a face of a video is seen; the moment of its own box is one of them."""

    __tablename__ = "sighting"
    __table_args__ = (
        UniqueConstraint("face_id", "at_ms", name="uq_sighting_face_id_at_ms"),
        CheckConstraint("at_ms >= 0", name="at_ms"),
        CheckConstraint("width > 0 AND height > 0", name="box"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"))
    #: Milliseconds since the first frame.
    at_ms: Mapped[int] = mapped_column(Integer)
    #: As in `Face`.
    x: Mapped[float] = mapped_column(Float)
    y: Mapped[float] = mapped_column(Float)
    width: Mapped[float] = mapped_column(Float)
    height: Mapped[float] = mapped_column(Float)


class Embedding(Base):
    """What one recogniser says of one face: a unit vector as signed bytes (`engine.embedding.pack`)."""

    __tablename__ = "embedding"
    __table_args__ = (CheckConstraint("length(vector) BETWEEN 64 AND 512", name="vector"),)

    face_id: Mapped[int] = mapped_column(ForeignKey("face.id", ondelete="CASCADE"), primary_key=True)
    model_id: Mapped[int] = mapped_column(ForeignKey("model.id"), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
