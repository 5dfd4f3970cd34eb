"""`familiar search`."""

from __future__ import annotations

import pytest
from makers.command_line import CommandLine
from makers.libraries import run

from app.library.store import Library


@pytest.fixture
def named(familiar: CommandLine, people: Library) -> CommandLine:
    """Anna in photos 1 to 5, Bert in 6 to 9; the photos of the years 2011, 2012, ..."""
    run(people, "UPDATE photo SET taken_at = (2010 + id) || '-07-02T18:30:11'")
    run(people, "UPDATE face SET photo_id = 5 WHERE id = 6")
    familiar.good("name", 1, "Anna")
    familiar.good("name", 2, "Bert Berg")
    return familiar


def test_the_count_comes_first(named: CommandLine) -> None:
    assert named.good("search", "Anna and not bert berg before 2014") == (
        "3 photos found.\n/photos/3.jpg\n/photos/2.jpg\n/photos/1.jpg\n"
    )
    assert named.good("search", "anna Bert Berg") == "1 photo found.\n/photos/5.jpg\n"
    assert named.good("search", "only Anna 2015") == "0 photos found.\n"


def test_words_need_no_quotes(named: CommandLine) -> None:
    assert named.good("search", "Anna", "2012") == "1 photo found.\n/photos/2.jpg\n"
    assert named.good("search", "-Anna", "2011..2015") == "0 photos found.\n"
    assert named.good("search", "Bert", "Berg", "-2015", "--most", 1) == (
        "3 photos found.\n/photos/9.jpg\n... and 2 more: --most 3\n"
    )


def test_missing_photos_are_marked(named: CommandLine, people: Library) -> None:
    run(people, "UPDATE photo SET missing_since = '2020-01-01T00:00:00+00:00' WHERE id = 2")
    assert named.good("search", "Anna 2012") == "0 photos found.\n"
    assert named.good("search", "Anna missing") == "1 photo found.\n/photos/2.jpg (missing)\n"


def test_the_document(named: CommandLine) -> None:
    assert named.json("search", "Anna", "--most", 1) == {
        "search": "Anna",
        "count": 5,
        "photos": [
            {"photo_id": 5, "file": "/photos/5.jpg", "taken_at": "2015-07-02T18:30:11", "missing": False}
        ],
    }


def test_what_cannot_be_understood(named: CommandLine) -> None:
    assert named.refused("search", "Ana") == "There is nobody called Ana. Did you mean Anna?\n"
    assert named.refused("search", "2019-13") == "There is no date 2019-13 in any photo.\n"
    assert "WORDS" in named.refused("search", status=2)
    assert "Usage: familiar search" in named.good("search", "-h")
