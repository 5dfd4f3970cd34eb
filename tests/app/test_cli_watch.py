"""`familiar watch`: what comes is looked at by itself, until Ctrl-C; killed, it goes on where it was."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from makers.command_line import CommandLine
from PIL import Image

from app.exchange.writing import set_standing
from app.indexing import add_roots
from app.library.store import Library

PATIENCE_S = 60.0

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")


def picture(file: Path, shade: int) -> None:
    """Write a photo with nobody in it, in one go as cameras' programs do."""
    Image.new("RGB", (64, 48), (shade, shade, shade)).save(file.with_suffix(".part"), "JPEG")
    file.with_suffix(".part").rename(file)


class Watched:
    """A running `familiar watch --json`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def next(self, event: str) -> dict[str, Any]:
        """Wait for an event, leaving out others."""
        while True:
            found: dict[str, Any] = json.loads(self._lines.get(timeout=PATIENCE_S))
            if found["event"] == event:
                return found

    def stop(self, how: int) -> int:
        self.process.send_signal(how)
        status = self.process.wait(PATIENCE_S)
        self._thread.join(PATIENCE_S)
        return status


@contextmanager
def watching(familiar: CommandLine, *words: object) -> Iterator[Watched]:
    with familiar.start("watch", "--json", *words) as process:
        watched = Watched(process)
        try:
            yield watched
        finally:
            watched.stop(signal.SIGKILL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "photos"
    made.mkdir()
    picture(made / "1.jpg", 10)
    return made


def test_from_the_first_photo_to_ctrl_c(familiar: CommandLine, folder: Path, tmp_path: Path) -> None:
    with watching(familiar, folder) as watched:
        assert watched.next("indexed")["new"] == 1
        watched.next("watching")
        picture(folder / "2.jpg", 20)
        report = watched.next("indexed")
        assert (report["seen"], report["new"]) == (2, 1)
        folder.rename(tmp_path / "unplugged")
        assert watched.next("gone")["folder"] == str(folder)
        assert watched.next("indexed")["offline"] == [str(folder)]
        (tmp_path / "unplugged").rename(folder)
        watched.next("back")
        assert watched.next("indexed")["online"] == [str(folder)]
        assert watched.stop(signal.SIGINT) == 0


def test_killed_and_started_again(familiar: CommandLine, folder: Path) -> None:
    with watching(familiar, folder) as watched:
        watched.next("watching")
        for number in range(2, 30):
            picture(folder / f"{number}.jpg", number)
        watched.stop(signal.SIGKILL)
    with watching(familiar) as watched:
        assert watched.next("indexed")["seen"] == 29
        watched.next("watching")
        picture(folder / "last.jpg", 99)
        assert watched.next("indexed")["new"] == 1
    with Library.open(familiar.library) as library:
        assert library.check() == []


def test_names_are_written_into_chosen_folders(familiar: CommandLine, folder: Path) -> None:
    with Library.open(familiar.library) as library:
        add_roots(library, [folder])
        set_standing(library, folder, on=True)
    with watching(familiar) as watched:
        watched.next("watching")
        assert familiar("mention", "Anna", folder / "1.jpg").status == 0
        picture(folder / "2.jpg", 20)
        assert watched.next("written")["refused"] == []
        assert watched.stop(signal.SIGINT) == 0
    assert b"Anna" in (folder / "1.jpg").read_bytes()


def test_another_familiar_at_work_is_waited_for(familiar: CommandLine, folder: Path) -> None:
    with Library.open(familiar.library) as library:
        add_roots(library, [folder])
        with library.job_lock(), watching(familiar) as watched:
            assert "Another Familiar" in watched.next("busy")["message"]
            assert watched.stop(signal.SIGINT) == 0


def test_in_words(familiar: CommandLine, folder: Path) -> None:
    process = familiar.start("watch", folder)
    assert process.stdout is not None
    lines = []
    while "Watching. Stop with Ctrl-C." not in lines:
        lines.append(process.stdout.readline().rstrip("\n"))
    assert "1 photo: 1 new." in lines
    process.send_signal(signal.SIGINT)
    ran = familiar.finish(process)
    assert (ran.status, ran.err) == (0, "")


def test_without_folders(familiar: CommandLine, opened: Library) -> None:
    assert "familiar watch FOLDER" in familiar.refused("watch")
