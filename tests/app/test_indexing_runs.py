"""A run of indexing: its roots, its progress, its job, and what stops it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import cv2
import pytest
from makers.fake_photos import DETECTOR, RECOGNISER, FakeAnalyser, World, photo

from app.indexing import CancelToken, Progress, RootError, Stage, add_roots, index, watched_roots
from app.library import connection
from app.library.errors import LibraryBusyError, LibraryError, LibraryUnwritableError
from app.library.store import Library
from engine.analysis import Analyser


def test_a_root_that_is_no_longer_watched_meanwhile(world: World, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (second / "x.jpg").write_bytes(photo(salt="x"))
    world.put("a.jpg", photo(salt="a"))
    (root,) = add_roots(world.library, [second])

    class Removing(FakeAnalyser):
        def analyse(self, data: bytes, *, name: str) -> Any:
            world.sql("DELETE FROM root WHERE id = :id", id=root.id)
            return super().analyse(data, name=name)

    report = world.index(analyser=Removing(), workers=1)
    assert (report.new, report.unfinished, report.seen) == (1, 1, 2)
    assert world.paths() == ["a.jpg"]


def test_photos_moved_to_a_root_that_is_no_longer_watched(world: World, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (root,) = add_roots(world.library, [second])
    file = world.put("a.jpg", photo(("anna", 1, 1, 9)))
    world.put("b.jpg", photo(salt="b"))
    world.index()
    file.rename(second / "a.jpg")

    def remove(progress: Progress) -> None:
        if progress.stage is Stage.WALKING:
            world.sql("DELETE FROM root WHERE id = :id", id=root.id)

    report = world.index(on_progress=remove)
    assert (report.moved, report.unfinished, report.seen) == (0, 1, 2)
    assert len(world.rows("face")) == 1


def test_progress(world: World) -> None:
    for number in range(30):
        world.put(f"{number:02}.jpg", photo(("anna", 1, 1, 9), salt=number))
    world.put("30.jpg", b"rubbish")
    told: list[tuple[float, Progress]] = []
    world.index(
        analyser=FakeAnalyser(seconds=lambda _: 0.02),
        on_progress=lambda progress: told.append((time.monotonic(), progress)),
    )
    stages = [progress.stage for _, progress in told]
    assert stages == sorted(stages, key=list(Stage).index)
    assert set(stages) == {Stage.WALKING, Stage.ANALYSING, Stage.FINISHED}
    working = [progress for _, progress in told if progress.stage is Stage.ANALYSING]
    assert working[0].done == 0
    assert [p.done for p in working] == sorted(p.done for p in working)
    assert {p.total for p in working} == {31}
    assert working[-1].rate > 0
    last = told[-1][1]
    assert (last.faces, last.failed, last.path) == (30, 1, str(world.folder / "30.jpg"))
    # At most ten times a second, apart from the three that begin a stage.
    assert len(told) <= 3 + 10 * (told[-1][0] - told[0][0]) + 1


def test_progress_that_fails_ends_the_run(world: World) -> None:
    world.put("a.jpg", photo())

    def failing(progress: Progress) -> None:
        if progress.stage is Stage.ANALYSING:
            raise RuntimeError("no window")

    with pytest.raises(RuntimeError, match="no window"):
        world.index(on_progress=failing)
    assert [row["state"] for row in world.rows("job")] == ["failed"]
    assert world.index().new == 1


def test_a_model_that_cannot_be_loaded_is_no_fault_of_a_photo(world: World) -> None:
    world.put("a.jpg", photo())

    def failing() -> Analyser:
        raise RuntimeError("no model")

    with pytest.raises(RuntimeError, match="no model"):
        index(world.library, failing, detector=DETECTOR, recogniser=RECOGNISER)
    assert world.paths() == []
    assert [row["state"] for row in world.rows("job")] == ["failed"]


def test_jobs(world: World) -> None:
    world.put("a.jpg", photo())
    world.sql("INSERT INTO job (kind, state, started_at, done, total) VALUES ('x', 'running', '2020', 0, 0)")
    world.index()
    killed, finished = world.rows("job")
    assert (killed["state"], finished["state"], finished["kind"]) == ("interrupted", "finished", "index")
    assert killed["finished_at"] is not None
    assert (finished["done"], finished["total"]) == (1, 1)
    with world.library.job_lock(), pytest.raises(LibraryBusyError):
        world.index()
    assert len(world.rows("job")) == 2


def test_a_library_that_cannot_be_written_stops_the_run(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(40):
        world.put(f"{number:02}.jpg", photo(salt=number))
    monkeypatch.setattr("app.indexing.pipeline.BATCH_FILES", 5)
    write, calls = world.library.write, 0

    def full(self: Library) -> Any:
        nonlocal calls
        calls += 1
        if calls >= 5:
            raise LibraryUnwritableError("the disk is full")
        return write()

    with monkeypatch.context() as patch:
        patch.setattr(Library, "write", full)
        with pytest.raises(LibraryError, match="disk is full"):
            world.index()
    assert len(world.paths()) == 10
    report = world.index()
    assert (report.unchanged, report.new) == (10, 30)
    assert [row["state"] for row in world.rows("job")] == ["interrupted", "finished"]


def test_a_locked_library_stops_the_run(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.put("a.jpg", photo())
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.1)
    with ExitStack() as stack:
        other, indexing = (stack.enter_context(Library.open(world.library.path)) for _ in range(2))
        stack.enter_context(other.write())
        with pytest.raises(LibraryBusyError):
            index(indexing, FakeAnalyser, detector=DETECTOR, recogniser=RECOGNISER)
    assert world.paths() == []


def test_opencv_keeps_its_threads(world: World) -> None:
    before = cv2.getNumThreads()
    seen: list[int] = []
    world.put("a.jpg", photo())
    world.index(on_progress=lambda _: seen.append(cv2.getNumThreads()))
    assert set(seen) == {1}
    assert cv2.getNumThreads() == before


def test_add_roots(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "two").mkdir()
    (tmp_path / "link").symlink_to("two")
    monkeypatch.chdir(tmp_path / "two")
    roots = add_roots(world.library, [Path("../two"), tmp_path / "link", ".", str(world.folder)])
    assert [root.path for root in roots] == [*[str(tmp_path / "two")] * 3, str(world.folder)]
    assert [root.id for root in roots] == [2, 2, 2, world.root_id]
    (tmp_path / "three").mkdir()
    (tmp_path / "new-link").symlink_to("three")
    (linked,) = add_roots(world.library, [tmp_path / "new-link"])
    assert linked.path == str(tmp_path / "new-link")
    with world.library.read() as session:
        assert watched_roots(session) == [
            *add_roots(world.library, [world.folder, tmp_path / "two", tmp_path / "three"])
        ]


def test_add_roots_refuses_what_is_no_folder(world: World, tmp_path: Path) -> None:
    (tmp_path / "fine").mkdir()
    file = world.put("a.jpg", photo())
    with pytest.raises(RootError, match=r"photos/a\.jpg is not a folder"):
        add_roots(world.library, [tmp_path / "fine", file])
    with pytest.raises(RootError, match=r"There is no folder .*/absent"):
        add_roots(world.library, [tmp_path / "absent"])
    with pytest.raises(RootError, match="cannot be opened"):
        add_roots(world.library, ["a\0b"])
    assert len(world.rows("root")) == 1


def test_cancelled_before_it_began(world: World) -> None:
    world.put("a.jpg", photo())
    token = CancelToken()
    token.cancel()
    report = world.index(token=token)
    assert report.cancelled
    assert world.paths() == []
    assert [row["state"] for row in world.rows("job")] == ["cancelled"]
