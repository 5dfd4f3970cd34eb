"""Probabilities and dates in words, the same everywhere."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, QLocale, Qt

#: From so many percent on a chance is called by each of the words, the highest first.
_FROM: Final = (97, 85, 60, 40, 15, 3)
#: From so many percent on something is probable rather than not.
_PROBABLE: Final = 50


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
    # By the number that is shown, so that the same number always has the same words.
    shown = percent(chance)
    place = next((at for at, least in enumerate(_FROM) if shown >= least), len(_FROM))
    return QCoreApplication.translate("chances", "{words} ({percent} %)").format(
        words=words[place], percent=shown
    )


def chance_in_short(chance: float) -> str:
    """Return how probable something is where there is little room, as "88 % probable".

    Args:
        chance: 0 to 1.
    """
    return QCoreApplication.translate("chances", "{percent} % probable").format(percent=percent(chance))


def is_probable(chance: float) -> bool:
    """Tell whether something is rather probable than not, by the number that is shown."""
    return percent(chance) >= _PROBABLE


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
