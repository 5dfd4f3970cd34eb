"""Indexing photos of which some end their decoder: these fail with a sentence, and all others are indexed."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from makers.bad_decoders import FUNCTIONS, bad
from makers.fake_photos import FakeAnalyser, World, photo
from makers.image_files import noise
from makers.image_files import photo as picture_file

from engine.analysis import PhotoFaces
from engine.image import ImageProblem, decode, isolated
from engine.isolation import Pool

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
