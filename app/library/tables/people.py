"""Who is who: people and groups, what the user said of them, and what grouping has worked out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Integer, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.library.tables.base import Base, Moment, now


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


class Erasure(Base):
    """A box in a photo that the user deleted: what is detected there later is left out again.

    Of a face of a video there is one for each sighting.
    """

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
    at_ms: Mapped[int | None] = mapped_column(Integer, CheckConstraint("at_ms >= 0", name="at_ms"))


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
