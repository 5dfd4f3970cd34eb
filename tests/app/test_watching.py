"""Watching real folders: what changes is told, drives that go and come back are noticed, limits are said."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from makers.fake_photos import World, three_named

from app.indexing import Standing, WatchedRoot, has_news, watched_roots
from app.indexing import watching as watching_module
from app.indexing.observing import Observing, OutOfWatchesError
from app.indexing.polling import Snapshot, is_on_network
from app.indexing.scope import Scope, together
from app.indexing.watching import Back, Changed, Gone, News, Polled, Watcher, Why

PATIENCE_S = 30.0


class Heard:
    """A watcher of some folders and all it told."""

    def __init__(self, **options: Any) -> None:
        self.news: list[News] = []
        self.watcher = Watcher(self.news.append, **options)

    @property
    def within(self) -> dict[int, Scope]:
        """All folders in which something changed."""
        found: dict[int, Scope] = {}
        for news in self.news:
            found = together(found, news.within) if isinstance(news, Changed) else found
        return found

    def folders(self, root: int = 1) -> frozenset[str]:
        return self.within.get(root, Scope()).folders

    def trees(self, root: int = 1) -> frozenset[str]:
        return self.within.get(root, Scope()).trees

    def until(self, condition: Callable[[], object]) -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < end, self.news
            time.sleep(0.01)

    def knows(self, kind: type[News]) -> bool:
        return any(isinstance(one, kind) for one in self.news)


@contextmanager
def watching(*folders: Path, **options: Any) -> Iterator[Heard]:
    heard = Heard(**options)
    heard.watcher.start()
    try:
        heard.watcher.watch([WatchedRoot(n, str(folder), False) for n, folder in enumerate(folders, 1)])
        assert heard.watcher.wait_until_set(PATIENCE_S)
        yield heard
    finally:
        heard.watcher.close()
        assert not [one for one in threading.enumerate() if one.name == "familiar-watch"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "x.jpg").write_bytes(b"x")
    return folder


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching_module, "CHECK_EVERY_S", 0.2)
    monkeypatch.setattr(watching_module, "POLL_EVERY_S", 0.2)


def test_what_happens_in_folders_is_told(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "y.jpg").write_bytes(b"y")
    with watching(root) as heard:
        (root / "a" / "b" / "new.jpg").write_bytes(b"new")
        heard.until(lambda: heard.folders() == {"a/b"})
        (root / "a" / "x.jpg").rename(root / "x.jpg")
        heard.until(lambda: heard.folders() == {"a/b", "a", ""})
        shutil.move(tmp_path / "elsewhere", root / "c")
        heard.until(lambda: heard.trees() == {"c"})
        (root / "c" / "y.jpg").unlink()
        heard.until(lambda: "c" in heard.folders())
        heard.news.clear()
        (root / "c" / "y.jpg.xmp").write_bytes(b"<xmp/>")
        heard.until(lambda: heard.folders() == {"c"})


def test_what_happened_before_and_elsewhere_is_not(root: Path, tmp_path: Path) -> None:
    with watching(root) as heard:
        (root / ".hidden").mkdir()
        (root / ".hidden" / "x.jpg").write_bytes(b"x")
        (root / "notes.txt").write_bytes(b"x")
        (tmp_path / "x.jpg").write_bytes(b"x")
        (root / "x.jpg").read_bytes() if (root / "x.jpg").exists() else None
        (root / "last.jpg").write_bytes(b"x")
        heard.until(lambda: heard.within)
        assert heard.within == {1: Scope(frozenset({""}))}


def test_a_file_is_told_of_when_it_is_complete(root: Path) -> None:
    with watching(root) as heard:
        with (root / "slow.jpg").open("wb") as slow:
            slow.write(b"half")
            slow.flush()
            (root / "quick.jpg").write_bytes(b"quick")
            heard.until(lambda: heard.folders() == {""})
            assert heard.within[1].waiting == {"slow.jpg"}
            heard.news.clear()
            slow.write(b"the other half")
        heard.until(lambda: heard.folders() == {""})
        assert not heard.within[1].waiting


def test_each_root_has_its_own(root: Path, tmp_path: Path) -> None:
    """A root within a root, too: its photos are its own."""
    second = tmp_path / "second"
    second.mkdir()
    with watching(root, root / "a", second) as heard:
        (root / "a" / "b" / "x.jpg").write_bytes(b"x")
        (second / "y.jpg").write_bytes(b"x")
        heard.until(lambda: len(heard.within) == 2)
        assert (heard.folders(1), heard.folders(2), heard.folders(3)) == (set(), {"b"}, {""})
        # From now on without the third.
        heard.watcher.watch([WatchedRoot(1, str(root), False)])
        assert heard.watcher.wait_until_set(PATIENCE_S)
        heard.news.clear()
        (second / "z.jpg").write_bytes(b"x")
        (root / "a" / "z.jpg").write_bytes(b"x")
        heard.until(lambda: heard.within)
        assert heard.within == {1: Scope(frozenset({"a"}))}


@pytest.mark.parametrize("how", ["absent", "empty"])
def test_a_drive_goes_and_comes_back(root: Path, tmp_path: Path, how: str) -> None:
    with watching(root) as heard:
        root.rename(tmp_path / "unplugged")
        if how == "empty":
            root.mkdir()
        heard.until(lambda: heard.knows(Gone) and heard.trees() == {""})
        (gone,) = [one for one in heard.news if isinstance(one, Gone)]
        assert gone.root.path == str(root)
        assert gone.standing in ({Standing.AWAY} if how == "absent" else {Standing.AWAY, Standing.EMPTY})
        heard.news.clear()
        if how == "empty":
            root.rmdir()
        (tmp_path / "unplugged").rename(root)
        heard.until(lambda: heard.knows(Back) and heard.trees() == {""})
        # It is watched again.
        heard.news.clear()
        (root / "a" / "new.jpg").write_bytes(b"x")
        heard.until(lambda: heard.folders() == {"a"})


def test_a_root_that_is_away_at_first(tmp_path: Path) -> None:
    with watching(tmp_path / "drive") as heard:
        assert not heard.news
        (tmp_path / "drive").mkdir()
        (tmp_path / "drive" / "x.jpg").write_bytes(b"x")
        heard.until(lambda: heard.knows(Back))
        heard.news.clear()
        (tmp_path / "drive" / "y.jpg").write_bytes(b"x")
        heard.until(lambda: heard.folders() == {""})


def test_a_root_that_is_deleted_and_made_anew(root: Path) -> None:
    with watching(root) as heard:
        shutil.rmtree(root)
        root.mkdir()
        (root / "x.jpg").write_bytes(b"x")
        heard.until(lambda: heard.trees() == {""})
        # It may have been seen away meanwhile.
        there = root.stat()
        heard.until(lambda: heard.watcher._places[1].identity == (there.st_dev, there.st_ino))
        heard.until(lambda: heard.watcher._places[1].watches)
        heard.news.clear()
        (root / "later.jpg").write_bytes(b"x")
        heard.until(lambda: heard.folders() == {""})


def test_an_empty_mount_point_loses_no_photo(world: World, tmp_path: Path) -> None:
    three_named(world)
    with world.library.read() as session:
        roots = watched_roots(session)
    heard = Heard()
    heard.watcher.watch(roots)
    heard.watcher.step()
    world.folder.rename(tmp_path / "unplugged")
    world.folder.mkdir()
    heard.until(lambda: heard.watcher.step() and heard.within)
    assert has_news(world.library, heard.within)
    report = world.index(within=heard.within)
    assert (report.missing, report.offline) == (0, (str(world.folder),))
    heard.watcher.close()


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
def test_links_to_folders_are_watched(root: Path, tmp_path: Path) -> None:
    drive, later = tmp_path / "drive", tmp_path / "later"
    drive.mkdir()
    later.mkdir()
    (root / "usb").symlink_to(drive)
    (root / "round").symlink_to(root)
    with watching(root) as heard:
        # Links are looked for right after everything else.
        heard.until(lambda: heard.watcher._places[1].links)
        (drive / "x.jpg").write_bytes(b"x")
        heard.until(lambda: heard.folders() == {"usb"})
        (root / "new").symlink_to(later)
        heard.until(lambda: heard.trees() == {"new"})
        (later / "y.jpg").write_bytes(b"x")
        heard.until(lambda: heard.folders() == {"usb", "new"})
        heard.news.clear()
        drive.rename(tmp_path / "unplugged")
        heard.until(lambda: heard.trees() == {"usb"})
        heard.news.clear()
        (tmp_path / "unplugged").rename(drive)
        heard.until(lambda: heard.trees() == {"usb"})


def test_folders_on_other_computers_are_looked_through(root: Path) -> None:
    with watching(root, on_network=lambda _: True) as heard:
        assert heard.news == [Polled(WatchedRoot(1, str(root), False), Why.NETWORK)]
        (root / "a" / "b" / "new.jpg").write_bytes(b"new")
        heard.until(lambda: "a/b" in heard.folders())
        shutil.rmtree(root / "a" / "b")
        heard.news.clear()
        heard.until(lambda: "a/b" in heard.folders())
        heard.news.clear()
        root.rename(root.with_name("unplugged"))
        heard.until(lambda: heard.knows(Gone))
        root.with_name("unplugged").rename(root)
        heard.until(lambda: heard.knows(Back))
        heard.news.clear()
        (root / "a" / "x.jpg.xmp").write_bytes(b"x")
        heard.until(lambda: "a" in heard.folders())


def test_where_no_more_can_be_watched_it_is_looked_through(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> object:
        raise OutOfWatchesError

    monkeypatch.setattr(Observing, "add", full)
    with watching(root) as heard:
        assert heard.news == [Polled(WatchedRoot(1, str(root), False), Why.LIMIT)]
        (root / "a" / "new.jpg").write_bytes(b"new")
        heard.until(lambda: "a" in heard.folders())
        # The file has just been written, and is waited for.
        assert "a/new.jpg" in heard.within[1].waiting
        heard.until(lambda: "a" in heard.folders() and not heard.within[1].waiting)


@pytest.mark.skipif(not Path("/proc/sys/fs/inotify").exists(), reason="only Linux has this limit")
def test_that_no_more_can_be_watched_is_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the limit is reached within a root: watchdog does not say that folders below were left out."""
    from watchdog.observers.inotify_c import InotifyFD

    add, room = InotifyFD.add_callback, [2]

    def limited(self: Any, path: bytes, *more: Any) -> Any:
        if room[0] == 0:
            raise OSError(errno.ENOSPC, "inotify watch limit reached")
        room[0] -= 1
        return add(self, path, *more)

    monkeypatch.setattr(InotifyFD, "add_callback", limited)
    with watching(root) as heard:
        assert heard.news == [Polled(WatchedRoot(1, str(root), False), Why.LIMIT)]
    # And when folders come later.
    room[0] = 5
    with watching(root) as heard:
        heard.until(lambda: not heard.watcher._places[1].links_due)
        assert heard.news == []
        for number in range(4):
            (root / str(number)).mkdir()
        heard.until(lambda: heard.knows(Polled))


def test_signs_that_are_lost_are_made_up_for(root: Path) -> None:
    with watching(root) as heard:
        logging.getLogger("watchdog.observers.inotify_c").warning(
            "Inotify queue overflowed; filesystem events were lost"
        )
        heard.until(lambda: heard.trees() == {""})
        heard.news.clear()
        (root / "x.jpg").write_bytes(b"x")
        heard.until(lambda: heard.folders() == {""})


def test_a_burst_of_files_is_told_in_few_words(root: Path) -> None:
    with watching(root) as heard:
        for number in range(1500):
            (root / "a" / f"{number}.jpg").write_bytes(b"x")
        heard.until(lambda: heard.folders() == {"a"})
        (root / "last.jpg").write_bytes(b"x")
        heard.until(lambda: heard.folders() == {"a", ""})
        assert len(heard.news) <= 6


def test_a_fault_of_who_listens_does_not_end_it(
    root: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with watching(root) as heard:
        failed = threading.Event()

        def fail(_news: News) -> None:
            failed.set()
            raise ZeroDivisionError

        with monkeypatch.context() as patch:
            patch.setattr(heard.watcher, "_tell", fail)
            (root / "x.jpg").write_bytes(b"x")
            assert failed.wait(PATIENCE_S)
        (root / "y.jpg").write_bytes(b"x")
        heard.until(lambda: heard.folders() == {""})
    assert "A bug in watching" in caplog.text


def test_after_closing_nothing_is_told(root: Path) -> None:
    with watching(root) as heard:
        (root / "x.jpg").write_bytes(b"x")
        heard.watcher.close()
        told = len(heard.news)
        (root / "y.jpg").write_bytes(b"x")
        heard.watcher.step()
        assert len(heard.news) == told


def test_snapshots_tell_which_folders_are_otherwise(root: Path) -> None:
    snapshot = Snapshot(str(root), [])
    assert snapshot.look() == (set(), [])
    assert snapshot.look() == (set(), [])
    (root / "a" / "b" / "new.jpg").write_bytes(b"x")
    os.utime(root / "a" / "x.jpg", ns=(5, 5))
    assert snapshot.look() == ({"a", "a/b"}, ["a/b/new.jpg"])
    (root / "a" / "b" / "new.jpg").unlink()
    assert snapshot.look(lambda: False) == (set(), [])
    assert snapshot.look() == ({"a/b"}, [])
    # What cannot be looked at is not otherwise.
    root.rename(root.with_name("unplugged"))
    assert snapshot.look() == (set(), [])
    root.with_name("unplugged").rename(root)
    assert snapshot.look() == (set(), [])


def test_which_folders_are_on_other_computers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    mounts, place = tmp_path / "mounts", tmp_path / "My photos"
    place.mkdir()
    escaped = str(place).replace(" ", "\\040")
    mounts.write_text(
        "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw\n"
        f"30 22 0:40 / {escaped} rw - nfs4 server:/photos rw\n",
        encoding="utf-8",
    )
    monkeypatch.setattr("app.indexing.polling._MOUNTS", str(mounts))
    assert is_on_network(str(place))
    assert is_on_network(str(place / "2020"))
    assert not is_on_network(str(tmp_path))
    monkeypatch.setattr("app.indexing.polling._MOUNTS", str(tmp_path / "none"))
    assert not is_on_network(str(place))


def test_nobody_is_kept_busy(root: Path) -> None:
    heard = Heard()
    heard.watcher.watch([WatchedRoot(1, str(root), False)])
    heard.watcher.step()
    assert heard.watcher.step() > 0.1
    heard.watcher.watch([])
    assert heard.watcher.step() > 60
    heard.watcher.close()
