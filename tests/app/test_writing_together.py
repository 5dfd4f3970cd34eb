"""Writing names into photos that share a sidecar or a file, in part, cut off, and clearing up afterwards."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from makers.command_line import CommandLine
from makers.photos_with_names import ANNA, SARA, Album, image
from makers.xmp_packets import packet, persons
from sqlalchemy import select

from app.exchange.writing import Why, plan_writing, reconcile, replacing, write_names
from app.exchange.writing.known import names_in
from app.library.store import Library
from app.library.tables import Written
from app.metadata.containers import ContainerError, read_packets
from app.metadata.people import People
from app.operations import OperationError, history, ignore_person, redo, undo


class Killed(BaseException):
    """As kill -9: nothing after it is done."""


@pytest.fixture
def album(made_libraries: Path, tmp_path: Path) -> Iterator[Album]:
    with Library.open(shutil.copy(made_libraries / "empty.db", tmp_path / "library.db")) as library:
        yield Album.make(tmp_path, library)


def contents(album: Album) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(album.folder.iterdir())}


def names(data: bytes) -> set[str]:
    return {name for one in read_packets(data) for name in names_in(one)}


def written_and_back(album: Album, photos: int) -> dict[str, bytes]:
    """Write all names, undo and redo it, and write once more; return what was written."""
    before = contents(album)
    report = write_names(album.library, plan_writing(album.library))
    assert report.refused == ()
    assert len(report.written) == photos
    assert report.changes.summary == f"Wrote names into {photos} photos"
    after = contents(album)
    for photo in report.written:
        album.assert_followed(photo)
    assert undo(album.library).problems == ()
    assert contents(album) == before
    for photo in report.written:
        album.assert_followed(photo)
    assert redo(album.library).problems == ()
    assert contents(album) == after
    assert plan_writing(album.library).writes == ()
    return after


@pytest.mark.parametrize("kinds", [(".jpg", ".png"), (".avif", ".jpg"), (".avif", ".bmp")])
def test_two_photos_share_a_sidecar(album: Album, kinds: tuple[str, str]) -> None:
    """As RAW and JPEG do in Lightroom: it gets the names of both."""
    album.add(f"a{kinds[0]}", People((ANNA,)))
    album.add(f"a{kinds[1]}", People((SARA,)))
    (album.folder / "a.xmp").write_bytes(packet(persons("Bob")))
    after = written_and_back(album, 2)
    assert set(names_in(after["a.xmp"])) == {"Anna", SARA.name, "Bob"}


def test_two_photos_of_the_same_people_share_a_sidecar(album: Album) -> None:
    for name in ("a.jpg", "a.avif"):
        album.add(name, People((ANNA,)))
    (album.folder / "a.xmp").write_bytes(packet(persons("Anna")))
    after = written_and_back(album, 2)
    assert set(names_in(after["a.xmp"])) == {"Anna"}


@pytest.mark.parametrize("first", ["a.jpg", "b.jpg"])
def test_a_link_beside_its_target(album: Album, first: str) -> None:
    for name in sorted(("a.jpg", "b.jpg"), key=lambda name: name != first):
        album.add(name, People((ANNA,)))
    (album.folder / "b.jpg").unlink()
    (album.folder / "b.jpg").symlink_to("a.jpg")
    after = written_and_back(album, 2)
    assert (album.folder / "b.jpg").is_symlink()
    assert names(after["a.jpg"]) == {"Anna"}
    # What the file says, the link says.
    assert set(after) == {"a.jpg", "b.jpg"}


def test_a_link_of_whom_more_is_known(album: Album) -> None:
    album.add("a.jpg", People((ANNA,)))
    album.add("b.jpg", People((SARA,)))
    (album.folder / "b.jpg").unlink()
    (album.folder / "b.jpg").symlink_to("a.jpg")
    after = written_and_back(album, 2)
    assert names(after["a.jpg"]) == {"Anna"}
    assert SARA.name in names_in(after["b.jpg.xmp"])


def test_a_file_in_two_folders_that_are_one(album: Album, tmp_path: Path) -> None:
    """Both ways lead to the same file, which gets the names of both."""
    album.add("in/a.jpg", People((ANNA,)), data=image())
    (album.folder / "out").symlink_to("in")
    album.add("out/a.jpg", People((SARA,)), data=image())
    before = (album.folder / "in/a.jpg").read_bytes()
    report = write_names(album.library, plan_writing(album.library))
    assert (len(report.written), report.refused) == (2, ())
    assert names((album.folder / "in/a.jpg").read_bytes()) == {"Anna", SARA.name}
    for photo in report.written:
        album.assert_followed(photo)
    assert undo(album.library).problems == ()
    assert (album.folder / "in/a.jpg").read_bytes() == before


def two_files(album: Album) -> int:
    """A photo whose names go into it and into a sidecar that speaks of people."""
    photo = album.add("a.jpg", People((ANNA,)))
    (album.folder / "a.xmp").write_bytes(packet(persons("Bob")))
    return photo


def test_what_cannot_be_written_as_a_whole_is_not_written(
    album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = two_files(album)
    other = album.add("b.jpg", People((SARA,)))
    before = contents(album)
    real = replacing.write_atomically

    def full(file: Path, data: bytes) -> None:
        if file.suffix == ".xmp":
            raise ContainerError("Full.")
        real(file, data)

    monkeypatch.setattr(replacing, "write_atomically", full)
    report = write_names(album.library, plan_writing(album.library))
    assert report.written == (other,)
    assert [(one.photo_id, one.why, one.detail) for one in report.refused] == [(photo, Why.FAILED, "Full.")]
    assert contents(album)["a.jpg"] == before["a.jpg"]
    album.assert_followed(photo)
    assert report.changes.summary == "Wrote names into 1 photo"
    assert undo(album.library).problems == ()
    assert contents(album) == before


def test_what_cannot_be_taken_back_either_can_be_undone_later(
    album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = two_files(album)
    before = contents(album)
    real, calls = replacing.write_atomically, []

    def full(file: Path, data: bytes) -> None:
        calls.append(file)
        if len(calls) > 1:
            raise ContainerError("Full.")
        real(file, data)

    monkeypatch.setattr(replacing, "write_atomically", full)
    report = write_names(album.library, plan_writing(album.library))
    assert report.written == ()
    assert [(one.photo_id, one.why) for one in report.refused] == [(photo, Why.PARTLY)]
    assert report.refused[0].sentence.endswith(
        f"could not be taken back. {album.folder / 'a.jpg'} stays as it is. Full."
    )
    assert [entry.summary for entry in history(album.library)] == ["Wrote names into 1 photo"]
    monkeypatch.setattr(replacing, "write_atomically", real)
    assert undo(album.library).problems == ()
    assert contents(album) == before


@pytest.mark.parametrize("files", range(4))
@pytest.mark.parametrize("moment", ["before the file", "after the file", "between files"])
def test_killed_while_writing_the_history_is_true(
    album: Album, monkeypatch: pytest.MonkeyPatch, files: int, moment: str
) -> None:
    for number in range(3):
        album.add(f"{number}.jpg", People((ANNA,)))
    before = contents(album)
    real, done = replacing.write_atomically, []

    def kill(file: Path, data: bytes) -> None:
        if len(done) == files and moment == "before the file":
            raise Killed
        real(file, data)
        done.append(file)
        if len(done) == files and moment == "after the file":
            raise Killed

    def stop(number: int, _: int) -> None:
        if number == files and moment == "between files":
            raise Killed

    monkeypatch.setattr(replacing, "write_atomically", kill)
    plan = plan_writing(album.library)
    with contextlib.suppress(Killed):
        write_names(album.library, plan, progress=stop)
    monkeypatch.setattr(replacing, "write_atomically", real)
    written = len(done)
    with Library.open(album.library.path) as again:
        reconcile(again)
        told = [entry.summary for entry in history(again)]
        assert told == [f"Wrote names into {written} photo{'s' * (written != 1)}"] * bool(written)
        after = contents(album)
        assert sum(after[name] != data for name, data in before.items()) == written
        if not written:
            with pytest.raises(OperationError):
                undo(again)
            return
        assert undo(again).problems == ()
        assert contents(album) == before
        # What was never written is not written by redoing, nor is anything wrong with it.
        assert redo(again).problems == ()
        assert contents(album) == after


def test_the_terminal_tells_how_it_ended(
    album: Album, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        album.add(f"{number}.jpg", People((ANNA,)))
    plan = plan_writing(album.library)

    def stop(number: int, _: int) -> None:
        if number == 2:
            raise Killed

    with pytest.raises(Killed):
        write_names(album.library, plan, progress=stop)
    assert history(album.library)[0].summary == "Wrote names into photos"
    assert "Wrote names into 2 photos" in CommandLine(album.library.path, capsys).good("history")


def test_undoing_what_wrote_nothing_undoes_nothing_else(
    album: Album, monkeypatch: pytest.MonkeyPatch
) -> None:
    album.add("a.jpg", People((ANNA,)))
    ignore_person(album.library, person="Anna")
    undo(album.library)
    ignore_person(album.library, person="Anna")
    album.add("b.jpg", People((SARA,)))

    def kill(_file: Path, _data: bytes) -> None:
        raise Killed

    monkeypatch.setattr(replacing, "write_atomically", kill)
    with pytest.raises(Killed):
        write_names(album.library, plan_writing(album.library))
    with pytest.raises(OperationError, match="cut off before anything was written"):
        undo(album.library)
    assert [(one.summary, one.undone_at) for one in history(album.library)] == [("Ignored Anna", None)]


def test_while_another_job_writes_its_entry_stays(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    album.add("a.jpg", People((ANNA,)))
    real = replacing.write_atomically

    def look(file: Path, data: bytes) -> None:
        # As another process that looks what there is to write.
        assert len(plan_writing(album.library).writes) == 1
        assert [entry.summary for entry in history(album.library)] == ["Wrote names into photos"]
        real(file, data)

    monkeypatch.setattr(replacing, "write_atomically", look)
    assert len(write_names(album.library, plan_writing(album.library)).written) == 1
    assert [entry.summary for entry in history(album.library)] == ["Wrote names into 1 photo"]


def test_packets_that_nothing_needs_go(album: Album) -> None:
    photo = album.add("a.jpg", People((ANNA,)))

    def rows() -> list[tuple[bool, bool]]:
        with album.library.read() as session:
            found = session.scalars(select(Written).order_by(Written.id))
            return [(row.action_id is None, row.undone_at is None) for row in found]

    for _ in range(3):
        write_names(album.library, plan_writing(album.library))
        undo(album.library)
    # The newest can be redone. Those before it cannot.
    album.say(photo, People((), ("Bob",)))
    write_names(album.library, plan_writing(album.library))
    assert rows()[-1] == (False, True)
    undo(album.library)
    ignore_person(album.library, person="Bob")
    reconcile(album.library)
    # It alone tells that the user did not want this written.
    assert rows() == [(True, False)]
