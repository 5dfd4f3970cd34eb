"""What building needs, and trying out what was built: by programs that stand in for Familiar's."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import trying
from trying import Installed, TryingError, require, stated_version, try_out

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the programs are stood in for by scripts")

#: Reads every JPEG of its folders; what it says else is what a whole Familiar says.
STAND_IN = """#!{python}
import json, sys
from pathlib import Path
words = sys.argv[1:]
if "index" in words:
    found = [file for place in words[1:] for file in Path(place).rglob("*.jpg")]
    Path("count").write_text(str(len(found)))
told = {{
    "status": {{"figures": {{"analysed": int(Path("count").read_text()) if Path("count").exists() else 0,
                "failed": {failed}, "faces": 9, "groups": 1}}}},
    "people": {{"people": [{{"id": 1}}]}},
}}
print(json.dumps(told[words[1]]) if words[0] == "--json" else "familiar {version} index Anna train")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "programs"
    made.mkdir()
    stand_in(made)
    return made


def stand_in(folder: Path, *, failed: int = 0) -> None:
    for program in ("familiar", "familiar-desktop"):
        text = STAND_IN.format(python=sys.executable, version=stated_version(), failed=failed)
        if program == "familiar":
            # The version is said alone.
            text = text.replace(
                "print(", f"print('familiar {stated_version()}') if '--version' in words else print("
            )
        (folder / program).write_text(text, "utf-8")
        (folder / program).chmod(0o755)


def test_what_works_is_found_to_work(folder: Path, tmp_path: Path) -> None:
    try_out(Installed(folder, trainer=False), tmp_path / "work")


def test_more_photos_may_lie_in_folders_beside_other_files(folder: Path, tmp_path: Path) -> None:
    photos = tmp_path / "more"
    (photos / "2008" / "01").mkdir(parents=True)
    for number in range(3):
        (photos / "2008" / "01" / f"{number}.jpg").write_bytes(b"")
    (photos / "labels.xml").write_text("labels")
    try_out(Installed(folder, trainer=False), tmp_path / "work", photos)


def test_photos_that_are_not_read_are_noticed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(TryingError, match="and more it read"):
        try_out(Installed(folder, trainer=False), tmp_path / "one", tmp_path / "none")
    stand_in(folder, failed=1)
    with pytest.raises(TryingError, match="'failed': 1"):
        try_out(Installed(folder, trainer=False), tmp_path / "other")


def test_a_program_that_does_not_end_is_told(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "familiar").write_text("#!/bin/sh\nexec sleep 600\n", "utf-8")
    monkeypatch.setattr(trying, "_PATIENCE_S", 0.3)
    with pytest.raises(TryingError, match=r"familiar --version did not end within 0\.3 s"):
        try_out(Installed(folder, trainer=False), tmp_path / "work")


def test_what_is_missing_to_build_is_told_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    require("json")
    with pytest.raises(TryingError, match=r"nosuch is missing\. .*pip install -e \"\.\[packaging\]\""):
        require("nosuch")
    # What is left of a former build looks like a package.
    (tmp_path / "builtbefore").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(TryingError, match="builtbefore is missing"):
        require("builtbefore")
