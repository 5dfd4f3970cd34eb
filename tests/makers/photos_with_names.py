"""A library of real photo files in which faces have names, without a detector having looked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from makers.image_files import WITH_EXIF, exif_block, picture
from makers.image_files import photo as encoded
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.library.names import name_key
from app.library.store import Library
from app.library.tables import Face, Mention, Person, Photo, Root, now
from app.metadata.people import NamedRegion, People

#: Of the pictures as they are stored.
WIDTH, HEIGHT = 96, 64
SUFFIXES = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "TIFF": ".tif", "AVIF": ".avif", "BMP": ".bmp"}


def image(file_format: str = "JPEG", orientation: int = 1) -> bytes:
    """Return an asymmetrical picture with an EXIF orientation, and more EXIF that must stay."""
    exif = exif_block(orientation, x010f="Maker", x0132="2019:05:06 07:08:09")
    options = {"exif": exif} if file_format in WITH_EXIF else {}
    return encoded(file_format, picture(WIDTH, HEIGHT), **options)


@dataclass(frozen=True)
class Album:
    """A library with a folder of photos.

    Attributes:
        library: The library.
        folder: Its root.
    """

    library: Library
    folder: Path

    @classmethod
    def make(cls, place: Path, library: Library) -> Album:
        folder = place / "photos"
        folder.mkdir(exist_ok=True)
        with library.write() as session:
            session.add(Root(path=str(folder)))
        return cls(library, folder)

    def add(
        self, name: str, people: People, *, data: bytes | None = None, orientation: int = 1, **columns: object
    ) -> int:
        """Put a photo into the folder and the library, with confirmed faces; return its id."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if data is None:
            kinds = {suffix: kind for kind, suffix in SUFFIXES.items()}
            data = image(kinds[file.suffix], orientation)
        file.write_bytes(data)
        status = file.stat()
        width, height = (HEIGHT, WIDTH) if orientation >= 5 else (WIDTH, HEIGHT)
        with self.library.write() as session:
            photo = Photo(
                root_id=1, path=name, size=status.st_size, mtime_ns=status.st_mtime_ns, inode=status.st_ino,
                sha256=hashlib.sha256(data).digest(), state="analysed", width=width, height=height,
                orientation=orientation, sidecar_ns=0,
            )  # fmt: skip
            for column, value in columns.items():
                setattr(photo, column, value)
            session.add(photo)
            session.flush()
            photo_id = photo.id
        self.say(photo_id, people)
        return photo_id

    def say(self, photo_id: int, people: People) -> None:
        """Make people be in a photo: confirmed faces, and mentions."""
        with self.library.write() as session:
            photo = session.get_one(Photo, photo_id)
            width, height = photo.width or 1, photo.height or 1
            for region in people.regions:
                session.add(
                    Face(
                        photo_id=photo_id, x=region.left * width, y=region.top * height,
                        width=region.width * width, height=region.height * height, landmarks=bytes(40),
                        person_id=self._person(session, region.name), confirmed_at=now(),
                    )
                )  # fmt: skip
            for name in people.present:
                session.add(Mention(photo_id=photo_id, person_id=self._person(session, name)))

    def _person(self, session: Session, name: str) -> int:
        found = session.scalar(select(Person.id).where(Person.name_key == name_key(name)))
        if found is not None:
            return found
        person = Person(name=name, name_key=name_key(name))
        session.add(person)
        session.flush()
        return person.id

    def row(self, photo_id: int) -> Photo:
        with self.library.read() as session:
            return session.get_one(Photo, photo_id)

    def assert_followed(self, photo_id: int) -> None:
        """The library knows the photo's file as it is, so that indexing finds nothing changed."""
        row = self.row(photo_id)
        file = self.folder / row.path
        status, data = file.stat(), file.read_bytes()
        assert (row.size, row.mtime_ns, row.inode) == (status.st_size, status.st_mtime_ns, status.st_ino)
        assert row.sha256 == hashlib.sha256(data).digest()


ANNA = NamedRegion("Anna", 0.25, 0.25, 0.25, 0.25)
SARA = NamedRegion("שרה לוי", 0.625, 0.125, 0.125, 0.25)
FAMILY = People((ANNA, SARA), ("Zoë Müller",))
