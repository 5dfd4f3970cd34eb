"""What Familiar consists of: its own version, and the packages that it needs with their licences.

A bundle for users brings a list of its parts in `resources/licences`, which `packaging/licences.py` makes: it
has more than packages, and the text of every licence. Elsewhere the installed packages are asked. What a
licence asks of whoever passes a part on is told in `docs/packaging.md`.
"""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: The list of parts, in `resources/licences` of a bundle; texts lie in folders beside it.
LISTED: Final = "parts.json"
#: Extras that the app has no use for; what the others bring is a part where it is installed.
_NOT_OF_THE_APP: Final = {"all", "dev", "packaging", "trainer"}
_EXTRA: Final = re.compile(r"extra\s*==\s*['\"]([\w-]+)")
_LICENCE_FILE: Final = re.compile(
    r"(licen[cs]es?|copying|notice|copyright|authors|thirdpartynotices)\b", re.IGNORECASE
)

#: What packages say of their licence where they do not say it as SPDX does.
_SPDX: Final = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: ISC License (ISCL)": "ISC",
    "License :: OSI Approved :: MIT License": "MIT",
}
#: Licences of what is in the package as it is published, libraries of others included, where the package says
#: less or is unclear.
_WHOLE: Final = {
    # FFmpeg's libraries with x264 and x265.
    "av": "BSD-3-Clause AND GPL-2.0-or-later",
    # FFmpeg's libraries, without those.
    "opencv-python-headless": "Apache-2.0 AND LGPL-2.1-or-later",
    # libheif and libde265.
    "pi-heif": "BSD-3-Clause AND LGPL-3.0-or-later",
    # LibRaw.
    "rawpy": "MIT AND (LGPL-2.1-only OR CDDL-1.0)",
    "scipy": "BSD-3-Clause",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of Familiar, or Familiar itself.

    Attributes:
        name: Of the package, library or model.
        version: Empty where there is none.
        licence: SPDX expression; empty where only the text tells.
        source: Where it is from: an address, or another name that leads there; may be empty.
        needs: Names of the parts that it needs, as packages are compared by name (`by_name`).
        texts: Files with the texts of its licence; none where it came without.
    """

    name: str
    version: str
    licence: str
    source: str
    needs: tuple[str, ...] = ()
    texts: tuple[Path, ...] = ()


def version() -> str:
    """Return the version of Familiar, which `pyproject.toml` states."""
    return importlib.metadata.version("familiar")


def by_name(name: str) -> str:
    """Return the name of a package as names of packages are compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parts() -> list[Part]:
    """Return all that is known of what Familiar consists of, itself first."""
    folder = importlib.resources.files("resources") / "licences"
    try:
        listed = json.loads((folder / LISTED).read_text("utf-8"))
    except FileNotFoundError:
        return installed()
    with importlib.resources.as_file(folder) as place:
        return [
            Part(
                part["name"],
                part["version"],
                part["licence"],
                part["source"],
                tuple(part["needs"]),
                tuple(place / text for text in part["texts"]),
            )
            for part in listed
        ]


def installed() -> list[Part]:
    """Return Familiar and the installed packages that the app needs or can use, by name."""
    found: dict[str, Part] = {}
    wanted = ["familiar"]
    while wanted:
        name = by_name(wanted.pop())
        if name not in found:
            try:
                found[name] = _part(importlib.metadata.distribution(name))
            except importlib.metadata.PackageNotFoundError:
                # Of another system, or of an extra that is not installed.
                continue
            wanted.extend(found[name].needs)
    own = found.pop("familiar")
    return [
        Part(part.name, part.version, part.licence, part.source, _only(part.needs, found), part.texts)
        for part in (own, *(found[name] for name in sorted(found)))
    ]


def _only(needs: tuple[str, ...], found: dict[str, Part]) -> tuple[str, ...]:
    return tuple(name for name in needs if name in found)


def _part(package: importlib.metadata.Distribution) -> Part:
    name = package.metadata["Name"]
    return Part(
        name,
        package.version,
        _licence(package),
        _source(package),
        tuple(sorted({by_name(need) for need in _needs(package)})),
        tuple(_texts(package)),
    )


def _needs(package: importlib.metadata.Distribution) -> Iterator[str]:
    own = by_name(package.metadata["Name"]) == "familiar"
    for requirement in package.requires or ():
        extra = _EXTRA.search(requirement)
        if extra is None or (own and extra.group(1) not in _NOT_OF_THE_APP):
            yield re.split(r"[^\w.-]", requirement, maxsplit=1)[0]


def _licence(package: importlib.metadata.Distribution) -> str:
    about = package.metadata
    said = [
        *(about.get_all("License-Expression") or ()),
        *(about.get_all("License") or ()),
        *(line for line in about.get_all("Classifier") or () if line.startswith("License ::")),
    ]
    whole = _WHOLE.get(by_name(about["Name"]))
    if whole is not None:
        return whole
    first = next((line.strip() for line in said if line.strip() and "\n" not in line.strip()), "")
    return _SPDX.get(first, first)


def _source(package: importlib.metadata.Distribution) -> str:
    about = package.metadata
    lines = [line.split(",", 1) for line in about.get_all("Project-URL") or ()]
    known: dict[str, str] = {label.strip().lower(): address.strip() for label, address in lines}
    for label in ("source", "source code", "repository", "homepage", "github"):
        if label in known:
            return known[label]
    every: list[str] = [*(about.get_all("Home-page") or ()), *known.values()]
    return every[0] if every else ""


def _texts(package: importlib.metadata.Distribution) -> list[Path]:
    """Return the files of a package that tell its licence; those of its metadata, where there are any."""
    named = [
        file
        for file in package.files or ()
        if (_LICENCE_FILE.match(file.name) or "licenses" in file.parts[1:-1])
        and file.suffix not in {".py", ".pyc", ".xml"}
    ]
    about = [file for file in named if file.parts[0].endswith(".dist-info")]
    return sorted(Path(str(package.locate_file(file))) for file in about or named)
