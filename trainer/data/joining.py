"""Several training sets as one."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from trainer.data.training_set import Integers, TrainingSet


def joined(sets: Sequence[TrainingSet]) -> TrainingSet:
    """Join sets into one. People, families and photos of different sets stay apart; names get their set's.

    Args:
        sets: one or more, with crops of one size and margin.

    Raises:
        ValueError: there is none, crops differ in size, or two sets have one name.
    """
    if not sets:
        raise ValueError("There is no training set to join.")
    first = sets[0]
    for one in sets:
        if (one.size, one.margin) != (first.size, first.margin):
            raise ValueError(
                f"{one.set_names[0]} has crops of {one.size} pixels with a margin of {one.margin}, "
                f"{first.set_names[0]} of {first.size} with {first.margin}. Prepare them alike."
            )
    set_names = [name for one in sets for name in one.set_names]
    twice = {name for name in set_names if set_names.count(name) > 1}
    if twice:
        raise ValueError(f"Two training sets are named {min(twice)}. Prepare one with another name.")
    return TrainingSet(
        people=_shifted([one.people for one in sets], [len(one.names) for one in sets]),
        families=_shifted([one.families for one in sets], [len(one.family_names) for one in sets]),
        photos=_shifted([one.photos for one in sets], [int(one.photos.max(initial=-1)) + 1 for one in sets]),
        sets=_shifted([one.sets for one in sets], [len(one.set_names) for one in sets]),
        names=tuple(name for one in sets for name in one.full_names()),
        family_names=tuple(name for one in sets for name in one.full_family_names()),
        set_names=tuple(set_names),
        files=tuple(file for one in sets for file in one.files),
        size=first.size,
        margin=first.margin,
        jpegs=first.jpegs if len(sets) == 1 else np.concatenate([one.jpegs for one in sets]),
        starts=_shifted([one.starts for one in sets], [len(one.jpegs) for one in sets]),
        ends=_shifted([one.ends for one in sets], [len(one.jpegs) for one in sets]),
        made="\n".join(f"[[joined]]\nsets = {json.dumps(one.set_names)}\n{one.made}" for one in sets),
    )


def _shifted(columns: list[Integers], counts: list[int]) -> Integers:
    before = np.cumsum([0, *counts[:-1]])
    return np.concatenate([column + shift for column, shift in zip(columns, before, strict=True)])
