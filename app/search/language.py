"""The language of the search field: people, dates, places and folders, joined by and, or and not.

`docs/search.md` describes it for users. The words are the same in the tree whatever the window's language
is. What a word is lives in `app.search.words`; finding the photos in `app.search.photos`; suggestions
while typing in `app.search.completion`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from app.search.errors import QueryError
from app.search.tree import Either, Every, Everything, Not, Only, Query, Shows, TakenAt
from app.search.words import Kind, Token, tokens

#: Characters of a search, at most.
LONGEST: Final = 1000
#: Parentheses within parentheses, at most.
DEEPEST: Final = 40


def parse(text: str, names: Mapping[str, str], places: Mapping[str, TakenAt] | None = None) -> Query:
    """Understand what the user typed, as far as it goes: what is still missing at any place is left out.

    "not" is stronger than "and" (or nothing) between two parts, that is stronger than "or", and a comma is
    the weakest: "Anna or Bert, 2019" are photos of 2019 with either. "only" takes all names that follow,
    joined by "and" or a comma, or what stands in parentheses.

    Args:
        text: What the user typed.
        names: Names of people by `app.library.names.name_key`, as `app.search.photos.known_names` gives them.
        places: Places by `app.search.words.place_key`, as `app.search.geography.KnownPlaces` gives them;
            none where there are none.

    Returns:
        The query; `Everything` where nothing was said.

    Raises:
        QueryError: A part of the text cannot be understood.
    """
    if len(text) > LONGEST:
        raise QueryError(f"Write no more than {LONGEST} characters.", LONGEST, len(text))
    return _Parser(list(tokens(text, names, {} if places is None else places)), len(text)).parse()


class _Parser:
    """Goes through tokens once; every part may turn out to be nothing (None)."""

    def __init__(self, found: list[Token], length: int) -> None:
        self._tokens = found
        self._length = length
        self._at = 0
        self._depth = 0

    def parse(self) -> Query:
        found = self._list()
        if (token := self._next()) is not None:
            raise QueryError("This parenthesis was not opened.", token.start, token.end)
        return Everything() if found is None else found

    def _next(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *kinds: Kind) -> bool:
        token = self._next()
        taken = token is not None and token.kind in kinds
        self._at += taken
        return taken

    def _list(self) -> Query | None:
        parts = [self._either()]
        while self._take("list"):
            parts.append(self._either())
        return _joined(Every, parts)

    def _either(self) -> Query | None:
        parts = [self._every()]
        while self._take("or"):
            parts.append(self._every())
        return _joined(Either, parts)

    def _every(self) -> Query | None:
        parts = [self._part()]
        while (token := self._next()) is not None and token.kind not in {"or", "list", "close"}:
            self._take("and")
            parts.append(self._part())
        return _joined(Every, parts)

    def _part(self) -> Query | None:
        negated = False
        while self._take("not"):
            negated = not negated
        token = self._next()
        found: Query | None = None
        if token is not None and token.kind == "photos":
            self._at += 1
            found = token.query
        elif self._take("open"):
            found = self._parenthesis()
        elif self._take("only"):
            found = self._only()
        return found if found is None or not negated else Not(found)

    def _parenthesis(self) -> Query | None:
        self._depth += 1
        if self._depth > DEEPEST:
            start = self._tokens[self._at - 1].start
            raise QueryError("There are too many parentheses within parentheses.", start, start + 1)
        found = self._list()
        self._take("close")
        self._depth -= 1
        return found

    def _only(self) -> Query | None:
        begin = self._at
        if self._take("open"):
            who = self._parenthesis()
        else:
            names: list[Query | None] = []
            while (name := self._name()) is not None:
                names.append(name)
            token = self._next()
            if not names and token is not None and token.kind not in {"and", "or", "list", "close"}:
                raise _only_names(token.start, token.end)
            who = _joined(Every, names)
        if who is None:
            return None
        if not _names_people(who):
            raise _only_names(self._tokens[begin].start, self._tokens[self._at - 1].end)
        return Only(who)

    def _name(self) -> Query | None:
        """Take one more name, and "and" or a comma before it; nothing where no name follows."""
        at = self._at
        if self._at and self._tokens[self._at - 1].kind == "photos":
            self._take("and", "list")
        token = self._next()
        if token is not None and isinstance(token.query, Shows):
            self._at += 1
            return token.query
        self._at = at
        return None


def _joined(join: Callable[[tuple[Query, ...]], Query], parts: list[Query | None]) -> Query | None:
    """Join parts, each once; a part that is joined in the same way is taken apart."""
    flat: list[Query] = []
    for part in parts:
        if isinstance(part, Every | Either) and type(part) is join:
            flat.extend(part.parts)
        elif part is not None:
            flat.append(part)
    different = tuple(dict.fromkeys(flat))
    return join(different) if len(different) > 1 else next(iter(different), None)


def _names_people(query: Query) -> bool:
    match query:
        case Shows():
            return True
        case Every(parts) | Either(parts):
            return all(_names_people(part) for part in parts)
        case _:
            return False


def _only_names(start: int, end: int) -> QueryError:
    return QueryError("Write names after only, as in only Anna, or only (Anna or Bert).", start, end)
