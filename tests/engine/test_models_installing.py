"""The user's own models: installed, refused, and left out where something is wrong with them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from makers.onnx_models import model_of, recogniser, recogniser_card
from onnx import helper

from engine.models import CardError, Catalogue, ModelError

DETECTOR = "yunet-2023mar"
MODEL = recogniser()
Files = Callable[[bytes, str], tuple[Path, Path]]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Write a model and its card where a user might have them."""

    def write(model: bytes, card: str) -> tuple[Path, Path]:
        folder = tmp_path / "downloads"
        folder.mkdir(exist_ok=True)
        (folder / "anything.onnx").write_bytes(model)
        (folder / "some card.toml").write_text(card, "utf-8")
        return folder / "anything.onnx", folder / "some card.toml"

    return write


def test_a_model_is_installed_and_runs(mine: Catalogue, files: Files) -> None:
    card = mine.install(*files(MODEL, recogniser_card(MODEL)))
    assert card.name == "tiny"
    assert [c.name for c in mine.cards()] == ["familiar-1", "sface-2021dec", DETECTOR, "tiny"]
    found = mine.card("tiny")
    assert found.text == card.text
    assert mine.load(found) == MODEL
    output = mine.session(found).run({"data": np.zeros((2, 3, 112, 112), np.float32)})
    assert output["embedding"].shape == (2, 128)
    assert not mine.cache_folder.exists()
    (status,) = [s for s in mine.statuses() if s.card.name == "tiny"]
    assert (status.installed, status.problem) == (True, None)
    folder = mine.installed_folder / "tiny"
    assert sorted(p.name for p in folder.iterdir()) == ["card.toml", "tiny.onnx"]
    assert [p.name for p in mine.installed_folder.iterdir()] == ["tiny"]


def test_a_model_that_needs_a_repair_is_installed_as_published(mine: Catalogue, files: Files) -> None:
    model = recogniser(batch=1)
    text = recogniser_card(model).replace("[file]", '[file]\nrepairs = ["free-batch-size"]')
    card = mine.install(*files(model, text))
    assert (mine.installed_folder / "tiny" / "tiny.onnx").read_bytes() == model
    output = mine.session(card).run({"data": np.zeros((3, 3, 112, 112), np.float32)})
    assert output["embedding"].shape == (3, 128)


def test_without_the_repair_it_is_refused(mine: Catalogue, files: Files) -> None:
    model = recogniser(batch=1)
    with pytest.raises(ModelError, match=r"anything\.onnx is not a model that Familiar can run"):
        mine.install(*files(model, recogniser_card(model)))
    assert not mine.installed_folder.exists()


def test_installing_twice_changes_nothing(mine: Catalogue, files: Files) -> None:
    paths = files(MODEL, recogniser_card(MODEL))
    mine.install(*paths)
    before = {p: p.stat().st_mtime_ns for p in mine.installed_folder.rglob("*")}
    mine.install(*paths)
    assert {p: p.stat().st_mtime_ns for p in mine.installed_folder.rglob("*")} == before


@pytest.mark.parametrize("damage", ["gone", "damaged"])
def test_installing_again_is_the_remedy_it_is_said_to_be(mine: Catalogue, files: Files, damage: str) -> None:
    paths = files(MODEL, recogniser_card(MODEL))
    mine.install(*paths)
    file = mine.installed_folder / "tiny" / "tiny.onnx"
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes(MODEL[:-1])
    with pytest.raises(ModelError, match=r"Install the model again with: familiar models install"):
        mine.load(mine.card("tiny"))
    (status,) = [s for s in mine.statuses() if s.card.name == "tiny"]
    assert status.problem
    assert "Install the model again" in status.problem
    mine.install(*paths)
    assert mine.load(mine.card("tiny")) == MODEL
    assert sorted(p.name for p in file.parent.iterdir()) == ["card.toml", "tiny.onnx"]


def test_another_model_of_that_name_is_refused(mine: Catalogue, files: Files) -> None:
    mine.install(*files(MODEL, recogniser_card(MODEL)))
    other = recogniser(seed=1)
    with pytest.raises(ModelError, match=r"Another model named tiny is installed\. Choose another name"):
        mine.install(*files(other, recogniser_card(other)))
    assert mine.load(mine.card("tiny")) == MODEL


def test_the_name_of_a_built_in_model_is_refused(mine: Catalogue, files: Files) -> None:
    with pytest.raises(ModelError, match=r"sface-2021dec is the name of a built-in model\. Choose another"):
        mine.install(*files(MODEL, recogniser_card(MODEL, name="sface-2021dec")))
    assert not mine.installed_folder.exists()


def test_a_model_that_is_not_the_cards_is_refused(mine: Catalogue, files: Files) -> None:
    with pytest.raises(ModelError, match=r"anything\.onnx is not the file that the card of tiny describes"):
        mine.install(*files(recogniser(seed=1), recogniser_card(MODEL)))
    assert not mine.installed_folder.exists()


def two_outputs() -> bytes:
    nodes = [helper.make_node("Flatten", ["data"], [name], axis=1) for name in ("a", "b")]
    size = 3 * 112 * 112
    model = model_of(nodes, inputs={"data": ["n", 3, 112, 112]}, outputs={"a": ["n", size], "b": ["n", size]})
    return model.SerializeToString()


@pytest.mark.parametrize(
    ("model", "changes", "reason"),
    [
        (recogniser(64), {}, r"its output should be of shape \(2, 128\), it gave .*\(2, 64\)"),
        (two_outputs(), {}, r"its output should be of shape \(2, 128\), it gave"),
        (recogniser(side=128), {}, r"The model tiny failed"),
        (MODEL, {"name": "image"}, r"it has no input named image, only \('data',\)"),
        (b"not a network", {}, r".+"),
        (MODEL[:-200], {}, r".+"),
    ],
    ids=["size", "outputs", "picture", "input", "garbage", "cut off"],
)
def test_a_model_that_does_not_do_what_its_card_says_is_refused(
    mine: Catalogue, files: Files, model: bytes, changes: dict[str, str], reason: str
) -> None:
    text = recogniser_card(model)
    if changes:
        text = text.replace('name = "data"', f'name = "{changes["name"]}"')
    with pytest.raises(ModelError, match=rf"anything\.onnx is not a model that Familiar can run: {reason}"):
        mine.install(*files(model, text))
    assert not mine.installed_folder.exists()


DETECTOR_CARD = """name = "tiny"
title = "Tiny detector"
task = "detection"
licence = "MIT"
source = "made by a test"

[file]
path = "tiny.onnx"
sha256 = "{sha256}"

[input]
name = "data"
colour = "RGB"
range = [0.0, 255.0]
multiple_of = 32

[detection]
strides = [8]
score = 0.5
overlap = 0.3
face_width = [16, 400]
"""


def test_a_detector_without_the_outputs_of_a_detector_is_refused(mine: Catalogue, files: Files) -> None:
    model = model_of(
        [helper.make_node("Relu", ["data"], ["cls_8"])],
        inputs={"data": [1, 3, "h", "w"]},
        outputs={"cls_8": [1, 3, "h", "w"]},
    ).SerializeToString()
    card = DETECTOR_CARD.format(sha256=hashlib.sha256(model).hexdigest())
    with pytest.raises(ModelError, match=r"it lacks the outputs \['bbox_8', 'kps_8', 'obj_8'\]"):
        mine.install(*files(model, card))


def test_a_card_that_names_a_package_is_not_installed(mine: Catalogue, files: Files) -> None:
    text = recogniser_card(MODEL).replace("[file]", '[file]\npackage = "numpy"\nversion = "2"')
    with pytest.raises(ModelError, match=r"some card\.toml names a package.*leave out 'package'"):
        mine.install(*files(MODEL, text))


def test_a_wrong_card_is_not_installed(mine: Catalogue, files: Files) -> None:
    with pytest.raises(CardError, match=r"some card\.toml \[embedding\]: 'size' must be"):
        mine.install(*files(MODEL, recogniser_card(MODEL, size=1)))


def test_files_that_cannot_be_read_are_named(mine: Catalogue, files: Files, tmp_path: Path) -> None:
    model, card = files(MODEL, recogniser_card(MODEL))
    with pytest.raises(ModelError, match=r"could not be read.*nowhere\.onnx"):
        mine.install(tmp_path / "nowhere.onnx", card)
    with pytest.raises(ModelError, match=r"could not be read"):
        mine.install(model, tmp_path)
    card.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelError, match=r"could not be read"):
        mine.install(model, card)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, files: Files) -> None:
    (tmp_path / "file").write_text("in the way")
    catalogue = Catalogue(installed=tmp_path / "file" / "models", cache=tmp_path / "cache")
    with pytest.raises(ModelError, match=r"tiny could not be copied to .*file/models.*can be written\."):
        catalogue.install(*files(MODEL, recogniser_card(MODEL)))


def test_a_full_disk_leaves_no_half_model(
    mine: Catalogue, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = files(MODEL, recogniser_card(MODEL))

    def full(self: Path, *_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(ModelError, match="No space left on device"):
        mine.install(*paths)
    assert list(mine.installed_folder.iterdir()) == []


def test_a_broken_installed_card_is_listed_and_left_out(mine: Catalogue, files: Files) -> None:
    mine.install(*files(MODEL, recogniser_card(MODEL)))
    mine.install(*files(MODEL, recogniser_card(MODEL, name="other")))
    broken = mine.installed_folder / "tiny" / "card.toml"
    broken.write_text("name = ", "utf-8")
    assert [c.name for c in mine.cards()] == ["familiar-1", "sface-2021dec", DETECTOR, "other"]
    (sentence,) = mine.broken_cards()
    assert str(broken) in sentence
    broken.write_bytes(b"\xff")
    (sentence,) = mine.broken_cards()
    assert f"{broken} cannot be read" in sentence


def test_a_card_edited_after_installing_is_a_problem_and_no_crash(mine: Catalogue, files: Files) -> None:
    mine.install(*files(MODEL, recogniser_card(MODEL)))
    file = mine.installed_folder / "tiny" / "card.toml"
    file.write_text(file.read_text("utf-8").replace("size = 128", "size = 64"), "utf-8")
    (status,) = [s for s in mine.statuses() if s.card.name == "tiny"]
    assert status.problem
    assert status.problem.startswith("The model tiny cannot be used: its output should be of shape (2, 64)")


def test_half_installed_models_are_not_seen(mine: Catalogue) -> None:
    staging = mine.installed_folder / ".incoming-abc"
    staging.mkdir(parents=True)
    (staging / "card.toml").write_text(recogniser_card(MODEL), "utf-8")
    assert len(mine.cards()) == 3
    assert mine.broken_cards() == []


def test_the_tiny_models_are_valid() -> None:
    for model in (MODEL, recogniser(64), two_outputs()):
        onnx.checker.check_model(onnx.load_from_string(model), full_check=True)
