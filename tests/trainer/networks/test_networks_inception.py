"""The Inception networks against the FaceNet paper, row by row, and their modules against explicit twins."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from makers.paper_tables import rounds_to, shapes_of_stages
from torch import nn

from trainer.networks.counting import count_multiply_adds, count_parameters, count_stages
from trainer.networks.inception import (
    NN2,
    NN3,
    NN4,
    NNS1,
    NNS2,
    Inception,
    InceptionModule,
    InceptionRow,
    InceptionTable,
)
from trainer.networks.layers import L2Pool

# Name, output size, params and FLOPS as printed in Table 2; it gives max pool and norm in one row.
TABLE_2 = [
    ("conv1", (112, 112, 64), "9K", "119M"),
    ("pool1", (56, 56, 64), "0", "0"),
    ("norm1", (56, 56, 64), "0", "0"),
    ("inception2", (56, 56, 192), "115K", "360M"),
    ("norm2", (56, 56, 192), "0", "0"),
    ("pool2", (28, 28, 192), "0", "0"),
    ("inception3a", (28, 28, 256), "164K", "128M"),
    ("inception3b", (28, 28, 320), "228K", "179M"),
    ("inception3c", (14, 14, 640), "398K", "108M"),
    # 545,536, which the paper rounds down.
    ("inception4a", (14, 14, 640), "545K", "107M"),
    ("inception4b", (14, 14, 640), "595K", "117M"),
    ("inception4c", (14, 14, 640), "654K", "128M"),
    ("inception4d", (14, 14, 640), "722K", "142M"),
    ("inception4e", (7, 7, 1024), "717K", "56M"),
    ("inception5a", (7, 7, 1024), "1.6M", "78M"),
    ("inception5b", (7, 7, 1024), "1.6M", "78M"),
    ("average", (1024,), "0", "0"),
    ("fully", (128,), "131K", "0.1M"),
]


def on_meta(table: InceptionTable, *, batch_norm: bool = False) -> Inception:
    with torch.device("meta"):
        return Inception(table, batch_norm=batch_norm)


def test_every_row_of_nn2_is_the_papers() -> None:
    network = on_meta(NN2)
    counts, shapes = count_stages(network), shapes_of_stages(network)
    for (name, shape, parameters, cost), ours in zip(TABLE_2, counts, strict=True):
        assert ours.name == name
        assert shapes[name] == shape, name
        if name == "inception4a":
            assert ours.parameters == 545_536
        else:
            assert rounds_to(ours.parameters, parameters), (name, ours)
        assert rounds_to(ours.multiply_adds, cost), (name, ours)
    assert rounds_to(count_parameters(network), "7.5M")
    assert rounds_to(count_multiply_adds(network), "1.6B")


def test_nn2_pools_as_the_paper_says() -> None:
    pools = {row.name[-2:]: row.pool for row in NN2.rows if isinstance(row, InceptionRow)}
    assert [name for name, pool in pools.items() if pool == "max"] == ["3a", "3c", "4e", "5b"]
    assert [name for name, pool in pools.items() if pool == "L2"] == ["3b", "4a", "4b", "4c", "4d", "5a"]


def test_nn3_is_nn2_for_smaller_images() -> None:
    assert NN3.rows == NN2.rows
    assert (NN3.height, NN3.width) == (160, 160)


def test_nn4_without_5x5_in_its_upper_layers_costs_what_the_paper_says() -> None:
    network = on_meta(NN4)
    assert (NN4.height, NN4.width) == (96, 96)
    assert rounds_to(count_multiply_adds(network), "285M")
    assert rounds_to(count_parameters(network), "6.6M")
    fives = [row.five > 0 for row in NN4.rows if isinstance(row, InceptionRow)]
    # From some row on there are none; below, all but the first row have some.
    assert fives == [False] + [True] * 7 + [False] * 3


@pytest.mark.parametrize(
    ("table", "size", "parameters", "multiply_adds"),
    [(NNS1, (165, 165), 26e6, 220e6), (NNS2, (140, 116), 4.3e6, 20e6)],
)
def test_our_own_tables_meet_the_papers_figures(
    table: InceptionTable, size: tuple[int, int], parameters: float, multiply_adds: float
) -> None:
    network = on_meta(table)
    assert (table.height, table.width) == size
    assert count_parameters(network) == pytest.approx(parameters, rel=0.03)
    assert count_multiply_adds(network) == pytest.approx(multiply_adds, rel=0.03)
    last = [name for name, shape in shapes_of_stages(network).items() if len(shape) == 3][-1]
    # The grid is the last map itself: at its own size, nothing is averaged.
    assert shapes_of_stages(network)[last][:2] == table.grid


@pytest.mark.parametrize("table", [NN2, NN4, NNS1, NNS2])
def test_weights_fit_every_size_of_image(table: InceptionTable) -> None:
    shapes = []
    for image_size in (None, 56, 112):
        with torch.device("meta"):
            network = Inception(table, image_size=image_size)
        assert network(torch.zeros(2, 3, network.height, network.width, device="meta")).shape == (2, 128)
        shapes.append({key: value.shape for key, value in network.state_dict().items()})
    assert shapes[0] == shapes[1] == shapes[2]


def test_batch_norm_takes_the_place_of_biases_and_local_normalisation() -> None:
    plain, modern = on_meta(NN2), on_meta(NN2, batch_norm=True)
    kinds = [type(part) for part in modern.modules()]
    assert kinds.count(nn.BatchNorm2d) == kinds.count(nn.Conv2d)
    assert nn.LocalResponseNorm not in kinds
    assert [type(part) for part in plain.modules()].count(nn.LocalResponseNorm) == 2
    convolutions = [part for part in modern.modules() if isinstance(part, nn.Conv2d)]
    assert all(part.bias is None for part in convolutions)
    # For each bias less, a scale and a shift.
    assert count_parameters(modern) - count_parameters(plain) == sum(c.out_channels for c in convolutions)


@pytest.mark.parametrize("batch_norm", [True, False])
@pytest.mark.parametrize("stride", [1, 2])
def test_a_module_joins_its_branches_in_the_papers_order(stride: int, batch_norm: bool) -> None:
    torch.manual_seed(0)
    one = 3 if stride == 1 else 0
    projection = 5 if stride == 1 else 0
    row = InceptionRow("row", one, 4, 6, 2, 7, "max", projection, stride)
    module = InceptionModule(row, 8, batch_norm=batch_norm).eval()
    values = torch.randn(2, 8, 9, 9)
    with torch.inference_mode():
        found = module(values)
        pooled = nn.functional.max_pool2d(values, 3, stride=stride, padding=1)
        expected = [module.one(values)] if one else []
        expected += [module.three[1](module.three[0](values)), module.five[1](module.five[0](values))]
        expected += [module.pool[1](pooled)] if projection else [pooled]
        parts = found.split([part.shape[1] for part in expected], dim=1)
    assert found.shape == (2, row.outputs(8), -(-9 // stride), -(-9 // stride))
    assert [part.shape[1] for part in expected] == ([3, 6, 7, 5] if one else [6, 7, 8])
    assert all(torch.equal(a, b) for a, b in zip(parts, expected, strict=True))


def test_l2_pooling_is_a_third_of_the_norm_of_nine_pixels() -> None:
    torch.manual_seed(0)
    values = torch.randn(2, 3, 5, 4)
    padded = np.pad(values.numpy(), ((0, 0), (0, 0), (1, 1), (1, 1)))
    expected = np.empty(values.shape)
    for row in range(5):
        for column in range(4):
            window = padded[:, :, row : row + 3, column : column + 3]
            expected[:, :, row, column] = np.linalg.norm(window.reshape(2, 3, 9), axis=2) / 3
    np.testing.assert_allclose(L2Pool()(values).numpy(), expected, atol=2e-5)


def test_l2_pooling_of_nothing_has_a_slope() -> None:
    values = torch.zeros(1, 1, 4, 4, requires_grad=True)
    L2Pool()(values).sum().backward()
    assert values.grad is not None
    assert values.grad.isfinite().all()
