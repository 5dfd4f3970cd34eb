"""A folder of broken files of every kind stops nothing: each is named, or used as far as it goes."""

from __future__ import annotations

import os
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import PIL.Image
import pytest
from makers.command_line import CommandLine
from makers.heic_files import heic
from makers.image_files import deflated_tiff, dng, exif_block, noise, photo, picture
from sqlalchemy import select

from app.library.store import Library
from app.library.tables import Photo

#: Names of the three good pictures among them.
GOOD = ("good one.jpg", "good two.png", "good three.webp")
FORMATS = {
    "JPEG": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "avif",
    "TIFF": "tif",
    "BMP": "bmp",
    "GIF": "gif",
}


def whole() -> dict[str, bytes]:
    """Return a good file of each format by its name, full of detail so that every missing byte counts."""
    pixels = noise(64, 48)
    made = {f"{name.lower()}.{suffix}": photo(name, pixels) for name, suffix in FORMATS.items()}
    return made | {
        "progressive.jpeg": photo("JPEG", pixels, progressive=True),
        "deflated.tiff": deflated_tiff(pixels, 4),
        "iphone.heic": heic(pixels),
        "camera.dng": dng(noise(128, 96)),
    }


def cut() -> Iterator[tuple[str, bytes]]:
    """Yield files that end too early."""
    for name, data in whole().items():
        for share in (0, 1, 5, 40, 75):
            yield f"cut at {share} of 100 {name}", data[: len(data) * share // 100]
        yield f"without its start {name}", data[len(data) // 10 :]


def foreign() -> Iterator[tuple[str, bytes]]:
    """Yield what is no picture at all, under names of pictures."""
    chance = random.Random(0)
    for suffix in (*FORMATS.values(), "heic", "dng", "cr2", "nef", "arw", "mpo", "jpe", "hif"):
        yield f"text.{suffix}", b"Dear diary, today I took no photo.\n"
        yield f"noise.{suffix}", chance.randbytes(3000)
    yield "zeros.jpg", bytes(5000)
    yield "page.png", b"<!DOCTYPE html><title>404 Not Found</title>"
    yield "archive.jpg", b"PK\x03\x04" + chance.randbytes(500)
    yield "film.heic", struct.pack(">I", 24) + b"ftypmp42" + bytes(4) + b"mp42isom" + chance.randbytes(900)
    yield "drawing.gif", b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


def png(width: int, height: int, rows: bytes, *, wrong_sum: bool = False) -> bytes:
    """Return a PNG of grey pixels whose header says whatever size."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body) ^ wrong_sum
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    compressed = zlib.compress(rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", compressed) + chunk(b"IEND", b"")


def lying() -> Iterator[tuple[str, bytes]]:
    """Yield files whose headers do not hold what they promise."""
    jpeg, flat = photo("JPEG", noise(64, 48)), picture()
    size = jpeg.index(b"\xff\xc0") + 5
    for width, height in ((65535, 65535), (0, 48), (64, 0), (640, 480)):
        yield (
            f"jpeg of {width} x {height}.jpg",
            jpeg[:size] + struct.pack(">HH", height, width) + jpeg[size + 4 :],
        )
    yield "bomb.png", png(60_000, 60_000, bytes(2_000_000))
    yield "huge.png", png(2**31 - 1, 2**31 - 1, b"")
    yield "flat.png", png(0, 10, b"")
    yield "too few rows.png", png(64, 48, bytes(65 * 20))
    yield "wrong sums.png", png(64, 48, bytes(65 * 48), wrong_sum=True)
    bitmap = bytearray(photo("BMP", flat))
    bitmap[18:26] = struct.pack("<ii", 2_000_000, 2_000_000)
    yield "huge.bmp", bytes(bitmap)
    bitmap[18:26] = struct.pack("<ii", -64, 0)
    yield "negative.bmp", bytes(bitmap)
    image = bytearray(photo("GIF", flat))
    image[6:10] = struct.pack("<HH", 65535, 65535)
    yield "huge.gif", bytes(image)
    tiff = bytearray(photo("TIFF", flat))
    tiff[4:8] = struct.pack("<I", 2**31)
    yield "nowhere.tif", bytes(tiff)
    tiff[4:8] = struct.pack("<I", 0)
    yield "loop.tif", bytes(tiff)
    yield "huge.heic", heic(picture(64, 48), stated_size=(100_000, 100_000))
    yield "lossy.webp", b"RIFF" + struct.pack("<I", 2**31) + b"WEBPVP8 " + struct.pack("<I", 10) + bytes(10)
    webp = bytearray(photo("WEBP", noise(64, 48)))
    webp[21:25] = b"\xff\xff\xff\xff"
    yield "huge.webp", bytes(webp)


def spoilt() -> Iterator[tuple[str, bytes]]:
    """Yield pictures in which bytes were overwritten, and pictures with EXIF blocks that make no sense."""
    for name, data in whole().items():
        chance = random.Random(name)
        spoiled = bytearray(data)
        for _ in range(40):
            spoiled[chance.randrange(30, len(spoiled))] = chance.randrange(256)
        yield f"spoilt {name}", bytes(spoiled)
    block = exif_block(6, x010f="Make")
    for number, exif in enumerate(
        [b"", b"II*\0", b"MM\0*" + b"\xff" * 40, block[:20], block[:8] + b"\xff" * 60, bytes(200)]
    ):
        yield f"exif {number}.jpg", photo("JPEG", noise(64, 48), exif=b"Exif\0\0" + exif)
        yield f"exif {number}.png", photo("PNG", noise(64, 48), exif=exif or b"\0")
    before, after = (struct.pack(">HHIH", 0x0112, 3, 1, value) for value in (6, 99))
    orientation = block.replace(before, after)
    assert orientation != block
    yield "orientation 99.jpg", photo("JPEG", noise(64, 48), exif=orientation)


MAKERS: tuple[Callable[[], Iterator[tuple[str, bytes]]], ...] = (cut, foreign, lying, spoilt)


def add_things_that_are_no_files(folder: Path) -> None:
    """Add a folder, a pipe, links and a loop of links, named like photos."""
    (folder / "folder.jpg").mkdir()
    (folder / "folder.jpg" / "nested.png").write_bytes(b"nothing")
    if os.name != "nt":
        os.mkfifo(folder / "pipe.jpg")
        (folder / "leads nowhere.jpg").symlink_to(folder / "nothing there.jpg")
        (folder / "circle.jpg").symlink_to(folder / "circle.jpg")
        (folder / "back.jpg").symlink_to(folder)
        (folder / "device.png").symlink_to("/dev/zero")


@pytest.fixture
def faces(shared_data: Path) -> list[Path]:
    """Return three photographs of people."""
    return sorted((shared_data / "photos_dev").rglob("*.jpg"))[:3]


@pytest.mark.shared
def test_a_hundred_broken_files_stop_nothing(
    familiar: CommandLine, tmp_path: Path, faces: list[Path]
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for name, source in zip(GOOD, faces, strict=True):
        with PIL.Image.open(source) as image:
            image.convert("RGB").save(folder / name, quality=95)
    broken = {name: data for maker in MAKERS for name, data in maker()}
    for name, data in broken.items():
        (folder / name).write_bytes(data)
    assert len(broken) >= 100
    add_things_that_are_no_files(folder)
    files = {folder / name for name in (*broken, *GOOD, "folder.jpg/nested.png")}
    before = {path: path.read_bytes() for path in files}

    ran = familiar("index", folder)
    assert (ran.status, ran.err) == (0, "")
    with_json = familiar.json("status")
    failed = {Path(photo["file"]): photo for photo in with_json["failed"]}
    assert with_json["figures"]["analysed"] + with_json["figures"]["failed"] == len(files)
    for path, problem in failed.items():
        assert path in files
        assert problem["problem"] in {"empty", "unsupported", "damaged", "too_large"}
        assert str(path) in problem["text"]
        assert problem["text"].endswith(".")
    # Whatever is not named was decoded, though perhaps not to its end.
    decoded = {path.name for path in files - set(failed)}
    assert set(GOOD) <= decoded
    named = {path.name for path in failed}
    assert {name for name, data in broken.items() if not data} <= named
    assert {name for name, _ in foreign()} <= named
    assert {"bomb.png", "huge.png", "flat.png", "huge.bmp", "negative.bmp", "jpeg of 0 x 48.jpg"} <= named
    assert not {path.name for path in failed if failed[path]["problem"] == "empty"} - {
        name for name, data in broken.items() if not data
    }
    with Library.open(familiar.library) as library, library.read() as session:
        damaged = set(session.scalars(select(Photo.path).where(Photo.damaged)))
    assert f"{len(damaged)} files broke off" in ran.out
    # What was cut and is shown all the same is counted as damaged.
    assert {name for name, _ in cut() if name in decoded} <= damaged
    assert not damaged & set(GOOD)

    ran = familiar("find", folder / GOOD[0])
    assert ran.status == 0
    assert ran.out.startswith("Face 1 of ")
    assert {path: path.read_bytes() for path in files} == before
    # A second look finds nothing new and says so, without reading everything again.
    again = familiar.json("index")["index"]
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, len(files))


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights elsewhere")
def test_a_file_that_may_not_be_read_is_named(familiar: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    path = folder / "secret.jpg"
    path.write_bytes(photo("JPEG"))
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this account may read every file")
    ran = familiar("index", folder)
    assert (ran.status, ran.err) == (0, "")
    assert f"Not read: {path} may not be read." in ran.out
    assert [failed["problem"] for failed in familiar.json("status")["failed"]] == ["forbidden"]
    path.chmod(0o600)
    assert familiar.good("index").startswith("1 photo: 1 changed.\n")
    assert familiar.json("status")["failed"] == []
