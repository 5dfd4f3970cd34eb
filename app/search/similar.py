"""All faces of a library by how much they look like one face, which need not be in the library.

The faces are kept in memory, so that one search after the other takes a moment; `app.search.image` looks
once, for the command line. Nothing that is found in an outside picture is stored.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.library.embeddings import load_embeddings
from app.search.places import model_of
from app.search.rows import fetch
from engine.calibration import Calibration
from engine.crops import MOST_SIDE
from engine.embedding import unpack
from engine.models import ModelCard
from engine.pictures import THUMBNAIL_SIDES, face_jpeg, make_thumbnails
from engine.recognition import recognise

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from engine.analysis import Analyser

#: Embeddings compared at one time; as float32 they stay in the processor's cache.
_CHUNK: Final = 8192
_PEOPLE: Final = """
SELECT id, name, ignored_at IS NOT NULL FROM person WHERE id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The faces of a library, those most like one face first, and the people it may be.

    Attributes:
        face_ids: (n,) int64, `Face.id`; of equal similarity the lower id first.
        photo_ids: (n,) int64, `Photo.id`.
        person_ids: (n,) int64, whose each is; 0 for nobody's.
        similarity: (n,) float32 cosine, -1 to 1, falling.
        people: (m,) int64 `Person.id`, most similar first, groups and ignored people included.
        people_similarity: (m,) float32 cosine, the mean over their most similar faces
            (`engine.recognition.BEST_FACES`).
        people_probability: (m,) float32, 0 to 1: that it is they, by the mean over all of their faces
            (`engine.calibration`), where nothing else is known.
    """

    face_ids: NDArray[np.int64]
    photo_ids: NDArray[np.int64]
    person_ids: NDArray[np.int64]
    similarity: NDArray[np.float32]
    people: NDArray[np.int64]
    people_similarity: NDArray[np.float32]
    people_probability: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.face_ids)

    def at_least(self, similarity: float) -> int:
        """Return how many faces are at least so similar; they are the first ones."""
        return int(np.searchsorted(-self.similarity, -similarity, side="right"))


class FaceIndex:
    """The faces of a library that are not ignored one by one, ready to be compared with.

    Takes about 160 bytes a face for 128 dimensions. May be used from many threads at once.
    """

    def __init__(
        self,
        card: ModelCard,
        face_ids: NDArray[np.int64],
        photo_ids: NDArray[np.int64],
        person_ids: NDArray[np.int64],
        vectors: NDArray[np.int8],
    ) -> None:
        self._calibration = Calibration.of(card)
        self._faces, self._photos, self._people, self._vectors = face_ids, photo_ids, person_ids, vectors
        self._shorten = np.ones(len(vectors), np.float32)
        for part in self._parts():
            lengths = np.linalg.norm(vectors[part].astype(np.float32), axis=1)
            self._shorten[part] = 1 / lengths

    @classmethod
    def load(cls, session: Session, card: ModelCard) -> Self:
        """Read the faces of a library.

        Args:
            session: A session.
            card: Of the recogniser whose embeddings are meant.

        Raises:
            ValueError: The card is not a recogniser's.
        """
        found = load_embeddings(session, model_of(session, card))
        shown = np.flatnonzero(~found.ignored)
        return cls(
            card, found.face_ids[shown], found.photo_ids[shown], found.person_ids[shown], found.vectors[shown]
        )

    def __len__(self) -> int:
        return len(self._faces)

    def vector(self, face: int) -> NDArray[np.float32] | None:
        """Return the embedding (d,) of a face of the library; None where it has none, or is ignored."""
        at = int(np.searchsorted(self._faces, face))
        if at == len(self._faces) or self._faces[at] != face:
            return None
        vector: NDArray[np.float32] = unpack(self._vectors[at])
        return vector

    def rank(self, probe: NDArray[np.float32], *, without: int = 0, most_people: int = 12) -> Ranking:
        """Compare a face with all faces of the library, in one pass.

        Args:
            probe: (d,) float32 unit vector.
            without: A face of the library (`Face.id`) to leave out, as the one that is looked for itself.
            most_people: People at most.

        Raises:
            ValueError: The probe has another number of dimensions.
        """
        if len(self) and probe.shape != self._vectors.shape[1:]:
            raise ValueError(f"embeddings have shape {self._vectors.shape[1:]}, not {probe.shape}")
        similarity = np.empty(len(self), np.float32)
        for part in self._parts():
            np.matmul(self._vectors[part].astype(np.float32), probe, out=similarity[part])
        np.clip(similarity * self._shorten, -1, 1, out=similarity)
        order = np.argsort(-similarity, kind="stable")
        order = order[self._faces[order] != without]
        people = self._people[order]
        belonging = order[people > 0]
        owners, theirs = self._people[belonging], similarity[belonging]
        # As if each face were one number and the probe were 1, similarities stay what they are.
        ranked = recognise(np.ones(1, np.float32), theirs[:, None], owners, most=most_people)
        return Ranking(
            face_ids=self._faces[order],
            photo_ids=self._photos[order],
            person_ids=people,
            similarity=similarity[order],
            people=ranked.people,
            people_similarity=ranked.similarity,
            people_probability=self._probability(ranked.people, owners, theirs),
        )

    def _probability(
        self, people: NDArray[np.int64], owners: NDArray[np.int64], similarity: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        order = np.argsort(people)
        places = np.searchsorted(people[order], owners)
        places[places == len(people)] = 0
        counted = people[order][places] == owners if len(people) else np.zeros(0, np.bool_)
        counts = np.bincount(places[counted], minlength=len(people))
        sums = np.bincount(places[counted], weights=similarity[counted], minlength=len(people))
        found = np.empty(len(people), np.float32)
        found[order] = self._calibration.probability(sums / np.maximum(counts, 1), sizes=(1, counts))
        return found

    def _parts(self) -> list[slice]:
        return [slice(start, start + _CHUNK) for start in range(0, len(self._faces), _CHUNK)]


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody that a face may be.

    Attributes:
        name: None for a group.
        ignored: The user does not want to see them.
    """

    name: str | None
    ignored: bool


def known_people(session: Session, people: NDArray[np.int64]) -> dict[int, KnownPerson]:
    """Return what is known of some people and groups, by `Person.id`; those that are no more are left out."""
    rows = fetch(session, _PEOPLE, (json.dumps(people.tolist()),))
    return {person: KnownPerson(name, bool(ignored)) for person, name, ignored in rows}


@dataclass(frozen=True, slots=True, eq=False)
class OutsidePicture:
    """A picture that need not be in the library, and the faces in it.

    Attributes:
        name: What to call it.
        jpeg: The picture, upright, its longer side no more than the last of
            `engine.pictures.THUMBNAIL_SIDES`.
        size: Width and height of the upright picture at full size, pixels.
        boxes: (n, 4) float32: left, top, width, height in pixels of the upright picture at full size, from
            left to right.
        embeddings: (n, d) float32 unit vectors.
        faces: n square pictures of the faces, as JPEGs.
    """

    name: str
    jpeg: bytes
    size: tuple[int, int]
    boxes: NDArray[np.float32]
    embeddings: NDArray[np.float32]
    faces: tuple[bytes, ...]


def look_into(analyser: Analyser, data: bytes, name: str) -> OutsidePicture:
    """Find every face of a picture. Nothing is stored.

    Args:
        analyser: With the recogniser whose embeddings are to be compared with.
        data: The bytes of the picture's file.
        name: What to call it in messages.

    Raises:
        ImageError: The picture cannot be decoded.
    """
    side = THUMBNAIL_SIDES[-1]
    jpeg = make_thumbnails(data, name=name, sides=[side])[side]
    found = analyser.analyse(data, name=name)
    boxes = np.asarray(found.faces.boxes, np.float32).reshape(-1, 4)
    order = np.argsort(boxes[:, 0] + boxes[:, 2] / 2, kind="stable")
    return OutsidePicture(
        name=name,
        jpeg=jpeg,
        size=(found.width, found.height),
        boxes=boxes[order],
        embeddings=found.embeddings[order],
        faces=tuple(face_jpeg(found.crops[at], MOST_SIDE) for at in order.tolist()),
    )
