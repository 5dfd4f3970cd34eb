"""Exporting a training set: what is in it, what is left out, and that the folder is whole or as it was."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import PIL.Image
import pytest
from makers.command_line import CommandLine
from makers.fake_photos import RECOGNISER
from makers.libraries import Made, add_faces, run
from numpy.typing import NDArray

from app.library.store import Library
from app.library.tables import Face, Person, Photo
from app.operations import OperationError
from app.search import TrainingSetReport, export_training_set
from engine.alignment import align

#: Whose face is in photos 1, 2, ...; Cem has one alone.
WHO = [1, 1, 1, 2, 2, 3]
NAMES = {1: "Anna", 2: 'Ben, "B"', 3: "Cem"}
POINTS = np.array([(0.3, 0.4), (0.7, 0.45), (0.5, 0.6), (0.35, 0.8), (0.65, 0.8)])
COLUMNS = ["file", "person", "name", "family", "photo", "x", "y", "width", "height", "confirmed"]


def box_of(photo: int) -> tuple[float, float, float, float]:
    return 100.25 + 10 * photo, 60.5, 180, 200


def landmarks_of(photo: int) -> NDArray[np.float32]:
    x, y, width, height = box_of(photo)
    return (np.array([x, y]) + POINTS * (width, height)).astype(np.float32)


def draw(photo: int) -> NDArray[np.uint8]:
    """Return a picture with detail at the size of crops, different for each number."""
    small = np.random.default_rng(photo).integers(0, 256, (30, 40, 3), np.uint8)
    return np.asarray(PIL.Image.fromarray(small).resize((640, 480), PIL.Image.Resampling.BICUBIC))


def write(file: Path, pixels: NDArray[np.uint8]) -> None:
    PIL.Image.fromarray(pixels).save(file, "PNG")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with photos and their library, to copy."""
    folder = tmp_path_factory.mktemp("made")
    photos = folder / "photos"
    photos.mkdir()
    with Library.open(folder / "library.db") as library:
        add_faces(library, [Made(photo, who) for photo, who in enumerate(WHO, 1)])
        with library.write() as session:
            for person, name in NAMES.items():
                session.add(Person(id=person, name=name, name_key=name.lower()))
            session.flush()
            for number, who in enumerate(WHO, 1):
                file = photos / f"{number}.jpg"
                write(file, draw(number))
                photo, face = session.get_one(Photo, number), session.get_one(Face, number)
                photo.sha256 = hashlib.sha256(file.read_bytes()).digest()
                face.x, face.y, face.width, face.height = box_of(number)
                face.landmarks = landmarks_of(number).astype("<f4").tobytes()
                face.person_id = who
                face.confirmed_at = datetime(2024, 5, number, 7, 8, 9, tzinfo=UTC)
    return folder


@pytest.fixture
def photos(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "photos", tmp_path / "photos"))


@pytest.fixture
def library(made: Path, photos: Path, tmp_path: Path) -> Iterator[Library]:
    with Library.open(shutil.copy(made / "library.db", tmp_path)) as opened:
        run(opened, f"UPDATE root SET path = '{photos}'")
        yield opened


def export(library: Library, folder: Path, **options: Any) -> TrainingSetReport:
    return export_training_set(library, folder=folder, card=options.pop("card", RECOGNISER), **options)


def table(folder: Path) -> list[dict[str, str]]:
    with (folder / "faces.csv").open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        assert reader.fieldnames == COLUMNS
        return list(reader)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_what_is_written(library: Library, photos: Path, tmp_path: Path) -> None:
    before = contents(photos)
    report = export(library, tmp_path / "new" / "set")
    folder = (tmp_path / "new" / "set").resolve()
    assert report == TrainingSetReport(folder, 5, 2, 5, ("Cem",), 0, ())
    assert tomllib.loads((folder / "training-set.toml").read_text("utf-8")) == {
        "version": 1,
        "size": 144,
        "margin": 16,
        "model": "sface-2021dec",
        "faces": 5,
        "people": 2,
    }
    rows = table(folder)
    files = [f"crops/00000{number}.jpg" for number in range(1, 6)]
    assert sorted(contents(folder)) == sorted([*files, "faces.csv", "training-set.toml"])
    for number, (file, row) in enumerate(zip(files, rows, strict=True), 1):
        who = WHO[number - 1]
        assert row == {
            "file": file,
            "person": str(who),
            "name": NAMES[who],
            "family": "",
            "photo": str(number),
            **{key: f"{value:.2f}" for key, value in zip(COLUMNS[5:9], box_of(number), strict=True)},
            "confirmed": f"2024-05-0{number}T07:08:09+00:00",
        }
    assert contents(photos) == before
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["set"]


def test_the_middle_of_a_crop_is_what_the_recogniser_looks_at(library: Library, tmp_path: Path) -> None:
    export(library, tmp_path / "set")
    assert RECOGNISER.recognition is not None
    for number in range(1, 6):
        data = (tmp_path / "set" / "crops" / f"00000{number}.jpg").read_bytes()
        with PIL.Image.open(io.BytesIO(data)) as image:
            assert image.size == (144, 144)
            # Every component at full size: 4:4:4.
            assert [layer[1:3] for layer in image.layer] == [(1, 1)] * 3  # type: ignore[attr-defined]
            crop = np.asarray(image.convert("RGB"), np.float64)
        wanted = align(
            draw(number), landmarks_of(number), RECOGNISER.recognition.template, width=112, height=112
        )
        assert abs(crop[16:128, 16:128] - wanted).mean() < 2
        other = align(
            draw(number), landmarks_of(number), RECOGNISER.recognition.template + 2, width=112, height=112
        )
        assert abs(crop[16:128, 16:128] - other).mean() > 8


def test_without_names(library: Library, tmp_path: Path) -> None:
    export(library, tmp_path / "set", names=False)
    assert {row["name"] for row in table(tmp_path / "set")} == {""}
    assert [row["person"] for row in table(tmp_path / "set")] == ["1", "1", "1", "2", "2"]
    assert not [file for file, data in contents(tmp_path / "set").items() if b"Anna" in data]


@pytest.mark.parametrize(
    ("change", "people", "without"),
    [
        ("UPDATE face SET confirmed_at = NULL WHERE id = 1", [1, 1, 2, 2], 0),
        ("UPDATE face SET ignored_at = '2020-01-01' WHERE id = 2", [1, 1, 2, 2], 0),
        ("UPDATE face SET landmarks = NULL WHERE id = 3", [1, 1, 2, 2], 1),
        ("UPDATE face SET person_id = 3 WHERE id = 3", [1, 1, 3, 2, 2, 3], 0),
        ("UPDATE person SET name = NULL, name_key = NULL WHERE id = 1", [1, 1, 1, 2, 2], 0),
    ],
)
def test_which_faces(library: Library, tmp_path: Path, change: str, people: list[int], without: int) -> None:
    run(library, change)
    report = export(library, tmp_path / "set")
    assert [int(row["person"]) for row in table(tmp_path / "set")] == people
    assert (report.faces, report.without_landmarks) == (len(people), without)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE face SET confirmed_at = NULL", "nobody has"),
        ("UPDATE face SET confirmed_at = NULL WHERE id = 4", "only one person has"),
        ("UPDATE person SET ignored_at = '2020-01-01' WHERE id = 2", "only one person has"),
    ],
)
def test_too_few_confirmed_faces(library: Library, tmp_path: Path, change: str, said: str) -> None:
    run(library, change)
    with pytest.raises(OperationError, match=said) as refused:
        export(library, tmp_path / "set")
    assert "familiar confirm PERSON" in str(refused.value)
    assert not (tmp_path / "set").exists()


def test_a_picture_that_is_there_twice_counts_once(library: Library, photos: Path, tmp_path: Path) -> None:
    """Also where only the copy can be read, and where it has a face that the other lacks."""
    run(library, "UPDATE photo SET sha256 = (SELECT sha256 FROM photo WHERE id = 1) WHERE id = 2")
    run(
        library,
        "UPDATE face SET (x, y, width, height, landmarks) = "
        "(SELECT x, y, width, height, landmarks FROM face WHERE id = 1) WHERE id = 2",
    )
    shutil.copy(photos / "1.jpg", photos / "2.jpg")
    first = export(library, tmp_path / "first")
    assert [row["photo"] for row in table(tmp_path / "first")] == ["1", "3", "4", "5"]
    (photos / "1.jpg").unlink()
    assert export(library, tmp_path / "second").faces == first.faces
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def test_photos_that_cannot_be_read_are_told_of(library: Library, photos: Path, tmp_path: Path) -> None:
    (photos / "1.jpg").unlink()
    report = export(library, tmp_path / "set")
    assert [row["photo"] for row in table(tmp_path / "set")] == ["2", "3", "4", "5"]
    (skipped,) = report.skipped
    assert skipped.file == photos / "1.jpg"
    assert "1.jpg" in skipped.reason
    write(photos / "3.jpg", draw(99))
    (photos / "4.jpg").write_bytes(b"rubbish")
    with pytest.raises(OperationError) as refused:
        export(library, tmp_path / "other")
    assert "nobody has" in str(refused.value)
    assert "Photos that could not be read: 3" in str(refused.value)
    assert not (tmp_path / "other").exists()
    assert not list(tmp_path.glob(".familiar*"))


def test_somebody_of_whom_too_few_can_be_read_is_left_out(
    library: Library, photos: Path, tmp_path: Path
) -> None:
    run(library, "UPDATE face SET person_id = 3 WHERE id = 3")
    write(photos / "6.jpg", draw(99))
    report = export(library, tmp_path / "set")
    assert (report.people, report.too_few) == (2, ("Cem",))
    assert "6.jpg has changed" in report.skipped[0].reason
    assert {row["person"] for row in table(tmp_path / "set")} == {"1", "2"}
    assert {row["file"] for row in table(tmp_path / "set")} == {
        file for file in contents(tmp_path / "set") if file.startswith("crops")
    }


def test_an_earlier_set_is_replaced_only_on_demand(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    export(library, folder)
    before = contents(folder)
    run(library, "UPDATE face SET confirmed_at = NULL WHERE id = 1")
    with pytest.raises(OperationError, match="--replace"):
        export(library, folder)
    assert contents(folder) == before
    assert export(library, folder, over_former=True).faces == 4
    assert len(contents(folder)) == 6
    assert not list(tmp_path.glob(".familiar*"))


@pytest.mark.parametrize("place", ["mine.txt", "crops/mine.jpg", "crops/deeper/000001.jpg", "cache/x"])
def test_nothing_of_the_users_is_replaced(library: Library, tmp_path: Path, place: str) -> None:
    folder = tmp_path / "set"
    export(library, folder)
    mine = folder / place
    mine.parent.mkdir(exist_ok=True)
    mine.write_bytes(b"mine")
    before = contents(folder)
    with pytest.raises(OperationError, match="is not empty") as refused:
        export(library, folder, over_former=True)
    assert Path(place).parts[0] in str(refused.value)
    assert contents(folder) == before


def test_a_folder_of_another_kind_is_left_alone(library: Library, photos: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    (folder / "crops").mkdir(parents=True)
    (folder / "crops" / "000001.jpg").write_bytes(b"mine")
    with pytest.raises(OperationError, match="is not empty"):
        export(library, folder, over_former=True)
    assert contents(folder) == {str(Path("crops/000001.jpg")): b"mine"}
    with pytest.raises(OperationError, match="watched folder"):
        export(library, photos / "set")
    file = tmp_path / "file"
    file.write_bytes(b"mine")
    with pytest.raises(OperationError, match="is a file"):
        export(library, file)


class StopError(Exception):
    """Stops an export."""


@pytest.mark.parametrize("stop_at", [0, 2, 5])
def test_cancelled_the_folder_is_as_it_was(library: Library, tmp_path: Path, stop_at: int) -> None:
    folder = tmp_path / "set"
    export(library, folder)
    before = contents(folder)
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == stop_at:
            raise StopError

    for place in (folder, tmp_path / "other"):
        with pytest.raises(StopError):
            export(library, place, over_former=True, on_progress=stop)
    assert told == [(done, 5) for done in range(stop_at + 1)] * 2
    assert contents(folder) == before
    assert sorted(path.name for path in tmp_path.iterdir() if "library" not in path.name) == ["photos", "set"]


def test_a_folder_that_cannot_take_its_name_keeps_the_earlier_set(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "set"
    export(library, folder)
    before = contents(folder)
    rename: Callable[[Path, Path], Path] = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError("no space")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="no space"):
        export(library, folder, over_former=True)
    assert contents(folder) == before


def test_a_recogniser_that_looks_at_other_sizes(library: Library, tmp_path: Path) -> None:
    larger = replace(RECOGNISER, input=replace(RECOGNISER.input, width=160, height=160))
    export(library, tmp_path / "set", card=larger)
    assert tomllib.loads((tmp_path / "set" / "training-set.toml").read_text("utf-8"))["size"] == 192
    oblong = replace(RECOGNISER, input=replace(RECOGNISER.input, width=96))
    with pytest.raises(OperationError, match="96 x 112 pixels"):
        export(library, tmp_path / "other", card=oblong)


def test_the_command(familiar: CommandLine, library: Library, photos: Path, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    out = familiar.good("export", "training-set", "--to", folder)
    assert out == (
        f"5 confirmed faces of 2 people from 5 photos written to {folder.resolve()}.\n"
        "Left out, for want of two confirmed faces: Cem.\n"
    )
    assert "--replace" in familiar.refused("export", "training-set", "--to", folder)
    (photos / "1.jpg").unlink()
    ran = familiar("--json", "export", "training-set", "--to", folder, "--replace", "--without-names")
    assert ran.status == 5
    assert (ran.json["faces"], ran.json["people"], len(ran.json["skipped"])) == (4, 2, 1)
    assert {row["name"] for row in table(folder)} == {""}


def test_somebody_called_training_set(familiar: CommandLine, library: Library, tmp_path: Path) -> None:
    run(library, "UPDATE person SET name = 'Training-set', name_key = 'training-set' WHERE id = 3")
    for number, words in enumerate(
        (["3", "--to"], ["Training-Set", "--to"], ["--how", "copy", "training-set", "--to"])
    ):
        out = familiar.good("export", *words, tmp_path / str(number))
        assert out == f"1 photo exported to {tmp_path / str(number)}.\n"
        assert [file.name for file in (tmp_path / str(number)).iterdir()] == ["6.jpg"]
