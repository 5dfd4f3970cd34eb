"""Paths that steer terminals, are no text or are very long: indexed, told of and exported as they are."""

from __future__ import annotations

import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.command_line import CommandLine
from makers.fake_photos import World, photo

from app.library.store import Library

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only here may files be named so")
NAMES = [
    b"line\nbreak\r\tand more.jpg",
    b"\x1b[31mred\x1b]0;title\x07.jpg",
    "\u202egpj.exe\u2066.jpg".encode(),
    b"no text \xff\xfe\xed\xa0\x80.jpg",
    b"-rf.jpg",
    b"[bold]markup[red] {name} %s %n.jpg",
    b"'; DROP TABLE photo; --.jpg",
    b"=HYPERLINK(1)<img src=x>&amp;.jpg",
    "e\u0301 and \u00e9.jpg".encode(),
    b" leading and trailing .jpg",
    b"x" * 251 + b".jpg",
]


@pytest.fixture
def hostile(familiar: CommandLine, tmp_path: Path) -> Iterator[World]:
    """Index such files, and one whose path has nearly 4,000 characters; all show Anna."""
    with Library.open(familiar.library) as library:
        world = World.make(tmp_path, library)
        for number, name in enumerate(NAMES):
            (world.folder / os.fsdecode(name)).write_bytes(photo(("anna", 10, 10, 50), salt=number))
        make_deep(world.folder, photo(("anna", 10, 10, 50), salt="deep"))
        report = world.index()
        assert (report.new, report.failures) == (len(NAMES) + 1, ())
        with library.write() as session:
            session.connection().exec_driver_sql(
                "INSERT INTO person (id, name, name_key, created_at) "
                "VALUES (1, 'Anna', 'anna', '2020-01-01T00:00:00.000000+00:00')"
            )
            session.connection().exec_driver_sql("UPDATE face SET person_id = 1")
        yield world


def make_deep(folder: Path, content: bytes) -> None:
    """Put a file into folders whose names together are nearly as long as Linux takes."""
    before = Path.cwd()
    try:
        os.chdir(folder)
        length = len(os.fsencode(folder))
        while length + 201 + 10 < 4000:
            Path("d" * 200).mkdir()
            os.chdir("d" * 200)
            length += 201
        Path("deep.jpg").write_bytes(content)
    finally:
        os.chdir(before)


def assert_harmless(text: str, lines: int) -> None:
    """Check that a text is as many lines as it says things, and steers nothing."""
    assert len(text.splitlines()) <= lines
    assert all(letter.isprintable() for line in text.split("\n") for letter in line)
    assert "\r" not in text


def test_indexing_again_finds_all_as_they_were(hostile: World) -> None:
    report = hostile.index()
    assert (report.unchanged, report.new, report.missing) == (len(NAMES) + 1, 0, 0)
    paths = [os.fsencode(path) if isinstance(path, str) else path for path in hostile.paths()]
    assert set(NAMES) < set(paths)
    assert max(map(len, paths)) > 3500


@pytest.mark.parametrize("command", ["search Anna", "show Anna", "find Anna", "status", "stacks"])
def test_the_command_line_shows_them_escaped(hostile: World, familiar: CommandLine, command: str) -> None:
    out = familiar.good(*command.split())
    assert_harmless(out, 120)
    if command == "search Anna":
        for shown in (
            r"line\nbreak\r\tand more.jpg",
            r"\x1b[31mred",
            r"\u202egpj.exe\u2066.jpg",
            "[bold]markup[red]",
        ):
            assert shown in out
    assert isinstance(familiar.json(*command.split()), dict | list)


def test_failures_are_told_escaped(hostile: World, familiar: CommandLine) -> None:
    for name in NAMES[:4]:
        (hostile.folder / os.fsdecode(b"bad " + name)).write_bytes(b"")
    report = hostile.index()
    assert len(report.failures) == 4
    assert_harmless(familiar("status").out, 120)


@pytest.mark.parametrize("to", ["out", "all.zip"])
def test_they_are_exported_whole(hostile: World, familiar: CommandLine, tmp_path: Path, to: str) -> None:
    target = tmp_path / to
    ran = familiar("export", "Anna", "--to", target)
    assert ran.status == 0
    assert_harmless(ran.out + ran.err, 40)
    contents = {path.read_bytes() for path in hostile.folder.glob("*.jpg")}
    if to == "out":
        exported = [path for path in target.rglob("*") if path.is_file()]
        found = {path.read_bytes() for path in exported}
        assert all(path.resolve().is_relative_to(target.resolve()) for path in exported)
    else:
        with zipfile.ZipFile(target) as packed:
            assert packed.testzip() is None
            found = {packed.read(name) for name in packed.namelist()}
            assert not any(name.startswith("/") or ".." in Path(name).parts for name in packed.namelist())
    assert contents <= found
