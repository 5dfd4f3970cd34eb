"""What grouping knows of one person, for reading lanes: what it needs takes a while to load and to look at.

Answers to it are in `app.desktop.together`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.library.store import Library
from engine.models import Catalogue

if TYPE_CHECKING:
    from app.grouping import SplitProposal, Suggested


def look_alikes(library: Library, person: int) -> list[Suggested]:
    """List who else may be a person or group, as `app.grouping.suggestions`."""
    from app.grouping import suggestions

    return suggestions(library, person=person)


def elsewhere(library: Library, catalogue: Catalogue, person: int) -> int:
    """Estimate how many faces of a person or group are elsewhere, as `app.grouping.completeness`.

    Raises:
        PersonNotFoundError: There is no such person or group.
        ModelError: The recogniser is not known.
    """
    from app.grouping import completeness
    from app.grouping.recogniser import grouping_card

    return round(completeness(library, grouping_card(library, catalogue), person).elsewhere)


def split_proposal(library: Library, catalogue: Catalogue, person: int) -> SplitProposal:
    """Find out where a person or group falls apart, as `app.grouping.propose_split`.

    Raises:
        PersonNotFoundError: There is no such person or group.
        ModelError: The recogniser is not known.
    """
    from app.grouping import propose_split
    from app.grouping.recogniser import grouping_card

    return propose_split(library, grouping_card(library, catalogue), person)
