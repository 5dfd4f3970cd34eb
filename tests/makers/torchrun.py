"""Starts two processes that train together on this computer, as torchrun does, and ends them in time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that finds the makers, and uses one thread."""
    paths = [str(TESTS), str(TESTS.parent)]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "OMP_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "PASSIVE",
        **more,
    }


def run(module: str, *words: str, timeout: float = 120, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a module in a process of its own, with variables of `more`."""
    return _finished([sys.executable, "-m", module, *words], timeout, environment(**more))


def run_two(module: str, *words: str, timeout: float = 120, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a module in two processes that train together, and meet at a free port of this computer."""
    torchrun = ["-m", "torch.distributed.run", "--nproc-per-node", "2", "--local-addr", "127.0.0.1"]
    meeting = ["--rdzv-backend", "c10d", "--rdzv-endpoint", "127.0.0.1:0"]
    # Without the dashes torchrun takes `--run` for an abbreviation of options of its own.
    started = [sys.executable, *torchrun, *meeting, "-m", module, *words]
    return _finished(started, timeout, environment(GLOO_SOCKET_IFNAME="lo", **more))


def _finished(
    words: list[str], timeout: float, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    # A session of its own, so that its children can be ended with it.
    process = subprocess.Popen(
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    try:
        out, err = process.communicate(timeout=timeout)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        raise
    return subprocess.CompletedProcess(words, process.returncode, out, err)
