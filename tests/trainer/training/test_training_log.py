"""The log of a run: its CSV, TensorBoard's files, and how it goes on after a crash."""

from __future__ import annotations

import builtins
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from makers.training_runs import tiny_config

from trainer.data.training_set import TrainingSet
from trainer.training.logs import Log, read_log
from trainer.training.loop import Run
from trainer.training.progress import Ending, Pace

COLUMNS = ("loss", "val", "val/made")


def filled(folder: Path, steps: int = 6) -> Path:
    log = Log(folder, COLUMNS, after=-1)
    for step in range(steps):
        log.write(step, {"loss": 1 / (step + 3)} | ({"val": 0.5, "val/made": 0.25} if step % 2 == 0 else {}))
    log.close()
    return folder / "log.csv"


def test_rows_hold_what_was_measured(tmp_path: Path) -> None:
    path = filled(tmp_path, 3)
    assert path.read_bytes().splitlines(keepends=True) == [
        b"step,loss,val,val/made\r\n",
        b"0,0.3333333,0.5,0.25\r\n",
        b"1,0.25,,\r\n",
        b"2,0.2,0.5,0.25\r\n",
    ]
    assert read_log(path) == [
        {"step": 0, "loss": 0.3333333, "val": 0.5, "val/made": 0.25},
        {"step": 1, "loss": 0.25},
        {"step": 2, "loss": 0.2, "val": 0.5, "val/made": 0.25},
    ]


@pytest.mark.parametrize(("after", "kept"), [(-1, 0), (0, 1), (3, 4), (9, 6)])
def test_rows_after_the_checkpoint_are_removed(after: int, kept: int, tmp_path: Path) -> None:
    path = filled(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    Log(tmp_path, COLUMNS, after=after).close()
    assert path.read_bytes().splitlines(keepends=True) == lines[: 1 + kept]


@pytest.fixture(scope="module")
def whole_log(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return filled(tmp_path_factory.mktemp("whole")).read_bytes()


@settings(deadline=None, max_examples=60)
@given(cut=st.integers(0, 200))
def test_a_line_that_was_cut_off_is_left_out(
    cut: int, whole_log: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "cut.csv"
    path.write_bytes(whole_log[:cut])
    complete = whole_log[:cut].count(b"\r")
    found = read_log(path)
    assert [row["step"] for row in found] == list(range(max(complete - 1, 0)))
    path.write_bytes(whole_log)
    assert found == read_log(path)[: len(found)]


def test_a_log_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    path.write_bytes(b"step,loss\r\n1,high\r\n")
    with pytest.raises(ValueError, match=r"log\.csv is damaged .* Remove it"):
        read_log(path)


def test_what_is_no_number_is_logged_as_that(tmp_path: Path) -> None:
    log = Log(tmp_path, COLUMNS, after=-1)
    log.write(1, {"loss": math.nan, "val": math.inf})
    log.flush()
    assert (tmp_path / "log.csv").read_bytes().endswith(b"1,nan,inf,\r\n")
    log.close()
    again = Log(tmp_path, COLUMNS, after=1)
    again.close()
    assert (tmp_path / "log.csv").read_bytes().endswith(b"1,nan,inf,\r\n")


def test_tensorboard_finds_its_files(tmp_path: Path) -> None:
    event_accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    filled(tmp_path)
    log = Log(tmp_path, COLUMNS, after=3)
    log.write(4, {"loss": 9.0})
    log.close()
    assert len(list((tmp_path / "tensorboard").glob("events.*"))) == 2
    read = event_accumulator.EventAccumulator(str(tmp_path / "tensorboard"))
    read.Reload()
    found = {event.step: event.value for event in read.Scalars("loss")}
    assert found == pytest.approx({0: 1 / 3, 1: 1 / 4, 2: 1 / 5, 3: 1 / 6, 4: 9.0})


def test_everything_works_without_tensorboard(
    people: TrainingSet, others: TrainingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = builtins.__import__

    def without(name: str, *more: Any) -> Any:
        if "tensorboard" in name:
            raise ModuleNotFoundError(f"No module named {name!r}")
        return usual(name, *more)

    monkeypatch.setattr(builtins, "__import__", without)
    outcome = Run(tiny_config(steps=2), training=people, held_out=[others], folder=tmp_path).train()
    assert outcome.ending is Ending.DONE
    assert len(read_log(tmp_path / "log.csv")) == 3
    assert not (tmp_path / "tensorboard").exists()


def test_the_pace_is_that_of_late(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    pace = Pace(200, 10)
    for step in range(11, 15):
        now[0] += 2
        assert pace.did(step) == pytest.approx((200 - step) * 2)
    for step in range(15, 100):
        now[0] += 0.1
        found = pace.did(step)
    assert found == pytest.approx(101 / 10)
