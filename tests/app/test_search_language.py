"""The language of the search field: what texts mean, and what is wrong with others."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.names import name_key
from app.search import QueryError, parse
from app.search.language import DEEPEST, LONGEST
from app.search.tree import (
    Either,
    Every,
    Everything,
    FromCamera,
    InFolder,
    Missing,
    NamedFile,
    NoFaces,
    Not,
    Only,
    Query,
    Shows,
    Taken,
    TakenAt,
    Undated,
    UnnamedFaces,
)
from app.search.words import TRANSLATED, place_key

PEOPLE = [
    "Anna",
    "Bert",
    "Carla Müller",
    "Carla",
    "June",
    "Only Child",
    "Smith & Sons (band)",
    "Jean-Luc",
    "Missing",
    "小明",
]
NAMES = {name_key(name): name for name in PEOPLE}


def shows(name: str) -> Shows:
    return Shows(name_key(name), name)


ANNA, BERT, CARLA, MUELLER = shows("Anna"), shows("Bert"), shows("Carla"), shows("Carla Müller")
IN_2019 = Taken("2019", "2020")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Everything()),
        ("  ", Everything()),
        ("Anna", ANNA),
        ("ANNA", ANNA),
        ("Anna and Bert", Every((ANNA, BERT))),
        ("Anna Bert", Every((ANNA, BERT))),
        ("Anna, Bert", Every((ANNA, BERT))),
        ("Anna&Bert", Every((ANNA, BERT))),
        ("Anna with Bert", Every((ANNA, BERT))),
        ("Anna AND Bert together", Every((ANNA, BERT))),
        ("Anna together with Bert", Every((ANNA, BERT))),
        ("Anna and Anna", ANNA),
        ("Anna or Bert", Either((ANNA, BERT))),
        ("Anna|Bert", Either((ANNA, BERT))),
        ("not Anna", Not(ANNA)),
        ("without Anna", Not(ANNA)),
        ("-Anna", Not(ANNA)),
        ("not not Anna", ANNA),
        ("Anna -Bert", Every((ANNA, Not(BERT)))),
        ("Anna and not Bert 2019", Every((ANNA, Not(BERT), IN_2019))),
        # Not before and before or before a comma.
        ("Anna or Bert Carla", Either((ANNA, Every((BERT, CARLA))))),
        ("Anna or Bert, 2019", Every((Either((ANNA, BERT)), IN_2019))),
        ("(Anna or Bert) 2019", Every((Either((ANNA, BERT)), IN_2019))),
        ("not (Anna or Bert)", Not(Either((ANNA, BERT)))),
        ("-(Anna Bert)", Not(Every((ANNA, BERT)))),
        ("Anna and (Bert and Carla)", Every((ANNA, BERT, CARLA))),
        # Names of several words, the longest first, in any spelling.
        ("carla mu\u0308ller", MUELLER),
        ("Carla   MÜLLER", MUELLER),
        ("Carla Bert", Every((CARLA, BERT))),
        ('"Carla" Bert', Every((CARLA, BERT))),
        ("“Carla Müller” Bert", Every((MUELLER, BERT))),
        ("Smith & Sons (band) Anna", Every((shows("Smith & Sons (band)"), ANNA))),
        ("Jean-Luc -Anna", Every((shows("Jean-Luc"), Not(ANNA)))),
        ("小明、Anna", Every((shows("小明"), ANNA))),
        ("（Anna｜小明），2019", Every((Either((ANNA, shows("小明"))), IN_2019))),
        # Words win over names of the same length, longer names over words, quotes always mean a name.
        ("Missing", Missing()),
        ('"Missing"', shows("Missing")),
        ("Only Child", shows("Only Child")),
        ("June 2019", Taken("2019-06", "2019-07")),
        ('"June" 2019', Every((shows("June"), IN_2019))),
        ("June and 2019", Every((shows("June"), IN_2019))),
        # Only.
        ("only Anna", Only(ANNA)),
        ("only Anna and Bert 2019", Every((Only(Every((ANNA, BERT))), IN_2019))),
        ("only Anna, Bert", Only(Every((ANNA, BERT)))),
        ("only (Anna Bert)", Only(Every((ANNA, BERT)))),
        ("only (Anna or Bert)", Only(Either((ANNA, BERT)))),
        ("only Anna or Bert", Either((Only(ANNA), BERT))),
        ("2019 only Anna", Every((IN_2019, Only(ANNA)))),
        ("not only Anna", Not(Only(ANNA))),
        # Dates.
        ("2019", IN_2019),
        ("2019-07", Taken("2019-07", "2019-08")),
        ("2019-7", Taken("2019-07", "2019-08")),
        ("2019-12", Taken("2019-12", "2020-01")),
        ("2019-07-14", Taken("2019-07-14", "2019-07-15")),
        ("2019-12-31", Taken("2019-12-31", "2020-01-01")),
        ("2016-02-29", Taken("2016-02-29", "2016-03-01")),
        ("2015..2018", Taken("2015", "2019")),
        ("2015 … 2018", Taken("2015", "2019")),
        ("2015–2018", Taken("2015", "2019")),
        ("2015-2018", Taken("2015", "2019")),
        ("2015 - 2018", Taken("2015", "2019")),
        ("2015 -2018", Every((Taken("2015", "2016"), Not(Taken("2018", "2019"))))),
        ("2015-06..2015-07-04", Taken("2015-06", "2015-07-05")),
        ("2015..", Taken("2015", None)),
        ("..2018", Taken(None, "2019")),
        ("before 2012", Taken(None, "2012")),
        ("after 2012-06", Taken("2012-07", None)),
        ("after july 2012", Taken("2012-08", None)),
        ("july 2019", Taken("2019-07", "2019-08")),
        ("Sept. 2019", Taken("2019-09", "2019-10")),
        ("may 2019", Taken("2019-05", "2019-06")),
        ("14 July 2019", Taken("2019-07-14", "2019-07-15")),
        ("june 2019 .. aug 2020", Taken("2019-06", "2020-09")),
        ("undated", Undated()),
        # The rest.
        ("in:holiday", InFolder("holiday")),
        ("folder:holiday", InFolder("holiday")),
        ('in: "Summer holiday" Anna', Every((InFolder("Summer holiday"), ANNA))),
        ("(in:holiday)", InFolder("holiday")),
        (r"in:C:\Photos", InFolder(r"C:\Photos")),
        ("camera：nikon", FromCamera("nikon")),
        ("file:IMG_12", NamedFile("IMG_12")),
        ('-file:"(2)"', Not(NamedFile("(2)"))),
        ("without faces", NoFaces()),
        ("no  Faces", NoFaces()),
        ("Anna unnamed faces", Every((ANNA, UnnamedFaces()))),
        ("not missing", Not(Missing())),
        # What is not typed yet is left out.
        ("Anna and", ANNA),
        ("Anna and or not", ANNA),
        ("and Anna", ANNA),
        ("Anna and and Bert", Every((ANNA, BERT))),
        ("Anna or (Bert", Either((ANNA, BERT))),
        ("Anna ()", ANNA),
        ("only", Everything()),
        ("Anna only (", ANNA),
        ("only and Anna", ANNA),
        ('Anna "', ANNA),
        ('"Anna', ANNA),
        ("Anna in:", ANNA),
        ("Anna before", ANNA),
        ("Anna unnamed fa", ANNA),
        ("Anna -", ANNA),
    ],
)
def test_what_it_means(text: str, query: Query) -> None:
    assert parse(text, NAMES) == query


@pytest.mark.parametrize(
    ("text", "part", "said"),
    [
        ("Anna and Nemo", "Nemo", "There is nobody called Nemo."),
        ("Bret 2019", "Bret", "There is nobody called Bret. Did you mean Bert?"),
        ("Mull", "Mull", "There is nobody called Mull. Did you mean Carla Müller?"),
        ('"Anna Bert"', "Anna Bert", "There is nobody called Anna Bert."),
        ("Annabel", "Annabel", "There is nobody called Annabel. Did you mean Anna?"),
        ("undatd", "undatd", "There is nobody called undatd. Did you mean undated?"),
        ("Anna)", ")", "This parenthesis was not opened."),
        ("2019-13", "2019-13", "There is no date 2019-13 in any photo."),
        ("Anna 2019-02-29 Bert", "2019-02-29", "There is no date 2019-02-29 in any photo."),
        ("1234", "1234", "There is no date 1234 in any photo."),
        ("2018..2015", "2018..2015", "2018..2015 ends before it begins."),
        ("201", "201", "201 is no date."),
        ("before Anna", "before", "Write a date after before, as in before 2012"),
        ("Anna - Bert", "-", "Write - directly before what is left out, as in -Anna."),
        ("colour:red", "colour:red", "Nothing is found by colour: only by in:, camera: and file:."),
        ("only 2019", "2019", "Write names after only"),
        ("only not Anna", "not", "Write names after only"),
        ("Anna only (Bert 2019)", "(Bert 2019)", "Write names after only"),
        ("x\x00y", "x\x00y", "There is nobody called x\x00y."),
        ("\ud800", "\ud800", "There is nobody called \ud800."),
    ],
)
def test_what_cannot_be_understood(text: str, part: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text, NAMES)
    assert text[caught.value.start : caught.value.end] == part
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Anna 和 Bert", "Anna and Bert"),
        ("小明 與 Anna 以及 Bert", "小明 and Anna and Bert"),
        ("Anna 그리고 Bert", "Anna and Bert"),
        ("Anna 및 Bert 함께", "Anna and Bert together"),
        ("Anna 或 Bert 或者 Carla", "Anna or Bert or Carla"),
        ("Anna 또는 Bert", "Anna or Bert"),
        ("Anna 没有 Bert", "Anna not Bert"),
        ("不含 （Anna 或 Bert）", "not (Anna or Bert)"),
        ("只有 Anna 和 小明", "only Anna and 小明"),
        ("오직 Anna 그리고 Bert", "only Anna and Bert"),
        ("没有人脸", "without faces"),
        ("沒有人臉", "no faces"),
        ("얼굴  없음", "without faces"),
        ("이름 없는 얼굴", "unnamed faces"),
        ("没有 没有人脸", "not without faces"),
        ("无日期", "undated"),
        ("날짜 없음", "undated"),
        ("文件夹:假期", "in:假期"),
        ("資料夾：假期 相機:nikon", "in:假期 camera:nikon"),
        ("폴더:휴가 파일:IMG", "in:휴가 file:IMG"),
        ("2019年", "2019"),
        ("2019年7月", "2019-07"),
        ("2019年7月14日 小明", "2019-07-14 小明"),
        ("2019년 7월 14일", "2019-07-14"),
        ("2018年..2019年7月", "2018..2019-07"),
        ("早于 2012", "before 2012"),
        ("晚於2012年6月", "after 2012-06"),
    ],
)
def test_words_of_the_other_languages_of_the_window(text: str, english: str) -> None:
    assert parse(text, NAMES) == parse(english, NAMES)


@pytest.mark.parametrize("text", ["Bert 제외", "2012년 이전", "2012年之前", "2019年13月", "Anna和Bert"])
def test_what_could_mean_two_things_is_pointed_out(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text, NAMES)


@pytest.mark.parametrize("text", ["Anna 얼굴", "이름", "이름 없는", "早于", "在", "Anna 没有"])
def test_the_beginning_of_a_word_is_waited_for(text: str) -> None:
    assert parse(text, NAMES) == (ANNA if "Anna" in text else Everything())


def test_a_name_that_is_longer_than_such_a_word_is_a_name() -> None:
    names = {name_key(name): name for name in ("没有名", "和平", "와 Anna")}
    assert parse("没有名 和 和平", names) == Every((shows("没有名"), shows("和平")))


def test_places_behind_the_chinese_word_for_in() -> None:
    paris = TakenAt("Paris", ("FR",))
    places = {place_key(name): paris for name in ("Paris", "巴黎")}
    for text in ("在巴黎", "在 巴黎", "in 巴黎", "在 Paris"):
        assert parse(text, NAMES, places) == paris
    with pytest.raises(QueryError, match="No photo is known to be from 东京"):
        parse("在东京", NAMES, places)


def test_near_names_are_offered() -> None:
    with pytest.raises(QueryError) as caught:
        parse("Car", NAMES)
    assert caught.value.suggestions == ("Carla", "Carla Müller")
    with pytest.raises(QueryError) as caught:
        parse("Anna", {})
    assert caught.value.suggestions == ()


def test_there_are_limits() -> None:
    assert parse("Anna " * (LONGEST // 5), NAMES) == ANNA
    with pytest.raises(QueryError, match=f"no more than {LONGEST} characters"):
        parse("Anna " * (LONGEST // 5) + ".", NAMES)
    assert parse("(" * DEEPEST + "Anna", NAMES) == ANNA
    with pytest.raises(QueryError, match="too many parentheses"):
        parse("(" * (DEEPEST + 1) + "Anna", NAMES)


PIECES = [
    *PEOPLE,
    *'( ) , & | - " “ and or not only together undated missing without no faces unnamed before after'.split(),
    *"2019 2019-07 july 14 .. – in: in:x camera: file:a. foo: ann x".split(),
]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12), st.sampled_from(["", " "]))
def test_any_text_is_understood_or_answered(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    if (error := complaint(text)) is not None:
        assert 0 <= error.start < error.end <= len(text)
        assert str(error).endswith((".", "?"))


def complaint(text: str) -> QueryError | None:
    try:
        parse(text, NAMES)
    except QueryError as error:
        return error
    return None


@given(
    st.recursive(
        st.sampled_from([ANNA, BERT, MUELLER, IN_2019, Undated(), InFolder("a b")]),
        lambda inner: (
            st.builds(lambda parts: Every(tuple(parts)), st.lists(inner, min_size=2, max_size=3, unique=True))
            | st.builds(
                lambda parts: Either(tuple(parts)), st.lists(inner, min_size=2, max_size=3, unique=True)
            )
            | inner.filter(lambda part: not isinstance(part, Not)).map(Not)
        ),
        max_leaves=8,
    )
)
def test_every_query_can_be_written(query: Query) -> None:
    def written(part: Query) -> str:
        match part:
            case Shows(_, name):
                return name
            case Every(parts):
                return "(" + " and ".join(map(written, parts)) + ")"
            case Either(parts):
                return "(" + " or ".join(map(written, parts)) + ")"
            case Not(other):
                return f"not {written(other)}"
            case InFolder(text):
                return f'in:"{text}"'
            case Taken():
                return "2019"
            case _:
                return "undated"

    def flat(part: Query) -> Query:
        """Join what is joined in the same way twice."""
        match part:
            case Every(parts) | Either(parts):
                found: list[Query] = []
                for one in map(flat, parts):
                    found.extend(one.parts if type(one) is type(part) else [one])
                different = tuple(dict.fromkeys(found))
                return type(part)(different) if len(different) > 1 else different[0]
            case Not(other):
                return Not(flat(other))
            case _:
                return part

    assert parse(written(query), NAMES) == flat(query)


def test_the_words_are_described() -> None:
    described = (Path(__file__).resolve().parents[2] / "docs" / "search.md").read_text("utf-8")
    for word in [
        "and",
        "or",
        "not",
        "only",
        "undated",
        "missing",
        "without faces",
        "unnamed faces",
        "before",
    ]:
        assert f"`{word}" in described


def test_the_translated_words_are_described() -> None:
    described = (Path(__file__).parents[2] / "docs" / "search.md").read_text("utf-8")
    assert [word for word in TRANSLATED if f"`{word}" not in described] == []
