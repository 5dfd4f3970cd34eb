"""What another strictness, or another recogniser, would change: shown first, then accepted or dropped.

Confirmed faces, names and rejections are never part of a difference: they stay as they are. Grouping itself
lives in `app.grouping.job`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from sqlalchemy.orm import Session

from app.grouping.arrays import Ids
from app.grouping.job import (
    GroupingReport,
    Method,
    Stage,
    finish,
    group,
    model_id_of,
    suggest,
)
from app.grouping.rule import Rule
from app.grouping.solve import MIN_QUALITY, Groups, prepare, solve
from app.grouping.state import embedding_size, load_state, mark, table
from app.grouping.storing import Placing, place
from app.library.settings import RECOGNISER, STRICTNESS, set_setting
from app.library.store import Library
from engine.models import ModelCard

#: The strictness that gives the largest groups.
_LOOSEST: Final = -1.0


class UnknownRecogniserError(LookupError):
    """The library has no embeddings by this recogniser. The text is a sentence with a remedy."""


@dataclass(frozen=True, slots=True)
class PersonDifference:
    """What would change for one person or group.

    Attributes:
        person_id: `Person.id`; None for a group that would be made.
        name: None for a group.
        before: How many faces that are not ignored it has now.
        after: How many it would have.
        gains: Ids of the faces that would come.
        loses: Ids of the faces that would leave.
    """

    person_id: int | None
    name: str | None
    before: int
    after: int
    gains: tuple[int, ...]
    loses: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What grouping otherwise would change.

    Attributes:
        strictness: At which, -1 to 1.
        faces: Faces that take part.
        moved: Faces that would come to another person or group, or to nobody.
        locked: Confirmed faces, which stay whatever happens.
        groups_before: People and groups that have faces now.
        groups_after: As many as there would be.
        alone_before: Faces that belong to nobody now.
        alone_after: As many as there would be.
        people: Those that would change: the named by name, then the groups, the greatest change first, then
            those that would be made.
    """

    strictness: float
    faces: int
    moved: int
    locked: int
    groups_before: int
    groups_after: int
    alone_before: int
    alone_after: int
    people: tuple[PersonDifference, ...]


class Previewer:
    """A library held in memory as it is, to be grouped at any strictness without writing anything.

    Making one takes most of the time of grouping; each difference after that a fraction of it. May be used in
    another thread than the one that made it, by one at a time.

    Args:
        library: The library.
        card: A recogniser's.
        min_quality: Least quality of a face that may found a group.

    Raises:
        ValueError: The card is not a recogniser's.
        UnknownRecogniserError: The library has no embeddings by it.
        LibraryError: The library cannot be read.
    """

    def __init__(self, library: Library, *, card: ModelCard, min_quality: float = MIN_QUALITY) -> None:
        self._library, self._card, self._min_quality = library, card, min_quality
        with library.read() as session:
            model_id = model_id_of(session, card)
            # A recogniser that was replaced may be known and have no embeddings any more.
            if model_id is None or not embedding_size(session, model_id):
                raise UnknownRecogniserError(
                    f"No face has been embedded by {card.name} yet. Choose it with: familiar models select "
                    f"{card.name}. Then run: familiar index"
                )
            self._model_id = model_id
            self._mark = mark(session, model_id)
            state = load_state(session, model_id)
            self._names = _names(session)
            self._elsewhere = _elsewhere(session, model_id)
        self._prepared = prepare(state, Rule.of(card, _LOOSEST), min_quality=min_quality)

    def difference(self, strictness: float) -> Difference:
        """Return what grouping at a strictness, -1 to 1, would change."""
        groups, placing = self._solved(strictness)
        state = self._prepared.state
        before = state.faces.person_ids[groups.part]
        after = np.r_[placing.row, 0][groups.labels]
        # New groups have no rows yet: they are told apart by numbers below 0.
        lacking = np.flatnonzero(placing.row == -1)
        number = np.zeros(len(placing.row) + 1, np.int64)
        number[lacking] = -1 - np.arange(len(lacking))
        after = np.where(after == -1, number[groups.labels], after)
        released = dict(zip(placing.faces.tolist(), placing.before.tolist(), strict=True))
        # What is ignored is not counted, so it cannot leave either.
        ignored = state.absent[state.absent[:, 4] == 1, 0]
        for face in np.r_[state.faces.face_ids[groups.part], ignored].tolist():
            released.pop(face, None)
        people = self._people(state.faces.face_ids[groups.part], before, after, released)
        elsewhere = set(self._elsewhere) - {0}
        return Difference(
            strictness=strictness,
            faces=len(groups.part),
            moved=len(np.setdiff1d(placing.faces, ignored)),
            locked=int(state.faces.confirmed[groups.part].sum()),
            groups_before=len((set(before.tolist()) | elsewhere) - {0}),
            groups_after=len((set(after.tolist()) | elsewhere) - {0}),
            alone_before=int((before == 0).sum()),
            alone_after=int((after == 0).sum()),
            people=people,
        )

    def accept(
        self, strictness: float, *, on_progress: Callable[[Stage], None] = lambda _: None
    ) -> GroupingReport:
        """Group the library at a strictness, and keep that and the recogniser as its settings.

        What the user has done since the library was read, and does meanwhile, is taken into account.

        Args:
            strictness: -1 to 1.
            on_progress: Called when a stage begins. May raise to cancel, as in `app.grouping.job.group`; the
                next grouping then is done with the new settings.
        """
        self.choose(strictness)
        on_progress(Stage.LINKING)
        method = Method(self._card, strictness, self._min_quality)
        solved = self._solved(strictness)
        on_progress(Stage.STORING)
        with self._library.write() as session:
            unchanged = mark(session, self._model_id) == self._mark
            stored = finish(session, self._model_id, method, solved) if unchanged else None
        if stored is None:
            return group(
                self._library,
                card=self._card,
                strictness=strictness,
                min_quality=self._min_quality,
                anew=True,
                on_progress=on_progress,
            )
        on_progress(Stage.SUGGESTING)
        return suggest(self._library, self._model_id, method, stored, anew=True)

    def choose(self, strictness: float) -> None:
        """Keep a strictness and the recogniser as settings of the library; the next grouping follows them.

        Args:
            strictness: -1 to 1.
        """
        with self._library.write() as session:
            set_setting(session, STRICTNESS, strictness)
            set_setting(session, RECOGNISER, self._card.name)

    def _solved(self, strictness: float) -> tuple[Groups, Placing]:
        groups = solve(self._prepared, Rule.of(self._card, strictness))
        return groups, place(self._prepared.state, groups)

    def _people(
        self,
        faces: Ids,
        before: Ids,
        after: Ids,
        released: dict[int, int],
    ) -> tuple[PersonDifference, ...]:
        gains: dict[int, list[int]] = {}
        loses: dict[int, list[int]] = {}
        for at in np.flatnonzero(before != after).tolist():
            loses.setdefault(int(before[at]), []).append(int(faces[at]))
            gains.setdefault(int(after[at]), []).append(int(faces[at]))
        for face, person in released.items():
            loses.setdefault(person, []).append(face)
        had = dict(zip(*(column.tolist() for column in np.unique(before, return_counts=True)), strict=True))
        found = []
        for person in (gains.keys() | loses.keys()) - {0}:
            come, go = gains.get(person, []), loses.get(person, [])
            size = had.get(person, 0) + self._elsewhere.get(person, 0)
            found.append(
                PersonDifference(
                    person_id=person if person > 0 else None,
                    name=self._names.get(person),
                    before=size,
                    after=size + len(come) - len(go),
                    gains=tuple(sorted(come)),
                    loses=tuple(sorted(go)),
                )
            )
        return tuple(
            sorted(
                found,
                key=lambda one: (
                    one.name is None,
                    one.name or "",
                    one.person_id is None,
                    -len(one.gains) - len(one.loses),
                    one.person_id or 0,
                    one.gains,
                ),
            )
        )


def _names(session: Session) -> dict[int, str]:
    rows = session.connection().exec_driver_sql("SELECT id, name FROM person WHERE name IS NOT NULL")
    return {row[0]: row[1] for row in rows}


def _elsewhere(session: Session, model_id: int) -> dict[int, int]:
    """Count by person the faces that are not ignored and that the recogniser does not know."""
    rows = table(
        session,
        "SELECT person_id, count(*) FROM face WHERE person_id IS NOT NULL AND ignored_at IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM embedding WHERE face_id = face.id AND model_id = ?) "
        "GROUP BY person_id",
        2,
        model_id,
    )
    return dict(rows.tolist())
