"""All names of a library as JSON and CSV, and read back."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from makers.json_schema import problems
from makers.libraries import Made, add_faces, run
from sqlalchemy import text

from app.exchange.exporting import Course, ExportTargetError, export_names
from app.exchange.exporting.names_files import COLUMNS
from app.indexing import CancelToken
from app.library.store import Library
from app.library.tables import Erasure, Face, Mention, Person, Photo, Rejection, Root
from app.metadata.imports.familiar_json import is_familiar, read_familiar

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "docs" / "familiar-names.schema.json").read_text("utf-8")
)
WHEN = "2020-01-01T00:00:00+00:00"
HOSTILE = '=HYPERLINK("http://x";"y"),\n'


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Photos 1 to 4 with faces 1 to 5; 5 with a mention alone; 6 with nothing."""
    with Library.open(tmp_path / "library.db") as opened:
        add_faces(opened, [Made(photo, 0) for photo in (1, 1, 2, 3, 4)])
        with opened.write() as session:
            session.add_all(
                [
                    Person(
                        id=1, name="Anna", name_key="anna", sort_name="Z", birthday="1980-02-03", notes="N"
                    ),
                    Person(id=2, name="@李小龙 \u202eمريم", name_key="x"),
                    Person(id=3),
                    Person(id=4, name="Statue", name_key="statue"),
                ]
            )
            session.add_all(
                [
                    Photo(id=5, root_id=1, path="5.jpg", size=5, mtime_ns=1, state="analysed"),
                    Photo(id=6, root_id=1, path="6.jpg", size=6, mtime_ns=1, state="analysed"),
                ]
            )
            session.flush()
            session.add_all(
                [
                    Rejection(face_id=2, person_id=1),
                    Rejection(person_id=1, other_person_id=3),
                    Mention(photo_id=5, person_id=1),
                    Mention(photo_id=1, person_id=2),
                    Erasure(photo_id=1, x=1, y=1, width=2, height=2),
                ]
            )
        run(opened, f"UPDATE face SET person_id = 1, confirmed_at = '{WHEN}' WHERE id IN (1, 3)")
        run(opened, "UPDATE face SET person_id = 3 WHERE id = 2")
        run(
            opened,
            f"UPDATE face SET person_id = 4, confirmed_at = '{WHEN}', ignored_at = '{WHEN}' WHERE id = 4",
        )
        run(opened, f"UPDATE person SET ignored_at = '{WHEN}', cover_face_id = 4 WHERE id = 4")
        run(opened, "UPDATE face SET person_id = 2 WHERE id = 5")
        run(opened, "UPDATE face SET landmarks = NULL WHERE id = 3")
        run(opened, f"UPDATE photo SET missing_since = '{WHEN}' WHERE id = 3")
        run(
            opened,
            "UPDATE photo SET width = 40, height = 50, sha256 = zeroblob(32), taken_offset = -90, "
            "taken_at = '2019-07-14T10:00:00' WHERE id IN (1, 4, 5)",
        )
        with opened.write() as session:
            photo = session.get(Photo, 4)
            assert photo is not None
            photo.path = "caf\udce9/4.jpg"
        yield opened


def exported(library: Library, place: Path) -> Any:
    report = export_names(library, place)
    assert report.place == place
    return json.loads(place.read_text("utf-8"))


def test_the_json_has_everything_and_fits_its_schema(library: Library, tmp_path: Path) -> None:
    document = exported(library, tmp_path / "names.json")
    assert problems(SCHEMA, document, SCHEMA) == []
    assert document["roots"] == [{"id": 1, "path": "/photos"}]
    anna, _, group, statue = document["people"]
    assert anna == {
        "id": 1,
        "name": "Anna",
        "sort_name": "Z",
        "birthday": "1980-02-03",
        "notes": "N",
        "ignored": False,
        "cover_face": None,
    }
    assert (group["name"], statue["ignored"], statue["cover_face"]) == (None, True, 4)
    assert document["different"] == [[1, 3]]
    first, second, third, fourth, fifth = document["photos"]
    assert first["faces"][0] == {
        "id": 1,
        "box": {"x": 0.5, "y": 1.25, "width": 10, "height": 10},
        "share": {"left": 0.0125, "top": 0.025, "width": 0.25, "height": 0.2},
        "person": 1,
        "confirmed": True,
        "ignored": False,
        "outdated": False,
        "source": "detected",
        "rejected": [],
    }
    assert (first["faces"][1]["rejected"], first["faces"][1]["confirmed"]) == ([1], False)
    assert (first["mentions"], first["taken_offset"], first["sha256"]) == ([2], -90, "00" * 32)
    assert (second["faces"][0]["outdated"], second["faces"][0]["share"]) == (True, None)
    assert (third["missing"], third["faces"][0]["ignored"]) == (True, True)
    assert fourth["path"] == "caf\udce9/4.jpg"
    assert (fifth["faces"], fifth["mentions"]) == ([], [1])


def test_faces_in_videos_have_their_moment(library: Library, tmp_path: Path) -> None:
    run(library, "UPDATE photo SET duration_ms = 5000, shown_ms = 1200 WHERE id = 1")
    run(library, "UPDATE face SET at_ms = 1200 WHERE id = 1")
    document = exported(library, tmp_path / "names.json")
    assert problems(SCHEMA, document, SCHEMA) == []
    video, photo, *_ = document["photos"]
    assert (video["duration_ms"], video["faces"][0]["at_ms"]) == (5000, 1200)
    assert "duration_ms" not in photo
    assert "at_ms" not in photo["faces"][0]
    export_names(library, tmp_path / "names.csv")
    with (tmp_path / "names.csv").open(encoding="utf-8-sig", newline="") as file:
        moments = {line["face_id"]: line["at_ms"] for line in csv.DictReader(file) if line["face_id"]}
    assert moments == {face: "1200" if face == "1" else "" for face in moments}
    assert len(moments) == 5


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda d: d.update(version=2), "/version is not 1"),
        (
            lambda d: d["photos"][0]["faces"][0].update(confirmed=1),
            "/photos/0/faces/0/confirmed is no boolean",
        ),
        (lambda d: d["photos"][0].pop("sha256"), "/photos/0 lacks sha256"),
        (lambda d: d["people"][0].update(age=3), "/people/0 has age"),
    ],
)
def test_the_schema_refuses_what_is_wrong(library: Library, tmp_path: Path, change: Any, said: str) -> None:
    document = exported(library, tmp_path / "names.json")
    change(document)
    assert problems(SCHEMA, document, SCHEMA) == [said]


def twin(library: Library) -> list[tuple[Any, ...]]:
    """What must be in the file, asked photo by photo."""
    found: list[tuple[Any, ...]] = []
    with library.read() as session:
        for (photo,) in session.execute(text("SELECT id FROM photo ORDER BY id")).all():
            mentions = (
                session.execute(text(f"SELECT person_id FROM mention WHERE photo_id = {photo} ORDER BY 1"))
                .scalars()
                .all()
            )
            faces = [
                (
                    face.id,
                    face.person_id,
                    face.confirmed_at is not None,
                    [
                        person
                        for (person,) in session.execute(
                            text(f"SELECT person_id FROM rejection WHERE face_id = {face.id} ORDER BY 1")
                        )
                    ],
                )
                for face in session.query(Face).filter_by(photo_id=photo).order_by(Face.id)
            ]
            if faces or mentions:
                found.append((photo, faces, list(mentions)))
    return found


@pytest.mark.parametrize("seed", range(3))
def test_reading_side_by_side_is_reading_photo_by_photo(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    with Library.open(tmp_path / "library.db") as library:
        faces = [Made(chance.randint(1, 40), 0) for _ in range(60)]
        chance.shuffle(faces)
        ids = add_faces(library, faces)
        with library.write() as session:
            session.add_all([Person(id=number) for number in range(1, 6)])
            photos = session.query(Photo.id).all()
            session.flush()
            for face in ids:
                session.get(Face, face).person_id = chance.choice([None, 1, 2, 3])  # type: ignore[union-attr]
                for person in chance.sample([4, 5], chance.randint(0, 2)):
                    session.add(Rejection(face_id=face, person_id=person))
            for (photo,) in chance.sample(photos, 10):
                session.add(Mention(photo_id=photo, person_id=chance.randint(1, 5)))
            for number in range(100, 110):
                session.add(
                    Photo(id=number, root_id=1, path=f"{number}", size=1, mtime_ns=1, state="analysed")
                )
            session.flush()
            session.add(Mention(photo_id=109, person_id=3))
        document = exported(library, tmp_path / "names.json")
        assert [
            (
                photo["id"],
                [(f["id"], f["person"], f["confirmed"], f["rejected"]) for f in photo["faces"]],
                photo["mentions"],
            )
            for photo in document["photos"]
        ] == twin(library)


def test_the_csv_has_a_line_for_each_face_and_mention(library: Library, tmp_path: Path) -> None:
    report = export_names(library, tmp_path / "names.csv")
    assert (report.people, report.photos, report.faces) == (3, 5, 5)
    data = (tmp_path / "names.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfphoto_id,root,path")
    assert b"\n" not in data.replace(b"\r\n", b"")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["photo_id"], row["kind"], row["face_id"]) for row in rows] == [
        ("1", "face", "1"),
        ("1", "face", "2"),
        ("1", "mention", ""),
        ("2", "face", "3"),
        ("3", "face", "4"),
        ("4", "face", "5"),
        ("5", "mention", ""),
    ]
    first, second, mention, *_, unreadable, last = rows
    assert (first["name"], first["confirmed"], first["share_width"], first["x"]) == (
        "Anna",
        "yes",
        "0.25",
        "0.5",
    )
    assert (second["name"], second["person_id"], second["rejected"]) == ("", "3", "1")
    assert (mention["name"], mention["x"]) == ("'@李小龙 \u202eمريم", "")
    assert unreadable["path"] == "caf\\udce9/4.jpg"
    assert last["name"] == "Anna"


@pytest.mark.parametrize("name", [HOSTILE, "+1", "-1", "@x", "\tx", "'quoted", "＝1"])
def test_no_cell_of_the_csv_is_a_formula(library: Library, tmp_path: Path, name: str) -> None:
    with library.write() as session:
        person = session.get(Person, 1)
        assert person is not None
        person.name = name
    export_names(library, tmp_path / "names.csv")
    rows = csv.DictReader(io.StringIO((tmp_path / "names.csv").read_bytes().decode("utf-8-sig"), newline=""))
    assert next(rows)["name"] == f"'{name}"


def test_a_file_that_is_there_is_left_and_one_that_is_cancelled_is_not_made(
    library: Library, tmp_path: Path
) -> None:
    place = tmp_path / "out" / "names.json"
    place.parent.mkdir()
    place.write_bytes(b"mine")
    assert export_names(library, place).place == place.with_name("names (2).json")
    token = CancelToken()
    token.cancel()
    report = export_names(library, place.with_name("other.csv"), course=Course(None, token))
    assert report.cancelled
    assert sorted(file.name for file in place.parent.iterdir()) == ["names (2).json", "names.json"]
    assert place.read_bytes() == b"mine"
    with pytest.raises(ValueError, match=r"\.xml"):
        export_names(library, place.with_suffix(".xml"))


def test_a_full_disk_is_explained_and_leaves_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExportTargetError, match=r"not enough space for .*names\.json.*Free some"):
        export_names(library, tmp_path / "out" / "names.json")
    assert list((tmp_path / "out").iterdir()) == []


def test_an_empty_library_has_an_empty_file(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        document = exported(library, tmp_path / "names.json")
    assert problems(SCHEMA, document, SCHEMA) == []
    assert (document["people"], document["photos"], document["roots"]) == ([], [], [])
    assert read_familiar(tmp_path / "names.json").photos == ()


def test_what_somebody_said_is_read_back(library: Library, tmp_path: Path) -> None:
    with library.write() as session:
        root = session.get(Root, 1)
        assert root is not None
        root.path = "/photos/"
    exported(library, tmp_path / "names.json")
    assert is_familiar(tmp_path / "names.json")
    found = read_familiar(tmp_path / "names.json")
    assert (found.program, found.problems) == ("familiar", ())
    first, last = found.photos
    assert (first.file, first.size, first.as_stored) == ("/photos/1.jpg", 1, False)
    # Not the face that grouping suggested, those ignored or outdated, nor one of unknown place.
    (region,) = first.people.regions
    assert (region.name, region.left, region.top) == ("Anna", 0.0125, 0.025)
    assert (region.width, region.height) == (0.25, 0.2)
    assert first.people.present == ("@李小龙 \u202eمريم",)
    assert (last.file, last.people.regions, last.people.present) == ("/photos/5.jpg", (), ("Anna",))
