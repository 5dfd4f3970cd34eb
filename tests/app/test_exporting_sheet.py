"""Contact sheets: their pages, their letters and their PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from makers.exported import colours, named_album
from makers.libraries import run

from app.exchange.exporting import (
    Course,
    ExportTargetError,
    Paper,
    Selection,
    export_to_sheet,
    fonts,
    of_person,
    of_photos,
    of_search,
)
from app.exchange.exporting.fonts import runs
from app.exchange.exporting.pages import DPI, Cell, Layout, draw_page
from app.indexing import CancelToken
from app.library.store import Library
from app.operations import OperationError


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with named_album(tmp_path / "album") as opened:
        yield opened


def everything(library: Library) -> Selection:
    return of_search(library, "before 2030 or undated")


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("columns", [1, 3, 4, 12])
def test_everything_is_on_the_page_and_apart(paper: Paper, columns: int) -> None:
    layout = Layout(paper, columns)
    width, height = layout.size
    assert (width, height) == tuple(round(side * DPI / 25.4) for side in paper.size_mm)
    corners = [layout.corner(number) for number in range(layout.on_page)]
    lines = 2 * round(4.2 * DPI / 25.4)
    assert len(corners) == columns * layout.rows
    for left, top in corners:
        assert 0 < left <= width - layout.picture
        assert 0 < top <= height - layout.picture - lines
    for at, (left, top) in enumerate(corners):
        for other_left, other_top in corners[:at]:
            assert abs(left - other_left) > layout.picture or abs(top - other_top) > layout.picture + lines


def test_a_frame_of_a_video_has_a_sign() -> None:
    layout = Layout(Paper.A5, 3)
    red = PIL.Image.new("RGB", (layout.picture, layout.picture), "red")
    page = np.asarray(draw_page(layout, "", 1, [Cell(red, (), "", video=True), Cell(red, (), "")]))
    for at, signs in enumerate([True, False]):
        left, top = layout.corner(at)
        corner = page[top + layout.picture // 2 : top + layout.picture, left : left + layout.picture // 2]
        assert bool((corner == 255).all(axis=-1).any()) is signs
        assert bool((corner == 20).all(axis=-1).any()) is signs


@pytest.mark.parametrize("columns", [0, 13])
def test_there_are_no_other_columns(columns: int) -> None:
    with pytest.raises(ValueError, match="1 to 12 columns"):
        Layout(Paper.A4, columns)


def test_pictures_stand_upright_above_their_captions() -> None:
    layout = Layout(Paper.A5, 3)
    red, blue = (PIL.Image.new("RGB", size, hue) for size, hue in [((90, 60), "red"), ((40, 80), "blue")])
    page = np.asarray(draw_page(layout, "Title", 1, [Cell(red, ("Anna",), "2019-01-02"), Cell(blue, (), "")]))
    for at, (hue, width, height) in enumerate([((255, 0, 0), 90, 60), ((0, 0, 255), 40, 80)]):
        rows, columns = np.nonzero((page == hue).all(axis=-1))
        left, top = layout.corner(at)
        assert (rows.min(), rows.max()) == (top + layout.picture - height, top + layout.picture - 1)
        assert columns.min() == left + (layout.picture - width) // 2
        under = page[top + layout.picture + 1 : top + layout.picture + 100, left : left + layout.picture]
        assert bool((under < 100).any()) is (at == 0)


@pytest.mark.parametrize(
    "text",
    ["Anna", "Anna 李小龙", "מרים", "مريم", "Ζωή", "김철수 和 Müller", "李 and مريم", "\u0300", "😀 \x00"],
)
def test_a_text_is_taken_apart_whole(text: str) -> None:
    pieces = [piece for piece, _ in runs(text, 20)]
    assert text in {"".join(pieces), "".join(pieces[::-1])}


def test_pieces_come_from_the_right_where_the_line_begins_there(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {True: ("some", 0), False: ("other", 0)}
    monkeypatch.setattr(
        fonts, "_font_of", lambda text: (kinds[text[0] > "\u3000"], len(set(text) - {" "}) == 1)
    )
    monkeypatch.setattr(fonts, "_sized", lambda found, _size: found)
    assert [piece.strip() for piece, _ in runs("ש 李 א", 20)] == ["א", "李", "ש"]
    assert [piece.strip() for piece, _ in runs("A 李 B", 20)] == ["A", "李", "B"]


@pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig is not installed")
@pytest.mark.parametrize(("text", "lang"), [("李小龙", "zh-cn"), ("김", "ko"), ("مريم", "ar"), ("שרה", "he")])
def test_letters_of_other_scripts_are_drawn(text: str, lang: str) -> None:
    asked = ["fc-list", f":lang={lang}", "file"]
    if not subprocess.run(asked, capture_output=True, check=True).stdout:
        pytest.skip(f"no font for {lang} is installed")
    ((_, font),) = runs(text, 40)
    nothing = bytes(font.getmask("\U0010fffe"))
    assert all(bytes(font.getmask(letter)) != nothing for letter in text)


def test_letters_are_drawn_where_nobody_knows_a_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_answers", {})
    monkeypatch.setattr(fonts, "_ask", lambda _: None)
    monkeypatch.setattr(fonts, "_KNOWN", ("no such font.ttf",))
    ((text, font),) = runs("Anna", 40)
    assert text == "Anna"
    assert font.getbbox("Anna")[2] > 40
    assert "".join(piece for piece, _ in runs("Anna 李", 40)) == "Anna 李"


def test_a_long_caption_is_shortened(library: Library) -> None:
    layout = Layout(Paper.A4, 6)
    names = tuple(f"Somebody {number}" for number in range(40))
    picture = PIL.Image.new("RGB", (10, 10), "white")
    page = np.asarray(draw_page(layout, "x" * 500, 1, [Cell(picture, names, "")] * 6))
    dark = (page < 128).all(axis=-1).any(axis=0)
    margin = round(12 * DPI / 25.4)
    assert not dark[: margin - 2].any()
    assert not dark[-margin + 2 :].any()
    assert dark[margin : margin + 200].any()


def test_a_pdf_has_all_pages(library: Library, tmp_path: Path) -> None:
    report = export_to_sheet(library, everything(library), tmp_path / "sheet.pdf", paper=Paper.A5, columns=2)
    data = report.place.read_bytes()
    on_page = Layout(Paper.A5, 2).on_page
    pages = -(-14 // on_page)
    assert (len(report.written), report.skipped, report.files) == (14, (), (tmp_path / "sheet.pdf",))
    assert data.startswith(b"%PDF-1.4\n")
    assert data.endswith(b"%%EOF\n")
    assert len(re.findall(rb"/Type /Page\b", data)) == pages
    assert b"/MediaBox [0 0 419.528 595.276]" in data
    # Every object is where the table says.
    table = int(re.findall(rb"startxref\n(\d+)\n", data)[0])
    assert data[table:].startswith(b"xref\n")
    for number, start in enumerate(re.findall(rb"(\d{10}) 00000 n ", data[table:]), 1):
        assert data[int(start) :].startswith(b"%d 0 obj" % number)
    for length, stream in re.findall(rb"/DCTDecode /Length (\d+) >>\nstream\n(\xff\xd8)", data):
        assert int(length) > 1000
        assert stream


@pytest.mark.skipif(shutil.which("gs") is None, reason="Ghostscript is not installed")
def test_another_program_draws_the_pdf(library: Library, tmp_path: Path) -> None:
    export_to_sheet(library, of_person(library, "Anna"), tmp_path / "sheet.pdf")
    draw = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=png16m", "-r40"]
    done = subprocess.run(
        [*draw, f"-sOutputFile={tmp_path / 'page.png'}", tmp_path / "sheet.pdf"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    with PIL.Image.open(tmp_path / "page.png") as page:
        assert page.size == pytest.approx((331, 468), abs=2)
        assert colours(page) > 10


@pytest.mark.parametrize("ending", [".jpg", ".png", ".JPEG"])
def test_pictures_are_numbered(library: Library, tmp_path: Path, ending: str) -> None:
    (tmp_path / f"sheet-2{ending}").write_bytes(b"mine")
    place = tmp_path / f"sheet{ending}"
    report = export_to_sheet(library, everything(library), place, paper=Paper.A5, columns=3)
    assert [file.name for file in report.files] == [f"sheet (2)-1{ending}", f"sheet (2)-2{ending}"]
    assert (tmp_path / f"sheet-2{ending}").read_bytes() == b"mine"
    assert not (tmp_path / f"sheet-1{ending}").exists()
    again = export_to_sheet(library, everything(library), tmp_path / f"x{ending}", paper=Paper.A5, columns=3)
    # A page is no copy, which "x (2)" would say.
    assert [file.name for file in again.files] == [f"x-1{ending}", f"x-2{ending}"]
    long = export_to_sheet(
        library, everything(library), tmp_path / f"{'x' * 240}{ending}", paper=Paper.A5, columns=3
    )
    assert len(long.files) == 2
    single = export_to_sheet(library, everything(library), tmp_path / f"y{ending}", columns=12)
    assert [file.name for file in single.files] == [f"y{ending}"]
    for file in report.files:
        with PIL.Image.open(file) as page:
            assert page.size == Layout(Paper.A5, 3).size
            assert page.info["dpi"] == pytest.approx((DPI, DPI), abs=0.1)
            assert colours(page) > 5


def test_photos_that_cannot_be_read_are_left_out(library: Library, tmp_path: Path) -> None:
    (tmp_path / "album" / "photos" / "1.jpg").unlink()
    (tmp_path / "album" / "photos" / "2.jpg").write_bytes(b"no picture")
    report = export_to_sheet(library, of_photos(library, [1, 2, 3]), tmp_path / "sheet.pdf")
    assert [(skipped.file.name, len(skipped.reason) > 20) for skipped in report.skipped] == [
        ("1.jpg", True),
        ("2.jpg", True),
    ]
    assert len(report.written) == 1
    nothing = export_to_sheet(library, of_photos(library, [1]), tmp_path / "other.pdf")
    assert (nothing.files, (tmp_path / "other.pdf").exists()) == ((), False)


def test_a_cancelled_one_leaves_nothing(library: Library, tmp_path: Path) -> None:
    token = CancelToken()

    def stop(done: int, _: int) -> None:
        if done >= 2:
            token.cancel()

    for ending in (".pdf", ".jpg"):
        place = tmp_path / "out" / f"sheet{ending}"
        course = Course(stop, token)
        assert export_to_sheet(library, everything(library), place, columns=1, course=course).cancelled
        assert list(place.parent.iterdir()) == []


def test_places_that_will_not_do(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OperationError, match="watched folder"):
        export_to_sheet(library, everything(library), tmp_path / "album" / "photos" / "sheet.jpg")
    with pytest.raises(ValueError, match=r"\.gif"):
        export_to_sheet(library, everything(library), tmp_path / "sheet.gif")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExportTargetError, match="not enough space"):
        export_to_sheet(library, everything(library), tmp_path / "out" / "sheet.pdf")
    assert list((tmp_path / "out").iterdir()) == []


def test_pages_come_all_or_none(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, moved = Path.hardlink_to, []

    def link(self: Path, target: Path) -> None:
        moved.append(self)
        if len(moved) == 2:
            raise OSError(5, "Input/output error")
        real(self, target)

    monkeypatch.setattr(Path, "hardlink_to", link)
    with pytest.raises(ExportTargetError, match="Input/output error"):
        export_to_sheet(library, everything(library), tmp_path / "out" / "s.jpg", paper=Paper.A5, columns=3)
    assert [file.name for file in moved] == ["s-1.jpg", "s-2.jpg"]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_photo_that_cannot_even_be_looked_for_is_left_out(library: Library, tmp_path: Path) -> None:
    run(library, f"UPDATE photo SET path = '{'x' * 300}.jpg' WHERE id = 1")
    report = export_to_sheet(library, of_photos(library, [1, 3]), tmp_path / "sheet.pdf")
    assert (len(report.written), len(report.skipped)) == (1, 1)
    assert "is not there" in report.skipped[0].reason
