"""A self-contained album: one HTML file with its pictures in it, or, where they are many, a folder.

What the page looks like lives in `app.exchange.exporting.album_page`. Pictures are made anew from the pixels
alone, so nothing that a camera noted (where it was, its number) is in them.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import PIL.Image

from app.exchange.exporting.album_page import ENGLISH, PageFace, PagePerson, PagePhoto, Words, page
from app.exchange.exporting.decoding import Decoded, pictures_of
from app.exchange.exporting.placing import aside, settle, settle_folder, sync
from app.exchange.exporting.records import Course, ExportReport
from app.exchange.exporting.selecting import ChosenPhoto, Selection, ShownFace, who_is_in
from app.library.store import Library
from app.search.outside import SkippedPhoto, refuse_watched

#: Endings of the file that an album may have.
SUFFIXES: Final = (".html", ".htm")
#: Longest sides of pictures, in pixels: alone, among others, and of the cover of a person.
SIDE: Final = 2048
_SMALL_SIDE, _COVER_SIDE = 480, 144
_QUALITY, _SMALL_QUALITY = 85, 78
#: With more bytes of pictures an album becomes a folder: browsers read a file of one piece as a whole.
MOST_IN_ONE: Final = 64 << 20
#: A cover shows so many times the longer side of a face's box.
_AROUND: Final = 1.5


@dataclass(slots=True)
class _Making:
    """What has been found and made of an album so far."""

    folder: Path
    #: The face that stands for each person.
    covers: dict[int, int]
    photos: list[PagePhoto] = field(default_factory=list)
    people: dict[int, PagePerson] = field(default_factory=dict)
    written: list[Path] = field(default_factory=list)
    skipped: list[SkippedPhoto] = field(default_factory=list)
    size: int = 0

    def keep(self, name: str, data: bytes) -> str:
        """Write a picture; return its path in the album."""
        (self.folder / name).write_bytes(data)
        self.size += len(data)
        return name


def export_to_album(
    library: Library,
    selection: Selection,
    place: Path | str,
    *,
    side: int = SIDE,
    words: Words = ENGLISH,
    most_in_one: int = MOST_IN_ONE,
    course: Course | None = None,
) -> ExportReport:
    """Make an album for a browser, that needs neither this program nor a network.

    It is one file where its pictures are not too large together, else a folder of the same name without the
    ending, with `index.html` in it. Nothing is overwritten: where the name is taken, the next is used. An
    album that was cancelled or failed leaves nothing.

    Args:
        library: Whose photos they are; the album is refused in its watched folders.
        selection: The photos; its title is that of the album.
        place: The file; its ending is one of `SUFFIXES`.
        side: The longest side of a picture, in pixels.
        words: What the page says besides names and dates, and in which language that is.
        most_in_one: Bytes of pictures up to which the album is one file.
        course: Is told of each photo, and ends the export.

    Raises:
        OperationError: The album would lie in a watched folder.
        ExportTargetError: It cannot be written, as where the disk is full.
    """
    course = course or Course()
    target = Path(place).absolute()
    refuse_watched(library, target.parent)
    with aside(target) as folder:
        (folder / "pictures").mkdir()
        making = _Making(folder, _covers(library, selection.photos))
        found = pictures_of(selection.photos, side)
        who = who_is_in(library, selection.photos)
        for decoded, faces in course.through(zip(found, who, strict=True), len(selection.photos)):
            _add(making, decoded, faces)
        if course.cancelled or not making.written:
            return ExportReport(target, skipped=tuple(making.skipped), cancelled=course.cancelled)
        in_one = making.size <= most_in_one
        file = folder / "index.html"
        with file.open("wb") as stream:
            people = sorted(making.people.values(), key=lambda person: (-person.photos, person.name))
            for part in page(selection.title, people, making.photos, words):
                whole = _picture(folder, part, in_one=in_one) if isinstance(part, Path) else part.encode()
                stream.write(whole)
            sync(stream)
        if in_one:
            made = settle(file, target.name, target.parent)
        else:
            made = settle_folder(folder, target.stem, target.parent) / "index.html"
    written = tuple((source, made) for source in making.written)
    return ExportReport(made, written, skipped=tuple(making.skipped), files=(made,))


def _picture(folder: Path, path: Path, *, in_one: bool) -> bytes:
    """Return what stands for a picture in the page: itself, or where it is."""
    if not in_one:
        return path.as_posix().encode()
    return b"data:image/jpeg;base64," + base64.b64encode((folder / path).read_bytes())


def _covers(library: Library, photos: tuple[ChosenPhoto, ...]) -> dict[int, int]:
    """Choose the face to show for each person: the best of these photos, by quality."""
    best: dict[int, tuple[float, int]] = {}
    for faces in who_is_in(library, photos):
        for face in faces:
            if face.face_id is not None:
                one = face.quality, -face.face_id
                best[face.person_id] = max(best.get(face.person_id, one), one)
    return {person: -face for person, (_, face) in best.items()}


def _add(making: _Making, decoded: Decoded, faces: list[ShownFace]) -> None:
    photo, picture = decoded.photo, decoded.picture
    if picture is None:
        making.skipped.append(SkippedPhoto(photo.file, decoded.reason))
        return
    number = len(making.photos) + 1
    small = picture.copy()
    small.thumbnail((_SMALL_SIDE, _SMALL_SIDE), PIL.Image.Resampling.LANCZOS, reducing_gap=2.0)
    shown: list[PageFace] = []
    for face in faces:
        person = making.people.get(face.person_id)
        if person is None:
            person = PagePerson(face.person_id, face.name)
            making.people[face.person_id] = person
        if all(other.person != face.person_id for other in shown):
            person.photos += 1
        box = None
        if face.box is not None:
            left, top, width, height = (side * decoded.scale for side in face.box)
            box = left / picture.width, top / picture.height, width / picture.width, height / picture.height
            if making.covers.get(face.person_id) == face.face_id:
                cover = _cut(picture, (left, top, width, height))
                person.cover = making.keep(f"pictures/person-{face.person_id}.jpg", _jpeg(cover, _QUALITY))
        shown.append(PageFace(face.person_id, face.name, box))
    making.photos.append(
        PagePhoto(
            number=number,
            small=making.keep(f"pictures/{number:05}-small.jpg", _jpeg(small, _SMALL_QUALITY)),
            large=making.keep(f"pictures/{number:05}.jpg", _jpeg(picture, _QUALITY)),
            size=picture.size,
            date=photo.taken_at,
            faces=tuple(shown),
            video=photo.shown_ms is not None,
        )
    )
    making.written.append(photo.file)


def _cut(picture: PIL.Image.Image, box: tuple[float, float, float, float]) -> PIL.Image.Image:
    """Return a square around a face, moved into the picture where it would reach past it."""
    left, top, width, height = box
    side = min(_AROUND * max(width, height), *picture.size)
    x = min(max(left + width / 2 - side / 2, 0), picture.width - side)
    y = min(max(top + height / 2 - side / 2, 0), picture.height - side)
    return picture.resize(
        (_COVER_SIDE, _COVER_SIDE), PIL.Image.Resampling.LANCZOS, (x, y, x + side, y + side)
    )


def _jpeg(picture: PIL.Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
    return buffer.getvalue()
