"""Reading files, limits, and what is said about failures."""

from __future__ import annotations

import os
import pickle
import socket
import struct
import sys
import threading
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import PIL.Image
import PIL.PngImagePlugin
import pytest
from makers.heic_files import heic
from makers.image_files import dng, photo, picture

from engine.image import ImageError, ImageProblem, Limits, decode, read_bytes


def problem_of(call: Callable[[], object]) -> ImageProblem:
    with pytest.raises(ImageError) as caught:
        call()
    error = caught.value
    assert error.name in error.sentence
    assert error.sentence == str(error)
    assert error.sentence.count(".") >= 2  # what is wrong, and the remedy
    assert "{" not in error.sentence
    return error.problem


def test_reads_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"content\r\n\x1a")
    assert read_bytes(path) == read_bytes(str(path)) == b"content\r\n\x1a"


def test_kinds_of_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "large").write_bytes(bytes(101))
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    limits = Limits(max_bytes=100)
    for name, expected in {
        "gone": ImageProblem.MISSING,
        "nowhere": ImageProblem.MISSING,
        "empty/below": ImageProblem.MISSING,
        "": ImageProblem.NOT_A_FILE,
        "empty": ImageProblem.EMPTY,
        "large": ImageProblem.TOO_LARGE,
        "loop": ImageProblem.UNREADABLE,
        "n\0ul": ImageProblem.UNREADABLE,
        "x" * 5000: ImageProblem.UNREADABLE,
    }.items():
        path = str(tmp_path / name) if name else str(tmp_path)
        assert problem_of(lambda path=path: read_bytes(path, limits)) is expected


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_special_files_are_refused_without_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    found: list[ImageProblem] = []

    def look() -> None:
        found.append(problem_of(lambda: read_bytes(tmp_path / "pipe")))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    thread.join(5)
    assert found == [ImageProblem.NOT_A_FILE]
    assert problem_of(lambda: read_bytes(os.devnull)) is ImageProblem.NOT_A_FILE
    # By a short name: the addresses of sockets may not be as long as paths.
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        assert problem_of(lambda: read_bytes("socket")) is ImageProblem.NOT_A_FILE


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_forbidden_files(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"x")
    path.chmod(0)
    assert problem_of(lambda: read_bytes(path)) is ImageProblem.FORBIDDEN


def test_permission_errors_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"x")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(os, "open", refuse)
    assert problem_of(lambda: read_bytes(path)) is ImageProblem.FORBIDDEN


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(bytes(90))
    really_open = os.open

    def grow(*arguments: object) -> int:
        descriptor = really_open(*arguments)  # type: ignore[arg-type]
        monkeypatch.setattr(os, "fstat", lambda _: small)
        path.write_bytes(bytes(200))
        return descriptor

    small = path.stat()
    monkeypatch.setattr(os, "open", grow)
    limits = Limits(max_bytes=100)
    assert problem_of(lambda: read_bytes(path, limits)) is ImageProblem.TOO_LARGE


def test_names_that_are_not_unicode_can_be_said() -> None:
    error = ImageError(ImageProblem.EMPTY, "caf\udce9.jpg")
    assert "caf?.jpg is empty" in error.sentence
    assert error.sentence.encode()


def test_errors_survive_pickling() -> None:
    error = ImageError(ImageProblem.TOO_LARGE, "a{b}.jpg", "900 MB")
    again = pickle.loads(pickle.dumps(error))
    assert (again.problem, again.name, str(again)) == (error.problem, error.name, str(error))
    assert "a{b}.jpg is too large (900 MB)." in str(again)


def test_every_kind_has_a_sentence() -> None:
    for problem in ImageProblem:
        assert "x.jpg" in ImageError(problem, "x.jpg", "why").sentence


@pytest.mark.parametrize(
    "data",
    [
        b"x",
        b"\0" * 1000,
        b"<html><body>404</body></html>",
        b"%PDF-1.7\n" + bytes(100),
        b"BM" + b"text that starts like a bitmap",
        b"\0\0\0\x18ftypmp42\0\0\0\0isommp42" + bytes(100),
        b"RIFF\x10\0\0\0WAVEfmt ",
        "Grüße".encode(),
    ],
)
def test_other_files_are_unsupported(data: bytes) -> None:
    assert problem_of(lambda: decode(data, name="x.jpg")) is ImageProblem.UNSUPPORTED


def test_empty_data() -> None:
    assert problem_of(lambda: decode(b"", name="x.jpg")) is ImageProblem.EMPTY


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def bare_png(width: int, height: int) -> bytes:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = png_chunk(b"IDAT", zlib.compress(bytes(10)))
    return b"\x89PNG\r\n\x1a\n" + header + body + png_chunk(b"IEND", b"")


def lying(file_format: str, width: int, height: int) -> bytes:
    """Return a small file whose header states another size."""
    if file_format == "PNG":
        return bare_png(width, height)
    if file_format == "HEIC":
        return heic(picture(), stated_size=(width, height))
    options = {"WEBP": {"lossless": False}}.get(file_format, {})
    data = bytearray(dng(picture(128, 96)) if file_format == "RAW" else photo(file_format, **options))
    if file_format == "JPEG":
        start = data.index(b"\xff\xc0")
        data[start + 5 : start + 9] = struct.pack(">HH", height, width)
    elif file_format == "GIF":
        data[6:10] = struct.pack("<HH", width, height)
    elif file_format == "BMP":
        data[18:26] = struct.pack("<ii", width, height)
    elif file_format == "WEBP":
        data[26:30] = struct.pack("<HH", width & 0x3FFF, height & 0x3FFF)
    elif file_format == "AVIF":
        start = data.index(b"ispe")
        data[start + 8 : start + 16] = struct.pack(">II", width, height)
    else:
        count = struct.unpack_from("<H", data, 8)[0]
        for entry in range(10, 10 + 12 * count, 12):
            tag = struct.unpack_from("<H", data, entry)[0]
            if tag in {0x0100, 0x0101}:
                struct.pack_into("<HII", data, entry + 2, 4, 1, width if tag == 0x0100 else height)
    return bytes(data)


ALL = ["JPEG", "PNG", "WEBP", "AVIF", "HEIC", "TIFF", "BMP", "GIF", "RAW"]


@pytest.mark.parametrize("file_format", ALL)
def test_bombs_are_refused_before_memory_is_taken(file_format: str) -> None:
    resource = pytest.importorskip("resource")
    if file_format == "RAW":
        pytest.importorskip("rawpy")
    sizes = [(16000, 16000), (65000, 65000), (65501, 1), (1, 65501)]
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused = {problem_of(lambda s=s: decode(lying(file_format, *s), name="x")) for s in sizes[:2]}
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if file_format == "RAW":
        # LibRaw has limits of its own.
        refused -= {ImageProblem.UNSUPPORTED}
    assert refused <= {ImageProblem.TOO_LARGE, ImageProblem.DAMAGED}
    if file_format not in {"WEBP", "AVIF", "RAW"}:
        assert ImageProblem.TOO_LARGE in refused
    unit = 1 if sys.platform == "darwin" else 1024
    assert (after - before) * unit < 100e6
    if file_format in {"PNG", "HEIC", "TIFF", "BMP", "JPEG", "GIF"}:
        for size in sizes[2:]:
            found = problem_of(lambda size=size: decode(lying(file_format, *size), name="x"))
            assert found is ImageProblem.TOO_LARGE


@pytest.mark.parametrize("file_format", ALL)
@pytest.mark.parametrize("size", [(0, 0), (0, 48), (64, 0)])
def test_pictures_without_pixels(file_format: str, size: tuple[int, int]) -> None:
    if file_format == "GIF":
        # A GIF's frame enlarges its screen, so this one has pixels.
        assert decode(lying(file_format, *size), name="x").full_width == 64
        return
    data = lying(file_format, *size)
    # LibRaw does not take it for a RAW photo at all.
    expected = {ImageProblem.DAMAGED}
    if file_format == "RAW":
        expected = {ImageProblem.UNSUPPORTED, ImageProblem.NEEDS_RAW}
    assert problem_of(lambda: decode(data, name="x")) in expected


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP", "GIF"])
def test_limits_hold_to_the_pixel(file_format: str) -> None:
    data = photo(file_format)
    assert decode(data, name="x", limits=Limits(max_pixels=64 * 48, max_side=64)).full_width == 64
    for limits in (
        Limits(max_pixels=64 * 48 - 1),
        Limits(max_side=63),
        Limits(max_bytes=len(data) - 1),
    ):
        found = problem_of(lambda limits=limits: decode(data, name="x", limits=limits))
        assert found is ImageProblem.TOO_LARGE


def test_limits_hold_for_raw_and_heic() -> None:
    limits = Limits(max_pixels=1000)
    for data in (heic(picture()), dng(picture(128, 96))):
        assert problem_of(lambda data=data: decode(data, name="x", limits=limits)) in {
            ImageProblem.TOO_LARGE,
            ImageProblem.NEEDS_RAW,
        }


def test_narrow_strips() -> None:
    strip = np.full((60000, 1, 3), 77, np.uint8)
    strip[:100] = 200
    for file_format in ("PNG", "JPEG", "TIFF", "BMP"):
        image = decode(photo(file_format, strip), name="x", at_least=1000)
        assert (image.full_width, image.full_height) == (1, 60000)


def test_text_bombs_in_png() -> None:
    bomb = PIL.PngImagePlugin.PngInfo()
    for index in range(4):
        bomb.add_text(f"key {index}", "a" * 2_000_000, zip=True)
    image = decode(photo("PNG", pnginfo=bomb), name="x")
    assert (image.pixels == picture()).all()


def test_big_pictures_within_the_limits_raise_no_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PIL.Image, "MAX_IMAGE_PIXELS", 270_000)
    for file_format in ("JPEG", "PNG", "TIFF", "BMP", "AVIF", "GIF"):
        image = decode(photo(file_format, picture(900, 700)), name="x")
        assert image.full_width == 900
