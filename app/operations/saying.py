"""What is said of photos, beside what the library knows of them: faces, deleted boxes, and which are meant.

What becomes of it is decided in `app.operations.adopting`; where it comes from is not known here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.library.boxes import overlaps
from app.library.names import name_key
from app.library.store import Library
from app.library.tables import Erasure, Face, Photo
from app.metadata.people import NamedRegion, People
from app.operations.forgotten import ForgottenNames
from app.operations.placing import Boxes, boxes_of, meant
from app.operations.rows import among

#: Regions of a photo, and names, that are looked at; more are no photo of people.
_MOST: Final = 2000
#: Boxes that overlap more are one box, rounded differently.
_SAME: Final = 0.9


@dataclass(frozen=True, slots=True)
class Said:
    """Who is in a photo, as a file or another program says it.

    Attributes:
        photo_id: `Photo.id`.
        people: In the frame of the upright photo.
    """

    photo_id: int
    people: People


def without_faces(library: Library, said: Sequence[Said]) -> list[Said]:
    """Return what is said of places where the library has neither a face nor a box that the user deleted.

    For looking there before adopting: without a face, only that the person is somewhere in the photo can be
    taken over.

    Args:
        library: The library.
        said: Who is where.

    Returns:
        The regions alone, by photo; photos without such, and videos, are left out.
    """
    with library.read() as session:
        photos = SaidPhotos(session, said)
    missing: dict[int, list[NamedRegion]] = {}
    for photo in photos.by_id.values():
        # At which moment of a video nobody says.
        regions = [region for region, face in photo.placed() if face is None and not photo.moving]
        if regions:
            missing[photo.id] = regions
    return [Said(photo, People(tuple(regions))) for photo, regions in missing.items()]


@dataclass(slots=True, eq=False)
class KnownFace:
    """A face as it is; a `Face` would be changed by what is done to many rows."""

    id: int
    box: tuple[float, ...]
    person_id: int | None
    confirmed: bool


@dataclass(slots=True, eq=False)
class SaidPhoto:
    """A photo, or a `moving` one, its faces and deleted boxes, and what is said of it."""

    id: int
    width: int | None
    height: int | None
    moving: bool = False
    faces: list[KnownFace] = field(default_factory=list)
    erased: list[tuple[float, ...]] = field(default_factory=list)
    regions: list[NamedRegion] = field(default_factory=list)
    present: dict[str, None] = field(default_factory=dict)
    _of_name: defaultdict[str, list[NamedRegion]] = field(default_factory=lambda: defaultdict(list))

    def add(self, people: People) -> None:
        """Add what is said, each name once at each place."""
        for region in filter(_usable, people.regions[:_MOST]):
            same = self._of_name[key_of(region.name)]
            # Shares do as well as pixels to tell whether it is the same place.
            if len(self.regions) < _MOST and not meant(boxes_of([region], 1, 1), boxes_of(same, 1, 1)):
                self.regions.append(region)
                same.append(region)
        self.present |= dict.fromkeys(filter(key_of, people.present[:_MOST]))

    def placed(self) -> list[tuple[NamedRegion, KnownFace | None]]:
        """Return the regions with the faces they mean; those of deleted boxes are left out.

        A region of a video means a face only where it is its very box, as Familiar itself gives it: what else
        it means depends on the moment.
        """
        if self.width is None or self.height is None:
            return [(region, None) for region in self.regions]
        boxes = boxes_of(self.regions, self.width, self.height)
        if self.moving:
            shared = overlaps(boxes, _array(face.box for face in self.faces))
            same = [np.flatnonzero(row > _SAME) for row in shared]
            return [
                (region, self.faces[int(at[0])] if len(at) == 1 else None)
                for region, at in zip(self.regions, same, strict=True)
            ]
        means = dict(meant(boxes, _array(face.box for face in self.faces)))
        free = [at for at in range(len(boxes)) if at not in means]
        erased = {free[at] for at, _ in meant(boxes[free], _array(self.erased))}
        return [
            (region, self.faces[means[at]] if at in means else None)
            for at, region in enumerate(self.regions)
            if at not in erased
        ]


def _array(boxes: Iterable[tuple[float, ...]]) -> Boxes:
    return np.array(list(boxes), np.float64).reshape(-1, 4)


class SaidPhotos:
    """The photos that something is said of, as far as the library has them."""

    def __init__(self, session: Session, said: Sequence[Said]) -> None:
        ids = sorted({one.photo_id for one in said})
        rows = session.execute(
            select(Photo.id, Photo.width, Photo.height, Photo.duration_ms.is_not(None))
            .where(among(Photo.id, ids))
            .order_by(Photo.id)
        )
        self.by_id = {row.id: SaidPhoto(*row) for row in rows}
        box = (Face.x, Face.y, Face.width, Face.height)
        faces = session.execute(
            select(Face.photo_id, Face.id, Face.person_id, Face.confirmed_at, *box)
            .where(among(Face.photo_id, self.by_id))
            .order_by(Face.id)
        )
        for photo, face, person, confirmed, *place in faces:
            known = KnownFace(face, tuple(place), person, confirmed is not None)
            self.by_id[photo].faces.append(known)
        erased = (Erasure.x, Erasure.y, Erasure.width, Erasure.height)
        for photo, *place in session.execute(
            select(Erasure.photo_id, *erased).where(among(Erasure.photo_id, self.by_id))
        ):
            self.by_id[photo].erased.append(tuple(place))
        forgotten = ForgottenNames.of(session)
        for one in said:
            if one.photo_id in self.by_id:
                self.by_id[one.photo_id].add(without_forgotten(one.people, one.photo_id, forgotten))

    def names(self) -> list[str]:
        """Return the names of those of whom no place is known."""
        return [name for photo in self.by_id.values() for name in photo.present]


def without_forgotten(people: People, photo_id: int, forgotten: ForgottenNames) -> People:
    """Return what is said of a photo without the names of those who were forgotten there."""
    if photo_id not in forgotten.marks:
        return people
    return People(
        tuple(one for one in people.regions if not forgotten.has(photo_id, key_of(one.name))),
        tuple(name for name in people.present if not forgotten.has(photo_id, key_of(name))),
    )


def _usable(region: NamedRegion) -> bool:
    box = (region.left, region.top, region.width, region.height)
    return (
        bool(key_of(region.name)) and bool(np.isfinite(box).all()) and region.width > 0 and region.height > 0
    )


@lru_cache(4096)
def key_of(name: str) -> str:
    """Return the key of a name as `app.library.names.name_key` does; empty where it cannot be one."""
    try:
        return name_key(name)
    except ValueError:
        return ""
