"""Decoding a video in this process: opening it, choosing its moments, and the frames of these.

FFmpeg gets a file that is already open, so that neither its network protocols nor its playlists reach
anything; it is told to refuse every container but a few as well. How a frame becomes a picture is
`engine.video.pixels`, which moments are chosen `engine.video.choosing`. Whoever wants frames asks
`engine.video.Video`, which may have the same done in another process (`engine.video.isolated`). Decoding is
done in one thread: videos are spread over the processors as photos are.
"""

from __future__ import annotations

import io
import math
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.image import ImageError, ImageProblem, open_file
from engine.video.choosing import choose
from engine.video.facts import read_video_facts
from engine.video.limits import VideoLimits
from engine.video.pixels import Look, picture_of
from engine.video.source import LATEST_MS, Opened, Proceed, Shown, StoppedError, always

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

#: FFmpeg's names of the containers that are read. Playlists (HLS, DASH, concat) are none of them.
_CONTAINERS: Final = "mov,mp4,matroska,webm,avi,mpegts,mpeg,asf"
#: What each is called here; `qt` is the brand by which QuickTime differs from MP4.
_FORMATS: Final = {"matroska": "MKV", "avi": "AVI", "mpegts": "MTS", "mpeg": "MPEG", "asf": "WMV"}
#: All names that a video can have.
FORMATS: Final = frozenset({*_FORMATS.values(), "MP4", "MOV"})
#: How files of these begin, and at which byte: one that FFmpeg cannot open even so is damaged.
_STARTS: Final = (
    *((4, kind) for kind in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")),
    *((0, kind) for kind in (b"\x1a\x45\xdf\xa3", b"RIFF", b"\x00\x00\x01\xba", b"\x30\x26\xb2\x75")),
)
#: Where a seek lands too late, it is repeated so many milliseconds before; at last from the beginning.
_BACK_MS: Final = (0, 3_000, 20_000)
#: A file that ends so much before the time it states is damaged.
_MISSING_MS: Final = 2_000
#: Seconds between two questions whether to go on, while packets are read and frames decoded.
_PATIENCE_S: Final = 0.25


class Decoder:
    """A `Source` in this process; use it in one thread. Made by `open_here`."""

    def __init__(
        self,
        container: InputContainer,
        stream: VideoStream,
        name: str,
        limits: VideoLimits,
        proceed: Proceed,
    ) -> None:
        from av.stream import Discard

        self.damaged = self.spent = False
        self._container, self._stream, self._name, self._limits = container, stream, name, limits
        self._proceed, self._asked = proceed, time.monotonic()
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
        self.opened = Opened(
            format=_format_of(container),
            width=self._look.width,
            height=self._look.height,
            orientation=self._look.orientation,
            facts=read_video_facts(container.metadata, stream.metadata),
        )

    def moments(self, proceed: Proceed = always) -> list[int]:
        """Choose the moments at which to look at the video, as `engine.video.Video.moments`."""
        # A file is long to read where nothing is decoded, so it is asked before the first packet, too.
        self._proceed, self._asked = proceed, -math.inf
        keys: set[int] = set()
        end = 0
        try:
            self._seek_to_start()
            for packet in self._container.demux(self._stream):
                self._ask()
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

    def frame(self, moment: int, given: int, proceed: Proceed = always) -> Shown | None:
        """Return the frame of a moment at full size, as `Source.frame`."""
        self._proceed, self._asked = proceed, time.monotonic()
        self.spent = self._decoded > self._limits.most_decoded
        if self.spent:
            return None
        try:
            found = self._find(moment)
            return None if self._last_ms <= given else self._shown(found, None)
        except ImageError as error:
            if isinstance(error.__cause__, MemoryError):
                raise
            self.damaged = True
            return None

    def at(self, moment: int, at_least: int | None = None, proceed: Proceed = always) -> Shown:
        """Return the frame of a moment, as `engine.video.Video.at`."""
        self._proceed, self._asked = proceed, time.monotonic()
        return self._shown(self._find(max(0, moment)), at_least)

    def _shown(self, frame: VideoFrame, at_least: int | None) -> Shown:
        try:
            pixels, scale = picture_of(frame, self._look, at_least)
        except MemoryError as error:
            raise ImageError(ImageProblem.TOO_LARGE, self._name, "not enough memory") from error
        except Exception as error:
            raise ImageError(ImageProblem.DAMAGED, self._name) from error
        return Shown(self._last_ms, pixels, scale)

    def _ask(self) -> None:
        """Ask whether to go on, unless that was done just now."""
        now = time.monotonic()
        if now - self._asked >= _PATIENCE_S:
            self._asked = now
            if not self._proceed():
                raise StoppedError

    def _find(self, moment: int) -> VideoFrame:
        """Decode up to the first frame at a moment or after it; the last frame where there is none."""
        if self._last is not None and self._before_ms < moment <= self._last_ms:
            return self._last
        try:
            if self._goes_on_to(moment):
                return self._forward(moment)
            for back in _BACK_MS:
                found = self._from(moment - back, moment)
                if found is not None:
                    return found
            self._seek_to_start()
            self._step()
            return self._forward(moment)
        except StoppedError:
            # Whoever asks again begins anew, as no more frames come from here.
            self._last = None
            raise
        except ImageError:
            raise
        except MemoryError as error:
            raise ImageError(ImageProblem.TOO_LARGE, self._name, "not enough memory") from error
        except Exception as error:
            raise ImageError(ImageProblem.DAMAGED, self._name) from error

    def _from(self, start: int, moment: int) -> VideoFrame | None:
        """Decode from one moment up to another; None where the first frame that comes is behind that."""
        try:
            self._seek(start)
            if self._step() and self._last_ms <= moment:
                return self._forward(moment)
        except StoppedError:
            raise
        except Exception:  # noqa: BLE001, S110 - it is tried from further before
            pass
        return None

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
            raise ImageError(ImageProblem.DAMAGED, self._name)
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
            self._ask()
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
        return min(max(0, round((at - self._start) * self._base)), LATEST_MS)

    def _stated_ms(self) -> int:
        stream, container = self._stream, self._container
        if stream.duration:
            return max(0, round(stream.duration * self._base))
        # Of the container, in microseconds.
        return max(0, round((container.duration or 0) / 1000))


@contextmanager
def open_here(path: str | Path, limits: VideoLimits, proceed: Proceed = always) -> Iterator[Decoder]:
    """Open a video in this process for as long as the block runs.

    Args:
        path: of the file.
        limits: what is refused.
        proceed: asked now and then while it is opened whether to go on.

    Raises:
        ImageError: as `engine.video.Video.open`.
        StoppedError: `proceed` said no.
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
            container = av.open(_Quiet(file), mode="r", container_options=options, metadata_errors="replace")
        except MemoryError as error:
            raise ImageError(ImageProblem.TOO_LARGE, name, "not enough memory") from error
        except Exception as error:
            # FFmpeg's errors are of many classes.
            raise ImageError(_kind(file), name) from error
        with container:
            stream = _pictures_of(container)
            if stream is None:
                raise ImageError(ImageProblem.NO_VIDEO, name)
            try:
                decoder = Decoder(container, stream, name, limits, proceed)
            except (ImageError, StoppedError):
                raise
            except Exception as error:
                raise ImageError(ImageProblem.DAMAGED, name) from error
            yield decoder


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


def _kind(file: io.BufferedReader) -> ImageProblem:
    """Return what is wrong with a file that FFmpeg does not open."""
    file.seek(0)
    head = file.read(16)
    known = any(head[at : at + len(start)] == start for at, start in _STARTS)
    return ImageProblem.DAMAGED if known else ImageProblem.NO_VIDEO
