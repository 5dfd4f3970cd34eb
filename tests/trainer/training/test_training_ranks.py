"""Two processes that train together, against one that does the same alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from makers import rank_steps
from makers.torchrun import run_two
from makers.training_runs import write_run
from torch import nn

from trainer.cli import main
from trainer.training import checkpoints
from trainer.training.distributed import Ranks, ranks
from trainer.training.logs import read_log

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the rendezvous is on Linux's loopback")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Return what each of two processes found."""
    folder = tmp_path_factory.mktemp("ranks")
    finished = run_two("makers.rank_steps", str(folder))
    assert finished.returncode == 0, finished.stderr
    return [torch.load(folder / f"rank-{rank}.pt") for rank in range(2)]


@pytest.mark.parametrize(("place", "batch"), list(enumerate(rank_steps.BATCHES)))
def test_two_processes_find_the_gradient_of_one(
    place: int, batch: tuple[int, int], two: list[dict[str, Any]]
) -> None:
    count, chunk = batch
    # Alone with as many chunks as both ranks have together, statistics are of the same faces.
    alone = rank_steps.step(Ranks(), count, chunk if chunk < count // 2 else -(-count // 2))
    for found in two:
        step = found["steps"][place]
        assert step.keys() == alone.keys()
        for name in alone:
            if not name.startswith("buffer."):
                assert step[name].shape == alone[name].shape
                assert step[name].allclose(alone[name], atol=1e-6, rtol=1e-4), name
        assert step["gradient.layers.stem.0.weight"].norm() > 0


def test_statistics_are_the_mean_of_those_of_the_ranks(two: list[dict[str, Any]]) -> None:
    torch.manual_seed(0)
    network = rank_steps.tiny().train()
    norm = network.layers.stem[1]
    seen = []
    for rank in range(2):
        norm.reset_running_stats()
        pixels = rank_steps.pictures(9)[Ranks(rank, 2).part(9)]
        norm(network.layers.stem[0]((pixels - 127.5) / 128))
        seen.append(norm.running_mean.clone())
    for found in two:
        remembered = found["steps"][1]["buffer.layers.stem.1.running_mean"]
        assert remembered.allclose((seen[0] + seen[1]) / 2, atol=1e-6)
    assert not seen[0].allclose(seen[1], atol=1e-4)


def test_what_passes_between_processes_is_the_same_on_both(two: list[dict[str, Any]]) -> None:
    for rank, found in enumerate(two):
        assert found["rank"] == rank
        assert found["gathered"].tolist() == [0, 1, 2, 3, 4, 5, 6]
        assert found["any"] == [False, True, True, True]
        assert found["shared"]["rank"] == 0
        assert found["shared"]["tensor"].tolist() == [5, 5]
        assert found["raised"] == "rank 0 cannot"


@pytest.mark.parametrize("choosing", ["online", "offline"])
def test_a_whole_run_by_two_processes_ends_with_the_weights_of_one(
    choosing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write_run(
        tmp_path,
        steps=6,
        validate_every=3,
        batch={"people": 5, "faces_each": 3, "random_negatives": 3, "chunk": 9},
        loss={"choosing": choosing},
        # With statistics that are learned, those of two differ a little, and so does what they choose.
        network={"freeze_statistics": choosing == "offline"},
        optimiser={"algorithm": "sgd", "learning_rate": 0.05},
    )
    assert main(["train", str(file), "--to", str(tmp_path / "alone"), "--device", "cpu"]) == 0
    assert "on cpu\n" in capsys.readouterr().err
    words = ["train", str(file), "--to", str(tmp_path / "two"), "--device", "cpu"]
    if choosing == "online":
        finished = run_two("makers.training_runs", *words, STOP_AT="3", APART="")
        assert finished.returncode != 0
        assert finished.stdout.count("Stopped, after 4 steps; the same command goes on.") == 1
    finished = run_two("makers.training_runs", *words, APART="")
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.count("Done, after 6 steps.") == 1
    assert finished.stderr.count("on cpu and 1 more") == 1
    # The second rank finds no checkpoint, and writes none.
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {"alone", "two"}
    alone, two = (checkpoints.newest(tmp_path / name) for name in ("alone", "two"))
    assert alone is not None
    assert two is not None
    assert alone.tensors.keys() == two.tensors.keys()
    for name, tensor in alone.tensors.items():
        if "running" not in name and "tracked" not in name:
            assert two.tensors[name].allclose(tensor, atol=1e-5, rtol=1e-3), name
    rows = [read_log(tmp_path / name / "log.csv") for name in ("alone", "two")]
    assert [row["step"] for row in rows[1]] == list(range(7))
    losses = [[row["loss"] for row in some[1:]] for some in rows]
    assert losses[1] == pytest.approx(losses[0], rel=1e-3)
    assert min(losses[0]) > 0
    if choosing == "offline":
        assert [row["val"] for row in rows[1] if "val" in row] == [
            row["val"] for row in rows[0] if "val" in row
        ]


def test_alone_nothing_is_exchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORLD_SIZE", raising=False)
    with ranks("cpu") as here:
        assert (here.first, here.count, here.device.type) == (True, 1, "cpu")
        network = nn.Linear(2, 2)
        assert here.joined(network) is network
        assert here.part(5) == slice(0, 5)
        assert here.any(True)
        assert not here.any(False)
        assert here.shared(lambda: 3) == 3
        tensor = torch.ones(3)
        here.average([tensor])
        assert tensor.tolist() == [1, 1, 1]


@pytest.mark.parametrize("length", [0, 1, 2, 7, 8])
@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_parts_are_whole_and_alike(length: int, count: int) -> None:
    parts = [Ranks(rank, count).part(length) for rank in range(count)]
    assert [place for part in parts for place in range(length)[part]] == list(range(length))
    sizes = [part.stop - part.start for part in parts]
    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize(
    ("device", "told"),
    [("gpu", "There is no device 'gpu'; try cpu"), ("cuda:7", "no GPU number 7 that torch")],
)
def test_a_device_that_is_not_there_is_told(device: str, told: str) -> None:
    with pytest.raises(ValueError, match=told), ranks(device):
        pass
