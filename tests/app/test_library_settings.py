"""Settings: declared once, checked when set and when read."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.settings import (
    DETECTOR,
    RECOGNISER,
    SETTINGS,
    STRICTNESS,
    Setting,
    SettingValueError,
    UnknownSettingError,
    find_setting,
    get_setting,
    set_setting,
)
from app.library.store import Library
from app.library.tables import Setting as SettingRow


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("settings") / "library.db") as opened:
        yield opened


def test_defaults(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library, library.read() as session:
        assert get_setting(session, DETECTOR) == "yunet-2023mar"
        assert get_setting(session, RECOGNISER) == "familiar-1"
        assert get_setting(session, STRICTNESS) == 0.0


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=lambda setting: setting.key)
def test_every_setting_is_whole(setting: Setting[Any]) -> None:
    assert find_setting(setting.key) is setting
    assert setting.checked(setting.default) == setting.default
    assert setting.help.endswith(".")
    assert setting.parse(str(setting.default)) == setting.default


@given(st.floats(-1, 1))
def test_any_strictness_comes_back(library: Library, value: float) -> None:
    with library.write() as session:
        set_setting(session, STRICTNESS, value)
    with library.read() as session:
        assert get_setting(session, STRICTNESS) == value


@given(st.text(st.characters(categories=("L", "N", "P")), min_size=1))
def test_any_model_name_comes_back(library: Library, value: str) -> None:
    with library.write() as session:
        set_setting(session, DETECTOR, value)
    with library.read() as session:
        assert get_setting(session, DETECTOR) == value


@pytest.mark.parametrize("value", [1.01, -2, math.nan, math.inf, True, "0.5", None])
def test_wrong_strictness_is_refused_and_not_stored(library: Library, value: Any) -> None:
    with library.write() as session:
        set_setting(session, STRICTNESS, 0.25)
    with pytest.raises(SettingValueError, match="strictness must be"), library.write() as session:
        set_setting(session, STRICTNESS, value)
    with library.read() as session:
        assert get_setting(session, STRICTNESS) == 0.25


@pytest.mark.parametrize("value", ["", " x", "a\nb", 3, None])
def test_wrong_model_name_is_refused(library: Library, value: Any) -> None:
    with pytest.raises(SettingValueError, match="recogniser"), library.write() as session:
        set_setting(session, RECOGNISER, value)


def test_whole_numbers_become_floats(library: Library) -> None:
    with library.write() as session:
        set_setting(session, STRICTNESS, 1)
    with library.read() as session:
        assert isinstance(get_setting(session, STRICTNESS), float)


def test_what_the_user_types() -> None:
    assert STRICTNESS.parse(" -0.5 ") == -0.5
    assert DETECTOR.parse(" yunet ") == "yunet"
    for words in ("much", "2", "nan", ""):
        with pytest.raises(SettingValueError, match="strictness must be"):
            STRICTNESS.parse(words)


def test_stored_value_that_does_not_suit_is_reported(library: Library) -> None:
    with library.write() as session:
        session.merge(SettingRow(key="strictness", value="7"))
    with library.read() as session, pytest.raises(SettingValueError, match="between -1 and 1"):
        get_setting(session, STRICTNESS)


def test_unknown_key_is_named_with_the_likely_one() -> None:
    with pytest.raises(UnknownSettingError, match="Did you mean recogniser"):
        find_setting("recognizer")
    with pytest.raises(UnknownSettingError, match="There are: detector, recogniser, strictness"):
        find_setting("zzz")
