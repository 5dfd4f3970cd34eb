"""`familiar export`, `familiar export photos` and `familiar export names`."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from makers.command_line import CommandLine
from makers.exported import named_album
from makers.libraries import run

from app.library.store import Library


@pytest.fixture
def album(familiar: CommandLine, tmp_path: Path) -> CommandLine:
    with named_album(tmp_path / "album"):
        pass
    return CommandLine(tmp_path / "album" / "library.db", familiar.capsys)


def test_what_is_made_is_said_by_the_ending(album: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert album.good("export", "Anna", "--to", out / "folder") == f"7 photos exported to {out / 'folder'}.\n"
    for name in ("a.zip", "a.html", "a.pdf", "a.jpg"):
        assert album.good("export", "Anna", "--to", out / name) == f"7 photos exported to {out / name}.\n"
    with zipfile.ZipFile(out / "a.zip") as made:
        assert len(made.namelist()) == 7
    document = album.json("export", 1, "--to", out / "a.html", "--side", 100)
    assert document["place"] == str(out / "a (2).html")
    assert document["files"] == [document["place"]]
    assert len(document["written"]) == 7


def test_photos_of_a_search(album: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = album.good("export", "photos", "-Anna", "and", "李小龙 مريم", "--to", out)
    assert said == f"3 photos exported to {out}.\n"
    again = album.good("export", "photos", "not Anna and 李小龙 مريم", "--to", out, "--how", "copy")
    assert again == f"0 photos exported to {out}.\n3 photos had been exported there before.\n"
    said = album.good("export", "photos", "Anna", "--to", out / "s.png", "--paper", "a5", "--columns", "1")
    assert said.startswith("7 photos exported to ")
    assert said.endswith(f" pages, {out / 's-1.png'} and following.\n")
    assert "nobody called Nemo" in album.refused("export photos", "Nemo", "--to", out)
    assert (
        album.good("export photos", "Anna 1950", "--to", tmp_path / "none.zip") == "No photo was exported.\n"
    )
    assert not (tmp_path / "none.zip").exists()


def test_videos_are_counted_by_themselves(album: CommandLine, tmp_path: Path) -> None:
    photos = tmp_path / "album" / "photos"
    (photos / "1.jpg").rename(photos / "1.mp4")
    with Library.open(album.library) as library:
        run(library, "UPDATE photo SET path = '1.mp4', duration_ms = 9000, shown_ms = 0 WHERE path = '1.jpg'")
    out = tmp_path / "out"
    assert album.good("export", "Anna", "--to", out) == f"6 photos and 1 video exported to {out}.\n"
    assert album.good("export", "Anna", "--to", out).endswith(
        "\n6 photos and 1 video had been exported there before.\n"
    )
    said = album.good("export", "names", "--to", tmp_path / "names.csv")
    assert said.startswith("3 people and 20 faces in 12 photos and 1 video written to ")


def test_all_names(album: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = album.good("export", "names", "--to", out / "names.csv")
    assert said == f"3 people and 20 faces in 13 photos written to {out / 'names.csv'}.\n"
    document = album.json("export names", "--to", out / "names.json")
    assert (document["people"], document["place"]) == (3, str(out / "names.json"))
    assert json.loads((out / "names.json").read_text("utf-8"))["format"] == "familiar-names"


def test_places_that_will_not_do(album: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.zip").mkdir()
    assert "is a folder; give a file in it" in album.refused(
        "export", 1, "--to", tmp_path / "a.zip", status=2
    )
    assert "is a file; give a folder" in album.refused("export", 1, "--to", album.library, status=2)
    watched = tmp_path / "album" / "photos" / "x"
    assert "watched folder" in album.refused("export photos", "Anna", "--to", watched)
    (tmp_path / "file").touch()
    said = album.refused("export", 1, "--to", tmp_path / "file" / "a.pdf", status=4)
    assert "cannot be written" in said
    assert "Choose another place" in said


def test_what_is_left_out_is_told(album: CommandLine, tmp_path: Path) -> None:
    with Library.open(album.library):
        (tmp_path / "album" / "photos" / "1.jpg").unlink()
    ran = album("export", "Anna", "--to", tmp_path / "a.zip")
    assert (ran.status, ran.err) == (5, "")
    assert ran.out.startswith("6 photos exported to ")
    assert "Left out: " in ran.out


def test_of_many_that_are_left_out_some_are_told(album: CommandLine, tmp_path: Path) -> None:
    """As where the disk is full: each photo has a line of its own."""
    photos = list((tmp_path / "album" / "photos").glob("*.jpg"))
    assert len(photos) > 11
    for photo in photos:
        photo.unlink()
    ran = album("export", "photos", "", "--to", tmp_path / "a.zip")
    assert ran.status == 5
    assert ran.out.count("Left out: ") == 10
    assert ran.out.endswith(f"... and {len(photos) - 10} more; --json lists all.\n")
    document = album("export", "photos", "", "--to", tmp_path / "a.zip", "--json").json
    assert len(document["skipped"]) == len(photos)
    assert "1.jpg is not there" in ran.out


def confirmed(file: Path) -> set[tuple[str, int, str]]:
    """Return which face of which photo is whose."""
    document = json.loads(file.read_text("utf-8"))
    names = {person["id"]: person["name"] for person in document["people"]}
    return {
        (photo["path"], face["id"], names[face["person"]])
        for photo in document["photos"]
        for face in photo["faces"]
        if face["confirmed"]
    }


def test_names_go_out_and_come_back(album: CommandLine, tmp_path: Path) -> None:
    album.good("export names", "--to", tmp_path / "names.json")
    before = confirmed(tmp_path / "names.json")
    assert len({name for _, _, name in before}) == 3
    album.good("undo", "--steps", 3)
    album.good("export names", "--to", tmp_path / "none.json")
    assert confirmed(tmp_path / "none.json") == set()
    album.good("import", tmp_path / "names.json", "--yes")
    album.good("export names", "--to", tmp_path / "again.json")
    assert confirmed(tmp_path / "again.json") == before
