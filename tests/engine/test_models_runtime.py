"""Running networks: providers, threads, and a sentence for whatever onnxruntime raises."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import onnxruntime
import pytest
from makers.onnx_models import model_of, recogniser
from onnx import helper

from engine.models import Provider, RuntimeOptions, Session, runtime
from engine.models.runtime import RuntimeProblemError, available_providers

MODEL = recogniser()
MISSING = [p for p in Provider if p is not Provider.AUTO and p not in available_providers()]


def test_the_cpu_is_always_there_and_last() -> None:
    assert available_providers()[-1] is Provider.CPU


def test_the_best_providers_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ["CPUExecutionProvider", "XyzExecutionProvider", "DmlExecutionProvider", "CUDAExecutionProvider"]
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: names)
    assert available_providers() == (Provider.CUDA, Provider.DIRECTML, Provider.CPU)


@pytest.mark.parametrize("provider", [Provider.AUTO, Provider.CPU])
def test_a_network_runs(provider: Provider) -> None:
    session = Session(MODEL, name="tiny", options=RuntimeOptions(provider=provider, threads=2))
    assert (session.input_names, session.output_names) == (("data",), ("embedding",))
    assert session.provider in available_providers()
    found = session.run({"data": np.ones((3, 3, 112, 112), np.float32)})
    assert list(found) == ["embedding"]
    assert found["embedding"].shape == (3, 128)
    assert found["embedding"].dtype == np.float32


def test_several_outputs_keep_their_names() -> None:
    nodes = [helper.make_node("Relu", ["x"], ["up"]), helper.make_node("Neg", ["x"], ["down"])]
    model = model_of(nodes, inputs={"x": ["n"]}, outputs={"down": ["n"], "up": ["n"]})
    x = np.array([-1, 2], np.float32)
    found = Session(model.SerializeToString(), name="tiny").run({"x": x})
    np.testing.assert_array_equal(found["up"], [0, 2])
    np.testing.assert_array_equal(found["down"], [1, -2])


@pytest.mark.parametrize("provider", MISSING)
def test_a_missing_provider_is_named_with_the_remedy(provider: Provider) -> None:
    with pytest.raises(RuntimeProblemError, match=rf"^{provider.value} is not available here") as caught:
        Session(MODEL, name="tiny", options=RuntimeOptions(provider=provider))
    assert "available: cpu" in str(caught.value)
    assert "install the onnxruntime package" in str(caught.value)


def test_there_is_a_provider_to_miss() -> None:
    assert MISSING


def test_falling_back_to_the_cpu_is_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = onnxruntime.InferenceSession
    monkeypatch.setattr("engine.models.runtime.available_providers", lambda: (Provider.CUDA, Provider.CPU))
    asked: list[list[str]] = []

    def without_cuda(model: bytes, settings: object, providers: list[str]) -> object:
        asked.append(providers)
        return real(model, settings, providers=["CPUExecutionProvider"])

    monkeypatch.setattr(onnxruntime, "InferenceSession", without_cuda)
    with caplog.at_level(logging.WARNING):
        session = Session(MODEL, name="tiny", options=RuntimeOptions(provider=Provider.CUDA))
    assert asked == [["CUDAExecutionProvider", "CPUExecutionProvider"]]
    assert session.provider is Provider.CPU
    assert caplog.messages == ["tiny runs on cpu, not on cuda"]


@pytest.mark.parametrize("model", [b"", b"not a network", MODEL[:-100], MODEL[: len(MODEL) // 2]])
def test_what_is_no_network_is_refused(model: bytes) -> None:
    with pytest.raises(RuntimeProblemError, match=r"^The model my model cannot be loaded: .+"):
        Session(model, name="my model")


@pytest.mark.parametrize(
    "inputs",
    [
        {},
        {"other": np.ones((1, 3, 112, 112), np.float32)},
        {"data": np.ones((1, 3, 100, 112), np.float32)},
        {"data": np.ones((3, 112, 112), np.float32)},
        {"data": np.ones((1, 3, 112, 112), np.float64)},
        {"data": "text"},
    ],
    ids=["none", "wrong name", "wrong size", "no batch", "wrong type", "no array"],
)
def test_bad_input_is_refused(inputs: dict[str, object]) -> None:
    session = Session(MODEL, name="my model")
    with pytest.raises(RuntimeProblemError, match=r"^The model my model failed: .+"):
        session.run(inputs)
    assert session.run({"data": np.ones((1, 3, 112, 112), np.float32)})["embedding"].any()


def test_onnxruntime_reports_nothing_to_its_maker() -> None:
    """Set before the import (its library reads the variable once), whatever the user's own says."""
    code = (
        "import os, sys\n"
        "class Watcher:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'onnxruntime':\n"
        "            print(os.environ['ORT_DISABLE_TELEMETRY'])\n"
        "sys.meta_path.insert(0, Watcher())\n"
        "import engine.models.runtime\n"
        "engine.models.runtime.available_providers()\n"
        "assert 'onnxruntime' in sys.modules\n"
    )
    env = os.environ | {"ORT_DISABLE_TELEMETRY": "0"}
    done = subprocess.run([sys.executable, "-c", code], check=True, env=env, capture_output=True, text=True)
    assert done.stdout.split() == ["1"]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (
            "x.so: failed to map segment from shared object",
            "There is not enough memory to run networks. Close ",
        ),
        (
            "x.so: cannot open shared object file",
            "onnxruntime, which runs the networks, cannot be loaded: x.so: ",
        ),
    ],
)
def test_onnxruntime_that_cannot_be_loaded_is_told_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, broken: str, said: str
) -> None:
    class Broken:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "onnxruntime":
                raise ImportError(broken)

    monkeypatch.setattr(sys, "meta_path", [Broken(), *sys.meta_path])
    monkeypatch.delitem(sys.modules, "onnxruntime")
    monkeypatch.setattr(runtime, "_onnxruntime", runtime._onnxruntime.__wrapped__)
    with pytest.raises(RuntimeProblemError, match=re.escape(said)):
        available_providers()


@pytest.mark.parametrize("threads", [0, -1])
def test_threads_must_be_positive(threads: int) -> None:
    with pytest.raises(ValueError, match=f"at least 1, not {threads}"):
        RuntimeOptions(threads=threads)


def test_one_session_serves_many_threads() -> None:
    session = Session(MODEL, name="tiny")
    rng = np.random.default_rng(3)
    inputs = [rng.normal(size=(1 + k % 3, 3, 112, 112)).astype(np.float32) for k in range(24)]
    expected = [session.run({"data": x})["embedding"] for x in inputs]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda x: session.run({"data": x})["embedding"], inputs * 3))
    for one, other in zip(found, expected * 3, strict=True):
        np.testing.assert_array_equal(one, other)
