"""Builds the wheel and the source archive, looks at what is in them, and tries the wheel out.

    python packaging/wheel.py --to FOLDER [--photos FOLDER]

The wheel is installed into a new environment outside the sources, which borrows the other packages from the
environment that this runs in.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Final

from trying import ROOT, Installed, TryingError, require, stated_version, try_out

#: What a wheel has, and files in it that only those who work on Familiar need.
_ROOMS: Final = ("app", "engine", "resources", "trainer")
_NOT_IN_WHEEL: Final = {".ts"}
#: What the source archive must have beside that.
_IN_SOURCES: Final = (
    "LICENSE",
    "README.md",
    "run.py",
    "constraints.txt",
    "tests/conftest.py",
    "docs/packaging.md",
)


def main() -> None:
    """Build, look, try."""
    parser = argparse.ArgumentParser(
        description="Builds the wheel and the source archive, and tries them out."
    )
    parser.add_argument("--to", type=Path, required=True, help="where they are put")
    parser.add_argument("--photos", type=Path, help="more photos to try with")
    said = parser.parse_args()
    to = said.to.resolve()
    wheel = to / f"familiar-{stated_version()}-py3-none-any.whl"
    sources = to / f"familiar-{stated_version()}.tar.gz"
    try:
        require("build")
        # The wheel is built from the source archive, so what a former build left in build/ is not in it.
        _run(sys.executable, "-m", "build", "--outdir", str(to), str(ROOT))
        look_into(wheel, sources)
        with tempfile.TemporaryDirectory(prefix="familiar-wheel-") as work:
            programs = install(wheel, Path(work, "environment"))
            try_out(Installed(programs, trainer=True), Path(work), said.photos and said.photos.resolve())
    except TryingError as error:
        sys.exit(str(error))
    for file in (wheel, sources):
        print(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")


def look_into(wheel: Path, sources: Path) -> None:
    """Compare what was built with the files of the checkout.

    Raises:
        TryingError: Something is missing, or too much.
    """
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *_ROOMS],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    wanted = {name for name in tracked if Path(name).suffix not in _NOT_IN_WHEEL and (ROOT / name).exists()}
    with zipfile.ZipFile(wheel) as opened:
        built = {name for name in opened.namelist() if ".dist-info/" not in name}
    if wanted != built:
        raise TryingError(f"Not in the wheel, or only there: {sorted(wanted ^ built)}.")
    with tarfile.open(sources) as opened_sources:
        there = {name.split("/", 1)[-1] for name in opened_sources.getnames()}
    if missing := (wanted | {*_IN_SOURCES}) - there:
        raise TryingError(f"Not in the source archive: {sorted(missing)}.")


def install(wheel: Path, environment: Path) -> Path:
    """Install a wheel into a new environment with the packages of this one; return where its programs are."""
    _run(sys.executable, "-m", "venv", "--without-pip", str(environment))
    site = sysconfig.get_path("purelib", "venv", {"base": str(environment), "platbase": str(environment)})
    _run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(environment),
        "install",
        "--quiet",
        "--no-deps",
        str(wheel),
    )
    # After what is installed there, so that Familiar itself is the wheel's.
    Path(site, "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return Path(sysconfig.get_path("scripts", "venv", {"base": str(environment)}))


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
