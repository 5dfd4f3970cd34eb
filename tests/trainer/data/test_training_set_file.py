"""Training sets: what goes in comes out, joined or cut into parts, and damage is noticed."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.crops_of_people import set_of, soft_crop

from trainer.data.joining import joined
from trainer.data.training_set import TrainingSet, encoded


def families_set(name: str = "made") -> TrainingSet:
    return set_of(
        ["bob", "anna", "bob", "carl"],
        name=name,
        families=["b", "b", "b", "c"],
        photos=["1", "1", "2", "3"],
        files=["bob/1.jpg", "anna/1.jpg", "bob/2.jpg", "carl/Ω.jpg"],
        made='folder = "here"\n',
    )


def same(one: TrainingSet, other: TrainingSet) -> None:
    for column in ("people", "families", "photos", "sets"):
        np.testing.assert_array_equal(getattr(one, column), getattr(other, column))
    for entry in ("names", "family_names", "set_names", "files", "size", "margin", "made"):
        assert getattr(one, entry) == getattr(other, entry)
    assert [one.jpeg(index) for index in range(len(one))] == [
        other.jpeg(index) for index in range(len(other))
    ]


def test_people_families_and_photos_are_numbered_by_name() -> None:
    faces = families_set()
    assert len(faces) == 4
    assert (faces.names, faces.people.tolist()) == (("anna", "bob", "carl"), [1, 0, 1, 2])
    assert (faces.family_names, faces.families.tolist()) == (("b", "c"), [0, 0, 0, 1])
    assert faces.photos[0] == faces.photos[1]
    assert len(set(faces.photos.tolist())) == 3


def test_without_families_and_photos_each_has_their_own() -> None:
    faces = set_of(["bob", "anna", "bob"])
    assert faces.families.tolist() == faces.people.tolist() == [1, 0, 1]
    assert len(set(faces.photos.tolist())) == 3


def test_crops_come_back_nearly_as_they_were_and_in_the_order_asked_for() -> None:
    faces = set_of(["a", "b", "c"])
    crops = faces.crops([2, 0, 2])
    assert (crops.shape, crops.dtype) == ((3, 144, 144, 3), np.uint8)
    for crop, number in zip(crops, (2, 0, 2), strict=True):
        # Red and blue are not exchanged, and colour keeps its full size.
        assert np.abs(crop.astype(int) - soft_crop(number)).max() <= 8
    assert faces.crops([]).shape == (0, 144, 144, 3)


def test_a_set_is_read_as_it_was_written(tmp_path: Path) -> None:
    faces = families_set()
    faces.save(tmp_path / "deep" / "set.npz")
    read = TrainingSet.load(tmp_path / "deep" / "set.npz")
    same(faces, read)
    assert isinstance(read.jpegs, np.memmap)
    np.testing.assert_array_equal(read.crops([1, 3]), faces.crops([1, 3]))
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["set.npz"]


def test_what_cannot_be_written_leaves_the_older_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "set.npz"
    families_set().save(file)
    before = file.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(OSError, match="no space"):
        set_of(["a", "b"]).save(file)
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["set.npz"]


@given(st.lists(st.integers(0, 3), max_size=6))
def test_a_subset_is_what_was_chosen(indices: list[int]) -> None:
    faces = families_set()
    chosen = faces.subset(indices)
    assert [chosen.names[person] for person in chosen.people] == [
        faces.names[faces.people[index]] for index in indices
    ]
    assert [chosen.family_names[family] for family in chosen.families] == [
        faces.family_names[faces.families[index]] for index in indices
    ]
    # Nobody is left in the tables of whom there is no face.
    assert set(chosen.people.tolist()) == set(range(len(chosen.names)))
    assert chosen.photos.tolist() == faces.photos[indices].tolist()
    assert [chosen.jpeg(index) for index in range(len(chosen))] == [faces.jpeg(index) for index in indices]
    assert chosen.set_names == ("made",)


def test_a_subset_is_written_without_the_rest(tmp_path: Path) -> None:
    faces = families_set()
    faces.save(tmp_path / "whole.npz")
    TrainingSet.load(tmp_path / "whole.npz").subset([3, 1]).save(tmp_path / "part.npz")
    read = TrainingSet.load(tmp_path / "part.npz")
    same(faces.subset([3, 1]), read)
    assert len(read.jpegs) == len(faces.jpeg(3)) + len(faces.jpeg(1))


def test_joined_sets_stay_apart() -> None:
    one, two = families_set("one"), families_set("two").subset([1, 2, 3])
    both = joined([one, two])
    assert both.names == ("one/anna", "one/bob", "one/carl", "two/anna", "two/bob", "two/carl")
    assert both.family_names == ("one/b", "one/c", "two/b", "two/c")
    assert both.people.tolist() == [1, 0, 1, 2, 3, 4, 5]
    assert both.families.tolist() == [0, 0, 0, 1, 2, 2, 3]
    assert both.sets.tolist() == [0, 0, 0, 0, 1, 1, 1]
    assert (both.set_names, both.files) == (("one", "two"), one.files + two.files)
    assert not set(both.photos[:4].tolist()) & set(both.photos[4:].tolist())
    np.testing.assert_array_equal(both.crops([1, 6]), np.concatenate([one.crops([1]), two.crops([2])]))
    # Names have their set's before once, however often sets are joined.
    again = joined([both, families_set("three")])
    assert again.names[:6] == both.names
    assert again.names[6] == "three/anna"
    assert both.subset([5]).full_names() == ("two/bob",)
    assert two.full_names() == both.names[3:]


def test_sets_that_do_not_fit_are_not_joined() -> None:
    with pytest.raises(ValueError, match="no training set"):
        joined([])
    with pytest.raises(ValueError, match="Two training sets are named one"):
        joined([families_set("one"), families_set("one")])
    with pytest.raises(ValueError, match="Prepare them alike"):
        joined([families_set("one"), set_of(["a"], name="two", size=112, margin=0)])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"people": np.zeros(3, np.int64)}, "people must be 4 int64"),
        ({"photos": np.zeros(4, np.int32)}, "photos must be 4 int64"),
        ({"people": np.full(4, 3)}, "people must be places in names"),
        ({"families": np.full(4, -1)}, "families must be places in family_names"),
        ({"margin": 72}, "a margin of 72 does not fit"),
        ({"ends": np.full(4, 10**6)}, "lies outside"),
        ({"starts": np.full(4, -1)}, "lies outside"),
        ({"jpegs": np.zeros(10**5, np.int8)}, "jpegs must be bytes"),
    ],
)
def test_parts_that_do_not_fit_together_are_refused(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        replace(families_set(), **change)  # type: ignore[arg-type]


def test_a_foreign_or_broken_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "set.npz"
    families_set().save(file)
    whole = file.read_bytes()

    def refused(content: bytes, why: str) -> None:
        file.write_bytes(content)
        with pytest.raises(ValueError, match=why) as caught:
            TrainingSet.load(file)
        assert str(file) in str(caught.value)
        assert "trainer prepare" in str(caught.value)

    refused(b"", "broke off")
    refused(b"no such thing", "broke off")
    refused(whole[: len(whole) // 2], "broke off")
    refused(whole.replace(b'"version": 1', b'"version": 7'), "is not a training set")
    # The bytes of a crop's end, which the sum of the archive would tell only after all was read.
    at = whole.index(families_set().jpeg(1)) + len(families_set().jpeg(1)) - 2
    refused(whole[:at] + b"\0\0" + whole[at + 2 :], "crops are damaged")
    np.savez(file, other=np.zeros(3))
    refused(file.read_bytes(), "is not a training set")
    np.savez(file, about=np.array(["x"], object), allow_pickle=True)
    refused(file.read_bytes(), "is not a training set")


def rewritten(file: Path, **changed: object) -> None:
    with np.load(file) as arrays:
        columns = {key: arrays[key] for key in arrays.files}
    np.savez(file, **{**columns, **changed})  # type: ignore[arg-type]


def test_another_version_and_wrong_tables_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "set.npz"
    faces = families_set()
    faces.save(file)
    with np.load(file) as arrays:
        about = arrays["about"].tobytes()
    for changed, why in (
        (
            {"about": np.frombuffer(about.replace(b'"version": 1', b'"version": 2'), np.uint8)},
            "another version",
        ),
        ({"about": np.frombuffer(b"[]", np.uint8)}, "another version"),
        ({"lengths": np.array([1, 2, 3, 4])}, "not all there"),
        ({"jpegs": np.zeros(4, np.float32)}, "not bytes"),
        ({"people": np.array([0, 1, 2, 9])}, "places in names"),
        ({"photos": np.array([0, 1])}, "photos must be 4"),
    ):
        faces.save(file)
        rewritten(file, **changed)
        with pytest.raises(ValueError, match=why):
            TrainingSet.load(file)


def test_a_compressed_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "set.npz"
    families_set().save(file)
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(tmp_path / "small.npz", "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name), zipfile.ZIP_DEFLATED)
    with pytest.raises(ValueError, match="it is compressed"):
        TrainingSet.load(tmp_path / "small.npz")


def test_a_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        TrainingSet.load(tmp_path / "none.npz")


def test_a_damaged_crop_is_named() -> None:
    broken = b"\xff\xd8" + bytes(50) + b"\xff\xd9"
    faces = TrainingSet.of([encoded(soft_crop(0)), broken], ["a", "b"], name="one", files=["a.jpg", "b.jpg"])
    faces.crops([0])
    with pytest.raises(ValueError, match=r"b\.jpg is damaged"):
        faces.crops([1])
    small = TrainingSet.of([encoded(soft_crop(0, size=100))], ["a"], name="one")
    with pytest.raises(ValueError, match="damaged"):
        small.crops([0])
