"""Indexing photos and videos of which some end their decoder: these fail with a sentence, alone."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from makers.bad_decoders import FUNCTIONS, bad
from makers.fake_photos import FakeAnalyser, World, photo
from makers.fake_videos import ANNA_AND_BEN, FilmAnalyser, fake_video
from makers.films import RATE, film, greys
from makers.image_files import noise
from makers.image_files import photo as picture_file
from makers.workers import gone

from app.indexing import CancelToken
from engine.analysis import PhotoFaces
from engine.image import ImageProblem, decode, isolated
from engine.isolation import Pool
from engine.video import Video

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these decoders use POSIX calls")


class DecodingAnalyser(FakeAnalyser):
    """Decodes real photos, and finds a face in each."""

    def analyse(self, data: bytes, *, name: str) -> PhotoFaces:
        image = decode(data, name=name)
        assert image.pixels.shape[2] == 3
        return super().analyse(photo(("anna", 10, 10, 20), salt=float(np.mean(image.pixels))), name=name)


def test_one_photo_that_crashes_its_decoder_fails_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = Pool(FUNCTIONS, workers=2, cpu_s=1)
    monkeypatch.setattr(isolated._Switch, "pool", pool)
    good = {f"good {number}.png": picture_file("PNG", noise(40, 30, number)) for number in range(12)}
    for name, data in good.items():
        world.put(name, data)
    world.put("good 5 crash.jpg", bad(picture_file("JPEG"), "crash"))
    world.put("good 8 loop.jpg", bad(picture_file("JPEG"), "loop"))
    try:
        report = world.index(analyser=DecodingAnalyser())
        again = world.index(analyser=DecodingAnalyser())
    finally:
        pool.close()
    failed = {Path(failure.path).name: failure for failure in report.failures}
    assert set(failed) == {"good 5 crash.jpg", "good 8 loop.jpg"}
    assert {failure.problem for failure in failed.values()} == {ImageProblem.CRASHED}
    crash = str(world.folder / "good 5 crash.jpg")
    assert failed["good 5 crash.jpg"].sentence == (
        f"Reading {crash} had to be stopped (the decoder crashed): the file may be damaged. "
        "Restore it from a backup, or export it anew as JPEG."
    )
    assert "(it took too long)" in failed["good 8 loop.jpg"].sentence
    assert set(world.paths(state="analysed")) == set(good)
    assert set(world.paths(state="failed")) == set(failed)
    assert len(world.rows("face")) == len(good)
    # Like any damaged photo, it is not tried again until its file changes.
    assert not again.failures


class WatchingAnalyser(FilmAnalyser):
    """Looks at the frames of real videos, and sees the same people in each.

    Args:
        fake: Where it may write.
        between: What it does after each frame.
    """

    def __init__(self, fake: Path, between: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._fake, self._between = fake, between

    def analyse_video(self, path: Path | str, *, proceed: Callable[[], bool] = lambda: True) -> PhotoFaces:
        with Video.open(path) as video:
            for _moment, frame in video.frames(video.moments(proceed), proceed):
                assert frame.pixels.shape == (120, 160, 3)
                self._between()
        self._fake.write_bytes(fake_video(ANNA_AND_BEN, seconds=2))
        return super().analyse_video(self._fake)


def test_one_video_that_ends_its_decoder_fails_alone(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = Pool(FUNCTIONS, workers=2, cpu_s=2, memory=400 << 20)
    monkeypatch.setattr(isolated._Switch, "pool", pool)
    good = ["good 1.mp4", "good 2.mkv", "good 3.webm"]
    ends = {
        "crash at 1.mp4": "the decoder crashed",
        "loop at 1.mp4": "it took too long",
        "refuse.mp4": "the decoder crashed",
    }
    if sys.platform == "linux":
        ends["eat at 1.mp4"] = "not enough memory"
    for number, name in enumerate((*good, *ends)):
        # None is a copy of another.
        film(world.folder / name, greys(2 * RATE + number))
    world.put("photo.jpg", photo(("cem", 10, 10, 50)))
    try:
        report = world.index(analyser=WatchingAnalyser(tmp_path / "fake"))
        again = world.index(analyser=WatchingAnalyser(tmp_path / "fake"))
        pids = pool.processes
        assert len(pids) <= 2
    finally:
        pool.close()
    assert gone(pids)
    failed = {Path(failure.path).name: failure for failure in report.failures}
    assert set(failed) == set(ends)
    for name, why in ends.items():
        large = why == "not enough memory"
        assert failed[name].problem == (ImageProblem.TOO_LARGE if large else ImageProblem.VIDEO_CRASHED)
        assert f"({why})" in failed[name].sentence
        assert str(world.folder / name) in failed[name].sentence
    assert failed["crash at 1.mp4"].sentence.endswith(
        "the video may be damaged. Restore it from a backup, or convert it to MP4 anew."
    )
    assert set(world.paths(state="analysed")) == {*good, "photo.jpg"}
    assert set(world.paths(state="failed")) == set(failed)
    assert not again.failures


def test_a_run_that_is_cancelled_in_a_video_leaves_no_worker_at_it(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = Pool(FUNCTIONS, workers=1)
    monkeypatch.setattr(isolated._Switch, "pool", pool)
    film(world.folder / "slow.mp4", greys(3 * RATE))
    token = CancelToken()
    try:
        report = world.index(analyser=WatchingAnalyser(tmp_path / "fake", token.cancel), token=token)
        assert report.cancelled
        assert not world.paths(state="analysed")
        assert not report.failures
        (pid,) = pool.processes
        # It is free for the next run, which looks at the video.
        assert world.index(analyser=WatchingAnalyser(tmp_path / "fake")).new == 1
        assert pool.processes == [pid]
    finally:
        pool.close()
    assert gone([pid])
