"""Feeds what reads models with mutated cards and networks.

How it is run and what counts as a finding is in `fuzzing.py`. The promises here: a card that can be used or a
`CardError`, a network that answers as its card says or a `ModelError`, and no path out of the model's folder.
What goes on inside onnx and onnxruntime guides no mutation, but a crash there is a finding like any other.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from fuzzing import ROOT, Target, hold, main

WORDS = r"""
    [file] [input] [alignment] [detection] [recognition] [calibration] name title task licence source path
    sha256 package version repairs range width height multiple_of colour RGB BGR template strides thresholds
    embedding_size grouping same_person nan inf -inf 1e999 [[ ]] {} ''' \"\"\" ../ /etc/ \\u0000 true false
    1979-05-27 AveragePool Flatten Gemm Conv PRelu DequantizeLinear Reshape Constant Loop If Scan weights data
    embedding batch kernel_shape strides axis block_size external location offset length \x08\x0a \x12\x04
    \xff\xff\xff\xff\x0f
""".split()


def read_card(data: bytes) -> None:
    """A card is read, again from its own text, or refused."""
    from engine.models.card import CardError, parse_card

    text = data.decode("utf-8", "replace")
    try:
        card = parse_card(text, where="card")
    except CardError as error:
        hold(str(error), "no sentence")
        return
    again = parse_card(card.text, where="card")
    hold((again.name, again.file, again.input) == (card.name, card.file, card.input), "read otherwise again")
    path = PurePosixPath(card.file.path)
    if card.file.package is None:
        hold(len(path.parts) == 1 and path.name not in {"", ".", ".."}, f"leads out: {path}")
    plain = card.name not in {"", ".", ".."} and not {"/", "\\"} & {*card.name}
    hold(plain, "a name with folders")


def try_network(data: bytes) -> None:
    """A network is repaired, loaded and tried, or refused."""
    from makers.onnx_models import recogniser, recogniser_card

    from engine.models.card import parse_card
    from engine.models.catalogue import ModelError, check_model

    card = parse_card(recogniser_card(recogniser()), where="card")
    file = replace(card.file, sha256=hashlib.sha256(data).hexdigest(), repairs=_repairs(data))
    with contextlib.suppress(ModelError):
        check_model(data, replace(card, file=file), where="model.onnx")


def _repairs(data: bytes) -> tuple[str, ...]:
    from engine.models.repair import REPAIRS

    return tuple(REPAIRS) if len(data) % 2 else ()


def card_seeds() -> Iterable[bytes]:
    """Return all cards that there are."""
    from makers.onnx_models import recogniser, recogniser_card

    yield recogniser_card(recogniser()).encode()
    for file in sorted(Path(ROOT, "resources", "models").glob("*.toml")):
        yield file.read_bytes()


def network_seeds() -> Iterable[bytes]:
    """Return small networks, plain and with what is repaired."""
    from makers.onnx_models import recogniser

    yield recogniser(8, side=32)
    yield recogniser(4, side=16) + b"\0"
    yield recogniser(128)


TARGETS = {
    "card": Target(read_card, card_seeds, 8_000),
    "network": Target(try_network, network_seeds, 100_000),
}
LOADED = ["engine.models.card", "engine.models.repair", "engine.models.catalogue"]

if __name__ == "__main__":
    sys.exit(main(__file__, TARGETS, words=WORDS, watched=["engine.models"], load=LOADED))
