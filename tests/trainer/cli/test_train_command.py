"""`trainer train`: from a prepared set to a network, Ctrl-C, and what it says of bad files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from makers.torchrun import run
from makers.training_runs import tiny_is_known, write_run

from trainer.cli import main
from trainer.training import checkpoints, learner, loop
from trainer.training.config_file import read_config
from trainer.training.logs import read_log
from trainer.training.progress import Ending, Outcome


@pytest.fixture(autouse=True)
def tiny_network() -> Iterator[None]:
    before = torch.get_num_threads()
    with tiny_is_known():
        yield
    torch.set_num_threads(before)


def train(file: Path, folder: Path, *more: str) -> int:
    return main(["train", str(file), "--to", str(folder), "--device", "cpu", "--threads", "1", *more])


def test_a_prepared_set_becomes_a_network(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_run(tmp_path / "files")
    folder = tmp_path / "runs" / "one"
    assert train(file, folder, "--set", "steps=6", "--set", "validate_every=3") == 0
    told = capsys.readouterr()
    found = read_config(folder / "config.toml")
    assert (found.steps, found.validate_every) == (6, 3)
    assert "84 faces of 21 people to train on, 12 of 3 held out; on cpu\n" in told.err
    rows = read_log(folder / "log.csv")
    assert [row["step"] for row in rows] == list(range(7))
    for row in rows[3::3]:
        assert f"step {row['step']:.0f}: VAL {row['val']:.4f} (made {row['val']:.4f})" in told.err
    best = max(row["val"] for row in rows if "val" in row)
    assert f"Done, after 6 steps. VAL {rows[0]['val']:.4f} before, {best:.4f} at its best, after" in told.out
    assert str(folder) in told.out
    assert {path.name for path in folder.iterdir()} >= {"best.safetensors", "checkpoint-6.safetensors"}
    assert checkpoints.load_network(folder).embedding_size == 64


def test_ctrl_c_leaves_a_checkpoint_and_the_same_command_goes_on(tmp_path: Path) -> None:
    file = write_run(tmp_path)
    whole, stopped = tmp_path / "whole", tmp_path / "stopped"
    assert train(file, whole) == 0
    words = ("train", str(file), "--to", str(stopped), "--device", "cpu", "--threads", "1")
    finished = run("makers.training_runs", *words, STOP_AT="5")
    assert finished.returncode == 130, finished.stderr
    assert "Stopped, after 6 steps; the same command goes on." in finished.stdout
    assert "Traceback" not in finished.stderr
    assert list(checkpoints.checkpoints(stopped)) == [4, 6]
    assert train(file, stopped) == 0
    one, two = (checkpoints.read(folder / "best.safetensors") for folder in (whole, stopped))
    assert one.facts == two.facts
    assert all(torch.equal(tensor, two.tensors[name]) for name, tensor in one.tensors.items())
    assert (whole / "log.csv").read_bytes() == (stopped / "log.csv").read_bytes()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            ["data.sets=[]"],
            "training.toml with data.sets=[]: no faces are named: set [data] sets to files",
        ),
        (['data.sets=["none.npz"]'], "none.npz does not exist. Make it with `trainer prepare`"),
        (['data.sets=["training.toml"]'], "training.toml is not a training set that can be used"),
        (["steps=none"], "training.toml with steps=none: steps must be a whole number, not 'none'"),
        (["network.name=resnet"], "resnet: There is no network named resnet. Known networks: nn1, "),
        (["network.initial=training.toml"], "training.toml is damaged, or no file of this trainer"),
        (["network.initial=nowhere"], "nowhere does not exist."),
        (
            ["loss.teacher=training.toml", "loss.distillation=1"],
            "training.toml is damaged, or no file of this",
        ),
        (["loss.selection=easy"], "training.toml with loss.selection=easy: [loss] selection must be one of"),
        (['data.views=["wet"]'], "There is no view 'wet'"),
        (["data.held_out=0"], "nobody is held out: set [data] held_out or held_out_sets"),
    ],
)
def test_what_cannot_be_used_is_told_with_the_remedy(
    changes: list[str],
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = write_run(tmp_path)
    monkeypatch.chdir(tmp_path)
    words = [word for change in changes for word in ("--set", change)]
    assert train(file, tmp_path / "run", *words) == 3
    assert told in capsys.readouterr().err
    assert not (tmp_path / "run" / "log.csv").exists()


def test_a_file_that_is_no_training_file_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"\xff\xfe")
    assert train(bad, tmp_path / "run") == 3
    assert "bad.toml is not valid TOML" in capsys.readouterr().err
    assert train(tmp_path / "missing.toml", tmp_path / "run") == 2
    assert "missing.toml" in capsys.readouterr().err
    assert train(tmp_path, tmp_path / "run") == 2
    assert "is a directory" in capsys.readouterr().err
    assert train(write_run(tmp_path), bad) == 2
    assert "is a file. The right words: trainer train --help\n" in capsys.readouterr().err
    assert main(["train", str(write_run(tmp_path)), "--to", str(tmp_path / "run"), "--device", "abacus"]) == 3
    assert "There is no device 'abacus'; try cpu" in capsys.readouterr().err


@pytest.mark.parametrize("error", [torch.OutOfMemoryError("CUDA out of memory."), MemoryError()])
def test_too_little_memory_becomes_a_sentence_with_a_remedy(
    error: Exception, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise error

    file = write_run(tmp_path)
    monkeypatch.setattr(learner, "backward", full)
    assert train(file, tmp_path / "run") == 3
    assert "not enough memory for this batch. Set a smaller [batch] chunk" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("ending", "status", "told"),
    [
        (Ending.DONE, 0, "Done, after 7 steps. VAL 0.2500 before, 0.5000 at its best, after 4 steps"),
        (Ending.EARLY, 0, "Stopped early, as VAL grew no more, after 7 steps."),
        (Ending.COLLAPSED, 3, "Given up: all embeddings were nearly one point for 50 steps"),
        (Ending.DIVERGED, 3, "Given up: the gradient was no number for 50 steps"),
        (Ending.CANCELLED, 130, "Stopped, after 7 steps; the same command goes on."),
    ],
)
def test_how_it_ended_is_told(
    ending: Ending,
    status: int,
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loop.Run, "train", lambda *_, **__: Outcome(ending, 7, 4, 0.5, 0.25))
    assert train(write_run(tmp_path), tmp_path / "run") == status
    assert told in capsys.readouterr().out


def test_a_network_that_no_step_made_better_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop.Run, "train", lambda *_, **__: Outcome(Ending.DONE, 7, 0, 0.25, 0.25))
    assert train(write_run(tmp_path), tmp_path / "run") == 0
    assert (
        "Done, after 7 steps. VAL 0.2500 before, and never more; so the network in" in capsys.readouterr().out
    )


def test_fewer_people_than_a_batch_asks_for_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [word for change in ("steps=1", "batch.people=50") for word in ("--set", change)]
    assert train(write_run(tmp_path), tmp_path / "run", *words) == 0
    assert "[batch] people is 50, and there are 21 to train on: they take" in capsys.readouterr().err
    assert train(write_run(tmp_path), tmp_path / "other", "--set", "steps=1") == 0
    assert "they take several turns" not in capsys.readouterr().err
