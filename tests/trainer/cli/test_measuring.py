"""`trainer …`: on a few real faces, and its exit statuses."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from makers.image_files import photo

from engine.models import Catalogue
from trainer.cli import main


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Touch nothing of the user's."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))


@pytest.fixture
def people(shared_data: Path, tmp_path: Path) -> Path:
    """Return a folder of four people with two or three pictures each, and one that shows nobody."""
    folder = tmp_path / "people"
    several = [
        person
        for person in sorted((shared_data / "lfw_dev").iterdir())
        if len(list(person.glob("*.jpg"))) > 1
    ]
    for person in several[:4]:
        (folder / person.name).mkdir(parents=True)
        for picture in sorted(person.glob("*.jpg"))[:3]:
            shutil.copy(picture, folder / person.name)
    (folder / several[0].name / "nobody.png").write_bytes(photo("PNG"))
    return folder


@pytest.mark.shared
def test_a_few_people_are_measured(people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # The pairs: each person's first two pictures, and each with the next person.
    names = sorted(path.name for path in people.iterdir())
    numbers = {name: sorted(int(p.stem[-4:]) for p in (people / name).glob("*.jpg")) for name in names}
    lines = ["10\t4"]
    for _ in range(5):
        for one, two in zip(names, [*names[1:], names[0]], strict=True):
            lines.append(f"{one}\t{numbers[one][0]}\t{numbers[one][1]}")
            lines.append(f"{one}\t{numbers[one][0]}\t{two}\t{numbers[two][0]}")
    pairs = tmp_path / "pairs.txt"
    pairs.write_text("\n".join([*lines, "Nemo\t1\t2"]), "utf-8")

    assert main(["evaluate", str(people), "--pairs", str(pairs), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    pictures = sum(map(len, numbers.values()))
    assert (found["model"], found["faces"], found["people"]) == ("familiar-1", pictures, 4)
    assert found["skipped"] == [[f"{names[0]}/nobody.png", "no face was found"]]
    assert [point["far"] for point in found["val"]] == [1e-3, 1e-4, 1e-5]
    assert all(point["val"] == 1.0 for point in (*found["val"], *found["val_packed"]))
    assert (found["pairs"]["mean"], found["pairs"]["pairs"], found["pairs_left_out"]) == (1.0, 40, 1)
    assert found["groups"] == 4
    assert found["b_cubed"]["f"] == 1.0
    assert found["clicks_per_1000_faces"] == 0.0

    assert main(["evaluate", str(people)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"familiar-1: {pictures} faces of 4 people; 1 picture could not be used\n")
    assert "pairs:" not in out
    assert "4 groups at 0.45" in out


@pytest.mark.parametrize("words", [[], ["--help"], ["evaluate", "--help"]])
def test_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert "Usage" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["nosuch"],
        ["evaluate"],
        ["evaluate", "x", "--nosuch"],
        ["evaluate", "x", "--pairs", "nowhere.txt"],
        ["evaluate", "x", "--provider", "abacus"],
        ["evaluate", "x", "--report", "out.pdf"],
        ["evaluate", "x", "--report", "nowhere/out.html"],
        ["evaluate", "x", "--subgroups", "nowhere.csv"],
        ["compare", "x"],
        ["compare", "x", "--model", "sface-2021dec"],
    ],
)
def test_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert re.search(rf"[.?] The right words: trainer ({words[0]} )?--help\n$", err)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "nowhere is not a folder."),
        (["empty"], "empty holds no pictures in folders of people."),
        (["faceless"], "No face was found in the pictures below "),
        (["empty", "--model", "nosuch"], "There is no model named nosuch."),
        (["empty", "--model", "yunet-2023mar"], "yunet-2023mar is not a recogniser"),
    ],
)
def test_what_cannot_be_done(
    words: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty").mkdir()
    Path("faceless/somebody").mkdir(parents=True)
    Path("faceless/somebody/1.png").write_bytes(photo("PNG"))
    assert main(["evaluate", *words]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


def test_ctrl_c(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Catalogue, "card", stopped)
    assert main(["evaluate", str(tmp_path)]) == 130
