"""Watching a folder no more, and telling how the folder of a root is."""

from __future__ import annotations

from pathlib import Path

from makers.fake_photos import World, dump, names, photo, three_named

from app.indexing import Leaving, Standing, add_roots, forget_root, standing, would_leave


def test_a_folder_leaves_with_its_photos_and_nothing_else(world: World, tmp_path: Path) -> None:
    three_named(world)
    second = tmp_path / "second"
    second.mkdir()
    (second / "x.jpg").write_bytes(photo(("Zoe", 20, 20, 60), salt="x"))
    (root,) = add_roots(world.library, [second])
    before = names(world)
    world.index()
    assert forget_root(world.library, root.id) == Leaving(removed=1, kept=0)
    assert names(world) == before
    assert [row["id"] for row in world.rows("root")] == [1]
    # The file stays, and comes back as a new one when the folder is added again.
    assert (second / "x.jpg").exists()
    whole = dump(world.library)
    assert forget_root(world.library, root.id) == Leaving(removed=0, kept=0)
    assert dump(world.library) == whole


def test_photos_below_another_folder_go_to_that_one(world: World) -> None:
    world.put("trip/a.jpg", photo(("Anna", 20, 20, 60), salt="a"))
    world.index()
    (inner,) = add_roots(world.library, [world.folder / "trip"])
    world.index()
    (before,) = world.rows("photo")
    assert (before["root_id"], before["path"]) == (inner.id, "a.jpg")
    with world.library.read() as session:
        expected = would_leave(session, inner.id)
    assert forget_root(world.library, inner.id) == expected == Leaving(removed=0, kept=1)
    (after,) = world.rows("photo")
    assert (after["id"], after["root_id"], after["path"]) == (before["id"], 1, "trip/a.jpg")
    report = world.index()
    assert (report.unchanged, report.new, report.missing) == (1, 0, 0)


def test_how_a_folder_is(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    assert standing(str(folder)) is Standing.AWAY
    folder.mkdir()
    assert standing(str(folder)) is Standing.EMPTY
    (folder / ".DS_Store").write_bytes(b"x")
    assert standing(str(folder)) is Standing.EMPTY
    (folder / "notes.txt").write_bytes(b"x")
    assert standing(str(folder)) is Standing.THERE
