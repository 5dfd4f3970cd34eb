"""`trainer evaluate` and `trainer compare` on prepared sets, with tiny recognisers given by their cards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from makers.onnx_models import recogniser, recogniser_card

from engine.models import parse_card
from trainer.cli import main, measuring
from trainer.data.splitting import divide
from trainer.data.training_set import TrainingSet
from trainer.evaluation.models import Model, load_model

#: So many of each of 9 people of three families.
EACH = 6


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Touch nothing of the user's."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.chdir(tmp_path)


def prepared(name: str, seed: int, noise: float) -> str:
    """Write a set of people who are patterns of large squares, with noise; return its path."""
    chance = np.random.default_rng(seed)
    patterns = chance.uniform(0, 255, (9, 9, 9, 3))
    people = np.repeat(np.arange(9), EACH)
    small = patterns[people] + noise * chance.normal(size=(len(people), 9, 9, 3))
    crops = np.repeat(np.repeat(np.clip(small, 0, 255).astype(np.uint8), 16, axis=1), 16, axis=2)
    names = [f"F{person // 3}_M{person}" for person in people]
    TrainingSet.of_crops(
        crops,
        names,
        name=name,
        families=[f"F{person // 3}" for person in people],
        files=[f"{person}/{person}_{at % EACH + 1:04}.jpg" for at, person in enumerate(names)],
    ).save(Path(f"{name}.npz"))
    return f"{name}.npz"


def tiny(name: str, seed: int) -> str:
    """Write a recogniser and its card; return the card's path."""
    data = recogniser(seed=seed)
    card = parse_card(recogniser_card(data, name=name).replace("tiny.onnx", f"{name}.onnx"))
    Path(card.file.path).write_bytes(data)
    Path(f"{name}.toml").write_text(card.text, "utf-8")
    return f"{name}.toml"


def test_a_prepared_set_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    file, card = prepared("easy", 0, 20), tiny("one", 0)
    Path("known.csv").write_text("person,kind\nF0_M0,photo\nF0_M1,photo\nF1_M3,drawing\n", "utf-8")
    words = ["evaluate", file, "--model", card, "--subgroups", "known.csv", "--report", "out.html"]
    assert main([*words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["set"], found["model"], found["faces"], found["people"]) == ("easy", "one", 9 * EACH, 9)
    assert [point["far"] for point in found["tar"]] == [1e-3, 1e-4, 1e-5]
    assert found["relatives"]["pairs"] == 3 * 3 * EACH * EACH
    assert [(row["value"], row["other"]) for row in found["subgroups"]][:2] == [
        ("drawing", "drawing"),
        ("photo", "photo"),
    ]
    assert found["groups"] >= 1
    assert found["grouping_threshold"] == 0.45
    assert found["pairs"] is None
    page = Path("out.html").read_text("utf-8")
    assert "one measured" in page
    assert page.count("data:image/jpeg;base64,") == 2 * (9 + 12)

    assert main(words) == 0
    out, err = capsys.readouterr()
    assert err == "The report is out.html.\n"
    assert out.startswith("one: 54 faces of 9 people\n")
    assert "FAR of 324 pairs of relatives" in out
    assert "drawing" in out


def test_models_are_compared_on_the_same_pairs(capsys: pytest.CaptureFixture[str]) -> None:
    sets = [prepared("easy", 0, 20), prepared("hard", 1, 400)]
    pairs = [
        f"F{p // 3}_M{p}\t1\t2\nF{p // 3}_M{p}\t1\tF{(p + 1) % 9 // 3}_M{(p + 1) % 9}\t2\n" for p in range(9)
    ]
    Path("pairs.txt").write_text("".join(pairs * 2), "utf-8")
    words = ["compare", *sets, "--model", tiny("one", 0), "--model", tiny("two", 1), "--pairs", "pairs.txt"]
    assert main([*words, "--report", "out.md", "--json"]) == 0
    easy, hard = json.loads(capsys.readouterr().out)
    assert (easy["set"], hard["set"]) == ("easy", "hard")
    for found in (easy, hard):
        one, two = found["models"]
        assert (one["model"], two["model"], one["above_first"]) == ("one", "two", [])
        for at in range(3):
            difference = two["tar"][at]["tar"]["value"] - one["tar"][at]["tar"]["value"]
            above = two["above_first"][at]
            assert above["value"] == pytest.approx(difference)
            assert above["low"] <= above["high"]
        assert one["pairs"]["pairs"] == 36
    for model in (0, 1):
        assert (
            easy["models"][model]["tar"][0]["tar"]["value"] > hard["models"][model]["tar"][0]["tar"]["value"]
        )
    assert "above one" in Path("out.md").read_text("utf-8")
    assert len(list(Path("out_files").iterdir())) == 2 * (1 + 2 + 4)

    assert main(words) == 0
    out = capsys.readouterr().out
    assert "easy: 54 faces of 9 people" in out
    assert "hard: 54 faces of 9 people" in out
    assert "above one" in out


def test_each_set_has_its_title(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["evaluate", prepared("easy", 0, 20), prepared("hard", 1, 400), "--model", tiny("one", 0)]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "\neasy\none: 54 faces" in out
    assert "\nhard\none: 54 faces" in out
    assert main([*words, "--json"]) == 0
    assert [found["set"] for found in json.loads(capsys.readouterr().out)] == ["easy", "hard"]


def test_suspects_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    file = prepared("easy", 0, 20)
    Path("suspects.csv").write_text("person_a,person_b\nF0_M0,F0_M1\n", "utf-8")
    assert main(["evaluate", file, "--model", tiny("one", 0), "--suspects", "suspects.csv", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["faces"], found["people"]) == (7 * EACH, 7)


def test_people_whom_a_run_was_trained_on_are_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where it is compared with a model that was not trained on them; of other sets nobody is."""
    files, card = [prepared("easy", 0, 20), prepared("hard", 1, 400)], tiny("one", 0)
    Path("run").mkdir()
    Path("run/config.toml").write_text('[data]\nsets = ["../easy.npz"]\nheld_out = 0.4\n', "utf-8")

    def load(said: str, *more: Any) -> Model:
        return load_model(card if said == "run" else said, *more)

    monkeypatch.setattr(measuring, "load_model", load)
    held_out = divide(TrainingSet.load(Path("easy.npz")), validation=0.4).validation
    assert 0 < len(held_out) < 9 * EACH
    assert main(["compare", *files, "--model", card, "--model", "run", "--json"]) == 0
    out, err = capsys.readouterr()
    assert [found["faces"] for found in json.loads(out)] == [len(held_out), 9 * EACH]
    people = 9 - len(held_out) // EACH
    assert f"easy: {people} of 9 people are left out, as a model was trained on them." in err
    assert "hard" not in err
    Path("run/config.toml").write_text('[data]\nsets = ["../easy.npz"]\nheld_out = 0.0\n', "utf-8")
    assert main(["evaluate", *files, "--model", "run"]) == 3
    assert "The model was trained on everybody in easy. Name a set of" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.npz"], "nowhere.npz is not there"),
        (["one.toml"], "one.toml is not a training set"),
        (["easy.npz", "--model", "sface.toml"], "sface.toml"),
        (["easy.npz", "--pairs", "pairs.txt"], "No pair of pairs.txt has both its pictures in the sets."),
        (["easy.npz", "--subgroups", "known.csv"], "No picture and no person that known.csv names"),
        (["easy.npz", "--subgroups", "pairs.txt"], "pairs.txt needs a heading"),
    ],
)
def test_what_cannot_be_measured(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    prepared("easy", 0, 20)
    tiny("one", 0)
    Path("pairs.txt").write_text("Nemo\t1\t2\n", "utf-8")
    Path("known.csv").write_text("person,kind\nNemo,fish\n", "utf-8")
    assert main(["evaluate", "--model", "one.toml", *words]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err
