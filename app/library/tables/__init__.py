"""The tables of a library, as SQLAlchemy typed mappings.

`photos` has what was found, `people` who is who, `words` what files say of people, `keeping` what a library
knows of itself; all are imported from here. Every rule that the database itself can keep is declared there:
foreign keys, unique keys and checks. Opening, migrating, backing up and querying live beside this package,
not in it. Whoever changes a table also writes a revision in `app.library.migrations.versions` and raises
`schema.SCHEMA_VERSION`.

Rows that the history (`Action.changes`) refers to have ids that are never given out twice
(AUTOINCREMENT), so that an old entry cannot come to mean another row.
"""

from sqlalchemy import DDL, event

from app.library.tables.base import Base, FileName, Moment, now
from app.library.tables.keeping import Action, Backup, Job, Setting
from app.library.tables.people import Erasure, Exemplar, Newcomer, Person, Rejection, Suggestion
from app.library.tables.photos import Embedding, Face, Model, Photo, Root, Sighting
from app.library.tables.words import Mention, Region, Written
from app.library.triggers import TRIGGERS

__all__ = [
    "Action",
    "Backup",
    "Base",
    "Embedding",
    "Erasure",
    "Exemplar",
    "Face",
    "FileName",
    "Job",
    "Mention",
    "Model",
    "Moment",
    "Newcomer",
    "Person",
    "Photo",
    "Region",
    "Rejection",
    "Root",
    "Setting",
    "Sighting",
    "Suggestion",
    "Written",
    "now",
]

for _trigger in TRIGGERS:
    event.listen(Base.metadata, "after_create", DDL(_trigger))  # type: ignore[no-untyped-call]
