"""What Familiar consists of: its version, all that it needs, and what is known of their licences."""

from __future__ import annotations

import importlib.metadata
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from app import parts
from app.parts import Part, by_name, installed

ROOT = Path(__file__).resolve().parents[2]


def project() -> dict[str, Any]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"])


def needed(name: str, seen: set[str], extra: str = "") -> Iterator[str]:
    """All that a package needs on this system, as installers find it out."""
    for text in importlib.metadata.requires(name) or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            found = by_name(requirement.name)
            if found not in seen:
                seen.add(found)
                yield found
                yield from needed(found, seen)


def test_the_version_is_the_one_that_the_project_states() -> None:
    """To mend this, install Familiar again: python3 run.py --help does not, python3 run.py test does."""
    assert parts.version() == project()["version"]


def test_everything_that_is_needed_is_a_part() -> None:
    own, *found = installed()
    names = {by_name(part.name) for part in found}
    assert own.name == "familiar"
    assert {by_name(Requirement(text).name) for text in project()["dependencies"]} <= names
    assert set(needed("familiar", set())) <= names
    assert names.isdisjoint({"familiar", "pytest", "ruff", "torch"})
    assert len(names) == len(found)


def test_needs_are_parts_too() -> None:
    found = installed()
    names = {by_name(part.name) for part in found}
    assert {name for part in found for name in part.needs} == names - {"familiar"}


def test_each_part_tells_its_licence_and_where_it_is_from() -> None:
    for part in installed()[1:]:
        assert re.fullmatch(r"[\w.()+-]+( (AND|OR) [\w.()+-]+)*", part.licence), part
        assert part.source.startswith("https://"), part
        assert part.version, part
        assert all(text.is_file() for text in part.texts), part


@pytest.mark.parametrize(
    ("name", "licence", "texts"),
    [
        ("numpy", "BSD-3-Clause", {"LICENSE.txt"}),
        ("onnxruntime", "MIT", {"LICENSE", "ThirdPartyNotices.txt"}),
        ("pi_heif", "LGPL-3.0-or-later", {"LICENSE.txt", "LICENSES_bundled.txt"}),
        ("opencv-python-headless", "LGPL-2.1-or-later", {"LICENSE-3RD-PARTY.txt"}),
        ("PySide6_Essentials", "LGPL-3.0-only", set()),
    ],
)
def test_what_is_in_a_package_counts(name: str, licence: str, texts: set[str]) -> None:
    part = next(part for part in installed() if by_name(part.name) == by_name(name))
    assert licence in part.licence
    assert texts <= {text.name for text in part.texts}


def test_a_bundle_has_a_list_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert parts.parts() == installed()
    folder = tmp_path / "licences"
    (folder / "python").mkdir(parents=True)
    (folder / "python" / "LICENSE").write_text("You may.")
    about = {"name": "Python", "version": "3", "licence": "PSF-2.0", "source": "", "needs": ["zlib"]}
    (folder / parts.LISTED).write_text(json.dumps([about | {"texts": ["python/LICENSE"]}]))
    monkeypatch.setattr(parts.importlib.resources, "files", lambda _: tmp_path)  # type: ignore[attr-defined]
    assert parts.parts() == [Part("Python", "3", "PSF-2.0", "", ("zlib",), (folder / "python" / "LICENSE",))]
