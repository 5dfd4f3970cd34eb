"""`familiar forget`: says what will go, asks, does it, and tells what it found and what it cannot reach."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.command_line import CommandLine
from makers.forgetting import files_with, let_go, vectors_of
from makers.libraries import members

from app.library import connection
from app.library.store import Library
from app.operations import forgetting

#: Faces 1 to 5 of group 1, each in a photo of its own.
GOES = "5 faces in 5 photos will go, with all that was said of them. This cannot be undone."
PROVED = "Looked for them in all tables and, byte by byte, in all files of the library: nothing is left."
BEYOND = "The photos stay as they are"


@pytest.fixture(autouse=True)
def let_files_go(people: Library) -> Iterator[None]:
    yield
    people.close()
    let_go()


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_somebody_is_forgotten(familiar: CommandLine, people: Library, tmp_path: Path) -> None:
    familiar.good("name", 1, "Zdenka")
    vectors = vectors_of(people, "face.person_id = 1")
    out = familiar.good("forget", "zdenka", "--yes")
    lines = out.splitlines()
    assert lines[0] == "Forgot 5 faces in 5 photos; 1 entry of the history changed or went."
    assert lines[1] == PROVED
    assert lines[2].startswith(BEYOND)
    assert len(lines) == 3
    assert 1 not in members(people)
    assert familiar.good("history") == "Nothing yet.\n"
    assert files_with(tmp_path, vectors | {"Zdenka"}, but=[tmp_path / "home"]) == set()
    assert "nobody called zdenka" in familiar.refused("forget", "zdenka", "--yes")


def test_it_asks(familiar: CommandLine, people: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    familiar.good("backup")
    answer(monkeypatch, "n\n")
    ran = familiar("forget", 1)
    assert (ran.status, ran.out.strip()) == (0, "Nobody was forgotten.")
    assert ran.err.startswith(f"group 1: {GOES}\nThis backup holds them and will stay (--delete-backups")
    assert "Forget group 1 for good?" in ran.err
    assert 1 in members(people)
    answer(monkeypatch, "y\n")
    ran = familiar("forget", 1, "--delete-backups")
    assert "This backup holds them and will be deleted: " in ran.err
    assert "Deleted the backup " in ran.out
    assert 1 not in members(people)


def test_without_anybody_to_ask_it_says_how_to_go_on(
    familiar: CommandLine, people: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused() -> None:
        ran = familiar("forget", 1)
        assert (ran.status, ran.out.strip()) == (3, "")
        last = "Nobody answered, so nothing was done. To go ahead without a question, add --yes."
        assert ran.err.splitlines()[-1] == last
        assert 1 in members(people)

    answer(monkeypatch, "")
    refused()
    sys.stdin.close()
    refused()
    monkeypatch.setattr(sys, "stdin", None)
    refused()
    ran = familiar.finish(familiar.start("forget", 1))
    assert ran.status == 3
    assert ran.err.endswith("To go ahead without a question, add --yes.\n")


def test_ctrl_c_at_the_question_is_no_answer(
    familiar: CommandLine, people: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(io.StringIO):
        def readline(self, *_: object) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Stopped())
    assert familiar("forget", 1).status == 130
    assert 1 in members(people)


def test_json_does_not_ask(familiar: CommandLine, people: Library) -> None:
    ran = familiar("--json", "forget", 1)
    assert ran.status == 3
    assert "add --yes" in ran.json["error"]["message"]
    copy = familiar.json("backup")["backup"]
    assert familiar.json("forget", 1, "--yes") == {
        "forgotten": {
            "faces": 5,
            "photos": 5,
            "actions_changed": 0,
            "backups_deleted": [],
            "backups_left": [copy],
            "backups_unreachable": [],
            "proof": [],
        }
    }
    assert familiar.json("forget", 2, "--yes", "--delete-backups")["forgotten"]["backups_deleted"] == [copy]
    assert not Path(copy).exists()


def test_backups_that_stay_are_told(
    familiar: CommandLine, people: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, drive = tmp_path / "here.db", tmp_path / "drive"
    drive.mkdir()
    familiar.good("backup", here)
    familiar.good("backup", drive / "there.db")
    (drive / "there.db").rename(tmp_path / "hidden")
    answer(monkeypatch, "y\n")
    ran = familiar("forget", 1)
    assert f"This backup cannot be reached now and may hold them: {drive / 'there.db'}\n" in ran.err
    assert f"This backup still holds them; delete it when you no longer need it: {here}\n" in ran.out
    assert "This backup cannot be reached now; connect its drive and delete it there: " in ran.out


def test_what_is_left_is_a_problem(
    familiar: CommandLine, people: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Library, "compact", lambda library: None)
    ran = familiar("forget", 1, "--yes")
    assert ran.status == 5
    assert "Problem: " in ran.out
    assert PROVED not in ran.out
    ran = familiar("forget", 2, "--yes", "--json")
    assert ran.status == 5
    assert ran.json["forgotten"]["proof"] != []


def test_a_second_call_finishes(
    familiar: CommandLine, people: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Say who is to be forgotten" in familiar.refused("forget")
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_S", 0.1)
    with Library.open(people.path) as other, other.read() as session:
        session.connection().exec_driver_sql("SELECT count(*) FROM face").all()
        ran = familiar("forget", 1, "--yes")
        assert (ran.status, ran.out) == (4, "")
        assert "Another Familiar is working on" in ran.err
        assert ran.err.endswith("Then go on with: familiar forget\n")
        assert "Then go on with" in familiar.refused("forget", status=4)
    assert familiar.good("forget") == f"Finished what an earlier run had begun.\n{PROVED}\n"
    assert "Say who is to be forgotten" in familiar.refused("forget")


def test_what_was_interrupted_is_finished_first(
    familiar: CommandLine, people: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_finish", lambda library, subject: ())
        familiar.good("forget", 1, "--yes")
    ran = familiar("forget", 2, "--yes")
    assert (ran.status, ran.err) == (0, "Finished first what an earlier run had begun.\n")
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_finish", lambda library, subject: ())
        familiar.good("forget", 3, "--yes")
    assert familiar.json("forget") == {"finished": {"proof": []}}
