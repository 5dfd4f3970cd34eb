"""Looking at a box that the user drew around a face which the detector had missed.

What is found there is stored by `app.operations.draw_face`. Looking at whole photos is `engine.analysis`.

The photo is cut around the box and brought to a size at which the detector sees best, upright and turned by
quarters, and a much lower score than usual will do, since the user said that there is a face. Where the
detector sees nothing even so, the landmarks are estimated: those of the recogniser's template, upright, as
large and as high in the box as landmarks are in the boxes of the default detector. There, the root mean
square distance of the five from their mean is 0.245 of the box's side (the square root of its area), and
their mean lies 0.066 of its height below its middle: medians of 287 good faces of the development photos.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.indexing.cropping import CropKeeper
from app.indexing.walk import as_text
from app.indexing.work import Content, Unusable, read
from app.library.boxes import overlaps
from app.library.crops import CropStore
from app.library.queries import model_of_card
from app.library.store import Library
from app.library.tables import Photo, Root
from app.operations import Changes, DrawnFace, NewPerson, OperationError
from app.operations import draw_face as store_face
from app.operations.drawing import Box, check_box, check_moment
from app.operations.rows import photo_by_id
from engine.alignment import align
from engine.analysis import CLOSE_SIDE, Analyser
from engine.crops import Crop, cut
from engine.detection import Detections
from engine.embedding import pack
from engine.image import Image, decode
from engine.quality import judge
from engine.video import frame

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

#: The longer side of the box in the picture that the detector is shown, in pixels, and how many times as wide
#: as the box that picture is. Of 148 faces with boxes drawn as by hand, 146 were found so.
_FACE_SIDE: Final = 112
_AROUND: Final = 3

#: Least score of a face, and of one that is turned; a turned one must also score so much more than what is
#: seen upright. An upright face that is looked at sideways scores 0.5 to 0.6, the right way up 0.93.
_LEAST_SCORE: Final = 0.3
_LEAST_TURNED: Final = 0.5
_TURNED_MARGIN: Final = 0.1

#: Least intersection over union with the box: people draw up to twice as wide as the detector does.
_LEAST_OVERLAP: Final = 0.2

#: Pixels of the longer side of the box that the photo is decoded for: faces in it may be half as large, and
#: the recogniser's input is about as wide as a face.
_DETAIL: Final = 256

#: Where estimated landmarks lie; the module's first paragraph says how.
_SPREAD: Final = 0.245
_BELOW: Final = 0.066

#: What the estimate leaves of a good picture's similarity to others of the same person: 0.71 on frontal faces
#: of LFW, with boxes 7 % off and up to 30 % too large; what a detector misses is harder. Together with what a
#: score of 0 leaves (`engine.quality`) the quality is at most 0.18, so such a face founds no group.
_ESTIMATE_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class SeenFace:
    """What is in a box.

    Attributes:
        box: Of the face that was found, or the box that was drawn.
        landmarks: (5, 2) float32 pixels of the upright photo at full size.
        score: The detector's, 0 to 1; None where the landmarks are estimated.
        quality: 0 to 1.
        vector: (d,) float32 unit vector.
        crop: To be kept.
    """

    box: Box
    landmarks: Floats
    score: float | None
    quality: float
    vector: Floats
    crop: Crop


def draw_face(
    library: Library,
    analyser: Analyser,
    *,
    photo_id: int,
    box: Box,
    to: int | str | NewPerson | None = None,
    at_ms: int | None = None,
) -> Changes:
    """Add the face in a box that the user drew.

    Where a face is found, its own box is stored and not the one drawn, so that it is known again when the
    photo changes, and so that a face which is in the library already is not added a second time.

    Args:
        library: The library.
        analyser: With the library's recogniser.
        photo_id: `Photo.id`.
        box: Left, top, width and height in pixels of the upright photo at full size.
        to: Whose face it is, as for `app.operations.draw_face`.
        at_ms: Of a video the moment whose frame shows the face; None for the one that stands for the video.

    Returns:
        What changed; `faces` has the new face alone.

    Raises:
        OperationError: The photo's file is not there, has changed since it was indexed or cannot be read;
            or as `app.operations.draw_face`.
        PersonNotFoundError: There is no such person or group.
        ImageError: The photo cannot be decoded.
    """
    with library.read() as session:
        photo = photo_by_id(session, photo_id)
        root = session.get_one(Root, photo.root_id)
    check_box(box, photo)
    at_ms = photo.shown_ms if at_ms is None else at_ms
    check_moment(at_ms, photo)
    file = str(Path(root.path, photo.path))
    side = max(photo.width or 1, photo.height or 1)
    if at_ms is None:
        image = decode(_content(file, photo), name=file, at_least=_wanted(side, box))
    else:
        _require_same(file, photo)
        image = frame(file, at_ms, at_least=_wanted(side, box))
    seen = look_at(analyser, image, box)
    card = analyser.embedder.card
    with library.write() as session:
        model_id = model_of_card(session, card).id
    changes = store_face(
        library,
        photo=photo_id,
        face=DrawnFace(
            box=seen.box,
            landmarks=seen.landmarks,
            detector_score=seen.score,
            quality=seen.quality,
            model_id=model_id,
            vector=pack(seen.vector),
            at_ms=at_ms,
        ),
        to=to,
    )
    with CropStore(library) as crops:
        keeper = CropKeeper(crops)
        for face in changes.faces:
            keeper.keep(face, seen.crop)
        keeper.write()
    return changes


def _content(file: str, photo: Photo) -> bytes:
    """Return the bytes of a photo's file, as it was when it was indexed."""
    content = read(file)
    if isinstance(content, Unusable):
        raise OperationError(content.sentence)
    if not isinstance(content, Content):
        raise _gone(file)
    if content.sha256 != photo.sha256 or photo.state != "analysed":
        raise _changed(file)
    return content.data


def _require_same(file: str, photo: Photo) -> None:
    """Check that a video is as it was when it was indexed, by its size and time: it may be very large.

    Raises:
        OperationError: It is not.
    """
    try:
        status = Path(file).stat()
    except (OSError, ValueError) as error:
        raise _gone(file) from error
    if (status.st_size, status.st_mtime_ns) != (photo.size, photo.mtime_ns) or photo.state != "analysed":
        raise _changed(file)


def _gone(file: str) -> OperationError:
    return OperationError(f"{as_text(file)} is not there. Connect its drive or put it back, then draw again.")


def _changed(file: str) -> OperationError:
    return OperationError(
        f"{as_text(file)} is not as the library knows it. Bring the library up to date, then draw again."
    )


def look(analyser: Analyser, data: bytes, *, name: str, side: int, box: Box) -> SeenFace:
    """Find and embed the face in a box, whether or not the detector sees one there.

    Args:
        analyser: What looks.
        data: The bytes of the photo's file.
        name: What to call it in messages.
        side: The longer side of the photo at full size, in pixels.
        box: Left, top, width and height in pixels of the upright photo at full size.

    Raises:
        ImageError: The photo cannot be decoded.
    """
    return look_at(analyser, decode(data, name=name, at_least=_wanted(side, box)), box)


def _wanted(side: int, box: Box) -> int:
    """Return at which size a photo is to be decoded: what the box needs, and no more than analysing does."""
    return max(1, round(min(side * _DETAIL / max(box[2:]), CLOSE_SIDE, side)))


def look_at(analyser: Analyser, image: Image, box: Box) -> SeenFace:
    """Find and embed the face in a box of a photo, or frame, that is decoded.

    Args:
        analyser: What looks.
        image: The photo, as large as the box needs it.
        box: Left, top, width and height in pixels of the upright photo at full size.
    """
    found = _found(analyser, image, np.array(box, np.float32))
    template = analyser.embedder.template
    if len(found):
        landmarks, scores, share = found.landmarks, found.scores, 1.0
        left, top, width, height = found.boxes[0].tolist()
        box = (left, top, width, height)
    else:
        landmarks = estimated_landmarks(box, template)[None]
        scores, share = np.zeros(1, np.float32), _ESTIMATE_SHARE
    crops = analyser.embedder.crop(image.pixels, landmarks * np.float32(image.scale))
    embedded = analyser.embedder.embed(crops)
    quality = judge(crops, landmarks, scores, template, embedded.certainty)
    return SeenFace(
        box=box,
        landmarks=landmarks[0],
        score=float(scores[0]) if len(found) else None,
        quality=share * float(quality[0]),
        vector=embedded.vectors[0],
        crop=cut(image.pixels, np.array(box) * image.scale, landmarks[0] * image.scale),
    )


def estimated_landmarks(box: Box, template: NDArray[np.float64]) -> Floats:
    """Return where the landmarks of an upright face that fills a box are likely to be.

    Args:
        box: Left, top, width and height.
        template: (5, 2) the recogniser's template.

    Returns:
        (5, 2) float32 in the frame of the box.
    """
    left, top, width, height = box
    shape = template - template.mean(axis=0)
    spread = np.sqrt((shape**2).sum(axis=1).mean())
    middle = np.array([left + width / 2, top + (0.5 + _BELOW) * height])
    points: Floats = (middle + shape * (_SPREAD * np.sqrt(width * height) / spread)).astype(np.float32)
    return points


def _found(analyser: Analyser, image: Image, box: Floats) -> Detections:
    """Return the face in the box, in pixels of the photo at full size, or none."""
    side = _AROUND * float(box[2:].max())
    left, top = (box[:2] + box[2:] / 2 - side / 2).tolist()
    square = np.array([(0, 0), (1, 0), (0, 1), (1, 1)], np.float64)
    shown = _AROUND * _FACE_SIDE
    corners = ((left, top) + square * side) * image.scale
    picture = align(image.pixels, corners, square * shown, width=shown, height=shown)
    looks: list[Detections] = []
    for quarters in range(4):
        turned = np.ascontiguousarray(np.rot90(picture, quarters))
        faces = _turned_back(analyser.detector.detect(turned, score=_LEAST_SCORE), quarters, shown)
        faces = faces.moved(side / shown, side / shown, left, top)
        shared = overlaps(box[None], faces.boxes)[0]
        nearest = np.argsort(-shared, kind="stable")[:1]
        looks.append(faces.take(nearest[shared[nearest] >= _LEAST_OVERLAP]))
    scores = np.array([look.scores.max(initial=0.0) for look in looks])
    best = 1 + int(scores[1:].argmax())
    return looks[best if scores[best] >= max(_LEAST_TURNED, scores[0] + _TURNED_MARGIN) else 0]


def _turned_back(faces: Detections, quarters: int, side: int) -> Detections:
    """Return faces in the frame of a square picture before `np.rot90` turned it so many times."""
    boxes, points = faces.boxes, faces.landmarks
    for _ in range(quarters):
        left, top, width, height = boxes.T
        boxes = np.stack([side - top - height, left, height, width], axis=1)
        # A pixel's centre is at its index.
        points = np.stack([side - 1 - points[..., 1], points[..., 0]], axis=-1)
    return Detections(boxes, points, faces.scores)
