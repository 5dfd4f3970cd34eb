"""A small album: a library with real picture files, and faces of made-up people in them, grouped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from makers.libraries import CARD, Made, add_faces
from PIL import Image, ImageDraw
from sqlalchemy import text

from app.grouping import group
from app.library.store import Library

#: Who is in each photo, by number: 0, 1 and 2 are seen often, 3 and 4 once.
PHOTOS: tuple[tuple[int, ...], ...] = (
    (0,), (0, 1), (1,), (0, 2), (2,), (0, 1, 2), (1,), (0,), (2, 3), (0,), (1, 4), (2,), (), (0, 1),
)  # fmt: skip
#: Pixels of each photo.
SIZE = (480, 320)
#: Pixels of a face; the first is this far from the left edge, the next as far from that.
FACE, STEP = 80, 130


def make_album(folder: Path) -> Path:
    """Make the files of an album in `folder/photos` and its library; return the library's path.

    Photo n was taken on day n of the months from January 2019 on, two photos a month; the photo without
    faces has no date.
    """
    photos = folder / "photos"
    photos.mkdir(parents=True)
    path = folder / "library.db"
    random = np.random.default_rng(0)
    with Library.open(path) as library:
        for number, people in enumerate(PHOTOS, 1):
            _draw(photos / f"{number}.jpg", people, random)
        made = [Made(number, who) for number, people in enumerate(PHOTOS, 1) for who in people]
        add_faces(library, made)
        with library.write() as session:
            session.execute(text("UPDATE root SET path = :path"), {"path": str(photos)})
            for number, people in enumerate(PHOTOS, 1):
                file = photos / f"{number}.jpg"
                stat = file.stat()
                values = {
                    "id": number,
                    "path": file.name,
                    "size": stat.st_size,
                    "mtime": stat.st_mtime_ns,
                    "taken": f"2019-{(number + 1) // 2:02}-{number:02}T12:00:00" if people else None,
                }
                if not people:
                    session.execute(
                        text(
                            "INSERT INTO photo (id, root_id, path, size, mtime_ns, inode, state, damaged, "
                            "orientation, indexed_at) VALUES (:id, 1, :path, 1, 1, 0, 'analysed', 0, 1, "
                            "'2026-01-01T00:00:00.000000+00:00')"
                        ),
                        values,
                    )
                session.execute(
                    text(
                        "UPDATE photo SET size = :size, mtime_ns = :mtime, width = 480, height = 320, "
                        "taken_at = :taken, camera = 'Made', format = 'JPEG' WHERE id = :id"
                    ),
                    values,
                )
            place: dict[int, int] = {}
            for face, one in enumerate(made, 1):
                at = place.get(one.photo, 0)
                place[one.photo] = at + 1
                session.execute(
                    text("UPDATE face SET x = :x, y = 100, width = :side, height = :side WHERE id = :id"),
                    {"x": 40 + STEP * at, "side": FACE, "id": face},
                )
        group(library, card=CARD)
    return path


def _draw(file: Path, people: tuple[int, ...], random: np.random.Generator) -> None:
    picture = Image.fromarray(random.integers(90, 160, (SIZE[1] // 8, SIZE[0] // 8, 3), dtype=np.uint8))
    picture = picture.resize(SIZE)
    draw = ImageDraw.Draw(picture)
    for at, who in enumerate(people):
        left, top = 40 + STEP * at, 100
        draw.ellipse((left, top, left + FACE, top + FACE), fill=(230 - 35 * who, 150 + 20 * who, 120))
        for eye in (25, 55):
            draw.ellipse((left + eye - 6, top + 28, left + eye + 6, top + 40), fill=(20, 20, 20))
        draw.arc((left + 22, top + 40, left + 58, top + 66), 20, 160, fill=(120, 20, 20), width=4)
    picture.save(file, quality=90)
