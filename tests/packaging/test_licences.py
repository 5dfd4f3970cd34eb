"""The licences of a bundle: each known, each with its text, and none that would be that of the whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import licences
import pytest
from licences import Contents, LicenceError, collect, contents, identifiers, is_strong, passed_on

from app.parts import LISTED, Part, installed


def no_common_texts(folder: Path) -> Path:
    """Stand-ins for the system's texts, so that the tests need no particular system."""
    for name in {name for names in licences._STANDARD.values() for name in names}:
        (folder / name).write_text(f"The text of {name}.")
    return folder


@pytest.fixture
def common(tmp_path: Path) -> Path:
    folder = tmp_path / "common"
    folder.mkdir()
    return no_common_texts(folder)


def test_every_part_has_a_known_licence_and_a_text(tmp_path: Path, common: Path) -> None:
    found = contents()
    collect(found, tmp_path / "licences", common=common)
    listed = json.loads((tmp_path / "licences" / LISTED).read_text("utf-8"))
    names = [part["name"] for part in listed]
    assert len(names) == len(set(names))
    left_out = {part.name for part in installed() if is_strong(part.licence)}
    assert {part.name for part in installed()} - left_out <= set(names)
    assert {"Python", "familiar-1", "sface-2021dec", "yunet-2023mar"} <= set(names)
    for part in listed:
        assert identifiers(part["licence"]), part
        assert set(identifiers(part["licence"])) <= licences.KNOWN, part
        texts = [(tmp_path / "licences" / text).read_text("utf-8", "replace") for text in part["texts"]]
        assert texts, part
        assert all(texts), part


def test_texts_that_a_part_came_without_are_the_common_ones(tmp_path: Path, common: Path) -> None:
    collect(contents(), tmp_path / "licences", common=common)
    listed = {
        part["name"]: part["texts"]
        for part in json.loads((tmp_path / "licences" / LISTED).read_text("utf-8"))
    }
    assert {"pyside6-essentials/LGPL-3", "pyside6-essentials/GPL-3"} <= set(listed["PySide6_Essentials"])
    # It refers to a text that it does not bring.
    assert {"pi-heif/LICENSE.txt", "pi-heif/LGPL-3", "pi-heif/GPL-3"} <= set(listed["pi_heif"])
    assert listed["alembic"] == ["alembic/LICENSE"]
    model = (tmp_path / "licences" / "yunet-2023mar" / "MODEL.txt").read_text("utf-8")
    assert "Wu, Peng, Yu" in model
    assert "Permission is hereby granted" in model


def only(part: Part) -> Contents:
    return Contents((part,), (), ())


@pytest.mark.parametrize("licence", ["", "Proprietary", "MIT AND Beerware"])
def test_an_unknown_licence_is_refused(tmp_path: Path, common: Path, licence: str) -> None:
    part = Part("newcomer", "1", licence, "https://example.org")
    with pytest.raises(LicenceError, match=r"newcomer 1 is not known.*app/parts\.py"):
        collect(only(part), tmp_path / "licences", common=common)


def test_a_missing_text_is_refused(tmp_path: Path) -> None:
    part = Part("newcomer", "1", "Apache-2.0", "https://example.org")
    with pytest.raises(LicenceError, match=r"newcomer came without.*Apache-2\.0.*--texts"):
        collect(only(part), tmp_path / "licences", common=tmp_path)
    with pytest.raises(LicenceError, match="newcomer is missing"):
        collect(only(replace(part, licence="MIT")), tmp_path / "more", common=tmp_path)


@pytest.mark.parametrize(
    ("licence", "strong"),
    [
        ("", False),
        ("MIT", False),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", False),
        ("MIT AND (LGPL-2.1-only OR CDDL-1.0)", False),
        ("BSD-3-Clause AND GPL-2.0-or-later", True),
        ("GPL-3.0-only", True),
        ("AGPL-3.0-only", True),
        ("GPL-2.0-only OR GPL-3.0-only", True),
    ],
)
def test_what_would_be_the_licence_of_the_whole(licence: str, strong: bool) -> None:
    assert is_strong(licence) is strong


def test_what_would_be_the_licence_of_the_whole_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    own, gpl = Part("familiar", "1", "MIT", "", ("av",)), Part("av", "1", "GPL-2.0-or-later", "")
    monkeypatch.setattr(licences, "installed", lambda: [own, gpl])
    assert passed_on() == ([own], [gpl])
    assert contents().packages == (replace(own, needs=()),)


def test_exceptions_are_no_licences() -> None:
    assert identifiers("GPL-2.0-or-later WITH Bootloader-exception") == ["GPL-2.0-or-later"]
    assert identifiers("MIT AND (LGPL-2.1-only OR CDDL-1.0)") == ["MIT", "LGPL-2.1-only", "CDDL-1.0"]


def test_libraries_of_the_system_are_known_by_their_package(tmp_path: Path) -> None:
    stray = tmp_path / "libstray.so.1"
    stray.touch()
    (found,) = [part for part in contents([("libstray.so.1", str(stray))]).others if "stray" in part.name]
    assert (found.name, found.licence, found.texts) == ("libstray.so.1", "", ())
