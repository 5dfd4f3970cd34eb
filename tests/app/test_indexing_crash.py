"""Killed at any moment, and run again: the library becomes what it would have been."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from makers.dying import dying_at
from makers.fake_photos import DETECTOR, RECOGNISER, FakeAnalyser, World, dump, photo

from app.indexing import add_roots, index
from app.library.errors import LibraryBusyError
from app.library.store import Library
from app.metadata.people import NamedRegion, People
from app.metadata.xmp import with_people
from app.operations import erase_faces

INDEX = """
import sys
from app.indexing import index, pipeline, progress
from app.library.store import Library
from app.operations import erase_faces
from makers.fake_photos import DETECTOR, RECOGNISER, FakeAnalyser
pipeline.BATCH_FILES = 3
progress.REPORT_EVERY_S = 0.0
library = Library.open(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
analyser = FakeAnalyser(seconds=lambda data: 0.004 + sum(data) % 7 / 1000)
index(library, lambda: analyser, detector=DETECTOR, recogniser=RECOGNISER, workers=3,
      on_progress=lambda told: print(told.stage, told.done, flush=True))
library.close()
"""


@contextmanager
def indexing(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Start a process that will index as soon as it is told to."""
    command = [sys.executable, "-W", "error", "-c", INDEX, str(path)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


def fill(world: World, tmp_path: Path) -> None:
    """Make a library with names, then change its folders in every way."""
    second = tmp_path / "second"
    second.mkdir()
    add_roots(world.library, [second])
    for number in range(30):
        faces = [(f"person {number % 4}", 10, 10, 40), (f"person {number % 3} b", 100, 10, 40)]
        world.put(f"old/{number:02}.jpg", photo(*faces[: number % 3], salt=number))
    world.index()
    for number, row in enumerate(world.rows("face")[::4]):
        world.name_face(row["id"], f"Name {number}")
    erased = [row["id"] for row in world.rows("face") if row["photo_id"] in {5, 11} and row["x"] == 10]
    erase_faces(world.library, faces=erased)
    old = world.folder / "old"
    shutil.copy(old / "10.jpg", second / "copy of a deleted face.jpg")
    (old / "00.jpg").rename(second / "moved.jpg")
    shutil.copy2(old / "01.jpg", second / "moved between drives.jpg")
    (old / "01.jpg").unlink()
    (old / "02.jpg").unlink()
    os.utime(old / "03.jpg", ns=(9, 9))
    world.put("old/04.jpg", photo(("person 0", 12, 10, 40), ("new", 200, 100, 50), salt="edited"))
    world.put("old/05.jpg", b"rubbish")
    (old / "06.jpg").rename(old / "07.jpg")
    (old / "08.jpg").rename(old / "spare")
    (old / "09.jpg").rename(old / "08.jpg")
    (old / "spare").rename(old / "09.jpg")
    for number in range(60):
        faces = [("person 1", 10, 10, 40), (f"new {number}", 100, 10, 40)]
        world.put(f"new/{number:02}.jpg", photo(*faces[: number % 3], salt=f"new {number % 50}"))
        shutil.copy(world.folder / "new" / f"{number:02}.jpg", second / f"copy {number}.jpg")
    world.put("new/bad.jpg", b"rubbish too")
    for path in (*(f"new/{number:02}.jpg" for number in range(0, 60, 7)), "old/12.jpg", "old/13.jpg"):
        region = NamedRegion(f"Named {path[-5]}", 10 / 400, 10 / 300, 40 / 400, 40 / 300)
        people = People((region,), (f"Somewhere {path[-6]}",))
        world.put(f"{path}.xmp", with_people(None, people, orientation=1, width=400, height=300))


def test_killed_again_and_again_gives_the_same_library(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path) as library:
        fill(World.make(tmp_path, library), tmp_path)
        library.backup(tmp_path / "undisturbed.db")
    with Library.open(tmp_path / "undisturbed.db") as undisturbed:
        report = index(undisturbed, FakeAnalyser, detector=DETECTOR, recogniser=RECOGNISER)
        assert min(report.new, report.moved, report.duplicates, report.changed, report.missing) > 0
        expected = dump(undisturbed)
    assert len(expected["erasure"]) == 3
    assert min(report.names, len(expected["mention"]), len(expected["region"])) > 9
    generator = random.Random(11)
    states = []
    for lines in (150, 215, 230, 250, 260):
        with indexing(path) as process:
            go(process)
            assert process.stdout is not None
            # One line a file walked (some 200) or finished, and a little more now and then.
            for _ in range(lines):
                process.stdout.readline()
            time.sleep(generator.uniform(0.0, 0.02))
            process.kill()
            process.wait()
        with Library.open(path) as library:
            assert library.check() == []
            states.append(len(dump(library)["photo"]))
    with Library.open(path) as library:
        report = index(library, FakeAnalyser, detector=DETECTOR, recogniser=RECOGNISER)
        assert dump(library) == expected
        with library.read() as session:
            jobs = [row[0] for row in session.connection().exec_driver_sql("SELECT state FROM job")]
    assert jobs[0] == jobs[-1] == "finished"
    assert "interrupted" in jobs
    # Some of the kills met the run half-way.
    assert len(set(states)) > 2


@pytest.mark.parametrize("kill_at", [1, 2, 4, 9, 11])
def test_a_transaction_that_fails_at_any_point_loses_nothing(
    tmp_path: Path, kill_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As killing does, but at each transaction in turn, just before it is committed."""
    path = tmp_path / "library.db"
    monkeypatch.setattr("app.indexing.pipeline.BATCH_FILES", 8)
    with Library.open(path) as library:
        world = World.make(tmp_path, library)
        fill(world, tmp_path)
        library.backup(tmp_path / "undisturbed.db")
        with dying_at(library, kill_at):
            world.index()
        world.index()
        disturbed = dump(library)
    with Library.open(tmp_path / "undisturbed.db") as undisturbed:
        index(undisturbed, FakeAnalyser, detector=DETECTOR, recogniser=RECOGNISER)
        assert disturbed == dump(undisturbed)


def test_one_process_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    with Library.open(path) as library:
        world = World.make(tmp_path, library)
        for number in range(300):
            world.put(f"{number}.jpg", photo(salt=number))
        with indexing(path) as process:
            go(process)
            assert process.stdout is not None
            process.stdout.readline()
            with pytest.raises(LibraryBusyError, match="Another Familiar"):
                world.index()
            process.kill()
            process.wait()
        world.index()
        assert len(world.paths()) == 300
        assert [row["state"] for row in world.rows("job")] == ["interrupted", "finished"]
