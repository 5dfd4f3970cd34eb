"""Telling whose data a path holds, and reading it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from makers.digikam_files import DigikamFile

from app.metadata.imports import PROGRAMS, SourceError, detect, read, reading
from app.metadata.imports.reading import child, json_items, read_limited, tidy_name

TAKEOUT = {"title": "1.jpg", "photoTakenTime": {"timestamp": "0"}, "people": [{"name": "Anna"}]}
QUERY = [{"uuid": "1", "persons": ["Anna"], "path": "/1.jpg"}]
SIDECAR = [{"SourceFile": "1.jpg", "XMP:PersonInImage": ["Anna"]}]


def made(folder: Path, program: str) -> Path:
    """Put one photo's worth of a program's data into a folder; return the file."""
    folder.mkdir(parents=True)
    (folder / "1.jpg").touch()
    if program == "digikam":
        digikam = DigikamFile(folder / "digikam4.db")
        image = digikam.image(digikam.album(digikam.root("volumeid:?path=/p"), "/"), "1.jpg")
        digikam.mark(image, digikam.tag("Anna", person="Anna"))
        return digikam.close()
    if program == "picasa":
        file = folder / ".picasa.ini"
        file.write_text("[Contacts2]\n1=Anna;;\n[1.jpg]\nfaces=rect64(1000100020002000),1\n", "utf-8")
        return file
    file = folder / "1.jpg.json"
    file.write_text(json.dumps(TAKEOUT if program == "takeout" else SIDECAR), "utf-8")
    return file


@pytest.mark.parametrize("program", [program for program in PROGRAMS if program != "familiar"])
def test_each_program_is_known_by_file_folder_and_where_it_can_be_from_above(
    tmp_path: Path, program: str
) -> None:
    file = made(tmp_path / "top" / "below", program)
    paths = [file, file.parent] if program == "digikam" else [file, file.parent, tmp_path]
    for path in paths:
        assert detect(path) == program
        found = read(path)
        assert found.program == program
        assert len(found.photos) == 1


def test_a_query_of_osxphotos_is_known(tmp_path: Path) -> None:
    file = tmp_path / "photos.json"
    file.write_text(json.dumps(QUERY), "utf-8")
    assert detect(file) == "osxphotos"
    assert len(read(file).photos) == 1


def test_names_that_familiar_exported_are_known_as_a_file(tmp_path: Path) -> None:
    file = tmp_path / "names.json"
    file.write_text('{"format": "familiar-names", "version": 1, "photos": []}', "utf-8")
    assert detect(file) == "familiar"
    assert read(file).photos == ()
    assert detect(tmp_path) is None


def test_a_large_query_is_known_by_its_beginning(tmp_path: Path) -> None:
    file = tmp_path / "photos.json"
    file.write_text(json.dumps([QUERY[0] | {"description": "x" * (5 << 20)}]), "utf-8")
    assert detect(file) == "osxphotos"


def test_a_packed_takeout_is_to_be_unpacked(tmp_path: Path) -> None:
    (tmp_path / "takeout-001.zip").write_bytes(b"PK\3\4")
    with pytest.raises(SourceError, match=r"takeout-001\.zip is packed. Unpack it"):
        read(tmp_path / "takeout-001.zip")


def test_what_is_nobodys_is_refused_with_what_to_choose(tmp_path: Path) -> None:
    (tmp_path / "1.jpg").touch()
    (tmp_path / "1.json").write_text("{}", "utf-8")
    assert detect(tmp_path) is None
    assert detect(tmp_path / "1.jpg") is None
    assert detect(tmp_path / "none") is None
    with pytest.raises(SourceError, match="there is nothing of digiKam, Picasa"):
        read(tmp_path)
    with pytest.raises(SourceError, match="is not there"):
        read(tmp_path / "none")


ANY_JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=5), st.dictionaries(st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=ANY_JSON,
    indent=st.sampled_from([None, 3]),
    chunk=st.integers(1, 7),
    tail=st.sampled_from(["", " \n", "]", "1", "{"]),
)
def test_a_long_list_is_read_piece_by_piece_as_at_once(
    tmp_path: Path, value: object, indent: int | None, chunk: int, tail: str
) -> None:
    file = tmp_path / "list.json"
    file.write_text(json.dumps(value, indent=indent, ensure_ascii=False) + tail, "utf-8", newline="")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(reading, "_CHUNK", chunk)
        try:
            whole = json.loads(file.read_text("utf-8"))
        except ValueError:
            with pytest.raises(SourceError, match="damaged"):
                list(json_items(file))
        else:
            assert list(json_items(file)) == (whole if isinstance(whole, list) else [whole])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes on this system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "1.json")
    with pytest.raises(SourceError, match="is no plain file"):
        read_limited(tmp_path / "1.json", 10)


def test_files_are_read_up_to_a_limit(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"12345")
    assert read_limited(tmp_path / "a", 5) == b"12345"
    with pytest.raises(SourceError, match="larger than"):
        read_limited(tmp_path / "a", 4)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("  Anna \t Berg\n", "Anna Berg"),
        ("Zoe\u0308", "Zoë"),
        ("אנה", "אנה"),
        ("\ud800Anna", "Anna"),
        ("", None),
        ("\u200b\u200e", None),
        ("x" * 201, None),
        (7, None),
        (None, None),
    ],
)
def test_names_are_tidied(written: object, name: str | None) -> None:
    assert tidy_name(written) == name


def test_children_stay_in_their_folder(tmp_path: Path) -> None:
    assert child(tmp_path, "1.jpg") == tmp_path / "1.jpg"
    for name in ("", ".", "..", "a/b", "a\\b", "/a", "C:a", "a\0", "a\n"):
        assert child(tmp_path, name) is None
