"""`familiar index`: what it prints, its progress, stopping it, and running it twice at once."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from makers.command_line import CommandLine
from makers.fake_photos import FakeAnalyser, fails, photo
from makers.fake_videos import ANNA_AND_BEN, FilmAnalyser, fake_video
from makers.image_files import noise
from makers.image_files import photo as picture

from app.cli import index as module
from app.indexing import CancelToken
from app.library.store import Library
from engine.analysis import PhotoFaces


@pytest.fixture
def analyser(monkeypatch: pytest.MonkeyPatch) -> FakeAnalyser:
    """Let `familiar index` read the photos of `makers.fake_photos`."""
    fake = FakeAnalyser()
    monkeypatch.setattr(module, "analyser_factory", lambda *_, **__: lambda: fake)
    return fake


@pytest.fixture
def folder(tmp_path: Path, analyser: FakeAnalyser) -> Path:
    """Return a folder of four photos: Anna three times, Bob twice."""
    made = tmp_path / "photos"
    made.mkdir()
    for number, who in enumerate([["anna"], ["anna", "bob"], ["anna"], ["bob"]], 1):
        faces = [(name, 10.0 + 150 * at, 20.0, 100.0) for at, name in enumerate(who)]
        (made / f"{number}.jpg").write_bytes(photo(*faces, salt=number))
    return made


def test_the_first_run_finds_people(familiar: CommandLine, folder: Path) -> None:
    lines = familiar.good("index", folder).splitlines()
    assert lines[0] == "4 photos: 4 new."
    assert re.fullmatch(r"5 faces found in \d+ s\.", lines[1])
    assert [line.split()[1:5] for line in lines[3:5]] == [
        ["(no", "name)", "3", "3"],
        ["(no", "name)", "2", "2"],
    ]
    assert re.fullmatch(r'Name somebody: familiar name \d+ "THEIR NAME"', lines[5])
    assert len(lines) == 6


def test_later_runs_need_no_folder_and_tell_what_changed(familiar: CommandLine, folder: Path) -> None:
    familiar.good("index", folder)
    assert familiar.good("index").startswith("4 photos: 4 unchanged.\n")
    (folder / "1.jpg").unlink()
    (folder / "2.jpg").rename(folder / "20.jpg")
    (folder / "5.jpg").write_bytes((folder / "3.jpg").read_bytes())
    (folder / "4.jpg").write_bytes(photo(salt="changed"))
    (folder / "6.jpg").write_bytes(photo(salt="damaged"))
    (folder / "7.jpg").write_bytes(photo(salt="new"))
    out = familiar.good("index")
    assert out.startswith("6 photos: 2 new, 1 duplicate, 1 changed, 1 moved, 1 unchanged, 1 missing.\n")
    assert "1 file broke off; what could be decoded was used.\n" in out


def test_videos_are_counted_by_themselves(
    familiar: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "analyser_factory", lambda *_, **__: FilmAnalyser)
    for name in "ab":
        (folder / f"{name}.mp4").write_bytes(fake_video(ANNA_AND_BEN, salt=name))
    assert familiar.good("index", folder).startswith("4 photos and 2 videos: 6 new.\n")
    for number in (1, 2, 3, 4):
        (folder / f"{number}.jpg").unlink()
    (folder / "b.mp4").unlink()
    assert familiar.good("index").startswith("1 video: 1 unchanged, 5 missing.\n")


def test_the_json_form_is_the_report(familiar: CommandLine, folder: Path) -> None:
    ran = familiar("index", folder, "--json")
    assert (ran.status, ran.err) == (0, "")
    assert set(ran.json) == {"index", "grouping", "people"}
    report = ran.json["index"]
    assert (report["seen"], report["new"], report["faces"], report["cancelled"]) == (4, 4, 5, False)
    assert ran.json["grouping"]["groups"] == 2
    assert ran.json["people"] == familiar.json("people")["people"]


def test_photos_that_cannot_be_used_are_named_and_stop_nothing(familiar: CommandLine, folder: Path) -> None:
    for number in range(12):
        (folder / f"broken {number:02}.jpg").write_bytes(b"no photo %d" % number)
    (folder / "fault.jpg").write_bytes(fails("crash"))
    ran = familiar("index", folder)
    assert ran.status == 0
    named = [line for line in ran.out.splitlines() if line.startswith("Not read: ")]
    assert len(named) == 10
    assert named[0].startswith(f"Not read: {folder / 'broken 00.jpg'} is damaged")
    assert "... and 3 more: familiar status --json\n" in ran.out
    problems = familiar.json("status")["failed"]
    assert len(problems) == 13
    assert {p["problem"] for p in problems if "fault" not in p["file"]} == {"damaged"}
    assert sum(person["faces"] for person in familiar.json("people")["people"]) == 5


def test_an_unplugged_drive_is_told_once(familiar: CommandLine, folder: Path) -> None:
    familiar.good("index", folder)
    folder.rename(folder.with_name("away"))
    out = familiar.good("index")
    assert out.startswith("0 photos.\n")
    told = [line for line in out.splitlines() if str(folder) in line]
    assert told == [f"The folder {folder} cannot be reached; its photos and names are kept as they are."]
    folder.with_name("away").rename(folder)
    assert familiar.good("index").startswith("4 photos: 4 unchanged.\n")


def test_a_folder_that_cannot_be_looked_at_is_told(
    familiar: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "closed").mkdir()
    scandir = os.scandir

    def refused(place: Any) -> Any:
        if os.fspath(place).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(place)

    monkeypatch.setattr(os, "scandir", refused)
    assert f"{folder / 'closed'} could not be looked at (Permission denied)." in familiar.good(
        "index", folder
    )


def test_not_all_people_are_printed(
    familiar: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SHOWN", 1)
    assert "... and 1 more: familiar people\n" in familiar.good("index", folder)


@pytest.mark.parametrize(
    ("name", "said"), [("nowhere", "There is no folder"), ("photos/1.jpg", "is not a folder")]
)
def test_what_is_no_folder_is_refused(familiar: CommandLine, folder: Path, name: str, said: str) -> None:
    assert said in familiar.refused("index", folder.parent / name)
    assert said in familiar.refused("index", folder, folder.parent / name)
    assert said in familiar.refused("watch", folder, folder.parent / name)
    # A slip of the hand makes no library.
    assert [file.name for file in familiar.library.parent.glob("library*")] == []
    Library.open(familiar.library).close()
    assert said in familiar.refused("index", folder, folder.parent / name)
    # Nothing was added.
    assert "Name one: familiar index FOLDER" in familiar.refused("index")


def test_an_unknown_model_is_told(familiar: CommandLine, folder: Path, opened: Library) -> None:
    with opened.write() as session:
        session.connection().exec_driver_sql("INSERT INTO setting VALUES ('recogniser', '\"gone\"')")
    assert "no model named gone" in familiar.refused("index", folder, status=4)


def test_progress_in_a_file_is_a_line_now_and_then(
    familiar: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LINE_EVERY_S", 0.0)
    ran = familiar("index", folder)
    assert re.search(r"^Finding faces: \d of 4", ran.err, re.MULTILINE)
    assert familiar("index", "--json").err == ""


def test_progress_on_a_terminal_is_a_bar(
    familiar: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    ran = familiar("index", folder)
    assert ran.status == 0
    assert "Finding faces" in ran.err or "Finished" in ran.err
    assert "━" in ran.err
    assert "Finding faces" not in ran.out


def test_facts_of_progress() -> None:
    progress = module.IndexProgress
    parts = {"stage": module.Stage.ANALYSING, "done": 1200, "total": 4000, "faces": 950, "failed": 3}
    made = progress(**parts, rate=14.2, seconds_left=270.0, path="x")
    assert module._facts(made) == "1,200 of 4,000, 950 faces, 3 not readable, 14.2/s, 4 min 30 s left"
    made = progress(
        stage=module.Stage.WALKING, done=7, total=0, faces=0, failed=0, rate=0.0, seconds_left=None, path=""
    )
    assert module._facts(made) == "7"


class Interrupting(FakeAnalyser):
    """Does something in the middle of the second photo."""

    def __init__(self, then: Callable[[], None]) -> None:
        super().__init__()
        self.then = then

    def analyse(self, data: bytes, *, name: str) -> PhotoFaces:
        found = super().analyse(data, name=name)
        if len(self.analysed) == 2:
            self.then()
        return found


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.2)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("as_json", [False, True])
def test_ctrl_c_ends_in_order_and_the_next_run_goes_on(
    familiar: CommandLine, folder: Path, monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    for number in range(100):
        (folder / f"more {number}.jpg").write_bytes(photo(salt=number))
    monkeypatch.setattr(module, "analyser_factory", lambda *_, **__: lambda: Interrupting(interrupt))
    ran = familiar("index", folder, "--workers", "1", *["--json"] * as_json)
    assert ran.status == 130
    assert ran.err == "Stopping; what is finished is kept ...\n"
    if as_json:
        assert ran.json["index"]["cancelled"] is True
        assert ran.json["grouping"] is None
    else:
        assert ran.out.endswith("Stopped. Everything finished so far is kept; go on with: familiar index\n")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert familiar.good("status").endswith("The last index did not finish. Go on with: familiar index\n")
    fresh = FakeAnalyser()
    monkeypatch.setattr(module, "analyser_factory", lambda *_, **__: lambda: fresh)
    assert familiar("index").status == 0
    assert len(fresh.analysed) < 104
    assert familiar.json("status")["figures"]["analysed"] == 104
    assert "did not finish" not in familiar.good("status")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_second_ctrl_c_ends_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    token = CancelToken()

    def stop_twice() -> None:
        with module._stopping(token):
            signal.raise_signal(signal.SIGINT)
            assert token.cancelled
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        stop_twice()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    assert capsys.readouterr().err.splitlines() == [
        "Stopping; what is finished is kept ...",
        "Stopped at once. Everything finished so far is kept; go on with: familiar index",
    ]


def test_two_at_once_are_told_apart(familiar: CommandLine, folder: Path, opened: Library) -> None:
    with opened.job_lock():
        assert "Another Familiar is working on" in familiar.refused("index", folder, status=4)
        # Everything but long jobs goes on meanwhile.
        assert familiar.good("people")
    assert familiar("index", folder).status == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_real_process_is_stopped_and_goes_on(familiar: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.png").write_bytes(picture("PNG", noise(320, 240, number)))
    process = familiar.start("index", folder)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None and not known_photos(familiar.library):
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    ran = familiar.finish(process)
    assert (ran.status, ran.err) == (130, "Stopping; what is finished is kept ...\n")
    assert "Stopped." in ran.out
    done = known_photos(familiar.library)
    assert 0 < done < 60
    with Library.open(familiar.library, create=False) as library:
        assert library.check() == []
    out = familiar.good("index")
    assert out.startswith(f"60 photos: {60 - done} new, {done} unchanged.\n")


def known_photos(library: Path) -> int:
    """Count photos as somebody else who reads the file."""
    if not library.exists():
        return 0
    connection = sqlite3.connect(library)
    try:
        return int(connection.execute("SELECT count(*) FROM photo").fetchone()[0])
    except sqlite3.OperationalError:
        return 0  # The tables are not made yet.
    finally:
        connection.close()
