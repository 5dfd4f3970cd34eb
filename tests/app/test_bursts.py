"""Signs of change are gathered until they pause, and files until they are complete."""

from __future__ import annotations

import pytest

from app.indexing.bursts import LONGEST_S, OPEN_S, QUIET_S, STEADY_S, Bursts, Sign, Status, status_of
from app.indexing.scope import Scope


class Room:
    """A root, its files by path, and the time."""

    def __init__(self, *, closes: bool = True) -> None:
        self.now = 0.0
        self.files: dict[str, Status] = {}
        self.bursts = Bursts(
            clock=lambda: self.now,
            status=lambda file: self.files.get(file.removeprefix("/r/")),
            closes=closes,
        )

    def say(self, path: str, *signs: Sign) -> None:
        for sign in signs:
            self.bursts.note(1, "/r", path, sign)

    def write(self, path: str, size: int) -> None:
        self.files[path] = (size, size)
        self.say(path, Sign.WRITTEN)

    def after(self, seconds: float) -> Scope | None:
        self.now += seconds
        return self.bursts.take().get(1)


@pytest.fixture
def room() -> Room:
    return Room()


def test_thousands_of_signs_are_one_run(room: Room) -> None:
    for number in range(5000):
        room.now += 0.001
        room.say(f"a/{number}.jpg", Sign.APPEARED, Sign.WRITTEN, Sign.CLOSED)
        assert room.after(0.0) is None
    assert room.after(QUIET_S / 2) is None
    assert room.after(QUIET_S) == Scope(frozenset({"a"}))
    assert room.after(100.0) is None
    assert room.bursts.wait_s() is None


def test_what_never_pauses_is_looked_at_all_the_same(room: Room) -> None:
    ready = []
    for number in range(200):
        room.say(f"{number}.jpg", Sign.CLOSED)
        ready.append(room.after(QUIET_S / 2))
    runs = [scope for scope in ready if scope is not None]
    assert len(runs) == 100 * QUIET_S // LONGEST_S
    assert set(runs) == {Scope(frozenset({""}))}


@pytest.mark.parametrize(
    ("path", "sign", "scope"),
    [
        ("a/b/x.JPG", Sign.OTHER, Scope(frozenset({"a/b"}))),
        ("x.jpg.xmp", Sign.CLOSED, Scope(frozenset({""}))),
        ("a/b", Sign.FOLDER, Scope(trees=frozenset({"a/b"}))),
        ("", Sign.FOLDER, Scope(trees=frozenset({""}))),
        ("notes.txt", Sign.CLOSED, None),
        ("x.jpg.part", Sign.WRITTEN, None),
        (".x.jpg", Sign.CLOSED, None),
        ("a/.git/b", Sign.FOLDER, None),
        ("@eaDir/x.jpg", Sign.CLOSED, None),
    ],
)
def test_what_a_sign_means(room: Room, path: str, sign: Sign, scope: Scope | None) -> None:
    room.say(path, sign)
    assert room.after(QUIET_S) == scope


def test_a_file_that_is_being_written_waits_and_holds_nobody_up(room: Room) -> None:
    room.write("a/big.jpg", 1)
    room.say("a/small.jpg", Sign.CLOSED)
    room.say("b/gone.jpg", Sign.OTHER)
    assert room.after(QUIET_S) == Scope(frozenset({"a", "b"}), waiting=frozenset({"a/big.jpg"}))
    for size in range(2, 30):
        room.write("a/big.jpg", size)
        assert room.after(QUIET_S) is None or not room.after(0.0)
    room.say("a/big.jpg", Sign.CLOSED)
    assert room.after(QUIET_S) == Scope(frozenset({"a"}))
    assert room.bursts.wait_s() is None


@pytest.mark.parametrize("closes", [True, False])
def test_a_file_nobody_closes_is_complete_once_it_stays_as_it_is(closes: bool) -> None:
    room = Room(closes=closes)
    room.write("x.jpg", 5)
    assert not (room.after(QUIET_S) or Scope()).folders
    room.files["x.jpg"] = (6, 6)
    waited = 0.0
    while not (ready := room.after(0.5)) or not ready.folders:
        waited += 0.5
        assert room.bursts.wait_s() is not None
    assert ready == Scope(frozenset({""}))
    patience = OPEN_S if closes else STEADY_S
    assert patience - 0.5 <= waited <= patience + 1


def test_a_file_that_only_appeared_is_looked_at_twice(room: Room) -> None:
    """As one with a second name, which is never closed."""
    room.files["x.jpg"] = (5, 5)
    room.say("x.jpg", Sign.APPEARED)
    assert not (room.after(QUIET_S) or Scope()).folders
    assert room.after(STEADY_S) == Scope(frozenset({""}))


def test_a_file_that_went_while_it_was_written(room: Room) -> None:
    room.write("x.jpg", 5)
    del room.files["x.jpg"]
    assert room.after(QUIET_S) == Scope(frozenset({""}))


def test_each_root_has_its_own_time(room: Room) -> None:
    room.say("x.jpg", Sign.CLOSED)
    room.now += QUIET_S / 2
    room.bursts.note(2, "/other", "y.jpg", Sign.CLOSED)
    assert room.bursts.wait_s() == pytest.approx(QUIET_S / 2)
    room.now += QUIET_S / 2
    assert room.bursts.take().keys() == {1}
    room.bursts.forget(2)
    room.now += QUIET_S
    assert room.bursts.take() == {}


def test_folders_nobody_knows_more_of(room: Room) -> None:
    room.bursts.note_folder(1, "/r", "a")
    assert room.after(QUIET_S) == Scope(frozenset({"a"}))


def test_no_such_file() -> None:
    assert status_of("/nowhere/at/all") is None
    assert status_of("a\0b") is None
