"""Reading Google Takeout: which file is of which photo, and any JSON at all.

Names of files are those that the issues and tests of TheLastGimbus/GooglePhotosTakeoutHelper (8, 353, 449),
simulot/immich-go (`matcher_test.go`), ente-io/ente (pull request 4956) and pulsejet/memories (1559) report;
people are made up.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.metadata.imports import SourceError, read_takeout
from app.metadata.imports.takeout import json_names
from app.metadata.people import People


def about(title: str, *people: str) -> dict[str, object]:
    """Return what Takeout writes about a photo."""
    return {
        "title": title,
        "description": "",
        "imageViews": "12",
        "creationTime": {"timestamp": "1609459200", "formatted": "1 Jan 2021, 00:00:00 UTC"},
        "photoTakenTime": {"timestamp": "1609459200", "formatted": "1 Jan 2021, 00:00:00 UTC"},
        "geoData": {"latitude": 0.0, "longitude": 0.0, "altitude": 0.0},
        "people": [{"name": name} for name in people],
        "url": "https://photos.google.com/photo/x",
        "googlePhotosOrigin": {"mobileUpload": {"deviceType": "ANDROID_PHONE"}},
    }


def put(folder: Path, name: str, content: object) -> None:
    """Write a JSON file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(json.dumps(content), "utf-8")


def shown(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return who is in each photo, by the names of the files."""
    return {Path(photo.file).name: photo.people.present for photo in read_takeout(folder).photos}


@pytest.mark.parametrize(
    ("picture", "name"),
    [
        ("PXL_20211013_220651983.jpg", "PXL_20211013_220651983.jpg.json"),
        ("IMG_1.jpg", "IMG_1.jpg.supplemental-metadata.json"),
        ("Screenshot_2017-07-05-10-05-26.png", "Screenshot_2017-07-05-10-05-26.png.supplementa.json"),
        ("Screenshot_20241227_105539_Edge.jpg", "Screenshot_20241227_105539_Edge.jpg.supplement.json"),
        (
            "Screenshot_20220207_102421_com.snapchat.android.jpg",
            "Screenshot_20220207_102421_com.snapchat.androi.json",
        ),
        ("D7157814-D2D5-4A62-AFCE-9CF465CB7D66.jpeg", "D7157814-D2D5-4A62-AFCE-9CF465CB7D66.jpeg.supp.json"),
        ("a" * 41 + ".jpg", "a" * 41 + ".jpg..json"),
        ("a" * 40 + ".jpg", "a" * 40 + ".jpg.s.json"),
        ("IMG_1.jpg", "IMG_1.jpg.supplemental-me.json"),
        ("DSC_0101(1).JPG", "DSC_0101.JPG(1).json"),
        ("IMG_1234(1).jpg", "IMG_1234.jpg.supplemental-metadata(1).json"),
        ("skytree (2).jpg", "skytree (2).jpg.supplemental-metadata.json"),
        (
            "Urlaub in Knaufspesch in der Schneifel (38).JPG",
            "Urlaub in Knaufspesch in der Schneifel (38).JP.json",
        ),
        (
            "PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGINA.jpg",
            "PXL_20230809_203449253.LONG_EXPOSURE-02.ORIGIN.json",
        ),
        (
            "05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jpg",
            "05yqt21kruxwwlhhgrwrdyb6chhwszi9bqmzu16w0 2.jp.json",
        ),
        (
            "😀😃😄😁😆😅😂🤣🥲☺️😊😇🙂🙃😉😌😍🥰😘😗😙😚😋😛.jpg",
            "😀😃😄😁😆😅😂🤣🥲☺️😊😇🙂🙃😉😌😍🥰😘😗😙😚😋.json",
        ),
        (
            "Backyard_ceremony_wedding_photography_xxxxxxx_m(494).jpg",
            "Backyard_ceremony_wedding_photography_xxxxxxx_(494).json",
        ),
        (
            "13039_327707840323_537645323_9470255_27214_n(1).jpg",
            "13039_327707840323_537645323_9470255_27214_n.j(1).json",
        ),
        (
            "original_1d4caa6f-16c6-4c3d-901b-9387de10e528_P.jpg",
            "original_1d4caa6f-16c6-4c3d-901b-9387de10e528_.json",
        ),
        ("PXL_20210102_221126856.MP~2.jpg", "PXL_20210102_221126856.MP~2.jpg.json"),
    ],
)
def test_reported_names_belong_together(tmp_path: Path, picture: str, name: str) -> None:
    assert name in list(json_names(picture))
    (tmp_path / picture).touch()
    put(tmp_path, name, about("another title.jpg", "Anna", "Bert"))
    found = read_takeout(tmp_path)
    assert (found.program, found.problems) == ("takeout", ())
    (photo,) = found.photos
    assert photo.file == str(tmp_path / picture)
    assert photo.people == People((), ("Anna", "Bert"))


@pytest.mark.parametrize(
    ("picture", "name"),
    [
        ("DSC_0104(1).JPG", "DSC_0104.JPG.json"),
        ("DSC_0103.JPG", "DSC_0103.JPG(1).json"),
        ("DSC_0102(1).JPG", "DSC_0102.JPG(2).json"),
        ("PXL_20211013_220651958.jpg", "PXL_20211013_220651983.jpg.json"),
        ("IMG-0002.jpg", "IMG.jpg.json"),
    ],
)
def test_what_belongs_to_another_photo_does_not_count(tmp_path: Path, picture: str, name: str) -> None:
    (tmp_path / picture).touch()
    put(tmp_path, name, about("x", "Anna"))
    found = read_takeout(tmp_path)
    assert found.photos == ()
    assert name in found.problems[0]


def test_three_photos_of_one_name_keep_their_people_apart(tmp_path: Path) -> None:
    for number, who in (("", "Anna"), ("(1)", "Bert"), ("(2)", "Caro")):
        (tmp_path / f"IMG_1{number}.jpg").touch()
        put(tmp_path, f"IMG_1.jpg.supplemental-metadata{number}.json", about("IMG_1.jpg", who))
    assert shown(tmp_path) == {"IMG_1.jpg": ("Anna",), "IMG_1(1).jpg": ("Bert",), "IMG_1(2).jpg": ("Caro",)}


@pytest.mark.parametrize(
    "word", ["edited", "bearbeitet", "modifié", "ha editado", "編集済み", "edi", "수정됨"]
)
def test_an_edited_photo_has_the_people_of_the_original(tmp_path: Path, word: str) -> None:
    for name in ("IMG_1.jpg", f"IMG_1-{word}.jpg", "IMG_1(1).jpg", f"IMG_1-{word}(1).jpg"):
        (tmp_path / name).touch()
    put(tmp_path, "IMG_1.jpg.json", about("IMG_1.jpg", "Anna"))
    put(tmp_path, "IMG_1.jpg(1).json", about("IMG_1.jpg", "Bert"))
    assert shown(tmp_path) == {
        "IMG_1.jpg": ("Anna",),
        f"IMG_1-{word}.jpg": ("Anna",),
        "IMG_1(1).jpg": ("Bert",),
        f"IMG_1-{word}(1).jpg": ("Bert",),
    }


def test_the_title_decides_where_no_rule_does(tmp_path: Path) -> None:
    (tmp_path / "Anna_ Bert_.jpg").touch()
    put(tmp_path, "something else.json", about("Anna? Bert:.jpg", "Anna"))
    assert shown(tmp_path) == {"Anna_ Bert_.jpg": ("Anna",)}


def test_albums_films_and_photos_of_nobody_are_left_out(tmp_path: Path) -> None:
    for name in ("1.jpg", "2.jpg", "film.mp4"):
        (tmp_path / name).touch()
    put(tmp_path, "metadata.json", {"title": "Holidays", "date": {"timestamp": "0"}})
    put(tmp_path, "1.jpg.json", about("1.jpg"))
    put(tmp_path / "below", "3.jpg.json", about("3.jpg", "Caro"))
    (tmp_path / "below" / "3.jpg").touch()
    put(tmp_path, "2.jpg.json", about("2.jpg", " Anna\u0000 ", "", "Anna", "\u200b"))
    assert shown(tmp_path) == {"2.jpg": ("Anna",), "3.jpg": ("Caro",)}


def test_damaged_files_are_told_and_the_rest_is_read(tmp_path: Path) -> None:
    for name in ("1.jpg", "2.jpg"):
        (tmp_path / name).touch()
    put(tmp_path, "1.jpg.json", about("1.jpg", "Anna"))
    (tmp_path / "2.jpg.json").write_text("[" * 200_000, "utf-8")
    found = read_takeout(tmp_path)
    assert len(found.photos) == 1
    assert "2.jpg.json" in found.problems[0]
    (tmp_path / "none").mkdir()
    with pytest.raises(SourceError, match="no JSON files of a Google Takeout"):
        read_takeout(tmp_path / "none")


ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
PLAUSIBLE = st.fixed_dictionaries(
    {"title": st.one_of(ANY, st.just("../../1.jpg")), "photoTakenTime": ANY},
    optional={"people": st.one_of(ANY, st.lists(st.fixed_dictionaries({"name": ANY}), max_size=3))},
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(ANY, PLAUSIBLE), tail=st.binary(max_size=4))
def test_any_json_is_survived(tmp_path: Path, content: object, tail: bytes) -> None:
    (tmp_path / "1.jpg").touch()
    (tmp_path / "1.jpg.json").write_bytes(json.dumps(content).encode() + tail)
    with suppress(SourceError):
        for photo in read_takeout(tmp_path).photos:
            assert photo.file == str(tmp_path / "1.jpg")
            assert all(name.strip() for name in photo.people.present)


@settings(max_examples=200, deadline=None)
@given(st.text(min_size=1, max_size=80).filter(lambda name: "/" not in name and "\0" not in name))
def test_names_are_made_of_any_name(name: str) -> None:
    assert all(found.endswith(".json") for found in json_names(name))
