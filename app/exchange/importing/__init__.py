"""Taking over the names that another program knows: planned first, then done as one action.

`plan_import` says what an import would change and changes nothing; `run_import` does it. What other programs'
data says is read by `app.metadata.imports`, and what may become confirmed is decided in
`app.operations.adopting`.
"""

from __future__ import annotations

from app.exchange.importing.matching import Moved
from app.exchange.importing.planning import (
    Conflict,
    ImportPlan,
    PlannedPerson,
    PlannedPhoto,
    Reason,
    plan_import,
)
from app.exchange.importing.running import ImportReport, run_import

__all__ = [
    "Conflict",
    "ImportPlan",
    "ImportReport",
    "Moved",
    "PlannedPerson",
    "PlannedPhoto",
    "Reason",
    "plan_import",
    "run_import",
]
