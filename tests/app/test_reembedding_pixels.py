"""A change of recogniser with real crops: what comes from them is what would have come from the photos."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from makers import onnx_models
from makers.fake_photos import DETECTOR
from makers.fixed_detectors import FixedDetector
from numpy.typing import NDArray

from app.indexing import IndexReport, add_roots, index
from app.library.embeddings import load_embeddings
from app.library.store import Library
from app.search.places import model_of
from engine.analysis import Analyser
from engine.embedding import FaceEmbedder, cosine, unpack
from engine.models import Catalogue

#: Of every photo.
FACES = ((100, 80, 120, 150), (330, 210, 60, 70))


@pytest.fixture(scope="module")
def recognisers(tmp_path_factory: pytest.TempPathFactory) -> list[Analyser]:
    """Return analysers with two made recognisers that have nothing in common."""
    folder = tmp_path_factory.mktemp("made")
    catalogue = Catalogue(installed=folder / "installed", cache=folder / "cache")
    made = []
    for seed in (1, 2):
        data = onnx_models.recogniser(seed=seed)
        model, card = folder / "tiny.onnx", folder / f"{seed}.toml"
        model.write_bytes(data)
        card.write_text(onnx_models.recogniser_card(data, name=f"tiny-{seed}"), encoding="utf-8")
        installed = catalogue.install(model, card)
        embedder = FaceEmbedder(catalogue.session(installed, None), installed)
        made.append(Analyser(FixedDetector(*FACES), embedder))  # type: ignore[arg-type]
    return made


def test_pictures_of_faces_and_two_recognisers(tmp_path: Path, recognisers: list[Analyser]) -> None:
    """The whole way through pixels: from crops comes what would have come from the photos."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(6):
        small = np.random.default_rng(number).integers(0, 256, (24, 32, 3), np.uint8)
        pixels = cv2.resize(small, (640, 480), interpolation=cv2.INTER_CUBIC)
        assert cv2.imwrite(str(folder / f"{number}.jpg"), pixels)
    first, second = recognisers

    def run(library: Library, analyser: Analyser) -> IndexReport:
        return index(
            library, lambda: analyser, detector=DETECTOR, recogniser=analyser.embedder.card, workers=2
        )

    def counts(report: IndexReport) -> tuple[int, int, int]:
        return report.embedded, report.embedded_from_crops, report.not_embedded

    def vectors(library: Library, analyser: Analyser) -> NDArray[np.float32]:
        with library.read() as session:
            return unpack(load_embeddings(session, model_of(session, analyser.embedder.card)).vectors)

    with Library.open(tmp_path / "library.db") as library:
        add_roots(library, [folder])
        assert run(library, first).faces == 12
        library.backup(tmp_path / "twin.db")
        shutil.copy(tmp_path / "library.db.crops", tmp_path / "twin.db.crops")
        assert counts(run(library, second)) == (12, 0, 0)
        from_photos = vectors(library, second)
        assert abs(cosine(vectors(library, first), from_photos)).max() < 0.7
    shutil.move(folder, tmp_path / "unplugged")
    with Library.open(tmp_path / "twin.db") as library:
        assert counts(run(library, second)) == (0, 12, 0)
        from_crops = vectors(library, second)
    assert cosine(from_photos, from_crops).min() > 0.99
    assert cosine(from_photos, np.roll(from_crops, 1, axis=0)).max() < 0.95
