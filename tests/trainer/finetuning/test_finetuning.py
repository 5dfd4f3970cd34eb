"""Fine-tuning: who is held out, how before and after are compared, what is kept, and the command."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from makers.training_runs import discs, tiny_config, tiny_is_known

from engine.models import parse_card
from trainer.cli import main
from trainer.data.training_set import TrainingSet
from trainer.evaluation.learned import digest, trained_on
from trainer.evaluation.models import TorchModel
from trainer.evaluation.roc import Interval
from trainer.evaluation.verification import count_pairs
from trainer.finetuning import judging, layers, mapping
from trainer.finetuning.dividing import Divided, choosing, divided, parts_of
from trainer.finetuning.judging import FAR, Comparison, Embedded, judge, told, verdict
from trainer.finetuning.layers import finetune_layers, recipe
from trainer.finetuning.linear_map import Learned, MapConfig
from trainer.finetuning.mapping import finetune_map
from trainer.networks import build
from trainer.networks.base import RecognitionNetwork, stages
from trainer.networks.sface import SFace
from trainer.training.checkpoints import load_network
from trainer.training.config import TrainingConfig
from trainer.training.config_file import as_toml, parse_config
from trainer.training.initial import initial_network
from trainer.training.validation import embed


@pytest.fixture(autouse=True)
def _tiny() -> Iterator[None]:
    with tiny_is_known():
        yield


@pytest.fixture(scope="module")
def own() -> TrainingSet:
    return discs(12, 6, name="mine", seed=3)


@pytest.fixture(scope="module")
def general() -> TrainingSet:
    return discs(40, 4, name="general", seed=4)


def tiny_recipe(*, steps: int, seed: int) -> TrainingConfig:
    return replace(tiny_config(), steps=steps, seed=seed, validate_every=steps)


def held_out_embeddings(network: RecognitionNetwork, parts: Divided) -> Embedded:
    own, general = (embed(network, faces, device=torch.device("cpu")) for faces in (parts.own, parts.general))
    return own, general


def names_of(faces: TrainingSet) -> set[str]:
    return set(faces.full_names())


def test_nobody_is_both_learned_from_and_judged_by(own: TrainingSet, general: TrainingSet) -> None:
    parts = divided(own, [general])
    everybody = names_of(own) | names_of(general)
    three = [names_of(parts.training), names_of(parts.own), names_of(parts.general)]
    assert set.union(*three) == everybody
    assert sum(map(len, three)) == len(everybody)
    assert all(name.startswith("mine/") for name in three[1])
    assert all(name.startswith("general/") for name in three[2])
    assert len(three[1]) >= 2
    assert len({name for name in three[0] if name.startswith("mine/")}) >= 2


def test_families_are_held_out_as_a_whole(general: TrainingSet) -> None:
    crops = np.concatenate([discs(12, 2).crops(range(24))])
    people = [f"P{number // 2}" for number in range(24)]
    families = [f"F{number // 6}" for number in range(24)]
    faces = TrainingSet.of_crops(crops, people, name="mine", families=families, margin=4)
    parts = divided(faces, [general])
    mine = [name for name in parts.training.full_family_names() if name.startswith("mine/")]
    assert not set(mine) & set(parts.own.full_family_names())


def test_too_few_people_and_no_general_set_are_told(own: TrainingSet, general: TrainingSet) -> None:
    few = own.subset(np.flatnonzero(own.people < 7))
    with pytest.raises(ValueError, match="needs 8 people with two confirmed faces or more, and there are 7"):
        divided(few, [general])
    with pytest.raises(ValueError, match="--general"):
        divided(own, [])
    with pytest.raises(ValueError, match="a set of more people"):
        divided(own, [general.subset(np.flatnonzero(general.people == 0))])


def test_somebody_always_chooses_the_network(own: TrainingSet) -> None:
    few = own.subset(np.flatnonzero(own.people < 6))
    parts, chosen_by = choosing(few)
    assert parts_of(chosen_by)
    assert len(chosen_by) + len(parts.training) == len(few)
    with pytest.raises(ValueError, match="too few people to learn from"):
        choosing(own.subset(np.flatnonzero(own.people < 3)))


def test_one_family_alone_cannot_be_divided(general: TrainingSet) -> None:
    crops = discs(10, 2).crops(range(20))
    people = [f"P{number // 2}" for number in range(20)]
    faces = TrainingSet.of_crops(crops, people, name="mine", families=["F"] * 20, margin=4)
    with pytest.raises(ValueError, match="nearly all are of one family"):
        divided(faces, [general])


def test_enough_own_pairs_are_judged_among_themselves(
    own: TrainingSet, general: TrainingSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = divided(own, [general])
    embeddings = held_out_embeddings(initial_network(tiny_config().network, seed=0).eval(), parts)
    monkeypatch.setattr(judging, "FAR", 0.1)
    mine, others = judge(embeddings, embeddings, parts)
    assert mine.before == pytest.approx(
        count_pairs(embeddings[0], parts.own.people).validation(0.1).val, abs=0.02
    )
    assert others.people == len(parts.general.names)


def test_few_own_pairs_are_judged_at_the_threshold_of_all_held_out_faces(
    own: TrainingSet, general: TrainingSet
) -> None:
    parts = divided(own, [general])
    embeddings = held_out_embeddings(initial_network(tiny_config().network, seed=0).eval(), parts)
    mine, others = judge(embeddings, embeddings, parts)
    assert (mine.before, others.before) == (mine.after, others.after)
    assert mine.difference == Interval(0, 0, 0)
    together = np.concatenate(embeddings)
    people = np.concatenate([parts.own.people, parts.general.people + len(parts.own.names)])
    similarity = together @ together.T
    different = np.sort(similarity[np.triu(people[:, None] != people)])[::-1]
    threshold = different[int(FAR * len(different))]
    own_similarity = embeddings[0] @ embeddings[0].T
    same = np.triu(parts.own.people[:, None] == parts.own.people, 1)
    assert mine.before == pytest.approx(float((own_similarity[same] > threshold).mean()), abs=1e-6)
    assert others.before == pytest.approx(
        count_pairs(embeddings[1], parts.general.people).validation(FAR).val, abs=0.02
    )
    assert (mine.faces, mine.people) == (len(parts.own), len(parts.own.names))


@pytest.mark.parametrize(
    ("own_difference", "general_difference", "better", "sentence"),
    [
        ((0.02, -0.01, 0.05), (-0.001, -0.004, 0.002), True, "It is better"),
        ((0.0, 0.0, 0.0), (0.1, 0.0, 0.2), False, "no better on the mine"),
        ((0.02, 0.01, 0.05), (-0.01, -0.02, -0.001), False, "worse on the others"),
    ],
)
def test_what_is_worse_is_not_kept(
    own_difference: tuple[float, float, float],
    general_difference: tuple[float, float, float],
    better: bool,
    sentence: str,
) -> None:
    mine = Comparison("mine", 10, 4, 0.5, 0.5 + own_difference[0], Interval(*own_difference))
    others = Comparison("others", 10, 4, 0.5, 0.5 + general_difference[0], Interval(*general_difference))
    kept, reason = verdict(mine, others)
    assert kept is better
    assert sentence in reason
    assert ("It is not kept." in reason) is not better


def test_the_recipe_is_a_run_of_the_default_recogniser() -> None:
    config = recipe(steps=200, seed=3)
    assert parse_config(tomllib.loads(as_toml(config))) == config
    assert set(config.network.frozen) < {name for name, _ in stages(build("sface"))}


def test_a_fine_tuned_network_is_the_best_of_its_run(
    own: TrainingSet, general: TrainingSet, tmp_path: Path
) -> None:
    parts = divided(own, [general])
    network, found = finetune_layers(parts, config=tiny_recipe(steps=4, seed=0), folder=tmp_path)
    assert found.steps == 4
    assert (tmp_path / "best.safetensors").exists()
    before = initial_network(tiny_config().network, seed=0).eval()
    again = judge(held_out_embeddings(before, parts), held_out_embeddings(network, parts), parts)
    assert (found.own, found.general) == again
    report = told(found, parts)
    assert f"| held-out people of the library | {len(parts.own)} |" in report
    assert f" in {found.steps:,} steps; the network was best " in report
    assert report.endswith(found.reason + "\n")
    never = told(replace(found, best_step=0), parts)
    assert f" in {found.steps:,} steps; the network was best before the first of them.\n" in never


def test_a_learned_map_is_part_of_the_network_that_is_judged_and_written(
    own: TrainingSet, general: TrainingSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.manual_seed(0)
    small = SFace(embedding_size=64, image_size=32)
    monkeypatch.setattr(mapping, "default_sface", lambda: small)
    monkeypatch.setattr(mapping, "load_model", lambda *_: TorchModel(small, "small"))
    turn = np.linalg.qr(np.random.default_rng(0).normal(size=(64, 64)))[0].astype(np.float32)
    stretched = turn * np.linspace(0.2, 3, 64, dtype=np.float32)
    learning: list[object] = []

    def learned(*given: object, **_: object) -> Learned:
        learning.extend(given)
        return Learned(stretched, 20, ())

    monkeypatch.setattr(mapping, "learn_map", learned)
    told_of: list[str] = []
    parts = divided(own, [general])
    network, found = finetune_map(
        parts, config=MapConfig(), folder=tmp_path, on_work=lambda what, _done, _total: told_of.append(what)
    )
    assert set(told_of) == {
        f"Embedding faces of {names}" for names in ("mine and general", "mine", "general")
    }
    assert found.best_step == 20
    embeddings, faces, chosen_by = learning
    assert isinstance(faces, TrainingSet)
    assert isinstance(chosen_by, list)
    # Who chooses the map is not learned from, and who judges it takes no part at all.
    assert len(embeddings) == len(faces)  # type: ignore[arg-type]
    assert len(faces) + sum(len(people) for _, people in chosen_by) == len(parts.training)
    pixels = torch.rand(2, 3, 32, 32) * 255
    written = load_network(tmp_path)
    with torch.no_grad():
        expected = torch.nn.functional.normalize(small.eval().embedding(pixels) @ torch.from_numpy(stretched))
        torch.testing.assert_close(network(pixels), expected, rtol=1e-4, atol=1e-4)
        torch.testing.assert_close(written(pixels), network(pixels))
    again = judge(held_out_embeddings(small, parts), held_out_embeddings(written, parts), parts)
    assert (found.own.before, found.general.before) == (again[0].before, again[1].before)
    # The map of a unit vector, and the network with the map folded in, differ by rounding.
    assert found.own.after == pytest.approx(again[0].after, abs=0.02)
    assert found.general.after == pytest.approx(again[1].after, abs=0.02)
    # What was embedded once is not embedded again.
    told_of.clear()
    finetune_map(
        parts, config=MapConfig(), folder=tmp_path, on_work=lambda what, _done, _total: told_of.append(what)
    )
    assert told_of == []


def finetune_words(folder: Path, own: TrainingSet, general: TrainingSet) -> list[str]:
    for faces in (own, general):
        faces.save(folder / f"{faces.set_names[0]}.npz")
    return [
        "finetune",
        str(folder / "mine.npz"),
        "--general",
        str(folder / "general.npz"),
        "--to",
        str(folder / "run"),
    ]


def test_a_bad_name_is_refused_before_anything_is_done(
    own: TrainingSet, general: TrainingSet, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*finetune_words(tmp_path, own, general), "--name", "Our Faces"]) == 3
    assert "'name'" in capsys.readouterr().err
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("better", [True, False])
def test_the_command_writes_a_model_only_if_it_is_better(
    better: bool,
    own: TrainingSet,
    general: TrainingSet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(layers, "recipe", tiny_recipe)
    monkeypatch.setattr(layers, "verdict", lambda *_: (better, "So it is judged."))
    words = [*finetune_words(tmp_path, own, general), "--method", "layers", "--steps", "4", "--name", "ours"]
    assert main(words) == (0 if better else 3)
    printed = capsys.readouterr().out
    assert "So it is judged." in printed
    assert (tmp_path / "run" / "report.md").read_text("utf-8") in printed
    learned = trained_on(str(tmp_path / "run"))
    assert learned
    assert not learned & set(map(digest, divided(own, [general]).own.full_names()))
    model = tmp_path / "run" / "model"
    assert model.exists() is better
    if better:
        card = parse_card((model / "ours.toml").read_text("utf-8"))
        assert card.name == "ours"
        assert "So it is judged." in card.text
        assert f"familiar models install {model / 'ours.onnx'} {model / 'ours.toml'}" in printed


@pytest.mark.parametrize("method", ["map", "layers"])
def test_the_folder_of_another_run_stays_as_it_is(
    method: str,
    own: TrainingSet,
    general: TrainingSet,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = finetune_words(tmp_path, own, general)
    run = tmp_path / "run"
    run.mkdir()
    (run / "config.toml").write_text(as_toml(tiny_config()), "utf-8")
    (run / "best.safetensors").write_bytes(b"another network")
    assert main([*words, "--method", method]) == 3
    assert f"{run} holds another run. Name a new folder with --to." in capsys.readouterr().err
    assert (run / "best.safetensors").read_bytes() == b"another network"
    assert (run / "config.toml").read_text("utf-8") == as_toml(tiny_config())


def test_a_stopped_fine_tuning_judges_nothing_and_goes_on(
    own: TrainingSet, general: TrainingSet, tmp_path: Path
) -> None:
    parts, config = divided(own, [general]), tiny_recipe(steps=4, seed=0)
    steps: list[int] = []
    with pytest.raises(InterruptedError, match="the same command goes on"):
        finetune_layers(
            parts,
            config=config,
            folder=tmp_path,
            on_progress=lambda progress: steps.append(progress.step),
            cancelled=lambda: steps == [1, 2],
        )
    _, found = finetune_layers(
        parts, config=config, folder=tmp_path, on_progress=lambda progress: steps.append(progress.step)
    )
    assert steps == [1, 2, 3, 4]
    assert found.steps == 4


@pytest.mark.parametrize("method", ["map", "layers"])
def test_the_command_says_that_it_was_stopped(
    method: str,
    own: TrainingSet,
    general: TrainingSet,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise InterruptedError("It was stopped.")

    monkeypatch.setattr({"map": mapping, "layers": layers}[method], f"finetune_{method}", stopped)
    assert main([*finetune_words(tmp_path, own, general), "--method", method]) == 130
    assert "It was stopped." in capsys.readouterr().err
    assert not (tmp_path / "run" / "model").exists()
