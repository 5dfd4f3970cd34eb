"""All that a user does or is refused, in a library of `makers.operating.three_groups`: one list of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from makers.libraries import run

from app.desktop import together
from app.grouping.answering import answer
from app.grouping.questions import Item, Kind, Question, Side
from app.library.store import Library
from app.operations import (
    Changes,
    DrawnFace,
    NewPerson,
    answer_pairs,
    assign_faces,
    confirm_faces,
    confirm_person,
    draw_face,
    erase_faces,
    ignore_faces,
    ignore_others,
    ignore_person,
    ignore_seldom,
    merge_people,
    move_faces,
    name_person,
    perform_together,
    redo,
    reject_faces,
    reject_pair,
    remove_name,
    restore_faces,
    restore_person,
    set_birthday,
    set_cover,
    set_notes,
    split_person,
    undo,
)

Act = Callable[[Library], object]

_BORN: Final = date(2001, 2, 3)
_BOX: Final = DrawnFace(box=(50.0, 50.0, 20.0, 20.0))


def _name(library: Library) -> Changes:
    return name_person(library, person=1, name="Anna")


def _taken_early(*photos: int) -> Act:
    where = ", ".join(map(str, photos))
    return partial(run, statement=f"UPDATE photo SET taken_at = '1999-01-01' WHERE id IN ({where})")


def _born(library: Library) -> Changes:
    return set_birthday(library, person="Anna", birthday=_BORN)


def _noted(library: Library) -> Changes:
    return set_notes(library, person="Anna", notes="A friend")


def _four_groups(library: Library) -> Changes:
    return split_person(library, person=1, parts=[[1, 2]])


def _answered(kind: Kind, library: Library) -> Changes:
    """Answer three questions at once, of three groups and a face each."""
    items = tuple(
        Item(
            Side(person, None, 3, face, 100 + face, None),
            Side(None, None, 1, other, 100 + other, None),
            (other,),
            0.5,
            0.5,
            0.5,
        )
        for person, face, other in ((1, 1, 5), (2, 6, 8), (3, 9, 10))
    )
    return answer(library, Question(kind, items, 1.0), [True, False, False])


def _many(library: Library) -> Changes:
    steps = [
        partial(name_person, library, person=person, name=name)
        for person, name in ((1, "Anna"), (2, "Ben"), (3, "Cleo"))
    ]
    return perform_together(library, "name", [*steps, partial(ignore_faces, library, faces=[10])])


#: Each begins with the library as it was made.
DONE: Final[tuple[tuple[Act, ...], ...]] = (
    (_name, partial(name_person, person="Anna", name="Anne")),
    (_name, partial(name_person, person=2, name="Anna", merge=True)),
    (_name, partial(remove_name, person="Anna")),
    (_name, _born, partial(remove_name, person="Anna")),
    (_name, _noted, partial(remove_name, person="Anna")),
    (_name, _born, _noted, partial(remove_name, person="Anna")),
    (partial(merge_people, target=1, sources=[2, 3]),),
    (partial(confirm_person, person=2), partial(confirm_person, person=2)),
    (_name, partial(reject_pair, person=1, other=2)),
    (partial(ignore_person, person=1), partial(restore_person, person=1)),
    (
        partial(together.ignore_people, people=[1, 2, 3]),
        partial(together.restore_people, people=[1, 2, 3]),
    ),
    (partial(together.ignore_people, people=[1, 2]),),
    (partial(together.split_off, person=1, parts=[[1, 2], [3]]),),
    (partial(set_cover, person=1, face=2),),
    (_name, _taken_early(101), _born, partial(set_birthday, person="Anna", birthday=None)),
    (
        _name,
        lambda library: run(library, "UPDATE face SET confirmed_at = NULL WHERE id < 3"),
        _taken_early(101, 102, 103, 104),
        _born,
    ),
    (_name, _noted),
    (partial(move_faces, faces=[1, 2], to=None),),
    (partial(move_faces, faces=[1], to=2),),
    (partial(move_faces, faces=[1, 2, 10], to=NewPerson("Doris")),),
    (partial(confirm_faces, faces=[1, 2]),),
    (_name, partial(reject_faces, faces=[5, 6], person="Anna")),
    (_name, partial(reject_faces, faces=[5], person="Anna")),
    (partial(reject_faces, faces=[1, 2], person=1),),
    (partial(reject_faces, faces=[1], person=1),),
    (partial(ignore_faces, faces=[1, 2]), partial(restore_faces, faces=[1])),
    (partial(erase_faces, faces=[1, 2]),),
    (partial(draw_face, photo=101, face=_BOX),),
    (partial(draw_face, photo=101, face=_BOX, to=NewPerson("Doris")),),
    (partial(ignore_others, photo=101),),
    (partial(ignore_seldom, fewer_than=3),),
    (partial(ignore_seldom, fewer_than=4),),
    *((_name, partial(assign_faces, person="Anna", yes=yes, no=no)) for yes, no in (
        ([5, 6], []), ([5], [6]), ([5, 6], [7, 8]), ([], [5, 6]),
    )),
    *((partial(assign_faces, person=1, yes=yes, no=no),) for yes, no in (
        ([5, 6], []), ([5], [6]), ([5, 6], [7, 8]), ([], [5, 6]),
    )),
    *((_four_groups, partial(answer_pairs, same=same, different=different)) for same, different in (
        ([(1, 2), (3, 4)], []), ([], [(1, 2)]), ([(1, 2)], [(1, 3)]), ([(1, 2)], [(1, 3), (3, 4)]),
    )),
    (partial(_answered, "person"),),
    (partial(_answered, "blocks"),),
    (_many,),
)  # fmt: skip

#: The last of each is refused.
REFUSED: Final[tuple[tuple[Act, ...], ...]] = (
    (undo,),
    (redo,),
    (partial(assign_faces, person=1, yes=[5], no=[5]),),
    (answer_pairs,),
    (partial(answer_pairs, same=[(1, 2)], different=[(1, 2)]),),
    (partial(answer_pairs, same=[(1, 1)]),),
    (_name, partial(name_person, person=2, name="Ben"), partial(answer_pairs, same=[(1, 3), (3, 2)])),
    (_name, partial(move_faces, faces=[5], to=NewPerson("anna"))),
    (_name, partial(name_person, person=2, name="anna")),
    (partial(draw_face, photo=101, face=DrawnFace(box=(0.5, 1.25, 10.0, 10.0))),),
    (partial(draw_face, photo=101, face=DrawnFace(box=(0.5, 1.25, 0.0, 10.0))),),
    (
        lambda library: run(library, "UPDATE photo SET width = 40, height = 30"),
        partial(draw_face, photo=101, face=_BOX),
    ),
    (partial(draw_face, photo=101, face=replace(_BOX, at_ms=1000)),),
    (
        lambda library: run(library, "UPDATE photo SET duration_ms = 5000, shown_ms = 0"),
        partial(draw_face, photo=101, face=replace(_BOX, at_ms=9000)),
    ),
    (partial(confirm_faces, faces=[10]),),
    (partial(ignore_others, photo=101, keep=[2]),),
    (partial(ignore_seldom, fewer_than=1),),
    (partial(merge_people, target=1, sources=[1]),),
    (partial(reject_pair, person=1, other=1),),
    (partial(set_cover, person=1, face=5),),
    (partial(split_person, person=1, parts=[[5]]),),
    (partial(split_person, person=1, parts=[[1], [1, 2]]),),
    (partial(split_person, person=1, parts=[[1, 2, 3, 4]]),),
    (_name, partial(set_birthday, person=1, birthday=date(1700, 1, 1))),
    (_name, partial(set_notes, person=1, notes="\ud800")),
    (partial(set_notes, person=1, notes="A friend"),),
    (partial(ignore_faces, faces=[]),),
    (partial(ignore_faces, faces=[99]),),
    (partial(ignore_others, photo=99),),
    (partial(name_person, person=1, name=""),),
    (partial(name_person, person=1, name="a\nb"),),
    (partial(confirm_person, person=99),),
    (partial(confirm_person, person="Zebulon"),),
    (_name, partial(confirm_person, person="Ana")),
    (_name, partial(name_person, person=2, name="Hanna"), partial(confirm_person, person="Ana")),
    (
        _name,
        partial(name_person, person=2, name="Hanna"),
        partial(name_person, person=3, name="Ann"),
        partial(confirm_person, person="Ana"),
    ),
)
