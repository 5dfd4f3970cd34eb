"""Exporting a network as a model that the application can install: NAME.onnx, NAME.toml and NAME.md.

The order of the work lives here; each step of it in the other modules.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.embedding import pack, unpack
from engine.models import (
    Catalogue,
    ModelCard,
    ModelError,
    RuntimeOptions,
    Session,
    built_in_names,
    check_model,
    parse_card,
)
from trainer.data.geometry import Region, cut_region, template_for
from trainer.data.training_set import TrainingSet
from trainer.evaluation.models import TEMPLATE_SIDE, stored_template
from trainer.evaluation.subgroups import with_relatives
from trainer.evaluation.verification import count_pairs, require_pairs
from trainer.exporting.calibration import LabelledSet, measure
from trainer.exporting.card import About, Shape, Thresholds, card_text, choose_thresholds
from trainer.exporting.certainty import Certainty, measure_certainty
from trainer.exporting.comparing import COMPARED, FAR, PrecisionReport, compare, report_text
from trainer.exporting.mixed import has_wide_layers
from trainer.exporting.onnx import to_onnx, write_whole
from trainer.exporting.quantising import Precision, in_precision
from trainer.exporting.running import Embeddings, embed

if TYPE_CHECKING:
    from trainer.networks.base import RecognitionNetwork

Pixels = NDArray[np.uint8]
Labels = NDArray[np.int64]
Progress = Callable[[str, int, int], None]

#: Of a held-out set no more faces than this are measured (but of two people at least).
MOST_FACES = 2500

#: Faces on which the ranges of activations are measured.
RANGED = 256

#: Faces on which the file is compared with the network.
CHECKED = 76

# At which the set with the best pictures is told.
_GOOD_FAR = 1e-3

_CHUNK = 64

# They split PRelu themselves, or not at all.
_WITH_WHOLE_PRELU = {Precision.INT8, Precision.MIXED}


@dataclass(frozen=True, slots=True, eq=False)
class Exported:
    """A model that was written.

    Attributes:
        model: the ONNX file.
        mixed: the one with wide layers in whole numbers, if there is one.
        card_file: the card's file.
        report: what is known of the precisions, as text.
        card: as it was written.
        difference: greatest distance of a unit vector of the float32 file from the network's own.
        precisions: float32 first, then the others.
    """

    model: Path
    mixed: Path | None
    card_file: Path
    report: Path
    card: ModelCard
    difference: float
    precisions: tuple[PrecisionReport, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _HeldOut:
    """The faces of one set that are measured.

    Attributes:
        name: of the set.
        faces: the set.
        cut: gives the network's input (k, height, width, 3) of faces (k,).
    """

    name: str
    faces: TrainingSet
    cut: Callable[[Labels], Pixels]


def export_model(
    network: RecognitionNetwork,
    *,
    name: str,
    title: str,
    licence: str,
    source: str,
    held_out: Sequence[TrainingSet],
    to: Path,
    reference: str = "",
    precision: Precision | str = Precision.FLOAT32,
    compared: Sequence[Precision] = (),
    comparable_with: Sequence[str] = (),
    notes: Sequence[str] = (),
    built_in: bool = False,
    on_progress: Progress | None = None,
) -> Exported:
    """Write a network, its card and a report into a folder, and try whether it can be installed.

    Args:
        network: that was trained.
        name: of the model, and of the files.
        title: for people.
        licence: SPDX name or a sentence.
        source: where it comes from.
        held_out: labelled faces of people it was not trained on; everything on the card is measured on these.
        to: the folder; made if need be. Files of that name are replaced.
        reference: of the method.
        precision: of the file. MIXED writes two, one of them float16, which is all there is to write where a
            network has no wide layers.
        compared: other precisions that the report compares it with; float32 always is.
        comparable_with: names of recognisers whose embeddings lie in the same space.
        notes: sentences on data, recipe and weak points, for the card.
        built_in: whether it is to come with Familiar, and may have the name of a model that does.
        on_progress: told what is done, and how much of how much.

    Raises:
        ValueError: there are no held-out faces, or a set has no pair of one person or none of two people; the
            file is not like the network; or there is no such precision.
        CardError: what was said does not make a card.
        ModelError: the name is that of a built-in model, one of `comparable_with` is not known, or the engine
            cannot install the model.
        OSError: the files cannot be written.
    """
    precision = Precision(precision)
    told = on_progress or (lambda _what, _done, _total: None)
    shape = _shape(network)
    sets = [part for one in held_out for part in _parts(one, shape)]
    if not sets:
        raise ValueError("A model's card is measured on held-out faces, and there are none.")
    about = About(name, title, licence, source, reference, tuple(comparable_with), tuple(notes))
    _check(about, shape, built_in=built_in)
    sample = _sample(sets, RANGED)
    told("Writing the network", 0, 1)
    plain, difference = to_onnx(network, crops=sample[:CHECKED], split=False)
    fast, fast_difference = to_onnx(network, crops=sample[:CHECKED])
    # Beside a mixed file lies one in floats, for processors that are slower with whole numbers.
    stored = Precision.FLOAT16 if precision is Precision.MIXED else precision
    asked = {*compared, precision}
    if not has_wide_layers(plain):
        asked.discard(Precision.MIXED)
        precision = stored
    files = {
        kind: in_precision(plain if kind in _WITH_WHOLE_PRELU else fast, kind, sample)
        for kind in Precision
        if kind in {Precision.FLOAT32, stored, *asked}
    }
    crops, people = _compared_faces(sets)
    precisions = compare(
        files,
        crops,
        people,
        lambda done, total: told("Comparing precisions", done, total),
    )
    data = files[stored]
    mixed = files[Precision.MIXED] if precision is Precision.MIXED else None
    kinds = list(dict.fromkeys((stored, precision)))
    measured = [next(one for one in precisions if one.precision is kind) for kind in kinds]
    note = (
        f"Written by `trainer export` as {' and '.join(kinds)}; VAL "
        f"{' and '.join(f'{one.val:.4f}' for one in measured)} at FAR {FAR:g} on "
        f"{', '.join(one.name for one in sets)}."
    )
    text = _card(replace(about, notes=(*notes, note)), data, mixed, sets, shape, on_progress=told)
    card = _tried(name, data, mixed, text)
    exported = Exported(
        model=to / card.file.path,
        mixed=to / card.file.mixed.path if card.file.mixed is not None else None,
        card_file=to / f"{name}.toml",
        report=to / f"{name}.md",
        card=card,
        difference=max(difference, fast_difference),
        precisions=precisions,
    )
    described = f"{exported.model.name} is stored as {stored.value}"
    described += f", {exported.mixed.name} as {precision.value}" if exported.mixed is not None else ""
    write_whole(exported.model, data)
    if exported.mixed is not None and mixed is not None:
        write_whole(exported.mixed, mixed)
    write_whole(exported.card_file, text.encode())
    write_whole(
        exported.report, report_text(exported.card.name, described, exported.difference, precisions).encode()
    )
    return exported


def _shape(network: RecognitionNetwork) -> Shape:
    # The crops of training sets are aligned to a square template, which fills the network's height.
    template = template_for(
        stored_template(Catalogue()), TEMPLATE_SIDE, width=network.width, height=network.height
    )
    return Shape(network.width, network.height, network.embedding_size, template)


def check_name(name: str, *, comparable_with: Sequence[str] = (), built_in: bool = False) -> None:
    """Refuse names before a long run that `export_model` would refuse behind it.

    Raises:
        CardError: it cannot be the name of a model.
        ModelError: it is that of a built-in model; or of those in `comparable_with` one is not known.
    """
    shape = Shape(TEMPLATE_SIDE, TEMPLATE_SIDE, 128, stored_template(Catalogue()))
    _check(About(name, name, "-", "-", "", tuple(comparable_with)), shape, built_in=built_in)


def _check(about: About, shape: Shape, *, built_in: bool) -> None:
    """Refuse at once what would be refused after long measuring."""
    nothing = Thresholds(same_person=0, grouping=0, precision=0, f=0)
    text = card_text(about, shape, sha256="0" * 64, thresholds=nothing, certainty=Certainty(), measured=None)
    parse_card(text, where=f"The card of {about.name}")
    if about.name in built_in_names() and not built_in:
        raise ModelError(f"{about.name} is the name of a built-in model. Choose another name.")
    catalogue = Catalogue()
    for other in about.comparable_with:
        # Refuses what nobody has.
        catalogue.card(other)


def _parts(faces: TrainingSet, shape: Shape) -> Iterator[_HeldOut]:
    """Yield the sets that were joined into one, each without people beyond `MOST_FACES` faces."""
    for number, name in enumerate(faces.set_names):
        whole = faces.subset(np.flatnonzero(faces.sets == number))
        if not len(whole):
            continue
        require_pairs(name, whole.people)
        part = whole.subset(_of_some_people(whole.people, MOST_FACES))
        region = Region(part.size, part.margin, shape.width, shape.height)
        yield _HeldOut(name, part, partial(_cut, part, region))


def _of_some_people(people: Labels, most: int) -> Labels:
    """Return faces of whole people, chosen by chance, always the same: of two at least, with a pair of one.

    Args:
        people: (n,) numbers from 0, whose face each is.
        most: faces, unless those of two people are more.

    Returns:
        (k,) indices, rising.
    """
    counts = np.bincount(people)
    order = np.random.default_rng(0).permutation(len(counts))
    # Who has a single face makes no pair of one person.
    order = order[np.argsort(counts[order] < 2, kind="stable")]
    enough = max(int(np.searchsorted(np.cumsum(counts[order]), most, side="right")), 2)
    return np.flatnonzero(np.isin(people, order[:enough]))


def _compared_faces(sets: Sequence[_HeldOut]) -> tuple[Pixels, Labels]:
    """Return about `COMPARED` faces, as many of each set, and whose they are."""
    crops, people = [], []
    for number, one in enumerate(sets):
        indices = _of_some_people(one.faces.people, COMPARED // len(sets))
        crops.append(one.cut(indices))
        people.append(one.faces.people[indices] + number * (1 << 32))
    return np.concatenate(crops), np.concatenate(people)


def _cut(faces: TrainingSet, region: Region, indices: Labels) -> Pixels:
    return np.stack([cut_region(crop, region) for crop in faces.crops(indices)])


def _sample(sets: Sequence[_HeldOut], count: int) -> Pixels:
    """Return about as many faces of each set, evenly spread over its people."""
    share = -(-count // len(sets))
    parts = []
    for one in sets:
        order = np.argsort(one.faces.people, kind="stable")
        parts.append(one.cut(order[np.unique(np.linspace(0, len(order) - 1, share).astype(np.int64))]))
    # Mixed, so that the first of them are of every set.
    mixed = np.random.default_rng(0).permutation(sum(map(len, parts)))
    return np.concatenate(parts)[mixed]


def _embedded(session: Session, one: _HeldOut, on_progress: Progress) -> Embeddings:
    vectors, lengths = [], []
    for start in range(0, len(one.faces), _CHUNK):
        indices = np.arange(start, min(start + _CHUNK, len(one.faces)))
        found = embed(session, one.cut(indices))
        vectors.append(found.vectors)
        lengths.append(found.lengths)
        on_progress(f"Measuring on {one.name}", int(indices[-1]) + 1, len(one.faces))
    return Embeddings(np.concatenate(vectors), np.concatenate(lengths))


def _session(data: bytes, name: str) -> Session:
    return Session(data, name=name, options=RuntimeOptions(threads=os.cpu_count() or 1))


def _card(
    about: About,
    data: bytes,
    mixed: bytes | None,
    sets: Sequence[_HeldOut],
    shape: Shape,
    *,
    on_progress: Progress,
) -> str:
    """Measure the file that is written, in its own precision, and return its card."""
    session = _session(data, about.name)
    found = [_embedded(session, one, on_progress) for one in sets]
    labelled = [
        LabelledSet(one.name, unpack(pack(its.vectors)), one.faces.people, _families(one.faces))
        for one, its in zip(sets, found, strict=True)
    ]
    on_progress("Measuring", 0, 1)
    # Of the set with the best pictures: what degrading takes away must be there at first.
    vals = [count_pairs(one.embeddings, one.people).validation(_GOOD_FAR).val for one in labelled]
    at = vals.index(max(vals))
    certainty = measure_certainty(
        partial(embed, session), sets[at].cut, found[at].vectors, sets[at].faces.people
    )
    return card_text(
        about,
        shape,
        sha256=hashlib.sha256(data).hexdigest(),
        mixed_sha256=None if mixed is None else hashlib.sha256(mixed).hexdigest(),
        thresholds=choose_thresholds(labelled),
        certainty=certainty,
        measured=measure(labelled),
    )


def _families(faces: TrainingSet) -> Labels | None:
    """Return the families, or None where nobody has relatives."""
    return faces.families if with_relatives(faces.people, faces.families).any() else None


def _tried(name: str, data: bytes, mixed: bytes | None, text: str) -> ModelCard:
    """Try whether the engine can use a model as its card says, and return its card."""
    card = parse_card(text, where=f"{name}.toml")
    check_model(data, card, where=card.file.path)
    if card.file.mixed is not None and mixed is not None:
        check_model(mixed, replace(card, file=card.file.mixed), where=card.file.mixed.path)
    return card
