"""Threads that share the products of a search, each on one core."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

#: Each takes some megabytes, up to 30 in the exact search.
_COUNT = min(os.cpu_count() or 1, 8)


@contextmanager
def workers() -> Iterator[ThreadPoolExecutor]:
    """Start a thread for each core, and keep each matrix product to one of them meanwhile.

    Products of small matrices gain little from two cores, and where other programs are busy the cores
    wait for each other: eight times as long in all was measured. The limit is the whole program's while it
    lasts, so one search should run at a time.
    """
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(_COUNT, "familiar-neighbours") as pool:
        yield pool


def in_order(
    pool: ThreadPoolExecutor, function: Callable[[_Item], _Result], items: Iterable[_Item]
) -> Iterator[_Result]:
    """Yield function(item) for each item, in order, working on a few of the next ones meanwhile."""
    started: deque[Future[_Result]] = deque()
    try:
        for item in items:
            started.append(pool.submit(function, item))
            if len(started) > 2 * _COUNT:
                yield started.popleft().result()
        while started:
            yield started.popleft().result()
    finally:
        for future in started:
            future.cancel()
