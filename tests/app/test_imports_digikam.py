"""Reading digiKam's database: who is where, whatever the orientation; nothing written; damage survived."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers.digikam_files import CONFIGURATION, SCHEMA, DigikamFile, own_schema

from app.metadata.imports import ImportedPhoto, SourceError, read_digikam
from app.metadata.imports.digikam import is_digikam
from app.metadata.people import NamedRegion, People

ANNA = NamedRegion("Anna", 0.1, 0.2, 0.2, 0.3)


def small(file: Path, schema: tuple[str, ...] | list[str] = SCHEMA) -> DigikamFile:
    """Return a database with the tags that digiKam makes itself, a root, and Anna (tag 4) in photo 1."""
    made = DigikamFile(file, schema)
    album = made.album(made.root("volumeid:?path=%2Fhome%2Fanna%2FMy%20Pictures"), "/2020/Sea")
    made.image(album, "IMG 1.jpg", size=1234)
    people = made.tag("People")
    made.tag("Unknown", people, person="", unknownPerson="")
    made.tag("Unconfirmed", people, person="", unconfirmedPerson="")
    made.face(1, made.tag("Anna", people, person="Anna", faceEngineId="Anna"), (40, 60, 80, 90))
    return made


def test_a_confirmed_face_arrives_with_path_size_and_place(tmp_path: Path) -> None:
    small(tmp_path / "digikam4.db").close()
    expected = ImportedPhoto("/home/anna/My Pictures/2020/Sea/IMG 1.jpg", People((ANNA,)), size=1234)
    for path in (tmp_path, tmp_path / "digikam4.db"):
        found = read_digikam(path)
        assert found.program == "digikam"
        assert found.photos == (expected,)
        assert found.problems == ()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_boxes_are_of_the_upright_photo_while_sizes_are_as_stored(tmp_path: Path, orientation: int) -> None:
    """As digiKam 7.9 itself wrote for photos of 400 x 300 upright pixels, stored in eight orientations."""
    made = DigikamFile(tmp_path / "digikam4.db")
    album = made.album(made.root("volumeid:?path=/photos"), "/")
    stored = (300, 400) if orientation >= 5 else (400, 300)
    made.image(album, "o.jpg", stored=stored, orientation=orientation)
    made.face(1, made.tag("Anna", person="Anna"), (40, 60, 80, 90))
    (photo,) = read_digikam(made.close()).photos
    assert photo == ImportedPhoto("/photos/o.jpg", People((ANNA,)))


def test_faces_that_nobody_confirmed_are_left_out(tmp_path: Path) -> None:
    made = small(tmp_path / "digikam4.db")
    bert = made.tag("Bert", 1, person="Bert")
    strangers = made.tag("Ignored", 1, person="", ignoredPerson="")
    made.add(
        "INSERT INTO ImageTagProperties VALUES (1, ?, 'autodetectedFace', "
        '\'<rect x="1" y="1" width="50" height="50"/>\')',
        bert,
    )
    made.add(
        "INSERT INTO ImageTagProperties VALUES (1, 3, 'autodetectedPerson', "
        '\'5,autodetectedFace,<rect x="1" y="1" width="50" height="50"/>\')'
    )
    made.face(1, 2, (200, 10, 50, 50), "autodetectedFace")
    made.face(1, bert, (40, 60, 80, 90), "faceToTrain")
    made.add("DELETE FROM ImageTags WHERE tagid = ?", bert)
    made.face(1, strangers, (300, 10, 50, 50))
    (photo,) = read_digikam(made.close()).photos
    assert photo.people == People((ANNA,))


def test_tags_below_people_name_who_is_there_without_a_place(tmp_path: Path) -> None:
    made = small(tmp_path / "digikam4.db")
    family = made.tag("Family", 1)
    made.mark(1, made.tag("Caro", family))
    made.mark(1, family)
    made.mark(1, made.tag("Sunset"))
    made.mark(1, 4)
    (photo,) = read_digikam(made.close()).photos
    assert photo.people == People((ANNA,), ("Caro",))


def test_the_tag_of_people_is_found_in_other_languages(tmp_path: Path) -> None:
    made = DigikamFile(tmp_path / "digikam4.db")
    album = made.album(made.root("volumeid:?path=/p"), "/")
    image = made.image(album, "1.jpg")
    top = made.tag("Personen")
    made.tag("Unbekannt", top, person="", unknownPerson="")
    made.mark(image, made.tag("Anna", top))
    made.mark(image, made.tag("Anna am See"))
    (photo,) = read_digikam(made.close()).photos
    assert photo.people == People((), ("Anna",))


def test_a_name_that_two_tags_have_is_told(tmp_path: Path) -> None:
    made = small(tmp_path / "digikam4.db")
    made.mark(1, made.tag("Anna", made.tag("Work", 1), person="Anna"))
    found = read_digikam(made.close())
    assert found.photos[0].people == People((ANNA,))
    assert found.problems == (
        "digiKam has 2 tags for people called Anna (People/Anna, People/Work/Anna); they become one person.",
    )


def test_tags_that_are_each_others_parents_are_survived(tmp_path: Path) -> None:
    made = small(tmp_path / "digikam4.db")
    first = made.tag("Bert", 7, person="Bert")
    made.tag("Loop", first)
    made.add("UPDATE Tags SET pid = id WHERE name = 'Loop'")
    made.add("UPDATE Tags SET pid = 6 WHERE id = 5")
    made.add("UPDATE Tags SET pid = 5 WHERE id = 6")
    made.mark(1, first)
    (photo,) = read_digikam(made.close()).photos
    assert photo.people == People((ANNA,), ("Bert",))


@pytest.mark.parametrize(
    ("identifier", "specific", "file"),
    [
        ("volumeid:?path=%2Fphotos", "/", "/photos/1.jpg"),
        ("volumeid:?path=/photos/a+b&fileuuid=1", "/", "/photos/a+b/1.jpg"),
        ("networkshareid:?mountpath=%2Fmnt%2Fnas", "/family", "/mnt/nas/family/1.jpg"),
        ("volumeid:?uuid=12-34", "/home/anna/Pictures", "/home/anna/Pictures/1.jpg"),
        ("volumeid:?path=C%3A%2FPhotos", "/", "C:/Photos/1.jpg"),
        ("volumeid:?path=%2F", "/", "/1.jpg"),
    ],
)
def test_where_the_photos_are(tmp_path: Path, identifier: str, specific: str, file: str) -> None:
    made = DigikamFile(tmp_path / "digikam4.db")
    made.image(made.album(made.root(identifier, specific), "/"), "1.jpg")
    made.face(1, made.tag("Anna", person="Anna"), (40, 60, 80, 90))
    assert [photo.file for photo in read_digikam(made.close()).photos] == [file]


def test_what_lies_nowhere_or_leads_out_is_left_out_and_told(tmp_path: Path) -> None:
    made = small(tmp_path / "digikam4.db")
    out = made.album(1, "/../../etc")
    for image in (
        made.image(None, "gone.jpg"),
        made.image(out, "1.jpg"),
        made.image(1, "../1.jpg"),
        made.image(1, "bin.jpg", status=3),
    ):
        made.face(image, 4, (40, 60, 80, 90))
    found = read_digikam(made.close())
    assert len(found.photos) == 1
    (problem,) = found.problems
    assert problem.startswith("3 photos of ")


def test_a_place_that_cannot_be_read_leaves_the_name(tmp_path: Path) -> None:
    made = small(tmp_path / "digikam4.db")
    made.image(1, "2.jpg", stored=(0, 0))
    made.face(2, 4, (40, 60, 80, 90))
    made.image(1, "3.jpg")
    made.add("INSERT INTO ImageTagProperties VALUES (3, 4, 'tagRegion', '<circle r=\"3\"/>')")
    made.image(1, "4.jpg")
    made.face(4, 4, (4000, 60, 80, 90))
    found = read_digikam(made.close())
    assert [photo.people for photo in found.photos] == [People((ANNA,))] + 3 * [People((), ("Anna",))]
    assert found.problems[0].startswith("The places of 3 faces in ")


def test_a_database_in_use_is_read_with_its_log_and_nothing_is_written(tmp_path: Path) -> None:
    """digiKam runs: its last changes are in the write-ahead log."""
    file = small(tmp_path / "digikam4.db").close()
    with closing(sqlite3.connect(file)) as digikam:
        digikam.execute("PRAGMA journal_mode = WAL")
        digikam.execute("UPDATE Tags SET name = 'Anna Berg' WHERE name = 'Anna'")
        digikam.commit()
        # As a copy of the files of a running digiKam, or a computer that lost power, leaves them.
        copied = tmp_path / "copied"
        copied.mkdir()
        for one in ("digikam4.db", "digikam4.db-wal"):
            shutil.copy(tmp_path / one, copied / one)
    before = {one.name: one.read_bytes() for one in copied.iterdir()}
    assert set(before) == {"digikam4.db", "digikam4.db-wal"}
    (photo,) = read_digikam(copied).photos
    assert photo.people.regions[0].name == "Anna Berg"
    assert {one.name: one.read_bytes() for one in copied.iterdir()} == before


def test_nothing_appears_beside_a_database(tmp_path: Path) -> None:
    file = small(tmp_path / "digikam4.db").close()
    with closing(sqlite3.connect(file)) as digikam:
        digikam.execute("PRAGMA journal_mode = WAL")
    before = file.read_bytes()
    tmp_path.chmod(0o555)
    try:
        assert len(read_digikam(file).photos) == 1
    finally:
        tmp_path.chmod(0o755)
    assert [one.name for one in tmp_path.iterdir()] == ["digikam4.db"]
    assert file.read_bytes() == before


def test_what_is_no_database_of_digikam_is_refused_with_a_sentence(tmp_path: Path) -> None:
    for name, content in {
        "a.db": b"",
        "b.db": b"no database at all",
        "c.db": b"SQLite format 3\0" + b"x" * 99,
    }.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(SourceError, match=name):
            read_digikam(tmp_path / name)
    with pytest.raises(SourceError, match="Choose digikam4"):
        read_digikam(tmp_path)
    with closing(sqlite3.connect(tmp_path / "d.db")) as other:
        other.execute("CREATE TABLE Images (id)")
    with pytest.raises(SourceError, match="has not the tables of digiKam"):
        read_digikam(tmp_path / "d.db")


def test_a_schema_that_is_no_text_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = small(tmp_path / "digikam4.db").close()
    file.write_bytes(file.read_bytes().replace(b"CREATE TABLE", b"CR\xc5ATE TABLE"))
    assert not is_digikam(file)
    with pytest.raises(SourceError, match="cannot be read as a digiKam database"):
        read_digikam(file)


def test_a_view_in_place_of_a_table_is_not_run(tmp_path: Path) -> None:
    """A view could count for ever."""
    file = small(tmp_path / "digikam4.db").close()
    with closing(sqlite3.connect(file)) as other:
        other.execute("DROP TABLE ImageTags")
        other.execute(
            "CREATE VIEW ImageTags AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT i AS imageid, i AS tagid FROM n"
        )
    with pytest.raises(SourceError, match="has not the tables of digiKam"):
        read_digikam(file)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_bytes_never_crash(tmp_path: Path, data: st.DataObject) -> None:
    whole = tmp_path / "whole.db"
    if not whole.exists():
        small(whole).close()
    content = bytearray(whole.read_bytes())
    for _ in range(data.draw(st.integers(1, 30))):
        content[data.draw(st.integers(16, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(16, len(content)))
    (tmp_path / "digikam4.db").write_bytes(content[:cut])
    photos: tuple[ImportedPhoto, ...] = ()
    with suppress(SourceError):
        photos = read_digikam(tmp_path).photos
    assert all(".." not in photo.file.split("/") for photo in photos)


VALUES = st.one_of(
    st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(max_size=30), st.binary(max_size=30)
)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "UPDATE Images SET name = ?, fileSize = ?",
                    "UPDATE Images SET album = ?, status = ?",
                    "UPDATE Albums SET relativePath = ?, albumRoot = ?",
                    "UPDATE AlbumRoots SET identifier = ?, specificPath = ?",
                    "UPDATE ImageInformation SET width = ?, orientation = ?",
                    "UPDATE ImageTagProperties SET value = ?, imageid = ?",
                    "UPDATE ImageTags SET tagid = ?, imageid = ?",
                    "UPDATE TagProperties SET property = ?, value = ?",
                    "INSERT INTO Tags (name, pid) VALUES (?, ?)",
                ]
            ),
            VALUES,
            VALUES,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_values_of_any_kind_never_crash(tmp_path: Path, rows: list[tuple[str, object, object]]) -> None:
    file = tmp_path / "digikam4.db"
    file.unlink(missing_ok=True)
    small(file).close()
    with closing(sqlite3.connect(file)) as connection:
        for statement, one, other in rows:
            try:
                connection.execute(statement, (one, other))
            except (sqlite3.IntegrityError, UnicodeEncodeError):
                continue
        connection.commit()
    for photo in read_digikam(file).photos:
        assert "\0" not in photo.file
        assert ".." not in photo.file.replace("\\", "/").split("/")
        for region in photo.people.regions:
            assert region.width > 0
            assert -1 <= region.left < 1


@pytest.mark.skipif(
    not CONFIGURATION.exists(), reason="digiKam's schema is not installed (apt: digikam-data)"
)
def test_a_database_of_digikams_own_schema_is_read(tmp_path: Path) -> None:
    made = small(tmp_path / "digikam4.db", own_schema())
    made.mark(1, made.tag("Bert", 1, person="Bert"))
    (photo,) = read_digikam(made.close()).photos
    assert photo == ImportedPhoto(
        "/home/anna/My Pictures/2020/Sea/IMG 1.jpg", People((ANNA,), ("Bert",)), size=1234
    )
