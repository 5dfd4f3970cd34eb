"""Reading again only what has changed gives what reading everything does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest
from makers.libraries import run
from sqlalchemy import text

from app import operations
from app.library.store import Library
from app.operations import Changes, NewPerson
from app.search.faces import People, people_overview
from app.search.people import LastSeen, last_seen, lonely_faces


@pytest.fixture
def library(four_groups: Library) -> Library:
    for photo in range(1, 12):
        taken = f"{2000 + photo}-03-{photo:02}T10:00:00"
        run(four_groups, f"UPDATE photo SET taken_at = '{taken}' WHERE id = {photo} AND id <> 5")
    operations.name_person(four_groups, person=1, name="Zoë")
    operations.name_person(four_groups, person=3, name="Anna")
    return four_groups


def told(people: People, seen: LastSeen) -> list[tuple[object, ...]]:
    columns = (people.ids, people.faces, people.photos, people.covers, seen.of(people.ids))
    rows = zip(*(column.tolist() for column in columns), strict=True)
    texts = zip(people.names, people.sort_keys, people.birthdays, strict=True)
    return [(*row, *words) for row, words in zip(rows, texts, strict=True)]


@pytest.mark.parametrize("ignored", [False, True])
@pytest.mark.parametrize(
    "change",
    [
        lambda library: operations.name_person(library, person=2, name="Bert"),
        lambda library: operations.name_person(library, person=1, name="Aaron"),
        lambda library: operations.merge_people(library, sources=[1, 2], target=3),
        lambda library: operations.ignore_person(library, person=1),
        lambda library: operations.ignore_faces(library, faces=[1, 2]),
        lambda library: operations.move_faces(library, faces=[1, 2, 3], to=NewPerson("Dora")),
        lambda library: operations.move_faces(library, faces=[1], to=4),
        lambda library: operations.set_birthday(library, person=3, birthday=date(2001, 2, 3)),
    ],
)
def test_only_what_has_changed_is_read_again(
    library: Library, change: Callable[[Library], Changes], ignored: bool
) -> None:
    with library.read() as session:
        before, seen_before = people_overview(session, ignored=ignored), last_seen(session)
    changed = change(library).people
    assert changed
    with library.read() as session:
        now = before.with_changed(changed, people_overview(session, ignored=ignored, only=changed))
        seen = seen_before.with_changed(changed, last_seen(session, only=changed))
        assert told(now, seen) == told(people_overview(session, ignored=ignored), last_seen(session))


def test_last_seen_agrees_with_a_look_at_each_face(library: Library) -> None:
    operations.ignore_faces(library, faces=[3])
    with library.read() as session:
        rows = session.execute(
            text(
                "SELECT person_id, taken_at FROM face JOIN photo ON photo.id = photo_id "
                "WHERE person_id IS NOT NULL AND ignored_at IS NULL AND taken_at IS NOT NULL"
            )
        )
        days: dict[int, int] = {}
        for person, taken in rows:
            days[person] = max(days.get(person, 0), int(taken[:10].replace("-", "")))
        found = last_seen(session)
        assert dict(zip(found.ids.tolist(), found.days.tolist(), strict=True)) == days
        some = last_seen(session, only=[2, 3, 99])
        assert some.ids.tolist() == [person for person in sorted(days) if person in {2, 3}]
        assert np.array_equal(some.days, found.of(some.ids))


def test_faces_of_nobody_are_counted_but_not_the_ignored(library: Library) -> None:
    with library.read() as session:
        before = lonely_faces(session)
    run(library, "UPDATE face SET person_id = NULL, confirmed_at = NULL WHERE id IN (1, 2)")
    with library.read() as session:
        assert lonely_faces(session) == before + 2
    operations.ignore_faces(library, faces=[1])
    with library.read() as session:
        assert lonely_faces(session) == before + 1
