"""The page of an album, as pieces of HTML: photos, people to filter by, and a large view for mouse and keys.

All of it is in one file; a policy in the page forbids everything from elsewhere, and every script but the one
here. What comes from a library is text: it is escaped, and none of it is in the script or the styles. The
looks and the script live in `app.exchange.exporting.album_parts`.
"""

from __future__ import annotations

import base64
import hashlib
import html
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.exchange.exporting.album_parts import SCRIPT, STYLE

Box = tuple[float, float, float, float]

#: Of the whole width or height: the two decimals of a per cent are a tenth of a pixel.
_PER_CENT: Final = 100


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says besides names and dates.

    Attributes:
        language: Of all of them, as in BCP 47: "en", "zh-Hans".
        title: Of an album without one.
        photos: How many; `{n}` stands for the number.
        photo: As `photos`, of one.
        people: Above the people.
        everybody: Shows all photos again.
        larger: What a click on a picture does.
        previous: To the picture before.
        following: To the next picture.
        close: Back to all pictures.
        undated: In place of a date.
        not_placed: Says who is in a photo, nobody knows where; `{names}` stands for them.
    """

    language: str
    title: str
    photos: str
    photo: str
    people: str
    everybody: str
    larger: str
    previous: str
    following: str
    close: str
    undated: str
    not_placed: str


ENGLISH: Final = Words(
    language="en",
    title="Photos",
    photos="{n} photos",
    photo="1 photo",
    people="People",
    everybody="Everybody",
    larger="Show larger",
    previous="Previous photo",
    following="Next photo",
    close="Back to all photos",
    undated="No date",
    not_placed="Also: {names}",
)


@dataclass(slots=True)
class PagePerson:
    """Somebody in an album.

    Attributes:
        id: In the album, any number.
        name: Theirs.
        photos: In how many photos of the album.
        cover: Path of a picture of their face in the album; "" where there is none.
    """

    id: int
    name: str
    photos: int = 0
    cover: str = ""


@dataclass(frozen=True, slots=True)
class PageFace:
    """Somebody in a photo of an album.

    Attributes:
        person: `PagePerson.id`.
        name: Theirs.
        box: Left, top, width and height as shares of the picture; None where nobody knows.
    """

    person: int
    name: str
    box: Box | None


@dataclass(frozen=True, slots=True)
class PagePhoto:
    """A photo of an album.

    Attributes:
        number: From 1.
        small: Path of the picture among others, in the album.
        large: Path of the picture alone.
        size: Of the large picture, in pixels.
        date: ISO 8601 local time, or None.
        faces: Who is in it.
        video: It is a frame of a video, and gets a sign that says so.
    """

    number: int
    small: str
    large: str
    size: tuple[int, int]
    date: str | None
    faces: tuple[PageFace, ...]
    video: bool = False


def page(
    title: str, people: Sequence[PagePerson], photos: Sequence[PagePhoto], words: Words = ENGLISH
) -> Iterator[str | Path]:
    """Give the page piece by piece.

    Args:
        title: Of the album; may be empty.
        people: In the order in which they are shown.
        photos: Likewise.
        words: What it says, and in which language.

    Yields:
        HTML; and for each picture the path of it in the album, in whose place its address is to be written.
    """
    shown = text(title.strip() or words.title)
    count = words.photo if len(photos) == 1 else words.photos.replace("{n}", str(len(photos)))
    yield (
        f'<!DOCTYPE html>\n<html lang="{text(words.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">\n'
        f"<title>{shown}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<header>\n<h1 dir="auto">{shown}</h1>\n<p>{text(count)}</p>\n</header>\n'
    )
    yield from _people(people, words)
    yield "<main>\n"
    for photo in photos:
        yield from _photo(photo, words)
    yield "</main>\n"
    yield (
        f'<div id="view" role="dialog" aria-modal="true" aria-label="{text(words.larger)}" hidden>\n'
        f'<button id="close" title="{text(words.close)}" aria-label="{text(words.close)}">×</button>\n'
        f'<button id="before" title="{text(words.previous)}" aria-label="{text(words.previous)}">‹'
        "</button>\n"
        '<figure><div id="frame"></div><figcaption id="caption" aria-live="polite"></figcaption></figure>\n'
        f'<button id="after" title="{text(words.following)}" aria-label="{text(words.following)}">›'
        f"</button>\n</div>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    )


def _people(people: Sequence[PagePerson], words: Words) -> Iterator[str | Path]:
    if not people:
        return
    yield f'<nav aria-label="{text(words.people)}">\n<button data-person="" aria-pressed="true">'
    yield '<span class="cover all" aria-hidden="true">∗</span>'
    yield f"<span>{text(words.everybody)}</span></button>\n"
    for person in people:
        yield f'<button data-person="{person.id}" aria-pressed="false">'
        if person.cover:
            yield '<img class="cover" alt="" src="'
            yield Path(person.cover)
            yield '">'
        else:
            yield f'<span class="cover" aria-hidden="true">{text(person.name[:1])}</span>'
        yield f'<span dir="auto">{text(person.name)}</span><small>{person.photos}</small></button>\n'
    yield "</nav>\n"


def _photo(photo: PagePhoto, words: Words) -> Iterator[str | Path]:
    names = list(dict.fromkeys(face.name for face in photo.faces))
    date = (photo.date or "")[:10]
    label = ", ".join([*names, date or words.undated])
    people = " ".join(dict.fromkeys(str(face.person) for face in photo.faces))
    width, height = photo.size
    yield (
        f'<article id="photo-{photo.number}" data-people="{people}" style="--ratio:{width / height:.4f}">'
        f'<a href="#photo-{photo.number}" title="{text(words.larger)}"><img loading="lazy" '
        f'width="{width}" height="{height}" alt="{text(label)}" src="'
    )
    yield Path(photo.small)
    yield '"><i class="video" aria-hidden="true">▶\ufe0e</i></a>' if photo.video else '"></a>'
    for face in photo.faces:
        if face.box is not None:
            left, top, across, down = (f"{_PER_CENT * share:.2f}%" for share in face.box)
            yield (
                f'<span class="face" style="left:{left};top:{top};width:{across};height:{down}">'
                f'<b dir="auto">{text(face.name)}</b></span>'
            )
    # Not decoded, and of a folder not read, before somebody wants to see it.
    yield (f'<template><img width="{width}" height="{height}" alt="{text(label)}" src="')
    yield Path(photo.large)
    yield '"></template>'
    elsewhere = [face.name for face in photo.faces if face.box is None]
    if elsewhere:
        said = words.not_placed.replace("{names}", ", ".join(elsewhere))
        yield f'<small class="also" dir="auto">{text(said)}</small>'
    written = f'<time datetime="{text(date)}">{text(date)}</time>' if date else text(words.undated)
    yield f'<p class="line"><span dir="auto">{text(", ".join(names))}</span> {written}</p></article>\n'


def _policy() -> str:
    """Return what the page may load: pictures beside it or within, its own styles, and its own script."""
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode("ascii")
    # A page on a disk is no "self" for every browser.
    allowed = f"img-src data: file: 'self'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return f"default-src 'none'; base-uri 'none'; form-action 'none'; {allowed}"


def text(value: str) -> str:
    """Return a text for HTML, between tags or in an attribute: escaped, without control characters."""
    letters = (one if unicodedata.category(one) not in {"Cc", "Cs"} else "\ufffd" for one in value)
    return html.escape("".join(letters), quote=True)
