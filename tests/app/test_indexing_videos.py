"""Videos in a library: indexing, changes, copies, erasing, and names beside them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from makers.fake_photos import RECOGNISER, World, names, other_model, photo
from makers.fake_videos import ANNA_AND_BEN, FilmAnalyser, fake_video

from app import operations
from app.indexing import CancelToken, forget_missing
from app.library.settings import VIDEOS, set_setting
from app.operations.forgetting import forget_person
from engine.analysis import PhotoFaces
from engine.image import ImageError, ImageProblem


def index(world: World, **options: Any) -> Any:
    return world.index(analyser=FilmAnalyser(), **options)


class Refusing(FilmAnalyser):
    """Takes no file for a video."""

    def analyse_video(self, path: str | Path, *, proceed: Callable[[], bool] = lambda: True) -> PhotoFaces:
        raise ImageError(ImageProblem.NO_VIDEO, str(path))


def times(world: World) -> dict[int, list[int]]:
    """Return the moments at which each face is seen, in seconds."""
    found: dict[int, list[int]] = {}
    for row in world.rows("sighting"):
        found.setdefault(row["face_id"], []).append(row["at_ms"] // 1000)
    return found


def test_a_video_is_a_photo_with_moments(world: World) -> None:
    world.put("a.jpg", photo(("cem", 10, 10, 50)))
    world.put("b.mp4", fake_video(ANNA_AND_BEN))
    report = index(world)
    assert (report.new, report.faces, report.failed) == (2, 3, 0)
    still, video = world.rows("photo")
    assert (still["duration_ms"], still["shown_ms"]) == (None, None)
    assert (video["duration_ms"], video["shown_ms"], video["format"]) == (60_000, 9000, "MP4")
    assert [face["at_ms"] for face in world.rows("face")] == [None, 9000, 2000]
    assert times(world) == {2: [1, 2, 9], 3: [2]}
    # Nothing to do the second time.
    assert index(world).unchanged == 2
    assert world.analyser.analysed == []


def test_a_moved_video_and_a_copy_keep_everything(world: World) -> None:
    file = world.put("a.mp4", fake_video(ANNA_AND_BEN))
    index(world)
    world.name_face(1, "anna")
    operations.erase_faces(world.library, faces=[2])
    (world.folder / "sub").mkdir()
    file.rename(world.folder / "sub" / "b.mp4")
    assert index(world).moved == 1
    shutil.copy(world.folder / "sub" / "b.mp4", world.folder / "copy.mp4")
    report = index(world)
    assert (report.duplicates, world.analyser.analysed) == (1, [])
    assert names(world) == {"sub/b.mp4": ["anna"], "copy.mp4": ["anna"]}
    assert times(world) == {1: [1, 2, 9], 3: [1, 2, 9]}
    assert [(row["photo_id"], row["at_ms"]) for row in world.rows("erasure")] == [(1, 2000), (2, 2000)]
    copy = world.rows("photo")[1]
    assert (copy["duration_ms"], copy["shown_ms"]) == (60_000, 9000)


def test_a_changed_video_keeps_faces_that_are_where_they_were_at_the_same_moment(world: World) -> None:
    world.put("a.mp4", fake_video(ANNA_AND_BEN))
    index(world)
    for face, name in ((1, "anna"), (2, "ben")):
        world.name_face(face, name)
    # The same picture place at another moment is somebody else's; anna's best face is another one now.
    changed = {"cem": [(30, 200)], "anna": [(1, 10), (2, 12)], "ben": [(40, 300)]}
    world.put("a.mp4", fake_video(changed, salt=1))
    index(world)
    assert [face["person_id"] for face in world.rows("face")] == [1, 2, None]
    assert times(world) == {1: [1, 2], 2: [40], 3: [30]}
    assert [face["at_ms"] for face in world.rows("face")] == [2000, 40_000, 30_000]


def test_a_face_that_is_gone_from_a_video_stays_without_moments_where_something_was_said_of_it(
    world: World,
) -> None:
    world.put("a.mp4", fake_video(ANNA_AND_BEN))
    index(world)
    world.name_face(1, "anna")
    world.put("a.mp4", fake_video({"cem": [(30, 200)]}, salt=1))
    index(world)
    assert [(face["id"], face["landmarks"] is None) for face in world.rows("face")] == [(1, True), (3, False)]
    assert times(world) == {3: [30]}


def test_a_drawn_face_of_a_changed_video_keeps_its_moment_while_the_video_lasts_so_long(
    world: World,
) -> None:
    world.put("a.mp4", fake_video(ANNA_AND_BEN))
    index(world)
    drawn = operations.DrawnFace((300.0, 200.0, 20.0, 20.0), at_ms=9000)
    operations.draw_face(world.library, photo=1, face=drawn)
    world.put("a.mp4", fake_video(ANNA_AND_BEN, salt=1, size=(800, 600)))
    index(world)
    assert times(world)[3] == [9]
    (box,) = world.rows("sighting", face_id=3)
    assert (box["x"], box["width"]) == (600, 40)
    world.put("a.mp4", fake_video(ANNA_AND_BEN, salt=2, seconds=8))
    index(world)
    assert 3 not in times(world)
    assert [face["id"] for face in world.rows("face", source="drawn")] == [3]


def test_a_resized_video_keeps_its_faces(world: World) -> None:
    world.put("a.mp4", fake_video({"anna": [(1, 100), (2, 100)]}))
    index(world)
    world.name_face(1, "anna")
    operations.draw_face(
        world.library,
        photo=1,
        face=operations.DrawnFace((0.0, 200.0, 20.0, 20.0), at_ms=5000),
    )
    world.put("a.mp4", fake_video({"somebody": [(1, 200), (2, 200)]}, salt=1, size=(800, 600)))
    index(world)
    # What is deleted comes to the new size, too; so do boxes that stay.
    assert [row["x"] for row in world.rows("face", source="drawn")] == [0.0]
    assert [row["width"] for row in world.rows("face", source="drawn")] == [40.0]


def test_what_was_erased_or_forgotten_is_not_found_again(world: World) -> None:
    world.put("a.mp4", fake_video(ANNA_AND_BEN))
    index(world)
    operations.erase_faces(world.library, faces=[2])
    assert [row["at_ms"] for row in world.rows("erasure")] == [2000]
    world.name_face(1, "anna")
    done = forget_person(world.library, person="anna")
    assert done.proof == ()
    assert sorted(row["at_ms"] for row in world.rows("erasure")) == [1000, 2000, 2000, 9000]
    assert (world.rows("face"), world.rows("sighting")) == ([], [])
    later = dict(ANNA_AND_BEN, cem=[(2, 100)])
    world.put("a.mp4", fake_video(later, salt=1))
    index(world)
    assert times(world) == {3: [2]}


def test_erasing_and_drawing_are_undone_with_their_moments(world: World) -> None:
    world.put("a.mp4", fake_video(ANNA_AND_BEN))
    index(world)
    operations.erase_faces(world.library, faces=[1])
    operations.undo(world.library)
    assert times(world) == {1: [1, 2, 9], 2: [2]}
    assert world.rows("erasure") == []
    operations.redo(world.library)
    assert times(world) == {2: [2]}
    assert len(world.rows("erasure")) == 3
    operations.undo(world.library)
    drawn = operations.DrawnFace((300.0, 200.0, 20.0, 20.0), at_ms=5000)
    operations.draw_face(world.library, photo=1, face=drawn)
    assert times(world)[3] == [5]
    operations.undo(world.library)
    assert times(world) == {1: [1, 2, 9], 2: [2]}


def test_a_box_is_drawn_at_a_moment(world: World) -> None:
    world.put("a.mp4", fake_video(ANNA_AND_BEN))
    world.put("b.jpg", photo())
    index(world)

    def draw(photo_id: int, at_ms: int | None, left: float = 10.0) -> Any:
        face = operations.DrawnFace((left, 10.0, 50.0, 50.0), at_ms=at_ms)
        return operations.draw_face(world.library, photo=photo_id, face=face)

    with pytest.raises(operations.OperationError, match="lasts 60"):
        draw(1, None)
    with pytest.raises(operations.OperationError, match="lasts 60"):
        draw(1, 60_001)
    with pytest.raises(operations.OperationError, match="no moments"):
        draw(2, 0)
    with pytest.raises(operations.OperationError, match="Face 1 is there already"):
        draw(1, 2010)
    operations.erase_faces(world.library, faces=[2])
    (face,) = draw(1, 30_000, 200.0).faces
    assert times(world)[face] == [30]
    # What was deleted at another moment stays deleted.
    assert len(world.rows("erasure")) == 1
    draw(1, 2000, 200.0)
    assert world.rows("erasure") == []


def test_the_moving_part_of_a_live_photo_is_not_listed(world: World) -> None:
    world.put("IMG_1.jpg", photo())
    world.put("img_1.MOV", fake_video(ANNA_AND_BEN))
    world.put("IMG_2.mov", fake_video(ANNA_AND_BEN))
    world.put("IMG_3.heic", photo(salt=3))
    large = world.put("IMG_3.mp4", fake_video(ANNA_AND_BEN, salt=3))
    with large.open("ab") as file:
        file.write(b" " * (11 << 20))
    world.put("IMG_4.jpg", photo(salt=4))
    world.put("IMG_4.mp4", fake_video(ANNA_AND_BEN, salt=5))
    world.put("sub/IMG_1.mp4", fake_video(ANNA_AND_BEN, salt=4))
    index(world)
    # A photo that any camera writes does not belong to a film of another kind.
    four = ["IMG_4.jpg", "IMG_4.mp4"]
    assert world.paths() == ["IMG_1.jpg", "IMG_2.mov", "IMG_3.heic", "IMG_3.mp4", *four, "sub/IMG_1.mp4"]
    # Left alone, it is a video.
    (world.folder / "IMG_1.jpg").unlink()
    index(world)
    assert "img_1.MOV" in world.paths(missing_since=None)


def test_cancelling_ends_the_reading_of_a_long_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    video = world.put("a.mp4", fake_video(ANNA_AND_BEN))
    with video.open("ab") as file:
        file.write(b" " * (5 << 20))
    token = CancelToken()
    pieces: list[int] = []

    class Digest:
        def update(self, piece: bytes) -> None:
            pieces.append(len(piece))
            token.cancel()

    monkeypatch.setattr("engine.image.files.hashlib.sha256", Digest)
    report = world.index(analyser=FilmAnalyser(), token=token)
    assert (report.cancelled, len(pieces), world.paths()) == (True, 1, [])


def test_a_video_that_gets_a_picture_stays(world: World) -> None:
    world.put("a.mov", fake_video(ANNA_AND_BEN))
    index(world)
    world.put("a.jpg", photo())
    assert index(world).missing == 0
    assert world.paths(missing_since=None) == ["a.mov", "a.jpg"]
    assert forget_missing(world.library) == 0


def test_without_the_setting_new_videos_are_left_out_and_known_ones_stay(world: World) -> None:
    world.put("a.mp4", fake_video(ANNA_AND_BEN))
    index(world)
    with world.library.write() as session:
        set_setting(session, VIDEOS, "no")
    world.put("b.mp4", fake_video(ANNA_AND_BEN, salt=1))
    world.put("c.jpg", photo())
    report = index(world)
    assert (report.seen, report.new, report.missing) == (1, 1, 0)
    (world.folder / "a.mp4").unlink()
    assert index(world).missing == 0
    assert forget_missing(world.library) == 0
    with world.library.write() as session:
        set_setting(session, VIDEOS, "yes")
    report = index(world)
    assert (report.new, report.missing) == (1, 1)


def test_cancelling_ends_a_video_and_writes_nothing_of_it(world: World) -> None:
    world.put("a.jpg", photo())
    world.put("b.mp4", fake_video(ANNA_AND_BEN, seconds=10_000))
    token = CancelToken()

    class Cancelling(FilmAnalyser):
        asked = 0

        def analyse_video(
            self, path: Path | str, *, proceed: Callable[[], bool] = lambda: True
        ) -> PhotoFaces:
            def counting() -> bool:
                self.asked += 1
                if self.asked == 100:
                    token.cancel()
                return proceed()

            return super().analyse_video(path, proceed=counting)

    analyser = Cancelling()
    report = world.index(analyser=analyser, token=token)
    assert report.cancelled
    assert analyser.asked == 100
    assert world.paths() == ["a.jpg"]
    assert index(world).new == 1
    assert world.paths() == ["a.jpg", "b.mp4"]


def test_a_video_is_tried_again_once_support_is_installed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.put("a.mp4", fake_video(ANNA_AND_BEN))
    for module in ("app.indexing.work", "app.indexing.known"):
        monkeypatch.setattr(f"{module}.can_read_videos", lambda: False)
    report = index(world)
    assert report.problems == {"needs_video": 1}
    assert "pip install av" in report.failures[0].sentence
    assert index(world).unchanged == 1
    monkeypatch.undo()
    assert index(world).changed == 1
    assert world.rows("photo")[0]["state"] == "analysed"


def test_a_picture_with_the_name_of_a_video_is_told_as_such_and_read_once_it_is_renamed(world: World) -> None:
    file = world.put("a.mp4", b"\xff\xd8\xff\xe0 a picture of a camera")
    other = world.put("b.mp4", b"a text")
    report = world.index(analyser=Refusing())
    assert report.problems == {"misnamed": 1, "no_video": 1}
    assert [failure.sentence for failure in report.failures] == [
        (
            f"{file} is a picture (JPEG) with the name of a video. Give it a name that ends as pictures do, "
            "such as .jpg, then index again."
        ),
        ImageError(ImageProblem.NO_VIDEO, str(other)).sentence,
    ]
    assert index(world).unchanged == 2
    file.rename(world.folder / "a.jpg")
    report = index(world)
    assert (report.moved, report.changed, report.unchanged, report.seen) == (0, 1, 1, 2)
    assert [Path(name).name for name in world.analyser.analysed] == ["a.jpg"]
    assert [row["id"] for row in world.rows("photo", path="a.jpg")] == [1]


def test_a_photo_that_was_named_a_video_keeps_its_people_once_it_is_renamed(world: World) -> None:
    file = world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.index()
    world.name_face(1, "Anna")
    wrong = file.rename(world.folder / "a.mp4")

    assert world.index(analyser=Refusing()).problems == {"no_video": 1}
    wrong.rename(file)
    assert (index(world).changed, names(world)) == (1, {"a.jpg": ["Anna"]})
    assert len(world.rows("face")) == 1


def test_how_many_videos_there_are_is_counted(world: World) -> None:
    world.put("a.jpg", photo(("cem", 10, 10, 50)))
    for name in "bc":
        world.put(f"{name}.mp4", fake_video(ANNA_AND_BEN))
    report = index(world)
    assert (report.seen, report.videos, report.videos_read) == (3, 2, 2)
    assert (report.new, report.duplicates) == (2, 1)
    world.put("a.jpg", photo(("cem", 10, 10, 50), ("dan", 100, 10, 50)))
    report = index(world)
    assert (report.seen, report.videos, report.videos_read) == (3, 2, 0)


XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
 xmlns:stArea="http://ns.adobe.com/xmp/sType/Area#">
<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Anna</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
<mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li rdf:parseType="Resource">
<mwg-rs:Area stArea:x="0.1" stArea:y="0.1" stArea:w="0.2" stArea:h="0.2" stArea:unit="normalized"/>
<mwg-rs:Name>Ben</mwg-rs:Name><mwg-rs:Type>Face</mwg-rs:Type>
</rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description></rdf:RDF></x:xmpmeta>"""


def test_names_beside_a_video_say_who_is_in_it_and_not_where(world: World) -> None:
    world.put("a.mp4", fake_video(ANNA_AND_BEN))
    world.put("a.mp4.xmp", XMP.encode())
    assert index(world).names == 2
    assert [(row["name"], row["x"]) for row in world.rows("region")] == [("Ben", None), ("Anna", None)]
    assert len(world.rows("mention")) == 2
    # Read again, when the sidecar changes, without looking at the video.
    world.put("a.mp4.xmp", XMP.replace("Ben", "Cem").encode())
    os.utime(world.folder / "a.mp4.xmp", (1, 1))
    assert index(world).names == 1
    assert world.analyser.analysed == []


def test_faces_of_videos_are_embedded_anew_from_their_crops(world: World) -> None:
    world.put("a.mp4", fake_video(ANNA_AND_BEN))
    index(world)
    other = other_model(RECOGNISER)
    report = world.index(analyser=FilmAnalyser(other.name), recogniser=other)
    assert (report.embedded, report.embedded_from_crops, report.not_embedded) == (0, 2, 0)
    assert world.analyser.cropped == ["anna", "ben"]
    assert world.analyser.embedded == []
