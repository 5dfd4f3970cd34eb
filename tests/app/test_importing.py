"""Taking over names of other programs: what is planned is what happens, as one action, undone to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from makers.albums import SIZE, make_album
from makers.digikam_files import DigikamFile
from makers.drawn_faces import box_of_face, photo_of_face
from makers.faces import DETECTOR, RECOGNISER
from makers.libraries import everything, run, scalar
from makers.operating import both_ways
from sqlalchemy import text

from app.exchange.importing import (
    Conflict,
    ImportPlan,
    PlannedPerson,
    Reason,
    plan_import,
    run_import,
    running,
)
from app.indexing import CancelToken, add_roots, index
from app.library.boxes import overlaps
from app.library.crops import CropStore
from app.library.store import Library
from app.metadata.imports import Import, ImportedPhoto, as_upright, read_digikam
from app.metadata.people import NamedRegion, People
from app.operations import NewPerson, confirm_faces, erase_faces, history, move_faces, reject_faces, undo
from engine.analysis import Analyser
from engine.models import Catalogue

WIDTH, HEIGHT = SIZE


def region(name: str, at: int = 0, *, grown: float = 1.2) -> NamedRegion:
    """Return a box around the face at a place of an album's photo, as another program draws it."""
    middle, side = 40 + 130 * at + 40, 80 * grown
    return NamedRegion(
        name, (middle - side / 2) / WIDTH, (140 - side / 2) / HEIGHT, side / WIDTH, side / HEIGHT
    )


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Faces 1; 2, 3; 4; 5, 6; 7; … in photos 1, 2, 3, 4, 5, …; those of three people are grouped."""
    return make_album(tmp_path_factory.mktemp("album"))


@pytest.fixture
def library(album: Path, tmp_path: Path) -> Iterator[Library]:
    copy = tmp_path / "library.db"
    copy.write_bytes(album.read_bytes())
    with Library.open(copy) as opened:
        yield opened


def said(folder: Path, **people: People) -> Import:
    """Return an import of photos `p1` and so on."""
    return Import(
        "digikam",
        tuple(ImportedPhoto(str(folder / f"{name[1:]}.jpg"), who) for name, who in people.items()),
    )


def photos(album: Path) -> Path:
    return album.parent / "photos"


def carry_out(library: Library, plan: ImportPlan) -> None:
    """Do as planned, and check that it can be undone and redone to the byte."""
    both_ways(library, lambda: run_import(library, None, plan).changes)


def test_faces_become_confirmed_and_planning_changes_nothing(library: Library, album: Path) -> None:
    imported = said(photos(album), p1=People((region("Anna"),)), p3=People((region("Bert"),), ("Caro",)))
    before = everything(library)
    plan = plan_import(library, imported)
    assert everything(library) == before
    assert plan.people == (
        PlannedPerson("Anna", None, 1, 0, 0, 0),
        PlannedPerson("Bert", None, 1, 0, 0, 0),
        PlannedPerson("Caro", None, 0, 0, 1, 0),
    )
    assert [(photo.photo_id, photo.confirm, photo.mention) for photo in plan.photos] == [(1, 1, 0), (3, 1, 1)]
    carry_out(library, plan)
    assert (
        scalar(library, "SELECT name FROM person JOIN face ON person_id = person.id WHERE face.id = 1")
        == "Anna"
    )
    assert scalar(library, "SELECT confirmed_at IS NOT NULL FROM face WHERE id = 4") == 1
    assert scalar(library, "SELECT count(*) FROM mention WHERE photo_id = 3") == 1
    assert [entry.summary for entry in history(library)] == ["Imported the names in 2 photos from digiKam"]


def test_a_second_import_has_nothing_to_do(library: Library, album: Path) -> None:
    imported = said(photos(album), p2=People((region("Anna"), region("Bert", 1)), ("Caro",)))
    run_import(library, None, plan_import(library, imported))
    before = everything(library)
    plan = plan_import(library, imported)
    assert not plan
    assert [(one.name, one.known) for one in plan.people] == [("Anna", 1), ("Bert", 1), ("Caro", 1)]
    assert run_import(library, None, plan).changes.action_id is None
    assert everything(library) == before


def test_names_that_the_library_has_are_these_people(library: Library, album: Path) -> None:
    move_faces(library, faces=[1], to=NewPerson("Zoë Berg"))
    plan = plan_import(library, said(photos(album), p3=People((region("ZOË  berg"),))))
    person = scalar(library, "SELECT id FROM person WHERE name = 'Zoë Berg'")
    assert plan.people == (PlannedPerson("Zoë Berg", person, 1, 0, 0, 0),)
    carry_out(library, plan)
    assert scalar(library, "SELECT person_id FROM face WHERE id = 4") == person


def test_what_the_user_said_stays_and_is_told(library: Library, album: Path) -> None:
    """Face 1 is confirmed as Bert; face 4 is not Anna; the box of face 7 was deleted."""
    move_faces(library, faces=[1], to=NewPerson("Bert"))
    move_faces(library, faces=[3], to=NewPerson("Anna"))
    reject_faces(library, faces=[4], person="Anna")
    erase_faces(library, faces=[7])
    imported = said(photos(album), **{f"p{n}": People((region("Anna"),)) for n in (1, 3, 5)})
    plan = plan_import(library, imported)
    one, two = str(photos(album) / "1.jpg"), str(photos(album) / "3.jpg")
    owner = scalar(
        library, "SELECT name FROM face LEFT JOIN person ON person.id = person_id WHERE face.id = 4"
    )
    assert plan.conflicts == (
        Conflict(1, one, 1, "Anna", Reason.CONFIRMED, "Bert"),
        Conflict(3, two, 4, "Anna", Reason.REJECTED, owner),
    )
    assert [photo.erased for photo in plan.photos] == [0, 0, 1]
    assert not plan
    assert run_import(library, None, plan).changes.action_id is None


def test_a_confirmed_face_of_a_group_without_a_name_is_no_conflict(library: Library, album: Path) -> None:
    """The group takes a name that is new; somebody else's it may yet be, and the user may say so."""
    group = scalar(library, "SELECT person_id FROM face WHERE id = 1")
    confirm_faces(library, faces=[1])
    plan = plan_import(library, said(photos(album), p1=People((region("Anna"),))))
    assert (plan.conflicts, [(one.confirm, one.mention) for one in plan.people]) == ((), [(1, 0)])
    move_faces(library, faces=[4], to=NewPerson("Anna"))
    plan = plan_import(library, said(photos(album), p1=People((region("Anna"),))))
    assert (plan.conflicts, [(one.confirm, one.mention) for one in plan.people]) == ((), [(0, 1)])
    carry_out(library, plan)
    assert scalar(library, "SELECT person_id FROM face WHERE id = 1") == group


def test_boxes_of_the_stored_picture_are_turned_by_the_photos_orientation(
    library: Library, album: Path
) -> None:
    run(library, "UPDATE photo SET orientation = 6 WHERE id = 2")
    upright = region("Anna", 1)
    # The inverse of turning by 6 is turning by 8.
    stored = as_upright(upright, 8)
    imported = said(photos(album), p2=People((stored,)))
    turned = replace(imported, photos=(replace(imported.photos[0], as_stored=True),))
    plan = plan_import(library, turned)
    assert [one.confirm for one in plan.people] == [1]
    carry_out(library, plan)
    assert scalar(library, "SELECT confirmed_at IS NOT NULL FROM face WHERE id = 3") == 1
    assert scalar(library, "SELECT confirmed_at IS NULL FROM face WHERE id = 2") == 1


def test_photos_that_are_not_in_the_library_are_told_with_their_folders(
    library: Library, album: Path, tmp_path: Path
) -> None:
    more = tmp_path / "more"
    (more / "below").mkdir(parents=True)
    for name in ("a.jpg", "below/b.jpg"):
        (more / name).touch()
    anna = People((region("Anna"),))
    files = ("/nowhere/c.jpg", str(more / "below" / "b.jpg"), str(more / "a.jpg"), "d.jpg")
    plan = plan_import(
        library, Import("picasa", tuple(ImportedPhoto(file, anna) for file in files), ("Hm.",))
    )
    assert plan.unknown == files
    assert plan.folders == (str(more),)
    assert plan.problems == ("Hm.",)
    assert not plan


def test_a_database_of_digikam_from_another_computer(library: Library, album: Path, tmp_path: Path) -> None:
    """From the file to confirmed faces: the album's folder was elsewhere then."""
    made = DigikamFile(tmp_path / "digikam4.db")
    folder = made.album(made.root("volumeid:?path=%2Fhome%2Fanna%2FPictures"), "/photos")
    people = made.tag("People")
    anna, bert = (made.tag(name, people, person=name) for name in ("Anna", "Bert"))
    for name, faces in {"1.jpg": [anna], "2.jpg": [anna, bert], "3.jpg": [bert]}.items():
        size = (photos(album) / name).stat().st_size
        image = made.image(folder, name, stored=SIZE, size=size)
        for at, tag in enumerate(faces):
            made.face(image, tag, (36 + 130 * at, 96, 90, 95))
    made.mark(made.image(folder, "4.jpg", stored=SIZE), bert)
    plan = plan_import(library, read_digikam(made.close()))
    assert [(one.name, one.confirm, one.mention) for one in plan.people] == [("Bert", 2, 1), ("Anna", 2, 0)]
    carry_out(library, plan)
    with library.read() as session:
        rows = session.execute(
            text(
                "SELECT face.id, name FROM face JOIN person ON person.id = person_id "
                "WHERE confirmed_at NOT NULL"
            )
        )
        assert dict(tuple(row) for row in rows) == {1: "Anna", 2: "Anna", 3: "Bert", 4: "Bert"}


@pytest.fixture(scope="module")
def analyser(tmp_path_factory: pytest.TempPathFactory) -> Analyser:
    folder = tmp_path_factory.mktemp("models")
    catalogue = Catalogue(installed=folder / "installed", cache=folder / "cache")
    return Analyser.load(catalogue, detector=DETECTOR, recogniser=RECOGNISER)


@pytest.fixture
def seen(tmp_path: Path, analyser: Analyser) -> Iterator[Library]:
    """A photo of 500 x 400 pixels with a face, which was found, and one on its side, which was not."""
    folder = tmp_path / "photos"
    folder.mkdir()
    picture = photo_of_face(160, 20, 30)
    picture[200:360, 300:460] = photo_of_face(160, 0, 0, turns=1)[:160, :160]
    PIL.Image.fromarray(picture).save(folder / "a.png")
    with Library.open(tmp_path / "library.db") as library:
        add_roots(library, [folder])
        index(library, lambda: analyser, detector=analyser.detector.card, recogniser=analyser.embedder.card)
        yield library


#: Around the face that lies on its side, and a wall where nobody is.
LYING = NamedRegion("Anna", 0.6, 0.5, 0.32, 0.4)
WALL = NamedRegion("Bert", 0.62, 0.05, 0.15, 0.2)


def of_photo(seen: Library, *regions: NamedRegion) -> ImportPlan:
    file = scalar(seen, "SELECT root.path || '/' || photo.path FROM photo JOIN root ON root.id = root_id")
    return plan_import(seen, Import("picasa", (ImportedPhoto(file, People(regions)),)))


def test_a_box_without_a_face_is_looked_at_and_drawn(seen: Library, analyser: Analyser) -> None:
    assert scalar(seen, "SELECT count(*) FROM face") == 1
    plan = of_photo(seen, LYING, WALL)
    assert [(one.name, one.draw) for one in plan.people] == [("Anna", 1), ("Bert", 1)]
    told: list[tuple[int, int]] = []
    changes = both_ways(
        seen,
        lambda: (
            run_import(
                seen, lambda: analyser, plan, on_progress=lambda done, total: told.append((done, total))
            ).changes
        ),
    )
    assert told[-1] == (1, 1)
    with seen.read() as session:
        rows = session.execute(
            text(
                "SELECT name, source, confirmed_at IS NOT NULL, detector_score, x, y, face.width, "
                "face.height FROM face JOIN person ON person.id = person_id WHERE name NOT NULL ORDER BY name"
            )
        ).all()
    assert [tuple(row)[:3] for row in rows] == [("Anna", "metadata", 1), ("Bert", "metadata", 1)]
    # Anna's face was seen, where it is; nobody is on the wall, and there the box itself is the face.
    assert rows[0].detector_score is not None
    assert rows[1].detector_score is None
    assert tuple(rows[1])[4:] == pytest.approx((310, 20, 75, 80))
    x, y, width, height = box_of_face(160, 0, 0)
    turned = np.array([[300 + y, 200 + 160 - x - width, height, width]])
    assert overlaps(np.array([tuple(rows[0])[4:]]), turned)[0, 0] > 0.5
    with CropStore(seen) as crops:
        assert set(crops.get(changes.faces)) == set(changes.faces)
    assert not of_photo(seen, LYING, WALL)


def test_a_face_that_the_user_deleted_is_not_drawn_again(seen: Library, analyser: Analyser) -> None:
    """Neither where the box that was imported is, nor where its face was found."""
    run_import(seen, lambda: analyser, of_photo(seen, LYING))
    erase_faces(seen, faces=[scalar(seen, "SELECT id FROM face WHERE source = 'metadata'")])
    for box in (LYING, replace(LYING, left=0.5, top=0.4, width=0.5, height=0.6)):
        run_import(seen, lambda: analyser, of_photo(seen, box))
        assert scalar(seen, "SELECT count(*) FROM face") == 1
        assert scalar(seen, "SELECT count(*) FROM erasure") == 1


def test_two_boxes_of_one_face_draw_it_once(seen: Library, analyser: Analyser) -> None:
    report = run_import(seen, lambda: analyser, of_photo(seen, LYING, replace(LYING, name="Caro", left=0.61)))
    assert report.drawn == 1
    assert scalar(seen, "SELECT count(*) FROM face") == 2
    assert scalar(seen, "SELECT count(*) FROM face WHERE confirmed_at NOT NULL") == 1


@pytest.mark.parametrize("what", ["changed", "gone", "nothing to look with"])
def test_where_nobody_can_look_people_are_noted_without_a_place(
    seen: Library, analyser: Analyser, what: str
) -> None:
    plan = of_photo(seen, LYING)
    file = Path(plan.photos[0].file)
    if what == "changed":
        file.write_bytes(file.read_bytes() + b"x")
    elif what == "gone":
        file.unlink()
    report = run_import(seen, None if what == "nothing to look with" else lambda: analyser, plan)
    assert report.drawn == 0
    assert scalar(seen, "SELECT count(*) FROM face") == 1
    assert scalar(seen, "SELECT count(*) FROM mention") == 1
    assert len(report.problems) == (what != "nothing to look with")
    assert all("a.png" in problem for problem in report.problems)


def test_stopped_while_looking_nothing_is_changed(seen: Library, analyser: Analyser) -> None:
    before = everything(seen)
    token = CancelToken()
    report = run_import(
        seen, lambda: analyser, of_photo(seen, LYING), on_progress=lambda *_: token.cancel(), token=token
    )
    assert report.cancelled
    assert everything(seen) == before
    assert history(seen) == []


def test_what_fails_while_storing_leaves_nothing(
    library: Library, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_import(library, said(photos(album), p1=People((region("Anna"),))))
    before = everything(library)

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(running, "_with_found", full)
    with pytest.raises(OSError, match="No space"):
        run_import(library, None, plan)
    assert everything(library) == before
    monkeypatch.undo()
    run_import(library, None, plan)
    undo(library)
    assert everything(library) == before
