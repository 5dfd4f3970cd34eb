"""Running models: the one place that imports onnxruntime.

A `Session` holds one loaded network. Its `run` may be called from many threads at once.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.memory import lacks_memory

# Official builds of onnxruntime from 1.29 on report every session to their maker, and keep an identifier
# and a queue of reports in the home folder. Only this, set before the import, stops both from the start.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

logger = logging.getLogger(__name__)

_NO_MEMORY = "There is not enough memory to run networks. Close other programs, then try again."
# 3: errors only. onnxruntime warns on the standard error stream about things no user can act on.
_LOG_ERRORS_ONLY = 3


class Provider(StrEnum):
    """Where a network runs."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"
    COREML = "coreml"
    DIRECTML = "directml"


_ORT_NAMES = {
    Provider.CUDA: "CUDAExecutionProvider",
    Provider.COREML: "CoreMLExecutionProvider",
    Provider.DIRECTML: "DmlExecutionProvider",
    Provider.CPU: "CPUExecutionProvider",
}


class RuntimeProblemError(RuntimeError):
    """A network could not be loaded or run; the message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class RuntimeOptions:
    """How networks are run.

    Attributes:
        provider: AUTO takes the first of CUDA, CoreML and DirectML that this computer has, else the CPU.
        threads: processor threads within one call; 1 where the caller itself works in several threads.
    """

    provider: Provider = Provider.AUTO
    threads: int = 1

    def __post_init__(self) -> None:
        if self.threads < 1:
            raise ValueError(f"threads must be at least 1, not {self.threads}")


@cache
def _onnxruntime() -> Any:
    """Return the module, loaded when the first network is wanted: a window is shown sooner without it.

    Raises:
        RuntimeProblemError: it cannot be loaded.
    """
    try:
        import onnxruntime
    except (MemoryError, ImportError, OSError) as error:
        if lacks_memory(error):
            raise RuntimeProblemError(_NO_MEMORY) from error
        raise RuntimeProblemError(
            f"onnxruntime, which runs the networks, cannot be loaded: {error}. "
            "Install it anew with: pip install --force-reinstall onnxruntime"
        ) from error

    # Windows builds that report through the operating system know only the call.
    onnxruntime.disable_telemetry_events()
    return onnxruntime


def available_providers() -> tuple[Provider, ...]:
    """Return what this computer's onnxruntime can run on, best first; the CPU is always last.

    Raises:
        RuntimeProblemError: onnxruntime cannot be loaded.
    """
    present = set(_onnxruntime().get_available_providers())
    return tuple(provider for provider, name in _ORT_NAMES.items() if name in present)


def runs_on(options: RuntimeOptions) -> Provider:
    """Return what a network would run on with these options, if it can run there."""
    return available_providers()[0] if options.provider is Provider.AUTO else options.provider


class Session:
    """One loaded network.

    Args:
        model: the bytes of an ONNX file.
        name: what to call it in messages.
        options: provider and threads.

    Raises:
        RuntimeProblemError: the model cannot be loaded, or the asked-for provider is not there.
    """

    def __init__(self, model: bytes, *, name: str, options: RuntimeOptions | None = None) -> None:
        options = options or RuntimeOptions()
        self.name = name
        present = available_providers()
        if options.provider is Provider.AUTO:
            wanted = present
        elif options.provider in present:
            # The CPU stays behind it for the few operators a provider may lack.
            wanted = tuple(dict.fromkeys((options.provider, Provider.CPU)))
        else:
            raise RuntimeProblemError(
                f"{options.provider.value} is not available here; available: "
                f"{', '.join(p.value for p in present)}. Choose one of these, or install the "
                "onnxruntime package made for your graphics card."
            )
        settings = _onnxruntime().SessionOptions()
        settings.intra_op_num_threads = options.threads
        settings.inter_op_num_threads = 1
        settings.log_severity_level = _LOG_ERRORS_ONLY
        # Photos differ in size; a plan of memory for every size seen would be kept for ever.
        settings.enable_mem_pattern = False
        settings.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = _onnxruntime().InferenceSession(
                model, settings, providers=[_ORT_NAMES[p] for p in wanted]
            )
        except Exception as error:  # onnxruntime raises many types, none of them documented
            if lacks_memory(error):
                raise RuntimeProblemError(
                    f"There is not enough memory for the model {name}. Close other programs, then try again."
                ) from error
            raise RuntimeProblemError(f"The model {name} cannot be loaded: {error}") from error
        self.provider = _provider(self._session.get_providers()[0])
        if options.provider not in (Provider.AUTO, self.provider):
            logger.warning("%s runs on %s, not on %s", name, self.provider, options.provider)
        self.output_names: tuple[str, ...] = tuple(o.name for o in self._session.get_outputs())
        self.input_names: tuple[str, ...] = tuple(i.name for i in self._session.get_inputs())

    def run(self, inputs: dict[str, NDArray[Any]]) -> dict[str, NDArray[np.float32]]:
        """Run the network once.

        Args:
            inputs: arrays by the name of the graph input.

        Returns:
            Arrays by the name of the graph output.

        Raises:
            RuntimeProblemError: the network refused the input, or memory ran out.
        """
        try:
            values = self._session.run(None, inputs)
        except Exception as error:  # onnxruntime raises many types, none of them documented
            raise RuntimeProblemError(f"The model {self.name} failed: {error}") from error
        return dict(zip(self.output_names, values, strict=True))


def _provider(ort_name: str) -> Provider:
    return next((p for p, name in _ORT_NAMES.items() if name == ort_name), Provider.CPU)
