"""What is done to one photo apart from the library: read, hash, analyse, read names, embed.

Runs in many threads at once; whatever goes wrong with a photo becomes a result, never an exception. What
becomes of the results is decided in `app.indexing.planning` and written in `app.indexing.writing`.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from app.indexing.budget import PixelBudget, guess_pixels, guess_pixels_of_video
from app.indexing.walk import as_text
from app.indexing.words import Frame, Words, look_for_faces, read_words
from app.metadata.exif import PhotoFacts, read_facts
from app.metadata.xmp import KeywordRule
from app.metadata.xmp_facts import filled
from engine import image
from engine.crops import Crop
from engine.embedding import pack
from engine.image import ImageError, ImageProblem
from engine.image.signatures import recognise
from engine.video import DEFAULT_VIDEO_LIMITS, VideoFacts, can_read_videos, is_video
from engine.video.reading import StoppedError

if TYPE_CHECKING:
    # It loads the runtime of the networks.
    from engine.analysis import Analyser, PhotoFaces, Watched

_log = logging.getLogger(__name__)

#: The problem of a photo that a fault of Familiar's own kept from being looked at.
INTERNAL = "internal"
#: Bytes of a file's beginning from which its format is told.
_HEAD = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """A file as read: its bytes, none of a video, and the SHA-256 of all of them."""

    data: bytes
    sha256: bytes


@dataclass(frozen=True, slots=True)
class Vanished:
    """The file was there a moment ago, and is not now."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The run was asked to end in the middle of a video; the next one looks at it."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A photo that cannot be used.

    Attributes:
        problem: `engine.image.ImageProblem`, or `INTERNAL`.
        sentence: for the user.
        sha256: of the content; None where it could not be read.
    """

    problem: str
    sentence: str
    sha256: bytes | None


@dataclass(frozen=True, slots=True, eq=False)
class Analysed:
    """A photo that was looked at.

    Attributes:
        sha256: of its content.
        photo: its faces.
        facts: what its EXIF block, or the container of a video, says, and its XMP where that says nothing.
        vectors: (n, d) int8, the packed embeddings of its faces.
        words: who is in it, as its file and sidecars say; None where that was not read.
    """

    sha256: bytes
    photo: PhotoFaces
    facts: PhotoFacts
    vectors: NDArray[np.int8]
    words: Words | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """Known faces of a photo, embedded from it.

    Attributes:
        vectors: (n, d) int8, packed.
        crops: of all n faces, or none where they were not asked for.
    """

    vectors: NDArray[np.int8]
    crops: tuple[Crop, ...]


def read(file: str) -> Content | Unusable | Vanished:
    """Read and hash a file; of a video nothing is kept, and without support for videos it is not read at all.

    Args:
        file: absolute path.
    """
    return _read(file, lambda: None)


def read_unless_stopped(file: str, proceed: Callable[[], bool]) -> Content | Unusable | Vanished | Stopped:
    """Do as `read`.

    Args:
        file: absolute path.
        proceed: asked between the pieces of a video whether to go on; may wait.
    """

    def between() -> None:
        if not proceed():
            raise StoppedError

    try:
        return _read(file, between)
    except StoppedError:
        return Stopped()


def _read(file: str, between: Callable[[], None]) -> Content | Unusable | Vanished:
    try:
        if is_video(file):
            if not can_read_videos():
                raise ImageError(ImageProblem.NEEDS_VIDEO, file)  # noqa: TRY301 - what reading it would raise
            return Content(b"", image.hash_file(file, DEFAULT_VIDEO_LIMITS.file, between=between))
        data = image.read_bytes(file)
    except ImageError as error:
        if error.problem is ImageProblem.MISSING:
            return Vanished()
        return Unusable(error.problem, error.sentence, None)
    return Content(data, hashlib.sha256(data).digest())


def analyse(
    content: Content,
    file: str,
    analyser: Analyser,
    budget: PixelBudget,
    *,
    keywords: KeywordRule | None = None,
    proceed: Callable[[], bool] = lambda: True,
) -> Analysed | Unusable | Stopped:
    """Find and embed the faces of a photo or video, and read who its file says is in it.

    Args:
        content: of the file.
        file: absolute path, for messages.
        analyser: what looks at it.
        budget: bounds the pixels in memory.
        keywords: which keywords are people; None where names are not to be read.
        proceed: asked between the frames of a video whether to go on; may wait.
    """
    try:
        if is_video(file):
            return _analyse_video(content, file, analyser, budget, keywords=keywords, proceed=proceed)
        with budget.room_for(guess_pixels(content.data)):
            photo = analyser.analyse(content.data, name=file)
            _check(photo)
            words = _words(content, file, photo, keywords, analyser)
        vectors = _packed(photo.embeddings)
        facts = filled(read_facts(photo.exif), words.facts)
        return Analysed(content.sha256, photo, facts, vectors, None if keywords is None else words)
    except StoppedError:
        return Stopped()
    except Exception as error:  # noqa: BLE001 - one photo must not stop a run
        return _unusable(_misnamed(error, file) or error, file, content.sha256)


def _analyse_video(
    content: Content,
    file: str,
    analyser: Analyser,
    budget: PixelBudget,
    *,
    keywords: KeywordRule | None,
    proceed: Callable[[], bool],
) -> Analysed:
    with budget.room_for(guess_pixels_of_video(file)):
        photo = analyser.analyse_video(file, proceed=proceed)
    _check(photo)
    words = read_words(b"", file, Frame(1, photo.width, photo.height), keywords)
    known = facts_of_video(photo.video.facts) if photo.video is not None else PhotoFacts()
    facts = filled(known, words.facts)
    return Analysed(
        content.sha256, photo, facts, _packed(photo.embeddings), None if keywords is None else words
    )


def facts_of_video(facts: VideoFacts) -> PhotoFacts:
    """Return the facts of a video as those of a photo.

    Where the zone in which it was taken is not known, that of this computer is taken: most people film at
    home, and their videos stand between their photos then, whose cameras tell local time.
    """
    taken_at, offset = facts.taken_at, None
    if taken_at is not None:
        taken_at = taken_at if facts.zone_known else taken_at.astimezone()
        east = taken_at.utcoffset()
        offset = None if east is None else round(east.total_seconds() / 60)
        taken_at = taken_at.replace(tzinfo=None, microsecond=0)
    make, model = facts.make or "", facts.model or ""
    repeated = model.casefold().startswith(make.casefold())
    camera = " ".join(part for part in ("" if repeated else make, model) if part)
    return PhotoFacts(taken_at, offset, camera or None, facts.latitude, facts.longitude)


def _words(
    content: Content, file: str, photo: PhotoFaces, keywords: KeywordRule | None, analyser: Analyser
) -> Words:
    frame = Frame(photo.orientation, photo.width, photo.height)
    words = read_words(content.data, file, frame, keywords)
    return look_for_faces(words, content.data, file, frame=frame, analyser=analyser, faces=photo.faces.boxes)


def embed(
    content: Content,
    file: str,
    landmarks: NDArray[np.float32],
    analyser: Analyser,
    budget: PixelBudget,
    *,
    cut: NDArray[np.float32] | None,
) -> Embedded | Unusable:
    """Embed faces whose landmarks are known.

    Args:
        content: of the file.
        file: absolute path, for messages.
        landmarks: (n, 5, 2) float32 pixels of the upright photo.
        analyser: what embeds them.
        budget: bounds the pixels in memory.
        cut: (n, 4) float32 the faces' boxes, where they are to be cut out as well, else None.
    """
    try:
        with budget.room_for(guess_pixels(content.data)):
            vectors = analyser.embed(content.data, name=file, landmarks=landmarks)
            crops: tuple[Crop, ...] = ()
            if cut is not None:
                crops = analyser.cut(content.data, name=file, boxes=cut, landmarks=landmarks)
        return Embedded(_packed(vectors), crops)
    except Exception as error:  # noqa: BLE001 - one photo must not stop a run
        return _unusable(error, file, content.sha256)


def embed_crops(crops: Mapping[int, Crop], analyser: Analyser) -> dict[int, bytes]:
    """Embed faces from their crops.

    Args:
        crops: by face id, with landmarks.
        analyser: what embeds them.

    Returns:
        Packed embeddings by face id; crops that cannot be used are left out and logged.
    """
    try:
        return _embed_crops(crops, analyser)
    except Exception:  # noqa: BLE001 - one crop must not spoil the others
        vectors: dict[int, bytes] = {}
        for face_id, crop in crops.items():
            try:
                vectors |= _embed_crops({face_id: crop}, analyser)
            except Exception as error:  # noqa: BLE001 - nor stop a run
                _log.warning("The crop of face %d cannot be used", face_id, exc_info=error)
        return vectors


def _embed_crops(crops: Mapping[int, Crop], analyser: Analyser) -> dict[int, bytes]:
    vectors = _packed(analyser.embed_crops(tuple(crops.values())))
    return {face_id: vector.tobytes() for face_id, vector in zip(crops, vectors, strict=True)}


def _packed(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    return pack(vectors) if len(vectors) else np.zeros(vectors.shape, np.int8)


def _check(photo: PhotoFaces) -> None:
    """Refuse what the library could not hold, so that one photo does not undo a batch of others."""
    faces = photo.faces
    numbers = (faces.boxes, faces.landmarks, faces.scores, photo.quality)
    if not all(np.isfinite(array).all() for array in numbers):
        raise ValueError("a face is not finite")
    if not (faces.boxes[:, 2:] > 0).all() or not (abs(photo.quality - 0.5) <= 0.5).all():
        raise ValueError("a face has no size, or a quality out of range")
    if not len(photo.embeddings) == len(photo.crops) == len(faces) or photo.width < 1 or photo.height < 1:
        raise ValueError("a photo has no size, or faces without embeddings or crops")
    if photo.video is not None:
        _check_video(photo.video, len(faces))


def _check_video(video: Watched, faces: int) -> None:
    if not len(video.moments) == len(video.sightings) == faces or min(video.duration_ms, video.shown_ms) < 0:
        raise ValueError("a video has faces without moments, or no duration")
    for moment, seen in zip(video.moments, video.sightings, strict=True):
        if moment not in seen.moments or (np.diff(seen.moments) <= 0).any() or seen.moments[0] < 0:
            raise ValueError("the moments of a face are not in order, or its own is none of them")
        if not np.isfinite(seen.boxes).all() or not (seen.boxes[:, 2:] > 0).all():
            raise ValueError("a face is seen without a size")


def _misnamed(error: Exception, file: str) -> ImageError | None:
    """Return what is wrong with a picture that has the name of a video; None where that is not it."""
    wrong = isinstance(error, ImageError) and error.problem in {ImageProblem.NO_VIDEO, ImageProblem.DAMAGED}
    if not (wrong and is_video(file)):
        return None
    with contextlib.suppress(ImageError, OSError), image.open_file(file, DEFAULT_VIDEO_LIMITS.file) as opened:
        kind = recognise(opened.read(_HEAD), file)
        if kind is not None:
            return ImageError(ImageProblem.MISNAMED, file, kind.value)
    return None


def _unusable(error: Exception, file: str, sha256: bytes) -> Unusable:
    if isinstance(error, MemoryError):
        error = ImageError(ImageProblem.TOO_LARGE, file, "not enough memory")
    if isinstance(error, ImageError):
        return Unusable(error.problem, error.sentence, sha256)
    _log.error("%s could not be analysed", as_text(file), exc_info=error)
    sentence = (
        f"{as_text(file)} could not be looked at, through a fault in Familiar ({type(error).__name__}). "
        "Please report it with the log; all other photos are indexed as usual."
    )
    return Unusable(INTERNAL, sentence, sha256)
