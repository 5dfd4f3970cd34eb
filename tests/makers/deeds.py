"""What is done to a library and to files, to be killed by `makers.killing`: every job and operation."""

from __future__ import annotations

import hashlib
import os
import queue
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final
from unittest import mock

from makers import fake_photos
from makers.albums import make_album
from makers.exported import named_album
from makers.fake_photos import DETECTOR, RECOGNISER, FakeAnalyser, World
from makers.forgetting import files_with, let_go, live, vectors_of
from makers.killing import LIBRARY, Deed
from makers.libraries import CARD, Made, add_faces
from makers.operating import three_groups
from makers.photos_with_names import FAMILY, Album
from makers.scenarios import DONE, Act
from sqlalchemy import select

from app.exchange.exporting import export_photos, of_person
from app.exchange.importing import plan_import, run_import
from app.exchange.writing import plan_writing, reconcile, write_names
from app.grouping import group
from app.indexing import index, pipeline, watched_roots
from app.indexing.watching import Changed, News, Watcher
from app.library import daily
from app.library.crops import CropStore
from app.library.daily import daily_copies
from app.library.names import PersonNotFoundError
from app.library.pictures import PictureSupplier
from app.library.restoring import restore
from app.library.schema import SCHEMA_VERSION
from app.library.store import Library
from app.library.tables import Photo
from app.library.thumbnails import ThumbnailStore
from app.metadata.imports import Import, ImportedPhoto
from app.metadata.people import NamedRegion, People
from app.operations import finish_forgetting, forget_person, history, name_person, redo, undo
from engine.models import ModelCard

_GOLDEN: Final = Path(__file__).resolve().parents[1] / "app" / "golden"
_OTHER: Final = fake_photos.other_model(RECOGNISER)
#: Earlier formats of libraries, of each of which there is one.
_FORMER: Final = range(1, SCHEMA_VERSION)
#: Days on which the library was used, and the one on which it is used next.
_YESTERDAY, _TODAY = date(2031, 5, 6), date(2031, 5, 7)


def _opened(place: Path) -> Library:
    return Library.open(place / LIBRARY)


def _photos(place: Path) -> World:
    """Make 24 photos of some people, and a library that has not looked at them."""
    world = World.make(place, _opened(place))
    for number in range(24):
        faces = [(f"person {number % 5}", 10, 10, 40), (f"person {number % 3} b", 100, 10, 40)]
        world.put(f"{number % 4}/{number:02}.jpg", fake_photos.photo(*faces[: number % 3], salt=number))
    return world


def _index(place: Path, *, card: ModelCard = RECOGNISER) -> None:
    analyser = FakeAnalyser(card.name, seconds=lambda data: sum(data) % 7 / 4000)
    with _opened(place) as library, mock.patch.object(pipeline, "BATCH_FILES", 4):
        index(library, lambda: analyser, detector=DETECTOR, recogniser=card, workers=2)


def _new(place: Path) -> None:
    _photos(place).library.close()


def _indexed(place: Path) -> None:
    world = _photos(place)
    world.index()
    for face, name in ((1, "Anna"), (4, "Ben"), (9, "Cleo")):
        world.name_face(face, name)
    world.library.close()


def _changed(place: Path) -> None:
    """Change indexed photos in every way: new content, moved, gone, damaged, new."""
    _indexed(place)
    folder = place / "photos"
    for number in range(0, 24, 5):
        face = (f"new {number}", 200.0, 100.0, 50.0)
        (folder / f"{number % 4}/{number:02}.jpg").write_bytes(fake_photos.photo(face, salt="edited"))
    (folder / "1/01.jpg").rename(folder / "0/moved.jpg")
    (folder / "2/02.jpg").unlink()
    (folder / "3/03.jpg").write_bytes(b"rubbish")
    (folder / "2").rename(folder / "another")
    (folder / "0/more.jpg").write_bytes(fake_photos.photo(("new", 10.0, 10.0, 50.0)))


def _faces_of_many(place: Path) -> None:
    with _opened(place) as library:
        add_faces(library, [Made(photo=face, who=face % 9) for face in range(1, 120)])


def _group(place: Path) -> None:
    with _opened(place) as library:
        group(library, card=CARD)


def _more_faces(place: Path) -> None:
    """Group, name two, and add faces that are new."""
    _faces_of_many(place)
    _group(place)
    with _opened(place) as library:
        name_person(library, person=1, name="Anna")
        name_person(library, person=2, name="Ben")
        add_faces(library, [Made(photo=face, who=face % 11) for face in range(120, 140)])


def _acts(place: Path, acts: tuple[Act, ...]) -> None:
    with three_groups(place / LIBRARY) as library:
        for act in acts:
            act(library)


def _act(place: Path, act: Act) -> None:
    with _opened(place) as library:
        act(library)


def _one_more(place: Path, acts: tuple[Act, ...], then: Act) -> None:
    _acts(place, acts)
    _act(place, then)


def _people_to_forget(place: Path) -> None:
    with _opened(place) as library:
        who = [0] * 4 + [1] * 3 + [2] * 3 + [3] * 2
        add_faces(library, [Made(photo, person) for photo, person in enumerate(who, 1)])
        with library.write() as session:
            run = session.connection().exec_driver_sql
            for person in range(1, 5):
                run(f"INSERT INTO person (id, created_at) VALUES ({person}, '2020-01-01')")
            for face, person in enumerate(who, 1):
                run(f"UPDATE face SET person_id = {person + 1} WHERE id = {face}")
        live(library)
        vectors = vectors_of(library, "face.person_id = 1")
    (place / "secret").write_bytes(b"".join(sorted(vectors)))


def _forget(place: Path) -> None:
    secret = (place / "secret").read_bytes()
    try:
        with _opened(place) as library:
            try:
                forget_person(library, person=1)
            except PersonNotFoundError:
                finish_forgetting(library)
        vectors = [secret[at : at + 64] for at in range(0, len(secret), 64)]
        found = files_with(place, vectors, but=[place / "secret"])
        if found:
            raise AssertionError(f"somebody forgotten is still in {found}")
    finally:
        let_go()


def _album(place: Path) -> None:
    make_album(place)


def _shown_album(place: Path) -> None:
    """An album whose library knows what is in the files."""
    _album(place)
    with _opened(place) as library, library.write() as session:
        for photo in session.scalars(select(Photo)):
            photo.sha256 = hashlib.sha256((place / "photos" / photo.path).read_bytes()).digest()


def _import(place: Path) -> None:
    said = tuple(
        ImportedPhoto(
            str(place / "photos" / f"{number}.jpg"),
            People((NamedRegion(name, 32 / 480, 92 / 320, 96 / 480, 96 / 320),), ("Dora",)),
        )
        for number, name in ((1, "Anna"), (3, "Bert"), (5, "Cleo"), (9, "Anna"))
    )
    with _opened(place) as library:
        run_import(library, None, plan_import(library, Import("digikam", said)))


def _named_files(place: Path) -> None:
    with _opened(place) as library:
        album = Album.make(place, library)
        for number, kind in enumerate((".jpg", ".png", ".webp", ".tif", ".bmp", ".jpg")):
            album.add(f"{number}{kind}", FAMILY)


def _write(place: Path) -> None:
    with _opened(place) as library:
        write_names(library, plan_writing(library))


def _reconcile(place: Path) -> None:
    with _opened(place) as library:
        reconcile(library)


def _written(place: Path) -> None:
    _named_files(place)
    _write(place)


def _undo(place: Path) -> None:
    with _opened(place) as library:
        if history(library)[0].undone_at is None:
            undo(library)


def _written_as_told(place: Path) -> list[str]:
    """The history says of as many photos that names were written as there are rows of it that stand."""
    with closing(sqlite3.connect(place / LIBRARY)) as opened:
        told = [text for (text,) in opened.execute("SELECT summary FROM action WHERE undone_at IS NULL")]
        (rows,) = opened.execute("SELECT count(*) FROM written WHERE undone_at IS NULL").fetchone()
        (pending,) = opened.execute("SELECT count(*) FROM written WHERE pending").fetchone()
    count = sum(int("".join(filter(str.isdigit, text)) or 0) for text in told)
    problems = [f"{pending} files are still to be looked at"] if pending else []
    return (
        problems if count == rows else [*problems, f"the history tells of {count} photos, not {rows}: {told}"]
    )


def _every_byte_back(place: Path) -> list[str]:
    """Undoing everything gives all files back what they had, and deletes what was made."""
    with _opened(place) as library:
        while any(entry.undone_at is None for entry in history(library)):
            undo(library)
    with_names = [file.name for file in (place / "photos").iterdir() if b"mwg-rs" in file.read_bytes()]
    return [f"{with_names} still have names"] if with_names else []


def _to_export(place: Path) -> None:
    named_album(place).close()


def _export(place: Path, *, to: str) -> None:
    with _opened(place) as library:
        export_photos(library, of_person(library, "Anna"), place / "made" / to)


def _backup(place: Path) -> None:
    (place / "made").mkdir(exist_ok=True)
    with _opened(place) as library:
        library.backup(place / "made" / "copy.db")


def _golden(place: Path, version: int) -> None:
    with closing(sqlite3.connect(place / LIBRARY)) as raw:
        raw.executescript((_GOLDEN / f"library_v{version}.sql").read_text("utf-8"))


def _open(place: Path) -> None:
    _opened(place).close()


def _show(place: Path) -> None:
    with _opened(place) as library, CropStore(library) as crops, ThumbnailStore(library) as thumbnails:
        supplier = PictureSupplier(library, crops, thumbnails)
        photos, faces = range(1, 15), range(1, 10)
        if len(supplier.thumbnails(photos, 256)) != 14 or len(supplier.thumbnails(photos, 1024)) != 14:
            raise AssertionError("a thumbnail is missing")
        if len(supplier.faces(faces, 100)) != 9 or len(supplier.faces(faces, 500)) != 9:
            raise AssertionError("a crop is missing")


def _watch(place: Path) -> None:
    """Index, then look at what is put into the folder as soon as the system tells of it."""
    _index(place)
    news: queue.SimpleQueue[News] = queue.SimpleQueue()
    # A clock that is fast, because a burst of changes is waited for.
    watcher = Watcher(news.put, clock=lambda: 40 * time.monotonic())
    watcher.start()
    try:
        with _opened(place) as library, library.read() as session:
            watcher.watch(watched_roots(session))
        watcher.wait_until_set(20.0)
        new = place / "photos" / "new.jpg"
        if not new.exists():
            part = place / "being made"
            part.write_bytes(fake_photos.photo(("somebody", 10.0, 10.0, 40.0)))
            os.utime(part, ns=(10**18, 10**18))
            part.rename(new)
            try:
                while not isinstance(news.get(timeout=10.0), Changed):
                    pass
            except queue.Empty:
                raise AssertionError("nothing was noticed") from None
    finally:
        watcher.close()
    _index(place)


def _yesterday(place: Path) -> None:
    with three_groups(place / LIBRARY) as library:
        name_person(library, person=1, name="Anna")
        daily.make_copy(library.path, _YESTERDAY)


def _first_of_the_day(place: Path) -> None:
    with mock.patch.object(daily, "today", return_value=_TODAY), _opened(place) as library:
        name_person(library, person=2, name="Ben")


def _copy_is_whole(place: Path) -> list[str]:
    problems = []
    for copy in daily_copies(place / LIBRARY):
        with closing(sqlite3.connect(copy.path)) as opened:
            if opened.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                problems.append(f"{copy.path.name} is damaged")
    return problems


def _damaged(place: Path) -> None:
    _yesterday(place)
    (place / LIBRARY).write_bytes(bytes(4096) + (place / LIBRARY).read_bytes()[4096:])


def _restore(place: Path) -> None:
    restore(place / LIBRARY, daily_copies(place / LIBRARY)[0].path)


def _no_other_names(place: Path) -> list[str]:
    names = {file.name for file in (place / "made").iterdir()} if (place / "made").is_dir() else set()
    odd = [name for name in names if "(2)" in name]
    return [f"{odd} were made beside what was left"] if odd else []


def _deed(name: str, make: Callable[[Path], None], do: Callable[[Path], None], **more: object) -> Deed:
    return Deed(name, make, do, **more)  # type: ignore[arg-type]


#: Long jobs and work on files, each under its own name.
JOBS: Final[tuple[Deed, ...]] = (
    _deed("index new photos", _new, _index, whole=False),
    _deed("index changed, moved and deleted photos", _changed, _index, whole=False),
    _deed("embed anew with another recogniser", _indexed, partial(_index, card=_OTHER), whole=False),
    _deed("group everything", _faces_of_many, _group, whole=False),
    _deed("group new faces", _more_faces, _group, whole=False),
    _deed("forget a person", _people_to_forget, _forget, whole=False),
    _deed("import names of another program", _album, _import),
    _deed(
        "write names into photos", _named_files, _write, whole=False, settle=_reconcile,
        judge=_written_as_told, apart=("action", "written"), finish=_every_byte_back,
    ),
    _deed(
        "undo writing names", _written, _undo, whole=False, settle=_reconcile,
        apart=("written",), finish=_every_byte_back,
    ),
    *(
        _deed(f"export as {what}", _to_export, partial(_export, to=to), whole=False, finish=_no_other_names)
        for what, to in (("folder", "A"), ("zip", "A.zip"), ("album", "A.html"), ("sheet", "A.pdf"))
    ),
    _deed("back up", _album, _backup),
    _deed("make the daily copy", _yesterday, _first_of_the_day, judge=_copy_is_whole),
    _deed("restore the daily copy", _damaged, _restore, opens=False),
    *(_deed(f"migrate from format {v}", partial(_golden, version=v), _open) for v in _FORMER),
    _deed("make thumbnails and crops", _shown_album, _show),
    _deed("watch", _new, _watch, whole=False),
)  # fmt: skip

#: All that a user does by hand, and undoing and redoing each: in one transaction.
ACTIONS: Final[tuple[Deed, ...]] = tuple(
    deed
    for acts in DONE
    for deed in (
        _deed("an operation", partial(_acts, acts=acts[:-1]), partial(_act, act=acts[-1])),
        _deed("undo", partial(_acts, acts=acts), partial(_act, act=undo)),
        _deed("redo", partial(_one_more, acts=acts, then=undo), partial(_act, act=redo)),
    )
)
