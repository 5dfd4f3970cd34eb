"""Conversations with workers: turns, ends of either side, and who waits for whom."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import numpy as np
import pytest
from makers.bad_decoders import FUNCTIONS
from makers.workers import act, alive, gone

from engine.isolation import Pool, WorkerEnd, WorkerError, WorkersUnavailableError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these workers use POSIX calls")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone knows this limit")


@pytest.fixture
def make() -> Iterator[Callable[..., Pool]]:
    made: list[Pool] = []

    def pool(**options: Any) -> Pool:
        made.append(Pool(FUNCTIONS, **{"workers": 1} | options))
        return made[-1]

    yield pool
    for one in made:
        one.close()


def test_a_conversation_goes_on_in_one_worker(make: Callable[..., Pool]) -> None:
    pool = make()
    array = np.arange(12, dtype=np.int64).reshape(3, 4)
    with closing(pool.talk("converse", {}, array)) as talk:
        first = talk.hear()
        assert np.array_equal(first.parts[0], array)
        for number in range(3):
            talk.say({"what": "return", "number": number}, array * number)
            message = talk.hear()
            assert message.words["number"] == number
            assert np.array_equal(message.parts[0], array * number)
        pid = first.words["pid"]
        assert pid in pool.processes
        assert alive(pid)
    # It has ended by itself, and does other work.
    assert alive(pid)
    assert pid in pool.processes


def test_conversations_and_calls_do_not_wait_for_each_other(make: Callable[..., Pool]) -> None:
    pool = make()
    talks = [pool.talk("converse", {}) for _ in range(3)]
    pids = [talk.hear().words["pid"] for talk in talks]
    assert len(set(pids)) == 3
    assert len(act(pool, "count", to=2)) == 2
    assert len(pool.processes) == 4
    for talk in talks:
        talk.close()
    # As many stay as calls may have.
    assert len(pool.processes) == 1
    assert sum(map(alive, pids)) <= 1
    assert len(act(pool, "count", to=2)) == 2


def test_who_leaves_a_conversation_while_it_works_ends_the_worker(make: Callable[..., Pool]) -> None:
    pool = make()
    talk = pool.talk("converse", {})
    pid = talk.hear().words["pid"]
    talk.say({"what": "loop"})
    talk.close()
    talk.close()
    assert gone([pid])
    assert not pool.processes
    assert len(act(pool, "count", to=1)) == 1


@pytest.mark.parametrize(
    ("what", "end"),
    [
        ("crash", WorkerEnd.CRASHED),
        ("babble", WorkerEnd.CRASHED),
        ("loop", WorkerEnd.OUT_OF_TIME),
        pytest.param("eat", WorkerEnd.OUT_OF_MEMORY, marks=LINUX),
    ],
)
def test_a_conversation_ends_as_its_worker_does(make: Callable[..., Pool], what: str, end: WorkerEnd) -> None:
    pool = make(cpu_s=1, memory=300 << 20)
    with closing(pool.talk("converse", {})) as talk:
        talk.hear()
        talk.say({"what": "return"})
        talk.hear()
        talk.say({"what": what})
        with pytest.raises(WorkerError) as caught:
            talk.hear()
        assert caught.value.end is end
    assert not pool.processes
    assert len(act(pool, "count", to=1)) == 1


def test_a_new_worker_for_a_conversation(make: Callable[..., Pool]) -> None:
    pool = make()
    pids = []
    for anew in (False, False, True):
        with closing(pool.talk("converse", {}, anew=anew)) as talk:
            pids.append(talk.hear().words["pid"])
    assert pids[0] == pids[1] != pids[2]
    assert gone(pids[:1])
    assert pool.processes == pids[2:]


def test_a_pool_that_is_closed_ends_conversations(make: Callable[..., Pool]) -> None:
    pool = make()
    talk = pool.talk("converse", {})
    pid = talk.hear().words["pid"]
    pool.close()
    assert gone([pid])
    with pytest.raises(WorkerError):
        talk.say({"what": "return"})
    talk.close()
    with pytest.raises(WorkersUnavailableError):
        pool.talk("converse", {})


def test_where_no_worker_can_be_started_nobody_talks() -> None:
    with closing(Pool({"converse": "no_such_module:converse"}, workers=1)) as pool:
        for _ in range(2):
            with pytest.raises(WorkersUnavailableError):
                pool.talk("converse", {})
        assert pool._talking == 0
