"""`familiar models`: listing, verifying, installing and selecting."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers import onnx_models
from makers.command_line import CommandLine

from app.library.store import Library

BUILT_IN = ["familiar-1", "sface-2021dec", "yunet-2023mar"]


@pytest.fixture
def own(tmp_path: Path) -> tuple[Path, Path]:
    """Return a tiny recogniser and its card."""
    model, card = tmp_path / "tiny.onnx", tmp_path / "tiny.toml"
    data = onnx_models.recogniser()
    model.write_bytes(data)
    card.write_text(onnx_models.recogniser_card(data), encoding="utf-8")
    return model, card


@pytest.mark.parametrize("words", [["models"], ["models", "list"]])
def test_models_are_listed(familiar: CommandLine, opened: Library, words: list[str]) -> None:
    heading, *lines = familiar.good(*words).splitlines()
    assert heading.split() == ["name", "task", "licence", "title"]
    assert [line.split()[0] for line in lines] == BUILT_IN
    assert [" in use " in line for line in lines] == [True, False, True]
    document = familiar.json(*words)
    assert [(m["name"], m["task"], m["selected"]) for m in document["models"]] == [
        ("familiar-1", "recognition", True),
        ("sface-2021dec", "recognition", False),
        ("yunet-2023mar", "detection", True),
    ]
    assert document["broken"] == []


def test_listing_needs_no_library_and_makes_none(familiar: CommandLine) -> None:
    assert familiar.good("models").count("in use") == 2
    assert not familiar.library.exists()


def test_verify(familiar: CommandLine) -> None:
    assert [line.split() for line in familiar.good("models", "verify").splitlines()[1:]] == [
        [name, "good"] for name in BUILT_IN
    ]
    assert familiar.json("models", "verify") == {
        "models": [{"name": name, "problem": None} for name in BUILT_IN],
        "broken": [],
    }


def test_a_model_of_ones_own(familiar: CommandLine, opened: Library, own: tuple[Path, Path]) -> None:
    out = familiar.good("models", "install", *own)
    assert out == "Installed tiny. Use it with: familiar models select tiny\n"
    assert familiar.json("models")["models"][-1] | {"sha256": ""} == {
        "name": "tiny",
        "title": "Tiny recogniser",
        "task": "recognition",
        "licence": "MIT",
        "source": "made by a test",
        "sha256": "",
        "selected": False,
    }
    assert "Embed the faces with it: familiar index" in familiar.good("models", "select", "tiny")
    assert familiar.json("settings")["settings"]["recogniser"] == "tiny"
    selected = {model["name"] for model in familiar.json("models")["models"] if model["selected"]}
    assert selected == {"tiny", "yunet-2023mar"}
    assert familiar.json("models", "select", "sface-2021dec")["selected"]["name"] == "sface-2021dec"
    assert "for new and changed photos" in familiar.good("models", "select", "yunet-2023mar")


def test_a_library_keeps_the_recogniser_it_began_with(familiar: CommandLine, people: Library) -> None:
    assert familiar.json("settings")["settings"]["recogniser"] == "sface-2021dec"
    selected = {model["name"] for model in familiar.json("models")["models"] if model["selected"]}
    assert selected == {"sface-2021dec", "yunet-2023mar"}
    assert "Embed the faces with it: familiar index" in familiar.good("models", "select", "familiar-1")
    assert familiar.json("settings")["settings"]["recogniser"] == "familiar-1"


def test_a_model_that_is_damaged_later_is_found(
    familiar: CommandLine, opened: Library, own: tuple[Path, Path], home: Path
) -> None:
    familiar.good("models", "install", *own)
    (installed,) = home.rglob("tiny.onnx")
    installed.write_bytes(b"damaged")
    ran = familiar("models", "verify")
    assert (ran.status, ran.err) == (5, "")
    assert "good" not in next(line for line in ran.out.splitlines() if line.startswith("tiny"))
    document = familiar("--json", "models", "verify")
    assert document.status == 5
    assert [m["name"] for m in document.json["models"] if m["problem"]] == ["tiny"]
    assert familiar("doctor").status == 5
    familiar.refused("models", "select", "tiny", status=4)
    assert familiar.json("settings")["settings"]["recogniser"] == "familiar-1"


def test_a_broken_card_is_named_and_hides_no_other(familiar: CommandLine, home: Path) -> None:
    card = home / "data" / "Familiar" / "models" / "own" / "card.toml"
    card.parent.mkdir(parents=True)
    card.write_text("name = 7")
    ran = familiar("models")
    assert ran.status == 0
    assert ran.out.count("in use") == 2
    assert str(card) in ran.err
    assert len(familiar.json("models")["broken"]) == 1
    ran = familiar("models", "verify")
    assert ran.status == 5
    assert str(card) in ran.err


def test_a_wrong_card_is_not_installed(familiar: CommandLine, own: tuple[Path, Path]) -> None:
    model, card = own
    model.write_bytes(onnx_models.recogniser(seed=1))
    familiar.refused("models", "install", model, card, status=4)
    card.write_text("name = 7")
    assert str(card) in familiar.refused("models", "install", model, card, status=4)
    assert [m["name"] for m in familiar.json("models")["models"]] == BUILT_IN


def test_an_unknown_model_is_not_selected(familiar: CommandLine, opened: Library) -> None:
    said = familiar.refused("models", "select", "nosuch")
    assert said == f"There is no model named nosuch. Choose one of these: {', '.join(BUILT_IN)}.\n"
