"""Which photos are videos, and the moment of one that a person's page or a search is about."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.albums import make_album
from makers.filmed import ANNA, BEN, VIDEO, add_film

from app.library.store import Library
from app.operations import ignore_faces, name_person
from app.search.videos import InVideos, in_videos, moment_sought, video_lengths


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(make_album(tmp_path / "album")) as opened:
        add_film(opened, tmp_path / "films")
        name_person(opened, person=1, name="Anna")
        name_person(opened, person=2, name="Ben")
        yield opened


def test_videos_are_told_from_photos_by_their_length(library: Library) -> None:
    with library.read() as session:
        assert video_lengths(session) == {VIDEO: 10_000}


def test_a_persons_faces_in_videos_have_moments(library: Library) -> None:
    with library.read() as session:
        assert in_videos(session, 1) == InVideos({ANNA: 3000}, {VIDEO: 10_000})
        assert in_videos(session, 3) == InVideos()
    ignore_faces(library, faces=[ANNA])
    with library.read() as session:
        assert in_videos(session, 1) == InVideos()


def test_a_search_for_people_leads_to_their_moment(library: Library) -> None:
    with library.write() as session:
        session.connection().exec_driver_sql(f"UPDATE face SET at_ms = 2000 WHERE id = {BEN}")
    with library.read() as session:
        assert moment_sought(session, VIDEO, "ben") == 2000
        assert moment_sought(session, VIDEO, "2020 anna or ben") in {2000, 3000}
        # Who is named first is not who is sought; the best is.
        for text in ("2020", "", "nobody-of-this-name", "before", "c"):
            assert moment_sought(session, VIDEO, text) is None, text
        # Photos have no moments.
        assert moment_sought(session, 2, "anna") is None
