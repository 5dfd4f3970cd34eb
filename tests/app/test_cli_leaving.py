"""`familiar stop-watching`: a folder leaves the library, and nothing else does."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from makers.command_line import CommandLine
from makers.libraries import run, scalar

from app.library.store import Library


def photos(library: Library) -> int:
    return int(scalar(library, "SELECT count(*) FROM photo"))


def watched(familiar: CommandLine) -> list[str]:
    return [root["path"] for root in familiar.json("status")["roots"]]


@pytest.mark.parametrize(
    ("answer", "status", "left"), [("y\n", 0, 0), ("n\n", 0, 14), ("\n", 0, 14), ("", 3, 14)]
)
def test_it_asks_first(
    familiar: CommandLine,
    people: Library,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    status: int,
    left: int,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    ran = familiar("stop-watching", "/photos")
    assert ran.status == status
    assert "14 photos would leave the library for good. Stop watching /photos?" in ran.out + ran.err
    assert photos(people) == left
    assert ("It is still watched." in ran.out) == (status == 0 and left == 14)
    assert watched(familiar) == (["/photos"] if left else [])


@pytest.mark.parametrize("name", ["/photos/", "/photos/../photos", "/./photos"])
def test_the_folder_may_be_gone_and_is_known_by_other_spellings(
    familiar: CommandLine, people: Library, name: str
) -> None:
    assert not Path("/photos").exists()
    out = familiar.good("stop-watching", name, "--yes")
    assert out == "/photos is not watched any more; 14 photos left the library.\n"
    assert photos(people) == 0


def test_a_link_to_it_is_it(familiar: CommandLine, people: Library, tmp_path: Path) -> None:
    folder, link = tmp_path / "real", tmp_path / "link"
    folder.mkdir()
    link.symlink_to(folder)
    run(people, f"UPDATE root SET path = '{folder}'")
    familiar.good("stop-watching", link, "--yes")
    assert watched(familiar) == []


def test_other_folders_are_refused(familiar: CommandLine, people: Library) -> None:
    for name in ("/photos/2019", "/", "/photo"):
        ran = familiar("stop-watching", name, "--yes")
        assert ran.status == 3
        assert f"{name} is not watched. The folders that are: familiar status" in ran.err
    assert photos(people) == 14


def test_photos_of_a_folder_around_it_stay_with_that(
    familiar: CommandLine, people: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(people, "INSERT INTO root (id, path, added_at) SELECT 99, '/', added_at FROM root LIMIT 1")
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    ran = familiar("stop-watching", "/photos")
    question = (
        "0 photos would leave the library for good, 14 photos would stay with the watched folder around it."
    )
    assert f"{question} Stop watching /photos?" in ran.out + ran.err
    assert ran.out.endswith(
        "/photos is not watched any more; 0 photos left the library.\n"
        "14 photos stayed: the watched folder around it has them, too.\n"
    )
    assert photos(people) == 14
    assert watched(familiar) == ["/"]


def test_a_folder_of_exactly_this_name_comes_first(
    familiar: CommandLine, people: Library, tmp_path: Path
) -> None:
    real, link, third = tmp_path / "real", tmp_path / "link", tmp_path / "third"
    real.mkdir()
    link.symlink_to(real)
    third.symlink_to(real)
    run(people, f"UPDATE root SET path = '{real}'")
    run(people, f"INSERT INTO root (id, path, added_at) SELECT 99, '{link}', added_at FROM root")
    # Which of the two a third name means, nobody knows.
    ran = familiar("stop-watching", third, "--yes")
    assert ran.status == 3
    assert "is watched under several names. Choose one of them: " in ran.err
    assert str(real) in ran.err
    assert str(link) in ran.err
    familiar.good("stop-watching", link, "--yes")
    assert watched(familiar) == [str(real)]
    assert photos(people) == 14


def test_with_json_nobody_is_asked(familiar: CommandLine, people: Library) -> None:
    ran = familiar("--json", "stop-watching", "/photos")
    assert (ran.status, ran.json["error"]["status"]) == (3, 3)
    assert photos(people) == 14
    assert familiar.json("stop-watching", "/photos", "--yes") == {
        "folder": "/photos",
        "removed": 14,
        "kept": 0,
    }
