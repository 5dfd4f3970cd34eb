"""Runs `familiar` within the test, or as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli.main import main


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit status and what it printed."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Everything on standard output as one JSON document."""
        return json.loads(self.out)


@dataclass(frozen=True)
class CommandLine:
    """Runs `familiar --library FILE …`."""

    library: Path
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *words: object) -> Ran:
        """Run a command within this process."""
        self.capsys.readouterr()
        status = main(["--library", str(self.library), *map(str, words)])
        return Ran(status, *self.capsys.readouterr())

    def good(self, *words: object) -> str:
        """Run a command that must succeed without a remark, and return what it printed."""
        ran = self(*words)
        assert (ran.status, ran.err) == (0, "")
        return ran.out

    def json(self, *words: object) -> Any:
        """Run a command with `--json` that must succeed, and return its document."""
        ran = self("--json", *words)
        assert (ran.status, ran.err) == (0, "")
        return ran.json

    def refused(self, *words: object, status: int = 3) -> str:
        """Run a command that must end with this status and a sentence, the same as in its JSON form."""
        ran = self(*words)
        assert (ran.status, ran.out) == (status, "")
        assert "Traceback" not in ran.err
        document = self("--json", *words)
        assert (document.status, document.err) == (status, "")
        assert document.json == {"error": {"status": status, "message": ran.err.rstrip("\n")}}
        return ran.err

    def start(self, *words: object, **options: Any) -> subprocess.Popen[str]:
        """Start a command as a process of its own, with pipes."""
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        command = [sys.executable, "-m", "app.cli", "--library", str(self.library), *map(str, words)]
        return subprocess.Popen(command, cwd=ROOT, text=True, **(pipes | options))

    def finish(self, process: subprocess.Popen[str]) -> Ran:
        """Wait for a process of `start`."""
        out, err = process.communicate(timeout=60)
        return Ran(process.returncode, out or "", err or "")


ROOT = Path(__file__).resolve().parents[2]
