"""Killed at an instant chosen by lot, whatever it is that Familiar does: nothing is lost, and it can go on.

A few instants of each; `benchmarks/faults.py` tries hundreds.
"""

from __future__ import annotations

import contextlib
import errno
import os
import random
import zlib
from pathlib import Path

import pytest
from makers.deeds import ACTIONS, JOBS
from makers.killing import Deed, Killer, State, difference, leftover

from app.exchange.exporting.placing import settle

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="killing takes a system with fork")

RUNS = 2
#: Single operations of each kind that are killed; which, is decided by lot.
SOME = 4


def killed(deed: Deed, folder: Path, runs: int) -> list[str]:
    generator = random.Random(zlib.crc32(deed.name.encode()))
    killer = Killer(deed, folder)
    return [loss for _ in range(runs) for loss in killer.run(generator).losses]


@pytest.mark.parametrize("deed", JOBS, ids=lambda deed: deed.name.replace(" ", "-"))
def test_jobs(deed: Deed, tmp_path: Path) -> None:
    # Watching waits for the system to tell of changes.
    assert killed(deed, tmp_path, 1 if deed.name == "watch" else RUNS) == []


@pytest.mark.parametrize("kind", ["an operation", "undo", "redo"])
def test_operations(kind: str, tmp_path: Path) -> None:
    deeds = [deed for deed in ACTIONS if deed.name == kind]
    for number, deed in enumerate(random.Random(len(kind)).sample(deeds, SOME)):
        assert killed(deed, tmp_path / str(number), RUNS) == []


def test_a_loss_is_noticed(tmp_path: Path) -> None:
    """The judge itself: something that is done in two steps, and may be cut in between."""

    def make(place: Path) -> None:
        (place / "made").mkdir()
        (place / "made" / "file").write_bytes(b"old")

    def careless(place: Path) -> None:
        with (place / "made" / "file").open("wb") as file:
            file.write(b"new")
            file.flush()
            sum(range(100_000))
            for _ in range(1000):
                str.upper("x")
            file.write(b"er")

    losses = killed(Deed("careless", make, careless), tmp_path, 20)
    assert any("neither old nor new" in loss for loss in losses)


def test_states_are_told_apart() -> None:
    one: State = {"person": [(("id", 1),)], "photos/a.jpg": "1"}
    assert difference(one, dict(one)) == "differs in "
    assert difference(one, one | {"photos/a.jpg": "2"}) == "differs in photos/a.jpg"
    assert leftover(Path("photos/.familiar-0123.part"))
    assert not leftover(Path("photos/part.jpg"))


@pytest.mark.parametrize("last", ["hardlink_to", "touch", "replace", "rename", "unlink"])
def test_an_exported_file_gets_its_name_at_one_stroke(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: str
) -> None:
    """Killed just before any step of it, no empty file has the name."""

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    part = tmp_path / "part"
    part.write_bytes(b"whole")
    with monkeypatch.context() as patch, contextlib.suppress(SystemExit):
        patch.setattr(Path, last, killed)
        settle(part, "a.jpg", tmp_path)
    made = tmp_path / "a.jpg"
    assert not made.exists() or made.read_bytes() == b"whole"


def test_a_drive_without_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    (tmp_path / "a.jpg").write_bytes(b"mine")
    (tmp_path / "part").write_bytes(b"whole")
    assert settle(tmp_path / "part", "a.jpg", tmp_path) == tmp_path / "a (2).jpg"
    assert (tmp_path / "a.jpg").read_bytes() == b"mine"
    assert (tmp_path / "a (2).jpg").read_bytes() == b"whole"
