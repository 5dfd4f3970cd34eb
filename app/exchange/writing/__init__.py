"""Writing the names that a library knows into photos, on request: planned, shown, written, undone.

`plan_writing` tells what would be done, `write_names` does it. What a packet says is the business of
`app.metadata.xmp`, where it is in a file that of `app.metadata.containers`.
"""

from __future__ import annotations

from app.exchange.writing.job import plan_writing, write_names
from app.exchange.writing.known import photos_of
from app.exchange.writing.reconciling import reconcile
from app.exchange.writing.records import (
    Place,
    PlannedWrite,
    Refusal,
    Why,
    WritePlan,
    WriteReport,
)
from app.exchange.writing.showing import Sayings, sayings
from app.exchange.writing.standing import plan_standing, set_standing, standing_folders

__all__ = [
    "Place",
    "PlannedWrite",
    "Refusal",
    "Sayings",
    "Why",
    "WritePlan",
    "WriteReport",
    "photos_of",
    "plan_standing",
    "plan_writing",
    "reconcile",
    "sayings",
    "set_standing",
    "standing_folders",
    "write_names",
]
