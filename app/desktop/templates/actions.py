"""Templates of what the user did, as the history tells it, and of what such sentences call somebody.

The sentences are made in `app.operations` and `app.desktop.together`; of what cannot be done, in
`app.desktop.templates.trouble` and `app.desktop.templates.refusals`.
"""

from __future__ import annotations

from typing import Final

from app.desktop.templates.marking import translate

# What stands before an action that was taken back or done again.
PREFIXES: Final = (
    translate("Sentences", "Undone: {action}"),
    translate("Sentences", "Redone: {action}"),
)

# Two actions told of in one sentence, or an action and what came of it.
#: Parts of one sentence in the history.
JOINED: Final = translate("Sentences", "{action}; {rest}")

# Each may be a part of a sentence whose parts are joined by semicolons.
ACTIONS: Final = (
    #: A group without a name gets one.
    translate("Sentences", "Named {group} {name}"),
    translate("Sentences", "Renamed {name} to {other}"),
    #: After a semicolon: what came of naming.
    translate("Sentences", "confirmed %n face(s)", "", 1),
    translate("Sentences", "Removed the name {name}"),
    translate("Sentences", "Removed the name {name} with birthday"),
    translate("Sentences", "Removed the name {name} with notes"),
    translate("Sentences", "Removed the name {name} with birthday and notes"),
    #: People and groups, separated by commas.
    translate("Sentences", "Merged {people} into {whom}"),
    #: In older histories alone.
    translate("Sentences", "Confirmed all faces of {whom}"),
    translate("Sentences", "Confirmed %n face(s) of {whom}", "", 1),
    translate("Sentences", "Noted that {whom} is not {other}"),
    translate("Sentences", "Ignored {whom}"),
    translate("Sentences", "Restored {whom}"),
    translate("Sentences", "Ignored %n people and groups", "", 1),
    translate("Sentences", "Restored %n people and groups", "", 1),
    translate("Sentences", "Changed the cover of {whom}"),
    translate("Sentences", "Removed the birthday of {name}"),
    translate("Sentences", "Set the birthday of {name} to {day}"),
    #: After a semicolon.
    translate("Sentences", "took %n face(s) in older photos away", "", 1),
    #: After a semicolon: than a birthday.
    translate("Sentences", "%n confirmed photo(s) are older", "", 1),
    translate("Sentences", "Changed the notes on {whom}"),
    translate("Sentences", "Removed %n face(s) from their people", "", 1),
    translate("Sentences", "Moved %n face(s) to {whom}", "", 1),
    translate("Sentences", "Confirmed %n face(s)", "", 1),
    translate("Sentences", "Noted that %n face(s) are not {whom}", "", 1),
    translate("Sentences", "Noted that %n face(s) do not belong to {whom}", "", 1),
    translate("Sentences", "Ignored %n face(s)", "", 1),
    translate("Sentences", "Restored %n face(s)", "", 1),
    translate("Sentences", "Deleted %n face(s)", "", 1),
    translate("Sentences", "Drew a face"),
    translate("Sentences", "Drew a face of {whom}"),
    translate("Sentences", "Ignored %n face(s) in a photo", "", 1),
    translate("Sentences", "Ignored 1 group seen fewer than {times} times and %n face(s) of nobody", "", 1),
    translate(
        "Sentences",
        "Ignored {number} groups seen fewer than {times} times and %n face(s) of nobody",
        "",
        1,
    ),
    translate("Sentences", "Said that %n face(s) are {whom}", "", 1),
    translate("Sentences", "Said that %n face(s) are not {whom}", "", 1),
    translate("Sentences", "Said that %n face(s) are {whom} and 1 is not", "", 1),
    translate("Sentences", "Said that %n face(s) are {whom} and {number} are not", "", 1),
    translate("Sentences", "Said that %n face(s) belong to {whom}", "", 1),
    translate("Sentences", "Said that %n face(s) do not belong to {whom}", "", 1),
    translate("Sentences", "Said that %n face(s) belong to {whom} and 1 does not", "", 1),
    translate("Sentences", "Said that %n face(s) belong to {whom} and {number} do not", "", 1),
    translate("Sentences", "Said that %n pair(s) are the same", "", 1),
    translate("Sentences", "Said that %n pair(s) are not the same", "", 1),
    translate("Sentences", "Said that %n pair(s) are the same and 1 is not", "", 1),
    translate("Sentences", "Said that %n pair(s) are the same and {number} are not", "", 1),
    #: Groups, separated by commas.
    translate("Sentences", "Answered %n questions on who is the same person; yes to {number}", "", 1),
    translate("Sentences", "Answered %n questions on who belongs where; yes to {number}", "", 1),
    translate("Sentences", "Split %n face(s) off {whom} as {people}", "", 1),
    #: After a semicolon: more actions.
    translate("Sentences", "and %n more", "", 1),
    translate("Sentences", "Nothing had to be changed."),
)

# Values that are said in the language of the window, too.
WHO: Final = (
    translate("Sentences", "group {number}"),
    translate("Sentences", "Group {number}"),
    translate("Sentences", "a group"),
    translate("Sentences", "A group"),
    translate("Sentences", "a group of %n face(s)", "", 1),
    translate("Sentences", "A group of %n face(s)", "", 1),
    translate("Sentences", "this group"),
    translate("Sentences", "This group"),
    #: In place of a name, in the history.
    translate("Sentences", "somebody forgotten"),
)
