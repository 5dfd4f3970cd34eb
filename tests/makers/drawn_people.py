"""Draws an album of people who do not exist, for the tour of the window and its check from a cold start.

Faces are found in these photos, grouped and told apart as in real ones, and they are free to be published.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
Colour = tuple[int, int, int]

#: Pixels of a photo, and how many times larger it is drawn.
SIZE, FINER = (1200, 900), 2


@dataclass(frozen=True, slots=True)
class Person:
    """How somebody looks; lengths are shares of the height of the head, colours RGB."""

    skin: Colour
    hair: Colour
    eyes: Colour
    shirt: Colour
    wide: float = 0.36
    chin: float = 0.0
    eyes_apart: float = 0.15
    eye: float = 0.05
    brow: float = 0.022
    nose: float = 0.05
    mouth: float = 0.12
    lips: Colour = (170, 80, 80)
    long_hair: bool = False
    fringe: bool = False
    beard: bool = False
    glasses: bool = False


#: The people of the album, each as different from the others as a drawing allows.
PEOPLE: tuple[Person, ...] = (
    Person((238, 200, 172), (196, 150, 78), (70, 110, 160), (70, 120, 150), long_hair=True, fringe=True),
    Person(
        (150, 102, 72), (28, 22, 20), (45, 28, 20), (200, 150, 60),
        0.4, 0.03, 0.17, 0.045, 0.034, 0.075, 0.15, (120, 62, 58), beard=True,
    ),
    Person(
        (224, 178, 142), (52, 36, 28), (60, 40, 28), (150, 70, 80),
        0.33, -0.01, 0.14, 0.055, 0.016, 0.042, 0.1, (190, 70, 80), long_hair=True,
    ),
    Person(
        (232, 188, 164), (168, 170, 174), (90, 120, 110), (90, 100, 120),
        0.38, 0.02, 0.16, 0.042, 0.03, 0.065, 0.13, (165, 95, 90), glasses=True,
    ),
    Person(
        (112, 74, 52), (18, 14, 14), (38, 24, 18), (120, 160, 110),
        0.41, 0.02, 0.136, 0.056, 0.037, 0.085, 0.14, (130, 60, 66), long_hair=True, glasses=True,
    ),
    Person(
        (240, 196, 170), (150, 70, 36), (90, 130, 90), (60, 90, 70),
        0.32, 0.01, 0.18, 0.051, 0.021, 0.044, 0.09, (185, 95, 90), fringe=True, beard=True,
    ),
)  # fmt: skip

#: Between what the lengths of `Person` lie, from `wide` to `mouth`.
_LENGTHS = (
    (0.32, 0.42), (-0.04, 0.05), (0.135, 0.18), (0.04, 0.062), (0.012, 0.038), (0.04, 0.085), (0.09, 0.16),
)  # fmt: skip

#: Who is in each photo, by number in `PEOPLE`; the last two are seen seldom.
ALBUM: tuple[tuple[int, ...], ...] = (
    (0,), (0, 1), (1,), (2,), (0, 2), (3,), (0, 1, 2), (1, 3), (2,), (4,), (0,), (3, 2), (1,), (), (0, 3),
    (2, 1), (4, 2), (3,), (1, 0), (2, 0), (5, 0), (0, 1, 3), (2, 3), (1,), (0,), (4,), (), (1, 2), (3, 0),
    (5, 2),
)  # fmt: skip
#: From this photo on the second person is shaved and wears glasses: the same face, not quite as alike.
CHANGED_FROM, CHANGED = (
    20,
    replace(
        PEOPLE[1],
        wide=0.39,
        chin=0.01,
        eye=0.055,
        nose=0.071,
        mouth=0.144,
        fringe=True,
        beard=False,
        glasses=True,
    ),
)
CHANGED_WHO = len(PEOPLE)
#: In every so manieth photo two people are seen who are in no other.
STRANGERS_EVERY = 3


@dataclass(frozen=True, slots=True)
class DrawnPhoto:
    """A photo of the album, and who is in it.

    Attributes:
        file: It was written to.
        who: People from left to right: their number in `PEOPLE`; `CHANGED_WHO` for the second person shaved;
            greater numbers for people who are in no other photo.
    """

    file: Path
    who: tuple[int, ...]


def draw_album(folder: Path, seed: int = 1) -> list[DrawnPhoto]:
    """Write the photos of `ALBUM` into `folder` as JPEG files with dates, one or two a month from 2022 on."""
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    next_stranger = CHANGED_WHO + 1
    for number, known in enumerate(ALBUM, 1):
        who = [CHANGED_WHO if one == 1 and number >= CHANGED_FROM else one for one in known]
        people = [CHANGED if one == CHANGED_WHO else PEOPLE[one] for one in who]
        if number % STRANGERS_EVERY == 0:
            people += [_stranger(random) for _ in range(2)]
            who += [next_stranger, next_stranger + 1]
            next_stranger += 2
        exif = Image.Exif()
        month = (number - 1) * 2 // 3
        taken = f"{2022 + month // 12}:{month % 12 + 1:02}:{1 + number * 7 % 28:02} {9 + number % 9:02}:12:30"
        exif[0x010F], exif[0x0110] = "Drawn", "Pencil 1"
        exif.get_ifd(0x8769)[0x9003] = taken
        file = folder / f"IMG_{1000 + number}.jpg"
        Image.fromarray(draw_photo(people, random)).save(file, quality=92, exif=exif)
        drawn.append(DrawnPhoto(file, tuple(who)))
    return drawn


def _stranger(random: np.random.Generator) -> Person:
    """Return somebody at random."""

    def colour(low: Colour, high: Colour) -> Colour:
        share = random.uniform()
        red, green, blue = (int(one + share * (other - one)) for one, other in zip(low, high, strict=True))
        return red, green, blue

    return Person(
        colour((110, 74, 52), (242, 205, 178)),
        colour((20, 16, 14), (190, 150, 90)),
        colour((40, 26, 18), (80, 120, 160)),
        colour((70, 60, 110), (190, 170, 120)),
        *(random.uniform(low, high) for low, high in _LENGTHS),
        long_hair=bool(random.uniform() < 0.5),
        fringe=bool(random.uniform() < 0.4),
        beard=bool(random.uniform() < 0.25),
        glasses=bool(random.uniform() < 0.3),
    )


def draw_photo(people: list[Person], random: np.random.Generator) -> Pixels:
    """Return a (900, 1200, 3) RGB picture of these people side by side, out of doors."""
    width, height = SIZE[0] * FINER, SIZE[1] * FINER
    picture = _landscape(width, height, random)
    count = len(people)
    for place, person in enumerate(people):
        tall = height * (0.42 if count == 1 else 0.36 if count == 2 else 0.3) * random.uniform(0.9, 1.1)
        x = width * ((place + 1) / (count + 1) + random.uniform(-0.02, 0.02))
        _draw_person(picture, person, (x, height * random.uniform(0.46, 0.54)), tall, random)
    small = cv2.resize(cv2.GaussianBlur(picture, (0, 0), 2.2), SIZE, interpolation=cv2.INTER_AREA)
    # Light from one side, and the grain of a sensor.
    light = random.uniform(0.95, 1.1) - random.uniform(-0.15, 0.15) * np.linspace(-1, 1, SIZE[0])
    lit = small.astype(np.float64) * light[None, :, None] + random.normal(0, 2.0, small.shape)
    return np.clip(lit, 0, 255).astype(np.uint8)


def _landscape(width: int, height: int, random: np.random.Generator) -> Pixels:
    """Return a sky, with hills before it."""
    skies = (
        ((120, 170, 215), (225, 235, 240)),
        ((235, 170, 130), (250, 225, 190)),
        ((95, 125, 165), (190, 205, 215)),
    )
    above, below = (np.array(one, float) for one in skies[random.integers(len(skies))])
    share = np.linspace(0, 1, height)[:, None, None]
    picture = np.broadcast_to(above * (1 - share) + below * share, (height, width, 3)).astype(np.uint8).copy()
    green = np.array(((120, 150, 110), (150, 150, 105), (105, 135, 130))[random.integers(3)], float)
    for hill in range(3):
        x = np.arange(0, width, 8)
        level = height * (0.5 + 0.13 * hill)
        waves = sum(
            random.uniform(0.01, 0.04)
            * height
            * np.sin(x / width * random.uniform(3, 9) + random.uniform(0, 6))
            for _ in range(3)
        )
        outline = np.stack([x, level + waves], 1)
        closed = np.concatenate([outline, [[width, height], [0, height]]]).astype(np.int32)
        colour = tuple(float(one) for one in green * (1.15 - 0.2 * hill))
        cv2.fillPoly(picture, [closed], colour, cv2.LINE_AA)
    return picture


def _draw_person(
    picture: Pixels, person: Person, centre: tuple[float, float], tall: float, random: np.random.Generator
) -> None:
    """Draw head and shoulders, the head `tall` pixels high, a little turned and smiling more or less."""
    tilt = random.uniform(-7, 7)
    smile = random.uniform(0.0, 0.03)
    gaze = random.uniform(-0.008, 0.008)
    turned = math.radians(tilt)

    def at(x: float, y: float) -> tuple[int, int]:
        across, down = (
            x * math.cos(turned) - y * math.sin(turned),
            x * math.sin(turned) + y * math.cos(turned),
        )
        return int(centre[0] + across * tall), int(centre[1] + down * tall)

    def oval(
        x: float, y: float, wide: float, high: float, colour: Colour, line: float = 0.0,
        arc: tuple[int, int] = (0, 360),
    ) -> None:  # fmt: skip
        thick = max(1, int(line * tall)) if line else -1
        axes = max(1, int(wide * tall)), max(1, int(high * tall))
        cv2.ellipse(picture, at(x, y), axes, tilt, *arc, colour, thick, cv2.LINE_AA)

    def shade(colour: Colour, factor: float) -> Colour:
        red, green, blue = (int(min(255, one * factor)) for one in colour)
        return red, green, blue

    wide, skin = person.wide, person.skin
    dark = shade(skin, 0.82)
    if person.long_hair:
        oval(0, 0.12, wide * 1.32, 0.66, person.hair)
    cv2.ellipse(
        picture,
        (int(centre[0]), int(centre[1] + 1.12 * tall)),
        (int(0.74 * tall), int(0.56 * tall)),
        0, 0, 360, person.shirt, -1, cv2.LINE_AA,
    )  # fmt: skip
    oval(0, 0.5, wide * 0.5, 0.22, dark)
    oval(0, -0.06, wide * 1.14, 0.5, person.hair)
    for side in (-1, 1):
        if not person.long_hair:
            oval(side * wide * 0.98, 0.05, 0.045, 0.08, dark)
    oval(0, 0.03, wide, 0.47 + person.chin, skin)
    if person.beard:
        oval(0, 0.27, wide * 0.86, 0.24 + person.chin, person.hair)
        oval(0, 0.14, wide * 0.82, 0.16, skin)
    oval(0, -0.36, wide * 0.93, 0.14 if not person.fringe else 0.22, person.hair)
    for side in (-1, 1):
        x, eye = side * person.eyes_apart, person.eye
        oval(x, -0.015, eye * 1.3, eye * 0.9, dark)
        oval(x, 0, eye * 1.1, eye * 0.62, (246, 246, 244))
        oval(x + gaze, 0, eye * 0.52, eye * 0.56, person.eyes)
        oval(x + gaze, 0, eye * 0.22, eye * 0.24, (8, 8, 8))
        oval(x, -0.005, eye * 1.2, eye * 0.75, shade(person.hair, 0.5), 0.012, (190, 350))
        oval(x, -0.085, eye * 1.5, 0.03, shade(person.hair, 0.8), person.brow, (200, 340))
        if person.glasses:
            oval(x, 0.005, eye * 1.7, eye * 1.5, (40, 40, 46), 0.014)
    if person.glasses:
        oval(0, 0.0, person.eyes_apart * 0.42, 0.02, (40, 40, 46), 0.014, (190, 350))
    oval(0, 0.1, person.nose * 0.36, 0.11, shade(skin, 0.94))
    oval(0, 0.175, person.nose, 0.035, shade(skin, 0.86))
    for side in (-1, 1):
        oval(side * person.nose * 0.45, 0.19, 0.012, 0.009, shade(skin, 0.45))
    oval(0, 0.3, person.mouth, 0.034 + smile * 0.5, person.lips)
    teeth = (240, 232, 225) if smile > 0.012 else (90, 40, 40)
    oval(0, 0.3 - smile * 0.4, person.mouth * 0.92, 0.006 + smile, teeth)
