"""Photos put into a zip file."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.libraries import Made, add_faces, run

from app.exchange.exporting import Course, ExportTargetError, Selection, archive, export_to_zip, of_photos
from app.indexing import CancelToken
from app.library.store import Library

MOMENT = 1_234_567_891


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Photos 1 to 5; two have names that are the same without upper case, one that no old zip can write."""
    folder = tmp_path / "photos"
    with Library.open(tmp_path / "library.db") as opened:
        add_faces(opened, [Made(photo, 0) for photo in range(1, 6)])
        run(opened, f"UPDATE root SET path = '{folder}'")
        names = ["a/x.jpg", "b/X.JPG", "c/相片 قصة.jpg", "d/x.jpg", "e/gone.jpg"]
        for number, name in enumerate(names, 1):
            run(opened, f"UPDATE photo SET path = '{name}' WHERE id = {number}")
            file = folder / name
            file.parent.mkdir(parents=True)
            file.write_bytes(name.encode() * 50_000)
            os.utime(file, (MOMENT, MOMENT))
        file.unlink()
        yield opened


def everything(library: Library) -> Selection:
    return of_photos(library, [1, 2, 3, 4, 5])


def test_photos_are_in_it_as_they_are(library: Library, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    place = tmp_path / "new" / "photos.zip"
    report = export_to_zip(everything(library), place, course=Course(lambda *far: told.append(far)))
    assert (report.place, report.files, report.cancelled) == (place, (place,), False)
    assert [skipped.file.name for skipped in report.skipped] == ["gone.jpg"]
    assert "is not there" in report.skipped[0].reason
    assert (told[0], told[-1]) == ((0, 5), (5, 5))
    with zipfile.ZipFile(place) as made:
        assert made.testzip() is None
        assert made.namelist() == ["x.jpg", "X (2).JPG", "相片 قصة.jpg", "x (3).jpg"]
        for entry, (source, _) in zip(made.infolist(), report.written, strict=True):
            assert made.read(entry) == source.read_bytes()
            assert entry.compress_type == zipfile.ZIP_STORED
            assert entry.date_time[:3] == (2009, 2, 13 if entry.date_time[3] > 12 else 14)
            assert struct.unpack("<HHBi", entry.extra) == (0x5455, 5, 1, MOMENT)
            assert bool(entry.flag_bits & 0x800) is not entry.filename.isascii()
            assert entry.external_attr >> 16 == 0o100644
    assert sorted(file.name for file in place.parent.iterdir()) == ["photos.zip"]


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not installed")
def test_another_program_unpacks_it(library: Library, tmp_path: Path) -> None:
    export_to_zip(everything(library), tmp_path / "photos.zip")
    done = subprocess.run(
        ["unzip", "-q", tmp_path / "photos.zip", "-d", tmp_path / "out"],
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    assert (done.returncode, done.stderr) == (0, b"")
    made = tmp_path / "out" / "相片 قصة.jpg"
    assert made.read_bytes() == (tmp_path / "photos" / "c" / "相片 قصة.jpg").read_bytes()
    assert made.stat().st_mtime == MOMENT


@pytest.mark.parametrize("seconds", [0, -1_000_000_000, 5_000_000_000])
def test_times_that_the_format_cannot_say(library: Library, tmp_path: Path, seconds: int) -> None:
    file = tmp_path / "photos" / "a" / "x.jpg"
    os.utime(file, (seconds, seconds))
    export_to_zip(of_photos(library, [1]), tmp_path / "photos.zip")
    with zipfile.ZipFile(tmp_path / "photos.zip") as made:
        (entry,) = made.infolist()
        assert 1980 <= entry.date_time[0] <= 2128
        assert made.testzip() is None


def test_nothing_is_overwritten(library: Library, tmp_path: Path) -> None:
    place = tmp_path / "photos.zip"
    place.write_bytes(b"mine")
    assert export_to_zip(everything(library), place).place == tmp_path / "photos (2).zip"
    assert export_to_zip(everything(library), place).place == tmp_path / "photos (3).zip"
    assert place.read_bytes() == b"mine"


def test_a_large_photo_has_room_for_its_length(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_LARGE", 1000)
    export_to_zip(everything(library), tmp_path / "photos.zip")
    with zipfile.ZipFile(tmp_path / "photos.zip") as made:
        assert made.testzip() is None
        assert {entry.extract_version for entry in made.infolist()} == {45}


def test_a_cancelled_one_leaves_nothing(library: Library, tmp_path: Path) -> None:
    token = CancelToken()

    def stop(done: int, _: int) -> None:
        if done:
            token.cancel()

    place = tmp_path / "new" / "photos.zip"
    report = export_to_zip(everything(library), place, course=Course(stop, token))
    assert report.cancelled
    assert (report.written, list(place.parent.iterdir())) == ((), [])


def test_nothing_to_put_in_makes_no_file(library: Library, tmp_path: Path) -> None:
    report = export_to_zip(of_photos(library, [5]), tmp_path / "new" / "photos.zip")
    assert (len(report.skipped), report.files) == (1, ())
    assert list((tmp_path / "new").iterdir()) == []


class _Broken:
    """A file that cannot be read to its end."""

    def __init__(self, file: Path) -> None:
        self._stream = file.open("rb")
        self._reads = 0

    def __enter__(self) -> _Broken:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def fileno(self) -> int:
        return self._stream.fileno()

    def read(self, count: int) -> bytes:
        self._reads += 1
        if self._reads > 1:
            raise OSError(5, "Input/output error")
        return self._stream.read(1000)


def test_a_photo_that_breaks_off_is_left_out(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.open

    def broken(self: Path, mode: str = "r", *rest: object, **more: object) -> object:
        return _Broken(self) if self.name == "X.JPG" and mode == "rb" else real(self, mode, *rest, **more)  # type: ignore[arg-type]

    # The stand-in opens its own file as everybody else does.
    monkeypatch.setattr(_Broken, "__init__", lambda self, file: _begin(self, real(file, "rb")))
    monkeypatch.setattr(Path, "open", broken)
    report = export_to_zip(everything(library), tmp_path / "photos.zip")
    monkeypatch.undo()
    assert ["Input/output error" in skipped.reason for skipped in report.skipped] == [True, False]
    with zipfile.ZipFile(tmp_path / "photos.zip") as made:
        assert made.namelist() == ["x.jpg", "相片 قصة.jpg", "x (2).jpg"]
        assert made.testzip() is None


def _begin(broken: _Broken, stream: object) -> None:
    broken._stream = stream  # type: ignore[assignment]
    broken._reads = 0


def test_a_full_disk_is_explained_and_leaves_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zipfile._ZipWriteFile.write", full)
    with pytest.raises(ExportTargetError, match=r"not enough space for .*photos\.zip"):
        export_to_zip(everything(library), tmp_path / "new" / "photos.zip")
    assert list((tmp_path / "new").iterdir()) == []
