"""`familiar compare`: are the faces of two pictures the same people?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from app.cli import output
from app.cli.context import (
    JsonOption,
    LibraryOption,
    ProviderOption,
    RefusedError,
    analyser_factory,
    chosen_models,
    cores,
    open_library,
    require_picture,
    wants_json,
)
from app.library.errors import LibraryMissingError
from app.library.settings import DETECTOR, RECOGNISER
from engine.embedding import cosine, d2_from_cosine
from engine.image import read_bytes
from engine.models import Catalogue, ModelCard, Provider

PictureArgument = Annotated[Path, typer.Argument(metavar="IMAGE", help="A picture of any kind.")]


def compare(
    context: typer.Context,
    one: PictureArgument,
    other: PictureArgument,
    *,
    provider: ProviderOption = Provider.AUTO,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare every face of one picture with every face of another. Neither need be in the library."""
    from engine.recognition import same_person

    as_json = wants_json(context, as_json)
    for picture in (one, other):
        require_picture(picture)
    catalogue = Catalogue()
    detector, recogniser = _models(context, library, catalogue)
    if recogniser.recognition is None:
        raise RefusedError(f"{recogniser.name} is not a recogniser. Choose one: familiar models")
    threshold = recogniser.recognition.same_person
    analyser = analyser_factory(detector, recogniser, catalogue, provider=provider, threads=cores())()
    found = []
    for picture in (one, other):
        photo = analyser.analyse(read_bytes(picture), name=str(picture))
        if not len(photo.faces):
            raise RefusedError(f"No face was found in {picture}. Choose a picture that shows one larger.")
        found.append(photo)
    first, second = found
    pairs = [
        {
            "face": i + 1,
            "other_face": j + 1,
            "similarity": float(similarity),
            "d2": float(d2_from_cosine(similarity)),
            "same_person": bool(same),
        }
        for i, vector in enumerate(first.embeddings)
        for j, (similarity, same) in enumerate(
            zip(
                cosine(np.broadcast_to(vector, second.embeddings.shape), second.embeddings),
                same_person(vector, second.embeddings, threshold=threshold),
                strict=True,
            )
        )
    ]
    if as_json:
        boxes = [[[float(v) for v in box] for box in photo.faces.boxes] for photo in found]
        output.emit_json({"threshold": threshold, "faces": boxes[0], "other_faces": boxes[1], "pairs": pairs})
        return
    for picture, photo in zip((one, other), found, strict=True):
        for number, (left, top, width, _) in enumerate(photo.faces.boxes, 1):
            output.say(f"{picture}, face {number}: {width:.0f} pixels wide at {left:.0f}, {top:.0f}")
    output.table(
        ["face", "other face", "similarity", "d²", ""],
        (
            (
                pair["face"],
                pair["other_face"],
                f"{pair['similarity']:.3f}",
                f"{pair['d2']:.3f}",
                "same person" if pair["same_person"] else "different people",
            )
            for pair in sorted(pairs, key=lambda pair: -pair["similarity"])
        ),
        numbers=[0, 1, 2, 3],
    )


def _models(
    context: typer.Context, library: Path | None, catalogue: Catalogue
) -> tuple[ModelCard, ModelCard]:
    """Return the models of the library, or the default ones where there is no library yet."""
    try:
        with open_library(context, library) as opened:
            return chosen_models(opened, catalogue)
    except LibraryMissingError:
        return catalogue.card(DETECTOR.default), catalogue.card(RECOGNISER.default)
