"""The words of a search: which there are, and taking a text apart into them and names, dates and places.

How words are put together to a query lives in `app.search.language`.

The longest reading wins: where somebody is called "Anna and Bert", that is who is meant. Among readings of
one length words and dates win over names, as "June 2019" does over June; quotes always mean a name. What is
somebody's name is no place, but behind "in" only places stand.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from app.library.names import name_key
from app.search.dates import read_dates
from app.search.errors import QueryError
from app.search.tree import (
    FromCamera,
    InFolder,
    Missing,
    NamedFile,
    NoFaces,
    Query,
    Shows,
    TakenAt,
    Undated,
    UnnamedFaces,
)

Kind = Literal["open", "close", "list", "and", "or", "not", "only", "photos"]

#: Characters that end a word and stand for themselves, with what input methods and typography make of them.
SINGLE: Final[dict[str, Kind]] = {
    **dict.fromkeys("(（", "open"),
    **dict.fromkeys(")）", "close"),
    **dict.fromkeys(",，、", "list"),
    **dict.fromkeys("&＆", "and"),
    **dict.fromkeys("|｜", "or"),
}
#: Any of these begins and ends a name in quotes.
QUOTES: Final = '"“”„＂'
#: Directly before what a photo shall not have.
MINUS: Final = "-−–"
#: Words that join.
JOINING: Final[dict[str, Kind]] = {
    "and": "and",
    "with": "and",
    "or": "or",
    "not": "not",
    "without": "not",
    "only": "only",
}
#: Words and pairs of words that stand for photos. All people in a query are in a photo together anyway, so
#: "together" says nothing more.
STANDING: Final[dict[str, Query | None]] = {
    "undated": Undated(),
    "missing": Missing(),
    "without faces": NoFaces(),
    "no faces": NoFaces(),
    "unnamed faces": UnnamedFaces(),
    "together": None,
}
#: Words of Chinese (simplified and traditional) and Korean for those above and for `FIELDS`, whatever the
#: language of the window is. Left out is what follows what it is about, as "빼고" does: read as a word before
#: what follows, it would say something else.
TRANSLATED: Final[dict[str, str]] = {
    **dict.fromkeys(("和", "与", "與", "及", "以及", "跟", "그리고", "및"), "and"),
    **dict.fromkeys(("或", "或者", "或是", "또는", "혹은"), "or"),
    **dict.fromkeys(("不含", "不包括", "没有", "沒有"), "not"),
    **dict.fromkeys(("只有", "仅", "僅", "仅有", "僅有", "오직"), "only"),
    **dict.fromkeys(("无日期", "没有日期", "無日期", "沒有日期", "날짜 없음"), "undated"),
    **dict.fromkeys(("没有人脸", "无人脸", "沒有人臉", "無人臉", "얼굴 없음"), "no faces"),
    **dict.fromkeys(
        ("未命名的人脸", "未命名人脸", "未命名的人臉", "未命名人臉", "이름 없는 얼굴"), "unnamed faces"
    ),
    **dict.fromkeys(("一起", "함께", "같이"), "together"),
    **dict.fromkeys(("文件夹", "資料夾", "폴더"), "folder"),
    **dict.fromkeys(("相机", "相機", "카메라"), "camera"),
    **dict.fromkeys(("文件", "檔案", "파일"), "file"),
}
#: What is to be written behind a colon.
FIELDS: Final[dict[str, Callable[[str], Query]]] = {
    "in": InFolder,
    "folder": InFolder,
    "camera": FromCamera,
    "file": NamedFile,
}
#: Words that mean something only together with what follows: a date, or a place.
SIDES: Final = ("before", "after")
SIDES_CHINESE: Final = ("早于", "早於", "晚于", "晚於")
AT: Final = "in"
AT_CHINESE: Final = "在"

_APOSTROPHES: Final = "'’‘ʻʼ`"
_SPECIAL: Final = "".join(SINGLE) + QUOTES
_SPACE: Final = re.compile(r"\s+")
_QUOTED: Final = re.compile(rf"[{QUOTES}]([^{QUOTES}]*)(?:[{QUOTES}]|$)")
_OTHER_FIELDS: Final = tuple(word for word, english in TRANSLATED.items() if english in FIELDS)
_FIELD: Final = re.compile(rf"({'|'.join((*FIELDS, *_OTHER_FIELDS))})\s*[:：]\s*", re.IGNORECASE)
_KNOWN_WORDS: Final = (*JOINING, *STANDING, *(word for word in TRANSLATED if word not in _OTHER_FIELDS))
_WORDS: Final = re.compile(
    "|".join(word.replace(" ", r"\s+") for word in sorted(_KNOWN_WORDS, key=len, reverse=True)),
    re.IGNORECASE,
)
#: Names are compared in composed and folded form, of which a text may take so many times as much.
_UNFOLDED: Final = 4
#: Chinese has no space there.
_AT: Final = re.compile(rf"{AT}\s+|{AT_CHINESE}\s*", re.IGNORECASE)
#: Characters of the name of a place, at most.
_LONGEST_PLACE: Final = 80


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that a search says.

    Attributes:
        kind: What it is; "photos" is a description of photos.
        start: Where in the text it begins.
        end: Where it ends.
        query: The description; else None.
    """

    kind: Kind
    start: int
    end: int
    query: Query | None = None


def tokens(text: str, names: Mapping[str, str], places: Mapping[str, TakenAt]) -> Iterator[Token]:
    """Take a text apart.

    Args:
        text: What the user typed.
        names: Names of people by `name_key`.
        places: Places by `place_key`; looked at only where something is nothing else.

    Raises:
        QueryError: Something is neither a word of the language nor a date nor anybody's name nor a place.
    """
    longest = max(map(len, names), default=0) * _UNFOLDED
    at = 0
    while True:
        if space := _SPACE.match(text, at):
            at = space.end()
        if at == len(text):
            return
        name = _longest_name(text, at, names, longest)
        word = _read_word(text, at, names, places)
        if word is None or (name is not None and name.end > word.end):
            word = name
        if word is None:
            word = _read_place(text, at, places)
        if word is None:
            if _unfinished(text, at):
                return
            raise _unknown(text, at, names, places)
        # `in:` with nothing behind it, as yet, says nothing.
        if word.kind != "photos" or word.query is not None:
            yield word
        at = word.end


def is_end(text: str, at: int) -> bool:
    """Tell whether a word that goes up to here is whole."""
    return at == len(text) or text[at].isspace() or text[at] in _SPECIAL


def word_end(text: str, at: int) -> int:
    """Return where the word ends that goes on here."""
    return next(end for end in range(at, len(text) + 1) if is_end(text, end))


def plain(key: str) -> str:
    """Return a folded name without accents, for sorting and for finding it by its beginning."""
    return "".join(c for c in unicodedata.normalize("NFD", key) if unicodedata.category(c) != "Mn")


def place_key(name: str) -> str:
    """Return what two spellings of a place have in common: neither capitals, accents nor apostrophes count.

    Raises:
        ValueError: Nothing of it is left.
    """
    key = "".join(character for character in plain(name_key(name)) if character not in _APOSTROPHES)
    if not key.strip():
        raise ValueError("A place cannot be called so.")
    return unicodedata.normalize("NFC", key)


def _read_place(text: str, at: int, places: Mapping[str, TakenAt]) -> Token | None:
    """Read the longest name of a place, and "in" before it, with quotes around it or without."""
    before = _AT.match(text, at)
    start = before.end() if before else at
    if quoted := _QUOTED.match(text, start):
        place = _taken_at(quoted[1], places)
        return None if place is None and quoted[1].strip() else Token("photos", at, quoted.end(), place)
    ends = [end for end in range(start + 1, min(len(text), start + _LONGEST_PLACE) + 1) if is_end(text, end)]
    for end in reversed(ends):
        if not text[end - 1].isspace() and (query := _taken_at(text[start:end], places)) is not None:
            return Token("photos", at, end, query)
    return None


def _taken_at(name: str, places: Mapping[str, TakenAt]) -> TakenAt | None:
    try:
        return places.get(place_key(" ".join(name.split())))
    except ValueError:
        return None


def _longest_name(text: str, at: int, names: Mapping[str, str], longest: int) -> Token | None:
    ends = [end for end in range(at + 1, min(len(text), at + longest) + 1) if is_end(text, end)]
    for end in reversed(ends):
        if not text[end - 1].isspace() and (query := _shows(text[at:end], names)) is not None:
            return Token("photos", at, end, query)
    return None


def _shows(name: str, names: Mapping[str, str]) -> Shows | None:
    try:
        key = name_key(" ".join(name.split()))
    except ValueError:
        return None
    return Shows(key, names[key]) if key in names else None


def _read_word(text: str, at: int, names: Mapping[str, str], places: Mapping[str, TakenAt]) -> Token | None:
    """Read what is no bare name."""
    if kind := SINGLE.get(text[at]):
        return Token(kind, at, at + 1)
    if quoted := _QUOTED.match(text, at):
        name = " ".join(quoted[1].split())
        query: Query | None = _shows(name, names)
        if name and query is None and (query := _taken_at(name, places)) is None:
            raise _nobody(name, quoted.start(1), quoted.end(1), names, places)
        return Token("photos", at, quoted.end(), query)
    if field := _FIELD.match(text, at):
        return _read_field(text, at, field)
    if (dates := read_dates(text, at)) and is_end(text, dates[1]):
        return Token("photos", at, dates[1], dates[0])
    if (word := _WORDS.match(text, at)) and is_end(text, word.end()):
        said = " ".join(word[0].lower().split())
        said = TRANSLATED.get(said, said)
        if said in JOINING:
            return Token(JOINING[said], at, word.end())
        return Token("photos", at, word.end(), STANDING[said])
    if text[at] in MINUS and text[at + 1 : at + 2].strip():
        return Token("not", at, at + 1)
    return None


def _read_field(text: str, at: int, field: re.Match[str]) -> Token:
    quoted = _QUOTED.match(text, field.end())
    end = quoted.end() if quoted else word_end(text, field.end())
    value = (quoted[1] if quoted else text[field.end() : end]).strip()
    name = field[1].lower()
    return Token("photos", at, end, FIELDS[TRANSLATED.get(name, name)](value) if value else None)


def _unfinished(text: str, at: int) -> bool:
    """Tell whether the text ends within a pair of words, or directly before a date or a minus's name."""
    rest = " ".join(text[at:].lower().split())
    pairs = [pair for pair in _KNOWN_WORDS if " " in pair and rest.startswith(pair.split()[0])]
    return (
        rest in (*SIDES, *SIDES_CHINESE, AT, AT_CHINESE)
        or rest in MINUS
        or any(pair.startswith(rest) for pair in pairs)
    )


def _unknown(text: str, at: int, names: Mapping[str, str], places: Mapping[str, TakenAt]) -> QueryError:
    if before := _AT.match(text, at):
        return _nowhere(text, before.end(), places)
    end = word_end(text, at)
    word = text[at:end]
    if word in MINUS:
        return QueryError(f"Write {word} directly before what is left out, as in {word}Anna.", at, end)
    if word.lower() in (*SIDES, *SIDES_CHINESE):
        return QueryError(f"Write a date after {word}, as in {word} 2012 or {word} 2012-06-30.", at, end)
    if re.fullmatch(r"[0-9.…–-]+", word):
        return QueryError(f"{word} is no date. Write 2019, 2019-07, 2019-07-14 or 2015..2018.", at, end)
    if field := re.match(r"(\w+)[:：]", word):
        return QueryError(f"Nothing is found by {field[1]}: only by in:, camera: and file:.", at, end)
    return _nobody(word, at, end, names, places)


def _nobody(
    name: str, start: int, end: int, names: Mapping[str, str], places: Mapping[str, TakenAt]
) -> QueryError:
    close = (*_close(name, names), *_places_close(name, places))[:3]
    return QueryError(f"There is nobody called {name}.{_hint(close)}", start, end, close)


def _nowhere(text: str, at: int, places: Mapping[str, TakenAt]) -> QueryError:
    quoted = _QUOTED.match(text, at)
    start, end = quoted.span(1) if quoted else (at, word_end(text, at))
    close = _places_close(text[start:end], places)
    message = f"No photo is known to be from {text[start:end]}.{_hint(close)}"
    return QueryError(message, start, end, close)


def _hint(close: tuple[str, ...]) -> str:
    return f" Did you mean {' or '.join(close)}?" if close else ""


def _places_close(name: str, places: Mapping[str, TakenAt]) -> tuple[str, ...]:
    """Return up to three places that begin as was typed, or are spelt alike."""
    try:
        key = place_key(name)
    except ValueError:
        return ()
    shown = {place_key(place.name): place.name for place in places.values()}
    begun = sorted(label for known, label in shown.items() if known.startswith(key))
    near = difflib.get_close_matches(key, shown, n=3, cutoff=0.7)
    return tuple(dict.fromkeys([*begun, *(shown[known] for known in near)]))[:3]


def _close(name: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return up to three names, or words of the language, that come close to what was typed."""
    try:
        key = plain(name_key(name))
    except ValueError:
        return ()
    # One of several names is what people are called by, and what they begin to type.
    parts: dict[str, list[str]] = {}
    for known, shown in names.items():
        folded = plain(known)
        for part in {folded, *folded.split()}:
            parts.setdefault(part, []).append(shown)
    begun = sorted(shown for part, all_shown in parts.items() if part.startswith(key) for shown in all_shown)
    for word in (*JOINING, *STANDING, *SIDES):
        parts.setdefault(word, []).append(word)
    near = difflib.get_close_matches(key, parts, n=3, cutoff=0.7)
    return tuple(dict.fromkeys([*begun, *(shown for part in near for shown in parts[part])]))[:3]
