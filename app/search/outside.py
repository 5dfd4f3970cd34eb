"""What everything that is exported has in common: where it may not go, and how it is said what was left out.

The exports themselves live in `app.exchange.exporting`, that of a training set in `app.search.training_set`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from app.library.store import Library
from app.library.tables import Root
from app.operations.changes import OperationError


@dataclass(frozen=True, slots=True)
class SkippedPhoto:
    """A photo that was not exported.

    Attributes:
        file: The photo.
        reason: A sentence with a remedy.
    """

    file: Path
    reason: str


def refuse_watched(library: Library, folder: Path) -> None:
    """Check that a folder may be written to without indexing finding more photos there.

    Args:
        library: The library.
        folder: Need not be there.

    Raises:
        OperationError: It lies in a watched folder.
    """
    with library.read() as session:
        roots = [Path(path) for path in session.scalars(select(Root.path))]
    place = folder.resolve()
    for root in roots:
        if place.is_relative_to(root.resolve()):
            raise OperationError(
                f"{folder} lies in the watched folder {root}, so what is exported there would be taken for "
                "more photos. Choose a folder outside of it."
            )
