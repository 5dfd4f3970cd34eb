"""What the user chose about the window: each choice declared once, and kept with the system's settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLocale, QSettings

from app.desktop.theme import Appearance


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a few.

    Attributes:
        key: Its name in the settings.
        options: What may be chosen; the first is the default.
    """

    key: str
    options: tuple[str, ...]

    def get(self) -> str:
        """Return what was chosen."""
        value = str(QSettings().value(self.key, self.options[0]))
        return value if value in self.options else self.options[0]

    def set(self, value: str) -> None:
        """Choose one of the options."""
        if value not in self.options:
            raise ValueError(f"{self.key} is one of {self.options}, not {value!r}")
        QSettings().setValue(self.key, value)


APPEARANCE: Final = Choice("appearance", tuple(Appearance))
#: "" follows the system.
LANGUAGE: Final = Choice("language", ("", "en", "zh_CN", "zh_TW", "ko"))


def language() -> QLocale:
    """Return the language of the window."""
    chosen = LANGUAGE.get()
    return QLocale(chosen) if chosen else QLocale.system()
