"""Templates of what cannot be done: actions that are refused, and searches that are not understood.

The sentences are made in `app.operations`, `app.indexing`, `app.library.names` and `app.search`; those on
files and models are in `app.desktop.templates.trouble`.
"""

from __future__ import annotations

from typing import Final

from app.desktop.templates.marking import translate

REFUSALS: Final = (
    translate("Sentences", "There is nothing to undo."),
    translate("Sentences", "There is nothing to redo."),
    translate("Sentences", "%n face(s) are no longer in the library and could not be brought back.", "", 1),
    translate("Sentences", "Face {face} cannot both be {whom} and not be. Choose one."),
    translate("Sentences", "No pair was answered. Answer at least one."),
    translate(
        "Sentences",
        "These answers make one of {whom} and {other}, and tell them apart. Take one of them back.",
    ),
    translate("Sentences", "A pair of {whom} and the same again says nothing. Choose two different ones."),
    translate(
        "Sentences",
        "These answers would make one of {name} and {other}. Take one of them back, or merge these two "
        "people first.",
    ),
    translate(
        "Sentences",
        "There is already a person called {name}. Move the faces there, or choose a name that tells the two"
        " apart.",
    ),
    translate(
        "Sentences",
        "There is already a person called {name}. Merge the two if they are one person, or choose a name "
        "that tells them apart.",
    ),
    translate(
        "Sentences",
        "Face {face} is there already. Say whose face that is, or delete it and draw again.",
    ),
    translate("Sentences", "The box has no size. Draw it larger."),
    translate("Sentences", "The box lies outside the photo of {width} x {height} pixels. Draw it inside."),
    translate("Sentences", "A photo has no moments. Draw the box without one."),
    translate("Sentences", "The video lasts {seconds} s. Draw the box at a moment of it."),
    translate("Sentences", "Face {face} belongs to nobody yet. Move it to a person instead."),
    translate("Sentences", "Face {face} is in another photo. Keep only faces of this one."),
    translate("Sentences", "Everyone is seen at least once. Choose 2 times or more."),
    translate("Sentences", "Choose at least two different people or groups to merge."),
    translate("Sentences", "Choose two different people or groups to tell apart."),
    translate(
        "Sentences",
        "Face {face} is not a face of {whom}. Choose one of their faces, or move this one to them first.",
    ),
    translate("Sentences", "Face {face} is not a face of {whom}. Choose only faces of theirs."),
    translate("Sentences", "Face {face} is in two parts. Put it into one of them."),
    translate("Sentences", "All faces of {whom} were chosen. Leave out at least one that stays."),
    translate(
        "Sentences",
        "{day} cannot be the birthday of anybody in a photo. Choose a day from {first} to today.",
    ),
    translate("Sentences", "The notes have broken characters. Remove them, then try again."),
    translate("Sentences", "{whom} has no name. Name it first."),
    translate("Sentences", "No faces were chosen. Choose at least one."),
    translate("Sentences", "There is no face {number} in the library. Choose another one."),
    translate("Sentences", "There is no photo {number} in the library. Choose another one."),
    #: The problem is what a name cannot be, as a sentence.
    translate("Sentences", "{problem} Choose another name."),
    translate("Sentences", "A name cannot have line breaks, tabs or other control characters."),
    translate("Sentences", "A name cannot be empty."),
    translate("Sentences", "There is no person or group with the number {number}."),
    translate("Sentences", "There is nobody called {name}."),
    translate("Sentences", "There is nobody called {name}. Did you mean {other}?"),
    translate("Sentences", "There is nobody called {name}. Did you mean {other} or {third}?"),
    translate("Sentences", "There is nobody called {name}. Did you mean {other} or {third} or {fourth}?"),
)

SEARCHES: Final = (
    translate("Sentences", "No photo is known to be from {place}."),
    translate("Sentences", "No photo is known to be from {place}. Did you mean {other}?"),
    translate("Sentences", "No photo is known to be from {place}. Did you mean {other} or {third}?"),
    translate(
        "Sentences", "No photo is known to be from {place}. Did you mean {other} or {third} or {fourth}?"
    ),
    translate("Sentences", "Write no more than {number} characters."),
    translate("Sentences", "This parenthesis was not opened."),
    translate("Sentences", "There are too many parentheses within parentheses."),
    #: The words only and or are typed in English.
    translate("Sentences", "Write names after only, as in only Anna, or only (Anna or Bert)."),
    translate("Sentences", "{dates} ends before it begins."),
    translate("Sentences", "There is no date {date} in any photo."),
    #: A minus.
    translate("Sentences", "Write {sign} directly before what is left out, as in {sign}Anna."),
    #: The word is before or after, in English.
    translate("Sentences", "Write a date after {word}, as in {word} 2012 or {word} 2012-06-30."),
    translate("Sentences", "{word} is no date. Write 2019, 2019-07, 2019-07-14 or 2015..2018."),
    #: What stands before a colon is typed in English.
    translate("Sentences", "Nothing is found by {word}: only by in:, camera: and file:."),
)
