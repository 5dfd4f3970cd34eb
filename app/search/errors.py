"""What is said of a search that cannot be understood."""

from __future__ import annotations


class QueryError(Exception):
    """A search cannot be understood; the message is a sentence for the user.

    Attributes:
        start: Where in the text the trouble begins, counted in characters from 0.
        end: Where it ends.
        suggestions: What may have been meant instead of that part of the text, the likeliest first.
    """

    def __init__(self, message: str, start: int, end: int, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.start = start
        self.end = end
        self.suggestions = suggestions
