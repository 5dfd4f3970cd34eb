"""Reading a library's training set: whose faces they are, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from makers.crops_of_people import soft_crop

from trainer.data.library_set import read_library_set
from trainer.data.training_set import encoded

HEADING = "file,person,name,family,photo,x,y,width,height,confirmed\n"
ROWS = (
    "crops/000001.jpg,7,Anna Müller,,12,1.00,2.00,30.00,40.00,2026-01-01T00:00:00+00:00\n"
    "crops/000002.jpg,3,Bob,Müller,12,1.00,2.00,30.00,40.00,2026-01-01T00:00:00+00:00\n"
    "crops/000003.jpg,7,Anna Müller,,13,1.00,2.00,30.00,40.00,2026-01-01T00:00:00+00:00\n"
    "crops/000004.jpg,12,Anna Müller,Müller,14,1.00,2.00,30.00,40.00,2026-01-01T00:00:00+00:00\n"
    "crops/000005.jpg,13,,,14,1.00,2.00,30.00,40.00,2026-01-01T00:00:00+00:00\n"
)
ABOUT = 'version = 1\nsize = 144\nmargin = 16\nmodel = "sface-2021dec"\nfaces = 5\npeople = 4\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "library"
    (made / "crops").mkdir(parents=True)
    for number in range(1, 6):
        (made / "crops" / f"{number:06}.jpg").write_bytes(encoded(soft_crop(number)))
    (made / "faces.csv").write_text(HEADING + ROWS, "utf-8")
    (made / "training-set.toml").write_text(ABOUT, "utf-8")
    return made


def test_faces_have_their_people_families_and_photos(folder: Path) -> None:
    faces = read_library_set(folder)
    # Two people of one name are two people.
    assert faces.names == ("#13", "Anna Müller #12", "Anna Müller #7", "Bob #3")
    assert [faces.names[person] for person in faces.people] == [
        "Anna Müller #7", "Bob #3", "Anna Müller #7", "Anna Müller #12", "#13",
    ]  # fmt: skip
    families = [faces.family_names[family] for family in faces.families]
    assert families == ["#7", "Müller", "#7", "Müller", "#13"]
    assert faces.photos[0] == faces.photos[1] != faces.photos[2]
    assert (faces.set_names, faces.size, faces.margin) == (("library",), 144, 16)
    assert faces.files[4] == "crops/000005.jpg"
    assert faces.jpeg(4) == (folder / "crops" / "000005.jpg").read_bytes()
    assert np.abs(faces.crops([1])[0].astype(int) - soft_crop(2)).max() <= 8
    assert read_library_set(folder, name="home").set_names == ("home",)


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ("version = 2\nsize = 144\nmargin = 16\n", "is of version 2"),
        ("size = 144\nmargin = 16\n", "is of version None"),
        ("version = 1\nsize = 144\nmargin = 80\n", "needs a size and a margin"),
        ('version = 1\nsize = "144"\nmargin = 16\n', "needs a size and a margin"),
        ("version = \n", "cannot be understood"),
    ],
)
def test_a_description_that_does_not_fit_is_refused(folder: Path, about: str, message: str) -> None:
    (folder / "training-set.toml").write_text(about, "utf-8")
    with pytest.raises(ValueError, match=message) as caught:
        read_library_set(folder)
    assert "training-set.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (HEADING, "lists no faces"),
        ("file,person\ncrops/000001.jpg,1\n", "lacks columns: family, name, photo"),
        ("", "lacks columns"),
        (
            HEADING + "crops/000001.jpg,,Anna,,1,1,1,1,1,x\n",
            "Face 1 of .* needs a file, a person and a photo",
        ),
        (HEADING + "crops/000001.jpg,7\n", "Face 1 of .* needs"),
        (HEADING + "../outside.jpg,7,Anna,,1,1,1,1,1,x\n", "not in its folder"),
        (HEADING + "crops/../../outside.jpg,7,Anna,,1,1,1,1,1,x\n", "not in its folder"),
        (HEADING + "/etc/hostname,7,Anna,,1,1,1,1,1,x\n", "not in its folder"),
        (HEADING + "crops\\..\\outside.jpg,7,Anna,,1,1,1,1,1,x\n", "not in its folder"),
        (HEADING + "crops/link.jpg,7,Anna,,1,1,1,1,1,x\n", "not in its folder"),
        (HEADING + "crops/small.jpg,7,Anna,,1,1,1,1,1,x\n", "is not a JPEG of 144 x 144 pixels"),
        (HEADING + "crops/broken.jpg,7,Anna,,1,1,1,1,1,x\n", "is not a JPEG"),
        (HEADING + "crops/empty.jpg,7,Anna,,1,1,1,1,1,x\n", "is not a JPEG"),
    ],
)
def test_a_table_that_does_not_fit_is_refused(folder: Path, table: str, message: str) -> None:
    outside = folder.parent / "outside.jpg"
    outside.write_bytes(encoded(soft_crop(0)))
    (folder / "crops" / "link.jpg").symlink_to(outside)
    (folder / "crops" / "small.jpg").write_bytes(encoded(soft_crop(0, size=112)))
    (folder / "crops" / "broken.jpg").write_bytes(encoded(soft_crop(0))[:-40])
    (folder / "crops" / "empty.jpg").write_bytes(b"")
    (folder / "faces.csv").write_text(table, "utf-8")
    with pytest.raises(ValueError, match=message):
        read_library_set(folder)


def test_what_is_not_unicode_is_refused(folder: Path) -> None:
    (folder / "faces.csv").write_bytes(HEADING.encode() + b"crops/000001.jpg,7,M\xfcller,,1,1,1,1,1,x\n")
    with pytest.raises(ValueError, match="cannot be understood"):
        read_library_set(folder)


def test_a_missing_crop_is_an_error_of_the_system(folder: Path) -> None:
    (folder / "crops" / "000002.jpg").unlink()
    with pytest.raises(FileNotFoundError, match=r"000002\.jpg is not there\. Export the training set again"):
        read_library_set(folder)
