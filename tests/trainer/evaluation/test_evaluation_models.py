"""Recognisers behind one protocol: by name, by card, and as training runs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import cv2
import numpy as np
import pytest
from makers.onnx_models import recogniser, recogniser_card

import trainer.training
from app.library.settings import RECOGNISER
from engine.embedding import FaceEmbedder
from engine.models import CardError, Catalogue, ModelError, Session, parse_card
from trainer.data.training_set import TrainingSet
from trainer.evaluation import models as module
from trainer.evaluation.models import EngineModel, load_model, stored_template
from trainer.recognisers import DEFAULT


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(installed=tmp_path / "installed", cache=tmp_path / "cache")


@pytest.fixture
def faces() -> TrainingSet:
    chance = np.random.default_rng(0)
    crops = np.repeat(np.repeat(chance.integers(0, 256, (7, 18, 18, 3)), 8, axis=1), 8, axis=2)
    return TrainingSet.of_crops(crops.astype(np.uint8), list("aabbccd"), name="some")


def card_file(folder: Path, **changes: str) -> Path:
    data = recogniser()
    card = parse_card(recogniser_card(data, **changes))
    (folder / card.file.path).write_bytes(data)
    file = folder / f"{card.name}.toml"
    file.write_text(card.text, "utf-8")
    return file


@pytest.mark.parametrize("chunk", [1, 3, 64])
def test_a_card_with_its_file_beside_it(
    chunk: int, tmp_path: Path, catalogue: Catalogue, faces: TrainingSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CHUNK", chunk)
    file = card_file(tmp_path)
    model = load_model(str(file), catalogue)
    card = parse_card(file.read_text("utf-8"))
    assert card.recognition is not None
    assert (model.name, model.grouping) == ("tiny", card.recognition.grouping)
    told: list[tuple[int, int]] = []
    vectors = model.embed(faces, lambda done, total: told.append((done, total)))
    assert told[-1] == (7, 7)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    embedder = FaceEmbedder(Session((tmp_path / card.file.path).read_bytes(), name="tiny"), card)
    middle = faces.crops(np.arange(7))[:, 16:128, 16:128]
    landmarks = (stored_template(catalogue) + 16).astype(np.float32)[None]
    aligned = np.concatenate([embedder.crop(crop, landmarks) for crop in faces.crops(np.arange(7))])
    same = np.array_equal(embedder.template, stored_template(catalogue))
    np.testing.assert_allclose(vectors, embedder.embed(middle if same else aligned).vectors, atol=1e-6)
    assert model.embed(faces.subset([])).shape == (0, 128)


def test_crops_are_cut_as_the_template_asks(catalogue: Catalogue, faces: TrainingSet) -> None:
    """With the stored template the middle is taken bit by bit; with one 4 pixels further, that much less."""
    data = recogniser()
    card = parse_card(recogniser_card(data))
    embedder = FaceEmbedder(Session(data, name="tiny"), card)
    crops = faces.crops(np.arange(3))
    same = EngineModel(embedder, embedder.template)
    np.testing.assert_array_equal(same._cut(crops, 16), crops[:, 16:128, 16:128])
    shifted = EngineModel(embedder, embedder.template - np.array([4.0, 0.0]))
    difference = shifted._cut(crops, 16).astype(int) - crops[:, 16:128, 12:124]
    assert np.abs(difference).max() <= 1


def test_of_larger_crops_the_template_is_larger(catalogue: Catalogue) -> None:
    """Crops of 192 pixels, 160 of them inside the margin: reduced to 112, faces are where the template is."""
    data = recogniser()
    embedder = FaceEmbedder(Session(data, name="tiny"), parse_card(recogniser_card(data)))
    rows, columns = np.mgrid[:192, :192]
    # So smooth that it does not matter how it is reduced.
    crop = np.stack([rows, columns, (rows + columns) // 2], axis=2).astype(np.uint8)[None]
    found = EngineModel(embedder, embedder.template)._cut(crop, 16)
    expected = cv2.resize(crop[0, 16:176, 16:176], (112, 112), interpolation=cv2.INTER_LINEAR)
    assert found.shape == (1, 112, 112, 3)
    assert np.abs(found[0].astype(int) - expected).max() <= 1


def test_the_default_of_the_trainer_is_that_of_the_application() -> None:
    assert RECOGNISER.default == DEFAULT


def test_the_default_recogniser_by_name(catalogue: Catalogue) -> None:
    model = load_model("sface-2021dec", catalogue)
    assert (model.name, model.grouping) == ("sface-2021dec", 0.45)
    # Its template is that of stored crops, so nothing is warped twice.
    assert isinstance(model, EngineModel)
    np.testing.assert_array_equal(model._embedder.template, model._template)


def test_what_is_no_model(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(ModelError, match="no model named nosuch"):
        load_model("nosuch", catalogue)
    with pytest.raises(ValueError, match="not a recogniser"):
        load_model("yunet-2023mar", catalogue)
    with pytest.raises(FileNotFoundError, match=r"no\.toml is not there\. Name a card"):
        load_model(str(tmp_path / "no.toml"), catalogue)
    (tmp_path / "broken.toml").write_text("name = 3", "utf-8")
    with pytest.raises(CardError, match=r"broken\.toml"):
        load_model(str(tmp_path / "broken.toml"), catalogue)
    file = card_file(tmp_path)
    (tmp_path / parse_card(file.read_text("utf-8")).file.path).write_bytes(recogniser(seed=1))
    with pytest.raises(ModelError, match=r"is not the file that .*tiny\.toml describes"):
        load_model(str(file), catalogue)
    (tmp_path / parse_card(file.read_text("utf-8")).file.path).unlink()
    with pytest.raises(ModelError, match=r"which .*tiny\.toml describes, is not there"):
        load_model(str(file), catalogue)


def test_a_training_run_is_embedded_by_torch(
    tmp_path: Path, catalogue: Catalogue, faces: TrainingSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loading and embedding of runs have tests of their own; here only that they are asked for."""
    torch = pytest.importorskip("torch")
    network = SimpleNamespace(to=lambda device: network)
    vectors = np.eye(7, 128, dtype=np.float32)

    def embed(
        given: object, what: TrainingSet, *, device: object, on_progress: Callable[[int, int], None]
    ) -> np.ndarray:
        assert given is network
        assert isinstance(device, torch.device)
        on_progress(len(what), len(what))
        return vectors[: len(what)]

    def load_network(path: Path) -> object:
        asked.append(path)
        return network

    asked: list[Path] = []
    for name, found in (("checkpoints", {"load_network": load_network}), ("validation", {"embed": embed})):
        stub = ModuleType(name)
        vars(stub).update(found)
        monkeypatch.setitem(sys.modules, f"trainer.training.{name}", stub)
        monkeypatch.setattr(trainer.training, name, stub, raising=False)
    (tmp_path / "run 7").mkdir()
    run = load_model(str(tmp_path / "run 7"), catalogue)
    weights = load_model("some/best.safetensors", catalogue)
    assert (run.name, weights.name, run.grouping) == ("run 7", "best", None)
    assert asked == [tmp_path / "run 7", Path("some/best.safetensors")]
    told: list[tuple[int, int]] = []
    np.testing.assert_array_equal(run.embed(faces, lambda *both: told.append(both)), vectors)
    assert told == [(7, 7)]
    np.testing.assert_array_equal(run.embed(faces), vectors)
