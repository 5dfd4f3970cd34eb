"""What the pages say can be done: links lead somewhere, commands exist, the README's blocks run."""

from __future__ import annotations

import ast
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
import typer
from makers.drawn_faces import photo_of_face

from app.cli import commands
from trainer.cli.main import app as trainer_app

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "benchmarks" / "RESULTS.md"])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
#: Code within a line, and lines of blocks: fenced ones and indented ones.
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCED = re.compile(r"^```(?:\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
#: A script of ours with its words, on a page or in what a module says of itself.
SCRIPT = re.compile(r"python3? ((?:benchmarks|packaging|resources|tests)/[\w/]+\.py)([^`\n]*)")
SCRIPTS = sorted(
    file for folder in ("benchmarks", "packaging", "tests/tour") for file in ROOT.glob(f"{folder}/*.py")
)
PROGRAMS = {"familiar": commands.app, "trainer": trainer_app}


@cache
def command_of(program: str) -> Any:
    """Return a program's commands; typer's own classes for them are not public."""
    return typer.main.get_command(PROGRAMS[program])


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    without_code = FENCED.sub("", page.read_text("utf-8"))
    headings = re.findall(r"^#+ (.*)$", without_code, re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = INLINE.sub("", FENCED.sub("", page.read_text("utf-8")))
    wrong = []
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        place, _, anchor = target.partition("#")
        file = (page.parent / place).resolve() if place else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            wrong.append(target)
    assert not wrong


def said(page: Path) -> Iterator[str]:
    """Yield all that a page shows as code and begins with one of our programs."""
    text = page.read_text("utf-8")
    found = [line for block in FENCED.findall(text) for line in block.splitlines()]
    found += INDENTED.findall(text) + INLINE.findall(FENCED.sub("", text))
    for code in found:
        words = code.removeprefix("$ ").removeprefix(".venv/bin/").split("  #")[0].strip()
        if words.split(" ")[0] in PROGRAMS:
            yield words


def unknown(code: str) -> str | None:
    """Say what of a command line there is not: a command, or an option."""
    words = shlex.split(re.sub(r"\[([^\]]*)\]", r"\1", code))
    command, rest = command_of(words[0]), words[1:]
    parents: list[str] = []
    while hasattr(command, "commands"):
        options = [word for word in rest if not word.startswith("-")]
        if not options:
            break
        following = command.commands.get(options[0])
        if following is None:
            return f"there is no command {options[0]} of {' '.join([words[0], *parents])}"
        rest.remove(options[0])
        parents.append(options[0])
        command = following
    known = {"--help", "--install-completion", "--show-completion"}
    for one in (command_of(words[0]), command):
        for parameter in one.params:
            known |= {*parameter.opts, *parameter.secondary_opts}
    for word in rest:
        if word.startswith("--") and word.partition("=")[0].rstrip(",;") not in known:
            return f"{' '.join([words[0], *parents])} has no option {word}"
    return None


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_command_and_option_exists(page: Path) -> None:
    wrong = {code: problem for code in said(page) if (problem := unknown(code))}
    assert not wrong


def test_the_check_of_commands_knows_wrong_ones() -> None:
    assert unknown("familiar index ~/Pictures") is None
    assert unknown("familiar nonsense") is not None
    assert unknown("familiar index --nonsense") is not None
    assert unknown("familiar models nonsense") is not None
    assert unknown("trainer train --nonsense") is not None


def scripts_said(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the scripts of ours that a page or a module shows, each with its words."""
    yield from SCRIPT.findall(file.read_text("utf-8"))


@cache
def options_of(script: Path) -> frozenset[str]:
    """Return the options that a script declares, itself or by a module beside it."""
    tree = ast.parse(script.read_text("utf-8"))
    found = {"--help"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "add_argument":
            found |= {str(word.value) for word in node.args if isinstance(word, ast.Constant)}
        elif isinstance(node, ast.ImportFrom) and (beside := script.with_name(f"{node.module}.py")).exists():
            found |= options_of(beside)
    return frozenset(found)


def unknown_of_script(script: str, words: str) -> str | None:
    """Say what of a script's command line there is not: the script, or an option."""
    file = ROOT / script
    if not file.exists():
        return f"there is no {script}"
    wrong = set(re.findall(r"--[\w-]+", words)) - options_of(file)
    return f"{script} has no option {', '.join(sorted(wrong))}" if wrong else None


@pytest.mark.parametrize("file", [*PAGES, *SCRIPTS], ids=named)
def test_every_script_and_its_options_exist(file: Path) -> None:
    wrong = [problem for said in scripts_said(file) if (problem := unknown_of_script(*said))]
    assert not wrong


def test_the_check_of_scripts_knows_wrong_ones() -> None:
    assert unknown_of_script("benchmarks/index.py", " SET --photos 60") is None
    assert unknown_of_script("benchmarks/fuzz_images.py", " jpeg --minutes 5") is None
    assert unknown_of_script("benchmarks/index.py", " SET --nonsense") is not None
    assert unknown_of_script("benchmarks/nonsense.py", "") is not None
    told = [said for file in (*PAGES, *SCRIPTS) for said in scripts_said(file)]
    assert len({script for script, _ in told}) > 20


def blocks() -> list[str]:
    return INDENTED.findall((ROOT / "README.md").read_text("utf-8"))


def test_the_readme_shows_two_commands() -> None:
    assert blocks() == ["python3 run.py ~/Pictures", "python3 run.py test"]


@pytest.mark.skipif(os.name == "nt", reason="the environment is stood in for by a shell script")
@pytest.mark.parametrize("block", blocks())
def test_the_commands_of_the_readme_run(block: str, tmp_path: Path) -> None:
    home, place = tmp_path / "home", tmp_path / "familiar"
    pictures = home / "Pictures"
    pictures.mkdir(parents=True)
    for number, side in enumerate((200, 240, 280)):
        PIL.Image.fromarray(photo_of_face(side, 40 + 30 * number, 60)).save(pictures / f"{number}.png")
    _checkout(place)
    kept = {name: os.environ[name] for name in ("LANG", "TMPDIR") if name in os.environ}
    environment = {**kept, "HOME": str(home), "PATH": f"{place / '.venv' / 'bin'}:{os.environ['PATH']}"}
    # Without a screen, and of the tests only a few, since these would run themselves again.
    block += " -q tests/test_few.py" if block.endswith("test") else ""
    done = subprocess.run(
        ["sh", "-c", block],
        cwd=place,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert ("2 passed" if "test" in block else "3 photos: 3 new.") in done.stdout


def _checkout(place: Path) -> None:
    """Make a copy of the checkout whose environment is the one that this runs in."""
    programs = place / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name in ("run.py", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, place)
    (place / "tests").mkdir()
    (place / "tests" / "test_few.py").write_text("def test_one(): pass\ndef test_two(): pass\n", "utf-8")
    for name in ("python", "python3"):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")
        (programs / name).chmod(0o755)
    command = [sys.executable, "-c", "import run; print(run.fingerprint())"]
    wanted = subprocess.run(command, cwd=place, capture_output=True, text=True, check=True).stdout.strip()
    (place / ".venv" / "familiar-setup").write_text(f"{wanted} dev,raw,trainer,video\n", "utf-8")
