"""All faces of a library by how much they look like one face, which need not be in the library.

The faces are kept in memory, so that one search after the other takes a moment; `app.search.image` looks
once, for the command line. Nothing that is found in an outside picture is stored.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from app.library.embeddings import EmbeddedFaces, load_embeddings
from app.search.places import model_of
from app.search.rows import fetch
from engine.calibration import Calibration
from engine.crops import MOST_SIDE
from engine.embedding import PackedVectors, pack, unpack
from engine.models import ModelCard
from engine.pictures import THUMBNAIL_SIDES, face_jpeg, make_thumbnails
from engine.recognition import rank_people

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from engine.analysis import Analyser

#: Least similarity of a face that is shown.
LEAST_SHOWN: Final = 0.2

#: Whoever has a name has a key, and the keys have an index.
_PEOPLE: Final = """
SELECT id, name, ignored_at IS NOT NULL FROM person
WHERE id IN (SELECT value FROM json_each(?)) OR name_key >= ''
"""


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The faces of a library that are similar enough to one face, best first, and the people it may be.

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
        people_nearest: (m,) int64 `Face.id` of their most similar face, which need not be among `face_ids`.
        compared: How many faces it was compared with.
    """

    face_ids: NDArray[np.int64]
    photo_ids: NDArray[np.int64]
    person_ids: NDArray[np.int64]
    similarity: NDArray[np.float32]
    people: NDArray[np.int64]
    people_similarity: NDArray[np.float32]
    people_probability: NDArray[np.float32]
    people_nearest: NDArray[np.int64]
    compared: int

    def __len__(self) -> int:
        return len(self.face_ids)

    def at_least(self, similarity: float) -> int:
        """Return how many of the faces are at least so similar; they are the first ones."""
        return int(np.searchsorted(-self.similarity, -similarity, side="right"))


class FaceIndex:
    """The faces of a library that are not ignored one by one, ready to be compared with.

    Takes about 160 bytes a face for 128 dimensions. May be used from many threads at once.
    """

    def __init__(self, card: ModelCard, faces: EmbeddedFaces) -> None:
        """Sort the faces by person.

        Args:
            card: Of the recogniser that embedded them.
            faces: Those of a library.

        Raises:
            ValueError: The card is not a recogniser's.
        """
        self._calibration = Calibration.of(card)
        shown = np.flatnonzero(~faces.ignored)
        ids = faces.face_ids, faces.photo_ids, faces.person_ids
        #: (n, 3) of face, photo and person side by side: those of a face are read from memory at one time.
        self._ids = np.stack([column[shown] for column in ids], axis=1)
        people = self._ids[:, 2]
        rows = np.argsort(people, kind="stable")
        self._vectors = PackedVectors(faces.vectors[shown[rows]])
        #: Where each row is among the ids; so of equally similar faces the lower place has the lower id.
        self._places = rows.astype(np.uint32)
        known, starts = np.unique(people[rows], return_index=True)
        self._known, self._starts = known[known > 0], starts[known > 0]
        self._ends = np.append(self._starts[1:], len(rows))

    @classmethod
    def load(cls, session: Session, card: ModelCard) -> Self:
        """Read the faces of a library.

        Args:
            session: A session.
            card: Of the recogniser whose embeddings are meant.

        Raises:
            ValueError: The card is not a recogniser's.
        """
        return cls(card, load_embeddings(session, model_of(session, card)))

    def __len__(self) -> int:
        return len(self._ids)

    def vector(self, face: int) -> NDArray[np.float32] | None:
        """Return the embedding (d,) of a face of the library; None where it has none, or is ignored."""
        row = self._row(face)
        if row is None:
            return None
        vector: NDArray[np.float32] = unpack(self._vectors.vectors[row])
        return vector

    def rank(
        self,
        probe: NDArray[np.float32],
        *,
        without: int = 0,
        least: float = LEAST_SHOWN,
        most_faces: int | None = None,
        most_people: int = 12,
    ) -> Ranking:
        """Compare a face with all faces of the library.

        Args:
            probe: (d,) float32 unit vector; it is packed as those of the library are.
            without: A face of the library (`Face.id`) to leave out, as the one that is looked for itself.
            least: Least similarity of the faces to be listed, -1 to 1. People are ranked by all their faces.
            most_faces: Faces at most.
            most_people: People at most.

        Raises:
            ValueError: The probe has another number of dimensions.
        """
        similarity = self._vectors.cosines(pack(probe))
        left_out = self._row(without)
        if left_out is not None:
            similarity[left_out] = -np.inf
        places, listed = self._falling(similarity, least, most_faces)
        ranked = rank_people(similarity, self._starts, most=most_people)
        # Indexing does the same in three times the time.
        faces, photos, people = self._ids.take(places, axis=0).T
        return Ranking(
            face_ids=faces,
            photo_ids=photos,
            person_ids=people,
            similarity=listed,
            people=self._known[ranked.people],
            people_similarity=ranked.similarity,
            people_probability=self._probability(similarity, ranked.people),
            people_nearest=self._ids[self._places[ranked.nearest], 0],
            compared=len(self) - (left_out is not None),
        )

    def _row(self, face: int) -> int | None:
        # As numpy searches, the column would be copied first.
        place = bisect_left(self._ids[:, 0], face)
        if place == len(self) or self._ids[place, 0] != face:
            return None
        return int(np.flatnonzero(self._places == place)[0])

    def _falling(
        self, similarity: NDArray[np.float32], least: float, most: int | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the places and similarities of the most similar faces, best first, then by place."""
        if most is not None and 0 < most < len(similarity):
            least = max(least, float(np.partition(similarity, -most)[-most]))
        rows = np.flatnonzero(similarity >= least)
        # One number a face, similarity above and place below: sorting those is ten times as fast as an order.
        keys = (~_turned(similarity[rows].view(np.int32))).astype(np.int64) << 32 | self._places[rows]
        keys.sort()
        keys = keys[:most]
        return keys & 0xFFFFFFFF, _turned(~(keys >> 32).astype(np.int32)).view(np.float32)

    def _probability(self, similarity: NDArray[np.float32], people: NDArray[np.int64]) -> NDArray[np.float32]:
        theirs = [similarity[self._starts[person] : self._ends[person]] for person in people]
        counting = [values[values > -np.inf] for values in theirs]
        means = np.array([values.mean(dtype=np.float64) for values in counting])
        return self._calibration.probability(means, sizes=(1, [len(values) for values in counting]))


def _turned(bits: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the bits of floats as integers in the same order, or such integers as the bits of floats."""
    return bits ^ (bits >> 31 & 0x7FFFFFFF)


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
    """Return what is known of some people and groups, and of everybody who has a name, by `Person.id`.

    Those that are no more are left out.
    """
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
