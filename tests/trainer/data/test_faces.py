"""Reading labelled faces: which pictures, which face of each, in which order."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.fake_photos import FakeAnalyser, photo, vector
from numpy.typing import NDArray

from engine.analysis import PhotoFaces
from trainer.data.faces import LabelledFaces, labelled_face, pictures, read_faces


class Embedder:
    """Stands for the recogniser, of which only the size is asked."""

    size = 128


class Reader(FakeAnalyser):
    """Reads `makers.fake_photos` and counts how many are read at once."""

    embedder: Any = Embedder()


def boxes_of(*faces: tuple[float, float, float]) -> NDArray[np.float32]:
    """Return boxes of faces (centre x, centre y, width)."""
    return np.array([(x - w / 2, y - w / 2, w, w) for x, y, w in faces], np.float32)


@pytest.mark.parametrize(
    ("faces", "chosen"),
    [
        ([(10, 10, 30)], 0),
        ([(200, 150, 80), (210, 140, 60)], 0),
        ([(200, 150, 60), (210, 145, 80)], 1),
        # Larger faces at the edge are others'.
        ([(30, 150, 300), (200, 150, 40)], 1),
        ([(200, 150, 40), (390, 20, 200)], 0),
        # Beyond the edge a face is smaller still, but better than none.
        ([(-50, 150, 60)], 0),
        ([(-50, 150, 30), (450, 150, 50)], 1),
        # Where nobody is in the middle, the largest.
        ([(10, 150, 30), (390, 150, 50)], 1),
    ],
)
def test_the_labelled_face_is_large_and_in_the_middle(
    faces: list[tuple[float, float, float]], chosen: int
) -> None:
    assert labelled_face(boxes_of(*faces), width=400, height=300) == chosen


@given(
    st.lists(st.tuples(st.floats(-50, 450), st.floats(-50, 350), st.floats(1, 300)), min_size=1, max_size=8),
    st.sampled_from([0.5, 2.0, 8.0]),
)
def test_the_choice_does_not_depend_on_the_resolution(
    faces: list[tuple[float, float, float]], zoom: float
) -> None:
    boxes = boxes_of(*faces)
    chosen = labelled_face(boxes, width=400, height=300)
    assert chosen == labelled_face(boxes * zoom, width=int(400 * zoom), height=int(300 * zoom))
    # Nobody is both larger and nearer to the middle.
    away = [max(abs(x / 400 - 0.5), abs(y / 300 - 0.5)) for x, y, _ in faces]
    assert not any(
        width > faces[chosen][2] * 1.001 and away[other] < away[chosen] - 0.001
        for other, (_, _, width) in enumerate(faces)
    )


def put(folder: Path, name: str, content: bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def test_pictures_are_those_in_folders_of_people(tmp_path: Path) -> None:
    for name in ("b/2.jpg", "b/deep/1.PNG", "a/1.webp", "loose.jpg", "a/notes.txt"):
        put(tmp_path, name, b"x")
    (tmp_path / "a" / "folder.jpg").mkdir()
    assert [path.relative_to(tmp_path).as_posix() for path in pictures(tmp_path)] == [
        "a/1.webp",
        "b/2.jpg",
        "b/deep/1.PNG",
    ]


def test_what_holds_no_pictures_of_people_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="is not a folder"):
        pictures(tmp_path / "nowhere")
    put(tmp_path, "loose.jpg", b"x")
    with pytest.raises(FileNotFoundError, match="no pictures in folders of people"):
        pictures(tmp_path)


def test_faces_come_in_order_with_their_people(tmp_path: Path) -> None:
    small, large = 40.0, 120.0
    put(tmp_path, "anna/1.jpg", photo(("anna", 150.0, 90.0, large)))
    put(tmp_path, "anna/2.jpg", photo(("bob", 5.0, 5.0, small), ("anna", 140.0, 100.0, large)))
    put(tmp_path, "anna/nobody.jpg", photo())
    put(tmp_path, "bob/deep/1.jpg", photo(("bob", 150.0, 90.0, large)))
    put(tmp_path, "bob/broken.jpg", b"no photo")
    told: list[tuple[int, int]] = []
    faces = read_faces(tmp_path, Reader(), workers=2, on_progress=lambda *step: told.append(step))
    assert faces.files == ("anna/1.jpg", "anna/2.jpg", "bob/deep/1.jpg")
    assert faces.people == ("anna", "anna", "bob")
    assert faces.labels().tolist() == [0, 0, 1]
    np.testing.assert_array_equal(faces.embeddings, [vector("anna"), vector("anna"), vector("bob")])
    assert (faces.embeddings.dtype, faces.quality.tolist()) == (np.float32, [0.5] * 3)
    assert [name for name, _ in faces.skipped] == ["anna/nobody.jpg", "bob/broken.jpg"]
    assert faces.skipped[0][1] == "no face was found"
    # The name stands before the reason.
    assert faces.skipped[1][1].startswith("it is damaged, and ")
    assert told == [(number, 5) for number in range(1, 6)]


def test_no_face_at_all_has_the_right_shape(tmp_path: Path) -> None:
    put(tmp_path, "anna/1.jpg", photo())
    faces = read_faces(tmp_path, Reader(), workers=1)
    assert faces.embeddings.shape == (0, 128)
    assert (faces.files, faces.people, len(faces.skipped)) == ((), (), 1)


def test_not_all_pictures_are_in_memory_at_once(tmp_path: Path) -> None:
    for number in range(60):
        put(tmp_path, f"anna/{number:02}.jpg", photo(("anna", 150.0, 90.0, 120.0), salt=number))
    lock = threading.Lock()
    done = 0
    most = 0

    class Counting(Reader):
        def analyse(self, data: bytes, *, name: str) -> PhotoFaces:
            nonlocal most
            with lock:
                most = max(most, len(self.analysed) - done)
            return super().analyse(data, name=name)

    def progress(number: int, _total: int) -> None:
        nonlocal done
        time.sleep(0.002)
        done = number

    reader = Counting()
    faces = read_faces(tmp_path, reader, workers=2, on_progress=progress)
    assert len(faces.files) == 60
    assert reader.most_at_once <= 2
    assert most <= 4 * 2 + 2


def test_a_fault_is_not_taken_for_a_broken_picture(tmp_path: Path) -> None:
    put(tmp_path, "anna/1.jpg", b'{"fails": "crash"}')
    with pytest.raises(ZeroDivisionError):
        read_faces(tmp_path, Reader(), workers=1)


def test_labels_number_people_in_order_of_name() -> None:
    faces = LabelledFaces(
        ("b/1", "a/1", "b/2"), ("b", "a", "b"), np.zeros((3, 2), np.float32), np.ones(3, np.float32), ()
    )
    assert faces.labels().tolist() == [1, 0, 1]
    assert faces.labels().dtype == np.int64
