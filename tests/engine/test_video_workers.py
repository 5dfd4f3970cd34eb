"""Workers that videos are open in: stopping, pausing, waiting, and what is left of it all."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from makers.films import RATE, film, greys
from makers.workers import alive, ends, frames, here

from engine.image import ImageError, ImageProblem, decode
from engine.isolation import Pool
from engine.video import Video, frame
from engine.video.reading import StoppedError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these decoders use POSIX calls")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone knows this limit")


STOPS: dict[str, Callable[[Video, Callable[[], bool]], object]] = {
    "before a frame": lambda video, proceed: list(video.frames([0, 100], proceed)),
    # The second question comes while sixty frames are decoded on the way to it.
    "while a frame is looked for": lambda video, proceed: list(video.frames([5900], proceed)),
    "while it is read": lambda video, _: video.moments(lambda: False),
}


@pytest.mark.parametrize("when", STOPS)
def test_whoever_stops_in_the_middle_leaves_nothing_at_work(
    tmp_path: Path, use_pool: Callable[..., Pool], when: str
) -> None:
    pool = use_pool()
    path = film(tmp_path / "slow.mp4", greys(6 * RATE), key_every=1000)
    with here():
        expected = frame(path, 200).pixels
    asked = 0

    def proceed() -> bool:
        nonlocal asked
        asked += 1
        return asked < 2

    with Video.open(path) as video:
        with pytest.raises(StoppedError):
            STOPS[when](video, proceed)
        # It can be asked on.
        np.testing.assert_array_equal(video.at(200).pixels, expected)
        (pid,) = pool.processes
    # The worker was not ended for that, is nobody's now, and ends with the pool.
    assert frame(path, 0).full_width == 160
    assert pool.processes == [pid]
    pool.close()
    assert not alive(pid)


def test_frames_that_take_long_are_waited_for_while_it_gets_on(
    tmp_path: Path, use_pool: Callable[..., Pool], caplog: pytest.LogCaptureFixture
) -> None:
    use_pool(wall_s=2)
    path = film(tmp_path / "slow.mp4", greys(6 * RATE), key_every=1000)
    # Sixty frames of 50 ms.
    assert frame(path, 5900).full_width == 160
    assert not caplog.messages


def test_a_pause_takes_no_time_of_the_workers(tmp_path: Path, use_pool: Callable[..., Pool]) -> None:
    pool = use_pool(wall_s=2)
    path = film(tmp_path / "slow.mp4", greys(3 * RATE), key_every=1000)
    paused = 0

    def proceed() -> bool:
        nonlocal paused
        if paused < 2:
            paused += 1
            time.sleep(2.5)
        return True

    with Video.open(path) as video:
        (pid,) = pool.processes
        # Before the frame, and on the way to it.
        ((moment, _),) = video.frames([2900], proceed)
        assert (moment, paused) == (2900, 2)
        assert pool.processes == [pid]


def test_videos_that_are_open_keep_nobody_waiting(tmp_path: Path, use_pool: Callable[..., Pool]) -> None:
    pool = use_pool(workers=1)
    path, photo = film(tmp_path / "a.mp4", greys(3 * RATE)), (tmp_path / "a.png")
    import cv2

    cv2.imwrite(str(photo), np.zeros((8, 8, 3), np.uint8))
    with Video.open(path) as one, Video.open(path) as two:
        assert len(pool.processes) == 2
        assert decode(photo.read_bytes(), name="a.png").full_width == 8
        assert one.at(0).full_width == two.at(1000).full_width == 160
    # As many are kept as are wanted for photos.
    assert len(pool.processes) == 1


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


@LINUX
def test_nothing_is_left_open(tmp_path: Path, use_pool: Callable[..., Pool]) -> None:
    good, bad = film(tmp_path / "a.mp4", greys(3 * RATE)), film(tmp_path / "crash at 1.mp4", greys(3 * RATE))
    (tmp_path / "words.mp4").write_bytes(b"words" * 100)
    pool = use_pool()

    def each_way() -> None:
        list(frames(good))
        ends(bad)
        left = frames(good)
        next(left)
        left.close()
        forgotten = frames(good)
        next(forgotten)
        del forgotten
        with pytest.raises(ImageError):
            frame(tmp_path / "words.mp4", 0)
        with pytest.raises(ZeroDivisionError), Video.open(good) as video:
            video.moments(lambda: bool(1 // 0))
        gc.collect()

    each_way()
    before = descriptors()
    for _ in range(3):
        each_way()
    assert descriptors() == before
    frame(good, 0)
    (pid,) = pool.processes
    children = Path(f"/proc/self/task/{pool._keeper.native_id}/children").read_text("ascii")
    assert children.split() == [str(pid)]


def test_a_pool_that_is_closed_ends_open_videos(tmp_path: Path, use_pool: Callable[..., Pool]) -> None:
    pool = use_pool()
    source = frames(film(tmp_path / "a.mp4", greys(4 * RATE)))
    next(source)
    (pid,) = pool.processes
    pool.close()
    assert not alive(pid)
    with pytest.raises(ImageError) as caught:
        next(source)
    assert caught.value.problem is ImageProblem.VIDEO_CRASHED
    assert not [thread for thread in threading.enumerate() if thread is pool._keeper]


APART = """
import sys
from pathlib import Path
from app.indexing.budget import guess_pixels_of_video
from engine.image import isolate, isolated
from engine.stills import still
from engine.video import Video, frame
isolate()
path = Path(sys.argv[1])
with Video.open(path) as video:
    print(len(list(video.frames(video.moments()))))
print(frame(path, 0).format, still(path, at_ms=0).full_width, guess_pixels_of_video(str(path)))
print("av" in sys.modules, len(isolated.pool().processes))
"""


def test_as_the_programs_start_ffmpeg_is_never_in_their_own_process(tmp_path: Path) -> None:
    path = film(tmp_path / "a.mp4", greys(2 * RATE))
    done = subprocess.run(
        [sys.executable, "-c", APART, str(path)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["2", "MP4", "160", str(6 * 160 * 120), "False", "1"]
