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
#: Whether what changes in the folders is looked at by itself while the window is open.
WATCHING: Final = Choice("watching", ("on", "off"))
#: Whether copies and bursts are shown as one photo.
STACKING: Final = Choice("stacking", ("on", "off"))


def language() -> QLocale:
    """Return the language of the window, in which dates and numbers are written, too."""
    chosen, system = LANGUAGE.get(), QLocale.system()
    if not chosen and system.language() is QLocale.Language.C:
        # The system has no language: its dates are written as programs write them.
        return QLocale("en")
    wanted = QLocale(chosen) if chosen else system
    # English as it is written in the user's country.
    alike = (wanted.language(), wanted.script()) == (system.language(), system.script())
    return system if alike else wanted
