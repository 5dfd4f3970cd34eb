"""What a run begins with: its faces, its network, its teacher, and checkpoints on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
import safetensors.torch
import torch
from makers.training_runs import TINY, discs, tiny

from engine.models import Catalogue
from trainer.networks.sface import default_sface
from trainer.training import checkpoints
from trainer.training.checkpoints import CheckpointError
from trainer.training.config import ConfigError, DataConfig, LossConfig, NetworkConfig, OptimiserConfig
from trainer.training.faces import faces_of_run
from trainer.training.initial import initial_network, teacher_network
from trainer.training.optimisers import make_optimiser

WANTED = NetworkConfig(name=TINY, embedding_size=64)


def kept(folder: Path, seed: int = 4) -> Path:
    """Write a run's best network, and return its folder."""
    torch.manual_seed(seed)
    network = tiny()
    checkpoints.write_best(folder, network.state_dict(), checkpoints.network_facts(network, TINY))
    return folder


def test_faces_are_divided_by_people(tmp_path: Path) -> None:
    one, two, three = (
        discs(20, 3, name=name, seed=seed) for seed, name in enumerate(["one", "two", "three"])
    )
    paths = [tmp_path / f"{faces.set_names[0]}.npz" for faces in (one, two, three)]
    for path, faces in zip(paths, (one, two, three), strict=True):
        faces.save(path)
    data = DataConfig(sets=(str(paths[0]), str(paths[1])), held_out_sets=(str(paths[2]),), held_out=0.3)
    training, held_out = faces_of_run(data)
    assert [part.set_names for part in held_out] == [("one",), ("two",), ("three",)]
    assert len(held_out[2]) == 60
    assert len(training) + len(held_out[0]) + len(held_out[1]) == 120
    held = {name for part in held_out for name in part.full_names()}
    assert not held & set(training.full_names())
    other = faces_of_run(DataConfig(sets=(str(paths[0]),), held_out=0.3, fold=1))[1][0]
    assert not set(other.names) & set(held_out[0].names)


def test_faces_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no faces are named: set \[data\] sets"):
        faces_of_run(DataConfig())
    missing = tmp_path / "missing.npz"
    with pytest.raises(
        FileNotFoundError, match=r"missing\.npz does not exist\. Make it with `trainer prepare`"
    ):
        faces_of_run(DataConfig(sets=(str(missing),)))
    discs(4, 2).save(tmp_path / "made.npz")
    with pytest.raises(ConfigError, match=r"nobody is held out: set \[data\] held_out"):
        faces_of_run(DataConfig(sets=(str(tmp_path / "made.npz"),), held_out=0))
    (tmp_path / "bad.npz").write_bytes(b"nothing")
    with pytest.raises(ValueError, match=r"bad\.npz is not a training set"):
        faces_of_run(DataConfig(sets=(str(tmp_path / "bad.npz"),)))


def test_a_network_begins_by_chance_of_the_seed() -> None:
    one, two, three = (initial_network(WANTED, seed=seed) for seed in (5, 5, 6))
    assert one.training
    for name, weight in one.state_dict().items():
        assert torch.equal(weight, two.state_dict()[name])
    assert not torch.equal(one.layers.head[1].weight, three.layers.head[1].weight)


def test_a_network_begins_from_another_run(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    for path in (folder, folder / "best.safetensors"):
        found = initial_network(NetworkConfig(name=TINY, embedding_size=64, initial=str(path)), seed=0)
        expected = checkpoints.load_network(folder)
        assert found.training
        assert not expected.training
        for name, weight in found.state_dict().items():
            assert torch.equal(weight, expected.state_dict()[name])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "fasternet"}, "holds tiny with 64 dimensions, not fasternet with 64."),
        ({"embedding_size": 128}, "holds tiny with 64 dimensions, not tiny with 128."),
        ({"image_size": 48}, "takes faces of 32 pixels, not 48; leave [network] image_size out."),
        (
            {"initial": "installed"},
            "Only sface has installed weights; set [network] initial to a training run.",
        ),
    ],
)
def test_a_beginning_that_does_not_fit_is_told(changes: dict[str, object], told: str, tmp_path: Path) -> None:
    wanted = {"name": TINY, "embedding_size": 64, "initial": str(kept(tmp_path)), **changes}
    with pytest.raises(ConfigError) as found:
        initial_network(NetworkConfig(**wanted), seed=0)
    assert told in str(found.value)


def test_the_teacher_is_fixed(tmp_path: Path) -> None:
    teacher = teacher_network(LossConfig(teacher=str(kept(tmp_path))), embedding_size=64)
    assert teacher is not None
    assert not teacher.training
    assert not any(weight.requires_grad for weight in teacher.parameters())


def test_the_installed_recogniser_can_be_trained_and_teach(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    expected = default_sface(Catalogue()).state_dict()
    network = initial_network(NetworkConfig(name="sface", initial="installed", frozen=("stem",)), seed=0)
    teacher = teacher_network(LossConfig(teacher="installed"), embedding_size=64)
    assert teacher is not None
    for name, weight in expected.items():
        assert torch.equal(network.state_dict()[name], weight)
        assert torch.equal(teacher.state_dict()[name], weight)
    assert {name.split(".")[1] for name, one in network.named_parameters() if not one.requires_grad} == {
        "stem"
    }


def test_a_folder_or_file_without_a_network_is_told(tmp_path: Path) -> None:
    with pytest.raises(
        CheckpointError, match=r"holds no trained network\. Name the folder of a training run"
    ):
        checkpoints.load_network(tmp_path)
    with pytest.raises(FileNotFoundError, match=r"none\.safetensors does not exist"):
        checkpoints.load_network(tmp_path / "none.safetensors")
    bad = tmp_path / "bad.safetensors"
    bad.write_bytes(b"nothing of the kind")
    with pytest.raises(CheckpointError, match=r"bad\.safetensors is damaged, or no file of this trainer"):
        checkpoints.load_network(bad)
    safetensors.torch.save_file({"a": torch.zeros(2)}, str(bad))
    with pytest.raises(
        CheckpointError, match=r"bad\.safetensors .*was not written by this trainer\. Name another"
    ):
        checkpoints.load_network(bad)
    checkpoints.write(bad, {"a": torch.zeros(2)}, {"network": "resnet"})
    with pytest.raises(CheckpointError, match=r"bad\.safetensors holds no network that this version knows"):
        checkpoints.load_network(bad)
    checkpoints.write(bad, {"network.a": torch.zeros(2)}, checkpoints.network_facts(tiny(), TINY))
    with pytest.raises(CheckpointError, match=r"bad\.safetensors does not fit the network tiny"):
        checkpoints.load_network(bad)


def test_the_newest_checkpoint_stands_in_for_the_best_network(tmp_path: Path) -> None:
    network = tiny()
    facts = checkpoints.network_facts(network, TINY)
    for step in (4, 30, 8):
        with torch.no_grad():
            network.layers.head[1].bias.fill_(step)
        tensors = {f"network.{name}": one for name, one in network.state_dict().items()}
        checkpoints.write(tmp_path / f"checkpoint-{step}.safetensors", tensors, facts)
    assert checkpoints.load_network(tmp_path).layers.head[1].bias.eq(30).all()
    averaged = {**tensors, **{f"average.{name}": one * 0 for name, one in network.state_dict().items()}}
    checkpoints.write(tmp_path / "checkpoint-31.safetensors", averaged, facts)
    assert not checkpoints.load_network(tmp_path).layers.head[1].bias.any()


def test_two_checkpoints_are_kept_and_none_of_later_steps(tmp_path: Path) -> None:
    (tmp_path / "checkpoint-12.safetensors").write_bytes(b"damaged")
    for step in (4, 8, 10):
        checkpoints.write_checkpoint(tmp_path, step, {"a": torch.full((2,), step)}, {})
    assert list(checkpoints.checkpoints(tmp_path)) == [8, 10]
    assert checkpoints.newest(tmp_path).facts == {"step": 10}
    assert not list(tmp_path.glob("*.new"))


def test_tensors_of_every_layout_are_written_as_they_are(tmp_path: Path) -> None:
    tensors = {
        "rows": torch.arange(12.0).reshape(3, 4).T,
        "layout": torch.rand(2, 3, 4, 4).to(memory_format=torch.channels_last),
        "number": torch.tensor(3),
        "part": torch.arange(10)[3:5],
        "none": torch.zeros(0, 4),
    }
    facts = {"step": 1, "name": "é\udcff", "nested": {"a": [1, 2.5, None, True]}}
    checkpoints.write(tmp_path / "a.safetensors", tensors, facts)
    found = checkpoints.read(tmp_path / "a.safetensors")
    assert found.facts == facts
    for name, tensor in tensors.items():
        assert torch.equal(found.tensors[name], tensor)
        assert found.tensors[name].dtype == tensor.dtype
    # What was read is a copy, which nothing that is written changes.
    found.tensors["rows"].zero_()
    assert checkpoints.read(tmp_path / "a.safetensors").tensors["rows"].any()


@pytest.mark.parametrize("algorithm", ["sgd", "adagrad", "adamw"])
def test_an_optimiser_goes_on_where_it_was(algorithm: str, tmp_path: Path) -> None:
    config = OptimiserConfig(algorithm=algorithm, learning_rate=0.01)
    network = tiny()
    optimiser = make_optimiser(network, config)

    def steps(one: torch.nn.Module, by: torch.optim.Optimizer, seed: int) -> None:
        chance = torch.Generator().manual_seed(seed)
        for _ in range(3):
            for weight in one.parameters():
                weight.grad = torch.randn(weight.shape, generator=chance)
            by.step()

    steps(network, optimiser, 0)
    again = tiny()
    again.load_state_dict(network.state_dict())
    tensors, numbers = checkpoints.optimiser_state(optimiser)
    checkpoints.write(tmp_path / "a.safetensors", tensors, {"optimiser": numbers})
    other = make_optimiser(again, config)
    checkpoints.set_optimiser_state(other, checkpoints.read(tmp_path / "a.safetensors"))
    steps(network, optimiser, 1)
    steps(again, other, 1)
    for one, two in zip(network.parameters(), again.parameters(), strict=True):
        assert torch.equal(one, two)
