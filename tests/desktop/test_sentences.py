"""Sentences made below the window: all have templates, stay as they are in English, and can be translated."""

from __future__ import annotations

import importlib.util
import re
import shutil
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from makers.libraries import run
from makers.operating import three_groups
from makers.scenarios import DONE, REFUSED
from makers.translators import Backwards, spoken
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from app.desktop.sentences import all_templates, has_template, said_of_one, translated
from app.desktop.templates.actions import ACTIONS, JOINED, PREFIXES, WHO
from app.desktop.templates.refusals import REFUSALS, SEARCHES
from app.desktop.templates.trouble import PARTS
from app.library.names import PersonNotFoundError, name_key
from app.library.store import Library
from app.operations import Changes, OperationError, confirm_faces, redo, told, undo, without_numbers
from app.search.errors import QueryError
from app.search.language import DEEPEST, LONGEST, parse
from app.search.tree import TakenAt
from app.search.words import place_key

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"
#: What is only found inside of sentences.
INSIDE = {*WHO, *PARTS, JOINED}
_NUMBERS = {"face", "height", "number", "rows", "times", "width"}
_SENTENCES = {"action", "problem", "remedy"}
_NAMES = {"people", "name", "whom", "other"}

#: No separator of parts, and no words around which a sentence is taken apart.
NAMES = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters=";,"), min_size=1
).filter(
    lambda name: (
        name.strip()
        and not re.search(r"\b(?:to|into|is|not|with|as|or|and|of|off|on)\b|group|somebody", name)
    )
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with three_groups(tmp_path / "library.db") as opened:
        yield opened


@pytest.fixture
def backwards(qapp: QCoreApplication) -> Iterator[Backwards]:
    language = Backwards()
    with spoken(language):
        yield language


def said(sentence: str) -> None:
    """Check that a sentence can be said in another language."""
    assert has_template(sentence), sentence
    # Names have capital letters, and what is typed in a search is in English.
    left = set(re.findall(r"\b[a-z]{2,}", translated(sentence))) - {"before", "lens"}
    assert not left, sentence


def test_all_that_is_done_undone_and_redone_can_be_said(tmp_path: Path, backwards: Backwards) -> None:
    for number, acts in enumerate(DONE):
        with three_groups(tmp_path / f"{number}.db") as library:
            for act in acts:
                changes = act(library)
                if isinstance(changes, Changes):
                    said(changes.summary)
                    said(changes.told)
                    for entry in told(library, [changes.action_id or 0]).values():
                        said(entry.sentence)
            for step in (undo, redo):
                again = step(library)
                said(again.summary)
                said(again.told)
    # Histories from before have it.
    said("Confirmed all faces of Anna")
    assert {*ACTIONS, *PREFIXES, JOINED} <= backwards.asked
    assert {"group {number}", "a group of %n face(s)"} <= backwards.asked


def test_what_is_refused_can_be_said(tmp_path: Path, backwards: Backwards) -> None:
    for number, (*before, last) in enumerate(REFUSED):
        with three_groups(tmp_path / f"{number}.db") as library:
            for act in before:
                act(library)
            with pytest.raises((OperationError, PersonNotFoundError)) as refused:
                last(library)
        said(str(refused.value))
        said(without_numbers(str(refused.value)))
    (lost,) = [template for template in REFUSALS if "no longer in the library" in template]
    assert {*REFUSALS} - {lost} <= backwards.asked


@pytest.mark.parametrize("faces", [[1], [1, 2]])
def test_what_cannot_be_brought_back_can_be_said(
    library: Library, backwards: Backwards, faces: list[int]
) -> None:
    confirm_faces(library, faces=faces)
    run(library, "DELETE FROM photo")
    (problem,) = undo(library).problems
    said(problem)
    assert translated(problem) == f"⟨{len(faces)}⟩"


def test_what_a_search_is_refused_for_can_be_said(backwards: Backwards) -> None:
    names = {name_key(name): name for name in ("Anna", "Hanna", "Joanna")}
    for text in (
        "x" * (LONGEST + 1),
        "Anna)",
        "(" * (DEEPEST + 1),
        "only 2019",
        "2019..2018",
        "2019-13",
        "- Anna",
        "before Anna",
        "12.5",
        "lens:wide",
        "Zebulon",
        "Ana",
        "Hana",
    ):
        with pytest.raises(QueryError) as refused:
            parse(text, names)
        said(str(refused.value))
    towns = ("Basel", "Bern", "Bergen", "Berlin", "Oran", "Orleans")
    known = {place_key(town): TakenAt(town, ()) for town in towns}
    for text in ("in Zagreb", "in Ba", "in Or", "in Ber"):
        with pytest.raises(QueryError) as refused:
            parse(text, names, known)
        said(str(refused.value))
    assert {*SEARCHES} <= backwards.asked


def filled(template: str, number: int, name: str = "") -> tuple[str, dict[str, str]]:
    """Return a sentence made from a template, and its values."""
    fields = dict.fromkeys(re.findall(r"\{(\w+)\}", template))
    values = {field: f"<{field}>" for field in fields}
    for at, field in enumerate(fields):
        if field in _NUMBERS:
            values[field] = str(11 + at)
        elif name and field in _NAMES:
            values[field] = name
        elif field in _SENTENCES:
            values[field] = "Install it with: <command>" if field == "remedy" else "A name cannot be empty."
    if "group" in values:
        values["group"] = "a group of 12 faces"
    if "action" in values:
        values["action"] = "Named group 7 <name>; confirmed 12 faces"
    english = said_of_one(template) if number == 1 else template.replace("(s)", "s")
    return english.replace("%n", str(number)).format(**values), values


@pytest.mark.parametrize("number", [1, 12])
@pytest.mark.parametrize("template", sorted({*all_templates()} - INSIDE))
def test_a_translation_has_the_values_in_their_places(
    backwards: Backwards, template: str, number: int
) -> None:
    sentence, values = filled(template, number)
    expected = backwards.said(template).replace("%n", str(number))
    for field, value in values.items():
        # What is a sentence itself, or a group, is said in the other language, too.
        other = translated(value) if field in _SENTENCES else "⟨12⟩" if field == "group" else value
        expected = expected.replace(f"{{{field}}}", other)
    assert has_template(sentence)
    assert translated(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Named a group of 12 faces Anna; confirmed 1 face", "⟨⟨1⟩|⟨Anna|⟨12⟩⟩⟩"),
        ("Undone: Drew a face of group 3", "⟨⟨⟨3⟩⟩⟩"),
        ("Merged Ben, group 3, a group into a group of 1 face", "⟨⟨1⟩|Ben, ⟨3⟩, A GROUP⟩"),
        ("Split 2 faces off Anna as group 4, Doris", "⟨⟨4⟩, Doris|Anna|2⟩"),
        ("Drew a face; Ignored 2 faces; and 3 more", "⟨⟨⟨3⟩|⟨2⟩⟩|DREW A FACE⟩"),
        ("Renamed somebody forgotten to Anna; Bert", "⟨Anna; Bert|SOMEBODY FORGOTTEN⟩"),
        ("Renamed Anna to a group", "⟨A GROUP|Anna⟩"),
        ("Renamed a group to Anna", "⟨Anna|a group⟩"),
        ("/a/b.jpg is too large (8 × 9 pixels). Save a smaller copy to use it here.", "⟨⟨9|8⟩|/a/b.jpg⟩"),
        ("/a could not be read (it is odd). Check the drive it is on, then index again.", "⟨it is odd|/a⟩"),
        ("Nobody has written this.", "Nobody has written this."),
    ],
)
def test_values_that_are_sentences_or_groups_are_said_too(
    backwards: Backwards, sentence: str, expected: str
) -> None:
    assert translated(sentence) == expected


@given(name=NAMES, template=st.sampled_from([one for one in ACTIONS + REFUSALS if "{" in one]))
@example(name="{name} %n %1 \\1", template="Moved %n face(s) to {whom}")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_names_come_through_unchanged(backwards: Backwards, name: str, template: str) -> None:
    sentence, values = filled(template, 3, name)
    found = translated(sentence)
    for field, value in values.items():
        if field in _NAMES:
            assert value == name
            assert name in found
    assert found != sentence


@given(text=st.text(), name=st.text(min_size=1), template=st.sampled_from(all_templates()))
@settings(deadline=None)
def test_english_stays_as_it_is(text: str, name: str, template: str) -> None:
    assert translated(text) == text
    for number in (0, 1, 12):
        sentence, _ = filled(template, number, name)
        assert translated(sentence) == sentence


def test_numbers_too_great_for_qt_are_left_alone(backwards: Backwards) -> None:
    sentence = "Deleted 99999999999999999999 faces"
    assert translated(sentence) == sentence


def test_a_long_history_is_said_quickly(backwards: Backwards) -> None:
    sentences = [f"Moved {number} faces to a group of {number} faces" for number in range(2000)]
    sentences += [f"Merged {' into ' * 100}, Anna{number} into {' into ' * 100}!" for number in range(20)]
    sentences += [f"Renamed {'; Drew a face' * 100}{number} to Anna" for number in range(20)]
    started = time.perf_counter()
    for sentence in sentences:
        translated(sentence)
    assert time.perf_counter() - started < 2


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what Qt's tools make of all texts: English, and one without translations."""
    if not Path(sys.executable).with_name("pyside6-lupdate").exists():
        pytest.skip("Qt's tools are not beside this Python")
    spec = importlib.util.spec_from_file_location("update", TRANSLATIONS / "update.py")
    assert spec is not None
    assert spec.loader is not None
    update = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(update)
    folder = tmp_path_factory.mktemp("translations")
    shutil.copy(TRANSLATIONS / "familiar_en.ts", folder)
    (folder / "familiar_xx.ts").write_text('<!DOCTYPE TS><TS version="2.1" language="de"></TS>')
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(update, "HERE", folder)
        update.main()
    return folder


def test_lupdate_finds_every_template(collected: Path) -> None:
    (context,) = [
        one
        for one in ET.parse(collected / "familiar_xx.ts").iter("context")
        if one.findtext("name") == "Sentences"
    ]
    counted = {one.findtext("source"): one.get("numerus") == "yes" for one in context.iter("message")}
    assert counted == {template: "%n" in template for template in all_templates()}


def test_english_with_plurals_stays_as_it_is(qapp: QCoreApplication, collected: Path) -> None:
    english = QTranslator()
    assert english.load(QLocale("en"), "familiar", "_", str(collected))
    with spoken(english):
        deleted = [QCoreApplication.translate("Sentences", "Deleted %n face(s)", None, n) for n in (1, 2)]
        assert deleted == ["Deleted 1 face", "Deleted 2 faces"]
        for template in all_templates():
            for number in (0, 1, 12):
                sentence, _ = filled(template, number)
                assert translated(sentence) == sentence


@pytest.mark.parametrize("file", sorted(TRANSLATIONS.glob("*.ts")), ids=lambda file: file.stem)
def test_translations_have_all_values(file: Path) -> None:
    """In each language, of whatever is translated: a value that were left out would be lost."""
    checked = 0
    for message in ET.parse(file).iter("message"):
        translation = message.find("translation")
        assert translation is not None
        forms = [one.text or "" for one in translation.iter("numerusform")] or [translation.text or ""]
        if translation.get("type") == "unfinished":
            continue
        checked += 1
        wanted = set(re.findall(r"\{\w+\}", message.findtext("source") or ""))
        for form in forms:
            assert set(re.findall(r"\{\w*\}?", form)) == wanted, form
    assert checked
