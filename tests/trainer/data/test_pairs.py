"""Reading pairs to verify."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from trainer.data.faces import LabelledFaces
from trainer.data.pairs import read_pairs

FILES = ("Anna/Anna_0001.jpg", "Anna/Anna_0002.png", "Bob_Li/sub/Bob_Li_0010.jpg", "Zoë/Zoë_0001.jpg")
VECTORS = np.array([[1, 0], [0.6, 0.8], [0, 1], [-1, 0]], np.float32)


@pytest.fixture
def faces() -> LabelledFaces:
    return LabelledFaces(
        files=FILES,
        people=tuple(name.split("/")[0] for name in FILES),
        embeddings=VECTORS,
        quality=np.ones(len(FILES), np.float32),
        skipped=(),
    )


def write(folder: Path, text: str) -> Path:
    file = folder / "pairs.txt"
    file.write_text(text, "utf-8")
    return file


def test_pairs_of_one_person_and_of_two(tmp_path: Path, faces: LabelledFaces) -> None:
    file = write(tmp_path, "10\t300\nAnna\t1\t2\nAnna\t2\tBob_Li\t10\nZoë\t1\tAnna\t1\n")
    similarity, same, left_out = read_pairs(file, faces)
    np.testing.assert_allclose(similarity, [0.6, 0.8, -1.0], atol=1e-6)
    assert similarity.dtype == np.float32
    assert same.tolist() == [True, False, False]
    assert left_out == 0


@pytest.mark.parametrize("head", ["", "10\n", "10\t300\n", "10\t300\r\n"])
def test_counts_of_folds_are_passed_over(tmp_path: Path, faces: LabelledFaces, head: str) -> None:
    similarity, _, _ = read_pairs(write(tmp_path, f"{head}Anna\t1\t2\n10\nAnna\t0002\t0001\n"), faces)
    np.testing.assert_allclose(similarity, [0.6, 0.6], atol=1e-6)


def test_pairs_of_unknown_pictures_are_left_out_and_counted(tmp_path: Path, faces: LabelledFaces) -> None:
    file = write(tmp_path, "Anna\t1\t3\nNemo\t1\t2\nAnna\t1\tNemo\t1\nAnna\t1\t2\n")
    similarity, same, left_out = read_pairs(file, faces)
    assert (len(similarity), len(same), left_out) == (1, 1, 3)


@pytest.mark.parametrize("text", ["", "10\t300\n", "Nemo\t1\t2\n"])
def test_no_pairs_at_all(tmp_path: Path, faces: LabelledFaces, text: str) -> None:
    similarity, same, _ = read_pairs(write(tmp_path, text), faces)
    assert similarity.shape == same.shape == (0,)
    assert same.dtype == bool


@pytest.mark.parametrize(
    "line",
    [
        "Anna",
        "Anna\t1",
        "Anna 1 2",
        "Anna\tone\ttwo",
        "Anna\t1\tBob_Li\tx",
        "a\t1\tb\t2\tc",
        "1\t2\t3\t4\t5",
        "\t\t",
    ],
)
def test_what_is_no_pair_is_named_with_its_line(tmp_path: Path, faces: LabelledFaces, line: str) -> None:
    file = write(tmp_path, f"10\nAnna\t1\t2\n{line}\n")
    with pytest.raises(ValueError, match=r"pairs\.txt, line 3 is no pair: "):
        read_pairs(file, faces)


def test_a_missing_list_is_an_error_of_the_system(tmp_path: Path, faces: LabelledFaces) -> None:
    with pytest.raises(OSError, match=r"no\.txt"):
        read_pairs(tmp_path / "no.txt", faces)
