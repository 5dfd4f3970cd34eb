"""Finding byte strings in files: compared with looking at every place, and where they are hard to find."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers.forgetting import let_go

from app.library import traces
from app.library.traces import Traces


@pytest.fixture(autouse=True)
def forget_files() -> Iterator[None]:
    yield
    let_go()


def strings(count: int, length: int = 128, seed: int = 0) -> list[bytes]:
    """Strings as embeddings are."""
    values = np.random.default_rng(seed).normal(0, 40, (count, length))
    return [row.tobytes() for row in np.clip(np.rint(values), -127, 127).astype(np.int8)]


def slow(wanted: list[bytes], content: bytes) -> int:
    return sum(string in content or string.hex().encode() in content for string in wanted)


PIECES = st.lists(
    st.tuples(st.integers(0, 5), st.booleans(), st.binary(max_size=40)), max_size=6, unique_by=lambda p: p[0]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pieces=PIECES, chunk=st.integers(1, 300), length=st.sampled_from([16, 17, 64, 128, 512]))
def test_as_many_are_found_as_by_looking_everywhere(
    pieces: list[tuple[int, bool, bytes]], chunk: int, length: int, tmp_path: Path
) -> None:
    wanted, content = strings(4, length), b""
    for number, as_text, between in pieces:
        # The last two are not looked for.
        string = [*wanted, *strings(2, length, seed=1)][number]
        content += between + (string.hex().encode() if as_text else string)
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(traces, "_CHUNK", chunk)
        for own in (False, True):
            assert Traces(wanted).count_in(file, own=own) == slow(wanted, content)
        assert Traces(wanted).any_in(file) == (slow(wanted, content) > 0)


@pytest.mark.parametrize("cut", range(1, 128, 9))
@pytest.mark.parametrize("as_text", [False, True])
def test_a_string_that_is_cut_in_two_is_found(tmp_path: Path, cut: int, as_text: bool) -> None:
    """As a database does it with what does not fit into one page."""
    (string,) = strings(1)
    if as_text:
        string, cut = string.hex().encode(), 2 * cut
    file = tmp_path / "file"
    file.write_bytes(b"before" + string[:cut] + b"next page" + string[cut:] + b"after")
    assert Traces(strings(1)).count_in(file) == 1


def test_what_others_have_too_is_left_out(tmp_path: Path) -> None:
    ours = strings(3)
    almost = ours[0][:-1] + b"x"
    file = tmp_path / "file"
    file.write_bytes(b"".join([almost, ours[1]]))
    found = Traces(ours)
    assert found.count_in(file) == 2
    found.leave_out([almost, *strings(5, 64, seed=2)])
    assert found.count_in(file) == 1
    file.write_bytes(b"".join([almost.hex().encode(), ours[1]]))
    assert found.count_in(file) == 1
    found.leave_out([ours[1]])
    assert found.count_in(file) == 0
    assert len(found) == 2
    file.write_bytes(ours[0])
    assert found.count_in(file) == 1


def test_strings_that_could_be_anything_are_not_looked_for(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(bytes(10_000))
    empty = Traces([bytes(128), b"\x7f" + bytes(127)])
    assert (len(empty), empty.count_in(file), empty.any_in(file)) == (0, 0, False)
    assert Traces([]).count_in(file) == 0
    file.write_bytes(b"fifteen letters")
    short = Traces([b"fifteen letters"])
    short.leave_out([b"short"])
    assert short.count_in(file) == 0


def test_short_and_absent_files(tmp_path: Path) -> None:
    found = Traces(strings(1))
    for size in (0, 1, 7, 8, 15, 16, 17):
        file = tmp_path / f"file-{size}"
        file.write_bytes(os.urandom(size))
        assert found.count_in(file) == 0
    with pytest.raises(FileNotFoundError):
        found.count_in(tmp_path / "absent")


@pytest.mark.skipif(os.name != "posix", reason="these locks are POSIX")
def test_looking_into_an_open_database_keeps_its_locks(tmp_path: Path) -> None:
    """A lock that this process holds is still there for another one after looking."""
    import fcntl
    import subprocess
    import sys

    file = tmp_path / "file"
    file.write_bytes(strings(1)[0])
    program = (
        "import fcntl, sys\nfile = open(sys.argv[1], 'r+b')\n"
        "try:\n    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)\n    print('free')\n"
        "except OSError:\n    print('locked')"
    )

    def seen_by_another() -> str:
        command = [sys.executable, "-c", program, str(file)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    with closing(file.open("r+b")) as opened:
        fcntl.lockf(opened, fcntl.LOCK_EX)
        for _ in range(2):
            assert Traces(strings(1)).count_in(file, own=True) == 1
            assert seen_by_another() == "locked"
        # This is why.
        assert Traces(strings(1)).count_in(file, own=False) == 1
        assert seen_by_another() == "free"


def test_many_strings_are_found_in_a_large_file_at_once(tmp_path: Path) -> None:
    wanted = strings(10_000)
    file = tmp_path / "file"
    noise = np.random.default_rng(5).bytes(3_000_000)
    file.write_bytes(noise + b"".join(wanted[:5000]) + noise[:1001] + b"".join(wanted[5000:9000]) + noise)
    assert Traces(wanted).count_in(file) == 9000
