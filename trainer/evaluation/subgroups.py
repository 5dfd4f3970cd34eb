"""VAL and FAR by subgroup: of faces by kind, age, decade or whatever is known of them, and of relatives.

All subgroups are judged at one threshold, that of the whole set: a model that is as good for all has the same
FAR and VAL in every row. Pairs between two values of a label (one face of the 1970s, one of the 1990s) have
rows of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trainer.data.tables import read_table
from trainer.evaluation.blocks import blocks
from trainer.evaluation.verification import count_pairs

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

#: A label with more values than this is no label of subgroups (a date, a name), and its table none to read.
MOST_VALUES = 20


@dataclass(frozen=True, slots=True)
class Subgroup:
    """The pairs of a face of one value and a face of the same or another value.

    Attributes:
        label: what is known of the faces; the heading of a column.
        value: of one face.
        other: of the other face; equal to `value` for pairs within it.
        same: pairs of one person.
        val: share of them that is accepted; None where there are none.
        different: pairs of two people.
        far: share of them that is accepted; None where there are none.
    """

    label: str
    value: str
    other: str
    same: int
    val: float | None
    different: int
    far: float | None


@dataclass(frozen=True, slots=True)
class Relatives:
    """Pairs of two people of one family.

    Attributes:
        pairs: how many.
        far: share of them that is accepted.
    """

    pairs: int
    far: float


def read_subgroups(file: Path, files: Sequence[str], people: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read what is known of faces.

    Args:
        file: CSV with a heading; the column `file` holds pictures' names as in the set, or `person` the names
            of people; every other column is a label. A row counts for all it fits.
        files: n pictures, relative to their set.
        people: n names, whose face each is.

    Returns:
        By label: n values, "" where nothing is known; empty where no row fits.

    Raises:
        ValueError: it is no CSV in UTF-8, there is no such column or no other, or a label has more than
            `MOST_VALUES` values.
        OSError: it cannot be read.
    """
    headings, rows = read_table(file)
    key = next((name for name in ("file", "person") if name in headings), None)
    labels = [name for name in headings if name not in ("file", "person")]
    if key is None or not labels:
        raise ValueError(f"{file} needs a heading with file or person, and a column for each label.")
    known = {row[key]: {label: row[label].strip() for label in labels} for row in rows}
    found = [known.get(name) for name in (files if key == "file" else people)]
    if not any(found):
        return {}
    values = {label: tuple(row[label] if row else "" for row in found) for label in labels}
    for label, some in values.items():
        if len(set(some)) > MOST_VALUES + 1:
            raise ValueError(
                f"The column {label} of {file} has more than {MOST_VALUES} values. Put them into classes."
            )
    return values


def by_subgroup(
    embeddings: Floats, people: Labels, labels: Mapping[str, Sequence[str]], *, threshold: float
) -> tuple[Subgroup, ...]:
    """Count pairs that are accepted, by the values of their two faces.

    Args:
        embeddings: (n, d) float32 unit vectors.
        people: (n,) whose face each is.
        labels: by label n values; faces of value "" are left out.
        threshold: cosine from which on a pair is accepted.

    Returns:
        A row for each label and two values that have any pair, pairs within a value before those between.
    """
    found = []
    for label, values in labels.items():
        names = sorted(set(values) - {""})
        number = {name: at for at, name in enumerate(names)}
        codes = np.array([number.get(value, -1) for value in values], np.int64)
        known = codes >= 0
        counts = _counted(embeddings[known], people[known], codes[known], len(names), threshold)
        pairs = [(i, j) for i in range(len(names)) for j in range(i, len(names))]
        for i, j in sorted(pairs, key=lambda pair: (pair[0] != pair[1], pair)):
            (different, taken), (same, right) = counts[:, :, i, j].tolist()
            if same or different:
                found.append(
                    Subgroup(
                        label=label,
                        value=names[i],
                        other=names[j],
                        same=same,
                        val=right / same if same else None,
                        different=different,
                        far=taken / different if different else None,
                    )
                )
    return tuple(found)


def _counted(embeddings: Floats, people: Labels, codes: Labels, values: int, threshold: float) -> Labels:
    """Return (2, 2, values, values): pairs by one person or not, all or accepted, and both values, rising."""
    counts = np.zeros(4 * values * values, np.int64)
    for block in blocks(embeddings):
        rows, columns = block.rows, block.columns
        low = np.minimum(codes[rows, None], codes[None, columns])
        high = np.maximum(codes[rows, None], codes[None, columns])
        same = people[rows, None] == people[None, columns]
        kind = ((2 * same + (block.similarity >= threshold)) * values + low) * values + high
        counts += np.bincount(kind[block.once()], minlength=len(counts))
    found = counts.reshape(2, 2, values, values)
    return np.stack([found.sum(axis=1), found[:, 1]], axis=1)


def with_relatives(people: Labels, families: Labels) -> NDArray[np.bool_]:
    """Return whether each face (n,) is of a family of two people or more.

    Args:
        people: (n,) whose face each is.
        families: (n,) the family of each.
    """
    of_each = np.unique(np.stack([families, people], axis=1), axis=0)[:, 0]
    return np.isin(families, of_each[1:][np.diff(of_each) == 0])


def relatives(embeddings: Floats, people: Labels, families: Labels, *, threshold: float) -> Relatives | None:
    """Return FAR among relatives, the hardest of negatives; None where nobody has any.

    Args:
        embeddings: (n, d) float32 unit vectors.
        people: (n,) whose face each is.
        families: (n,) the family of each.
        threshold: cosine from which on a pair is accepted.
    """
    among = with_relatives(people, families)
    counts = count_pairs(embeddings[among], people[among], within=families[among]).different
    pairs = int(counts.sum())
    if not pairs:
        return None
    at = round((threshold + 1) * (len(counts) / 2))
    return Relatives(pairs, float(counts[at:].sum() / pairs))
