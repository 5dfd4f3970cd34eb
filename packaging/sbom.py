"""Writes what a bundle consists of as CycloneDX, which other programs read: packages, libraries and models.

The form is that of CycloneDX 1.6 (https://cyclonedx.org/docs/1.6/json/). What there is is found out by
`packaging/licences.py`.
"""

from __future__ import annotations

import json
import os
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from licences import Contents, identifiers

from app.parts import Part, by_name
from engine.models import ModelCard
from engine.models.card import FileSource

#: Of the names that serial numbers are made of.
_NAMESPACE: Final = uuid.UUID("6ad4ab3f-7a4e-4b0e-9d2b-3a1d6a9b8c11")


def write(found: Contents, file: Path) -> None:
    """Write the bill of materials.

    Its moment is the environment's SOURCE_DATE_EPOCH, where that is set, so that it can be made again.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(seconds), UTC) if seconds else datetime.now(UTC)
    file.write_text(json.dumps(document(found, moment), indent=1) + "\n", "utf-8")


def document(found: Contents, moment: datetime) -> dict[str, Any]:
    """Return the bill of materials as CycloneDX has it.

    Args:
        found: What the bundle consists of; the first package is Familiar itself.
        moment: When it was made.
    """
    own, *packages = found.packages
    components = [
        *(_component(part, "pypi") for part in packages),
        *(_component(part, "generic") for part in found.others),
        *map(_model, found.models),
    ]
    needs = {
        _reference(part.name, "pypi"): [_reference(name, "pypi") for name in part.needs]
        for part in found.packages
    }
    # Whatever no package asks for, the whole rests on.
    needs[_reference(own.name, "pypi")] += [
        *(_reference(part.name, "generic") for part in found.others),
        *(_reference(card.name, "model") for card in found.models),
    ]
    named = json.dumps(components, sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_NAMESPACE, named)}",
        "version": 1,
        "metadata": {
            "timestamp": moment.isoformat(timespec="seconds"),
            "component": _component(own, "pypi") | {"type": "application"},
        },
        "components": components,
        "dependencies": [{"ref": name, "dependsOn": needed} for name, needed in needs.items()],
    }


def _reference(name: str, kind: str) -> str:
    return f"{kind}:{by_name(name)}"


def _component(part: Part, kind: str) -> dict[str, Any]:
    name = by_name(part.name) if kind == "pypi" else quote(part.name, safe="")
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": _reference(part.name, kind),
        "name": part.name,
        "version": part.version,
        "purl": f"pkg:{kind}/{name}" + (f"@{quote(part.version, safe='')}" if part.version else ""),
    }
    if part.licence:
        made["licenses"] = _licences(part.licence)
    if part.source.startswith("https://"):
        made["externalReferences"] = [{"type": "website", "url": part.source}]
    return made


def _model(card: ModelCard) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "machine-learning-model",
        "bom-ref": _reference(card.name, "model"),
        "name": card.name,
        "description": card.title,
        "version": card.file.version or "",
        "hashes": _hashes(card.file),
        **({"components": [_file(card.file.mixed)]} if card.file.mixed is not None else {}),
        "licenses": _licences(card.licence),
        "properties": [{"name": "familiar:file", "value": card.file.path}],
    }
    if card.source.startswith("https://"):
        made["externalReferences"] = [{"type": "website", "url": card.source}]
    return made


def _hashes(file: FileSource) -> list[dict[str, str]]:
    return [{"alg": "SHA-256", "content": file.sha256}]


def _file(file: FileSource) -> dict[str, Any]:
    return {"type": "file", "name": file.path, "hashes": _hashes(file)}


def _licences(licence: str) -> list[dict[str, Any]]:
    if identifiers(licence) == [licence]:
        return [{"license": {"id": licence}}]
    return [{"expression": licence}]
