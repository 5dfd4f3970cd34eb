"""Names that files and sidecars give, on their way into the library while indexing."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from makers.fake_photos import FakeAnalyser, World, dump, photo, rows, vector
from sqlalchemy import text

from app.indexing import drawing
from app.indexing.drawing import SeenFace
from app.indexing.remembering import _Before, _Word
from app.library.boxes import overlaps
from app.library.settings import KEYWORDS_AS_PEOPLE, READ_NAMES, set_setting
from app.library.tables import Region
from app.metadata.people import NamedRegion, People
from app.metadata.xmp import with_people
from app.operations import erase_faces, history, move_faces, redo, reject_faces, remove_mention, undo
from app.operations.changes import NewPerson
from engine.crops import Crop

#: Of every photo here, pixels.
SIZE = (400, 300)


def at(name: str, x: float, y: float, side: float) -> NamedRegion:
    return NamedRegion(name, x / SIZE[0], y / SIZE[1], side / SIZE[0], side / SIZE[1])


def sidecar(*regions: NamedRegion, present: tuple[str, ...] = ()) -> bytes:
    return with_people(None, People(regions, present), orientation=1, width=SIZE[0], height=SIZE[1])


def named(world: World) -> dict[int, str]:
    """The names of confirmed faces."""
    people = {row["id"]: row["name"] for row in world.rows("person")}
    return {row["id"]: people[row["person_id"]] for row in world.rows("face") if row["confirmed_at"]}


def mentions(world: World) -> list[tuple[int, str]]:
    people = {row["id"]: row["name"] for row in world.rows("person")}
    return [(row["photo_id"], people[row["person_id"]]) for row in world.rows("mention")]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, ...]]:
    """Let looking in a box find a face in it, and return the boxes that are looked at."""
    looked: list[tuple[float, ...]] = []

    def look(analyser: object, data: bytes, *, name: str, side: int, box: tuple[float, ...]) -> SeenFace:
        looked.append(box)
        points = np.full((5, 2), box[0], np.float32)
        crop = Crop(b"picture of somebody", points)
        return SeenFace(box, points, 0.4, 0.3, vector("somebody"), crop)  # type: ignore[arg-type]

    monkeypatch.setattr(drawing, "look", look)
    return looked


def test_regions_of_a_sidecar_become_confirmed_faces_in_one_action(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", 200, 10, 50), salt=1))
    world.put("a.jpg.xmp", sidecar(at("Anna", 0, 0, 80), present=("Cleo",)))
    world.put("b.jpg", photo(("ben", 10, 10, 50), salt=2))
    world.put("b.xmp", sidecar(at("Ben", 12, 12, 50)))
    report = world.index()
    assert report.names == 3
    assert named(world) == {1: "Anna", 3: "Ben"}
    assert mentions(world) == [(1, "Cleo")]
    assert [entry.summary for entry in history(world.library)] == ["Read 3 names from photos"]

    undo(world.library)
    assert named(world) == {}
    assert world.rows("person") == []
    # It does not come back by itself, but by redoing.
    assert world.index().names == 0
    assert named(world) == {}
    redo(world.library)
    assert named(world) == {1: "Anna", 3: "Ben"}


def test_a_place_without_a_face_is_looked_at(world: World, seen: list[tuple[float, ...]]) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.put("a.jpg.xmp", sidecar(at("Anna", 10, 10, 50), at("Zoë", 200, 100, 60)))
    report = world.index()
    assert [tuple(round(side) for side in box) for box in seen] == [(200, 100, 60, 60)]
    assert report.faces == 2
    assert named(world) == {1: "Anna", 2: "Zoë"}
    assert world.rows("face")[1]["source"] == "metadata"
    assert len(world.rows("embedding")) == 2
    assert mentions(world) == []


def test_a_face_of_the_file_that_was_deleted_does_not_come_back(
    world: World, seen: list[tuple[float, ...]]
) -> None:
    world.put("a.jpg", photo(salt=1))
    beside = world.put("a.jpg.xmp", sidecar(at("Zoë", 200, 100, 60)))
    world.index()
    erase_faces(world.library, faces=[1])
    for salt in (2, 3):
        world.put("a.jpg", photo(salt=salt))
        world.index()
    beside.write_bytes(sidecar(at("Zoë", 203, 100, 61), at("Ben", 20, 20, 60)))
    world.index()
    assert named(world) == {2: "Ben"}
    assert mentions(world) == []


def test_a_sidecar_that_comes_or_changes_is_read_without_looking_again(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", 200, 10, 50)))
    world.index()
    beside = world.put("a.jpg.xmp", sidecar(at("Anna", 10, 10, 50)))
    assert world.index().unchanged == 1
    assert world.analyser.analysed == []
    assert named(world) == {1: "Anna"}
    # Names that vanish stay here: the user has seen them.
    beside.write_bytes(sidecar(at("Ben", 200, 10, 50)))
    os.utime(beside, ns=(1, 1))
    world.index()
    assert named(world) == {1: "Anna", 2: "Ben"}
    assert [row["name"] for row in world.rows("region")] == ["Ben"]
    beside.unlink()
    world.index()
    assert named(world) == {1: "Anna", 2: "Ben"}
    assert world.rows("region") == []
    # There is nothing left to do.
    before = dump(world.library)
    assert world.index().names == 0
    assert dump(world.library) == before


def test_what_the_user_said_stands_when_a_sidecar_is_read_again(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", 200, 10, 50), ("cem", 10, 200, 50)))
    regions = [at("Anna", 10, 10, 50), at("Ben", 200, 10, 50)]
    beside = world.put("a.jpg.xmp", sidecar(*regions, present=("Zoë",)))
    world.index()
    move_faces(world.library, faces=[1], to=NewPerson("Dora"))
    reject_faces(world.library, faces=[2], person="Ben")
    remove_mention(world.library, photo=1, person="Zoë")
    # Written anew by another program, which rounds, and adds somebody.
    rounded = [at("Anna", 10.4, 10, 50), at("Ben", 204, 14, 46), at("Cem", 10, 200, 50)]
    beside.write_bytes(sidecar(*rounded, present=("Zoë",)))
    world.index()
    assert named(world) == {1: "Dora", 3: "Cem"}
    assert mentions(world) == []


def test_a_photo_that_changed_is_read_anew(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), salt=1))
    world.index()
    world.put("a.jpg", photo(("anna", 10, 10, 50), salt=2))
    world.put("a.jpg.xmp", sidecar(at("Anna", 10, 10, 50)))
    world.index()
    assert len(world.analyser.analysed) == 1
    assert named(world) == {1: "Anna"}


def test_drawn_faces_of_a_changed_photo_get_their_landmarks_back(
    world: World, seen: list[tuple[float, ...]]
) -> None:
    world.put("a.jpg", photo(salt=1))
    world.put("a.jpg.xmp", sidecar(at("Zoë", 200, 100, 60)))
    world.index()
    world.put("a.jpg", photo(salt=2))
    world.index()
    (face,) = world.rows("face")
    assert face["landmarks"] is not None
    assert named(world) == {1: "Zoë"}
    assert len(seen) == 2


def test_names_of_a_library_from_before_are_read_without_looking_again(
    world: World, seen: list[tuple[float, ...]]
) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), salt=1))
    world.put("a.jpg.xmp", sidecar(at("Anna", 10, 10, 50)))
    world.put("b.jpg", photo(salt=2))
    world.put("b.jpg.xmp", sidecar(at("Zoë", 200, 100, 60)))
    world.put("bad.jpg", b"rubbish")
    with world.library.write() as session:
        set_setting(session, READ_NAMES, "no")
    assert world.index().names == 0
    assert {row["sidecar_ns"] for row in world.rows("photo")} == {None}
    with world.library.write() as session:
        set_setting(session, READ_NAMES, "yes")
    report = world.index()
    assert (report.unchanged, report.names) == (3, 2)
    assert world.analyser.analysed == []
    assert named(world) == {1: "Anna", 2: "Zoë"}
    assert world.index().names == 0


def test_killed_before_names_were_taken_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.put("a.jpg.xmp", sidecar(at("Anna", 10, 10, 50)))

    def killed(library: object) -> int:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("app.indexing.indexer.adopt_read", killed)
        with pytest.raises(SystemExit):
            world.index()
    assert named(world) == {}
    assert [row["adopted_at"] for row in world.rows("region")] == [None]
    assert world.index().names == 1
    assert world.analyser.analysed == []
    assert named(world) == {1: "Anna"}


def test_copies_and_moved_photos_take_names_along(world: World, seen: list[tuple[float, ...]]) -> None:
    content = photo(("anna", 10, 10, 50))
    world.put("a.jpg", content)
    world.put("a.jpg.xmp", sidecar(at("Anna", 10, 10, 50), at("Zoë", 200, 100, 60), present=("Ben",)))
    world.put("b.jpg", content)
    world.index()
    assert world.analyser.analysed == [str(world.folder / "a.jpg")]
    world.put("c.jpg", content)
    world.index()
    # A copy of a photo shows whom the photo shows.
    assert sorted(named(world).values()) == ["Anna", "Anna", "Zoë", "Zoë"]
    assert mentions(world) == [(1, "Ben"), (3, "Ben")]
    (world.folder / "a.jpg").rename(world.folder / "d.jpg")
    (world.folder / "a.jpg.xmp").rename(world.folder / "d.jpg.xmp")
    before = [row | {"path": ""} for row in rows(world.library, "photo")]
    world.index()
    assert [row | {"path": ""} for row in rows(world.library, "photo")] == before
    assert world.analyser.analysed == []


def test_copies_have_the_faces_that_the_file_itself_names(
    world: World, seen: list[tuple[float, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    packet = sidecar(at("Anna", 10, 10, 50), at("Zoë", 200, 100, 60), present=("Ben",))
    monkeypatch.setattr("app.indexing.words.read_packets", lambda data: (packet,))
    content = photo(("anna", 10, 10, 50))
    world.put("a.jpg", content)
    world.put("b.jpg", content)
    assert world.index().names == 6
    assert sorted(named(world).values()) == ["Anna", "Anna", "Zoë", "Zoë"]
    assert mentions(world) == [(1, "Ben"), (2, "Ben")]
    assert len(seen) == 1
    world.put("c.jpg", content)
    # What was taken over is passed on and not told again.
    assert world.index().names == 0
    assert sorted(named(world).values()) == ["Anna"] * 3 + ["Zoë"] * 3


def test_a_copy_with_a_sidecar_of_its_own_has_that_read(world: World) -> None:
    content = photo(("anna", 10, 10, 50), ("ben", 200, 10, 50))
    world.put("a.jpg", content)
    world.put("b.jpg", content)
    world.put("b.xmp", sidecar(at("Ben", 200, 10, 50)))
    world.index()
    assert named(world) == {4: "Ben"}


def test_keywords_are_people_where_the_user_wants(world: World) -> None:
    packet = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/">
        <dc:subject><rdf:Bag><rdf:li>Grandma</rdf:li><rdf:li>Beach</rdf:li></rdf:Bag></dc:subject>
        <lr:hierarchicalSubject><rdf:Bag><rdf:li>People|Family|Anna</rdf:li><rdf:li>Who|Ben</rdf:li></rdf:Bag>
        </lr:hierarchicalSubject></rdf:Description></rdf:RDF></x:xmpmeta>"""
    world.put("a.jpg", photo())
    world.put("a.xmp", packet)
    world.index()
    assert mentions(world) == [(1, "Anna")]
    with world.library.write() as session:
        set_setting(session, KEYWORDS_AS_PEOPLE, "Who/, grandma")
    # Another choice is for all photos, and what was taken over stays.
    assert world.index().names == 2
    assert sorted(mentions(world)) == [(1, "Anna"), (1, "Ben"), (1, "grandma")]


@pytest.mark.parametrize("content", [b"", b"\0" * 100, b"<x", sidecar(at("A", 1, 1, 9))[:-200]])
def test_sidecars_that_cannot_be_read_stop_nothing(world: World, content: bytes) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.put("a.xmp", content)
    assert world.index().new == 1
    assert world.rows("photo")[0]["sidecar_ns"] == (world.folder / "a.xmp").stat().st_mtime_ns


def test_a_link_or_folder_is_no_sidecar(world: World, tmp_path: Path) -> None:
    target = tmp_path / "secret.xmp"
    target.write_bytes(sidecar(at("Anna", 10, 10, 50)))
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    (world.folder / "a.jpg.xmp").symlink_to(target)
    (world.folder / "a.xmp").mkdir()
    world.index()
    assert named(world) == {}
    assert world.rows("photo")[0]["sidecar_ns"] == 0


def test_a_fault_in_looking_or_reading_leaves_the_photo_as_usual(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.put("a.jpg.xmp", sidecar(at("Anna", 10, 10, 50), at("Zoë", 200, 100, 60)))
    # The analyser made here cannot look into a box: that is logged.
    world.index()
    assert "could not be looked at for a named face" in caplog.text
    assert named(world) == {1: "Anna"}
    assert mentions(world) == [(1, "Zoë")]
    monkeypatch.setattr("app.indexing.words.read_people", lambda *_, **__: 1 / 0)
    world.put("b.jpg", photo(("ben", 10, 10, 50)))
    world.put("b.jpg.xmp", sidecar(at("Ben", 10, 10, 50)))
    assert world.index(analyser=FakeAnalyser()).new == 1
    assert "could not be read" in caplog.text


def test_actions_of_the_user_between_runs_are_undone_as_before(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", 200, 10, 50)))
    world.put("a.jpg.xmp", sidecar(at("Anna", 10, 10, 50)))
    world.index()
    move_faces(world.library, faces=[2], to="Anna")
    undo(world.library)
    undo(world.library)
    assert named(world) == {}
    with world.library.read() as session:
        assert session.scalar(text("SELECT count(*) FROM person")) == 0


def test_dates_and_places_of_a_sidecar_fill_what_the_photo_lacks(world: World) -> None:
    packet = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
        xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
        xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:DateTimeOriginal="2014-07-02T18:30:11.5+02:00"
        exif:GPSLatitude="48,30.0N" exif:GPSLongitude="16,15.0E"/></rdf:RDF></x:xmpmeta>"""
    with world.library.write() as session:
        set_setting(session, READ_NAMES, "no")
    world.put("a.jpg", photo(salt=1))
    world.put("a.jpg.xmp", packet)
    world.put("b.jpg", photo(salt=2))
    world.index()
    with world.library.write() as session:
        set_setting(session, READ_NAMES, "yes")
    world.put("b.jpg.xmp", packet.replace(b"2014", b"2015"))
    world.sql("UPDATE photo SET latitude = 1, longitude = 2 WHERE id = 2")
    world.index()
    first, second = world.rows("photo")
    assert (first["taken_at"], first["taken_offset"]) == ("2014-07-02T18:30:11.500000", 120)
    assert (first["latitude"], first["longitude"]) == (48.5, 16.25)
    assert second["taken_at"] == "2015-07-02T18:30:11.500000"
    assert (second["latitude"], second["longitude"]) == (1, 2)


def slowly_taken(rows: list[Region], word: _Word) -> Region | None:
    """Return what `_Before.take_same` does, comparing one by one."""
    for row in rows:
        if (row.x is None) is not (word.place is None):
            continue
        box = np.array([(row.x, row.y, row.width, row.height)], np.float64)
        if word.place is None or overlaps(box, np.array([word.place]))[0, 0] > 0.9:
            rows.remove(row)
            return row
    return None


def test_what_was_said_before_is_found_as_by_comparing_one_by_one() -> None:
    random = np.random.default_rng(4)
    for _ in range(30):
        places = [tuple(box) for box in random.choice([0.1, 0.102, 0.2], (12, 4)).tolist()] + [None] * 2
        random.shuffle(places)  # type: ignore[arg-type]
        rows = []
        for number, place in enumerate(places):
            x, y, width, height = place or (None, None, None, None)
            rows.append(Region(id=number, name="Anna", x=x, y=y, width=width, height=height))
        fast, slow = _Before(rows), list(rows)
        for at_random in random.integers(0, len(places), 20):
            word = _Word("file", "Anna", places[at_random])
            assert fast.take_same(word) is slowly_taken(slow, word)
        assert fast.left == slow
