"""Suggestions while a search is typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.libraries import Made, add_faces, run

from app.library.names import name_key
from app.library.store import Library
from app.search import Completion, complete, known_names, parse
from app.search.tree import Shows

PIECES = [
    *'Anna Bert Trips ( ) , - " and or not only no unnamed 2 201 in: in:T camera: file:a an'.split(),
    "Mü",
    " ",
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Seven photos of three people with names, one of them ignored; Bert has most faces."""
    with Library.open(tmp_path_factory.mktemp("library") / "library.db") as opened:
        add_faces(opened, [Made(photo, who) for photo, who in enumerate([0, 1, 1, 1, 2, 3, 3], 1)])
        people = {1: "Anna Müller", 2: "Bert", 3: "Ánne", 4: "Anton", 5: "June 2019", 6: "Berta"}
        for person, name in people.items():
            run(
                opened,
                f"INSERT INTO person (id, name, name_key, created_at) "
                f"VALUES ({person}, '{name}', '{name_key(name)}', '2020-01-01T00:00:00+00:00')",
            )
        run(opened, "UPDATE face SET person_id = 1 WHERE id = 1")
        run(opened, "UPDATE face SET person_id = 2 WHERE id IN (2, 3, 4)")
        run(opened, "UPDATE face SET person_id = 3 WHERE id IN (5, 6)")
        run(opened, "UPDATE person SET ignored_at = '2020-01-01T00:00:00+00:00' WHERE id = 4")
        run(opened, "UPDATE photo SET path = 'Trips/Summer holiday/' || path WHERE id < 4")
        run(opened, "UPDATE photo SET path = 'Ääkköset/(a)/' || path WHERE id = 5")
        run(
            opened,
            "UPDATE photo SET taken_at = (2010 + id) || '-05-01T00:00:00', camera = 'NIKON D7' WHERE id < 4",
        )
        yield opened


def suggested(library: Library, text: str, cursor: int | None = None) -> list[Completion]:
    with library.read() as session:
        return complete(text, len(text) if cursor is None else cursor, session)


def test_suggested_people(library: Library) -> None:
    found = suggested(library, "an")
    assert [(one.label, one.person_id) for one in found if one.kind == "person"] == [
        ("Ánne", 3),
        ("Anna Müller", 1),
    ]
    assert {one.kind for one in found} == {"person", "word"}
    assert found[0] == Completion(0, 2, "Ánne", "Ánne", "person", 3)
    assert suggested(library, "Bert -mul") == [Completion(6, 9, "Anna Müller", "Anna Müller", "person", 1)]
    assert [one.label for one in suggested(library, "B") if one.kind == "person"] == ["Bert", "Berta"]


def test_who_was_named_is_not_suggested_next(library: Library) -> None:
    everybody = {one.label for one in suggested(library, "") if one.kind == "person"}
    assert {"Bert", "Berta", "Anna Müller"} <= everybody
    for text in ("Bert and ", "2019 BERT or ", '"Bert" -'):
        assert {one.label for one in suggested(library, text) if one.kind == "person"} == everybody - {"Bert"}
    # Whoever types the name again means it.
    assert "Bert" in {one.label for one in suggested(library, "Bert and B")}


def test_suggested_words_reach_over_what_was_typed(library: Library) -> None:
    (name,) = suggested(library, "2019 Anna Mu")
    assert (name.start, name.end, name.text) == (5, 12, "Anna Müller")
    found = suggested(library, "(Anton or anXX) 2019", 12)
    assert {(one.start, one.end) for one in found} == {(10, 14)}
    assert [one.label for one in found] == ["Ánne", "Anna Müller", "and"]
    word = suggested(library, "Bert unnamed f")[0]
    assert word == Completion(5, 14, "unnamed faces", "unnamed faces", "word")
    name = suggested(library, '"anna  and', 6)[0]
    assert (name.start, name.end, name.text) == (0, 6, '"Anna Müller"')
    name = suggested(library, '"ann" and', 4)[0]
    assert (name.start, name.end) == (0, 5)


def test_names_are_put_in_quotes_where_they_must_be(library: Library) -> None:
    (found,) = [one for one in suggested(library, "june") if one.kind == "person"]
    assert (found.text, found.label) == ('"June 2019"', "June 2019")


def test_suggested_folders_cameras_and_years(library: Library) -> None:
    assert suggested(library, "Bert in:ho") == [
        Completion(8, 10, '"Summer holiday"', "Summer holiday", "folder")
    ]
    assert [one.text for one in suggested(library, "in:")] == [
        '"Summer holiday"',
        "Trips",
        '"(a)"',
        "Ääkköset",
    ]
    assert [one.text for one in suggested(library, "in:ÄÄ")] == ["Ääkköset"]
    assert [(one.text, one.start) for one in suggested(library, "in:summer hol")] == [('"Summer holiday"', 3)]
    assert suggested(library, "in:trips an")[0].kind == "person"
    assert suggested(library, "trip") == [Completion(0, 4, "in:Trips", "Trips", "folder")]
    assert suggested(library, "camera:nik") == [Completion(7, 10, '"NIKON D7"', "NIKON D7", "camera")]
    assert suggested(library, "file:an") == []
    assert [one.text for one in suggested(library, "201") if one.kind == "year"] == ["2013", "2012", "2011"]
    assert [one.text for one in suggested(library, "2012")] == []


def test_suggestions_keep_room_for_others_than_people(library: Library) -> None:
    with library.read() as session:
        found = complete("", 0, session, most=6)
    assert [one.kind for one in found] == ["person", "person", "word", "word", "word", "word"]
    assert found[0].label == "Bert"


@given(
    text=st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=6).map(" ".join),
    part=st.floats(0, 1),
)
def test_suggestions_fit_their_place(library: Library, text: str, part: float) -> None:
    cursor = round(part * len(text))
    for one in suggested(library, text, cursor):
        assert 0 <= one.start <= cursor <= one.end <= len(text)


def test_a_suggested_name_is_understood(library: Library) -> None:
    with library.read() as session:
        names = known_names(session)
    for one in suggested(library, ""):
        if one.kind == "person":
            assert parse(one.text, names) == Shows(name_key(one.label), one.label)
