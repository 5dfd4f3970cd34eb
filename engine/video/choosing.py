"""At which moments a video is looked at. Plain arithmetic on milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: Key frames nearer than this to the last one that was chosen are left out: people move little in a second,
#: and phones make about one key frame in that time.
STEP_MS: Final = 1_000
#: A key frame is taken although it comes by this share too early: most come a little before the second.
_EARLY: Final = 0.1
#: Where key frames are further apart, moments in between are added, which takes decoding up to them.
LONG_GAP_MS: Final = 4_000
#: So far apart, at most.
FILLED_MS: Final = 2_000


def apart_ms(duration: int, most: int) -> int:
    """Return how far two moments that follow each other may be apart in a video of some duration."""
    return max(LONG_GAP_MS, 2 * max(STEP_MS, -(-duration // most)))


def choose(keys: Sequence[int], end: int, most: int) -> list[int]:
    """Choose moments: key frames about a second apart, and moments between those that are far apart.

    Args:
        keys: moments of key frames, ascending, milliseconds.
        end: of the video.
        most: so many moments at most; in a long video they are further apart.

    Returns:
        Ascending, each once; never empty where `keys` is not.
    """
    step = max(STEP_MS, -(-end // most))
    chosen: list[int] = []
    for key in keys:
        if not chosen or key - chosen[-1] >= step * (1 - _EARLY):
            chosen.append(key)
    filled: list[int] = []
    apart = max(step, FILLED_MS)
    for at, following in zip(chosen, [*chosen[1:], end], strict=True):
        filled.append(at)
        gap = following - at
        if gap > max(LONG_GAP_MS, 2 * step):
            parts = -(-gap // apart)
            filled += [at + gap * part // parts for part in range(1, parts)]
    if len(filled) <= most:
        return filled
    return [filled[place * (len(filled) - 1) // max(1, most - 1)] for place in range(most)]
