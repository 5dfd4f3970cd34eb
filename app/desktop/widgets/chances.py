"""Probabilities and dates in words, the same everywhere."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt

#: From this probability on ...
_FROM: Final = (0.97, 0.85, 0.6, 0.4, 0.15, 0.03)


def chance_in_words(chance: float) -> str:
    """Return how probable something is, as "very probably (88 %)".

    Args:
        chance: 0 to 1.
    """
    words = (
        QCoreApplication.translate("chances", "almost certainly"),
        QCoreApplication.translate("chances", "very probably"),
        QCoreApplication.translate("chances", "probably"),
        QCoreApplication.translate("chances", "perhaps"),
        QCoreApplication.translate("chances", "probably not"),
        QCoreApplication.translate("chances", "hardly"),
        QCoreApplication.translate("chances", "almost certainly not"),
    )
    place = next((at for at, least in enumerate(_FROM) if chance >= least), len(_FROM))
    return QCoreApplication.translate("chances", "{words} ({percent} %)").format(
        words=words[place], percent=percent(chance)
    )


def percent(chance: float) -> int:
    """Return a probability in whole percent, 1 to 99: nothing is certain."""
    return min(max(round(100 * chance), 1), 99)


def day(taken_at: str | None) -> str:
    """Return the day of a moment as the user's country writes it, or nothing.

    Args:
        taken_at: ISO 8601, or None.
    """
    found = QDate.fromString((taken_at or "")[:10], Qt.DateFormat.ISODate)
    return QLocale().toString(found, QLocale.FormatType.ShortFormat) if found.isValid() else ""
