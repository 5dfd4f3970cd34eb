"""What becomes of faces when a photo's content changes, or the recogniser does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers.fake_photos import (
    DETECTOR,
    RECOGNISER,
    FakeAnalyser,
    World,
    dump,
    other_model,
    photo,
    vector,
)

from app.indexing.faces import FaceArrays, match_faces
from engine.embedding import pack


def face(world: World, face_id: int) -> dict[str, Any]:
    return world.rows("face", id=face_id)[0]


def bytes_of(who: str, model: str = RECOGNISER.name) -> bytes:
    return pack(vector(who, model)).tobytes()


def test_edited_photo_keeps_matched_faces(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", 200, 10, 50), ("cem", 100, 100, 60)))
    world.index()
    person = world.name_face(1, "Anna")
    other = world.name_face(3, "Ben")
    world.sql("UPDATE face SET person_id = :p, confirmed_at = NULL WHERE id = 2", p=other)
    world.sql("INSERT INTO rejection (face_id, person_id, created_at) VALUES (2, :p, '2020-01-01')", p=person)
    # Anna stays about where she was, Ben moves far, Cem is cut off, Dora comes.
    world.put("a.jpg", photo(("dora", 300, 200, 40), ("ben", 5, 200, 70), ("anna", 15, 12, 50), salt=1))
    report = world.index()
    assert (report.changed, report.new, report.faces) == (1, 0, 3)
    faces = world.rows("face")
    assert [row["id"] for row in faces] == [1, 2, 3, 4]
    assert [(row["x"], row["y"], row["width"]) for row in faces] == [
        (15, 12, 50),
        (5, 200, 70),
        (100, 100, 60),
        (300, 200, 40),
    ]
    assert [row["person_id"] for row in faces] == [person, other, other, None]
    assert [row["confirmed_at"] is not None for row in faces] == [True, False, True, False]
    # Cem was confirmed and is not there any more: kept, but nothing more is to be read off that place.
    assert [row["landmarks"] is not None for row in faces] == [True, True, False, True]
    assert [row["vector"] for row in world.rows("embedding")] == list(
        map(bytes_of, ["anna", "ben", "cem", "dora"])
    )
    assert [row["face_id"] for row in world.rows("rejection")] == [2]
    assert world.rows("photo")[0]["size"] == (world.folder / "a.jpg").stat().st_size
    assert world.index().unchanged == 1


@pytest.mark.parametrize(
    ("statement", "kept"),
    [
        ("UPDATE face SET ignored_at = '2020-01-01'", True),
        ("UPDATE face SET source = 'drawn'", True),
        ("UPDATE face SET source = 'metadata'", True),
        ("UPDATE face SET person_id = 1, confirmed_at = '2020-01-01'", True),
        ("INSERT INTO rejection (face_id, person_id, created_at) VALUES (1, 1, '2020-01-01')", True),
        ("UPDATE face SET person_id = 1", False),
        ("UPDATE face SET quality = 0.1", False),
    ],
)
def test_unmatched_faces_stay_where_the_user_said_something(world: World, statement: str, kept: bool) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.index()
    world.sql("INSERT INTO person (id, created_at) VALUES (1, '2020-01-01')")
    world.sql(statement)
    before = face(world, 1)
    world.put("a.jpg", photo(("ben", 200, 200, 50)))
    world.index()
    assert [row["id"] for row in world.rows("face")] == ([1, 2] if kept else [2])
    if kept:
        assert face(world, 1) == before | {"landmarks": None}
    assert [row["face_id"] for row in world.rows("embedding")] == ([1, 2] if kept else [2])


def test_another_persons_face_at_the_same_place_is_another_face(world: World) -> None:
    """A camera that starts counting again overwrites IMG_0001 with a photo of somebody else."""
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.index()
    person = world.name_face(1, "Anna")
    world.put("a.jpg", photo(("ben", 10, 10, 50)))
    world.index()
    assert [(row["id"], row["person_id"]) for row in world.rows("face")] == [(1, person), (2, None)]
    assert [row["vector"] for row in world.rows("embedding")] == [bytes_of("anna"), bytes_of("ben")]


def test_a_reduced_photo_moves_its_faces_along(world: World) -> None:
    world.put("a.jpg", photo(("anna", 100, 100, 80), size=(801, 600)))
    world.index()
    world.sql(
        "INSERT INTO face (photo_id, x, y, width, height, source) VALUES (1, 400, 200, 100, 100, 'drawn')"
    )
    world.put("a.jpg", photo(("anna", 50, 50, 40), size=(401, 300)))
    world.index()
    assert [row["id"] for row in world.rows("face")] == [1, 2]
    drawn = face(world, 2)
    assert (drawn["x"], drawn["y"], drawn["width"], drawn["height"]) == pytest.approx(
        (400 * 401 / 801, 100, 100 * 401 / 801, 50)
    )


def test_replaced_by_rubbish_and_restored(world: World) -> None:
    content = photo(("anna", 10, 10, 50))
    world.put("a.jpg", content)
    world.index()
    world.name_face(1, "Anna")
    before = dump(world.library)
    world.put("a.jpg", b"rubbish")
    report = world.index()
    assert (report.changed, report.problems) == (1, {"damaged": 1})
    (row,) = world.rows("photo")
    assert (row["state"], row["problem"], row["width"]) == ("failed", "damaged", 400)
    assert str(world.folder / "a.jpg") in row["problem_text"]
    after = dump(world.library)
    assert (after["face"], after["embedding"]) == (before["face"], before["embedding"])
    world.index()
    assert world.analyser.analysed == []
    world.put("a.jpg", content)
    assert world.index().changed == 1
    after = dump(world.library)
    for photos in (before["photo"], after["photo"]):
        photos[0].pop("mtime_ns")
    assert after == before


def test_another_recogniser_embeds_known_faces(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50), ("ben", 200, 10, 50)))
    world.put("b.jpg", photo(("cem", 10, 10, 50)))
    world.put("c.jpg", photo(salt="nobody"))
    world.put("gone.jpg", photo(("dora", 10, 10, 50)))
    world.index()
    world.sql("INSERT INTO face (photo_id, x, y, width, height, source) VALUES (1, 4, 2, 1, 1, 'drawn')")
    (world.folder / "gone.jpg").unlink()
    world.put("later.jpg", photo(("emil", 10, 10, 50)))
    card = other_model(RECOGNISER)
    faces = world.rows("face")
    report = world.index(recogniser=card, analyser=FakeAnalyser(card.name))
    assert (report.embedded, report.embedded_from_crops, report.new, report.faces) == (3, 1, 1, 1)
    assert sorted(Path(name).name for name in world.analyser.embedded) == ["a.jpg", "b.jpg"]
    assert world.rows("face")[:5] == faces
    names = ["anna", "ben", "cem", "dora"]
    old, new = ([r["vector"] for r in world.rows("embedding", model_id=id_)] for id_ in (2, 3))
    assert old == [bytes_of(name) for name in names]
    assert new == [bytes_of(name, card.name) for name in (*names, "emil")]
    again = world.index(recogniser=card, analyser=FakeAnalyser(card.name))
    assert (again.embedded, world.analyser.embedded) == (0, [])
    # Back to the first: only the face it has not seen.
    assert world.index().embedded == 1


def test_changed_or_broken_photos_are_not_embedded_blindly(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        world.put(f"{name}.jpg", photo((name, 10, 10, 50)))
    world.index()
    card = other_model(RECOGNISER)

    class Failing(FakeAnalyser):
        def embed(self, data: bytes, *, name: str, landmarks: Any) -> Any:
            if name.endswith("b.jpg"):
                raise ValueError("the landmarks of a face coincide")
            return super().embed(data, name=name, landmarks=landmarks)

    report = world.index(recogniser=card, analyser=Failing(card.name))
    assert (report.embedded, report.embedded_from_crops, report.problems) == (2, 1, {"internal": 1})
    assert {row["state"] for row in world.rows("photo")} == {"analysed"}
    # Changed between the walk and the reading: looked at by the next run; till then the crop is all there is.
    world.sql("DELETE FROM embedding WHERE model_id = 3")
    world.sql("UPDATE photo SET sha256 = zeroblob(32) WHERE path = 'a.jpg'")
    report = world.index(recogniser=card, analyser=FakeAnalyser(card.name))
    assert (report.embedded, report.embedded_from_crops) == (2, 1)
    assert [row["vector"] for row in world.rows("embedding", model_id=3)] == [
        bytes_of(name, card.name) for name in "abc"
    ]


def test_a_kept_face_is_not_embedded_from_other_content(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.index()
    world.name_face(1, "Anna")
    world.put("a.jpg", photo(("ben", 12, 10, 50)))
    world.index()
    card = other_model(RECOGNISER)
    world.index(recogniser=card, analyser=FakeAnalyser(card.name))
    assert [row["vector"] for row in world.rows("embedding", model_id=3)] == [
        bytes_of(name, card.name) for name in ("anna", "ben")
    ]
    assert world.analyser.cropped == ["anna"]


def test_another_detector_looks_at_new_photos_only(world: World) -> None:
    world.put("a.jpg", photo(("anna", 10, 10, 50)))
    world.index()
    world.put("b.jpg", photo(("anna", 10, 10, 50)))  # The content of a.jpg, which another detector saw.
    report = world.index(detector=other_model(DETECTOR))
    assert (report.unchanged, report.new, report.duplicates) == (1, 1, 0)
    assert [Path(name).name for name in world.analyser.analysed] == ["b.jpg"]
    assert [row["detector_id"] for row in world.rows("photo")] == [1, 3]


def slow_match(old: FaceArrays, new: FaceArrays, other_person: float) -> set[tuple[int, int]]:
    """Match by plain loops."""

    def overlap(a: Any, b: Any) -> float:
        across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
        down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
        shared = max(across, 0) * max(down, 0)
        return float(shared / (a[2] * a[3] + b[2] * b[3] - shared))

    def alike(i: int, j: int) -> float:
        return float(old.vectors[i] @ new.vectors[j])

    pairs: set[tuple[int, int]] = set()
    left, right = set(range(len(old.boxes))), set(range(len(new.boxes)))
    while True:
        options = [
            (overlap(old.boxes[i], new.boxes[j]), -i, -j) for i in left for j in right
            if not alike(i, j) < other_person
        ]  # fmt: skip
        best = max(options, default=(0.0, 0, 0))
        if best[0] < 0.5:
            break
        pairs.add((-best[1], -best[2]))
        left.remove(-best[1])
        right.remove(-best[2])
    found = set()
    for i in left:
        for j in right:
            row = [alike(i, k) for k in right if not np.isnan(alike(i, k))]
            column = [alike(k, j) for k in left if not np.isnan(alike(k, j))]
            if alike(i, j) >= 0.8 and alike(i, j) == max(row) == max(column):
                found.add((i, j))
    return pairs | found


boxes = st.lists(
    st.tuples(*[st.integers(0, 6)] * 2, *[st.integers(1, 6)] * 2), max_size=5
).map(lambda rows: np.array(rows, np.float64).reshape(-1, 4))  # fmt: skip


@given(boxes, boxes, st.integers(0, 10**6))
def test_matching_agrees_with_the_slow_twin(old: Any, new: Any, seed: int) -> None:
    generator = np.random.default_rng(seed)
    people = generator.normal(size=(4, 8))

    def vectors(n: int) -> Any:
        raw = people[generator.integers(0, 4, n)] + 0.3 * generator.normal(size=(n, 8))
        return (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)

    before, now = FaceArrays(old, vectors(len(old))), FaceArrays(new, vectors(len(new)))
    before.vectors[generator.random(len(old)) < 0.2] = np.nan
    pairs = match_faces(before, now, other_person=0.3)
    assert set(pairs) == slow_match(before, now, 0.3)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert [j for _, j in pairs] == sorted(j for _, j in pairs)
