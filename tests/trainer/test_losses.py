"""Losses against explicit loops, their gradients against differences, and what they do with nothing."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from trainer.losses import (
    HarmonicKind,
    contrastive_loss,
    distillation_loss,
    harmonic_batch,
    harmonic_kinds,
    harmonic_triplet_loss,
    squared_distances,
    triplet_loss,
    without_old,
)
from trainer.mining import Selection, Triplets, select

EMPTY = torch.empty(0, dtype=torch.float64)


def units(n: int, d: int, seed: int) -> Tensor:
    made = torch.randn(n, d, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
    return torch.nn.functional.normalize(made, dim=1)


def distances(n: int, seed: int) -> Tensor:
    """Make d² that stay clear of the kinks of every loss, so that differences show the slope."""
    made = torch.rand(n, dtype=torch.float64, generator=torch.Generator().manual_seed(seed)) * 1.9 + 0.05
    return made.requires_grad_()


def triplet_of(numbers: list[tuple[int, int, int]]) -> Triplets:
    return Triplets(*torch.tensor(numbers, dtype=torch.int64).reshape(-1, 3).T)


def test_squared_distances_are_those_of_a_loop() -> None:
    a, b = units(4, 3, 0), units(5, 3, 1)
    found = squared_distances(a, b)
    for i in range(4):
        for j in range(5):
            assert found[i, j].item() == pytest.approx(math.dist(a[i].tolist(), b[j].tolist()) ** 2)


def test_squared_distances_slope_along_the_sphere_like_the_true_ones() -> None:
    """The part along each vector differs, and scaling to unit length drops it."""

    def of_raw(raw: Tensor) -> Tensor:
        unit = torch.nn.functional.normalize(raw, dim=1)
        return squared_distances(unit, unit)[~torch.eye(len(raw), dtype=torch.bool)]

    raw = (units(4, 3, 2) * 3).requires_grad_()
    assert torch.autograd.gradcheck(of_raw, raw)
    found = torch.autograd.grad(of_raw(raw).sum(), raw)[0]
    unit = torch.nn.functional.normalize(raw, dim=1)
    true = (unit[:, None] - unit).square().sum()
    assert torch.allclose(found, torch.autograd.grad(true, raw)[0])


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_squared_distances_of_one_point_are_zero_with_a_finite_slope(dtype: torch.dtype) -> None:
    raw = units(1, 128, 3).to(dtype).repeat(6, 1).requires_grad_()
    unit = torch.nn.functional.normalize(raw, dim=1)
    d2 = squared_distances(unit, unit)
    assert d2.dtype == dtype
    assert 0 <= d2.min() <= d2.max() < 1e-6
    d2.sum().backward()
    assert raw.grad is not None
    assert raw.grad.isfinite().all()


def test_squared_distances_keep_their_precision_under_autocast() -> None:
    a = units(6, 128, 4).float()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert torch.equal(squared_distances(a, a), squared_distances(a, a).float())
        inside = squared_distances(a, a)
    assert torch.equal(inside, squared_distances(a, a))
    assert squared_distances(a.bfloat16(), a.bfloat16()).dtype == torch.float32


def test_triplet_loss_is_that_of_a_loop() -> None:
    positive, negative = distances(30, 5), distances(30, 6)
    pairs = list(zip(positive.tolist(), negative.tolist(), strict=True))
    expected = sum(max(0.0, p - n + 0.3) for p, n in pairs) / 30
    assert triplet_loss(positive, negative, margin=0.3).item() == pytest.approx(expected)
    assert torch.autograd.gradcheck(triplet_loss, (positive, negative))


def test_contrastive_loss_is_that_of_a_loop() -> None:
    positive, negative = distances(7, 7), distances(20, 8)
    expected = sum(p / 2 for p in positive.tolist())
    expected += sum(max(0.0, 1.2 - math.sqrt(n)) ** 2 / 2 for n in negative.tolist())
    assert contrastive_loss(positive, negative, margin=1.2).item() == pytest.approx(expected / 27)
    assert torch.autograd.gradcheck(contrastive_loss, (positive, negative))


@pytest.mark.parametrize("loss", [triplet_loss, contrastive_loss])
def test_losses_of_nothing_are_zero_with_a_slope_of_zeros(loss: Callable[[Tensor, Tensor], Tensor]) -> None:
    embeddings = units(4, 3, 9).requires_grad_()
    d2 = squared_distances(embeddings, embeddings)
    nothing = torch.empty(0, dtype=torch.int64)
    found = loss(d2[nothing, nothing], d2[nothing, nothing])
    found.backward()
    assert found.item() == 0
    assert embeddings.grad is not None
    assert embeddings.grad.eq(0).all()


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_losses_of_identical_embeddings_have_a_finite_slope(dtype: torch.dtype) -> None:
    raw = units(1, 128, 10).to(dtype).repeat(4, 1).requires_grad_()
    unit = torch.nn.functional.normalize(raw, dim=1)
    d2 = squared_distances(unit, unit)
    positive, negative = d2[[0, 2], [1, 3]], d2[[0, 1], [2, 3]]
    whole_margin = triplet_loss(positive, negative)
    pairs = contrastive_loss(positive, negative)
    assert whole_margin.item() == pytest.approx(0.2, abs=1e-5)
    assert pairs.item() == pytest.approx(2 * 0.5 / 4, rel=1e-2)
    (whole_margin + pairs + distillation_loss(unit, unit)).backward()
    assert raw.grad is not None
    assert raw.grad.isfinite().all()


def test_harmonic_batch_joins_both_and_holds_the_old_one() -> None:
    new, old = units(3, 2, 11).requires_grad_(), units(3, 2, 12).requires_grad_()
    embeddings, labels, is_old = harmonic_batch(new, old, torch.tensor([5, 5, 8]))
    assert torch.equal(embeddings, torch.cat([new, old]))
    assert labels.tolist() == [5, 5, 8, 5, 5, 8]
    assert is_old.tolist() == [False] * 3 + [True] * 3
    embeddings.square().sum().backward()
    assert old.grad is None
    assert new.grad is not None
    assert torch.allclose(new.grad, 2 * new)


def test_harmonic_batch_refuses_what_does_not_fit() -> None:
    with pytest.raises(ValueError, match="must be"):
        harmonic_batch(units(3, 2, 0), units(3, 4, 0), torch.zeros(3, dtype=torch.int64))
    with pytest.raises(ValueError, match="must be"):
        harmonic_batch(units(3, 2, 0), units(3, 2, 0), torch.zeros(4, dtype=torch.int64))


def kind_by_hand(anchor: bool, positive: bool, negative: bool) -> HarmonicKind:
    if anchor:
        return HarmonicKind.OLD_ONLY if positive and negative else HarmonicKind.OLD_NEW
    return HarmonicKind.NEW_OLD if positive or negative else HarmonicKind.NEW_NEW


def test_kinds_of_all_eight_combinations() -> None:
    is_old = torch.tensor([False, True])
    numbers = [(a, p, n) for a in range(2) for p in range(2) for n in range(2)]
    triplets = triplet_of(numbers)
    expected = [kind_by_hand(bool(a), bool(p), bool(n)) for a, p, n in numbers]
    assert harmonic_kinds(triplets, is_old).tolist() == expected
    kept = without_old(triplets, is_old)
    rows = torch.stack([kept.anchor, kept.positive, kept.negative], 1).tolist()
    assert rows == [list(three) for three in numbers if three != (1, 1, 1)]


@pytest.mark.parametrize("balance", [(1.0, 1.0, 1.0), (0.5, 2.0, 0.0)])
def test_harmonic_loss_balances_its_kinds(balance: tuple[float, float, float]) -> None:
    positive, negative = distances(40, 13), distances(40, 14)
    kinds = torch.arange(40) % 3
    kinds[:5] = HarmonicKind.NEW_OLD
    losses = [max(0.0, p - n + 0.2) for p, n in zip(positive.tolist(), negative.tolist(), strict=True)]
    expected, weight = 0.0, 0.0
    for kind, share in zip((1, 2, 3), balance, strict=True):
        chosen = [loss for loss, its in zip(losses, kinds.tolist(), strict=True) if its == kind]
        if chosen:
            expected += share * sum(chosen) / len(chosen)
            weight += share
    found = harmonic_triplet_loss(positive, negative, kinds, balance=balance)
    assert 3 not in kinds
    assert found.item() == pytest.approx(expected / weight)

    def loss(p: Tensor, n: Tensor) -> Tensor:
        return harmonic_triplet_loss(p, n, kinds, balance=balance)

    assert torch.autograd.gradcheck(loss, (positive, negative))


def test_harmonic_loss_of_old_triplets_alone_is_zero() -> None:
    positive, negative = distances(4, 15), distances(4, 16)
    found = harmonic_triplet_loss(positive, negative, torch.zeros(4, dtype=torch.int64))
    found.backward()
    assert found.item() == 0
    assert positive.grad is not None
    assert positive.grad.eq(0).all()
    assert harmonic_triplet_loss(EMPTY, EMPTY, torch.empty(0, dtype=torch.int64)).item() == 0


def test_old_triplets_change_no_new_embedding() -> None:
    new, old = units(12, 4, 17).requires_grad_(), units(12, 4, 18)
    embeddings, labels, is_old = harmonic_batch(new, old, torch.arange(12) // 3)
    d2 = squared_distances(embeddings, embeddings)
    triplets = select(Selection.BATCH_ALL, d2, labels)
    kept = without_old(triplets, is_old)
    assert 0 < len(kept) < len(triplets)

    def slope(which: Triplets) -> Tensor:
        p, n = d2[which.anchor, which.positive], d2[which.anchor, which.negative]
        loss = triplet_loss(p, n) * len(which)
        return torch.autograd.grad(loss, new, retain_graph=True)[0]

    assert torch.allclose(slope(kept), slope(triplets))


def test_harmonic_training_makes_embeddings_comparable() -> None:
    """A new space, turned against the old one, comes to agree with it."""
    noise = 0.2 * units(40, 4, 20)
    old = torch.nn.functional.normalize(units(8, 4, 19).repeat_interleave(5, 0) + noise, dim=1)
    labels = torch.arange(40) // 5
    turn = torch.linalg.qr(units(4, 4, 21))[0].requires_grad_()
    optimiser = torch.optim.Adam([turn], lr=0.05)

    def agreement() -> float:
        new = torch.nn.functional.normalize(old @ turn, dim=1)
        nearest = squared_distances(new, old).fill_diagonal_(9).argmin(1)
        return (labels[nearest] == labels).double().mean().item()

    before = agreement()
    for _ in range(80):
        new = torch.nn.functional.normalize(old @ turn, dim=1)
        embeddings, both, is_old = harmonic_batch(new, old, labels)
        d2 = squared_distances(embeddings, embeddings)
        chosen = without_old(select(Selection.BATCH_ALL, d2, both), is_old)
        kinds = harmonic_kinds(chosen, is_old)
        positive, negative = d2[chosen.anchor, chosen.positive], d2[chosen.anchor, chosen.negative]
        optimiser.zero_grad()
        harmonic_triplet_loss(positive, negative, kinds).backward()
        optimiser.step()
    assert before < 0.5
    assert agreement() > 0.9


def test_distillation_of_equal_dimensions_is_that_of_a_loop() -> None:
    student, teacher = units(5, 3, 22).requires_grad_(), units(5, 3, 23)
    pairs = zip(student.tolist(), teacher.tolist(), strict=True)
    expected = sum(math.dist(s, t) ** 2 for s, t in pairs) / 5
    assert distillation_loss(student, teacher).item() == pytest.approx(expected)
    assert torch.autograd.gradcheck(lambda s: distillation_loss(s, teacher), student)


def test_distillation_of_other_dimensions_compares_similarities() -> None:
    student, teacher = units(5, 3, 24).requires_grad_(), units(5, 7, 25)
    total = 0.0
    for i in range(5):
        for j in range(5):
            if i != j:
                total += ((student[i] @ student[j]) - (teacher[i] @ teacher[j])).item() ** 2
    assert distillation_loss(student, teacher).item() == pytest.approx(total / 20)
    assert torch.autograd.gradcheck(lambda s: distillation_loss(s, teacher), student)


@pytest.mark.parametrize(("n", "d", "e"), [(0, 3, 3), (0, 3, 4), (1, 3, 4)])
def test_distillation_of_nothing_is_zero(n: int, d: int, e: int) -> None:
    student, teacher = units(n, d, 26).requires_grad_(), units(n, e, 27).requires_grad_()
    found = distillation_loss(student, teacher)
    found.backward()
    assert found.item() == 0
    assert student.grad is not None
    assert student.grad.eq(0).all()
    assert teacher.grad is None


def test_distillation_refuses_other_faces() -> None:
    with pytest.raises(ValueError, match="same faces, not 3 and 4"):
        distillation_loss(units(3, 2, 0), units(4, 2, 0))
