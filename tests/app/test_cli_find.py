"""`familiar find` and `familiar export`, and everything together on real photographs."""

from __future__ import annotations

import csv
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from makers.command_line import CommandLine
from makers.image_files import photo as picture
from makers.libraries import everything, run

from app.library.store import Library

#: Photographs of the end-to-end test.
MANY = 40


def test_a_persons_photos(familiar: CommandLine, people: Library) -> None:
    run(people, "UPDATE photo SET taken_at = '2014-07-02T18:30:11' WHERE id = 2")
    run(people, "UPDATE photo SET missing_since = '2020-01-01T00:00:00+00:00' WHERE id = 3")
    familiar.good("name", familiar.json("people")["people"][0]["id"], "Anna")
    out = familiar.good("find", "anna")
    assert out.startswith("Anna is in 5 photos.\n")
    assert "2014-07-02" in out
    assert "/photos/3.jpg (missing)" in out
    found = familiar.json("find", "ANNA")
    assert found["name"] == "Anna"
    assert sorted(photo["photo_id"] for photo in found["photos"]) == [1, 2, 3, 4, 5]


def test_not_more_photos_than_asked_for(familiar: CommandLine, people: Library) -> None:
    out = familiar.good("find", 1, "-n", 2)
    assert out.count("/photos/") == 2
    assert "... and 3 more: --most 5\n" in out
    assert len(familiar.json("find", 1, "--most", 2)["photos"]) == 2


def test_likely_faces_come_with_what_to_do(familiar: CommandLine, people: Library) -> None:
    # Somebody's face that grouping has not seen.
    run(people, "UPDATE face SET person_id = NULL WHERE id = 5")
    out = familiar.good("find", 1)
    assert "Perhaps also (then: familiar move FACE --to 1):\n" in out
    assert out.rstrip().endswith("/photos/5.jpg")
    assert [face["face_id"] for face in familiar.json("find", 1)["more_like_this"]] == [5]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("nowhere.jpg", "There is no picture nowhere.jpg. Check its name and folder."),
        ("nowhere/x.HEIC", "There is no picture nowhere/x.HEIC."),
        ("Nemo", "There is nobody called Nemo."),
        ("folder", "folder is a folder. Name one picture in it, or a person."),
        ("notes", "notes is not a picture of a known format."),
        ("empty.png", "empty.png is empty."),
        ("cut.png", "cut.png is damaged"),
    ],
)
def test_what_cannot_be_found(
    familiar: CommandLine,
    people: Library,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    Path("notes").write_text("milk, bread")
    Path("empty.png").touch()
    Path("cut.png").write_bytes(picture("PNG")[:40])
    assert said in familiar.refused("find", what)


def test_files_and_folders_hide_nobody(
    familiar: CommandLine, people: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("Anna").mkdir()
    Path("Bob").write_text("milk, bread")
    familiar.good("name", 1, "Anna")
    familiar.good("name", 2, "Bob")
    assert familiar.good("find", "Anna").startswith("Anna is in 5 photos.")
    assert familiar.good("find", "Bob").startswith("Bob is in 4 photos.")


def test_a_picture_without_faces(familiar: CommandLine, opened: Library, tmp_path: Path) -> None:
    path = tmp_path / "plain.png"
    path.write_bytes(picture("PNG"))
    assert familiar.good("find", path) == f"No face was found in {path}.\n"
    assert familiar.json("find", path) == {"image": str(path), "faces": []}


def test_export_tells_what_it_leaves_out(familiar: CommandLine, people: Library, tmp_path: Path) -> None:
    run(people, f"UPDATE root SET path = '{tmp_path / 'photos'}'")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.jpg").write_bytes(b"one")
    target = tmp_path / "out"
    ran = familiar("export", 1, "--to", target)
    assert (ran.status, ran.err) == (5, "")
    assert ran.out.startswith(f"1 photo exported to {target}.\n")
    assert ran.out.count("Left out: ") == 4
    assert (target / "1.jpg").read_bytes() == b"one"
    document = familiar("--json", "export", 1, "--to", tmp_path / "again")
    assert document.status == 5
    assert document.json["written"] == [
        [str(tmp_path / "photos" / "1.jpg"), str(tmp_path / "again" / "1.jpg")]
    ]
    assert len(document.json["skipped"]) == 4


def test_export_to_a_file_is_wrong_usage(familiar: CommandLine, people: Library) -> None:
    assert "--to" in familiar.refused("export", 1, "--to", familiar.library, status=2)
    assert "nobody called Nemo" in familiar.refused("export", "Nemo", "--to", "x")


@pytest.fixture
def photographs(shared_data: Path, tmp_path: Path) -> Path:
    """Return a folder with photographs of the people who are seen most often."""
    with (shared_data / "photos_labels.csv").open(encoding="utf-8") as file:
        labels = [(row["file"], row["person"]) for row in csv.DictReader(file)]
    order = [person for person, _ in Counter(person for _, person in labels).most_common()]
    labels.sort(key=lambda label: order.index(label[1]))
    folder = tmp_path / "photographs"
    for name in list(dict.fromkeys(name for name, _ in labels))[:MANY]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(shared_data / "photos_dev" / name, folder / name)
    return folder


@pytest.mark.shared
def test_from_a_folder_of_photographs_to_named_people(
    familiar: CommandLine, photographs: Path, tmp_path: Path
) -> None:
    before = {path: path.read_bytes() for path in photographs.rglob("*") if path.is_file()}
    out = familiar.good("index", photographs)
    assert out.startswith(f"{MANY} photos: ")
    group = familiar.json("people")["people"][0]
    assert group["photos"] >= 10

    familiar.good("name", group["id"], "Ana María 😀")
    shown = familiar.json("show", "ana maría 😀")
    assert len(shown["faces"]) == group["faces"]
    outside = tmp_path / "outside.jpg"
    sharpest = max(shown["faces"], key=lambda face: face["quality"])
    shutil.copy(sharpest["file"], outside)

    found = familiar.json("find", outside)["faces"]
    best = max((person for face in found for person in face["people"]), key=lambda p: p["similarity"])
    assert (best["name"], best["same_person"]) == ("Ana María 😀", True)
    out = familiar.good("find", outside)
    assert out.startswith(f"Face 1 of {len(found)}: ")
    assert "Ana María 😀" in out
    assert "probably" in out
    assert str(sharpest["file"]) in out

    target = tmp_path / "album"
    out = familiar.good("export", "Ana María 😀", "--to", target, "--how", "symlink")
    assert out == f"{group['photos']} photos exported to {target}.\n"
    assert {Path(os.path.realpath(link)) for link in target.iterdir()} == {
        Path(os.path.realpath(face["file"])) for face in shown["faces"]
    }

    naming = f"Named group {group['id']} Ana María 😀; confirmed {group['faces']} faces"
    assert familiar.good("undo") == f"Undone: {naming}.\n"
    with Library.open(familiar.library) as library:
        unnamed = everything(library)
    assert familiar.good("index").startswith(f"{MANY} photos: {MANY} unchanged.\n")
    with Library.open(familiar.library) as library:
        assert everything(library) == unnamed
        assert library.check() == []
    assert familiar.good("doctor").endswith("Everything is in order.\n")
    assert {path: path.read_bytes() for path in photographs.rglob("*") if path.is_file()} == before
