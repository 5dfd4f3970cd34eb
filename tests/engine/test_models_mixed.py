"""A model with a second file, in whole numbers: which one is used, and that both are checked."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from makers.crops_of_people import soft_crop
from makers.faces import DEFAULT_RECOGNISER
from makers.onnx_models import recogniser, recogniser_card

from engine.embedding import FaceEmbedder
from engine.models import CardError, Catalogue, ModelError, Provider, RuntimeOptions, Session, parse_card
from engine.models import catalogue as catalogue_module

MODEL, MIXED = recogniser(), recogniser(seed=1)
ZEROS = {"data": np.ones((1, 3, 112, 112), np.float32)}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def card_text(path: str = "tiny-mixed.onnx", sha256: str = digest(MIXED)) -> str:
    table = f'[file.mixed]\npath = "{path}"\nsha256 = "{sha256}"\n\n[input]'
    return recogniser_card(MODEL).replace("[input]", table)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The two files and their card, where a user might have them."""
    (tmp_path / "tiny.onnx").write_bytes(MODEL)
    (tmp_path / "tiny-mixed.onnx").write_bytes(MIXED)
    (tmp_path / "tiny.toml").write_text(card_text(), "utf-8")
    return tmp_path / "tiny.onnx", tmp_path / "tiny.toml"


def of(data: bytes) -> np.ndarray:
    return Session(data, name="tiny").run(ZEROS)["embedding"]


# --- the card ------------------------------------------------------------------------------------------


def test_the_card_names_a_second_file() -> None:
    file = parse_card(card_text()).file
    assert file.mixed is not None
    assert (file.path, file.mixed.path, file.mixed.sha256) == ("tiny.onnx", "tiny-mixed.onnx", digest(MIXED))
    assert parse_card(recogniser_card(MODEL)).file.mixed is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (card_text(path="../tiny-mixed.onnx"), r"\[file\] \[mixed\]: 'path' must be text of the form"),
        (card_text(path="more/tiny.onnx"), "'mixed' must be a table of another file"),
        (card_text(path="tiny.onnx"), "'mixed' must be a table of another file"),
        (card_text(sha256="12"), r"\[file\] \[mixed\]: 'sha256' must be"),
        (card_text().replace("\n\n[input]", '\nneeds = "more"\n\n[input]'), "unknown entries: needs"),
        (
            card_text().replace("[file]", '[file]\npackage = "one"\nversion = "1"'),
            "beside a model that is no part of a package",
        ),
    ],
)
def test_a_wrong_second_file_is_refused(text: str, message: str) -> None:
    with pytest.raises(CardError, match=message):
        parse_card(text)


# --- which file is used --------------------------------------------------------------------------------


@pytest.mark.parametrize(("quicker", "expected"), [(True, MIXED), (False, MODEL)])
def test_it_is_used_where_the_processor_is_quicker_with_it(
    mine: Catalogue, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, quicker: bool, expected: bytes
) -> None:
    monkeypatch.setattr(catalogue_module, "multiplies_bytes", lambda: quicker)
    card = mine.install(*files)
    for options in (None, RuntimeOptions(Provider.CPU)):
        found = mine.session(card, options)
        assert found.provider is not Provider.CPU or np.array_equal(
            found.run(ZEROS)["embedding"], of(expected)
        )
    # Who asks for the file gets the one in floats: a network is trained on from it.
    assert mine.load(card) == MODEL


def test_a_graphics_card_gets_the_file_in_floats(
    mine: Catalogue, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue_module, "multiplies_bytes", lambda: True)
    monkeypatch.setattr(catalogue_module, "runs_on", lambda _options: Provider.CUDA)
    found = mine.session(mine.install(*files))
    np.testing.assert_array_equal(found.run(ZEROS)["embedding"], of(MODEL))


# --- installing and verifying --------------------------------------------------------------------------


def test_both_files_are_installed_and_verified(mine: Catalogue, files: tuple[Path, Path]) -> None:
    mine.install(*files)
    folder = mine.installed_folder / "tiny"
    assert sorted(path.name for path in folder.iterdir()) == ["card.toml", "tiny-mixed.onnx", "tiny.onnx"]
    (status,) = [status for status in mine.statuses() if status.card.name == "tiny"]
    assert status.problem is None
    (folder / "tiny-mixed.onnx").write_bytes(MIXED[:-1])
    (status,) = [status for status in mine.statuses() if status.card.name == "tiny"]
    assert status.problem is not None
    assert "tiny-mixed.onnx is not the file that the card of tiny describes" in status.problem
    mine.install(*files)
    assert (folder / "tiny-mixed.onnx").read_bytes() == MIXED


def test_a_second_file_that_is_missing_another_or_broken_is_refused(
    mine: Catalogue, files: tuple[Path, Path]
) -> None:
    mixed = files[0].with_name("tiny-mixed.onnx")
    mixed.write_bytes(MODEL)
    with pytest.raises(ModelError, match=r"tiny-mixed\.onnx is not the file that the card of tiny describes"):
        mine.install(*files)
    mixed.unlink()
    with pytest.raises(ModelError, match=r"tiny-mixed\.onnx.*could not be read.*Put it beside the model"):
        mine.install(*files)
    mixed.write_bytes(b"not a model")
    files[1].write_text(card_text(sha256=digest(b"not a model")), "utf-8")
    with pytest.raises(ModelError, match=r"tiny-mixed\.onnx is not a model that Familiar can run"):
        mine.install(*files)
    assert not mine.installed_folder.exists()


# --- the default recogniser ----------------------------------------------------------------------------


def test_the_default_recogniser_in_whole_numbers_gives_nearly_the_same(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On any processor: one without VNNI is slower with it, and less exact."""
    card = catalogue.card(DEFAULT_RECOGNISER)
    faces = np.stack([soft_crop(number, size=112) for number in range(8)])
    found = []
    for quicker in (False, True):
        monkeypatch.setattr(catalogue_module, "multiplies_bytes", lambda quicker=quicker: quicker)
        session = catalogue.session(card, RuntimeOptions(Provider.CPU))
        found.append(FaceEmbedder(session, card).embed(faces))
    cosine = (found[0].vectors * found[1].vectors).sum(axis=1)
    assert cosine.min() > 0.98
    assert cosine.max() < 0.99999
    np.testing.assert_allclose(found[1].certainty, found[0].certainty, atol=0.05)
