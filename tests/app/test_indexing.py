"""Indexing from end to end: new, unchanged and failed photos, reports, and the real analyser."""

from __future__ import annotations

import json
import logging
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
from makers import image_files
from makers.fake_photos import DETECTOR, RECOGNISER, FakeAnalyser, World, dump, fails, photo, vector

from app.indexing import index
from engine.analysis import Analyser
from engine.embedding import pack
from engine.image import ImageError, ImageProblem
from engine.models import Catalogue


def refuse(*_args: object, **_options: object) -> Any:
    raise AssertionError("this must not be called")


def test_new_photos_with_their_faces(world: World) -> None:
    file = world.put("b/x.jpg", photo(("anna", 10, 20, 50), ("ben", 200, 10, 40)))
    world.put("a.jpg", photo(salt="nobody"))
    report = world.index()
    assert (report.seen, report.new, report.faces, report.failed) == (2, 2, 2, 0)
    assert (report.unchanged, report.cancelled) == (0, False)
    empty, full = world.rows("photo")
    assert (empty["path"], full["path"]) == ("a.jpg", "b/x.jpg")
    stat = file.stat()
    assert (full["size"], full["mtime_ns"], full["inode"]) == (stat.st_size, stat.st_mtime_ns, stat.st_ino)
    assert (full["width"], full["height"], full["format"], full["state"]) == (400, 300, "JPEG", "analysed")
    first, second = world.rows("face")
    assert (first["photo_id"], first["x"], first["y"], first["width"]) == (2, 10, 20, 50)
    assert (first["source"], first["person_id"], second["photo_id"]) == ("detected", None, 2)
    points = np.frombuffer(first["landmarks"], "<f4").reshape(5, 2)
    np.testing.assert_allclose(points[0], (10 + 0.3 * 50, 20 + 0.4 * 50))
    detector, recogniser = world.rows("model")
    assert full["detector_id"] == detector["id"]
    assert (detector["name"], detector["task"]) == (DETECTOR.name, "detection")
    assert recogniser["card"] == RECOGNISER.text
    assert [row["vector"] for row in world.rows("embedding")] == [
        pack(vector("anna")).tobytes(),
        pack(vector("ben")).tobytes(),
    ]


def test_nothing_is_opened_or_loaded_where_nothing_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.put("a.jpg", photo(("anna", 10, 20, 50)))
    world.put("b.jpg", b"rubbish")
    world.put("c.jpg", fails("crash"))
    world.index()
    before = dump(world.library)
    monkeypatch.setattr("engine.image.read_bytes", refuse)
    report = index(world.library, refuse, detector=DETECTOR, recogniser=RECOGNISER)
    assert (report.unchanged, report.failed) == (3, 0)
    assert dump(world.library) == before


def test_ten_thousand_unchanged_photos_are_not_opened(world: World) -> None:
    for number in range(10_000):
        if number % 500 == 0:
            (world.folder / f"{number // 500:02}").mkdir()
        (world.folder / f"{number // 500:02}" / f"IMG_{number:05}.jpg").touch()
    with world.library.write() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO photo (root_id, path, size, mtime_ns, inode, sha256, state, damaged, width, height, "
            "orientation, indexed_at, sidecar_ns) "
            "VALUES (?, ?, ?, ?, ?, randomblob(32), 'analysed', 0, 4, 3, 1, '2020', 0)",
            [
                (1, str(file.relative_to(world.folder)), s.st_size, s.st_mtime_ns, s.st_ino)
                for file in world.folder.glob("*/*.jpg")
                if (s := file.stat())
            ],
        )
    report = world.index()
    assert report.unchanged == 10_000


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"rubbish", ImageProblem.DAMAGED),
        (b"", ImageProblem.EMPTY),
        (fails("memory"), ImageProblem.TOO_LARGE),
        (fails("crash"), "internal"),
        (fails("infinite"), "internal"),
    ],
)
def test_one_bad_photo_stops_nothing(
    world: World, content: bytes, problem: str, caplog: pytest.LogCaptureFixture
) -> None:
    world.put("a.jpg", photo(("anna", 1, 1, 9)))
    bad = world.put("b.jpg", content)
    world.put("c.jpg", photo(("ben", 1, 1, 9)))
    with caplog.at_level(logging.ERROR):
        report = world.index()
    assert (report.new, report.failed, report.faces) == (3, 1, 2)
    assert report.problems == {problem: 1}
    (failure,) = report.failures
    assert (failure.path, failure.problem) == (str(bad), problem)
    assert str(bad) in failure.sentence
    (row,) = world.rows("photo", state="failed")
    assert (row["path"], row["problem"], row["problem_text"]) == ("b.jpg", problem, failure.sentence)
    logged = [record for record in caplog.records if record.exc_info]
    assert len(logged) == (problem == "internal")
    # Not tried again until it changes.
    assert world.index().failed == 0
    assert world.analyser.analysed == []
    world.put("b.jpg", photo(("cem", 1, 1, 9), salt="better"))
    report = world.index()
    assert (report.changed, report.failed, report.faces) == (1, 0, 1)
    assert world.rows("photo", path="b.jpg")[0]["problem"] is None


@pytest.mark.parametrize("problem", [ImageProblem.FORBIDDEN, ImageProblem.UNREADABLE])
def test_what_could_not_be_read_is_tried_again(
    world: World, problem: ImageProblem, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = world.put("a.jpg", photo(("anna", 1, 1, 9)))

    def failing(path: str) -> bytes:
        raise ImageError(problem, path)

    for count in ("new", "changed"):
        with monkeypatch.context() as patch:
            patch.setattr("engine.image.read_bytes", failing)
            report = world.index()
        assert (report.problems, getattr(report, count)) == ({problem: 1}, 1)
        assert world.rows("photo")[0]["sha256"] is None
    report = world.index()
    assert (report.failed, report.changed, report.faces) == (0, 1, 1)
    assert [row["state"] for row in world.rows("photo")] == ["analysed"]
    assert file.exists()


def test_raw_photos_are_tried_again_once_raw_is_installed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class WithoutRaw(FakeAnalyser):
        def analyse(self, data: bytes, *, name: str) -> Any:
            raise ImageError(ImageProblem.NEEDS_RAW, name)

    world.put("a.dng", photo(("anna", 1, 1, 9)))
    installed = False
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object() if installed else None)
    assert world.index(analyser=WithoutRaw()).problems == {"needs_raw": 1}
    assert world.index(analyser=WithoutRaw()).unchanged == 1
    installed = True
    report = world.index()
    assert (report.changed, report.faces) == (1, 1)


def test_duplicates_of_a_bad_photo_are_looked_at_themselves(world: World) -> None:
    class FailsOnce(FakeAnalyser):
        def analyse(self, data: bytes, *, name: str) -> Any:
            if name.endswith("a.jpg"):
                time.sleep(0.05)
                raise ZeroDivisionError
            return super().analyse(data, name=name)

    for name in "abc":
        world.put(f"{name}.jpg", photo(("anna", 1, 1, 9)))
    report = world.index(analyser=FailsOnce())
    assert (report.new, report.failed, report.faces) == (3, 1, 2)
    assert [row["state"] for row in world.rows("photo")] == ["failed", "analysed", "analysed"]


def test_files_that_vanish_are_counted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.put("a.jpg", photo(salt=1))
    world.put("b.jpg", photo(salt=2))

    def vanishing(path: str) -> bytes:
        if path.endswith("a.jpg"):
            raise ImageError(ImageProblem.MISSING, path)
        return Path(path).read_bytes()

    monkeypatch.setattr("engine.image.read_bytes", vanishing)
    report = world.index()
    assert (report.vanished, report.new, report.failed, report.seen) == (1, 1, 0, 2)
    assert world.paths() == ["b.jpg"]


def test_counts_add_up(world: World) -> None:
    for number in range(12):
        world.put(f"{number:02}.jpg", photo(("anna", 1, 1, 9), salt=number))
    world.index()
    (world.folder / "00.jpg").rename(world.folder / "moved.jpg")
    (world.folder / "01.jpg").unlink()
    os.utime(world.folder / "02.jpg", ns=(5, 5))
    world.put("03.jpg", b"rubbish")
    world.put("04.jpg", photo(salt="damaged"))
    world.put("copy.jpg", (world.folder / "05.jpg").read_bytes())
    world.put("new.jpg", photo(salt="new"))
    report = world.index()
    assert (report.moved, report.missing, report.changed, report.duplicates, report.new) == (1, 1, 2, 1, 1)
    assert (report.damaged, report.failed, report.unchanged) == (1, 1, 8)
    parts = "unchanged new changed moved duplicates vanished unfinished".split()
    assert report.seen == sum(getattr(report, part) for part in parts) == 13
    assert report.seconds > 0
    assert report.photos_per_second == pytest.approx(5 / report.seconds)
    summary = json.loads(world.rows("job")[-1]["summary"])
    assert {part: summary[part] for part in parts} == {part: getattr(report, part) for part in parts}


def test_failures_listed_are_bounded(world: World) -> None:
    for number in range(120):
        world.put(f"{number}.jpg", b"rubbish %d" % number)
    report = world.index()
    assert (report.failed, len(report.failures)) == (120, 100)


@pytest.fixture(scope="module")
def real_analyser() -> Analyser:
    return Analyser.load(Catalogue(), detector=DETECTOR.name, recogniser=RECOGNISER.name)


def test_the_real_analyser_on_files_of_many_kinds(world: World, real_analyser: Analyser) -> None:
    picture = image_files.picture(320, 240)
    exif = image_files.exif_block(6, x010f="Maker", x0110="Maker One", x0132="2014:07:02 18:30:11")
    for file_format in image_files.FAITHFUL:
        suffix = "jpg" if file_format == "JPEG" else file_format.lower()
        world.put(f"{file_format}.{suffix}", image_files.photo(file_format, picture))
    turned = image_files.photo("JPEG", picture, exif=b"Exif\0\0" + exif)
    world.put("turned.jpg", turned)
    whole = image_files.photo("JPEG", image_files.noise(320, 240))
    world.put("cut.jpg", whole[: len(whole) // 2])
    world.put("text.jpg", b"Dear diary, " * 99)
    world.put("empty.jpg", b"")
    world.put("header.jpg", whole[:30])
    world.put("header.png", image_files.photo("PNG")[:20])
    bomb = bytearray(image_files.photo("PNG"))
    bomb[16:24] = (60_000).to_bytes(4, "big") * 2
    world.put("bomb.png", bytes(bomb))
    report = world.index(analyser=real_analyser)
    kinds = len(image_files.FAITHFUL)
    assert (report.new, report.faces, report.damaged) == (kinds + 7, 0, 1)
    assert report.failed == 5
    assert world.rows("photo", path="text.jpg")[0]["problem"] == "unsupported"
    assert world.rows("photo", path="empty.jpg")[0]["problem"] == "empty"
    assert len(world.rows("photo", state="analysed")) == kinds + 2
    (row,) = world.rows("photo", path="turned.jpg")
    assert (row["width"], row["height"], row["orientation"]) == (240, 320, 6)
    assert (row["taken_at"], row["camera"]) == ("2014-07-02T18:30:11", "Maker One")
    assert world.rows("photo", path="cut.jpg")[0]["damaged"] == 1
    assert world.index(analyser=real_analyser).unchanged == kinds + 7


def test_a_real_photo_keeps_its_faces_when_reencoded(
    world: World, real_analyser: Analyser, shared_data: Path
) -> None:
    source = next(iter(sorted(shared_data.rglob("*.jpg"))), None)
    if source is None:
        pytest.skip("no photographs there")
    image = PIL.Image.open(source).convert("RGB")
    large = image.resize((image.width * 3, image.height * 3))
    large.save(world.folder / "a.jpg", quality=95)
    first = world.index(analyser=real_analyser)
    if not first.faces:
        pytest.skip("no face in the first photograph")
    world.name_face(1, "Somebody")
    large.save(world.folder / "a.jpg", quality=60)
    assert world.index(analyser=real_analyser).changed == 1
    (face,) = world.rows("face", id=1)
    assert face["confirmed_at"] is not None
    assert face["landmarks"] is not None
