"""Putting a library's faces into groups, and proposing which people and groups are one.

Grouping is no user's action and not in the history. What the user said (names, confirmations, rejections)
is changed by `app.operations` alone; the algorithm is `engine.clustering`.
"""

from app.grouping.job import GroupingReport, Stage, group, threshold_at
from app.grouping.review import SuggestedPair, suggestions
from app.grouping.solve import MIN_QUALITY

__all__ = [
    "MIN_QUALITY",
    "GroupingReport",
    "Stage",
    "SuggestedPair",
    "group",
    "suggestions",
    "threshold_at",
]
