"""Deleted boxes stay deleted when a photo changes or is copied; drawn faces go along with a copy."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from makers.fake_photos import World, dump, photo, vector

from app.library.store import Library
from app.operations import DrawnFace, draw_face, erase_faces, undo
from engine.embedding import pack


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """One photo with Anna, and a poster that was taken for a face and deleted."""
    with Library.open(tmp_path / "library.db") as library:
        made = World.make(tmp_path, library)
        made.put("a.jpg", photo(("anna", 10, 10, 50), ("poster", 200, 100, 60), salt="first"))
        made.index()
        erase_faces(library, faces=[2])
        yield made


def places(world: World, table: str = "face", **where: object) -> list[tuple[float, ...]]:
    return [(row["x"], row["y"], row["width"], row["height"]) for row in world.rows(table, **where)]


@pytest.mark.parametrize("nudged", [0, 10])
def test_a_deleted_box_is_not_found_again(world: World, nudged: int) -> None:
    world.put("a.jpg", photo(("anna", 12, 10, 50), ("poster", 200 + nudged, 100, 60), ("ben", 300, 10, 50)))
    report = world.index()
    assert (report.changed, report.faces) == (1, 2)
    assert places(world) == [(12, 10, 50, 50), (300, 10, 50, 50)]
    assert places(world, "erasure") == [(200, 100, 60, 60)]
    assert len(world.rows("embedding")) == 2
    # Undoing shows the box as it was then.
    undo(world.library)
    assert places(world, id=2) == [(200, 100, 60, 60)]
    assert world.rows("erasure") == []


@pytest.mark.parametrize("away", [(225, 100, 60), (200, 100, 40), (200, 100, 90), (0, 240, 60)])
def test_what_is_elsewhere_or_of_another_size_is_found(world: World, away: Any) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", *away)))
    assert world.index().faces == 2
    assert len(places(world)) == 2


def test_a_deleted_box_grows_and_shrinks_with_its_photo(world: World) -> None:
    world.put("a.jpg", photo(("anna", 5, 5, 25), ("poster", 100, 50, 30), size=(200, 150)))
    assert world.index().faces == 1
    assert places(world) == [(5, 5, 25, 25)]
    assert places(world, "erasure") == [(100, 50, 30, 30)]
    world.put("a.jpg", photo(("anna", 20, 20, 100), ("poster", 400, 200, 120), size=(800, 600)))
    assert world.index().faces == 1
    assert places(world, "erasure") == [(400, 200, 120, 120)]
    # What was 400 x 300 when it was deleted is 800 x 600 now.
    undo(world.library)
    assert places(world, id=2) == [(400, 200, 120, 120)]
    assert world.rows("face", id=2)[0]["landmarks"] is not None


def test_a_cropped_photo_keeps_the_deleted_box_where_it_was(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", 100, 100, 60), size=(300, 300)))
    world.index()
    assert places(world) == [(10, 10, 50, 50), (100, 100, 60, 60)]
    assert places(world, "erasure") == [(200, 100, 60, 60)]
    undo(world.library)
    assert world.rows("face", id=2)[0]["landmarks"] is None


def test_a_face_that_is_there_counts_for_more_than_a_deleted_box(world: World) -> None:
    draw_face(world.library, photo=1, face=drawn(200, 100, 60, "ben"))
    world.sql(
        "INSERT INTO erasure (photo_id, x, y, width, height, created_at) "
        "VALUES (1, 200, 100, 60, 60, '2020-01-01T00:00:00+00:00')"
    )
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", 202, 100, 60)))
    assert world.index().faces == 2
    assert places(world) == [(10, 10, 50, 50), (202, 100, 60, 60)]
    assert [row["source"] for row in world.rows("face")] == ["detected", "drawn"]


def test_a_photo_that_is_moved_or_was_broken_keeps_what_was_deleted(world: World) -> None:
    (world.folder / "a.jpg").rename(world.folder / "b.jpg")
    assert world.index().moved == 1
    world.put("b.jpg", b"rubbish")
    world.index()
    assert len(world.rows("erasure")) == 1
    world.put("b.jpg", photo(("anna", 10, 10, 50), ("poster", 200, 100, 60), salt="first"))
    assert world.index().faces == 1
    assert places(world) == [(10, 10, 50, 50)]


def drawn(x: float, y: float, side: float, who: str, **more: Any) -> DrawnFace:
    points = (np.arange(10, dtype=np.float32).reshape(5, 2) + np.array([x, y])).astype(np.float32)
    return DrawnFace(
        (x, y, side, side),
        **({"landmarks": points, "quality": 0.1, "model_id": 2, "vector": pack(vector(who))} | more),
    )


def test_a_copy_has_what_was_deleted_and_drawn(world: World) -> None:
    world.name_face(1, "Anna")
    draw_face(world.library, photo=1, face=drawn(300, 200, 50, "ben"), to=1)
    draw_face(world.library, photo=1, face=drawn(300, 20, 50, "cem"))
    draw_face(world.library, photo=1, face=drawn(20, 200, 50, "dora", landmarks=None), to=1)
    shutil.copy(world.folder / "a.jpg", world.folder / "copy.jpg")
    report = world.index()
    assert (report.duplicates, report.faces) == (1, 2)
    first, second = world.rows("erasure")
    assert second == first | {"id": second["id"], "photo_id": 2}
    originals, copies = world.rows("face", photo_id=1), world.rows("face", photo_id=2)
    # Not copied: a drawn face that nobody confirmed, and one that may be of an earlier version.
    for original, copy in zip([originals[0], originals[1]], copies, strict=True):
        assert copy == original | {"id": copy["id"], "photo_id": 2}
    vectors = {row["face_id"]: row["vector"] for row in world.rows("embedding")}
    assert [vectors[copy["id"]] for copy in copies] == [vectors[row["id"]] for row in originals[:2]]
    # When the copy changes, the box stays away from it, too.
    world.put("copy.jpg", photo(("anna", 10, 10, 50), ("poster", 200, 100, 60), salt="other"))
    world.index()
    assert len(world.rows("face", photo_id=2)) == 2
    before = dump(world.library)
    world.index()
    assert dump(world.library) == before
