"""Whether memory lacked is told from what libraries say."""

from __future__ import annotations

import pytest

from engine.memory import lacks_memory


@pytest.mark.parametrize(
    ("error", "lacks"),
    [
        (MemoryError(), True),
        (RuntimeError("can't start new thread"), True),
        (ImportError("x.so: failed to map segment from shared object"), True),
        (OSError("[Errno 12] Cannot allocate memory"), True),
        (RuntimeError("Exception caught: std::bad_alloc"), True),
        (ImportError("x.so: cannot open shared object file"), False),
        (RuntimeError("memory"), False),
    ],
)
def test_errors_that_mean_too_little_memory(error: Exception, *, lacks: bool) -> None:
    assert lacks_memory(error) is lacks
