"""Photos put into a folder, as copies or links."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.libraries import Made, add_faces, run

from app.exchange.exporting import (
    Course,
    ExportReport,
    ExportTargetError,
    How,
    export_to_folder,
    of_person,
    of_photos,
    of_search,
    safe_name,
)
from app.indexing import CancelToken
from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import OperationError, name_person
from app.search import QueryError


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Person 1, Anna, with faces 1 to 3 (1 and 2 in one photo), group 2 with 4 and 5."""
    with Library.open(tmp_path / "library.db") as opened:
        add_faces(opened, [Made(photo, who) for photo, who in [(1, 0), (1, 0), (2, 0), (3, 1), (4, 1)]])
        run(
            opened,
            "INSERT INTO person (id, created_at) VALUES (1, '2020-01-01T00:00:00+00:00'), "
            "(2, '2020-01-01T00:00:00+00:00')",
        )
        run(opened, "UPDATE face SET person_id = 1 WHERE id IN (1, 2, 3)")
        run(opened, "UPDATE face SET person_id = 2 WHERE id IN (4, 5)")
        name_person(opened, person=1, name="Anna")
        run(opened, "UPDATE photo SET taken_at = '2020-05-01T00:00:00' WHERE id = 1")
        run(opened, "UPDATE photo SET missing_since = '2020-01-01T00:00:00+00:00' WHERE id = 2")
        yield opened


def export(library: Library, folder: Path, how: How = How.COPY) -> ExportReport:
    return export_to_folder(library, of_person(library, "Anna"), folder, how=how)


@pytest.fixture
def photos(library: Library, tmp_path: Path) -> Path:
    """Give Anna's photos files: 1 is there, 2 is missing, 3 and 4 have the same name in two folders."""
    folder = tmp_path / "photos"
    run(library, f"UPDATE root SET path = '{folder}'")
    run(library, "UPDATE face SET person_id = 1 WHERE id IN (4, 5)")
    run(library, "UPDATE photo SET path = 'a/x.jpg' WHERE id = 3")
    run(library, "UPDATE photo SET path = 'b/x.jpg' WHERE id = 4")
    for name in ("1.jpg", "a/x.jpg", "b/x.jpg"):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode() * 1000)
        os.utime(file, ns=(1_000_000_000, 1_234_567_890_123_456_700))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_copies_keep_times_and_never_overwrite(library: Library, photos: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "Anna"
    target.mkdir(parents=True)
    (target / "1.jpg").write_bytes(b"mine")
    before = {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in photos.rglob("*.jpg")}
    report = export(library, target)
    assert contents(target) == {
        "1.jpg": b"mine",
        "1 (2).jpg": b"1.jpg" * 1000,
        "x.jpg": b"a/x.jpg" * 1000,
        "x (2).jpg": b"b/x.jpg" * 1000,
    }
    assert {file: (file.read_bytes(), file.stat().st_mtime_ns) for file in photos.rglob("*.jpg")} == before
    assert dict(report.written)[photos / "1.jpg"] == target / "1 (2).jpg"
    for source, made in report.written:
        assert abs(made.stat().st_mtime_ns - source.stat().st_mtime_ns) < 1000
        assert stat.S_IMODE(made.stat().st_mode) == stat.S_IMODE(source.stat().st_mode)
    (skipped,) = report.skipped
    assert skipped.file == photos / "2.jpg"
    assert "2.jpg is not there" in skipped.reason


def test_exporting_again_adds_only_what_is_new(library: Library, photos: Path, tmp_path: Path) -> None:
    target = tmp_path / "Anna"
    first = export(library, target)
    before = contents(target)
    again = export(library, target)
    assert again.written == ()
    assert sorted(again.present) == sorted(first.written)
    assert contents(target) == before
    (target / "x (2).jpg").unlink()
    assert len(export(library, target).written) == 1
    assert contents(target) == before


def test_a_photo_replaced_by_another_picture_is_not_exported(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    run(library, "UPDATE face SET landmarks = NULL WHERE photo_id = 3")
    report = export(library, tmp_path / "Anna")
    assert photos / "a/x.jpg" not in dict(report.written)
    assert [skipped.reason for skipped in report.skipped if skipped.file == photos / "a/x.jpg"] == [
        f"{photos / 'a/x.jpg'} was replaced by another picture, which does not show them."
    ]
    run(library, "UPDATE face SET source = 'drawn' WHERE photo_id = 3")
    again = export(library, tmp_path / "Anna")
    assert photos / "a/x.jpg" in dict(again.written)


@pytest.mark.parametrize("place", ["", "inside/deeper"])
def test_exporting_into_a_watched_folder_is_refused(library: Library, photos: Path, place: str) -> None:
    before = sorted(photos.rglob("*"))
    with pytest.raises(OperationError, match="watched folder"):
        export(library, photos / place)
    assert sorted(photos.rglob("*")) == before


@pytest.mark.parametrize("how", [How.HARDLINK, How.SYMLINK])
def test_links(library: Library, photos: Path, tmp_path: Path, how: How) -> None:
    target = tmp_path / "Anna"
    report = export(library, target, how)
    assert len(report.written) == 3
    for source, made in report.written:
        assert made.samefile(source)
        assert made.is_symlink() == (how is How.SYMLINK)
    assert sorted(contents(target)) == ["1.jpg", "x (2).jpg", "x.jpg"]
    assert export(library, target, how).present == report.written
    assert sorted(contents(target)) == ["1.jpg", "x (2).jpg", "x.jpg"]


def test_what_cannot_be_written_is_told_and_leaves_nothing(
    library: Library, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    report = export(library, tmp_path / "Anna")
    assert report.written == ()
    assert "No space left" in report.skipped[0].reason or "not there" in report.skipped[0].reason
    assert len(report.skipped) == 4
    assert list((tmp_path / "Anna").iterdir()) == []


def test_hard_links_across_drives_are_explained(
    library: Library, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_drive(*_: object, **__: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr("os.link", other_drive)
    report = export(library, tmp_path / "Anna", How.HARDLINK)
    assert sum("copy instead" in skipped.reason for skipped in report.skipped) == 3


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("IMG_1.JPG", "IMG_1.JPG"),
        ('a:b?"c*.jpg', "a_b__c_.jpg"),
        ("con.jpg", "_con.jpg"),
        ("LPT1", "_LPT1"),
        ("console.jpg", "console.jpg"),
        ("ends. ", "ends"),
        (". .", "_"),
        ("line\nbreak.png", "line_break.png"),
        ("\udcff.jpg", "_.jpg"),
        ("e\u0301.jpg", "é.jpg"),
        ("相" * 100 + ".jpg", "相" * 81 + ".jpg"),
        ("a." + "b" * 300, "a." + "b" * 245),
    ],
)
def test_safe_names(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert safe_name(safe) == safe


def test_the_photos_of_a_selection(library: Library, photos: Path) -> None:
    assert [photo.id for photo in of_person(library, "anna").photos] == [2, 3, 4, 1]
    assert of_person(library, 1).title == "Anna"
    assert of_person(library, 2).title == ""
    found = of_search(library, "Anna 2020")
    assert (found.title, [photo.id for photo in found.photos]) == ("Anna 2020", [1])
    chosen = of_photos(library, [4, 99, 1], title="Chosen")
    assert [(photo.id, photo.file, photo.taken_at) for photo in chosen.photos] == [
        (4, photos / "b/x.jpg", None),
        (1, photos / "1.jpg", "2020-05-01T00:00:00"),
    ]
    with pytest.raises(PersonNotFoundError):
        of_person(library, "Nobody")
    with pytest.raises(QueryError):
        of_search(library, "Nobody")


def test_progress_is_told_and_a_cancelled_export_keeps_what_is_done(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    told: list[tuple[int, int]] = []
    chosen = of_photos(library, [1, 3, 4])
    export_to_folder(library, chosen, tmp_path / "all", course=Course(lambda *far: told.append(far)))
    assert (told[0], told[-1]) == ((0, 3), (3, 3))
    token = CancelToken()

    def stop(done: int, total: int) -> None:
        token.cancel()

    report = export_to_folder(library, chosen, tmp_path / "some", course=Course(stop, token))
    assert report.cancelled
    assert report.written == ()
    assert list((tmp_path / "some").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_explained(library: Library, photos: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ExportTargetError, match=r"file.* cannot be written .*Choose another place") as raised:
        export(library, tmp_path / "file" / "Anna")
    assert raised.value.strerror is None
