"""Random histories of a photo folder: whatever users do, the library agrees with the files afterwards."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
from pathlib import Path

import pytest
from makers.fake_photos import World, photo

from app.indexing import add_roots, walk
from app.library.store import Library


def disturb(folders: list[Path], generator: random.Random, salt: list[int]) -> None:
    """Do one thing to the files."""
    files = sorted(file for folder in folders for file in folder.rglob("*.jpg"))
    file, other = generator.choice(files), generator.choice(files)
    place = generator.choice(folders) / generator.choice(["x", "y/z", "w"])
    place.mkdir(parents=True, exist_ok=True)
    free = place / f"{generator.randrange(10**9)}.jpg"
    salt[0] += 1
    new = photo((f"person {generator.randrange(5)}", 10, 10, 40), salt=salt[0])
    match generator.choice("new edit rename over swap shift copy delete touch rubbish back".split()):
        case "new":
            free.write_bytes(new)
        case "edit":
            file.write_bytes(new)
        case "rename":
            file.rename(free)
        case "over":
            file.rename(other)
        case "swap" if file != other:
            file.rename(free)
            other.rename(file)
            free.rename(other)
        case "shift" if file != other:
            other.rename(free)
            file.rename(other)
            file.write_bytes(new)
        case "copy":
            generator.choice([shutil.copy, shutil.copy2])(file, free)
        case "delete" if len(files) > 3:
            file.unlink()
        case "touch":
            os.utime(file, ns=(generator.randrange(10**18),) * 2)
        case "rubbish":
            file.write_bytes(b"rubbish %d" % salt[0])
        case "back":
            free.write_bytes(photo(("person 0", 10, 10, 40), salt=generator.randrange(6)))


@pytest.mark.parametrize("inodes", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_the_library_follows_the_files(
    tmp_path: Path, seed: int, inodes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not inodes:
        plain = walk.FoundFile
        monkeypatch.setattr(walk, "FoundFile", lambda p, s, t, _i, d: plain(p, s, t, 0, d))
    monkeypatch.setattr("app.indexing.pipeline.BATCH_FILES", 1 + seed)
    generator, salt = random.Random(seed), [100]
    second = tmp_path / "second"
    second.mkdir()
    with Library.open(tmp_path / "library.db") as library:
        world = World.make(tmp_path, library)
        (other,) = add_roots(library, [second])
        folders = {world.root_id: world.folder, other.id: second}
        for number in range(8):
            folder = folders[1 + number % 2]
            (folder / f"{number}.jpg").write_bytes(photo((f"person {number}", 10, 10, 40), salt=number))
        world.index()
        names = {world.name_face(row["id"], f"Name {row['id']}"): row["id"] for row in world.rows("face")}
        for _ in range(5):
            for _ in range(generator.randrange(1, 9)):
                disturb(list(folders.values()), generator, salt)
            for folder in folders.values():
                # An empty folder would count as a drive that is not connected.
                (folder / "notes.txt").touch()
            report = world.index()
            parts = "unchanged new changed moved duplicates vanished unfinished".split()
            assert report.seen == sum(getattr(report, part) for part in parts)
            assert (report.unfinished, report.vanished) == (0, 0)
            present = world.rows("photo", missing_since=None)
            assert {(row["root_id"], row["path"]): row["sha256"] for row in present} == {
                (root, file.relative_to(folder).as_posix()): hashlib.sha256(file.read_bytes()).digest()
                for root, folder in folders.items()
                for file in folder.rglob("*.jpg")
            }
            for row in present:
                rubbish = row["state"] == "failed"
                content = (folders[row["root_id"]] / row["path"]).read_bytes()
                assert rubbish == content.startswith(b"rubbish")
                located = [f for f in world.rows("face", photo_id=row["id"]) if f["landmarks"]]
                assert rubbish or len(located) == 1
            # No name is ever lost, nor comes to another face than its own and the copies of that.
            kept = {(row["person_id"], row["id"]) for row in world.rows("face") if row["confirmed_at"]}
            assert set(names.items()) <= kept
            assert {person for person, _ in kept} == names.keys()
            # And the next run has nothing to do.
            again = world.index()
            assert (again.unchanged, again.missing, again.failed) == (again.seen, 0, 0)
            assert world.analyser.analysed == []
        assert library.check() == []
