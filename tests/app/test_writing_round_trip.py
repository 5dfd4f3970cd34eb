"""Names from one library, written beside photos, arrive in a fresh one: the same people, faces and boxes."""

from __future__ import annotations

from pathlib import Path

import pytest
from makers.fake_photos import World, photo
from sqlalchemy import text

from app.exchange.writing import plan_writing, write_names
from app.library.store import Library
from app.operations import name_person, redo, undo


def known(library: Library) -> list[tuple[object, ...]]:
    """Return who is where, by photo and box."""
    with library.read() as session:
        rows = session.execute(
            text(
                "SELECT path, name, confirmed_at IS NOT NULL, x, y, face.width, face.height "
                "FROM face JOIN photo ON photo.id = photo_id LEFT JOIN person ON person.id = person_id "
                "ORDER BY 1, 4, 5"
            )
        )
        return [tuple(row) for row in rows]


@pytest.fixture
def named(world: World) -> World:
    """Return two photos with Anna, of whom one has Bo, too."""
    world.put("1.jpg", photo(("anna", 10, 20, 100), ("bo", 200, 20, 90)))
    world.put("deep/2.jpg", photo(("anna", 50, 60, 100), size=(300, 400)))
    world.index()
    with world.library.write() as session:
        connection = session.connection()
        connection.exec_driver_sql(
            "INSERT INTO person (id, created_at) VALUES (1, '2020-01-01'), (2, '2020-01-01')"
        )
        connection.exec_driver_sql("UPDATE face SET person_id = 1 + (x = 200)")
    name_person(world.library, person=1, name="Anna")
    name_person(world.library, person=2, name="שרה")
    return world


def test_a_fresh_library_knows_the_same(named: World, tmp_path: Path) -> None:
    report = write_names(named.library, plan_writing(named.library))
    assert len(report.written) == 2
    with Library.open(tmp_path / "other.db") as other:
        (tmp_path / "place").mkdir()
        fresh = World.make(tmp_path / "place", other)
        for file in sorted(named.folder.rglob("*.*")):
            fresh.put(file.relative_to(named.folder).as_posix(), file.read_bytes())
        fresh.index()
        assert known(other) == known(named.library)
        assert plan_writing(other).writes == ()


def test_the_library_that_wrote_finds_nothing_new(named: World) -> None:
    write_names(named.library, plan_writing(named.library))
    for step in (undo, redo, undo, redo, None):
        report = named.index()
        assert (report.unchanged, report.changed, report.new) == (2, 0, 0)
        assert named.analyser.analysed == []
        if step is not None:
            assert step(named.library).summary.endswith("Wrote names into 2 photos")


def test_what_others_write_later_is_read(named: World) -> None:
    write_names(named.library, plan_writing(named.library))
    sidecar = named.folder / "1.jpg.xmp"
    sidecar.write_bytes(sidecar.read_bytes().replace("שרה".encode(), b"Bo"))
    named.index()
    names = {row[1] for row in known(named.library)}
    # What the user said stands above what a file says.
    assert names == {"Anna", "שרה"}
