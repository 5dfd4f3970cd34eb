"""Videos decoded in processes of their own are what they are here; bad ones cost themselves alone."""

from __future__ import annotations

import os
import signal
import struct
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from makers.bad_decoders import FUNCTIONS, LIES
from makers.films import RATE, film, greys, sound
from makers.workers import ends, frames, here

from app.indexing.budget import guess_pixels_of_video
from engine.image import ImageError, ImageProblem, Limits, isolate, isolated
from engine.isolation import Pool, WorkersUnavailableError
from engine.video import DEFAULT_VIDEO_LIMITS, Video, VideoLimits, frame
from engine.video.isolated import Apart

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these decoders use POSIX calls")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone knows this limit")


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with closing(Pool(FUNCTIONS, workers=2, cpu_s=3, wall_s=20, memory=400 << 20)) as made:
        yield made


@pytest.fixture(autouse=True)
def _switched(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated._Switch, "pool", pool)


def told(path: Path, limits: VideoLimits) -> list[Any]:
    """Return all that is told of a video, and the error that ended it, if any."""
    found: list[Any] = []
    try:
        with Video.open(path, limits) as video:
            found += [video.name, video.format, video.width, video.height, video.orientation, video.facts]
            found += [video.duration_ms, video.damaged]
            moments = video.moments()
            found += [moments, video.duration_ms, video.damaged]
            for moment, image in video.frames(moments):
                found += [moment, image.pixels.copy(), image.scale, image.full_width, image.damaged]
            found += [video.duration_ms, video.damaged]
            for moment, at_least in ((0, None), (0, 40), (700, 1), (10**7, 100)):
                image = video.at(moment, at_least)
                found += [image.pixels, image.scale, image.format, image.orientation]
    except ImageError as error:
        found.append((error.problem, error.name, error.detail))
    return found


def same(path: Path, limits: VideoLimits = DEFAULT_VIDEO_LIMITS) -> list[Any]:
    apart = told(path, limits)
    with here():
        expected = told(path, limits)
    assert len(apart) == len(expected)
    for a, b in zip(apart, expected, strict=True):
        assert type(a) is type(b)
        assert np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b
    return apart


@pytest.mark.parametrize("name", ["a.mp4", "a.mov", "a.mkv", "a.webm", "a.avi", "a.mts", "a.mpg", "a.wmv"])
def test_every_container_is_read_as_here_whole_and_broken_off(tmp_path: Path, name: str) -> None:
    path = film(tmp_path / name, greys(3 * RATE, (176, 144)))
    assert len(same(path)) > 40
    data = path.read_bytes()
    for part in (0.9, 0.5):
        path.write_bytes(data[: int(len(data) * part)])
        same(path)
    middle = len(data) // 2
    path.write_bytes(data[:middle] + bytes(200) + data[middle + 200 :])
    same(path)


def test_what_is_told_of_a_video_is_told_as_here(tmp_path: Path) -> None:
    tags = {
        "com.apple.quicktime.creationdate": "2023-05-01T14:03:11+0200",
        "com.apple.quicktime.location.ISO6709": "+48.8577+002.2950+035.000/",
        "com.apple.quicktime.make": "Apple",
        "com.apple.quicktime.model": "iPhone 14",
    }
    found = same(film(tmp_path / "a.mov", greys(RATE), tags=tags, turn=90, shape=(4, 3)))
    assert found[5].make == "Apple"
    assert found[2:5] == [120, 213, 8]
    same(film(tmp_path / "caf\udce9.mp4", greys(12 * RATE), key_every=1000))
    rare = film(tmp_path / "b.mp4", greys(20 * RATE), key_every=1000)
    same(rare, replace(DEFAULT_VIDEO_LIMITS, most_decoded=60))
    same(rare, replace(DEFAULT_VIDEO_LIMITS, most_frames=3))


def test_what_is_refused_is_refused_with_the_same_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = film(tmp_path / "good.mp4", greys(2 * RATE))
    (tmp_path / "words.mp4").write_bytes(b"some words" * 100)
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "head.mkv").write_bytes(b"\x1a\x45\xdf\xa3")
    (tmp_path / "folder.mov").mkdir()
    sound(tmp_path / "sound.mp4")
    problems = {
        "missing.mp4": ImageProblem.MISSING,
        "words.mp4": ImageProblem.NO_VIDEO,
        "empty.mp4": ImageProblem.EMPTY,
        "head.mkv": ImageProblem.DAMAGED,
        "folder.mov": ImageProblem.NOT_A_FILE,
        "sound.mp4": ImageProblem.NO_VIDEO,
        "odd\0.mp4": ImageProblem.UNREADABLE,
    }
    for name, problem in problems.items():
        ((found, where, _),) = same(tmp_path / name)
        assert (found, where) == (problem, str(tmp_path / name))
    for limits in (
        replace(DEFAULT_VIDEO_LIMITS, file=Limits(max_pixels=1000)),
        replace(DEFAULT_VIDEO_LIMITS, file=Limits(max_bytes=100)),
        replace(DEFAULT_VIDEO_LIMITS, max_seconds=1),
    ):
        assert same(good, limits)[0][0] is ImageProblem.TOO_LARGE
    # A worker stays where it was started.
    monkeypatch.chdir(tmp_path)
    assert same(Path("good.mp4"))[0] == "good.mp4"
    assert same(Path("gone.mp4"))[0][1] == "gone.mp4"


def test_frames_may_be_left_and_asked_for_in_any_order(tmp_path: Path, pool: Pool) -> None:
    path = film(tmp_path / "a.mp4", greys(6 * RATE))
    with here():
        expected = {moment: frame(path, moment).pixels for moment in (0, 1000, 2000, 3500)}
    with Video.open(path) as video:
        one, two = video.frames([0, 1000, 2000]), video.frames([1000, 3500])
        for source, moment in ((one, 0), (two, 1000), (one, 1000), (two, 3500)):
            at, image = next(source)
            assert at == moment
            np.testing.assert_array_equal(image.pixels, expected[moment])
        np.testing.assert_array_equal(video.at(2000).pixels, expected[2000])
    assert pool.processes


@pytest.mark.parametrize(
    ("what", "problem", "detail"),
    [
        ("crash", ImageProblem.VIDEO_CRASHED, "the decoder crashed"),
        ("abort", ImageProblem.VIDEO_CRASHED, "the decoder crashed"),
        ("babble", ImageProblem.VIDEO_CRASHED, "the decoder crashed"),
        ("loop", ImageProblem.VIDEO_CRASHED, "it took too long"),
        pytest.param("eat", ImageProblem.TOO_LARGE, "not enough memory", marks=LINUX),
    ],
)
def test_a_video_that_ends_its_decoder_in_the_middle_is_refused(
    tmp_path: Path, what: str, problem: ImageProblem, detail: str
) -> None:
    path = film(tmp_path / f"{what} at 2.mp4", greys(5 * RATE))
    came, error = ends(path)
    assert came == [0, 1000, 1900]
    assert (error.problem, error.name, error.detail) == (problem, str(path), detail)
    assert str(path) in error.sentence
    same(film(tmp_path / "good.mp4", greys(RATE)))


@pytest.mark.parametrize("which", range(len(LIES)))
def test_answers_that_cannot_be_are_not_believed(tmp_path: Path, which: int) -> None:
    came, error = ends(film(tmp_path / f"lie {which} at 1.mp4", greys(3 * RATE)))
    assert (came, error.problem) == ([0, 900], ImageProblem.VIDEO_CRASHED)


def test_a_decoder_that_does_not_answer_is_ended(tmp_path: Path, use_pool: Callable[..., Pool]) -> None:
    pool = use_pool(wall_s=2)
    came, error = ends(film(tmp_path / "sleep at 1.mp4", greys(3 * RATE)))
    assert (came, error.detail) == ([0, 900], "it took too long")
    assert not pool.processes


def test_a_worker_ended_by_somebody_in_the_middle_costs_nothing(
    tmp_path: Path, use_pool: Callable[..., Pool]
) -> None:
    pool, path = use_pool(), film(tmp_path / "a.mp4", greys(8 * RATE), key_every=1000)
    with here():
        expected = list(frames(path))
    source = frames(path)
    came = [next(source), next(source)]
    (former,) = pool.processes
    os.kill(former, signal.SIGKILL)
    came += list(source)
    assert came == expected
    (later,) = pool.processes
    assert later != former


def test_a_crash_that_comes_once_is_no_failure(tmp_path: Path) -> None:
    path = film(tmp_path / "crash once at 2.mp4", greys(4 * RATE))
    mark = path.with_name(path.name + ".once")
    mark.touch()
    with here():
        expected = list(frames(path))
    assert list(frames(path)) == expected
    assert not mark.exists()


def long_index(folder: Path) -> Path:
    """Write an MP4 of 3 kB that states 60 million frames, for which FFmpeg takes 1.4 GB."""
    path, frames = film(folder / "long.mp4", greys(2 * RATE)), 60_000_000
    data = bytearray(path.read_bytes())
    struct.pack_into(">II", data, data.index(b"stsz") + 8, 1, frames)
    struct.pack_into(">II", data, data.index(b"stts") + 12, frames, 1)
    struct.pack_into(">I", data, data.index(b"stsc") + 16, frames)
    path.write_bytes(data)
    return path


def large_frames(folder: Path) -> Path:
    """Write a video of 1 MB whose frames take 300 MB each on their way to a picture."""
    pictures = [np.full((4320, 8192, 3), grey, np.uint8) for grey in (50, 60)]
    return film(folder / "large.mkv", pictures, codec="mjpeg", pixel_format="yuvj420p")


@LINUX
@pytest.mark.parametrize("make", [long_index, large_frames])
def test_a_small_file_that_takes_all_memory_is_refused_alone(
    tmp_path: Path, use_pool: Callable[..., Pool], make: Callable[[Path], Path]
) -> None:
    path, good = make(tmp_path), film(tmp_path / "good.mp4", greys(RATE))
    assert path.stat().st_size < 2_000_000
    # PyAV's libraries take half of it.
    use_pool(memory=280 << 20)
    with pytest.raises(ImageError) as caught:
        frame(path, 0)
    assert caught.value.problem in {ImageProblem.TOO_LARGE, ImageProblem.DAMAGED, ImageProblem.VIDEO_CRASHED}
    assert str(path) in caught.value.sentence
    assert frame(good, 0).full_width == 160


def test_a_video_that_ends_its_decoder_when_it_is_opened_is_not_opened_once_more(tmp_path: Path) -> None:
    path = film(tmp_path / "refuse to open.mp4", greys(RATE))
    with pytest.raises(ImageError) as caught:
        guess_pixels_of_video(str(path))
    assert caught.value.problem is ImageProblem.VIDEO_CRASHED
    assert guess_pixels_of_video(str(film(tmp_path / "a.mp4", greys(RATE)))) == 6 * 160 * 120
    assert guess_pixels_of_video(str(tmp_path / "missing.mp4")) == 6 * 1920 * 1080


def test_many_threads_with_bad_videos_between_good_ones(tmp_path: Path) -> None:
    good = film(tmp_path / "good.mp4", greys(2 * RATE))
    bad = film(tmp_path / "crash at 1.mp4", greys(3 * RATE))

    def one(number: int) -> bool:
        if number % 5 == 3:
            return ends(bad)[0] == [0, 900]
        return list(frames(good)) == [0, 1000]

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(one, range(20)))


def test_where_no_process_can_be_started_videos_are_decoded_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = film(tmp_path / "a.mp4", greys(RATE))
    with closing(Pool({isolated.VIDEO: "no_such_module:video"}, workers=1)) as broken:
        monkeypatch.setattr(isolated._Switch, "pool", broken)
        assert frame(path, 0).full_width == 160
        assert "No process can be started for decoders" in caplog.text
        with pytest.raises(WorkersUnavailableError):
            Apart(broken, path, DEFAULT_VIDEO_LIMITS)


def test_the_switch_is_that_of_photos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated._Switch, "pool", None)
    path = film(tmp_path / "a.mp4", greys(RATE))
    isolate(1)
    pool = isolated.pool()
    assert pool is not None
    frame(path, 0)
    assert len(pool.processes) == 1
    isolate(0)
    assert not pool.processes
    assert frame(path, 0).full_width == 160
