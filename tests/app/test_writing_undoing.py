"""Writing names that goes wrong, is cut off, or is undone: nothing is lost, and the library follows."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from makers.photos_with_names import ANNA, FAMILY, SARA, Album
from makers.xmp_packets import assert_people, packet, persons
from sqlalchemy import select, update

from app.exchange.writing import Why, job, plan_writing, reconcile, replacing, write_names
from app.indexing import CancelToken
from app.library.store import Library
from app.library.tables import Action, Face, Photo, Region, Written
from app.library.thumbnails import Thumbnail, ThumbnailStore
from app.metadata.containers import ContainerError, read_packets, replace_packet
from app.metadata.people import People
from app.metadata.xmp import read_people
from app.operations import OperationError, history, name_person, redo, undo
from app.operations.history import OutsideDone
from app.operations.telling import told

history_module = importlib.import_module("app.operations.history")


@pytest.fixture
def album(made_libraries: Path, tmp_path: Path) -> Iterator[Album]:
    with Library.open(shutil.copy(made_libraries / "empty.db", tmp_path / "library.db")) as library:
        yield Album.make(tmp_path, library)


def said(album: Album, photo: int) -> People:
    """Return what a photo's file says."""
    row = album.row(photo)
    return read_people(
        read_packets((album.folder / row.path).read_bytes()),
        orientation=row.orientation, width=row.width or 0, height=row.height or 0,
    )  # fmt: skip


def test_the_history_tells_of_it(album: Album) -> None:
    album.add("a.jpg", People((ANNA,)))
    report = write_names(album.library, plan_writing(album.library))
    action = report.changes.action_id or 0
    assert told(album.library, [action])[action].sentence == "Wrote names into 1 photo"


def test_undoing_is_about_one_action(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = album.add("a.jpg", People((ANNA,)))
    write_names(album.library, plan_writing(album.library))

    def meanwhile(library: Library, _action: int, _forward: bool) -> OutsideDone:
        name_person(library, person=1, name="Eve")
        return OutsideDone((photo,))

    monkeypatch.setitem(history_module._outside, "write", meanwhile)
    with pytest.raises(OperationError, match="at the same time"):
        undo(album.library)
    undo(album.library)
    monkeypatch.delitem(history_module._outside, "write")
    with pytest.raises(RuntimeError, match="nobody has registered"):
        undo(album.library)


def test_one_bad_photo_does_not_stop_the_others(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    photos = [album.add(f"{number}.jpg", People((ANNA,))) for number in range(3)]
    plan = plan_writing(album.library)
    real = replacing.write_atomically

    def full(file: Path, data: bytes) -> None:
        if file.name == "1.jpg":
            raise ContainerError("Its drive is full. Make room there, then try again.")
        real(file, data)

    monkeypatch.setattr(replacing, "write_atomically", full)
    report = write_names(album.library, plan)
    assert report.written == (photos[0], photos[2])
    assert [each.sentence for each in report.refused] == [
        f"{album.folder / '1.jpg'}: nothing was written. Its drive is full. Make room there, then try again."
    ]
    assert read_packets((album.folder / "1.jpg").read_bytes()) == ()
    for photo in photos:
        album.assert_followed(photo)


def test_nothing_written_is_nothing_in_the_history(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    album.add("a.jpg", People((ANNA,)))
    plan = plan_writing(album.library)

    def full(file: Path, data: bytes) -> None:
        raise ContainerError("Full.")

    monkeypatch.setattr(replacing, "write_atomically", full)
    report = write_names(album.library, plan)
    assert (report.written, report.changes.action_id, history(album.library)) == ((), None, [])


def test_what_is_known_since_it_was_shown_is_shown_again(album: Album) -> None:
    photo = album.add("a.jpg", People((ANNA,)))
    plan = plan_writing(album.library)
    album.say(photo, People((SARA,)))
    assert write_names(album.library, plan).refused[0].why is Why.NEWS
    assert said(album, photo) == People()


def test_it_can_be_cancelled_between_photos(album: Album) -> None:
    for number in range(3):
        album.add(f"{number}.jpg", People((ANNA,)))
    token = CancelToken()

    def stop(done: int, _total: int) -> None:
        if done == 2:
            token.cancel()

    plan = plan_writing(album.library)
    report = write_names(album.library, plan, progress=stop, token=token)
    assert (len(report.written), report.cancelled) == (2, True)
    assert report.changes.summary == "Wrote names into 2 photos"
    assert plan_writing(album.library, token=token).cancelled
    assert len(plan_writing(album.library).writes) == 1


def test_undoing_works_after_reopening(album: Album) -> None:
    photo = album.add("a.jpg", FAMILY)
    before = (album.folder / "a.jpg").read_bytes()
    write_names(album.library, plan_writing(album.library))
    with Library.open(album.library.path) as again:
        assert undo(again).problems == ()
        assert (album.folder / "a.jpg").read_bytes() == before
    with Library.open(album.library.path) as again:
        assert redo(again).problems == ()
    assert_people(said(album, photo), FAMILY)
    album.assert_followed(photo)


def test_a_file_that_changed_since_stays_as_it_is(album: Album) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        album.add(name, People((ANNA,)))
    before = (album.folder / "c.jpg").read_bytes()
    write_names(album.library, plan_writing(album.library))
    changed = replace_packet((album.folder / "a.jpg").read_bytes(), packet(persons("Eve")))
    (album.folder / "a.jpg").write_bytes(changed)
    (album.folder / "b.jpg").unlink()
    changes = undo(album.library)
    assert sorted(changes.problems) == [
        f"{album.folder / 'a.jpg'} was changed since, so it stays as it is.",
        f"{album.folder / 'b.jpg'} is not there, so it was left out. Connect its drive, then try again.",
    ]
    assert (album.folder / "a.jpg").read_bytes() == changed
    assert (album.folder / "c.jpg").read_bytes() == before
    assert redo(album.library).problems == ()
    assert_people(said(album, 3), People((ANNA,)))
    assert (album.folder / "a.jpg").read_bytes() == changed


@pytest.mark.parametrize("place", ["file", "sidecar"])
def test_a_photo_that_moved_is_found(album: Album, place: Literal["file", "sidecar"]) -> None:
    photo = album.add("a.jpg", FAMILY)
    before = (album.folder / "a.jpg").read_bytes()
    write_names(album.library, plan_writing(album.library, place=place))
    for file in sorted(album.folder.iterdir()):
        file.rename(album.folder / file.name.replace("a.jpg", "b.jpg"))
    with album.library.write() as session:
        session.get_one(Photo, photo).path = "b.jpg"
    assert undo(album.library).problems == ()
    assert [file.name for file in album.folder.iterdir()] == ["b.jpg"]
    assert (album.folder / "b.jpg").read_bytes() == before
    album.assert_followed(photo)


@pytest.mark.parametrize("moment", ["before the file", "after the file"])
@pytest.mark.parametrize("what", ["write", "undo", "redo"])
def test_killed_at_any_moment_the_library_finds_out(
    album: Album, monkeypatch: pytest.MonkeyPatch, moment: str, what: str
) -> None:
    photo = album.add("a.jpg", FAMILY)
    before = (album.folder / "a.jpg").read_bytes()
    plan = plan_writing(album.library)
    real = replacing.write_atomically
    after = before
    if what != "write":
        write_names(album.library, plan)
        after = (album.folder / "a.jpg").read_bytes()
    if what == "redo":
        undo(album.library)

    class Killed(BaseException):
        pass

    def kill(file: Path, data: bytes) -> None:
        if moment == "after the file":
            real(file, data)
        raise Killed

    monkeypatch.setattr(replacing, "write_atomically", kill)
    with pytest.raises(Killed):
        {"write": lambda: write_names(album.library, plan), "undo": lambda: undo(album.library),
         "redo": lambda: redo(album.library)}[what]()  # fmt: skip
    monkeypatch.setattr(replacing, "write_atomically", real)
    with Library.open(album.library.path) as again:
        assert reconcile(again) == 1
        assert reconcile(again) == 0
    album.assert_followed(photo)
    summaries = [(entry.summary, entry.undone_at is None) for entry in history(album.library)]
    if what == "write" and moment == "before the file":
        assert summaries == []
        with pytest.raises(OperationError, match="nothing to undo"):
            undo(album.library)
        return
    assert summaries == [("Wrote names into 1 photo", what != "redo")]
    if what == "undo":
        undo(album.library)
        assert (album.folder / "a.jpg").read_bytes() == before
    elif what == "redo":
        redo(album.library)
        assert (album.folder / "a.jpg").read_bytes() == after
    else:
        undo(album.library)
        assert (album.folder / "a.jpg").read_bytes() == before
        redo(album.library)
        assert_people(said(album, photo), FAMILY)
    album.assert_followed(photo)


def test_a_file_on_a_drive_that_is_away_is_asked_again(album: Album, tmp_path: Path) -> None:
    photo = album.add("a.jpg", FAMILY)
    write_names(album.library, plan_writing(album.library))
    with album.library.write() as session:
        session.scalars(select(Written)).one().pending = True
        session.get_one(Photo, photo).size = 1
    album.folder.rename(tmp_path / "away")
    assert reconcile(album.library) == 0
    (tmp_path / "away").rename(album.folder)
    assert reconcile(album.library) == 1
    album.assert_followed(photo)


def test_what_was_written_is_known_to_be_said(album: Album) -> None:
    """The next indexing neither reads the file anew nor takes over names that came from here."""
    photo = album.add("a.jpg", FAMILY)
    write_names(album.library, plan_writing(album.library))
    with album.library.read() as session:
        rows = session.scalars(select(Region).where(Region.photo_id == photo)).all()
    assert {row.name for row in rows} == {"Anna", "שרה לוי", "Zoë Müller"}
    assert all(row.adopted_at is not None and row.source == "file" for row in rows)


def test_thumbnails_stay_fresh(album: Album) -> None:
    photo = album.add("a.jpg", FAMILY)
    sha256 = album.row(photo).sha256 or b""
    with ThumbnailStore(album.library) as thumbnails:
        thumbnails.put([Thumbnail(photo, 256, sha256, b"picture")])
        for step in (
            lambda: write_names(album.library, plan_writing(album.library)),
            lambda: undo(album.library),
        ):
            step()
            assert thumbnails.get([photo], 256) == {photo: b"picture"}


def test_a_new_action_ends_what_could_be_redone(album: Album) -> None:
    first = album.add("a.jpg", FAMILY)
    write_names(album.library, plan_writing(album.library))
    undo(album.library)
    write_names(album.library, plan_writing(album.library))
    assert [entry.summary for entry in history(album.library)] == ["Wrote names into 1 photo"]
    undo(album.library)
    assert said(album, first) == People()
    with album.library.read() as session:
        assert session.scalars(select(Action.kind)).all() == [job.KIND]


@pytest.mark.parametrize("place", ["file", "sidecar"])
def test_what_another_program_wrote_meanwhile_is_still_to_be_taken_over(
    album: Album, place: Literal["file", "sidecar"]
) -> None:
    """Bob's name came after the last indexing, so the next one has to read it."""
    photo = album.add("a.jpg", People((ANNA,)))
    (album.folder / "a.xmp").write_bytes(packet(persons("Bob")))
    write_names(album.library, plan_writing(album.library, place=place))
    undo(album.library)
    redo(album.library)
    assert album.row(photo).sidecar_ns == 0
    with album.library.read() as session:
        assert "Bob" not in set(session.scalars(select(Region.name)))


def test_a_sidecar_made_again_goes_beside_the_photo_that_moved(album: Album) -> None:
    photo = album.add("old/a.jpg", FAMILY)
    write_names(album.library, plan_writing(album.library, place="sidecar"))
    undo(album.library)
    (album.folder / "new").mkdir()
    (album.folder / "old" / "a.jpg").rename(album.folder / "new" / "b.jpg")
    with album.library.write() as session:
        session.get_one(Photo, photo).path = "new/b.jpg"
    assert redo(album.library).problems == ()
    assert (album.folder / "new" / "b.jpg.xmp").exists()
    assert list((album.folder / "old").iterdir()) == []


def test_a_sidecar_is_made_again_though_there_is_a_shared_one(album: Album) -> None:
    album.add("a.jpg", FAMILY)
    own, shared = album.folder / "a.jpg.xmp", album.folder / "a.xmp"
    shared.write_bytes(packet(""))
    write_names(album.library, plan_writing(album.library, place="sidecar"))
    written = own.read_bytes()
    undo(album.library)
    assert not own.exists()
    assert redo(album.library).problems == ()
    assert (own.read_bytes(), shared.read_bytes()) == (written, packet(""))


def test_what_is_said_while_others_are_written_counts(album: Album) -> None:
    first, second = (album.add(name, People((ANNA,))) for name in ("a.jpg", "b.jpg"))
    plan = plan_writing(album.library)

    def correct(done: int, _: int) -> None:
        if done == 1:
            with album.library.write() as session:
                session.execute(update(Face).where(Face.photo_id == second).values(confirmed_at=None))

    report = write_names(album.library, plan, progress=correct)
    assert report.written == (first,)
    assert [refusal.why for refusal in report.refused] in ([], [Why.NEWS])
    assert said(album, second) == People()
