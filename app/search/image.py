"""Who is in a photo that need not be in the library: every face in it, with likely people and faces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.library.embeddings import EmbeddedFaces, load_embeddings
from app.library.store import Library
from app.library.tables import Person
from app.search.places import FacePlace, face_places, model_of
from engine.embedding import d2_from_cosine, unpack
from engine.neighbours import nearest
from engine.recognition import Candidates, recognise

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
    """
    analysed = analyser.analyse(data, name=name)
    with library.read() as session:
        index = _Index(session, analyser)
        probes = analysed.embeddings
        neighbours, similarity = nearest(probes, index.vectors, most_faces)
        found = []
        for at, probe in enumerate(probes):
            left, top, width, height = analysed.faces.boxes[at].tolist()
            shown = neighbours[at] >= 0
            found.append(
                FoundFace(
                    box=(left, top, width, height),
                    score=float(analysed.faces.scores[at]),
                    quality=float(analysed.quality[at]),
                    people=index.rank_people(probe, most_people),
                    faces=index.describe_faces(neighbours[at][shown], similarity[at][shown]),
                )
            )
        return found


class _Index:
    """The library's faces, ready to be compared with."""

    def __init__(self, session: Session, analyser: Analyser) -> None:
        card = analyser.embedder.card
        if card.recognition is None:
            raise ValueError(f"{card.name} is not a recogniser")
        self._session = session
        self._threshold = card.recognition.same_person
        faces: EmbeddedFaces = load_embeddings(session, model_of(session, card))
        shown = np.flatnonzero(~faces.ignored)
        # Faces of somebody come first, so that the gallery of people is a part of the vectors and no copy.
        nobodys = faces.person_ids[shown] == 0
        shown = shown[np.argsort(nobodys, kind="stable")]
        belonging = len(shown) - np.count_nonzero(nobodys)
        self._ids, self._people = faces.face_ids[shown], faces.person_ids[shown][:belonging]
        self.vectors = unpack(faces.vectors[shown]).reshape(-1, analyser.embedder.size)
        self._gallery = self.vectors[:belonging]

    def rank_people(self, probe: NDArray[np.float32], most: int) -> tuple[RankedPerson, ...]:
        ranked: Candidates = recognise(probe, self._gallery, self._people, most=most)
        rows = self._session.execute(
            select(Person.id, Person.name, Person.ignored_at.is_not(None)).where(
                Person.id.in_(ranked.people.tolist())
            )
        )
        known = {person: (name, ignored) for person, name, ignored in rows}
        nearest_faces = self._ids[ranked.nearest]
        return tuple(
            RankedPerson(
                person_id=person,
                name=known[person][0],
                ignored=known[person][1],
                similarity=similarity,
                d2=d2_from_cosine(similarity),
                same_person=similarity >= self._threshold,
                nearest_face_id=face,
            )
            for person, similarity, face in zip(
                ranked.people.tolist(), ranked.similarity.tolist(), nearest_faces.tolist(), strict=True
            )
        )

    def describe_faces(
        self, index: NDArray[np.int64], similarities: NDArray[np.float32]
    ) -> tuple[SimilarFace, ...]:
        ids = self._ids[index].tolist()
        places = face_places(self._session, ids)
        return tuple(
            SimilarFace(
                face_id=face,
                place=places[face],
                similarity=similarity,
                d2=d2_from_cosine(similarity),
                same_person=similarity >= self._threshold,
            )
            for face, similarity in zip(ids, similarities.tolist(), strict=True)
        )
