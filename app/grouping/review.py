"""What is to be reviewed: pairs of people and groups that are probably one.

Suggestions are made in `app.grouping.storing`; answering one is a user's action in `app.operations`.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from app.library.store import Library
from app.library.tables import Person, Rejection, Suggestion


@dataclass(frozen=True, slots=True)
class SuggestedPair:
    """Two people or groups that are probably one.

    Attributes:
        person_id: The lower id.
        name: Of that one, or None for a group.
        other_person_id: The higher id.
        other_name: Of that one, or None for a group.
        similarity: Mean cosine similarity of their faces, -1 to 1.
    """

    person_id: int
    name: str | None
    other_person_id: int
    other_name: str | None
    similarity: float


def suggestions(library: Library, *, most: int = 500) -> list[SuggestedPair]:
    """List open suggestions, the most similar first.

    Left out is what the user has answered since they were made: pairs told apart, and ignored ones.

    Args:
        library: The library.
        most: How many at most.
    """
    one, other = aliased(Person), aliased(Person)
    answered = and_(
        Rejection.person_id == Suggestion.person_id,
        Rejection.other_person_id == Suggestion.other_person_id,
    )
    statement = (
        select(one.id, one.name, other.id, other.name, Suggestion.similarity)
        .join(one, one.id == Suggestion.person_id)
        .join(other, other.id == Suggestion.other_person_id)
        .where(one.ignored_at.is_(None), other.ignored_at.is_(None))
        .where(~select(Rejection.id).where(answered).exists())
        .order_by(Suggestion.similarity.desc(), one.id, other.id)
        .limit(most)
    )
    with library.read() as session:
        return [SuggestedPair(*row) for row in session.execute(statement)]
