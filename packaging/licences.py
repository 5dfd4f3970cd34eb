"""Collects what a bundle consists of, with the text of every licence, into its `resources/licences`.

    python packaging/licences.py --to FOLDER [--texts FOLDER]

Packages tell of themselves (`app.parts`). Added are Python, the models, the bundle's loader and libraries of
the system that go into it. Texts that a part came without are taken from the system's common licences (Debian
and its kin have them in /usr/share/common-licenses), or from the folder of `--texts`, under the same names.
No text of others is kept with the sources of Familiar.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from app.parts import LISTED, Part, by_name, installed
from engine.models import Catalogue, ModelCard

ROOT: Final = Path(__file__).resolve().parents[1]
COMMON: Final = Path("/usr/share/common-licenses")
#: Files of common licences that tell a licence; the LGPL 3 is the GPL 3 with additions.
_STANDARD: Final = {
    "Apache-2.0": ("Apache-2.0",),
    "GPL-2.0-only": ("GPL-2",),
    "GPL-2.0-or-later": ("GPL-2",),
    "GPL-3.0-only": ("GPL-3",),
    "LGPL-2.1-only": ("LGPL-2.1",),
    "LGPL-2.1-or-later": ("LGPL-2.1",),
    "LGPL-3.0-only": ("LGPL-3", "GPL-3"),
    "LGPL-3.0-or-later": ("LGPL-3", "GPL-3"),
}
#: What may be in a part of Familiar. A licence that is not here has to be looked at first.
KNOWN: Final = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CDDL-1.0", "ISC", "MIT", "MIT-CMU",
    "PSF-2.0", "Zlib", *_STANDARD,
}  # fmt: skip


class LicenceError(Exception):
    """A licence that is not known, or whose text is missing; the message is a sentence with the remedy."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bundle consists of.

    Attributes:
        packages: Familiar itself, then the packages.
        others: Python, the loader, libraries of the system.
        models: Cards of the models.
    """

    packages: tuple[Part, ...]
    others: tuple[Part, ...]
    models: tuple[ModelCard, ...]


def identifiers(licence: str) -> list[str]:
    """Return the licences that an SPDX expression names, without exceptions."""
    words = re.findall(r"[\w.+-]+", re.sub(r"\bWITH\s+\S+", "", licence))
    return [word for word in words if word not in {"AND", "OR"}]


def is_strong(licence: str) -> bool:
    """Tell whether a licence would be that of everything it is passed on with, and leaves no choice."""
    every = [identifiers(choice) for choice in re.split(r"\bAND\b", licence)]
    return any(choice and all(name.startswith(("GPL", "AGPL")) for name in choice) for choice in every)


def passed_on() -> tuple[list[Part], list[Part]]:
    """Return the packages that may go into a bundle, and those whose licence would be that of the whole."""
    every = installed()
    return [part for part in every if not is_strong(part.licence)], [
        part for part in every if is_strong(part.licence)
    ]


def contents(binaries: Sequence[tuple[str, str]] = ()) -> Contents:
    """Find out what a bundle consists of.

    Args:
        binaries: Each library in it: its place there, and the file that it was copied from.
    """
    packages, left_out = passed_on()
    gone = {by_name(part.name) for part in left_out}
    packages = [
        replace(part, needs=tuple(name for name in part.needs if name not in gone)) for part in packages
    ]
    others = [_python(), *_loader(), *_system_libraries(source for _, source in binaries)]
    cards = [card for card in Catalogue().cards() if card.name in _shipped()]
    return Contents(tuple(packages), tuple(others), tuple(cards))


def collect(found: Contents, folder: Path, *, common: Path = COMMON) -> None:
    """Write the list of parts and the texts of their licences.

    Raises:
        LicenceError: A licence is unknown, or its text is nowhere to be found.
    """
    listed = []
    for part in (*found.packages, *found.others, *map(_of_model, found.models)):
        place = folder / by_name(part.name)
        texts = _texts(part, common)
        place.mkdir(parents=True)
        named = _names(texts)
        for name, text in named.items():
            shutil.copyfile(text, place / name)
        if part.name in {card.name for card in found.models}:
            named |= _told_of_model(part, next(c for c in found.models if c.name == part.name), place)
        if not named:
            raise LicenceError(f"The text of the licence of {part.name} is missing.")
        listed.append(
            {
                "name": part.name,
                "version": part.version,
                "licence": part.licence,
                "source": part.source,
                "needs": part.needs,
                "texts": [f"{place.name}/{name}" for name in named],
            }
        )
    (folder / LISTED).write_text(json.dumps(listed, indent=1) + "\n", "utf-8")


def _texts(part: Part, common: Path) -> list[Path]:
    """Return a part's own texts, and the common ones that it came without or only refers to."""
    # Of a library of the system only its text tells.
    unknown = [name for name in identifiers(part.licence) if name not in KNOWN]
    if unknown or not (part.licence or part.texts):
        raise LicenceError(
            f"The licence of {part.name} {part.version} is not known: {part.licence or 'it says none'}. Look "
            "at it, then add it to packaging/licences.py, or say in app/parts.py what it is."
        )
    found = list(part.texts)
    for name in identifiers(part.licence):
        if not part.texts or name.startswith("LGPL-3"):
            found += [common / text for text in _STANDARD.get(name, ())]
    missing = [text for text in found if not text.is_file()]
    if missing:
        raise LicenceError(
            f"{part.name} came without the text of its licence, and there is no {missing[0]}. Put the texts "
            f"named {', '.join(sorted({text.name for text in missing}))} into a folder, "
            "and name that with --texts."
        )
    return found


def _names(texts: Iterable[Path]) -> dict[str, Path]:
    """Give files names that are not taken yet."""
    named: dict[str, Path] = {}
    for text in texts:
        name, number = text.name, 2
        while name in named:
            name, number = f"{text.stem}-{number}{text.suffix}", number + 1
        named[name] = text
    return named


def _python() -> Part:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    places = (
        Path(sysconfig.get_path("stdlib"), "LICENSE.txt"),
        Path(sys.base_prefix, "LICENSE.txt"),
        Path(f"/usr/share/doc/python{version}/copyright"),
    )
    texts = tuple(place for place in places if place.is_file())[:1]
    return Part("Python", platform.python_version(), "PSF-2.0", "https://www.python.org", texts=texts)


def _loader() -> list[Part]:
    """Return the loader at the beginning of each program, if PyInstaller is here to bring it."""
    try:
        found = distribution("pyinstaller")
    except PackageNotFoundError:
        return []
    texts = [Path(str(found.locate_file(file))) for file in found.files or () if file.name == "COPYING.txt"]
    licence = "GPL-2.0-or-later WITH Bootloader-exception"
    return [Part("PyInstaller", found.version, licence, "https://pyinstaller.org", texts=tuple(texts))]


def _system_libraries(sources: Iterable[str]) -> list[Part]:
    """Return the packages of the system that libraries were copied from."""
    ours = [Path(prefix).resolve() for prefix in (sys.prefix, sys.base_prefix)]
    files = {Path(source).resolve() for source in sources}
    foreign = sorted(file for file in files if not any(file.is_relative_to(prefix) for prefix in ours))
    found: dict[str, Part] = {}
    for file in foreign:
        package, version = _package_of(file)
        text = Path("/usr/share/doc") / package / "copyright"
        texts = (text,) if text.is_file() else ()
        found.setdefault(package, Part(package, version, "", "the system that built it", texts=texts))
    return list(found.values())


def _package_of(file: Path) -> tuple[str, str]:
    """Return the package that a file of the system is from, and its version, or else the file's name."""
    # What lies in /lib is noted as in /lib by some, as in /usr/lib by others.
    for path in (file, Path("/", *file.parts[2:])):
        told = _told("dpkg", "--search", str(path))
        if told:
            package = told.split(":")[0]
            return package, _told("dpkg-query", "--show", "--showformat=${Version}\n", package).split("\n")[0]
    return file.name, ""


def _told(*command: str) -> str:
    if shutil.which(command[0]) is None:
        return ""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _shipped() -> set[str]:
    return {file.stem for file in (ROOT / "resources" / "models").glob("*.toml")}


def _of_model(card: ModelCard) -> Part:
    return Part(card.name, card.file.version or "", card.licence, card.source)


def _told_of_model(part: Part, card: ModelCard, place: Path) -> dict[str, Path]:
    """Write what a card says of a model, with the words of the MIT licence where that is its licence."""
    words = f"{card.title}\n{card.source}\n{card.reference}\nLicence: {card.licence}\n"
    if part.licence == "MIT":
        own = (ROOT / "LICENSE").read_text("utf-8").split("\n\n")
        words += "\nCopyright (c) its authors, as named above\n\n" + "\n\n".join(own[2:])
    file = place / "MODEL.txt"
    file.write_text(words, "utf-8")
    return {file.name: file}


def main() -> None:
    """Collect the licences of the environment that this runs in."""
    parser = argparse.ArgumentParser(description="Collects the licences of all parts of the app.")
    parser.add_argument("--to", type=Path, required=True, help="a folder that is not there yet")
    parser.add_argument("--texts", type=Path, default=COMMON, help="texts of common licences")
    said = parser.parse_args()
    try:
        collect(contents(), said.to, common=said.texts)
    except LicenceError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
