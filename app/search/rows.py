"""Reading many rows quickly: as plain tuples, and as columns of arrays.

For lists of a hundred thousand photos, building SQLAlchemy's rows takes longer than finding them.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any, cast

import numpy as np
from numpy.typing import DTypeLike, NDArray
from sqlalchemy.orm import Session


def fetch(session: Session, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return what a statement gives, as tuples of what SQLite stores.

    Args:
        session: A session, in whose transaction the statement runs.
        statement: SQL, with ? for each parameter.
        parameters: The values of those.
    """
    connection = cast("sqlite3.Connection", session.connection().connection.driver_connection)
    return connection.execute(statement, parameters).fetchall()


def numbers(session: Session, statement: str, parameters: Sequence[Any], width: int) -> NDArray[np.int64]:
    """Return what a statement gives, integers alone, as (n, width) int64."""
    connection = cast("sqlite3.Connection", session.connection().connection.driver_connection)
    rows = connection.execute(statement, parameters)
    return np.fromiter(chain.from_iterable(rows), np.int64).reshape(-1, width)


def floats(session: Session, statement: str, parameters: Sequence[Any], width: int) -> NDArray[np.float64]:
    """Return what a statement gives, numbers and NULL alone, as (n, width) float64.

    NULL becomes NaN; whole numbers are exact up to 2^53.
    """
    connection = cast("sqlite3.Connection", session.connection().connection.driver_connection)
    rows = connection.execute(statement, parameters)
    return np.fromiter(chain.from_iterable(rows), np.float64).reshape(-1, width)


def columns(rows: Sequence[Sequence[Any]], *types: DTypeLike) -> tuple[NDArray[Any], ...]:
    """Return rows as one array for each column.

    Args:
        rows: With as many values as there are types; None becomes NaN in columns of floats.
        types: What each column is.
    """
    if not rows:
        return tuple(np.zeros(0, kind) for kind in types)
    return tuple(np.array(column, kind) for column, kind in zip(zip(*rows, strict=True), types, strict=True))


def file_name(stored: str | bytes) -> str:
    """Return a path as `app.library.tables.base.FileName` gives it."""
    return os.fsdecode(stored) if isinstance(stored, bytes) else stored
