"""Dividing sets: nobody, and no family, is in two parts, and who is added moves nobody."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.crops_of_people import soft_crop

from trainer.data.joining import joined
from trainer.data.splitting import divide
from trainer.data.training_set import TrainingSet, encoded

JPEG = encoded(soft_crop(0, size=8))


def people_of(numbers: list[int], name: str = "made", families: bool = False) -> TrainingSet:
    """Return a set with three faces of each person; two people are a family."""
    names = [f"p{number}" for number in numbers for _ in range(3)]
    return TrainingSet.of(
        [JPEG] * len(names),
        names,
        name=name,
        families=[f"f{number // 2}" for number in numbers for _ in range(3)] if families else None,
        size=8,
        margin=0,
    )


def names_in(faces: TrainingSet, part: np.ndarray, *, families: bool = False) -> set[str]:
    return {
        (faces.family_names if families else faces.names)[(faces.families if families else faces.people)[i]]
        for i in part
    }


@given(
    st.integers(1, 60),
    st.floats(0, 1),
    st.floats(0, 1),
    st.integers(0, 5),
    st.integers(0, 3),
    st.booleans(),
)
def test_every_face_is_in_one_part_and_every_family_too(
    count: int, validation: float, test: float, fold: int, seed: int, families: bool
) -> None:
    faces = people_of(list(range(count)), families=families)
    parts = divide(faces, validation=validation, test=test, fold=fold, seed=seed)
    all_parts = [parts.training, parts.validation, parts.test]
    assert np.sort(np.concatenate(all_parts)).tolist() == list(range(len(faces)))
    in_parts = [names_in(faces, part, families=True) for part in all_parts]
    assert sum(map(len, in_parts)) == len(faces.family_names)


@pytest.mark.parametrize("families", [False, True])
def test_shares_are_about_what_was_asked_for(families: bool) -> None:
    faces = people_of(list(range(2000)), families=families)
    parts = divide(faces, validation=0.2, test=0.3)
    assert len(parts.test) / len(faces) == pytest.approx(0.3, abs=0.03)
    assert len(parts.validation) / len(faces) == pytest.approx(0.2 * 0.7, abs=0.03)


@given(st.sets(st.integers(0, 200), min_size=1), st.sets(st.integers(0, 200)), st.integers(0, 2))
def test_people_who_are_added_move_nobody(some: set[int], more: set[int], fold: int) -> None:
    before, after = people_of(sorted(some)), people_of(sorted(some | more))
    for kind in ("training", "validation", "test"):
        one, two = (
            names_in(faces, getattr(divide(faces, validation=0.3, test=0.2, fold=fold), kind))
            for faces in (before, after)
        )
        assert one == two & set(before.names)


def test_folds_of_validation_differ_and_leave_the_test_alone() -> None:
    faces = people_of(list(range(300)))
    parts = [divide(faces, validation=0.25, test=0.2, fold=fold) for fold in range(4)]
    assert len({tuple(part.test) for part in parts}) == 1
    held_out = [names_in(faces, part.validation) for part in parts]
    assert sum(map(len, held_out)) == len(set.union(*held_out)) == 300 - len(names_in(faces, parts[0].test))


def test_another_seed_divides_otherwise() -> None:
    faces = people_of(list(range(100)))
    assert divide(faces, seed=0).validation.tolist() != divide(faces, seed=1).validation.tolist()


def test_a_set_is_divided_alike_alone_and_joined() -> None:
    one, two = people_of(list(range(80)), "one", families=True), people_of(list(range(50)), "two")
    alone = divide(two, validation=0.3, test=0.2)
    together = divide(joined([one, two]), validation=0.3, test=0.2)
    at = len(one)
    assert together.validation[together.validation >= at].tolist() == (alone.validation + at).tolist()
    assert together.test[together.test >= at].tolist() == (alone.test + at).tolist()
    # People of one name in two sets are not the same.
    three = people_of(list(range(50)), "three")
    assert names_in(three, divide(three).validation) != names_in(two, divide(two).validation)


def test_what_makes_no_sense_is_refused() -> None:
    faces = people_of([1, 2])
    with pytest.raises(ValueError, match="from 0 to 1"):
        divide(faces, validation=1.5)
