"""The watchdog that the tests of stalls rely on bites, and only whom it should."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from makers.watchdog import Watchdog
from pytestqt.qtbot import QtBot


def watched(qtbot: QtBot, step: str, do: Callable[[], None]) -> None:
    with Watchdog() as dog:
        dog.step = step
        qtbot.wait(5)
        do()
        qtbot.wait(5)


def test_work_in_the_gui_thread_is_caught_with_its_place(qtbot: QtBot) -> None:
    def dawdle() -> None:
        begin = time.thread_time()
        while time.thread_time() - begin < 0.12:
            sum(range(1000))

    with pytest.raises(AssertionError, match=r"(?s)dawdling: .* work.*test_watchdog.py.* in dawdle"):
        watched(qtbot, "dawdling", dawdle)


@pytest.mark.skipif(not Path("/proc/self/schedstat").exists(), reason="how long one waits is known on Linux")
def test_waiting_in_the_gui_thread_is_caught_with_what_others_do(qtbot: QtBot) -> None:
    lock, held = threading.Lock(), threading.Event()

    def hold() -> None:
        with lock:
            held.set()
            time.sleep(0.15)

    def wait() -> None:
        holder = threading.Thread(target=hold)
        holder.start()
        held.wait()
        with lock:
            holder.join()

    with pytest.raises(AssertionError, match=r"(?s)waiting: .* blocked.* in wait.*another thread:.* in hold"):
        watched(qtbot, "waiting", wait)


def test_many_short_turns_are_fine(qtbot: QtBot) -> None:
    def work() -> None:
        begin = time.thread_time()
        while time.thread_time() - begin < 0.01:
            sum(range(1000))

    with Watchdog() as dog:
        for _ in range(15):
            work()
            qtbot.wait(1)
    assert 0 < dog.longest[""] < 0.05
