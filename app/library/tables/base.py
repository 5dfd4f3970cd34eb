"""What all tables rest on: the kinds of columns that are our own, and how constraints are named."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from sqlalchemy import Dialect, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def stored_name(path: str) -> str | bytes:
    """Return a path as `FileName` stores it, for statements in plain SQL."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


class FileName(TypeDecorator[str]):
    """A path as the operating system gave it, also where it is not valid Unicode.

    Stored as text where the path can be written in UTF-8, else as the file system's own bytes, so that
    every file can be found again. Read back as the `str` that `os.scandir` gives (surrogate escapes).
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | bytes | None:  # noqa: ARG002
        """Turn a path into what SQLite stores."""
        return None if value is None else stored_name(value)

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
