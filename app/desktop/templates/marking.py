"""How a template is marked, so that lupdate finds it."""

from __future__ import annotations


def translate(_context: str, template: str, _disambiguation: str = "", _number: int = 0) -> str:
    """Return a template as it is.

    lupdate knows calls by this name, and takes a text for one with plural forms where there is a number; Qt's
    own marks have none for these in Python.

    Args:
        _context: Always "Sentences".
        template: The English text.
        _disambiguation: Always empty; what translators should know stands in a comment, behind "#:".
        _number: Any, where the text has `%n`.
    """
    return template
