"""Independent readers and writers of metadata, for tests; a test skips where one is not installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest


def exiftool(*arguments: str | Path) -> str:
    """Run exiftool; return what it prints."""
    return _run("exiftool", "-charset", "utf8", *arguments)


def exiv2(*arguments: str | Path) -> str:
    """Run exiv2; return what it prints."""
    return _run("exiv2", *arguments)


def xmp_by_exiftool(file: Path) -> dict[str, object]:
    """Return all XMP of a file by name, with structures."""
    return all_by_exiftool([file])[file]


def all_by_exiftool(files: list[Path]) -> dict[Path, dict[str, object]]:
    """Return all XMP of each file."""
    found: list[dict[str, object]] = json.loads(exiftool("-j", "-struct", "-XMP:all", *files))
    return {Path(str(one["SourceFile"])): one for one in found}


def xmp_by_exiv2(file: Path) -> dict[str, str]:
    """Return all XMP of a file by key."""
    return all_by_exiv2([file])[file]


def all_by_exiv2(files: list[Path]) -> dict[Path, dict[str, str]]:
    """Return all XMP of each file."""
    found: dict[Path, dict[str, str]] = {file: {} for file in files}
    # Of a single file the name is not printed.
    for line in exiv2("-PXkt", *files).splitlines():
        name, _, rest = ("", "", line) if len(files) == 1 else line.partition("  Xmp.")
        words = (rest if len(files) == 1 else f"Xmp.{rest}").split(maxsplit=1)
        file = files[0] if len(files) == 1 else Path(name.strip())
        found[file][words[0]] = words[1] if len(words) == 2 else ""
    return found


def _run(tool: str, *arguments: str | Path) -> str:
    program = shutil.which(tool)
    if program is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False, timeout=60)
    # exiv2 ends with 253 where there is nothing to print.
    assert done.returncode in {0, 253}, done.stderr.decode(errors="replace")
    return done.stdout.decode()
