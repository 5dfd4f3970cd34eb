"""Reading .picasa.ini: the samples that others published, every quirk of the format, and any bytes at all.

The samples follow Franz Buchinger's ".picasa.ini file structure" (public domain) and the comments below it,
and ExifTool's `picasa_faces.config`; names are made up.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.metadata.imports import ImportedPhoto, SourceError, read_picasa
from app.metadata.people import NamedRegion

#: 3f84, 5bcb, 5941 and 8507 of 65535: the example of the published description.
RECT = "3f845bcb59418507"
SAMPLE = """[Picasa]
name=Birthday
category=Folders on Disk
[Contacts2]
8e62398ebda8c1a5=Anna Berg;;
d736528ba71f2254=Zoë;zoe@example.org;
[IMG_1.jpg]
star=yes
faces=rect64(3f845bcb59418507),8e62398ebda8c1a5;rect64(9eb15e89b6b584c1),d736528ba71f2254
backuphash=31107
[IMG_2.CR2]
faces=rect64(3f845bcb59418507),8e62398ebda8c1a5
[IMG_3.jpg]
backuphash=60865
"""


def put(folder: Path, text: str | bytes, name: str = ".picasa.ini") -> Path:
    """Write a file of Picasa's."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def names(photo: ImportedPhoto) -> list[str]:
    """Return whom a photo's regions show."""
    return [region.name for region in photo.people.regions]


def test_the_published_sample(tmp_path: Path) -> None:
    found = read_picasa(put(tmp_path, SAMPLE))
    assert (found.program, found.problems) == ("picasa", ())
    first, raw = found.photos
    assert first.file == str(tmp_path / "IMG_1.jpg")
    assert names(first) == ["Anna Berg", "Zoë"]
    # 0.2481 0.3586 0.3486 0.5196, as the description works out with 65536.
    region = first.people.regions[0]
    assert (region.left, region.top) == pytest.approx((0x3F84 / 65535, 0x5BCB / 65535))
    assert (region.left + region.width, region.top + region.height) == pytest.approx(
        (0x5941 / 65535, 0x8507 / 65535)
    )
    assert first.as_stored
    # Of camera raw files the box is upright.
    assert raw.file == str(tmp_path / "IMG_2.CR2")
    assert not raw.as_stored


def test_leading_zeros_are_left_out_by_picasa(tmp_path: Path) -> None:
    put(tmp_path, "[Contacts2]\n0000398ebda8c1a5=Anna;;\n[1.jpg]\nfaces=rect64(40008000c000),398ebda8c1a5\n")
    (photo,) = read_picasa(tmp_path).photos
    (region,) = photo.people.regions
    assert region == NamedRegion(
        "Anna",
        0.0,
        pytest.approx(0x4000 / 65535),
        pytest.approx(0x8000 / 65535),
        pytest.approx(0x8000 / 65535),
    )


def test_a_file_of_windows_in_old_letters_with_double_sections(tmp_path: Path) -> None:
    text = (
        "[Contacts2]\r\n8e62398ebda8c1a5=Zoë Müller;;\r\n[1.jpg]\r\nfaces=rect64(3f845bcb59418507),"
        "8e62398ebda8c1a5\r\n[Contacts2]\r\nd736528ba71f2254=Bj&#246;rn &amp; Co;;\r\n[1.jpg]\r\n"
        "faces=rect64(9eb15e89b6b584c1),d736528ba71f2254;rect64(3f845bcb59418507),8e62398ebda8c1a5\r\n"
    )
    for number, data in enumerate((text.encode("cp1252"), text.encode("utf-8-sig"), text.encode("utf-16"))):
        (photo,) = read_picasa(put(tmp_path / str(number), data, "Picasa.ini")).photos
        assert names(photo) == ["Zoë Müller", "Björn & Co"]


def test_faces_that_nobody_named_are_left_out(tmp_path: Path) -> None:
    put(
        tmp_path,
        f"[Contacts2]\nffffffffffffffff=Nobody;;\n1=Anna;;\n[1.jpg]\nfaces=rect64({RECT}),ffffffffffffffff\n"
        f"[2.jpg]\nfaces=rect64({RECT}),ffffffffffffffff;rect64({RECT}),1\n",
    )
    (photo,) = read_picasa(tmp_path).photos
    assert names(photo) == ["Anna"]


def test_names_come_from_the_folder_then_contacts_xml_then_other_folders(tmp_path: Path) -> None:
    face = "[1.jpg]\nfaces=rect64(3f845bcb59418507)"
    put(tmp_path / "a", f"[Contacts2]\n1=Anna here;;\n{face},1\n[2.jpg]\nfaces=rect64({RECT}),2\n")
    put(tmp_path / "b", f"[Contacts]\n2=anna_lh,cb98\n{face},2\n[2.jpg]\nfaces=rect64({RECT}),3\n")
    put(tmp_path / "c", "[Contacts2]\n1=Anna there;;\n3=Caro;;\n")
    xml = (
        '<?xml version="1.0" encoding="utf-8" ?>\n<contacts>\n'
        ' <contact id="1" name="Anna global" display="Anna" modified_time="2012-01-01T00:00:00+01:00"/>\n'
        ' <contact id="99" name="Bert &amp; Bea" modified_time="x" sync_enabled="1" local_contact="1">\n'
        '  <subject user="anna_lh" id="2"/>\n </contact>\n</contacts>\n'
    )
    put(tmp_path, xml, "contacts.xml")
    found = {
        Path(photo.file).relative_to(tmp_path).as_posix(): names(photo)
        for photo in read_picasa(tmp_path).photos
    }
    assert found == {
        "a/1.jpg": ["Anna here"],
        "a/2.jpg": ["Bert & Bea"],
        "b/1.jpg": ["Bert & Bea"],
        "b/2.jpg": ["Caro"],
    }
    elsewhere = put(tmp_path / "settings", xml.replace("Bert &amp; Bea", "Bert"), "contacts.xml")
    alone = read_picasa(tmp_path / "b", contacts=elsewhere / "contacts.xml")
    assert [names(photo) for photo in alone.photos] == [["Bert"]]


def test_numbers_without_a_name_are_told(tmp_path: Path) -> None:
    put(tmp_path, f"[1.jpg]\nfaces=rect64({RECT}),7;rect64({RECT}),8\n[2.jpg]\nfaces=rect64({RECT}),7\n")
    found = read_picasa(tmp_path)
    assert found.photos == ()
    (problem,) = found.problems
    assert problem.startswith("3 faces of 2 people have a number instead of a name.")


@pytest.mark.parametrize(
    "section",
    ["../1.jpg", "/etc/1.jpg", "..", ".", "", "a/1.jpg", "a\\1.jpg", "C:1.jpg", "1.jpg\0", "x" * 300],
)
def test_a_section_that_leads_out_of_the_folder_is_refused(tmp_path: Path, section: str) -> None:
    put(tmp_path, f"[Contacts2]\n1=Anna;;\n[{section}]\nfaces=rect64({RECT}),1\n")
    found = read_picasa(tmp_path)
    assert found.photos == ()
    assert "lead out of the folder" in found.problems[0]


def test_what_is_no_face_is_counted_and_the_rest_is_kept(tmp_path: Path) -> None:
    put(
        tmp_path,
        f"[Contacts2]\n1=Anna;;\n[1.jpg]\nfaces=rect64(xyz),1;rect64({RECT}),1;rect64(0),1;;junk;"
        "rect64(11112222333344445),1\n",
    )
    found = read_picasa(tmp_path)
    assert [names(photo) for photo in found.photos] == [["Anna"]]
    assert found.problems[0].startswith("4 faces of ")


def test_a_cropped_photo_keeps_its_names_without_a_place(tmp_path: Path) -> None:
    put(
        tmp_path,
        f"[Contacts2]\n1=Anna;;\n[1.jpg]\nfaces=rect64({RECT}),1\nfilters=crop64=1,1;\ncrop=rect64({RECT})\n",
    )
    found = read_picasa(tmp_path)
    assert found.photos[0].people.present == ("Anna",)
    assert found.photos[0].people.regions == ()
    assert "1.jpg" in found.problems[0]


def test_untouched_originals_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, SAMPLE)
    put(tmp_path / ".picasaoriginals", SAMPLE)
    assert len(read_picasa(tmp_path).photos) == 2


def test_thousands_of_lines_and_folders_without_any(tmp_path: Path) -> None:
    lines = "".join(f"[IMG_{n}.jpg]\nfaces=rect64({RECT}),1\nbackuphash=1\n" for n in range(20_000))
    put(tmp_path, f"[Contacts2]\n1=Anna;;\n{lines}")
    assert len(read_picasa(tmp_path).photos) == 20_000
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="No folder in"):
        read_picasa(tmp_path / "empty")
    with pytest.raises(SourceError, match="is not there"):
        read_picasa(tmp_path, contacts=tmp_path / "none.xml")


LINES = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "[Contacts2]",
            "1=Anna;;",
            f"faces=rect64({RECT}),1",
            "[1.jpg]",
            "[../1.jpg]",
            "crop=rect64(1)",
            "[",
            "]",
        ]
    ),
    st.from_regex(r"\A\[[^\r\n]{0,20}\]\Z"),
    st.from_regex(r"\Afaces=(rect64\([0-9a-f]{0,18}\),[0-9a-f]{0,18};){0,3}\Z"),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=400), st.lists(LINES, max_size=30).map("\n".join)))
def test_any_bytes_give_photos_of_this_folder_alone(tmp_path: Path, content: str | bytes) -> None:
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    put(tmp_path, data)
    for photo in read_picasa(tmp_path).photos:
        assert Path(photo.file).parent == tmp_path
        assert ".." not in Path(photo.file).parts
        for region in photo.people.regions:
            assert region.name.strip()
            assert 0 <= region.left < region.left + region.width <= 1.0001
            assert 0 <= region.top < region.top + region.height <= 1.0001


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=300), st.text(alphabet="<>contactidnameubj =\"'/&;!1aé", max_size=300)
    )
)
def test_any_contacts_file_is_survived(tmp_path: Path, content: str | bytes) -> None:
    put(tmp_path, f"[1.jpg]\nfaces=rect64({RECT}),1\n")
    put(tmp_path, content, "contacts.xml")
    with suppress(SourceError):
        assert len(read_picasa(tmp_path).photos) <= 1


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    put(tmp_path, f"[1.jpg]\nfaces=rect64({RECT}),1\n")
    put(
        tmp_path,
        '<!DOCTYPE c [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><contact id="1" name="&b;"/>',
        "contacts.xml",
    )
    (photo,) = read_picasa(tmp_path).photos
    assert names(photo) == ["&b;"]
