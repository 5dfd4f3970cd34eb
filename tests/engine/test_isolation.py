"""Workers: what goes to them and back, and every way in which they end."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.bad_decoders import FUNCTIONS
from makers.workers import act, alive, gone

from engine.isolation import Message, Pool, WorkerEnd, WorkerError, WorkersUnavailableError
from engine.isolation.wire import WireError, receive, send

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these workers use POSIX calls")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone knows this limit")


@pytest.fixture(scope="module")
def shared() -> Iterator[Pool]:
    with closing(Pool(FUNCTIONS, workers=2)) as pool:
        yield pool


@pytest.fixture
def make() -> Iterator[Callable[..., Pool]]:
    made: list[Pool] = []

    def pool(**options: Any) -> Pool:
        made.append(Pool(FUNCTIONS, **{"workers": 1} | options))
        return made[-1]

    yield pool
    for one in made:
        one.close()


def end_of(pool: Pool, what: str, **words: object) -> WorkerEnd:
    with pytest.raises(WorkerError) as caught:
        act(pool, what, **words)
    return caught.value.end


def threads_of_pools() -> int:
    return sum(thread.name == "familiar-workers" for thread in threading.enumerate())


WORDS = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5)
PARTS = st.lists(
    st.binary(max_size=100)
    | st.sampled_from(["u1", "i8", "f4"]).flatmap(
        lambda kind: st.lists(st.integers(0, 4), min_size=1, max_size=3).map(
            lambda shape: np.ones(shape, kind) * 3
        )
    ),
    max_size=4,
)


@given(words=st.dictionaries(st.text(), WORDS), parts=PARTS)
def test_messages_arrive_as_they_were_sent(words: dict[str, Any], parts: list[Any]) -> None:
    file = io.BytesIO()
    send(file, Message(words, tuple(parts)))
    file.seek(0)
    came = receive(file)
    assert came is not None
    assert came.words == words
    assert len(came.parts) == len(parts)
    for a, b in zip(came.parts, parts, strict=True):
        assert type(a) is type(b)
        assert np.array_equal(a, b)
        assert isinstance(a, bytes) or (a.dtype, a.shape) == (b.dtype, b.shape)
    assert receive(file) is None


@given(st.binary(min_size=1, max_size=60))
def test_what_is_no_message_is_refused(rest: bytes) -> None:
    for start in (b"", b"\x08\0\0\0", len(rest).to_bytes(4, "little")):
        with pytest.raises(WireError):
            receive(io.BytesIO(start + rest))


@pytest.mark.parametrize(
    "head",
    [
        '{"words": {}, "parts": [["|O", [1]]]}',
        '{"words": {}, "parts": [["|u1", [-1]]]}',
        '{"words": {}, "parts": [["|u1", [99999999, 99999999]]]}',
        '{"words": {}, "parts": [["|u1", [true]]]}',
        '{"words": {}, "parts": [["bytes", [2, 2]]]}',
        '{"words": {}, "parts": [["|u1", 5]]}',
        '{"words": {}, "parts": [["|u1", [1, 1, 1, 1, 1]]]}',
        '{"words": {}, "parts": [["|u1", [10]]]}',
        '{"words": [], "parts": []}',
        '{"words": {}}',
        "[" * 100_000,
    ],
)
def test_arrays_that_cannot_be_are_refused(head: str) -> None:
    with pytest.raises(WireError):
        receive(io.BytesIO(len(head).to_bytes(4, "little") + head.encode()))


def test_large_arrays_go_both_ways(shared: Pool) -> None:
    array = np.random.default_rng(0).integers(0, 256, (1500, 2000, 3), np.uint8)
    data = array.tobytes()
    (message,) = shared.call("act", {"what": "return", "name": "caf\udce9"}, array, data, array[:, ::-1])
    assert message.words["name"] == "caf\udce9"
    assert np.array_equal(message.parts[0], array)
    assert message.parts[1] == data
    assert np.array_equal(message.parts[2], array[:, ::-1])


def test_messages_of_one_call_come_one_by_one(shared: Pool) -> None:
    seen = [
        (message.words["number"], int(np.sum(message.parts[0])))
        for message in shared.call("act", {"what": "count", "to": 5})
    ]
    assert seen == [(number, 12 * number) for number in range(5)]


def test_who_wants_no_more_messages_costs_nobody_else_any(make: Callable[..., Pool]) -> None:
    pool = make()
    messages = pool.call("act", {"what": "count", "to": 10**9})
    assert next(messages).words["number"] == 0
    (pid,) = pool.processes
    messages.close()
    assert gone([pid])
    assert len(act(pool, "count", to=3)) == 3


@pytest.mark.parametrize("what", ["crash", "abort", "babble"])
def test_a_worker_that_crashes_is_replaced(make: Callable[..., Pool], what: str) -> None:
    pool = make()
    assert len(act(pool, "count", to=1)) == 1
    assert end_of(pool, what) is WorkerEnd.CRASHED
    assert len(act(pool, "count", to=1)) == 1
    assert len(pool.processes) == 1


def test_a_crash_after_the_first_message_is_told_at_once(make: Callable[..., Pool]) -> None:
    messages = make().call("act", {"what": "count", "to": 5, "crash": 2})
    assert [next(messages).words["number"] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(WorkerError):
        next(messages)


def test_a_crash_that_comes_once_is_no_failure(make: Callable[..., Pool], tmp_path: Path) -> None:
    pool, place = make(), tmp_path / "spoiled"
    place.touch()
    (message,) = act(pool, "crash once", place=str(place))
    assert pool.processes == [message.words["pid"]]


@pytest.mark.parametrize("spoiled", [False, True])
def test_a_worker_killed_from_outside_is_no_failure(make: Callable[..., Pool], spoiled: bool) -> None:
    pool = make()
    if spoiled:
        act(pool, "count", to=1)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(act, pool, "sleep", seconds=1)
        while not pool.processes:
            time.sleep(0.01)
        time.sleep(0.3)
        os.kill(pool.processes[0], signal.SIGKILL)
        assert waiting.result() == []


def test_an_endless_loop_ends(make: Callable[..., Pool]) -> None:
    pool = make(cpu_s=1)
    start = time.monotonic()
    assert end_of(pool, "loop") is WorkerEnd.OUT_OF_TIME
    assert time.monotonic() - start < 30
    assert len(act(pool, "count", to=1)) == 1


def test_endless_sleep_ends(make: Callable[..., Pool]) -> None:
    pool = make(wall_s=2)
    assert end_of(pool, "sleep") is WorkerEnd.OUT_OF_TIME
    assert len(act(pool, "count", to=1)) == 1


@LINUX
def test_a_worker_that_takes_all_memory_ends(make: Callable[..., Pool]) -> None:
    pool = make(memory=300 << 20)
    assert end_of(pool, "eat") is WorkerEnd.OUT_OF_MEMORY
    assert len(act(pool, "count", to=1)) == 1


def test_a_worker_writes_no_files(make: Callable[..., Pool], tmp_path: Path) -> None:
    place = tmp_path / "precious"
    assert end_of(make(), "write", place=str(place)) is WorkerEnd.CRASHED
    assert place.read_bytes() == b""


def test_a_worker_opens_few_files(make: Callable[..., Pool]) -> None:
    assert end_of(make(), "open") is WorkerEnd.CRASHED


def test_a_worker_has_limits(shared: Pool) -> None:
    (message,) = act(shared, "tell", limits=["RLIMIT_CORE", "RLIMIT_FSIZE", "RLIMIT_NOFILE"])
    assert list(message.words["limits"].values()) == [[0, 0], [0, 0], [64, 64]]
    assert message.words["parent"] == os.getpid()
    assert "" not in message.words["path"]


@LINUX
def test_where_memory_ends_all_the_same_a_worker_goes_first(shared: Pool) -> None:
    (message,) = act(shared, "tell", limits=[])
    assert Path(f"/proc/{message.words['pid']}/oom_score_adj").read_text().strip() == "1000"


def test_what_libraries_print_does_no_harm(shared: Pool, capfd: pytest.CaptureFixture[str]) -> None:
    assert len(act(shared, "print")) == 1
    assert capfd.readouterr() == ("", "")


def test_many_threads_share_few_workers(make: Callable[..., Pool]) -> None:
    pool = make(workers=2)
    most = 0

    def one(number: int) -> bool:
        nonlocal most
        array = np.full((300, 300), number, np.int64)
        if number % 20 == 7:
            assert end_of(pool, "crash") is WorkerEnd.CRASHED
        (message,) = pool.call("act", {"what": "return"}, array)
        most = max(most, len(pool.processes))
        return np.array_equal(message.parts[0], array)

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(one, range(80)))
    assert most == 2


def test_idle_workers_end(make: Callable[..., Pool]) -> None:
    pool = make(idle_s=0.2)
    act(pool, "count", to=1)
    pids = pool.processes
    assert pids
    assert gone(pids)
    assert not pool.processes
    assert len(act(pool, "count", to=1)) == 1


def test_a_closed_pool_leaves_nothing(make: Callable[..., Pool]) -> None:
    before = threads_of_pools()
    pool = make(workers=2)
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(act, pool, "sleep")
        act(pool, "count", to=1)
        while len(pool.processes) < 1:
            time.sleep(0.01)
        pids = pool.processes
        pool.close()
        assert isinstance(waiting.exception(), WorkerError | WorkersUnavailableError)
    assert gone(pids)
    with pytest.raises(WorkersUnavailableError):
        act(pool, "count", to=1)
    assert threads_of_pools() == before


def test_where_no_worker_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Pool({"act": "no_such_module:act"}, workers=1)) as pool:
        for _ in range(2):
            with pytest.raises(WorkersUnavailableError):
                act(pool, "count")
        monkeypatch.setattr(sys, "executable", "/no/such/python")
        with pytest.raises(WorkersUnavailableError):
            act(pool, "count")


PARENT = """
import os, sys, threading, time
from engine.isolation import Pool
from makers.bad_decoders import FUNCTIONS
pool = Pool(FUNCTIONS, workers=3)
for what in ("loop", "sleep"):
    threading.Thread(target=lambda what=what: list(pool.call("act", {"what": what})), daemon=True).start()
talk = pool.talk("converse", {})
talk.hear()
list(pool.call("act", {"what": "count", "to": 1}))
while len(pool.processes) < 4:
    list(pool.call("act", {"what": "count", "to": 1}))
print(*pool.processes, flush=True)
{then}
"""


@LINUX
@pytest.mark.parametrize("how", ["killed", "ended"])
def test_no_worker_outlives_its_parent(how: str) -> None:
    then = "time.sleep(1000)" if how == "killed" else "pool.close()"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", PARENT.replace("{then}", then)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 4
        if how == "killed":
            assert all(map(alive, pids))
            parent.kill()
        parent.wait(30)
    assert gone(pids)
