"""Reading what osxphotos exports: `query --json`, sidecars of `export`, and any JSON at all.

The shapes are those of osxphotos' documentation and source (`PhotoInfo.asdict`, `FaceInfo.asdict`,
`ExifWriter`); people are made up.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from app.metadata.imports import SourceError, as_upright, read_osxphotos
from app.metadata.imports.osxphotos import is_osxphotos
from app.metadata.people import NamedRegion, People

ORIGINAL = (
    "/Users/anna/Pictures/Photos Library.photoslibrary/originals/D/D05A5FE3-15FB-49A1-A15D-AB3DA6F8B068.jpeg"
)


def photo(**changes: Any) -> dict[str, Any]:
    """Return a photo of `query --json`, with a face in the middle of its upper left quarter."""
    return {
        "uuid": "D05A5FE3-15FB-49A1-A15D-AB3DA6F8B068",
        "library": "/Users/anna/Pictures/Photos Library.photoslibrary",
        "filename": "D05A5FE3-15FB-49A1-A15D-AB3DA6F8B068.jpeg",
        "original_filename": "IMG_1.JPG",
        "original_filesize": 460483,
        "path": ORIGINAL,
        "path_edited": None,
        "hasadjustments": False,
        "isphoto": True,
        "ismovie": False,
        "intrash": False,
        "persons": ["Anna", "_UNKNOWN_"],
        "faces": [face("Anna"), face("_UNKNOWN_"), face(None)],
        "width": 4000,
        "height": 3000,
        "orientation": 1,
        "original_width": 4000,
        "original_height": 3000,
        "original_orientation": 1,
    } | changes


def face(name: str | None, **changes: Any) -> dict[str, Any]:
    """Return a face whose middle is at a quarter from the left and three quarters from the bottom."""
    return {
        "name": name,
        "center_x": 0.25,
        "center_y": 0.75,
        "size": 0.3,
        "source_width": 2448,
        "source_height": 3264,
        "intrash": 0,
        "manual": 0,
    } | changes


def put(file: Path, content: object) -> Path:
    """Write a JSON file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content), "utf-8")
    return file


def test_a_query_gives_regions_of_the_upright_photo(tmp_path: Path) -> None:
    """1200 pixels of a photo of 4000 x 3000 around (1000, 750)."""
    found = read_osxphotos(put(tmp_path / "q.json", [photo()]))
    assert (found.program, found.problems) == ("osxphotos", ())
    (one,) = found.photos
    assert one.file == ORIGINAL
    assert (one.size, one.names, one.as_stored) == (460483, ("IMG_1.JPG",), False)
    (region,) = one.people.regions
    assert region.name == "Anna"
    assert (region.left, region.top, region.width, region.height) == pytest.approx((0.1, 0.05, 0.3, 0.4))
    assert one.people.present == ()


def test_a_turned_photo_has_its_width_and_height_upright(tmp_path: Path) -> None:
    (one,) = read_osxphotos(put(tmp_path / "q.json", photo(width=3000, height=4000, orientation=6))).photos
    (region,) = one.people.regions
    assert (region.left, region.top, region.width, region.height) == pytest.approx((0.05, 0.1, 0.4, 0.3))


def test_films_and_the_bin_are_left_out_and_people_without_a_face_are_kept(tmp_path: Path) -> None:
    content = [
        photo(ismovie=True),
        photo(intrash=True),
        photo(persons=["_UNKNOWN_"], faces=[]),
        photo(persons=["Anna", "Bert"], faces=[face("Anna", size=0), face("Bert", center_x=None)]),
        photo(path=None),
        photo(width=None),
    ]
    found = read_osxphotos(put(tmp_path / "q.json", content)).photos
    assert [one.people.present for one in found] == [("Anna", "Bert"), (), ("Anna",)]
    assert found[1].file == "IMG_1.JPG"


def test_boxes_of_an_edited_photo_are_of_the_edited_version(tmp_path: Path) -> None:
    """The original keeps them where both have the same frame, else its people without a place."""
    edited = photo(hasadjustments=True, path_edited="/Users/anna/renders/D05A_1_201_a.jpeg")
    cropped = edited | {"width": 2000}
    for content, places in ((edited, 1), (cropped, 0)):
        new, old = read_osxphotos(put(tmp_path / "q.json", [content])).photos
        assert new.file == "/Users/anna/renders/D05A_1_201_a.jpeg"
        assert new.names == ("IMG_1_edited.jpeg",)
        assert len(new.people.regions) == 1
        assert old.file == ORIGINAL
        assert len(old.people.regions) == places
        assert {*old.people.present, *(region.name for region in old.people.regions)} == {"Anna"}


def sidecar(**changes: Any) -> list[dict[str, Any]]:
    """Return what `export --sidecar json` puts beside a photo that is stored turned (orientation 6)."""
    return [
        {
            "SourceFile": "IMG_1.JPG",
            "ExifTool:ExifToolVersion": "12.00",
            "File:FileName": "IMG_1.JPG",
            "_CreatedBy": "osxphotos, https://github.com/RhetTbull/osxphotos",
            "XMP:Subject": ["Anna", "beach"],
            "XMP:PersonInImage": ["Anna", "Bert"],
            "XMP:RegionAppliedToDimensionsW": 4000,
            "XMP:RegionAppliedToDimensionsH": 3000,
            "XMP:RegionAppliedToDimensionsUnit": "pixel",
            "XMP:RegionName": ["Anna"],
            "XMP:RegionType": ["Face"],
            "XMP:RegionAreaX": [0.25],
            "XMP:RegionAreaY": [0.75],
            "XMP:RegionAreaW": [0.3],
            "XMP:RegionAreaH": [0.4],
            "XMP:RegionAreaUnit": ["normalized"],
            "XMP:RegionPersonDisplayName": ["Anna"],
        }
        | changes
    ]


@pytest.mark.parametrize("name", ["IMG_1.JPG.json", "IMG_1.json"])
@pytest.mark.parametrize("groups", [True, False])
def test_a_sidecar_gives_regions_of_the_stored_picture(tmp_path: Path, name: str, groups: bool) -> None:
    (tmp_path / "IMG_1.JPG").touch()
    content = sidecar()
    if not groups:
        content = [{key.rpartition(":")[2]: value for key, value in content[0].items()}]
    file = put(tmp_path / name, content)
    for path in (file, tmp_path):
        (one,) = read_osxphotos(path).photos
        assert (one.file, one.as_stored) == (str(tmp_path / "IMG_1.JPG"), True)
        (region,) = one.people.regions
        assert (region.left, region.top, region.width, region.height) == pytest.approx((0.1, 0.55, 0.3, 0.4))
        assert one.people.present == ("Bert",)
        turned = as_upright(region, 6)
        assert (turned.left, turned.top, turned.width, turned.height) == pytest.approx((0.05, 0.1, 0.4, 0.3))


def test_single_values_pets_and_lists_of_unequal_length(tmp_path: Path) -> None:
    """Exiftool writes the only element of a list by itself, and numbers as text where asked."""
    (tmp_path / "IMG_1.JPG").touch()
    single = {"XMP:RegionName": "Anna", "XMP:RegionAreaX": "0.25", "XMP:PersonInImage": "Anna"}
    file = put(tmp_path / "IMG_1.JPG.json", sidecar(**single))
    assert len(read_osxphotos(file).photos[0].people.regions) == 1
    put(file, sidecar(**{"XMP:RegionName": ["Anna", "Caro"], "XMP:RegionType": ["Face", "Pet"]}))
    assert read_osxphotos(file).photos[0].people == People((), ("Anna", "Bert"))
    put(file, sidecar(**{"XMP:RegionAreaUnit": ["pixel"]}))
    assert read_osxphotos(file).photos[0].people == People((), ("Anna", "Bert"))


def test_a_sidecar_without_its_photo_is_told(tmp_path: Path) -> None:
    found = read_osxphotos(put(tmp_path / "IMG_1.JPG.json", sidecar()))
    assert found.photos == ()
    assert "IMG_1.JPG.json" in found.problems[0]


@pytest.mark.parametrize(
    "content", [[], {}, 3, [{"datetime": "2021", "filename": "/a/1.jpg", "exported": True}], {"title": "x"}]
)
def test_other_json_is_refused_with_a_sentence(tmp_path: Path, content: object) -> None:
    file = put(tmp_path / "q.json", content)
    assert not is_osxphotos(file)
    with pytest.raises(SourceError, match="osxphotos query --json"):
        read_osxphotos(file)
    with pytest.raises(SourceError, match="has no JSON files of osxphotos"):
        read_osxphotos(tmp_path)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turning_a_region_agrees_with_turning_pixels(orientation: int) -> None:
    """A picture with one marked box, turned by Pillow's own reading of the orientation."""
    picture = Image.new("L", (40, 20))
    picture.paste(255, (4, 2, 12, 8))
    picture.getexif()[0x0112] = orientation
    turned = ImageOps.exif_transpose(picture)
    left, top, right, bottom = turned.getbbox() or (0, 0, 0, 0)
    region = as_upright(NamedRegion("Anna", 0.1, 0.1, 0.2, 0.3), orientation)
    width, height = turned.size
    assert (region.left * width, region.top * height) == pytest.approx((left, top))
    assert (region.width * width, region.height * height) == pytest.approx((right - left, bottom - top))


ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = st.sampled_from(sorted({*photo(), *sidecar()[0], "face_info"}))
FACES = st.lists(st.dictionaries(st.sampled_from(sorted(face("Anna"))), ANY, max_size=5), max_size=3)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        ANY,
        st.dictionaries(KEYS, ANY, max_size=6).map(lambda changes: [photo() | changes]),
        FACES.map(lambda faces: photo(faces=faces)),
        st.dictionaries(KEYS, ANY, max_size=6).map(lambda changes: [sidecar()[0] | changes]),
    )
)
def test_any_json_is_survived(tmp_path: Path, content: object) -> None:
    (tmp_path / "IMG_1.JPG").touch()
    file = put(tmp_path / "IMG_1.JPG.json", content)
    is_osxphotos(file)
    with suppress(SourceError):
        for one in read_osxphotos(file).photos:
            assert one.people
            assert all(region.width > 0 and -1 <= region.left < 1 for region in one.people.regions)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=200), st.integers(1, 300_000).map(lambda deep: b'{"a":[' * deep)))
def test_any_bytes_are_survived(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "q.json"
    file.write_bytes(content)
    assert not is_osxphotos(file)
    with pytest.raises(SourceError):
        read_osxphotos(file)
