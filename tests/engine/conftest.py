"""Fixtures of the engine's tests: the default models, loaded once, and pictures of faces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from makers.faces import DETECTOR, RECOGNISER, load_rgb
from numpy.typing import NDArray

from engine.analysis import Analyser
from engine.detection import FaceDetector
from engine.embedding import FaceEmbedder
from engine.image import isolated
from engine.isolation import Pool
from engine.models import Catalogue


@pytest.fixture(scope="session")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Return the built-in models alone, with a cache that lasts as long as the tests."""
    folder = tmp_path_factory.mktemp("models")
    return Catalogue(installed=folder / "installed", cache=folder / "cache")


@pytest.fixture
def mine(tmp_path: Path) -> Catalogue:
    """Return the built-in models alone, with folders of one test's own."""
    return Catalogue(installed=tmp_path / "installed", cache=tmp_path / "cache")


@pytest.fixture(scope="session")
def analyser(catalogue: Catalogue) -> Analyser:
    return Analyser.load(catalogue, detector=DETECTOR, recogniser=RECOGNISER)


@pytest.fixture(scope="session")
def detector(analyser: Analyser) -> FaceDetector:
    return analyser.detector


@pytest.fixture(scope="session")
def embedder(analyser: Analyser) -> FaceEmbedder:
    return analyser.embedder


@pytest.fixture(scope="session")
def groups(shared_data: Path) -> list[Path]:
    """Return the group photos with 500 pixels and up to eleven faces each."""
    return sorted((shared_data / "groups").glob("20*.jpg"))


@pytest.fixture(scope="session")
def portrait(shared_data: Path) -> NDArray[np.uint8]:
    """Return one picture (800, 565, 3) with one large, sharp, frontal face."""
    return load_rgb(shared_data / "groups" / "Tom_Cruise_avp_2014_4.jpg")


@pytest.fixture
def use_pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Pool]]:
    """Return what makes a pool, with options of its own, that decodes until the test ends."""
    # They need POSIX calls.
    from makers.bad_decoders import FUNCTIONS

    made: list[Pool] = []

    def use_pool(**options: Any) -> Pool:
        made.append(Pool(FUNCTIONS, **{"workers": 1} | options))
        monkeypatch.setattr(isolated._Switch, "pool", made[-1])
        return made[-1]

    yield use_pool
    for one in made:
        one.close()
