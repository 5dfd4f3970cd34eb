"""Tool tips with names in them: Qt takes a text that looks like HTML for that, and a name may."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt


def hint(text: str) -> str:
    """Return a text for a tool tip, so that it is shown as it is.

    Args:
        text: With names of files or people in it.
    """
    return f"<qt>{escape(text).replace(chr(10), '<br>')}</qt>" if Qt.mightBeRichText(text) else text
