"""A tour of the window: a picture of every screen, light and dark, at one and two pixels a point, to look at.

    python tests/tour/tour.py --to FOLDER [--photos FOLDER] [--languages en zh_CN] [--only people review]

Without `--photos`, the people are drawn and the pictures may be published. The photos are only read. With
`--published`, the few pictures of the README are written to `docs/pictures` instead.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

#: What the largest groups are called, in order of size.
NAMES = ("Anna", "Chloe", "David", "Bert")
#: Width and height of the window, in points.
SIZE = (1200, 780)
#: The pictures in the README: screen, appearance.
PUBLISHED = (("people", "light"), ("photo", "light"), ("review", "light"), ("photos", "dark"))
#: A picture is taken once nothing has happened for so long, in seconds.
QUIET = 0.35


def main() -> None:
    """Make a library, and show it in a process for each appearance, scale and language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--to", type=Path, help="the folder to write to")
    parser.add_argument("--photos", type=Path, help="photos to show, which are not drawn")
    parser.add_argument("--languages", nargs="*", default=["en"])
    parser.add_argument("--only", nargs="*", default=[], help="screens")
    parser.add_argument("--published", action="store_true", help="write the pictures of the README")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.one:
        library, appearance, scale, language = words.one
        Tour(Path(library), appearance, f"{language}-{appearance}-{scale}x", words.to, words.only).run()
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        photos = words.photos or folder / "Photos"
        _make_library(folder / "library.db", photos, drawn=words.photos is None)
        to = folder / "shown" if words.published else words.to
        if to is None:
            parser.error("say where to write, with --to, or --published")
        only = [screen for screen, _ in PUBLISHED] if words.published else words.only
        for language in words.languages:
            for appearance in ("light", "dark"):
                for scale in (1,) if words.published else (1, 2):
                    _show(folder, appearance, scale, language, to, only)
        if words.published:
            _publish(to)


def _make_library(library: Path, photos: Path, *, drawn: bool) -> None:
    """Index photos, name the largest groups, and do some more so that every screen has something to show."""
    from stand_ins import make_library

    from app.cli.main import main as familiar

    def say(*words: object) -> None:
        if familiar(["--library", str(library), "--json", *map(str, words)]):
            raise RuntimeError(f"familiar {words} failed")

    with Path(os.devnull).open("w", encoding="utf-8") as nothing, redirect_stdout(nothing):
        if drawn:
            make_library(library, photos)
        else:
            say("index", photos)
        groups = _groups(library)
        for group, name in zip(groups, NAMES, strict=False):
            say("name", group, name)
        say("birthday", NAMES[0], "1990-05-01")
        for group in groups[len(NAMES) :][-1:]:
            say("ignore", group)


def _groups(library: Path) -> list[int]:
    """Return the groups, largest first."""
    from sqlalchemy import text

    from app.library.store import Library

    statement = text(
        "SELECT person_id FROM face WHERE person_id IS NOT NULL "
        "GROUP BY person_id ORDER BY -count(*), person_id"
    )
    with Library.open(library) as opened, opened.read() as session:
        return list(session.scalars(statement))


def _show(folder: Path, appearance: str, scale: int, language: str, to: Path, only: list[str]) -> None:
    """Show a copy of the library in a process of its own: scale and language hold for all of one."""
    work = folder / f"{appearance}-{scale}-{language}"
    shutil.copytree(folder, work, ignore=shutil.ignore_patterns("Photos", "light-*", "dark-*", "shown"))
    subprocess.run(
        [sys.executable, __file__, "--to", str(to), "--one", str(work / "library.db"), appearance, str(scale),
         language, *(["--only", *only] if only else [])],
        check=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)},
    )  # fmt: skip


def _publish(shown: Path) -> None:
    """Write the pictures of the README, as small as drawings allow."""
    from PIL import Image

    to = ROOT / "docs" / "pictures"
    to.mkdir(exist_ok=True)
    for screen, appearance in PUBLISHED:
        with Image.open(shown / f"{screen}-en-{appearance}-1x.png") as picture:
            small = picture.convert("RGB").quantize(255, dither=Image.Dither.NONE)
            small.save(to / f"{screen}.png", optimize=True)


class Tour:
    """Goes through the screens of one window.

    Args:
        library: Its file; changed.
        appearance: "light" or "dark".
        called: What the names of the pictures end with.
        to: The folder they are written to.
        only: The screens; all where there are none.
    """

    def __init__(self, library: Path, appearance: str, called: str, to: Path, only: list[str]) -> None:
        from PySide6.QtCore import QCoreApplication, QSettings

        from app.desktop import start, theme
        from app.desktop.choices import LANGUAGE
        from app.desktop.desk import Desk
        from app.desktop.window import MainWindow
        from app.library.store import Library

        QSettings.setDefaultFormat(QSettings.Format.IniFormat)
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(library.parent))
        QCoreApplication.setOrganizationName("Familiar")
        LANGUAGE.set(called.partition("-")[0])
        self._app = start.make_application()
        theme.choose(theme.Appearance(appearance))
        self._called, self._to, self._only = called, to, only
        to.mkdir(parents=True, exist_ok=True)
        self._empty = MainWindow(Desk(Library.open(library.with_name("empty.db"))), start.MAKERS)
        self._desk = Desk(Library.open(library))
        self._window = MainWindow(self._desk, start.MAKERS)
        for window in (self._empty, self._window):
            window.resize(*SIZE)

    def run(self) -> None:
        """Take all pictures."""
        self._empty.show()
        self._wait()
        self._take("start", self._empty)
        self._empty.close()
        self._window.show()
        self._wait()
        for name, visit in self._screens():
            if self._only and name not in self._only:
                continue
            visit()
            self._wait()
            self._take(name, self._window)
            self._dismiss()
        self._window.close()

    def _screens(self) -> list[tuple[str, Callable[[], None]]]:
        from app.desktop.places import PageName, Place

        def page(name: PageName, **where: Any) -> Callable[[], None]:
            return lambda: self._window.go(Place(name, **where))

        largest = self._people()[0]
        photos = self._photos_of(largest)
        face = self._face_of(largest)
        return [
            ("photos", page(PageName.PHOTOS)),
            ("photos-chosen", self._choose_photos),
            ("search", page(PageName.PHOTOS, text=f"{NAMES[0]} and {NAMES[1]}")),
            ("search-nothing", page(PageName.PHOTOS, text=f"{NAMES[0]}, 1931")),
            ("search-suggestions", self._type_search),
            ("photo", page(PageName.PHOTO, id=photos[len(photos) // 2], ids=tuple(photos))),
            ("people", page(PageName.PEOPLE)),
            ("unnamed", page(PageName.UNNAMED)),
            ("unnamed-naming", self._type_name),
            ("ignored", page(PageName.IGNORED)),
            ("person", page(PageName.PERSON, id=largest)),
            ("review", page(PageName.REVIEW)),
            ("find", page(PageName.FIND)),
            ("find-results", page(PageName.FIND, id=face)),
            ("folders", page(PageName.FOLDERS)),
            ("history", page(PageName.HISTORY)),
            ("preview", page(PageName.PREVIEW)),
            ("settings", page(PageName.SETTINGS)),
            ("shortcuts", lambda: self._press("F1")),
        ]

    def _choose_photos(self) -> None:
        from app.desktop.places import PageName, Place

        self._window.go(Place(PageName.PHOTOS))
        self._wait()
        self._press("Ctrl+A")

    def _type_search(self) -> None:
        self._press("Ctrl+F")
        self._write(f"{NAMES[0]} and ")

    def _type_name(self) -> None:
        from app.desktop.places import PageName, Place

        self._window.go(Place(PageName.UNNAMED))
        self._wait()
        self._press("Home")
        self._write(NAMES[0][:2])

    def _people(self) -> list[int]:
        return self._numbers(
            "SELECT person_id FROM face JOIN person ON person.id = person_id WHERE name IS NOT NULL "
            "GROUP BY person_id ORDER BY -count(*)"
        )

    def _photos_of(self, person: int) -> list[int]:
        return self._numbers(
            f"SELECT DISTINCT photo_id FROM face WHERE person_id = {person} ORDER BY photo_id"
        )

    def _face_of(self, person: int) -> int:
        return self._numbers(f"SELECT id FROM face WHERE person_id = {person} ORDER BY quality DESC")[0]

    def _numbers(self, statement: str) -> list[int]:
        import sqlite3

        with sqlite3.connect(self._desk.library.path) as opened:
            return [number for (number,) in opened.execute(statement)]

    def _press(self, keys: str) -> None:
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest

        sequence = QKeySequence(keys)[0]
        QTest.keyClick(self._target(), sequence.key(), sequence.keyboardModifiers())

    def _write(self, text: str) -> None:
        from PySide6.QtTest import QTest

        for letter in text:
            QTest.keyClick(self._target(), letter)

    def _target(self) -> Any:
        self._wait()
        return self._app.focusWidget() or self._window

    def _wait(self) -> None:
        """Wait until nothing has happened for a while."""
        quiet_since, limit = time.monotonic(), time.monotonic() + 60
        while time.monotonic() < limit and time.monotonic() - quiet_since < QUIET:
            self._app.processEvents()
            time.sleep(0.005)
            if self._window.isVisible() and (self._desk.lanes.busy or self._desk.jobs.running):
                quiet_since = time.monotonic()

    def _take(self, name: str, window: Any) -> None:
        """Grab the window with everything that floats over it."""
        from PySide6.QtGui import QPainter

        picture = window.grab()
        painter = QPainter(picture)
        for other in self._app.topLevelWidgets():
            if other is not window and other.isVisible():
                painter.drawPixmap(other.geometry().topLeft() - window.geometry().topLeft(), other.grab())
        painter.end()
        picture.save(str(self._to / f"{name}-{self._called}.png"))

    def _dismiss(self) -> None:
        for other in self._app.topLevelWidgets():
            if other is not self._window and other.isVisible():
                other.close()


if __name__ == "__main__":
    main()
