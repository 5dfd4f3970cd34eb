"""What photo files say of people, and what Familiar wrote into them.

Who is who in the library lives in `people`, what was found in the pixels in `photos`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.library.tables.base import Base, FileName, Moment, now


class Mention(Base):
    """That a person is in a photo, where is not known: "Anna is one of these".

    It is fulfilled, and stays, while a face of the photo is that person's.
    """

    __tablename__ = "mention"
    __table_args__ = (
        UniqueConstraint("photo_id", "person_id", name="uq_mention_photo_id_person_id"),
        Index("ix_mention_person_id", "person_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(Moment, default=now)


class Region(Base):
    """A name that a photo's file, or the sidecar beside it, gave when it was last read.

    Not what the user said here: what became of it in the library is in faces and mentions.
    """

    __tablename__ = "region"
    __table_args__ = (
        CheckConstraint("source IN ('file', 'sidecar')", name="source"),
        CheckConstraint("length(name) > 0", name="name"),
        CheckConstraint("width > 0 AND height > 0", name="box"),
        CheckConstraint(
            "(x IS NULL) = (width IS NULL) AND (y IS NULL) = (width IS NULL) "
            "AND (height IS NULL) = (width IS NULL)",
            name="whole",
        ),
        Index("ix_region_photo_id", "photo_id"),
        # Those that are to be adopted are few among many.
        Index("ix_region_adopted_at", "adopted_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    #: Left, top, width and height as shares of the upright photo, whatever its size; all NULL for a name
    #: without a place.
    x: Mapped[float | None] = mapped_column(Float)
    y: Mapped[float | None] = mapped_column(Float)
    width: Mapped[float | None] = mapped_column(Float)
    height: Mapped[float | None] = mapped_column(Float)
    #: When the library took it over, once and for all: also where it was undone later.
    adopted_at: Mapped[datetime | None] = mapped_column(Moment)


class Written(Base):
    """A metadata packet that Familiar wrote into a photo's file, or beside it, with the one it replaced.

    Of a sidecar the packet is the whole file. Whether it was undone is told by `undone_at`; while `pending`,
    the file alone tells which of the two packets it has.
    """

    __tablename__ = "written"
    __table_args__ = (
        CheckConstraint("place IN ('file', 'sidecar')", name="place"),
        CheckConstraint("length(sha256_before) = 32", name="sha256_before"),
        CheckConstraint("length(sha256_after) = 32", name="sha256_after"),
        CheckConstraint("pending IN (0, 1)", name="pending"),
        Index("ix_written_photo_id", "photo_id"),
        Index("ix_written_action_id", "action_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id", ondelete="CASCADE"))
    #: The entry of the history that it belongs to; NULL where there is none any more.
    action_id: Mapped[int | None] = mapped_column(ForeignKey("action.id", ondelete="SET NULL"))
    place: Mapped[str] = mapped_column(Text)
    #: Absolute: the file that was written.
    path: Mapped[str] = mapped_column(FileName)
    #: The packet as it was; NULL where there was none.
    before: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: The packet as it became; NULL where it was taken out.
    after: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: SHA-256 of the whole file, so that nothing somebody else wrote since is undone; NULL where it was new.
    sha256_before: Mapped[bytes | None] = mapped_column(LargeBinary)
    sha256_after: Mapped[bytes | None] = mapped_column(LargeBinary)
    written_at: Mapped[datetime] = mapped_column(Moment, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The file is being replaced; one that stays pending was when Familiar was killed.
    pending: Mapped[bool] = mapped_column(default=False)
