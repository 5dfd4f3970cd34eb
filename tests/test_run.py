"""`run.py`: what it advises, when it sets up anew, and what it hands over to. Makes no environment."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
APT, DNF, PACMAN, APK = "apt-get", "dnf", "pacman", "apk"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load `run.py`, moved to a folder of its own."""
    spec = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", module.CONSTRAINTS):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "ENVIRONMENT", tmp_path / ".venv")
    return module


class Commands:
    """Stands for `subprocess.run`: notes the commands, and answers with the result of `answer`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.commands: list[list[str]] = []
        self.folders: list[object] = []
        self.answer: Callable[[list[str]], tuple[int, str]] = lambda command: (0, "")
        self.output = ""
        monkeypatch.setattr(subprocess, "run", self)

    def __call__(self, command: list[object], **options: Any) -> subprocess.CompletedProcess[str]:
        words = [str(word) for word in command]
        self.commands.append(words)
        self.folders.append(options.get("cwd"))
        status, error = self.answer(words)
        return subprocess.CompletedProcess(words, status, self.output, error)


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    return Commands(monkeypatch)


def has(monkeypatch: pytest.MonkeyPatch, *programs: str) -> None:
    """Let only these programs be installed."""
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in programs else None)


@pytest.mark.parametrize(
    ("program", "command"),
    [
        (APT, "sudo apt-get install libegl1 libgl1"),
        (DNF, "sudo dnf install libglvnd-egl libglvnd-glx"),
        (PACMAN, "sudo pacman -S libglvnd"),
        (APK, "sudo apk add libegl mesa-gl"),
    ],
)
def test_advice_is_for_the_package_manager_that_is_there(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, program: str, command: str
) -> None:
    has(monkeypatch, program)
    advice = run.advice(["libGL.so.1", "libEGL.so.1", "libGL.so.1"])
    assert advice.splitlines() == ["Install it with:", f"    {command}", "Then try again."]


def test_libraries_nobody_knows_are_named(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, APT)
    search = "Find the package that brings libodd.so.7."
    assert run.advice(["libodd.so.7"]).splitlines() == [search, "Then try again."]
    assert run.advice(["libodd.so.7", "libGL.so.1"]).splitlines() == [
        "Install it with:",
        "    sudo apt-get install libgl1",
        search,
        "Then try again.",
    ]


def test_without_a_known_package_manager_the_advice_is_general(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    has(monkeypatch)
    assert "your system's package manager" in run.advice(["libGL.so.1"])


def test_every_library_has_a_package_for_every_manager(run: ModuleType) -> None:
    for packages in run.LIBRARIES.values():
        assert len(packages) == len(run.INSTALLERS)
        assert all(packages)


def test_missing_libraries_are_found_in_what_python_says(
    run: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    has(monkeypatch, APT)
    lacks = {
        "cv2": "libGL.so.1: cannot open shared object file: No such file or directory",
        "scipy": "/opt/x/libgomp.so.1: cannot open shared object file",
    }

    def answer(command: list[str]) -> tuple[int, str]:
        module = command[-1].removeprefix("import ")
        return (1, f"Traceback ...\nImportError: {lacks[module]}\n") if module in lacks else (0, "")

    commands.answer = answer
    with pytest.raises(SystemExit) as stopped:
        run.check_system_libraries("/venv/python")
    assert str(stopped.value).startswith(
        "This system lacks /opt/x/libgomp.so.1, libGL.so.1. Install it with:"
    )
    assert [command[2] for command in commands.commands] == [f"import {name}" for name in run.COMPILED]


@pytest.mark.parametrize(
    ("error", "said"),
    [("Traceback ...\nValueError: odd\n", "numpy: ValueError: odd"), ("", "numpy: it ended without a word")],
)
def test_parts_that_fail_otherwise_are_named(
    run: ModuleType, commands: Commands, error: str, said: str
) -> None:
    commands.answer = lambda command: (1, error) if command[-1] == "import numpy" else (0, "")
    with pytest.raises(SystemExit) as stopped:
        run.check_system_libraries("/venv/python")
    assert str(stopped.value).endswith(f"do not work on this system:\n{said}")


def test_a_good_system_is_told_nothing(run: ModuleType, commands: Commands) -> None:
    run.check_system_libraries("/venv/python")
    assert len(commands.commands) == len(run.COMPILED)


def test_the_fingerprint_changes_with_what_it_depends_on(
    run: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run.fingerprint()
    assert first == run.fingerprint()
    files = [tmp_path / "pyproject.toml", tmp_path / run.CONSTRAINTS]
    found = [first]
    for file in files:
        file.write_text(file.read_text("utf-8") + "# more\n", "utf-8")
        found.append(run.fingerprint())
    monkeypatch.setattr(run.platform, "python_version", lambda: "3.12.99")
    found.append(run.fingerprint())
    moved = tmp_path / "moved"
    moved.mkdir()
    for file in files:
        shutil.copy(file, moved)
    monkeypatch.setattr(run, "HERE", moved)
    assert len({*found, run.fingerprint()}) == 5


def test_the_first_start_makes_the_environment_and_the_second_does_not(
    run: ModuleType, commands: Commands, capsys: pytest.CaptureFixture[str]
) -> None:
    python = run.ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def answer(command: list[str]) -> tuple[int, str]:
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()
        return 0, ""

    commands.answer = answer
    assert run.set_up("") == str(python)
    making, installing, *checks = commands.commands
    assert making == [sys.executable, "-m", "venv", "--clear", str(run.ENVIRONMENT)]
    assert installing[1:4] == ["-m", "pip", "install"]
    needs = ["--constraint", str(run.HERE / run.CONSTRAINTS), "--editable", f"{run.HERE}[video]"]
    assert installing[-4:] == needs
    assert len(checks) == len(run.COMPILED)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "Making Familiar's own environment ...",
        "Installing Familiar and what it needs (a few minutes, once) ...",
    ]

    commands.commands.clear()
    assert run.set_up("") == str(python)
    assert commands.commands == []

    # The tests need more, and what they installed stays when the project's needs change.
    run.set_up("dev,raw")
    assert commands.commands[0][-1] == f"{run.HERE}[dev,raw]"
    commands.commands.clear()
    run.set_up("dev,raw")
    run.set_up("")
    assert commands.commands == []
    (run.HERE / "pyproject.toml").write_text("changed", "utf-8")
    run.set_up("")
    assert commands.commands[0][-1] == f"{run.HERE}[dev,raw]"


def test_a_failed_installation_is_tried_again_next_time(run: ModuleType, commands: Commands) -> None:
    commands.answer = lambda command: (1 if "pip" in command else 0, "")
    for _ in range(2):
        commands.commands.clear()
        with pytest.raises(SystemExit, match="Installing failed"):
            run.set_up("")
        assert any("pip" in command for command in commands.commands)


def test_an_environment_that_cannot_be_made_leaves_nothing_and_names_the_package(
    run: ModuleType, commands: Commands
) -> None:
    run.ENVIRONMENT.mkdir()
    (run.ENVIRONMENT / "half made").touch()
    commands.answer = lambda command: (1, "ensurepip is not available")
    with pytest.raises(SystemExit) as stopped:
        run.make_environment()
    assert "ensurepip is not available" in str(stopped.value)
    assert f"python3.{sys.version_info.minor}-venv" in str(stopped.value)
    assert not run.ENVIRONMENT.exists()


@pytest.mark.parametrize("version", [(3, 10, 4), (3, 14, 0), (4, 0, 0)])
def test_another_python_is_taken_where_there_is_one(
    run: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    has(monkeypatch, "python3.12", "python3.11")
    commands.answer = lambda command: (0 if "-c" in command else 7, "")
    assert run.main(["some folder"]) == 7
    assert commands.commands[-1] == ["/usr/bin/python3.12", str(run.HERE / "run.py"), "some folder"]


def test_a_python_that_does_not_start_is_passed_over(
    run: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    has(monkeypatch, "python3.13", "python3.11")
    commands.answer = lambda command: (127 if command[0].endswith("3.13") else 0, "")
    assert run.main([]) == 0
    assert commands.commands[-1] == ["/usr/bin/python3.11", str(run.HERE / "run.py")]


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_needs_no_environment(
    run: ModuleType, commands: Commands, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    assert run.main([word]) == 0
    assert commands.commands == []
    assert "python3 run.py [FOLDER ...]" in capsys.readouterr().out


def test_a_command_that_was_killed_ends_as_in_a_shell(run: ModuleType, commands: Commands) -> None:
    commands.answer = lambda command: (-9, "")
    assert run.hand_over(["killed"]) == 137


def test_ctrl_c_leaves_no_half_made_environment(run: ModuleType, commands: Commands) -> None:
    def interrupted(command: list[str]) -> tuple[int, str]:
        (run.ENVIRONMENT / "bin").mkdir(parents=True)
        raise KeyboardInterrupt

    commands.answer = interrupted
    with pytest.raises(KeyboardInterrupt):
        run.make_environment()
    assert not run.ENVIRONMENT.exists()


def test_without_a_fitting_python_the_message_says_which(
    run: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))
    has(monkeypatch)
    with pytest.raises(SystemExit, match=r"Familiar needs Python 3\.11, 3\.12 or 3\.13; this is"):
        run.main([])
    assert commands.commands == []


def test_folders_are_indexed_from_where_the_user_stands(
    run: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "set_up", lambda extras: f"python with [{extras}]")
    commands.answer = lambda command: (5, "")
    assert run.main(["--headless", "my photos", "--json"]) == 5
    assert commands.commands == [["python with []", "-P", "-m", "app.cli", "index", "my photos", "--json"]]
    assert commands.folders == [None]


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="there is always a screen here")
def test_the_window_opens_where_there_is_a_screen(
    run: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "set_up", lambda extras: f"python with [{extras}]")
    commands.answer = lambda command: (0, "")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    run.main(["my photos", "--", "-odd"])
    monkeypatch.delenv("WAYLAND_DISPLAY")
    run.main(["my photos"])
    assert commands.commands == [
        ["python with []", "-P", "-m", "app.desktop", "my photos", "--", "-odd"],
        ["python with []", "-P", "-m", "app.cli", "index", "my photos"],
    ]
    assert "There is no screen here" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="there is no X here")
def test_what_a_window_lacks_is_named(
    run: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plugin = tmp_path / "lib" / "python3.11" / "site-packages" / "PySide6/Qt/plugins/platforms/libqxcb.so"
    plugin.parent.mkdir(parents=True)
    plugin.touch()
    monkeypatch.setattr(run, "ENVIRONMENT", tmp_path)
    monkeypatch.setattr(run, "set_up", lambda extras: "python")
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name in {APT, "ldd"} else None)
    for name in ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    good = "libc.so.6 => /lib/libc.so.6 (0x1)"
    lines = [good, *["libxcb-icccm.so.4 => not found"] * 2]
    commands.output = "\t" + "\n\t".join(lines)
    with pytest.raises(SystemExit) as stopped:
        run.main([])
    said = str(stopped.value)
    assert "lacks: libxcb-icccm.so.4. Install it with:\n    sudo apt-get install libxcb-icccm4\n" in said
    assert said.endswith("python3 run.py --headless")
    commands.output = good
    run.main(["photos"])
    assert commands.commands[-1] == ["python", "-P", "-m", "app.desktop", "photos"]


def test_tests_run_in_the_project(
    run: ModuleType, commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "set_up", lambda extras: f"python with [{extras}]")
    assert run.main(["test", "-k", "name"]) == 0
    python = "python with [dev,raw,trainer,video]"
    assert commands.commands == [[python, "-m", "pytest", "-n", "auto", "-k", "name"]]
    assert commands.folders == [run.HERE]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_ctrl_c_lets_the_command_end_in_its_own_time(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    command = tmp_path / "command.py"
    command.write_text(
        "import pathlib, sys, time\n"
        "try:\n"
        f"    pathlib.Path({str(ready)!r}).touch()\n"
        "    time.sleep(30)\n"
        "except KeyboardInterrupt:\n"
        "    time.sleep(0.6)\n"
        "    sys.exit(130)\n"
    )
    start = f"import run, sys; sys.exit(run.hand_over([sys.executable, {str(command)!r}]))"
    process = subprocess.Popen([sys.executable, "-c", start], cwd=ROOT, start_new_session=True)
    while not ready.exists() and process.poll() is None:
        time.sleep(0.02)
    # As a terminal does, to all that runs in it.
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(timeout=20) == 130
