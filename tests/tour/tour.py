"""A tour of the window: a picture of every screen, light and dark, at one and two pixels a point, to look at.

    python tests/tour/tour.py --to FOLDER [--photos FOLDER] [--languages en zh_CN] [--only people review]
    python tests/tour/tour.py --published [--home /home/anna]

Without `--photos`, the people are drawn and the pictures may be published. The photos are only read. With
`--published`, the pictures of the README and of the user guide are written to `docs/pictures` instead. The
window shows where photos are and where exports go: in the home of somebody, which is made for that and taken
away again; `--home` says where, so that pictures for readers show a place like theirs.

What is shown on each screen, and what is done before, lives in `tests/tour/screens.py`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from screens import Screens  # noqa: E402 - it is found by that
from stand_ins import make_album_library, make_library  # noqa: E402

#: Width and height of the window, in points: to look at, and of the pictures that are published.
SIZE, PUBLISHED_SIZE = (1200, 780), (1000, 650)
#: The pictures that are published: screens, by appearance.
PUBLISHED = {
    "light": (
        "start", "photos-events", "photo", "photo-about", "photo-naming", "people", "people-same",
        "unnamed-naming", "person", "person-split", "review", "search-suggestions", "find-results", "places",
        "folders", "import", "write", "export", "history", "preview", "settings", "shortcuts", "forget",
    ),
    "dark": ("photos",),
}  # fmt: skip
#: Colours of a published picture at most.
COLOURS = 200
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
    parser.add_argument("--home", type=Path, help="a folder that is not there; it is deleted again")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.one:
        library, appearance, scale, language = words.one
        called = f"{language}-{appearance}-{scale}x"
        size = PUBLISHED_SIZE if words.published else SIZE
        tour = Tour(Path(library), appearance, called, words.to, words.only, size)
        if words.published:
            _require_fonts()
        tour.run()
        return
    if words.home is not None and words.home.exists():
        parser.error(f"{words.home} is there already; name a folder that is not")
    with tempfile.TemporaryDirectory(prefix="familiar-") as made, _home(words.home) as home:
        folder = Path(made)
        photos = words.photos or home / "Pictures"
        if words.photos is None:
            make_album_library(folder / "library.db", photos)
        else:
            make_library(folder / "library.db", photos)
        to = folder / "shown" if words.published else words.to
        if to is None:
            parser.error("say where to write, with --to, or --published")
        for language in words.languages:
            for appearance in ("light", "dark"):
                only = list(PUBLISHED[appearance]) if words.published else words.only
                for scale in (1,) if words.published else (1, 2):
                    _show(folder, home, appearance, scale, language, to, only, published=words.published)
        if words.published:
            _publish(to)


def _require_fonts() -> None:
    """End where letters that are shown would be empty boxes: the settings have Chinese and Korean words."""
    from PySide6.QtGui import QFontDatabase

    for system in (QFontDatabase.WritingSystem.SimplifiedChinese, QFontDatabase.WritingSystem.Korean):
        if not QFontDatabase.families(system):
            sys.exit(
                f"No font has {system.name} letters. Install one, such as Noto Sans CJK, then try again."
            )


@contextmanager
def _home(wanted: Path | None) -> Iterator[Path]:
    """Make a folder for the time being, at a place of its own or at the one that is wanted."""
    if wanted is None:
        with tempfile.TemporaryDirectory(prefix="anna-") as made:
            yield Path(made)
        return
    wanted.mkdir()
    try:
        yield wanted
    finally:
        shutil.rmtree(wanted)


def _show(
    folder: Path,
    home: Path,
    appearance: str,
    scale: int,
    language: str,
    to: Path,
    only: list[str],
    *,
    published: bool,
) -> None:
    """Show a copy of the library in a process of its own: scale and language hold for all of one."""
    work = folder / f"{appearance}-{scale}-{language}"
    shutil.copytree(folder, work, ignore=shutil.ignore_patterns("light-*", "dark-*", "shown"))
    done = subprocess.run(
        [sys.executable, __file__, "--to", str(to), "--one", str(work / "library.db"), appearance, str(scale),
         language, *(["--only", *only] if only else []), *(["--published"] if published else [])],
        check=False,
        # What is asked where to put something begins in the home folder.
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale), "HOME": str(home)},
    )  # fmt: skip
    if done.returncode:
        # What is wrong it has said.
        sys.exit(done.returncode)


def _publish(shown: Path) -> None:
    """Write the pictures of the README and the guide, as small as drawings allow."""
    from PIL import Image

    to = ROOT / "docs" / "pictures"
    to.mkdir(exist_ok=True)
    for appearance, screens in PUBLISHED.items():
        for screen in screens:
            with Image.open(shown / f"{screen}-en-{appearance}-1x.png") as picture:
                small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
                small.save(to / f"{screen}.png", optimize=True)


class Tour:
    """Goes through the screens of one window.

    Args:
        library: Its file; changed.
        appearance: "light" or "dark".
        called: What the names of the pictures end with.
        to: The folder they are written to.
        only: The screens; all where there are none.
        size: Width and height of the window, in points.
    """

    def __init__(
        self, library: Path, appearance: str, called: str, to: Path, only: list[str], size: tuple[int, int]
    ) -> None:
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
            window.resize(*size)

    def run(self) -> None:
        """Take all pictures."""
        self._empty.show()
        self._wait()
        self._take("start", self._empty)
        self._empty.close()
        self._window.show()
        self._wait()
        screens = Screens(self._window, self._desk, self._wait)
        for name, visit in screens.all():
            if self._only and name not in self._only:
                continue
            visit()
            self._wait()
            self._take(name, self._window)
            self._dismiss()
        self._window.close()

    def _wait(self) -> None:
        """Wait until nothing has happened for a while."""
        quiet_since, limit = time.monotonic(), time.monotonic() + 60
        while time.monotonic() < limit and time.monotonic() - quiet_since < QUIET:
            self._app.processEvents()
            time.sleep(0.005)
            if self._window.isVisible() and (self._desk.lanes.busy or self._desk.jobs.running):
                quiet_since = time.monotonic()

    def _take(self, name: str, window: Any) -> None:
        """Grab the window with everything that floats over it; dialogs in the middle, with an edge."""
        from PySide6.QtCore import QRect
        from PySide6.QtGui import QColor, QPainter
        from PySide6.QtWidgets import QDialog

        picture = window.grab()
        painter = QPainter(picture)
        for other in self._app.topLevelWidgets():
            if other is window or not other.isVisible():
                continue
            place = QRect(other.geometry().topLeft() - window.geometry().topLeft(), other.size())
            if isinstance(other, QDialog):
                # There is no window manager here, which would do both.
                place.moveCenter(window.rect().center())
                place.moveTop(max(1, place.top()))
                painter.fillRect(window.rect(), QColor(0, 0, 0, 70))
            painter.drawPixmap(place.topLeft(), other.grab())
            if isinstance(other, QDialog):
                painter.setPen(QColor(110, 110, 120))
                painter.drawRect(place.adjusted(-1, -1, 0, 0))
        painter.end()
        picture.save(str(self._to / f"{name}-{self._called}.png"))

    def _dismiss(self) -> None:
        for other in self._app.topLevelWidgets():
            if other is not self._window and other.isVisible():
                other.close()
        # Keys go to the window again, not to what was closed.
        self._window.activateWindow()
        self._window.page.setFocus()
        self._wait()


if __name__ == "__main__":
    main()
