"""Selections against explicit loops over all triplets, and the report of a batch that did collapse."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Generator, Tensor

from trainer import mining
from trainer.losses import squared_distances, triplet_loss
from trainer.mining import Selection, Triplets, batch_all_loss, positive_pairs, report, select

MARGIN = 0.25
BY_PAIR = [one for one in Selection if one not in (Selection.BATCH_ALL, Selection.SEMI_HARD_ALL)]
Three = tuple[int, int, int]
Batch = tuple[Tensor, Tensor, Tensor]


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """Make d² in steps of 1/16, so that ties and hits of the margin's edge are common; labels; families."""
    labels = draw(st.lists(st.integers(-1, 3), max_size=9))
    n = len(labels)
    steps = draw(st.lists(st.integers(0, 16), min_size=n * n, max_size=n * n))
    d2 = torch.tensor(steps, dtype=torch.float32).reshape(n, n).triu(1) / 16
    people = torch.tensor(labels, dtype=torch.int64)
    return d2 + d2.T, people, people // 2


def seeded(seed: int) -> Generator:
    return Generator().manual_seed(seed)


def rows(triplets: Triplets) -> list[Three]:
    numbers = (triplets.anchor.tolist(), triplets.positive.tolist(), triplets.negative.tolist())
    return list(zip(*numbers, strict=True))


def every(labels: Tensor) -> Iterator[Three]:
    people = labels.tolist()
    n = range(len(people))
    for a in n:
        for p in n:
            for k in n:
                if a != p and people[a] == people[p] != people[k]:
                    yield a, p, k


def semi_hard(d2: Tensor, three: Three) -> bool:
    a, p, n = three
    return bool(d2[a, p] < d2[a, n] < d2[a, p] + MARGIN)


def violating(d2: Tensor, three: Three) -> bool:
    a, p, n = three
    return bool(d2[a, n] < d2[a, p] + MARGIN)


def by_pair(threes: list[Three]) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    for a, p, n in threes:
        found.setdefault((a, p), []).append(n)
    return found


@given(batch=batches())
def test_positive_pairs_are_all_ordered_ones(batch: Batch) -> None:
    _, labels, _ = batch
    n = range(len(labels))
    expected = [(a, p) for a in n for p in n if a != p and labels[a] == labels[p]]
    anchors, positives = positive_pairs(labels)
    assert list(zip(anchors.tolist(), positives.tolist(), strict=True)) == expected


@given(batch=batches())
def test_every_triplet_that_violates_is_listed_once(batch: Batch) -> None:
    d2, labels, _ = batch
    found = rows(select(Selection.BATCH_ALL, d2, labels, MARGIN))
    assert sorted(found) == [three for three in every(labels) if violating(d2, three)]
    found = rows(select(Selection.SEMI_HARD_ALL, d2, labels, MARGIN))
    assert sorted(found) == [three for three in every(labels) if semi_hard(d2, three)]


@given(batch=batches())
def test_semi_hard_takes_the_nearest_beyond_the_positive(batch: Batch) -> None:
    d2, labels, _ = batch
    wanted = by_pair([three for three in every(labels) if semi_hard(d2, three)])
    found = rows(select(Selection.SEMI_HARD, d2, labels, MARGIN))
    assert [(a, p) for a, p, _ in found] == list(wanted)
    for a, p, n in found:
        # The first of equally near ones.
        assert n == min(wanted[a, p], key=lambda k: (d2[a, k].item(), k))


@given(batch=batches(), seed=st.integers(0, 99))
def test_semi_hard_never_violates_the_order(batch: Batch, seed: int) -> None:
    d2, labels, _ = batch
    possible = {three for three in every(labels) if semi_hard(d2, three)}
    found = rows(select("semi_hard", d2, labels, MARGIN, seeded(seed), nearest=False))
    assert set(found) <= possible
    assert [(a, p) for a, p, _ in found] == sorted({(a, p) for a, p, _ in possible})


@given(batch=batches())
def test_hardest_takes_the_nearest_negative(batch: Batch) -> None:
    d2, labels, _ = batch
    wanted = by_pair(list(every(labels)))
    found = rows(select(Selection.HARDEST, d2, labels, MARGIN))
    assert found == [(a, p, min(k, key=lambda n: (d2[a, n].item(), n))) for (a, p), k in wanted.items()]


@given(batch=batches())
def test_hard_positive_takes_the_farthest_positive(batch: Batch) -> None:
    d2, labels, _ = batch
    expected = []
    for a in range(len(labels)):
        friends = [p for p in range(len(labels)) if p != a and labels[p] == labels[a]]
        if not friends:
            continue
        p = max(friends, key=lambda k: (d2[a, k].item(), -k))
        beyond = [three[2] for three in every(labels) if three[:2] == (a, p) and semi_hard(d2, three)]
        if beyond:
            expected.append((a, p, min(beyond, key=lambda k: (d2[a, k].item(), k))))
    assert rows(select(Selection.HARD_POSITIVE, d2, labels, MARGIN)) == expected


@pytest.mark.parametrize("strategy", [Selection.RANDOM, Selection.DISTANCE_WEIGHTED])
@given(batch=batches(), seed=st.integers(0, 99))
def test_a_drawn_negative_is_of_somebody_else(strategy: Selection, batch: Batch, seed: int) -> None:
    d2, labels, _ = batch
    pairs = list(by_pair(list(every(labels))))
    found = rows(select(strategy, d2, labels, MARGIN, seeded(seed)))
    assert [(a, p) for a, p, _ in found] == pairs
    assert set(found) <= set(every(labels))


@pytest.mark.parametrize("strategy", BY_PAIR)
@given(batch=batches(), seed=st.integers(0, 99))
def test_within_families_the_negative_is_kin_where_there_is_one(
    strategy: Selection, batch: Batch, seed: int
) -> None:
    d2, labels, families = batch

    def chosen(within: float) -> list[Three]:
        found = select(strategy, d2, labels, MARGIN, seeded(seed), families=families, within=within)
        return rows(found)

    plain, kin = chosen(0), chosen(1)
    assert [three[:2] for three in plain] == [three[:2] for three in kin]
    needs_band = strategy in (Selection.SEMI_HARD, Selection.HARD_POSITIVE)
    possible = [three for three in every(labels) if semi_hard(d2, three) or not needs_band]
    for a, p, n in kin:
        related = [k for k in by_pair(possible)[a, p] if families[k] == families[a]]
        assert n in (related or by_pair(possible)[a, p])


def crowd(people: int, faces: int, spread: float, *, alone: int = 0, d: int = 16) -> tuple[Tensor, Tensor]:
    """Make d² and labels of people around points of the sphere, and faces alone with their number."""
    generator = seeded(people)
    centres = torch.randn(people + alone, d, generator=generator)
    labels = torch.cat([torch.arange(people).repeat_interleave(faces), people + torch.arange(alone)])
    noise = spread * torch.randn(len(labels), d, generator=generator)
    unit = torch.nn.functional.normalize(centres[labels] + noise, dim=1)
    return squared_distances(unit, unit), labels


def test_share_within_families() -> None:
    d2, labels = crowd(20, 8, 1.0)
    families = labels // 2
    found = select(Selection.RANDOM, d2, labels, generator=seeded(0), families=families, within=0.3)
    kin = (families[found.anchor] == families[found.negative]).double().mean().item()
    # Of the others, 8 of 152 negatives are kin by chance.
    expected = 0.3 + 0.7 * 8 / 152
    assert kin == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / len(found)))


@pytest.mark.parametrize("strategy", list(Selection))
def test_the_same_seed_selects_the_same(strategy: Selection) -> None:
    d2, labels = crowd(5, 6, 1.0, alone=7)

    def chosen(seed: int) -> list[Three]:
        return rows(select(strategy, d2, labels, generator=seeded(seed), nearest=False))

    assert chosen(1) == chosen(1)
    drawn = strategy not in (Selection.HARDEST, Selection.BATCH_ALL, Selection.SEMI_HARD_ALL)
    assert (chosen(1) != chosen(2)) == drawn


@pytest.mark.parametrize("strategy", list(Selection))
def test_selecting_changes_neither_distances_nor_labels(strategy: Selection) -> None:
    d2, labels = crowd(3, 4, 1.0, alone=2)
    d2 = d2.double().requires_grad_()
    before, names = d2.detach().clone(), labels.clone()
    select(strategy, d2, labels, generator=seeded(0))
    report(d2, labels, None)
    batch_all_loss(d2, labels)
    assert torch.equal(d2.detach(), before)
    assert torch.equal(labels, names)


def test_random_negatives_are_drawn_alike() -> None:
    d2, labels = crowd(2, 60, 1.0, alone=5)
    found = select(Selection.RANDOM, d2, labels, generator=seeded(3))
    of_first = found.negative[found.anchor < 60]
    counts = of_first.bincount(minlength=125).tolist()
    assert counts[:60] == [0] * 60
    mean = len(of_first) / 65
    chi_square = sum((count - mean) ** 2 / mean for count in counts[60:])
    # 64 degrees of freedom: 120 is exceeded once in 30,000 times.
    assert chi_square < 120


def test_distance_weighted_draws_by_the_inverse_density() -> None:
    dimensions = 8
    n = 41
    d2 = torch.full((n, n), 1.0)
    # One anchor with one positive, and negatives at all distances, the first nearer than what is told apart.
    distances = torch.linspace(0.3, 1.9, n - 2)
    d2[0, 2:] = distances**2
    labels = torch.tensor([0, 0, *range(1, n - 1)])
    expected = []
    for distance in distances.tolist():
        clipped = max(distance, 0.5)
        density = clipped ** (dimensions - 2) * (1 - clipped**2 / 4) ** ((dimensions - 3) / 2)
        expected.append(0.0 if distance >= 1.4 else 1 / density)
    generator = seeded(4)
    draws = 2000
    counts: Counter[int] = Counter()
    for _ in range(draws):
        found = select(Selection.DISTANCE_WEIGHTED, d2, labels, generator=generator, dimensions=dimensions)
        counts.update(found.negative[found.anchor == 0].tolist())
    chi_square, degrees = 0.0, -1
    for k, weight in enumerate(expected, 2):
        mean = draws * weight / sum(expected)
        if mean == 0:
            assert counts[k] == 0
        else:
            chi_square += (counts[k] - mean) ** 2 / mean
            degrees += 1
    assert degrees > 20
    assert chi_square < degrees + 5 * math.sqrt(2 * degrees)


def test_distance_weighted_takes_any_where_none_is_near() -> None:
    labels = torch.tensor([0, 0, 1, 2])
    d2 = torch.full((4, 4), 3.0)
    found = [rows(select("distance_weighted", d2, labels, generator=seeded(k))) for k in range(20)]
    assert {three for some in found for three in some} == set(every(labels))


@given(batch=batches())
def test_batch_all_loss_is_that_of_the_list(batch: Batch) -> None:
    d2, labels, _ = batch
    ours, theirs = d2.double().requires_grad_(), d2.double().requires_grad_()
    found = batch_all_loss(ours, labels, MARGIN)
    listed = [three for three in every(labels) if violating(d2, three)]
    a, p, n = torch.tensor(listed, dtype=torch.int64).reshape(-1, 3).T
    expected = triplet_loss(theirs[a, p], theirs[a, n], margin=MARGIN)
    assert found.item() == pytest.approx(expected.item())
    found.backward()
    expected.backward()
    assert ours.grad is not None
    assert theirs.grad is not None
    assert torch.allclose(ours.grad, theirs.grad)


def test_batch_all_loss_has_the_slope_of_differences() -> None:
    d2, labels = crowd(3, 4, 1.0, alone=2)
    assert torch.autograd.gradcheck(lambda x: batch_all_loss(x, labels), d2.double().requires_grad_())


def test_batch_all_loss_of_a_large_collapsed_batch() -> None:
    """All 124 million triplets violate the margin, and each costs all of it."""
    labels = torch.arange(1800) // 40
    d2 = torch.zeros(1800, 1800).requires_grad_()
    loss = batch_all_loss(d2, labels)
    loss.backward()
    assert loss.item() == pytest.approx(0.2)
    assert d2.grad is not None
    assert d2.grad[0, 1].item() == pytest.approx(1 / (1800 * 39))
    assert d2.grad[0, 40].item() == pytest.approx(-1 / (1800 * 1760))
    assert report(d2, labels, None).triplets == 1800 * 39 * 1760
    with pytest.raises(ValueError, match="123,552,000 triplets violate the margin"):
        select(Selection.BATCH_ALL, d2, labels)


@given(batch=batches(), strategy=st.sampled_from(list(Selection)))
def test_report_is_that_of_a_loop(batch: Batch, strategy: Selection) -> None:
    d2, labels, _ = batch
    triplets = select(strategy, d2, labels, MARGIN, seeded(0))
    assert len(triplets) == len(rows(triplets))
    for given_triplets, threes in ((triplets, rows(triplets)), (None, list(every(labels)))):
        found = report(d2, labels, given_triplets, MARGIN)
        active = sum(violating(d2, three) for three in threes)
        assert found.triplets == len(threes)
        assert found.active == pytest.approx(active / max(len(threes), 1))
        n = range(len(labels))
        same = [d2[i, j].item() for i in n for j in n if i != j and labels[i] == labels[j]]
        other = [d2[i, j].item() for i in n for j in n if labels[i] != labels[j]]
        for mean, part in ((found.positive_d2, same), (found.negative_d2, other)):
            expected = sum(part) / len(part) if part else math.nan
            assert mean == pytest.approx(expected, nan_ok=True)
        assert found.collapsed == (bool(other) and sum(other) / len(other) < mining.COLLAPSED_D2)


def trained(strategy: Selection, pixels: Tensor, labels: Tensor, *, rate: float) -> Tensor:
    """Train a small network by one strategy and return d² of the batch."""
    torch.manual_seed(0)
    network = torch.nn.Sequential(
        torch.nn.Linear(pixels.shape[1], 32), torch.nn.ReLU(), torch.nn.Linear(32, 8)
    )
    optimiser = torch.optim.SGD(network.parameters(), lr=rate)
    for _ in range(300):
        unit = torch.nn.functional.normalize(network(pixels), dim=1)
        d2 = squared_distances(unit, unit)
        chosen = select(strategy, d2, labels, generator=seeded(0))
        optimiser.zero_grad()
        triplet_loss(d2[chosen.anchor, chosen.positive], d2[chosen.anchor, chosen.negative]).backward()
        optimiser.step()
    return d2.detach()


def test_a_collapse_by_the_hardest_negatives_is_noticed() -> None:
    """The hardest triplets of what cannot be learnt draw everything into one point (paper, section 3.2)."""
    generator = seeded(5)
    labels = torch.arange(48) // 6
    noise = torch.randn(48, 12, generator=generator)
    d2 = trained(Selection.HARDEST, noise, labels, rate=1.0)
    found = report(d2, labels, select(Selection.HARDEST, d2, labels))
    assert found.collapsed
    assert found.active == 1
    faces = torch.randn(8, 12, generator=generator)[labels] + 0.3 * noise
    d2 = trained(Selection.SEMI_HARD, faces, labels, rate=1.0)
    found = report(d2, labels, None)
    assert not found.collapsed
    assert found.positive_d2 < found.negative_d2 / 2


def test_one_person_is_no_collapse() -> None:
    found = report(torch.zeros(4, 4), torch.zeros(4, dtype=torch.int64), None)
    assert not found.collapsed
    assert math.isnan(found.negative_d2)
    assert found.triplets == 0


def test_what_does_not_fit_is_refused() -> None:
    d2, labels = crowd(3, 4, 1.0)
    with pytest.raises(ValueError, match="d2 must be"):
        select(Selection.RANDOM, d2[:5], labels)
    with pytest.raises(ValueError, match="d2 must be"):
        batch_all_loss(d2, labels[:5])
    with pytest.raises(ValueError, match="d2 must be"):
        report(d2, labels[:5], None)
    with pytest.raises(ValueError, match="needs families"):
        select(Selection.RANDOM, d2, labels, within=0.5)
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        select(Selection.RANDOM, d2, labels, families=labels, within=1.5)
    with pytest.raises(ValueError, match="no meaning"):
        select(Selection.BATCH_ALL, d2, labels, families=labels, within=0.5)
    with pytest.raises(ValueError, match="easiest"):
        select("easiest", d2, labels)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
@pytest.mark.parametrize("strategy", list(Selection))
def test_a_cuda_device_selects_the_same(strategy: Selection) -> None:
    d2, labels = crowd(8, 10, 1.0, alone=9)
    families = labels // 2
    within = 0.0 if strategy not in BY_PAIR else 0.5
    found = [
        rows(
            select(
                strategy, d2.to(device), labels.to(device), generator=seeded(6), nearest=False,
                families=families.to(device), within=within,
            )
        )
        for device in ("cpu", "cuda")
    ]  # fmt: skip
    assert found[0] == found[1]
    losses = [batch_all_loss(d2.to(device), labels.to(device)).item() for device in ("cpu", "cuda")]
    assert losses[0] == pytest.approx(losses[1])
