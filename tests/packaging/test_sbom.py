"""The bill of materials: in the form of CycloneDX, with everything that a bundle consists of."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from licences import Contents, contents
from sbom import document, write

from app.parts import Part, by_name, version

ROOT = Path(__file__).resolve().parents[2]
MOMENT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(scope="module")
def found() -> Contents:
    return contents()


@pytest.fixture(scope="module")
def made(found: Contents) -> dict[str, Any]:
    return document(found, MOMENT)


def test_everything_is_in_it(found: Contents, made: dict[str, Any]) -> None:
    own = made["metadata"]["component"]
    assert (own["name"], own["version"], own["type"]) == ("familiar", version(), "application")
    purls = {component["purl"] for component in made["components"] if "purl" in component}
    for part in found.packages[1:]:
        assert f"pkg:pypi/{by_name(part.name)}@{part.version}" in purls
    assert any(purl.startswith("pkg:generic/Python@3.") for purl in purls)
    assert all(component["licenses"] for component in made["components"])


def test_models_are_in_it_with_their_hashes(made: dict[str, Any]) -> None:
    models = {one["name"]: one for one in made["components"] if one["type"] == "machine-learning-model"}
    assert set(models) == {file.stem for file in (ROOT / "resources" / "models").glob("*.toml")}
    (stated,) = models["familiar-1"]["hashes"]
    content = (ROOT / "resources" / "models" / "familiar-1.onnx").read_bytes()
    assert stated == {"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}
    (beside,) = models["familiar-1"]["components"]
    content = (ROOT / "resources" / "models" / beside["name"]).read_bytes()
    assert beside["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]


def test_references_lead_somewhere(made: dict[str, Any]) -> None:
    known = [one["bom-ref"] for one in (made["metadata"]["component"], *made["components"])]
    assert len(known) == len(set(known))
    edges = {one["ref"]: one["dependsOn"] for one in made["dependencies"]}
    assert {made["metadata"]["component"]["bom-ref"], *edges} <= set(known)
    reached, ahead = set(), ["pypi:familiar"]
    while ahead:
        reached.add(here := ahead.pop())
        ahead += [one for one in edges.get(here, ()) if one not in reached]
    assert reached == set(known)


def test_licences_are_told_as_the_form_wants(found: Contents) -> None:
    parts = (
        Part("familiar", "1", "MIT", "", ("b",)),
        Part("b", "1+x", "MIT AND (LGPL-2.1-only OR CDDL-1.0)", "https://example.org"),
    )
    others = (Part("libc 6", "", "", ""),)
    made = document(Contents(parts, others, ()), MOMENT)
    assert made["metadata"]["component"]["licenses"] == [{"license": {"id": "MIT"}}]
    assert made["components"] == [
        {
            "type": "library",
            "bom-ref": "pypi:b",
            "name": "b",
            "version": "1+x",
            "purl": "pkg:pypi/b@1%2Bx",
            "licenses": [{"expression": "MIT AND (LGPL-2.1-only OR CDDL-1.0)"}],
            "externalReferences": [{"type": "website", "url": "https://example.org"}],
        },
        {
            "type": "library",
            "bom-ref": "generic:libc 6",
            "name": "libc 6",
            "version": "",
            "purl": "pkg:generic/libc%206",
        },
    ]


def test_it_can_be_made_again_as_it_was(
    tmp_path: Path, found: Contents, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(MOMENT.timestamp())))
    write(found, tmp_path / "sbom.cdx.json")
    assert json.loads((tmp_path / "sbom.cdx.json").read_text("utf-8")) == made
    assert made["metadata"]["timestamp"] == "2026-01-02T03:04:05+00:00"


def test_it_is_cyclonedx(made: dict[str, Any]) -> None:
    if not all(importlib.util.find_spec(name) for name in ("cyclonedx", "jsonschema", "referencing")):
        pytest.skip("cyclonedx-python-lib is not installed (pip install -e .[packaging])")
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(made)) is None
    broken = made | {"components": [{"type": "nonsense"}]}
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(broken)) is not None
