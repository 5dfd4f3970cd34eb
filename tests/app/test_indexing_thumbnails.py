"""Indexing keeps a thumbnail of every photo it looks at, and never fails or rereads one for its sake."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest
from makers.drawn_faces import photo_of_face
from makers.faces import DETECTOR, RECOGNISER
from makers.fake_photos import World, photo, thumbnail_of
from makers.image_files import exif_block
from makers.image_files import photo as real_photo
from makers.libraries import scalar

from app.indexing import add_roots, forget_missing, index
from app.library.errors import LibraryUnwritableError
from app.library.store import Library
from app.library.thumbnails import Thumbnail, ThumbnailStore
from engine.analysis import Analyser
from engine.image import decode
from engine.models import Catalogue

EVERY = range(1, 100)


def fresh(world: World) -> dict[int, bytes]:
    """Return the fresh thumbnails of all photos."""
    with ThumbnailStore(world.library) as store:
        return store.get(EVERY, 256)


def kept(world: World) -> list[Thumbnail]:
    with ThumbnailStore(world.library) as store:
        return store.kept(EVERY)


def test_every_photo_has_a_fresh_thumbnail(world: World) -> None:
    contents = [photo((f"{number}", 10, 10, 50), salt=number) for number in range(40)]
    for number, content in enumerate(contents):
        world.put(f"{number:02}.jpg", content)
    world.put("bad.jpg", b"rubbish")
    world.index()
    # Nobody has looked at them yet, so they are the first to go.
    with ThumbnailStore(world.library) as store:
        store.count([1])
        assert store._opened is not None
        assert store._opened.execute("SELECT DISTINCT day FROM thumbnail").fetchall() == [(0,)]
    assert fresh(world) == {number: thumbnail_of(content) for number, content in enumerate(contents, 1)}
    assert {one.sha256 for one in kept(world)} == {hashlib.sha256(content).digest() for content in contents}


def test_a_copy_of_a_photo_has_a_copy_of_its_thumbnail(world: World) -> None:
    content = photo(("anna", 10, 10, 50))
    for name in ("a.jpg", "b.jpg"):
        world.put(name, content)
    world.index()
    world.put("later.jpg", content)
    assert world.index().duplicates == 1
    assert world.analyser.analysed == []
    assert fresh(world) == dict.fromkeys((1, 2, 3), thumbnail_of(content))
    # Of a photo without one there is nothing to copy.
    with ThumbnailStore(world.library) as store:
        store.clear()
    world.put("last.jpg", content)
    assert world.index().duplicates == 1
    assert kept(world) == []


def test_a_changed_photo_gets_another_and_a_moved_one_keeps_its_own(world: World) -> None:
    first, second = photo(("anna", 10, 10, 50)), photo(("anna", 10, 10, 50), salt="edited")
    world.put("a.jpg", first)
    world.index()
    world.put("z.jpg", photo())
    world.put("a.jpg", second)
    world.index()
    assert fresh(world) == {1: thumbnail_of(second), 2: thumbnail_of(photo())}
    (world.folder / "a.jpg").rename(world.folder / "b.jpg")
    assert world.index().moved == 1
    assert fresh(world)[1] == thumbnail_of(second)
    world.put("b.jpg", b"rubbish")
    world.index()
    assert list(fresh(world)) == [2]
    (world.folder / "b.jpg").unlink()
    world.index()
    assert [one.photo_id for one in kept(world)] == [1, 2]
    assert forget_missing(world.library) == 1
    assert [one.photo_id for one in kept(world)] == [2]


def test_without_its_thumbnails_an_unchanged_library_opens_no_photo(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.index()
    (world.folder.parent / "library.db.thumbnails").unlink()
    assert world.index().unchanged == 1
    assert world.analyser.analysed == []
    assert kept(world) == []


def test_a_full_disk_for_thumbnails_stops_no_run(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(store: ThumbnailStore, thumbnails: Iterable[Thumbnail], *, looked_at: bool) -> None:
        raise LibraryUnwritableError("the disk is full")

    monkeypatch.setattr(ThumbnailStore, "put", fail)
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    with caplog.at_level(logging.WARNING):
        assert world.index().new == 1
    assert "Going on without thumbnails: the disk is full" in caplog.text
    assert len(world.rows("embedding")) == 1


@pytest.mark.parametrize("wanted", [True, False])
def test_real_photos(tmp_path: Path, wanted: bool) -> None:
    models = Catalogue(installed=tmp_path / "installed", cache=tmp_path / "cache")
    loaded = Analyser.load(models, detector=DETECTOR, recogniser=RECOGNISER)
    analyser = Analyser(loaded.detector, loaded.embedder, thumbnails=wanted)
    folder = tmp_path / "photos"
    folder.mkdir()
    upright = photo_of_face(500, 900, 300, size=(2000, 1000))
    stored = np.ascontiguousarray(np.rot90(upright))
    (folder / "a.jpg").write_bytes(real_photo("JPEG", stored, exif=exif_block(6)))
    with Library.open(tmp_path / "library.db") as library:
        add_roots(library, [folder])
        cards = {"detector": analyser.detector.card, "recogniser": analyser.embedder.card}
        index(library, lambda: analyser, **cards)
        assert scalar(library, "SELECT count(*) FROM face") == 1
        with ThumbnailStore(library) as store:
            found = store.get([1], 256)
    assert len(found) == wanted
    if wanted:
        shown = decode(found[1], name="a").pixels
        assert shown.shape == (128, 256, 3)
        small = upright.reshape(125, 8, 250, 8, 3).mean((1, 3))
        centre, expected = shown[40:80, 120:170].mean((0, 1)), small[39:78, 117:166].mean((0, 1))
        np.testing.assert_allclose(centre, expected, atol=8)
