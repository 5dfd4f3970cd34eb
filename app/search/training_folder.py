"""The folder of a training set: in whose place it may be made, and that it is there whole or not at all.

It is filled aside and gets its name when it is whole. With what, `app.search.training_set` decides.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.library.store import Library
from app.operations.changes import OperationError
from app.search.outside import refuse_watched

CROPS: Final = "crops"
FACES: Final = "faces.csv"
DESCRIPTION: Final = "training-set.toml"

_CROP: Final = re.compile(r"[0-9]{6,}\.jpg")


@dataclass(frozen=True, slots=True)
class Making:
    """A folder that is being made.

    Attributes:
        target: Where it will be, absolute.
        staging: Where it is filled, on the same drive.
    """

    target: Path
    staging: Path


@contextmanager
def folder_made_whole(library: Library, folder: Path, *, over_former: bool) -> Iterator[Making]:
    """Give an empty folder to be filled, which takes the wanted one's place if nothing goes wrong.

    Args:
        library: Its watched folders are no place for it.
        folder: The wanted one: not there, empty or, with `over_former`, an earlier training set.
        over_former: Whether an earlier one may be replaced.

    Raises:
        OperationError: The folder lies in a watched one, or has something else in it.
        OSError: It cannot be made.
    """
    target = folder.resolve()
    refuse_watched(library, target)
    _refuse_taken(target, over_former=over_former)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Within a folder of its own: what was there before waits beside it until it is replaced.
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=".familiar-", suffix=".part"))
    try:
        making = Making(target, aside / "new")
        making.staging.mkdir()
        yield making
        _refuse_taken(target, over_former=over_former)
        _put_in_place(making, aside / "former")
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _put_in_place(making: Making, former: Path) -> None:
    replaced = making.target.exists()
    if replaced:
        making.target.rename(former)
    try:
        making.staging.rename(making.target)
    except BaseException:
        if replaced:
            former.rename(making.target)
        raise


def _refuse_taken(folder: Path, *, over_former: bool) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise OperationError(f"{folder} is a file. Choose another place for the training set.")
    found = sorted(folder.iterdir())
    if not found:
        return
    foreign = _foreign(folder, found)
    if foreign is not None:
        raise OperationError(
            f"{folder} is not empty: {foreign.relative_to(folder)} in it is no part of a training set. "
            "Choose an empty folder, or a new one."
        )
    if not over_former:
        raise OperationError(f"{folder} has a training set already. Replace it with --replace.")


def _foreign(folder: Path, found: list[Path]) -> Path | None:
    """Return something in a folder that no training set has, or what a folder without a description has."""
    try:
        described = isinstance(tomllib.loads((folder / DESCRIPTION).read_text("utf-8")).get("version"), int)
    except (OSError, ValueError):
        described = False
    if not described:
        return found[0]
    for path in found:
        if path.name == CROPS and path.is_dir() and not path.is_symlink():
            foreign = [crop for crop in sorted(path.iterdir()) if not _CROP.fullmatch(crop.name)]
            if foreign:
                return foreign[0]
        elif path.name not in {FACES, DESCRIPTION} or path.is_dir():
            return path
    return None
