"""What opens videos and gives their frames, be it in this process or in another: what it tells, and how.

Whoever looks at a video uses `engine.video.Video`, which asks a `Source` of these.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from engine.video.facts import VideoFacts
from engine.video.pixels import Pixels

#: Files may state any time; no moment is later, so that all of them are numbers of eight bytes.
LATEST_MS: Final = 1 << 53

Proceed = Callable[[], bool]


def always() -> bool:
    """Be the answer of who never stops."""
    return True


class StoppedError(Exception):
    """Whoever asked for frames wants no more of them."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known of a video as soon as it is open; attributes as of `engine.video.Video`."""

    format: str
    width: int
    height: int
    orientation: int
    facts: VideoFacts


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A frame.

    Attributes:
        at_ms: when it is shown, milliseconds since the first frame.
        pixels: (h, w, 3) uint8, RGB, C-contiguous, upright.
        scale: pixels for each at full size along an axis: 1, 1/2 or 1/4.
    """

    at_ms: int
    pixels: Pixels
    scale: float


class Source(Protocol):
    """Who decodes a video: this process, or another one.

    Attributes:
        opened: what it is.
        duration_ms: as of `engine.video.Video`.
        damaged: likewise.
        spent: too many frames were decoded to look further (`VideoLimits.most_decoded`).
    """

    opened: Opened
    duration_ms: int
    damaged: bool
    spent: bool

    def moments(self, proceed: Proceed) -> list[int]:
        """Choose the moments at which to look at the video, as `engine.video.Video.moments`."""

    def frame(self, moment: int, given: int, proceed: Proceed) -> Shown | None:
        """Return the frame of a moment at full size.

        Args:
            moment: milliseconds since the first frame.
            given: when the frame that was given last is shown; -1 for none.
            proceed: asked now and then whether to go on.

        Returns:
            None where that is the same frame or an earlier one, where it cannot be decoded, and where the
            video is spent.

        Raises:
            StoppedError: `proceed` said no.
        """

    def at(self, moment: int, at_least: int | None) -> Shown:
        """Return the frame of a moment, as `engine.video.Video.at`."""
