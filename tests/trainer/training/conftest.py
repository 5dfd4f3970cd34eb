"""What the tests of training share: a tiny network, and sets of drawn people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch
from makers.training_runs import discs, tiny_is_known

from trainer.data.training_set import TrainingSet


@pytest.fixture(autouse=True, scope="session")
def tiny_network_is_known() -> Iterator[None]:
    with tiny_is_known():
        yield


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def people() -> TrainingSet:
    return discs(16, 4)


@pytest.fixture(scope="session")
def others() -> TrainingSet:
    """Return people whom no training set has."""
    return discs(8, 4, name="others", seed=5)
