"""Damage by lot to what Familiar keeps: to pages of the library, its log, its copies, pictures and models."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, Final
from unittest import mock

from makers.deeds import JOBS
from makers.killing import LIBRARY, Outcome, State, look
from makers.operating import three_groups

from app.library import daily
from app.library.crops import CropStore
from app.library.daily import daily_copies
from app.library.errors import DamagedLibraryError, LibraryError, NotALibraryError
from app.library.pictures import PictureSupplier
from app.library.restoring import restorable, restore
from app.library.store import Library
from app.library.thumbnails import ThumbnailStore
from app.operations import name_person
from engine.models import Catalogue

_YESTERDAY, _TODAY, _TOMORROW = date(2031, 5, 5), date(2031, 5, 6), date(2031, 5, 7)
_PAGE: Final = 4096

Damage = Callable[[Path, random.Random], Outcome]


def hurt(file: Path, lot: random.Random) -> None:
    """Overwrite some pages of a file, set some to zero, flip a bit, cut it off, or empty it."""
    data = bytearray(file.read_bytes())
    if not data:
        return
    match lot.choice(["pages", "pages", "zeros", "bit", "cut", "empty"]):
        case "pages" | "zeros" as how:
            for _ in range(lot.randint(1, 3)):
                at = lot.randrange(0, len(data), _PAGE)
                size = min(_PAGE, len(data) - at)
                data[at : at + size] = lot.randbytes(size) if how == "pages" else bytes(size)
        case "bit":
            data[lot.randrange(len(data))] ^= 1 << lot.randrange(8)
        case "cut":
            del data[lot.randrange(len(data)) :]
        case "empty":
            data.clear()
    file.write_bytes(data)


def _day(day: date) -> Any:
    return mock.patch.object(daily, "today", return_value=day)


def _used(place: Path) -> Path:
    """Make a library that was used on two days: with a copy of yesterday, and one of today."""
    path = place / LIBRARY
    with three_groups(path) as library:
        name_person(library, person=1, name="Anna")
        daily.make_copy(library.path, _YESTERDAY)
    with _day(_TODAY), Library.open(path) as library:
        name_person(library, person=2, name="Ben")
    return path


def _library(place: Path, lot: random.Random) -> Outcome:
    """Damage the library, use it on the next day, and put back the newest copy."""
    path = _used(place)
    good, before = look(place, ()), daily_copies(path)
    wanted = _content(before[0].path)
    hurt(path, lot)
    outcome = Outcome("harmless")
    try:
        with _day(_TOMORROW), Library.open(path) as library:
            if library.check():
                outcome.how = "found"
            else:
                with library.write():
                    pass
    except (DamagedLibraryError, NotALibraryError) as error:
        outcome.how = "found"
        if str(path) not in str(error) or "estore" not in str(error):
            outcome.losses.append(f"this says not what to do: {error}")
    if outcome.how == "harmless" and look(place, ()) != good:
        outcome.losses.append("the damage was not noticed")
    if outcome.how == "found":
        if daily_copies(path) != before:
            outcome.losses.append("a copy was let go of, or made of what was damaged")
        restore(path, before[0].path)
        if look(place, ()) != wanted:
            outcome.losses.append("what was put back is not the copy")
    return outcome


def _content(copy: Path) -> State:
    return look(copy.parent, (), library=copy.name)


def _log(place: Path, lot: random.Random) -> Outcome:
    """Damage the log that a killed process has left: what is from the damage on was never done."""
    path = place / LIBRARY
    states = []
    with three_groups(path):
        pass
    child = os.fork()
    if child == 0:
        library = Library.open(path)
        for number in range(8):
            name_person(library, person=1, name=f"Anna {number}")
        os._exit(0)
    os.waitpid(child, 0)
    with ExitStack() as stack:
        other = place / "undisturbed"
        other.mkdir()
        library = stack.enter_context(three_groups(other / LIBRARY))
        states.append(look(other, ()))
        for number in range(8):
            name_person(library, person=1, name=f"Anna {number}")
            states.append(look(other, ()))
    hurt(path.with_name(f"{LIBRARY}-wal"), lot)
    outcome = Outcome("harmless")
    try:
        with Library.open(path) as library:
            problems = library.check()
            outcome.losses += problems
            found = look(place, ())
    except LibraryError as error:
        return Outcome("found", [str(error)])
    if found not in states:
        outcome.losses.append("the library is at none of the points between two actions")
    elif found != states[-1]:
        outcome.how = "at an earlier action"
    return outcome


def _pictures(place: Path, lot: random.Random) -> Outcome:
    """Damage the files of crops and thumbnails: pictures are shown all the same."""
    (deed,) = [deed for deed in JOBS if deed.name == "make thumbnails and crops"]
    deed.make(place)
    deed.do(place)
    hurt(place / f"{LIBRARY}{lot.choice(['.crops', '.thumbnails'])}", lot)
    outcome = Outcome("harmless")
    path = place / LIBRARY
    with Library.open(path) as library, CropStore(library) as crops, ThumbnailStore(library) as thumbnails:
        supplier = PictureSupplier(library, crops, thumbnails)
        shown = len(supplier.thumbnails(range(1, 15), 256)), len(supplier.faces(range(1, 10), 100))
    if shown != (14, 9):
        outcome.losses.append(f"{shown} pictures are shown of (14, 9)")
    return outcome


def _copy(place: Path, lot: random.Random) -> Outcome:
    """Damage the newest daily copy: it is not put back, and the one before it is."""
    path = _used(place)
    newest, older = daily_copies(path)
    hurt(newest.path, lot)
    whole = [one.path for one in restorable(path) if one.problem is None]
    outcome = Outcome("harmless" if newest.path in whole else "found")
    if older.path not in whole:
        outcome.losses.append("the copy before it is no longer offered")
    if outcome.how == "found":
        before = path.read_bytes()
        try:
            restore(path, newest.path)
        except LibraryError:
            if path.read_bytes() != before:
                outcome.losses.append("a refused copy has changed the library")
        else:
            outcome.losses.append("a damaged copy was put back")
    restore(path, whole[0])
    with Library.open(path) as library:
        outcome.losses += library.check()
    return outcome


def _models(place: Path, lot: random.Random) -> Outcome:
    """Damage the cache of models: it is made anew."""
    catalogue = Catalogue(cache=place)
    wanted = catalogue.load(catalogue.card("yunet-2023mar"))
    (file,) = (file for file in place.rglob("*") if file.is_file())
    hurt(file, lot)
    found = catalogue.load(catalogue.card("yunet-2023mar"))
    return Outcome("found", [] if found == wanted else ["a damaged model is used"])


#: Each damages something in an empty folder, and says what became of it.
DAMAGES: Final[dict[str, Damage]] = {
    "damage: library": _library,
    **({} if sys.platform == "win32" else {"damage: log of a killed process": _log}),
    "damage: crops or thumbnails": _pictures,
    "damage: daily copy": _copy,
    "damage: cache of models": _models,
}
