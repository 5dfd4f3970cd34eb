"""`familiar compare`."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers.command_line import CommandLine
from makers.image_files import photo as picture


def _pictures(shared_data: Path) -> list[Path]:
    return sorted((shared_data / "lfw_dev" / "Angela_Merkel").glob("*.jpg"))[:2]


def test_two_pictures_of_one_person_and_of_two(familiar: CommandLine, shared_data: Path) -> None:
    one, other = _pictures(shared_data)
    stranger = next((shared_data / "lfw_dev" / "Abdel_Nasser_Assidi").glob("*.jpg"))
    assert "same person" in familiar.good("compare", one, other)
    assert "same person" not in familiar.good("compare", one, stranger)
    found = familiar.json("compare", one, other)
    best = max(found["pairs"], key=lambda pair: pair["similarity"])
    assert best["same_person"]
    assert best["d2"] == pytest.approx(2 - 2 * best["similarity"])
    assert len(found["pairs"]) == len(found["faces"]) * len(found["other_faces"])


def test_a_picture_without_a_face_is_refused(familiar: CommandLine, tmp_path: Path) -> None:
    empty = tmp_path / "empty.png"
    empty.write_bytes(picture("PNG"))
    assert f"No face was found in {empty}" in familiar.refused("compare", empty, empty)
    absent = tmp_path / "absent.jpg"
    assert f"There is no picture {absent}." in familiar.refused("compare", absent, empty)
    assert f"{tmp_path} is a folder." in familiar.refused("compare", empty, tmp_path)
