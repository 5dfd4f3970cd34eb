"""Ends a run at one of its transactions, as killing the process there would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.library.store import Library


@contextmanager
def dying_at(library: Library, transaction: int) -> Iterator[None]:
    """Let the transaction of that number, from 0, be the last of the block: it is not committed.

    The test fails if the block comes to its end.
    """
    write, count = library.write, -1

    @contextmanager
    def dying() -> Iterator[object]:
        nonlocal count
        count += 1
        with write() as session:
            yield session
            session.flush()
            if count == transaction:
                raise SystemExit("killed")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "write", dying)
        with pytest.raises(SystemExit):
            yield
