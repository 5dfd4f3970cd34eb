"""Sentences that are made below the window, said in the language of the window.

What was done, is refused or went wrong is told by `app.operations`, `app.library`, `engine` and others in
plain English: the history keeps it so, and the command line prints it. Here the template is found that a
sentence was made from, and its translation gets the values of the sentence. The templates are in
`app.desktop.templates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QCoreApplication

from app.desktop.templates.actions import ACTIONS, JOINED, PREFIXES, WHO
from app.desktop.templates.exports import EXPORTS
from app.desktop.templates.names import DONE_WITH_FILES, IMPORTS, WRITINGS
from app.desktop.templates.refusals import REFUSALS, SEARCHES
from app.desktop.templates.trouble import LIBRARY, MODELS, PARTS, PHOTOS, PROOFS

_CONTEXT: Final = "Sentences"
#: Between two actions in one sentence.
_SEPARATOR: Final = "; "
#: Actions in one sentence, at most; one with more semicolons has them in a name.
_MOST_PARTS: Final = 16
#: Sentences whose templates are remembered.
_KEPT: Final = 8192

#: Fields that are whole numbers.
_NUMBERS: Final = frozenset({"face", "height", "number", "rows", "times", "width"})
#: Fields with somebody, who may be a group.
_SOMEBODY: Final = frozenset({"whom", "other"})
#: Fields with sentences that have a template themselves.
_NESTED: Final = frozenset({"action", "rest", "problem", "remedy"})
#: What the field {group} is, since a name follows it directly.
_GROUP: Final = r"[Gg]roup \d+|[Aa] group of \d+ faces?|[Aa] group|[Tt]his group|somebody forgotten"
#: What is said of the things counted where they are many, and where they are one.
_VERBS: Final = {"are": "is", "belong": "belongs", "do": "does"}
_SEVERAL: Final = re.compile(rf"\(s\) ({'|'.join(_VERBS)}) ")
#: What has a meaning in a template.
_MARKS: Final = re.compile(rf"\{{(\w+)\}}|(%n)|{_SEVERAL.pattern}|(\(s\))")
_FIELD: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class _Template:
    """A template, with what is quickly looked for in a sentence.

    Attributes:
        text: The template.
        first: What a sentence begins with; may be empty.
        then: What follows in this order.
        last: What it ends with; may be empty.
    """

    text: str
    first: str
    then: tuple[str, ...]
    last: str

    @classmethod
    def of(cls, text: str) -> _Template:
        """Take a template apart."""
        first, *others = _MARKS.sub("\0", text).split("\0")
        return cls(text, first, tuple(filter(None, others[:-1])), others[-1] if others else "")

    @property
    def weight(self) -> int:
        """How much of it is no value; of several that fit, the one with most is meant."""
        return len(self.first) + sum(map(len, self.then)) + len(self.last)

    def may_fit(self, sentence: str) -> bool:
        """Tell whether all that is no value is there, in order."""
        if not (sentence.startswith(self.first) and sentence.endswith(self.last)):
            return False
        at, end = len(self.first), len(sentence) - len(self.last)
        for part in self.then:
            at = sentence.find(part, at, end)
            if at < 0:
                return False
            at += len(part)
        return at <= end


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a sentence.

    Attributes:
        field: The field it is of.
        start: Where in the sentence it begins.
        text: As it stands there.
        inside: What of it is said in another language, too: where it begins in the value.
    """

    field: str
    start: int
    text: str
    inside: tuple[tuple[int, _Found], ...] = ()

    def said(self) -> str:
        """Return it in the language of the window."""
        return _exchanged(self.text, [(at, len(found.sentence), found.said()) for at, found in self.inside])


@dataclass(frozen=True, slots=True)
class _Found:
    """A sentence, or a part of one, with the template it was made from.

    Attributes:
        sentence: In English.
        template: The template.
        number: The number of things; -1 where the template has none.
        values: In the order of the sentence.
        complete: All sentences in it have templates as well.
    """

    sentence: str
    template: str
    number: int = -1
    values: tuple[_Value, ...] = ()
    complete: bool = True

    def said(self) -> str:
        """Return it in the language of the window."""
        translation = QCoreApplication.translate(_CONTEXT, self.template, None, self.number)
        values = {value.field: value.said() for value in self.values}
        if translation in _in_english(self.template, self.number):
            # Nobody has translated it, or the window speaks English: all else stays as it is, to the letter.
            places = [(value.start, len(value.text), values[value.field]) for value in self.values]
            return _exchanged(self.sentence, places)
        return _FIELD.sub(lambda field: values.get(field[1], field[0]), translation)


def translated(sentence: str) -> str:
    """Return a sentence in the language of the window, and one that no template fits as it is.

    Args:
        sentence: In English, as something below the window made it. One that is in the language of the window
            already stays so.
    """
    found = _find(sentence)
    return sentence if found is None else found.said()


def has_template(sentence: str) -> bool:
    """Tell whether there is a template for a sentence and for all sentences in it."""
    found = _find(sentence)
    return found is not None and found.complete


def all_templates() -> tuple[str, ...]:
    """Return every template."""
    return (
        *PREFIXES,
        JOINED,
        *ACTIONS,
        *DONE_WITH_FILES,
        *WHO,
        *REFUSALS,
        *SEARCHES,
        *EXPORTS,
        *IMPORTS,
        *WRITINGS,
        *PHOTOS,
        *LIBRARY,
        *MODELS,
        *PROOFS,
        *PARTS,
    )


def said_of_one(template: str) -> str:
    """Return a template as it is in English where the things counted are one."""
    return _SEVERAL.sub(lambda several: f" {_VERBS[several[1]]} ", template).replace("(s)", "")


def _in_english(template: str, number: int) -> tuple[str, ...]:
    forms = (template, template.replace("(s)", "s"), said_of_one(template))
    return tuple(form.replace("%n", str(number)) for form in forms) if number >= 0 else (template,)


def _exchanged(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """Return a text with other words at some places, given by where they begin and how long they are."""
    parts, at = [], 0
    for start, length, words in places:
        parts += [text[at:start], words]
        at = start + length
    return "".join([*parts, text[at:]])


def _ordered(templates: Iterable[str]) -> tuple[_Template, ...]:
    return tuple(sorted(map(_Template.of, templates), key=lambda one: -one.weight))


_PREFIXED: Final = _ordered(PREFIXES)
_ACTIONS: Final = _ordered((*ACTIONS, *DONE_WITH_FILES))
_ALL: Final = _ordered(
    (
        *ACTIONS,
        *DONE_WITH_FILES,
        *REFUSALS,
        *SEARCHES,
        *EXPORTS,
        *IMPORTS,
        *WRITINGS,
        *PHOTOS,
        *LIBRARY,
        *MODELS,
        *PROOFS,
    )
)
_WHO: Final = _ordered(WHO)
_PARTS: Final = _ordered(PARTS)
_FORGOTTEN: Final = _ordered(WHO[-1:])


@lru_cache(_KEPT)
def _find(sentence: str) -> _Found | None:
    found = _match(sentence, _PREFIXED)
    if found is None and _SEPARATOR in sentence:
        found = _find_parts(sentence)
    return found or _match(sentence, _ALL)


def _find_parts(sentence: str) -> _Found | None:
    """Take a sentence on several actions apart, into as many as it goes."""
    pieces = sentence.split(_SEPARATOR)
    if len(pieces) > _MOST_PARTS:
        return None
    # From the end on: the actions that the pieces from each place on tell of.
    rest: list[list[_Found] | None] = [None] * len(pieces) + [[]]
    for begin in reversed(range(len(pieces))):
        for end in range(begin + 1, len(pieces) + 1):
            after = rest[end]
            part = None if after is None else _match(_SEPARATOR.join(pieces[begin:end]), _ACTIONS)
            if part is not None and after is not None:
                rest[begin] = [part, *after]
                break
    return _together(rest[0]) if rest[0] else None


def _together(parts: Sequence[_Found]) -> _Found:
    first = parts[0]
    if len(parts) == 1:
        return first
    others = _together(parts[1:])
    after = len(first.sentence) + len(_SEPARATOR)
    return _Found(
        f"{first.sentence}{_SEPARATOR}{others.sentence}",
        JOINED,
        values=(
            _Value("action", 0, first.sentence, ((0, first),)),
            _Value("rest", after, others.sentence, ((0, others),)),
        ),
        complete=first.complete and others.complete,
    )


def _match(sentence: str, templates: Iterable[_Template]) -> _Found | None:
    for template in templates:
        if template.may_fit(sentence) and (match := _pattern(template.text).fullmatch(sentence)):
            spans: Mapping[str, str] = match.groupdict()
            number = int(spans["n"]) if "n" in spans else -1
            values = [
                _value(field, match.start(field), text)
                for field, text in sorted(spans.items(), key=lambda item: match.start(item[0]))
                if field != "n"
            ]
            complete = all(
                value.inside and value.inside[0][1].complete for value in values if value.field in _NESTED
            )
            return _Found(sentence, template.text, number, tuple(values), complete)
    return None


def _value(field: str, start: int, text: str) -> _Value:
    inside: list[tuple[int, _Found | None]] = []
    if field in _NESTED:
        inside = [(0, _find(text))]
    elif field == "group" or field in _SOMEBODY:
        inside = [(0, _match(text, _WHO))]
    elif field == "people":
        at = 0
        for one in text.split(", "):
            inside.append((at, _match(one, _WHO)))
            at += len(one) + 2
    elif field == "name":
        inside = [(0, _match(text, _FORGOTTEN))]
    elif field in {"reason", "what"}:
        inside = [(0, _match(text, _PARTS))]
    return _Value(field, start, text, tuple((at, found) for at, found in inside if found is not None))


@lru_cache(None)
def _pattern(template: str) -> re.Pattern[str]:
    """Return what sentences look like that were made from a template."""
    parts, at, known = [], 0, set()
    for mark in _MARKS.finditer(template):
        parts.append(re.escape(template[at : mark.start()]))
        at = mark.end()
        field, number, verb, _ = mark.groups()
        if number:
            # Qt takes no greater number than 32 bits hold.
            parts.append(r"(?P<n>\d{1,9})")
        elif verb:
            parts.append(f"(?:s {verb}| {_VERBS[verb]}) ")
        elif not field:
            parts.append("s?")
        elif field in known:
            parts.append(f"(?P={field})")
        else:
            known.add(field)
            values = r"\d+" if field in _NUMBERS else _GROUP if field == "group" else ".+?"
            parts.append(f"(?P<{field}>{values})")
    return re.compile("".join(parts) + re.escape(template[at:]), re.DOTALL)
