"""What is refused of a video, and how far it is looked into."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from engine.image import Limits


@dataclass(frozen=True, slots=True)
class VideoLimits:
    """Limits of one video; each of them depends on the file alone, so a result never depends on the computer.

    Attributes:
        file: size of the file, and pixels of one frame. A decoder holds up to 17 frames of a film (H.264,
            annex A.3.1), so they are smaller than those of photos: 8192 × 4320 is the largest size of HEVC
            and AV1, level 6.2.
        max_seconds: longer videos are refused.
        most_frames: of one video, so many are looked at.
        most_decoded: frames decoded on the way to those, where key frames are rare; behind that, the video is
            looked at no further.
    """

    file: Limits = Limits(max_bytes=1 << 40, max_pixels=8192 * 4320, max_side=16_384)  # noqa: RUF009 - frozen
    max_seconds: int = 24 * 3600
    most_frames: int = 240
    most_decoded: int = 40_000


DEFAULT_VIDEO_LIMITS: Final = VideoLimits()
