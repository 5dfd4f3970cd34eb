"""Names of one library, written into files, arrive in a fresh one that indexes them: people, faces, boxes."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import text

from app.indexing import add_roots, index
from app.library.boxes import overlaps
from app.library.store import Library
from app.metadata.containers import read_packets, replace_packet
from app.metadata.people import NamedRegion, People
from app.metadata.xmp import with_people
from app.operations import NewPerson, mention_person, move_faces
from engine.analysis import Analyser
from engine.models import Catalogue

#: Photos of several people, of the set `groups`, and of one, of `photos_dev`.
_MOST = 6


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser.load(Catalogue(), detector="yunet-2023mar", recogniser="sface-2021dec")


def indexed(library: Library, analyser: Analyser) -> None:
    catalogue = Catalogue()
    detector, recogniser = catalogue.card("yunet-2023mar"), catalogue.card("sface-2021dec")
    index(library, lambda: analyser, detector=detector, recogniser=recogniser, workers=1)


def people_of(library: Library) -> dict[str, People]:
    """Who is in each photo, by its path."""
    with library.read() as session:
        photos = session.execute(text("SELECT id, path, width, height FROM photo ORDER BY path")).all()
        found = {}
        for photo, path, width, height in photos:
            faces = session.execute(
                text(
                    "SELECT name, x, y, face.width, face.height FROM face "
                    "JOIN person ON person.id = person_id "
                    "WHERE photo_id = :photo AND confirmed_at IS NOT NULL ORDER BY name"
                ),
                {"photo": photo},
            )
            mentioned = session.scalars(
                text(
                    "SELECT name FROM mention JOIN person ON person.id = person_id WHERE photo_id = :photo "
                    "ORDER BY name"
                ),
                {"photo": photo},
            )
            regions = tuple(
                NamedRegion(name, x / width, y / height, w / width, h / height) for name, x, y, w, h in faces
            )
            found[path] = People(regions, tuple(mentioned))
    return found


def test_names_come_back_from_the_files(shared_data: Path, tmp_path: Path, analyser: Analyser) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    for file in sorted((shared_data / "groups").glob("*.jpg"))[:_MOST]:
        shutil.copy(file, photos)
    for file in sorted((shared_data / "photos_dev" / "2008").rglob("*.jpg"))[:_MOST]:
        shutil.copy(file, photos)

    with Library.open(tmp_path / "a.db") as library:
        add_roots(library, [photos])
        indexed(library, analyser)
        with library.read() as session:
            faces = session.execute(text("SELECT id, photo_id FROM face ORDER BY id")).all()
        # Every third face is a person of several photos, the others have a name of their own.
        for face, _ in faces:
            name = "Ζωή" if face % 3 == 0 else f"Person {face}"
            known = {person for people in people_of(library).values() for person in _names(people)}
            move_faces(library, faces=[face], to=name if name in known else NewPerson(name))
        mention_person(library, photo=1, person=NewPerson("دينا"))
        said = people_of(library)
        with library.read() as session:
            frames = {
                path: (orientation, width, height)
                for path, orientation, width, height in session.execute(
                    text("SELECT path, orientation, width, height FROM photo")
                )
            }
    for path, people in said.items():
        file = photos / path
        data = file.read_bytes()
        packet = next(iter(read_packets(data)), None)
        orientation, width, height = frames[path]
        merged = with_people(packet, people, orientation=orientation, width=width, height=height)
        file.write_bytes(replace_packet(data, merged))

    with Library.open(tmp_path / "b.db") as library:
        add_roots(library, [photos])
        indexed(library, analyser)
        again = people_of(library)
    assert sum(len(people.regions) for people in said.values()) == len(faces) > _MOST
    assert {path: _names(people) for path, people in again.items()} == {
        path: _names(people) for path, people in said.items()
    }
    for path, people in said.items():
        shared = overlaps(_boxes(people), _boxes(again[path]))
        same = [
            shared[one, other]
            for one, first in enumerate(people.regions)
            for other, second in enumerate(again[path].regions)
            if first.name == second.name
        ]
        # Of each face there is one in the same place, and it has the same name.
        assert sum(value > 0.9 for value in same) == len(people.regions)


def _names(people: People) -> list[str]:
    return sorted([region.name for region in people.regions] + list(people.present))


def _boxes(people: People) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    boxes = [(region.left, region.top, region.width, region.height) for region in people.regions]
    return np.array(boxes, np.float64).reshape(-1, 4)
