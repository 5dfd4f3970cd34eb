"""Model cards that are wrong: a sentence that names the entry for everything that can be."""

from __future__ import annotations

import contextlib
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.cards import CALIBRATED, DETECTOR, RECOGNISER, comparable_with, with_line, without

from engine.models import CardError, parse_card


def test_the_helpers_change_what_they_should() -> None:
    assert with_line(RECOGNISER, "task", '"recognition"') == RECOGNISER
    assert "template" not in tomllib.loads(without(RECOGNISER, "template"))["alignment"]


HASH = "0" * 63

WRONG = {
    RECOGNISER: [
        ("name", '""'),
        ("name", '"Upper"'),
        ("name", '"a/b"'),
        ("name", '"../a"'),
        ("name", '".hidden"'),
        ("name", f'"{"a" * 65}"'),
        ("name", "3"),
        ("title", '""'),
        ("title", "[]"),
        ("task", '"clustering"'),
        ("task", "1"),
        ("licence", "false"),
        ("source", '""'),
        ("reference", "3"),
        ("package", "3"),
        ("version", '""'),
        ("version", "1.1"),
        ("path", '"../x.onnx"'),
        ("path", '"a/../x.onnx"'),
        ("path", '"/etc/x.onnx"'),
        ("path", '"C:/x.onnx"'),
        ("path", '"a\\\\x.onnx"'),
        ("path", '"x.toml"'),
        ("path", '"x.onnx\\n"'),
        ("path", '".x.onnx"'),
        ("path", '"~/x.onnx"'),
        ("sha256", f'"{HASH}"'),
        ("sha256", f'"{HASH}G"'),
        ("sha256", f'"{HASH}A"'),
        ("repairs", '"fold-dequantize"'),
        ("repairs", '["fold"]'),
        ("repairs", "[1]"),
        ("repairs", "[[]]"),
        ("repairs", "[{a = 1}]"),
        ("colour", '"GREY"'),
        ("colour", '"rgb"'),
        ("range", "[0.0]"),
        ("range", "[0.0, 1.0, 2.0]"),
        ("range", "[1.0, 0.0]"),
        ("range", "[1.0, 1.0]"),
        ("range", '["0", "1"]'),
        ("range", "[false, true]"),
        ("range", "[nan, nan]"),
        ("range", "[-inf, inf]"),
        ("range", f"[0, 1{'0' * 400}]"),
        ("range", "255"),
        ("width", "15"),
        ("width", "1025"),
        ("width", "112.5"),
        ("width", "nan"),
        ("width", "inf"),
        ("width", f"1{'0' * 400}"),
        ("width", "true"),
        ("width", '"112"'),
        ("height", "-112"),
        ("template", "1"),
        ("template", "[[1, 2], [3, 4], [5, 6], [7, 8]]"),
        ("template", "[[1, 2], [3, 4], [5, 6], [7, 8], [9]]"),
        ("template", "[[1, 2], [3, 4], [5, 6], [7, 8], [9, 10], [11, 12]]"),
        ("template", "[1, 2, 3, 4, 5]"),
        ("template", "[[1, 2, 3], [3, 4, 5], [5, 6, 7], [7, 8, 9], [9, 10, 11]]"),
        ("template", "[[1, 2], [3, 4], [5, 6], [7, 8], [9, nan]]"),
        ("template", "[[1, 2], [3, 4], [5, 6], [7, 8], [9, -inf]]"),
        ("template", '[["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"], ["9", "9"]]'),
        ("template", f"[[1, 2], [3, 4], [5, 6], [7, 8], [9, 1{'0' * 400}]]"),
        ("template", "[[1, 2], [1, 2], [1, 2], [1, 2], [1, 2]]"),
        ("template", "{a = 1}"),
        ("size", "63"),
        ("size", "513"),
        ("size", "128.5"),
        ("flip_average", "1"),
        ("flip_average", '"yes"'),
        ("certain_lengths", "[1.0, 2.0]"),
        ("certain_lengths", "[9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]"),
        ("certain_lengths", "[nan, 8.0, 8.6, 9.0, 9.5, 10.0, 11.0, 12.0, 13.0]"),
        ("certain_lengths", "3"),
        ("certain_shares", "[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.1]"),
        ("certain_shares", "[nan, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 1.0]"),
        ("grouping", "1.5"),
        ("grouping", "nan"),
        ("same_person", "-2"),
        ("same_person", '"much"'),
        ("similarities", "[0.5]"),
        ("similarities", "0.5"),
        ("similarities", "[nan, 0.5]"),
    ],
    # A calibration of three similarities.
    CALIBRATED: [
        ("similarities", "[0.1, 0.1, 0.5]"),
        ("similarities", "[0.1, 0.5, 0.3]"),
        ("similarities", "[-1.1, 0.3, 0.5]"),
        ("similarities", "[0.1, 0.3, 1.1]"),
        ("false_accepts", "[0.5, 0.1]"),
        ("false_accepts", "[0.5, 0.1, 0.01, 0.001]"),
        ("false_accepts", "[0.5, 0.1, 0.1]"),
        ("false_accepts", "[0.1, 0.5, 0.6]"),
        ("false_accepts", "[1.1, 0.5, 0.1]"),
        ("false_accepts", "[0.5, 0.1, 0.0]"),
        ("false_accepts", "[0.5, nan, 0.1]"),
        ("accepts", "[0.9]"),
        ("accepts", "[0.8, 0.9, 0.5]"),
        ("accepts", "[1.1, 0.9, 0.5]"),
        ("accepts", "[0.9, 0.5, -0.1]"),
        ("log_odds", "[]"),
        ("log_odds", "[1, 0, 2]"),
        ("log_odds", "[-51, 0, 2]"),
        ("log_odds", "[-5, 0, inf]"),
        ("log_odds", '["-5", "0", "2"]'),
        ("averaged_out", "-0.1"),
        ("averaged_out", "1.1"),
        ("averaged_out", "true"),
    ],
    DETECTOR: [
        ("strides", "[]"),
        ("strides", "[8, 0]"),
        ("strides", "[-8]"),
        ("strides", "[8.5]"),
        ("strides", "[inf]"),
        ("strides", '["8"]'),
        ("strides", "8"),
        ("multiple_of", "0"),
        ("multiple_of", "16"),
        ("multiple_of", "257"),
        ("score", "1.1"),
        ("score", "-0.1"),
        ("overlap", "nan"),
        ("overlap", "[0.3]"),
        ("face_width", "[16]"),
        ("face_width", "[400, 16]"),
        ("face_width", "[0, 16]"),
        ("face_width", "[16.5, 400]"),
        ("face_width", "[16, inf]"),
    ],
}
CASES = [(text, key, value) for text, cases in WRONG.items() for key, value in cases]


@pytest.mark.parametrize(("text", "key", "value"), CASES, ids=lambda v: v[:40].replace("\n", " "))
def test_a_wrong_entry_is_named(text: str, key: str, value: str) -> None:
    named = "certain_lengths" if key == "certain_shares" and "nan" not in value else key
    with pytest.raises(CardError, match=rf"my card.*'{named}' must be ") as caught:
        parse_card(with_line(text, key, value), where="my card")
    assert str(caught.value).endswith(".")


NEEDED = {
    RECOGNISER: "name title task licence source path sha256 version colour range width height template size "
    "flip_average grouping same_person similarities false_accepts accepts log_odds averaged_out",
    DETECTOR: "name title task licence source path sha256 version colour range strides score overlap "
    "face_width",
}


@pytest.mark.parametrize(
    ("text", "key"), [(text, key) for text, keys in NEEDED.items() for key in keys.split()]
)
def test_a_missing_entry_is_named(text: str, key: str) -> None:
    with pytest.raises(CardError, match=rf"my card.*'{key}' is missing"):
        parse_card(without(text, key), where="my card")


def test_the_name_of_the_input_is_needed_too() -> None:
    """`name` comes twice; the loop above took the first."""
    with pytest.raises(CardError, match=r"my card \[input\]: 'name' is missing"):
        parse_card(DETECTOR.replace('[input]\nname = "input"\n', "[input]\n"), where="my card")


TABLES = [
    (text, header)
    for text, headers in (
        (RECOGNISER, "file input alignment embedding thresholds calibration"),
        (DETECTOR, "file input detection"),
    )
    for header in headers.split()
]


@pytest.mark.parametrize(("text", "header"), [case for case in TABLES if case[1] != "calibration"])
def test_a_missing_table_is_named(text: str, header: str) -> None:
    start, end = text.split(f"[{header}]\n")
    rest = end[end.index("\n[") + 1 :] if "\n[" in end else ""
    with pytest.raises(CardError, match=rf"my card: '{header}' is missing"):
        parse_card(start + rest, where="my card")


@pytest.mark.parametrize(("text", "header"), TABLES)
def test_an_unknown_entry_is_named_with_its_table(text: str, header: str) -> None:
    changed = text.replace(f"[{header}]\n", f"[{header}]\nspeling = 1\n")
    with pytest.raises(CardError, match=rf"my card \[{header}\]: unknown entries: speling"):
        parse_card(changed, where="my card")


def test_an_unknown_entry_at_the_top_is_named() -> None:
    with pytest.raises(CardError, match=r"my card: unknown entries: author"):
        parse_card('author = "me"\n' + RECOGNISER, where="my card")


def test_a_table_of_the_other_task_is_unknown() -> None:
    with pytest.raises(CardError, match=r"unknown entries: detection"):
        parse_card(RECOGNISER + "\n[detection]\nstrides = [8]\n")
    with pytest.raises(CardError, match=r"unknown entries: thresholds"):
        parse_card(DETECTOR + "\n[thresholds]\ngrouping = 0.4\n")
    with pytest.raises(CardError, match=r"unknown entries: calibration"):
        parse_card(DETECTOR + "\n[calibration]\naveraged_out = 0.4\n")


def test_a_table_must_be_a_table() -> None:
    start, _ = DETECTOR.split("[detection]\n")
    with pytest.raises(CardError, match=r"'detection' must be a table"):
        parse_card("detection = 3\n" + start)
    with pytest.raises(CardError, match=r"'calibration' must be a table"):
        parse_card("calibration = []\n" + RECOGNISER[: RECOGNISER.index("[calibration]")])


def test_a_file_beside_its_card_has_a_bare_name() -> None:
    alone = without(RECOGNISER, "package", "version")
    with pytest.raises(CardError, match=r"\[file\]: 'path' must be a file name without folders"):
        parse_card(alone)
    card = parse_card(with_line(alone, "path", '"net.onnx"'))
    assert (card.file.path, card.file.package, card.file.version) == ("net.onnx", None, None)


def test_a_version_without_a_package_is_refused() -> None:
    alone = with_line(without(RECOGNISER, "package"), "path", '"net.onnx"')
    with pytest.raises(CardError, match=r"unknown entries: version"):
        parse_card(alone)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "name",
        "a = [" * 10_000,
        "a = {b = " * 10_000,
        f"a = {'1' * 5000}",
        "a = 2000-13-41",
        "a.b = 1\na = 2",
        "\ufeff" + RECOGNISER,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_what_is_no_card_is_refused(text: str) -> None:
    with pytest.raises(CardError, match=r"my card"):
        parse_card(text, where="my card")


@given(st.text())
def test_garbage_raises_nothing_else(text: str) -> None:
    with pytest.raises(CardError):
        parse_card(text)


SCALAR = st.sampled_from(
    [
        *"0 1 -1 0.5 1e300 nan inf -inf true false 'x' '' \"detection\" [] {} [[]] [1,[2]]".split(),
        "1979-05-27",
        "07:32:00",
        "[1, 'a']",
        "{a = 1}",
        "[{a = 1}]",
        "9" * 30,
    ]
)


@given(st.data())
def test_cards_with_any_entry_changed_raise_nothing_else(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([RECOGNISER, DETECTOR]))
    keys = [line.split(" =")[0] for line in text.splitlines() if " = " in line and line[0].islower()]
    for key in data.draw(st.lists(st.sampled_from(sorted(set(keys))), min_size=1, max_size=3, unique=True)):
        text = with_line(text, key, data.draw(SCALAR))
    with contextlib.suppress(CardError):
        assert parse_card(text).text == text


@given(st.integers(0, len(RECOGNISER)), st.integers(0, 30), st.text(max_size=5))
def test_cards_with_any_piece_replaced_raise_nothing_else(start: int, length: int, piece: str) -> None:
    text = RECOGNISER[:start] + piece + RECOGNISER[start + length :]
    with contextlib.suppress(CardError):
        assert parse_card(text).text == text


@pytest.mark.parametrize("value", ['"other"', "[1]", '["Not a name"]', '["../up"]', '["sface-2021dec"]'])
def test_wrong_names_of_comparable_recognisers(value: str) -> None:
    with pytest.raises(CardError, match="'comparable_with' must be a list of"):
        parse_card(comparable_with(value))
