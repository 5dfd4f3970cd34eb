"""Languages made up for tests: translators that say each template in a way of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QTranslator

#: Qt takes a lock both where a translator is asked and where one is destroyed, and Python may destroy those
#: of tests that are over while another is asked: so they are kept.
_KEPT: list[QTranslator] = []


class Backwards(QTranslator):
    """Says the values of a sentence in reverse order: "Moved %n face(s) to {whom}" as "⟨{whom}|%n⟩".

    Attributes:
        asked: All texts that it was asked for.
    """

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's
        """It has translations."""
        return False

    def translate(
        self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """Say a text."""
        if context != "Sentences":
            return source_text
        self.asked.add(source_text)
        return self.said(source_text)

    def said(self, template: str) -> str:
        """Return how a template is said; one without values as capital letters."""
        values = list(dict.fromkeys(re.findall(r"\{\w+\}|%n", template)))
        return f"⟨{'|'.join(reversed(values))}⟩" if values else template.upper()


@contextmanager
def spoken(language: QTranslator) -> Iterator[None]:
    """Let the window speak a language; there must be an application."""
    _KEPT.append(language)
    QCoreApplication.installTranslator(language)
    try:
        yield
    finally:
        QCoreApplication.removeTranslator(language)
