"""Reading pairs to verify."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from trainer.data.pairs import read_pair_list

FILES = ("Anna/Anna_0001.jpg", "Anna/Anna_0002.png", "Bob_Li/sub/Bob_Li_0010.jpg", "Zoë/Zoë_0001.jpg")
VECTORS = np.array([[1, 0], [0.6, 0.8], [0, 1], [-1, 0]], np.float32)


def write(folder: Path, text: str) -> Path:
    file = folder / "pairs.txt"
    file.write_text(text, "utf-8")
    return file


def test_pairs_of_one_person_and_of_two(tmp_path: Path) -> None:
    file = write(tmp_path, "Anna\t1\t2\nAnna\t2\tBob_Li\t10\nZoë\t1\tAnna\t1\n")
    pairs = read_pair_list(file, FILES)
    assert (pairs.first.tolist(), pairs.second.tolist()) == ([0, 1, 3], [1, 2, 0])
    assert pairs.same.tolist() == [True, False, False]
    assert pairs.left_out == 0
    similarity = pairs.similarity(VECTORS)
    np.testing.assert_allclose(similarity, [0.6, 0.8, -1.0], atol=1e-6)
    assert similarity.dtype == np.float32


@pytest.mark.parametrize("head", ["", "10\n", "10\t300\n", "10\t300\r\n"])
def test_counts_that_do_not_fit_are_passed_over(tmp_path: Path, head: str) -> None:
    pairs = read_pair_list(write(tmp_path, f"{head}Anna\t1\t2\n10\nAnna\t0002\t0001\n"), FILES)
    np.testing.assert_allclose(pairs.similarity(VECTORS), [0.6, 0.6], atol=1e-6)
    assert pairs.fold is None


def test_a_whole_list_of_view_2_has_folds(tmp_path: Path) -> None:
    """3 folds of 2 + 2 pairs, one of which has an unknown picture: the other folds do not shift."""
    same, different = "Anna\t1\t2\n", "Anna\t1\tBob_Li\t10\n"
    folds = [same + same + different + different for _ in range(3)]
    folds[1] = same + "Anna\t1\t3\n" + different + different
    pairs = read_pair_list(write(tmp_path, "3\t2\n" + "".join(folds)), FILES)
    assert pairs.fold is not None
    assert pairs.fold.tolist() == [0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2]
    assert pairs.left_out == 1
    broken_off = read_pair_list(write(tmp_path, "3\t2\n" + "".join(folds[:2])), FILES)
    assert broken_off.fold is None


def test_pairs_of_unknown_pictures_are_left_out_and_counted(tmp_path: Path) -> None:
    file = write(tmp_path, "Anna\t1\t3\nNemo\t1\t2\nAnna\t1\tNemo\t1\nAnna\t1\t2\n")
    pairs = read_pair_list(file, FILES)
    assert (len(pairs.first), len(pairs.same), pairs.left_out) == (1, 1, 3)


@pytest.mark.parametrize("text", ["", "10\t300\n", "Nemo\t1\t2\n"])
def test_no_pairs_at_all(tmp_path: Path, text: str) -> None:
    pairs = read_pair_list(write(tmp_path, text), FILES)
    assert pairs.similarity(VECTORS).shape == pairs.same.shape == (0,)
    assert pairs.same.dtype == bool


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
def test_what_is_no_pair_is_named_with_its_line(tmp_path: Path, line: str) -> None:
    file = write(tmp_path, f"10\nAnna\t1\t2\n{line}\n")
    with pytest.raises(ValueError, match=r"pairs\.txt, line 3 is no pair: "):
        read_pair_list(file, FILES)


def test_a_missing_list_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"no\.txt"):
        read_pair_list(tmp_path / "no.txt", FILES)
