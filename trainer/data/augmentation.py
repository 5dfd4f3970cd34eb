"""Altering faces for training, so that a network meets what old and poor photos do to them.

`Augmentation` says how often and how strongly each alteration is used; all chance comes from the generator
that is passed in. `DEGRADATIONS` alter faces in one fixed way each, to measure what is still recognised.

The order follows a photo's way: the face and what covers it, light, lens, size, sensor or film, compression
(after the order of degradations in Wang et al., "Real-ESRGAN", ICCVW 2021, section 3.1).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from types import MappingProxyType
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from trainer.data import alterations
from trainer.data.geometry import Region, cut_region

Pixels = NDArray[np.uint8]
Range = tuple[float, float]

# Pixels of the side of the face that lengths are given for.
_FACE: Final = 112

# What programs reduce and enlarge pictures with, the usual ways more often.
_DOWN: Final = (cv2.INTER_AREA, cv2.INTER_AREA, cv2.INTER_AREA, cv2.INTER_LINEAR)
_UP: Final = (cv2.INTER_LINEAR, cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_NEAREST)


@dataclass(frozen=True, slots=True)
class Augmentation:
    """How often each alteration is used (0 to 1), and between which bounds its strength is drawn.

    Lengths are in pixels of a face of 112 pixels, and grow with the network's input.

    Attributes:
        flip: mirrored left to right.
        move: moved, scaled and turned (Kim et al., "AdaFace", CVPR 2022, section 4: crops and photometric
            changes make a recogniser robust).
        shift: along each axis, pixels, up to.
        scale: size of the face.
        turn: degrees, up to. With the presets' bounds a moved face never needs more than a stored crop has.
        cover: something before the face: a rectangle (Zhong et al., "Random Erasing", AAAI 2020), or a bar
            over the eyes or before mouth and nose, as glasses and masks are.
        covered: side of the rectangle, share of the face's.
        light: exposure, contrast, gamma and cast of colour (Howard, "Some improvements on deep convolutional
            neural network based image classification", 2013, section 2.2).
        exposure: in stops.
        contrast: factor about the middle.
        gamma: exponent.
        cast: factor of each colour, up to 1 plus or minus this.
        grey: without colour.
        sepia: in the brown of old prints; fades contrast as well (Wan et al., "Bringing old photos back to
            life", CVPR 2020, section 3.1, for this and grain).
        blur: out of focus: Gaussian (Dodge & Karam, "Understanding how image quality affects deep neural
            networks", QoMEX 2016, for blur, noise and compression).
        sigma: of the Gaussian, pixels.
        motion: moved while it was taken.
        path: length of the movement, pixels.
        shrink: reduced and enlarged again (AdaFace).
        side: to which the face is reduced, pixels, whatever the network's input.
        noise: of a sensor, each colour on its own.
        noise_level: standard deviation, grey levels.
        grain: of film: coarser, and the same in all colours.
        grain_level: standard deviation, grey levels.
        compress: stored as a JPEG.
        quality: of the JPEG.
    """

    flip: float = 0.0
    move: float = 0.0
    shift: float = 4.0
    scale: Range = (0.95, 1.1)
    turn: float = 8.0
    cover: float = 0.0
    covered: Range = (0.15, 0.4)
    light: float = 0.0
    exposure: Range = (-0.7, 0.7)
    contrast: Range = (0.7, 1.25)
    gamma: Range = (0.75, 1.4)
    cast: float = 0.12
    grey: float = 0.0
    sepia: float = 0.0
    blur: float = 0.0
    sigma: Range = (0.5, 2.5)
    motion: float = 0.0
    path: Range = (3, 9)
    shrink: float = 0.0
    side: Range = (16, 48)
    noise: float = 0.0
    noise_level: Range = (3, 12)
    grain: float = 0.0
    grain_level: Range = (4, 14)
    compress: float = 0.0
    quality: Range = (10, 60)

    def __post_init__(self) -> None:
        for entry in fields(self):
            value = getattr(self, entry.name)
            if isinstance(value, tuple) and not value[0] <= value[1]:
                raise ValueError(f"{entry.name} begins at {value[0]}, above its end at {value[1]}")
        for name in _SHARES:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is from 0 to 1, not {getattr(self, name)}")

    def altered(
        self, crop: Pixels, margin: int, width: int, height: int, *, generator: np.random.Generator
    ) -> Pixels:
        """Cut the recogniser's region out of a stored crop, at a network's size, and alter it.

        Args:
            crop: (size, size, 3) uint8 RGB; stays as it is.
            margin: how far inside the region lies, pixels.
            width: of the network's input, pixels.
            height: of the network's input, pixels.
            generator: of all chance.

        Returns:
            (height, width, 3) uint8 RGB.
        """
        chance = _Chance(self, generator)
        region = Region(len(crop), margin, width, height, flipped=chance.wanted("flip"))
        if chance.wanted("move"):
            most = self.shift * (len(crop) - 2 * margin) / _FACE
            shift = (-most, most)
            region = replace(
                region,
                shift=(chance.drawn(shift), chance.drawn(shift)),
                scale=chance.drawn(self.scale),
                turn=chance.drawn((-self.turn, self.turn)),
            )
        face = cut_region(crop, region)
        if chance.wanted("cover"):
            face = _covered(face, chance.drawn(self.covered), generator)
        face = self._lit(face, chance)
        return self._taken(face, chance, unit=_unit(face))

    def _lit(self, face: Pixels, chance: _Chance) -> Pixels:
        """Change light and colours."""
        if chance.wanted("light"):
            face = alterations.lit(
                face,
                exposure=chance.drawn(self.exposure),
                contrast=chance.drawn(self.contrast),
                gamma=chance.drawn(self.gamma),
                cast=(1 + self.cast * (2 * chance.generator.random(3) - 1)).astype(np.float32),
            )
        if chance.wanted("sepia"):
            return alterations.sepia(face)
        if chance.wanted("grey"):
            return alterations.grey(face)
        return face

    def _taken(self, face: Pixels, chance: _Chance, *, unit: float) -> Pixels:
        """Do what lens, size, sensor, film and storing do; `unit` pixels of a face are one of 112."""
        if chance.wanted("blur"):
            face = alterations.blurred(face, chance.drawn(self.sigma) * unit)
        if chance.wanted("motion"):
            face = alterations.moved(face, chance.drawn(self.path) * unit, chance.drawn((0, 180)))
        if chance.wanted("shrink"):
            down, up = chance.generator.integers(len(_DOWN), size=2)
            side = round(chance.drawn(self.side))
            face = alterations.shrunk(face, side, down=_DOWN[down], up=_UP[up])
        if chance.wanted("grain"):
            face = alterations.grained(face, chance.drawn(self.grain_level), chance.generator)
        if chance.wanted("noise"):
            face = alterations.noisy(face, chance.drawn(self.noise_level), chance.generator)
        if chance.wanted("compress"):
            face = alterations.compressed(face, round(chance.drawn(self.quality)))
        return face


class _Chance:
    """What happens to one face; whether each alteration does is drawn at once, which is much faster."""

    def __init__(self, augmentation: Augmentation, generator: np.random.Generator) -> None:
        self.generator = generator
        draws = generator.random(len(_SHARES))
        self._wanted = {
            name: draw < getattr(augmentation, name) for name, draw in zip(_SHARES, draws, strict=True)
        }

    def wanted(self, name: str) -> bool:
        return bool(self._wanted[name])

    def drawn(self, bounds: Range) -> float:
        return bounds[0] + (bounds[1] - bounds[0]) * self.generator.random()


_SHARES: Final = (
    "flip", "move", "cover", "light", "grey", "sepia",
    "blur", "motion", "shrink", "noise", "grain", "compress",
)  # fmt: skip

#: By name: no alteration, what good photos of today ask for, and what albums and scans do.
PRESETS: Final[Mapping[str, Augmentation]] = MappingProxyType(
    {
        "none": Augmentation(),
        "light": Augmentation(
            flip=0.5, move=0.5, light=0.3, grey=0.05, blur=0.1, sigma=(0.5, 1.2), shrink=0.1,
        ),
        "old_photos": Augmentation(
            flip=0.5, move=0.7, cover=0.1, light=0.5, grey=0.2, sepia=0.1, blur=0.2, motion=0.1, shrink=0.3,
            noise=0.15, grain=0.2, compress=0.3,
        ),
    }
)  # fmt: skip


def _covered(face: Pixels, share: float, generator: np.random.Generator) -> Pixels:
    height, width = face.shape[:2]
    kind, colour = generator.integers(4), generator.integers(256, size=3).tolist()
    # On the template the eyes are at 0.46 of the height, the nose at 0.64, the mouth at 0.82.
    if kind == 0:
        return alterations.behind(face, 0.38, 0.54, colour)
    if kind == 1:
        return alterations.behind(face, 0.6, 1.0, colour)
    covered = face.copy()
    side = (round(share * height), round(share * width))
    top, left = (int(generator.integers(max(1, n - s))) for n, s in zip((height, width), side, strict=True))
    covered[top : top + side[0], left : left + side[1]] = colour
    return covered


def _unit(face: Pixels) -> float:
    """Return how many pixels of this face are one of a face of 112 pixels."""
    return len(face) / _FACE


def _blurred(face: Pixels) -> Pixels:
    return alterations.blurred(face, 2.5 * _unit(face))


def _moved(face: Pixels) -> Pixels:
    return alterations.moved(face, 11 * _unit(face), 0)


def _noisy(face: Pixels) -> Pixels:
    return alterations.noisy(face, 20.0, np.random.default_rng(0))


#: By name: what is done to a face (h, w, 3) uint8 RGB. The same face always becomes the same.
DEGRADATIONS: Final[Mapping[str, Callable[[Pixels], Pixels]]] = MappingProxyType(
    {
        "48 px": partial(alterations.shrunk, side=48),
        "24 px": partial(alterations.shrunk, side=24),
        "16 px": partial(alterations.shrunk, side=16),
        "blurred": _blurred,
        "moved": _moved,
        "JPEG 10": partial(alterations.compressed, quality=10),
        "noisy": _noisy,
        "grey": alterations.grey,
        "sepia": alterations.sepia,
        "dark": partial(alterations.lit, exposure=-2.0),
        "bright": partial(alterations.lit, exposure=1.0),
        "dark glasses": partial(alterations.behind, top=0.38, bottom=0.54, colour=(20, 20, 20)),
        "mask": partial(alterations.behind, top=0.6, bottom=1.0, colour=(150, 190, 210)),
    }
)
