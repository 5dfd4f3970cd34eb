"""`familiar status`, `settings`, `doctor`, `backup` and `forget-missing`."""

from __future__ import annotations

import importlib.metadata
import io
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from makers.command_line import CommandLine
from makers.libraries import Made, add_faces, run, scalar

from app.library.store import Library


def fail_photos(library: Library, numbers: range) -> None:
    """Make these photos ones that could not be read."""
    for number in numbers:
        run(
            library,
            "UPDATE photo SET state = 'failed', problem = 'damaged', "
            f"problem_text = '/photos/{number}.jpg is damaged.' WHERE id = {number}",
        )


def test_status_counts(familiar: CommandLine, people: Library) -> None:
    familiar.good("name", 1, "Anna")
    familiar.good("ignore", 2)
    out = familiar.good("status")
    assert out.startswith(f"Library: {familiar.library}\n")
    assert out.endswith("Folder: /photos\n")
    lines = {" ".join(line.split()) for line in out.splitlines()}
    assert {"analysed 14", "failed 0", "missing 0", "faces 14", "named 1", "ignored 1"} <= lines
    document = familiar.json("status")
    assert document["library"] == str(familiar.library)
    assert document["figures"]["faces"] == 14
    assert document["roots"] == [{"path": "/photos", "offline_since": None}]
    assert (document["failed"], document["last_job"]) == ([], None)


def test_status_of_an_empty_library(familiar: CommandLine, opened: Library) -> None:
    assert "Folder:" not in familiar.good("status")
    assert familiar.json("status")["roots"] == []


def test_status_lists_photos_that_could_not_be_read(familiar: CommandLine, people: Library) -> None:
    fail_photos(people, range(3, 5))
    out = familiar.good("status")
    assert "Not read: /photos/3.jpg is damaged.\nNot read: /photos/4.jpg is damaged.\n" in out
    assert familiar.json("status")["failed"] == [
        {"file": f"/photos/{n}.jpg", "problem": "damaged", "text": f"/photos/{n}.jpg is damaged."}
        for n in (3, 4)
    ]


def test_status_lists_not_too_many(familiar: CommandLine, people: Library) -> None:
    for number in range(100, 130):
        run(
            people,
            "INSERT INTO photo (id, root_id, path, size, mtime_ns, inode, state, damaged, orientation, "
            f"indexed_at) VALUES ({number}, 1, '{number}.jpg', 1, 1, 0, 'analysed', 0, 1, '2020-01-01')",
        )
    fail_photos(people, range(100, 130))
    out = familiar.good("status")
    assert out.count("Not read:") == 20
    assert out.endswith("... and 10 more: familiar status --json\n")
    assert len(familiar.json("status")["failed"]) == 30


def test_status_tells_missing_photos_unplugged_folders_and_unfinished_runs(
    familiar: CommandLine, people: Library
) -> None:
    run(people, "UPDATE photo SET missing_since = '2020-01-01T00:00:00+00:00' WHERE id < 3")
    run(people, "UPDATE root SET offline_since = '2021-02-03T00:00:00+00:00'")
    run(
        people,
        "INSERT INTO job (kind, state, started_at, done, total) "
        "VALUES ('index', 'cancelled', '2021-02-03T00:00:00+00:00', 0, 0)",
    )
    out = familiar.good("status")
    assert "Folder: /photos (cannot be reached since 2021-02-03)\n" in out
    assert "2 photos missing; names are kept." in out
    assert "familiar forget-missing" in out
    assert out.endswith("The last index did not finish. Go on with: familiar index\n")
    document = familiar.json("status")
    assert document["last_job"]["state"] == "cancelled"
    assert document["roots"][0]["offline_since"].startswith("2021-02-03")


def test_settings_are_listed_with_their_help(familiar: CommandLine, opened: Library) -> None:
    out = familiar.good("settings")
    assert [line.split()[0] for line in out.splitlines()] == [
        "setting",
        "detector",
        "recogniser",
        "strictness",
        "read_names",
        "keywords_as_people",
        "videos",
    ]
    assert familiar.json("settings") == {
        "settings": {
            "detector": "yunet-2023mar",
            "recogniser": "familiar-1",
            "strictness": 0.0,
            "read_names": "yes",
            "keywords_as_people": "People/, 人物/, 인물/",
            "videos": "yes",
        }
    }


@pytest.mark.parametrize("value", ["0.25", "-0.5", "1", "-1"])
def test_a_setting_is_changed(familiar: CommandLine, opened: Library, value: str) -> None:
    out = familiar.good("settings", "strictness", value)
    assert out.endswith("It holds from the next run of: familiar index\n")
    assert familiar.json("settings", "strictness") == {"settings": {"strictness": float(value)}}
    assert len(familiar.good("settings", "strictness").splitlines()) == 2


def test_leaving_videos_out_tells_of_those_that_stay(familiar: CommandLine, opened: Library) -> None:
    assert "Known already" not in familiar.good("settings", "videos", "no")
    add_faces(opened, [Made(photo=number, who=0) for number in (1, 2, 3)])
    run(opened, "UPDATE photo SET duration_ms = 9000, shown_ms = 0 WHERE id > 1")
    said = familiar.good("settings", "videos", "no")
    assert "\nKnown already, and kept with the people in them: 2 videos. Whether they change or go" in said
    for words in (("videos",), ("videos", "yes"), ("read_names", "no")):
        assert "Known already" not in familiar.good("settings", *words)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["strictness", "7"], "between -1 and 1"),
        (["strictness", "nan"], "between -1 and 1"),
        (["strictness", "strict"], "must be a number"),
        (["strictnes"], "Did you mean strictness?"),
        (["colour", "red"], "There are: detector, recogniser, strictness, read_names,"),
        (["detector", "nosuch"], "familiar models select nosuch"),
        (["recogniser", "yunet-2023mar"], "familiar models select yunet-2023mar"),
    ],
)
def test_bad_settings_change_nothing(
    familiar: CommandLine, opened: Library, words: list[str], said: str
) -> None:
    before = familiar.json("settings")
    assert said in familiar.refused("settings", *words)
    assert familiar.json("settings") == before


def test_doctor_finds_everything_in_order(familiar: CommandLine, people: Library) -> None:
    out = familiar.good("doctor")
    assert out.endswith("Everything is in order.\n")
    assert "cpu" in out
    document = familiar.json("doctor")
    assert document["problems"] == []
    assert document["facts"]["library"] == str(familiar.library)
    assert document["facts"]["familiar"] == importlib.metadata.version("familiar")


def test_doctor_works_before_there_is_a_library(familiar: CommandLine) -> None:
    assert "not made yet; familiar index FOLDER makes it" in familiar.good("doctor")
    assert not familiar.library.exists()


def test_doctor_names_every_problem(
    familiar: CommandLine, people: Library, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(people, "UPDATE root SET offline_since = '2021-02-03T00:00:00+00:00'")

    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1e6))
    card = home / "data" / "Familiar" / "models" / "own" / "card.toml"
    card.parent.mkdir(parents=True)
    card.write_text("name = 7")
    ran = familiar("doctor")
    assert (ran.status, ran.err) == (5, "")
    problems = [line for line in ran.out.splitlines() if line.startswith("Problem: ")]
    assert len(problems) == 3
    assert "The folder /photos is not there or empty. Connect its drive, then: familiar index" in ran.out
    assert "Only 1 MB are free" in ran.out
    assert "card.toml" in ran.out
    document = familiar("--json", "doctor")
    assert document.status == 5
    assert [f"Problem: {problem}" for problem in document.json["problems"]] == problems


def test_doctor_tells_of_a_library_that_cannot_be_opened(familiar: CommandLine, people: Library) -> None:
    people.close()
    familiar.library.write_bytes(familiar.library.read_bytes()[:20_000])
    ran = familiar("doctor")
    assert (ran.status, ran.err) == (5, "")
    assert f"Problem: The library {familiar.library} is damaged" in ran.out


def test_doctor_tells_what_is_not_installed(
    familiar: CommandLine, people: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = importlib.metadata.version

    def without_raw(package: str) -> str:
        if package == "rawpy":
            raise importlib.metadata.PackageNotFoundError(package)
        return version(package)

    monkeypatch.setattr(importlib.metadata, "version", without_raw)
    assert "pip install rawpy" in familiar.good("doctor")


def test_backup_beside_the_library(familiar: CommandLine, people: Library) -> None:
    familiar.good("name", 1, "Anna")
    out = familiar.good("backup")
    (copy,) = familiar.library.parent.glob("library-*.backup.db")
    assert out.startswith(f"Backed up to {copy}.")
    with Library.open(copy, create=False) as library:
        assert scalar(library, "SELECT name FROM person WHERE id = 1") == "Anna"
        assert library.check() == []


def test_backup_elsewhere(familiar: CommandLine, people: Library, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    assert familiar.json("backup", target) == {"backup": str(target), "bytes": target.stat().st_size}
    before = target.read_bytes()
    familiar.good("name", 1, "Anna")
    assert "--overwrite" in familiar.refused("backup", target)
    assert target.read_bytes() == before
    familiar.good("backup", target, "--overwrite")
    assert target.read_bytes() != before


def test_backup_refuses_what_cannot_be(familiar: CommandLine, people: Library, tmp_path: Path) -> None:
    assert "the library itself" in familiar.refused("backup", familiar.library, "--overwrite", status=4)
    assert "cannot be written" in familiar.refused("backup", tmp_path / "no" / "copy.db", status=4)
    assert "is a directory" in familiar.refused("backup", tmp_path, status=2)
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"precious")
    assert "is not a backup" in familiar.refused("backup", photo, "--overwrite", status=4)
    assert photo.read_bytes() == b"precious"
    assert familiar.good("people")


@pytest.fixture
def missing(people: Library) -> Library:
    """The library of people with 3 of 14 photos missing."""
    run(people, "UPDATE photo SET missing_since = '2020-01-01T00:00:00+00:00' WHERE id < 4")
    return people


def photos(library: Library) -> int:
    return int(scalar(library, "SELECT count(*) FROM photo"))


def test_nothing_is_missing(familiar: CommandLine, people: Library) -> None:
    assert familiar.good("forget-missing") == "Forgot 0 missing photos.\n"
    assert familiar.json("forget-missing") == {"forgotten": 0}
    assert photos(people) == 14


@pytest.mark.parametrize(
    ("answer", "status", "left"), [("y\n", 0, 11), ("n\n", 0, 14), ("\n", 0, 14), ("", 3, 14)]
)
def test_forgetting_asks_first(
    familiar: CommandLine,
    missing: Library,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    status: int,
    left: int,
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))
    ran = familiar("forget-missing")
    assert ran.status == status
    assert "Forget 3 missing photos and what you said of their faces?" in ran.out + ran.err
    assert photos(missing) == left
    assert ("Nothing was forgotten." in ran.out) == (status == 0 and left == 14)
    assert ("Nobody answered, so nothing was done. To go ahead" in ran.err) == (status == 3)


@pytest.mark.parametrize("yes", ["--yes", "-y"])
def test_forgetting_without_a_question(familiar: CommandLine, missing: Library, yes: str) -> None:
    assert familiar.good("forget-missing", yes) == "Forgot 3 missing photos.\n"
    assert photos(missing) == 11


def test_with_json_nobody_is_asked(familiar: CommandLine, missing: Library) -> None:
    ran = familiar("--json", "forget-missing")
    assert (ran.status, ran.json["error"]["status"]) == (3, 3)
    assert "--yes" in ran.json["error"]["message"]
    assert photos(missing) == 14
    assert familiar.json("forget-missing", "--yes") == {"forgotten": 3}
