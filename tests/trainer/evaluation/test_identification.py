"""Recognition against a gallery, closed and open, against the application's own recognition."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.recognition import recognise
from trainer.evaluation import identification as module
from trainer.evaluation.identification import identify, open_set


def faces(seed: int, sizes: list[int], spread: float = 0.8) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Return unit vectors (n, 16) of people with so many faces each, mixed, and whose each is."""
    chance = np.random.default_rng(seed)
    who = chance.permutation(np.repeat(np.arange(len(sizes)), sizes))
    vectors = chance.normal(size=(len(sizes), 16))[who] + spread * chance.normal(size=(len(who), 16))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), who


@pytest.mark.parametrize("gallery_faces", [1, 2, 5])
@pytest.mark.parametrize("chunk", [1, 50, 1 << 23])
def test_ranks_are_those_of_the_application(
    gallery_faces: int, chunk: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_CHUNK", chunk)
    vectors, who = faces(gallery_faces, [7, 3, 1, 9, 6, 2, 8])
    known = module._recurring(who, gallery_faces)
    assert set(known) == {person for person in range(7) if (who == person).sum() > gallery_faces}
    draw = module._drawn(who, known, gallery_faces, np.random.default_rng(0))
    # Every face of the known is in the gallery or a probe, and nobody else is.
    used = np.concatenate([draw.gallery.ravel(), draw.probes])
    assert sorted(used) == np.flatnonzero(np.isin(who, known)).tolist()
    assert (who[draw.gallery] == known[:, None]).all()
    assert (known[draw.whose] == who[draw.probes]).all()
    gallery = draw.gallery.ravel()
    ranks, tops, own = (np.concatenate(part) for part in zip(*module._judged(vectors, draw), strict=True))
    for at, probe in enumerate(draw.probes):
        candidates = recognise(vectors[probe], vectors[gallery], who[gallery], most=99)
        assert candidates.people[ranks[at] - 1] == who[probe]
        assert tops[at] == pytest.approx(candidates.similarity[0], abs=1e-6)
        assert own[at] == pytest.approx(candidates.similarity[ranks[at] - 1], abs=1e-6)


def test_easy_and_hopeless_faces() -> None:
    who = np.repeat(np.arange(8), 4)
    easy = identify(np.eye(8, dtype=np.float32)[who], who)
    assert easy is not None
    assert (easy.people, easy.probes) == (8, 24)
    assert (easy.rank_1.mean, easy.rank_1.standard_error, easy.rank_5.mean) == (1.0, 0.0, 1.0)
    # All are equally similar, and the worst rank among equals counts.
    hopeless = identify(np.ones((32, 1), np.float32), who)
    assert hopeless is not None
    assert (hopeless.rank_1.mean, hopeless.rank_5.mean) == (0.0, 0.0)


def test_more_known_faces_help_and_draws_differ() -> None:
    vectors, who = faces(1, [12] * 20, 1.2)
    one, three = identify(vectors, who), identify(vectors, who, gallery_faces=3)
    assert one is not None
    assert three is not None
    assert one.rank_1.mean < three.rank_1.mean < 1
    assert one.rank_1.mean < one.rank_5.mean
    assert 0 < one.rank_1.standard_error < 0.05
    assert identify(vectors, who) == one
    assert identify(vectors, who, seed=1) != one


def test_too_few_people() -> None:
    vectors, who = faces(1, [4, 1, 1, 1])
    assert identify(vectors, who) is None
    assert open_set(vectors, who) is None
    # Six strangers' faces make no share of 1%.
    vectors, who = faces(1, [3] * 4)
    assert open_set(vectors, who) is None


def test_strangers_are_kept_out_at_the_share_asked_for() -> None:
    vectors, who = faces(2, [6] * 30 + [1] * 40, 0.9)
    strict, loose, all_in = (open_set(vectors, who, false_alarms=share) for share in (0.02, 0.2, 0.999))
    closed = identify(vectors, who)
    assert strict is not None
    assert loose is not None
    assert all_in is not None
    assert closed is not None
    assert strict.people == 15
    assert 0 < strict.found.mean < loose.found.mean < all_in.found.mean
    # With everybody let in, only the rank counts; there are half as many people to take one for.
    assert all_in.found.mean >= closed.rank_1.mean - 0.02


def test_the_threshold_lets_in_no_more_strangers_than_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, who = faces(3, [6] * 20, 0.9)
    known = np.arange(10)
    draw = module._drawn(who, known, 1, np.random.default_rng(0), strangers=True)
    assert len(draw.probes) == 120 - 10
    assert set(who[draw.probes[draw.whose < 0]]) == set(range(10, 20))
    monkeypatch.setattr(module, "_drawn", lambda *_, **__: draw)
    found = open_set(vectors, who, false_alarms=0.1, draws=2)
    assert found is not None
    similarity = vectors[draw.probes] @ vectors[draw.gallery[:, 0]].T
    stranger = draw.whose < 0
    right = similarity.argmax(axis=1) == draw.whose
    best = [
        np.mean((right & (similarity.max(axis=1) > cut))[~stranger])
        for cut in similarity.max(axis=1)[stranger]
        if np.mean(similarity.max(axis=1)[stranger] > cut) <= 0.1
    ]
    assert found.found.mean == pytest.approx(max(best))
