"""Reading exported names that are damaged, hostile or laid out anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.metadata.imports import familiar_json
from app.metadata.imports.familiar_json import is_familiar, read_familiar
from app.metadata.imports.records import SourceError

SHARE = {"left": 0.1, "top": 0.2, "width": 0.3, "height": 0.4}
FACE = {"id": 1, "person": 1, "confirmed": True, "ignored": False, "outdated": False, "share": SHARE}
PHOTO = {"id": 1, "root": 1, "path": "a/1.jpg", "size": 9, "faces": [FACE], "mentions": []}
GOOD: dict[str, Any] = {
    "format": "familiar-names",
    "version": 1,
    "roots": [{"id": 1, "path": "/photos"}],
    "people": [{"id": 1, "name": "Anna"}, {"id": 2, "name": "Bert"}, {"id": 3, "name": None}],
    "different": [[1, 2]],
    "photos": [PHOTO],
}


def written(folder: Path, document: object, **options: Any) -> Path:
    file = folder / "names.json"
    file.write_text(json.dumps(document, **options), encoding="utf-8")
    return file


@pytest.mark.parametrize("chunk", [1, 7, 1 << 20])
@pytest.mark.parametrize("indent", [None, 3])
def test_any_layout_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, indent: int | None
) -> None:
    monkeypatch.setattr(familiar_json, "_CHUNK", chunk)
    turned = dict(reversed(GOOD.items()))
    for document in (GOOD, turned):
        (photo,) = read_familiar(written(tmp_path, document, indent=indent)).photos
        assert (photo.file, photo.size) == ("/photos/a/1.jpg", 9)
        assert [region.name for region in photo.people.regions] == ["Anna"]


@pytest.mark.parametrize(
    ("change", "regions", "present"),
    [
        ({"faces": [FACE | {"confirmed": False}], "mentions": [2]}, [], ("Bert",)),
        ({"faces": [FACE], "mentions": [1, 2, 3, 99]}, ["Anna"], ("Bert",)),
        ({"faces": [FACE, FACE | {"share": None}, FACE | {"person": 3}]}, ["Anna"], ()),
        ({"faces": [FACE | {"share": SHARE | {"left": 1e400}}], "mentions": [1]}, [], ("Anna",)),
        ({"faces": [FACE, 5, None, "x", {}]}, ["Anna"], ()),
    ],
)
def test_what_counts(tmp_path: Path, change: dict[str, Any], regions: list[str], present: Any) -> None:
    found = read_familiar(written(tmp_path, GOOD | {"photos": [PHOTO | change]}))
    (photo,) = found.photos
    assert [region.name for region in photo.people.regions] == regions
    assert photo.people.present == present
    assert found.problems == ()


def test_entries_without_sense_are_told(tmp_path: Path) -> None:
    odd = [5, {}, PHOTO | {"path": ""}, PHOTO | {"faces": 3}, PHOTO | {"root": "x"}]
    found = read_familiar(written(tmp_path, GOOD | {"photos": [*odd, PHOTO], "roots": [{}]}))
    assert len(found.photos) == 1
    assert found.photos[0].file == "a/1.jpg"
    assert found.problems == (f"6 entries of {tmp_path / 'names.json'} say nothing that can be used.",)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (GOOD | {"version": 2}, "newer Familiar"),
        (GOOD | {"version": "1"}, "newer Familiar"),
        (GOOD | {"format": "other"}, "has no names of Familiar"),
        ({}, "has no names of Familiar"),
        ([], "is damaged or not whole"),
    ],
)
def test_what_is_not_ours_is_refused(tmp_path: Path, document: Any, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_familiar(written(tmp_path, document))


def test_every_cut_is_noticed(tmp_path: Path) -> None:
    whole = written(tmp_path, GOOD).read_text("utf-8")
    for end in range(len(whole)):
        (tmp_path / "names.json").write_text(whole[:end], encoding="utf-8")
        with pytest.raises(SourceError, match="damaged or not whole"):
            read_familiar(tmp_path / "names.json")


def test_what_is_nested_or_long_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "names.json"
    file.write_text('{"format": ' + "[" * 200_000, encoding="utf-8")
    with pytest.raises(SourceError, match="damaged"):
        read_familiar(file)
    monkeypatch.setattr(familiar_json, "_LONGEST", 1000)
    monkeypatch.setattr(familiar_json, "_CHUNK", 100)
    file.write_text('{"format": "' + "x" * 100_000 + '"}', encoding="utf-8")
    with pytest.raises(SourceError, match="damaged"):
        read_familiar(file)
    file.write_bytes(b'{"format": "\xff"}')
    with pytest.raises(SourceError, match="damaged"):
        read_familiar(file)
    with pytest.raises(SourceError, match="is no file"):
        read_familiar(tmp_path)


def test_looking_never_raises(tmp_path: Path) -> None:
    assert is_familiar(written(tmp_path, GOOD))
    assert not is_familiar(written(tmp_path, {"format": "other"}))
    assert not is_familiar(tmp_path / "nowhere.json")
    assert not is_familiar(tmp_path)
    assert not is_familiar(Path("\0"))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_nothing_in_a_file_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, data: Any) -> None:
    """Any value in any place."""
    document = json.loads(json.dumps(GOOD))
    place = data.draw(
        st.sampled_from(
            [
                (document, "roots"),
                (document, "people"),
                (document, "photos"),
                (document["roots"][0], "path"),
                (document["people"][0], "name"),
                (document["photos"][0], "faces"),
                (document["photos"][0], "mentions"),
                (document["photos"][0], "path"),
                (document["photos"][0]["faces"][0], "share"),
                (document["photos"][0]["faces"][0], "person"),
                (document["photos"][0]["faces"][0]["share"], "width"),
            ]
        )
    )
    place[0][place[1]] = data.draw(anything)
    found = read_familiar(written(tmp_path_factory.mktemp("any"), document))
    for photo in found.photos:
        assert photo.people
        assert all(region.name for region in photo.people.regions)
        assert all(region.width > 0 and region.height > 0 for region in photo.people.regions)
