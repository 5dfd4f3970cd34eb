"""Videos: what is known of one, the moments at which it is looked at, and its frames as upright pictures.

A video is opened by its path and read piece by piece, through PyAV (FFmpeg), which is an optional part of the
installation; after `engine.image.isolate`, in processes of their own (`engine.video.isolated`). This package
knows containers and frames, and nothing of faces; finding faces in frames is `engine.analysis`, putting them
together over time `engine.tracks`. All of it may be used from many threads at once.
"""

from __future__ import annotations

import importlib.util
from pathlib import PurePath
from typing import Final

from engine.video.facts import VideoFacts
from engine.video.limits import DEFAULT_VIDEO_LIMITS, VideoLimits
from engine.video.reading import Video, frame

__all__ = [
    "DEFAULT_VIDEO_LIMITS",
    "VIDEO_SUFFIXES",
    "Video",
    "VideoFacts",
    "VideoLimits",
    "can_read_videos",
    "frame",
    "is_video",
]

#: Lower-case suffixes of videos.
VIDEO_SUFFIXES: Final = frozenset(
    {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".mts", ".m2ts", ".3gp", ".mpg", ".mpeg", ".wmv"}
)


def is_video(name: str | PurePath) -> bool:
    """Tell by the suffix of a name whether a file is to be taken for a video."""
    return PurePath(name).suffix.lower() in VIDEO_SUFFIXES


def can_read_videos() -> bool:
    """Tell whether PyAV is installed."""
    return importlib.util.find_spec("av") is not None
