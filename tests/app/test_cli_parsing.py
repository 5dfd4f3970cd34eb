"""How words are read: paths that are empty, and how help shows what a command takes."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from makers.command_line import CommandLine
from makers.fake_photos import FakeAnalyser, photo

from app.cli import commands, index
from app.library.store import Library


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that one is in; a photo is there."""
    place = tmp_path / "here"
    place.mkdir()
    (place / "1.jpg").write_bytes(photo())
    monkeypatch.chdir(place)
    return place


@pytest.mark.parametrize(
    "words",
    [
        ("index", ""),
        ("index", "1.jpg", ""),
        ("watch", ""),
        ("import", "", "--yes"),
        ("export", "1", "--to", ""),
        ("export", "1", "--to="),
        ("export photos", "2019", "--to", ""),
        ("metadata", "write", "--folder", "", "--yes"),
        ("mention", "Anna", ""),
    ],
)
def test_an_empty_path_is_not_this_folder(
    familiar: CommandLine, people: Library, folder: Path, words: tuple[str, ...]
) -> None:
    """As where a variable is not set: `familiar index "$PHOTOS"`."""
    assert "a path is empty; write . for the folder you are in" in familiar.refused(*words, status=2)
    assert [file.name for file in folder.iterdir()] == ["1.jpg"]
    assert str(folder) not in familiar.good("status")


@pytest.mark.parametrize("dot", [".", "./"])
def test_this_folder_is_meant_by_a_dot(
    familiar: CommandLine, opened: Library, folder: Path, dot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "analyser_factory", lambda *_, **__: FakeAnalyser)
    assert familiar.good("index", dot).startswith("1 photo: 1 new.")
    assert f"Folder: {folder}\n" in familiar.good("status")


def test_words_that_are_no_paths_may_be_empty(familiar: CommandLine, people: Library) -> None:
    assert "photos found" in familiar.good("search", "")
    assert "name" in familiar.refused("name", 1, "")


@pytest.mark.parametrize("command", vars(typer.main.get_command(commands.app))["commands"])
def test_help_says_once_what_may_be_left_out(familiar: CommandLine, command: str) -> None:
    out = familiar.good(*command.split(" ", 1), "--help")
    assert "[[" not in out
    assert "...]" not in out
    # A switch takes no value.
    assert "<bool>" not in out
