"""Telling whether it was memory that lacked: each library says so in its own words."""

from __future__ import annotations

from typing import Final

#: What Python's threads, the loader of libraries on Linux, and libraries in C++ say.
_WORDS: Final = ("can't start new thread", "failed to map segment", "annot allocate memory", "bad_alloc")


def lacks_memory(error: BaseException) -> bool:
    """Tell whether an error means that memory was short."""
    return isinstance(error, MemoryError) or any(words in str(error) for words in _WORDS)
