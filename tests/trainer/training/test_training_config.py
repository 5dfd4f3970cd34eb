"""Training files: read, written, changed on the command line, and refused with a sentence."""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trainer.training.config import ConfigError, Loss, Schedule, TrainingConfig
from trainer.training.config_file import as_toml, decisive, parse_config, read_config

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SHARES = st.floats(0, 0.999)
POSITIVE = st.floats(1e-12, 1e6)
WHOLE = st.integers(3, 10**6)

#: What entries may be, where not everything of their type.
ALLOWED: dict[str, st.SearchStrategy[Any]] = {
    "seed": st.integers(0, 2**32 - 1),
    "far": st.floats(1e-9, 0.999),
    "views": st.lists(TEXTS, min_size=1, max_size=3).map(tuple),
    "held_out": SHARES,
    "same_family": SHARES,
    "within_family": SHARES,
    "momentum": SHARES,
    "averaging": SHARES,
    "stage_decay": st.floats(0.001, 1),
    "share": st.floats(0.001, 1),
    "embedding_size": st.integers(64, 512),
    "choose_from": st.integers(4, 10**6),
    "teacher": TEXTS.map(lambda text: f"t{text}"),
}


def values(kind: Any, name: str) -> st.SearchStrategy[Any]:
    if name in ALLOWED:
        return ALLOWED[name]
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.fixed_dictionaries({}, optional={one: values(hint, one) for one, hint in hints.items()})
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(list(kind))
    return {bool: st.booleans(), int: WHOLE, float: POSITIVE, str: TEXTS}.get(
        kind, st.lists(TEXTS).map(tuple)
    )


def built(kind: Any, given_: dict[str, Any]) -> Any:
    hints = typing.get_type_hints(kind)
    return kind(
        **{
            name: built(hints[name], value) if isinstance(value, dict) else value
            for name, value in given_.items()
        }
    )


@settings(deadline=None)
@given(values(TrainingConfig, ""))
def test_what_is_written_is_read_again(given_: dict[str, Any]) -> None:
    try:
        config = built(TrainingConfig, given_)
    except ConfigError as error:
        # Only what contradicts itself is left to refuse.
        assert "[loss] " in str(error)  # noqa: PT017
        return
    text = as_toml(config)
    assert parse_config(tomllib.loads(text)) == config
    assert text.encode("utf-8").decode("utf-8") == text


@given(TEXTS)
def test_odd_texts_are_written_so_that_toml_reads_them(text: str) -> None:
    config = parse_config({"loss": {"teacher": text}, "data": {"sets": [text, "b"]}})
    again = parse_config(tomllib.loads(as_toml(config)))
    assert (again.loss.teacher, again.data.sets) == (text, (text, "b"))


def test_every_entry_is_written() -> None:
    tables = tomllib.loads(as_toml(TrainingConfig()))
    for entry in dataclasses.fields(TrainingConfig):
        value = getattr(TrainingConfig(), entry.name)
        if dataclasses.is_dataclass(value):
            assert set(tables[entry.name]) == {one.name for one in dataclasses.fields(value)}
        else:
            assert entry.name in tables
    assert parse_config({}) == TrainingConfig()


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"step": 3}, "unknown entries: step."),
        ({"loss": {"b": 1, "a": 2}}, "unknown entries: loss.a, loss.b."),
        ({"steps": "many"}, "steps must be a whole number, not 'many'."),
        ({"steps": 3.0}, "steps must be a whole number, not 3.0."),
        ({"steps": True}, "steps must be a whole number, not True."),
        ({"far": False}, "far must be a number, not False."),
        ({"far": "0.1"}, "far must be a number, not '0.1'."),
        ({"loss": 3}, "loss must be a table, not 3."),
        ({"loss": {"kind": "triple"}}, "loss.kind must be one of triplet, contrastive, not 'triple'."),
        ({"loss": {"kind": 1}}, "loss.kind must be one of triplet, contrastive, not 1."),
        ({"loss": {"harmonic": 1}}, "loss.harmonic must be true or false, not 1."),
        ({"loss": {"teacher": 1}}, "loss.teacher must be text, not 1."),
        ({"data": {"sets": "a.npz"}}, "data.sets must be a list of texts, not 'a.npz'."),
        ({"data": {"sets": ["a.npz", 3]}}, "data.sets must be a list of texts, not ['a.npz', 3]."),
        ({"loss": {"teacher": "\udcff"}}, "loss.teacher must be text, not '\\udcff'."),
    ],
)
def test_a_wrong_entry_is_named_with_what_it_should_be(tables: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError) as found:
        parse_config(tables)
    assert str(found.value) == told


def test_whole_numbers_may_stand_for_others() -> None:
    config = parse_config({"loss": {"margin": 1}})
    assert config.loss.margin == 1.0
    assert type(config.loss.margin) is float
    with pytest.raises(ConfigError, match=r"loss\.margin must be a number, not 10000"):
        parse_config({"loss": {"margin": 10**400}})


@pytest.mark.parametrize(
    ("tables", "told"),
    [
        ({"steps": 0}, "steps must be at least 1"),
        ({"seed": -1}, "seed must be from 0 to 4294967295"),
        ({"seed": 2**32}, "seed must be from 0 to 4294967295"),
        ({"validate_every": 0}, "validate_every must be at least 1"),
        ({"patience": -1}, "patience must not be negative"),
        ({"workers": 0}, "workers must be at least 1"),
        ({"far": 0.0}, "far must lie between 0 and 1"),
        ({"far": float("nan")}, "far must lie between 0 and 1"),
        ({"data": {"held_out": 1.0}}, "[data] held_out must be at least 0 and less than 1"),
        ({"data": {"fold": -1}}, "[data] fold must not be negative"),
        ({"data": {"most_validated": 1}}, "[data] most_validated must be at least 2"),
        ({"data": {"views": []}}, "[data] views must not be empty"),
        ({"network": {"embedding_size": 32}}, "[network] embedding_size must be from 64 to 512"),
        ({"network": {"stage_decay": 0.0}}, "[network] stage_decay must be above 0, up to 1"),
        ({"batch": {"people": 1}}, "[batch] people must be at least 2"),
        ({"batch": {"faces_each": 1}}, "[batch] faces_each must be at least 2"),
        ({"batch": {"random_negatives": -1}}, "[batch] random_negatives must not be negative"),
        ({"batch": {"chunk": 1}}, "[batch] chunk must be at least 2"),
        ({"batch": {"same_family": 1.0}}, "[batch] same_family must be at least 0 and less than 1"),
        ({"loss": {"margin": 0.0}}, "[loss] margin must be above 0, and finite"),
        ({"loss": {"margin": float("inf")}}, "[loss] margin must be above 0, and finite"),
        ({"loss": {"choose_every": 0}}, "[loss] choose_every must be at least 1"),
        ({"loss": {"choose_from": 3}}, "[loss] choose_from must be at least 4"),
        ({"loss": {"within_family": 1.1}}, "[loss] within_family must be from 0 to 1"),
        (
            {"loss": {"teacher": "t", "distillation": -1.0}},
            "[loss] distillation must be 0 or more, and finite",
        ),
        ({"loss": {"distillation": 1.0}}, "[loss] distillation and harmonic need a teacher"),
        ({"loss": {"harmonic": True}}, "[loss] distillation and harmonic need a teacher"),
        ({"loss": {"choosing": "offline", "kind": "contrastive"}}, "choosing must be online or hybrid"),
        (
            {"loss": {"choosing": "offline", "harmonic": True, "teacher": "t"}},
            "choosing must be online or hybrid",
        ),
        (
            {"loss": {"kind": "contrastive", "harmonic": True, "teacher": "t"}},
            "[loss] harmonic is a matter of triplets",
        ),
        (
            {"optimiser": {"learning_rate": float("nan")}},
            "[optimiser] learning_rate must be above 0, and finite",
        ),
        ({"optimiser": {"momentum": 1.0}}, "[optimiser] momentum must be at least 0 and less than 1"),
        ({"optimiser": {"weight_decay": -1.0}}, "[optimiser] weight_decay must be 0 or more, and finite"),
        ({"optimiser": {"warm_up": -1}}, "[optimiser] warm_up must not be negative"),
        ({"optimiser": {"most_gradient": -1.0}}, "[optimiser] most_gradient must be 0 or more, and finite"),
        ({"optimiser": {"averaging": 1.0}}, "[optimiser] averaging must be at least 0 and less than 1"),
    ],
)
def test_what_makes_no_sense_is_refused(tables: dict[str, Any], told: str) -> None:
    with pytest.raises(ConfigError) as found:
        parse_config(tables)
    assert str(found.value).endswith(f"{told}.")


def written(folder: Path, text: str) -> Path:
    file = folder / "training.toml"
    file.write_text(text, "utf-8")
    return file


def test_changes_replace_entries(tmp_path: Path) -> None:
    file = written(tmp_path, 'steps = 5\n[loss]\nmargin = 0.3\nkind = "contrastive"\n')
    changes = [
        "steps=7",
        "loss.margin = 0.5",
        "loss.kind=triplet",
        "optimiser.schedule='constant'",
        'data.views=["clean", "grey"]',
        "network.name=",
        "batch.balanced_sets=true",
        "steps=8",
    ]
    config = read_config(file, changes=changes)
    assert (config.steps, config.loss.margin, config.loss.kind) == (8, 0.5, Loss.TRIPLET)
    assert config.optimiser.schedule is Schedule.CONSTANT
    assert config.data.views == ("clean", "grey")
    assert config.network.name == ""
    assert config.batch.balanced_sets is True
    assert read_config(file).steps == 5


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("steps", "A change has the form table.entry=value, not 'steps'."),
        ("=3", "A change has the form table.entry=value, not '=3'."),
        ("loss.margins=3", "unknown entries: loss.margins."),
        ("steps=many", "steps must be a whole number, not 'many'."),
        ("steps.x=3", "steps is no table, so it has no x."),
        ("steps=" + "[" * 5000, "steps must be a whole number"),
        ("steps=" + "9" * 5000, "steps must be a whole number"),
        ("data.sets=a.npz", "data.sets must be a list of texts"),
    ],
)
def test_a_wrong_change_is_told(change: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as found:
        read_config(written(tmp_path, "steps = 5"), changes=[change])
    assert told in str(found.value)


def test_paths_are_meant_from_the_files_folder(tmp_path: Path) -> None:
    absolute = str(tmp_path / "elsewhere" / "b.npz")
    text = (
        f'[data]\nsets = ["sets/a.npz", {absolute!r}]\nheld_out_sets = ["../c.npz"]\n'
        '[network]\ninitial = "runs/one"\n[loss]\nteacher = "installed"\n'
    )
    config = read_config(written(tmp_path, text))
    assert config.data.sets == (str(tmp_path / "sets" / "a.npz"), absolute)
    assert config.data.held_out_sets == (str(tmp_path / ".." / "c.npz"),)
    assert config.network.initial == str(tmp_path / "runs" / "one")
    assert config.loss.teacher == "installed"
    # What a run writes down means the same anywhere.
    elsewhere = tmp_path / "run"
    elsewhere.mkdir()
    assert read_config(written(elsewhere, as_toml(config))) == config


def test_paths_of_changes_are_meant_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    file = written(tmp_path, '[data]\nsets = ["a.npz"]')
    changes = ['data.sets=["b.npz"]', "loss.teacher=old", "network.initial=installed", "network.name=sface"]
    config = read_config(file, changes=changes)
    assert config.data.sets == (str(here / "b.npz"),)
    assert config.loss.teacher == str(here / "old")
    assert (config.network.initial, config.network.name) == ("installed", "sface")


@pytest.mark.parametrize(
    "text", ["step = 3", "steps = 0", "steps = 'many'", "[loss]\nmargin = -1.0", "data = 3"]
)
def test_a_wrong_entry_is_told_with_the_files_name(text: str, tmp_path: Path) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as alone:
        parse_config(tomllib.loads(text))
    with pytest.raises(ConfigError) as found:
        read_config(file)
    assert str(found.value) == f"{file}: {alone.value}"


def test_what_is_wrong_may_be_a_change(tmp_path: Path) -> None:
    file = written(tmp_path, "steps = 5")
    with pytest.raises(ConfigError) as found:
        read_config(file, changes=["seed=1", "steps=0"])
    assert str(found.value) == f"{file} with seed=1, steps=0: steps must be at least 1."
    # What is no change at all is nothing of the file's.
    with pytest.raises(ConfigError) as found:
        read_config(file, changes=["steps"])
    assert str(found.value) == "A change has the form table.entry=value, not 'steps'."


def test_only_the_number_of_workers_decides_on_nothing() -> None:
    one = as_toml(TrainingConfig())
    assert decisive(one) == decisive(one.replace("workers = 2", "workers = 5"))
    assert {*one.splitlines()} - {*decisive(one).splitlines()} == {"workers = 2"}


@pytest.mark.parametrize("data", [b"steps = ", b"\xff\xfe", b"a = " + b"[" * 5000, b"steps = 1\nsteps = 2"])
def test_what_is_no_toml_is_told_with_the_files_name(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "training.toml"
    file.write_bytes(data)
    with pytest.raises(ConfigError, match=r"training\.toml is not valid TOML: "):
        read_config(file)


def test_a_table_of_another_kind_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="data must be a table, not 3"):
        read_config(written(tmp_path, "data = 3"))
    with pytest.raises(ConfigError, match=r"data\.sets must be a list of texts, not 3"):
        read_config(written(tmp_path, "[data]\nsets = 3"))
