"""What becomes of photos that are moved, renamed or copied."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from makers.fake_photos import World, dump, names, photo, three_named

from app.indexing import add_roots, forget_missing, walk


@pytest.fixture(params=["inodes", "no inodes"])
def any_world(world: World, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> World:
    """A world whose file system has inodes, or has none."""
    if request.param == "no inodes":
        plain = walk.FoundFile
        monkeypatch.setattr(walk, "FoundFile", lambda p, s, t, _i, d: plain(p, s, t, 0, d))
    return world


def test_renamed_and_moved_files_keep_everything(any_world: World) -> None:
    world = any_world
    three_named(world)
    before = dump(world.library)
    (world.folder / "sub").mkdir()
    (world.folder / "1.jpg").rename(world.folder / "sub" / "other.jpg")
    (world.folder / "2.jpg").rename(world.folder / "sub" / "2.jpg")
    report = world.index()
    assert (report.moved, report.unchanged, report.seen) == (2, 1, 3)
    assert (report.new, report.missing, report.changed) == (0, 0, 0)
    assert world.analyser.analysed == []
    for row, path in zip(before["photo"], ["sub/other.jpg", "sub/2.jpg", "3.jpg"], strict=True):
        row["path"] = path
    assert dump(world.library) == before


def test_moves_with_inodes_open_no_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    three_named(world)
    world.folder.joinpath("album").mkdir()
    for file in world.folder.glob("*.jpg"):
        file.rename(world.folder / "album" / file.name)
    (world.folder / "album").rename(world.folder / "holidays")

    def refuse(path: str) -> bytes:
        raise AssertionError(f"{path} was opened")

    monkeypatch.setattr("engine.image.read_bytes", refuse)
    assert world.index().moved == 3
    assert names(world) == {"holidays/1.jpg": ["anna"], "holidays/2.jpg": ["ben"], "holidays/3.jpg": ["cem"]}


def test_swapped_and_shifted_names(any_world: World) -> None:
    world = any_world
    three_named(world)
    files = [world.folder / f"{number}.jpg" for number in (1, 2, 3)]
    for number, file in enumerate(files):
        os.utime(file, ns=(number, number))
    world.index()
    spare = world.folder / "spare"
    files[0].rename(spare)
    files[1].rename(files[0])
    files[2].rename(files[1])
    spare.rename(files[2])
    assert world.index().moved == 3
    assert world.analyser.analysed == []
    assert names(world) == {"1.jpg": ["ben"], "2.jpg": ["cem"], "3.jpg": ["anna"]}
    files[1].rename(world.folder / "4.jpg")
    files[0].rename(files[1])
    world.put("1.jpg", photo(("dora", 10, 10, 50)))
    report = world.index()
    assert (report.moved, report.new) == (2, 1)
    assert names(world) == {"1.jpg": [], "2.jpg": ["ben"], "3.jpg": ["anna"], "4.jpg": ["cem"]}


def test_moved_over_another_photo(any_world: World) -> None:
    world = any_world
    three_named(world)
    kept = (world.folder / "2.jpg").read_bytes()
    os.utime(world.folder / "1.jpg", ns=(5, 5))
    world.index()
    (world.folder / "1.jpg").rename(world.folder / "2.jpg")
    report = world.index()
    assert (report.moved, report.missing) == (1, 1)
    assert names(world) == {"2.jpg": ["anna"], "3.jpg": ["cem"]}
    (ben,) = [row for row in world.rows("photo") if row["missing_since"]]
    assert ben["path"] == "2.jpg (replaced 2)"
    # Nobody's name is lost: restored from a backup, the photo is known again.
    world.put("restored.jpg", kept)
    report = world.index()
    assert (report.moved, report.returned) == (1, 1)
    assert names(world)["restored.jpg"] == ["ben"]


def test_moved_between_roots_and_devices(any_world: World, tmp_path: Path) -> None:
    world = any_world
    three_named(world)
    second = tmp_path / "second"
    second.mkdir()
    (root,) = add_roots(world.library, [second])
    (world.folder / "1.jpg").rename(second / "1.jpg")
    # As between drives: copied, with its times, then deleted.
    shutil.copy2(world.folder / "2.jpg", second / "two.jpg")
    (world.folder / "2.jpg").unlink()
    report = world.index()
    assert (report.moved, report.missing, report.new) == (2, 0, 0)
    assert world.paths(root_id=root.id) == ["1.jpg", "two.jpg"]
    assert names(world) == {"1.jpg": ["anna"], "two.jpg": ["ben"], "3.jpg": ["cem"]}


def test_a_photo_missing_for_long_is_known_again_elsewhere(any_world: World, tmp_path: Path) -> None:
    world = any_world
    three_named(world)
    content = (world.folder / "1.jpg").read_bytes()
    (world.folder / "1.jpg").unlink()
    assert world.index().missing == 1
    assert world.index().missing == 0
    second = tmp_path / "second"
    second.mkdir()
    (root,) = add_roots(world.library, [second])
    (second / "back.jpg").write_bytes(content)
    report = world.index(roots=[root.id])
    assert (report.moved, report.returned, report.seen) == (1, 1, 1)
    assert names(world)["back.jpg"] == ["anna"]


def test_duplicates_are_copied_not_decoded(world: World) -> None:
    three_named(world)
    world.sql("UPDATE face SET ignored_at = '2020-01-01T00:00:00.000000+00:00' WHERE id = 2")
    shutil.copy2(world.folder / "1.jpg", world.folder / "copy of 1.jpg")
    shutil.copy(world.folder / "2.jpg", world.folder / "copy of 2.jpg")
    os.link(world.folder / "3.jpg", world.folder / "linked.jpg")
    report = world.index()
    assert (report.duplicates, report.new, report.moved, report.faces) == (3, 0, 0, 3)
    assert world.analyser.analysed == []
    photos, faces = world.rows("photo"), world.rows("face")
    assert [row["path"] for row in photos[3:]] == ["copy of 1.jpg", "copy of 2.jpg", "linked.jpg"]
    for original, copy in zip(photos[:3], photos[3:], strict=True):
        different = {"id", "path", "mtime_ns", "inode", "indexed_at"}
        assert {k: v for k, v in original.items() if k not in different} == {
            k: v for k, v in copy.items() if k not in different
        }
    for original, copy in zip(faces[:3], faces[3:], strict=True):
        assert copy == original | {
            "id": copy["id"],
            "photo_id": original["photo_id"] + 3,
        }
    vectors = [row["vector"] for row in world.rows("embedding")]
    assert vectors[:3] == vectors[3:]


def test_a_copy_keeps_what_was_said_when_the_original_goes(world: World) -> None:
    three_named(world)
    world.sql("UPDATE face SET person_id = NULL, confirmed_at = NULL WHERE id = 2")
    said = "INSERT INTO rejection (face_id, person_id, created_at) VALUES (2, 1, '2020-01-01T00:00:00+00:00')"
    world.sql(said)
    world.sql("UPDATE face SET confirmed_at = NULL WHERE id = 3")
    for number in (1, 2, 3):
        shutil.copy(world.folder / f"{number}.jpg", world.folder / f"copy {number}.jpg")
    world.index()
    for number in (1, 2, 3):
        (world.folder / f"{number}.jpg").unlink()
    world.index()
    assert forget_missing(world.library) == 3
    assert names(world) == {"copy 1.jpg": ["anna"], "copy 2.jpg": [], "copy 3.jpg": []}
    # What grouping said of a face is not copied: grouping says it of the copy itself.
    assert [row["person_id"] for row in world.rows("face")] == [1, None, None]
    assert [(row["face_id"], row["person_id"]) for row in world.rows("rejection")] == [(5, 1)]


def test_duplicates_within_one_run_are_looked_at_once(world: World) -> None:
    for number in range(40):
        world.put(f"{number:02}.jpg", photo(("anna", 1, 1, 9), ("ben", 50, 50, 9), salt=number % 4))
    report = world.index(workers=3)
    assert (report.new, report.duplicates, report.faces) == (4, 36, 80)
    assert sorted(Path(name).name for name in world.analyser.analysed) == [f"{n:02}.jpg" for n in range(4)]
    assert len(world.rows("embedding")) == 80
    assert [row["id"] for row in world.rows("photo")] == list(range(1, 41))


def test_only_detected_faces_are_copied(world: World) -> None:
    three_named(world)
    world.sql(
        "INSERT INTO face (photo_id, x, y, width, height, landmarks, source) VALUES "
        "(1, 1, 1, 5, 5, zeroblob(40), 'drawn'), (1, 1, 1, 5, 5, NULL, 'detected')"
    )
    shutil.copy(world.folder / "1.jpg", world.folder / "copy.jpg")
    world.index()
    assert len(world.rows("face", photo_id=4)) == 1


def test_one_of_two_copies_of_a_gone_photo_is_that_photo(world: World) -> None:
    three_named(world)
    shutil.copy(world.folder / "1.jpg", world.folder / "x.jpg")
    shutil.copy(world.folder / "1.jpg", world.folder / "y.jpg")
    (world.folder / "1.jpg").unlink()
    report = world.index()
    assert (report.moved, report.duplicates, report.missing) == (1, 1, 0)
    assert world.analyser.analysed == []
    assert names(world) == {"x.jpg": ["anna"], "2.jpg": ["ben"], "3.jpg": ["cem"], "y.jpg": ["anna"]}


def test_an_edited_photo_and_a_copy_of_what_it_was(world: World) -> None:
    three_named(world)
    shutil.copy(world.folder / "1.jpg", world.folder / "x.jpg")
    world.put("1.jpg", photo(("anna", 12, 10, 50), salt="edited"))
    report = world.index()
    assert (report.changed, report.new, report.moved, report.duplicates) == (1, 1, 0, 0)
    assert report.unfinished == 0
    assert names(world) == {"1.jpg": ["anna"], "2.jpg": ["ben"], "3.jpg": ["cem"], "x.jpg": []}


def test_a_copy_of_a_photo_that_moved_in_the_same_run(any_world: World) -> None:
    world = any_world
    three_named(world)
    shutil.copy(world.folder / "2.jpg", world.folder / "x.jpg")
    (world.folder / "2.jpg").rename(world.folder / "1.jpg")
    world.put("2.jpg", photo(salt="new"))
    report = world.index()
    assert (report.moved, report.duplicates, report.missing) == (1, 1, 1)
    assert names(world) == {"1.jpg": ["ben"], "2.jpg": [], "3.jpg": ["cem"], "x.jpg": ["ben"]}
    assert [Path(name).name for name in world.analyser.analysed] == ["2.jpg"]


def test_touched_files_are_read_but_not_decoded(world: World) -> None:
    three_named(world)
    before = dump(world.library)
    shutil.copy(world.folder / "2.jpg", world.folder / "0 copy.jpg")
    for file in world.folder.glob("?.jpg"):
        os.utime(file, ns=(7, 7))
    report = world.index()
    # The copy comes first, and is not taken for the photo that moved: that one is where it was.
    assert (report.unchanged, report.duplicates, report.changed, report.moved) == (3, 1, 0, 0)
    assert world.analyser.analysed == []
    after = dump(world.library)
    for row in before["photo"]:
        row["mtime_ns"] = 7
    assert after["photo"][:3] == before["photo"]
    assert after["face"][:3] == before["face"]
    assert names(world)["0 copy.jpg"] == ["ben"]


def test_a_root_that_was_renamed_or_copied_elsewhere_keeps_names(any_world: World, tmp_path: Path) -> None:
    world = any_world
    three_named(world)
    world.folder.rename(tmp_path / "renamed")
    (root,) = add_roots(world.library, [tmp_path / "renamed"])
    report = world.index()
    assert (report.moved, report.offline) == (3, (str(world.folder),))
    assert names(world) == {"1.jpg": ["anna"], "2.jpg": ["ben"], "3.jpg": ["cem"]}
    assert len(world.paths(root_id=root.id)) == 3
    # To another drive, of which the library is told only once the old one is away.
    shutil.copytree(tmp_path / "renamed", tmp_path / "copied", copy_function=shutil.copy)
    shutil.rmtree(tmp_path / "renamed")
    (copied,) = add_roots(world.library, [tmp_path / "copied"])
    world.index(roots=[root.id])
    assert world.index(roots=[copied.id]).moved == 3
    assert len(world.paths(root_id=copied.id)) == 3
    assert names(world) == {"1.jpg": ["anna"], "2.jpg": ["ben"], "3.jpg": ["cem"]}


def test_nested_roots(world: World) -> None:
    world.put("a.jpg", photo(("anna", 1, 1, 9), salt="a"))
    world.put("in/b.jpg", photo(("ben", 1, 1, 9), salt="b"))
    world.put("in/sub/c.jpg", photo(("cem", 1, 1, 9), salt="c"))
    world.put("inn/d.jpg", photo(salt="d"))
    world.index()
    for face in (1, 2, 3):
        world.name_face(face, f"name {face}")
    faces = dump(world.library)["face"]
    (inner,) = add_roots(world.library, [world.folder / "in"])
    # Only the inner root is looked at, and yet its photos do not look new.
    report = world.index(roots=[inner.id])
    assert (report.seen, report.unchanged, report.new, report.duplicates) == (2, 2, 0, 0)
    report = world.index()
    assert (report.seen, report.unchanged, report.missing) == (4, 4, 0)
    assert world.paths(root_id=inner.id) == ["b.jpg", "sub/c.jpg"]
    assert world.paths(root_id=world.root_id) == ["a.jpg", "inn/d.jpg"]
    assert dump(world.library)["face"] == faces
    world.put("in/new.jpg", photo(salt="n"))
    (world.folder / "in" / "b.jpg").rename(world.folder / "b.jpg")
    report = world.index()
    assert (report.new, report.moved) == (1, 1)
    assert world.paths(root_id=inner.id) == ["sub/c.jpg", "new.jpg"]


def test_an_outer_root_added_later(world: World, tmp_path: Path) -> None:
    three_named(world)
    (tmp_path / "other.jpg").write_bytes(photo(salt="o"))
    (outer,) = add_roots(world.library, [tmp_path])
    report = world.index()
    assert (report.new, report.unchanged) == (1, 3)
    assert world.paths(root_id=outer.id) == ["other.jpg"]


def test_names_that_are_no_unicode(world: World) -> None:
    name = os.fsdecode(b"caf\xe9/\xff.jpg")
    world.put(name, photo(("anna", 1, 1, 9)))
    world.put(os.fsdecode(b"bad\xe9.jpg"), b"rubbish")
    report = world.index()
    assert report.new == 2
    assert report.failures[0].sentence.startswith(f"{world.folder}/bad?.jpg is damaged")
    assert world.index().unchanged == 2
    (world.folder / name).rename(world.folder / os.fsdecode(b"\xfe.jpg"))
    (world.folder / os.fsdecode(b"bad\xe9.jpg")).rename(world.folder / "good.jpg")
    assert world.index().moved == 2
    assert world.paths() == ["good.jpg", b"\xfe.jpg"]
    (bad,) = world.rows("photo", path="good.jpg")
    assert bad["problem_text"].startswith(f"{world.folder}/good.jpg is damaged")
