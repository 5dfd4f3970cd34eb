"""Buttons as they look everywhere."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QToolButton

from app.desktop.hints import hint


def flat_button(sign: str, name: str) -> QToolButton:
    """Return a button without a frame that shows a sign; its name is the tooltip and is read out."""
    button = QToolButton()
    button.setText(sign)
    button.setProperty("flat", True)
    button.setToolTip(hint(name))
    button.setAccessibleName(name)
    return button


def main_button(text: str) -> QPushButton:
    """Return the button of a page that one is most likely to press."""
    button = QPushButton(text)
    button.setProperty("main", True)
    # Return presses it, and not the space bar alone.
    button.setAutoDefault(True)
    return button
