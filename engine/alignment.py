"""Aligning faces: the five-point similarity transform to a recogniser's template, and the warp itself."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Doubles = NDArray[np.float64]

# A fit this poor (share of the template's spread that it explains) is rounding error, not a direction.
_NOTHING = 1e-12

# Beyond this many source pixels per crop pixel, bilinear sampling skips pixels and the picture is first
# reduced by averaging.
_ALIASING = 2.0

# What is drawn beyond the picture's edges: of black, greys, reflected and repeated edges the middle grey
# hides least of a face that is cut off (VAL at FAR 1e-3 of 412 tight crops 0.79 instead of 0.74 with black).
_FILL = 127


def similarity_transform(points: NDArray[np.floating], template: NDArray[np.floating]) -> Doubles:
    """Return the rotation, uniform scale and shift that best take points to a template.

    Least squares, without reflection (Umeyama, "Least-squares estimation of transformation parameters
    between two point patterns", PAMI 1991, eq. 40-43).

    Args:
        points: (k, 2) x and y, k >= 2.
        template: (k, 2) where they should go.

    Returns:
        (2, 3) float64 matrix M with template ~ M @ (x, y, 1).

    Raises:
        ValueError: all points coincide, are not finite, or have no turn and scale in common with the
            template, so that no transform is defined.
    """
    source, target = np.asarray(points, np.float64), np.asarray(template, np.float64)
    if not (np.isfinite(source).all() and np.isfinite(target).all()):
        raise ValueError("the landmarks are not finite")
    source_mean, target_mean = source.mean(axis=0), target.mean(axis=0)
    x, y = (source - source_mean).T
    u, v = (target - target_mean).T
    spread = float(x @ x + y @ y)
    # Compared with their distance from the origin: the mean of equal numbers need not be that number.
    if not (math.isfinite(spread) and spread > 1e-20 * float((source**2).sum())):
        raise ValueError("the landmarks coincide")
    # In the plane the best rotation and scale are one complex number, the regression of u + iv on x + iy.
    a, b = (u @ x + v @ y) / spread, (v @ x - u @ y) / spread
    if not (a * a + b * b) * spread > _NOTHING * float(u @ u + v @ v):
        raise ValueError("the landmarks do not resemble a face")
    turn = np.array([[a, -b], [b, a]])
    return np.column_stack([turn, target_mean - turn @ source_mean])


def align(
    image: Pixels, landmarks: NDArray[np.floating], template: NDArray[np.floating], *, width: int, height: int
) -> Pixels:
    """Cut one face out so that its landmarks lie on the template.

    Args:
        image: (h, w, 3) uint8 RGB.
        landmarks: (5, 2) pixels of `image`.
        template: (5, 2) pixels of the result.
        width: of the result.
        height: of the result.

    Returns:
        (height, width, 3) uint8 RGB; grey where the face reaches past the picture.

    Raises:
        ValueError: no transform is defined; see `similarity_transform`.
    """
    matrix = similarity_transform(landmarks, template)
    pixels_per_pixel = 1 / math.hypot(matrix[0, 0], matrix[1, 0])
    # The warp alone would take the whole picture, but OpenCV's refuses sides of 32,767 pixels and more.
    image, matrix = _part(image, matrix, pixels_per_pixel, width, height)
    crop = cv2.warpAffine(
        image,
        matrix,
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(_FILL, _FILL, _FILL),
    )
    return np.asarray(crop, np.uint8)


def _part(
    image: Pixels, matrix: Doubles, pixels_per_pixel: float, width: int, height: int
) -> tuple[Pixels, Doubles]:
    """Return the part of the picture that the crop needs, reduced where it is much larger than the crop."""
    inverse = cv2.invertAffineTransform(matrix)
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]]) @ inverse.T
    margin = math.ceil(pixels_per_pixel)
    edges = (image.shape[1], image.shape[0])
    low = np.clip(np.floor(corners.min(axis=0)) - margin, 0, edges).astype(int)
    high = np.clip(np.ceil(corners.max(axis=0)) + margin, 0, edges).astype(int)
    if (high <= low).any():
        return np.full((1, 1, 3), _FILL, np.uint8), matrix
    part = image[low[1] : high[1], low[0] : high[0]]
    if pixels_per_pixel <= _ALIASING:
        return part, np.column_stack([matrix[:, :2], matrix[:, 2] + matrix[:, :2] @ low])
    size = np.maximum(np.round((high - low) / pixels_per_pixel).astype(int), 1)
    factor = size / (high - low)
    reduced = cv2.resize(part, (int(size[0]), int(size[1])), interpolation=cv2.INTER_AREA)
    # A pixel's centre is at its index, so areas scale about -0.5 (x' = (x - low + 0.5) factor - 0.5).
    back = np.array(
        [
            [1 / factor[0], 0, (0.5 / factor[0]) - 0.5 + low[0]],
            [0, 1 / factor[1], (0.5 / factor[1]) - 0.5 + low[1]],
            [0, 0, 1],
        ]
    )
    return np.asarray(reduced, np.uint8), np.asarray(matrix @ back, np.float64)
