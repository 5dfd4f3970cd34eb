"""What is said of names in files, imported and written, has templates; and no template is of nothing."""

from __future__ import annotations

import re

import pytest
from makers.sources import VALUE, Made, Sources
from makers.translators import Backwards, spoken
from PySide6.QtCore import QCoreApplication

from app.desktop.sentences import has_template, translated
from app.desktop.templates.names import DONE_WITH_FILES, IMPORTS, WRITINGS


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources.of(
        "app/exchange/importing",
        "app/exchange/writing",
        "app/metadata/imports",
        "app/metadata/containers/atomic.py",
    )


def told(sources: Sources) -> list[Made]:
    made = [
        *sources.arguments(["SourceError", "OperationError", "append"]),
        *sources.returns("bring"),
        *sources.yields("app/metadata/imports/picasa.py"),
        *sources.keywords("perform_together", "summary"),
        *(one for one in sources.arguments(["ContainerError"])),
        *sources.arguments(["record_outside"], 2),
    ]
    return [
        one
        for one in made
        if re.search(r"[a-z]{3,} [a-z]+", one.text)
        and one.text != VALUE
        and not any(place in one.where for place in ("showing.py", "standing.py"))
    ]


def test_all_that_is_said_has_a_template(sources: Sources) -> None:
    found = told(sources)
    assert len({one.where for one in found}) > 40
    assert [one for one in found if not has_template(one.text)] == []


def test_no_template_is_of_nothing(sources: Sources, qapp: QCoreApplication) -> None:
    language = Backwards()
    with spoken(language):
        for one in told(sources):
            translated(one.text)
        for said in (
            "Noted that Anna is in a photo",
            "Took back that group 3 is in a photo",
            "Read 12 names from photos",
            "Wrote names into 1 photo",
            "7 entries of /a.json say nothing that can be used.",
            "3 more photos could not be looked at.",
            "What the files said before is no longer kept, so they stay as they are.",
            "Something else was done at the same time. Look at the history, then try again.",
            "/a.jpg stays as it is. Its drive is full. Make room there, then try again.",
            "/a.jpg stays as it is. It cannot be read or written (7).",
            "Its folder may not be written to. Give your account the right to write there.",
            "It is on a drive that may only be read. Copy it to another one, or connect that one anew.",
            "Your share of its drive is full. Make room there, then try again.",
            "Its folder is no longer there. Connect the drive it is on.",
            "It could not be written (odd). Check the drive it is on.",
        ):
            assert has_template(said)
            assert translated(said) != said
        assert {*DONE_WITH_FILES, *IMPORTS, *WRITINGS} - language.asked == set()
