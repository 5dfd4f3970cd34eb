"""Decoding videos in processes of their own: a conversation with a worker, as long as a video is open.

Who asks and who answers takes turns, so that there is one frame at a time between them, and a worker waits
while somebody pauses. While it reads and decodes it asks now and then whether to go on; by that it is known
to get on, and is given time anew. A worker that crashes, loops or takes all memory costs its video alone, and
what comes back is checked like the video itself, as in `engine.image.isolated`, whose workers these are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from engine.image import ImageError, ImageProblem, Limits
from engine.image.isolated import VIDEO
from engine.isolation import Message, Pool, Talk, WorkerEnd, WorkerError, WorkersUnavailableError
from engine.isolation.serving import Say
from engine.isolation.wire import Part
from engine.video.decoding import FORMATS, Decoder, open_here
from engine.video.facts import LONGEST_NAME, VideoFacts
from engine.video.limits import VideoLimits
from engine.video.source import LATEST_MS, Opened, Proceed, Shown, StoppedError, always

_T = TypeVar("_T")


class Apart:
    """A `Source` in a worker; use it in one thread, and close it.

    A worker that dies may have been spoiled by what it did before, or ended by somebody: once, the video is
    opened again in a new one, and it goes on where it was.

    Args:
        pool: whose workers.
        path: of the file.
        limits: what is refused.

    Raises:
        ImageError: as `engine.video.Video.open`; from all methods, too.
        WorkersUnavailableError: no worker can be started.
    """

    def __init__(self, pool: Pool, path: str | Path, limits: VideoLimits) -> None:
        self._pool, self._name, self._limits = pool, str(path), limits
        self._talk: Talk | None = None
        #: Whether this is the second worker, and whether the first knew all moments of key frames.
        self._again = self._listed = False
        self.duration_ms = 0
        self.damaged = self.spent = False
        file = limits.file
        self._words = {
            "file": _absolute(path),
            "limits": [file.max_bytes, file.max_pixels, file.max_side],
            "more": [limits.max_seconds, limits.most_frames, limits.most_decoded],
        }
        try:
            self.opened: Opened = self._kept(None, always, self._opening)
        except BaseException:
            self.close()
            raise

    def moments(self, proceed: Proceed = always) -> list[int]:
        """Choose the moments at which to look at the video, as `engine.video.Video.moments`."""
        found = self._kept({"do": "moments"}, proceed, self._moments)
        self._listed = True
        return found

    def frame(self, moment: int, given: int, proceed: Proceed = always) -> Shown | None:
        """Return the frame of a moment at full size, as `Source.frame`."""

        def shown(message: Message) -> Shown | None:
            found = self._shown(message) if message.parts else None
            if found is not None and (found.at_ms <= given or found.scale != 1):
                raise ValueError("a frame that was not asked for")
            return found

        return self._kept({"do": "frame", "moment": moment, "given": given}, proceed, shown)

    def at(self, moment: int, at_least: int | None = None) -> Shown:
        """Return the frame of a moment, as `engine.video.Video.at`."""
        return self._kept({"do": "at", "moment": moment, "at_least": at_least}, always, self._shown)

    def close(self) -> None:
        """Close the video, and give the worker back."""
        talk, self._talk = self._talk, None
        if talk is not None:
            talk.close()

    def _kept(self, request: dict[str, Any] | None, proceed: Proceed, read: Callable[[Message], _T]) -> _T:
        """Ask the worker, or a second one where the first dies, and read its answer.

        Args:
            request: None for the video's opening.
            proceed: asked whenever the worker asks.
            read: may raise what it likes where the answer is none of a decoder in its right mind.
        """
        while True:
            try:
                return read(self._asked(request, proceed))
            except WorkerError as error:
                self.close()
                if self._again or error.end is WorkerEnd.OUT_OF_TIME:
                    raise self._ended(error.end) from error
                self._again = True
            except WorkersUnavailableError as error:
                if not self._again:
                    raise
                raise self._ended(WorkerEnd.CRASHED) from error
            except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
                self.close()
                raise self._ended(WorkerEnd.CRASHED) from error

    def _ended(self, end: WorkerEnd) -> ImageError:
        match end:
            case WorkerEnd.OUT_OF_MEMORY:
                return ImageError(ImageProblem.TOO_LARGE, self._name, "not enough memory")
            case WorkerEnd.OUT_OF_TIME:
                return ImageError(ImageProblem.VIDEO_CRASHED, self._name, "it took too long")
            case WorkerEnd.CRASHED:
                return ImageError(ImageProblem.VIDEO_CRASHED, self._name, "the decoder crashed")

    def _asked(self, request: dict[str, Any] | None, proceed: Proceed) -> Message:
        if self._talk is None:
            self._talk = self._pool.talk(VIDEO, self._words, anew=self._again)
            try:
                opening = self._heard(self._talk, proceed)
            except (ImageError, StoppedError):
                # It has nothing open that more could be asked of.
                self.close()
                raise
            if self._listed:
                # Where key frames are, it has to find out as well.
                self._talk.say({"do": "moments"})
                self._heard(self._talk, proceed)
            if request is None:
                return opening
        if request is not None:
            self._talk.say(request)
        return self._heard(self._talk, proceed)

    def _heard(self, talk: Talk, proceed: Proceed) -> Message:
        """Wait for an answer, and answer meanwhile whether to go on.

        Raises:
            ImageError: the one that the worker raised.
            StoppedError: `proceed` said no, and the worker stopped.
        """
        while "asks" in (message := talk.hear()).words:
            try:
                go = proceed()
            except BaseException:
                self.close()
                raise
            talk.say({"go": go})
        words = message.words
        if "problem" in words:
            raise ImageError(ImageProblem(words["problem"]), self._name, str(words["detail"])[:200])
        if "stopped" in words:
            raise StoppedError
        self.damaged, self.spent = bool(words["damaged"]), bool(words["spent"])
        self.duration_ms = _whole(words["duration_ms"])
        return message

    def _opening(self, message: Message) -> Opened:
        words = message.words
        width, height, orientation = (_whole(words[name]) for name in ("width", "height", "orientation"))
        self._limits.file.check(width, height, self._name)
        if words["format"] not in FORMATS or not 1 <= orientation <= 8:
            raise ValueError("a video of no kind")
        return Opened(words["format"], width, height, orientation, _facts(words["facts"]))

    def _moments(self, message: Message) -> list[int]:
        found = [_whole(moment) for moment in message.words["moments"]]
        if len(found) > self._limits.most_frames or found != sorted(set(found)):
            raise ValueError("moments without order")
        return found

    def _shown(self, message: Message) -> Shown:
        (pixels,) = message.parts
        reduction = _whole(message.words["reduction"])
        if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8 or reduction not in {1, 2, 4}:
            raise TypeError("no picture")
        size = (max(1, self.opened.height // reduction), max(1, self.opened.width // reduction), 3)
        if pixels.shape != size:
            raise ValueError("a picture of another size")
        return Shown(_whole(message.words["at_ms"]), pixels, 1 / reduction)


def _absolute(path: str | Path) -> str:
    """Return the path as a worker finds it, which may have been started in another folder."""
    try:
        return str(Path(path).absolute())
    except OSError:
        # The working folder is gone.
        return str(path)


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= LATEST_MS:
        raise ValueError("no number")
    return value


def _facts(told: Any) -> VideoFacts:
    taken_at, zone_known, make, model, latitude, longitude = told
    names = [name for name in (make, model) if name is not None]
    if not all(isinstance(name, str) and name.isprintable() and len(name) <= LONGEST_NAME for name in names):
        raise ValueError("names that are none")
    place = None if latitude is None else (float(latitude), float(longitude))
    if place is not None and not (abs(place[0]) <= 90 and abs(place[1]) <= 180):
        raise ValueError("a place that is none")
    moment = None if taken_at is None else datetime.fromisoformat(taken_at)
    if moment is not None and moment.utcoffset() is None:
        raise ValueError("a moment without a zone")
    return VideoFacts(moment, bool(zone_known), make, model, *(place or (None, None)))


def serve_video(words: dict[str, Any], _parts: tuple[Part, ...], say: Say) -> None:
    """Open a video and do what is asked of it; the worker's side of `Apart`."""

    def proceed() -> bool:
        answer = say(Message({"asks": True}))
        return answer is not None and bool(answer.words["go"])

    limits = VideoLimits(Limits(*words["limits"]), *words["more"])
    try:
        with open_here(words["file"], limits, proceed) as decoder:
            request = say(Message(_state(decoder) | _said(decoder.opened)))
            while request is not None:
                request = say(_done(decoder, request.words, proceed))
    except StoppedError:
        say(Message({"stopped": True}))
    except ImageError as error:
        say(_problem(error))


def _done(decoder: Decoder, words: dict[str, Any], proceed: Proceed) -> Message:
    """Do what was asked."""
    try:
        shown: Shown | None = None
        told: dict[str, Any] = {}
        match words["do"]:
            case "moments":
                told["moments"] = decoder.moments(proceed)
            case "frame":
                shown = decoder.frame(words["moment"], words["given"], proceed)
            case "at":
                shown = decoder.at(words["moment"], words["at_least"], proceed)
    except StoppedError:
        return Message({"stopped": True})
    except ImageError as error:
        return _problem(error)
    if shown is None:
        return Message(_state(decoder) | told)
    told = {"at_ms": shown.at_ms, "reduction": round(1 / shown.scale)}
    return Message(_state(decoder) | told, (shown.pixels,))


def _state(decoder: Decoder) -> dict[str, Any]:
    return {name: getattr(decoder, name) for name in ("damaged", "spent", "duration_ms")}


def _said(opened: Opened) -> dict[str, Any]:
    taken_at, *facts = astuple(opened.facts)
    told = {name: getattr(opened, name) for name in ("format", "width", "height", "orientation")}
    return told | {"facts": [None if taken_at is None else taken_at.isoformat(), *facts]}


def _problem(error: ImageError) -> Message:
    if isinstance(error.__cause__, MemoryError):
        # Whose fault that is, is for another worker to find out.
        raise error.__cause__ from None
    return Message({"problem": str(error.problem), "detail": error.detail})
