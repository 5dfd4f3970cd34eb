"""A simulated user who answers the questions of `familiar review`, truthfully, on labelled sets.

    python benchmarks/review.py DATA [--only lfw_dev,photos_dev] [--libraries FOLDER]

DATA holds the labelled sets, and what is a person's face there is as in `benchmarks/sets.py`. The sets are
indexed first, or FOLDER holds libraries that were, `lfw_dev.db` and so on; these are copied. Every set is
grouped at the default strictness then.

A page of questions costs one click, and one more for each item that is otherwise than it is ticked. An item
with a face that has no label is put off, and its unlabelled side with it; these are counted apart, because
moving and merging by hand is counted for labelled faces alone. When no question settles a face with one
click, the user goes on by hand: one click for each merge or moved face, in the order that helps most.

For comparison, the same faces by the rule of others, "as near as this to one face of the group": at one
threshold for all sets, and at the one that suits each set best, which nobody knows beforehand.

A face is in place in the group that has most faces of its person, if most faces there are that person's too.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).resolve().parent))

from sets import SETS, Found, Labeller, _index, _prepared

from app.grouping import Question, Sitting, answer, group, next_questions
from app.library.embeddings import load_embeddings
from app.library.settings import RECOGNISER, get_setting
from app.library.store import Library
from app.library.tables import Embedding, Face, Photo
from engine.clustering import b_cubed, clicks_to_perfect, pairwise_scores
from engine.models import Catalogue, ModelCard
from engine.neighbours import neighbour_edges

Ids = NDArray[np.int64]

#: Cosines tried for grouping by the nearest face, and the one for all sets.
THRESHOLDS = (0.42, 0.45, 0.48, 0.51, 0.54, 0.57, 0.6, 0.63, 0.66)
FIXED = 0.51

HEADING = (
    "set            faces | by hand: 99 %  100 % | review: pages, exceptions, put off; then by hand 99 %, "
    "100 % | per 1000: by hand, with review"
)


@dataclass
class User:
    """A user who knows whose every labelled face is.

    Attributes:
        library: Theirs.
        truth: By face id, the number of its person; no entry where the face has no label.
    """

    library: Library
    card: ModelCard
    truth: dict[int, int]
    pages: int = 0
    exceptions: int = 0
    put_off: int = 0
    sitting: Sitting = field(default_factory=Sitting)

    @property
    def clicks(self) -> int:
        """Clicks so far."""
        return self.pages + self.exceptions

    def state(self) -> tuple[Ids, Ids]:
        """Return group and person of every labelled face; a face of nobody has its own group, below 0."""
        with self.library.read() as session:
            rows = session.execute(select(Face.id, Face.person_id).order_by(Face.id)).all()
        known = [(face, person, self.truth[face]) for face, person in rows if face in self.truth]
        labels = np.array([-face if person is None else person for face, person, _ in known], np.int64)
        return labels, np.array([who for _, _, who in known], np.int64)

    def review(self, *, verbose: bool = False) -> None:
        """Answer questions as long as a click settles a face or more."""
        while questions := next_questions(self.library, self.card, sitting=self.sitting):
            if questions[0].worth < 1:
                break
            self._answer(questions[0])
            group(self.library, card=self.card)
            if verbose:
                share, f = in_place(*self.state()), b_cubed(*self.state()).f
                print(
                    f"  {self.pages:4} {questions[0].kind:7} {len(questions[0].items):3} worth "
                    f"{questions[0].worth:7.2f} clicks {self.clicks:5} put off {self.put_off:5} in place "
                    f"{share:.4f} F {f:.4f} left {clicks_to_perfect(*self.state()).total}",
                    flush=True,
                )

    def _answer(self, question: Question) -> None:
        with self.library.read() as session:
            rows = session.execute(select(Face.id, Face.person_id)).all()
        faces: dict[int, list[int]] = defaultdict(list)
        for face, person in rows:
            if person is not None:
                faces[person].append(face)
        answers: list[bool | None] = []
        self.pages += 1
        for item in question.items:
            mine = set(item.face_ids)
            rest = [face for face in faces[item.one.person_id or 0] if face not in mine]
            one = self._who(rest)
            other = self._who(list(mine) or faces[item.other.person_id or 0])
            if one is None or other is None:
                self.put_off += 1
                self.sitting = self.sitting.without(item.one if one is None else item.other)
                answers.append(None)
            else:
                self.exceptions += (one == other) != item.expected
                answers.append(one == other)
        answer(self.library, question, answers)
        self.sitting = self.sitting.after(question, answers)

    def _who(self, faces: list[int]) -> int | None:
        people = Counter(self.truth[face] for face in faces if face in self.truth)
        return people.most_common(1)[0][0] if people else None


def in_place(labels: Ids, truth: Ids) -> float:
    """Return the share of faces that are in place."""
    return _by_hand(labels, truth)[1][0] / max(len(labels), 1)


def _by_hand(labels: Ids, truth: Ids) -> tuple[int, list[int]]:
    """Return all clicks by hand, and how many faces are in place after 0, 1, ... of them."""
    cells, faces = np.unique(np.column_stack([labels, truth]), axis=0, return_counts=True)
    order = np.lexsort((cells[:, 1], -faces, cells[:, 0]))
    majority = order[np.unique(cells[order, 0], return_index=True)[1]]
    main: dict[int, list[int]] = defaultdict(list)
    for at in majority.tolist():
        main[int(cells[at, 1])].append(int(faces[at]))
    placed = sum(max(sizes) for sizes in main.values())
    gains = [size for sizes in main.values() for size in sorted(sizes)[:-1]]
    # A person who is the majority of no group gets one with the first moved face.
    gains += [1] * int(faces.sum() - faces[majority].sum())
    return len(gains), [placed, *(placed + np.cumsum(sorted(gains, reverse=True))).tolist()]


def clicks_by_hand(labels: Ids, truth: Ids, share: float) -> int:
    """Return the clicks by hand until this share of the faces is in place."""
    total, placed = _by_hand(labels, truth)
    return next((count for count, faces in enumerate(placed) if faces >= share * len(labels)), total)


def main() -> None:
    """Review the sets and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--only", default=",".join(SETS))
    parser.add_argument("--libraries", type=Path, help="a folder of libraries that are indexed already")
    parser.add_argument("--pages", action="store_true", help="also print each page")
    words = parser.parse_args()
    print(HEADING)
    for name in words.only.split(","):
        with tempfile.TemporaryDirectory() as scratch:
            folder, label = _prepared(words.data, name, Path(scratch))
            path = Path(scratch, "library.db")
            if words.libraries is None:
                _index(folder, path)
            else:
                shutil.copy(words.libraries / f"{name}.db", path)
            with Library.open(path) as library:
                _review(name, library, label, verbose=words.pages)


def _review(name: str, library: Library, label: Labeller, *, verbose: bool) -> None:
    with library.read() as session:
        card = Catalogue().card(get_setting(session, RECOGNISER))
    truth, people = _truth(library, label)
    group(library, card=card)
    user = User(library, card, truth)
    before = user.state()
    start = time.perf_counter()
    user.review(verbose=verbose)
    seconds = time.perf_counter() - start
    after = user.state()
    hand, left = clicks_to_perfect(*before).total, clicks_to_perfect(*after).total
    thousand = 1000 / len(truth)
    print(
        f"{name:14} {len(truth):5} | {clicks_by_hand(*before, 0.99):13} {hand:6} | {user.pages:13} "
        f"{user.exceptions:10} {user.put_off:7} {clicks_by_hand(*after, 0.99):19} {left:6} | "
        f"{hand * thousand:24.1f} {(user.clicks + left) * thousand:18.1f}   ({seconds:.0f} s)"
    )
    print(f"    by the nearest face, then by hand: {_nearest_face(library, truth)}")
    for when, state in (("before", before), ("after", after)):
        pairs, faces = pairwise_scores(*state), b_cubed(*state)
        mean, most = _pieces(*state)
        print(
            f"    {when:6} review: in place {in_place(*state):.4f}; B-cubed F {faces.f:.4f}; pairs P "
            f"{pairs.precision:.4f} R {pairs.recall:.4f}; pieces of a person: mean {mean:.2f}, at most {most}"
        )
        if name == "families_dev":
            mixed, grouped = _mixed(*state, people)
            print(f"                   of {grouped} pairs in one group, {mixed} are of two relatives")


def _nearest_face(library: Library, truth: dict[int, int]) -> str:
    """Return the clicks by hand after grouping by the nearest face, at a fixed threshold and at the best."""
    with library.read() as session:
        model_id = session.scalar(select(Embedding.model_id).limit(1))
        assert model_id is not None
        faces = load_embeddings(session, model_id)
    edges = neighbour_edges(faces.vectors, 64, floor=min(THRESHOLDS))
    known = np.array([face in truth for face in faces.face_ids.tolist()])
    people = np.array([truth[face] for face in faces.face_ids[known].tolist()])
    clicks = {}
    for threshold in THRESHOLDS:
        near = edges.similarity >= threshold
        ends = edges.first[near], edges.second[near]
        joined = coo_array((np.ones(int(near.sum())), ends), shape=(len(known), len(known)))
        labels = connected_components(joined, directed=False)[1][known].astype(np.int64)
        clicks[threshold] = clicks_to_perfect(labels, people).total
    best = min(clicks, key=lambda threshold: (clicks[threshold], threshold))
    return f"{clicks[FIXED]} at {FIXED}, {clicks[best]} at {best}"


def _pieces(labels: Ids, truth: Ids) -> tuple[float, int]:
    """Return into how many groups and lonely faces a person falls, on average and at most."""
    cells = np.unique(np.column_stack([truth, labels]), axis=0)
    count = np.unique(cells[:, 0], return_counts=True)[1]
    return float(count.mean()), int(count.max())


def _mixed(labels: Ids, truth: Ids, people: list[str]) -> tuple[int, int]:
    """Return how many pairs of faces in one group are of two relatives, and how many pairs there are."""
    family = [name.split("_", 1)[0] for name in people]
    mixed = grouped = 0
    for label in np.unique(labels[labels > 0]).tolist():
        sizes = Counter(truth[labels == label].tolist())
        grouped += sum(sizes.values()) * (sum(sizes.values()) - 1) // 2
        for one, other in combinations(sizes, 2):
            if family[one] == family[other]:
                mixed += sizes[one] * sizes[other]
    return mixed, grouped


def _truth(library: Library, label: Labeller) -> tuple[dict[int, int], list[str]]:
    """Return the person of each labelled face, by face id, and the people's names."""
    with library.read() as session:
        rows = session.execute(
            select(Photo.path, Face.id, Face.x, Face.y, Face.width, Face.height, Photo.width, Photo.height)
            .join(Face, Face.photo_id == Photo.id)
            .order_by(Face.id)
        ).all()
    photos: dict[str, list[tuple[int, Found]]] = defaultdict(list)
    for path, face, x, y, width, height, *size in rows:
        photos[path].append((face, Found(path, (x, y, width, height), None, (size[0], size[1]))))
    names: dict[str, int] = {}
    truth: dict[int, int] = {}
    for path, faces in photos.items():
        for (face, _), person in zip(faces, label(path, [found for _, found in faces]), strict=True):
            if person is not None:
                truth[face] = names.setdefault(person, len(names))
    return truth, list(names)


if __name__ == "__main__":
    main()
