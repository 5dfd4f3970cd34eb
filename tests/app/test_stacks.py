"""Stacks: which photos are put into one, which is on top, and the file of fingerprints."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from makers.albums import make_album
from makers.journeys import add_photos, change_photos
from makers.libraries import run, scalar
from numpy.typing import NDArray
from PIL import Image

from app.library.crops import CropStore
from app.library.fingerprints import Fingerprint, Fingerprints, FingerprintStore, fingerprint_photos
from app.library.pictures import PictureSupplier
from app.library.store import Library
from app.library.thumbnails import ThumbnailStore
from app.operations import forget_person
from app.search.stacks import BURST_BITS, BURST_S, SAME_BITS, SAME_RATIO, Stacks, Why, find_stacks

#: Bits that nothing else comes near to.
ONE, TWO, THREE = 0x0F0F_0F0F_0F0F_0F0F, 0xFFFF_FFFF_0000_0000, 0x3333_CCCC_3333_CCCC


def flipped(bits: int, count: int, first: int = 0) -> int:
    for bit in range(first, first + count):
        bits ^= 1 << bit * 3
    return bits


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.db") as opened:
        yield opened


def seen(bits: dict[int, int], sharpness: dict[int, float] | None = None) -> Fingerprints:
    photos = sorted(bits)
    return Fingerprints(
        np.array(photos, np.int64),
        np.array([bits[photo] for photo in photos], np.uint64),
        np.array([(sharpness or {}).get(photo, 1.0) for photo in photos], np.float32),
    )


def stacked(library: Library, fingerprints: Fingerprints) -> list[tuple[list[int], int, Why]]:
    """The stacks as (photos with the best first, shots, reasons)."""
    with library.read() as session:
        found = find_stacks(session, fingerprints)
    return [
        (found.photos(number).tolist(), int(found.shots[number]), Why(int(found.why[number])))
        for number in range(len(found))
    ]


def test_the_same_content_is_stacked_without_a_look_at_the_pictures(library: Library) -> None:
    add_photos(library, [(None, None)] * 5)
    change_photos(library, {4: {"sha256": (2).to_bytes(32, "big")}, 5: {"sha256": (2).to_bytes(32, "big")}})
    assert stacked(library, seen({})) == [([2, 4, 5], 3, Why.SAME_CONTENT)]
    change_photos(library, {2: {"missing_since": "2026-01-01T00:00:00.000000+00:00"}})
    assert stacked(library, seen({})) == [([4, 5], 2, Why.SAME_CONTENT)]


def test_nearly_the_same_pictures_are_stacked_the_largest_on_top(library: Library) -> None:
    add_photos(library, [(None, f"20{year}-01-01T00:00:00") for year in range(10, 16)])
    change_photos(library, {1: {"width": 400, "height": 300}, 3: {"width": 3000, "height": 3000}})
    bits = {
        1: ONE,
        2: flipped(ONE, SAME_BITS),
        3: ONE,  # another shape
        4: flipped(ONE, SAME_BITS + 2, first=5),
        5: TWO,
        6: THREE,
    }
    assert stacked(library, seen(bits)) == [([2, 1], 2, Why.SAME_PICTURE)]


def test_a_burst_is_stacked_with_less_likeness_than_photos_far_apart(library: Library) -> None:
    seconds = [0, BURST_S, 2 * BURST_S, 3 * BURST_S + 1]
    add_photos(library, [(None, f"2019-07-14T10:00:{second:02}") for second in seconds])
    bits = {at: flipped(ONE, BURST_BITS // 2 * (at % 2)) for at in (1, 2, 3, 4)}
    assert stacked(library, seen(bits, {2: 5.0})) == [
        # 4 came too late for the burst, and is the same picture as 2.
        ([2, 1, 3, 4], 4, Why.BURST | Why.SAME_PICTURE)
    ]
    bits[4] = flipped(ONE, BURST_BITS // 2, first=9)
    assert [photos for photos, _, _ in stacked(library, seen(bits, {2: 5.0}))] == [[2, 1, 3]]
    bits[2] = flipped(bits[1], BURST_BITS + 2, first=7)
    assert [photos for photos, _, _ in stacked(library, seen(bits))] == [[1, 3]]


def test_the_best_has_confirmed_faces_then_is_the_sharpest(library: Library) -> None:
    add_photos(library, [(None, None)] * 3)
    bits = {1: ONE, 2: ONE, 3: ONE}
    sharp = {1: 1.0, 2: 3.0, 3: 2.0}
    assert stacked(library, seen(bits, sharp))[0][0] == [2, 3, 1]
    run(
        library,
        "INSERT INTO person (id, name, name_key, created_at) "
        "VALUES (1, 'Anna', 'anna', '2020-01-01T00:00:00.000000+00:00')",
    )
    run(
        library,
        "UPDATE face SET person_id = 1, confirmed_at = '2020-01-01T00:00:00.000000+00:00' WHERE id = 1",
    )
    assert stacked(library, seen(bits, sharp))[0][0] == [1, 2, 3]
    change_photos(library, {3: {"width": 8000, "height": 6000}})
    assert stacked(library, seen(bits, sharp))[0][0] == [3, 1, 2]


def test_a_raw_file_and_its_picture_are_one_shot(library: Library) -> None:
    add_photos(library, [(None, None)] * 6)
    names = ["a/1.dng", "a/1.jpg", "a/1.x.jpg", "b/1.JPG", "b/1.NEF", "a/2.dng"]
    change_photos(library, {at: {"path": name} for at, name in enumerate(names, 1)})
    assert stacked(library, seen({1: ONE, 2: ONE, 3: TWO}, {1: 9.0})) == [
        ([4, 5], 1, Why.RAW),
        ([2, 1], 1, Why.RAW | Why.SAME_PICTURE),
    ]


def test_a_raw_file_whose_name_is_no_unicode_has_its_picture(library: Library) -> None:
    add_photos(library, [(None, None)] * 4)
    names = [b"a/caf\xe9.CR2", b"a/caf\xe9.jpg", b"a/caf\xe9.txt/x.jpg", b"a/caf\xe8.jpg"]
    change_photos(library, {at: {"path": name} for at, name in enumerate(names, 1)})
    assert stacked(library, seen({})) == [([2, 1], 1, Why.RAW)]


def test_flat_pictures_and_photos_without_fingerprints_are_alone(library: Library) -> None:
    add_photos(library, [(None, None)] * 4)
    assert stacked(library, seen({1: 0, 2: 0})) == []


def slowly(times: list[int], bits: list[int], ratios: list[float]) -> set[frozenset[int]]:
    """Stacks of pictures and bursts, every pair looked at, joined one by one."""
    group = list(range(len(bits)))
    for one in range(len(bits)):
        for other in range(one):
            apart = (bits[one] ^ bits[other]).bit_count()
            a, b = ratios[one], ratios[other]
            same = apart <= SAME_BITS and abs(a - b) <= SAME_RATIO * max(a, b)
            burst = apart <= BURST_BITS and abs(times[one] - times[other]) <= BURST_S
            if same or burst:
                old, new = group[one], group[other]
                group = [new if each == old else each for each in group]
    found = [frozenset(at + 1 for at, each in enumerate(group) if each == label) for label in set(group)]
    return {stack for stack in found if len(stack) > 1}


@pytest.mark.parametrize("seed", range(6))
def test_stacks_are_those_of_a_comparison_of_all(library: Library, seed: int) -> None:
    random = np.random.default_rng(seed)
    count = 60
    times = np.sort(random.integers(0, 400, count)).tolist()
    add_photos(library, [(None, f"2019-07-14T10:{second // 60:02}:{second % 60:02}") for second in times])
    heights = random.choice([2000, 2100, 3000], count).tolist()
    change_photos(library, {at: {"height": height} for at, height in enumerate(heights, 1)})
    base = [int(value) for value in random.integers(1 << 20, 1 << 63, 12)]
    bits = [
        base[random.integers(12)]
        ^ sum(1 << int(bit) for bit in set(random.integers(0, 64, random.integers(9))))
        for _ in range(count)
    ]
    found = stacked(library, seen(dict(enumerate(bits, 1))))
    expected = slowly(times, bits, [4000 / height for height in heights])
    assert {frozenset(photos) for photos, _, _ in found} == expected
    assert expected


def test_which_stack_a_photo_is_in(library: Library) -> None:
    add_photos(library, [(None, None)] * 4)
    with library.read() as session:
        found = find_stacks(session, seen({1: ONE, 2: TWO, 4: ONE}))
        none = find_stacks(session, seen({}))
    assert found.numbers_of(np.array([4, 1, 2, 99])).tolist() == [0, 0, -1, -1]
    assert found.with_photo(4).tolist() == [1, 4]
    assert found.with_photo(2).tolist() == []
    assert isinstance(none, Stacks)
    assert len(none) == 0
    assert none.numbers_of(np.array([1])).tolist() == [-1]


# The file of fingerprints.


def kept(store: FingerprintStore) -> NDArray[np.int64]:
    return store.fresh().photo_ids


def test_fingerprints_are_kept_and_fresh_while_the_content_is(library: Library) -> None:
    add_photos(library, [(None, None)] * 3)
    with FingerprintStore(library) as store:
        assert kept(store).tolist() == []
        ids, contents = store.lacking()
        assert ids.tolist() == [1, 2, 3]
        high = (1 << 63) | 5
        store.put(
            [
                Fingerprint(1, int(contents[0]), high, 2.5),
                Fingerprint(2, int(contents[1]), None, 0.0),
            ]
        )
    with FingerprintStore(library) as store:
        found = store.fresh()
        assert found.photo_ids.tolist() == [1, 2]
        assert found.bits.tolist() == [high, 0]
        assert found.sharpness.tolist() == [2.5, 0.0]
        assert store.lacking()[0].tolist() == [3]
        change_photos(library, {1: {"sha256": bytes([7]) * 32}})
        assert kept(store).tolist() == [2]
        assert store.lacking()[0].tolist() == [1, 3]


@pytest.fixture
def album(tmp_path: Path) -> Iterator[Library]:
    with Library.open(make_album(tmp_path / "album")) as opened:
        run(opened, "UPDATE photo SET sha256 = randomblob(32)")
        yield opened


def everyone(library: Library, statement: str) -> list[tuple[int]]:
    with library.read() as session:
        return [(int(row[0]),) for row in session.connection().exec_driver_sql(statement)]


def fill(library: Library, stop_after: int | None = None) -> tuple[int, list[tuple[int, int]]]:
    calls: list[tuple[int, int]] = []

    def told(done: int, total: int) -> bool:
        calls.append((done, total))
        return stop_after is None or len(calls) <= stop_after

    with (
        FingerprintStore(library) as store,
        CropStore(library) as crops,
        ThumbnailStore(library) as thumbnails,
    ):
        return fingerprint_photos(store, PictureSupplier(library, crops, thumbnails), told=told), calls


def test_fingerprints_are_made_of_what_lacks_and_go_on_where_they_stopped(
    album: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.library.fingerprints._BATCH", 5)
    made, calls = fill(album, stop_after=1)
    assert (made, calls) == (5, [(0, 14), (5, 14)])
    made, calls = fill(album)
    assert (made, calls) == (9, [(0, 9), (5, 9), (9, 9)])
    assert fill(album) == (0, [(0, 0)])


def test_a_smaller_copy_of_a_photo_is_found(album: Library) -> None:
    folder = Path(scalar(album, "SELECT path FROM root"))
    buffer = io.BytesIO()
    Image.open(folder / "4.jpg").resize((240, 160)).save(buffer, "JPEG", quality=50)
    (folder / "5.jpg").write_bytes(buffer.getvalue())
    change_photos(album, {5: {"width": 240, "height": 160}})
    fill(album)
    with FingerprintStore(album) as store:
        found = stacked(album, store.fresh())
    assert ([4, 5], 2, Why.SAME_PICTURE) in found


def test_fingerprints_of_photos_go_with_whoever_is_forgotten_in_them(album: Library) -> None:
    fill(album)
    photos = {photo for (photo,) in everyone(album, "SELECT DISTINCT photo_id FROM face WHERE person_id = 1")}
    forget_person(album, person=1)
    with FingerprintStore(album) as store:
        assert set(kept(store).tolist()) == set(range(1, 15)) - photos


def test_fingerprints_of_photos_that_are_no_more_go(album: Library) -> None:
    fill(album)
    run(album, "DELETE FROM photo WHERE id = 3")
    fill(album)
    with FingerprintStore(album) as store:
        path = store.path
    with closing(sqlite3.connect(path)) as opened:
        ids = [photo for (photo,) in opened.execute("SELECT photo_id FROM fingerprint ORDER BY 1")]
    assert ids == [photo for photo in range(1, 15) if photo != 3]
