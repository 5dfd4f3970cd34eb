"""Templates of what went wrong with files: photos, folders, the library and models; and of proofs that fail.

The sentences are made in `engine`, `app.library`, `app.indexing` and `app.operations.proving`.
"""

from __future__ import annotations

from typing import Final

from app.desktop.templates.marking import translate

PHOTOS: Final = (
    translate(
        "Sentences",
        "{file} is no longer there. Connect the drive it is on, or index its folder again.",
    ),
    translate(
        "Sentences",
        "{file} may not be read. Give your account the right to read it, then index again.",
    ),
    translate("Sentences", "{file} is a folder or a device, not a photo. Choose an image file."),
    translate("Sentences", "{file} is empty. Restore it from a backup, or delete it."),
    translate(
        "Sentences",
        "{file} is not a picture of a known format. Export it as JPEG or PNG to use it here.",
    ),
    translate(
        "Sentences",
        "{file} is damaged, and no part of the picture can be shown. Restore it from a backup.",
    ),
    translate("Sentences", "{file} is too large ({reason}). Save a smaller copy to use it here."),
    translate(
        "Sentences",
        "Reading {file} had to be stopped ({reason}): the file may be damaged. Restore it from a backup, or "
        "export it anew as JPEG.",
    ),
    translate(
        "Sentences",
        "Reading {file} had to be stopped ({reason}): the video may be damaged. Restore it from a backup, or "
        "convert it to MP4 anew.",
    ),
    translate(
        "Sentences",
        "{file} is a RAW photo, and RAW support is not installed. Install it beside Familiar with `pip "
        "install rawpy`, or export the photo as JPEG.",
    ),
    translate(
        "Sentences",
        "{file} is a video, and video support is not installed (a bundle comes without it). Install it "
        "beside Familiar with `pip install av`, then index again.",
    ),
    translate(
        "Sentences",
        "{file} is not a video of a known format, or has sound alone. Convert it to MP4 to use it here.",
    ),
    translate(
        "Sentences",
        "{file} is a picture ({reason}) with the name of a video. Give it a name that ends as pictures do, "
        "such as .jpg, then index again.",
    ),
    translate(
        "Sentences",
        "{file} could not be read ({reason}). Check the drive it is on, then index again.",
    ),
    translate(
        "Sentences",
        "{file} could not be looked at, through a fault in Familiar ({reason}). Please report it with the "
        "log; all other photos are indexed as usual.",
    ),
    translate("Sentences", "{file} is not there. Connect its drive or put it back, then draw again."),
    translate(
        "Sentences",
        "{file} is not as the library knows it. Bring the library up to date, then draw again.",
    ),
    translate("Sentences", "There is no folder {folder}. Check its name, and that its drive is connected."),
    translate("Sentences", "The folder {folder} cannot be opened ({reason}). Choose another folder."),
    translate("Sentences", "{file} is not a folder. Choose the folder that it is in."),
)

LIBRARY: Final = (
    translate(
        "Sentences",
        "Another Familiar is working on {file}. Wait until it has finished or close it, then try again.",
    ),
    translate(
        "Sentences",
        "The library {file} is damaged ({reason}). Keep a copy of the file and restore your latest backup.",
    ),
    translate(
        "Sentences",
        "The library {file} is gone or empty, but copies of it are beside it. Restore the latest one, or "
        "move them away to begin a new library.",
    ),
    translate(
        "Sentences",
        "The library {file} cannot be replaced ({reason}). Close whatever has it open, free some space, then "
        "try again.",
    ),
    translate(
        "Sentences",
        "{file} is not a Familiar library. Choose another file, or another name for a new library.",
    ),
    translate("Sentences", "The library {file} cannot be used: {reason}, then try again."),
    translate(
        "Sentences",
        "The backup {file} was not made, because the library is damaged ({reason}). Keep your earlier "
        "backups and restore the latest good one.",
    ),
    translate(
        "Sentences",
        "The backup was not made, because {file} already exists. Choose another name, or ask for it to be "
        "replaced.",
    ),
    translate(
        "Sentences",
        "The backup {file} cannot be written ({reason}). Choose another folder or free some space, then try"
        " again.",
    ),
    translate("Sentences", "{file} is the library itself. Choose another name for the backup."),
    translate(
        "Sentences",
        "{file} is not a backup of a library, so it is not replaced. Choose another name for the backup.",
    ),
    translate(
        "Sentences",
        "The lock file {file} cannot be written ({reason}). Allow yourself to write to its folder, then try"
        " again.",
    ),
    translate(
        "Sentences",
        "{file} is a database of another program, but Familiar keeps {what} there. Move it to another "
        "folder.",
    ),
    translate(
        "Sentences",
        "The {what} in {file} cannot be written ({reason}). Allow yourself to write there and to its "
        "folder, then try again.",
    ),
    translate("Sentences", "{file} is a folder. Choose a file, or a name for a new library."),
    translate(
        "Sentences",
        "The library {file} was made by a newer Familiar (its format is {version}, this program knows "
        "{known}). Install the newest Familiar to open it.",
    ),
    translate(
        "Sentences",
        "There is no library at {file}. Look whether its drive is connected, or create a library there.",
    ),
    translate(
        "Sentences",
        "The library {file} cannot be opened or created ({reason}). Choose another folder, or allow "
        "yourself to write to this one.",
    ),
    translate(
        "Sentences",
        "{file} is a database of another program, not a Familiar library. Choose another file, or another "
        "name for a new library.",
    ),
    translate(
        "Sentences",
        "The library {file} is on a drive that does not support it (perhaps a network drive). Move it to a "
        "disk of this computer.",
    ),
    translate(
        "Sentences",
        "The library {file} could not be brought to the format of this Familiar ({reason}). It is as it "
        "was, and {copy} is a copy of it. Go on with the Familiar you had, and report this.",
    ),
    #: Of somebody forgotten; the problem is a sentence.
    translate(
        "Sentences",
        "They are gone from the library, but bytes of them may still be in its files. {problem}",
    ),
)

MODELS: Final = (
    translate("Sentences", "There is no model named {model}. Known models: {models}."),
    translate("Sentences", "The model {model} cannot be repaired: {reason}"),
    translate("Sentences", "The model {model} cannot be read: {reason}. {remedy}"),
    translate(
        "Sentences",
        "The model {model} comes with the package {package} {version}, which is not installed. {remedy}",
    ),
    translate(
        "Sentences",
        "{file} is not the file that the card of {model} describes (SHA-256 is {found}, should be "
        "{expected}). {remedy}",
    ),
    translate(
        "Sentences",
        "The cache folder {folder} cannot be written: {reason}. Free some space there, or set the "
        "environment variable XDG_CACHE_HOME to a folder that can be written.",
    ),
    translate(
        "Sentences",
        "{provider} is not available here; available: {others}. Choose one of these, or install the "
        "onnxruntime package made for your graphics card.",
    ),
    translate("Sentences", "The model {model} cannot be loaded: {reason}"),
    translate(
        "Sentences",
        "There is not enough memory for the model {model}. Close other programs, then try again.",
    ),
    translate(
        "Sentences", "There is not enough memory to run networks. Close other programs, then try again."
    ),
    translate(
        "Sentences",
        "onnxruntime, which runs the networks, cannot be loaded: {reason}. Install it anew with: {command}",
    ),
    translate("Sentences", "The model {model} failed: {reason}"),
    translate("Sentences", "Install it with: {command}"),
    translate("Sentences", "Install the model again with: {command}"),
    translate("Sentences", "It is a part of Familiar: install Familiar again."),
)

# What is told after somebody was forgotten.
PROOFS: Final = (
    translate(
        "Sentences",
        "The library still has {rows} of their rows (table {table}). Forget them once more.",
    ),
    translate(
        "Sentences",
        "The library still has {number} of their names as files said them. Forget them once more.",
    ),
    translate("Sentences", "Somebody in the library has their name."),
    translate("Sentences", "The history still refers to them ({times} times). Forget them once more."),
    translate("Sentences", "The history still names them ({times} times). Forget them once more."),
    translate(
        "Sentences",
        "{file} still has {number} of the {what}. Close every other Familiar that uses the library, then "
        "finish forgetting once more.",
    ),
    translate(
        "Sentences",
        "{file} still has bytes of {number} of the {what}. Close every other Familiar that uses the "
        "library, then finish forgetting once more.",
    ),
    translate("Sentences", "{file} could not be searched for the {what} ({reason})."),
    #: Numbers of faces, separated by commas.
    translate(
        "Sentences",
        "You confirmed to be somebody else's what has the same embedding as one of the forgotten faces, so "
        "it stays: face {faces}. If that is a mistake, delete it.",
    ),
)

# What the fields {what} and {reason} may be.
PARTS: Final = (
    #: Small pictures of faces that are kept in a file.
    translate("Sentences", "crops of faces"),
    #: Of which it is seen that two are alike, kept in a file.
    translate("Sentences", "fingerprints of photos"),
    #: Small pictures of faces that are kept in a file.
    translate("Sentences", "crops"),
    translate("Sentences", "thumbnails"),
    translate("Sentences", "fingerprints"),
    translate("Sentences", "embeddings"),
    translate("Sentences", "{width} × {height} pixels"),
    translate("Sentences", "{size} MB"),
    translate("Sentences", "not enough memory"),
    translate("Sentences", "more pixels than can be held"),
    translate("Sentences", "it grew while it was read"),
    translate("Sentences", "the decoder crashed"),
    translate("Sentences", "it has parts that Familiar did not make"),
    translate("Sentences", "a text in it is none"),
    translate("Sentences", "it took too long"),
    #: Of the library.
    translate("Sentences", "it is read-only. Allow yourself to write to it and to its folder"),
    #: To the library.
    translate("Sentences", "access is not allowed. Allow yourself to write to it and to its folder"),
    translate("Sentences", "the disk is full. Free some space"),
    #: Of the library's file.
    translate("Sentences", "its beginning is overwritten"),
    translate("Sentences", "no whole copy of it can be made"),
    #: The library.
    translate(
        "Sentences",
        "it cannot be opened. Look whether its drive is connected, whether its folder exists and whether "
        "you may write there",
    ),
    #: The library's.
    translate("Sentences", "its drive reports an error. Look whether the drive is connected and healthy"),
)
