"""What Familiar keeps is damaged, by lot: noticed, said with the remedy, and put back or made anew.

A few of each; `benchmarks/faults.py` tries hundreds.
"""

from __future__ import annotations

import os
import random
import zlib
from pathlib import Path

import pytest
from makers.damaging import DAMAGES, Damage, hurt

RUNS = 6


@pytest.mark.parametrize("name", DAMAGES, ids=lambda name: name.replace(" ", "-"))
def test_damage(name: str, tmp_path: Path) -> None:
    lot = random.Random(zlib.crc32(name.encode()))
    damage: Damage = DAMAGES[name]
    for number in range(RUNS):
        place = tmp_path / str(number)
        place.mkdir()
        assert damage(place, lot).losses == []


def test_every_kind_of_damage_changes_a_file(tmp_path: Path) -> None:
    lot, file, kinds = random.Random(1), tmp_path / "file", set()
    for _ in range(60):
        before = os.urandom(20_000)
        file.write_bytes(before)
        hurt(file, lot)
        after = file.read_bytes()
        assert after != before
        kinds.add((len(after) > 0) + (len(after) == len(before)))
    assert kinds == {0, 1, 2}
