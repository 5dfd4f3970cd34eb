"""How the command line prints: names, tables, numbers and JSON, on terminals of every kind."""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.command_line import CommandLine

from app.cli import output
from app.library.store import Library


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_names_reach_terminals_of_any_encoding(
    people: Library, familiar: CommandLine, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    familiar.good("name", "1", "Ännà 😀")
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    ran = familiar.finish(familiar.start("people", encoding=encoding))
    assert (ran.status, ran.err) == (0, "")
    assert "Ännà 😀".encode(encoding, "backslashreplace").decode(encoding) in ran.out


@given(
    st.text(st.characters(codec="utf-8"))
    | st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs"]))
)
def test_printed_text_cannot_steer_a_terminal(text: str) -> None:
    shown = output.printable(text)
    assert all(c.isprintable() or c in "\u200c\u200d" or unicodedata.category(c) == "Zs" for c in shown)
    assert len(shown.splitlines()) <= 1
    shown.encode("utf-8")
    assert output.printable(shown) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna", "Anna"),
        ("אנה", "אנה"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("می‌خواهم", "می‌خواهم"),
        # A wide space, and the narrow one in names of pictures of the screen.
        ("東京\u3000旅行", "東京\u3000旅行"),
        ("Screenshot 3.04.05\u202fPM.png", "Screenshot 3.04.05\u202fPM.png"),
        ("deux\u00a0mots\n", "deux\u00a0mots\\n"),
        ("a\nb\x1b[31m", "a\\nb\\x1b[31m"),
        ("\u202eabc", "\\u202eabc"),
        ("caf\udce9", "caf\\udce9"),
    ],
)
def test_text_is_shown_as_it_is_or_escaped(text: str, shown: str) -> None:
    assert output.printable(text) == shown


@pytest.mark.parametrize(
    "text", ["[bold]x[/bold]", ":cat: :smile:", "[/]", "back\\", "[link=x]y", "https://a.b/c"]
)
def test_text_is_never_taken_for_markup(capsys: pytest.CaptureFixture[str], text: str) -> None:
    output.say(text)
    output.table(["what"], [[text]])
    output.note_lines(f"{text}\n{text}")
    out, err = capsys.readouterr()
    assert [line.rstrip() for line in out.splitlines()] == [text, "what", text]
    assert err.splitlines() == [text, text]


def test_tables_keep_long_paths_whole(capsys: pytest.CaptureFixture[str]) -> None:
    path = "/photos/" + "long name " * 20
    output.table(["#", "photo", ""], [(7, path, None), (12_345, "x", "y")], numbers=[0])
    heading, first, second = capsys.readouterr().out.splitlines()
    assert heading.split() == ["#", "photo"]
    assert first.startswith("    7  ")
    assert path.rstrip() in first
    assert second.split() == ["12345", "x", "y"]


def test_an_empty_table_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    output.table(["#"], [])
    assert capsys.readouterr().out == ""


class Terminal(io.StringIO):
    """A narrow terminal."""

    def isatty(self) -> bool:
        return True


def test_a_narrow_terminal_folds_names_and_keeps_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    output.table(["faces", "name"], [(123_456, "a-name-that-is-much-too-long")], numbers=[0])
    heading, *lines = re.sub(r"\x1b\[[0-9;]*m", "", terminal.getvalue()).splitlines()
    assert heading.split() == ["faces", "name"]
    assert all(len(line) <= 24 for line in [heading, *lines])
    assert len(lines) == 2
    assert [line[:6] for line in lines] == ["123456", "      "]
    assert "".join(line[6:].strip() for line in lines) == "a-name-that-is-much-too-long"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-1, "0 s"),
        (0.4, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (200, "3 min 20 s"),
        (7500, "2 h 05 min"),
    ],
)
def test_durations(seconds: float, text: str) -> None:
    assert output.duration(seconds) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (output.count(1, "photo"), "1 photo"),
        (output.count(0, "photo"), "0 photos"),
        (output.count(12_000, "photo"), "12,000 photos"),
        (output.count(3, "person", "people"), "3 people"),
    ],
)
def test_counts(text: str, expected: str) -> None:
    assert text == expected


def test_json_is_ascii_and_holds_every_name(capsys: pytest.CaptureFixture[str]) -> None:
    output.emit_json({"file": "caf\udce9", "name": "אנה"})
    out = capsys.readouterr().out
    assert out.isascii()
    assert json.loads(out) == {"file": "caf\udce9", "name": "אנה"}
