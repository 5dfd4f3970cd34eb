"""Whatever our code may tell of an action or raise as an error that the window shows has a template.

A new sentence without one fails here, with the place where it is made; so does a template of no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from makers.sources import INNER, VALUE, Made, Sources
from makers.translators import Backwards, spoken
from PySide6.QtCore import QCoreApplication

from app.desktop.sentences import has_template, translated
from app.desktop.templates.trouble import LIBRARY, MODELS, PARTS, PHOTOS, PROOFS
from app.library.errors import busy
from app.operations.forgetting import ForgettingUnfinishedError
from app.operations.subject import Subject
from engine.image import ImageError, ImageProblem

PACKAGES = ("app/operations", "app/library", "app/indexing", "app/search", "app/grouping", "engine")
ERRORS = (
    "OperationError",
    "QueryError",
    "RootError",
    "ModelError",
    "RuntimeProblemError",
    "PersonNotFoundError",
)
#: What only the command line does: installing models, and exporting training sets.
NOT_IN_WINDOW = (
    "install",
    "_copy_in",
    "_try_out",
    "check_model",
    "_mixed_beside",
    "_refuse_taken",
    "_require_people",
    "_frame",
    "find_root",
)
#: What is not translated: commands, files, and what another program says.
AS_IT_IS = re.compile(rf"(?:pip|familiar models) install.*|/photos/a\.jpg|{re.escape(INNER)}")
#: Only a group is named; who has a name is renamed.
IMPOSSIBLE = {"Named 7 7", "Named 7 7; confirmed 7 faces"}


@pytest.fixture(scope="module")
def sources() -> Sources:
    return Sources.of(*PACKAGES, "app/desktop/together.py", "app/desktop/naming.py", "app/desktop/desk.py")


def lacking(made: Iterable[Made]) -> list[Made]:
    """Return the sentences without a template; texts that other sentences are put into whole do not count."""
    return [one for one in made if one.text not in {"", VALUE, INNER} and not has_template(one.text)]


def errors(sources: Sources) -> list[Made]:
    names = [*ERRORS, *sorted(sources.subclasses("LibraryError"))]
    return sources.arguments(names, without=NOT_IN_WINDOW)


def actions(sources: Sources) -> list[Made]:
    found = [*sources.returns("work"), *sources.keywords("perform_together", "summary")]
    return [one for one in found if one.text not in IMPOSSIBLE]


def of_photos(sources: Sources) -> list[Made]:
    details = ["", *(one.text for one in sources.arguments(["ImageError"], 2))]
    return [
        Made(ImageError(problem, "/photos/a.jpg", detail or VALUE).sentence, problem)
        for problem in ImageProblem
        for detail in details
    ]


def of_files(sources: Sources) -> list[Made]:
    unusable = sources.arguments(["Unusable"], 1)
    return [*of_photos(sources), *unusable]


def proofs(sources: Sources) -> list[Made]:
    said = [one for one in sources.arguments(["append"]) if one.where.startswith("app/operations/proving")]
    return [*said, *sources.yields("app/operations/proving.py")]


def test_errors(sources: Sources) -> None:
    assert len(errors(sources)) > 80
    assert not lacking(errors(sources))


def test_actions(sources: Sources) -> None:
    assert len(actions(sources)) > 50
    assert not lacking(actions(sources))


def test_photos_that_cannot_be_used(sources: Sources) -> None:
    assert len(of_files(sources)) > len(ImageProblem)
    assert not lacking(of_files(sources))


def test_proofs(sources: Sources) -> None:
    assert len(proofs(sources)) > 8
    assert not lacking(proofs(sources))


def test_what_cannot_be_brought_back(sources: Sources) -> None:
    assert len(sources.returns("replay")) == 1
    assert not lacking(sources.returns("replay"))


def test_a_sentence_without_template_is_found() -> None:
    made = [Made("Turned 7 faces upside down", "here"), Made("Deleted 7 faces", "there")]
    assert lacking(made) == made[:1]


@pytest.fixture
def backwards(qapp: QCoreApplication) -> Iterator[Backwards]:
    language = Backwards()
    with spoken(language):
        yield language


def of_stores(sources: Sources) -> list[Made]:
    """Return what is said of each file beside a library."""
    holds = {one.text for one in sources.keywords("Layout", "holds")}
    said = [one for one in errors(sources) if "Familiar keeps 7 there" in one.text]
    assert len(holds) > 1
    assert said
    return [Made(one.text.replace("keeps 7", f"keeps {what}"), one.where) for one in said for what in holds]


def test_nothing_english_is_left(sources: Sources, backwards: Backwards) -> None:
    """Reasons and parts of sentences have templates, too; commands, tables and files stay as they are."""
    made = [*errors(sources), *of_files(sources), *proofs(sources), *of_stores(sources)]
    left = {
        one: said for one in made if re.search(r"[a-z]{3,}", said := AS_IT_IS.sub("", translated(one.text)))
    }
    assert not left
    error = ForgettingUnfinishedError(busy(Path("/a.db")), Subject(people=set()))
    assert has_template(str(error))
    assert translated(str(error)) == "⟨⟨/a.db⟩⟩"
    assert {*PHOTOS, *LIBRARY, *MODELS, *PROOFS, *PARTS} <= backwards.asked
