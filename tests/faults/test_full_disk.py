"""A disk that is full: a sentence with the remedy, nothing lost, and all works once there is room again."""

from __future__ import annotations

import errno
import logging
import os
import resource
import shutil
import signal
import traceback
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from makers.albums import make_album
from makers.fake_photos import World, dump, photo
from makers.libraries import everything
from makers.operating import three_groups
from makers.photos_with_names import FAMILY, Album
from makers.small_disks import fill, small_disk

from app.exchange.exporting import ExportTargetError, export_photos, of_photos
from app.exchange.writing import plan_writing, write_names
from app.library import daily
from app.library.crops import CropStore
from app.library.daily import daily_copies
from app.library.errors import LibraryUnwritableError
from app.library.pictures import PictureSupplier
from app.library.store import Library
from app.library.thumbnails import ThumbnailStore
from app.operations import history, name_person, set_notes, undo
from engine.models import Catalogue, ModelError


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk") as folder:
        yield folder


def write_much(library: Library) -> None:
    """Do one thing after the other, until one fails."""
    for number in range(1000):
        set_notes(library, person=1, notes=f"{number}" * 5000)


def test_the_library(disk: Path) -> None:
    with three_groups(disk / "library.db") as library:
        name_person(library, person=1, name="Anna")
        before, told = everything(library), history(library)
        ballast = fill(disk)
        with pytest.raises(LibraryUnwritableError, match=r"disk is full\. Free some space"):
            write_much(library)
        assert library.check() == []
        done = len(history(library)) - len(told)
        ballast.unlink()
        name_person(library, person=2, name="Ben")
        for _ in range(done + 1):
            undo(library)
        assert everything(library) == before


def test_indexing(disk: Path, tmp_path: Path) -> None:
    for place in (tmp_path / "undisturbed", tmp_path / "disturbed"):
        place.mkdir()
    with Library.open(tmp_path / "undisturbed" / "library.db") as undisturbed:
        world = World.make(tmp_path / "undisturbed", undisturbed)
        for number in range(200):
            world.put(f"{number}.jpg", photo((f"{number % 9}", 10, 10, 50), salt="x" * 9000 + f"{number}"))
        world.index()
        expected = dump(undisturbed)
    with Library.open(disk / "library.db") as library:
        again = World.make(tmp_path / "disturbed", library)
        shutil.rmtree(again.folder)
        shutil.copytree(world.folder, again.folder)
        ballast = fill(disk, leave=300_000)
        with pytest.raises(LibraryUnwritableError, match="Free some space"):
            again.index()
        assert library.check() == []
        ballast.unlink()
        again.index()
        found = dump(library)
    for tables in (expected, found):
        for row in tables["photo"]:
            del row["inode"], row["mtime_ns"]
    assert found == expected


def test_pictures_are_shown_all_the_same(disk: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = make_album(disk)
    fill(disk, leave=120_000)
    with Library.open(path) as library, CropStore(library) as crops, ThumbnailStore(library) as thumbnails:
        supplier = PictureSupplier(library, crops, thumbnails)
        with caplog.at_level(logging.WARNING):
            assert len(supplier.thumbnails(range(1, 15), 256)) == 14
    assert "disk is full. Free some space" in caplog.text


@pytest.mark.parametrize("name", ["folder", "a.zip", "a.html", "a.pdf", "a.jpg"])
def test_exporting(disk: Path, tmp_path: Path, name: str) -> None:
    with Library.open(make_album(tmp_path / "album")) as library:
        selection = of_photos(library, range(1, 15))
        ballast = fill(disk, leave=20_000)
        before = set(disk.iterdir())
        if name == "folder":
            report = export_photos(library, selection, disk / name)
            assert report.skipped
            assert all("Look after that, then export again" in one.reason for one in report.skipped)
            for original, copy in report.written:
                assert copy.read_bytes() == original.read_bytes()
            assert len(list((disk / name).iterdir())) == len(report.written)
        else:
            with pytest.raises(ExportTargetError, match="space"):
                export_photos(library, selection, disk / name)
            assert set(disk.iterdir()) == before
        ballast.unlink()
        report = export_photos(library, selection, disk / name)
        assert not report.skipped
        assert len(report.written) + len(report.present) == 14


def test_writing_names_into_photos(disk: Path) -> None:
    place = disk / "album"
    place.mkdir()
    with Library.open(disk / "library.db") as library:
        album = Album.make(place, library)
        for number in range(4):
            album.add(f"{number}.jpg", FAMILY)
        files = {file: file.read_bytes() for file in album.folder.iterdir()}
        plan = plan_writing(library)
        # The library itself is on another disk.
        library.backup(disk.parent / "library.db")
    with Library.open(disk.parent / "library.db") as library:
        ballast = fill(disk)
        report = write_names(library, plan)
        assert len(report.refused) == 4
        assert all("Its drive is full. Make room there" in str(one.detail) for one in report.refused)
        assert {file: file.read_bytes() for file in album.folder.iterdir()} == files
        assert history(library) == []
        ballast.unlink()
        assert len(write_names(library, plan_writing(library)).written) == 4


def test_backups(disk: Path, tmp_path: Path) -> None:
    with Library.open(make_album(tmp_path / "album")) as library:
        ballast = fill(disk, leave=20_000)
        with pytest.raises(LibraryUnwritableError, match="free some space"):
            library.backup(disk / "copy.db")
        assert list(disk.iterdir()) == [ballast]
        ballast.unlink()
        library.backup(disk / "copy.db")


def test_the_daily_copy_stops_nobody(
    disk: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    three_groups(disk / "library.db").close()
    monkeypatch.setattr(daily, "today", lambda: date(2031, 5, 7))
    ballast = fill(disk, leave=100_000)
    with Library.open(disk / "library.db") as library, caplog.at_level(logging.WARNING):
        name_person(library, person=1, name="Anna")
        assert "free some space" in caplog.text
    assert daily_copies(disk / "library.db") == []
    ballast.unlink()
    with Library.open(disk / "library.db") as library:
        name_person(library, person=2, name="Ben")
    assert len(daily_copies(disk / "library.db")) == 1


def test_the_cache_of_models(disk: Path) -> None:
    ballast = fill(disk)
    catalogue = Catalogue(cache=disk / "models")
    with pytest.raises(ModelError, match="Free some space"):
        catalogue.load(catalogue.card("yunet-2023mar"))
    assert not any((disk / "models").iterdir())
    ballast.unlink()
    assert catalogue.load(catalogue.card("yunet-2023mar"))


def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    """As on a drive whose files have a largest size; without root, and for every user."""
    with three_groups(tmp_path / "library.db") as library:
        name_person(library, person=1, name="Anna")
        size = library.path.stat().st_size
    child = os.fork()
    if child == 0:
        status = 1
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
            with Library.open(tmp_path / "library.db") as library:
                try:
                    for number in range(1000):
                        set_notes(library, person=1, notes=f"{number}" * 5000)
                except LibraryUnwritableError as error:
                    status = 0 if "then try again" in str(error) else 2
        except BaseException:  # noqa: BLE001 - nothing of the parent's must run in the child
            traceback.print_exc()
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    with Library.open(tmp_path / "library.db") as library:
        assert library.check() == []
        name_person(library, person=2, name="Ben")


def test_opening(disk: Path) -> None:
    """SQLite needs a little room even for reading."""
    three_groups(disk / "library.db").close()
    ballast = fill(disk)
    with pytest.raises(LibraryUnwritableError, match=r"disk is full\. Free some space"):
        Library.open(disk / "library.db")
    ballast.unlink()
    with Library.open(disk / "library.db") as library:
        assert library.check() == []


def test_filling(disk: Path) -> None:
    fill(disk)
    with pytest.raises(OSError, match="No space left") as caught:
        (disk / "more").write_bytes(b"x")
    assert caught.value.errno == errno.ENOSPC
