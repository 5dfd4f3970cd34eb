"""Who is in a photo that need not be in the library: every face in it, with likely people and faces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.library.store import Library
from app.search.places import FacePlace, face_places
from app.search.similar import FaceIndex, Ranking, known_people
from engine.embedding import d2_from_cosine

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from engine.analysis import Analyser


@dataclass(frozen=True, slots=True)
class RankedPerson:
    """A person or group that a face may be.

    Attributes:
        person_id: `Person.id`.
        name: None for a group.
        ignored: The user does not want to see this person or group.
        similarity: Cosine, the mean over their most similar faces (`engine.recognition.BEST_FACES`).
        d2: 2 - 2 `similarity`, squared L2 distance.
        same_person: The similarity reaches the recogniser's threshold for one person.
        nearest_face_id: Their most similar face.
    """

    person_id: int
    name: str | None
    ignored: bool
    similarity: float
    d2: float
    same_person: bool
    nearest_face_id: int


@dataclass(frozen=True, slots=True)
class SimilarFace:
    """A face of the library that looks like a face of the photo.

    Attributes:
        face_id: `Face.id`.
        place: Where it is, and to whom it belongs.
        similarity: Cosine, -1 to 1.
        d2: 2 - 2 `similarity`, squared L2 distance.
        same_person: The similarity reaches the recogniser's threshold for one person.
    """

    face_id: int
    place: FacePlace
    similarity: float
    d2: float
    same_person: bool


@dataclass(frozen=True, slots=True)
class FoundFace:
    """One face of the photo.

    Attributes:
        box: Left, top, width and height, in pixels of the upright photo at full size.
        score: Of the detector, 0 to 1.
        quality: 0 to 1 (`engine.quality`).
        people: Most similar first, with and without names.
        faces: Most similar first, also of nobody.
    """

    box: tuple[float, float, float, float]
    score: float
    quality: float
    people: tuple[RankedPerson, ...]
    faces: tuple[SimilarFace, ...]


def find_in_image(
    library: Library,
    analyser: Analyser,
    data: bytes,
    name: str,
    *,
    most_people: int = 5,
    most_faces: int = 20,
) -> list[FoundFace]:
    """Find every face of a photo, and who in the library it may be. Nothing is stored.

    Faces that the user ignored one by one are not compared with; ignored people are, and are marked.

    Args:
        library: The library.
        analyser: With the recogniser whose embeddings the library has.
        data: The bytes of the photo's file.
        name: What to call it in messages.
        most_people: People for each face, at most.
        most_faces: Faces of the library for each face, at most.

    Returns:
        The photo's faces, best score first.

    Raises:
        ImageError: The photo cannot be decoded.
        ValueError: The analyser's card is not a recogniser's.
    """
    card = analyser.embedder.card
    if card.recognition is None:
        raise ValueError(f"{card.name} is not a recogniser")
    threshold = card.recognition.same_person
    analysed = analyser.analyse(data, name=name)
    with library.read() as session:
        index = FaceIndex.load(session, card)
        found = []
        for at, probe in enumerate(analysed.embeddings):
            left, top, width, height = analysed.faces.boxes[at].tolist()
            ranking = index.rank(probe, least=-1, most_faces=most_faces, most_people=most_people)
            found.append(
                FoundFace(
                    box=(left, top, width, height),
                    score=float(analysed.faces.scores[at]),
                    quality=float(analysed.quality[at]),
                    people=_ranked_people(session, ranking, threshold),
                    faces=_similar_faces(session, ranking, threshold),
                )
            )
        return found


def _ranked_people(session: Session, ranking: Ranking, threshold: float) -> tuple[RankedPerson, ...]:
    known = known_people(session, ranking.people)
    return tuple(
        RankedPerson(
            person_id=person,
            name=known[person].name,
            ignored=known[person].ignored,
            similarity=similarity,
            d2=d2_from_cosine(similarity),
            same_person=similarity >= threshold,
            nearest_face_id=face,
        )
        for person, similarity, face in zip(
            ranking.people.tolist(),
            ranking.people_similarity.tolist(),
            ranking.people_nearest.tolist(),
            strict=True,
        )
    )


def _similar_faces(session: Session, ranking: Ranking, threshold: float) -> tuple[SimilarFace, ...]:
    ids = ranking.face_ids.tolist()
    places = face_places(session, ids)
    return tuple(
        SimilarFace(
            face_id=face,
            place=places[face],
            similarity=similarity,
            d2=d2_from_cosine(similarity),
            same_person=similarity >= threshold,
        )
        for face, similarity in zip(ids, ranking.similarity.tolist(), strict=True)
    )
