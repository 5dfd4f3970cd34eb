"""Forgetting somebody whom files name: nothing that a file said of them stays in the library."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers.forgetting import files_with
from makers.libraries import run, scalar
from sqlalchemy import text

from app.library.names import find_person
from app.library.store import Library
from app.library.tables import Region, Written
from app.metadata.people import NamedRegion, People
from app.operations import (
    Said,
    adopt,
    forget_person,
    history,
    mention_person,
    merge_people,
    name_person,
    undo,
)
from app.operations.subject import discover

NAME, OTHER = "Zdenka Qvist", "Anna"


@pytest.fixture
def library(four_groups: Library) -> Library:
    """Zdenka and Anna are in files, faces, mentions, and packets that were replaced."""
    run(four_groups, "UPDATE photo SET width = 100, height = 100")
    box = (0.005, 0.0125, 0.1, 0.1)
    adopt(
        four_groups,
        [
            Said(1, People((NamedRegion(NAME, *box),), (OTHER,))),
            Said(5, People((NamedRegion(OTHER, *box),), (NAME,))),
        ],
    )
    with four_groups.write() as session:
        session.add_all(
            [
                Region(photo_id=1, source="file", name=NAME, x=0.1, y=0.1, width=0.1, height=0.1),
                Region(photo_id=5, source="file", name=NAME.upper()),
                Region(photo_id=1, source="file", name=OTHER),
                Region(photo_id=6, source="sidecar", name=f"{NAME}ová"),
            ]
        )
        for photo, before, after in (
            (1, None, f"<x>{NAME}</x>".encode()),
            (2, b"<x>Zden&#x6b;a\n Qvist</x>", b"<x/>"),
            (3, f"<x>{NAME}</x>".encode("utf-16-le"), None),
            (4, b"<x>Anna</x>", b"<x>Zdenkas</x>"),
        ):
            session.add(
                Written(photo_id=photo, place="file", path=f"/photos/{photo}.jpg", before=before, after=after)
            )
    return four_groups


def left(library: Library, table: str, column: str) -> list[object]:
    with library.read() as session:
        return list(session.scalars(text(f"SELECT {column} FROM {table} ORDER BY id")))


def test_what_files_said_of_them_goes(library: Library, tmp_path: Path) -> None:
    assert files_with(tmp_path, [NAME]) != set()
    done = forget_person(library, person=NAME)
    assert done.proof == ()
    # Somebody whose name has this one in it stays, and so does a packet with such a word.
    assert left(library, "region", "name") == [OTHER, f"{NAME}ová"]
    assert left(library, "written", "photo_id") == [4]
    assert left(library, "mention", "photo_id") == [1]
    run(library, "DELETE FROM region")
    library.compact()
    assert files_with(tmp_path, [NAME, NAME.upper()]) == set()
    assert {entry.summary for entry in history(library)} == {"Read 4 names from photos"}
    undo(library)
    assert scalar(library, "SELECT count(*) FROM mention") == 0


def test_thumbnails_of_photos_that_mention_them_go_too(library: Library) -> None:
    mention_person(library, photo=9, person=NAME)
    with library.read() as session:
        person = find_person(session, NAME).id
        # Their group has photos 1 to 4; photos 5 and 9 have them somewhere.
        assert discover(session.connection(), person).photos == {1, 2, 3, 4, 5, 9}


def test_a_name_that_somebody_else_has_now_stays_theirs(library: Library) -> None:
    name_person(library, person=NAME, name="Zdenka Early")
    name_person(library, person=3, name=NAME)
    assert forget_person(library, person="Zdenka Early").proof == ()
    assert NAME in left(library, "region", "name")


def test_names_of_those_who_became_part_of_them_go(library: Library) -> None:
    merge_people(library, target=OTHER, sources=[NAME])
    assert forget_person(library, person=OTHER).proof == ()
    assert left(library, "region", "name") == [f"{NAME}ová"]
    assert left(library, "mention", "photo_id") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize(
    ("name", "written"),
    [("علی\u200cرضا", "علی\u200cرضا"), (NAME, "Zden\u00adka Qvist"), (NAME, NAME)],
)
def test_packets_with_joiners_in_a_name_go(
    four_groups: Library, name: str, written: str, encoding: str
) -> None:
    name_person(four_groups, person=1, name=name)
    with four_groups.write() as session:
        packet = f"<x>{written}</x>".encode(encoding)
        session.add(Written(photo_id=1, place="file", path="/photos/1.jpg", before=packet))
        session.add(Written(photo_id=2, place="file", path="/photos/2.jpg", before=b"<x>Somebody</x>"))
    assert forget_person(four_groups, person=name).proof == ()
    assert left(four_groups, "written", "photo_id") == [2]
