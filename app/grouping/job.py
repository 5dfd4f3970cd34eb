"""The job that groups a library: read, solve, write, and only where something has changed.

The method lives in `engine.clustering`, `app.grouping.seeds` and `app.grouping.solve`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.grouping.solve import MIN_QUALITY, Groups, solve
from app.grouping.state import LibraryState, fingerprint, load_state
from app.grouping.storing import store
from app.library.settings import STRICTNESS, get_setting
from app.library.store import Library
from app.library.tables import Model, Setting
from engine.models import ModelCard

#: Cosine similarity that a step of 1 in strictness adds to the recogniser's threshold.
STRICTNESS_SPAN: float = 0.15

#: The row of `setting` that says which state of the library is grouped.
_FINGERPRINT_KEY: Final = "grouping.fingerprint"
#: Tries before the user is made to wait: what they change while faces are compared makes it start anew.
_TRIES: Final = 3
#: Where the threshold is kept, whatever the strictness; linkage needs one above 0.
_LOWEST: Final = 0.05
_HIGHEST: Final = 0.95


class Stage(StrEnum):
    """What grouping is doing."""

    READING = "reading"
    COMPARING = "comparing"
    LINKING = "linking"
    STORING = "storing"


@dataclass(frozen=True, slots=True)
class GroupingReport:
    """What grouping did.

    Attributes:
        changed: False where nothing had changed since the last grouping, so that nothing was done; all
            other figures are 0 then.
        faces: Faces that took part.
        groups: People and groups that they form.
        alone: Faces that belong to nobody.
        moved: Faces that belong to another person or group than before, or to none.
        made: New groups.
        removed: Groups that are no more.
        suggestions: Pairs of people or groups that are probably one.
    """

    changed: bool
    faces: int = 0
    groups: int = 0
    alone: int = 0
    moved: int = 0
    made: int = 0
    removed: int = 0
    suggestions: int = 0


def threshold_at(card: ModelCard, strictness: float) -> float:
    """Return the least mean cosine similarity of one person's groups.

    Args:
        card: A recogniser's.
        strictness: -1 (larger groups) to 1 (smaller, surer ones).

    Raises:
        ValueError: The card is not a recogniser's.
    """
    if card.recognition is None:
        raise ValueError(f"{card.name} is not a recogniser")
    return min(max(card.recognition.grouping + STRICTNESS_SPAN * strictness, _LOWEST), _HIGHEST)


def group(
    library: Library,
    *,
    card: ModelCard,
    strictness: float | None = None,
    min_quality: float = MIN_QUALITY,
    on_progress: Callable[[Stage], None] = lambda _: None,
) -> GroupingReport:
    """Group all faces of a library anew, in keeping with everything the user said.

    `app.grouping.seeds` has the rules. Groups keep their ids where they keep most of their faces; the same
    library gives the same groups. Nothing is done, and quickly, where no face, embedding, assignment,
    confirmation or rejection, nor threshold or quality, has changed since the last time. It may run while
    the user works: what they do meanwhile is taken into account.

    Args:
        library: The library.
        card: The recogniser's; faces it has not seen take no part.
        strictness: -1 to 1; None for the library's setting.
        min_quality: Least quality of a face that may found a group.
        on_progress: Called when a stage begins. May raise to cancel; the library is then as before.

    Raises:
        ValueError: The card is not a recogniser's.
        LibraryError: The library cannot be read or written.
    """

    def grouped(state: LibraryState) -> Groups:
        on_progress(Stage.COMPARING)
        return solve(
            state,
            threshold=threshold,
            min_quality=min_quality,
            on_linking=lambda: on_progress(Stage.LINKING),
        )

    def mark(state: LibraryState) -> str:
        return fingerprint(state, threshold=threshold, min_quality=min_quality)

    def finish(session: Session, state: LibraryState, groups: Groups) -> GroupingReport:
        stored = store(session, state, groups, threshold=threshold)
        done = mark(load_state(session, state.faces.model_id))
        session.merge(Setting(key=_FINGERPRINT_KEY, value=json.dumps(done)))
        counted = (groups.founders >= 2) | (groups.person >= 0)
        placed = int(counted[groups.labels[groups.labels >= 0]].sum())
        return GroupingReport(
            changed=True,
            faces=len(groups.part),
            groups=int(counted.sum()),
            alone=len(groups.part) - placed,
            moved=stored.moved,
            made=stored.made,
            removed=stored.removed,
            suggestions=stored.suggestions,
        )

    on_progress(Stage.READING)
    with library.read() as session:
        threshold = threshold_at(card, get_setting(session, STRICTNESS) if strictness is None else strictness)
        model_id = session.scalar(select(Model.id).where(Model.sha256 == bytes.fromhex(card.file.sha256)))
        if model_id is None:
            return GroupingReport(changed=False)
    for _ in range(_TRIES):
        with library.read() as session:
            state = load_state(session, model_id)
            known = session.get(Setting, _FINGERPRINT_KEY)
        before = mark(state)
        if known is not None and json.loads(known.value) == before:
            return GroupingReport(changed=False)
        groups = grouped(state)
        on_progress(Stage.STORING)
        with library.write() as session:
            if mark(load_state(session, model_id)) == before:
                return finish(session, state, groups)
    with library.write() as session:
        state = load_state(session, model_id)
        return finish(session, state, grouped(state))
