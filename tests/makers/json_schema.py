"""Checks a document against a JSON Schema: as much of draft 2020-12 as our own schema uses, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}
#: What says something; anything else in a schema would be passed over, so it is refused.
KNOWN = {
    *("$schema", "$defs", "$ref", "title", "description", "format", "type", "const", "enum", "required"),
    *("properties", "additionalProperties", "items", "minItems", "maxItems", "minLength", "pattern"),
    *("minimum", "maximum"),
}


def problems(schema: dict[str, Any], value: Any, whole: dict[str, Any], at: str = "") -> list[str]:
    """Return what is wrong with a value, each with where it is."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        place: Any = whole
        for part in schema["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        return problems(place, value, whole, at)
    if "type" in schema:
        names = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
        if not any(_is(value, name) for name in names):
            return [f"{at} is no {' or '.join(names)}"]
    found = list(_plain(schema, value, at))
    if isinstance(value, dict):
        found += [f"{at} lacks {key}" for key in schema.get("required", []) if key not in value]
        for key, part in value.items():
            if key in schema.get("properties", {}):
                found += problems(schema["properties"][key], part, whole, f"{at}/{key}")
            elif schema.get("additionalProperties") is False:
                found.append(f"{at} has {key}")
    if isinstance(value, list):
        for number, part in enumerate(value):
            found += problems(schema.get("items", {}), part, whole, f"{at}/{number}")
    return found


def _is(value: Any, name: str) -> bool:
    # For Python, true is a number.
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def _plain(schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
    """What is wrong with a value by itself."""
    if "const" in schema and value != schema["const"]:
        yield f"{at} is not {schema['const']}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at} is none of {schema['enum']}"
    if isinstance(value, list) and not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 1e9):
        yield f"{at} has {len(value)} items"
    if isinstance(value, str) and len(value) < schema.get("minLength", 0):
        yield f"{at} is too short"
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        yield f"{at} is not like {schema['pattern']}"
    if _is(value, "number") and not schema.get("minimum", value) <= value <= schema.get("maximum", value):
        yield f"{at} is out of range"
