"""Studies: that each variation changes what it says, what the tables and plots hold, and the commands."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from makers.training_runs import discs, tiny_config, tiny_is_known, write_run

from trainer.cli import main
from trainer.data.training_set import TrainingSet
from trainer.studies import IMAGE_STUDIES, TRAINING_STUDIES, TrainingStudy
from trainer.studies.drawing import draw_curves
from trainer.studies.running import study_images, study_training
from trainer.training.checkpoints import load_network
from trainer.training.config_file import as_toml, read_config
from trainer.training.faces import faces_of_run
from trainer.training.progress import Ending

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(autouse=True)
def _tiny() -> Iterator[None]:
    with tiny_is_known():
        yield


@pytest.fixture(scope="module")
def study_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder where the study of the margin was made, of two of its variations."""
    folder = tmp_path_factory.mktemp("study")
    file = write_run(folder)
    words = ["study", "margin", str(file), "--to", str(folder / "margin"), "--threads", "1"]
    with tiny_is_known():
        assert main([*words, "--only", "0.1", "--only", "0.4"]) == 0
    return folder


@pytest.mark.parametrize("name", list(TRAINING_STUDIES))
def test_every_variation_is_a_run_of_its_own(name: str, tmp_path: Path) -> None:
    file = tmp_path / "training.toml"
    file.write_text(as_toml(tiny_config(loss={"choosing": "online"})), "utf-8")
    texts = [
        as_toml(read_config(file, changes=changes)) for changes in TRAINING_STUDIES[name].variations.values()
    ]
    assert len(set(texts)) == len(texts)
    for label in TRAINING_STUDIES[name].variations:
        assert Path(label).name == label, "it is the name of a folder"


@pytest.mark.parametrize("name", list(IMAGE_STUDIES))
def test_images_are_shown_worse_and_worse(name: str) -> None:
    face = discs(2, 1).crops([0])[0]
    away = [
        float(np.abs(altered(face).astype(int) - face).mean())
        for altered in IMAGE_STUDIES[name].variations.values()
    ]
    assert all(altered(face).shape == face.shape for altered in IMAGE_STUDIES[name].variations.values())
    assert away[0] == max(away) > away[-1]


def test_a_study_has_a_row_a_folder_and_a_place_in_the_plots_for_each_run(study_folder: Path) -> None:
    to = study_folder / "margin"
    rows = list(csv.DictReader((to / "study.csv").read_text("utf-8").splitlines()))
    assert [row["label"] for row in rows] == ["0.1", "0.4"]
    assert all(0 <= float(row["low"]) <= float(row["high"]) <= 1 for row in rows)
    assert all((row["steps"], row["ending"]) == ("12", "done") for row in rows)
    table = (to / "study.md").read_text("utf-8").splitlines()
    assert table[0] == "# Margin (FaceNet, section 3.1 (0.2))"
    assert [line.split(" | ")[0] for line in table[4:]] == ["| 0.1", "| 0.4"]
    for row in rows:
        assert f"margin = {row['label']}" in (to / row["label"] / "config.toml").read_text("utf-8")
    assert all((to / name).read_bytes().startswith(PNG) for name in ("study.png", "curves.png"))


def test_a_study_tells_of_every_run_how_far_it_is(study_folder: Path, tmp_path: Path) -> None:
    file = study_folder / "training.toml"
    study = TrainingStudy("Seed", "none", {"0": ("seed=0",), "1": ("seed=1",)})
    configs = {label: read_config(file, changes=changes) for label, changes in study.variations.items()}
    steps: list[tuple[str, int, int]] = []
    work: list[tuple[str, str]] = []
    study_training(
        study,
        configs,
        tmp_path / "study",
        on_progress=lambda label, progress: steps.append((label, progress.step, progress.steps)),
        on_work=lambda label, what, _done, _total: work.append((label, what)),
    )
    assert steps == [(label, step, 12) for label in "01" for step in range(1, 13)]
    assert set(work) == {(label, "Validating on made") for label in "01"}


def test_a_study_names_the_run_in_every_line(
    study_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["study", "margin", str(study_folder / "training.toml"), "--to", str(tmp_path / "study")]
    assert main([*words, "--only", "0.1", "--set", "steps=4", "--threads", "1"]) == 0
    assert "0.1: step 4: VAL 0." in capsys.readouterr().err


def test_a_finished_study_trains_nothing_again(
    study_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to = study_folder / "margin"
    before = (to / "0.1" / "log.csv").read_bytes()
    words = ["study", "margin", str(study_folder / "training.toml"), "--to", str(to), "--only", "0.1"]
    assert main(words) == 0
    assert (to / "0.1" / "log.csv").read_bytes() == before
    assert "| 0.1 |" in capsys.readouterr().out


def test_a_study_of_images_shows_them_to_a_trained_network(
    study_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faces = discs(6, 4, name="others", seed=5)
    faces.save(tmp_path / "others.npz")
    run = study_folder / "margin" / "0.1"
    words = [
        "study",
        "pixels",
        str(run),
        "--faces",
        str(tmp_path / "others.npz"),
        "--to",
        str(tmp_path / "out"),
    ]
    assert main(words) == 0
    printed = capsys.readouterr().out
    rows = study_images(IMAGE_STUDIES["pixels"], load_network(run), faces)
    assert [row.label for row in rows] == list(IMAGE_STUDIES["pixels"].variations)
    assert all(f"| {row.label} | {row.val.value:.4f} |" in printed for row in rows)
    assert (tmp_path / "out" / "study.png").read_bytes().startswith(PNG)


def test_a_cancelled_study_tells_of_the_runs_that_ended(tmp_path: Path) -> None:
    file = write_run(tmp_path)
    study = TrainingStudy("Seed", "none", {"0": ("seed=0",), "1": ("seed=1",)})
    configs = {label: read_config(file, changes=changes) for label, changes in study.variations.items()}
    running: list[str] = []
    rows = study_training(
        study,
        configs,
        tmp_path / "study",
        on_progress=lambda label, _: running.append(label),
        cancelled=lambda: "1" in running,
    )
    assert [(row.label, row.outcome and row.outcome.ending) for row in rows] == [("0", Ending.DONE)]


def test_a_share_of_the_people_is_trained_on_and_the_same_are_held_out(tmp_path: Path) -> None:
    file = write_run(tmp_path)
    whole, held_out = faces_of_run(read_config(file).data)
    some, same = faces_of_run(read_config(file, changes=["data.share=0.5"]).data)
    assert set(some.full_names()) < set(whole.full_names())
    assert [one.files for one in same] == [one.files for one in held_out]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["study", "weather"], "There is no study 'weather'"),
        (["study", "margin", "FILE", "--only", "7"], "The study margin varies 0.05"),
        (["study", "pixels", "FILE"], "--faces"),
    ],
)
def test_wrong_words_are_told(
    words: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(write_run(tmp_path))
    assert main([*(file if word == "FILE" else word for word in words), "--to", str(tmp_path / "x")]) == 2
    assert sentence in capsys.readouterr().err


def test_a_study_without_a_file_says_what_it_varies(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", "embedding-size"]) == 0
    assert capsys.readouterr().out == "Embedding size (FaceNet, table 5): 64, 128, 256, 512\n"


def test_curves_of_any_column_are_drawn(study_folder: Path, tmp_path: Path) -> None:
    runs = [str(study_folder / "margin" / label) for label in ("0.1", "0.4")]
    for column in ("val", "negative_d2"):
        file = tmp_path / f"{column}.png"
        assert main(["curves", *runs, "--to", str(file), "--column", column]) == 0
        assert file.read_bytes().startswith(PNG)
    with pytest.raises(ValueError, match="No run has measured 'height'"):
        draw_curves({"a": Path(runs[0])}, tmp_path / "no.png", column="height")


def test_runs_of_one_name_are_all_in_the_plot(study_folder: Path, tmp_path: Path) -> None:
    runs = [shutil.copytree(study_folder / "margin" / "0.1", tmp_path / part / "run") for part in "ab"]
    plot = tmp_path / "both.svg"
    assert main(["curves", *map(str, runs), "--to", str(plot)]) == 0
    assert all(f"{part}/run" in plot.read_text("utf-8") for part in "ab")


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["curves", "EMPTY", "--to", "plot.png"], 3, "has no log.csv. Name the folder of a training run."),
        (["curves", "EMPTY", "--to", "plot.txt"], 2, "plot.txt must end in .png or .svg."),
        (["curves", "EMPTY", "--to", "none/plot.png"], 2, "The folder of none/plot.png is not there."),
        (["curves", "none", "--to", "plot.png"], 2, "'none' does not exist"),
        (["study", "margin", "none.toml", "--to", "made"], 2, "'none.toml' does not exist"),
        (["study", "margin", "bad.toml", "--to", "made"], 3, "bad.toml is not valid TOML"),
    ],
)
def test_missing_files_are_told_and_leave_nothing_behind(
    words: list[str],
    status: int,
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("EMPTY").mkdir()
    Path("bad.toml").write_text("steps =", "utf-8")
    assert main(words) == status
    assert sentence in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["EMPTY", "bad.toml"]


def test_joined_held_out_sets_are_measured_as_one(tmp_path: Path) -> None:
    for name in ("one", "two"):
        discs(12, 4, name=name, seed=len(name)).save(tmp_path / f"{name}.npz")
    sets = [str(tmp_path / f"{name}.npz") for name in ("one", "two")]
    config = tiny_config(steps=1, validate_every=1, data={"sets": sets, "held_out": 0.4})
    study = TrainingStudy("Once", "none", {"a": ()})
    (row,) = study_training(study, {"a": config}, tmp_path / "study")
    assert row.outcome is not None
    assert sum(len(TrainingSet.load(Path(one))) for one in sets) == 96
