"""Writing the confirmed faces of a library into a folder, aligned and labelled, to train a recogniser on.

The folder is all that the trainer gets of a library: `crops/000001.jpg` and so on, `faces.csv` with a line
for each, and `training-set.toml`, which says how they were made (`docs/library.md`). Photos are only read.
That the folder becomes whole or not at all is the business of `app.search.training_folder`.
"""

from __future__ import annotations

import csv
import hashlib
import itertools
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from app.library.store import Library
from app.library.tables import Face, Person, Photo, Root
from app.operations.changes import OperationError
from app.search.outside import SkippedPhoto
from app.search.training_folder import CROPS, DESCRIPTION, FACES, folder_made_whole
from engine.alignment import align
from engine.image import ImageError, decode, hash_file, read_bytes
from engine.image.encoding import to_jpeg
from engine.models import ModelCard
from engine.video import DEFAULT_VIDEO_LIMITS, Video, is_video

#: Of the format of the folder.
VERSION: Final = 1
#: Pixels around the region that the recogniser looks at, so that crops can be moved and turned in training.
MARGIN: Final = 16
#: A person with fewer faces is left out: nothing can be learnt of what stays the same in them.
LEAST_FACES: Final = 2
#: There must be so many people to tell apart.
LEAST_PEOPLE: Final = 2

_COLUMNS: Final = (
    "file",
    "person",
    "name",
    "family",
    "photo",
    "x",
    "y",
    "width",
    "height",
    "confirmed",
)
_QUALITY: Final = 95
#: Photos decoded at one time, each of them in full: two of 50 megapixels take 0.7 GB.
_AT_ONCE: Final = 2
#: Photos asked for before the first is done, so that nobody waits.
_AHEAD: Final = 8


@dataclass(frozen=True, slots=True)
class TrainingSetReport:
    """What was written.

    Attributes:
        folder: Absolute path of the folder.
        faces: How many faces it has.
        people: Of how many people.
        photos: From how many photos.
        too_few: People with confirmed faces, but too few to be of use: name, or number where there is none.
        without_landmarks: Confirmed faces left out because nobody knows where their eyes are: drawn where
            none were found, or of an earlier version of a photo.
        skipped: Photos that could not be read, or are not as the library knows them.
    """

    folder: Path
    faces: int
    people: int
    photos: int
    too_few: tuple[str, ...]
    without_landmarks: int
    skipped: tuple[SkippedPhoto, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Confirmed:
    """A confirmed face: its landmarks are (5, 2) float32 in the frame of its box; in a video at a moment."""

    person_id: int
    name: str | None
    box: tuple[float, float, float, float]
    landmarks: NDArray[np.float32]
    confirmed: str
    at_ms: int | None


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """One picture: the files that have this very content, the lowest photo's id, and the faces in it."""

    photo_id: int
    sha256: bytes
    files: tuple[Path, ...]
    faces: tuple[_Confirmed, ...]

    def of(self, people: set[int]) -> _Source:
        """Return it with the faces of some people alone."""
        return replace(self, faces=tuple(face for face in self.faces if face.person_id in people))


def export_training_set(
    library: Library,
    *,
    folder: Path | str,
    card: ModelCard,
    names: bool = True,
    over_former: bool = False,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> TrainingSetReport:
    """Write every confirmed face, cut out of its photo for a recogniser, with whose it is.

    Left out are ignored faces and people, and people with fewer than `LEAST_FACES`. A picture that is there
    several times counts once. Crops are cut from the photo decoded at full size; their middle is what the
    recogniser would look at.

    Args:
        library: The library.
        folder: Is made, or must be empty.
        card: Of the recogniser whose template is meant; it need not have embedded the faces.
        names: Whether the names go along; people have a number in any case.
        over_former: Whether an earlier training set in the folder is replaced.
        on_progress: Told in this thread how many photos of how many are done. May raise to cancel; the folder
            is then as before.

    Raises:
        OperationError: Too few faces are confirmed, or can be read; the folder has something else in it, or
            lies in a watched one; or the recogniser looks at no square.
        ValueError: The card is not a recogniser's.
        OSError: The folder cannot be written.
    """
    template, size = _frame(card)
    sources, without_landmarks = _confirmed_faces(library)
    everybody = {face.person_id: face.name for source in sources for face in source.faces}
    kept = _enough(face for source in sources for face in source.faces)
    _require_people(kept)
    skipped: list[SkippedPhoto] = []
    rows: list[tuple[str, int, _Confirmed]] = []
    with folder_made_whole(library, Path(folder), over_former=over_former) as made:
        crops = made.staging / CROPS
        crops.mkdir()
        wanted = [of_them for source in sources if (of_them := source.of(kept)).faces]
        on_progress(0, len(wanted))
        for done, (source, result) in enumerate(_cut_all(wanted, template, size), 1):
            if isinstance(result, SkippedPhoto):
                skipped.append(result)
            else:
                for face, jpeg in zip(source.faces, result, strict=True):
                    file = f"{len(rows) + 1:06}.jpg"
                    (crops / file).write_bytes(jpeg)
                    rows.append((f"{CROPS}/{file}", source.photo_id, face))
            on_progress(done, len(wanted))
        # Photos that could not be read may have left somebody with too few.
        kept = _enough(face for _, _, face in rows)
        _require_people(kept, skipped)
        for file, _, face in rows:
            if face.person_id not in kept:
                (made.staging / file).unlink()
        rows = [row for row in rows if row[2].person_id in kept]
        _write_faces(made.staging / FACES, rows, names=names)
        _write_description(made.staging / DESCRIPTION, card, size, faces=len(rows), people=len(kept))
    return TrainingSetReport(
        folder=made.target,
        faces=len(rows),
        people=len(kept),
        photos=len({photo for _, photo, _ in rows}),
        too_few=tuple(everybody[person] or str(person) for person in sorted(set(everybody) - kept)),
        without_landmarks=without_landmarks,
        skipped=tuple(skipped),
    )


def _frame(card: ModelCard) -> tuple[NDArray[np.float64], int]:
    """Return the template in pixels of a crop, (5, 2), and the side of a crop."""
    if card.recognition is None:
        raise ValueError(f"{card.name} is not a recogniser")
    if card.input.width != card.input.height:
        raise OperationError(
            f"The recogniser {card.name} looks at {card.input.width} x {card.input.height} pixels, but the "
            "crops of a training set are square. Choose another one with: familiar models select NAME"
        )
    return card.recognition.template + MARGIN, card.input.width + 2 * MARGIN


def _confirmed_faces(library: Library) -> tuple[list[_Source], int]:
    """Return the pictures with confirmed faces, by photo, and how many faces lack landmarks."""
    statement = (
        # Columns: whole rows of a hundred thousand faces and their photos would take hundreds of megabytes.
        select(
            *(Face.landmarks, Face.x, Face.y, Face.width, Face.height, Face.confirmed_at, Face.at_ms),
            *(Photo.id, Photo.sha256, Root.path, Photo.path, Person.id, Person.name),
        )
        .join(Photo, Face.photo_id == Photo.id)
        .join(Root, Photo.root_id == Root.id)
        .join(Person, Face.person_id == Person.id)
        .where(Face.confirmed_at.is_not(None), Face.ignored_at.is_(None), Person.ignored_at.is_(None))
        .order_by(Photo.id, Face.id)
    )
    without_landmarks = 0
    ids: dict[bytes, int] = {}
    files: dict[bytes, dict[Path, None]] = {}
    # Copies of a photo have the same faces in the same places.
    faces: dict[bytes, dict[tuple[float, ...], _Confirmed]] = {}
    with library.read() as session:
        for landmarks, x, y, width, height, when, at_ms, *of in session.execute(statement):
            photo, sha256, root, path, person, name = of
            if landmarks is None or sha256 is None or when is None:
                without_landmarks += 1
                continue
            box = (x, y, width, height)
            points = np.frombuffer(landmarks, "<f4").astype(np.float32).reshape(5, 2)
            one = _Confirmed(person, name, box, points, when.isoformat(), at_ms)
            ids.setdefault(sha256, photo)
            files.setdefault(sha256, {})[Path(root, path)] = None
            faces.setdefault(sha256, {}).setdefault((person, at_ms or 0, *box), one)
    found = [
        _Source(photo, sha256, tuple(files[sha256]), tuple(faces[sha256].values()))
        for sha256, photo in ids.items()
    ]
    return found, without_landmarks


def _enough(faces: Iterable[_Confirmed]) -> set[int]:
    """Return the people with faces enough."""
    counts = Counter(face.person_id for face in faces)
    return {person for person, count in counts.items() if count >= LEAST_FACES}


def _require_people(kept: set[int], skipped: list[SkippedPhoto] | None = None) -> None:
    if len(kept) >= LEAST_PEOPLE:
        return
    there = "only one person has" if kept else "nobody has"
    why = f" Photos that could not be read: {len(skipped)}; the first: {skipped[0].reason}" if skipped else ""
    raise OperationError(
        f"A training set needs {LEAST_PEOPLE} people with {LEAST_FACES} confirmed faces each, and {there} as "
        f"many.{why} Confirm more with: familiar name GROUP NAME, familiar confirm PERSON, or familiar review"
    )


def _cut_all(
    sources: list[_Source], template: NDArray[np.float64], size: int
) -> Iterator[tuple[_Source, list[bytes] | SkippedPhoto]]:
    """Give the crops of every picture in this order, or why there are none; a few are made ahead."""
    waiting: deque[tuple[_Source, Future[list[bytes] | SkippedPhoto]]] = deque()
    pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="training-set")
    try:
        rest = iter(sources)
        for source in itertools.islice(rest, _AHEAD):
            waiting.append((source, pool.submit(_cut, source, template, size)))
        while waiting:
            source, result = waiting.popleft()
            yield source, result.result()
            for following in itertools.islice(rest, 1):
                waiting.append((following, pool.submit(_cut, following, template, size)))
    finally:
        pool.shutdown(cancel_futures=True)


def _cut(source: _Source, template: NDArray[np.float64], size: int) -> list[bytes] | SkippedPhoto:
    """Return the crop of each face as a JPEG, or why the picture is of no use."""
    reasons: list[SkippedPhoto] = []
    for file in source.files:
        try:
            # A video may be larger than memory.
            data = b"" if is_video(file) else read_bytes(file)
            sha256 = hashlib.sha256(data).digest() if data else hash_file(file, DEFAULT_VIDEO_LIMITS.file)
            if sha256 != source.sha256:
                reason = f"{file} has changed since it was looked at. Run this first: familiar index"
                reasons.append(SkippedPhoto(file, reason))
                continue
            pictures = _pictures(file, data, source.faces)
            crops = [
                align(picture, face.landmarks, template, width=size, height=size)
                for picture, face in zip(pictures, source.faces, strict=True)
            ]
        except ImageError as error:
            reasons.append(SkippedPhoto(file, error.sentence))
        except ValueError as error:
            reasons.append(SkippedPhoto(file, f"{file} has a face that cannot be aligned ({error})."))
        else:
            return [to_jpeg(crop, quality=_QUALITY, full_colour=True) for crop in crops]
    return reasons[0]


def _pictures(file: Path, data: bytes, faces: tuple[_Confirmed, ...]) -> Iterator[NDArray[np.uint8]]:
    """Give the picture that each face is in, at full size: the photo, or a frame of a video.

    Raises:
        ImageError: It cannot be decoded.
    """
    if data:
        photo = decode(data, name=str(file)).pixels
        yield from itertools.repeat(photo, len(faces))
        return
    with Video.open(file) as video:
        for face in faces:
            yield video.at(face.at_ms or 0).pixels


def _write_faces(file: Path, rows: list[tuple[str, int, _Confirmed]], *, names: bool) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_COLUMNS)
        for crop, photo, face in rows:
            name = (face.name or "") if names else ""
            box = [f"{value:.2f}" for value in face.box]
            writer.writerow([crop, face.person_id, name, "", photo, *box, face.confirmed])
        stream.flush()
        os.fsync(stream.fileno())


def _write_description(file: Path, card: ModelCard, size: int, *, faces: int, people: int) -> None:
    # The name of a model has no character that TOML would have escaped.
    file.write_text(
        f'version = {VERSION}\nsize = {size}\nmargin = {MARGIN}\nmodel = "{card.name}"\n'
        f"faces = {faces}\npeople = {people}\n",
        encoding="utf-8",
    )
