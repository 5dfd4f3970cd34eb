"""The recogniser that a library's groups, suggestions and questions rest on."""

from __future__ import annotations

from sqlalchemy import select

from app.grouping.job import grouped_by
from app.library.settings import RECOGNISER, get_setting
from app.library.store import Library
from app.library.tables import Model
from engine.models import Catalogue, ModelCard
from engine.models.card import parse_card


def grouping_card(library: Library, catalogue: Catalogue) -> ModelCard:
    """Return the card of the recogniser that a library is grouped by; until it is, of the one to be used.

    Args:
        library: The library.
        catalogue: Of the models of this computer.

    Raises:
        ModelError: That one is not known on this computer.
        LibraryError: The library cannot be read.
    """
    sha256 = grouped_by(library)
    with library.read() as session:
        text = None
        if sha256 is not None:
            text = session.scalar(select(Model.card).where(Model.sha256 == bytes.fromhex(sha256)))
        return parse_card(text) if text is not None else catalogue.card(get_setting(session, RECOGNISER))
