"""Libraries for the tour of the window: of given photos, or of drawn people, which may be published.

Of drawn people boxes, crops and dates are what Familiar finds. To the recogniser, which learnt from
photographs, all drawings are too much alike, so each face is given an embedding as far from the others' as
those of real people are.
"""

from __future__ import annotations

import os
from contextlib import redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from makers.drawn_people import CHANGED_WHO, DrawnPhoto, draw_album
from numpy.typing import NDArray
from PIL import Image
from sqlalchemy import bindparam, select, text

from app.cli.main import main
from app.grouping import group
from app.library.settings import RECOGNISER, get_setting
from app.library.store import Library
from app.library.tables import Face, Photo
from engine.embedding import pack
from engine.models import Catalogue

Vector = NDArray[np.float64]

#: What the largest groups are called, in order of size.
NAMES = ("Anna", "Chloe", "David", "Bert")

_SIZE = 128
#: Mean cosine similarity of two faces of one person, and of one person before and after a change.
_ALIKE, _CHANGED = 0.62, 0.34

#: Of so many people who are in one photo only, one is as much like one of the four seen most.
_RELATIVES_EVERY = 4

#: Where the drawn photos were taken, so many of them in turn: degrees north and east.
_PLACES = (((47.374, 8.541), 12), ((38.722, -9.139), 8), ((48.857, 2.352), 6))
#: Drawn photos of which there is a smaller copy, by their place in the album.
_COPIED = (9, 20, 28)
_GPS = 0x8825
_WITHOUT_FACES = (
    "SELECT root.path || '/' || photo.path FROM photo JOIN root ON root.id = root_id "
    "WHERE width IS NOT NULL AND photo.id NOT IN (SELECT photo_id FROM face) LIMIT 1"
)


def make_library(path: Path, photos: Path) -> None:
    """Index photos into a new library, and do in it what every screen shows something of."""
    _say(path, "index", photos)
    _fill(path)


def make_album_library(path: Path, photos: Path) -> None:
    """Draw an album into `photos`, and make a library of it in which its people are told apart."""
    drawn = _with_places_and_copies(draw_album(photos))
    _say(path, "index", photos)
    tell_apart(path, drawn)
    _fill(path)


def tell_apart(path: Path, drawn: list[DrawnPhoto]) -> None:
    """Give every face of drawn photos an embedding that says whose it is, and group them anew."""
    with Library.open(path) as library:
        _embed(library, drawn)
        with library.read() as session:
            recogniser = get_setting(session, RECOGNISER)
        group(library, card=Catalogue().card(recogniser), anew=True)


def _say(path: Path, *words: object) -> None:
    """Say something to `familiar`, without what it answers."""
    with Path(os.devnull).open("w", encoding="utf-8") as nothing, redirect_stdout(nothing):
        if main(["--library", str(path), "--json", *map(str, words)]):
            raise RuntimeError(f"familiar {words} failed")


def _fill(path: Path) -> None:
    """Name the largest groups, and do some more so that every screen has something to show."""
    groups = _groups(path)
    for number, name in zip(groups, NAMES, strict=False):
        _say(path, "name", number, name)
    _say(path, "birthday", NAMES[0], "1990-05-01")
    for number in groups[len(NAMES) :][-1:]:
        _say(path, "ignore", number)
    for photo in _rows(path, _WITHOUT_FACES):
        _say(path, "mention", NAMES[2], photo)
    _say(path, "stacks")


def _groups(path: Path) -> list[int]:
    """Return the groups, largest first."""
    return _rows(
        path,
        "SELECT person_id FROM face WHERE person_id IS NOT NULL "
        "GROUP BY person_id ORDER BY -count(*), person_id",
    )


def _rows(path: Path, statement: str) -> list[Any]:
    with Library.open(path) as library, library.read() as session:
        return list(session.scalars(text(statement)))


def _with_places_and_copies(drawn: list[DrawnPhoto]) -> list[DrawnPhoto]:
    """Note in photos where they were taken, and make smaller copies of some; return all of them."""
    places = [place for place, times in _PLACES for _ in range(times)]
    for one, (north, east) in zip(drawn, places, strict=False):
        with Image.open(one.file) as picture:
            exif = picture.getexif()
            exif.get_ifd(_GPS).update(
                {1: "NS"[north < 0], 2: _sexagesimal(north), 3: "EW"[east < 0], 4: _sexagesimal(east)}
            )
            # The same quantisation: nothing of the picture changes.
            picture.save(one.file, quality="keep", exif=exif)
    copies = []
    for number in _COPIED:
        one = drawn[number]
        copy = one.file.with_stem(f"{one.file.stem}-small")
        with Image.open(one.file) as picture:
            picture.resize((picture.width // 2, picture.height // 2)).save(
                copy, quality=90, exif=picture.getexif()
            )
        copies.append(replace(one, file=copy))
    return [*drawn, *copies]


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    """Return degrees, minutes and seconds."""
    minutes, seconds = divmod(abs(degrees) * 3600, 60)
    return (minutes // 60, minutes % 60, round(seconds, 2))


def _embed(library: Library, drawn: list[DrawnPhoto]) -> None:
    """Give every face an embedding that says whose it is."""
    random = np.random.default_rng(3)
    who_by_file = {one.file.name: one.who for one in drawn}
    with library.write() as session:
        rows = session.execute(
            select(Photo.path, Face.id, Face.x, Face.width, Photo.width)
            .join(Face, Face.photo_id == Photo.id)
            .order_by(Photo.path, Face.x)
        ).all()
        values = []
        for name, face, x, face_width, photo_width in rows:
            who = who_by_file[name]
            # People stand side by side, as far from each other as from the edges.
            place = round((x + face_width / 2) / photo_width * (len(who) + 1)) - 1
            vector = _vector(who[min(max(place, 0), len(who) - 1)], random)
            values.append({"face": face, "packed": pack(vector[None].astype(np.float32))[0].tobytes()})
        session.execute(
            text("UPDATE embedding SET vector = :packed WHERE face_id = :face").bindparams(
                bindparam("packed"), bindparam("face")
            ),
            values,
        )


def _vector(who: int, random: np.random.Generator) -> Vector:
    """Return a unit vector near the centre of somebody."""
    centre = _centre(who)
    if who == CHANGED_WHO or (who % _RELATIVES_EVERY == 0 and who > CHANGED_WHO):
        share = _CHANGED / _ALIKE
        kin = _centre(1 if who == CHANGED_WHO else who // _RELATIVES_EVERY % 4)
        centre = share * kin + np.sqrt(1 - share**2) * centre
    noise = random.normal(size=_SIZE)
    noise -= (noise @ centre) * centre
    near: Vector = np.sqrt(_ALIKE) * centre + np.sqrt(1 - _ALIKE) * noise / np.linalg.norm(noise)
    return near


def _centre(who: int) -> Vector:
    direction = np.random.default_rng([7, who]).normal(size=_SIZE)
    centre: Vector = direction / np.linalg.norm(direction)
    return centre
