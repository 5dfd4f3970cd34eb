"""What a user does to a library: one function per action, each undoable; nothing else changes user data.

Forgetting somebody is the one that cannot be undone. Every operation validates, works in one transaction, and
returns what changed. Reading, indexing, grouping and searching live elsewhere.
"""

from app.operations.adopting import adopt
from app.operations.answers import answer_pairs, assign_faces
from app.operations.changes import Changes, NewPerson, OperationError
from app.operations.drawing import DrawnFace, draw_face
from app.operations.faces import (
    confirm_faces,
    erase_faces,
    ignore_faces,
    move_faces,
    reject_faces,
    restore_faces,
)
from app.operations.forgetting import (
    ForgettingUnfinishedError,
    Forgotten,
    finish_forgetting,
    forget_person,
    forgetting_unfinished,
)
from app.operations.history import HistoryEntry, history, perform_together, redo, undo
from app.operations.ignoring import ignore_others, ignore_seldom
from app.operations.mentioning import mention_person, remove_mention
from app.operations.people import (
    confirm_person,
    ignore_person,
    merge_people,
    name_person,
    reject_pair,
    remove_name,
    restore_person,
    set_birthday,
    set_cover,
    set_notes,
)
from app.operations.proving import prove_forgotten
from app.operations.reaching import Reached, backups_reaching
from app.operations.saying import Said, without_faces
from app.operations.splitting import split_person
from app.operations.telling import Told, told, without_numbers

__all__ = [
    "Changes",
    "DrawnFace",
    "ForgettingUnfinishedError",
    "Forgotten",
    "HistoryEntry",
    "NewPerson",
    "OperationError",
    "Reached",
    "Said",
    "Told",
    "adopt",
    "answer_pairs",
    "assign_faces",
    "backups_reaching",
    "confirm_faces",
    "confirm_person",
    "draw_face",
    "erase_faces",
    "finish_forgetting",
    "forget_person",
    "forgetting_unfinished",
    "history",
    "ignore_faces",
    "ignore_others",
    "ignore_person",
    "ignore_seldom",
    "mention_person",
    "merge_people",
    "move_faces",
    "name_person",
    "perform_together",
    "prove_forgotten",
    "redo",
    "reject_faces",
    "reject_pair",
    "remove_mention",
    "remove_name",
    "restore_faces",
    "restore_person",
    "set_birthday",
    "set_cover",
    "set_notes",
    "split_person",
    "told",
    "undo",
    "without_faces",
    "without_numbers",
]
