"""`trainer networks`: the table it prints."""

from __future__ import annotations

import pytest

import trainer.networks
from trainer.cli.networks import networks


def rows(printed: str) -> dict[str, list[str]]:
    return {line.split()[0]: line.split() for line in printed.splitlines() if line.strip()}


def test_every_network_is_listed_beside_the_papers_figures(capsys: pytest.CaptureFixture[str]) -> None:
    networks(time=False)
    printed = capsys.readouterr().out
    table = rows(printed)
    assert list(table) == ["network", *trainer.networks.NETWORKS]
    assert " ".join(table["nn1"][1:]) == "220 x 220 140 M (140 M) 1.61 G (1.6 G)"
    assert " ".join(table["nn4"][1:]) == "96 x 96 6.62 M (6.6 M) 285 M (285 M)"
    assert " ".join(table["nns2"][1:4]) == "116 x 140"
    assert " ".join(table["sface"][1:]) == "112 x 112 9.64 M 574 M"
    assert max(map(len, printed.splitlines())) <= 80
    assert "ms per face" not in printed


def test_time_is_measured_when_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {name: trainer.networks.NETWORKS[name] for name in ("nns2", "fasternet")}
    monkeypatch.setattr("trainer.networks.NETWORKS", few)
    networks(time=True)
    printed = capsys.readouterr().out
    table = rows(printed)
    assert list(table) == ["network", "nns2", "fasternet", "Measured"]
    assert max(map(len, printed.splitlines())) <= 80
    assert float(table["nns2"][-1]) > 0
    assert float(table["fasternet"][-1]) > 0
