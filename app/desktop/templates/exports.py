"""Templates of what cannot be exported.

The sentences are made in `app.exchange.exporting` and `app.search.outside`.
"""

from __future__ import annotations

from typing import Final

from app.desktop.templates.marking import translate

EXPORTS: Final = (
    translate(
        "Sentences",
        "{folder} lies in the watched folder {root}, so what is exported there would be taken for more "
        "photos. Choose a folder outside of it.",
    ),
    translate(
        "Sentences",
        "There is not enough space for {place} ({reason}). Free some, or choose another drive, then export "
        "again.",
    ),
    translate("Sentences", "{place} cannot be written ({reason}). Choose another place, then export again."),
    translate("Sentences", "{file} is not there. Connect its drive or bring it back, then export again."),
    #: The person whose photos are exported.
    translate("Sentences", "{file} was replaced by another picture, which does not show them."),
    translate(
        "Sentences",
        "{file} cannot be linked from {folder}. Choose a folder on the same drive, or copy instead.",
    ),
    translate(
        "Sentences",
        "{file} could not be exported to {folder} ({reason}). Look after that, then export again.",
    ),
    translate("Sentences", "{file} cannot be read ({reason}). Look after that, then export again."),
)
