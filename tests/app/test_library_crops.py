"""The file of crops: what it keeps, what it forgets, and that no damage to it is anybody's loss."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from makers.libraries import Made, add_faces
from sqlalchemy import text

from app.library import crops as module
from app.library.connection import connect
from app.library.crops import CropStore
from app.library.errors import LibraryBusyError, LibraryUnwritableError, NotALibraryError
from app.library.store import Library
from engine.crops import Crop

FACES = 60


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a library of `FACES` faces, to copy."""
    path = tmp_path_factory.mktemp("crops") / "library.db"
    with Library.open(path) as library:
        add_faces(library, [Made(photo=number, who=0) for number in range(1, FACES + 1)])
    return path


@pytest.fixture
def library(tmp_path: Path, made: Path) -> Iterator[Library]:
    shutil.copy(made, tmp_path / "library.db")
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


@pytest.fixture
def store(library: Library) -> Iterator[CropStore]:
    with CropStore(library) as opened:
        yield opened


def crop(seed: int, length: int = 6000, *, landmarks: bool = True) -> Crop:
    """Return a crop of bytes that are nowhere else."""
    points = np.random.default_rng(seed).normal(80, 20, (5, 2)).astype(np.float32) if landmarks else None
    return Crop(random.Random(seed).randbytes(length), points)


def crops(*face_ids: int) -> dict[int, Crop]:
    return {face_id: crop(face_id) for face_id in face_ids}


def assert_same(found: dict[int, Crop], expected: dict[int, Crop]) -> None:
    assert list(found) == sorted(expected)
    for face_id, wanted in expected.items():
        assert found[face_id].jpeg == wanted.jpeg
        if wanted.landmarks is None:
            assert found[face_id].landmarks is None
        else:
            np.testing.assert_array_equal(found[face_id].landmarks, wanted.landmarks)


def test_what_is_put_is_there_for_good(library: Library, store: CropStore) -> None:
    made = crops(7, 3, 12) | {4: crop(4, landmarks=False)}
    store.put(made)
    assert_same(store.get([3, 4, 7, 12, 99]), made)
    assert_same(store.get({7}), {7: made[7]})
    assert store.embeddable([3, 4, 7, 99]) == {3, 7}
    store.close()
    with CropStore(library) as again:
        assert_same(again.get(range(100)), made)
        again.put({3: crop(33)})
        assert_same(again.get([3]), {3: crop(33)})


def test_it_does_as_a_dictionary_does(store: CropStore) -> None:
    generator = random.Random(4)
    expected: dict[int, Crop] = {}
    for step in range(150):
        chosen = generator.sample(range(1, FACES + 1), generator.randint(0, 8))
        match generator.choice(["put", "put", "delete", "get", "compact", "reopen"]):
            case "put":
                new = {face: crop(1000 * step + face, generator.choice([200, 5000])) for face in chosen}
                store.put(new)
                expected |= new
            case "delete":
                assert store.delete(chosen) == len(expected.keys() & set(chosen))
                expected = {face: kept for face, kept in expected.items() if face not in chosen}
            case "get":
                assert_same(store.get(chosen), {face: expected[face] for face in chosen if face in expected})
            case "compact":
                store.compact()
            case "reopen":
                store.close()
    assert expected
    assert_same(store.get(range(100)), expected)


def test_without_a_file_there_is_nothing(store: CropStore) -> None:
    assert store.get([1]) == {}
    assert store.embeddable([1]) == set()
    assert (store.delete([1]), store.prune(), store.size()) == (0, 0, 0)
    store.compact()
    store.put({})
    assert not store.path.exists()


def test_the_file_is_beside_the_library_and_its_owners_alone(library: Library, store: CropStore) -> None:
    store.put(crops(1))
    assert store.path == library.path.parent / "library.db.crops"
    files = list(library.path.parent.glob("library.db.crops*"))
    assert len(files) == 3  # With the log and its index.
    if os.name == "posix":
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert store.size() == sum(file.stat().st_size for file in files) > 6000
    store.close()
    with closing(sqlite3.connect(store.path)) as raw:
        assert raw.execute("PRAGMA application_id").fetchone() == (module.APPLICATION_ID,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert library.check() == []


@pytest.mark.parametrize("damage", ["rubbish", "head", "pages", "cut", "nothing", "one byte", "deleted"])
@pytest.mark.parametrize("first", ["get", "put", "delete", "prune", "compact", "embeddable"])
def test_a_damaged_file_is_emptied(store: CropStore, damage: str, first: str) -> None:
    store.put(crops(*range(1, FACES + 1)))
    store.close()
    content = store.path.read_bytes()
    noise = random.Random(1).randbytes(len(content))
    damaged = {
        "rubbish": noise,
        "head": noise[:200] + content[200:],
        "pages": content[:4096] + noise[4096:],
        "cut": content[:5000],
        "one byte": b"x",
    }
    store.path.write_bytes(damaged.get(damage, b""))
    if damage == "deleted":
        store.path.unlink()
    every = range(1, FACES + 1)
    actions = {
        "get": lambda: store.get(every),
        "put": lambda: store.put({1: crop(100)}),
        "delete": lambda: store.delete(every),
        "prune": store.prune,
        "compact": store.compact,
        "embeddable": lambda: store.embeddable(every),
    }
    actions[first]()
    # Whatever was done first: nothing is left of what was damaged, and what is put is there.
    assert store.get(every).keys() <= {1}
    store.put(crops(2, 3))
    assert store.get(every).keys() - {1} == {2, 3}
    store.compact()
    assert_same(store.get([2, 3]), crops(2, 3))


def test_damage_that_comes_while_it_is_open(store: CropStore) -> None:
    store.put(crops(*range(1, FACES + 1)))
    store.compact()
    with store.path.open("r+b") as file:
        file.seek(4096)
        file.write(random.Random(1).randbytes(store.path.stat().st_size - 4096))
    # SQLite holds pages in memory for as long as nobody else writes.
    store.close()
    assert store.get(range(100)) == {}
    store.put(crops(1))
    assert_same(store.get(range(100)), crops(1))


def test_another_programs_database_is_left_alone(store: CropStore) -> None:
    with closing(sqlite3.connect(store.path)) as other, other:
        other.execute("CREATE TABLE recipe (text)")
        other.execute("INSERT INTO recipe VALUES ('cake')")
    before = store.path.read_bytes()
    for action in (lambda: store.put(crops(1)), lambda: store.get([1]), store.compact):
        with pytest.raises(NotALibraryError, match=r"library\.db\.crops is a database of another program"):
            action()
    assert store.path.read_bytes() == before


def test_another_format_is_emptied(store: CropStore) -> None:
    store.put(crops(1))
    store.close()
    with closing(sqlite3.connect(store.path)) as raw:
        raw.execute("PRAGMA user_version = 7")
    assert store.get([1]) == {}
    store.put(crops(2))
    assert_same(store.get([1, 2]), crops(2))


def test_another_librarys_crops_are_not_taken_for_its_own(library: Library, tmp_path: Path) -> None:
    """Where a library is deleted or replaced by another, and the crops stay: face 1 is somebody else."""
    with CropStore(library) as store:
        store.put(crops(1, 2))
    library.close()
    library.path.unlink()
    with Library.open(library.path) as other:
        add_faces(other, [Made(photo=1, who=1)])
        with CropStore(other) as store:
            assert store.get([1, 2]) == {}
            store.put({1: crop(50)})
    with Library.open(library.path) as other, CropStore(other) as store:
        assert_same(store.get([1, 2]), {1: crop(50)})


def test_a_restored_backup_keeps_the_crops_of_its_faces(library: Library, tmp_path: Path) -> None:
    library.backup(tmp_path / "backup.db")
    add_faces(library, [Made(photo=100, who=3), Made(photo=101, who=3)])
    with CropStore(library) as store:
        store.put(crops(5, FACES, FACES + 1, FACES + 2))
    library.close()
    shutil.copy(tmp_path / "backup.db", library.path)
    with Library.open(library.path) as restored, CropStore(restored) as store:
        # The ids that come next will be given to other faces.
        assert_same(store.get(range(100)), crops(5, FACES))


def pieces(content: bytes) -> set[bytes]:
    """Return every run of eight bytes."""
    return {content[start : start + 8] for start in range(len(content) - 7)}


def test_compacting_leaves_no_byte_of_what_was_deleted(store: CropStore) -> None:
    """Rows are put, replaced and deleted in disorder first, which is when SQLite leaves copies in gaps."""
    generator = random.Random(5)
    kept: dict[int, Crop] = {}
    gone: list[bytes] = []
    for step in range(40):
        new = {
            generator.randint(1, FACES): crop(100 * step + number, generator.choice([300, 2000, 5000]))
            for number in range(6)
        }
        gone += [kept[face].jpeg for face in new if face in kept]
        store.put(new)
        kept |= new
        if step % 3 == 0:
            chosen = generator.sample(sorted(kept), 4)
            gone += [kept.pop(face).jpeg for face in chosen]
            assert store.delete(chosen) == 4
    files = [store.path, store.path.with_name(store.path.name + "-wal")]
    dead = {jpeg[start : start + 8] for jpeg in gone for start in range(0, len(jpeg) - 7, 8)}
    assert any(dead & pieces(file.read_bytes()) for file in files)  # Else this would prove nothing.
    store.compact()
    for file in files:
        assert not dead & pieces(file.read_bytes())
    assert_same(store.get(range(100)), kept)


def test_pruning_deletes_the_crops_of_faces_that_are_gone(library: Library, store: CropStore) -> None:
    store.put(crops(*range(1, FACES + 1)))
    assert store.prune() == 0
    with library.write() as session:
        session.execute(text("DELETE FROM face WHERE id IN (3, 17) OR id > 50"))
    assert store.prune() == 12
    assert list(store.get(range(100))) == [face for face in range(1, 51) if face not in {3, 17}]
    with library.write() as session:
        session.execute(text("DELETE FROM face"))
    assert store.prune() == 48
    assert store.get(range(100)) == {}


def test_it_serves_many_threads_and_several_stores(library: Library, store: CropStore) -> None:
    faults: list[BaseException] = []

    def work(opened: CropStore, first: int) -> None:
        try:
            for face in range(first, first + 10):
                opened.put(crops(face))
                assert_same(opened.get([face]), crops(face))
                opened.delete([face - 1] if face > first else [])
        except BaseException as error:  # noqa: BLE001 - shown by the test
            faults.append(error)

    with CropStore(library) as other:
        threads = [
            threading.Thread(target=work, args=(opened, first))
            for opened, first in ((store, 1), (store, 11), (other, 21), (other, 31))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert faults == []
    assert_same(store.get(range(100)), crops(10, 20, 30, 40))


def test_a_full_disk_is_told_and_loses_nothing(store: CropStore) -> None:
    store.put(crops(1))
    assert store._opened is not None
    pages = store._opened.execute("PRAGMA page_count").fetchone()[0]
    store._opened.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(LibraryUnwritableError, match="disk is full"):
        store.put(crops(*range(2, 30)))
    assert_same(store.get(range(100)), crops(1))


def test_a_folder_in_its_place_is_told(store: CropStore) -> None:
    store.path.mkdir()
    with pytest.raises(LibraryUnwritableError, match="crops"):
        store.put(crops(1))


def test_compacting_needs_the_file_to_itself(store: CropStore, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(crops(1, 2))
    store.delete([1])
    assert store._opened is not None
    store._opened.execute("PRAGMA busy_timeout = 50")
    with closing(connect(store.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM crop").fetchone()
        with pytest.raises(LibraryBusyError, match="Another Familiar"):
            store.compact()
    store.compact()
    assert_same(store.get([1, 2]), crops(2))


def test_large_crops_go_with_the_small_one(store: CropStore) -> None:
    store.put(crops(1, 2, 3))
    store.put_large({face: crop(100 + face, 9000) for face in (1, 2, 3, 4)})
    # There is none of whom there is no small one.
    assert {face: len(found.jpeg) for face, found in store.get_large([1, 2, 3, 4]).items()} == {
        1: 9000,
        2: 9000,
        3: 9000,
    }
    assert store.count([1, 2, 3]) == 3
    store.delete([1])
    store.put(crops(2))
    assert list(store.get_large([1, 2, 3])) == [3]
    store.clear()
    assert store.get_large([3]) == {}


def test_large_crops_are_bounded(library: Library) -> None:
    with CropStore(library, large_limit=50_000) as store:
        store.put(crops(*range(1, 11)))
        for face in range(1, 11):
            store.put_large({face: crop(100 + face, 9000)})
        kept = list(store.get_large(range(1, 11)))
        assert kept == list(range(11 - len(kept), 11))
        assert 3 <= len(kept) <= 5
        assert len(store.get(range(1, 11))) == 10


def test_a_file_from_before_there_were_large_crops(library: Library, store: CropStore) -> None:
    store.put(crops(1))
    store.close()
    with closing(connect(store.path, "write")) as opened:
        opened.execute("DROP TABLE large")
    with CropStore(library) as again:
        assert again.get([1])[1].jpeg == crop(1).jpeg
        assert again.get_large([1]) == {}
        again.put_large({1: crop(101)})
        assert again.get_large([1])[1].jpeg == crop(101).jpeg
