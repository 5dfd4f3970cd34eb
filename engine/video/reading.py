"""Reading a video: opening it, the frame at a moment, and the moments at which it is worth looking.

A moment is a whole number of milliseconds since the first frame. The frame of a moment is the first that is
shown at that time or after it; the moments given here are those of frames, so that asking for one of them
gives the very same pixels again.

Who decodes is this process (`engine.video.decoding`) or, after `engine.image.isolate`, one of its workers
(`engine.video.isolated`): FFmpeg is a large program in C, and videos come from strangers.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from engine.image import Image, isolated
from engine.isolation import WorkersUnavailableError
from engine.video.decoding import open_here
from engine.video.facts import VideoFacts
from engine.video.isolated import Apart
from engine.video.limits import DEFAULT_VIDEO_LIMITS, VideoLimits
from engine.video.source import Shown, Source, StoppedError, always

__all__ = ["StoppedError", "Video", "frame"]

_log = logging.getLogger(__name__)


class Video:
    """An open video; use it in one thread.

    Attributes:
        name: for messages.
        format: "MP4", "MOV", "MKV" (WebM too), "AVI", "MTS", "MPEG" or "WMV", by content.
        width: of the upright picture, in square pixels.
        height: likewise.
        orientation: as EXIF says it, 1 to 8: how stored frames are turned; already applied to all frames.
        facts: when, where and with what it was taken.
    """

    def __init__(self, source: Source, name: str) -> None:
        self._source = source
        self.name = name
        self.format = source.opened.format
        self.width, self.height = source.opened.width, source.opened.height
        self.orientation = source.opened.orientation
        self.facts: VideoFacts = source.opened.facts

    @property
    def duration_ms(self) -> int:
        """From the first frame to the end of the last.

        Less than stated where the file broke off, as soon as `moments` was asked for.
        """
        return self._source.duration_ms

    @property
    def damaged(self) -> bool:
        """Whether the file broke off, or parts of it could not be decoded; what could be is used."""
        return self._source.damaged

    @classmethod
    @contextmanager
    def open(cls, path: str | Path, limits: VideoLimits = DEFAULT_VIDEO_LIMITS) -> Iterator[Video]:
        """Open a video for as long as the block runs.

        Raises:
            ImageError: `NEEDS_VIDEO` where PyAV is not installed; `NO_VIDEO`, `DAMAGED` or `TOO_LARGE`; where
                videos are decoded in processes of their own `VIDEO_CRASHED`, here and from all methods; or as
                `engine.image.open_file`.
        """
        apart = _apart(path, limits)
        if apart is not None:
            with closing(apart):
                yield cls(apart, str(path))
            return
        with open_here(path, limits) as decoder:
            yield cls(decoder, str(path))

    def moments(self, proceed: Callable[[], bool] = always) -> list[int]:
        """Choose the moments at which to look at the video, reading it to its end without decoding.

        Args:
            proceed: asked at first and now and then whether to go on; may wait.

        Returns:
            Milliseconds, ascending; those of key frames, and in between where these are far apart. A frame of
            a moment that is none of a key frame is shown a little later.

        Raises:
            ImageError: as `open`.
            StoppedError: `proceed` said no.
        """
        return self._source.moments(proceed)

    def frames(
        self, moments: Sequence[int], proceed: Callable[[], bool] = always
    ) -> Iterator[tuple[int, Image]]:
        """Give the frames of some moments at full size, each with the very moment at which it is shown.

        Fewer come where several moments have one frame, where the video broke off, and where too much would
        have to be decoded (`VideoLimits.most_decoded`). Each is decoded when it is asked for.

        Args:
            moments: ascending.
            proceed: asked before each frame, and now and then while one is looked for, whether to go on; may
                wait.

        Raises:
            ImageError: as `open`.
            StoppedError: `proceed` said no.
        """
        given = -1
        for moment in moments:
            if not proceed():
                raise StoppedError
            found = self._source.frame(moment, given, proceed)
            if found is not None:
                given = found.at_ms
                yield given, self._image(found)
            elif self._source.spent:
                return

    def at(self, moment: int, at_least: int | None = None) -> Image:
        """Return the frame of a moment; the last one of a moment behind the end.

        Args:
            moment: milliseconds since the first frame.
            at_least: longer side wanted, pixels; the frame is reduced to 1/2 or 1/4 where that has as many.

        Raises:
            ImageError: `DAMAGED` where no frame can be decoded there or before; or as `open`.
        """
        return self._image(self._source.at(moment, at_least))

    def _image(self, shown: Shown) -> Image:
        return Image(
            pixels=shown.pixels,
            scale=shown.scale,
            full_width=self.width,
            full_height=self.height,
            format=self.format,
            orientation=self.orientation,
            damaged=self.damaged,
            exif=None,
        )


def _apart(path: str | Path, limits: VideoLimits) -> Apart | None:
    """Open a video in a worker; None where videos are decoded in this process."""
    pool = isolated.pool()
    if pool is None:
        return None
    try:
        return Apart(pool, path, limits)
    except WorkersUnavailableError as error:
        # Better less safe than without videos.
        _log.warning("No process can be started for decoders (%s); they run in this one", error)
        return None


def frame(
    path: str | Path, at_ms: int, *, at_least: int | None = None, limits: VideoLimits = DEFAULT_VIDEO_LIMITS
) -> Image:
    """Return one frame of a video, upright: the first that is shown at a moment or after it.

    Args:
        path: of the file.
        at_ms: milliseconds since the first frame; behind the end, the last frame is given.
        at_least: longer side wanted, pixels; the frame is reduced to 1/2 or 1/4 where that has as many.
            None: full size.
        limits: what is refused.

    Raises:
        ImageError: as `Video.open` and `Video.at`.
    """
    with Video.open(path, limits) as video:
        return video.at(at_ms, at_least)
