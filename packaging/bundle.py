"""Builds the bundle: one folder with the app, Python and all it needs; then moves it and tries it out.

    python packaging/bundle.py --to FOLDER [--photos FOLDER] [--texts FOLDER]

Made beside the programs: the licences of all parts, a bill of materials (`sbom.cdx.json`), and what a Linux
desktop wants to know, with scripts that install it and take it away again. The folder can be put anywhere.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from licences import COMMON, LicenceError, collect, contents, passed_on
from sbom import write
from trying import Installed, TryingError, require, try_out

from app.parts import by_name

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parent
ENTRY: Final = "photos.familiar.Familiar"
#: Sides of the icons, in pixels, beside the drawing itself.
_ICONS: Final = (16, 24, 32, 48, 64, 128, 256, 512)
#: Libraries whose licence would be that of the whole.
_NEVER: Final = ("libreadline", "libgdbm", "libx264", "libx265")


def main() -> None:
    """Build, furnish, move, try."""
    parser = argparse.ArgumentParser(description="Builds the bundle and tries it out.")
    parser.add_argument("--to", type=Path, required=True, help="where its folder, familiar, is put")
    parser.add_argument("--photos", type=Path, help="more photos to try with")
    parser.add_argument("--texts", type=Path, default=COMMON, help="texts of common licences")
    said = parser.parse_args()
    began = time.perf_counter()
    to = said.to.resolve()
    try:
        require("PyInstaller")
        with tempfile.TemporaryDirectory(prefix="familiar-bundle-") as work:
            bundle = build(to, Path(work), said.texts)
            print(f"Built in {time.perf_counter() - began:.0f} s: {_size(bundle) / 1e6:.0f} MB")
            elsewhere = Path(work, "another place") / bundle.name
            shutil.copytree(bundle, elsewhere, symlinks=True)
            photos = said.photos and said.photos.resolve()
            try_out(Installed(elsewhere, trainer=False), Path(work, "trying"), photos)
    except (LicenceError, TryingError) as error:
        sys.exit(str(error))


def build(to: Path, work: Path, texts: Path) -> Path:
    """Build the bundle and return its folder.

    Raises:
        LicenceError: A part may not be passed on so, or the text of its licence is missing.
    """
    _, left_out = passed_on()
    for part in left_out:
        print(f"Left out because of its licence: {part.name} ({part.licence})")
    gone = {by_name(part.name) for part in left_out}
    modules = [
        module
        for module, packages in importlib.metadata.packages_distributions().items()
        if gone & {by_name(name) for name in packages}
    ]
    done = subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(to), "--workpath", str(work / "made"), str(HERE / "familiar.spec")),
        ],
        env={**os.environ, "FAMILIAR_LEFT_OUT": " ".join([*modules, *(part.name for part in left_out)])},
        check=False,
    )
    if done.returncode:
        sys.exit("PyInstaller failed; it says why above.")
    bundle = to / "familiar"
    listed = json.loads((work / "made" / "familiar" / "binaries.json").read_text("utf-8"))
    binaries = [(name, source) for name, source in listed]
    if never := [name for name, _ in binaries if Path(name).name.startswith(_NEVER)]:
        raise LicenceError(f"These libraries would make the whole GPL: {', '.join(never)}.")
    found = contents(binaries)
    collect(found, bundle / "_internal" / "resources" / "licences", common=texts)
    write(found, bundle / "sbom.cdx.json")
    shutil.copyfile(ROOT / "LICENSE", bundle / "LICENSE")
    if sys.platform == "linux":
        furnish(bundle)
    return bundle


def furnish(bundle: Path) -> None:
    """Put beside the programs what a Linux desktop wants to know of them, and what installs it."""
    share = bundle / "share"
    for name, place in (
        (f"{ENTRY}.desktop", "applications"),
        (f"{ENTRY}.metainfo.xml", "metainfo"),
        (f"{ENTRY}.mime.xml", "mime/packages"),
    ):
        (share / place).mkdir(parents=True)
        shutil.copyfile(HERE / "linux" / name, share / place / name.replace(".mime", ""))
    draw_icons(share / "icons" / "hicolor")
    for name in ("install", "uninstall"):
        shutil.copy(HERE / "linux" / name, bundle / name)


def draw_icons(folder: Path) -> None:
    """Write the icon as a drawing and as pictures, where desktops look for them."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QGuiApplication, QIcon

    application = QGuiApplication.instance() or QGuiApplication([])
    drawing = ROOT / "resources" / "icons" / "familiar.svg"
    for side in _ICONS:
        file = folder / f"{side}x{side}" / "apps" / f"{ENTRY}.png"
        file.parent.mkdir(parents=True)
        QIcon(str(drawing)).pixmap(QSize(side, side), 1.0).save(str(file))
    whole = folder / "scalable" / "apps" / f"{ENTRY}.svg"
    whole.parent.mkdir(parents=True)
    shutil.copyfile(drawing, whole)
    del application


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


if __name__ == "__main__":
    main()
