"""Tries out an installed Familiar as a user has it: far from its sources, with nothing of them in sight.

`packaging/wheel.py` and `packaging/bundle.py` use this; what is tried is what users begin with.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import cv2

ROOT: Final = Path(__file__).resolve().parents[1]
#: Photos of one drawn face, in which it is found and grouped.
_PHOTOS: Final = 4
#: No command takes so long, in seconds.
_PATIENCE_S: Final = 300


class TryingError(Exception):
    """Something does not work as it must; the message says what."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The programs of an installed Familiar.

    Attributes:
        folder: Where they lie.
        trainer: Whether the trainer is among them.
    """

    folder: Path
    trainer: bool


def require(module: str) -> None:
    """Make sure that what builds is installed.

    Raises:
        TryingError: It is not.
    """
    found = importlib.util.find_spec(module)
    # A folder of that name is no package: `build/` has what was built.
    if found is None or found.origin is None:
        raise TryingError(
            f"The package {module} is missing. Install what building takes: "
            f'{sys.executable} -m pip install -e ".[packaging]"'
        )


def stated_version() -> str:
    """Return the version that `pyproject.toml` states."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"])


def try_out(installed: Installed, work: Path, photos: Path | None = None) -> None:
    """Use what a user uses first; prints how long things take.

    Args:
        installed: What is tried.
        work: A folder for the library and photos, not inside the sources.
        photos: A folder of further photos, with faces; None for drawn ones alone.

    Raises:
        TryingError: Something does not work.
    """
    home, drawn = work / "home", work / "photos"
    home.mkdir(parents=True)
    _draw(drawn)
    place = _Place(installed, home)
    _expect(
        place.says("familiar", "--version") == f"familiar {stated_version()}", "it states another version"
    )
    _expect("index" in place.says("familiar", "--help"), "its help does not name the commands")
    place.says("familiar", "models", "verify")
    print(place.says("familiar", "index", str(drawn), *([str(photos)] if photos else [])))
    told = place.told("status")["figures"]
    # How many photos there are in a folder that was given, it alone knows.
    enough = told["analysed"] > _PHOTOS if photos else told["analysed"] == _PHOTOS
    _expect(enough and not told["failed"], f"of {_PHOTOS} photos{' and more' * bool(photos)} it read {told}")
    _expect(told["faces"] >= _PHOTOS and told["groups"] >= 1, f"it found and grouped too little: {told}")
    group = place.told("people")["people"][0]["id"]
    place.says("familiar", "name", str(group), "Anna")
    _expect("Anna" in place.says("familiar", "find", str(drawn / "0.jpg")), "it does not know a face again")
    place.says("familiar", "doctor")
    for _ in range(2):
        began = time.perf_counter()
        place.says("familiar-desktop", "--check", QT_QPA_PLATFORM="offscreen")
        print(f"The window opened and closed in {time.perf_counter() - began:.1f} s.")
    if installed.trainer:
        _expect("train" in place.says("trainer", "--help"), "the trainer's help does not name the commands")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where programs are run: an empty home, and an environment that knows nothing of the sources."""

    installed: Installed
    home: Path

    def says(self, program: str, *words: str, **more: str) -> str:
        """Run a program, which must succeed, and return what it prints."""
        suffix = ".exe" if sys.platform == "win32" else ""
        said = " ".join([program, *words])
        try:
            done = subprocess.run(
                [str(self.installed.folder / (program + suffix)), *words],
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
                cwd=self.home,
                env={"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **more},
                timeout=_PATIENCE_S,
            )
        except subprocess.TimeoutExpired as error:
            raise TryingError(f"{said} did not end within {_PATIENCE_S} s.") from error
        if done.returncode:
            raise TryingError(f"{said} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout.strip()

    def told(self, *words: str) -> dict[str, Any]:
        """Return what a command says for programs."""
        return dict(json.loads(self.says("familiar", "--json", *words)))


def _draw(folder: Path) -> None:
    sys.path.append(str(ROOT / "tests"))
    from makers.drawn_faces import photo_of_face

    folder.mkdir(parents=True)
    for number in range(_PHOTOS):
        photo = photo_of_face(200 + 10 * number, 20 + 20 * number, 30)
        cv2.imwrite(str(folder / f"{number}.jpg"), photo[:, :, ::-1])


def _expect(good: bool, otherwise: str) -> None:
    if not good:
        raise TryingError(f"What was built does not work: {otherwise}.")
