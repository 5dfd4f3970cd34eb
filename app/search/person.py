"""One person: their photos, the face to show for them, and other faces that may be theirs."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.library.embeddings import EmbeddedFaces, load_embeddings
from app.library.names import find_person as look_up
from app.library.queries import PersonFace, faces_of_person
from app.library.store import Library
from app.library.tables import Person, Rejection
from app.search.places import FacePlace, face_places, model_of
from app.search.rows import fetch
from app.search.shown import COVER
from engine.embedding import d2_from_cosine, unpack
from engine.models import ModelCard

#: How far below the recogniser's threshold for grouping a face may be to be shown, in cosine similarity.
LIKELY_MARGIN: float = 0.1

#: Embeddings unpacked at one time.
_BATCH: Final = 65_536

_COVERS: Final = f"""
SELECT id, coalesce({COVER}, (
    SELECT face.id FROM face JOIN photo ON photo.id = photo_id WHERE person_id = person.id
    ORDER BY missing_since IS NULL DESC, coalesce(quality, -1) DESC, face.id LIMIT 1
)) FROM person WHERE id IN (SELECT value FROM json_each(?))
"""  # noqa: S608 - our own


@dataclass(frozen=True, slots=True)
class PersonPhoto:
    """A photo with faces of one person.

    Attributes:
        photo_id: `Photo.id`.
        file: Its file.
        taken_at: ISO 8601 local time, or None.
        missing: The file is gone.
        faces: The person's faces in it, by face id.
    """

    photo_id: int
    file: Path
    taken_at: str | None
    missing: bool
    faces: tuple[PersonFace, ...]


@dataclass(frozen=True, slots=True)
class LikelyFace:
    """A face that may be a person's, though it is not said to be.

    Attributes:
        face_id: `Face.id`.
        place: Where it is, and to whom it belongs at present.
        similarity: Mean cosine similarity to the person's faces, -1 to 1.
        d2: 2 - 2 `similarity`, the mean squared L2 distance.
    """

    face_id: int
    place: FacePlace
    similarity: float
    d2: float


@dataclass(frozen=True, slots=True)
class PersonResult:
    """What is known of a person.

    Attributes:
        person_id: `Person.id`.
        name: None for a group.
        photos: As `photos_of`.
        more_like_this: Faces that may be theirs, the most similar first.
    """

    person_id: int
    name: str | None
    photos: tuple[PersonPhoto, ...]
    more_like_this: tuple[LikelyFace, ...]


def photos_of(library: Library, *, person: int | str) -> list[PersonPhoto]:
    """List the photos of a person or group, by date, unknown dates first; missing ones included.

    Args:
        library: The library.
        person: Id or name.

    Raises:
        PersonNotFoundError: There is no such person or group.
    """
    with library.read() as session:
        return _photos(session, look_up(session, person).id)


def _photos(session: Session, person_id: int) -> list[PersonPhoto]:
    faces = sorted(
        faces_of_person(session, person_id), key=lambda face: (face.taken_at or "", face.photo_id, face.id)
    )
    return [
        PersonPhoto(photo, first.file, first.taken_at, first.missing, (first, *others))
        for photo, (first, *others) in groupby(faces, key=lambda face: face.photo_id)
    ]


def find_person(library: Library, *, person: int | str, card: ModelCard, most: int = 100) -> PersonResult:
    """Find all photos of a person, and more faces that may be theirs.

    More faces are those that belong to nobody or, without confirmation, to others. Left out are what the
    user ruled out (faces rejected of this person, and those of people told apart from them), faces and
    people who are ignored, and faces in a photo where the person has been found already.

    Args:
        library: The library.
        person: Id or name.
        card: The recogniser's.
        most: How many more faces at most.

    Raises:
        PersonNotFoundError: There is no such person or group.
        ValueError: The card is not a recogniser's.
    """
    if card.recognition is None:
        raise ValueError(f"{card.name} is not a recogniser")
    with library.read() as session:
        found = look_up(session, person)
        faces = load_embeddings(session, model_of(session, card))
        candidates = _candidates(session, faces, found.id)
        own = faces.vectors[(faces.person_ids == found.id) & ~faces.ignored]
        similarity = _mean_similarity(own, faces.vectors[candidates])
        order = np.argsort(-similarity, kind="stable")[:most]
        order = order[similarity[order] >= card.recognition.grouping - LIKELY_MARGIN]
        ids = faces.face_ids[candidates[order]].tolist()
        places = face_places(session, ids)
        return PersonResult(
            person_id=found.id,
            name=found.name,
            photos=tuple(_photos(session, found.id)),
            more_like_this=tuple(
                LikelyFace(face, places[face], value, d2_from_cosine(value))
                for face, value in zip(ids, similarity[order].tolist(), strict=True)
            ),
        )


def _candidates(session: Session, faces: EmbeddedFaces, person_id: int) -> NDArray[np.int64]:
    """Return the indices of the faces that may be shown as "more like this" person."""
    rejected = [
        face
        for face in session.scalars(select(Rejection.face_id).where(Rejection.person_id == person_id))
        if face is not None
    ]
    pairs = session.execute(
        select(Rejection.person_id, Rejection.other_person_id).where(
            Rejection.other_person_id.is_not(None),
            or_(Rejection.person_id == person_id, Rejection.other_person_id == person_id),
        )
    )
    others = {one for pair in pairs for one in pair if one is not None}
    others |= set(session.scalars(select(Person.id).where(Person.ignored_at.is_not(None))))
    others.add(person_id)
    photos = session.connection().exec_driver_sql(
        "SELECT DISTINCT photo_id FROM face WHERE person_id = ?", (person_id,)
    )
    excluded = faces.confirmed | faces.ignored
    excluded |= np.isin(faces.person_ids, list(others))
    excluded |= np.isin(faces.face_ids, rejected)
    excluded |= np.isin(faces.photo_ids, list(photos.scalars()))
    return np.flatnonzero(~excluded)


def _mean_similarity(own: NDArray[np.int8], others: NDArray[np.int8]) -> NDArray[np.float64]:
    """Return the mean cosine similarity (n,) of (n, d) faces to (m, d) faces; -1 where m is 0."""
    if not len(own):
        return np.full(len(others), -1.0)
    mean = unpack(own).mean(axis=0, dtype=np.float64)
    parts = [unpack(others[start : start + _BATCH]) @ mean for start in range(0, len(others), _BATCH)]
    return np.concatenate(parts) if parts else np.zeros(0)


def cover_faces(library: Library, *, people: Collection[int]) -> dict[int, int]:
    """Choose the face to show for each person or group.

    That is the one the user chose, where it is still theirs; else the face of best quality that is not
    ignored, preferably from a photo that is there; the lowest id among equals. Of somebody whose faces are
    all ignored it is the best of these.

    Args:
        library: The library.
        people: Ids.

    Returns:
        Face id by person id; people without faces are left out.
    """
    with library.read() as session:
        rows = fetch(session, _COVERS, (json.dumps(list(people)),))
    return {person: face for person, face in rows if face is not None}
