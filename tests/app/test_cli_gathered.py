"""`familiar places`, `familiar events` and `familiar stacks`."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers.albums import make_album
from makers.command_line import CommandLine
from makers.journeys import PARIS, ROME, ZERMATT, add_photos, name_face
from makers.libraries import run

from app.library.store import Library


@pytest.fixture
def journeys(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    path = tmp_path / "journeys.db"
    with Library.open(path) as opened:
        add_photos(
            opened,
            [
                (PARIS, "2019-07-14T10:00:00"),
                (PARIS, "2019-07-14T10:05:00"),
                (ZERMATT, None),
                (ROME, "2020-01-01T23:00:00"),
                (ROME, "2020-01-02T01:00:00"),
                (ROME, "2020-01-02T01:01:00"),
            ],
        )
        name_face(opened, 1, 1, "Anna")
    return CommandLine(path, capsys)


def test_places_are_listed_below_each_other(journeys: CommandLine) -> None:
    assert [line.rstrip() for line in journeys.good("places").splitlines()] == [
        "place             photos  from        to",
        "Italy                  3  2020-01-01  2020-01-02",
        "  Lazio                3  2020-01-01  2020-01-02",
        "    Rome               3  2020-01-01  2020-01-02",
        "France                 2  2019-07-14  2019-07-14",
        "  Île-de-France        2  2019-07-14  2019-07-14",
        "    Paris              2  2019-07-14  2019-07-14",
        "Switzerland            1",
        "  Valais               1",
        "    near Zermatt       1",
        'Photos of one of them: familiar search in "NAME"',
    ]


def test_places_for_programs(journeys: CommandLine) -> None:
    found = journeys.json("places")["places"]
    assert found[2] == {
        "spot": {"country": "IT", "region": "Lazio", "town": "Rome"},
        "name": "Rome",
        "level": 2,
        "photos": 3,
        "cover": 6,
        "first": 20200101,
        "last": 20200102,
        "near": False,
    }


def test_events_are_listed_with_place_and_people(journeys: CommandLine) -> None:
    assert [line.rstrip() for line in journeys.good("events").splitlines()] == [
        "2 events.",
        "days                      photos  where  who",
        "2020-01-01 to 2020-01-02       3  Rome",
        "2019-07-14                     2  Paris  Anna",
    ]
    assert journeys.good("events", "--most", 1).endswith("... and 1 more: --most 2\n")
    assert journeys.json("events")["events"][1] == {
        "first": "2019-07-14T10:00:00",
        "last": "2019-07-14T10:05:00",
        "photos": 2,
        "towns": ["Paris"],
        "country": "FR",
        "people": ["Anna"],
        "photo_ids": [2, 1],
    }


def test_searching_by_place(journeys: CommandLine) -> None:
    assert journeys.good("search", "Anna", "in", "Paris") == "1 photo found.\n/photos/1.jpg\n"
    assert journeys.refused("search", "in", "Berlin") == "No photo is known to be from Berlin.\n"


def test_a_library_without_places(familiar: CommandLine, people: Library) -> None:
    assert familiar.good("places") == "Of no photo it is known where it was taken.\n"
    assert familiar.good("events") == "0 events.\n"


@pytest.fixture
def album(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    path = make_album(tmp_path / "album")
    photos = path.parent / "photos"
    (photos / "7.jpg").write_bytes((photos / "2.jpg").read_bytes())
    with Library.open(path) as opened:
        run(
            opened,
            "UPDATE photo SET sha256 = CAST(printf('%032d', CASE id WHEN 7 THEN 2 ELSE id END) AS BLOB)",
        )
    return CommandLine(path, capsys)


def test_stacks_are_listed_best_first(album: CommandLine) -> None:
    folder = album.library.parent / "photos"
    said = album.good("stacks")
    assert f"Stack 1: same file, same picture\n  {folder}/2.jpg  (480 × 320)\n  {folder}/7.jpg" in said
    found = album.json("stacks")
    assert found["stacks"][0]["why"] == ["same file", "same picture"]
    assert [photo["photo_id"] for photo in found["stacks"][0]["photos"]] == [2, 7]
    assert (folder / "7.jpg").exists()
