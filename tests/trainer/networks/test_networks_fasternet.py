"""FasterNet: partial convolutions against an explicit twin, and its shape."""

from __future__ import annotations

import torch
from makers.paper_tables import shapes_of_stages
from torch import nn

from trainer.networks.fasternet import FASTERNET, FasterNet, FasterNetTable, PartialConvolution


def test_a_partial_convolution_is_a_full_one_with_most_weights_fixed() -> None:
    torch.manual_seed(0)
    partial = PartialConvolution(12)
    full = nn.Conv2d(12, 12, 3, padding=1, bias=False)
    with torch.no_grad():
        full.weight.zero_()
        full.weight[:3, :3] = partial.convolution.weight
        for channel in range(3, 12):
            full.weight[channel, channel, 1, 1] = 1
    values = torch.randn(2, 12, 6, 7)
    torch.testing.assert_close(partial(values), full(values))


def test_what_was_passed_in_stays_as_it_was() -> None:
    values = torch.randn(1, 8, 4, 4)
    kept = values.clone()
    PartialConvolution(8)(values)
    assert torch.equal(values, kept)


def test_the_third_stage_sees_seven_by_seven_places() -> None:
    with torch.device("meta"):
        shapes = shapes_of_stages(FasterNet())
    assert [shapes[f"stage{number}"] for number in (1, 2, 3)] == [(28, 28, 64), (14, 14, 128), (7, 7, 256)]
    assert shapes["head"] == (128,)


def test_the_head_weighs_each_place_by_itself() -> None:
    with torch.device("meta"):
        large, small = FasterNet(), FasterNet(image_size=56)
    assert large.layers.head.places.weight.shape == (512, 1, 7, 7)
    assert small.layers.head.places.weight.shape == (512, 1, 3, 3)
    moved = FasterNet(image_size=48).eval()
    pixels = torch.rand(1, 3, 48, 48) * 255
    with torch.inference_mode():
        there, mirrored = moved(pixels), moved(pixels.flip(3))
    assert (there - mirrored).abs().max() > 1e-3


def test_other_shapes_can_be_asked_for() -> None:
    table = FasterNetTable(width=16, depths=(1, 2), expansion=3, features=32)
    network = FasterNet(table, embedding_size=8, image_size=32)
    assert [len(network.layers.stage1), len(network.layers.stage2)] == [1, 2]
    assert network(torch.zeros(2, 3, 32, 32)).shape == (2, 8)
    assert [len(stage) for name, stage in FasterNet().layers.named_children() if "stage" in name] == list(
        FASTERNET.depths
    )
