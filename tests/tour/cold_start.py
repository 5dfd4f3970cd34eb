"""Uses the window as somebody does who has just got it: a real window on a screen of its own, real keys.

    python tests/tour/cold_start.py [--photos FOLDER] [--pictures FOLDER]

Adds a folder, waits, names three people, merges two, undoes that, reviews ten questions, finds a person,
quits, starts again, and checks after each step in the library file that it holds what was said. Without
`--photos` people are drawn. Needs Xvfb, xdotool and openbox; with `--pictures`, ImageMagick.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import PySide6

ROOT = Path(__file__).resolve().parents[2]

NEEDED = ("Xvfb", "xdotool", "openbox")
#: Width and height of the screen, and bits of a pixel.
SCREEN = "1400x1000x24"
#: Whatever is waited for takes no longer, in seconds.
PATIENCE = 120.0
#: Questions that are answered, where there are so many.
QUESTIONS = 10


def main() -> None:
    """Run the check on drawn people or given photos, and print what each step took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--photos", type=Path)
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of the screen after each step")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        photos = words.photos
        if photos is None:
            sys.path.append(str(ROOT / "tests"))
            from makers.drawn_people import draw_album

            photos = Path(folder, "Photos")
            draw_album(photos)
        for step, seconds in check(Path(folder), photos, words.pictures):
            print(f"{step:44} {seconds:5.1f} s", flush=True)


def check(folder: Path, photos: Path, pictures: Path | None = None) -> Iterator[tuple[str, float]]:
    """Do all steps; yield what each was and how long it took.

    Args:
        folder: Where the library and the settings are to be.
        photos: Only read.
        pictures: Where pictures of the screen go.

    Raises:
        AssertionError: The library does not hold what was said.
    """
    library = Library(folder / "library.db")
    with screen() as display:
        user = User(display, library.path, folder, pictures)
        for name, step in (
            ("start without anything", user.start),
            ("add a folder, until people are there", lambda: _add_folder(user, library, photos)),
            ("name three people", lambda: _name_three(user, library)),
            ("merge two", lambda: _merge(user, library)),
            ("undo", lambda: _undo(user, library)),
            ("review", lambda: _review(user, library)),
            ("find a person", lambda: _find(user, library)),
            ("quit", user.quit),
            ("start again: everything is there", lambda: _start_again(user, library)),
        ):
            begin = time.monotonic()
            try:
                step()
            except BaseException:
                user.look(f"failed to {name}")
                user.stop()
                raise
            yield name, time.monotonic() - begin
            user.look(name)
        user.quit()


class Library:
    """What the library file holds, as `familiar` tells it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ask(self, *words: str) -> Any:
        """Return what a command answers."""
        command = [sys.executable, "-m", "app.cli", "--library", str(self.path), "--json", *words]
        ran = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
        return json.loads(ran.stdout)

    def people(self) -> list[dict[str, Any]]:
        """Return people and groups."""
        return list(self.ask("people")["people"])

    def named(self) -> dict[str, int]:
        """Return how many faces everybody with a name has."""
        return {one["name"]: one["faces"] for one in self.people() if one["name"]}

    def questions(self) -> int:
        """Return how many questions are asked on the first page."""
        page = self.ask("review")["questions"][:1]
        return sum(len(one["items"]) for one in page)

    def history(self) -> list[dict[str, Any]]:
        """Return what was done, newest first."""
        return list(self.ask("history")["history"])


class User:
    """Somebody at a keyboard.

    Args:
        display: Of the screen.
        library: The library file.
        folder: For the settings.
        pictures: Where pictures of the screen go.
    """

    def __init__(self, display: str, library: Path, folder: Path, pictures: Path | None) -> None:
        self._library, self._pictures = library, pictures
        self._environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_CONFIG_HOME": str(folder / "settings"),
            "XDG_DATA_HOME": str(folder / "data"),
            "LC_ALL": "C.UTF-8",
        }
        self._window: subprocess.Popen[bytes] | None = None
        self._taken = 0

    def start(self) -> None:
        """Open the window, and wait until it takes keys."""
        command = [sys.executable, "-m", "app.desktop", "--library", str(self._library)]
        self._window = subprocess.Popen(command, env=self._environment, cwd=ROOT)
        self.wait_for_title("Familiar")

    def quit(self) -> None:
        """Close the window, and wait for the end of the program."""
        assert self._window is not None
        self.press("ctrl+q")
        assert self._window.wait(PATIENCE) == 0

    def stop(self) -> None:
        """End the program, whatever it does."""
        if self._window is not None and self._window.poll() is None:
            self._window.kill()
            self._window.wait()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self._run("xdotool", "key", key)
            time.sleep(0.15)

    def write(self, text: str) -> None:
        """Type a text."""
        self._run("xdotool", "type", "--delay", "40", text)
        time.sleep(0.4)

    def drag(self, begin: tuple[int, int], end: tuple[int, int]) -> None:
        """Drag what is at one place of the window to another, in pixels of the window."""
        for action in (
            ("move", begin),
            ("down", None),
            ("move", end),
            ("move", (end[0] + 4, end[1])),
            ("up", None),
        ):
            if action[1] is None:
                self._run("xdotool", f"mouse{action[0]}", "1")
            else:
                x, y = action[1]
                there = ("--window", self._active(), str(x), str(y))
                self._run("xdotool", "mousemove", *there)
            time.sleep(0.3)

    def _active(self) -> str:
        """Return the number of the window in front."""
        ran = subprocess.run(
            ["xdotool", "getactivewindow"], env=self._environment, capture_output=True, text=True, check=True
        )
        return ran.stdout.strip()

    def title(self) -> str:
        """Return the title of the window in front."""
        ran = subprocess.run(
            ["xdotool", "getactivewindow", "getwindowname"],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return ran.stdout.strip()

    def wait_for_title(self, part: str) -> None:
        """Wait for a window in front whose title has this part, and until it is drawn."""
        wait(lambda: part in self.title(), f"a window called {part}")
        time.sleep(0.5)

    def go(self, page: int, title: str) -> None:
        """Go to a page by its number in the sidebar."""
        self.press(f"ctrl+{page}")
        self.wait_for_title(title)

    def look(self, name: str) -> None:
        """Take a picture of the screen, if pictures are wanted."""
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            self._taken += 1
            words = "-".join(name.replace(",", "").replace(":", "").split())
            file = self._pictures / f"{self._taken:02}-{words}.png"
            self._run("import", "-window", "root", str(file))

    def _run(self, *command: str) -> None:
        subprocess.run(command, check=True, env=self._environment)


def wait(done: Callable[[], object], what: str) -> None:
    """Wait until something is so."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.25)


def _add_folder(user: User, library: Library, photos: Path) -> None:
    user.press("Return")
    user.wait_for_title("Choose a photo folder")
    user.write(str(photos))
    user.press("Return")
    user.wait_for_title("Photos")
    number = sum(1 for _ in photos.rglob("*.jpg"))
    wait(lambda: library.ask("status")["figures"]["analysed"] >= number, "all photos")
    wait(lambda: len(library.people()) >= 4, "four groups")
    # The last grouping is short after the last photo.
    time.sleep(3)


def _name_three(user: User, library: Library) -> None:
    user.go(4, "Unnamed")
    for known, name in enumerate(("Anna", "Bert", "Chloe"), 1):
        user.write(name)
        user.press("Return")
        wait(lambda known=known: len(library.named()) == known, name)
        time.sleep(1)
    assert set(library.named()) == {"Anna", "Bert", "Chloe"}


def _merge(user: User, library: Library) -> None:
    before = library.named()
    user.write("Bert")
    user.press("Return")
    user.wait_for_title("The same person?")
    user.press("Return")
    time.sleep(1)
    if library.named() == before:
        # They are in one photo, so that Cancel was expected; the other button is the last one.
        user.write("Bert")
        user.press("Return")
        user.wait_for_title("The same person?")
        user.press("shift+Tab", "space")
    wait(lambda: library.named()["Bert"] > before["Bert"], "Bert to have more faces")
    assert set(library.named()) == {"Anna", "Bert", "Chloe"}


def _undo(user: User, library: Library) -> None:
    merged = library.named()["Bert"]
    user.press("ctrl+z")
    wait(lambda: library.named()["Bert"] < merged, "Bert to have as many faces as before")


def _review(user: User, library: Library) -> None:
    time.sleep(3)
    user.go(3, "To review")
    for _ in range(QUESTIONS):
        if not library.questions():
            break
        # Not how many they are: the first answer takes the place of what was undone.
        before = library.history()
        user.press("y")
        time.sleep(2)
        if library.history() == before:
            # It was one of a page of questions, which are answered together.
            user.press("Return")
            wait(lambda before=before: library.history() != before, "an answer")
            break
        # What follows from the answer is asked next.
        time.sleep(2)


def _find(user: User, library: Library) -> None:
    user.press("ctrl+f")
    user.write("Anna")
    user.press("Escape", "Return")
    user.wait_for_title("Anna")


def _start_again(user: User, library: Library) -> None:
    people, history = library.people(), library.history()
    user.start()
    time.sleep(3)
    assert set(library.named()) >= {"Anna", "Bert", "Chloe"}
    assert library.people() == people
    assert library.history() == history


@contextmanager
def screen() -> Iterator[str]:
    """Make a screen with a window manager."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env={**os.environ, "DISPLAY": display}, stderr=subprocess.DEVNULL)
    time.sleep(1)
    try:
        yield display
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait()


def lacking() -> list[str]:
    """Return the programs, and the libraries of Qt's plugin for X, that are needed and not here."""
    programs = [program for program in NEEDED if shutil.which(program) is None]
    # `run.py` tells users what to install.
    plugin = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    told = subprocess.run(["ldd", str(plugin)], capture_output=True, text=True, check=False).stdout
    return programs + sorted(set(re.findall(r"(\S+) => not found", told)))


if __name__ == "__main__":
    main()
