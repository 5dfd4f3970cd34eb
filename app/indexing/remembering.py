"""Storing what files say of people, and faces where they say there is one; and taking it over in the end.

Reading is `app.indexing.words`. What a file said stays known (`Region`), so that names are taken over once
only: what the user undoes, rejects or deletes afterwards does not come back because a file is read again. A
name that vanishes from a file vanishes here as well, but what had become of it stays: the user has seen it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.indexing.cropping import CropKeeper
from app.indexing.words import Words
from app.library.boxes import SAME_BOX, overlaps
from app.library.settings import KEYWORDS_AS_PEOPLE, get_setting
from app.library.store import Library
from app.library.tables import Embedding, Face, Photo, Region, Setting, now
from app.metadata.exif import PhotoFacts
from app.metadata.people import NamedRegion, People
from app.operations.adopting import adopt_in
from app.operations.forgotten import ForgottenNames
from app.operations.history import perform
from app.operations.placing import boxes_of, meant
from app.operations.rows import IN_BULK, among
from app.operations.saying import Said, SaidPhotos, key_of, without_forgotten
from engine.embedding import pack

#: Boxes of one name that overlap more are what the file said before, rounded differently.
_SAME_WORDS: Final = 0.9
#: The row of `setting` that tells which keywords were people when names were read.
_READ_WITH: Final = "names.read_with"
#: Photos of one action: undoing it has to hold all that it changed in memory.
_PHOTOS: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Word:
    """A name, and where; None for somewhere."""

    source: str
    name: str
    place: tuple[float, float, float, float] | None


def note_rule(session: Session) -> None:
    """Have all names read again where other keywords are people than when they were read last.

    Args:
        session: A writing session.
    """
    rule = json.dumps(get_setting(session, KEYWORDS_AS_PEOPLE), ensure_ascii=False)
    known = session.get(Setting, _READ_WITH)
    if known is not None and known.value != rule:
        session.execute(update(Photo).values(sidecar_ns=None), execution_options=IN_BULK)
    session.merge(Setting(key=_READ_WITH, value=rule))


def remember(session: Session, photo: Photo, words: Words, sidecar_ns: int) -> None:
    """Note what a photo's file and sidecars say now, in place of what they said before.

    What they say of somebody whom the user forgot is left out.

    Args:
        session: A writing session.
        photo: Of it.
        words: What was read.
        sidecar_ns: When the newest sidecar had been changed before it was read; 0 where there was none.
    """
    photo.sidecar_ns = sidecar_ns
    rows: defaultdict[str, list[Region]] = defaultdict(list)
    for row in session.scalars(select(Region).where(Region.photo_id == photo.id).order_by(Region.id)):
        rows[row.name].append(row)
    before = {name: _Before(some) for name, some in rows.items()}
    for word in _words(words, photo.id, ForgottenNames.of(session)):
        known = before[word.name].take_same(word) if word.name in before else None
        if known is not None:
            known.source = word.source
            continue
        x, y, width, height = word.place or (None, None, None, None)
        session.add(
            Region(
                photo_id=photo.id,
                source=word.source,
                name=word.name,
                x=x,
                y=y,
                width=width,
                height=height,
            )
        )
    gone = [row.id for some in before.values() for row in some.left]
    if gone:
        session.execute(delete(Region).where(among(Region.id, gone)), execution_options=IN_BULK)
    session.flush()


def fill_facts(photo: Photo, facts: PhotoFacts) -> None:
    """Note those facts of a photo that are not known yet."""
    if photo.taken_at is None and facts.taken_at is not None:
        photo.taken_at, photo.taken_offset = facts.taken_at.isoformat(), facts.offset_minutes
    if photo.camera is None:
        photo.camera = facts.camera
    if photo.latitude is None:
        photo.latitude, photo.longitude = facts.latitude, facts.longitude


def _words(words: Words, photo_id: int, forgotten: ForgottenNames) -> Iterator[_Word]:
    """Give all words whose names can be names and whose boxes can be boxes."""
    for source, said in (("file", words.file), ("sidecar", words.sidecar)):
        people = without_forgotten(said, photo_id, forgotten)
        for region in people.regions:
            place = (region.left, region.top, region.width, region.height)
            if key_of(region.name) and np.isfinite(place).all() and region.width > 0 < region.height:
                yield _Word(source, region.name, place)
        for name in people.present:
            if key_of(name):
                yield _Word(source, name, None)


class _Before:
    """What was said of one name before. A file may say thousands, so boxes are compared all at once."""

    def __init__(self, rows: list[Region]) -> None:
        self._rows: list[Region | None] = list(rows)
        self._boxes = np.array([(row.x, row.y, row.width, row.height) for row in rows], np.float64)
        self._placeless = np.isnan(self._boxes[:, 0])

    @property
    def left(self) -> list[Region]:
        """What was not taken."""
        return [row for row in self._rows if row is not None]

    def take_same(self, word: _Word) -> Region | None:
        """Return the first that said the same, once."""
        if word.place is None:
            same = self._placeless
        else:
            # Without a place nothing overlaps: comparing with NaN is false.
            same = overlaps(self._boxes, np.array([word.place]))[:, 0] > _SAME_WORDS
        if not same.any():
            return None
        at = int(same.argmax())
        row, self._rows[at] = self._rows[at], None
        self._boxes[at], self._placeless[at] = np.nan, False
        return row


def add_seen(session: Session, photo: Photo, words: Words, *, recogniser_id: int, crops: CropKeeper) -> int:
    """Add the faces that were seen where the file says there is one, where there is none yet.

    Where the user deleted a box nothing is added. A face there that has no landmarks any more, because the
    photo changed, gets those that were seen now.

    Args:
        session: A writing session; the photo's other faces are stored.
        photo: Of it.
        words: What was read and seen.
        recogniser_id: `Model.id` of the recogniser that made the embeddings.
        crops: Takes the faces' crops.

    Returns:
        How many faces were added.
    """
    if not words.seen or photo.width is None or photo.height is None:
        return 0
    people = People(tuple(words.regions))
    (known,) = SaidPhotos(session, [Said(photo.id, people)]).by_id.values()
    free = boxes_of([region for region, face in known.placed() if face is None], photo.width, photo.height)
    faces = list(session.scalars(select(Face).where(Face.photo_id == photo.id).order_by(Face.id)))
    added = 0
    for seen in words.seen:
        box = np.array([seen.box], np.float64)
        there = overlaps(box, _boxes(faces))[0]
        face = faces[int(there.argmax())] if faces and there.max() > SAME_BOX else None
        if face is None and not meant(free, box):
            continue
        if face is not None and (face.landmarks is not None or face.source == "detected"):
            continue
        if face is None:
            face = Face(photo_id=photo.id, source="metadata")
            faces.append(face)
            session.add(face)
            added += 1
        face.x, face.y, face.width, face.height = seen.box
        face.landmarks = seen.landmarks.astype("<f4").tobytes()
        face.detector_score, face.quality = seen.score, seen.quality
        session.flush()
        vector = pack(seen.vector).tobytes()
        session.merge(Embedding(face_id=face.id, model_id=recogniser_id, vector=vector))
        crops.keep(face.id, seen.crop)
    session.flush()
    return added


def _boxes(faces: Iterable[Face]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([(face.x, face.y, face.width, face.height) for face in faces], np.float64).reshape(-1, 4)


def adopt_read(library: Library) -> int:
    """Take over every name that was read and is not taken over yet, in the order of the photos.

    One action, or several where there are very many; killed before, the next run does it.

    Args:
        library: The library.

    Returns:
        How many names were not known yet.
    """
    names = 0
    while True:
        with library.read() as session:
            pending = select(Region.photo_id).where(Region.adopted_at.is_(None)).distinct()
            photos = list(session.scalars(pending.order_by(Region.photo_id).limit(_PHOTOS)))
        if not photos:
            return names
        counts: list[int] = []
        perform(library, "import", partial(_adopt, photos=photos, counts=counts))
        names += sum(counts)


def _adopt(session: Session, *, photos: list[int], counts: list[int]) -> str:
    rows = session.execute(
        select(Region.photo_id, Region.name, Region.x, Region.y, Region.width, Region.height)
        .where(Region.adopted_at.is_(None), among(Region.photo_id, photos))
        .order_by(Region.photo_id, Region.id)
    )
    said = []
    for photo, name, *box in rows:
        place = [side for side in box if side is not None]
        people = People((NamedRegion(name, *place),)) if place else People((), (name,))
        said.append(Said(photo, people))
    names = adopt_in(session, said)
    counts.append(names)
    session.execute(
        update(Region)
        .where(Region.adopted_at.is_(None), among(Region.photo_id, photos))
        .values(adopted_at=now()),
        execution_options=IN_BULK,
    )
    return f"Read {names} name{'s' * (names != 1)} from photos"
