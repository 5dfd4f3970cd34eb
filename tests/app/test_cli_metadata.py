"""`familiar metadata`: showing what files say, writing names, and doing it after indexing."""

from __future__ import annotations

import hashlib
import io
import re
import sys
from pathlib import Path

import pytest
from makers.command_line import CommandLine
from makers.photos_with_names import ANNA, FAMILY, HEIGHT, WIDTH, Album, image
from makers.xmp_packets import mwg, persons, region, size
from makers.xmp_packets import packet as xmp
from sqlalchemy import select

from app.cli import index as index_module
from app.exchange.writing import plan_writing, write_names
from app.library.settings import RECOGNISER, get_setting
from app.library.store import Library
from app.library.tables import Embedding, Face, Model
from app.metadata.containers import replace_packet
from app.metadata.people import NamedRegion, People
from engine.models import Catalogue


@pytest.fixture
def album(opened: Library, tmp_path: Path) -> Album:
    return Album.make(tmp_path, opened)


def test_show_tells_who_says_what(familiar: CommandLine, album: Album) -> None:
    album.add("a.jpg", FAMILY, data=replace_packet(image(), xmp(persons("Eve"))))
    (album.folder / "a.jpg.xmp").write_bytes(
        mwg(region("Kim", 0.5, 0.5, 0.25, 0.25), applied=size(WIDTH, HEIGHT))
    )
    assert familiar.good("metadata", "show", album.folder / "a.jpg").splitlines() == [
        "The file says:",
        "  Eve, somewhere",
        "a.jpg.xmp beside it says:",
        "  Kim, at 37.5 37.5, 25.0 x 25.0 %",
        "Confirmed in the library:",
        "  Anna, at 25.0 25.0, 25.0 x 25.0 %",
        "  שרה לוי, at 62.5 12.5, 12.5 x 25.0 %",
        "  Zoë Müller, somewhere",
    ]
    document = familiar.json("metadata", "show", album.folder / "a.jpg")["metadata"]
    assert document["embedded"]["present"] == ["Eve"]
    assert "is not in the library" in familiar.refused("metadata", "show", album.folder / "b.jpg")


def test_a_dry_run_shows_each_change_and_writes_nothing(familiar: CommandLine, album: Album) -> None:
    photo = album.add("a.jpg", People((ANNA, NamedRegion("Bo", 0.5, 0.5, 0.25, 0.25))))
    album.add("b.avif", People((ANNA,)))
    write_names(album.library, plan_writing(album.library, [photo]))
    with album.library.write() as session:
        connection = session.connection()
        connection.exec_driver_sql("UPDATE person SET name = 'Cy', name_key = 'cy' WHERE name = 'Anna'")
        connection.exec_driver_sql("UPDATE face SET x = x + 9.6 WHERE id = 2")
    before = (album.folder / "a.jpg").read_bytes()
    out = familiar.good("metadata", "write", "--folder", album.folder, "--dry-run")
    assert out.splitlines() == [
        str(album.folder / "a.jpg"),
        "  + Cy, at 25.0 25.0, 25.0 x 25.0 %",
        "  ~ Bo, at 50.0 50.0, 25.0 x 25.0 % -> at 60.0 50.0, 25.0 x 25.0 %",
        "  - Anna, at 25.0 25.0, 25.0 x 25.0 %",
        f"{album.folder / 'b.avif'} (into b.avif.xmp)",
        "  + Cy, at 25.0 25.0, 25.0 x 25.0 %",
        "Names would go into 2 photos; nothing was written.",
    ]
    document = familiar.json("metadata", "write", "--person", "Cy", "--dry-run")
    assert [one["added"] for one in document["plan"]["writes"]] == [["Cy"], ["Cy"]]
    assert (album.folder / "a.jpg").read_bytes() == before


def test_write_asks_writes_and_is_undone(
    familiar: CommandLine, album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    album.add("a.jpg", People((ANNA,)))
    file = album.folder / "a.jpg"
    before = file.read_bytes()
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    ran = familiar("metadata", "write", file)
    assert (ran.status, "Nothing was written." in ran.err) == (3, True)
    assert file.read_bytes() == before
    assert familiar.good("metadata", "write", file, "--yes").splitlines()[-1] == "Wrote names into 1 photo."
    assert file.read_bytes() != before
    assert familiar.good("metadata", "write", file).splitlines() == [
        "1 photo already says all that is known.",
        "There is nothing to write.",
    ]
    assert familiar.good("undo") == "Undone: Wrote names into 1 photo.\n"
    assert file.read_bytes() == before
    document = familiar.json("metadata", "write", file, "--sidecars", "--yes")
    assert document["report"]["written"] == [1]
    assert file.read_bytes() == before
    assert (album.folder / "a.jpg.xmp").exists()


def test_what_cannot_be_written_is_told(familiar: CommandLine, album: Album) -> None:
    album.add("a.jpg", People((ANNA,)))
    album.add("b.jpg", People((ANNA,)))
    (album.folder / "a.jpg").unlink()
    ran = familiar("metadata", "write", "--person", "anna", "--yes")
    assert ran.out.splitlines()[-1] == "Wrote names into 1 photo."
    assert ran.err == f"{album.folder / 'a.jpg'}: it is no longer there. Its names stay in the library.\n"


@pytest.mark.parametrize("words", [[], ["--person", "Anna", "--folder", "x"]])
def test_it_must_be_said_which_photos(familiar: CommandLine, album: Album, words: list[str]) -> None:
    assert "name photos" in familiar.refused("metadata", "write", *words, status=2)


def _embed_all(library: Library) -> None:
    """Let all faces have embeddings of the library's recogniser."""
    with library.write() as session:
        card = Catalogue().card(get_setting(session, RECOGNISER))
        model = Model(
            name=card.name, task="recognition", sha256=bytes.fromhex(card.file.sha256), card=card.text
        )
        session.add(model)
        session.flush()
        for face in session.scalars(select(Face.id)):
            session.add(Embedding(face_id=face, model_id=model.id, vector=bytes(range(128))))


def test_a_folder_may_take_names_after_every_indexing(
    familiar: CommandLine, album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    album.add("a.jpg", People((ANNA,)))
    file = album.folder / "a.jpg"
    told = familiar.good("metadata", "write", "--standing", album.folder, "on")
    assert told == f"Names are written after indexing into {album.folder}\n"

    _embed_all(album.library)

    def never(*_: object, **__: object) -> object:
        raise AssertionError("no photo needs to be looked at")

    monkeypatch.setattr(index_module, "analyser_factory", lambda *_, **__: never)
    out = familiar.good("index")
    assert out.splitlines()[0] == "1 photo: 1 unchanged."
    assert out.splitlines()[-1] == "Wrote names into 1 photo."
    digest = hashlib.sha256(file.read_bytes()).digest()
    assert familiar.good("index").splitlines()[0] == "1 photo: 1 unchanged."
    assert hashlib.sha256(file.read_bytes()).digest() == digest
    assert familiar.json("index")["written"]["written"] == []
    told = familiar.good("metadata", "write", "--standing", album.folder, "off")
    assert told == "Names are written into no folder after indexing.\n"
    assert "written" not in familiar.json("index")
    assert re.search("not watched", familiar.refused("metadata", "write", "--standing", "/nowhere", "on"))
