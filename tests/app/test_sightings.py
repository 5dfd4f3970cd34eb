"""Who is seen in a video and when, what else is known of it, and its pictures."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone

import numpy as np
from makers.fake_photos import World
from makers.fake_videos import ANNA_AND_BEN, FilmAnalyser, fake_video
from makers.films import RATE, film, greys
from numpy.typing import NDArray

from app import operations
from app.indexing.work import facts_of_video
from app.library.crops import CropStore
from app.library.pictures import PictureSupplier
from app.library.thumbnails import ThumbnailStore
from app.search.browsing import photo_rows
from app.search.faces import faces_in_photo
from app.search.sightings import Span, boxes_in_video, mark, marks, people_in_video, spans, videos_of_person
from engine.image import decode
from engine.video import VideoFacts


def test_who_is_seen_is_listed_with_spans(world: World) -> None:
    seen = dict(ANNA_AND_BEN, nobody=[(30, 10), (34, 10), (50, 10)])
    world.put("a.mp4", fake_video(seen))
    world.index(analyser=FilmAnalyser())
    person = world.name_face(1, "anna")
    with world.library.read() as session:
        people = people_in_video(session, 1)
        videos = videos_of_person(session, person)
        boxes = boxes_in_video(session, 1)
        (row,) = photo_rows(session, [1])
        faces = faces_in_photo(session, 1)
        assert people_in_video(session, 2) == []
        assert len(boxes_in_video(session, 2).moments) == 0
    assert [(one.name, one.face_id, one.confirmed, marks(one.spans)) for one in people] == [
        ("anna", 1, True, "0:01–0:02, 0:09"),
        (None, 2, False, "0:02"),
        (None, 3, False, "0:30–0:34, 0:50"),
    ]
    assert [(video.file, marks(video.spans)) for video in videos] == [
        (world.folder / "a.mp4", "0:01–0:02, 0:09")
    ]
    assert boxes.moments.tolist() == [1000, 2000, 2000, 9000, 30_000, 34_000, 50_000]
    assert boxes.face_ids.tolist() == [1, 1, 2, 1, 3, 3, 3]
    assert boxes.boxes[2].tolist() == [200, 10, 50, 50]
    assert (row.duration_ms, row.shown_ms) == (60_000, 9000)
    assert {face.id: face.at_ms for face in faces} == {1: 9000, 2: 2000, 3: 50_000}
    # Ignored ones are not.
    operations.ignore_faces(world.library, faces=[2])
    operations.ignore_person(world.library, person="anna")
    with world.library.read() as session:
        assert [one.face_id for one in people_in_video(session, 1)] == [3]


def test_moments_are_joined_and_written_as_players_do() -> None:
    assert spans([], apart=10) == ()
    assert spans([5, 0, 30, 15], apart=10) == (Span(0, 15), Span(30, 30))
    assert [mark(ms) for ms in (0, 3999, 100_000, 3_725_000)] == ["0:00", "0:03", "1:40", "1:02:05"]


def test_facts_of_a_video_are_those_of_a_photo() -> None:
    taken = datetime(2023, 5, 1, 14, 3, 11, tzinfo=timezone(timedelta(hours=2)))
    known = facts_of_video(VideoFacts(taken, True, "Apple", "iPhone 14", 1.0, 2.0))
    assert (known.taken_at, known.offset_minutes) == (datetime(2023, 5, 1, 14, 3, 11), 120)  # noqa: DTZ001
    assert (known.camera, known.latitude, known.longitude) == ("Apple iPhone 14", 1.0, 2.0)
    here = datetime(2023, 5, 1, 12, 3, 11, tzinfo=UTC).astimezone()
    at_home = facts_of_video(
        VideoFacts(datetime(2023, 5, 1, 12, 3, 11, tzinfo=UTC), False, "Canon", "Canon R5")
    )
    assert at_home.taken_at == here.replace(tzinfo=None)
    assert at_home.camera == "Canon R5"


def test_pictures_of_a_video_are_made_from_its_frames(world: World) -> None:
    pictures = greys(3 * RATE, (320, 240))
    film(world.folder / "a.mp4", pictures)
    file = world.folder / "a.mp4"
    status = file.stat()
    world.sql(
        "INSERT INTO photo (root_id, path, size, mtime_ns, inode, sha256, state, damaged, format, width, "
        "height, orientation, indexed_at, duration_ms, shown_ms) VALUES (:root, 'a.mp4', :size, :time, 0, "
        "zeroblob(32), 'analysed', 0, 'MP4', 320, 240, 1, '2020-01-01T00:00:00+00:00', 3000, 2000)",
        root=world.root_id,
        size=status.st_size,
        time=status.st_mtime_ns,
    )
    world.sql(
        "INSERT INTO face (photo_id, x, y, width, height, landmarks, source, at_ms) "
        "VALUES (1, 100, 80, 60, 60, :points, 'detected', 1000)",
        points=np.tile(np.array([120.0, 100.0], "<f4"), 5).tobytes(),
    )
    with CropStore(world.library) as crops, ThumbnailStore(world.library) as thumbnails:
        supplier = PictureSupplier(world.library, crops, thumbnails)
        shown = supplier.thumbnail(1, 256)
        face = supplier.face(1, 96)
        assert shown is not None
        assert face is not None
        assert abs(grey_of(shown) - 30 - 200 * 2 / 3) < 12
        assert abs(grey_of(face) - 30 - 200 * 1 / 3) < 12
        thumbnails.delete([1])
        crops.delete([1])
        # One that changed since is not what the library knows.
        os.utime(file, (1, 1))
        assert supplier.thumbnail(1, 256) is None
        assert supplier.face(1, 96) is None


def grey_of(jpeg: bytes) -> float:
    pixels: NDArray[np.uint8] = decode(jpeg, name="a").pixels
    return float(pixels[-10:].mean())
