"""Which faces form one group: constrained average linkage, k-means, and how good a grouping is.

Here live grouping and its scores. The graph of neighbours lives in `engine.neighbours`; thresholds
come from the model's card; what a group means to the user is the application's business.
"""

from engine.clustering.constraints import Constraints, ContradictionError
from engine.clustering.kmeans import k_means
from engine.clustering.linkage import (
    Clustering,
    NearMisses,
    average_linkage,
)
from engine.clustering.metrics import (
    Clicks,
    Scores,
    b_cubed,
    clicks_to_perfect,
    pairwise_scores,
)

__all__ = [
    "Clicks",
    "Clustering",
    "Constraints",
    "ContradictionError",
    "NearMisses",
    "Scores",
    "average_linkage",
    "b_cubed",
    "clicks_to_perfect",
    "k_means",
    "pairwise_scores",
]
