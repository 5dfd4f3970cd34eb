"""How the words of the command line are read: commands of two words, negative numbers, empty paths, help.

What the words mean is for the commands to say; `app.cli.commands` joins them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


def _without_types(parameters: Sequence[Any]) -> list[Any]:
    """Let help show switches without the type of a value, as they take none."""
    for parameter in parameters:
        if getattr(parameter, "is_flag", False):
            parameter.metavar = ""
    return list(parameters)


class Command(TyperCommand):
    """A command; a path that is empty, as from a variable that is not set, is not taken for this folder."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return what it takes, as help shows it."""
        return _without_types(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words; refuse an empty path."""
        given = [word.rpartition("=")[2] for word in args]
        rest = super().parse_args(ctx, args)
        here = Path()
        # An empty word has become a dot like those that were given.
        if "" in given and here in _paths(ctx.params.values()) and here not in map(Path, filter(None, given)):
            raise typer.BadParameter("a path is empty; write . for the folder you are in", ctx=ctx)
        return rest


def _paths(values: Iterable[object]) -> list[Path]:
    every = [one for value in values for one in (value if isinstance(value, (list, tuple)) else [value])]
    return [value for value in every if isinstance(value, Path)]


class TakesNumbers(Command):
    """A command whose values may be negative numbers: -5 is read as a number, not as an option."""

    #: What no option of the command looks like.
    no_option = re.compile(r"-[0-9.]+")

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words, among them what only looks like an option."""
        # A word with a space in front is no option for the parser, and means the same.
        values = args.index("--") if "--" in args else len(args)
        words = [" " * bool(self.no_option.fullmatch(word)) + word for word in args[:values]]
        return super().parse_args(ctx, words + args[values:])


class TakesWords(TakesNumbers):
    """A command whose words may begin with one minus, as in -Anna; its options are long, but for -h."""

    no_option = re.compile(r"-[^-].+", re.DOTALL)


class Group(TyperGroup):
    """Commands that belong together."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Return what it takes, as help shows it."""
        return _without_types(super().get_params(ctx))


class TwoWords(Group):
    """Commands of which some have two words, where the first alone is a command as well.

    `export training-set` is one of its own, as are `export photos` and `export names`, and not somebody to be
    exported: these two words next to each other mean it. Somebody of that name is exported by number, or with
    the name last.
    """

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the command that the first word names, or the first two."""
        joined = " ".join(args[:2])
        if joined in self.commands:
            args = [joined, *args[2:]]
        return super().resolve_command(ctx, args)
