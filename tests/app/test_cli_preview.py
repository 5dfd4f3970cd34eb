"""`familiar preview`: the scale, a difference, accepting it, and what `settings` and `index` say of it."""

from __future__ import annotations

import numpy as np
from makers.command_line import CommandLine
from makers.libraries import CARD, Made, add_faces, between, centre, everything, members, run

from app.library.store import Library
from app.library.tables import Model

_OTHER = '[2, "' + "ab" * 32 + '", 0.45, 0.2]'


def test_the_scale_marks_where_the_library_is(familiar: CommandLine, people: Library) -> None:
    before = everything(people)
    out = familiar.good("preview").splitlines()
    assert [line.split()[0] for line in out[1:6]] == ["-1", "-0.5", "0", "0.5", "1"]
    assert [line.endswith("now") for line in out[1:6]] == [False, False, True, False, False]
    assert out[6] == "See one in detail: familiar preview --strictness NUMBER. Choose it by adding --accept"
    assert everything(people) == before


def test_a_difference_is_shown_and_then_accepted(familiar: CommandLine, people: Library) -> None:
    # Somebody has put two people together; grouping would take them apart again.
    run(people, "UPDATE face SET person_id = 1 WHERE id BETWEEN 6 AND 9")
    run(people, "DELETE FROM person WHERE id = 2")
    out = familiar.good("preview", "--strictness", "0.5").splitlines()
    assert out[0] == (
        "4 faces of 14 would move; people and groups: 2 before, 3 after; faces of nobody: 2 before, 2 after; "
        "0 confirmed faces untouched."
    )
    assert [line.split() for line in out[2:4]] == [
        ["1", "(no", "name)", "9", "5", "0", "4"],
        ["new", "(no", "name)", "0", "4", "4", "0"],
    ]
    assert out[4] == "Nothing has been changed. To change it, add --accept"

    document = familiar.json("preview", "--strictness", "0.5", "--accept")
    assert document["accepted"]["moved"] == document["differences"][0]["moved"] == 4
    assert familiar.json("settings", "strictness") == {"settings": {"strictness": 0.5}}
    assert familiar.good("preview", "--strictness", "0.5").startswith("0 faces of 14 would move")


def test_settings_send_to_the_preview_once_there_are_groups(familiar: CommandLine, people: Library) -> None:
    said = familiar.refused("settings", "strictness", "-0.5")
    assert "familiar preview --strictness -0.5. Then add --accept" in said
    assert familiar.json("settings", "strictness") == {"settings": {"strictness": 0.0}}


def test_a_recogniser_that_has_seen_nothing(familiar: CommandLine, people: Library) -> None:
    run(people, f"UPDATE model SET sha256 = x'{'ab' * 32}'")
    said = familiar.refused("preview", "--strictness", "0")
    assert "No face has been embedded by sface-2021dec yet." in said


def test_index_leaves_the_groups_of_another_recogniser_to_the_user(
    familiar: CommandLine, people: Library
) -> None:
    run(people, "INSERT INTO setting VALUES ('x', '1')")
    run(people, f"UPDATE setting SET value = '{_OTHER}' WHERE key = 'grouping.done'")
    familiar.good("name", 1, "Anna")
    # The made photos are of a folder that is not there.
    ran = familiar("index")
    assert ran.status == 0
    assert "See what sface-2021dec would change: familiar preview --strictness 0" in ran.err
    assert familiar.json("preview", "--strictness", "0", "--accept")["accepted"]["anew"]
    assert "familiar preview" not in familiar("index").err


def test_only_recognisers_can_be_previewed(familiar: CommandLine, people: Library) -> None:
    for name in ("nosuch", "yunet-2023mar"):
        said = familiar.refused("preview", "--model", name)
        assert (
            said == f"There is no recogniser named {name}. Choose one of these: familiar-1, sface-2021dec.\n"
        )


def add_two_halves(library: Library) -> None:
    """Add four faces of one person, in two pairs that are apart where groups are to be surer."""
    pairs = np.repeat(np.stack([centre(20), between(20, 21, 0.47)]), 2, axis=0)
    add_faces(library, [Made(photo=90 + at, who=20) for at in range(4)], pairs)


def groups(library: Library) -> set[frozenset[int]]:
    return set(map(frozenset, members(library).values()))


def test_what_was_accepted_can_be_taken_back(familiar: CommandLine, people: Library) -> None:
    add_two_halves(people)
    familiar("index")
    before = groups(people)
    *_, last = familiar.good("preview", "--strictness", "1", "--accept").splitlines()
    assert groups(people) != before
    assert "nothing to undo" in familiar.refused("undo")
    said, _, back = last.partition("To group as before: familiar ")
    assert said == "This is not in the history. "
    assert back == "preview --strictness 0 --accept"
    *_, last = familiar.good(*back.split()).splitlines()
    assert groups(people) == before
    assert last.endswith("To group as before: familiar preview --strictness 1 --accept")
    # What moves nothing leaves nothing to take back.
    assert "history" not in familiar.good(*back.split())


def test_what_moves_at_the_same_strictness_cannot_be_taken_back(
    familiar: CommandLine, people: Library
) -> None:
    run(people, "UPDATE face SET person_id = 1 WHERE id BETWEEN 6 AND 9")
    *_, last = familiar.good("preview", "--accept").splitlines()
    assert last == "This is not in the history, so undo does not move these faces back."


def test_the_way_back_to_another_recogniser(familiar: CommandLine, people: Library) -> None:
    card = CARD.text.replace(CARD.name, "former").replace(CARD.file.sha256, "ab" * 32)
    with people.write() as session:
        session.add(Model(name="former", task="recognition", sha256=bytes.fromhex("ab" * 32), card=card))
    run(people, f"UPDATE setting SET value = '{_OTHER}' WHERE key = 'grouping.done'")
    *_, last = familiar.good("preview", "--accept").splitlines()
    assert last == (
        "This is not in the history. To group as before: familiar models select former, then familiar index, "
        "then familiar preview --strictness 0 --accept"
    )
