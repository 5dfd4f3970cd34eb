"""Makes tiny recognition networks, and sets of made-up people whom even an untrained network knows."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from trainer.data.training_set import TrainingSet
from trainer.networks.base import RecognitionNetwork

SIDE, MARGIN = 32, 4


def tiny_network(activation: type[nn.Module] = nn.PReLU, *, side: int = SIDE) -> RecognitionNetwork:
    """Return a network of two convolutions with BatchNorm whose statistics are not those of the start."""
    torch.manual_seed(0)

    def act(channels: int) -> nn.Module:
        if activation is not nn.PReLU:
            return activation()
        slopes = nn.PReLU(channels)
        nn.init.uniform_(slopes.weight, -0.2, 0.6)
        return slopes

    def norm(channels: int) -> nn.Module:
        made = nn.BatchNorm2d(channels)
        nn.init.uniform_(made.weight, 0.5, 1.5)
        nn.init.normal_(made.bias, std=0.2)
        made.running_var.uniform_(0.5, 2)
        made.running_mean.normal_(std=0.2)
        return made

    stem = nn.Sequential(nn.Conv2d(3, 16, 3, stride=2, padding=1, bias=False), norm(16), act(16))
    depthwise = nn.Sequential(nn.Conv2d(16, 16, 3, padding=1, groups=16, bias=False), norm(16), act(16))
    pointwise = nn.Sequential(nn.Conv2d(16, 32, 1, bias=False), norm(32), act(32), nn.AvgPool2d(4))
    head = nn.Sequential(nn.Flatten(), nn.Linear(32 * (side // 8) ** 2, 64))
    layers = {"stem": stem, "depthwise": depthwise, "pointwise": pointwise, "head": head}
    return RecognitionNetwork(layers, height=side, width=side, embedding_size=64).eval()


def people_crops(
    people: int, each: int, *, side: int = SIDE + 2 * MARGIN, seed: int = 0
) -> NDArray[np.uint8]:
    """Return (people * each, side, side, 3) pictures: each person a pattern of their own, with some noise."""
    chance = np.random.default_rng(seed)
    patterns = chance.uniform(20, 235, (people, 7, 7, 3))
    crops = []
    for pattern in patterns.repeat(each, axis=0):
        noisy = pattern + chance.normal(0, 22, pattern.shape)
        large = cv2.resize(noisy.astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
        crops.append(np.clip(large + chance.normal(0, 4, large.shape), 0, 255).astype(np.uint8))
    return np.stack(crops)


def made_set(people: int = 30, each: int = 5, *, name: str = "made", seed: int = 0) -> TrainingSet:
    """Return a training set of such pictures."""
    names = [f"P{number:03}" for number in range(people) for _ in range(each)]
    return TrainingSet.of_crops(people_crops(people, each, seed=seed), names, name=name, margin=MARGIN)
