"""Composes 12-megapixel photos with known faces out of small labelled pictures.

Each photo is 4000 x 3000 pixels, a picture of a set blown up as a background with fine noise added (so that
the JPEG is as large and as slow to decode as a camera's, about 4 MB), and faces of other pictures pasted in
with soft edges. The mix: 15 % portraits with one large face, 50 % with one to three people, 25 % groups of
six to twelve small faces, 10 % without anybody. The widths of all faces are known, and with them what a
detector should find.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.detection import FaceDetector
from engine.models import Catalogue

WIDTH, HEIGHT = 4000, 3000
#: Kinds of photos: share of the mix, least and most faces, least and greatest width of a face in pixels.
KINDS = {
    "portrait": (0.15, 1, 1, 900, 1600),
    "people": (0.50, 1, 3, 160, 700),
    "group": (0.25, 6, 12, 40, 160),
    "nobody": (0.10, 0, 0, 1, 1),
}

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Pasted:
    """A face in a composed photo: its box in pixels, and whose it is."""

    left: float
    top: float
    width: float
    height: float
    person: str


def main() -> None:
    """Compose photos into a folder, with `truth.json` beside it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source", type=Path, help="a set: a folder per person with pictures of one face")
    parser.add_argument("target", type=Path)
    parser.add_argument("--photos", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    compose(words.source, words.target, photos=words.photos, seed=words.seed)


def compose(source: Path, target: Path, *, photos: int, seed: int) -> None:
    """Compose photos; the same arguments give the same photos."""
    generator = np.random.default_rng(seed)
    pictures = sorted(source.glob("*/*.jpg"))
    catalogue = Catalogue()
    card = catalogue.card("yunet-2023mar")
    detector = FaceDetector(catalogue.session(card), card)
    target.mkdir(parents=True, exist_ok=True)
    truth = {}
    for number in range(photos):
        kind = generator.choice(list(KINDS), p=[share for share, *_ in KINDS.values()])
        photo, pasted = _photo(generator, pictures, detector, kind)
        name = f"IMG_{number:04d}.jpg"
        cv2.imwrite(str(target / name), photo[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 90])
        truth[name] = [asdict(face) for face in pasted]
    (target.parent / f"{target.name}-truth.json").write_text(json.dumps(truth), "utf-8")


def _photo(
    generator: np.random.Generator, pictures: list[Path], detector: FaceDetector, kind: str
) -> tuple[Pixels, list[Pasted]]:
    _, least, most, narrowest, widest = KINDS[kind]
    # The background is a strip of a picture's edge, which shows no face, blown up.
    edge = _read(generator.choice(np.array(pictures)))[:40]
    canvas = cv2.resize(edge, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    pasted: list[Pasted] = []
    wanted = int(generator.integers(least, most + 1))
    for _ in range(40 * wanted):
        if len(pasted) == wanted:
            break
        width = float(np.exp(generator.uniform(np.log(narrowest), np.log(widest))))
        _paste(generator, canvas, pictures, detector, width=width, pasted=pasted)
    noise = generator.normal(0, 6, (HEIGHT, WIDTH, 1)).astype(np.float32)
    return np.clip(canvas + noise, 0, 255).astype(np.uint8), pasted


def _paste(
    generator: np.random.Generator,
    canvas: Pixels,
    pictures: list[Path],
    detector: FaceDetector,
    *,
    width: float,
    pasted: list[Pasted],
) -> None:
    path = Path(generator.choice(np.array(pictures)))
    picture = _read(path)
    found = detector.detect(picture)
    if len(found) != 1:
        return
    left, top, face_width, face_height = found.boxes[0]
    factor = width / face_width
    if factor * picture.shape[0] > HEIGHT or factor * picture.shape[1] > WIDTH:
        # A face this large fills the photo: keep the middle of the picture alone.
        side = int(min(HEIGHT, WIDTH) / factor)
        row, column = ((n - side) // 2 for n in picture.shape[:2])
        picture, left, top = picture[row : row + side, column : column + side], left - column, top - row
    patch = cv2.resize(
        picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    )
    rows, columns = patch.shape[:2]
    x, y = (int(generator.integers(0, limit + 1)) for limit in (WIDTH - columns, HEIGHT - rows))
    face = Pasted(x + left * factor, y + top * factor, width, face_height * factor, path.parent.name)
    if any(_touches(face, other) for other in pasted):
        return
    soft = max(3, rows // 10)
    mask = np.zeros((rows, columns), np.float32)
    mask[soft:-soft, soft:-soft] = 1
    mask = cv2.GaussianBlur(mask, (0, 0), soft / 2)[:, :, None]
    place = canvas[y : y + rows, x : x + columns]
    place[...] = (patch * mask + place * (1 - mask)).astype(np.uint8)
    pasted.append(Pasted(*(float(v) for v in (face.left, face.top, face.width, face.height)), face.person))


def _touches(one: Pasted, other: Pasted) -> bool:
    """Tell whether the patch around one face would cover another face (a patch is 2.7 faces wide)."""
    return abs(one.left + one.width / 2 - other.left - other.width / 2) < 1.4 * (
        one.width + other.width
    ) and abs(one.top + one.height / 2 - other.top - other.height / 2) < 1.2 * (one.height + other.height)


def _read(path: Path) -> Pixels:
    return np.asarray(cv2.imread(str(path)), np.uint8)[:, :, ::-1]


if __name__ == "__main__":
    main()
