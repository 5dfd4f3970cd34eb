"""What the user said of a library, and whether the promises about it hold."""

from __future__ import annotations

from typing import Any

from makers.libraries import everything
from sqlalchemy import text

from app.library.store import Library

#: What the user said, as (kind, row id, what): none of it may change but by the user's hand.
Words = set[tuple[Any, ...]]


def said_in(state: dict[str, list[tuple[Any, ...]]]) -> Words:
    """What the user said, of all that `everything` returned."""
    said: Words = set()
    for person, name, _, _, birthday, cover, ignored, notes, _ in state["person"]:
        if name is not None:
            said |= {("name", person, name, cover), ("described", person, birthday, notes)}
        if ignored is not None:
            said.add(("ignored", person, ignored))
    for face, *_, person, confirmed, ignored in state["face"]:
        if confirmed is not None:
            said.add(("confirmed", face, person, confirmed))
        if ignored is not None:
            said.add(("hidden", face, ignored))
    for _, *rejection in state["rejection"]:
        said.add(("rejected", *rejection))
    for _, photo, *box in state["erasure"]:
        said.add(("erased", photo, *box))
    for _, photo, person, _ in state["mention"]:
        said.add(("mentioned", photo, person))
    return said


def still_there(library: Library, said: Words) -> Words:
    """What was said, without what concerned faces and photos that are gone."""
    faces = {row[0] for row in everything(library)["face"]}
    with library.read() as session:
        photos = set(session.scalars(text("SELECT id FROM photo")))
    kept: Words = set()
    for kind, row, *rest in said:
        if kind == "name":
            name, cover = rest
            kept.add((kind, row, name, cover if cover in faces else None))
        elif kind in {"erased", "mentioned"}:
            kept |= {(kind, row, *rest)} if row in photos else set()
        elif kind in {"ignored", "described"} or row in faces or (kind == "rejected" and row is None):
            kept.add((kind, row, *rest))
    return kept


def told_apart(library: Library) -> dict[int, set[int]]:
    """The faces of all people who were told apart from somebody, with whom they must not come to be."""
    with library.read() as session:
        rows = session.execute(
            text(
                "SELECT DISTINCT r.person_id, r.other_person_id, f.id, f.person_id "
                "FROM rejection AS r JOIN face AS f ON f.person_id IN (r.person_id, r.other_person_id) "
                "WHERE r.other_person_id IS NOT NULL"
            )
        ).all()
    held: dict[int, set[int]] = {}
    for one, other, face, person in rows:
        held.setdefault(face, set()).add(other if person == one else one)
    return held


def check_rejections(library: Library, held: dict[int, set[int]]) -> None:
    """No face is one of somebody it was rejected for, or of whom its person was told apart from before."""
    with library.read() as session:
        broken = session.execute(
            text(
                "SELECT f.id FROM face AS f JOIN rejection AS r "
                "ON r.face_id = f.id AND r.person_id = f.person_id"
            )
        ).all()
        now = {row[0]: row[1] for row in session.execute(text("SELECT id, person_id FROM face"))}
    assert broken == []
    for face, others in held.items():
        assert now[face] not in others


def check_birthdays(library: Library) -> None:
    """Nobody has a face from before they were born, unless the user said so."""
    with library.read() as session:
        unborn = session.execute(
            text(
                "SELECT face.id FROM face JOIN photo ON photo.id = face.photo_id JOIN person "
                "ON person.id = face.person_id WHERE taken_at < birthday AND confirmed_at IS NULL"
            )
        ).all()
    assert unborn == []


def check_photos(library: Library) -> None:
    """Nobody has two faces in one photo, unless the user said so."""
    with library.read() as session:
        together = session.execute(
            text(
                "SELECT a.id, b.id FROM face AS a JOIN face AS b ON a.photo_id = b.photo_id "
                "AND a.person_id = b.person_id AND a.id < b.id "
                "WHERE a.confirmed_at IS NULL OR b.confirmed_at IS NULL"
            )
        ).all()
    assert together == []
