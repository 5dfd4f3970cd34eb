"""How many of a person's faces are found, and how many are probably still elsewhere.

An estimate, not a list: the sum of the probabilities that lonely faces and other groups are this person. What
is worth asking about lives in `app.grouping.suggesting`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.grouping.job import model_id_of
from app.grouping.refreshing import StoredFacts, load_units, shown_looks, strangers_of
from app.grouping.suggesting import find_alike_to, propose
from app.library.names import find_person
from app.library.store import Library
from engine.models import ModelCard

#: Less probable ones are many, and on the labelled sets their sum was off by more than it told.
_LEAST: Final = 0.1


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a person is.

    Attributes:
        found: Their shown faces.
        elsewhere: Faces of theirs that are expected among lonely faces and in other groups.
    """

    found: int
    elsewhere: float

    @property
    def share(self) -> float:
        """The share of their faces that is found, 0 to 1; 1 where there are none at all."""
        total = self.found + self.elsewhere
        return self.found / total if total else 1.0


def completeness(library: Library, card: ModelCard, person: int | str) -> Completeness:
    """Estimate how complete a person or group is.

    Args:
        library: The library; grouped since it was last changed, else the estimate is of then.
        card: The recogniser's.
        person: Id or name.

    Raises:
        PersonNotFoundError: There is no such person or group.
        LibraryError: The library cannot be read.
    """
    with library.read() as session:
        found = find_person(session, person)
        shown = int(
            session.connection()
            .exec_driver_sql(
                "SELECT count(*) FROM face WHERE person_id = ? AND person_id > 0 AND ignored_at IS NULL",
                (found.id,),
            )
            .scalar_one()
        )
        model_id = model_id_of(session, card)
        if model_id is None:
            return Completeness(shown, 0.0)
        looks, lonely = load_units(session, model_id)
        strangers = strangers_of(looks, lonely, card)
        alike = find_alike_to(found.id, shown_looks(session, looks), lonely, strangers=strangers)
        proposals = propose(alike[alike.probability >= _LEAST], StoredFacts(session), most=len(alike))
    return Completeness(shown, float((proposals.probability * proposals.settles).sum()))
