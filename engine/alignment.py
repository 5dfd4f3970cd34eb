"""Aligning faces: the five-point similarity transform to a recogniser's template, and the warp itself."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Doubles = NDArray[np.float64]

# Beyond this many source pixels per crop pixel, bilinear sampling skips pixels and the picture is first
# reduced by averaging.
_ALIASING = 2.0


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
        ValueError: all points coincide or are not finite, so that no scale is defined.
    """
    source, target = np.asarray(points, np.float64), np.asarray(template, np.float64)
    source_mean, target_mean = source.mean(axis=0), target.mean(axis=0)
    x, y = (source - source_mean).T
    u, v = (target - target_mean).T
    spread = float(x @ x + y @ y)
    if not (math.isfinite(spread) and spread > 0):
        raise ValueError("the landmarks coincide or are not finite")
    # In the plane the best rotation and scale are one complex number, the regression of u + iv on x + iy.
    a, b = (u @ x + v @ y) / spread, (v @ x - u @ y) / spread
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
        (height, width, 3) uint8 RGB; black where the face reaches past the picture.

    Raises:
        ValueError: the landmarks coincide or are not finite.
    """
    matrix = similarity_transform(landmarks, template)
    pixels_per_pixel = 1 / math.hypot(matrix[0, 0], matrix[1, 0])
    if pixels_per_pixel > _ALIASING:
        image, matrix = _reduced(image, matrix, pixels_per_pixel, width, height)
    crop = cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR)
    return np.asarray(crop, np.uint8)


def _reduced(
    image: Pixels, matrix: Doubles, pixels_per_pixel: float, width: int, height: int
) -> tuple[Pixels, Doubles]:
    """Return the part of the picture that the crop needs, reduced to about the crop's scale."""
    inverse = cv2.invertAffineTransform(matrix)
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]]) @ inverse.T
    margin = math.ceil(pixels_per_pixel)
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int) - margin, 0)
    high = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + margin, (image.shape[1], image.shape[0]))
    if (high <= low).any():
        return image, matrix
    part = image[low[1] : high[1], low[0] : high[0]]
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
