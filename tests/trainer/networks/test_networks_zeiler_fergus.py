"""NN1 against Table 1 of the FaceNet paper, row by row."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from makers.paper_tables import rounds_to, shapes_of_stages
from torch import nn

from trainer.networks.counting import count_stages
from trainer.networks.layers import Maxout
from trainer.networks.zeiler_fergus import ZeilerFergus

# Name, size-out, param and FLPS as printed in Table 1.
TABLE_1 = [
    ("conv1", (110, 110, 64), "9K", "115M"),
    ("pool1", (55, 55, 64), "0", ""),
    ("rnorm1", (55, 55, 64), "0", ""),
    ("conv2a", (55, 55, 64), "4K", "13M"),
    ("conv2", (55, 55, 192), "111K", "335M"),
    ("rnorm2", (55, 55, 192), "0", ""),
    ("pool2", (28, 28, 192), "0", ""),
    ("conv3a", (28, 28, 192), "37K", "29M"),
    ("conv3", (28, 28, 384), "664K", "521M"),
    ("pool3", (14, 14, 384), "0", ""),
    ("conv4a", (14, 14, 384), "148K", "29M"),
    ("conv4", (14, 14, 256), "885K", "173M"),
    ("conv5a", (14, 14, 256), "66K", "13M"),
    ("conv5", (14, 14, 256), "590K", "116M"),
    ("conv6a", (14, 14, 256), "66K", "13M"),
    ("conv6", (14, 14, 256), "590K", "116M"),
    ("pool4", (7, 7, 256), "0", ""),
    # Printed as 7x7x256, 1x32x128 and 1x1x128: the same numbers, in a row.
    ("concat", (7 * 7 * 256,), "0", ""),
    ("fc1", (32 * 128,), "103M", "103M"),
    ("fc2", (32 * 128,), "34M", "34M"),
    ("fc7128", (128,), "524K", "0.5M"),
]


@pytest.fixture(scope="module")
def nn1() -> ZeilerFergus:
    # The paper's own network, without memory for its 140 million weights.
    with torch.device("meta"):
        return ZeilerFergus(batch_norm=False)


def test_every_row_is_the_papers(nn1: ZeilerFergus) -> None:
    counts, shapes = count_stages(nn1), shapes_of_stages(nn1)
    for (name, shape, parameters, cost), ours in zip(TABLE_1, counts, strict=True):
        assert ours.name == name
        assert shapes[name] == shape, name
        assert rounds_to(ours.parameters, parameters), (name, ours)
        assert rounds_to(ours.multiply_adds, cost or "0"), (name, ours)


def test_the_totals_are_the_papers(nn1: ZeilerFergus) -> None:
    assert rounds_to(sum(stage.parameters for stage in count_stages(nn1)), "140M")
    assert rounds_to(sum(stage.multiply_adds for stage in count_stages(nn1)), "1.6B")


def test_batch_norm_takes_the_place_of_local_normalisation(nn1: ZeilerFergus) -> None:
    with torch.device("meta"):
        normalised = ZeilerFergus()
    plain = [type(part) for part in nn1.modules()]
    modern = [type(part) for part in normalised.modules()]
    assert plain.count(nn.LocalResponseNorm) == 2
    assert nn.BatchNorm2d not in plain
    assert nn.LocalResponseNorm not in modern
    assert modern.count(nn.BatchNorm2d) == plain.count(nn.Conv2d) == 11


def test_the_papers_own_network_runs() -> None:
    torch.manual_seed(0)
    network = ZeilerFergus(batch_norm=False, image_size=32, embedding_size=16)
    found = network(torch.randint(0, 256, (2, 3, 32, 32)).float())
    torch.testing.assert_close(found.norm(dim=1), torch.ones(2))


def test_maxout_takes_the_greatest_of_its_pieces() -> None:
    torch.manual_seed(0)
    layer = Maxout(5, 3, pieces=2)
    values = torch.randn(4, 5)
    weight, bias = (p.detach().numpy() for p in (layer.linear.weight, layer.linear.bias))
    expected = np.empty((4, 3))
    for row in range(4):
        for output in range(3):
            pieces = [weight[2 * output + k] @ values[row].numpy() + bias[2 * output + k] for k in range(2)]
            expected[row, output] = max(pieces)
    np.testing.assert_allclose(layer(values).detach().numpy(), expected, atol=1e-6)


def test_local_normalisation_is_that_of_krizhevsky(nn1: ZeilerFergus) -> None:
    norm = nn1.layers.rnorm1
    values = torch.rand(1, 7, 1, 1) * 300
    expected = torch.empty(7)
    for i in range(7):
        near = values[0, max(0, i - 2) : i + 3, 0, 0]
        expected[i] = values[0, i, 0, 0] / (2 + 1e-4 * near.square().sum()) ** 0.75
    torch.testing.assert_close(norm(values).flatten(), expected)
