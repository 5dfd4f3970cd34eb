"""What a photo passes on to a file of the same content: faces, embeddings, and what the user said of it.

Otherwise a rejected or deleted face could come back through a copy of its photo, and a photo that is moved
by copying it and then deleting the original would lose its confirmations. Which photo is a copy of which is
found out in `app.indexing.planning`.
"""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.library.tables import Embedding, Erasure, Face, Mention, Photo, Region, Rejection, Sighting
from app.operations.forgotten import pass_on_forgotten

#: What a copy of a face has of it, besides the person it is confirmed to be.
_SAME = "x y width height landmarks detector_score quality source confirmed_at ignored_at at_ms".split()


def copy_faces(session: Session, original: Photo, copy: Photo) -> dict[int, int]:
    """Give a new photo the faces and erasures of another one of the same content, and who is in it.

    A face that the user drew is passed on where it is confirmed. A face without landmarks is not: it may be
    left of an earlier version of the photo. What the file itself says is passed on, what the sidecar of the
    other one says is not.

    Args:
        session: A writing session.
        original: The photo that was looked at.
        copy: A photo without faces.

    Returns:
        The ids of the copies by those of the faces that they are copies of.
    """
    wanted = or_(Face.source != "drawn", Face.confirmed_at.is_not(None))
    originals = session.scalars(
        select(Face)
        .where(Face.photo_id == original.id, Face.landmarks.is_not(None), wanted)
        .order_by(Face.id)
    ).all()
    copies = [
        Face(
            photo_id=copy.id,
            person_id=None if face.confirmed_at is None else face.person_id,
            **{name: getattr(face, name) for name in _SAME},
        )
        for face in originals
    ]
    session.add_all(copies)
    session.flush()
    copy_ids = {face.id: twin.id for face, twin in zip(originals, copies, strict=True)}
    embeddings = session.scalars(select(Embedding).where(Embedding.face_id.in_(copy_ids))).all()
    session.add_all(
        Embedding(face_id=copy_ids[known.face_id], model_id=known.model_id, vector=known.vector)
        for known in embeddings
    )
    sightings = session.scalars(select(Sighting).where(Sighting.face_id.in_(copy_ids)).order_by(Sighting.id))
    session.add_all(
        Sighting(
            face_id=copy_ids[seen.face_id],
            at_ms=seen.at_ms,
            x=seen.x,
            y=seen.y,
            width=seen.width,
            height=seen.height,
        )
        for seen in sightings.all()
    )
    rejections = session.execute(
        select(Rejection.face_id, Rejection.person_id, Rejection.created_at).where(
            Rejection.face_id.in_(copy_ids)
        )
    )
    session.add_all(
        Rejection(face_id=copy_ids[face], person_id=person, created_at=moment)
        for face, person, moment in rejections
        if face is not None
    )
    erasures = session.scalars(
        select(Erasure).where(Erasure.photo_id == original.id).order_by(Erasure.id)
    ).all()
    session.add_all(
        Erasure(
            photo_id=copy.id,
            x=erased.x,
            y=erased.y,
            width=erased.width,
            height=erased.height,
            created_at=erased.created_at,
            at_ms=erased.at_ms,
        )
        for erased in erasures
    )
    pass_on_forgotten(session.connection(), original.id, copy.id)
    mentions = session.execute(
        select(Mention.person_id, Mention.created_at).where(Mention.photo_id == original.id)
    )
    session.add_all(
        Mention(photo_id=copy.id, person_id=person, created_at=moment) for person, moment in mentions.all()
    )
    said = select(Region).where(Region.photo_id == original.id, Region.source == "file")
    session.add_all(
        Region(
            photo_id=copy.id,
            source="file",
            name=region.name,
            x=region.x,
            y=region.y,
            width=region.width,
            height=region.height,
            adopted_at=region.adopted_at,
        )
        for region in session.scalars(said.order_by(Region.id))
    )
    return copy_ids
