"""A hook of MkDocs: takes pages from outside of `docs` into the site, and leads links where they are there.

Links are written as they hold in the checkout. The site has the README as its first page, and other pages of
the checkout in a folder of their own, so that links from and to these have another way. How the site looks is
in `mkdocs.yml`.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

#: Files outside of `docs`, from the top of the checkout, and where they are in the site.
TAKEN = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "benchmarks/RESULTS.md": "project/results.md",
    "LICENSE": "project/LICENSE.txt",
}
_IN_SITE = {site: checkout for checkout, site in TAKEN.items()}
_DOCS = "docs/"
_LINK = re.compile(r"(\]\()([^)\s#]+)([^)\s]*\))")
#: Code, in which nothing is a link: blocks, and within a line.
_CODE = re.compile(r"(^```.*?^```|`[^`\n]+`)", re.DOTALL | re.MULTILINE)


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add what is taken from outside."""
    top = Path(config.config_file_path).parent
    for checkout, site in TAKEN.items():
        files.append(File.generated(config, site, abs_src_path=str(top / checkout)))
    return files


def on_page_markdown(markdown: str, *, page: Page, **_: object) -> str:
    """Lead the links of a page where their targets are in the site."""
    here = page.file.src_uri

    def led(found: re.Match[str]) -> str:
        return f"{found[1]}{_led(found[2], here)}{found[3]}"

    parts = _CODE.split(markdown)
    parts[::2] = [_LINK.sub(led, part) for part in parts[::2]]
    return "".join(parts)


def _led(target: str, here: str) -> str:
    """Return the way to a link's target from a page of the site."""
    if re.match(r"[a-z]+:", target):
        return target
    page = _IN_SITE.get(here, _DOCS + here)
    there = posixpath.normpath(posixpath.join(posixpath.dirname(page), target))
    site = TAKEN.get(there, there.removeprefix(_DOCS))
    return posixpath.relpath(site, posixpath.dirname(here) or ".")
