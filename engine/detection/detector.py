"""The face detector: a YuNet run on one picture, on one scale or on two."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.detection.boxes import Detections, decode, suppress_overlaps
from engine.models import ModelCard, Session

Pixels = NDArray[np.uint8]

#: The longer side at which a picture is looked at for its largest faces, in pixels. At this size a face
#: that fills the picture is well inside what the network finds, and one look costs 2 ms.
COARSE_SIDE = 320

#: The longer side at which a picture is looked at for its smallest faces, in pixels, unless it is smaller.
FINE_SIDE = 2048

# Below this ratio of the two scales the coarse look already covers what the fine look would find.
_LEAST_RATIO = 1.25

# A face of 12 pixels scores 0.3 to 0.7 nearly always, and 0.7 or more in a third of the cases; at twice
# the size it is found every time. So what is small is worth a closer look from this score on.
_DOUBT = 0.3

# Small: narrower than this many times the least width the network finds reliably. A closer look is worth
# it for every small face, and for those not quite so small whose score leaves a doubt.
_SMALL, _NOT_QUITE_SMALL = 1.5, 3.0

# Side of the tiles of a closer look, and how far neighbours overlap on each side, in pixels. The margin
# is wider than any face that is looked for there.
_TILE, _TILE_MARGIN = 768, 96


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a look at a picture found.

    Attributes:
        faces: in pixels of the picture, best first.
        large: those of `faces` that are large enough to be judged at this size.
        unsettled: places where there is or may be a face that a larger version of the picture would
            settle: too small, or small and doubtful (some of them are in `faces` too); in the same frame.
    """

    faces: Detections
    large: Detections
    unsettled: Detections


class FaceDetector:
    """Finds faces and their five landmarks.

    May be used from many threads at once.

    Args:
        session: the network.
        card: its card, of task DETECTION.
        fine_side: longer side in pixels at which small faces are searched.
    """

    def __init__(self, session: Session, card: ModelCard, *, fine_side: int = FINE_SIDE) -> None:
        if card.detection is None:
            raise ValueError(f"{card.name} is not a detector")
        self.card = card
        self.fine_side = fine_side
        self.overlap = card.detection.overlap
        self._spec = card.detection
        self._session = session

    def detect(self, image: Pixels, *, score: float | None = None) -> Detections:
        """Find faces on the picture's own scale.

        Equal to OpenCV's `FaceDetectorYN` at the same thresholds, but for one thing: OpenCV rounds boxes to
        whole pixels before it compares them, so that it may keep another one of two tiny boxes.

        Args:
            image: (height, width, 3) uint8 RGB.
            score: least score; the card's by default.

        Returns:
            Faces in pixels of `image`, best first.
        """
        height, width = image.shape[:2]
        multiple = self.card.input.multiple_of
        padded_width, padded_height = -(-width // multiple) * multiple, -(-height // multiple) * multiple
        outputs = self._session.run({self.card.input.name: self._tensor(image, padded_width, padded_height)})
        faces = Detections.joined(
            [
                decode(
                    outputs,
                    width=padded_width,
                    height=padded_height,
                    stride=stride,
                    score=self._spec.score if score is None else score,
                )
                for stride in self._spec.strides
            ]
        )
        return suppress_overlaps(faces, self.overlap)

    def detect_all(self, image: Pixels) -> Found:
        """Find faces of every size, from a portrait that fills the picture to small ones in a group.

        The picture is looked at twice: reduced (or enlarged) to `COARSE_SIDE`, where the largest faces
        are of a size the network knows, and at `fine_side` for the small ones. A face seen in both looks
        is taken from the fine one, whose landmarks are more exact.

        Args:
            image: (height, width, 3) uint8 RGB, both sides at least 1.

        Returns:
            Faces, and places to look at again, in pixels of `image`, best first.
        """
        longer = max(image.shape[:2])
        fine_side = min(longer, self.fine_side)
        two_looks = longer >= COARSE_SIDE * _LEAST_RATIO
        looks = [self._look(image, COARSE_SIDE, self._spec.score)]
        preferred = [np.zeros(len(looks[0]), bool)]
        if two_looks:
            fine = self._look(image, fine_side, _DOUBT)
            # A piece of a face too large for this look may pass for a face; the other sees it whole.
            most = self._spec.face_width[1] * longer / fine_side
            looks.append(fine.take(fine.boxes[:, 2] <= most))
            preferred.append(looks[1].scores >= self._spec.score)
        found = suppress_overlaps(Detections.joined(looks), self.overlap, np.concatenate(preferred))
        sure = found.scores >= self._spec.score
        width = found.boxes[:, 2] * (fine_side / longer) / self._spec.face_width[0]
        small = two_looks & (width < _SMALL)
        unsettled = small | (two_looks & ~sure & (width < _NOT_QUITE_SMALL))
        return Found(found.take(sure), found.take(sure & ~small), found.take(unsettled))

    def look_closer(self, image: Pixels, places: Detections) -> Detections:
        """Look again, on a larger version of a picture, only where something small was seen.

        The picture is cut into overlapping tiles, and only tiles with such a place in their middle are
        looked at, so that time and memory depend on what is there and not on the size of the photo.

        Args:
            image: (height, width, 3) uint8 RGB, the larger version.
            places: where to look, in pixels of `image`.

        Returns:
            Faces in pixels of `image`, best first.
        """
        centres = places.boxes[:, :2] + places.boxes[:, 2:] / 2
        step = _TILE - 2 * _TILE_MARGIN
        parts = [Detections.none()]
        for column, row in sorted({(int(x // step), int(y // step)) for x, y in np.maximum(centres, 0)}):
            left, top = max(0, column * step - _TILE_MARGIN), max(0, row * step - _TILE_MARGIN)
            tile = image[top : top + _TILE, left : left + _TILE]
            if tile.size:
                parts.append(self.detect(tile).moved(1, 1, left, top))
        return suppress_overlaps(Detections.joined(parts), self.overlap)

    def _look(self, image: Pixels, longer_side: int, score: float) -> Detections:
        height, width = image.shape[:2]
        factor = longer_side / max(height, width)
        size = (max(1, round(width * factor)), max(1, round(height * factor)))
        if size == (width, height):
            return self.detect(image, score=score)
        way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
        reduced = np.asarray(cv2.resize(image, size, interpolation=way), np.uint8)
        return self.detect(reduced, score=score).moved(width / size[0], height / size[1])

    def _tensor(self, image: Pixels, width: int, height: int) -> NDArray[np.float32]:
        """Return a (1, 3, height, width) tensor in the card's colours, padded with black below and right."""
        spec = self.card.input
        planes = np.full((1, 3, height, width), spec.low, np.float32)
        target = planes[0, :, : image.shape[0], : image.shape[1]]
        channels = image.transpose(2, 0, 1)
        target[...] = channels if spec.colour == "RGB" else channels[::-1]
        if (spec.low, spec.high) != (0.0, 255.0):
            target *= (spec.high - spec.low) / 255
            target += spec.low
        return planes
