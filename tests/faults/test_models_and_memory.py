"""Models that are damaged, gone or cannot be kept, and photos for which the memory does not suffice."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import traceback
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from makers.fake_photos import DETECTOR, RECOGNISER, FakeAnalyser, World, dump, fails, photo
from makers.image_files import photo as encoded
from makers.image_files import picture

from app.indexing import index
from app.library.store import Library
from engine.image import ImageError, ImageProblem, decode, read_bytes
from engine.models import Catalogue, ModelError

MODEL = "yunet-2023mar"
OPTIONS: dict[str, dict[str, Any]] = {
    "PNG": {"compress_level": 1},
    "JPEG": {},
    "TIFF": {"compression": "tiff_lzw"},
}


def loaded(cache: Path) -> bytes:
    catalogue = Catalogue(cache=cache)
    return catalogue.load(catalogue.card(MODEL))


def cached(cache: Path) -> Path:
    (file,) = (file for file in cache.rglob("*") if file.is_file())
    return file


def test_a_damaged_cache_is_made_anew(tmp_path: Path) -> None:
    whole = loaded(tmp_path)
    content = cached(tmp_path).read_bytes()
    for damaged in (b"", content[:20], content[:-1], content[:1000] + b"x" + content[1001:], b"x" * 50):
        cached(tmp_path).write_bytes(damaged)
        assert loaded(tmp_path) == whole
        assert cached(tmp_path).read_bytes() == content


def test_what_a_killed_process_left_in_the_cache_is_no_model(tmp_path: Path) -> None:
    whole = loaded(tmp_path)
    (cached(tmp_path).parent / ".repairing-abc").write_bytes(b"half")
    assert loaded(tmp_path) == whole


def test_a_folder_in_the_place_of_the_cached_file(tmp_path: Path) -> None:
    """So it can be neither read nor written, for root too."""
    loaded(tmp_path)
    file = cached(tmp_path)
    file.unlink()
    file.mkdir()
    with pytest.raises(ModelError, match="XDG_CACHE_HOME") as caught:
        loaded(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_file_in_the_place_of_the_cache_folder(tmp_path: Path) -> None:
    (tmp_path / "models").write_bytes(b"")
    with pytest.raises(ModelError, match="set the environment variable"):
        loaded(tmp_path / "models")


def test_a_model_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library stays as it is, and the message names the file and what to do."""
    catalogue = Catalogue(cache=tmp_path)
    card = catalogue.card(MODEL)
    monkeypatch.setattr(Catalogue, "_source_path", lambda *_: tmp_path / "gone.onnx")
    with pytest.raises(ModelError, match=r"gone\.onnx") as caught:
        catalogue.load(card)
    assert "Install it with: pip install" in str(caught.value)
    with Library.open(tmp_path / "library.db") as library:
        world = World.make(tmp_path, library)
        world.put("1.jpg", photo(("anna", 10, 10, 50)))

        def missing() -> FakeAnalyser:
            catalogue.load(card)
            raise AssertionError("it was loaded")

        with pytest.raises(ModelError):
            index(library, missing, detector=DETECTOR, recogniser=RECOGNISER)
        assert world.rows("job")[-1]["state"] != "finished"
        assert world.index().new == 1
        assert len(world.rows("face")) == 1


def test_one_photo_too_many_stops_no_run(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library.db") as library:
        world = World.make(tmp_path, library)
        for number in range(20):
            world.put(
                f"{number:02}.jpg", fails("memory") if number == 7 else photo(("a", 9, 9, 50), salt=number)
            )
        report = world.index()
        assert (report.new, report.failed) == (20, 1)
        (failed,) = world.rows("photo", state="failed")
        assert failed["path"] == "07.jpg"
        assert str(world.folder / "07.jpg") in failed["problem_text"]
        assert len(world.rows("face")) == 19
        # With more memory, or a smaller photo in its place, it is looked at like any other.
        world.put("07.jpg", photo(("a", 9, 9, 50), salt="smaller"))
        world.index()
        assert world.rows("photo", state="failed") == []


def test_reading_a_file_takes_no_more_memory_than_it_has_bytes(tmp_path: Path) -> None:
    (tmp_path / "small").write_bytes(bytes(10_000))
    tracemalloc.start()
    try:
        assert read_bytes(tmp_path / "small") == bytes(10_000)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def with_memory(megabytes: int, work: Callable[[], None]) -> int:
    """Do something in a process that may take only so much more memory than it has; return how it ended."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            most = pages * resource.getpagesize() + megabytes * 1_000_000
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
            work()
            status = 0
        except BaseException:  # noqa: BLE001 - nothing of the parent's must run in the child
            traceback.print_exc()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited as on Linux")
@pytest.mark.parametrize("kind", OPTIONS)
def test_a_huge_picture_and_little_memory(tmp_path: Path, kind: str) -> None:
    """It cannot be decoded, which is said of it alone; a small one after it can."""
    huge, small = tmp_path / "huge", tmp_path / "small"
    for file, size in ((huge, (8000, 8000)), (small, (400, 300))):
        PIL.Image.new("RGB", size, "teal").save(file, kind, **OPTIONS[kind])

    def work() -> None:
        with pytest.raises(ImageError, match="huge is too large") as caught:
            decode(read_bytes(huge), name=str(huge))
        assert caught.value.problem is ImageProblem.TOO_LARGE
        assert decode(read_bytes(small), name="small").pixels.shape[:2] == (300, 400)

    assert with_memory(120, work) == 0


INDEX = """
import resource, sys
from pathlib import Path
from app.cli.main import main
# The C library and OpenBLAS end the process by themselves where memory lacks while these are loaded.
import scipy.sparse.csgraph
from engine.models.runtime import available_providers
available_providers()
pages = int(Path("/proc/self/statm").read_text().split()[0])
most = pages * resource.getpagesize() + int(sys.argv[1]) * 1_000_000
resource.setrlimit(resource.RLIMIT_AS, (most, most))
sys.exit(main(["--library", sys.argv[2], "--json", "index", sys.argv[3]]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited as on Linux")
def test_indexing_with_too_little_memory_ends_in_order(tmp_path: Path) -> None:
    """With the real networks, which may not even load: the library is whole, and a second run goes on."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.jpg").write_bytes(encoded("JPEG", picture(300 + number, 200)))
    for megabytes in (60, 250):
        command = [sys.executable, "-c", INDEX, str(megabytes), str(tmp_path / "library.db"), str(folder)]
        ran = subprocess.run(command, check=False, capture_output=True, timeout=120, text=True)
        assert ran.returncode in {0, 4, 5}, ran.stdout
        assert ran.returncode == 0 or "There is not enough memory" in ran.stdout
        with Library.open(tmp_path / "library.db") as library:
            assert library.check() == []
    with Library.open(tmp_path / "library.db") as library:
        index(library, FakeAnalyser, detector=DETECTOR, recogniser=RECOGNISER)
        assert len(dump(library)["photo"]) == 3
