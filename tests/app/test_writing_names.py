"""Writing names into files: what is planned is what is written, and every byte comes back."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from makers.other_tools import all_by_exiftool, all_by_exiv2, exiftool, exiv2, xmp_by_exiftool
from makers.photos_with_names import ANNA, FAMILY, HEIGHT, SARA, WIDTH, Album, image
from makers.xmp_packets import assert_people, mwg, packet, persons, region, size
from sqlalchemy import text, update

from app.exchange.writing import Why, drafting, plan_writing, write_names
from app.library.store import Library
from app.library.tables import Photo
from app.metadata.containers import read_packets, replace_packet
from app.metadata.people import NamedRegion, People
from app.metadata.xmp import geometry, read_people
from app.operations import redo, undo

KINDS = (".jpg", ".png", ".webp", ".tif")
NAMES = ("Anna", "שרה לוי", "Zoë Müller")
TAKEN_NS = 1_400_000_000_987_654_321


@pytest.fixture
def album(made_libraries: Path, tmp_path: Path) -> Iterator[Album]:
    with Library.open(shutil.copy(made_libraries / "empty.db", tmp_path / "library.db")) as library:
        yield Album.make(tmp_path, library)


def pixels(data: bytes) -> np.ndarray:
    return np.asarray(PIL.Image.open(io.BytesIO(data)))


def said(album: Album, photo: int) -> People:
    """Return what a photo's file says."""
    row = album.row(photo)
    return read_people(
        read_packets((album.folder / row.path).read_bytes()),
        orientation=row.orientation, width=row.width or 0, height=row.height or 0,
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_names_go_into_files_and_every_byte_comes_back(album: Album, kind: str) -> None:
    photos = {n: album.add(f"{n}{kind}", FAMILY, orientation=n) for n in range(1, 9)}
    files = {orientation: album.folder / f"{orientation}{kind}" for orientation in photos}
    for file in files.values():
        os.utime(file, ns=(1_500_000_000_123_456_789, TAKEN_NS))
    with album.library.write() as session:
        session.execute(update(Photo).values(mtime_ns=TAKEN_NS))
    before = {orientation: file.read_bytes() for orientation, file in files.items()}

    plan = plan_writing(album.library)
    assert {orientation: file.read_bytes() for orientation, file in files.items()} == before
    for planned, file in zip(plan.writes, files.values(), strict=True):
        assert (planned.place, planned.targets, planned.added) == ("file", (file,), NAMES)
        assert (planned.changed, planned.removed, planned.before) == ((), (), People())
        assert_people(planned.after, FAMILY)

    report = write_names(album.library, plan)
    assert (report.written, report.refused) == (tuple(photos.values()), ())
    assert report.changes.summary == "Wrote names into 8 photos"
    after = {orientation: file.read_bytes() for orientation, file in files.items()}
    for orientation, photo in photos.items():
        data, old_data = after[orientation], before[orientation]
        np.testing.assert_array_equal(pixels(data), pixels(old_data))
        with PIL.Image.open(io.BytesIO(data)) as new, PIL.Image.open(io.BytesIO(old_data)) as old:
            # A TIFF keeps its packet among its tags.
            assert dict(new.getexif()) | {0x2BC: 0} == dict(old.getexif()) | {0x2BC: 0}
        assert_people(said(album, photo), FAMILY)
        assert files[orientation].stat().st_mtime_ns == TAKEN_NS
        album.assert_followed(photo)
    assert plan_writing(album.library).unchanged == 8

    changes = undo(album.library)
    assert changes.summary == "Undone: Wrote names into 8 photos"
    assert (changes.problems, changes.photos) == ((), tuple(photos.values()))
    for orientation, photo in photos.items():
        assert files[orientation].read_bytes() == before[orientation]
        assert files[orientation].stat().st_mtime_ns == TAKEN_NS
        album.assert_followed(photo)
    assert redo(album.library).problems == ()
    for orientation, photo in photos.items():
        assert files[orientation].read_bytes() == after[orientation]
        album.assert_followed(photo)


def test_other_programs_read_what_we_write(album: Album) -> None:
    """Exiftool and exiv2, on every format and orientation, embedded and beside."""
    places = {}
    for orientation in range(1, 9):
        for kind in (*KINDS, ".bmp"):
            name = f"{orientation}{kind}"
            album.add(name, FAMILY, orientation=orientation)
            places[name + ".xmp" * (kind == ".bmp")] = orientation
    assert len(write_names(album.library, plan_writing(album.library)).written) == len(places)
    files = [album.folder / name for name in places]
    by_exiftool, by_exiv2 = all_by_exiftool(files), all_by_exiv2(files)
    for name, orientation in places.items():
        left, top, width, height = geometry.to_stored(
            (ANNA.left, ANNA.top, ANNA.width, ANNA.height), orientation
        )
        expected = (left + width / 2, top + height / 2, width, height)
        found = by_exiftool[album.folder / name]
        info = found["RegionInfo"]
        assert isinstance(info, dict)
        assert info["AppliedToDimensions"] == {"W": WIDTH, "H": HEIGHT, "Unit": "pixel"}
        first, second = info["RegionList"]
        assert (first["Name"], second["Name"]) == NAMES[:2]
        assert tuple(first["Area"][part] for part in "XYWH") == pytest.approx(expected, abs=1e-6)
        assert found["PersonInImage"] == list(NAMES)
        other = by_exiv2[album.folder / name]
        start = "Xmp.mwg-rs.Regions/mwg-rs:RegionList[{}]/mwg-rs:{}".format
        assert (other[start(1, "Name")], other[start(2, "Name")]) == NAMES[:2]
        area = tuple(float(other[start(1, f"Area/stArea:{part}")]) for part in "xywh")
        assert area == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("kind", KINDS)
def test_what_other_programs_wrote_stays(album: Album, kind: str) -> None:
    """Their packets are extended where they are, and come back byte for byte."""
    file = album.folder / f"a{kind}"
    file.write_bytes(image({".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".tif": "TIFF"}[kind]))
    exiftool("-q", "-overwrite_original", "-XMP-dc:Title=Holiday", "-XMP-xmp:Rating=4", file)
    exiv2("-M", "set Xmp.dc.source Camera", file)
    data = file.read_bytes()
    album.add(file.name, FAMILY, data=data)
    plan = plan_writing(album.library)
    assert plan.writes[0].place == "file"
    write_names(album.library, plan)
    np.testing.assert_array_equal(pixels(file.read_bytes()), pixels(data))
    found = xmp_by_exiftool(file)
    assert (found["Title"], found["Source"], found["Rating"]) == ("Holiday", "Camera", 4)
    assert found["PersonInImage"] == list(NAMES)
    undo(album.library)
    assert file.read_bytes() == data


@pytest.mark.parametrize("kind", KINDS)
def test_hundreds_of_people_fit(album: Album, kind: str) -> None:
    """In a JPEG they take two parts, which are written anew, and taken back, too."""
    crowd = People(
        tuple(
            NamedRegion(f"Somebody {n} שרה", (n % 25) / 25, (n // 25) / 16, 0.04, 0.0625) for n in range(400)
        )
    )
    file = album.folder / f"a{kind}"
    photo = album.add(file.name, crowd)
    versions = [file.read_bytes()]
    for more in (People(), People((), ("Zoë",))):
        album.say(photo, more)
        plan = plan_writing(album.library)
        assert plan.writes[0].place == "file"
        assert write_names(album.library, plan).refused == ()
        versions.append(file.read_bytes())
    assert_people(said(album, photo), People(crowd.regions, ("Zoë",)))
    found = xmp_by_exiftool(file)
    info = found["RegionInfo"]
    assert isinstance(info, dict)
    assert {each["Name"] for each in info["RegionList"]} == {each.name for each in crowd.regions}
    for version in reversed(versions[:-1]):
        assert undo(album.library).problems == ()
        assert file.read_bytes() == version


def test_a_packet_in_two_parts_is_left_alone(album: Album) -> None:
    """It could not be put back byte for byte, so names go beside the file."""
    file = album.folder / "a.jpg"
    file.write_bytes(image())
    exiftool("-q", "-overwrite_original", f"-XMP-dc:Title={'x' * 100_000}", file)
    album.add("a.jpg", FAMILY, data=file.read_bytes())
    assert plan_writing(album.library).writes[0].place == "sidecar"


def test_what_a_file_says_already_is_extended(album: Album) -> None:
    there = packet(
        "<dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject><own:Thing own:a='1'/>"
        + persons("Eve")
    )
    data = replace_packet(image(), there)
    photo = album.add("a.jpg", People((ANNA,)), data=data)
    (planned,) = plan_writing(album.library).writes
    assert (planned.before, planned.added) == (People((), ("Eve",)), ("Anna",))
    write_names(album.library, plan_writing(album.library))
    (new,) = read_packets((album.folder / "a.jpg").read_bytes())
    assert there[: there.index(b"<Iptc4xmpExt")] in new
    assert_people(said(album, photo), People((ANNA,), ("Eve",)))
    undo(album.library)
    assert (album.folder / "a.jpg").read_bytes() == data


def test_a_person_or_a_folder_may_be_chosen(album: Album) -> None:
    first = album.add("one/a.jpg", People((ANNA,)))
    second = album.add("two/b.jpg", People((SARA,)))
    album.add("two/c.jpg", People())
    assert [write.photo_id for write in plan_writing(album.library, person="anna").writes] == [first]
    assert [write.photo_id for write in plan_writing(album.library, folder=album.folder / "two").writes] == [
        second
    ]
    assert [write.photo_id for write in plan_writing(album.library, [second, first]).writes] == [
        second,
        first,
    ]
    assert len(plan_writing(album.library).writes) == 2


def test_only_what_somebody_said_is_written(album: Album) -> None:
    """Faces that grouping put to a person are likely, hidden ones are not to be seen, old ones are gone."""
    photo = album.add("a.jpg", FAMILY)
    with album.library.write() as session:
        session.execute(text("UPDATE face SET confirmed_at = NULL WHERE id = 2"))
        session.execute(text("UPDATE person SET ignored_at = '2020-01-01' WHERE name LIKE 'Zo%'"))
    write_names(album.library, plan_writing(album.library, [photo]))
    assert_people(said(album, photo), People((ANNA,)))


@pytest.mark.parametrize(("kind", "place"), [(".avif", "file"), (".bmp", "file"), (".jpg", "sidecar")])
def test_what_cannot_be_done_in_the_file_goes_beside_it(album: Album, kind: str, place: str) -> None:
    photo = album.add(f"a{kind}", FAMILY)
    file, sidecar = album.folder / f"a{kind}", album.folder / f"a{kind}.xmp"
    before = file.read_bytes()
    plan = plan_writing(album.library, place="sidecar" if place == "sidecar" else "file")
    assert (plan.writes[0].place, plan.writes[0].targets) == ("sidecar", (sidecar,))
    write_names(album.library, plan)
    assert file.read_bytes() == before
    assert_people(read_people([sidecar.read_bytes()], orientation=1, width=WIDTH, height=HEIGHT), FAMILY)
    assert album.row(photo).sidecar_ns == sidecar.stat().st_mtime_ns
    assert xmp_by_exiftool(sidecar)["PersonInImage"] == ["Anna", "שרה לוי", "Zoë Müller"]
    undo(album.library)
    assert not sidecar.exists()
    assert album.row(photo).sidecar_ns == 0
    redo(album.library)
    assert sidecar.exists()


def test_a_sidecar_is_extended_and_does_not_contradict_the_file(album: Album) -> None:
    photo = album.add("a.jpg", People((NamedRegion("Anna Smith", 0.25, 0.25, 0.25, 0.25),)))
    sidecar = album.folder / "a.jpg.xmp"
    old = mwg(region("Anna", 0.375, 0.375, 0.25, 0.25), applied=size(WIDTH, HEIGHT))
    sidecar.write_bytes(old)
    plan = plan_writing(album.library)
    assert plan.writes[0].targets == (album.folder / "a.jpg", sidecar)
    assert (plan.writes[0].added, plan.writes[0].removed) == (("Anna Smith",), ("Anna",))
    write_names(album.library, plan)
    married = People((NamedRegion("Anna Smith", 0.25, 0.25, 0.25, 0.25),))
    assert_people(said(album, photo), married)
    assert_people(read_people([sidecar.read_bytes()], orientation=1, width=WIDTH, height=HEIGHT), married)
    undo(album.library)
    assert sidecar.read_bytes() == old
    assert said(album, photo) == People()


def test_who_is_not_there_any_more_is_taken_out(album: Album) -> None:
    photo = album.add("a.jpg", FAMILY)
    write_names(album.library, plan_writing(album.library))
    with album.library.write() as session:
        session.execute(text("DELETE FROM mention"))
        session.execute(
            text("UPDATE person SET name = 'Anna Smith', name_key = 'anna smith' WHERE name = 'Anna'")
        )
        session.execute(text("UPDATE face SET x = x + 10 WHERE id = 2"))
    (planned,) = plan_writing(album.library).writes
    assert (planned.added, planned.changed, planned.removed) == (
        ("Anna Smith",),
        ("שרה לוי",),
        ("Anna", "Zoë Müller"),
    )
    write_names(album.library, plan_writing(album.library))
    moved = NamedRegion("שרה לוי", SARA.left + 10 / WIDTH, SARA.top, SARA.width, SARA.height)
    assert_people(said(album, photo), People((NamedRegion("Anna Smith", 0.25, 0.25, 0.25, 0.25), moved)))


def test_whom_the_user_said_is_not_there_is_taken_out(album: Album) -> None:
    old = mwg(
        region("Eve", 0.8, 0.8, 0.1, 0.1), region("Kim", 0.1, 0.1, 0.1, 0.1), applied=size(WIDTH, HEIGHT)
    )
    photo = album.add("a.jpg", People((ANNA,)), data=replace_packet(image(), old))
    with album.library.write() as session:
        session.execute(
            text("INSERT INTO person (id, name, name_key, created_at) VALUES (9, 'Eve', 'eve', '2020-01-01')")
        )
        session.execute(
            text("INSERT INTO rejection (face_id, person_id, created_at) VALUES (1, 9, '2020-01-01')")
        )
    write_names(album.library, plan_writing(album.library))
    kim = NamedRegion("Kim", 0.05, 0.05, 0.1, 0.1)
    assert_people(said(album, photo), People((ANNA, kim)))


def test_photos_that_cannot_be_written_say_why(album: Album, tmp_path: Path) -> None:
    people = People((ANNA,))
    gone, changed, never = (album.add(name, people) for name in ("gone.jpg", "changed.jpg", "never.jpg"))
    album.add("good.jpg", people)
    (album.folder / "gone.jpg").unlink()
    (album.folder / "changed.jpg").write_bytes(image(orientation=3))
    with album.library.write() as session:
        session.get_one(Photo, never).sha256 = None
    plan = plan_writing(album.library)
    assert {(each.photo_id, each.why) for each in plan.refused} == {
        (gone, Why.MISSING), (changed, Why.CHANGED), (never, Why.UNKNOWN),
    }  # fmt: skip
    assert all(str(each.file) in each.sentence for each in plan.refused)
    assert len(write_names(album.library, plan).written) == 1
    album.folder.rename(tmp_path / "elsewhere")
    assert {each.why for each in plan_writing(album.library).refused} == {Why.OFFLINE}


def test_write_protection_is_respected(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is protected from root, who may run the tests, so the system's answer is made up."""
    album.add("a.jpg", People((ANNA,)))
    protected = {album.folder / "a.jpg"}
    monkeypatch.setattr(drafting.os, "access", lambda path, _mode: path not in protected)
    assert plan_writing(album.library).writes[0].place == "sidecar"
    protected.add(album.folder)
    assert plan_writing(album.library).refused[0].why is Why.PROTECTED


def test_a_sidecar_that_cannot_be_extended_is_left_alone(album: Album) -> None:
    album.add("a.avif", People((ANNA,)))
    (album.folder / "a.avif.xmp").write_bytes(b"<!DOCTYPE a><a/>")
    (refused,) = plan_writing(album.library).refused
    assert refused.why is Why.PACKET
    assert "document type" in refused.sentence


def test_very_large_files_are_not_changed(album: Album, monkeypatch: pytest.MonkeyPatch) -> None:
    album.add("a.jpg", People((ANNA,)))
    monkeypatch.setattr(drafting, "_LARGEST", 100)
    assert plan_writing(album.library).writes[0].place == "sidecar"
    (album.folder / "a.jpg").write_bytes(image(orientation=3))
    assert plan_writing(album.library).refused[0].why is Why.CHANGED


def test_links_are_not_written_through(album: Album, tmp_path: Path) -> None:
    album.add("a.jpg", People((ANNA,)))
    (album.folder / "a.jpg").rename(tmp_path / "real.jpg")
    try:
        (album.folder / "a.jpg").symlink_to(tmp_path / "real.jpg")
    except OSError:
        pytest.skip("this system makes no links")
    assert plan_writing(album.library).writes[0].place == "sidecar"


def test_a_shared_sidecar_loses_who_is_not_there_though_none_is_made(album: Album) -> None:
    """Lightroom's sidecar names Eve; nobody else is known, so there is nothing for a sidecar of our own."""
    photo = album.add("a.bmp", People((ANNA,)))
    shared = album.folder / "a.xmp"
    shared.write_bytes(packet(persons("Eve", "Kim")))
    with album.library.write() as session:
        session.execute(
            text("INSERT INTO person (id, name, name_key, created_at) VALUES (9, 'Eve', 'eve', '2020-01-01')")
        )
        session.execute(text("UPDATE face SET person_id = NULL, confirmed_at = NULL"))
        session.execute(
            text("INSERT INTO rejection (face_id, person_id, created_at) VALUES (1, 9, '2020-01-01')")
        )
    (planned,) = plan_writing(album.library, [photo]).writes
    assert (planned.targets, planned.removed) == ((shared,), ("Eve",))
    assert write_names(album.library, plan_writing(album.library, [photo])).refused == ()
    said_beside = read_people([shared.read_bytes()], orientation=1, width=WIDTH, height=HEIGHT)
    assert said_beside == People((), ("Kim",))
    assert not (album.folder / "a.bmp.xmp").exists()
