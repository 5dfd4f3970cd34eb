"""`familiar index` on a folder with a real video, and `familiar sightings`."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers.command_line import CommandLine
from makers.films import RATE, film, moving_face
from PIL import Image


@pytest.fixture
def filmed(familiar: CommandLine, tmp_path: Path) -> Path:
    """Return a video of a drawn face that is in the library, named Anna."""
    folder = tmp_path / "photos"
    folder.mkdir()
    file = film(folder / "a.mp4", moving_face(4 * RATE))
    assert familiar("index", folder).status == 0
    familiar.good("move", 1, "--new", "Anna")
    return file


def test_people_and_their_moments_are_listed(familiar: CommandLine, filmed: Path) -> None:
    found = familiar.json("sightings", filmed)
    assert abs(found["duration_ms"] - 4000) < 200
    (person,) = found["people"]
    assert (person["name"], person["face_id"], person["confirmed"]) == ("Anna", 1, True)
    (span,) = person["spans"]
    assert span["begin_ms"] == 0
    assert 2500 < span["end_ms"] < 4000
    out = familiar.good("sightings", filmed)
    assert f"1 person in {filmed} (0:04)." in out
    assert "Anna" in out
    assert "0:00–0:0" in out


def test_the_videos_of_a_person_are_listed(familiar: CommandLine, filmed: Path) -> None:
    found = familiar.json("sightings", "anna")
    assert [video["file"] for video in found["videos"]] == [str(filmed)]
    assert "Anna is seen in 1 video." in familiar.good("sightings", "Anna")


def test_what_is_not_there_is_said(familiar: CommandLine, filmed: Path) -> None:
    assert "is not in the library" in familiar.refused("sightings", "b.mp4")
    assert "Bert" in familiar.refused("sightings", "Bert")
    damaged = filmed.with_name("b.mp4")
    damaged.write_bytes(filmed.read_bytes()[:1000])
    familiar("index")
    assert "b.mp4 is damaged" in familiar.refused("sightings", damaged)
    photo = filmed.with_name("c.jpg")
    Image.new("RGB", (64, 64)).save(photo)
    familiar("index")
    assert "c.jpg is not a video. Who is in a photo" in familiar.refused("sightings", photo)


def test_a_video_that_is_gone_is_marked(familiar: CommandLine, filmed: Path) -> None:
    filmed.unlink()
    Image.new("RGB", (64, 64)).save(filmed.with_name("c.jpg"))
    familiar("index")
    assert "a.mp4 (missing)" in familiar.good("sightings", "Anna").replace("\n", "")


def test_a_face_is_drawn_at_a_moment(familiar: CommandLine, filmed: Path) -> None:
    familiar.good("draw", filmed, 400, 300, 60, 60, "--at", 1.5, "--new", "Ben")
    people = familiar.json("sightings", filmed)["people"]
    ben = next(one for one in people if one["name"] == "Ben")
    assert ben["spans"] == [{"begin_ms": 1500, "end_ms": 1500}]
    assert "lasts 4" in familiar.refused("draw", filmed, 100, 100, 60, 60, "--at", 90)


def test_a_persons_training_set_has_frames_of_videos(
    familiar: CommandLine, filmed: Path, tmp_path: Path
) -> None:
    film(filmed.with_name("b.mp4"), moving_face(3 * RATE, size=(800, 600)))
    familiar("index")
    familiar.good("move", 2, "--to", "Anna")
    for file, second in (("a.mp4", 1), ("b.mp4", 1)):
        familiar("draw", filmed.with_name(file), 400, 300, 60, 60, "--at", second, "--new", "Ben")
        familiar("draw", filmed.with_name(file), 400, 300, 60, 60, "--at", second, "--to", "Ben")
    made = familiar.json("export", "training-set", "--to", tmp_path / "set")
    assert made["faces"] == 4
    assert len(list((tmp_path / "set" / "crops").glob("*.jpg"))) == 4


def test_names_of_people_in_a_video_go_beside_it_without_places(familiar: CommandLine, filmed: Path) -> None:
    before = filmed.read_bytes()
    assert familiar("metadata", "write", filmed, "--yes").status == 0
    assert filmed.read_bytes() == before
    packet = filmed.with_name("a.mp4.xmp").read_text("utf-8")
    assert "Anna" in packet
    assert "RegionList" not in packet
