"""Walking roots: what is found, in which order, and what is left out."""

from __future__ import annotations

import os
import random
import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.indexing import walk as walking
from app.indexing.walk import Walk, as_text

posix = pytest.mark.skipif(os.name != "posix", reason="links and odd names as POSIX has them")


def make(folder: Path, *paths: str) -> None:
    for path in paths:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(path.encode("utf-8", "surrogateescape"))


def found(folder: Path, *others: Path) -> list[str]:
    return [file.path for file in Walk(str(folder), [str(other) for other in others])]


def test_photos_are_found_with_what_stat_says(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg", "b/c.HEIC", "b/d/e.Nef", "b/notes.txt", "jpg", "b/.jpg", "x.jpg.part")
    assert found(tmp_path) == ["a.jpg", "b/c.HEIC", "b/d/e.Nef"]
    for file in Walk(str(tmp_path)):
        status = (tmp_path / file.path).stat()
        assert file[1:] == (status.st_size, status.st_mtime_ns, status.st_ino, status.st_dev, 0)


def test_order_is_by_bytes_of_names_files_first(tmp_path: Path) -> None:
    names = ["Z.jpg", "a.jpg", "a b.jpg", "é.jpg", "a/z.jpg", "a/b/c.jpg", "a-b/c.jpg", "B/x.jpg", "ä/y.jpg"]
    shuffled = random.Random(3).sample(names, len(names))
    make(tmp_path, *shuffled)

    def slow(folder: Path, prefix: str) -> list[str]:
        entries = sorted(folder.iterdir(), key=lambda path: os.fsencode(path.name))
        files = [prefix + path.name for path in entries if path.is_file()]
        return files + [f for p in entries if p.is_dir() for f in slow(p, f"{prefix}{p.name}/")]

    assert found(tmp_path) == slow(tmp_path, "")
    assert sorted(found(tmp_path)) == sorted(names)


@pytest.mark.parametrize(
    "path",
    [
        ".hidden.jpg",
        "._a.jpg",
        ".thumbnails/a.jpg",
        ".Trash-1000/files/a.jpg",
        "$RECYCLE.BIN/a.jpg",
        "System Volume Information/a.jpg",
        "lost+found/a.jpg",
        "x/@eaDir/a.jpg",
        "__MACOSX/a.jpg",
        "node_modules/pkg/a.png",
        "Catalog Previews.lrdata/1/a.jpg",
        "Mine.photoslibrary/resources/derivatives/a.jpg",
    ],
)
def test_left_out(tmp_path: Path, path: str) -> None:
    make(tmp_path, path, "kept.jpg", "Mine.photoslibrary/originals/0/kept.jpg")
    walk = Walk(str(tmp_path))
    assert [file.path for file in walk] == ["kept.jpg", "Mine.photoslibrary/originals/0/kept.jpg"]
    assert walk.skipped == []
    assert walk.unreachable == []


@pytest.mark.parametrize(
    ("field", "value", "hidden"),
    [("st_file_attributes", 2, True), ("st_file_attributes", 4, True), ("st_file_attributes", 32, False),
     ("st_flags", 0x8000, True), ("st_flags", 0, False), ("st_size", 2, False)],
)  # fmt: skip
def test_hidden_by_attribute(field: str, value: int, hidden: bool) -> None:
    assert walking._is_hidden(SimpleNamespace(**{field: value})) is hidden


@posix
def test_only_regular_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a.jpg")
    os.mkfifo(tmp_path / "pipe.jpg")
    (tmp_path / "folder.jpg").mkdir()
    with socket.socket(socket.AF_UNIX) as unix:
        monkeypatch.chdir(tmp_path)  # The names of sockets must be short.
        unix.bind("socket.jpg")
        assert found(tmp_path) == ["a.jpg"]


@posix
def test_names_that_are_no_unicode(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.jpg")
    make(tmp_path, name, os.fsdecode(b"d\xff/x.jpg"))
    assert found(tmp_path) == [name, os.fsdecode(b"d\xff/x.jpg")]
    assert as_text(name) == "caf?.jpg"


@posix
def test_links_are_followed_but_never_in_circles(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    make(root, "real/a.jpg", "z/b.jpg")
    make(outside, "c.jpg", "deep/d.jpg")
    (root / "real" / "up").symlink_to(root)
    (root / "self").symlink_to("self")
    (root / "a-link-to-z").symlink_to("z")
    (root / "outside").symlink_to(outside)
    (outside / "back").symlink_to(root)
    (outside / "there").symlink_to(outside / "deep")
    (root / "broken").symlink_to("nowhere")
    (root / "broken.jpg").symlink_to("nowhere.jpg")
    (root / "file.jpg").symlink_to(outside / "c.jpg")
    (root / "odd name").symlink_to(outside / "c.jpg")
    walk = Walk(str(root))
    assert [file.path for file in walk] == [
        "file.jpg",
        "real/a.jpg",
        "z/b.jpg",
        "outside/c.jpg",
        "outside/deep/d.jpg",
    ]
    assert walk.skipped == []
    # What lay below a broken link may be on a drive that is not connected.
    assert sorted(walk.unreachable) == ["broken.jpg/", "broken/", "self/"]


@posix
def test_a_linked_root(tmp_path: Path) -> None:
    make(tmp_path / "real", "a.jpg", "b/c.jpg")
    (tmp_path / "link").symlink_to("real")
    assert found(tmp_path / "link") == ["a.jpg", "b/c.jpg"]


def test_an_inner_root_is_not_entered(tmp_path: Path) -> None:
    make(tmp_path, "a.jpg", "in/b.jpg", "in/deeper/c.jpg", "inn/d.jpg")
    assert found(tmp_path, tmp_path / "in") == ["a.jpg", "inn/d.jpg"]
    assert found(tmp_path / "in", tmp_path) == ["b.jpg", "deeper/c.jpg"]
    assert found(tmp_path, tmp_path / "in", tmp_path / "in" / "deeper") == ["a.jpg", "inn/d.jpg"]


@posix
def test_links_into_other_roots_are_left_to_them(tmp_path: Path) -> None:
    outer, inner, far = tmp_path / "outer", tmp_path / "outer" / "inner", tmp_path / "far"
    make(outer, "a.jpg", "x/b.jpg", "inner/c.jpg", "inner/sub/d.jpg")
    make(far, "e.jpg", "sub/f.jpg")
    (outer / "to-inner-sub").symlink_to(inner / "sub")
    (outer / "to-far-sub").symlink_to(far / "sub")
    (inner / "to-x").symlink_to(outer / "x")
    (inner / "to-self").symlink_to(inner / "sub")
    (far / "to-outer").symlink_to(outer)
    roots = [outer, inner, far]
    everything = [found(root, *(other for other in roots if other != root)) for root in roots]
    assert everything == [["a.jpg", "x/b.jpg"], ["c.jpg", "sub/d.jpg"], ["e.jpg", "sub/f.jpg"]]


def test_empty_means_nothing_visible(tmp_path: Path) -> None:
    for paths, empty in [
        ([], True),
        ([".hidden", "lost+found/x"], True),
        (["x.txt"], False),
        (["d/x"], False),
    ]:
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        make(folder, *paths)
        walk = Walk(str(folder))
        assert list(walk) == []
        assert walk.empty is empty, paths


def test_a_root_that_is_not_there(tmp_path: Path) -> None:
    walk = Walk(str(tmp_path / "absent"))
    assert list(walk) == []
    assert walk.unreachable == [""]
    (skipped,) = walk.skipped
    assert skipped.path == str(tmp_path / "absent")
    assert skipped.path in skipped.sentence
    assert "drive" in skipped.sentence


def test_folders_that_cannot_be_read_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, "a/x.jpg", "b/y.jpg", "b/c/z.jpg", "d/gone.jpg", "e.jpg")
    scandir = os.scandir

    def refusing(path: str) -> object:
        if path.endswith("/b"):
            raise PermissionError(13, "Permission denied", path)
        if path.endswith("/d"):
            raise FileNotFoundError(2, "No such file", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    walk = Walk(str(tmp_path))
    assert [file.path for file in walk] == ["e.jpg", "a/x.jpg"]
    assert walk.unreachable == ["b"]
    (skipped,) = walk.skipped
    assert skipped.sentence == (
        f"{tmp_path}/b could not be looked at (Permission denied). "
        "Give your account the right to read it, then index again."
    )


def test_the_newest_sidecar_of_a_photo_is_noticed(tmp_path: Path) -> None:
    photos = ("a.jpg", "a.png", "b.jpg", "c.jpg", "d.JPG")
    make(tmp_path, *photos, "a.jpg.xmp", "a.xmp", "b.XMP", "c.xmp.bak", "e.xmp", "xmp")
    (tmp_path / "d.JPG.xmp").mkdir()
    for nanoseconds, name in enumerate(("a.jpg.xmp", "a.xmp", "b.XMP"), 5):
        os.utime(tmp_path / name, ns=(1, nanoseconds))
    times = {file.path: file.sidecar_ns for file in Walk(str(tmp_path))}
    assert times == {"a.jpg": 6, "a.png": 6, "b.jpg": 7, "c.jpg": 0, "d.JPG": 0}
