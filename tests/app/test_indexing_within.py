"""Runs within some folders: the library becomes what looking at everything would have made of it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from makers.fake_photos import (
    DETECTOR,
    RECOGNISER,
    FakeAnalyser,
    World,
    dump,
    names,
    photo,
    rows,
    three_named,
)

from app.indexing import IndexReport, Scope, add_roots, has_news, index
from app.indexing.bursts import LONGEST_S, OPEN_S, Bursts, Sign
from app.indexing.scope import WHOLE
from app.library.store import Library


def within(world: World, *folders: str, trees: tuple[str, ...] = (), **more: Any) -> dict[int, Scope]:
    return {world.root_id: Scope(frozenset(folders), frozenset(trees), **more)}


def test_only_the_folders_named_are_looked_at(world: World) -> None:
    for path in ("1.jpg", "a/2.jpg", "a/b/3.jpg", "c/4.jpg"):
        world.put(path, photo(salt=path))
    assert world.index(within=within(world, "a")).new == 1
    assert world.index(within=within(world, trees=("a",))).new == 1
    assert world.index(within=within(world, "")).new == 1
    assert sorted(world.paths()) == ["1.jpg", "a/2.jpg", "a/b/3.jpg"]
    # What is elsewhere is not taken for missing.
    assert not world.paths(missing_since="x")
    (world.folder / "a" / "b" / "3.jpg").unlink()
    report = world.index(within=within(world, "a", "c"))
    assert (report.seen, report.new, report.missing) == (2, 1, 0)
    assert world.index(within=within(world, "a/b")).missing == 1


def test_a_folder_that_is_gone_takes_its_photos_along(world: World) -> None:
    three_named(world)
    world.put("a/b/x.jpg", photo(salt="x"))
    world.index()
    shutil.rmtree(world.folder / "a")
    assert world.index(within=within(world, trees=("a",))).missing == 1
    assert [row["path"] for row in world.rows("photo") if row["missing_since"]] == ["a/b/x.jpg"]


@pytest.mark.parametrize("scope", [("new",), ("", "new")])
def test_a_move_is_one_wherever_it_came_from(world: World, scope: tuple[str, ...]) -> None:
    three_named(world)
    before = dump(world.library)["face"]
    (world.folder / "new").mkdir()
    (world.folder / "1.jpg").rename(world.folder / "new" / "other.jpg")
    report = world.index(within=within(world, *scope))
    assert (report.moved, report.new, report.missing) == (1, 0, 0)
    assert dump(world.library)["face"] == before
    assert names(world)["new/other.jpg"] == ["anna"]
    assert not has_news(world.library, {world.root_id: WHOLE})


def test_a_move_from_a_root_nobody_named(world: World, tmp_path: Path) -> None:
    three_named(world)
    second = tmp_path / "second"
    second.mkdir()
    (root,) = add_roots(world.library, [second])
    shutil.copy2(world.folder / "2.jpg", second / "2.jpg")
    (world.folder / "2.jpg").unlink()
    report = world.index(within={root.id: WHOLE})
    assert (report.moved, report.new, report.duplicates) == (1, 0, 0)


def test_photos_that_went_earlier_come_back_elsewhere(world: World) -> None:
    three_named(world)
    content = (world.folder / "1.jpg").read_bytes()
    (world.folder / "1.jpg").unlink()
    assert world.index(within=within(world, "")).missing == 1
    world.put("a/b/1 again.jpg", content)
    report = world.index(within=within(world, "a/b"))
    assert (report.moved, report.returned, report.new) == (1, 1, 0)
    assert names(world)["a/b/1 again.jpg"] == ["anna"]


def test_what_is_being_written_waits(world: World) -> None:
    three_named(world)
    known = world.rows("photo", path="1.jpg")
    world.put("1.jpg", b"half of i")
    world.put("4.jpg", b"half of another")
    scope = within(world, "", waiting=frozenset({"1.jpg", "4.jpg"}))
    report = world.index(within=scope)
    assert (report.seen, report.missing, report.failed) == (2, 0, 0)
    assert world.rows("photo", path="1.jpg") == known
    assert not has_news(world.library, scope)


@pytest.mark.parametrize("empty", [True, False])
def test_a_drive_that_is_away_takes_nothing_along(world: World, empty: bool, tmp_path: Path) -> None:
    three_named(world)
    world.put("a/x.jpg", photo(salt="x"))
    world.index()
    before = dump(world.library)
    world.folder.rename(tmp_path / "unplugged")
    if empty:
        world.folder.mkdir()
    for scope in (within(world, "nothing known"), within(world, "", "a"), within(world, trees=("a",))):
        report = world.index(within=scope)
        assert (report.missing, report.offline) == (0, (str(world.folder),))
        assert dump(world.library) == before
        assert not has_news(world.library, scope)
    shutil.rmtree(world.folder, ignore_errors=True)
    (tmp_path / "unplugged").rename(world.folder)
    # A root that is back is looked at as a whole, whatever was named.
    assert has_news(world.library, within(world, "a"))
    report = world.index(within=within(world, "a"))
    assert (report.seen, report.unchanged, report.online) == (4, 4, (str(world.folder),))
    assert dump(world.library) == before


@pytest.mark.skipif(os.name != "posix", reason="links as POSIX has them")
def test_links_are_followed_as_ever(world: World, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    (drive / "deep").mkdir(parents=True)
    (drive / "deep" / "x.jpg").write_bytes(photo(salt="x"))
    world.put("here.jpg", photo(salt="h"))
    (world.folder / "usb").symlink_to(drive)
    # A circle, and a link to what is found at its real place.
    (drive / "deep" / "round").symlink_to(drive)
    world.put("a/1.jpg", photo(salt="1"))
    (world.folder / "b").symlink_to(world.folder / "a")
    assert world.index(within=within(world, trees=("usb", "b"))).new == 3
    assert sorted(world.paths()) == ["a/1.jpg", "here.jpg", "usb/deep/x.jpg"]
    drive.rename(tmp_path / "elsewhere")
    report = world.index(within=within(world, "usb/deep", trees=("usb/deep/other",)))
    assert report.missing == 0
    (tmp_path / "elsewhere").rename(drive)
    (drive / "deep" / "y.jpg").write_bytes(photo(salt="y"))
    assert world.index(within=within(world, "usb/deep")).new == 1


@pytest.mark.parametrize("path", [".hidden", "$RECYCLE.BIN/x", "x.photoslibrary/resources", "inner"])
def test_what_is_left_out_stays_out(world: World, path: str) -> None:
    add_roots(world.library, [world.put("inner/x.jpg", photo(salt=1)).parent])
    world.put(f"{path}/x.jpg", photo(salt=2))
    for scope in (within(world, path), within(world, trees=(path,))):
        assert not has_news(world.library, scope)
        assert world.index(within=scope).seen == 0


@pytest.mark.skipif(os.name != "posix", reason="odd names as POSIX has them")
@pytest.mark.parametrize("folder", ["100% _a", "ä", "日本", os.fsdecode(b"\xff bytes"), "a'b"])
def test_folders_of_odd_names(world: World, folder: str) -> None:
    for file in ("x.jpg", os.fsdecode(b"\xfe.jpg"), "below/y.jpg", os.fsdecode(b"\xfd/z.jpg")):
        world.put(f"{folder}/{file}", photo(salt=file.encode("utf-8", "surrogateescape").hex()))
        # Its neighbours in the order of names.
        world.put(f"{folder}-/{file}", photo(salt=f"- {file.encode('utf-8', 'surrogateescape').hex()}"))
        world.put(f"{folder}0/{file}", photo(salt=f"0 {file.encode('utf-8', 'surrogateescape').hex()}"))
    world.index()
    assert world.index(within=within(world, folder)).unchanged == 2
    assert world.index(within=within(world, trees=(folder,))).unchanged == 4
    shutil.rmtree(world.folder / folder)
    assert world.index(within=within(world, folder)).missing == 2
    assert world.index(within=within(world, trees=(folder,))).missing == 2
    assert len([row for row in world.rows("photo") if row["missing_since"]]) == 4


def test_changes_of_our_own_are_no_news(world: World) -> None:
    three_named(world)
    file = world.put("1.jpg", photo(("anna", 10, 10, 50), salt="with names in it"))
    assert has_news(world.library, within(world, ""))
    status = file.stat()
    world.sql(
        "UPDATE photo SET size = :s, mtime_ns = :t, inode = :i WHERE path = '1.jpg'",
        s=status.st_size,
        t=status.st_mtime_ns,
        i=status.st_ino,
    )
    assert not has_news(world.library, within(world, ""))


def test_very_many_folders_are_all_of_them() -> None:
    assert Scope.of(folders=map(str, range(100_000))) == WHOLE
    many = Scope.of(folders=map(str, range(1500)))
    assert many.then(Scope(frozenset({"x"}), waiting=frozenset({"w"}))).folders == {*many.folders, "x"}
    assert many.then(Scope.of(trees=[f"t{n}" for n in range(1500)])).is_whole


# Whatever happens in a folder, in whatever portions it is told of.

FOLDERS = ("", "a", "a/b", "c")
NAMES = ("1.jpg", "2.jpg", "3.jpg")
PATHS = [f"{folder}/{name}".lstrip("/") for folder in FOLDERS for name in NAMES]
places = st.sampled_from(PATHS)
folders = st.sampled_from(FOLDERS[1:])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("write"), places, st.integers(0, 5)),
        st.tuples(st.just("move"), places, places),
        st.tuples(st.just("copy"), places, places),
        st.tuples(st.just("delete"), places, places),
        st.tuples(st.just("touch"), places, places),
        st.tuples(st.just("move folder"), folders, folders),
        st.tuples(st.just("delete folder"), folders, folders),
        st.tuples(st.just("pause"), st.integers(0, 3), st.none()),
    ),
    max_size=25,
)


@dataclass
class Disk:
    """A root in which things happen, and the signs of them."""

    root: Path
    tell: Callable[[str, Sign], None]
    moment: int = 10**18
    signs: list[tuple[str, Sign]] = field(default_factory=list)

    def _say(self, path: str, *signs: Sign) -> None:
        self.signs += [(path, sign) for sign in signs]

    def _say_both(self, one: tuple[str, Sign], other: tuple[str, Sign]) -> None:
        """Tell of a move: of both ends in either order, as systems do."""
        self.signs += sorted([one, other], key=lambda sign: (len(sign[0]), sign[0]))

    def _parent(self, path: str) -> None:
        folder = path.rpartition("/")[0]
        if folder and not (self.root / folder).exists():
            self._parent(folder)
            (self.root / folder).mkdir()
            self._say(folder, Sign.FOLDER)

    def _stamp(self, file: Path) -> None:
        self.moment += 10**9
        os.utime(file, ns=(self.moment, self.moment))

    def do(self, what: str, path: str, other: Any) -> None:
        file = self.root / path
        match what:
            case "write":
                self._parent(path)
                new = not file.exists()
                file.write_bytes(photo((f"person {other}", 10, 10, 40), salt=other))
                self._stamp(file)
                self._say(path, *[Sign.APPEARED] * new, Sign.WRITTEN, Sign.CLOSED)
            case "delete" if file.exists():
                file.unlink()
                self._say(path, Sign.OTHER)
            case "touch" if file.exists():
                self._stamp(file)
                self._say(path, Sign.OTHER)
            case "move" if file.exists() and path != other:
                self._parent(other)
                file.rename(self.root / other)
                self._say_both((path, Sign.OTHER), (other, Sign.CLOSED))
            case "copy" if file.exists() and path != other:
                self._parent(other)
                shutil.copy2(file, self.root / other)
                self._say(other, Sign.APPEARED, Sign.WRITTEN, Sign.CLOSED)
            case "move folder" if file.exists() and not (self.root / other).exists():
                if not other.startswith(path):
                    self._parent(other)
                    file.rename(self.root / other)
                    self._say_both((path, Sign.FOLDER), (other, Sign.FOLDER))
            case "delete folder" if file.exists():
                shutil.rmtree(file)
                self._say(path, Sign.FOLDER)

    def let_know(self, *, but: int) -> None:
        """Tell the signs, but for the newest so many."""
        now = self.signs[: max(0, len(self.signs) - but)]
        del self.signs[: len(now)]
        for path, sign in now:
            self.tell(path, sign)


@contextmanager
def two_libraries() -> Iterator[tuple[Path, Library, Library]]:
    with TemporaryDirectory() as place:
        root = Path(place) / "photos"
        root.mkdir()
        (root / "notes.txt").touch()
        with (
            Library.open(Path(place) / "partly.db") as partly,
            Library.open(Path(place) / "wholly.db") as wholly,
        ):
            for library in (partly, wholly):
                add_roots(library, [root])
            yield root, partly, wholly


def run(library: Library, scopes: dict[int, Scope] | None) -> IndexReport:
    return index(library, FakeAnalyser, detector=DETECTOR, recogniser=RECOGNISER, workers=1, within=scopes)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_told_in_time_it_is_as_if_all_were_walked(done: list[tuple[str, Any, Any]]) -> None:
    now = [0.0]
    bursts = Bursts(clock=lambda: now[0], closes=True)
    with two_libraries() as (root, partly, wholly):
        disk = Disk(root, lambda path, sign: bursts.note(1, str(root), path, sign))
        for what, path, other in [*done, ("pause", 0, None)]:
            now[0] += 0.01
            if what != "pause":
                disk.do(what, path, other)
                continue
            disk.let_know(but=0)
            now[0] += OPEN_S
            scopes = bursts.take()
            if scopes and has_news(partly, scopes):
                run(partly, scopes)
            run(wholly, None)
            assert dump(partly) == dump(wholly)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
@example([("move", "a/1.jpg", "2.jpg"), ("pause", 1, None)])
@example([("touch", "a/2.jpg", None), ("move", "a/2.jpg", "c/3.jpg"), ("pause", 1, None)])
@example([("write", "c/1.jpg", 1), ("move folder", "a", "c/b"), ("pause", 1, None)])
@example([("move", "a/1.jpg", "1.jpg"), ("move", "a/2.jpg", "a/1.jpg"), ("pause", 2, None)])
def test_told_late_it_ends_the_same(done: list[tuple[str, Any, Any]]) -> None:
    """Signs come when the files are further on already; in the end nothing is left, and nobody was lost."""
    now = [0.0]
    bursts = Bursts(clock=lambda: now[0], closes=True)
    with two_libraries() as (root, partly, _):
        disk = Disk(root, lambda path, sign: bursts.note(1, str(root), path, sign))
        (root / "a").mkdir()
        first = {}
        for number, path in enumerate(("1.jpg", "a/1.jpg", "a/2.jpg"), 1):
            (root / path).write_bytes(photo(salt=f"first {number}"))
            first[(root / path).read_bytes()] = number
        run(partly, None)
        for what, path, other in [*done, ("pause", 0, None)]:
            now[0] += 0.01
            if what not in {"pause", "copy"}:
                disk.do(what, path, other)
            if what == "pause":
                disk.let_know(but=path)
                now[0] += LONGEST_S
                scopes = bursts.take()
                if scopes:
                    run(partly, scopes)
        assert not bursts.take()
        assert not has_news(partly, {1: WHOLE})
        report = run(partly, None)
        files = {file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*.jpg")}
        assert report.unchanged == report.seen == len(files)
        assert report.missing == 0
        # Each of the first photos that is still somewhere is the one that it was.
        paths = {row["path"]: row["id"] for row in rows(partly, "photo") if row["missing_since"] is None}
        moved = {path: first[data] for path, data in files.items() if data in first}
        assert {path: paths[path] for path in moved} == moved
        assert partly.check() == []
