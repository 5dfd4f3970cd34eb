"""From what is typed to photos, in a small library where one sees what must be found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.libraries import Made, add_faces, run
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from app.library.store import Library
from app.search import known_names, parse, search_photos
from app.search.language import LONGEST
from app.search.photos import statement
from app.search.tree import NoFaces, Shows, Undated


@pytest.fixture
def few(tmp_path: Path) -> Iterator[Library]:
    """Photos 1 to 6: Anna; Anna and Bert; Bert; Anna and a stranger; none of them; no face at all."""
    with Library.open(tmp_path / "library.db") as opened:
        shown = [(1, 0), (2, 0), (2, 1), (3, 1), (4, 0), (4, 2), (5, 2), (6, 0)]
        add_faces(opened, [Made(photo, who) for photo, who in shown])
        run(
            opened,
            "INSERT INTO person (id, name, name_key, created_at) "
            "VALUES (1, 'Anna', 'anna', ''), (2, 'Bert', 'bert', '')",
        )
        run(opened, "UPDATE person SET created_at = '2020-01-01T00:00:00+00:00'")
        run(opened, "UPDATE face SET person_id = 1 WHERE id IN (1, 2, 5)")
        run(opened, "UPDATE face SET person_id = 2 WHERE id IN (3, 4)")
        run(opened, "DELETE FROM face WHERE photo_id = 6")
        run(opened, "UPDATE photo SET taken_at = (2010 + id) || '-07-14T12:00:00' WHERE id < 6")
        yield opened


@pytest.mark.parametrize(
    ("asked", "photos"),
    [
        ("", [5, 4, 3, 2, 1, 6]),
        ("Anna", [4, 2, 1]),
        ("anna bert", [2]),
        ("Anna or Bert", [4, 3, 2, 1]),
        ("Anna, not Bert", [4, 1]),
        ("only Anna", [1]),
        ("only (Anna or Bert)", [3, 2, 1]),
        ("only Anna and Bert", [2]),
        ("-Anna -Bert", [5, 6]),
        ("2012..2014", [4, 3, 2]),
        ("Anna before 2014", [2, 1]),
        ("not 2011", [5, 4, 3, 2, 6]),
        ("unnamed faces", [5, 4]),
        ("no faces", [6]),
        ("undated or july 2013", [3, 6]),
        ("file:4.jpg or file:5", [5, 4]),
        ("in:photos 2011", [1]),
    ],
)
def test_from_text_to_photos(few: Library, asked: str, photos: list[int]) -> None:
    with few.read() as session:
        assert search_photos(session, parse(asked, known_names(session))).tolist() == photos


def test_missing_photos_are_found_only_by_asking_for_them(few: Library) -> None:
    run(few, "UPDATE photo SET missing_since = '2020-01-01T00:00:00+00:00' WHERE id = 2")
    with few.read() as session:
        names = known_names(session)
        found = {
            asked: search_photos(session, parse(asked, names)).tolist()
            for asked in ("Anna", "Anna missing", "missing", "Bert or missing")
        }
    assert found == {"Anna": [4, 1], "Anna missing": [2], "missing": [2], "Bert or missing": [3, 2]}


def test_of_photos_that_could_not_be_read_no_faces_are_known(few: Library) -> None:
    run(few, "UPDATE photo SET state = 'failed', problem = 'damaged' WHERE id = 6")
    with few.read() as session:
        assert search_photos(session, NoFaces()).tolist() == []
        assert search_photos(session, Undated()).tolist() == [6]


def test_long_searches_are_no_trouble(few: Library) -> None:
    with few.read() as session:
        names = known_names(session)
        for asked in ("-in:{} ", "only (Anna) or in:{} ", "(not file:{} or "):
            text_typed = "".join(asked.format(number) for number in range(40))[:LONGEST]
            assert search_photos(session, parse(text_typed, names)).size


def test_photos_on_a_drive_that_is_away_are_found(few: Library) -> None:
    run(few, "UPDATE root SET offline_since = '2020-01-01T00:00:00+00:00'")
    with few.read() as session:
        assert search_photos(session, Shows("anna", "Anna")).tolist() == [4, 2, 1]


@pytest.mark.parametrize(
    ("asked", "looked_through"),
    [
        ("Anna", []),
        ("Anna and not Bert 2015", []),
        ("Anna or Bert", []),
        ("only (Anna or Bert)", ["SCAN person"]),
        ("2015..2018", []),
        ("", ["SCAN photo USING COVERING INDEX ix_photo_taken_at"]),
        ("not Anna", ["SCAN photo USING COVERING INDEX ix_photo_taken_at"]),
        ("in:holiday 2015", ["SCAN photo USING COVERING INDEX sqlite_autoindex_photo_1"]),
    ],
)
def test_no_more_is_looked_through_than_need_be(few: Library, asked: str, looked_through: list[str]) -> None:
    with few.read() as session:
        wanted = statement(session, parse(asked, known_names(session)))
        sql = wanted.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {sql}".replace(":", r"\:")))]
    assert [step for step in plan if step.startswith("SCAN")] == looked_through
