"""Reading and writing `TrainingConfig` as TOML: a table for each dataclass in it, an entry for each field."""

from __future__ import annotations

import dataclasses
import json
import tomllib
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from trainer.training.config import INSTALLED, ConfigError, TrainingConfig


def read_config(path: Path, *, changes: Sequence[str] = ()) -> TrainingConfig:
    """Read a training file.

    Args:
        path: TOML; relative paths in `[data]`, `initial` and `teacher` are meant from its folder.
        changes: entries that replace the file's, each "table.entry=value" or "entry=value", the value in
            TOML's form; a value that is not TOML is taken for text. Relative paths in them are meant from
            the working folder.

    Raises:
        ConfigError: not TOML, an unknown entry, or a value of the wrong kind or out of range; it names the
            file.
        OSError: it cannot be read.
    """
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}.") from error
    folder = path.resolve().parent
    for table, entries in _PATHS.items():
        known = tables.get(table)
        if isinstance(known, dict):
            known.update({name: _whole(known[name], folder) for name in entries if name in known})
    replaced = [_parts(change) for change in changes]
    with naming(path, changes):
        for one in replaced:
            _apply(tables, *one)
        return parse_config(tables)


@contextmanager
def naming(path: Path, changes: Sequence[str] = ()) -> Iterator[None]:
    """Say of what is wrong with a run from which file, and with which changes, it was read.

    Raises:
        ConfigError: whatever was raised, behind the file's name.
    """
    try:
        yield
    except ConfigError as error:
        changed = f" with {', '.join(changes)}" if changes else ""
        raise ConfigError(f"{path}{changed}: {error}") from error


def parse_config(tables: Mapping[str, Any]) -> TrainingConfig:
    """Read a run from the tables of its file.

    Raises:
        ConfigError: an unknown entry, or a value of the wrong kind or out of range.
    """
    return _record(TrainingConfig, tables, "")


def as_toml(config: TrainingConfig) -> str:
    """Write a run so that `parse_config` reads the same."""
    lines: list[str] = []
    tables: list[str] = []
    for entry in dataclasses.fields(config):
        value = getattr(config, entry.name)
        if dataclasses.is_dataclass(value):
            tables += ["", f"[{entry.name}]"]
            tables += [f"{one.name} = {_toml(getattr(value, one.name))}" for one in dataclasses.fields(value)]
        else:
            lines.append(f"{entry.name} = {_toml(value)}")
    return "\n".join([*lines, *tables]) + "\n"


def decisive(text: str) -> str:
    """Leave out of a run, as `as_toml` writes it, what changes none of its results."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("workers = "))


_Record = TypeVar("_Record")


def _record(kind: type[_Record], values: Mapping[str, Any], where: str) -> _Record:
    hints = typing.get_type_hints(kind)
    unknown = sorted(set(values) - set(hints))
    if unknown:
        raise ConfigError(f"unknown entries: {where}{f', {where}'.join(unknown)}.")
    return kind(**{name: _value(hints[name], value, f"{where}{name}") for name, value in values.items()})


def _value(kind: Any, value: Any, where: str) -> Any:
    wrong = ConfigError(f"{where} must be {_described(kind)}, not {value!r}.")
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(value, Mapping):
            raise wrong
        return _record(kind, value, f"{where}.")
    if isinstance(kind, types.GenericAlias):
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise wrong
        return tuple(_value(str, one, where) for one in value)
    if issubclass(kind, StrEnum):
        if value not in list(kind):
            raise wrong
        return kind(value)
    if isinstance(value, bool) and kind is not bool:
        raise wrong
    try:
        if kind is float and isinstance(value, int):
            return float(value)
        if isinstance(value, str):
            # A path may have bytes that are no text, which the run's own file could not say.
            value.encode("utf-8")
    except (OverflowError, UnicodeEncodeError):
        raise wrong from None
    if not isinstance(value, kind):
        raise wrong
    return value


def _described(kind: Any) -> str:
    if dataclasses.is_dataclass(kind):
        return "a table"
    if isinstance(kind, types.GenericAlias):
        return "a list of texts"
    if issubclass(kind, StrEnum):
        return f"one of {', '.join(kind)}"
    return {bool: "true or false", int: "a whole number", float: "a number", str: "text"}[kind]


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for the one control character that JSON leaves as it is.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return repr(value)


#: Entries that hold paths, by table; words that stand for something else are left as they are.
_PATHS = {"data": ("sets", "held_out_sets"), "network": ("initial",), "loss": ("teacher",)}
_WORDS = ("", INSTALLED)


def _whole(value: Any, folder: Path) -> Any:
    if isinstance(value, list):
        return [_whole(one, folder) for one in value]
    return value if value in _WORDS or not isinstance(value, str) else str(folder / value)


def _parts(change: str) -> tuple[list[str], str, Any]:
    """Take a change apart: the names of tables in one another, the entry in the last, and its new value."""
    name, given, text = change.partition("=")
    if not given or not name.strip():
        raise ConfigError(f"A change has the form table.entry=value, not {change!r}.")
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        value = text
    *table, entry = name.strip().split(".")
    if entry in _PATHS.get(".".join(table), ()):
        value = _whole(value, Path.cwd())
    return table, entry, value


def _apply(tables: dict[str, Any], table: Sequence[str], entry: str, value: Any) -> None:
    place = tables
    for part in table:
        inner = place.setdefault(part, {})
        if not isinstance(inner, dict):
            raise ConfigError(f"{part} is no table, so it has no {entry.strip()}.")
        place = inner
    place[entry] = value
