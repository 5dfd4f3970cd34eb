"""Templates of what is said of names in files: imported from other programs, and written into photos.

The sentences are made in `app.exchange.importing`, `app.exchange.writing`, `app.metadata.imports`,
`app.metadata.containers` and `app.operations.adopting`.
"""

from __future__ import annotations

from typing import Final

from app.desktop.templates.marking import translate

# What was done to files or with what they say; parts of sentences as in `app.desktop.templates.actions`.
DONE_WITH_FILES: Final = (
    translate("Sentences", "Noted that {whom} is in a photo"),
    translate("Sentences", "Took back that {whom} is in a photo"),
    translate("Sentences", "Read %n name(s) from photos", "", 1),
    #: The program is digiKam, Picasa and the like.
    translate("Sentences", "Imported the names in %n photo(s) from {program}", "", 1),
    #: Birthdays, notes, who is not whom.
    translate("Sentences", "Imported what was said of people from {program}"),
    translate("Sentences", "Wrote names into photos"),
    translate("Sentences", "Wrote names into %n photo(s)", "", 1),
)

# Why nothing, or not all, can be imported.
IMPORTS: Final = (
    translate("Sentences", "{file} is not there. Check its name, or connect its drive."),
    translate(
        "Sentences",
        "{file} is packed. Unpack it, with all other parts of the same export, into one folder, add that "
        "folder to your library, and import the folder.",
    ),
    translate(
        "Sentences",
        "In {folder} there is nothing of digiKam, Picasa, Google Takeout or osxphotos. Choose digikam4.db, "
        "or a folder of photos that one of the others was used with. Names that Lightroom, Immich and others "
        "keep in the photos or beside them (XMP) need no import: they are read when the folder is added.",
    ),
    translate(
        "Sentences",
        "{file} cannot be read as a digiKam database ({reason}). Close digiKam and try again; if that does "
        "not help, restore the file from a backup.",
    ),
    translate("Sentences", "{file} cannot be opened. Choose digikam4.db, or the folder that it is in."),
    translate("Sentences", "{file} is no SQLite database. Choose digiKam's digikam4.db."),
    translate("Sentences", "{file} is larger than a digiKam database can be."),
    translate(
        "Sentences",
        "{file} could not be copied to be read. Close digiKam and try again, or make room on the drive.",
    ),
    translate("Sentences", "{file} has not the tables of digiKam. Choose digiKam's digikam4.db."),
    translate("Sentences", "{file} is no file. Choose the JSON file that Familiar has exported."),
    translate("Sentences", "{file} is damaged or not whole. Export the names anew."),
    translate("Sentences", "{file} cannot be read. Check the drive it is on."),
    translate("Sentences", "{file} has no names of Familiar. Choose the JSON file that it has exported."),
    translate(
        "Sentences", "{file} was written by a newer Familiar. Import it with that version or a newer one."
    ),
    translate(
        "Sentences",
        "{file} has no people of osxphotos. Make the file with osxphotos query --json, or export with "
        "--sidecar json and choose the folder. The report of an export has no people.",
    ),
    translate(
        "Sentences",
        "{file} has no JSON files of osxphotos beside its photos. Export with --sidecar json, or choose the "
        "file that osxphotos query --json made.",
    ),
    translate(
        "Sentences",
        "No folder in {folder} has a .picasa.ini. Choose the folder whose photos Picasa showed.",
    ),
    translate("Sentences", "{file} cannot be opened. Check that you may read it."),
    translate("Sentences", "{file} is no plain file. Choose another."),
    translate("Sentences", "{file} is not there, or no plain file. Choose another."),
    translate("Sentences", "{file} is larger than such a file can be ({number} MB) and was left out."),
    translate("Sentences", "{file} is damaged or no JSON file, and was left out. Export it anew."),
    translate("Sentences", "{file} is damaged or no JSON file. Make it anew."),
    translate(
        "Sentences",
        "{folder} has no JSON files of a Google Takeout. Unpack all parts of the Takeout into one folder and "
        "choose that.",
    ),
    translate(
        "Sentences",
        "A tag of {file} has no name that a person can have (number {number}), and was left out.",
    ),
    #: The tags are separated by commas.
    translate(
        "Sentences", "digiKam has {number} tags for people called {name} ({tags}); they become one person."
    ),
    translate(
        "Sentences",
        "The places of {number} faces in {file} cannot be read; their names are kept without a place.",
    ),
    translate("Sentences", "{number} photos of {file} are in no folder that it knows, and were left out."),
    translate("Sentences", "{file} names people, but its photo is not beside it."),
    translate("Sentences", "{number} entries of {file} are no photos and were left out."),
    translate("Sentences", "{number} entries of {file} say nothing that can be used."),
    translate(
        "Sentences",
        "{number} faces of {times} people have a number instead of a name. Copy Picasa's contacts.xml into "
        "{folder} and import again.",
    ),
    translate(
        "Sentences",
        "{file} has faces of {number} photos whose names lead out of the folder; they were left out.",
    ),
    translate("Sentences", "{number} faces of {file} cannot be read and were left out."),
    translate(
        "Sentences",
        "{number} photos in {folder} are cropped in Picasa only, such as {file}; their people are kept "
        "without a place.",
    ),
    translate("Sentences", "{folder} cannot be listed. Check that you may read this folder."),
    translate("Sentences", "{folder} holds more files than can be read. Import its folders singly."),
    translate(
        "Sentences",
        "{number} files in {folder}, such as {file}, name people of photos that are not beside them. Unpack "
        "all parts of the Takeout into one folder and import again.",
    ),
    translate(
        "Sentences",
        "{file} is not there, so its people are noted without a place. Connect its drive and import again.",
    ),
    translate(
        "Sentences",
        "{file} is not as the library knows it, so its people are noted without a place. Bring the library "
        "up to date and import again.",
    ),
    translate("Sentences", "{number} more photos could not be looked at."),
)

# Why names are not written into a file, and why a file is not given back what it had.
WRITINGS: Final = (
    translate("Sentences", "Something else was done at the same time. Look at the history, then try again."),
    translate("Sentences", "No photo below {folder} is known. Index it first: familiar index {folder}"),
    translate("Sentences", "What the files said before is no longer kept, so they stay as they are."),
    translate(
        "Sentences",
        "Writing names was cut off before anything was written, so there is nothing to undo of it. Undo once "
        "more to take back what was done before.",
    ),
    translate("Sentences", "{file} is not there, so it was left out. Connect its drive, then try again."),
    translate("Sentences", "{file} was changed since, so it stays as it is."),
    translate("Sentences", "{file} cannot be made what it was, so it stays as it is."),
    translate("Sentences", "{file} stays as it is. It cannot be read or written ({reason})."),
    #: The problem is a sentence.
    translate("Sentences", "{file} stays as it is. {problem}"),
    translate("Sentences", "It cannot be read ({reason})."),
    translate("Sentences", "It could not be written ({reason}). Check the drive it is on."),
    translate("Sentences", "It was changed at the same time. Index it first, then try again."),
    translate("Sentences", "It is a link to a file that is no longer there."),
    translate("Sentences", "It is no plain file, and only such are written to."),
    translate("Sentences", "It is write-protected. Allow writing to it, then try again."),
    translate("Sentences", "Its folder may not be written to. Give your account the right to write there."),
    translate(
        "Sentences",
        "It is on a drive that may only be read. Copy it to another one, or connect that one anew.",
    ),
    translate("Sentences", "Its drive is full. Make room there, then try again."),
    translate("Sentences", "Your share of its drive is full. Make room there, then try again."),
    translate("Sentences", "Its folder is no longer there. Connect the drive it is on."),
)
