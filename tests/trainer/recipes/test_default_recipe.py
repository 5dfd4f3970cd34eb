"""The recipe of the default recogniser, with a small network of its kind and drawn people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from makers.training_runs import discs

from engine.models import parse_card
from trainer.cli import main
from trainer.data.training_set import TrainingSet
from trainer.evaluation.learned import digest, trained_on
from trainer.networks.sface import SFace
from trainer.recipes import default_network
from trainer.recipes.default_network import Made, Recipe, make_default
from trainer.training.checkpoints import load_network
from trainer.training.late_layers import LateConfig, LateOutcome

CPU = torch.device("cpu")
RECIPE = Recipe(
    first="block13",
    late=LateConfig(steps=4, people=6, validate_every=2, far=0.05),
    runs=2,
    validation=0.3,
    # To weights drawn by chance all are alike.
    one_person=1.5,
)


@pytest.fixture(autouse=True)
def small_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    torch.manual_seed(0)
    small = SFace(image_size=32)
    monkeypatch.setattr(default_network, "published_sface", lambda: small)
    return


@pytest.fixture(scope="module")
def sets() -> list[TrainingSet]:
    return [discs(130, 2, name="one"), discs(130, 2, name="other", seed=4)]


def test_it_makes_a_network_and_says_who_judged_it(sets: list[TrainingSet], tmp_path: Path) -> None:
    told: list[str] = []
    made = make_default(
        sets, tmp_path, recipe=RECIPE, device=CPU, on_work=lambda what, _done, _total: told.append(what)
    )
    assert list(dict.fromkeys(told)) == [
        "Looking at faces",
        "Embedding them as before",
        "Learning, part 1 of 2",
        "Learning, part 2 of 2",
        "Judging",
    ]
    assert [(one.name, one.people) for one in made.verdicts] == [
        (part.set_names[0], len(part.names)) for part in made.test
    ]
    learned = any(part.step for part in made.runs)
    assert made.better == (learned and all(verdict.better for verdict in made.verdicts))
    assert [look.step for look in made.runs[0].looks] == [0, 2, 4]
    # Whoever judged was not learned from, and the folder says so.
    learned = trained_on(str(tmp_path))
    judges = {digest(name) for part in made.test for name in part.full_names()}
    assert learned
    assert not learned & judges
    again = load_network(tmp_path)
    for name, one in made.network.state_dict().items():
        torch.testing.assert_close(again.state_dict()[name], one)


def test_a_part_that_was_learned_is_not_learned_again(
    sets: list[TrainingSet], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned: list[int] = []
    learn = default_network.learn_late

    def counted(*faces: Any, **more: Any) -> LateOutcome:
        learned.append(more["config"].seed)
        return learn(*faces, **more)

    monkeypatch.setattr(default_network, "learn_late", counted)
    calls: list[int] = []

    def stopped() -> bool:
        calls.append(len(learned))
        return len(learned) == 2

    with pytest.raises(InterruptedError):
        make_default(sets, tmp_path, recipe=RECIPE, device=CPU, cancelled=stopped)
    first = make_default(sets, tmp_path, recipe=RECIPE, device=CPU)
    again = make_default(sets, tmp_path, recipe=RECIPE, device=CPU)
    assert learned == [0, 1, 1]
    assert again.verdicts == first.verdicts
    assert [part.looks for part in again.runs] == [part.looks for part in first.runs]
    other = replace(RECIPE, late=replace(RECIPE.late, margin=0.3), runs=1)
    make_default(sets, tmp_path, recipe=other, device=CPU)
    assert learned == [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("relatives", "one_relative", "out"), [(False, 1.5, 1), (True, 1.5, 0), (True, 0.999999, 1)]
)
def test_one_face_under_two_names_takes_no_part(
    tmp_path: Path, relatives: bool, one_relative: float, out: int
) -> None:
    faces = discs(60, 4, name="one")
    people = [*(faces.names[person] for person in faces.people), *["Double"] * 4]
    twice = TrainingSet.of(
        [*(faces.jpeg(place) for place in range(len(faces))), *(faces.jpeg(place) for place in range(4))],
        people,
        families=["P000" if relatives and person == "Double" else person for person in people],
        name="one",
        size=faces.size,
        margin=faces.margin,
    )
    apart = Recipe(
        first="block13",
        late=RECIPE.late,
        runs=1,
        validation=0.3,
        one_person=0.999999,
        one_relative=one_relative,
    )
    made = make_default([twice], tmp_path, recipe=apart, device=CPU)
    assert len(made.left_out["one"]) == out
    assert set(made.left_out["one"]) <= {"P000", "Double"}


def test_a_set_of_too_few_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Of one there are not two people with two faces each to"):
        make_default([discs(4, 4, name="one")], tmp_path, recipe=RECIPE, device=CPU)


def test_a_set_of_few_people_leaves_choosing_to_others(sets: list[TrainingSet], tmp_path: Path) -> None:
    made = make_default([sets[0], discs(16, 4, name="few")], tmp_path, recipe=RECIPE, device=CPU)
    assert set(made.runs[0].looks[0].vals) == {"one"}
    learned = trained_on(str(tmp_path))
    assert all(learned & set(map(digest, part.full_names())) for part in (sets[0], discs(16, 4, name="few")))


def test_two_sets_of_one_name_are_refused(sets: list[TrainingSet], tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Two training sets are named one"):
        make_default([sets[0], sets[0]], tmp_path, recipe=RECIPE, device=CPU)


def command(sets: list[TrainingSet], folder: Path) -> list[str]:
    files = [folder / f"{part.set_names[0]}.npz" for part in sets]
    for part, file in zip(sets, files, strict=True):
        part.save(file)
    options = (
        "--name small-1 --first block13 --steps 2 --people 6 --runs 1 --precision float32 --one-person 1.5"
    )
    return ["recipe", *map(str, files), "--to", str(folder / "run"), *options.split()]


def test_the_command_writes_no_model_that_is_not_better(
    sets: list[TrainingSet],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Made, "better", property(lambda _: False))
    assert main(command(sets, tmp_path)) == 3
    said = capsys.readouterr().out
    assert "It is not better on every set: it is not written" in said
    assert (tmp_path / "run/report.md").read_text("utf-8").strip() in said
    assert not (tmp_path / "run/model").exists()
    assert (tmp_path / "run/looks.png").read_bytes().startswith(b"\x89PNG")
    rows = (tmp_path / "run/looks.csv").read_text("utf-8").splitlines()
    assert rows[0] == "part,step,set,val"
    assert {row.split(",")[2] for row in rows[1:]} == {"one", "other"}


def test_the_command_writes_a_model_that_is_better(
    sets: list[TrainingSet],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Made, "better", property(lambda _: True))
    assert main(command(sets, tmp_path)) == 0
    card = parse_card((tmp_path / "run/model/small-1.toml").read_text("utf-8"))
    assert card.licence == "Apache-2.0"
    assert card.recognition is not None
    assert card.recognition.calibration is not None
    assert "familiar models install" in capsys.readouterr().out
    assert trained_on(str(tmp_path / "run/model/small-1.toml")) == trained_on(str(tmp_path / "run"))
    # The part that judged is what the card was measured on.
    judged = np.unique([name for part in sets for name in part.full_names()])
    assert len(trained_on(str(tmp_path / "run"))) < len(judged)
