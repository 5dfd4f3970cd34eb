"""From a network to a model that the application has installed, in every precision, and as a command."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from makers.tiny_networks import SIDE, made_set, tiny_network

from engine.analysis import Analyser
from engine.embedding import unit
from engine.models import CardError, Catalogue, ModelError
from trainer.cli.exporting import export
from trainer.data.splitting import divide
from trainer.exporting import bundle
from trainer.exporting.bundle import Exported, check_name, export_model
from trainer.exporting.quantising import Precision
from trainer.exporting.running import as_input
from trainer.training import checkpoints

SAID = {"title": "Tiny", "licence": "CC0-1.0", "source": "a test"}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    sets = [made_set(name="first"), made_set(people=14, name="second", seed=1)]
    to = tmp_path_factory.mktemp("models") / "new"
    return export_model(
        tiny_network(),
        name="tiny-1",
        held_out=sets,
        to=to,
        notes=["Made of noise."],
        compared=tuple(Precision),
        **SAID,
    )


def test_it_can_be_installed_and_finds_faces(exported: Exported, tmp_path: Path) -> None:
    mine = Catalogue(installed=tmp_path / "installed", cache=tmp_path / "cache")
    card = mine.install(exported.model, exported.card_file)
    assert card.text == exported.card.text
    analyser = Analyser.load(mine, detector="yunet-2023mar", recogniser="tiny-1")
    # What the application computes of a crop is what the network computes.
    crops = made_set().crops(np.arange(9))[:, 4:-4, 4:-4]
    import torch

    with torch.no_grad():
        both = [
            tiny_network()(torch.from_numpy(as_input(faces))).numpy() for faces in (crops, crops[:, :, ::-1])
        ]
    np.testing.assert_allclose(analyser.embedder.embed(crops).vectors, unit(both[0] + both[1]), atol=1e-4)


def test_the_card_is_complete(exported: Exported) -> None:
    card = exported.card
    assert (card.title, card.licence, card.source) == ("Tiny", "CC0-1.0", "a test")
    assert (card.input.width, card.input.height, card.input.colour) == (SIDE, SIDE, "RGB")
    spec = card.recognition
    assert spec is not None
    assert spec.calibration is not None
    # The eyes of the template lie where they lie in the crops, in proportion.
    sface = Catalogue().card("sface-2021dec").recognition
    assert sface is not None
    np.testing.assert_allclose((spec.template + 0.5) / SIDE, (sface.template + 0.5) / 112, atol=1e-4)
    assert -1 < spec.grouping < 1
    assert "# Made of noise." in card.text
    for name in ("first", "second"):
        assert f"# {name}: " in card.text


def test_the_report_says_what_each_precision_loses(exported: Exported) -> None:
    assert [one.precision for one in exported.precisions] == list(Precision)
    first = exported.precisions[0]
    assert (first.size, first.cosine) == (exported.model.stat().st_size, pytest.approx(1, abs=1e-5))
    for one in exported.precisions[1:]:
        assert one.size < first.size
        assert 0.9 < one.least_cosine <= one.cosine <= 1.00001
        assert 0 <= one.val <= 1
        assert one.milliseconds > 0
    text = exported.report.read_text("utf-8")
    for one in exported.precisions:
        assert f"| {one.precision.value} | {one.size / 1e6:.2f} |" in text
    assert sorted(p.name for p in exported.model.parent.iterdir()) == [
        "tiny-1.md",
        "tiny-1.onnx",
        "tiny-1.toml",
    ]


@pytest.mark.parametrize(
    ("name", "problem", "message"),
    [("Tiny One", CardError, "'name'"), ("sface-2021dec", ModelError, "built-in")],
)
def test_a_name_that_cannot_be_is_refused(
    tmp_path: Path, name: str, problem: type[Exception], message: str
) -> None:
    with pytest.raises(problem, match=message):
        export_model(tiny_network(), name=name, held_out=[made_set(people=12)], to=tmp_path, **SAID)
    assert not list(tmp_path.iterdir())
    with pytest.raises(problem, match=message):
        check_name(name)


def test_what_it_is_compared_with_must_be_known(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nobody-1"):
        check_name("tiny", comparable_with=["sface-2021dec", "nobody-1"])
    check_name("tiny", comparable_with=["sface-2021dec"])
    check_name("familiar-1", built_in=True)


def test_without_held_out_faces_there_is_no_card(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="held-out faces"):
        export_model(tiny_network(), name="tiny", held_out=[], to=tmp_path, **SAID)


def test_large_sets_are_measured_on_some_whole_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MOST_FACES", 33)
    faces = made_set(people=12, each=5)
    (part,) = bundle._parts(faces, bundle._shape(tiny_network()))
    assert np.bincount(part.faces.people).tolist() == [5] * 6
    (again,) = bundle._parts(faces, bundle._shape(tiny_network()))
    assert part.faces.files == again.faces.files


def test_a_set_is_measured_however_many_faces_of_one_person_it_has() -> None:
    people = np.repeat(np.arange(5), [1, 700, 1, 400, 1])
    some = bundle._of_some_people(people, 500)
    assert np.unique(people[some]).tolist() == [1, 3]
    assert bundle._of_some_people(people, 1102).tolist() != some.tolist()
    assert len(bundle._of_some_people(people, 5000)) == len(people)


def test_a_set_without_pairs_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    sets = [made_set(people=12), made_set(people=12, each=1, name="singles")]
    with pytest.raises(ValueError, match="singles needs two faces of one person"):
        export_model(tiny_network(), name="tiny", held_out=sets, to=tmp_path, **SAID)
    assert not list(tmp_path.iterdir())


def test_a_mixed_model_has_a_file_in_floats_beside_it(tmp_path: Path) -> None:
    exported = export_model(
        tiny_network(),
        name="tiny-3",
        held_out=[made_set()],
        to=tmp_path / "out",
        precision=Precision.MIXED,
        **SAID,
    )
    assert exported.mixed == tmp_path / "out" / "tiny-3-mixed.onnx"
    assert "tiny-3.onnx is stored as float16, tiny-3-mixed.onnx as mixed." in exported.report.read_text(
        "utf-8"
    )
    assert [one.precision for one in exported.precisions] == [
        Precision.FLOAT32,
        Precision.FLOAT16,
        Precision.MIXED,
    ]
    assert "# Written by `trainer export` as float16 and mixed; VAL " in exported.card.text
    mine = Catalogue(installed=tmp_path / "installed", cache=tmp_path / "cache")
    mine.install(exported.model, exported.card_file)
    folder = mine.installed_folder / "tiny-3"
    assert sorted(p.name for p in folder.iterdir()) == ["card.toml", "tiny-3-mixed.onnx", "tiny-3.onnx"]


def test_as_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checkpoints, "load_network", lambda path: tiny_network())
    held_out = tmp_path / "held-out.npz"
    made_set(people=24).save(held_out)
    # Half of them the run was trained on, or about.
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "config.toml").write_text(
        '[data]\nsets = ["../held-out.npz"]\nheld_out = 0.5\n', "utf-8"
    )
    left = len(divide(made_set(people=24), validation=0.5).validation)
    assert 0 < left < 24 * 5
    export(
        tmp_path / "run",
        name="tiny-2",
        held_out=[held_out],
        to=tmp_path / "out",
        precision=Precision.INT8_WEIGHTS,
        comparable_with=["sface-2021dec"],
    )
    out = capsys.readouterr().out
    assert "tiny-2.onnx is stored as int8-weights" in out
    model, card_file = tmp_path / "out" / "tiny-2.onnx", tmp_path / "out" / "tiny-2.toml"
    assert f"familiar models install {model} {card_file}" in out
    mine = Catalogue(installed=tmp_path / "installed", cache=tmp_path / "cache")
    card = mine.install(model, card_file)
    assert card.recognition is not None
    assert card.recognition.comparable_with == ("sface-2021dec",)
    assert card.title == "tiny-2"
    assert f"# made: {left} faces of {left // 5} people" in card.text
