"""The trainer's guide is true: its training file, its commands and the names it lists."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from trainer.cli import main
from trainer.studies import IMAGE_STUDIES, TRAINING_STUDIES
from trainer.training.config import TrainingConfig
from trainer.training.config_file import as_toml, parse_config

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "trainer.md").read_text("utf-8")


def test_the_training_file_of_the_guide_has_every_entry_with_its_default() -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    tables = tomllib.loads(block)
    assert parse_config(tables) == TrainingConfig()
    whole = tomllib.loads(as_toml(TrainingConfig()))
    assert {name: sorted(entry) if isinstance(entry, dict) else 0 for name, entry in tables.items()} == {
        name: sorted(entry) if isinstance(entry, dict) else 0 for name, entry in whole.items()
    }


@pytest.mark.parametrize("command", sorted(set(re.findall(r"^    trainer (\w+)", GUIDE, re.MULTILINE))))
def test_every_command_of_the_guide_exists_with_its_options(
    command: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main([command, "--help"]) == 0
    told = capsys.readouterr().out
    lines = re.findall(rf"^    trainer {command} .*$", GUIDE, re.MULTILINE)
    options = {option for line in lines for option in re.findall(r"--[a-z-]+", line)}
    assert not {option for option in options if option not in told}


def test_the_guide_lists_every_study() -> None:
    assert not [name for name in (*TRAINING_STUDIES, *IMAGE_STUDIES) if f"`{name}`" not in GUIDE]
