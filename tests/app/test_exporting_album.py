"""Albums: what is in the page, what must not be, and that it needs nothing from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from makers.exported import HOSTILE, SECRET, colours, named_album
from makers.libraries import run

from app.exchange.exporting import (
    ENGLISH,
    Course,
    ExportTargetError,
    Selection,
    Words,
    export_to_album,
    of_photos,
    of_search,
)
from app.exchange.exporting.album_page import PagePhoto, text
from app.exchange.exporting.album_page import page as album_page
from app.indexing import CancelToken
from app.library.store import Library
from app.operations import OperationError


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with named_album(tmp_path_factory.mktemp("album")) as opened:
        run(
            opened,
            "INSERT INTO mention (photo_id, person_id, created_at) "
            "VALUES (3, 3, '2020-01-01T00:00:00+00:00')",
        )
        yield opened


def everything(library: Library) -> Selection:
    return of_search(library, "before 2030 or undated")


def test_a_frame_of_a_video_has_a_sign() -> None:
    pictures = [
        PagePhoto(1, "a", "b", (4, 3), None, (), video=True),
        PagePhoto(2, "a", "b", (4, 3), None, ()),
    ]
    written = [str(part) for part in album_page("", [], pictures)]
    assert sum('class="video"' in part for part in written) == 1
    assert written.index(next(part for part in written if 'class="video"' in part)) < written.index(
        next(part for part in written if 'id="photo-2"' in part)
    )


class Page(HTMLParser):
    """The tags of a page with their attributes, and its text outside of styles and scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._inside = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside not in {"style", "script"}:
            self.text.append(data)

    def all(self, tag: str, **wanted: str) -> list[dict[str, str | None]]:
        return [has for name, has in self.tags if name == tag and wanted.items() <= has.items()]


@pytest.fixture(scope="module")
def made(shared: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("made") / "album.html"
    selection = Selection(HOSTILE, everything(shared).photos)
    report = export_to_album(shared, selection, place)
    assert (report.place, len(report.written), report.skipped) == (place, 14, ())
    return report.place


def test_hostile_names_stay_text(made: Path) -> None:
    whole = made.read_text("utf-8")
    page = Page(whole)
    assert whole.count("<script") == len(page.all("script")) == 1
    assert "".join(page.text).count(HOSTILE) > 5
    assert not [has for _, has in page.tags if any(key.startswith("on") for key in has)]
    assert not [has for has in page.all("img") if not str(has["src"]).startswith("data:image/jpeg;base64,")]
    assert page.all("title") == [{}]
    allowed = {"html", "head", "meta", "title", "style", "body", "header", "h1", "p", "nav", "button", "span"}
    allowed |= {
        "img",
        "small",
        "main",
        "article",
        "a",
        "b",
        "template",
        "time",
        "div",
        "figure",
        "figcaption",
    }
    assert {tag for tag, _ in page.tags} == allowed | {"script"}
    assert any(HOSTILE in str(has["alt"]) for has in page.all("img"))


def test_nothing_is_loaded_and_only_our_script_runs(made: Path) -> None:
    whole = made.read_text("utf-8")
    (policy,) = [has["content"] for has in Page(whole).all("meta") if "http-equiv" in has]
    (script,) = re.findall(r"<script>(.*?)</script>", whole, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in str(policy)
    assert str(policy).startswith("default-src 'none'; base-uri 'none'; form-action 'none'; ")
    (style,) = re.findall(r"<style>(.*?)</style>", whole, re.DOTALL)
    # But for pictures, which are in it, and what people are called, no address of anywhere.
    rest = re.sub(r"data:image/jpeg;base64,[^\"]*", "", whole).replace(text(HOSTILE), "")
    assert "//" not in rest
    assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttp|eval\(|innerHTML", script + style)


def pictures(page: Page) -> list[bytes]:
    addresses = [str(has["src"]) for has in page.all("img")]
    return [base64.b64decode(address.partition(",")[2]) for address in addresses]


def test_pictures_are_upright_and_tell_nothing_else(made: Path) -> None:
    page = Page(made.read_text("utf-8"))
    found = pictures(page)
    assert len(found) == 3 + 2 * 14
    for data in found:
        assert SECRET not in data
        assert b"Exif" not in data
        with PIL.Image.open(io.BytesIO(data)) as picture:
            assert picture.getexif() == {}
            assert {"exif", "icc_profile", "comment", "xmp"}.isdisjoint(picture.info)
            assert picture.mode == "RGB"
            assert colours(picture) > 1
    sizes = [(has["width"], has["height"]) for has in page.all("img") if "loading" in has]
    assert sizes.count(("480", "320")) == 13
    assert sizes.count(("320", "480")) == 1


def test_people_and_faces(made: Path) -> None:
    page = Page(made.read_text("utf-8"))
    buttons = {has["data-person"]: has["aria-pressed"] for has in page.all("button") if "data-person" in has}
    assert buttons == {"": "true", "1": "false", "2": "false", "3": "false"}
    articles = {str(has["id"]): str(has["data-people"]).split() for has in page.all("article")}
    assert len(articles) == 14
    assert sorted(people for people in articles.values() if len(people) == 3) == [["1", "2", "3"]]
    boxes = [str(has["style"]) for has in page.all("span") if has.get("class") == "face"]
    # 40 of 480 pixels from the left, 100 of 320 from above, 80 wide and high.
    assert "left:8.33%;top:31.25%;width:16.67%;height:25.00%" in boxes
    # In the photo that is turned: of 320 and 480.
    assert "left:12.50%;top:8.33%;width:25.00%;height:16.67%" in boxes
    assert "".join(page.text).count(f"Also: {HOSTILE}") == 1


def test_covers_show_the_best_face(made: Path, shared: Library) -> None:
    page = Page(made.read_text("utf-8"))
    found: list[Any] = []
    for data in pictures(page)[:3]:
        with PIL.Image.open(io.BytesIO(data)) as cover:
            assert cover.size == (144, 144)
            # Between eyes and mouth a made face has a colour that its photo, in greys about alike, has not.
            found.append(cover.getpixel((72, 70)))
    for (red, green, blue), who in zip(sorted(found), (2, 1, 0), strict=True):
        assert (red, green, blue) == pytest.approx((230 - 35 * who, 150 + 20 * who, 120), abs=25)


def test_words_are_those_asked_for(shared: Library, tmp_path: Path) -> None:
    words = Words(**{name: f"<{name} {{n}} {{names}}>" for name in Words.__dataclass_fields__})
    photos = of_photos(shared, [3, 13])
    page = Page(export_to_album(shared, photos, tmp_path / "a.html", words=words).place.read_text("utf-8"))
    said = "".join(page.text)
    assert page.all("html") == [{"lang": "<language {n} {names}>"}]
    assert said.count("<title {n} {names}>") == 2
    assert "<photos 2 {names}>" in said
    assert f"<not_placed {{n}} {HOSTILE}>" in said
    assert "<undated {n} {names}>" in said
    one = export_to_album(shared, of_photos(shared, [13]), tmp_path / "b.html")
    assert ENGLISH.photo in one.place.read_text("utf-8")
    assert "<nav" not in one.place.read_text("utf-8")


def test_many_pictures_make_a_folder(shared: Library, tmp_path: Path) -> None:
    (tmp_path / "My album").mkdir()
    report = export_to_album(
        shared, everything(shared), tmp_path / "My album.html", side=300, most_in_one=10_000
    )
    folder = tmp_path / "My album (2)"
    assert report.place == folder / "index.html"
    page = Page(report.place.read_text("utf-8"))
    sources = [str(has["src"]) for has in page.all("img")]
    assert len(sources) == len(set(sources)) == 3 + 2 * 14
    assert {f"pictures/{file.name}" for file in (folder / "pictures").iterdir()} == set(sources)
    for source in sources:
        with PIL.Image.open(folder / source) as picture:
            assert max(picture.size) <= 300
    assert sorted(file.name for file in tmp_path.iterdir()) == ["My album", "My album (2)"]


def test_a_cancelled_or_empty_one_leaves_nothing(shared: Library, tmp_path: Path) -> None:
    token = CancelToken()

    def stop(done: int, _: int) -> None:
        if done >= 3:
            token.cancel()

    place = tmp_path / "out" / "album.html"
    assert export_to_album(shared, everything(shared), place, course=Course(stop, token)).cancelled
    assert list(place.parent.iterdir()) == []
    assert export_to_album(shared, of_photos(shared, []), place).files == ()
    assert list(place.parent.iterdir()) == []


def test_places_that_will_not_do(shared: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watched = everything(shared).photos[0].file.parent
    with pytest.raises(OperationError, match="watched folder"):
        export_to_album(shared, everything(shared), watched / "album.html")

    def full(_: object, __: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_bytes", full)
    with pytest.raises(ExportTargetError, match="not enough space"):
        export_to_album(shared, everything(shared), tmp_path / "out" / "album.html")
    monkeypatch.undo()
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("given", ["a\x00b", "\ud800", "\r\n<", "'\"&"])
def test_text_is_escaped(given: str) -> None:
    said = text(given)
    assert not set(said) & set("<>'\"\x00\r\n")
    said.encode()


@pytest.mark.skipif(shutil.which("node") is None, reason="Node.js is not installed")
def test_the_script_is_whole(made: Path, tmp_path: Path) -> None:
    (script,) = re.findall(r"<script>(.*?)</script>", made.read_text("utf-8"), re.DOTALL)
    (tmp_path / "script.js").write_text(script, encoding="utf-8")
    done = subprocess.run(["node", "--check", tmp_path / "script.js"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
