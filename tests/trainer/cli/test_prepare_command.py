"""`trainer prepare`: what it writes and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import typer
from makers.crops_of_people import soft_crop
from makers.drawn_faces import photo_of_face
from PIL import Image
from typer.testing import CliRunner, Result

from trainer.cli import main
from trainer.cli.preparing import prepare
from trainer.data.training_set import TrainingSet, encoded

app = typer.Typer()
app.command()(prepare)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Touch nothing of the user's."""
    folder = tmp_path / "cache"
    monkeypatch.setattr("trainer.data.preparing.user_cache_path", lambda *_, **__: folder)
    return folder


@pytest.fixture
def people(tmp_path: Path) -> Path:
    folder = tmp_path / "people"
    for person in ("F1_A", "F1_B", "F2_A"):
        (folder / person).mkdir(parents=True)
        for number in range(2):
            Image.fromarray(photo_of_face(160 + 20 * number, 60, 40)).save(folder / person / f"{number}.jpg")
    for number in range(25):
        Image.fromarray(np.full((60, 60, 3), number, np.uint8)).save(folder / "F1_A" / f"none{number:02}.png")
    return folder


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_folder_becomes_a_set(people: Path, tmp_path: Path, cache: Path) -> None:
    albums, suspects = tmp_path / "albums.csv", tmp_path / "suspects.csv"
    albums.write_text("family,photo,file\nF1,P1,F1_A/0.jpg\nF1,P1,F1_B/1.jpg\n")
    suspects.write_text("person_a,person_b\nF2_A,F9_X\n")
    file = tmp_path / "out" / "set.npz"
    words = (people, file, "--families", "--albums", albums, "--suspects", suspects, "--name", "home")
    found = run(*words, "--json")
    assert found.exit_code == 0, found.output
    report = json.loads(found.stdout)
    assert {key: report[key] for key in ("file", "faces", "people", "families", "photos", "left_out")} == {
        "file": str(file), "faces": 4, "people": 2, "families": 1, "photos": 3, "left_out": 2,
    }  # fmt: skip
    assert len(report["skipped"]) == 25
    faces = TrainingSet.load(file)
    assert (faces.names, faces.family_names, faces.set_names) == (("F1_A", "F1_B"), ("F1",), ("home",))
    assert list(cache.glob("training-sets/*/*/whole.npz"))


def test_in_words_it_names_some_of_what_could_not_be_used(people: Path, tmp_path: Path) -> None:
    found = run(people, tmp_path / "set.npz")
    lines = found.stdout.splitlines()
    assert "6 faces of 3 people in 3 families, from 6 photos" in lines[0]
    assert lines[1] == "25 pictures could not be used:"
    assert lines[2] == "  F1_A/none00.png: no face was found"
    assert lines[-1] == "  and 5 more, which --json lists"
    assert len(lines) == 23


def test_no_other_file_is_written_over(
    people: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a picture")
    assert main(["prepare", str(people), str(photo)]) == 2
    assert "photo.jpg must end in .npz." in capsys.readouterr().err
    assert photo.read_bytes() == b"a picture"


def test_an_export_of_a_library_becomes_a_set(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    (folder / "crops").mkdir(parents=True)
    (folder / "crops" / "000001.jpg").write_bytes(encoded(soft_crop(1)))
    (folder / "faces.csv").write_text("file,person,name,family,photo\ncrops/000001.jpg,1,Anna,,5\n")
    (folder / "training-set.toml").write_text("version = 1\nsize = 144\nmargin = 16\n")
    found = run(folder, tmp_path / "set.npz")
    assert found.exit_code == 0, found.output
    assert TrainingSet.load(tmp_path / "set.npz").names == ("Anna #1",)
    refused = run(folder, tmp_path / "set.npz", "--families")
    assert isinstance(refused.exception, ValueError)
    assert "Leave out --families" in str(refused.exception)
