"""Taking over who is in photos from files and other programs: confirmed faces, people, mentions; undoable.

What becomes of a name, and what stays as the user said it, is decided in `app.operations.deciding`. Reading
files while indexing lives in `app.indexing.words`, importing from other programs in `app.exchange`; which
face a region means in `app.operations.placing` and `app.operations.saying`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.library.store import Library
from app.library.tables import Face, Mention, Person, now
from app.operations.belonging import assign, emptied_groups, remove_emptied
from app.operations.changes import Changes
from app.operations.deciding import Decisions, Place, Verdict, decide
from app.operations.history import perform
from app.operations.rows import IN_BULK, among, dissolve
from app.operations.saying import Said, SaidPhotos


def adopt(
    library: Library, said: Sequence[Said], *, kind: str = "import", summary: str | None = None
) -> Changes:
    """Take over who is in photos: one action, that can be undone and redone.

    People are found by their names, or made. Photos that the library does not have, and names that cannot be
    one, are left out.

    Args:
        library: The library.
        said: Who is where; a photo may come several times.
        kind: The name of the operation in the history.
        summary: One sentence for the user; None for "Read 12 names from photos".

    Returns:
        What changed; nothing where all was known already.
    """

    def work(session: Session) -> str:
        names = adopt_in(session, said)
        return summary or f"Read {names} name{'s' * (names != 1)} from photos"

    return perform(library, kind, work)


def adopt_in(session: Session, said: Sequence[Said]) -> int:
    """Take over who is in photos, in the session of an operation.

    Returns:
        How many names were not known yet: faces that were confirmed, and mentions that were made.
    """
    decided = decide(session, SaidPhotos(session, said))
    wanted = [place for place in decided.places if place.verdict is Verdict.CONFIRM]
    mentions = [*decided.mentions, *decided.searched]
    people = _people(session, decided, [*(place.key for place in wanted), *(key for _, key in mentions)])
    _confirm(session, people, wanted)
    session.add_all(Mention(photo_id=photo, person_id=people[key]) for photo, key in mentions)
    session.flush()
    return len(wanted) + len(mentions)


def _people(session: Session, decided: Decisions, keys: Iterable[str]) -> dict[str, int]:
    """Return the people of names: groups take theirs, and people that nobody has are made."""
    for key, group in sorted(decided.taken.items(), key=lambda item: item[1]):
        session.execute(
            update(Person).where(Person.id == group).values(name=decided.spelled[key], name_key=key),
            execution_options=IN_BULK,
        )
    ids = decided.people | decided.taken
    made = {
        key: Person(name=decided.spelled[key], name_key=key) for key in dict.fromkeys(keys) if key not in ids
    }
    session.add_all(made.values())
    session.flush()
    return ids | {key: person.id for key, person in made.items()}


def _confirm(session: Session, people: dict[str, int], wanted: Sequence[Place]) -> None:
    """Confirm faces to be those whose names are said of them."""
    moment = now()
    given: defaultdict[int, list[int]] = defaultdict(list)
    photos: defaultdict[int, set[int]] = defaultdict(set)
    left: defaultdict[int, set[int]] = defaultdict(set)
    for place in wanted:
        face, target = place.face, people[place.key]
        # One that is confirmed is in the group that took the name.
        if face is None or face.confirmed:
            continue
        given[target].append(face.id)
        photos[target].add(place.photo_id)
        if face.person_id is not None and face.person_id != target:
            left[face.person_id].add(target)
    for target, faces in given.items():
        assign(session, faces, target, moment)
        # Two faces of a photo are one person's only where somebody said so.
        session.execute(
            update(Face)
            .where(
                Face.person_id == target, Face.confirmed_at.is_(None), among(Face.photo_id, photos[target])
            )
            .values(person_id=None),
            execution_options=IN_BULK,
        )
    for group in emptied_groups(session, left):
        if len(left[group]) == 1:
            # What was said of the group is said of the one that all its faces went to.
            dissolve(session, [group], into=next(iter(left[group])))
    remove_emptied(session, left)
