"""What a library knows of itself: the history, settings, jobs and backups."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.library.tables.base import Base, FileName, Moment, now


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


class Setting(Base):
    """One setting of this library; the value is JSON."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


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


class Backup(Base):
    """A copy of this library that Familiar made, so that forgetting a person can reach it."""

    __tablename__ = "backup"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Absolute.
    path: Mapped[str] = mapped_column(FileName, unique=True)
    made_at: Mapped[datetime] = mapped_column(Moment, default=now)
