"""Putting a library's faces into groups, and proposing which people and groups are one.

Grouping is no user's action and not in the history. What the user said (names, confirmations, rejections)
is changed by `app.operations` alone; the algorithm is `engine.clustering`.
"""

from app.grouping.answering import answer
from app.grouping.completing import Completeness, completeness
from app.grouping.job import GroupingReport, Stage, group, grouped_by
from app.grouping.preview import Difference, PersonDifference, Previewer, UnknownRecogniserError
from app.grouping.questions import Item, Question, Side, Sitting
from app.grouping.review import next_questions, suggestions
from app.grouping.solve import MIN_QUALITY
from app.grouping.splitting import Part, PartFace, SplitProposal, propose_split
from app.grouping.suggested import Suggested
from app.grouping.taking_over import Chosen, choose_recogniser, take_over

__all__ = [
    "MIN_QUALITY",
    "Chosen",
    "Completeness",
    "Difference",
    "GroupingReport",
    "Item",
    "Part",
    "PartFace",
    "PersonDifference",
    "Previewer",
    "Question",
    "Side",
    "Sitting",
    "SplitProposal",
    "Stage",
    "Suggested",
    "UnknownRecogniserError",
    "answer",
    "choose_recogniser",
    "completeness",
    "group",
    "grouped_by",
    "next_questions",
    "propose_split",
    "suggestions",
    "take_over",
]
