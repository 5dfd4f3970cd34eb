"""What the guide says of the window is so: texts in bold are the window's, and its keys are all keys."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from makers.desks import settle
from makers.windows import shown_window
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop.desk import Desk
from app.desktop.keys import Shortcut
from app.desktop.pages.photo import PhotoPage
from app.desktop.places import PageName, Place
from app.desktop.widgets.shortcuts import _shown
from app.desktop.window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
GUIDE = sorted(ROOT.glob("docs/guide/*.md"))
#: Keys of questions that are asked several at a time, of which the album here has none.
SEVERAL = {("Space", "Tick or untick"), ("Return", "Answer what is ticked")}
#: A text of the window has so many letters of its own at least.
_LETTERS = 2
#: Sections of the page of keys, and the pages of the window whose keys are in them.
SECTIONS = {
    "Photos": [Place(PageName.PHOTOS)],
    "One photo": [Place(PageName.PHOTO, id=6, ids=(6, 2))],
    "People, Unnamed, Ignored": [Place(PageName.PEOPLE), Place(PageName.UNNAMED), Place(PageName.IGNORED)],
    "Somebody's page": [Place(PageName.PERSON, id=1)],
    "Review": [Place(PageName.REVIEW)],
    "Other pages": [
        Place(page)
        for page in (PageName.FIND, PageName.FOLDERS, PageName.PLACES, PageName.HISTORY, PageName.PREVIEW)
    ],
}


@pytest.fixture
def window(qtbot: QtBot, desk: Desk) -> Iterator[MainWindow]:
    operations.name_person(desk.library, person=1, name="Anna")
    made = shown_window(qtbot, desk)
    yield made
    made.close()


def told(shortcuts: Sequence[Shortcut]) -> set[tuple[str, str]]:
    """Return what the sheet of shortcuts would say: keys, and what they do."""
    by_text: dict[str, list[str]] = {}
    for shortcut in shortcuts:
        by_text.setdefault(shortcut.text, []).extend(shortcut.keys)
    return {(", ".join(_shown(keys)), text) for text, keys in by_text.items()}


def written(section: str) -> set[tuple[str, str]]:
    """Return the rows of a section of the page of keys."""
    text = (ROOT / "docs" / "guide" / "keys.md").read_text("utf-8")
    part = text.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| (\S.*?) \| (.+?) \|$", part, re.MULTILINE)) - {("Key", "What it does")}


def of_all_states(qtbot: QtBot, window: MainWindow, desk: Desk, place: Place) -> list[Shortcut]:
    """Return the keys of a page, with those that it has only at times."""
    window.go(place)
    settle(qtbot, desk)
    page = window.page
    found = list(page.shortcuts())
    if isinstance(page, PhotoPage):
        page.view.focus_face(page.view.faces[0].id)
        found += page.view.shortcuts()
        page.view.draw_box(True)
        found += page.view.shortcuts()
        page.view.draw_box(False)
    # The same may be listed in several states.
    return list({(shortcut.text, shortcut.keys): shortcut for shortcut in found}.values())


@pytest.mark.skipif(sys.platform == "darwin", reason="keys are written otherwise there")
def test_the_guide_lists_the_keys_of_all_pages(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    assert written("Everywhere") == told(window._everywhere)
    for section, places in SECTIONS.items():
        there = {row for place in places for row in told(of_all_states(qtbot, window, desk, place))}
        assert written(section) == there | (SEVERAL if section == "Review" else set()), section


def texts_of_the_window() -> list[re.Pattern[str]]:
    """Return what the window may say; anything stands where a text has a number or a name."""
    tree = ET.parse(ROOT / "resources" / "translations" / "familiar_ko.ts")
    sources = {source.text or "" for source in tree.iter("source")}
    patterns = []
    for source in sources:
        if len(re.findall(r"[a-z]", re.sub(r"\{\w+\}|%n", "", source.lower()))) < _LETTERS:
            # Such as "{name}?", which would be true of anything.
            continue
        plain = re.escape(source.replace("\n", " ").rstrip("."))
        plain = plain.replace("%n", r"\d+").replace(r"\(s\)", "s?")
        patterns.append(re.compile(re.sub(r"\\\{\w+\\\}", ".+", plain)))
    return patterns


@pytest.mark.parametrize("page", GUIDE, ids=lambda page: page.name)
def test_what_is_bold_in_the_guide_is_said_by_the_window(page: Path) -> None:
    text = re.sub(r"\s+", " ", page.read_text("utf-8"))
    known = texts_of_the_window()
    bold = {found.rstrip(".:") for found in re.findall(r"\*\*(.+?)\*\*", text)}
    unknown = [said for said in bold if not any(one.fullmatch(said) for one in known)]
    assert not unknown
