"""The translations are complete and compiled, and English knows one from many."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.desktop.start import install_translations

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"


@pytest.fixture
def update() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", TRANSLATIONS / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_they_are_up_to_date(update: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To mend this: .venv/bin/python resources/translations/update.py, and translate what is new."""
    if not Path(sys.executable).with_name("pyside6-lupdate").exists():
        pytest.skip("Qt's tools are not beside this Python")
    for file in TRANSLATIONS.glob("*.ts"):
        shutil.copy(file, tmp_path)
    monkeypatch.setattr(update, "HERE", tmp_path)
    update.main()
    for made in [*tmp_path.glob("*.ts"), *tmp_path.glob("*.qm")]:
        assert made.read_bytes() == (TRANSLATIONS / made.name).read_bytes(), made.name
        if made.suffix == ".ts":
            unfinished = [
                one for one in ET.parse(made).iter("translation") if one.get("type") == "unfinished"
            ]
            assert not unfinished, made.name


@pytest.mark.parametrize("language", ["en", "de"])
def test_one_and_many(qtbot: QtBot, language: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    installed = install_translations(app, QLocale(language))
    try:
        said = [QCoreApplication.translate("JobRow", "%n face(s)", "", number) for number in (0, 1, 1200)]
        assert said == ["0 faces", "1 face", "1200 faces"]
    finally:
        for translator in installed:
            app.removeTranslator(translator)
