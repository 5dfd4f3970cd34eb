"""What callers of operations see: whom they may ask to be made, what was changed, and what can go wrong.

How changes are recorded lives in `app.operations.journal`.
"""

from __future__ import annotations

from dataclasses import dataclass


class OperationError(Exception):
    """What the user asked for cannot be done; nothing was changed. The text is a sentence with a remedy."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What one operation, undo or redo changed, so that views refresh only that.

    Attributes:
        action_id: `Action.id` of the entry in the history; None where nothing was changed.
        summary: One sentence for the user.
        people: Ids of people and groups that were made, changed or removed, or whose faces did; ascending.
        faces: Ids of faces that were made or removed, or whose person, confirmation, ignoring or rejections
            changed; ascending.
        photos: Ids of the photos of those faces; ascending.
        problems: Sentences on what could not be brought back, by undo and redo alone.
        told: The summary for who sees faces rather than numbers, as `app.operations.telling` makes it.
    """

    action_id: int | None
    summary: str
    people: tuple[int, ...] = ()
    faces: tuple[int, ...] = ()
    photos: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()
    told: str = ""


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody whom an operation is to make.

    Attributes:
        name: Their name; None for a group without one.
    """

    name: str | None = None
