"""Whom models learned from: told by settings, by lists beside them, and by what they began from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from makers.crops_of_people import set_of

from trainer.data.splitting import divide
from trainer.evaluation.learned import copy_learned_from, digest, trained_on, write_learned_from
from trainer.recognisers import DEFAULT, PUBLISHED


def people(name: str, numbers: Iterable[int]) -> set[str]:
    return {digest(f"{name}/{name}{number}") for number in numbers}


def test_what_the_settings_of_a_run_tell(tmp_path: Path) -> None:
    sets = [set_of([f"{name}{at}" for at in range(20)], name=name, size=24, margin=4) for name in ("a", "b")]
    for faces in sets:
        faces.save(tmp_path / f"{faces.set_names[0]}.npz")
    (tmp_path / "first").mkdir()
    (tmp_path / "first" / "config.toml").write_text(
        '[data]\nsets = ["../a.npz", "../gone.npz"]\nheld_out = 0.25\nfold = 1\n', "utf-8"
    )
    (tmp_path / "second").mkdir()
    (tmp_path / "second" / "config.toml").write_text(
        '[data]\nsets = ["../b.npz"]\nheld_out = 0.0\n[network]\ninitial = "../first/best.safetensors"\n',
        "utf-8",
    )
    of_first = people("a", divide(sets[0], validation=0.25, fold=1).training)
    assert 8 <= len(of_first) < 20
    assert trained_on(str(tmp_path / "first")) == of_first
    assert trained_on(str(tmp_path / "first" / "best.safetensors")) == of_first
    assert trained_on(str(tmp_path / "second")) == of_first | people("b", range(20))
    copy_learned_from(tmp_path / "second", tmp_path / "ours-2.toml")
    assert trained_on(str(tmp_path / "ours-2.toml")) == of_first | people("b", range(20))
    (tmp_path / "first" / "config.toml").write_text("no = 1\n", "utf-8")
    with pytest.raises(ValueError, match=r"config\.toml: unknown entries: no\. So it is not known whom"):
        trained_on(str(tmp_path / "first"))


def test_who_began_from_the_default_learned_from_its_people(tmp_path: Path) -> None:
    known = trained_on(DEFAULT)
    assert len(known) > 1000
    faces = set_of(["Anna", "Anna", "Ben"], name="ours", size=24, margin=4)
    own = {digest("ours/Anna"), digest("ours/Ben")}
    write_learned_from(tmp_path, faces)
    assert trained_on(str(tmp_path)) == own
    write_learned_from(tmp_path, faces, initial="installed")
    assert trained_on(str(tmp_path)) == own | known


def test_a_list_that_happens_to_lie_here_is_not_that_of_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text("no = 1\n", "utf-8")
    (tmp_path / "learned-from.txt").write_text(f"{digest('a/a1')}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert trained_on(PUBLISHED) == frozenset()
    assert trained_on(str(tmp_path)) == {digest("a/a1")}
    # Another model's card lies there, which has no list of its own.
    assert trained_on(str(tmp_path / "other.toml")) == frozenset()
