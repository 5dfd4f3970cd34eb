"""Lets the tests use the scripts of `packaging/`, which are run from there and are no package."""

from __future__ import annotations

import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "packaging"
sys.path.append(str(SCRIPTS))
