"""What becomes of photos that are deleted, or whose drive or folder is not there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from makers.fake_photos import World, dump, names, photo, three_named

from app.indexing import add_roots, forget_missing


def test_gone_photos_are_missing_until_they_are_back_or_forgotten(world: World) -> None:
    three_named(world)
    content, stat = (world.folder / "1.jpg").read_bytes(), (world.folder / "1.jpg").stat()
    (world.folder / "1.jpg").unlink()
    (world.folder / "2.jpg").unlink()
    before = world.rows("face")
    report = world.index()
    assert (report.missing, report.seen, report.unchanged) == (2, 1, 1)
    assert world.rows("face") == before
    since = [row["missing_since"] for row in world.rows("photo")]
    world.index()
    assert [row["missing_since"] for row in world.rows("photo")] == since
    world.put("1.jpg", content)
    os.utime(world.folder / "1.jpg", ns=(stat.st_mtime_ns, stat.st_mtime_ns))
    report = world.index()
    assert (report.returned, report.unchanged, report.changed) == (1, 2, 0)
    assert world.rows("photo", id=1)[0]["missing_since"] is None
    assert forget_missing(world.library) == 1
    assert forget_missing(world.library) == 0
    assert world.paths() == ["1.jpg", "3.jpg"]
    assert [row["id"] for row in world.rows("face")] == [1, 3]


def test_back_with_another_time(world: World) -> None:
    three_named(world)
    content = (world.folder / "1.jpg").read_bytes()
    (world.folder / "1.jpg").unlink()
    world.index()
    world.put("1.jpg", content)
    os.utime(world.folder / "1.jpg", ns=(5, 5))
    report = world.index()
    assert (report.returned, report.unchanged, report.moved) == (1, 3, 0)
    assert names(world)["1.jpg"] == ["anna"]


def test_forget_missing_of_some_roots(world: World, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    (second / "x.jpg").write_bytes(photo(salt="x"))
    (root,) = add_roots(world.library, [second])
    world.put("a.jpg", photo(salt="a"))
    world.put("keep.jpg", photo(salt="k"))
    (second / "keep.jpg").write_bytes(photo(salt="l"))
    world.index()
    (second / "x.jpg").unlink()
    (world.folder / "a.jpg").unlink()
    world.index()
    assert forget_missing(world.library, roots=[root.id]) == 1
    assert world.paths() == ["a.jpg", "keep.jpg", "keep.jpg"]


def unplug(world: World, how: str) -> None:
    world.folder.rename(world.folder.with_name("unplugged"))
    if how == "empty":
        world.folder.mkdir()
        (world.folder / ".hidden").touch()


@pytest.mark.parametrize("how", ["absent", "empty"])
def test_an_offline_root_keeps_its_photos_as_they_are(world: World, how: str, tmp_path: Path) -> None:
    three_named(world)
    (world.folder / "3.jpg").unlink()
    world.index()
    before = dump(world.library)
    unplug(world, how)
    report = world.index()
    assert report.offline == (str(world.folder),)
    assert (report.missing, report.seen) == (0, 0)
    assert dump(world.library) == before
    (since,) = [row["offline_since"] for row in world.rows("root")]
    assert since is not None
    world.index()
    assert [row["offline_since"] for row in world.rows("root")] == [since]
    if how == "empty":
        shutil.rmtree(world.folder)
    (tmp_path / "unplugged").rename(world.folder)
    report = world.index()
    assert (report.offline, report.online, report.unchanged) == ((), (str(world.folder),), 2)
    assert [row["offline_since"] for row in world.rows("root")] == [None]
    assert dump(world.library) == before


def test_an_empty_root_without_known_photos_is_just_empty(world: World) -> None:
    assert world.index().offline == ()
    three_named(world)
    for file in world.folder.glob("*.jpg"):
        file.unlink()
    world.put("notes.txt", b"so the folder is not empty")
    report = world.index()
    assert (report.offline, report.missing) == ((), 3)
    (world.folder / "notes.txt").unlink()
    # All its photos are missing already: nothing could be lost by taking it as it is.
    assert world.index().offline == ()


def test_photos_below_an_unreadable_folder_are_not_missing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.put("a/1.jpg", photo(salt=1))
    world.put("a/b/2.jpg", photo(salt=2))
    world.put("c/3.jpg", photo(salt=3))
    world.index()
    scandir = os.scandir

    def refusing(path: str) -> Any:
        if os.fspath(path).endswith("/a"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refusing)
        (world.folder / "c" / "3.jpg").unlink()
        report = world.index()
    assert [skipped.path for skipped in report.skipped] == [str(world.folder / "a")]
    assert (report.missing, report.offline) == (1, ())
    assert [row["path"] for row in world.rows("photo") if row["missing_since"]] == ["c/3.jpg"]
    assert world.index().unchanged == 2


def test_photos_of_an_unplugged_link_are_not_missing(world: World, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    drive.mkdir()
    (drive / "x.jpg").write_bytes(photo(salt="x"))
    world.put("here.jpg", photo(salt="h"))
    (world.folder / "usb").symlink_to(drive)
    assert world.index().new == 2
    drive.rename(tmp_path / "elsewhere")
    report = world.index()
    assert (report.missing, report.seen, report.skipped) == (0, 1, ())
