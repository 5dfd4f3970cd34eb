"""Folders whose photos take names after every indexing, and forgetting somebody whose name was written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.forgetting import let_go
from makers.photos_with_names import ANNA, FAMILY, SARA, Album
from makers.xmp_packets import packet, persons
from sqlalchemy import select, text

from app.exchange.writing import (
    WriteReport,
    plan_standing,
    plan_writing,
    sayings,
    set_standing,
    standing_folders,
    write_names,
)
from app.library.store import Library
from app.library.tables import Written
from app.metadata.containers import read_packets
from app.metadata.people import People
from app.operations import OperationError, forget_person, undo


@pytest.fixture
def album(made_libraries: Path, tmp_path: Path) -> Iterator[Album]:
    with Library.open(shutil.copy(made_libraries / "empty.db", tmp_path / "library.db")) as library:
        yield Album.make(tmp_path, library)
    let_go()


def write(album: Album) -> WriteReport:
    return write_names(album.library, plan_standing(album.library))


def test_names_go_into_chosen_folders_alone(album: Album) -> None:
    inside = album.add("here/a.jpg", FAMILY)
    album.add("there/b.jpg", FAMILY)
    assert write(album).written == ()
    set_standing(album.library, album.folder / "here", on=True)
    set_standing(album.library, album.folder / "here", on=True)
    assert standing_folders(album.library) == (album.folder / "here",)
    assert write(album).written == (inside,)
    assert plan_standing(album.library).unchanged == 0
    album.say(inside, People((), ("New",)))
    assert write(album).written == (inside,)
    assert "New" in sayings(album.library, inside).embedded.present
    set_standing(album.library, album.folder / "here", on=False)
    assert standing_folders(album.library) == ()


def test_what_was_undone_is_not_written_again(album: Album) -> None:
    photo = album.add("a.jpg", People((ANNA,)))
    set_standing(album.library, album.folder, on=True)
    assert write(album).written == (photo,)
    undo(album.library)
    assert write(album).written == ()
    album.say(photo, People((SARA,)))
    assert write(album).written == (photo,)


def test_only_watched_folders_can_be_chosen(album: Album, tmp_path: Path) -> None:
    with pytest.raises(OperationError, match="not watched"):
        set_standing(album.library, tmp_path, on=True)
    with pytest.raises(OperationError, match="are not written"):
        set_standing(album.library, album.folder, on=False)
    set_standing(album.library, album.folder, on=True)
    assert plan_standing(album.library).writes == ()


def test_everybody_says_what_they_say(album: Album) -> None:
    photo = album.add("a.jpg", People((ANNA,)))
    (album.folder / "a.jpg.xmp").write_bytes(packet(persons("Eve")))
    found = sayings(album.library, photo)
    assert (found.embedded, found.library, found.changed) == (People(), People((ANNA,)), False)
    assert found.beside == ((album.folder / "a.jpg.xmp", People((), ("Eve",))),)
    (album.folder / "a.jpg").write_bytes(b"other")
    assert sayings(album.library, photo).changed
    (album.folder / "a.jpg").unlink()
    with pytest.raises(OperationError, match="cannot be read"):
        sayings(album.library, photo)
    with pytest.raises(OperationError, match="no photo 99"):
        sayings(album.library, 99)


def test_forgetting_somebody_forgets_what_was_kept_of_files_with_their_name(album: Album) -> None:
    """The files stay as they are; only that they can be undone is lost where the packets had the name."""
    album.add("a.jpg", FAMILY)
    album.add("b.jpg", People((SARA,)))
    write_names(album.library, plan_writing(album.library))
    written = [(album.folder / name).read_bytes() for name in ("a.jpg", "b.jpg")]
    done = forget_person(album.library, person="Anna")
    assert done.proof == ()
    with album.library.read() as session:
        kept = session.scalars(select(Written.path)).all()
        assert session.execute(text("SELECT count(*) FROM region WHERE name = 'Anna'")).scalar_one() == 0
    assert kept == [str(album.folder / "b.jpg")]
    assert b"Anna" not in album.library.path.read_bytes()
    assert [(album.folder / name).read_bytes() for name in ("a.jpg", "b.jpg")] == written
    assert undo(album.library).problems == ()
    assert read_packets((album.folder / "b.jpg").read_bytes()) == ()
    assert (album.folder / "a.jpg").read_bytes() == written[0]


def test_undoing_what_is_no_longer_kept_says_so(album: Album) -> None:
    album.add("a.jpg", People((ANNA,)))
    write_names(album.library, plan_writing(album.library))
    forget_person(album.library, person="Anna")
    assert undo(album.library).problems == (
        "What the files said before is no longer kept, so they stay as they are.",
    )
