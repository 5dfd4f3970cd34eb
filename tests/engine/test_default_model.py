"""The recogniser that comes with Familiar is the one that its card describes."""

from __future__ import annotations

import hashlib
import importlib.resources

import numpy as np
import pytest
from makers.crops_of_people import soft_crop
from makers.faces import DEFAULT_RECOGNISER
from numpy.typing import NDArray

from engine.calibration import Calibration
from engine.embedding import FaceEmbedder
from engine.models import Catalogue, ModelCard, Session

#: Cosines of the embeddings of drawn crops 0 to 3 with each other, as the file gave them when it was made.
SIMILARITIES = [0.6482, 0.7714, 0.7522, 0.7203, 0.6966, 0.7194]


@pytest.fixture(scope="module")
def card(catalogue: Catalogue) -> ModelCard:
    return catalogue.card(DEFAULT_RECOGNISER)


@pytest.fixture(scope="module")
def default(catalogue: Catalogue, card: ModelCard) -> FaceEmbedder:
    # The file in floats, whatever the processor: what is in whole numbers is compared with it elsewhere.
    return FaceEmbedder(Session(catalogue.load(card), name=card.name), card)


def crops(count: int) -> NDArray[np.uint8]:
    return np.stack([soft_crop(number, size=112) for number in range(count)])


def test_the_file_beside_the_card_is_the_one_it_describes(card: ModelCard) -> None:
    data = (importlib.resources.files("resources") / "models" / card.file.path).read_bytes()
    assert hashlib.sha256(data).hexdigest() == card.file.sha256
    assert len(data) <= 20_000_000
    assert card.licence == "Apache-2.0"


def test_it_gives_what_it_gave_when_it_was_made(default: FaceEmbedder) -> None:
    vectors = default.embed(crops(4)).vectors
    assert vectors.shape == (4, 128)
    found = (vectors @ vectors.T)[np.triu_indices(4, 1)]
    np.testing.assert_allclose(found, SIMILARITIES, atol=2e-3)


def test_a_batch_may_have_any_size(default: FaceEmbedder) -> None:
    faces = crops(7)
    together = default.embed(faces).vectors
    alone = np.concatenate([default.embed(faces[at : at + 1]).vectors for at in range(7)])
    np.testing.assert_allclose(together, alone, atol=1e-4)


def test_thresholds_and_calibration_agree(card: ModelCard) -> None:
    spec = card.recognition
    assert spec is not None
    table = spec.calibration
    assert table is not None
    calibration = Calibration.of(card)
    assert 5e-4 < calibration.far_at(spec.same_person) < 2e-3
    assert calibration.probability(spec.same_person) > 0.5
    assert spec.same_person - 0.15 <= spec.grouping <= spec.same_person + 0.25
