"""Files and drives that cannot be written or are away, and others at work on the same library."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from makers.fake_photos import DETECTOR, RECOGNISER, FakeAnalyser, World, dump, names, photo, three_named
from makers.libraries import everything
from makers.operating import three_groups
from makers.photos_with_names import FAMILY, Album

from app.exchange.writing import Why, plan_writing, write_names
from app.indexing import CancelToken, index
from app.library import connection
from app.library.errors import LibraryBusyError, LibraryMissingError, LibraryUnwritableError
from app.library.store import Library
from app.operations import history, name_person, undo


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder read-only, for everybody: by another mount where root runs the tests."""
    if os.geteuid() != 0:
        files = [folder, *folder.rglob("*")]
        rights = {file: file.stat().st_mode for file in files}
        for file in reversed(files):
            file.chmod(rights[file] & 0o555)
        try:
            yield
        finally:
            for file in files:
                file.chmod(rights[file])
        return
    at = str(folder)
    commands = [["mount", "--bind", at, at], ["mount", "-o", "remount,bind,ro", at]]
    for command in commands:
        if subprocess.run(command, check=False, capture_output=True).returncode != 0:
            pytest.skip("mounting is not allowed here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_read_only_folder_of_the_library(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.mkdir()
    with three_groups(place / "library.db") as library:
        name_person(library, person=1, name="Anna")
        before = everything(library)
    with (
        read_only(place),
        pytest.raises(LibraryUnwritableError, match=r"cannot be (used|opened).*Allow yourself|may write"),
    ):
        Library.open(place / "library.db")
    with Library.open(place / "library.db") as library:
        assert everything(library) == before
        undo(library)


def test_a_folder_that_becomes_read_only(tmp_path: Path) -> None:
    """While the library is open: who had it open before goes on, others are told when they write."""
    place = tmp_path / "place"
    place.mkdir()
    with three_groups(place / "library.db") as library:
        name_person(library, person=1, name="Anna")
        with read_only(place):
            with pytest.raises(LibraryUnwritableError) as caught, Library.open(place / "library.db") as other:
                name_person(other, person=3, name="Cem")
            assert str(place / "library.db") in str(caught.value)
            name_person(library, person=2, name="Ben")
        done = everything(library)
    with Library.open(place / "library.db") as library:
        assert library.check() == []
        assert everything(library) == done
        assert [entry.kind for entry in history(library)] == ["name", "name"]


def test_read_only_photos(tmp_path: Path) -> None:
    """They are looked at like others, and what cannot be written there is said of each."""
    with Library.open(tmp_path / "library.db") as library:
        album = Album.make(tmp_path, library)
        for number in range(3):
            album.add(f"{number}.jpg", FAMILY)
        plan = plan_writing(library)
        before = {file: file.read_bytes() for file in album.folder.iterdir()}
        with read_only(album.folder):
            looked = index(library, FakeAnalyser, detector=DETECTOR, recogniser=RECOGNISER)
            assert (looked.unchanged, looked.missing) == (3, 0)
            report = write_names(library, plan)
        assert [one.why for one in report.refused] == [Why.PROTECTED] * 3
        assert history(library) == []
        assert {file: file.read_bytes() for file in album.folder.iterdir()} == before
        assert len(write_names(library, plan_writing(library)).written) == 3


HOLD = """
import sys
from app.library.store import Library
with Library.open(sys.argv[1]) as library, library.write():
    print("held", flush=True)
    sys.stdin.read()
"""

NAME = """
import sys
from app.library.store import Library
from app.operations import name_person
with Library.open(sys.argv[1]) as library:
    sys.stdin.readline()
    for number in range(25):
        name_person(library, person=int(sys.argv[2]), name=f"{sys.argv[2]} {number}")
"""

INDEX = """
import sys
from app.indexing import index
from app.library.errors import LibraryBusyError
from app.library.store import Library
from makers.fake_photos import DETECTOR, RECOGNISER, FakeAnalyser
with Library.open(sys.argv[1]) as library:
    sys.stdin.readline()
    try:
        index(library, FakeAnalyser, detector=DETECTOR, recogniser=RECOGNISER)
    except LibraryBusyError as error:
        print(error)
"""


def started(program: str, *words: object) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program, *map(str, words)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


def test_a_library_that_another_process_is_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.2)
    with three_groups(tmp_path / "library.db") as library, started(HOLD, library.path) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        before = everything(library)
        with pytest.raises(LibraryBusyError, match="Wait until it has finished or close it"):
            name_person(library, person=1, name="Anna")
        assert everything(library) == before
        assert history(library) == []
        other.communicate()
        name_person(library, person=1, name="Anna")


def test_two_processes_naming(tmp_path: Path) -> None:
    three_groups(tmp_path / "library.db").close()
    with started(NAME, tmp_path / "library.db", 1) as one, started(NAME, tmp_path / "library.db", 2) as two:
        for process in (one, two):
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        assert (one.wait(60), two.wait(60)) == (0, 0)
    with Library.open(tmp_path / "library.db") as library:
        assert library.check() == []
        assert len(history(library)) == 50
        for _ in range(50):
            assert undo(library).problems == ()
        with library.read() as session:
            people = session.connection().exec_driver_sql(
                "SELECT count(*) FROM person WHERE name IS NOT NULL"
            )
            assert people.scalar() == 0


def test_two_processes_indexing(tmp_path: Path) -> None:
    """One does it, and the other says so; or one after the other."""
    with Library.open(tmp_path / "library.db") as library:
        world = World.make(tmp_path, library)
        for number in range(80):
            world.put(f"{number}.jpg", photo((f"{number % 9}", 10, 10, 50), salt=number))
        library.backup(tmp_path / "undisturbed.db")
    with started(INDEX, tmp_path / "library.db") as one, started(INDEX, tmp_path / "library.db") as two:
        told = [process.communicate("go\n", timeout=60)[0] for process in (one, two)]
        assert (one.returncode, two.returncode) == (0, 0)
    assert all(text == "" or "Another Familiar is working" in text for text in told)
    with Library.open(tmp_path / "undisturbed.db") as undisturbed:
        index(undisturbed, FakeAnalyser, detector=DETECTOR, recogniser=RECOGNISER)
        expected = dump(undisturbed)
    with Library.open(tmp_path / "library.db") as library:
        assert dump(library) == expected


def unplugged_while_indexing(world: World, away: Callable[[], None]) -> threading.Thread:
    """Index slowly, and take the drive away when the first photos were looked at."""
    analyser = FakeAnalyser(seconds=lambda _: 0.01)
    thread = threading.Thread(target=lambda: world.index(analyser=analyser))
    thread.start()
    while len(analyser.analysed) < 5 and thread.is_alive():
        time.sleep(0.001)
    away()
    return thread


@pytest.mark.parametrize("mount_point", [False, True], ids=["folder gone", "empty folder left"])
def test_a_drive_that_is_unplugged(tmp_path: Path, mount_point: bool) -> None:
    with Library.open(tmp_path / "library.db") as library:
        world = World.make(tmp_path, library)
        three_named(world)
        for number in range(60):
            world.put(f"new/{number:02}.jpg", photo((f"p{number % 7}", 10, 10, 50), salt=number))
        library.backup(tmp_path / "undisturbed.db")
        elsewhere = tmp_path / "drive"

        def away() -> None:
            world.folder.rename(elsewhere)
            if mount_point:
                world.folder.mkdir()

        unplugged_while_indexing(world, away).join(60)
        assert library.check() == []
        # Nothing that the user said is lost, and nothing is taken for deleted.
        people = {person["name"] for person in world.rows("person")}
        assert {"anna", "ben", "cem"} <= people
        assert all(row["missing_since"] is None for row in world.rows("photo") if row["id"] <= 3)
        world.index()
        assert world.rows("root")[0]["offline_since"] is not None
        assert {"anna", "ben", "cem"} <= {person["name"] for person in world.rows("person")}
        if mount_point:
            world.folder.rmdir()
        elsewhere.rename(world.folder)
        world.index()
        assert world.rows("root")[0]["offline_since"] is None
        assert names(world)["1.jpg"] == ["anna"]
        assert len(world.paths(missing_since=None)) == 63
        found = sorted((row["path"], row["state"], row["problem"]) for row in world.rows("photo"))
    with Library.open(tmp_path / "undisturbed.db") as undisturbed:
        index(undisturbed, FakeAnalyser, detector=DETECTOR, recogniser=RECOGNISER)
        again = World(world.folder, undisturbed, world.root_id, FakeAnalyser())
        assert found == sorted((row["path"], row["state"], row["problem"]) for row in again.rows("photo"))


def test_a_library_whose_drive_is_unplugged(tmp_path: Path) -> None:
    place = tmp_path / "drive"
    place.mkdir()
    with three_groups(place / "library.db") as library:
        name_person(library, person=1, name="Anna")
    shutil.move(place, tmp_path / "away")
    with pytest.raises(LibraryMissingError, match="Look whether its drive is connected"):
        Library.open(place / "library.db", create=False)
    shutil.move(tmp_path / "away", place)
    with Library.open(place / "library.db") as library:
        assert undo(library).problems == ()


def test_a_run_that_is_stopped(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        world = World.make(tmp_path, library)
        for number in range(30):
            world.put(f"{number}.jpg", photo((f"{number}", 10, 10, 50), salt=number))
        token = CancelToken()
        analyser = FakeAnalyser(seconds=lambda _: 0.005)
        thread = threading.Thread(target=lambda: world.index(analyser=analyser, token=token))
        thread.start()
        while not analyser.analysed:
            time.sleep(0.001)
        token.cancel()
        thread.join(30)
        assert world.rows("job")[-1]["state"] == "cancelled"
        world.index()
        assert len(world.rows("face")) == 30
