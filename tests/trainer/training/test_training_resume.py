"""Runs that are killed, and go on as if nothing had happened."""

from __future__ import annotations

import shutil
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from makers.torchrun import run
from makers.training_runs import write_run

from trainer.cli import main
from trainer.training import checkpoints
from trainer.training.config_file import read_config
from trainer.training.logs import read_log

WORDS = ("--device", "cpu", "--threads", "1")


def train(file: Path, folder: Path) -> int:
    return main(["train", str(file), "--to", str(folder), *WORDS])


def same(one: Path, two: Path) -> None:
    """Both folders must hold the same, to the last bit."""
    for name in ("best.safetensors", "checkpoint-12.safetensors"):
        first, second = (checkpoints.read(folder / name) for folder in (one, two))
        assert first.facts == second.facts
        assert first.tensors.keys() == second.tensors.keys()
        for key, tensor in first.tensors.items():
            assert torch.equal(tensor, second.tensors[key]), key
    assert (one / "log.csv").read_bytes() == (two / "log.csv").read_bytes()


CASES: list[tuple[dict[str, Any], str, int, list[int]]] = [
    (
        {"optimiser": {"algorithm": "adamw", "averaging": 0.8}, "augmentation": "old_photos"},
        "step",
        6,
        [0, 4],
    ),
    (
        {
            "loss": {"choosing": "offline", "margin": 0.5},
            "optimiser": {"algorithm": "adagrad"},
            "precision": "float16",
        },
        "checkpoint",
        8,
        [0, 4],
    ),
    ({"loss": {"choosing": "hybrid"}, "optimiser": {"algorithm": "sgd"}}, "best", 4, [0]),
    ({"optimiser": {"averaging": 0.5}}, "checkpoint", 0, []),
]


@pytest.mark.skipif(sys.platform != "linux", reason="the kill is told where to strike by /proc")
@pytest.mark.parametrize(
    ("tables", "place", "at", "left"), CASES, ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_killed_run_ends_as_it_would_have(
    tables: dict[str, Any], place: str, at: int, left: list[int], tmp_path: Path
) -> None:
    file = write_run(tmp_path, **tables)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert train(file, whole) == 0
    assert sum(row["loss"] > 0 for row in read_log(whole / "log.csv")[1:]) >= 9
    assert len({row["val"] for row in read_log(whole / "log.csv") if "val" in row}) > 1
    words = ("train", str(file), "--to", str(killed), *WORDS)
    finished = run("makers.training_runs", *words, KILL_IN=place, KILL_AT=str(at))
    assert finished.returncode == -signal.SIGKILL, finished.stderr
    assert list(checkpoints.checkpoints(killed)) == left
    assert train(file, killed) == 0
    same(whole, killed)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the file of a run, and its folder after it."""
    folder = tmp_path_factory.mktemp("whole")
    file = write_run(folder, loss={"choosing": "hybrid"}, optimiser={"averaging": 0.8})
    assert train(file, folder / "run") == 0
    return file, folder / "run"


def test_a_run_goes_on_with_another_number_of_workers(whole: tuple[Path, Path], tmp_path: Path) -> None:
    file, undisturbed = whole
    folder = tmp_path / "run"
    folder.mkdir()
    for name in ("checkpoint-8.safetensors", "best.safetensors", "log.csv"):
        shutil.copy(undisturbed / name, folder / name)
    assert main(["train", str(file), "--to", str(folder), *WORDS, "--set", "workers=3"]) == 0
    assert read_config(folder / "config.toml").workers == 3
    assert (folder / "log.csv").read_bytes() == (undisturbed / "log.csv").read_bytes()
    one, two = (checkpoints.read(run / "checkpoint-12.safetensors") for run in (undisturbed, folder))
    assert one.tensors.keys() == two.tensors.keys()
    assert all(torch.equal(tensor, two.tensors[name]) for name, tensor in one.tensors.items())


@pytest.mark.parametrize("damage", ["cut", "emptied", "foreign"])
def test_a_damaged_checkpoint_makes_the_one_before_count(
    damage: str, whole: tuple[Path, Path], tmp_path: Path
) -> None:
    file, undisturbed = whole
    folder = tmp_path / "run"
    shutil.copytree(undisturbed, folder)
    newest = folder / "checkpoint-12.safetensors"
    data = newest.read_bytes()
    newest.write_bytes({"cut": data[:-100], "emptied": b"", "foreign": b"\x89PNG" + bytes(500)}[damage])
    # The log is cut off in its newest line, too.
    log = (folder / "log.csv").read_bytes()
    (folder / "log.csv").write_bytes(log[:-9])
    assert train(file, folder) == 0
    same(undisturbed, folder)
    assert list(checkpoints.checkpoints(folder)) == [8, 12]


def test_a_run_whose_checkpoints_are_all_damaged_is_not_begun_anew(
    whole: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, undisturbed = whole
    folder = tmp_path / "run"
    shutil.copytree(undisturbed, folder)
    for path in checkpoints.checkpoints(folder).values():
        path.write_bytes(path.read_bytes()[:50])
    assert train(file, folder) == 3
    assert f"No checkpoint in {folder} can be read. Name a new folder" in capsys.readouterr().err
    assert (folder / "log.csv").read_bytes() == (undisturbed / "log.csv").read_bytes()


def test_another_configuration_is_refused_in_the_same_folder(
    whole: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, undisturbed = whole
    before = {path.name: path.read_bytes() for path in undisturbed.iterdir() if path.is_file()}
    words = ["train", str(file), "--to", str(undisturbed), *WORDS, "--set", "optimiser.learning_rate=0.5"]
    assert main(words) == 3
    assert f"{undisturbed} holds another run. Name a new folder" in capsys.readouterr().err
    assert before == {path.name: path.read_bytes() for path in undisturbed.iterdir() if path.is_file()}
    # What it says it may use, it may: the run's own file.
    assert main(["train", str(undisturbed / "config.toml"), "--to", str(undisturbed), *WORDS]) == 0
    assert "Done, after 12 steps" in capsys.readouterr().out
