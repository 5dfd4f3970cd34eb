"""What a network is trained to make small, as pure functions of embeddings and their squared distances.

Here live distances with a gradient, the triplet loss and its harmonic form, the contrastive loss of pairs,
and distillation. Which triplets they are given is the matter of `trainer.mining`, where the loss over all
triplets of a batch lives too.

"Paper" is FaceNet: Schroff, Kalenichenko, Philbin, CVPR 2015 (arXiv 1503.03832). d² is the squared L2
distance of unit vectors, 0 to 4. Every loss of nothing is 0 with a gradient of zeros, and no gradient is ever
infinite.
"""

from __future__ import annotations

from enum import IntEnum

import torch
from torch import Tensor
from torch.nn.functional import relu

from trainer.mining import Triplets

#: d² under which the contrastive loss takes two faces for one point, whose distance has no direction to grow
#: in. It lies above the rounding of a d² in 32 bits.
_SAME_POINT = 1e-6


class HarmonicKind(IntEnum):
    """Kinds of triplets of a mixed batch, by the networks of the anchor and of what it is compared with."""

    OLD_ONLY = 0
    """All three embeddings are stored ones; nothing is to be learnt."""
    NEW_NEW = 1
    """All three come from the new network: the ordinary triplet."""
    NEW_OLD = 2
    """A new anchor against stored embeddings: at least one of positive and negative is old."""
    OLD_NEW = 3
    """A stored anchor against new embeddings: at least one of positive and negative is new."""


def squared_distances(a: Tensor, b: Tensor) -> Tensor:
    """Return d² of all pairs, as 2 - 2 a·b, not below 0.

    The gradient is that of 2 - 2 a·b: it differs from that of |a - b|² by a part along each vector, which has
    no effect once it flows on through the scaling to unit length. It is finite for identical vectors.
    Half-precision vectors are multiplied in 32 bits, under autocast as well, as margins are smaller than what
    16 bits tell apart.

    Args:
        a: (n, d) unit vectors.
        b: (m, d) unit vectors.

    Returns:
        (n, m) of the dtype of the vectors, 32 bits at least.
    """
    dtype = torch.promote_types(torch.promote_types(a.dtype, b.dtype), torch.float32)
    with torch.autocast(a.device.type, enabled=False):
        return (2 - 2 * (a.to(dtype) @ b.to(dtype).T)).clamp(min=0)


def triplet_loss(positive_d2: Tensor, negative_d2: Tensor, *, margin: float = 0.2) -> Tensor:
    """Return the mean of max(0, d²(a, p) - d²(a, n) + margin) over triplets (paper, section 3.1).

    The paper adds the triplets up; the mean is the same direction at any size of batch.

    Args:
        positive_d2: (t,) d² of anchor and positive.
        negative_d2: (t,) d² of anchor and negative.
        margin: of d²; the paper's is 0.2.

    Returns:
        A scalar; 0 with a gradient of zeros for no triplets.
    """
    return relu(positive_d2 - negative_d2 + margin).sum() / max(positive_d2.numel(), 1)


def contrastive_loss(positive_d2: Tensor, negative_d2: Tensor, *, margin: float = 1.0) -> Tensor:
    """Return the mean over pairs of ½ d² where they match and ½ max(0, margin - d)² where they do not.

    This is the loss of a Siamese network (Hadsell, Chopra, LeCun 2006, "Dimensionality Reduction by Learning
    an Invariant Mapping", equation 4), which the paper (section 3.1) sets against its triplets: it draws all
    faces of a person into one point, where the triplet loss lets them spread.

    Args:
        positive_d2: (p,) d² of pairs of one person.
        negative_d2: (m,) d² of pairs of different people; how many are given for each positive pair sets how
            much they count.
        margin: of the distance d, not of d²: 1 is an angle of 60 degrees.

    Returns:
        A scalar. Different people at one point (d² below 1e-6) cost the whole margin, with a gradient of
        zeros.
    """
    distance = negative_d2.clamp(min=_SAME_POINT).sqrt()
    total = positive_d2.sum() + relu(margin - distance).square().sum()
    return total / 2 / max(positive_d2.numel() + negative_d2.numel(), 1)


def harmonic_batch(new: Tensor, old: Tensor, labels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Join a batch's embeddings by a new network with those by an old one, to be mined as one batch.

    Trained on triplets of the mixed batch, the new network's embeddings become comparable with stored old
    ones (paper, appendix "Harmonic Embedding"; its figure "Learning the Harmonic Embedding": semi-hard
    negatives come from both). Each face's own old embedding is one of its positives, also for a face alone
    with its number.

    Args:
        new: (n, d) unit vectors by the network in training.
        old: (n, d) unit vectors of the same faces by the fixed network; taken without gradient.
        labels: (n,) integer.

    Returns:
        embeddings (2n, d), new ones first; labels (2n,); is_old (2n,) bool.

    Raises:
        ValueError: if the shapes do not fit.
    """
    if new.shape != old.shape or labels.shape != new.shape[:1]:
        shapes = f"{tuple(new.shape)}, {tuple(old.shape)} and {tuple(labels.shape)}"
        raise ValueError(f"new and old must be (n, d) both and labels (n,), not {shapes}")
    is_old = torch.arange(2 * len(labels), device=new.device) >= len(labels)
    return torch.cat([new, old.detach()]), labels.repeat(2), is_old


def harmonic_kinds(triplets: Triplets, is_old: Tensor) -> Tensor:
    """Return the `HarmonicKind` of each triplet of a mixed batch: (t,) int64.

    Args:
        triplets: t triplets of the mixed batch.
        is_old: (2n,) bool, from `harmonic_batch`.
    """
    anchor = is_old[triplets.anchor]
    compared = torch.stack([is_old[triplets.positive], is_old[triplets.negative]])
    of_new = torch.where(compared.any(0), int(HarmonicKind.NEW_OLD), int(HarmonicKind.NEW_NEW))
    of_old = torch.where(compared.all(0), int(HarmonicKind.OLD_ONLY), int(HarmonicKind.OLD_NEW))
    return torch.where(anchor, of_old, of_new)


def without_old(triplets: Triplets, is_old: Tensor) -> Triplets:
    """Leave out the triplets wholly of old embeddings, which give no gradient but would thin the mean.

    Args:
        triplets: triplets of the mixed batch.
        is_old: (2n,) bool, from `harmonic_batch`.
    """
    kept = harmonic_kinds(triplets, is_old) != HarmonicKind.OLD_ONLY
    return Triplets(triplets.anchor[kept], triplets.positive[kept], triplets.negative[kept])


def harmonic_triplet_loss(
    positive_d2: Tensor,
    negative_d2: Tensor,
    kinds: Tensor,
    *,
    margin: float = 0.2,
    balance: tuple[float, float, float] = (1.0, 1.0, 1.0),
) -> Tensor:
    """Return the triplet loss of a mixed batch, its kinds of triplets balanced.

    The paper's appendix mixes all combinations of the two networks. How many triplets of each a miner finds
    depends on how compatible the embeddings already are; so each kind's own mean enters, by its weight. For
    all triplets alike, take `triplet_loss`.

    Args:
        positive_d2: (t,) d² of anchor and positive.
        negative_d2: (t,) d² of anchor and negative.
        kinds: (t,) int64, from `harmonic_kinds`; triplets of old embeddings only count for nothing.
        margin: of d².
        balance: weights of NEW_NEW, NEW_OLD and OLD_NEW, 0 or more; kinds without triplets drop out.

    Returns:
        A scalar; 0 with a gradient of zeros where no kind that counts has triplets.
    """
    losses = relu(positive_d2 - negative_d2 + margin)
    members = (kinds[:, None] == torch.arange(1, 4, device=kinds.device)).to(losses.dtype)
    counts = members.sum(0)
    weights = torch.tensor(balance, dtype=losses.dtype, device=losses.device) * (counts > 0)
    weights = weights / torch.where(weights.sum() > 0, weights.sum(), 1)
    return (losses * (members @ (weights / counts.clamp(min=1)))).sum()


def distillation_loss(student: Tensor, teacher: Tensor) -> Tensor:
    """Return how far a student's embeddings are from a teacher's.

    With as many dimensions as the teacher's, the mean of |s - t|², so that both can be compared with each
    other (0 to 4). Otherwise, as coordinates cannot agree, the mean over ordered pairs of different faces of
    (s·s' - t·t')² (0 to 4): how alike the student finds two faces, against how alike the teacher does
    (similarity matrices as in Tung and Mori 2019, "Similarity-Preserving Knowledge Distillation", here of
    unit vectors and without their scaling of rows).

    Args:
        student: (n, d) unit vectors.
        teacher: (n, e) unit vectors of the same faces; taken without gradient.

    Returns:
        A scalar; 0 with a gradient of zeros for no faces, or one where dimensions differ.

    Raises:
        ValueError: if they are not as many faces.
    """
    if len(student) != len(teacher):
        raise ValueError(
            f"student and teacher must embed the same faces, not {len(student)} and {len(teacher)}"
        )
    teacher = teacher.detach().to(student.dtype)
    n = len(student)
    if student.shape == teacher.shape:
        return (student - teacher).square().sum() / max(n, 1)
    difference = student @ student.T - teacher @ teacher.T
    apart = ~torch.eye(n, dtype=torch.bool, device=student.device)
    return (difference * apart).square().sum() / max(n * (n - 1), 1)
