"""exiftool and exiv2 read what we wrote and find nothing wrong with it, and we read what they wrote."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from makers import packets as made
from makers.heic_files import heic
from makers.image_files import photo, picture
from makers.packets import packet, regions_packet

from app.metadata.containers import can_hold, read_packets, replace_packet

NAMES = ("Zoë Æsop", "أنا", "王小明", "Анна & <Bert>")
FILES = {
    f"{name} {number}.{suffix}": data
    for suffix, files in (
        ("jpg", made.jpegs()),
        ("png", made.pngs()),
        ("webp", made.webps()),
        ("tif", made.tiffs()),
    )
    for number, (name, data) in enumerate(files.items())
}


@pytest.fixture(scope="module")
def exiftool() -> str:
    found = shutil.which("exiftool")
    if found is None:
        pytest.skip("exiftool is not installed")
    return found


@pytest.fixture(scope="module")
def exiv2() -> str:
    found = shutil.which("exiv2")
    if found is None:
        pytest.skip("exiv2 is not installed")
    return found


def run(*words: object) -> str:
    done = subprocess.run([str(word) for word in words], capture_output=True, check=False, timeout=120)
    return (done.stdout + done.stderr).decode("utf-8", "replace")


def escaped(name: str) -> str:
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def written(folder: Path, texts: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, data in texts.items():
        (folder / name).write_bytes(data)
    return folder


def by_exiftool(exiftool: str, folder: Path) -> dict[str, dict[str, object]]:
    options = ("-j", "-a", "-validate", "-warning", "-XMP:Description", "-XMP:Rating", "-XMP:RegionName")
    found = json.loads(run(exiftool, *options, folder).partition("\n    ")[0])
    return {Path(entry.pop("SourceFile")).name: entry for entry in found}


def test_exiftool_reads_ours_and_finds_nothing_wrong(exiftool: str, tmp_path: Path) -> None:
    before = by_exiftool(exiftool, written(tmp_path / "before", FILES))
    names = {file: NAMES[number % len(NAMES)] for number, file in enumerate(FILES)}
    ours = {file: replace_packet(data, packet(escaped(names[file]))) for file, data in FILES.items()}
    after = by_exiftool(exiftool, written(tmp_path / "after", ours))
    assert after.keys() == FILES.keys()
    for file, entry in after.items():
        assert entry.pop("Description") == names[file]
        assert entry.pop("Rating") == 3
        assert entry == before[file]


def test_exiv2_reads_ours(exiv2: str, tmp_path: Path) -> None:
    # exiv2 0.27 knows no BigTIFF.
    files = {file: data for file, data in FILES.items() if not file.startswith("big 1")}
    names = {file: NAMES[number % len(NAMES)] for number, file in enumerate(files)}
    ours = {file: replace_packet(data, packet(escaped(names[file]))) for file, data in files.items()}
    folder = written(tmp_path / "after", ours)
    text = run(exiv2, "-q", "-K", "Xmp.dc.description", "-P", "v", *sorted(folder.iterdir()))
    found = dict(re.findall(r"^.*?/([^/\n]+\.[a-z]+)\s+lang=\"x-default\" (.*)$", text, re.MULTILINE))
    assert found == names


def test_packets_over_several_segments(exiftool: str, exiv2: str, tmp_path: Path) -> None:
    """exiv2 knows no second tree; people are in the first as long as they fit."""
    plain = made.jpegs()["plain"]
    ours = {f"{count}.jpg": replace_packet(plain, regions_packet(count)) for count in (100, 900)}
    folder = written(tmp_path / "long", ours)
    for file, entry in by_exiftool(exiftool, folder).items():
        assert entry["RegionName"] == [f"Person {number}" for number in range(int(file[:-4]))]
        assert "long long" in str(entry["Description"])
        assert "Warning" not in entry
    text = run(exiv2, "-q", "-P", "kv", folder / "100.jpg")
    assert len(re.findall(r"mwg-rs:Name\s+Person \d+", text)) == 100


def test_several_pictures(exiftool: str, tmp_path: Path) -> None:
    from test_containers_jpeg import mpo

    def second(data: bytes) -> bytes:
        file = tmp_path / "several.jpg"
        file.write_bytes(data)
        command = [exiftool, "-b", "-MPImage2", str(file)]
        return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout

    before = second(mpo())
    assert before.startswith(b"\xff\xd8\xff")
    assert second(replace_packet(mpo(), packet())) == before


@pytest.mark.parametrize("tool", ["exiftool", "exiv2"])
def test_we_read_and_change_theirs(tool: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    program = request.getfixturevalue(tool)
    folder = written(tmp_path / "theirs", FILES)
    if tool == "exiftool":
        run(program, "-q", "-overwrite_original", "-XMP:Description=Zoë", folder)
    else:
        run(program, "-q", "-M", "set Xmp.dc.description Zoë", *sorted(folder.iterdir()))
    read = 0
    for file, before in FILES.items():
        data = (folder / file).read_bytes()
        if data == before:
            # exiftool adds nothing to some, exiv2 cannot write BigTIFF.
            continue
        (text,) = read_packets(data)
        assert "Zoë".encode() in text
        assert can_hold(data)
        changed = replace_packet(data, packet("Bert"))
        assert b"Bert" in read_packets(changed)[0]
        assert read_packets(replace_packet(changed, None)) == ()
        assert replace_packet(changed, text) == data
        read += 1
    assert read >= len(FILES) - 6


@pytest.mark.parametrize("file_format", ["heic", "avif", "gif"])
def test_formats_that_are_only_read(exiftool: str, tmp_path: Path, file_format: str) -> None:
    file = tmp_path / f"photo.{file_format}"
    file.write_bytes(heic(picture()) if file_format == "heic" else photo(file_format.upper()))
    run(exiftool, "-q", "-overwrite_original", "-XMP:Description=Zoë", file)
    (text,) = read_packets(file.read_bytes())
    assert "Zoë".encode() in text
    assert text.startswith(b"<?xpacket begin")
    assert text.rstrip().endswith(b"?>")


def test_the_second_tree_of_exiftool(exiftool: str, tmp_path: Path) -> None:
    file = tmp_path / "long.jpg"
    file.write_bytes(made.jpegs()["plain"])
    text = tmp_path / "words"
    text.write_text("garden " * 20_000, "utf-8")
    run(exiftool, "-q", "-overwrite_original", f"-XMP:Description<={text}", "-XMP:Rating=4", file)
    data = file.read_bytes()
    assert data.count(b"http://ns.adobe.com/xmp/extension/\0") >= 2
    (found,) = read_packets(data)
    assert found.count(b"garden ") == 20_000
    assert b"HasExtended" not in found
    assert b"Rating" in found
    again = replace_packet(data, found)
    assert read_packets(again)[0].count(b"garden ") == 20_000
    file.write_bytes(again)
    entry = by_exiftool(exiftool, tmp_path)["long.jpg"]
    assert entry["Rating"] == 4
    assert str(entry["Description"]).count("garden") == 20_000
    assert "Warning" not in entry
