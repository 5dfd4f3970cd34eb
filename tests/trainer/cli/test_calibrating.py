"""`trainer calibrate`: the table that it prints, of prepared sets and of folders, and what it refuses."""

from __future__ import annotations

import importlib.resources
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
from makers.crops_of_people import set_of, soft_crop
from makers.drawn_faces import photo_of_face
from makers.image_files import photo
from PIL import Image

from engine.models import parse_card
from engine.models.card import CalibrationSpec
from trainer.cli import main
from trainer.data.training_set import TrainingSet
from trainer.evaluation.learned import LEARNED_FROM, digest

MODEL = "sface-2021dec"
CARD = (importlib.resources.files("resources") / "models" / f"{MODEL}.toml").read_text("utf-8")


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Touch nothing of the user's, and be in a folder of two prepared sets and a list of suspects."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.chdir(tmp_path)
    set_of(["Ann"] * 3 + ["Bo"] * 3, name="friends").save(Path("friends.npz"))
    kin = [name for name in ("F1_Cy", "F1_Di", "F2_Ed") for _ in range(3)]
    set_of(kin, name="families", families=[name[:2] for name in kin]).save(Path("families.npz"))
    Path("suspects.csv").write_text("person_a,person_b\nF2_Ed,F9_Flo\n", "utf-8")


def calibrate(*words: str) -> int:
    return main(["calibrate", *words, "--model", MODEL])


def test_the_command_prints_a_table_for_the_card(capsys: pytest.CaptureFixture[str]) -> None:
    assert calibrate("friends.npz", "families.npz") == 0
    printed = capsys.readouterr().out
    assert "# friends: 6 faces of 2 people; 6 pairs of one person, 9 of two people.\n" in printed
    assert (
        "# families: 9 faces of 3 people; 9 pairs of one person, 27 of two people (9 of relatives).\n"
        in printed
    )
    card = parse_card(CARD[: CARD.index("[calibration]")] + printed)
    assert card.recognition is not None
    assert isinstance(card.recognition.calibration, CalibrationSpec)


def test_the_command_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("friends.npz", "families.npz", "--suspects", "suspects.csv")
    assert calibrate(*words, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["sets"][1] == {
        "name": "families", "faces": 6, "people": 2, "same": 6, "different": 9, "relatives": 9,
    }  # fmt: skip
    assert calibrate(*words) == 0
    printed = tomllib.loads(capsys.readouterr().out)
    assert printed["calibration"] == found["calibration"]


def test_a_folder_counts_as_evaluate_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    for person in ("F1_Cy", "F1_Di", "F2_Ed"):
        Path("kin", person).mkdir(parents=True)
        for number in range(2):
            face = photo_of_face(160 + 20 * number, 60, 40)
            Image.fromarray(face).save(Path("kin", person, f"{number}.png"))
    assert calibrate("kin", "--families", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["sets"] == [
        {"name": "kin", "faces": 6, "people": 3, "same": 3, "different": 12, "relatives": 4}
    ]
    assert main(["prepare", "kin", "kin.npz", "--families"]) == 0
    capsys.readouterr()
    assert calibrate("kin.npz", "--json") == 0
    assert json.loads(capsys.readouterr().out) == found


def test_whom_the_model_learned_from_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    people = ["Ann"] * 3 + ["Bo"] * 3 + ["Cem"] * 2
    crops = np.stack([soft_crop(number) for number in range(len(people))])
    TrainingSet.of_crops(crops, people, name="more").save(tmp_path / "more.npz")
    card = tmp_path / f"{MODEL}.toml"
    card.write_text(CARD, "utf-8")
    card.with_suffix(f".{LEARNED_FROM}").write_text(digest("more/Cem") + "\n", "utf-8")
    assert main(["calibrate", "more.npz", "--model", str(card), "--json"]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)["sets"][0]["people"] == 2
    assert "more: 1 of 3 people are left out, as a model was trained on them." in told.err


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([], 2, "trainer calibrate --help"),
        (["friends.npz", "--suspects", "nowhere.csv"], 2, "nowhere.csv"),
        (["nowhere"], 3, "nowhere is not a folder."),
        (["nowhere.npz"], 3, "nowhere.npz is not there. Make it with `trainer prepare`."),
        (["people/Ann"], 3, "people/Ann holds no pictures in folders of people."),
        (["people"], 3, "No face was found in the pictures below "),
        (["friends.npz", "--suspects", "other.csv"], 3, "needs a heading with person_a"),
        (["lonely.npz"], 3, "lonely needs two faces of one person"),
    ],
)
def test_what_cannot_be_calibrated(
    words: list[str], status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("people/Ann").mkdir(parents=True)
    Path("people/Ann/1.png").write_bytes(photo("PNG"))
    Path("other.csv").write_text("person_a,person\n", "utf-8")
    set_of(["Ann"], name="lonely").save(Path("lonely.npz"))
    assert calibrate(*words) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err.replace("\n", " ")
