"""The file of thumbnails: what it keeps, what is fresh, and that no damage is a loss."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from makers.libraries import Made, add_faces, run
from makers.thumbnail_files import (
    LARGE,
    PHOTOS,
    SMALL,
    made_library,
    on_day,
    opened_library,
    opened_store,
    pictures,
    set_content,
    sha256,
    thumbnail,
    thumbnails,
)

from app.library import thumbnails as module
from app.library.connection import connect
from app.library.errors import LibraryBusyError, LibraryUnwritableError, NotALibraryError
from app.library.store import Library
from app.library.thumbnails import Thumbnail, ThumbnailStore

made = pytest.fixture(made_library, scope="module", name="made")
library = pytest.fixture(opened_library, name="library")
store = pytest.fixture(opened_store, name="store")


def test_what_is_put_is_there_for_good(library: Library, store: ThumbnailStore) -> None:
    some, large = thumbnails([3, 7, 12]), thumbnails([7], LARGE)
    store.put(reversed(some))
    store.put(large)
    found = store.get({12, 3, 7, 99}, SMALL)
    assert found == pictures(some)
    assert list(found) == [3, 7, 12]
    assert store.get([3, 7], LARGE) == pictures(large)
    assert store.get([3], 99) == {}
    store.close()
    with ThumbnailStore(library) as again:
        assert again.get(range(100), SMALL) == pictures(some)
        again.put([thumbnail(3, seed=1)])
        assert again.get([3], SMALL) == pictures([thumbnail(3, seed=1)])
        kept = [(one.photo_id, one.side, one.sha256) for one in again.kept([3, 7])]
        assert kept == [(3, SMALL, sha256(3)), (7, SMALL, sha256(7)), (7, LARGE, sha256(7))]


def test_it_does_as_a_dictionary_does(library: Library, store: ThumbnailStore) -> None:
    generator = random.Random(4)
    expected: dict[tuple[int, int], Thumbnail] = {}
    versions = dict.fromkeys(range(1, PHOTOS + 1), 0)
    for step in range(150):
        chosen = generator.sample(range(1, PHOTOS + 1), generator.randint(0, 8))
        side = generator.choice([SMALL, LARGE])
        match generator.choice(["put", "put", "delete", "get", "change", "compact", "reopen"]):
            case "put":
                length = generator.choice([200, 5000])
                new = [
                    thumbnail(photo, side, version=versions[photo], length=length, seed=step)
                    for photo in chosen
                ]
                store.put(new)
                expected |= {(one.photo_id, side): one for one in new}
            case "delete":
                gone = [key for key in expected if key[0] in chosen]
                assert store.count(chosen) == store.delete(chosen) == len(gone)
                for key in gone:
                    del expected[key]
            case "get":
                kept = {photo: expected[photo, side] for photo in chosen if (photo, side) in expected}
                assert store.get(chosen, side, stale=True) == pictures(kept.values())
                fresh = [
                    one for one in kept.values() if one.sha256 == sha256(one.photo_id, versions[one.photo_id])
                ]
                assert store.get(chosen, side) == pictures(fresh)
            case "change":
                for photo in chosen[:2]:
                    versions[photo] += 1
                    set_content(library, photo, versions[photo])
            case "compact":
                store.compact()
            case "reopen":
                store.close()
    found = {(one.photo_id, one.side): (one.sha256, one.jpeg) for one in store.kept(range(100))}
    assert found == {key: (one.sha256, one.jpeg) for key, one in expected.items()}
    assert len(found) > 10


def test_a_changed_photo_has_no_fresh_thumbnail(library: Library, store: ThumbnailStore) -> None:
    store.put(thumbnails([1, 2]))
    set_content(library, 1, version=1)
    assert store.get([1, 2], SMALL) == pictures(thumbnails([2]))
    assert store.get([1, 2], SMALL, stale=True) == pictures(thumbnails([1, 2]))
    # A photo that was never read has no content that anything could be of.
    run(library, "UPDATE photo SET sha256 = NULL WHERE id = 2")
    assert store.get([1, 2], SMALL) == {}
    set_content(library, 1)
    assert store.get([1, 2], SMALL) == pictures(thumbnails([1]))
    # Times and places say nothing.
    run(library, "UPDATE photo SET path = 'moved.jpg', mtime_ns = 77, size = 9 WHERE id = 1")
    assert store.get([1], SMALL) == pictures(thumbnails([1]))


def test_without_a_file_there_is_nothing(store: ThumbnailStore) -> None:
    assert store.get([1], SMALL) == store.get([1], SMALL, stale=True) == {}
    assert store.kept([1]) == []
    assert (store.delete([1]), store.count([1]), store.prune(), store.size()) == (0, 0, 0, 0)
    store.compact()
    store.clear()
    store.put([])
    assert not store.path.exists()


def test_the_file_is_beside_the_library_and_its_owners_alone(library: Library, store: ThumbnailStore) -> None:
    store.put(thumbnails([1]))
    assert store.path == library.path.parent / "library.db.thumbnails"
    files = list(library.path.parent.glob("library.db.thumbnails*"))
    assert len(files) == 3  # With the log and its index.
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert store.size() == sum(file.stat().st_size for file in files) > 6000
    store.close()
    with closing(sqlite3.connect(store.path)) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (module.APPLICATION_ID,)
    assert library.check() == []


def test_no_backup_has_it(library: Library, store: ThumbnailStore, tmp_path: Path) -> None:
    store.put(thumbnails([1]))
    folder = tmp_path / "drive"
    folder.mkdir()
    library.backup(folder / "backup.db")
    assert [file.name for file in folder.iterdir()] == ["backup.db"]
    assert thumbnail(1).jpeg[:64] not in (folder / "backup.db").read_bytes()


# Damage.


@pytest.mark.parametrize("damage", ["rubbish", "pages", "cut", "nothing"])
@pytest.mark.parametrize("first", ["get", "put", "delete", "prune", "clear", "kept"])
def test_a_damaged_file_is_emptied(store: ThumbnailStore, damage: str, first: str) -> None:
    every = range(1, PHOTOS + 1)
    store.put(thumbnails(every))
    store.close()
    content = store.path.read_bytes()
    noise = random.Random(1).randbytes(len(content))
    damaged = {"rubbish": noise, "pages": content[:4096] + noise[4096:], "cut": content[:5000]}
    store.path.write_bytes(damaged.get(damage, b""))
    actions = {
        "get": lambda: store.get(every, SMALL),
        "put": lambda: store.put(thumbnails([1])),
        "delete": lambda: store.delete(every),
        "prune": store.prune,
        "clear": store.clear,
        "kept": lambda: store.kept(every),
    }
    actions[first]()
    assert store.get(every, SMALL).keys() <= {1}
    store.put(thumbnails([2, 3]))
    store.compact()
    assert store.get([2, 3], SMALL) == pictures(thumbnails([2, 3]))


def test_crops_are_not_taken_for_thumbnails(library: Library, store: ThumbnailStore) -> None:
    with closing(sqlite3.connect(store.path)) as other, other:
        other.execute("CREATE TABLE recipe (text)")
        other.execute("PRAGMA application_id = 0x46616D43")
    before = store.path.read_bytes()
    for action in (lambda: store.put(thumbnails([1])), lambda: store.get([1], SMALL), store.clear):
        with pytest.raises(NotALibraryError, match="another program, but Familiar keeps thumbnails there"):
            action()
    assert store.path.read_bytes() == before


def test_another_librarys_thumbnails_are_not_taken_for_its_own(library: Library) -> None:
    with ThumbnailStore(library) as store:
        store.put(thumbnails([1, 2]))
    library.close()
    library.path.unlink()
    with Library.open(library.path) as other:
        add_faces(other, [Made(photo=1, who=1)])
        set_content(other, 1)
        with ThumbnailStore(other) as store:
            assert store.get([1, 2], SMALL, stale=True) == {}


def test_a_restored_backup_keeps_the_thumbnails_of_its_photos(library: Library, tmp_path: Path) -> None:
    library.backup(tmp_path / "backup.db")
    add_faces(library, [Made(photo=PHOTOS + 1, who=3)])
    with ThumbnailStore(library) as store:
        store.put(thumbnails([5, PHOTOS, PHOTOS + 1]))
    library.close()
    shutil.copy(tmp_path / "backup.db", library.path)
    with Library.open(library.path) as restored, ThumbnailStore(restored) as store:
        # The next id will be given to another photo.
        assert store.get(range(100), SMALL, stale=True) == pictures(thumbnails([5, PHOTOS]))


def test_a_full_disk_is_told_and_loses_nothing(store: ThumbnailStore) -> None:
    store.put(thumbnails([1]))
    assert store._opened is not None
    pages = store._opened.execute("PRAGMA page_count").fetchone()[0]
    store._opened.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LibraryUnwritableError, match="disk is full"):
        store.put(thumbnails(range(2, 30)))
    assert store.get(range(100), SMALL) == pictures(thumbnails([1]))


# Several at one time.


def test_it_serves_many_threads_and_several_stores(library: Library, store: ThumbnailStore) -> None:
    faults: list[BaseException] = []

    def work(opened: ThumbnailStore, first: int) -> None:
        try:
            for photo in range(first, first + 10):
                opened.put(thumbnails([photo]))
                assert opened.get([photo], SMALL) == pictures(thumbnails([photo]))
                opened.delete([photo - 1] if photo > first else [])
        except BaseException as error:  # noqa: BLE001 - shown by the test
            faults.append(error)

    with ThumbnailStore(library) as other:
        threads = [
            threading.Thread(target=work, args=(opened, first))
            for opened, first in ((store, 1), (store, 11), (other, 21), (other, 31))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert faults == []
    assert store.get(range(100), SMALL) == pictures(thumbnails([10, 20, 30, 40]))


def test_looking_waits_for_nobody_who_writes(store: ThumbnailStore, monkeypatch: pytest.MonkeyPatch) -> None:
    on_day(100, monkeypatch)
    store.put(thumbnails([1]))
    on_day(101, monkeypatch)
    with closing(connect(store.path, "write")) as writer:
        writer.execute("BEGIN IMMEDIATE")
        start = time.perf_counter()
        assert store.get([1], SMALL) == pictures(thumbnails([1]))
        assert time.perf_counter() - start < 2
        assert writer.execute("SELECT day FROM thumbnail").fetchone() == (100,)
        writer.execute("ROLLBACK")
        assert store.get([1], SMALL) == pictures(thumbnails([1]))
        assert writer.execute("SELECT day FROM thumbnail").fetchone() == (101,)
        # Others wait for each other as ever.
        assert store._opened is not None
        assert store._opened.execute("PRAGMA busy_timeout").fetchone() == (10_000,)


def test_clearing_needs_the_file_to_itself(store: ThumbnailStore) -> None:
    store.put(thumbnails([1, 2]))
    assert store._opened is not None
    store._opened.execute("PRAGMA busy_timeout = 50")
    with closing(connect(store.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM picture").fetchone()
        with pytest.raises(LibraryBusyError, match="Another Familiar"):
            store.clear()
    store.clear()
    assert store.get([1, 2], SMALL) == {}
