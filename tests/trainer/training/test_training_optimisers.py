"""Learning rates, groups of weights, and the moving average."""

from __future__ import annotations

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from makers.training_runs import tiny

from trainer.training.config import Algorithm, OptimiserConfig, Schedule
from trainer.training.optimisers import (
    MovingAverage,
    learning_rate,
    make_optimiser,
    set_learning_rate,
    trained,
)


def test_the_rate_rises_and_then_falls_along_a_cosine() -> None:
    config = OptimiserConfig(learning_rate=0.4, warm_up=4, schedule=Schedule.COSINE)
    found = [learning_rate(step, 12, config) for step in range(13)]
    falling = [0.2 * (1 + math.cos(math.pi * done / 8)) for done in range(9)]
    assert found == pytest.approx([0.1, 0.2, 0.3, 0.4, *falling])
    assert found[4] == 0.4
    assert found[12] == pytest.approx(0)


def test_a_constant_rate_stays_after_its_warm_up() -> None:
    config = OptimiserConfig(learning_rate=0.05, warm_up=2, schedule=Schedule.CONSTANT)
    assert [learning_rate(step, 5, config) for step in range(5)] == [0.025, 0.05, 0.05, 0.05, 0.05]
    assert learning_rate(0, 5, OptimiserConfig(learning_rate=0.05, warm_up=0)) == 0.05


@given(
    step=st.integers(0, 200),
    steps=st.integers(1, 150),
    warm_up=st.integers(0, 300),
    schedule=st.sampled_from(list(Schedule)),
)
def test_no_rate_is_above_the_highest(step: int, steps: int, warm_up: int, schedule: Schedule) -> None:
    config = OptimiserConfig(learning_rate=0.3, warm_up=warm_up, schedule=schedule)
    assert 0 <= learning_rate(step, steps, config) <= 0.3


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_each_stage_learns_at_its_own_share_of_the_rate(algorithm: Algorithm) -> None:
    network = tiny()
    config = OptimiserConfig(algorithm=algorithm, learning_rate=0.1, weight_decay=0.3)
    optimiser = make_optimiser(network, config, stage_decay=0.5)
    shares = {"stem": 0.25, "body": 0.5, "head": 1.0}
    expected = {
        weight: (shares[name.split(".")[1]], 0.3 if weight.ndim > 1 else 0.0)
        for name, weight in network.named_parameters()
    }
    set_learning_rate(optimiser, 0.08)
    found = {
        weight: (group["lr"] / 0.08, group["weight_decay"])
        for group in optimiser.param_groups
        for weight in group["params"]
    }
    assert found.keys() == expected.keys()
    for weight, (share, decay) in expected.items():
        assert found[weight] == (pytest.approx(share), decay)
    assert sum(len(group["params"]) for group in optimiser.param_groups) == len(expected)


def test_the_momentum_is_that_of_sgd() -> None:
    optimiser = make_optimiser(tiny(), OptimiserConfig(algorithm=Algorithm.SGD, momentum=0.7))
    assert {group["momentum"] for group in optimiser.param_groups} == {0.7}


def test_frozen_weights_are_left_out() -> None:
    network = tiny()
    network.layers.body.requires_grad_(False)
    optimiser = make_optimiser(network, OptimiserConfig())
    learning = {weight for group in optimiser.param_groups for weight in group["params"]}
    assert learning == {*network.layers.stem.parameters(), *network.layers.head.parameters()}
    assert set(trained(network)) == learning
    network.requires_grad_(False)
    with pytest.raises(ValueError, match="nothing to train"):
        make_optimiser(network, OptimiserConfig())


@pytest.mark.parametrize("decay", [0.5, 0.9, 0.999])
def test_the_moving_average_is_that_of_a_slow_loop(decay: float) -> None:
    network = tiny()
    average = MovingAverage(network, decay)
    expected = {name: one.double().clone() for name, one in network.state_dict().items()}
    for update in range(30):
        with torch.no_grad():
            for tensor in (*network.parameters(), *network.buffers()):
                tensor.add_(torch.rand(tensor.shape) if tensor.is_floating_point() else 1)
        average.update(network)
        kept = min(decay, (1 + update) / (10 + update))
        for name, one in network.state_dict().items():
            if one.is_floating_point():
                expected[name] = kept * expected[name] + (1 - kept) * one.double()
            else:
                expected[name] = one.double()
    assert average.updates == 30
    for name, one in average.weights.items():
        assert one.double().allclose(expected[name], rtol=1e-4, atol=1e-5), name
        assert one.dtype == network.state_dict()[name].dtype
