"""Several operations as one: they are undone as one, and do what the single ones would do."""

from __future__ import annotations

import pytest
from makers.desks import settle
from makers.libraries import everything, members, scalar
from pytestqt.qtbot import QtBot

from app import operations
from app.desktop import together
from app.desktop.desk import Desk
from app.library.names import PersonNotFoundError


def test_hiding_many_is_one_entry_or_nothing(desk: Desk) -> None:
    library = desk.library
    before = everything(library)
    together.ignore_people(library, people=[1, 3])
    hidden = "SELECT group_concat(id) FROM person WHERE ignored_at IS NOT NULL"
    assert scalar(library, hidden) == "1,3"
    assert len(operations.history(library)) == 1
    operations.undo(library)
    assert everything(library) == before
    with pytest.raises(PersonNotFoundError):
        together.ignore_people(library, people=[1, 99])
    assert everything(library) == before
    together.ignore_people(library, people=[1, 3])
    together.restore_people(library, people=[3, 1])
    assert scalar(library, hidden) is None


def test_single_faces_are_split_off_as_nobodys(desk: Desk) -> None:
    library = desk.library
    before = everything(library)
    one, two, three, *rest = sorted(members(library)[1])
    together.split_off(library, person=1, parts=[[one, two], [three]])
    now = members(library)
    assert now[1] == set(rest)
    assert {one, two} in now.values()
    assert all(three not in faces for faces in now.values())
    assert len(operations.history(library)) == 1
    operations.undo(library)
    assert everything(library) == before


def test_nothing_is_split_off_where_all_would_go(qtbot: QtBot, desk: Desk) -> None:
    faces = sorted(members(desk.library)[2])
    with qtbot.waitSignal(desk.troubled) as trouble:
        desk.do(together.split_off, person=2, parts=[faces])
    settle(qtbot, desk)
    assert "at least one that stays" in trouble.args[0]
    assert sorted(members(desk.library)[2]) == faces
