"""Colours, sizes and the style sheet, light and dark; everything that is drawn asks here.

The system's light or dark is followed unless the user chose one (`Appearance`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

_ICONS: Final = (Path(__file__).resolve().parents[2] / "resources" / "icons").as_posix()
#: Distances between things, in logical pixels.
GAP: Final = 8
MARGIN: Final = 16


class Appearance(StrEnum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of one appearance.

    Attributes:
        window: Behind everything.
        surface: Of lists, cards and fields.
        raised: Of what lies above: menus, the message bar.
        line: Between areas.
        text: Of what matters.
        faint: Of what matters less.
        accent: Of selection, links and the main button.
        on_accent: Of text on it.
        good: Of what is confirmed.
        bad: Of what is rejected or went wrong.
        empty: Of a picture that has not come yet.
    """

    window: str
    surface: str
    raised: str
    line: str
    text: str
    faint: str
    accent: str
    on_accent: str
    good: str
    bad: str
    empty: str


LIGHT: Final = Colours(
    window="#f5f5f7",
    surface="#ffffff",
    raised="#ffffff",
    line="#dcdce1",
    text="#1d1d1f",
    faint="#6a6a70",
    accent="#0b63c5",
    on_accent="#ffffff",
    good="#1d7a3c",
    bad="#c0261d",
    empty="#e6e6ea",
)
DARK: Final = Colours(
    window="#1c1c1e",
    surface="#262628",
    raised="#323235",
    line="#3d3d41",
    text="#f2f2f4",
    faint="#a2a2a9",
    accent="#4b9bff",
    on_accent="#08121f",
    good="#5fcf84",
    bad="#ff7a70",
    empty="#37373b",
)


#: What the user chose; not every system lets a program be otherwise than the rest.
_chosen: list[Appearance] = [Appearance.SYSTEM]


def is_dark() -> bool:
    """Tell whether the window is dark now."""
    if _chosen[0] is Appearance.SYSTEM:
        return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return _chosen[0] is Appearance.DARK


def colours() -> Colours:
    """Return the colours of now."""
    return DARK if is_dark() else LIGHT


def choose(appearance: Appearance) -> None:
    """Follow the system, or be light or dark; windows that are open change at once."""
    schemes = {
        Appearance.SYSTEM: Qt.ColorScheme.Unknown,
        Appearance.LIGHT: Qt.ColorScheme.Light,
        Appearance.DARK: Qt.ColorScheme.Dark,
    }
    _chosen[0] = appearance
    QGuiApplication.styleHints().setColorScheme(schemes[appearance])
    for widget in QApplication.topLevelWidgets():
        QApplication.sendEvent(widget, QEvent(QEvent.Type.ThemeChange))


def palette(found: Colours) -> QPalette:
    """Return the palette for widgets that draw themselves."""
    made = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, found.window),
        (role.WindowText, found.text),
        (role.Base, found.surface),
        (role.AlternateBase, found.window),
        (role.Text, found.text),
        (role.PlaceholderText, found.faint),
        (role.Button, found.surface),
        (role.ButtonText, found.text),
        (role.Highlight, found.accent),
        (role.HighlightedText, found.on_accent),
        (role.ToolTipBase, found.raised),
        (role.ToolTipText, found.text),
        (role.Link, found.accent),
    ):
        made.setColor(name, QColor(colour))
    for name in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(found.faint))
    return made


def style_sheet(found: Colours) -> str:
    """Return the style sheet of the whole window."""
    return f"""
    QWidget {{ color: {found.text}; }}
    QMainWindow, QDialog {{ background: {found.window}; }}
    QToolTip {{
        background: {found.raised}; color: {found.text}; border: 1px solid {found.line}; padding: 4px;
    }}
    QListView, QTreeView, QTableView, QScrollArea, QAbstractScrollArea {{
        background: {found.window}; border: none; outline: none;
    }}
    QLineEdit, QPlainTextEdit {{
        background: {found.surface}; border: 1px solid {found.line}; border-radius: 6px; padding: 5px 8px;
        selection-background-color: {found.accent}; selection-color: {found.on_accent};
    }}
    QLineEdit:focus, QPlainTextEdit:focus {{
        border: 1px solid {found.accent};
    }}
    QPushButton, QToolButton {{
        background: {found.surface}; border: 1px solid {found.line}; border-radius: 6px; padding: 6px 12px;
    }}
    QPushButton:hover, QToolButton:hover {{ border-color: {found.faint}; }}
    QPushButton:focus, QToolButton:focus {{ border: 1px solid {found.accent}; }}
    QPushButton:disabled, QToolButton:disabled {{ color: {found.faint}; }}
    QPushButton:default, QPushButton[main="true"] {{
        background: {found.accent}; color: {found.on_accent}; border-color: {found.accent};
    }}
    QPushButton:default:disabled, QPushButton[main="true"]:disabled {{
        background: {found.empty}; color: {found.faint}; border-color: {found.empty};
    }}
    QComboBox {{
        background: {found.surface}; border: 1px solid {found.line}; border-radius: 6px; padding: 5px 8px;
    }}
    QComboBox:hover {{ border-color: {found.faint}; }}
    QComboBox:focus {{ border: 1px solid {found.accent}; }}
    QComboBox::drop-down {{ border: none; width: 24px; }}
    QComboBox::down-arrow {{ image: url("{_ICONS}/down.svg"); width: 12px; height: 12px; }}
    QFileDialog QToolButton {{ padding: 3px; }}
    QComboBox QAbstractItemView {{
        background: {found.raised}; border: 1px solid {found.line}; padding: 4px;
        selection-background-color: {found.accent}; selection-color: {found.on_accent};
    }}
    QSlider::groove:horizontal {{ height: 4px; background: {found.empty}; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {found.accent}; border-radius: 2px; }}
    QSlider::handle:horizontal {{
        background: {found.faint}; border: 1px solid {found.faint}; border-radius: 7px; width: 12px;
        margin: -5px 0;
    }}
    QSlider::handle:horizontal:focus {{ background: {found.accent}; border-color: {found.accent}; }}
    QSlider::sub-page:horizontal:disabled {{ background: {found.faint}; }}
    QTreeView::item {{ padding: 4px 2px; }}
    QHeaderView {{ background: {found.window}; border: none; }}
    QHeaderView::section {{
        background: {found.window}; color: {found.faint}; border: none; padding: 5px 8px;
        border-bottom: 1px solid {found.line};
    }}
    QToolButton[flat="true"] {{ background: transparent; border-color: transparent; padding: 6px; }}
    QToolButton[flat="true"]:hover {{ background: {found.raised}; }}
    QToolButton[flat="true"]:checked {{ background: {found.empty}; }}
    QToolButton[flat="true"]:focus {{ border-color: {found.accent}; }}
    QLabel[faint="true"] {{ color: {found.faint}; }}
    QLabel[bad="true"] {{ color: {found.bad}; }}
    QLabel[title="true"] {{ font-size: 20px; font-weight: 600; }}
    QLabel[heading="true"] {{ font-size: 15px; font-weight: 600; }}
    #side {{ background: {found.surface}; border: none; border-right: 1px solid {found.line}; }}
    #sidebar {{ background: {found.surface}; border: none; padding-top: 10px; }}
    #bar {{ background: {found.surface}; border-bottom: 1px solid {found.line}; }}
    #status {{ background: {found.surface}; border: none; border-top: 1px solid {found.line}; }}
    #message {{ background: {found.raised}; border: 1px solid {found.line}; border-radius: 10px; }}
    #card {{ background: {found.surface}; border: 1px solid {found.line}; border-radius: 10px; }}
    QAbstractSpinBox {{ min-height: 26px; }}
    QCheckBox {{ spacing: 8px; }}
    QCheckBox::indicator {{
        width: 14px; height: 14px; background: {found.surface}; border: 1px solid {found.faint};
        border-radius: 4px;
    }}
    QCheckBox::indicator:checked {{
        background: {found.accent}; border-color: {found.accent}; image: url("{_ICONS}/tick.svg");
    }}
    QCheckBox::indicator:indeterminate {{
        background: {found.accent}; border-color: {found.accent}; image: url("{_ICONS}/part.svg");
    }}
    QCheckBox::indicator:focus {{ border-color: {found.accent}; }}
    QScrollBar {{ background: transparent; border: none; margin: 0; }}
    QScrollBar:vertical {{ width: 12px; }}
    QScrollBar:horizontal {{ height: 12px; }}
    QScrollBar::handle {{ background: {found.line}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 36px; }}
    QScrollBar::handle:horizontal {{ min-width: 36px; }}
    QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {found.faint}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QMenu {{ background: {found.raised}; border: 1px solid {found.line}; padding: 4px; }}
    QMenu::item {{ padding: 6px 22px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {found.accent}; color: {found.on_accent}; }}
    QProgressBar {{
        background: {found.empty}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
    }}
    QProgressBar::chunk {{ background: {found.accent}; border-radius: 3px; }}
    """
