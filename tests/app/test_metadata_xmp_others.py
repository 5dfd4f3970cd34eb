"""What we write is what exiftool and exiv2 read, and what they write is what we read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from makers.other_tools import exiftool, exiv2, xmp_by_exiftool, xmp_by_exiv2
from makers.xmp_packets import assert_people, microsoft, packet

from app.metadata.people import NamedRegion, People
from app.metadata.xmp import geometry, read_people, with_people

NAMES = (
    "Anna",
    "Zoë Müller",
    "王小明",
    "שרה לוי",
    "محمد علي",
    "김영희",
    "O'Neill <\"&>",
    "😀 Éva",
    "می\u200cخواهم",
)


def crowd(count: int) -> People:
    """Return many people in a grid, and one without a place."""
    regions = tuple(
        NamedRegion(f"{NAMES[n % len(NAMES)]} {n}", (n % 20) / 20, (n // 20) / 40, 0.041, 0.0233)
        for n in range(count)
    )
    return People(regions, ("Nobody's place",))


def size(orientation: int) -> dict[str, int]:
    width, height = (3000, 4000) if orientation >= 5 else (4000, 3000)
    return {"orientation": orientation, "width": width, "height": height}


def stored(people: People, orientation: int) -> list[tuple[str, float, float, float, float]]:
    """Return names with centre and size in the stored picture, as MWG wants them."""
    found = []
    for each in people.regions:
        box = geometry.to_stored((each.left, each.top, each.width, each.height), orientation)
        found.append((each.name, box[0] + box[2] / 2, box[1] + box[3] / 2, box[2], box[3]))
    return found


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exiftool_reads_what_we_write(tmp_path: Path, orientation: int) -> None:
    people = crowd(300 if orientation in {1, 6} else 20)
    start = packet(microsoft(("Eve", "0.99, 0.99, 0.01, 0.01")))
    file = tmp_path / "photo.xmp"
    file.write_bytes(with_people(start, people, **size(orientation)))
    found = xmp_by_exiftool(file)
    info = found["RegionInfo"]
    assert isinstance(info, dict)
    assert info["AppliedToDimensions"] == {"W": 4000, "H": 3000, "Unit": "pixel"}
    expected = stored(people, orientation)
    assert len(info["RegionList"]) == len(expected)
    for each, (name, *numbers) in zip(info["RegionList"], expected, strict=True):
        assert (each["Name"], each["Type"], each["Area"]["Unit"]) == (name, "Face", "normalized")
        assert [each["Area"][part] for part in "XYWH"] == pytest.approx(numbers, abs=1e-6)
    assert found["PersonInImage"] == [*(name for name, *_ in expected), "Nobody's place"]
    both = found["RegionInfoMP"]
    assert isinstance(both, dict)
    names = [each["PersonDisplayName"] for each in both["Regions"]]
    assert names == ["Eve", *(name for name, *_ in expected)]
    x, y, w, h = expected[7][1:]
    corner = [float(number) for number in both["Regions"][8]["Rectangle"].split(", ")]
    assert corner == pytest.approx([x - w / 2, y - h / 2, w, h], abs=1e-6)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exiv2_reads_what_we_write(tmp_path: Path, orientation: int) -> None:
    people = crowd(300 if orientation in {1, 6} else 20)
    file = tmp_path / "photo.xmp"
    file.write_bytes(with_people(None, people, **size(orientation)))
    found = xmp_by_exiv2(file)
    applied = "Xmp.mwg-rs.Regions/mwg-rs:AppliedToDimensions/stDim:"
    assert (found[applied + "w"], found[applied + "h"], found[applied + "unit"]) == ("4000", "3000", "pixel")
    expected = stored(people, orientation)
    for number, (name, *numbers) in enumerate(expected, start=1):
        item = f"Xmp.mwg-rs.Regions/mwg-rs:RegionList[{number}]/mwg-rs:"
        assert (found[item + "Name"], found[item + "Type"]) == (name, "Face")
        area = [float(found[f"{item}Area/stArea:{part}"]) for part in "xywh"]
        assert area == pytest.approx(numbers, abs=1e-6)
    assert f"Xmp.mwg-rs.Regions/mwg-rs:RegionList[{len(expected) + 1}]/mwg-rs:Name" not in found


def test_we_read_what_exiftool_writes(tmp_path: Path) -> None:
    people = crowd(30)
    info = {
        "AppliedToDimensions": {"W": 4000, "H": 3000, "Unit": "pixel"},
        "RegionList": [
            {"Name": name, "Type": "Face", "Area": {"X": x, "Y": y, "W": w, "H": h, "Unit": "normalized"}}
            for name, x, y, w, h in stored(people, 8)
        ],
    }
    file, told = tmp_path / "photo.xmp", tmp_path / "told.json"
    tags = {
        "SourceFile": str(file),
        "XMP-mwg-rs:RegionInfo": info,
        "XMP-iptcExt:PersonInImage": list(people.present),
    }
    told.write_text(json.dumps([tags], ensure_ascii=False), "utf-8")
    file.write_bytes(packet("<dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>"))
    exiftool("-q", "-struct", f"-json={told}", file)
    assert_people(read_people([file.read_bytes()], **size(8)), people)


def test_we_read_what_exiv2_writes(tmp_path: Path) -> None:
    """Exiv2 writes structures as attributes and nested descriptions."""
    file, told = tmp_path / "photo.xmp", tmp_path / "told.txt"
    lines = [
        "set Xmp.mwg-rs.Regions XmpText type=Struct",
        "set Xmp.mwg-rs.Regions/mwg-rs:RegionList XmpText type=Bag",
    ]
    for number, (name, *numbers) in enumerate(stored(crowd(30), 6), start=1):
        item = f"Xmp.mwg-rs.Regions/mwg-rs:RegionList[{number}]"
        lines += [f"set {item} XmpText type=Struct", f"set {item}/mwg-rs:Name XmpText {name}"]
        lines += [f"set {item}/mwg-rs:Type XmpText Face", f"set {item}/mwg-rs:Area XmpText type=Struct"]
        lines += [
            f"set {item}/mwg-rs:Area/stArea:{part} XmpText {value:.9f}"
            for part, value in zip("xywh", numbers, strict=True)
        ]
    told.write_text(
        "\n".join([*lines, "set Xmp.iptcExt.PersonInImage XmpBag Nobody's place"]) + "\n", "utf-8"
    )
    file.write_bytes(packet("<dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>"))
    exiv2("-m", told, file)
    assert b"mwg-rs:Name=" in file.read_bytes()
    assert_people(read_people([file.read_bytes()], **size(6)), crowd(30))


def test_what_others_rewrite_is_still_ours(tmp_path: Path) -> None:
    """Both write our packet anew when they change something; merging into theirs keeps the rest."""
    people = crowd(40)
    file = tmp_path / "photo.xmp"
    file.write_bytes(with_people(None, people, **size(3)))
    exiftool("-q", "-overwrite_original", "-XMP-dc:Title=Holiday", file)
    assert_people(read_people([file.read_bytes()], **size(3)), people)
    exiv2("-M", "set Xmp.dc.source Camera", file)
    assert_people(read_people([file.read_bytes()], **size(3)), people)
    more = People((*people.regions[:-1], NamedRegion("New", 0.9, 0.9, 0.05, 0.05)), people.present)
    gone = (people.regions[-1].name,)
    file.write_bytes(with_people(file.read_bytes(), more, **size(3), gone=gone))
    found = xmp_by_exiftool(file)
    assert (found["Title"], found["Source"]) == ("Holiday", "Camera")
    assert_people(read_people([file.read_bytes()], **size(3)), more)
