"""Reading other programs' data is stopped wherever it is, and soon."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from makers.digikam_files import DigikamFile

from app.indexing import CancelToken
from app.metadata.imports import StoppedError, detect, read, reading
from app.metadata.imports import digikam as digikam_reader


class Counting(CancelToken):
    """Cancelled once it was asked so many times."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.asked, self._most = 0, most

    @property
    def cancelled(self) -> bool:
        self.asked += 1
        return self.asked > self._most


def digikam(folder: Path) -> None:
    made = DigikamFile(folder / "digikam4.db")
    place = made.album(made.root("volumeid:?path=%2Fphotos"), "/a")
    anna = made.tag("Anna", made.tag("People"), person="Anna")
    for at in range(20):
        made.face(made.image(place, f"{at}.jpg", stored=(100, 100), size=9), anna, (1, 2, 30, 40))
    made.close()


def picasa(folder: Path) -> None:
    for at in range(20):
        (folder / str(at)).mkdir()
        (folder / str(at) / ".picasa.ini").write_text(
            "[Contacts2]\n0123456789abcdef=Anna;;\n[a.jpg]\n"
            "faces=rect64(1000100020002000),0123456789abcdef\n",
            encoding="utf-8",
        )


def takeout(folder: Path) -> None:
    for at in range(20):
        (folder / f"{at}.jpg").touch()
        content = {"title": f"{at}.jpg", "photoTakenTime": {}, "people": [{"name": "Anna"}]}
        (folder / f"{at}.jpg.json").write_text(json.dumps(content), encoding="utf-8")


def osxphotos(folder: Path) -> None:
    for at in range(20):
        (folder / f"{at}.jpg").touch()
        content = [{"XMP:PersonInImage": ["Anna"], "SourceFile": f"{at}.jpg"}]
        (folder / f"{at}.jpg.json").write_text(json.dumps(content), encoding="utf-8")


def query(folder: Path) -> None:
    photos = [{"uuid": str(at), "persons": ["Anna"], "path": f"/a/{at}.jpg"} for at in range(20)]
    (folder / "photos.json").write_text(json.dumps(photos), encoding="utf-8")


def familiar(folder: Path) -> None:
    photo = {"root": 1, "faces": [], "mentions": [1]}
    document = {
        "format": "familiar-names",
        "version": 1,
        "roots": [{"id": 1, "path": "/a"}],
        "people": [{"id": 1, "name": "Anna"}],
        "photos": [photo | {"path": f"{at}.jpg"} for at in range(20)],
    }
    (folder / "names.json").write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (digikam, "digikam4.db"),
        (picasa, ""),
        (takeout, ""),
        (osxphotos, ""),
        (query, "photos.json"),
        (familiar, "names.json"),
    ],
)
def test_reading_can_be_stopped_at_any_time(tmp_path: Path, make: Callable[[Path], None], name: str) -> None:
    make(tmp_path)
    path = tmp_path / name
    never = Counting(1 << 30)
    whole = read(path, token=never)
    assert len(whole.photos) == 20
    assert never.asked >= 5
    for most in range(0, never.asked, 3):
        token = Counting(most)
        with pytest.raises(StoppedError, match="Nothing was changed"):
            read(path, token=token)
        assert token.asked <= most + 2
    assert read(path, token=CancelToken()) == whole == read(path)


def test_a_long_question_to_a_database_is_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digikam(tmp_path)
    plain = Counting(1 << 30)
    read(tmp_path / "digikam4.db", token=plain)
    monkeypatch.setattr(digikam_reader, "_STEP", 10)
    often = Counting(1 << 30)
    read(tmp_path / "digikam4.db", token=often)
    assert often.asked > 10 * plain.asked
    with pytest.raises(StoppedError):
        read(tmp_path / "digikam4.db", token=Counting(often.asked // 2))


def test_finding_out_whose_it_is_can_be_stopped(tmp_path: Path) -> None:
    for at in range(20):
        (tmp_path / f"{at}.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StoppedError):
        detect(tmp_path, Counting(5))
    assert detect(tmp_path) is None


def test_a_list_is_stopped_between_its_items(tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(json.dumps(list(range(10))), encoding="utf-8")
    items = reading.json_items(tmp_path / "list.json", Counting(3))
    assert [next(items) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(StoppedError):
        next(items)
