"""Which faces form one group: constrained average linkage, at once or as faces come, and how good it is.

Here live grouping and its scores. The graph of neighbours lives in `engine.neighbours`; thresholds
come from the model's card; what a group means to the user is the application's business.
"""

from engine.clustering.constraints import Constraints, ContradictionError, in_order_of_first_face
from engine.clustering.joining import Standing, join_groups
from engine.clustering.kmeans import k_means
from engine.clustering.likely import KnownOdds, Odds
from engine.clustering.linkage import average_linkage
from engine.clustering.metrics import (
    Clicks,
    Scores,
    b_cubed,
    clicks_to_perfect,
    pairwise_scores,
)
from engine.clustering.shelves import SLACK
from engine.clustering.strangers import Strangers

__all__ = [
    "SLACK",
    "Clicks",
    "Constraints",
    "ContradictionError",
    "KnownOdds",
    "Odds",
    "Scores",
    "Standing",
    "Strangers",
    "average_linkage",
    "b_cubed",
    "clicks_to_perfect",
    "in_order_of_first_face",
    "join_groups",
    "k_means",
    "pairwise_scores",
]
