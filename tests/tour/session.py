"""A newcomer's session, as the guide tells it: from an empty window to an album in a browser, with pictures.

    python tests/tour/session.py --pictures FOLDER [--photos FOLDER]

Somebody at real keys and a real mouse adds a folder, names people, drags one on another, reviews, searches,
looks at a photo, exports an album and opens it. After each step a picture of the screen is written, in order,
and the library file is asked whether it holds what was done. Without `--photos`, people are drawn; since the
recogniser cannot tell drawings apart, that is done for it between the first start and the second. Needs
Xvfb, xdotool, openbox and ImageMagick; with Chromium, the album is looked at, too. The check that runs with
the tests is `tests/tour/cold_start.py`.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cold_start import ROOT, Library, User, screen, wait

sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from makers.drawn_people import DrawnPhoto, draw_album  # noqa: E402 - they are found by that
from stand_ins import tell_apart  # noqa: E402

NAMES = ("Anna", "Bert", "Chloe", "David")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: Middles of the first covers of a page, in pixels of the window.
COVERS = ((271, 165), (427, 165), (583, 165))


class Newcomer:
    """Does one step after the other.

    Args:
        user: At the keyboard.
        library: Asked whether it holds what was done.
        photos: The folder that is added.
        drawn: The photos in it, where they are drawn.
        album: Where the album goes.
    """

    def __init__(
        self, user: User, library: Library, photos: Path, drawn: list[DrawnPhoto], album: Path
    ) -> None:
        self._user, self._library, self._photos, self._album = user, library, photos, album
        self._drawn = drawn

    def steps(self) -> list[tuple[str, Callable[[], None]]]:
        """Return what is done, in order, each with what its picture is called."""
        user = self._user
        return [
            ("start", user.start),
            ("choose a folder", self._choose),
            ("photos appear", self._add),
            ("people are there", self._wait_for_people),
            ("type a name", self._type_name),
            ("named", self._name),
            ("people", lambda: user.go(2, "People")),
            ("drag one on another", self._drag),
            ("merged", self._merged),
            ("undone", self._undo),
            ("review", lambda: user.go(3, "To review")),
            ("answered", self._answer),
            ("a person", self._go_to_person),
            ("suggestions", self._type_search),
            ("found", self._search),
            ("one photo", self._open),
            ("export", self._ask_to_export),
            ("exported", self._export),
            ("history", lambda: user.go(8, "History")),
        ]

    def _choose(self) -> None:
        self._user.press("Return")
        self._user.wait_for_title("Choose a photo folder")
        self._user.write(str(self._photos))

    def _add(self) -> None:
        self._user.press("Return")
        self._user.wait_for_title("Photos")
        time.sleep(4)

    def _wait_for_people(self) -> None:
        number = sum(1 for _ in self._photos.rglob("*.jpg"))
        wait(lambda: self._library.ask("status")["figures"]["analysed"] >= number, "all photos")
        wait(lambda: len(self._library.people()) >= len(NAMES), "groups")
        time.sleep(4)
        if self._drawn:
            self._user.quit()
            tell_apart(self._library.path, self._drawn)
            self._user.start()
            time.sleep(3)
        self._user.go(4, "Unnamed")
        time.sleep(1)

    def _type_name(self) -> None:
        self._user.write(NAMES[0])

    def _name(self) -> None:
        for known, name in enumerate(NAMES, 1):
            if known > 1:
                self._user.write(name)
            self._user.press("Return")
            wait(lambda known=known: len(self._library.named()) == known, name)
            time.sleep(1)
        assert set(self._library.named()) == set(NAMES)

    def _drag(self) -> None:
        self._user.drag(COVERS[1], COVERS[0])
        self._user.wait_for_title("The same person?")

    def _merged(self) -> None:
        # They are in one photo, so that Cancel is expected; the other buttons come before it.
        self._user.press("shift+Tab", "space")
        wait(lambda: len(self._library.named()) < len(NAMES), "one person less")
        time.sleep(1)

    def _undo(self) -> None:
        self._user.press("ctrl+z")
        wait(lambda: set(self._library.named()) == set(NAMES), "both to be there again")
        time.sleep(1)

    def _answer(self) -> None:
        if self._library.questions():
            before = self._library.history()
            self._user.press("Return")
            wait(lambda: self._library.history() != before, "an answer")
        time.sleep(2)

    def _go_to_person(self) -> None:
        self._user.go(2, "People")
        self._user.press("Home", "Return")
        self._user.wait_for_title(NAMES[0])
        time.sleep(2)

    def _type_search(self) -> None:
        self._user.press("ctrl+f")
        self._user.write(f"{NAMES[0]} and ")
        time.sleep(1)

    def _search(self) -> None:
        self._user.write(NAMES[1])
        self._user.press("Escape", "Return")
        self._user.wait_for_title(f"{NAMES[0]} and {NAMES[1]}")
        time.sleep(2)

    def _open(self) -> None:
        self._user.press("Home", "Return")
        self._user.wait_for_title("IMG_")
        time.sleep(2)
        self._user.press("Escape")
        self._user.wait_for_title(NAMES[0])
        self._user.press("Return")
        self._user.wait_for_title("IMG_")
        time.sleep(1)

    def _ask_to_export(self) -> None:
        self._user.press("Escape")
        self._user.press("ctrl+e")
        self._user.wait_for_title("Export")
        # What is made; of which photos: all that were found, not the one that was looked at; and where.
        self._user.press("Home", "Down", "Down", "Tab", "End", "Up", "Tab", "Tab", "ctrl+a")
        self._user.write(str(self._album))

    def _export(self) -> None:
        self._user.press("Return")
        wait(self._album.exists, "the album")
        time.sleep(2)


def main() -> None:
    """Do the session, and print what was done."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pictures", type=Path, required=True, help="a folder for the pictures")
    parser.add_argument("--photos", type=Path)
    words = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="familiar-") as made:
        folder = Path(made)
        photos = words.photos or folder / "Photos"
        drawn = draw_album(photos) if words.photos is None else []
        album = folder / "Anna and Bert.html"
        library = Library(folder / "library.db")
        with screen() as display:
            user = User(display, library.path, folder, words.pictures)
            try:
                for name, step in Newcomer(user, library, photos, drawn, album).steps():
                    step()
                    user.look(name)
                    print(name, flush=True)
                user.quit()
            except BaseException:
                user.look("failed")
                user.stop()
                raise
        look_at(album, words.pictures / "20-album.png")


def look_at(album: Path, picture: Path) -> None:
    """Take a picture of an album in a browser, where there is one."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("there is no browser to look at the album with")
        return
    subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--window-size=1200,900",
            f"--screenshot={picture.absolute()}",
            album.as_uri(),
        ],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    print("album")


if __name__ == "__main__":
    main()
