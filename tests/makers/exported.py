"""A small library of real picture files with named people, to be exported."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import PIL.Image
from makers.albums import make_album
from makers.libraries import run

from app.library.store import Library
from app.operations import name_person

#: In the place of a name: each tries to get out of the page, the file or the line it is written to.
HOSTILE = "\"><script>alert('x')</script><img src=http://evil.example/a onerror=alert(1)>&amp;"


def named_album(folder: Path) -> Library:
    """Open the album of `makers.albums`, its three groups named; photo 12 is turned and has a place."""
    library = Library.open(make_album(folder))
    name_person(library, person=1, name="Anna")
    name_person(library, person=2, name="李小龙 مريم")
    name_person(library, person=3, name=HOSTILE)
    file = folder / "photos" / "12.jpg"
    file.write_bytes(with_secrets(file.read_bytes()))
    run(library, "UPDATE photo SET width = 320, height = 480 WHERE id = 12")
    run(library, "UPDATE face SET x = 40, y = 40 WHERE photo_id = 12")
    return library


#: What must be in no picture that is made for others.
SECRET = b"SECRETSERIAL"


def with_secrets(jpeg: bytes) -> bytes:
    """Return a picture with an orientation of 6, a place, a comment and a camera's number."""
    picture = PIL.Image.open(io.BytesIO(jpeg))
    exif = PIL.Image.Exif()
    exif[0x0112] = 6
    exif[0xA431] = SECRET.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 8.0, 14.0), 3: "E", 4: (11.0, 34.0, 31.0)})
    made = io.BytesIO()
    picture.save(made, "JPEG", exif=exif, comment=SECRET, icc_profile=SECRET)
    return made.getvalue()


def colours(picture: PIL.Image.Image) -> int:
    """Return how many colours a picture has, roughly: a blank one has one."""
    small = np.asarray(picture.convert("RGB").resize((64, 64))) // 16
    return len(np.unique(small.reshape(-1, 3), axis=0))
