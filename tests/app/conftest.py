"""Fixtures of the tests of `app`: a home of its own, the `familiar` command, libraries of several kinds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.command_line import CommandLine
from makers.fake_photos import World
from makers.forgetting import let_go
from makers.libraries import CARD, Made, add_faces, run

from app.grouping import group
from app.library.store import Library

#: Whose faces the library of `people` holds, each in a photo of its own: groups 1, 2 and 3, and two alone.
WHO = [0] * 5 + [1] * 4 + [2] * 3 + [3, 4]


@pytest.fixture(scope="session")
def repaired_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a cache folder that lasts as long as the tests, so that models are repaired once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def home(tmp_path: Path, repaired_models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty home folder; nothing touches the user's own."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(repaired_models))
    for name in ("FAMILIAR_LIBRARY", "FAMILIAR_PROVIDER", "COLUMNS", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def familiar(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """Return the command line, for a library that is not there yet."""
    return CommandLine(tmp_path / "library.db", capsys)


@pytest.fixture(scope="session")
def made_libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an empty library and one of people, to copy: making one takes a while."""
    folder = tmp_path_factory.mktemp("libraries")
    Library.open(folder / "empty.db").close()
    with Library.open(folder / "people.db") as library:
        add_faces(library, [Made(photo=number, who=who) for number, who in enumerate(WHO, 1)])
        group(library, card=CARD)
    return folder


@pytest.fixture
def opened(familiar: CommandLine, made_libraries: Path) -> Iterator[Library]:
    """Make an empty library for `familiar`, and return it open."""
    shutil.copy(made_libraries / "empty.db", familiar.library)
    with Library.open(familiar.library) as library:
        yield library


@pytest.fixture
def people(familiar: CommandLine, made_libraries: Path) -> Iterator[Library]:
    """Make a library of `WHO`, grouped; faces and photos are numbered from 1 in this order."""
    shutil.copy(made_libraries / "people.db", familiar.library)
    with Library.open(familiar.library) as library:
        yield library


@pytest.fixture(scope="session")
def four_groups_closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Groups 1, 2, 3 and 4 of four, three, three and two faces (1 to 12), each face in a photo of its own."""
    path = tmp_path_factory.mktemp("template") / "library.db"
    with Library.open(path) as made:
        who = [0] * 4 + [1] * 3 + [2] * 3 + [3] * 2
        add_faces(made, [Made(photo, person) for photo, person in enumerate(who, 1)])
        for person in range(4):
            run(made, f"INSERT INTO person (id, created_at) VALUES ({person + 1}, '2020-01-01')")
        for face, person in enumerate(who, 1):
            run(made, f"UPDATE face SET person_id = {person + 1} WHERE id = {face}")
    return path


@pytest.fixture
def four_groups(four_groups_closed: Path, tmp_path: Path) -> Iterator[Library]:
    """Return a copy of `four_groups_closed`, open; files that forgetting keeps open are closed at the end."""
    with Library.open(shutil.copy(four_groups_closed, tmp_path)) as opened:
        yield opened
    let_go()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Return a watched folder and its library, both empty."""
    with Library.open(tmp_path / "library.db") as library:
        yield World.make(tmp_path, library)
