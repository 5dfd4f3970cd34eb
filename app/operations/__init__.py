"""What a user does to a library: one function per action, each undoable; nothing else changes user data.

Every operation validates, works in one transaction, and returns what changed. Reading, indexing, grouping
and searching live elsewhere.
"""

from app.operations.changes import Changes, OperationError
from app.operations.faces import (
    NewPerson,
    confirm_faces,
    ignore_faces,
    move_faces,
    reject_faces,
    restore_faces,
)
from app.operations.history import HistoryEntry, history, redo, undo
from app.operations.people import (
    confirm_person,
    ignore_person,
    merge_people,
    name_person,
    reject_pair,
    restore_person,
    set_cover,
)

__all__ = [
    "Changes",
    "HistoryEntry",
    "NewPerson",
    "OperationError",
    "confirm_faces",
    "confirm_person",
    "history",
    "ignore_faces",
    "ignore_person",
    "merge_people",
    "move_faces",
    "name_person",
    "redo",
    "reject_faces",
    "reject_pair",
    "restore_faces",
    "restore_person",
    "set_cover",
    "undo",
]
