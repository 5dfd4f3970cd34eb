"""The names of the built-in models, and reading pictures of faces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import PIL.Image
from numpy.typing import NDArray

DETECTOR, RECOGNISER = "yunet-2023mar", "sface-2021dec"

#: What new libraries use.
DEFAULT_RECOGNISER = "familiar-1"


def load_rgb(path: Path) -> NDArray[np.uint8]:
    """Return a picture as (height, width, 3) RGB."""
    with PIL.Image.open(path) as image:
        return np.asarray(image.convert("RGB"), np.uint8)
