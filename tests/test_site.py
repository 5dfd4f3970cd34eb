"""The pages as a site: they are built without a warning, and nothing in them is loaded from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST_PICTURES = 2_000_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("mkdocs", reason="mkdocs is not installed (pip install -e .[dev])")
    place = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return place


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    loaded = re.compile(
        r"""<(?:script|img|iframe)[^>]+src=["']?(?:https?:)?//|<link[^>]+href=["']?(?:https?:)?//"""
    )
    styled = re.compile(r"""@import\s|url\(["']?(?:https?:)?//""")
    for page in site.rglob("*.html"):
        assert not loaded.search(page.read_text("utf-8")), page
    for style in site.rglob("*.css"):
        assert not styled.search(style.read_text("utf-8")), style


def test_pages_from_outside_of_docs_are_there_with_their_links(site: Path) -> None:
    first = (site / "index.html").read_text("utf-8")
    assert 'href="guide/index.html"' in first
    assert 'href="project/contributing.html"' in first
    assert 'src="pictures/people.png"' in first
    assert 'href="../search.html"' in (site / "guide" / "searching.html").read_text("utf-8")


def test_every_picture_is_shown_somewhere_and_all_are_small() -> None:
    pictures = sorted((ROOT / "docs" / "pictures").glob("*.png"))
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "benchmarks" / "RESULTS.md"]
    text = "".join(page.read_text("utf-8") for page in pages)
    assert not [picture.name for picture in pictures if f"pictures/{picture.name})" not in text]
    assert sum(picture.stat().st_size for picture in pictures) < MOST_PICTURES
