"""Nothing leaves the computer: no command and no page asks for a network, as the kernel sees it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from makers.albums import make_album
from makers.offline import can_forbid, leaf_commands

from app.desktop.places import PageName

#: Commands that refuse what they are asked: nobody is seen in drawn pictures, few faces are confirmed, and
#: the library does not know the photos byte for byte. Watching goes on until it is stopped.
OTHERWISE = {"compare": 3, "export training-set": 3, "metadata write": 5, "watch": 130}


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("offline")
    make_album(folder)
    return folder


def drive(folder: Path, cache: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(folder),
        "XDG_CACHE_HOME": str(cache),
    }
    environment |= {f"XDG_{name}_HOME": str(folder / name) for name in ("DATA", "CONFIG")}
    # A proxy would be asked first, whatever is behind it.
    environment |= dict.fromkeys(("http_proxy", "https_proxy", "ALL_PROXY"), "http://127.0.0.1:9")
    return subprocess.run(
        [sys.executable, "-m", "makers.offline", *words],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=180,
        check=False,
    )


@pytest.mark.parametrize("what", ["connect", "name", "udp", "below Python"])
def test_whoever_asks_is_found(tmp_path: Path, what: str) -> None:
    if what == "below Python" and not can_forbid():
        pytest.skip("the kernel is not asked to forbid it here")
    assert drive(tmp_path, tmp_path, "offend", what).returncode in {77, -getattr(signal, "SIGSYS", 31)}


def test_sockets_within_the_computer_are_let_through(tmp_path: Path) -> None:
    ran = drive(tmp_path, tmp_path, "offend", "local")
    assert (ran.returncode, ran.stderr) == (0, "")


def driven(ran: subprocess.CompletedProcess[str]) -> dict[str, int]:
    assert ran.returncode == 0, f"{ran.stdout[-2000:]}\n{ran.stderr[-2000:]}"
    lines = [line.split(" ", 2) for line in ran.stdout.splitlines() if line.startswith("DRIVEN ")]
    return {what: int(status) for _, status, what in lines}


@pytest.mark.skipif(sys.platform == "win32", reason="a command that runs on is stopped by a POSIX signal")
def test_no_command_asks_for_the_network(album: Path, repaired_models: Path) -> None:
    statuses = driven(drive(album, repaired_models, "commands", str(album)))
    assert set(statuses) == set(leaf_commands())
    assert all(status in {0, OTHERWISE.get(command)} for command, status in statuses.items()), statuses


def test_no_page_asks_for_the_network(tmp_path: Path, repaired_models: Path) -> None:
    make_album(tmp_path)
    pages = driven(drive(tmp_path, repaired_models, "window", str(tmp_path)))
    assert set(pages) == {str(page) for page in PageName} - {str(PageName.START)}
