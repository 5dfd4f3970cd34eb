"""Reading one TOML table of a model card, entry by entry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any


class CardError(ValueError):
    """A card that cannot be used; the message names the card, the entry and what it should be."""


#: What a model may be called.
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")

# No number of a card is greater; it keeps out infinity, and whole numbers too great for a float.
_GREATEST = 1e9


def is_number(value: object) -> bool:
    """Tell whether a value is a number that a card may hold."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _GREATEST


class Table:
    """One TOML table that checks each entry as it is taken, and complains of those left over.

    Whatever is taken and is not as it should be raises `CardError`, which names the card and the entry.

    Args:
        where: what to call the table in messages.
        entries: as TOML has them.
    """

    def __init__(self, where: str, entries: Mapping[str, Any]) -> None:
        self._where = where
        self._entries = dict(entries)

    def error(self, key: str, expected: str) -> CardError:
        """Return the complaint about an entry."""
        return CardError(f"{self._where}: '{key}' must be {expected}.")

    def take(self, key: str, default: object = None) -> Any:
        """Take an entry of any kind; `default` if it is missing.

        Raises:
            CardError: it is missing, and there is no default.
        """
        value = self._entries.pop(key, default)
        if value is None:
            raise CardError(f"{self._where}: '{key}' is missing.")
        return value

    def optional_table(self, key: str) -> Table | None:
        """Take a table within this one, None if it is missing."""
        return self.table(key) if key in self._entries else None

    def table(self, key: str) -> Table:
        """Take a table within this one."""
        value = self.take(key)
        if not isinstance(value, dict):
            raise self.error(key, "a table")
        return Table(f"{self._where} [{key}]", value)

    def text(self, key: str, default: str | None = None, *, pattern: str = r"(?s).+") -> str:
        """Take a text that fits a pattern."""
        value = self.take(key, default)
        if not isinstance(value, str) or (value != default and not re.fullmatch(pattern, value)):
            raise self.error(key, f"text of the form {pattern}")
        return value

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """Take a number within limits."""
        value = self.take(key, default)
        if not is_number(value) or not low <= value <= high:
            raise self.error(key, f"a number from {low:g} to {high:g}")
        return float(value)

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Take a whole number within limits."""
        value = self.number(key, low, high, default)
        if value != int(value):
            raise self.error(key, f"a whole number from {low} to {high}")
        return int(value)

    def flag(self, key: str) -> bool:
        """Take true or false."""
        value = self.take(key)
        if not isinstance(value, bool):
            raise self.error(key, "true or false")
        return value

    def numbers(
        self, key: str, *, least: int, most: int | None = None, default: list[float] | None = None
    ) -> list[float]:
        """Take a list of `least` to `most` numbers."""
        value = self.take(key, default)
        if (
            not isinstance(value, list)
            or not least <= len(value) <= (most or 64)
            or not all(is_number(v) for v in value)
        ):
            raise self.error(key, f"a list of {least} numbers" + ("" if most == least else " or more"))
        return [float(v) for v in value]

    def names(self, key: str) -> tuple[str, ...]:
        """Take a list of names of models, each once; none if it is missing."""
        value = self.take(key, [])
        if not isinstance(value, list) or not all(isinstance(v, str) and NAME.fullmatch(v) for v in value):
            raise self.error(key, "a list of names of models")
        return tuple(dict.fromkeys(value))

    def finish(self) -> None:
        """Complain of entries that nobody has taken."""
        if self._entries:
            unknown = ", ".join(sorted(self._entries))
            raise CardError(f"{self._where}: unknown entries: {unknown}. Check their spelling.")
