"""Finding people in the library and in outside photos, and exporting their photos."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from makers.libraries import (
    CARD,
    GROUPING,
    SIZE,
    Made,
    add_faces,
    centre,
    run,
    vector,
)
from numpy.typing import NDArray

from app.library.names import PersonNotFoundError
from app.library.store import Library
from app.operations import (
    OperationError,
    confirm_faces,
    ignore_faces,
    ignore_person,
    name_person,
    reject_faces,
    reject_pair,
    set_cover,
)
from app.search import (
    How,
    cover_faces,
    export_photos,
    find_in_image,
    find_person,
    photos_of,
)
from app.search.export import safe_name
from app.search.person import LIKELY_MARGIN
from engine.analysis import PhotoFaces
from engine.crops import Crop
from engine.detection import Detections
from engine.embedding import unpack


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Person 1 with faces 1 to 3 (1 and 2 in one photo), group 2 with 4 and 5, nobody's 6 to 8."""
    with Library.open(tmp_path / "library.db") as opened:
        who = [(1, 0), (1, 0), (2, 0), (3, 1), (4, 1), (5, 0), (6, 0), (7, 2)]
        add_faces(opened, [Made(photo=photo, who=person) for photo, person in who])
        run(opened, "INSERT INTO person (id, created_at) VALUES (1, '2020-01-01'), (2, '2020-01-01')")
        run(opened, "UPDATE person SET created_at = '2020-01-01T00:00:00+00:00'")
        run(opened, "UPDATE face SET person_id = 1 WHERE id IN (1, 2, 3)")
        run(opened, "UPDATE face SET person_id = 2 WHERE id IN (4, 5)")
        name_person(opened, person=1, name="Anna")
        run(opened, "UPDATE photo SET taken_at = '2020-05-01T00:00:00' WHERE id = 1")
        run(opened, "UPDATE photo SET missing_since = '2020-01-01T00:00:00+00:00' WHERE id = 2")
        yield opened


class FakeAnalyser:
    """Finds the faces it was given, whatever the photo."""

    def __init__(self, embeddings: NDArray[np.floating]) -> None:
        n = len(embeddings)
        self.embedder = self
        self.card = CARD
        self.size = SIZE
        self.seen: list[tuple[bytes, str]] = []
        boxes = np.arange(4 * n, dtype=np.float32).reshape(n, 4)
        self.found = PhotoFaces(
            width=100,
            height=80,
            format="JPEG",
            orientation=1,
            damaged=False,
            exif=None,
            faces=Detections(
                boxes, np.zeros((n, 5, 2), np.float32), np.linspace(0.9, 0.8, n, dtype=np.float32)
            ),
            quality=np.linspace(0.5, 0.6, n, dtype=np.float32),
            embeddings=embeddings.astype(np.float32).reshape(n, SIZE),
            crops=(Crop(b"", None),) * n,
        )

    def analyse(self, data: bytes, *, name: str) -> PhotoFaces:
        self.seen.append((data, name))
        return self.found


def test_photos_of_a_person(library: Library) -> None:
    photos = photos_of(library, person="anna")
    assert [(photo.photo_id, [face.id for face in photo.faces]) for photo in photos] == [
        (2, [3]),
        (1, [1, 2]),
    ]
    assert photos[0].file == Path("/photos/2.jpg")
    assert [(photo.taken_at, photo.missing) for photo in photos] == [
        (None, True),
        ("2020-05-01T00:00:00", False),
    ]
    assert photos_of(library, person=2)[0].faces[0].confirmed is False
    with pytest.raises(PersonNotFoundError):
        photos_of(library, person="Nobody")


def test_more_faces_like_a_person(library: Library) -> None:
    result = find_person(library, person="Anna", card=CARD)
    assert (result.person_id, result.name, len(result.photos)) == (1, "Anna", 2)
    assert {face.face_id for face in result.more_like_this} == {6, 7}
    own = np.stack([vector(0, seed) for seed in (1, 2, 3)])
    for face in result.more_like_this:
        assert face.similarity == pytest.approx((own @ vector(0, face.face_id)).mean(), abs=0.01)
        assert face.d2 == pytest.approx(2 - 2 * face.similarity)
        assert face.place.person_id is None
    similarities = [face.similarity for face in result.more_like_this]
    assert similarities == sorted(similarities, reverse=True)
    assert len(find_person(library, person="Anna", card=CARD, most=1).more_like_this) == 1
    with pytest.raises(ValueError, match="not a recogniser"):
        find_person(library, person="Anna", card=replace(CARD, recognition=None))


def test_what_is_ruled_out_is_not_shown(library: Library) -> None:
    def shown() -> set[int]:
        return {face.face_id for face in find_person(library, person="Anna", card=CARD).more_like_this}

    run(library, "UPDATE face SET person_id = 2 WHERE id = 6")
    assert shown() == {6, 7}
    reject_faces(library, faces=[7], person="Anna")
    assert shown() == {6}
    reject_pair(library, person="Anna", other=2)
    assert shown() == set()
    run(library, "DELETE FROM rejection")
    ignore_person(library, person=2)
    ignore_faces(library, faces=[7])
    assert shown() == set()
    run(library, "UPDATE face SET person_id = NULL WHERE id = 6")
    assert shown() == {6}
    run(library, "UPDATE face SET photo_id = 1 WHERE id = 6")
    assert shown() == set()
    run(library, "UPDATE face SET photo_id = 5, person_id = 2 WHERE id = 6")
    run(library, "UPDATE person SET ignored_at = NULL")
    confirm_faces(library, faces=[6])
    assert shown() == set()


def test_only_faces_similar_enough_are_shown(library: Library) -> None:
    level = GROUPING - LIKELY_MARGIN
    mean = np.mean([vector(0, seed) for seed in (1, 2, 3)], axis=0)
    direction = mean / np.linalg.norm(mean)
    across = centre(40) - (centre(40) @ direction) * direction
    across /= np.linalg.norm(across)
    for at, wanted in enumerate((level - 0.02, level + 0.02)):
        cosine = wanted / np.linalg.norm(mean)
        made = cosine * direction + np.sqrt(1 - cosine**2) * across
        add_faces(library, [Made(photo=50 + at, who=0)], made[None])
    found = {face.face_id for face in find_person(library, person="Anna", card=CARD).more_like_this}
    assert found == {6, 7, 10}


def test_a_person_without_embeddings_has_no_look_alikes(library: Library) -> None:
    run(library, "DELETE FROM embedding WHERE face_id <= 3")
    assert find_person(library, person="Anna", card=CARD).more_like_this == ()
    run(library, "DELETE FROM embedding")
    assert find_person(library, person="Anna", card=CARD).more_like_this == ()
    assert len(find_person(library, person="Anna", card=CARD).photos) == 2


def test_faces_of_an_outside_photo(library: Library) -> None:
    probes = np.stack([vector(0, 999), vector(1, 999), centre(30)])
    analyser = FakeAnalyser(probes)
    faces = find_in_image(library, analyser, b"bytes", "party.jpg", most_faces=3)  # type: ignore[arg-type]
    assert analyser.seen == [(b"bytes", "party.jpg")]
    anna, group, stranger = faces
    assert anna.box == (0.0, 1.0, 2.0, 3.0)
    assert (anna.score, anna.quality) == (pytest.approx(0.9), pytest.approx(0.5))
    best = anna.people[0]
    assert (best.person_id, best.name, best.ignored, best.same_person) == (1, "Anna", False, True)
    own = np.stack([vector(0, seed) for seed in (1, 2, 3)]) @ probes[0]
    assert best.similarity == pytest.approx(own.mean(), abs=0.01)
    assert best.d2 == pytest.approx(2 - 2 * best.similarity)
    assert best.nearest_face_id == 1 + int(np.argmax(own))
    assert not anna.people[1].same_person
    assert (group.people[0].person_id, group.people[0].name) == (2, None)
    assert not any(person.same_person for person in stranger.people)
    everything = np.stack([vector(who, at) for at, who in enumerate([0, 0, 0, 1, 1, 0, 0, 2], start=1)])
    for probe, face in zip(probes, faces, strict=True):
        expected = np.argsort(-(everything @ probe))[:3] + 1
        if face is not stranger:
            assert [similar.face_id for similar in face.faces] == expected.tolist()
        assert len(face.faces) == 3
        for similar in face.faces:
            assert similar.similarity == pytest.approx(everything[similar.face_id - 1] @ probe, abs=0.01)
            assert similar.same_person == (similar.similarity >= 0.4)
    assert anna.faces[0].place.file.parent == Path("/photos")
    assert anna.faces[0].place.box == (0.5, 1.25, 10.0, 10.0)


def test_ignored_people_are_marked_and_ignored_faces_left_out(library: Library) -> None:
    ignore_person(library, person=2)
    ignore_faces(library, faces=[6, 7])
    (face,) = find_in_image(library, FakeAnalyser(vector(1, 999)[None]), b"", "x")  # type: ignore[arg-type]
    assert face.people[0].ignored
    assert {similar.face_id for similar in face.faces} == {1, 2, 3, 4, 5, 8}


def test_an_outside_photo_and_an_empty_library(tmp_path: Path) -> None:
    with Library.open(tmp_path / "empty.db") as library:
        (face,) = find_in_image(library, FakeAnalyser(centre(0)[None]), b"", "x")  # type: ignore[arg-type]
        assert face.people == face.faces == ()
        assert find_in_image(library, FakeAnalyser(np.zeros((0, SIZE))), b"", "x") == []  # type: ignore[arg-type]


def test_covers(library: Library) -> None:
    assert cover_faces(library, people=[1, 2, 99]) == {1: 1, 2: 4}
    run(library, "UPDATE face SET quality = 0.95 WHERE id IN (2, 3, 5)")
    assert cover_faces(library, people=[1, 2]) == {1: 2, 2: 5}  # The photo of 3 is missing.
    ignore_faces(library, faces=[2])
    assert cover_faces(library, people=[1]) == {1: 1}
    set_cover(library, person=1, face=3)
    assert cover_faces(library, people=[1]) == {1: 3}
    run(library, "UPDATE face SET person_id = NULL, confirmed_at = NULL WHERE id = 3")
    assert cover_faces(library, people=[1]) == {1: 1}
    run(library, "UPDATE face SET quality = NULL WHERE id = 4")
    assert cover_faces(library, people=[2]) == {2: 5}


def test_made_embeddings_are_stored_as_they_are(library: Library) -> None:
    with library.read() as session:
        packed = session.connection().exec_driver_sql("SELECT vector FROM embedding WHERE face_id = 8")
        stored = unpack(np.frombuffer(packed.scalar_one(), np.int8))
    assert float(stored @ vector(2, 8)) > 0.999


# Exporting.


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
    report = export_photos(library, person="Anna", folder=target)
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
    first = export_photos(library, person="Anna", folder=target)
    before = contents(target)
    again = export_photos(library, person="Anna", folder=target)
    assert again.written == ()
    assert sorted(again.present) == sorted(first.written)
    assert contents(target) == before
    (target / "x (2).jpg").unlink()
    assert len(export_photos(library, person="Anna", folder=target).written) == 1
    assert contents(target) == before


def test_a_photo_replaced_by_another_picture_is_not_exported(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    run(library, "UPDATE face SET landmarks = NULL WHERE photo_id = 3")
    report = export_photos(library, person="Anna", folder=tmp_path / "Anna")
    assert photos / "a/x.jpg" not in dict(report.written)
    assert [skipped.reason for skipped in report.skipped if skipped.file == photos / "a/x.jpg"] == [
        f"{photos / 'a/x.jpg'} was replaced by another picture, which does not show them."
    ]
    run(library, "UPDATE face SET source = 'drawn' WHERE photo_id = 3")
    again = export_photos(library, person="Anna", folder=tmp_path / "Anna")
    assert photos / "a/x.jpg" in dict(again.written)


@pytest.mark.parametrize("place", ["", "inside/deeper"])
def test_exporting_into_a_watched_folder_is_refused(library: Library, photos: Path, place: str) -> None:
    before = sorted(photos.rglob("*"))
    with pytest.raises(OperationError, match="watched folder"):
        export_photos(library, person="Anna", folder=photos / place)
    assert sorted(photos.rglob("*")) == before


@pytest.mark.parametrize("how", [How.HARDLINK, How.SYMLINK])
def test_links(library: Library, photos: Path, tmp_path: Path, how: How) -> None:
    target = tmp_path / "Anna"
    report = export_photos(library, person="Anna", folder=target, how=how)
    assert len(report.written) == 3
    for source, made in report.written:
        assert made.samefile(source)
        assert made.is_symlink() == (how is How.SYMLINK)
    assert sorted(contents(target)) == ["1.jpg", "x (2).jpg", "x.jpg"]
    assert export_photos(library, person="Anna", folder=target, how=how).present == report.written
    assert sorted(contents(target)) == ["1.jpg", "x (2).jpg", "x.jpg"]


def test_what_cannot_be_written_is_told_and_leaves_nothing(
    library: Library, photos: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    report = export_photos(library, person="Anna", folder=tmp_path / "Anna")
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
    report = export_photos(library, person="Anna", folder=tmp_path / "Anna", how=How.HARDLINK)
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


def test_twenty_thousand_faces_are_searched(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    with Library.open(tmp_path / "large.db") as library:
        made = [Made(photo=number, who=0) for number in range(1, 20_001)]
        add_faces(library, made, random.normal(size=(20_000, SIZE)))
        (face,) = find_in_image(library, FakeAnalyser(centre(0)[None]), b"", "x")  # type: ignore[arg-type]
        assert len(face.faces) == 20
