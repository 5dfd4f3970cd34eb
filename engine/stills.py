"""The picture of a file that is a photo or a video: for whoever shows, exports or cuts either.

What a video is apart from its frames is `engine.video`; decoding photos is `engine.image`.
"""

from __future__ import annotations

from pathlib import Path

from engine.image import DEFAULT_LIMITS, Image, Limits, decode, read_bytes
from engine.video import frame, is_video


def still(
    path: str | Path,
    *,
    at_ms: int | None = None,
    at_least: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Image:
    """Return the upright picture of a photo, or one frame of a video.

    Args:
        path: Of the file; its suffix tells which of the two it is.
        at_ms: Of a video the moment, milliseconds since the first frame; None for the beginning. The library
            knows which moment stands for a video (`Photo.shown_ms`). Of a photo it says nothing.
        at_least: Longer side wanted, pixels, as `engine.image.decode`; None for full size.
        limits: What is refused of a photo.

    Raises:
        ImageError: The file cannot be read or decoded.
    """
    if is_video(Path(path)):
        return frame(path, at_ms or 0, at_least=at_least)
    return decode(read_bytes(path, limits), name=str(path), at_least=at_least, limits=limits)
