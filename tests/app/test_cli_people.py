"""`familiar` on people: listing, showing, naming, merging, moving, rejecting, ignoring, history."""

from __future__ import annotations

from typing import Any

import pytest
from makers.command_line import CommandLine
from makers.libraries import assignments, everything, members, run

from app.library.store import Library

#: The faces of the three groups, as `conftest.WHO` makes them.
FIRST, SECOND, THIRD = [1, 2, 3, 4, 5], [6, 7, 8, 9], [10, 11, 12]


@pytest.fixture
def groups(people: Library) -> list[int]:
    """Return the numbers of the three groups, the largest first."""
    by_faces = {tuple(sorted(faces)): person for person, faces in members(people).items()}
    return [by_faces[tuple(faces)] for faces in (FIRST, SECOND, THIRD)]


def listed(familiar: CommandLine, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = familiar.json("people", *words)["people"]
    return found


def test_people_come_by_name_and_groups_by_size(familiar: CommandLine, groups: list[int]) -> None:
    a, b, c = groups
    familiar.good("name", c, "Zoë")
    familiar.good("name", b, "Anna")
    heading, *lines, advice = familiar.good("people").splitlines()
    assert heading.split() == ["#", "name", "faces", "photos", "confirmed"]
    assert [line.split() for line in lines] == [
        [str(b), "Anna", "4", "4", "4"],
        [str(c), "Zoë", "3", "3", "3"],
        [str(a), "(no", "name)", "5", "5", "0"],
    ]
    assert advice == f'Name somebody: familiar name {a} "THEIR NAME"'
    found = listed(familiar)
    assert [(p["id"], p["name"], p["faces"], p["ignored"]) for p in found] == [
        (b, "Anna", 4, False),
        (c, "Zoë", 3, False),
        (a, None, 5, False),
    ]


def test_without_unnamed_groups_there_is_no_advice(familiar: CommandLine, groups: list[int]) -> None:
    for number, name in zip(groups, "abc", strict=True):
        familiar.good("name", number, name)
    assert "Name somebody" not in familiar.good("people")


def test_ignored_people_are_listed_when_asked_for(familiar: CommandLine, groups: list[int]) -> None:
    a, b, c = groups
    familiar.good("ignore", b)
    assert [p["id"] for p in listed(familiar)] == [a, c]
    assert [p["id"] for p in listed(familiar, "--ignored")] == [b]
    assert [p["id"] for p in listed(familiar, "--all")] == [a, b, c]
    assert "ignored" in familiar.good("people", "--ignored")


def test_an_empty_library_says_what_to_do(familiar: CommandLine, opened: Library) -> None:
    assert familiar.good("people") == "No faces yet. Add photos with: familiar index FOLDER\n"
    assert listed(familiar) == []


def test_faces_without_groups_are_counted(familiar: CommandLine, people: Library) -> None:
    run(people, "UPDATE face SET person_id = NULL")
    run(people, "DELETE FROM person")
    assert familiar.good("people") == "14 faces, but nobody is seen twice. Add more photos.\n"
    # As after a kill, or while another process is at it.
    run(people, "DELETE FROM setting")
    said = familiar.good("people")
    assert said == "14 faces, not grouped yet, as indexing has not finished. Go on with: familiar index\n"


def test_show_lists_every_face(familiar: CommandLine, people: Library, groups: list[int]) -> None:
    a = groups[0]
    run(people, "UPDATE photo SET missing_since = '2020-01-01T00:00:00+00:00' WHERE id = 2")
    run(people, "UPDATE photo SET taken_at = '2014-07-02T18:30:11' WHERE id = 3")
    out = familiar.good("show", a)
    assert out.startswith(f"Group {a}: 5 faces in 5 photos\n")
    assert "/photos/2.jpg (missing)\n" in out
    assert "2014-07-02" in out
    document = familiar.json("show", a)
    assert (document["id"], document["name"], document["ignored"]) == (a, None, False)
    assert sorted(face["id"] for face in document["faces"]) == FIRST
    assert {face["file"] for face in document["faces"]} == {f"/photos/{n}.jpg" for n in FIRST}


def test_show_names_whom_somebody_resembles(
    familiar: CommandLine, people: Library, groups: list[int]
) -> None:
    a, b, c = groups
    familiar.good("name", b, "Anna")
    pairs = [(*sorted(pair), similarity) for pair, similarity in (((a, b), 0.42), ((a, c), 0.41))]
    for one, two, similarity in pairs:
        run(
            people,
            "INSERT INTO suggestion (person_id, other_person_id, similarity, probability, settles, "
            f"nearest_face_id, other_nearest_face_id) VALUES ({one}, {two}, {similarity}, 0.5, 2, "
            f"(SELECT min(id) FROM face WHERE person_id = {one}), "
            f"(SELECT min(id) FROM face WHERE person_id = {two}))",
        )
    out = familiar.good("show", a)
    assert f"Perhaps also Anna (similarity 0.42). If so: familiar merge {a} {b}\n" in out
    assert f"Perhaps also group {c} (similarity 0.41). If so: familiar merge {a} {c}\n" in out
    alike = familiar.json("show", b)["look_alikes"]
    assert alike == [{"id": a, "name": None, "similarity": 0.42}]


def test_show_says_ignored(familiar: CommandLine, groups: list[int]) -> None:
    familiar.good("ignore", groups[0])
    assert familiar.good("show", groups[0]).splitlines()[0].endswith(", ignored")
    assert familiar.json("show", groups[0])["ignored"] is True


@pytest.mark.parametrize("command", ["show", "confirm", "find"])
@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("Nemo", "There is nobody called Nemo. Everybody is listed by: familiar people --all"),
        ("99", "no person or group with the number 99"),
        ("9" * 30, "nobody called 9999"),
        ("", "A name cannot be empty."),
        ("a\nb", "line breaks"),
        ("caf\udce9", "control characters"),
        ("Ana", "Did you mean Anna?"),
    ],
)
def test_unknown_people(familiar: CommandLine, groups: list[int], command: str, who: str, said: str) -> None:
    familiar.good("name", groups[0], "Anna")
    assert said in familiar.refused(command, who)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Anna", "Anna"),
        ('Anna "The" O\'Neil 😀', 'Anna "The" O\'Neil 😀'),
        ("  two   words ", "two words"),
        ("אנה", "אנה"),
        ("Ne\u0301e", "Née"),
        ("[bold]:cat:\\", "[bold]:cat:\\"),
        ("-x", "-x"),
        ("7", "7"),
    ],
)
def test_names_of_all_kinds(familiar: CommandLine, groups: list[int], given: str, kept: str) -> None:
    a = groups[0]
    assert familiar.good("name", a, "--", given) == f"Named group {a} {kept}; confirmed 5 faces.\n"
    assert familiar.json("show", "--", given)["name"] == kept
    assert f" {kept} " in familiar.good("people")


def test_a_name_that_is_taken_is_refused_or_merged(
    familiar: CommandLine, people: Library, groups: list[int]
) -> None:
    a, b, _ = groups
    familiar.good("name", a, "Anna")
    before = everything(people)
    assert "already a person called Anna" in familiar.refused("name", b, "ANNA")
    assert everything(people) == before
    merged = f"Merged group {b} into Anna"
    assert familiar.good("name", b, "anna", "--merge") == f"{merged}; confirmed 4 faces.\n"
    assert members(people)[a] == {*FIRST, *SECOND}
    assert familiar.good("name", a, "Anne") == "Renamed Anna to Anne.\n"


@pytest.mark.parametrize("name", ["", "   ", "a\tb", "a\u2028b"])
def test_bad_names_change_nothing(
    familiar: CommandLine, people: Library, groups: list[int], name: str
) -> None:
    before = everything(people)
    assert "Choose another name." in familiar.refused("name", groups[0], name)
    assert everything(people) == before


def test_merge_takes_names_and_numbers(familiar: CommandLine, people: Library, groups: list[int]) -> None:
    a, b, c = groups
    familiar.good("name", a, "Anna")
    familiar.good("name", b, "Bob")
    familiar.good("merge", "anna", "Bob", f"#{c}")
    assert members(people) == {a: {*FIRST, *SECOND, *THIRD}}
    assert "at least two" in familiar.refused("merge", a, a)
    assert "number 99" in familiar.refused("merge", a, 99)


def test_move(familiar: CommandLine, people: Library, groups: list[int]) -> None:
    a, b, _ = groups
    assert familiar.good("move", 13, 14, "--new", "Cleo") == "Moved 2 faces to Cleo.\n"
    cleo = familiar.json("show", "Cleo")["id"]
    assert assignments(people)[13] == (cleo, True)
    familiar.good("move", 13, "--to", b)
    assert assignments(people)[13] == (b, True)
    familiar.good("move", 1, "--nobody")
    assert assignments(people)[1] == (None, False)
    changes = familiar.json("move", 14, "--to", a)["changes"]
    assert changes[0]["faces"] == [14]
    assert changes[0]["photos"] == [14]
    assert set(changes[0]["people"]) >= {a, cleo}
    before = everything(people)
    assert "There is no face 99 in the library." in familiar.refused("move", 1, 99, "--to", a)
    assert "already a person called Cleo" in familiar.refused("move", 2, "--new", "CLEO")
    assert "nobody called Nemo" in familiar.refused("move", 2, "--to", "Nemo")
    assert everything(people) == before


def test_confirm(familiar: CommandLine, people: Library, groups: list[int]) -> None:
    a = groups[0]
    assert familiar.good("confirm", a) == f"Confirmed 5 faces of group {a}.\n"
    assert all(assignments(people)[face] == (a, True) for face in FIRST)
    assert familiar.good("confirm", a) == "Nothing had to be changed.\n"


def test_reject_faces_and_people(familiar: CommandLine, people: Library, groups: list[int]) -> None:
    a, b, _ = groups
    familiar.good("reject", a, "--face", 1, "--face", 13)
    assert assignments(people)[1] == (None, False)
    familiar.good("reject", a, "--other", b)
    assert len(everything(people)["rejection"]) == 3
    assert "two different" in familiar.refused("reject", a, "--other", a)
    assert "There is no face 99 in the library." in familiar.refused("reject", a, "--face", 99)


def test_ignore_and_restore(familiar: CommandLine, people: Library, groups: list[int]) -> None:
    a, b, c = groups
    out = familiar.good("ignore", a, b, "--face", 13)
    assert out == f"Ignored 1 face.\nIgnored group {a}.\nIgnored group {b}.\n"
    assert [p["id"] for p in listed(familiar)] == [c]
    out = familiar.good("ignore", a, "--face", 13, "--restore")
    assert out == f"Restored 1 face.\nRestored group {a}.\n"
    assert [p["id"] for p in listed(familiar)] == [a, c]
    assert familiar.good("ignore", b) == "Nothing had to be changed.\n"


@pytest.mark.parametrize("unknown", [["99"], ["Nemo"], ["--face", "99"]])
def test_ignoring_is_all_or_nothing(
    familiar: CommandLine, people: Library, groups: list[int], unknown: list[str]
) -> None:
    before = everything(people)
    familiar.refused("ignore", groups[0], groups[1], *unknown)
    assert everything(people) == before


def test_history_undo_and_redo(familiar: CommandLine, people: Library, groups: list[int]) -> None:
    a, b, c = groups
    assert familiar.good("history") == "Nothing yet.\n"
    assert familiar.json("history") == {"history": []}
    assert "nothing to undo" in familiar.refused("undo")
    states = [everything(people)]
    for words in (["name", a, "Anna"], ["merge", a, b], ["ignore", c]):
        familiar.good(*words)
        states.append(everything(people))
    assert [line.split("  ")[1] for line in familiar.good("history").splitlines()[1:]] == [
        f"Ignored group {c}",
        f"Merged group {b} into Anna; confirmed 4 faces",
        f"Named group {a} Anna; confirmed 5 faces",
    ]
    assert len(familiar.json("history", "-n", 2)["history"]) == 2
    assert familiar.good("undo") == f"Undone: Ignored group {c}.\n"
    assert everything(people) == states[2]
    assert familiar.good("history").splitlines()[1].rstrip().endswith("undone")
    assert familiar.json("history")["history"][0]["undone_at"] is not None
    # More than there are is all there are.
    assert familiar("undo", "--steps", 10).out.count("Undone") == 2
    assert everything(people) == states[0]
    assert familiar.good("redo", "-n", 2).count("Redone") == 2
    assert everything(people) == states[2]
    assert len(familiar.json("redo", "-n", 5)["changes"]) == 1
    assert everything(people) == states[3]
    assert "nothing to redo" in familiar.refused("redo")
    # The number may stand alone, and what could not be done is said.
    assert familiar.good("undo", 2).count("Undone") == 2
    ran = familiar("undo", 3)
    assert (ran.status, ran.out.count("Undone")) == (0, 1)
    assert ran.err.strip() == "That was 1 of 3 steps. There is nothing to undo."
    ran = familiar("redo", 4)
    assert (ran.status, ran.out.count("Redone")) == (0, 3)
    assert ran.err.strip() == "That was 3 of 4 steps. There is nothing to redo."


def test_what_undo_cannot_bring_back_is_told(
    familiar: CommandLine, people: Library, groups: list[int]
) -> None:
    familiar.good("move", 1, "--new", "Cleo")
    run(people, "DELETE FROM face WHERE id = 1")
    ran = familiar("undo")
    assert ran.status == 0
    assert ran.out.startswith("Undone: Moved 1 face")
    assert ran.err


def test_a_name_is_taken_away(familiar: CommandLine, groups: list[int]) -> None:
    first = groups[0]
    familiar.good("name", first, "Anna")
    assert familiar.good("name", "Anna", "--remove") == "Removed the name Anna.\n"
    assert [person["name"] for person in listed(familiar)] == [None, None, None]
    familiar.good("undo")
    assert listed(familiar)[0]["name"] == "Anna"
    assert "not both" in familiar.refused("name", "Anna", "Ben", "--remove")
    assert "say which name: PERSON NAME" in familiar.refused("name", "Anna", status=2)
    assert "cannot be empty" in familiar.refused("name", "Anna", "")
