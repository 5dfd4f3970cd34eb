"""Training later stages on what the early ones made: that it learns, what stays, and what is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from makers.training_runs import discs, tiny
from numpy.typing import NDArray

from trainer.data.joining import joined
from trainer.data.splitting import divide
from trainer.data.training_set import TrainingSet
from trainer.networks.base import RecognitionNetwork
from trainer.training.activations import Activations, remember_activations
from trainer.training.late_layers import LateConfig, LateOutcome, Look, embed_late, learn_late, soup
from trainer.training.validation import val

CPU = torch.device("cpu")
CONFIG = LateConfig(
    steps=60,
    people=12,
    faces_each=4,
    distillation=0.0,
    learning_rate=5e-3,
    earlier=1.0,
    kept=1.0,
    averaging=0.5,
    validate_every=20,
    far=0.05,
)


@pytest.fixture(scope="module")
def faces() -> TrainingSet:
    return joined([discs(36, 4, name="one"), discs(30, 4, name="other", seed=4)])


@pytest.fixture(scope="module")
def network() -> RecognitionNetwork:
    torch.manual_seed(0)
    return tiny().eval()


@pytest.fixture(scope="module")
def given(
    network: RecognitionNetwork, faces: TrainingSet, tmp_path_factory: pytest.TempPathFactory
) -> Activations:
    return remember_activations(network, "body", faces, (), tmp_path_factory.mktemp("given"), device=CPU)


def learned(
    network: RecognitionNetwork, faces: TrainingSet, given: Activations, config: LateConfig
) -> LateOutcome:
    parts = divide(faces, validation=0.35)
    before = embed_late(network, given, np.arange(len(faces)), device=CPU)
    return learn_late(
        network,
        faces,
        given,
        before,
        training=parts.training,
        held_out=parts.validation,
        config=config,
        device=CPU,
    )


def test_it_learns_and_early_stages_and_statistics_stay(
    network: RecognitionNetwork, faces: TrainingSet, given: Activations
) -> None:
    was = {name: one.clone() for name, one in network.state_dict().items()}
    found = learned(network, faces, given, CONFIG)
    looks = {look.step: look.vals for look in found.looks}
    assert list(looks) == [0, 20, 40, 60]
    assert set(looks[0]) == {"one", "other"}
    assert min(looks[found.step][name] - looks[0][name] for name in looks[0]) > 0.1
    held_out = divide(faces, validation=0.35).validation
    mine = held_out[faces.sets[held_out] == 0]
    vectors = embed_late(found.network, given, mine, device=CPU)
    assert val(vectors, faces.people[mine], far=0.05) == pytest.approx(looks[found.step]["one"])
    for name, one in found.network.state_dict().items():
        stays = name.startswith("layers.stem") or "running" in name or "tracked" in name
        assert torch.equal(one, was[name]) == stays, name
    assert all(torch.equal(one, was[name]) for name, one in network.state_dict().items())


def test_the_same_seed_makes_the_same_network(
    network: RecognitionNetwork, faces: TrainingSet, given: Activations
) -> None:
    config = replace(CONFIG, steps=10, validate_every=10)
    first, again, other = (
        learned(network, faces, given, replace(config, seed=seed)).looks[-1].vals for seed in (0, 0, 1)
    )
    assert first == again
    assert first != other


def test_people_of_each_set_take_turns(
    network: RecognitionNetwork,
    faces: TrainingSet,
    given: Activations,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[set[int]] = []
    read_each = Activations.read_each

    def noted(self: Activations, views: list[str], places: NDArray[np.int64]) -> torch.Tensor:
        seen.append(set(faces.people[places].tolist()))
        return read_each(self, views, places)

    monkeypatch.setattr(Activations, "read_each", noted)
    learned(network, faces, given, replace(CONFIG, people=6, same_family=0, steps=8, validate_every=8))
    training = divide(faces, validation=0.35).training
    assert set.union(*seen) == set(faces.people[training].tolist())


def test_what_is_kept_lies_between_old_and_learned_weights(
    network: RecognitionNetwork, faces: TrainingSet, given: Activations
) -> None:
    config = replace(CONFIG, validate_every=60)
    whole, part = (
        learned(network, faces, given, replace(config, kept=kept)).network.state_dict()
        for kept in (1.0, 0.25)
    )
    for name, old in network.state_dict().items():
        if old.is_floating_point():
            torch.testing.assert_close(part[name], torch.lerp(old, whole[name], 0.25), atol=1e-6, rtol=1e-4)


def test_distillation_holds_embeddings_where_they_were(
    network: RecognitionNetwork, faces: TrainingSet, given: Activations
) -> None:
    before = embed_late(network, given, np.arange(len(faces)), device=CPU)
    moved = []
    for weight in (0.0, 100.0):
        config = replace(CONFIG, distillation=weight, validate_every=60, learning_rate=2e-3)
        found = learned(network, faces, given, config)
        assert found.step in {0, 60}
        after = embed_late(found.network, given, np.arange(len(faces)), device=CPU)
        moved.append(float(np.square(after - before).sum(1).mean()))
    assert moved[1] < moved[0] / 3


def test_what_makes_others_worse_is_not_kept(
    network: RecognitionNetwork, faces: TrainingSet, given: Activations
) -> None:
    found = learned(network, faces, given, replace(CONFIG, learning_rate=0.0))
    assert found.step == 0
    for name, one in network.state_dict().items():
        torch.testing.assert_close(found.network.state_dict()[name], one)


def test_somebody_must_choose(network: RecognitionNetwork, faces: TrainingSet, given: Activations) -> None:
    before = embed_late(network, given, np.arange(len(faces)), device=CPU)
    for held_out, message in (
        (np.arange(0), "Nobody is held out"),
        (np.arange(3), "Of one there are not two people held out"),
    ):
        with pytest.raises(ValueError, match=message):
            learn_late(
                network,
                faces,
                given,
                before,
                training=np.arange(len(faces)),
                held_out=held_out,
                config=CONFIG,
                device=CPU,
            )


def test_it_can_be_stopped(network: RecognitionNetwork, faces: TrainingSet, given: Activations) -> None:
    parts = divide(faces, validation=0.35)
    before = embed_late(network, given, np.arange(len(faces)), device=CPU)
    seen: list[int] = []

    def saw(step: int, _steps: int, _look: Look) -> None:
        seen.append(step)

    with pytest.raises(InterruptedError):
        learn_late(
            network,
            faces,
            given,
            before,
            training=parts.training,
            held_out=parts.validation,
            config=CONFIG,
            device=CPU,
            on_step=saw,
            cancelled=lambda: len(seen) == 3,
        )
    assert seen == [0, 1, 2]


def test_a_soup_is_the_mean_of_weights() -> None:
    torch.manual_seed(1)
    networks = [tiny(), tiny(), tiny()]
    mixed = soup(networks).state_dict()
    for name, one in mixed.items():
        parts = torch.stack([network.state_dict()[name].double() for network in networks])
        torch.testing.assert_close(one.double(), parts.mean(0), atol=1e-6, rtol=1e-5)
