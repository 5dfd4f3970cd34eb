"""`familiar review` and `familiar suggest`: questions worth asking, and what is known of one person."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from sqlalchemy import select

from app import operations
from app.cli import output
from app.cli.context import JsonOption, LibraryOption, PersonArgument, open_library, wants_json
from app.library.errors import LibraryBusyError
from app.library.names import find_person
from app.library.store import Library
from app.library.tables import Face, Photo, Root
from engine.models import Catalogue, ModelCard

if TYPE_CHECKING:
    from app.grouping import Completeness, Item, Question, Side, Sitting, Suggested

#: Blocks that more surely belong are not shown.
_DOUBTFUL: Final = 0.9
_HELP: Final = (
    "Enter: ticked ones yes, all others no. Numbers: those the other way. y: all. n: none. s: later. "
    "u: undo. q: quit. "
)
_ASKED: Final = {
    "pairs": "Which of these are the same person?",
    "person": "Which of these are {name}?",
    "blocks": "Which of these belong to the person or group they are in?",
}


def review(
    context: typer.Context,
    *,
    most: Annotated[
        int, typer.Option("--most", "-n", min=1, help="How many questions at most; all with --json.")
    ] = 20,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer questions about who is who, those first that settle most faces. --json lists them instead."""
    with open_library(context, library) as opened:
        card = grouping_card(opened)
        if wants_json(context, as_json):
            from app.grouping import next_questions

            _bring_up_to_date(opened, card)
            found = next_questions(opened, card, most=most)
            output.emit_json({"questions": [_document(question) for question in found]})
        else:
            _Conversation(opened, card).hold(most)


def grouping_card(library: Library) -> ModelCard:
    """Return the card of the recogniser that a library is grouped by; until it is, of the one to be used.

    Raises:
        ModelError: that one is not known on this computer.
    """
    from app.grouping.recogniser import grouping_card as find

    return find(library, Catalogue())


def _bring_up_to_date(library: Library, card: ModelCard) -> None:
    """Find out what follows from the user's actions; while photos are being added, that does it later."""
    from app.grouping import group

    with suppress(LibraryBusyError), library.job_lock():
        group(library, card=card)


def _document(question: Question) -> dict[str, Any]:
    document = asdict(question)
    for item, plain in zip(question.items, document["items"], strict=True):
        plain["expected"] = item.expected
    return document


class _Conversation:
    """One sitting at a terminal."""

    def __init__(self, library: Library, card: ModelCard) -> None:
        from app.grouping import Sitting

        self._library, self._card = library, card
        self._sitting = Sitting()
        #: The sittings before each answered question, and whether the answer changed anything.
        self._past: list[tuple[Sitting, bool]] = []

    def hold(self, most: int) -> None:
        """Ask until nothing is left, the user has had enough, or there were so many questions."""
        from app.grouping import next_questions

        asked = 0
        while asked < most:
            _bring_up_to_date(self._library, self._card)
            found = next_questions(self._library, self._card, sitting=self._sitting)
            if not found:
                output.say("Nothing more is worth asking." if asked else "Nothing is worth asking now.")
                break
            self._show(found[0])
            said = self._said(found[0])
            if said is None:
                break
            if said == "undo":
                asked -= self._undo()
            else:
                self._answer(found[0], said)
                asked += 1
        else:
            output.say("Go on with: familiar review")
        if self._past and self._past[-1][1]:
            output.say("Take your last answer back with: familiar undo")

    def _show(self, question: Question) -> None:
        name = _name(question.person)
        output.say(f"{_ASKED[question.kind].format(name=name)} About {question.worth:.1f} faces a click.")
        files = _files(self._library, question)
        output.table(
            ["#", "", "who", "face", "", "face", "age", "probably", "photos"],
            (
                (
                    number,
                    "[x]" if item.expected else "[ ]",
                    _name(item.one),
                    item.one.shown_face_id,
                    _other(item),
                    item.other.shown_face_id,
                    item.age,
                    f"{100 * item.probability:.0f} %" + ", named in a file" * item.said,
                    f"{files[item.one.shown_face_id]}, {files[item.other.shown_face_id]}",
                )
                for number, item in enumerate(question.items, 1)
            ),
            numbers=[0, 3, 5, 6, 7],
        )

    def _said(self, question: Question) -> list[bool | None] | str | None:
        """Ask until there is an answer: one for each item, "undo", or None to quit."""
        ticked = [item.expected for item in question.items]
        while True:
            output.say(_HELP)
            try:
                words = input("> ").lower().replace(",", " ").split()
            except EOFError:
                return None
            if words in (["q"], ["quit"]):
                return None
            if words in (["u"], ["undo"]):
                return "undo"
            if words in (["s"], ["skip"]):
                return [None] * len(ticked)
            if words in (["y"], ["yes"], ["n"], ["no"]):
                return [words[0].startswith("y")] * len(ticked)
            if all(word.isdecimal() and 1 <= int(word) <= len(ticked) for word in words):
                other_way = {int(word) - 1 for word in words}
                return [tick != (at in other_way) for at, tick in enumerate(ticked)]
            output.say(f"Please answer with numbers from 1 to {len(ticked)}, or one of the letters.")

    def _answer(self, question: Question, said: list[bool | None] | str) -> None:
        from app.grouping import answer

        answers = [None if isinstance(one, str) else one for one in said]
        done = answer(self._library, question, answers)
        self._past.append((self._sitting, done.action_id is not None))
        self._sitting = self._sitting.after(question, answers)
        if done.action_id is not None:
            output.say(f"{done.summary}.")

    def _undo(self) -> int:
        """Undo the last question; return how many were undone."""
        if not self._past:
            output.say("Nothing was answered in this sitting. Undo what was done before with: familiar undo")
            return 0
        self._sitting, answered = self._past.pop()
        if answered:
            output.say(f"{operations.undo(self._library).summary}.")
        return 1


def suggest(
    context: typer.Context,
    person: PersonArgument,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show who else may be this person, which faces may not be, and how many are probably missing."""
    from app.grouping import completeness, propose_split, suggestions

    with open_library(context, library) as opened:
        card = grouping_card(opened)
        with opened.read() as session:
            found = find_person(session, person)
        whole = completeness(opened, card, found.id)
        split = propose_split(opened, card, found.id)
        alike = suggestions(opened, person=found.id)
    if wants_json(context, as_json):
        output.emit_json(
            {
                "id": found.id,
                "name": found.name,
                "found": whole.found,
                "elsewhere": whole.elsewhere,
                "suggestions": [asdict(one) for one in alike],
                "split": asdict(split),
            }
        )
        return
    output.say(f"{found.name or f'Group {found.id}'}: {_found_and_missing(whole)}")
    output.table(
        ["perhaps also", "faces", "probably", "to say so"],
        (_row(found.id, one) for one in alike),
        numbers=[1, 2],
    )
    for part in split.parts:
        if part.probability < _DOUBTFUL:
            ids = ",".join(str(face.face_id) for face in part.faces)
            faces, sure = output.count(len(part.faces), "face"), f"{100 * part.probability:.0f} %"
            output.say(
                f"Perhaps somebody else: {faces} ({sure} sure to belong). "
                f"If so: familiar split {found.id} --part {ids}"
            )


def _row(person: int, one: Suggested) -> tuple[str, int, str, str]:
    if one.face_id is not None:
        who, command = f"face {one.face_id}", f"familiar move {one.face_id} --to {person}"
    elif one.person_id == person:
        who, command = (
            _called(one.other_person_id, one.other_name),
            f"familiar merge {person} {one.other_person_id}",
        )
    else:
        who, command = _called(one.person_id, one.name), f"familiar merge {person} {one.person_id}"
    return who, one.settles, f"{100 * one.probability:.0f} %", command


def _found_and_missing(whole: Completeness) -> str:
    """Return "12 faces found, and probably 3 more elsewhere"."""
    more = round(whole.elsewhere)
    rest = f"{more:,} more" if more else "none"
    return f"{output.count(whole.found, 'face')} found, and probably {rest} elsewhere."


def _name(side: Side) -> str:
    return f"{_called(side.person_id, side.name)} ({output.count(side.faces, 'face')})"


def _called(person: int | None, name: str | None) -> str:
    return name or f"group {person}"


def _other(item: Item) -> str:
    if item.other.person_id is not None:
        return _name(item.other)
    return "a face" if len(item.face_ids) == 1 else f"{len(item.face_ids)} faces"


def _files(library: Library, question: Question) -> dict[int, str]:
    """Return the photo of each face that is shown."""
    shown = {side.shown_face_id for item in question.items for side in (item.one, item.other)}
    rows = (
        select(Face.id, Root.path, Photo.path)
        .join(Photo, Photo.id == Face.photo_id)
        .join(Root, Root.id == Photo.root_id)
        .where(Face.id.in_(shown))
    )
    with library.read() as session:
        return {face: f"{root}/{path}" for face, root, path in session.execute(rows)}
