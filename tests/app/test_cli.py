"""What all commands of `familiar` share: help, usage errors, exit statuses, and how they end."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import typer
from makers.command_line import CommandLine
from makers.libraries import run

from app.cli.commands import app
from app.cli.main import main
from app.cli.starting import quiet_interrupt
from app.library import queries
from app.library.store import Library

#: Commands with words that suit them, all of which need a library.
READING = [
    ["status"],
    ["people"],
    ["show", "1"],
    ["name", "1", "Anna"],
    ["merge", "1", "2"],
    ["move", "1", "--to", "2"],
    ["confirm", "1"],
    ["reject", "1", "--other", "2"],
    ["split", "1", "--part", "1"],
    ["ignore", "1"],
    ["erase", "1"],
    ["draw", "a.jpg", "1", "2", "30", "40"],
    ["birthday", "1", "none"],
    ["mention", "Anna", "a.jpg"],
    ["history"],
    ["undo"],
    ["redo"],
    ["search", "2019"],
    ["places"],
    ["events"],
    ["sightings", "1"],
    ["stacks"],
    ["find", "1"],
    ["export", "1", "--to", "x"],
    ["export training-set", "--to", "x"],
    ["export photos", "2019", "--to", "x"],
    ["export names", "--to", "x.json"],
    ["preview"],
    ["review"],
    ["suggest", "1"],
    ["settings"],
    ["backup"],
    ["restore"],
    ["forget", "1"],
    ["forget-missing"],
    ["stop-watching", "x"],
    ["index"],
    ["watch"],
    ["import", "x"],
    ["metadata", "show", "a.jpg"],
    ["metadata", "write", "a.jpg"],
]
COMMANDS = sorted({words[0] for words in READING} | {"compare", "doctor", "models"})


def test_every_command_is_tried_here() -> None:
    names = {command.name for command in app.registered_commands}
    assert names | {group.name for group in app.registered_groups} == set(COMMANDS)


@pytest.mark.parametrize("words", [[], ["--help"], ["-h"]])
def test_help_lists_the_commands_and_exit_statuses(
    words: list[str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 0
    out = capsys.readouterr().out
    assert all(f" {command} " in out for command in COMMANDS)
    assert "Exit statuses: 0 done" in out


@pytest.mark.parametrize(
    "command",
    [
        *COMMANDS,
        "models list",
        "models verify",
        "models install",
        "models select",
        "metadata show",
        "metadata write",
    ],
)
def test_every_command_has_help(familiar: CommandLine, command: str) -> None:
    out = familiar.good(*command.split(), "--help")
    assert f"familiar {command}" in out
    assert not familiar.library.exists()


def test_version(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("familiar 0")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nosuch"], "No such command 'nosuch'"),
        (["peple"], "Did you mean 'people'?"),
        (["--nosuch"], "No such option: --nosuch"),
        (["people", "extra"], "extra"),
        (["merge", "1"], "Missing argument 'OTHER'"),
        (["move", "x", "--to", "1"], "'FACE'"),
        (["move", "1"], "--to PERSON, --new NAME or --nobody"),
        (["move", "1", "--to", "2", "--nobody"], "--to PERSON, --new NAME or --nobody"),
        (["reject", "1"], "either --face FACE or --other PERSON"),
        (["reject", "1", "--face", "1", "--other", "2"], "either --face FACE or --other PERSON"),
        (["ignore"], "say who"),
        (["ignore", "1", "--fewer-than", "3"], "say who"),
        (["ignore", "--others-in", "a.jpg", "--fewer-than", "3"], "say who"),
        (["ignore", "1", "--keep", "3"], "--keep goes with --others-in"),
        (["ignore", "--fewer-than", "3", "--restore"], "--restore with PERSON and --face"),
        (["split", "1"], "Missing option '--part'"),
        (["split", "1", "--part", "1,x"], "numbers with commas between them, not '1,x'"),
        (["erase"], "'FACE'"),
        (["draw", "a.jpg", "1", "2", "3"], "takes 4 values"),
        (["draw", "a.jpg", "1", "2", "3", "4", "--to", "1", "--new", "Anna"], "not both"),
        (["birthday", "1", "yesterday"], "YYYY-MM-DD, or none, not 'yesterday'"),
        (["undo", "-n", "0"], "--steps"),
        (["history", "--most", "0"], "--most"),
        (["export", "1"], "Missing option '--to'"),
        (["export", "1", "--to", "x", "--how", "move"], "--how"),
        (["export", "1", "--to", "x.zip", "--how", "copy"], "this is not for a zip file"),
        (["export photos", "2019", "--to", "x.html", "--columns", "3"], "this is not for an album"),
        (["export photos", "2019", "--to", "x", "--paper", "a4"], "this is not for a folder"),
        (["export photos", "2019", "--to", "x.pdf", "--columns", "13"], "--columns"),
        (["export names", "--to", "x.xml"], "ends in .json or .csv"),
        (["index", "--workers", "0"], "--workers"),
        (["index", "--provider", "abacus"], "--provider"),
        (["metadata", "write"], "name photos"),
        (["metadata", "write", "a.jpg", "--person", "1"], "name photos"),
        (["metadata", "write", "--standing", "x", "perhaps"], "--standing"),
        (["models", "nosuch"], "No such command 'nosuch'"),
        (["models", "install", "no.onnx", "no.toml"], "no.onnx"),
    ],
)
def test_wrong_usage_names_the_help_to_read(
    familiar: CommandLine, people: Library, words: list[str], said: str
) -> None:
    sentence = familiar.refused(*words, status=2)
    assert said in sentence
    assert sentence.count("\n") == 1
    assert "The right words: familiar" in sentence
    assert "--help" in sentence


@pytest.mark.parametrize("words", READING, ids=lambda words: words[0])
def test_without_a_library_every_command_says_how_to_make_one(
    familiar: CommandLine, words: list[str]
) -> None:
    sentence = familiar.refused(*words, status=4)
    assert str(familiar.library) in sentence
    assert "familiar index FOLDER" in sentence
    assert not familiar.library.exists()


@pytest.mark.parametrize("words", [*READING, ["models"], ["index", "."]], ids=lambda words: words[0])
def test_a_file_that_is_no_library_is_left_alone(familiar: CommandLine, words: list[str]) -> None:
    familiar.library.write_bytes(b"my diary" * 1000)
    assert "is not a Familiar library" in familiar.refused(*words, status=4)
    assert familiar.library.read_bytes() == b"my diary" * 1000


def test_a_folder_is_no_library(familiar: CommandLine) -> None:
    familiar.library.mkdir()
    assert "is a directory" in familiar.refused("people", status=2)


def test_the_nearest_word_on_the_library_holds(
    people: Library, familiar: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, nowhere = str(familiar.library), str(tmp_path / "nowhere.db")
    monkeypatch.setenv("FAMILIAR_LIBRARY", nowhere)
    assert main(["people"]) == 4
    assert main(["people", "--library", here]) == 0
    assert main(["--library", here, "people"]) == 0
    assert main(["--library", nowhere, "people", "--library", here]) == 0
    assert main(["--library", here, "people", "--library", nowhere]) == 4
    monkeypatch.setenv("FAMILIAR_LIBRARY", here)
    assert main(["people"]) == 0
    monkeypatch.delenv("FAMILIAR_LIBRARY")
    assert main(["people"]) == 4


def test_json_may_be_asked_for_before_and_after(people: Library, familiar: CommandLine) -> None:
    assert familiar("--json", "people").json == familiar("people", "--json").json
    # After "--" it is a word like others.
    assert "nobody called --json" in familiar("show", "--", "--json").err


def test_a_fault_of_ours_is_shown_with_its_place(
    people: Library, familiar: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "people", lambda session: 1 // 0)
    ran = familiar("people")
    assert ran.status == 1
    assert "ZeroDivisionError" in ran.err
    assert ran.err.endswith("This is a fault in Familiar; please report it.\n")
    assert familiar("people", "--json").json["error"]["status"] == 1


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            PermissionError(errno.EACCES, "Permission denied", "/a/b"),
            "/a/b: Permission denied. Check that it is there and may be used, then try again.",
        ),
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "No space left on device. Free some space, then try again.",
        ),
        (OSError("something else"), "something else"),
    ],
)
def test_errors_of_the_system_are_told_without_a_traceback(
    people: Library,
    familiar: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    error: OSError,
    sentence: str,
) -> None:
    def fails(session: object) -> None:
        raise error

    monkeypatch.setattr(queries, "people", fails)
    assert familiar.refused("people", status=4) == f"{sentence}\n"


@pytest.mark.parametrize("stop", [KeyboardInterrupt, typer.Abort])
def test_ctrl_c_has_a_status_of_its_own(
    people: Library, familiar: CommandLine, monkeypatch: pytest.MonkeyPatch, stop: type[BaseException]
) -> None:
    def stopped(session: object) -> None:
        raise stop

    monkeypatch.setattr(queries, "people", stopped)
    ran = familiar("people")
    assert ran.status == 130
    assert "Traceback" not in ran.err


def test_ctrl_c_while_loading_ends_the_process_quietly() -> None:
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    with quiet_interrupt():
        assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_somebody_elses_handler_stays_while_loading() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with quiet_interrupt():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_loading_works_in_any_thread() -> None:
    seen = []

    def load() -> None:
        with quiet_interrupt():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=load)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_ctrl_c_early_leaves_no_traceback(people: Library, familiar: CommandLine) -> None:
    process = familiar.start("people")
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    ran = familiar.finish(process)
    # A fast computer may have finished, a slow one may not have begun.
    assert ran.status in {0, 130, -signal.SIGINT}
    assert "app/cli/main.py" not in ran.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
@pytest.mark.parametrize("words", [["show", "1"], ["show", "1", "--json"], ["--help"]])
def test_a_reader_that_has_seen_enough_is_no_error(
    people: Library, familiar: CommandLine, words: list[str]
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = familiar.finish(familiar.start(*words, stdout=writing))
    os.close(writing)
    assert (ran.status, ran.err) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("words", [["people"], ["people", "--json"]])
def test_output_that_cannot_be_written_is_told(
    people: Library, familiar: CommandLine, words: list[str]
) -> None:
    with Path("/dev/full").open("w") as full:
        ran = familiar.finish(familiar.start(*words, stdout=full))
    assert ran.status == 4
    assert "No space left on device." in ran.err
    assert "Traceback" not in ran.err


def test_closed_streams_stop_no_command(people: Library, familiar: CommandLine) -> None:
    closing = (
        "import os, sys; os.close(1); os.close(2); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    )
    command = ["-m", "app.cli", "--library", str(familiar.library), "name", "1", "Anna"]
    done = subprocess.run([sys.executable, "-c", closing, *command], check=False, timeout=60)
    assert done.returncode == 0
    assert "Anna" in familiar.good("people")


def test_the_shell_can_complete_commands(familiar: CommandLine) -> None:
    asked = {"_FAMILIAR_COMPLETE": "complete_bash", "COMP_WORDS": "familiar peo", "COMP_CWORD": "1"}
    ran = familiar.finish(familiar.start(env=os.environ | asked))
    assert (ran.status, ran.out.split()) == (0, ["people"])


def test_the_library_of_a_newer_familiar_is_refused(people: Library, familiar: CommandLine) -> None:
    run(people, "PRAGMA user_version = 1000")
    assert "newer" in familiar.refused("people", status=4)


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("can't start new thread"),
        ImportError("x.so: failed to map segment from shared object"),
    ],
)
def test_too_little_memory_is_no_fault(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(sys.modules["app.cli.main"], "app", broken)
    assert main(["people"]) == 4
    assert "There is not enough memory. Nothing was lost;" in capsys.readouterr().err
