"""A training run: what it learns, how it ends, and what it leaves alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from makers.tiny_networks import made_set
from makers.training_runs import discs, tiny, tiny_config

from trainer.data.training_set import TrainingSet
from trainer.networks.base import RecognitionNetwork
from trainer.training import checkpoints, loop
from trainer.training.config import ConfigError, TrainingConfig
from trainer.training.initial import initial_network
from trainer.training.logs import read_log
from trainer.training.loop import Run
from trainer.training.progress import Ending, Outcome
from trainer.training.validation import embed

CPU = torch.device("cpu")
#: Settings with which the tiny network learns the drawn people in some seconds.
LEARNING: dict[str, Any] = {
    "steps": 40,
    "validate_every": 20,
    "batch": {"people": 8, "faces_each": 4, "random_negatives": 0, "chunk": 64},
    "optimiser": {"learning_rate": 5e-3, "warm_up": 3},
}


@dataclass(frozen=True)
class Trained:
    outcome: Outcome
    rows: list[dict[str, float]]
    folder: Path

    def network(self) -> RecognitionNetwork:
        return checkpoints.load_network(self.folder)

    def mean(self, name: str, steps: slice) -> float:
        return float(np.mean([row[name] for row in self.rows[1:]][steps]))


def trained(config: TrainingConfig, faces: TrainingSet, held_out: TrainingSet, folder: Path) -> Trained:
    folder.mkdir(exist_ok=True)
    outcome = Run(config, training=faces, held_out=[held_out], folder=folder).train()
    return Trained(outcome, read_log(folder / "log.csv"), folder)


@pytest.fixture(scope="module")
def known() -> TrainingSet:
    return discs(40, name="known", seed=1)


@pytest.fixture(scope="module")
def strangers() -> TrainingSet:
    return discs(20, name="strangers", seed=2)


@pytest.fixture(scope="module")
def learned(known: TrainingSet, strangers: TrainingSet, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    """Return a run with the paper's loss and its choice of triplets."""
    return trained(tiny_config(**LEARNING), known, strangers, tmp_path_factory.mktemp("learned"))


def test_semi_hard_triplets_teach_a_network_people_it_has_never_seen(learned: Trained) -> None:
    assert learned.outcome.ending is Ending.DONE
    assert learned.outcome.step == learned.outcome.best_step == 40
    assert learned.outcome.best > 1.8 * learned.outcome.before
    first, last = slice(0, 5), slice(-5, None)
    assert learned.mean("loss", last) < 0.8 * learned.mean("loss", first)
    assert learned.mean("positive_d2", last) < 0.5 * learned.mean("positive_d2", first)
    assert [row["step"] for row in learned.rows] == list(range(41))
    assert [row["step"] for row in learned.rows if "val" in row] == [0, 20, 40]
    assert learned.rows[-1]["val"] == pytest.approx(learned.outcome.best, rel=1e-6)


def test_the_best_network_is_the_one_that_was_measured(learned: Trained, strangers: TrainingSet) -> None:
    vectors = embed(learned.network(), strangers, device=CPU)
    assert loop.val(vectors, strangers.people, far=0.05) == pytest.approx(learned.outcome.best, abs=1e-3)
    facts = checkpoints.read(learned.folder / "best.safetensors").facts
    assert (facts["step"], facts["val"]) == (40, learned.outcome.best)


def test_contrastive_pairs_teach_as_well(known: TrainingSet, strangers: TrainingSet, tmp_path: Path) -> None:
    config = tiny_config(**LEARNING, loss={"kind": "contrastive", "margin": 1.0})
    found = trained(config, known, strangers, tmp_path)
    assert found.outcome.best > 1.5 * found.outcome.before
    assert found.mean("loss", slice(-5, None)) < 0.8 * found.mean("loss", slice(0, 5))
    assert {row["triplets"] for row in found.rows[1:]} == {0.0}


@pytest.mark.parametrize("choosing", ["offline", "hybrid"])
def test_choosing_away_from_the_step_teaches_too(
    choosing: str, known: TrainingSet, strangers: TrainingSet, tmp_path: Path
) -> None:
    loss = {"choosing": choosing, "choose_every": 10, "choose_from": 120}
    found = trained(tiny_config(**LEARNING, loss=loss), known, strangers, tmp_path)
    assert found.outcome.best > 1.3 * found.outcome.before


def distance_to(teacher: RecognitionNetwork, network: RecognitionNetwork, faces: TrainingSet) -> float:
    """Return the mean d² of two networks' embeddings of the same faces."""
    one, two = (embed(each, faces, device=CPU) for each in (network, teacher))
    return float(((one - two) ** 2).sum(1).mean())


@pytest.mark.parametrize(
    "loss", [{"harmonic": True}, {"distillation": 1.0}], ids=lambda loss: next(iter(loss))
)
def test_a_network_becomes_comparable_with_its_teacher(
    loss: dict[str, Any], learned: Trained, known: TrainingSet, strangers: TrainingSet, tmp_path: Path
) -> None:
    config = tiny_config(**{**LEARNING, "seed": 1}, loss={**loss, "teacher": str(learned.folder)})
    found = trained(config, known, strangers, tmp_path)
    fresh = initial_network(config.network, seed=1).eval()
    before, after = (distance_to(learned.network(), one, strangers) for one in (fresh, found.network()))
    assert before > 1.5
    assert after < 0.6 * before
    if "distillation" in loss:
        assert found.mean("distillation", slice(-5, None)) < 0.7 * found.mean("distillation", slice(0, 5))
    kept = checkpoints.read(tmp_path / "teacher.safetensors").tensors["embeddings"].numpy()
    assert np.allclose(kept, embed(learned.network(), known, device=CPU), atol=1e-5)


def test_a_teacher_of_another_size_cannot_be_compared_with(
    known: TrainingSet, strangers: TrainingSet, learned: Trained, tmp_path: Path
) -> None:
    config = tiny_config(
        network={"embedding_size": 96}, loss={"harmonic": True, "teacher": str(learned.folder)}
    )
    with pytest.raises(ConfigError, match=r"set \[network\] embedding_size to 64"):
        Run(config, training=known, held_out=[strangers], folder=tmp_path)


def test_what_comes_before_the_first_step_is_told_and_can_be_stopped(
    known: TrainingSet, strangers: TrainingSet, learned: Trained, tmp_path: Path
) -> None:
    config = tiny_config(steps=1, loss={"distillation": 1.0, "teacher": str(learned.folder)})
    work: list[tuple[str, int, int]] = []

    def tell(what: str, done: int, total: int) -> None:
        work.append((what, done, total))

    outcome = Run(config, training=known, held_out=[strangers], folder=tmp_path).train(
        on_work=tell, cancelled=lambda: bool(work) and work[-1][1] >= len(known) // 2
    )
    assert (outcome.ending, outcome.step) == (Ending.CANCELLED, 0)
    assert {what for what, _, _ in work} == {"Asking the teacher"}
    assert work[-1][1] < len(known)
    assert not (tmp_path / "teacher.safetensors").exists()
    work.clear()
    outcome = Run(config, training=known, held_out=[strangers], folder=tmp_path).train(on_work=tell)
    assert outcome.ending is Ending.DONE
    assert ("Asking the teacher", len(known), len(known)) in work
    assert (f"Validating on {strangers.set_names[0]}", len(strangers), len(strangers)) in work


def test_harmonic_triplets_may_come_from_within_families(
    learned: Trained, known: TrainingSet, strangers: TrainingSet, tmp_path: Path
) -> None:
    loss = {"harmonic": True, "teacher": str(learned.folder), "within_family": 0.5}
    found = trained(tiny_config(steps=2, loss=loss), known, strangers, tmp_path)
    assert found.outcome.ending is Ending.DONE


def test_what_the_teacher_said_is_not_taken_from_another_run(
    learned: Trained, known: TrainingSet, strangers: TrainingSet, tmp_path: Path
) -> None:
    loss = {"distillation": 1.0, "teacher": str(learned.folder)}
    stale = {"embeddings": torch.zeros(len(known), 64)}
    checkpoints.write(tmp_path / "teacher.safetensors", stale, {"config": "another"})
    found = trained(tiny_config(steps=1, loss=loss), known, strangers, tmp_path)
    kept = checkpoints.read(tmp_path / "teacher.safetensors").tensors["embeddings"]
    assert kept.norm(dim=1).allclose(torch.ones(len(known)), atol=1e-5)
    assert found.rows[1]["distillation"] > 0


def test_frozen_stages_stay_as_they_are(people: TrainingSet, others: TrainingSet, tmp_path: Path) -> None:
    config = tiny_config(steps=4, network={"frozen": ["stem"]}, optimiser={"weight_decay": 0.1})
    fresh = initial_network(config.network, seed=0).state_dict()
    found = trained(config, people, others, tmp_path)
    saved = checkpoints.newest(found.folder)
    assert saved is not None
    for name, before in fresh.items():
        same = torch.equal(saved.tensors[f"network.{name}"], before)
        assert same == name.startswith("layers.stem."), name


def test_statistics_of_all_stages_may_stay(people: TrainingSet, others: TrainingSet, tmp_path: Path) -> None:
    config = tiny_config(steps=3, network={"freeze_statistics": True})
    fresh = initial_network(config.network, seed=0).state_dict()
    found = trained(config, people, others, tmp_path)
    saved = checkpoints.newest(found.folder)
    assert saved is not None
    statistics = [name for name in fresh if "running" in name or "tracked" in name]
    assert statistics
    for name, before in fresh.items():
        assert torch.equal(saved.tensors[f"network.{name}"], before) == (name in statistics), name


def test_a_network_that_makes_one_point_of_everything_is_given_up(
    people: TrainingSet, others: TrainingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "HOPELESS", 5)
    # All that distinguishes faces decays within a few steps; the bias stays.
    config = tiny_config(
        steps=200,
        validate_every=100,
        network={"frozen": ["stem", "body"]},
        optimiser={
            "algorithm": "sgd",
            "learning_rate": 0.5,
            "momentum": 0.0,
            "weight_decay": 1.9,
            "schedule": "constant",
        },
        loss={"selection": "hardest"},
    )
    biased = initial_network(config.network, seed=0)
    with torch.no_grad():
        biased.layers.head[1].bias += 1.0
    monkeypatch.setattr(loop, "initial_network", lambda *_, **__: biased)
    found = trained(config, people, others, tmp_path)
    assert found.outcome.ending is Ending.COLLAPSED
    assert found.outcome.step < 60
    assert [row["collapsed"] for row in found.rows[-6:]] == [0, 1, 1, 1, 1, 1]
    again = Run(config, training=people, held_out=[others], folder=tmp_path).train()
    assert (again.ending, again.step) == (Ending.COLLAPSED, found.outcome.step)


def test_a_gradient_that_is_no_number_changes_nothing_and_ends_the_run(
    people: TrainingSet, others: TrainingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loop, "HOPELESS", 3)
    config = tiny_config(steps=50, validate_every=2)
    run = Run(config, training=people, held_out=[others], folder=tmp_path)
    usual = run._objective.loss
    monkeypatch.setattr(
        run._objective,
        "loss",
        lambda *a, step, **k: usual(*a, step=step, **k) * (1 if step < 4 else torch.nan),
    )
    outcome = run.train()
    assert (outcome.ending, outcome.step) == (Ending.DIVERGED, 7)
    saved = checkpoints.newest(tmp_path)
    assert saved is not None
    assert all(bool(tensor.isfinite().all()) for tensor in saved.tensors.values())
    assert np.isnan([row["gradient"] for row in read_log(tmp_path / "log.csv")[-3:]]).all()


def test_it_stops_early_when_validation_finds_nothing_better(
    people: TrainingSet, others: TrainingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = iter([0.3, 0.5, 0.4, 0.5, 0.45, 0.9])
    monkeypatch.setattr(loop, "val", lambda *_, **__: next(found))
    config = tiny_config(steps=50, validate_every=2, patience=3)
    outcome = Run(config, training=people, held_out=[others], folder=tmp_path).train()
    assert outcome == Outcome(Ending.EARLY, step=8, best_step=2, best=0.5, before=0.3)
    # The same command does not go on.
    again = Run(config, training=people, held_out=[others], folder=tmp_path).train()
    assert again == outcome


@pytest.mark.parametrize(("criterion", "best_step"), [("mean", 1), ("worst", 2)])
def test_several_views_are_judged_by_their_mean_or_by_the_worst(
    criterion: str,
    best_step: int,
    people: TrainingSet,
    others: TrainingSet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = iter([0.2, 0.2, 0.9, 0.3, 0.5, 0.4])
    monkeypatch.setattr(loop, "val", lambda *_, **__: next(found))
    config = tiny_config(steps=2, validate_every=1, criterion=criterion, data={"views": ["clean", "grey"]})
    outcome = Run(config, training=people, held_out=[others], folder=tmp_path).train()
    assert outcome.best_step == best_step
    rows = read_log(tmp_path / "log.csv")
    assert [(row["val/others"], row["val/others/grey"]) for row in rows] == [
        (0.2, 0.2),
        (0.9, 0.3),
        (0.5, 0.4),
    ]


def test_a_cancelled_run_leaves_a_checkpoint_of_its_step_and_goes_on(
    people: TrainingSet, others: TrainingSet, tmp_path: Path
) -> None:
    whole, halved = tmp_path / "whole", tmp_path / "halved"
    config = tiny_config(steps=7)
    undisturbed = trained(config, people, others, whole)
    halved.mkdir()
    run = Run(config, training=people, held_out=[others], folder=halved)
    outcome = run.train(cancelled=lambda: run.step == 3)
    assert (outcome.ending, outcome.step, run.step) == (Ending.CANCELLED, 3, 3)
    assert list(checkpoints.checkpoints(halved)) == [0, 3]
    gone_on = trained(config, people, others, halved)
    assert gone_on.outcome == undisturbed.outcome
    assert gone_on.rows == undisturbed.rows
    for name in ("best.safetensors", "checkpoint-7.safetensors"):
        one, two = (checkpoints.read(folder / name).tensors for folder in (whole, halved))
        assert one.keys() == two.keys()
        assert all(torch.equal(one[key], two[key]) for key in one)


def test_the_average_of_the_weights_is_what_is_validated_and_kept(
    people: TrainingSet, others: TrainingSet, tmp_path: Path
) -> None:
    config = tiny_config(steps=5, validate_every=5, optimiser={"averaging": 0.9})
    found = trained(config, people, others, tmp_path)
    saved = checkpoints.newest(tmp_path)
    assert saved is not None
    averaged = {key.removeprefix("average."): one for key, one in saved.tensors.items() if "average." in key}
    assert not torch.equal(averaged["layers.head.1.weight"], saved.tensors["network.layers.head.1.weight"])
    network = tiny()
    network.load_state_dict(averaged)
    vectors = embed(network.eval(), others, device=CPU)
    assert loop.val(vectors, others.people, far=0.05) == pytest.approx(found.rows[-1]["val"], abs=1e-6)


@pytest.mark.parametrize("precision", ["bfloat16", "float16"])
def test_half_precision_learns_and_keeps_whole_weights(
    precision: str, people: TrainingSet, others: TrainingSet, tmp_path: Path
) -> None:
    config = tiny_config(steps=6, validate_every=3, precision=precision)
    run = Run(config, training=people, held_out=[others], folder=tmp_path)
    outcome = run.train(cancelled=lambda: run.step == 4)
    assert outcome.ending is Ending.CANCELLED
    gone_on = trained(config, people, others, tmp_path)
    assert gone_on.outcome.ending is Ending.DONE
    saved = checkpoints.newest(tmp_path)
    assert saved is not None
    weights = {name: one for name, one in saved.tensors.items() if name.startswith("network.")}
    assert {one.dtype for name, one in weights.items() if "tracked" not in name} == {torch.float32}
    fresh = initial_network(config.network, seed=0).state_dict()
    assert not torch.equal(weights["network.layers.head.1.weight"], fresh["layers.head.1.weight"])
    assert bool(saved.facts["scaler"]) == (precision == "float16")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"augmentation": "heavy"}, "augmentation must be one of none, light"),
        ({"loss": {"selection": "easy"}}, r"\[loss\] selection must be one of random, semi_hard"),
        ({"network": {"frozen": ["tail"]}}, "tiny has no stage 'tail'; it has stem, body, head"),
        ({"network": {"frozen": ["stem", "body", "head"]}}, "All stages of the network are frozen"),
        ({"data": {"views": ["clean", "upside down"]}}, "There is no view 'upside down'; there are clean, "),
    ],
)
def test_what_does_not_fit_is_said_at_once(
    changes: dict[str, Any], told: str, people: TrainingSet, others: TrainingSet, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=told):
        Run(tiny_config(**changes), training=people, held_out=[others], folder=tmp_path)
    assert not list(tmp_path.iterdir())


def test_another_run_in_the_same_folder_is_refused(
    people: TrainingSet, others: TrainingSet, tmp_path: Path
) -> None:
    trained(tiny_config(steps=1), people, others, tmp_path)
    before = (tmp_path / "log.csv").read_bytes()
    with pytest.raises(checkpoints.CheckpointError, match="holds another run"):
        Run(tiny_config(steps=2), training=people, held_out=[others], folder=tmp_path)
    assert (tmp_path / "log.csv").read_bytes() == before


def test_too_few_triplets_to_choose_from_are_told(others: TrainingSet, tmp_path: Path) -> None:
    alone = made_set(8, 1)
    few = TrainingSet.of_crops(
        np.concatenate([alone.crops(range(8)), alone.crops([0])]),
        [*map(str, range(8)), "0"],
        name="few",
        margin=4,
    )
    config = tiny_config(loss={"choosing": "offline", "choose_from": 4, "margin": 1e-6})
    run = Run(config, training=few, held_out=[others], folder=tmp_path)
    with pytest.raises(ValueError, match=r"No triplet of the kind semi_hard .* Raise \[loss\] choose_from"):
        run.train()
