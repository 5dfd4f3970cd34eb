"""A library of drawn people, indexed as any other: for pictures of the window that may be published.

Boxes, crops and dates are what Familiar finds. To the recogniser, which learnt from photographs, all drawings
are too much alike, so each face is given an embedding as far from the others' as those of real people are.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from makers.drawn_people import CHANGED_WHO, DrawnPhoto, draw_album
from numpy.typing import NDArray
from sqlalchemy import bindparam, select, text

from app.cli.main import main
from app.grouping import group
from app.library.settings import RECOGNISER, get_setting
from app.library.store import Library
from app.library.tables import Face, Photo
from engine.embedding import pack
from engine.models import Catalogue

Vector = NDArray[np.float64]

_SIZE = 128
#: Mean cosine similarity of two faces of one person, and of one person before and after a change.
_ALIKE, _CHANGED = 0.62, 0.34

#: Of so many people who are in one photo only, one is as much like one of the four seen most.
_RELATIVES_EVERY = 4


def make_library(path: Path, photos: Path) -> None:
    """Draw an album into `photos`, index it into a new library, and group it."""
    drawn = draw_album(photos)
    if main(["--library", str(path), "--json", "index", str(photos)]):
        raise RuntimeError(f"{photos} could not be indexed")
    with Library.open(path) as library:
        _tell_apart(library, drawn)
        with library.read() as session:
            recogniser = get_setting(session, RECOGNISER)
        group(library, card=Catalogue().card(recogniser), anew=True)


def _tell_apart(library: Library, drawn: list[DrawnPhoto]) -> None:
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
