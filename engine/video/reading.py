"""Reading a video: opening it, the frame at a moment, and the moments at which it is worth looking.

FFmpeg gets a file that is already open, so that neither its network protocols nor its playlists reach
anything; it is told to refuse every container but a few as well. How a frame becomes a picture is
`engine.video.pixels`, which moments are chosen `engine.video.choosing`.

A moment is a whole number of milliseconds since the first frame. The frame of a moment is the first that is
shown at that time or after it; the moments given here are those of frames, so that asking for one of them
gives the very same pixels again. Decoding is done in one thread: videos are spread over the processors as
photos are.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.image import Image, ImageError, ImageProblem, open_file
from engine.video.choosing import choose
from engine.video.facts import VideoFacts, read_video_facts
from engine.video.limits import DEFAULT_VIDEO_LIMITS, VideoLimits
from engine.video.pixels import Look, picture_of

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

#: FFmpeg's names of the containers that are read. Playlists (HLS, DASH, concat) are none of them.
_CONTAINERS: Final = "mov,mp4,matroska,webm,avi,mpegts,mpeg,asf"
#: What each is called here; `qt` is the brand by which QuickTime differs from MP4.
_FORMATS: Final = {"matroska": "MKV", "avi": "AVI", "mpegts": "MTS", "mpeg": "MPEG", "asf": "WMV"}
#: How files of these begin, and at which byte: one that FFmpeg cannot open even so is damaged.
_STARTS: Final = (
    *((4, kind) for kind in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")),
    *((0, kind) for kind in (b"\x1a\x45\xdf\xa3", b"RIFF", b"\x00\x00\x01\xba", b"\x30\x26\xb2\x75")),
)
#: Where a seek lands too late, it is repeated so many milliseconds before; at last from the beginning.
_BACK_MS: Final = (0, 3_000, 20_000)
#: A file that ends so much before the time it states is damaged.
_MISSING_MS: Final = 2_000
#: Packets between two questions whether to go on.
_PATIENCE: Final = 2_000


def _always() -> bool:
    return True


def _check(proceed: Callable[[], bool]) -> None:
    if not proceed():
        raise StoppedError


class StoppedError(Exception):
    """Whoever asked for frames wants no more of them."""


class Video:
    """An open video; use it in one thread.

    Attributes:
        name: for messages.
        format: "MP4", "MOV", "MKV" (WebM too), "AVI", "MTS", "MPEG" or "WMV", by content.
        width: of the upright picture, in square pixels.
        height: likewise.
        orientation: as EXIF says it, 1 to 8: how stored frames are turned; already applied to all frames.
        duration_ms: from the first frame to the end of the last; less than stated where the file broke off,
            as soon as `moments` was asked for.
        damaged: the file broke off, or parts of it could not be decoded; what could be is used.
        facts: when, where and with what it was taken.
    """

    def __init__(
        self, container: InputContainer, stream: VideoStream, name: str, limits: VideoLimits
    ) -> None:
        from av.stream import Discard

        self.name = name
        self.damaged = False
        self.facts: VideoFacts = read_video_facts(container.metadata, stream.metadata)
        self.format = _format_of(container)
        self._container, self._stream, self._limits = container, stream, limits
        context = stream.codec_context
        limits.file.check(context.width, context.height, name)
        context.thread_count = 1
        for other in container.streams:
            if other is not stream:
                other.discard = Discard.all
        self._base = float(stream.time_base or 0) * 1000
        if not self._base > 0:
            raise ImageError(ImageProblem.DAMAGED, name)
        self._start = stream.start_time or 0
        self.duration_ms = self._stated_ms()
        if self.duration_ms > limits.max_seconds * 1000:
            raise ImageError(ImageProblem.TOO_LARGE, name, f"{self.duration_ms / 3_600_000:,.0f} h")
        self._frames: Iterator[VideoFrame] = iter(())
        #: The frame decoded last, when it and the one before it are shown; none directly after a seek.
        self._last: VideoFrame | None = None
        self._last_ms = self._before_ms = -1
        self._keys: Sequence[int] = ()
        self._decoded = 0
        first = self._find(0)
        self._look = Look.of(first, stream, limits.file, name)
        self.width, self.height = self._look.width, self._look.height
        self.orientation = self._look.orientation

    @classmethod
    @contextmanager
    def open(cls, path: str | Path, limits: VideoLimits = DEFAULT_VIDEO_LIMITS) -> Iterator[Video]:
        """Open a video for as long as the block runs.

        Raises:
            ImageError: `NEEDS_VIDEO` where PyAV is not installed; `NO_VIDEO`, `DAMAGED` or `TOO_LARGE`; or as
                `engine.image.open_file`.
        """
        name = str(path)
        try:
            # Optional, and slow to import.
            import av
        except ImportError as error:
            raise ImageError(ImageProblem.NEEDS_VIDEO, name) from error
        with open_file(path, limits.file) as file:
            try:
                options = {"format_whitelist": _CONTAINERS, "protocol_whitelist": "none"}
                container = av.open(
                    _Quiet(file), mode="r", container_options=options, metadata_errors="replace"
                )
            except Exception as error:
                # FFmpeg's errors are of many classes; that of a full memory is among them.
                raise ImageError(_kind(file, error), name) from error
            with container:
                stream = _pictures_of(container)
                if stream is None:
                    raise ImageError(ImageProblem.NO_VIDEO, name)
                try:
                    video = cls(container, stream, name, limits)
                except ImageError:
                    raise
                except Exception as error:
                    raise ImageError(ImageProblem.DAMAGED, name) from error
                yield video

    def moments(self, proceed: Callable[[], bool] = _always) -> list[int]:
        """Choose the moments at which to look at the video, reading it to its end without decoding.

        Args:
            proceed: asked now and then whether to go on.

        Returns:
            Milliseconds, ascending; those of key frames, and in between where these are far apart. A frame of
            a moment that is none of a key frame is shown a little later.

        Raises:
            StoppedError: `proceed` said no.
        """
        keys: set[int] = set()
        end = 0
        try:
            self._seek_to_start()
            for number, packet in enumerate(self._container.demux(self._stream)):
                if number % _PATIENCE == 0:
                    _check(proceed)
                at = packet.pts if packet.pts is not None else packet.dts
                if at is None:
                    continue
                end = max(end, self._ms(at + (packet.duration or 0)))
                if packet.is_keyframe and not packet.is_discard:
                    keys.add(self._ms(at))
        except StoppedError:
            raise
        except Exception:  # noqa: BLE001 - what lies before the damage is used
            self.damaged = True
        if end < self._stated_ms() - _MISSING_MS:
            self.damaged = True
        if end and (self.damaged or not self.duration_ms):
            self.duration_ms = end
        self._keys = sorted(keys)
        # The first frame that can be decoded stands for the beginning, key frame or not.
        return choose(sorted(keys | {0}), max(end, self.duration_ms), self._limits.most_frames)

    def frames(
        self, moments: Sequence[int], proceed: Callable[[], bool] = _always
    ) -> Iterator[tuple[int, Image]]:
        """Give the frames of some moments at full size, each with the very moment at which it is shown.

        Fewer come where several moments have one frame, where the video broke off, and where too much would
        have to be decoded (`VideoLimits.most_decoded`).

        Args:
            moments: ascending.
            proceed: asked before each frame whether to go on.

        Raises:
            StoppedError: `proceed` said no.
        """
        given = -1
        for moment in moments:
            _check(proceed)
            if self._decoded > self._limits.most_decoded:
                return
            try:
                found = self._find(moment)
                if self._last_ms <= given:
                    continue
                given, image = self._last_ms, self._image(found, None)
            except ImageError:
                self.damaged = True
                continue
            yield given, image

    def at(self, moment: int, at_least: int | None = None) -> Image:
        """Return the frame of a moment; the last one of a moment behind the end.

        Args:
            moment: milliseconds since the first frame.
            at_least: longer side wanted, pixels; the frame is reduced to 1/2 or 1/4 where that has as many.

        Raises:
            ImageError: `DAMAGED` where no frame can be decoded there or before.
        """
        return self._image(self._find(max(0, moment)), at_least)

    def _image(self, frame: VideoFrame, at_least: int | None) -> Image:
        try:
            pixels, scale = picture_of(frame, self._look, at_least)
        except Exception as error:
            raise ImageError(ImageProblem.DAMAGED, self.name) from error
        return Image(
            pixels=pixels,
            scale=scale,
            full_width=self.width,
            full_height=self.height,
            format=self.format,
            orientation=self.orientation,
            damaged=self.damaged,
            exif=None,
        )

    def _find(self, moment: int) -> VideoFrame:
        """Decode up to the first frame at a moment or after it; the last frame where there is none."""
        if self._last is not None and self._before_ms < moment <= self._last_ms:
            return self._last
        try:
            if self._goes_on_to(moment):
                return self._forward(moment)
            for back in _BACK_MS:
                with suppress(Exception):
                    self._seek(moment - back)
                    if self._step() and self._last_ms <= moment:
                        return self._forward(moment)
            self._seek_to_start()
            self._step()
            return self._forward(moment)
        except ImageError:
            raise
        except Exception as error:
            raise ImageError(ImageProblem.DAMAGED, self.name) from error

    def _goes_on_to(self, moment: int) -> bool:
        """Tell whether a moment is reached by decoding on, without a key frame to begin at in between."""
        if self._last is None or moment < self._last_ms or not self._keys:
            return False
        return not any(self._last_ms < key <= moment for key in self._keys)

    def _forward(self, moment: int) -> VideoFrame:
        while self._last is None or self._last_ms < moment:
            if not self._step():
                break
        if self._last is None:
            raise ImageError(ImageProblem.DAMAGED, self.name)
        return self._last

    def _step(self) -> bool:
        """Decode one frame more; tell whether there was one."""
        frame = next(self._frames, None)
        if frame is None:
            return False
        at = frame.pts if frame.pts is not None else frame.dts
        first, self._before_ms = self._last is None, self._last_ms
        # Without any time, frames are taken to be as far apart as in most films.
        self._last_ms = self._last_ms + 40 if at is None else self._ms(at)
        self._last = frame
        if first:
            # Nobody knows what is shown before it.
            self._before_ms = self._last_ms - 1
        return True

    def _all_frames(self) -> Iterator[VideoFrame]:
        """Decode from where the container stands; what cannot be decoded is passed over."""
        from av.error import FFmpegError

        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    return
                frames = packet.decode()
            except FFmpegError:
                self.damaged = True
                continue
            for frame in frames:
                self._decoded += 1
                yield frame

    def _seek(self, moment: int) -> None:
        # Half a millisecond more, so that a key frame whose moment was rounded down is found.
        self._begin(self._start + math.floor(max(0.0, moment + 0.5) / self._base))

    def _seek_to_start(self) -> None:
        self._begin(min(0, self._start))

    def _begin(self, at: int) -> None:
        self._last, self._last_ms, self._before_ms = None, -1, -1
        self._frames = self._all_frames()
        self._container.seek(at, stream=self._stream, backward=True)

    def _ms(self, at: int) -> int:
        return max(0, round((at - self._start) * self._base))

    def _stated_ms(self) -> int:
        stream, container = self._stream, self._container
        if stream.duration:
            return max(0, round(stream.duration * self._base))
        # Of the container, in microseconds.
        return max(0, round((container.duration or 0) / 1000))


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


class _Quiet:
    """A file for FFmpeg, whose mistakes are answers: PyAV prints an exception that nobody waits for."""

    def __init__(self, file: io.BufferedReader) -> None:
        self.read = file.read
        self.tell = file.tell
        self._file = file

    def seek(self, offset: int, whence: int = 0) -> int:
        """Seek, or return -1 where a damaged file points nowhere."""
        try:
            return self._file.seek(offset, whence)
        except (OSError, ValueError):
            return -1

    def seekable(self) -> bool:
        """Return that it is."""
        return True


def _pictures_of(container: InputContainer) -> VideoStream | None:
    """Return the first stream of pictures that is not a cover."""
    from av.stream import Disposition

    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            return stream
    return None


def _format_of(container: InputContainer) -> str:
    for name in container.format.name.split(","):
        if name in _FORMATS:
            return _FORMATS[name]
    brand: Any = container.metadata.get("major_brand", "")
    return "MOV" if brand.strip() == "qt" else "MP4"


def _kind(file: io.BufferedReader, error: Exception) -> ImageProblem:
    """Return what is wrong with a file that FFmpeg does not open."""
    if isinstance(error, MemoryError):
        return ImageProblem.TOO_LARGE
    file.seek(0)
    head = file.read(16)
    known = any(head[at : at + len(start)] == start for at, start in _STARTS)
    return ImageProblem.DAMAGED if known else ImageProblem.NO_VIDEO
