"""Finds what the page of photos shows: photos, their events and stacks, or why there are none.

Everything here asks the library, so not in the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from sqlalchemy.orm import Session

from app.desktop.widgets.no_photos import Why
from app.indexing import standing, watched_roots
from app.search.browsing import Timeline, timeline
from app.search.events import Events, events
from app.search.geography import KnownPlaces
from app.search.instead import instead, mistakes
from app.search.language import parse
from app.search.photos import known_names, search_photos
from app.search.stacks import Stacks


class Division(StrEnum):
    """What photos are divided by."""

    MONTHS = "months"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be shown.

    Attributes:
        text: A search; empty for all photos.
        ids: These photos instead, if any.
        division: What they are divided by.
    """

    text: str
    ids: tuple[int, ...] = ()
    division: Division = Division.MONTHS


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What is there to show.

    Attributes:
        photos: All that were found, newest first; None where the search is not understood.
        why: Why there are none; None where there are.
        events: What they are divided by; None for months.
        stacks: What they are stacked under; None where each is shown.
    """

    photos: Timeline | None
    why: Why | None = None
    events: Events | None = None
    stacks: Stacks | None = None


def find_photos(session: Session, wanted: Wanted, stacks: Callable[[Session], Stacks] | None) -> Found:
    """Find photos.

    Args:
        session: A session.
        wanted: Which.
        stacks: Finds the stacks of the library; None where each photo is to be shown.
    """
    text = wanted.text
    if wanted.ids:
        # In the order of all, newest first.
        every = search_photos(session, parse("", {}))
        return _divided(session, wanted, timeline(session, every[np.isin(every, wanted.ids)]), None)
    if not text.strip():
        found = timeline(session)
        if not len(found):
            roots = [(root.path, standing(root.path)) for root in watched_roots(session)]
            return Found(found, Why(folders=tuple(roots)))
        return _divided(session, wanted, found, stacks)
    names, places = known_names(session), KnownPlaces(session)
    wrong = tuple(mistakes(text, names, places))
    if wrong:
        return Found(None, Why(text, wrong, tuple(instead(session, text))))
    found = timeline(session, search_photos(session, parse(text, names, places)))
    if not len(found):
        return Found(found, Why(text, (), tuple(instead(session, text))))
    return _divided(session, wanted, found, stacks)


def _divided(
    session: Session, wanted: Wanted, photos: Timeline, stacks: Callable[[Session], Stacks] | None
) -> Found:
    return Found(
        photos,
        None,
        events(session) if wanted.division is Division.EVENTS else None,
        None if stacks is None else stacks(session),
    )
