"""VAL and FAR by subgroup and among relatives, against slow loops; reading what is known of faces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trainer.evaluation import blocks
from trainer.evaluation.subgroups import by_subgroup, read_subgroups, relatives, with_relatives


@given(st.integers(0, 2**32), st.integers(2, 30), st.integers(1, 9))
def test_rows_are_those_of_a_slow_loop(seed: int, n: int, tile: int) -> None:
    chance = np.random.default_rng(seed)
    # Products of signs are exact in any order.
    vectors = (chance.choice([-1, 1], (n, 4)) / 2).astype(np.float32)
    who = chance.integers(0, 5, n)
    values = chance.choice(["old", "young", ""], n).tolist()
    rows = {}
    for i in range(n):
        for j in range(i + 1, n):
            if values[i] and values[j]:
                row = rows.setdefault(tuple(sorted((values[i], values[j]))), [0, 0, 0, 0])
                different = who[i] != who[j]
                row[2 * different] += 1
                row[2 * different + 1] += bool(vectors[i] @ vectors[j] >= 0.5)
    before, blocks._SIDE = blocks._SIDE, tile
    try:
        found = by_subgroup(vectors, who, {"age": values}, threshold=0.5)
    finally:
        blocks._SIDE = before
    assert {(row.value, row.other) for row in found} == set(rows)
    for row in found:
        same, right, different, taken = rows[row.value, row.other]
        assert (row.label, row.same, row.different) == ("age", same, different)
        assert row.val == (right / same if same else None)
        assert row.far == (taken / different if different else None)
    # Pairs within a value come before those between.
    between = [row.value != row.other for row in found]
    assert between == sorted(between)


@given(st.integers(0, 2**32), st.integers(2, 30))
def test_relatives_are_those_of_a_slow_loop(seed: int, n: int) -> None:
    chance = np.random.default_rng(seed)
    vectors = (chance.choice([-1, 1], (n, 4)) / 2).astype(np.float32)
    family = chance.integers(0, 4, n)
    who = family * 10 + chance.integers(0, 3, n)
    accepted = [
        bool(vectors[i] @ vectors[j] >= 0.25)
        for i in range(n)
        for j in range(i + 1, n)
        if family[i] == family[j] and who[i] != who[j]
    ]
    assert with_relatives(who, family).tolist() == [
        any(family[i] == family[j] and who[i] != who[j] for j in range(n)) for i in range(n)
    ]
    found = relatives(vectors, who, family, threshold=0.25)
    if not accepted:
        assert found is None
        return
    assert found is not None
    assert (found.pairs, found.far) == (len(accepted), np.mean(accepted))


FILES = ("a/1.jpg", "a/2.jpg", "b/1.jpg", "c/1.jpg")
PEOPLE = ("a", "a", "b", "c")


def written(folder: Path, text: str) -> Path:
    file = folder / "known.csv"
    file.write_text(text, "utf-8")
    return file


def test_labels_by_picture_and_by_person(tmp_path: Path) -> None:
    by_file = written(
        tmp_path, "file,person,age,kind\na/1.jpg,a,old,x\nb/1.jpg,b, young ,\nz/9.jpg,z,old,x\n"
    )
    assert read_subgroups(by_file, FILES, PEOPLE) == {
        "age": ("old", "", "young", ""),
        "kind": ("x", "", "", ""),
    }
    by_person = written(tmp_path, "\ufeffperson,born\na,1950s\nc,1990s\n")
    assert read_subgroups(by_person, FILES, PEOPLE) == {"born": ("1950s", "1950s", "", "1990s")}
    assert read_subgroups(written(tmp_path, "person,born\nz,1950s\n"), FILES, PEOPLE) == {}


@pytest.mark.parametrize("text", ["", "name,age\na,1\n", "file\na/1.jpg\n", "file,person\na/1.jpg,a\n"])
def test_a_table_without_labels_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"known\.csv needs a heading with file or person"):
        read_subgroups(written(tmp_path, text), FILES, PEOPLE)


def test_a_column_of_dates_is_refused(tmp_path: Path) -> None:
    files = [f"{number}.jpg" for number in range(30)]
    file = written(tmp_path, "file,day\n" + "".join(f"{name},{name}\n" for name in files))
    with pytest.raises(ValueError, match=r"day of .* has more than 20 values"):
        read_subgroups(file, files, ["a"] * 30)
