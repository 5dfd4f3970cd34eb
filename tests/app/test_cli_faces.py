"""`familiar` on faces: splitting, hiding many, erasing, drawing, and birthdays."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from makers.command_line import CommandLine
from makers.drawn_faces import box_of_face, photo_of_face
from makers.libraries import Made, add_faces, assignments, everything, members, run, scalar

from app.library.store import Library

#: The faces of the three groups, as `conftest.WHO` makes them; 13 and 14 are nobody's.
FIRST, SECOND, THIRD = [1, 2, 3, 4, 5], [6, 7, 8, 9], [10, 11, 12]


@pytest.fixture
def groups(people: Library) -> list[int]:
    """Return the numbers of the three groups, the largest first."""
    by_faces = {tuple(sorted(faces)): person for person, faces in members(people).items()}
    return [by_faces[tuple(faces)] for faces in (FIRST, SECOND, THIRD)]


def test_split(familiar: CommandLine, people: Library, groups: list[int]) -> None:
    familiar.good("name", groups[0], "Anna")
    new = max(groups) + 1
    out = familiar.good("split", "anna", "--part", "1,2", "--part", " 4 ")
    assert out == f"Split 3 faces off Anna as group {new}, group {new + 1}.\n"
    assert members(people)[new] == {1, 2}
    assert members(people)[groups[0]] == {3, 5}
    changes = familiar.json("split", groups[1], "--part", "6")["changes"]
    assert changes[0]["people"] == [groups[1], new + 2]
    before = everything(people)
    assert "Face 6 is not a face of Anna" in familiar.refused("split", "Anna", "--part", "3,6")
    assert "Leave out at least one" in familiar.refused("split", "Anna", "--part", "3,5")
    assert everything(people) == before


def test_erase(familiar: CommandLine, people: Library, groups: list[int]) -> None:
    before = everything(people)
    assert familiar.good("erase", 1, 13) == "Deleted 2 faces.\n"
    assert set(assignments(people)) == set(range(1, 15)) - {1, 13}
    assert "There is no face 1 in the library." in familiar.refused("erase", 1, 2)
    assert "There is no face -5 in the library." in familiar.refused("erase", 2, -5)
    familiar.good("undo")
    assert everything(people) == before
    assert familiar.json("erase", 2)["changes"][0]["photos"] == [2]


def test_birthday(familiar: CommandLine, people: Library, groups: list[int]) -> None:
    familiar.good("name", groups[0], "Anna")
    run(people, "UPDATE photo SET taken_at = '2001-02-03T00:00:00' WHERE id = 1")
    out = familiar.good("birthday", "Anna", "2005-06-07")
    assert out == "Set the birthday of Anna to 2005-06-07; 1 confirmed photo is older.\n"
    assert scalar(people, "SELECT birthday FROM person WHERE name = 'Anna'") == "2005-06-07"
    assert familiar.good("birthday", "Anna", "none") == "Removed the birthday of Anna.\n"
    assert "has no name" in familiar.refused("birthday", groups[1], "2005-06-07")
    for day in ("9005-06-07", "0001-01-01", "1799-12-31"):
        said = familiar.refused("birthday", "Anna", day)
        assert said.startswith(f"{day} cannot be the birthday of anybody in a photo.")
        assert "Choose a day from 1800-01-01 to today." in said
    familiar.good("birthday", "Anna", "1800-01-01")


def test_ignore_everyone_else_in_a_photo(
    familiar: CommandLine, people: Library, groups: list[int], tmp_path: Path
) -> None:
    add_faces(people, [Made(photo=1, who=5), Made(photo=1, who=6)])
    run(people, f"UPDATE root SET path = '{tmp_path}'")
    file = tmp_path / "1.jpg"
    assert familiar.good("ignore", "--others-in", file, "--keep", 1, "--keep", 16) == (
        "Ignored 1 face in a photo.\n"
    )
    assert scalar(people, "SELECT group_concat(id) FROM face WHERE ignored_at > ''") == "15"
    assert familiar.json("ignore", "--others-in", file)["changes"][0]["faces"] == [1, 16]
    assert familiar.good("ignore", "--others-in", file) == (
        f"Nobody else in {file} is left to ignore; faces that are confirmed to be of somebody with a name "
        "are ignored one by one, with --face.\n"
    )
    assert familiar.json("ignore", "--others-in", file)["changes"][0]["action_id"] is None
    assert "Face 2 is in another photo" in familiar.refused("ignore", "--others-in", file, "--keep", 2)
    assert f"{tmp_path / 'x.jpg'} is not in the library." in familiar.refused(
        "ignore", "--others-in", tmp_path / "x.jpg"
    )


def test_ignore_everyone_seldom_seen(familiar: CommandLine, people: Library, groups: list[int]) -> None:
    out = familiar.good("ignore", "--fewer-than", 4)
    assert out == "Ignored 1 group seen fewer than 4 times and 2 faces of nobody.\n"
    assert scalar(people, "SELECT group_concat(id) FROM person WHERE ignored_at > ''") == str(groups[2])
    assert "Choose 2 times or more" in familiar.refused("ignore", "--fewer-than", 1)


@pytest.fixture
def album(familiar: CommandLine, home: Path, tmp_path: Path) -> Path:
    """Return a folder with one indexed photo, of a face too small to have been found."""
    folder = tmp_path / "album"
    folder.mkdir()
    file = io.BytesIO()
    PIL.Image.fromarray(np.ascontiguousarray(photo_of_face(40, 60, 50))).save(file, "PNG")
    (folder / "a.png").write_bytes(file.getvalue())
    assert familiar("index", folder).status == 0
    return folder


def test_draw(familiar: CommandLine, album: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    box = box_of_face(40, 60, 50)
    assert familiar.good("draw", album / "a.png", *box, "--new", "Anna") == "Drew a face of Anna.\n"
    assert [person["faces"] for person in familiar.json("people")["people"]] == [1]
    assert "Face 1 is there already" in familiar.refused("draw", album / "a.png", *box)
    familiar.good("erase", 1)
    monkeypatch.chdir(album.parent)
    changes = familiar.json("draw", "album/../album/a.png", *box, "--to", "Anna")["changes"]
    assert changes[0]["faces"] == [2]
    assert "nobody called Ben" in familiar.refused("draw", "album/a.png", 200, 200, 50, 50, "--to", "Ben")
    assert "a.png is not in the library" in familiar.refused("draw", "a.png", *box)
    for outside in ((900, 0, 5, 5), (-5, 0, 5, 5), (-5.5, -100, 5, 5), ("-.5", 0, 0.25, 5)):
        said = familiar.refused("draw", "album/a.png", *outside)
        assert "The box lies outside the photo of " in said
        assert "Draw it inside." in said
    assert "has no size" in familiar.refused("draw", "album/a.png", 0, 0, -5, 5)
    assert "No such option: -x" in familiar.refused("draw", "album/a.png", -5, 0, 5, 5, "-x", status=2)
    (album / "a.png").unlink()
    assert "a.png is not there. Connect its drive" in familiar.refused("draw", "album/a.png", *box)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make links")
def test_a_photo_is_known_under_any_name_of_its_folder(familiar: CommandLine, album: Path) -> None:
    (album.parent / "link").symlink_to(album)
    box = box_of_face(40, 60, 50)
    assert familiar.good("draw", album.parent / "link" / "a.png", *box) == "Drew a face.\n"
