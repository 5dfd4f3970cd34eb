"""`familiar mention`: who is somewhere in a photo, without a face."""

from __future__ import annotations

import pytest
from makers.command_line import CommandLine
from makers.libraries import everything

from app.library.mentions import mentions_in_photo, mentions_of_person
from app.library.names import find_person
from app.library.store import Library
from app.operations import move_faces


def test_somebody_is_in_photos_and_is_not(familiar: CommandLine, people: Library) -> None:
    out = familiar.good("mention", "Zoë", "/photos/1.jpg", "/photos/2.jpg")
    assert out == "Noted that Zoë is in a photo.\nNoted that Zoë is in a photo.\n"
    with people.read() as session:
        zoe = find_person(session, "Zoë").id
        assert [photo.photo_id for photo in mentions_of_person(session, zoe)] == [1, 2]
        assert [person.name for person in mentions_in_photo(session, 1)] == ["Zoë"]
    shown = familiar.json("show", "Zoë")
    assert [photo["file"] for photo in shown["mentioned_in"]] == ["/photos/1.jpg", "/photos/2.jpg"]
    out = familiar.good("show", "zoë")
    assert "Also in 2 photos, without a face of theirs:\n  /photos/1.jpg\n  /photos/2.jpg\n" in out
    # A face shows where they are.
    move_faces(people, faces=[2], to="Zoë")
    assert "Also in 1 photo, without" in familiar.good("show", "Zoë")
    before = everything(people)
    familiar.good("mention", "Zoë", "/photos/1.jpg", "--remove")
    assert "Also in" not in familiar.good("show", "Zoë")
    familiar.good("undo")
    assert everything(people) == before


@pytest.mark.parametrize("words", [("Nobody", "/photos/1.jpg", "--remove"), ("Anna", "/photos/none.jpg")])
def test_what_cannot_be_noted_is_refused(
    familiar: CommandLine, people: Library, words: tuple[str, ...]
) -> None:
    before = everything(people)
    familiar.refused("mention", *words)
    assert everything(people) == before
