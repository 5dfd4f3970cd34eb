"""Comparing networks with the tables of the FaceNet paper."""

from __future__ import annotations

import torch

from trainer.networks.base import RecognitionNetwork, stages

_UNITS = {"K": 1e3, "M": 1e6, "B": 1e9}


def rounds_to(count: int, printed: str) -> bool:
    """Return whether a count, rounded to the digits of what is printed, like 1.6M, is that."""
    if printed == "0":
        return count == 0
    number, unit = printed[:-1], _UNITS[printed[-1]]
    digits = len(number.partition(".")[2])
    return f"{count / unit:.{digits}f}" == number


def shapes_of_stages(network: RecognitionNetwork) -> dict[str, tuple[int, ...]]:
    """Return what each stage makes of one face, as (rows, columns, filters) or (values,)."""
    shapes = {}
    values = torch.zeros(1, 3, network.height, network.width, device=next(network.parameters()).device)
    network.eval()
    for name, stage in stages(network):
        values = stage(values)
        shapes[name] = (*values.shape[2:], values.shape[1])
    return shapes
